//! The note about the writer at the end of a story, in no element that is called one.

use super::marked::name_in_biography;
use crate::label::{Evidence, Labels};
use crate::vocabulary::phrases;

/// Blocks of the story's end, and behind it, among which the note may stand.
const REACH: usize = 4;

/// Blocks between headline and story in which the name may stand besides.
const REACH_ABOVE: usize = 6;

/// Letters of a note: a line about somebody in the story is shorter as a rule, a portrait of the writer longer.
const LETTERS: std::ops::RangeInclusive<u32> = 40..=900;

/// Whom the note at the end is about, if it says so or bears out a name that stands alone: `Ann Lee is a diver and ...`
/// under `About the author`, under `Ann Lee`, or where that is the line under the headline.
pub(super) fn biography(evidence: &Evidence<'_>, labels: &Labels) -> Option<String> {
    let blocks = evidence.blocks();
    let (first, last) = labels.story_ends()?;
    let above = labels.headline().block.filter(|h| *h < first).map_or(first..first, |h| h + 1..first);
    let is_alone_above = |name: &str| above.clone().take(REACH_ABOVE).any(|i| blocks[i].text.trim() == name);
    let near = (last + 1).saturating_sub(REACH).max(first + 1)..(last + 1 + REACH).min(blocks.len());
    // Between the story's parts it is one where the flow leaves it out and its head says the name: nobody else has such a note.
    let within = (first + 1..near.start).filter(|&i| !labels.is_story(i) && !labels.is_story(i - 1));
    let is_note = |i: &usize| LETTERS.contains(&blocks[*i].chars);
    let headed = |i: usize| {
        let name = name_in_biography(&blocks[i].text)?;
        let before = blocks[i - 1].text.trim();
        let heads = phrases::starts_with(before, phrases::ABOUT_WRITER).is_some() || before == name;
        Some((name, heads))
    };
    let at_the_end = near.filter(is_note).filter_map(headed).find(|(name, heads)| *heads || is_alone_above(name));
    let mut notes = within.filter(is_note).filter_map(headed).filter(|(_, heads)| *heads);
    let mut only = || notes.next().filter(|_| notes.next().is_none());
    at_the_end.or_else(&mut only).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
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
        let faq =
            format!("<h2>Questions</h2><p>{line} He said so twice.</p><p>{line} Nobody asked him why that was.</p>");
        let aside = format!("<div class=callout><h3>Ann Lee</h3>{note}</div>{faq}");
        assert_eq!(of("", &aside), ["Ann Lee"]);
    }
}
