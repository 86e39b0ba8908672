//! Lines that papers set around stories: notices, notes, labels of tools.

use std::sync::LazyLock;

use super::ends_sentence;
use crate::text::compare::normalize_for_comparison;
use crate::text::hashed::HashSet;
use crate::text::letter_count;
use crate::vocabulary::phrases;

/// Letters from which on a line beside a heading is text and no label, date or name.
pub(crate) const MIN_TEXT_LETTERS: u32 = 25;

/// Letters of a notice.
const MAX_NOTICE_LETTERS: u32 = 160;

/// Whether a text is the mark by which wire copy ends. Three asterisks part sections as often.
pub(crate) fn is_end_mark(text: &str) -> bool {
    matches!(text.trim(), "-0-" | "-30-" | "- 30 -" | "###" | "# # #" | "ENDS" | "(ENDS)" | "-END-" | "- END -")
}

/// Whether a text at the end of a story is a note about it: an address, a notice.
pub(crate) fn is_end_note(text: &str) -> bool {
    let text = text.trim();
    let address = text.contains('@') && !text.contains(' ')
        || text.split_whitespace().any(|w| w.contains('@') && w.contains('.'));
    address || text.contains('©') || phrases::NOT_STORY.start(text).is_some()
}

/// What a note under a story is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClosingNote {
    Correction,
    Contributor,
    Source,
    Notice,
}

/// What a line is about that papers set under a story, if it is such a line by its words.
pub(crate) fn closing_note(text: &str) -> Option<ClosingNote> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = |with: &[&str]| phrases::starts_with(text, with).is_some();
    if begins(phrases::CORRECTED) {
        return Some(ClosingNote::Correction);
    }
    if phrases::is_desk_note(text) {
        return Some(ClosingNote::Contributor);
    }
    if begins(phrases::FIRST_PUBLISHED) {
        return Some(ClosingNote::Source);
    }
    begins(phrases::DISCLAIMED).then_some(ClosingNote::Notice)
}

/// Whether a line of so many letters is one of those that papers put into and after stories. `linked` says that there are
/// links in it.
pub(crate) fn is_notice(text: &str, letters: u32, linked: bool) -> bool {
    if phrases::is_reading_time(text) {
        return true;
    }
    let linked = linked || letters < MIN_TEXT_LETTERS;
    letters < MAX_NOTICE_LETTERS
        && phrases::NOT_STORY.start(text).is_some()
        && (linked || !ends_sentence(text) || text.starts_with('©'))
}

/// Whether a heading is a label of the page's tools, or a rule made of signs.
pub(crate) fn is_tool_label(text: &str) -> bool {
    if letter_count(text) >= MIN_TEXT_LETTERS {
        return !text.chars().any(char::is_alphanumeric);
    }
    static LABELS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        phrases::NOT_STORY.iter().chain(phrases::TOOLS).map(|phrase| normalize_for_comparison(phrase)).collect()
    });
    let text = normalize_for_comparison(text);
    text.is_empty() || LABELS.contains(&text)
}
