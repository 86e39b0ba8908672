//! The name under the last line of a story, as papers print it that have no byline at its head.

use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::byline::{is_name_alone, is_signature};
use crate::lines::ends_sentence;
use crate::lines::names::{is_agency, names};
use crate::segment::{Block, BlockKind};
use crate::vocabulary::{Hints, phrases};

/// Blocks behind the story among which the name may stand.
const REACH: usize = 2;

/// Letters of a line that is names alone.
const MAX_LINE_LETTERS: u32 = 45;

/// Letters of a link that is another story's title and no button.
const MIN_TITLE_LETTERS: u32 = 18;

/// With what the titles of a page's last parts begin: `About Nordlode`, `Mehr Themen`.
const SECTIONS: &[&str] = &["about", "weitere", "mehr"];

/// The names with which the story is signed.
pub(super) fn signature(evidence: &Evidence<'_>, labels: &Labels) -> Vec<String> {
    let blocks = evidence.blocks();
    let body: Vec<usize> = labels.story().collect();
    let Some(&last) = body.last() else { return Vec::new() };
    let behind = (last + 1..blocks.len()).take(REACH).take_while(|&i| !is_foreign(&blocks[i]));
    // Notes, and the first of other stories, may follow.
    let ends = body.iter().rev().take(REACH * 2).rev().copied().filter(|&i| labels.kind(i) != LabelKind::Heading);
    // A line right over links is what they are headed by, unless a dash sets it off from the text or it is an agency.
    let leads = |b: &Block| b.link_share() > 0.5 && b.linked >= MIN_TITLE_LETTERS;
    let linked = |i: usize| blocks.get(i + 1).is_some_and(|next| !labels.is_story(i + 1) && leads(next));
    let set_off = |text: &str| text.starts_with(['(', '–', '—', '-', '[']) || is_agency(&trimmed(text).to_lowercase());
    let heads = |i: usize| linked(i) && !set_off(&blocks[i].text);
    let source = || behind.clone().chain([last]).find_map(|i| source(&blocks[i].text));
    let mut lines = ends.chain(behind.clone()).filter(|&i| signs(&blocks[i]) && !heads(i));
    match (lines.next(), lines.next()) {
        (Some(only), None) => names(trimmed(&blocks[only].text), ""),
        (None, _) => in_brackets(&blocks[last].text).or_else(source).unwrap_or_default(),
        // Several names part the text, as headings do.
        _ => Vec::new(),
    }
}

fn is_foreign(b: &Block) -> bool {
    b.all_hints().any(Hints::COMMENTS | Hints::RELATED | Hints::TAGS | Hints::NAV)
}

/// Whether a block is a name set apart, and no more.
fn signs(b: &Block) -> bool {
    let is_line =
        b.chars <= MAX_LINE_LETTERS && b.kind == BlockKind::Paragraph && b.link_share() < 0.5 && !b.text.contains('\n');
    // Plain lines are calls and farewells as often.
    let set_apart = b.all_bold() || b.italic * 2 > b.chars || b.text.starts_with(['(', '–', '—', '-', '[']);
    // What papers print under stories is a heading of what follows: `See also`.
    let leads = |with: &[&str]| phrases::starts_with(trimmed(&b.text), with).is_some();
    let heads = leads(&phrases::NOT_STORY) || leads(phrases::ELSEWHERE) || leads(SECTIONS);
    is_line && !heads && (set_apart && is_name_alone(trimmed(&b.text)) || is_signature(&b.text))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.')
}

/// The agency that a line names as its story's source: `Quelle: dpa`.
fn source(text: &str) -> Option<Vec<String>> {
    const WORDS: &[&str] =
        &["source", "quelle", "fuente", "fonte", "bron", "kilde", "källa", "źródło", "zdroj", "источник"];
    let end = phrases::starts_with(text, WORDS)?;
    let name = text[end..].strip_prefix(':')?.trim().trim_end_matches('.');
    is_agency(&name.to_lowercase()).then(|| vec![name.to_owned()])
}

/// The names in brackets behind the last sentence: `... said the mayor. (Ann Lee)`.
fn in_brackets(text: &str) -> Option<Vec<String>> {
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let (before, inner) = end.strip_suffix(')')?.rsplit_once('(')?;
    let found = names(inner, "");
    let is_names = found.iter().all(|n| is_name_alone(n) || is_agency(&n.to_lowercase()));
    // What stands within a sentence is a part of it.
    (is_names && ends_sentence(before.trim_end())).then_some(found).filter(|f| !f.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_behind_the_last_sentence_sign_it() {
        assert_eq!(in_brackets("The pier stays shut. (Ann Lee)").unwrap_or_default(), ["Ann Lee"]);
        assert_eq!(in_brackets("The pier stays shut. (dpa) +++").unwrap_or_default(), ["dpa"]);
        assert_eq!(in_brackets("So said the mayor (Ann Lee)."), None);
        assert_eq!(in_brackets("The pier stays shut. (more on page 4)"), None);
    }

    #[test]
    fn a_heading_of_what_follows_signs_nothing() {
        let line =
            "The harbour master said that the pier would stay closed until the spring, and that nobody was to blame.";
        let of = |last: &str| {
            let page = format!("<h1>Pier shut</h1>{}<p><b>{last}</b></p>", format!("<p>{line}</p>").repeat(5));
            crate::extract(&page).unwrap().authors
        };
        assert_eq!(of("Ann Lee"), ["Ann Lee"]);
        assert!(of("SEE ALSO").is_empty());
        let linked =
            |line: &str| format!("{line}</b></p><ul><li><a href=/a>Regatta off until the spring</a></li></ul><p><b>");
        assert!(of(&linked("Harbour Headlines")).is_empty());
        assert_eq!(of("</b>Quelle: dpa<b>"), ["dpa"]);
    }
}
