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
    near.filter(|&i| LETTERS.contains(&blocks[i].chars)).find_map(|i| {
        let name = name_in_biography(&blocks[i].text)?;
        let before = blocks[i - 1].text.trim();
        let headed = phrases::starts_with(before, phrases::ABOUT_WRITER).is_some() || before == name;
        (headed || is_alone_above(&name)).then_some(name)
    })
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
    }
}
