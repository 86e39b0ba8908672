//! Labels of small pages.

mod page;
mod stages;

pub(crate) use page::{ByHand, TestPage};

use super::labels::{LabelKind, Labels};
use super::{Evidence, label, model};
use crate::metadata::Metadata;
use crate::segment::{BlockKind, Segments};

/// The blocks of a page.
pub(super) fn segments_of(html: &str) -> Segments {
    TestPage::new(html).segments
}

/// The labels of these blocks, where the page says nothing of itself.
pub(super) fn labels_of(segments: &Segments) -> Labels {
    let metadata = Metadata::default();
    label(&Evidence {
        segments,
        metadata: &metadata,
        profile: None,
        url: None,
        base: None,
        captured: None,
        favor: crate::options::Favor::default(),
        limits: &crate::options::Limits::default(),
    })
    .unwrap()
}

const STORY: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav><h1>Ferry sails again</h1>\
    <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
    <p>Its skipper said that neither the sheep nor the engine had made any trouble at all on the way over.</p>\
    <p>(Additional reporting by Moira Blane)</p>";

#[test]
fn the_shipped_model_was_fitted_with_these_features() {
    let (names, names_of_second) = model::feature_names(&segments_of(STORY));
    assert!(names.len() > 100 && names_of_second.len() > 50);
    // A feature is known to the trees by its place: fit anew (CONTRIBUTING.md) when this fails.
    let trees = model::model().unwrap();
    assert_eq!(trees.features(), names);
    assert_eq!(trees.second().unwrap().features(), names_of_second);
}

#[test]
fn a_choice_says_how_sure_it_is() {
    let segments = segments_of(STORY);
    let labels = labels_of(&segments);
    assert_eq!(labels.story().count(), 2);
    let confidence = labels.confidence().unwrap();
    assert!((0.0..=1.0).contains(&confidence), "{confidence}");
    assert_eq!(labels_of(&segments_of("<p>Nothing.</p>")).confidence(), None);
}

#[test]
fn every_block_has_one_label_with_a_reason() {
    let segments = segments_of(STORY);
    let labels = labels_of(&segments);
    assert_eq!(labels.all().len(), segments.blocks.len());
    assert!(labels.all().iter().all(|l| !l.reason().is_empty()));
    let kinds: Vec<LabelKind> = labels.all().iter().map(|l| l.kind()).collect();
    assert_eq!(kinds, [LabelKind::Headline, LabelKind::Paragraph, LabelKind::Paragraph, LabelKind::ClosingNote]);
}

#[test]
fn words_stay_apart_where_something_between_them_goes() {
    let told = "The Kerrera ferry sailed again on Monday after a winter in dry dock";
    let page = format!(
        "<h1>Ferry sails again</h1><div>{told}<footer>Copyright</footer>with <form><input></form>eleven \
         <b style='display:none'>x</b>she<b style='display:none'>x</b>ep on<iframe></iframe>board.</div>"
    );
    let texts: Vec<String> = segments_of(&page).blocks.into_iter().map(|block| block.text).collect();
    assert_eq!(texts, ["Ferry sails again".to_owned(), told.to_owned() + " with eleven sheep on board."]);
}

/// What `DESIGN.md` says of its example.
#[test]
fn the_block_that_the_design_follows() {
    let page = crate::Page::open("fixtures/cases/bbc-2007-two-captions/page.html").unwrap();
    let text = crate::decode::decode(&page).text;
    let page = TestPage::with_built_in_profiles(&text, "http://news.bbc.co.uk/1/hi/world/europe/7136482.stm");
    let at = page.segments.blocks.iter().position(|b| b.text == "Cheap flights").unwrap();
    let block = &page.segments.blocks[at];
    assert_eq!((&block.kind, block.role, block.boxed()), (&BlockKind::Paragraph, None, None));
    assert!(block.all_bold() && block.in_body);
    let labels = label(&page.evidence()).unwrap();
    let label = labels.all()[at];
    assert_eq!((label.kind(), label.reason()), (LabelKind::Heading, "a short bold line over text"));
    assert_eq!(label.probability(), None);
    let body = crate::fields::body(&page.evidence(), &labels, crate::fields::WantedMarks::default()).value;
    assert_eq!(body.places[at], 6);
    assert!(matches!(&body.pieces[6], crate::Block::Heading { level: 2, text, .. } if text == "Cheap flights"));
}
