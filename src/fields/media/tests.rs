use super::*;
use crate::label::LabelKind::{self, Caption, Credit, Foreign, Headline, Paragraph};
use crate::label::tests::{ByHand, TestPage};

/// The media of a page with these labels, all of whose boxes are the story's.
fn found(html: &str, kinds: &[LabelKind]) -> Vec<Anchored<Media>> {
    let page = TestPage::new(html);
    let labels: Vec<_> = kinds.iter().map(|kind| (*kind, "")).collect();
    let story_boxes: Vec<usize> = (0..page.segments.boxes.len()).collect();
    let given = ByHand { labels: &labels, story_boxes: &story_boxes, ..ByHand::default() };
    media(&page.evidence(), &page.labels_by_hand(&given))
}

/// Address, caption and credit.
fn said(found: &Anchored<Media>) -> (Option<&str>, Option<&str>, Option<&str>) {
    let Media { url, caption, credit, .. } = &found.value;
    (url.as_deref(), caption.as_deref(), credit.as_deref())
}

const FIGURE: &str = "<p>The pier is shut.</p><figure><img src=/pier.jpg alt=Pier><figcaption>The pier in May\
    <div class=credit>Photo: Ann Lee</div></figcaption></figure><p>It rained.</p>";

#[test]
fn a_figure_has_its_caption_and_credit() {
    let found = found(FIGURE, &[Paragraph, Caption, Credit, Paragraph]);
    assert_eq!(found.len(), 1);
    assert_eq!(said(&found[0]), (Some("/pier.jpg"), Some("The pier in May"), Some("Ann Lee")));
    assert_eq!((found[0].value.alt.as_deref(), found[0].anchor), (Some("Pier"), 1));
    assert_eq!(found[0].blocks, [1, 2]);
}

#[test]
fn a_credit_at_the_end_of_a_caption_is_told_from_it() {
    let html = "<p>The pier is shut.</p><figure><img src=/pier.jpg><figcaption>The pier in May. Photo: Ann Lee\
        </figcaption></figure><p>It rained.</p>";
    let found = found(html, &[Paragraph, Caption, Paragraph]);
    assert_eq!(said(&found[0]), (Some("/pier.jpg"), Some("The pier in May."), Some("Ann Lee")));
}

#[test]
fn a_player_is_what_its_figure_shows() {
    let html = "<p>The pier is shut.</p><figure><img src=/still.jpg><video src=/pier.mp4></video><figcaption>The pier\
        </figcaption></figure><p>It rained.</p>";
    let found = found(html, &[Paragraph, Caption, Paragraph]);
    assert_eq!((found.len(), found[0].value.kind), (1, MediaKind::Video));
    assert_eq!(said(&found[0]), (Some("/pier.mp4"), Some("The pier"), None));
}

#[test]
fn a_free_picture_takes_the_caption_below_it() {
    let said_long = "The pier of the town is shut until the spring, and nobody knows what will become of it.";
    let html = format!(
        "<div><p>{said_long}</p><img src=/pier.jpg width=400><p class=caption>The pier in May</p><p>{said_long}</p></div>"
    );
    let found = found(&html, &[Paragraph, Caption, Paragraph]);
    assert_eq!(found.len(), 1);
    assert_eq!(said(&found[0]), (Some("/pier.jpg"), Some("The pier in May"), None));
}

#[test]
fn small_pictures_and_those_of_the_design_are_no_media() {
    let page = |img: &str| format!("<div><p>The pier is shut.</p>{img}<p>It rained.</p></div>");
    let count = |img: &str| found(&page(img), &[Paragraph, Paragraph]).len();
    assert_eq!(count("<img src=/pier.jpg width=400>"), 1);
    assert_eq!(count("<img src=/pier.jpg width=120>"), 0);
    assert_eq!(count("<img src=/img/logo.jpg width=400>"), 0);
    assert_eq!(count("<a href=/next><img src=/next.jpg></a>"), 0);
}

#[test]
fn a_picture_is_shown_once() {
    let html =
        "<div><p>The pier is shut.</p><img src=/pier.jpg><p>It rained.</p><img src=/pier.jpg><p>All day.</p></div>";
    let found = found(html, &[Paragraph, Paragraph, Paragraph]);
    assert_eq!(found.iter().map(|f| f.anchor).collect::<Vec<_>>(), [1]);
}

#[test]
fn pictures_far_from_the_story_are_not_of_it() {
    let html = "<div><h1>Pier shut</h1><p>The pier is shut.</p></div><div><p>1</p><p>2</p><p>3</p><p>4</p><img src=/next.jpg></div>";
    let mut kinds = [Foreign; 6];
    (kinds[0], kinds[1]) = (Headline, Paragraph);
    assert!(found(html, &kinds).is_empty());
    assert!(found("<p>1</p><img src=/next.jpg>", &[Foreign]).is_empty());
}
