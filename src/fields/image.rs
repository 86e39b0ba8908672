//! The picture that metadata name for the story.

use super::found::Found;
use crate::article::Image;
use crate::label::Evidence;
use crate::segment::is_furniture;

/// The first picture named for the story that is none of the site's design.
pub(crate) fn image(evidence: &Evidence<'_>) -> Option<Found<Image>> {
    evidence.metadata.pictures.iter().find_map(|s| {
        let url = evidence.resolve(&s.value.url).filter(|url| !is_furniture(url))?;
        Some(Found::new(Image { url, width: s.value.width, height: s.value.height }, s.origin.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    fn found(head: &str) -> Option<(Image, String)> {
        image(&TestPage::new(&format!("{head}<p>The pier is shut.</p>")).evidence()).map(|f| (f.value, f.origin))
    }

    #[test]
    fn the_picture_to_share_comes_first_and_has_its_size() {
        let json = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Pier shut\", \"image\": \
            [{\"@type\": \"ImageObject\", \"url\": \"http://a.example/pier.jpg\", \"width\": 640, \"height\": \"360px\"}]}</script>";
        let (image, origin) = found(json).unwrap();
        assert_eq!(
            (image.url.as_str(), image.width, image.height),
            ("http://a.example/pier.jpg", Some(640), Some(360))
        );
        assert_eq!(origin, "json-ld image");
        let share = "<meta property='og:image' content='http://a.example/share.jpg'><meta property='og:image:height' content=''>";
        let (image, origin) = found(&format!("{json}{share}")).unwrap();
        assert_eq!(
            (image.url.as_str(), image.height, origin.as_str()),
            ("http://a.example/share.jpg", None, "meta og:image")
        );
    }

    #[test]
    fn the_mark_of_a_site_is_no_picture_of_the_story() {
        let logo = "<meta property='og:image' content='http://a.example/img/logo-big.png'>";
        assert_eq!(found(logo), None);
        let (image, _) = found(&format!("{logo}<link rel=image_src href='http://a.example/pier.jpg'>")).unwrap();
        assert_eq!(image.url, "http://a.example/pier.jpg");
    }
}
