//! The note about the writer at the end of a story, in no element that is called one.

use super::marked::name_in_biography;
use crate::label::{Evidence, Labels};
use crate::text::compare::normalize_for_comparison;
use crate::vocabulary::phrases;

/// Blocks of the story's end, and behind it, among which the note may stand.
const REACH: usize = 4;

/// Blocks between headline and story in which the name may stand besides.
const REACH_ABOVE: usize = 6;

/// Letters of a note: a line about somebody in the story is shorter as a rule, a portrait of the writer longer.
const LETTERS: std::ops::RangeInclusive<u32> = 40..=900;

/// Whom the note at the end is about, if it says so or bears out a name that stands alone: `Ann Lee is a diver and ...`
/// under `About the author`, under `Ann Lee`, or where that is the line under the headline.
pub(super) fn biography(evidence: &Evidence<'_>, labels: &Labels, site: &str) -> Option<String> {
    let blocks = evidence.blocks();
    let (first, last) = labels.story_ends()?;
    // A name right under the headline may be taken for the first line of the flow.
    let above = labels.headline().block.filter(|h| *h < first).map_or(first..first, |h| h + 1..first + 1);
    let is_alone_above = |name: &str| above.clone().take(REACH_ABOVE).any(|i| blocks[i].text.trim() == name);
    let end = (last + 1).saturating_sub(REACH).max(first + 1)..(last + 1 + REACH).min(blocks.len());
    // Of whom the story speaks there may be such notes too, in boxes or between its parts. A writer's names the house.
    let house = normalize_for_comparison(site.split('.').next().unwrap_or_default()).replace(' ', "");
    let names_house = |text: &str| house.len() > 3 && normalize_for_comparison(text).replace(' ', "").contains(&house);
    let within = (first + 1..end.start).filter(|&i| !labels.is_story(i) && !labels.is_story(i - 1));
    let is_note = |i: &usize| LETTERS.contains(&blocks[*i].chars);
    let near_end = |i: usize| i >= end.start;
    let headed = |i: usize| {
        let name = name_in_biography(&blocks[i].text)?;
        let before = blocks[i - 1].text.trim();
        let heads = phrases::starts_with(before, phrases::ABOUT_WRITER).is_some() || before == name;
        let alone = labels.is_in_box(i) || !near_end(i);
        (!alone || names_house(&blocks[i].text)).then_some((name, heads))
    };
    let at_the_end =
        end.clone().filter(is_note).filter_map(headed).find(|(name, heads)| *heads || is_alone_above(name));
    let mut notes = within.filter(is_note).filter_map(headed).filter(|(_, heads)| *heads);
    let mut only = || notes.next().filter(|_| notes.next().is_none());
    at_the_end.or_else(&mut only).map(|(name, _)| name).filter(|name| !is_spoken_of(evidence, labels, name))
}

/// Whether the page speaks of somebody by the last part of the name, from the headline to the story's end: an expert that a
/// story quotes has a note as well.
fn is_spoken_of(evidence: &Evidence<'_>, labels: &Labels, name: &str) -> bool {
    let surname = name.rsplit(' ').next().unwrap_or(name);
    let is_in = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| w == surname);
    let Some((first, last)) = labels.story_ends() else { return false };
    let start = labels.headline().block.unwrap_or(first).min(first);
    evidence.blocks()[start..=last].iter().any(|b| !b.text.starts_with(name) && is_in(&b.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{Foreign, Paragraph};
    use crate::label::tests::TestPage;

    #[test]
    fn a_note_names_the_writer_where_its_head_or_a_name_over_the_story_says_so() {
        let line =
            "The harbour master said that the pier would stay closed until the spring, and that nobody was to blame.";
        let of = |head: &str, note: &str| {
            let page = format!("<h1>Pier shut</h1>{head}{}{note}", format!("<p>{line}</p>").repeat(5));
            crate::extract(&page).unwrap().authors
        };
        let note = "<p>Ann Lee is a diver and keeps the tide tables of the harbour for the town.</p>";
        assert_eq!(of("", &format!("<h3>About the Author</h3>{note}")), ["Ann Lee"]);
        assert_eq!(of("", &format!("<h3>Ann Lee</h3>{note}")), ["Ann Lee"]);
        assert_eq!(of("<p><span>Ann Lee</span></p>", note), ["Ann Lee"]);
        assert!(of("", note).is_empty());
        let expert = format!("<p>{line} That is new, Lee said.</p><h3>Ann Lee</h3>{note}");
        assert!(of("", &expert).is_empty());
    }

    #[test]
    fn a_note_between_the_parts_of_a_story_is_the_writers_where_it_names_the_house() {
        let note = "<h3>Ann Lee</h3><p>Ann Lee is a diver and keeps the tide tables for Tidewatch.</p>";
        let page = TestPage::new(&format!("<p>One.</p><p>Two.</p>{note}{}", "<p>Three.</p>".repeat(6)));
        let kinds = [&[Paragraph, Paragraph, Foreign, Foreign][..], &[Paragraph; 6]].concat();
        let labels = page.labels(&kinds);
        let of = |site: &str| biography(&page.evidence(), &labels, site);
        assert_eq!(of("Tidewatch").as_deref(), Some("Ann Lee"));
        assert_eq!(of("tidewatch.example").as_deref(), Some("Ann Lee"));
        assert_eq!(of("The Courier"), None);
    }
}
