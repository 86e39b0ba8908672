//! Blocks on which the model must not be mistaken, whatever it was fitted to: pages of `fixtures/stages`.

use super::MIN_PROBABILITY;
use crate::label::label;
use crate::label::tests::TestPage;

/// How likely the model thinks it that the block of a page that begins with these words is of the story.
fn probability(page: &str, words: &str) -> f32 {
    let file = format!("{}/fixtures/stages/{page}.html", env!("CARGO_MANIFEST_DIR"));
    let page = TestPage::new(&std::fs::read_to_string(file).unwrap());
    let labels = label(&page.evidence()).unwrap();
    let mut found = labels.all().iter().zip(&page.segments.blocks).filter(|(_, b)| b.text.starts_with(words));
    let (label, _) = found.next().unwrap_or_else(|| panic!("no block begins with {words:?}"));
    assert!(found.next().is_none(), "two blocks begin with {words:?}");
    label.probability().unwrap()
}

#[test]
fn a_paragraph_behind_a_cross_heading_is_in() {
    let p = probability("bold-cross-headings", "The money was collected");
    assert!(p >= MIN_PROBABILITY, "{p}");
}

#[test]
fn an_item_of_a_list_within_the_story_is_in() {
    let p = probability("nested-lists", "For sailing boats");
    assert!(p >= MIN_PROBABILITY, "{p}");
}

#[test]
fn the_line_of_a_teaser_is_out() {
    let p = probability("teasers", "It took him a night");
    assert!(p < MIN_PROBABILITY, "{p}");
}

#[test]
fn the_title_of_a_list_beside_the_story_is_out() {
    let p = probability("layout-table", "Most read");
    assert!(p < MIN_PROBABILITY, "{p}");
}

#[test]
fn what_is_favored_moves_what_is_in() {
    use crate::options::Favor;

    let file = format!("{}/fixtures/cases/live-blog-2018/page.html", env!("CARGO_MANIFEST_DIR"));
    let page = TestPage::new(&std::fs::read_to_string(file).unwrap());
    let taken = |favor: Favor| {
        let mut evidence = page.evidence();
        evidence.favor = favor;
        label(&evidence).unwrap().story().count()
    };
    let [precision, balanced, recall] = [Favor::Precision, Favor::Balanced, Favor::Recall].map(taken);
    assert!(precision <= balanced && balanced <= recall && precision < recall, "{precision} {balanced} {recall}");
}
