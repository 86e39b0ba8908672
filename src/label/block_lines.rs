//! Blocks that are lines about the story: bylines, dates, roles.

use crate::lines::byline::{
    MAX_BYLINE_LETTERS, is_name_alone, is_no_other_sentence, is_signature, tells_role, worded_byline,
};
use crate::lines::date_line::{self, MAX_CLOCK_LINE_LETTERS, MAX_DATE_LINE_LETTERS};
use crate::lines::names::{is_label, names};
use crate::segment::{Block, BlockKind};
use crate::vocabulary::{Hints, leads_to_writer};

/// Letters of a byline.
const LETTERS: std::ops::RangeInclusive<u32> = 4..=MAX_BYLINE_LETTERS;

/// Whether a line is a name that leads to its bearer's page, as the path of the address tells.
fn leads_to_author(b: &Block) -> bool {
    b.link_share() > 0.5
        && b.links().iter().any(|l| leads_to_writer(&l.href, || b.text.as_str()))
        && is_name_alone(&b.text)
}

/// How surely a block is a byline: 0 not at all, 4 by its words and its markup.
pub(crate) fn byline_rank(b: &Block) -> u8 {
    *b.memo.byline_rank.get_or_init(|| read_byline_rank(b))
}

fn read_byline_rank(b: &Block) -> u8 {
    /// Letters of a line that is known by the names around it alone.
    const MAX_LETTERS_AROUND: u32 = 60;
    if !LETTERS.contains(&b.chars) || b.all_hints().any(Hints::COMMENTS | Hints::RELATED) {
        return 0;
    }
    if begins_as_label(&b.text) {
        return 0;
    }
    if b.all_hints().any(Hints::BIO) {
        return is_name_alone(&b.text) as u8;
    }
    let worded = is_worded(b);
    let named = b.hints.any(Hints::BYLINE) || b.links().iter().any(|l| l.author) || leads_to_author(b);
    let has_names = || !names(&b.text, "").is_empty();
    match (worded, named) {
        (true, true) => 4,
        (true, false) if is_no_other_sentence(&b.text) => 3,
        (false, true) if has_names() => 2,
        (false, false) if is_signature(&b.text) => 1,
        (false, false) if b.around.any(Hints::BYLINE) && has_names() && b.chars < MAX_LETTERS_AROUND => 1,
        _ => 0,
    }
}

/// Whether a block is a byline and no paragraph.
pub(crate) fn is_byline(b: &Block) -> bool {
    let read = || b.chars < *LETTERS.end() && is_worded(b) && byline_rank(b) >= 3 && !names(&b.text, "").is_empty();
    *b.memo.is_byline.get_or_init(read)
}

/// Whether a block begins as a byline does.
fn is_worded(b: &Block) -> bool {
    *b.memo.worded_byline.get_or_init(|| worded_byline(&b.text))
}

/// Bytes of a text that are read for what links to more of a writer say: more than any of them has.
const BEGINNING: usize = 100;

/// Whether a text begins with what links to more of a writer say.
fn begins_as_label(text: &str) -> bool {
    is_label(&text[..text.floor_char_boundary(BEGINNING)].to_lowercase())
}

/// Whether a block behind a byline goes on with it: the writer's role, paper or place.
pub(crate) fn is_role(b: &Block) -> bool {
    /// Letters of a line.
    const MAX_LETTERS: u32 = 60;
    b.chars <= MAX_LETTERS && b.kind == BlockKind::Paragraph && !b.ends_sentence() && tells_role(&b.text)
}

/// Whether a block is a date line and no paragraph.
pub(crate) fn is_date_line(b: &Block) -> bool {
    *b.memo.is_date_line.get_or_init(|| reads_as_date_line(b))
}

fn reads_as_date_line(b: &Block) -> bool {
    if b.chars > MAX_DATE_LINE_LETTERS || b.kind.heading().is_some() {
        return false;
    }
    let is_clock =
        b.chars < MAX_CLOCK_LINE_LETTERS && b.kind == BlockKind::Paragraph && date_line::is_clock_line(&b.text);
    is_clock || date_line::is_date_line(&b.text, b.chars, b.hints.any(Hints::DATE))
}

/// Whether a heading is a date line, as over the entries of journals.
pub(crate) fn is_date_heading(b: &Block) -> bool {
    b.kind.heading().is_some()
        && b.chars <= MAX_DATE_LINE_LETTERS
        && date_line::is_date_line(&b.text, b.chars, b.hints.any(Hints::DATE))
}

/// Whether a line says who wrote what stands below and when, as in the entries of live pages.
pub(crate) fn is_sign(b: &Block) -> bool {
    is_byline(b) || is_date_line(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::phrases::WRITER_LINKS;

    #[test]
    fn what_links_to_writers_say_is_within_the_beginning() {
        for words in WRITER_LINKS {
            assert!(words.len() < BEGINNING, "{words}");
            assert!(begins_as_label(&format!("{} {}", words.to_uppercase(), "é".repeat(BEGINNING))), "{words}");
        }
    }
}
