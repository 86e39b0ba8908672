//! The pictures that metadata name for the page's story.

use super::builder::{MetadataBuilder, Source};
use super::found::{Picture, Rank};
use super::meta::Metas;
use super::value;
use crate::dom::{Attr, Document, NodeId};

/// Names of the address of a picture, that of the best known first. One whose size is told is told of right behind it.
const NAMES: [&str; 8] = [
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
];

/// Adds the pictures that `meta` elements and links of the page's head name.
pub(super) fn add_pictures(
    doc: &Document,
    metas: &Metas<'_>,
    source_link: Option<NodeId>,
    builder: &mut MetadataBuilder,
) {
    for name in NAMES {
        let Some(url) = metas.first(name).and_then(value::clean_url) else { continue };
        let size = |what: &str| metas.first(&format!("{name}:{what}")).and_then(pixels);
        let picture = Picture { url, width: size("width"), height: size("height") };
        builder.add_picture(picture, Source::unplaced(&format!("meta {name}"), Rank::Shared));
    }
    if let Some(url) = source_link.and_then(|n| doc.attr(n, Attr::Href)).and_then(value::clean_url) {
        let picture = Picture { url, ..Picture::default() };
        builder.add_picture(picture, Source::unplaced("link image_src", Rank::Loose));
    }
}

/// A length in pixels, with or without its unit.
pub(super) fn pixels(text: &str) -> Option<u32> {
    text.trim().trim_end_matches("px").trim_end().parse().ok().filter(|&n| n > 0)
}
