//! The kicker: the short label over the headline, in a line of its own or in the headline's.

use super::super::Draft;
use super::titles::{Title, is_stated_outright, squeezed, voices};
use crate::metadata::Metadata;
use crate::profile::Role;
use crate::vocabulary::Hints;

/// A visible headline without the kicker that stands in the same element, told by what the page calls itself: metadata has
/// the headline alone, or writes a colon where the page has a break in the line.
pub(super) fn cut(line: &str, titles: &[Title], meta: &Metadata) -> (Option<String>, String) {
    /// Letters and digits of the longest kickers, and of the shortest headline that is told from a coincidence.
    const KICKER: usize = 60;
    const SHORTEST: usize = 12;
    /// Of the shortest kickers: fewer are a word that the title dropped, such as a preposition.
    const LEAST: usize = 5;
    let text = line.replace('\n', " ");
    let whole = squeezed(line);
    // A title that lost its own beginning, taken for the site's name, tells nothing of where a headline begins.
    let raw: Vec<String> =
        meta.headlines.iter().map(|h| squeezed(&h.value)).chain(meta.title.as_deref().map(squeezed)).collect();
    let stated = || titles.iter().filter(|t| raw.iter().any(|r| r.starts_with(&t.squeezed)));
    let voices_of_whole = voices(titles, &whole);
    for title in stated() {
        let Some(over) = whole.strip_suffix(title.squeezed.as_str()) else { continue };
        // Where more sources state the line as it is, and the window's title alone is shorter, its first words are the headline's own.
        if voices_of_whole > voices(titles, &title.squeezed) && !is_stated_outright(titles, &title.squeezed) {
            continue;
        }
        let over = over.chars().count();
        if !(LEAST..=KICKER).contains(&over) || title.squeezed.chars().count() < SHORTEST {
            continue;
        }
        // Where the kicker's letters end, and what marks stand before the headline's.
        let end =
            line.char_indices().filter(|(_, c)| c.is_alphanumeric()).nth(over - 1).map(|(at, c)| at + c.len_utf8());
        let Some((kicker, rest)) = end.and_then(|end| Some((line.get(..end)?, line.get(end..)?))) else { continue };
        let closing = |c: char| c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–' | '—' | '/' | '.' | '+');
        // A mark that closes the kicker's own words is the kicker's.
        let marks = rest.find(|c: char| closing(c) || c.is_alphanumeric() || "„“\"«»‚‘'".contains(c)).unwrap_or(0);
        let rest = rest[marks..].trim_start_matches(closing);
        let rest = rest
            .strip_prefix(['"', '”', '“'])
            .filter(|r| r.starts_with(':'))
            .unwrap_or(rest)
            .trim_start_matches(closing);
        return (Some(kicker.trim().to_owned()), rest.replace('\n', " "));
    }
    let same = || stated().filter(|t| t.squeezed == whole);
    // A dash where the line has none parts the kicker, which stands in an element of its own, from the headline.
    let parted = same().find_map(|t| {
        let (over, rest) = [" - ", " – "].iter().find_map(|dash| t.text.split_once(dash))?;
        let own = text.contains(['–', '—', ':']) || text.contains(" -") || text.contains("- ");
        let (over_letters, rest_letters) = (squeezed(over).chars().count(), squeezed(rest).chars().count());
        let short = (LEAST..=KICKER).contains(&over_letters) && rest_letters >= SHORTEST && over_letters < rest_letters;
        (short && !own).then(|| (Some(over.trim().to_owned()), rest.trim().to_owned()))
    });
    if let Some(parted) = parted {
        return parted;
    }
    let marked = |t: &&Title| [": ", " / "].iter().any(|m| t.text.contains(m)) && !text.contains([':', '/']);
    let same = same().find(marked);
    match same {
        Some(title) => (None, title.text.clone()),
        None => (None, text),
    }
}

/// The short label over the headline or over the byline.
pub(super) fn find(draft: &mut Draft<'_>) {
    /// Weighed characters; a kicker is a word or a few.
    const LONGEST: u32 = 60;
    if let Some(told) = draft.told(Role::Kicker).cloned() {
        draft.article.kicker = Some(told.text);
        draft.from("kicker", told.origin);
        return;
    }
    if draft.article.kicker.is_some() {
        return;
    }
    let blocks = &draft.input.segments.blocks;
    let Some(at) = draft.headline else { return };
    let found =
        blocks[..at].iter().rev().take(3).find(|b| {
            b.hints.any(Hints::KICKER) && b.chars <= LONGEST && b.chars > 1 && !b.all_hints().any(Hints::NAV)
        });
    if let Some(b) = found {
        draft.article.kicker = Some(b.text.clone());
        draft.from("kicker", "the page's text");
    }
}
