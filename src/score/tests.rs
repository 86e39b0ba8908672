use super::*;
use crate::dom::Document;
use crate::options::Limits;
use crate::segment::segment;
use crate::strip::strip;

fn segments(html: &str) -> Segments {
    let mut doc = Document::parse(html, &Limits::default()).unwrap();
    let (marks, _) = strip(&mut doc, None);
    segment(&doc, &marks, None)
}

const STORY: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav><h1>Ferry sails again</h1>\
    <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
    <p>Its skipper said that neither the sheep nor the engine had made any trouble at all on the way over.</p>\
    <p>(Additional reporting by Moira Blane)</p>";

#[test]
fn the_shipped_model_was_fitted_with_these_features() {
    let segments = segments(STORY);
    let (worth, inside, classes, _) = by_hand(&segments);
    let hand = features::ByHand { worth: &worth, inside: &inside, classes: &classes };
    let names = features::names(&segments, &Evidence::default(), &hand);
    assert!(names.len() > 100);
    // A feature is known to the trees by its place: fit anew (CONTRIBUTING.md) when this fails.
    assert_eq!(fitted::model().unwrap().features(), names);
}

#[test]
fn a_choice_says_how_sure_it_is_and_a_told_body_does_not() {
    let choice = classify(&segments(STORY), &Evidence::default());
    assert_eq!(choice.classes.iter().filter(|c| **c == Class::Body).count(), 2);
    let confidence = choice.confidence.unwrap();
    assert!((0.0..=1.0).contains(&confidence), "{confidence}");
    assert_eq!(classify(&segments("<p>Nothing.</p>"), &Evidence::default()).confidence, None);
}

#[test]
fn notes_go_only_from_the_end_and_only_in_doubt() {
    let segments = segments(
        "<p>(From our archive.)</p><p>The Kerrera ferry sailed again on Monday with eleven sheep on board.</p>\
         <p><i>Corrected on Tuesday.</i></p><p>[Ends]</p>",
    );
    let body = |doubtful: bool| {
        let mut classes = vec![Class::Body; segments.blocks.len()];
        end_notes(&segments.blocks, &mut classes, |_| doubtful);
        classes.iter().filter(|c| **c == Class::Body).count()
    };
    assert_eq!((body(true), body(false)), (2, 4));
}
