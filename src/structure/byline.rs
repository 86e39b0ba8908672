//! Who wrote it: the byline as shown, and the names in it.

use super::Draft;
use super::words::bare;
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, Kind};
use crate::vocabulary::{Hints, phrases};

/// A byline is at most this long, in weighed characters.
const LONGEST: u32 = 130;

/// How many blocks before the headline, and after the start of the body, a byline may stand.
const REACH: usize = 12;

/// Finds the byline and the authors.
pub(super) fn find(draft: &mut Draft<'_>) {
    let shown = told(draft).or_else(|| visible(draft));
    let meta = draft.input.metadata;
    let site = draft.article.site_name.clone().unwrap_or_default();
    if let Some((text, _)) = &shown {
        draft.article.byline = Some(text.clone());
    }
    for source in &meta.authors {
        let names: Vec<String> = source.value.iter().flat_map(|v| names(v, &site)).collect();
        if !names.is_empty() {
            draft.article.authors = unique(names);
            draft.from("authors", source.origin.clone());
            break;
        }
    }
    if draft.article.authors.is_empty()
        && let Some((text, _)) = &shown
    {
        draft.article.authors = unique(names(text, &site));
        draft.from("authors", "the page's text");
    }
    if let Some((_, origin)) = shown {
        draft.from("byline", origin);
    }
}

fn told(draft: &Draft<'_>) -> Option<(String, String)> {
    draft.told(Role::Byline).map(|v| (v.text.replace('\n', ", "), v.origin.clone()))
}

/// The line near the headline or at the end of the story that says who wrote it.
fn visible(draft: &Draft<'_>) -> Option<(String, String)> {
    let blocks = &draft.input.segments.blocks;
    let classes = &draft.input.classes;
    let first = classes.iter().position(|c| *c == Class::Body)?;
    let last = classes.iter().rposition(|c| *c == Class::Body)?;
    let start = draft.headline.unwrap_or(first).min(first).saturating_sub(REACH / 3);
    let near = (start..(first + REACH / 2).min(blocks.len())).chain(last..(last + REACH / 2).min(blocks.len()));
    let mut best: Option<(u8, usize)> = None;
    for i in near {
        let b = &blocks[i];
        if classes[i] != Class::Other || draft.headline == Some(i) || b.role.is_some() {
            continue;
        }
        let rank = rank(b);
        if rank > 0 && best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, i));
        }
    }
    let (_, i) = best?;
    let mut text = without_date(&blocks[i].text);
    let role = blocks.get(i + 1).filter(|b| worded_byline(&blocks[i].text) && is_role(b) && b.role.is_none());
    if let Some(role) = role.filter(|_| !text.is_empty()) {
        text = text + ", " + &role.text.replace('\n', ", ");
    }
    (!text.is_empty()).then(|| (text, "the page's text".to_owned()))
}

/// How surely a block is a byline: 0 not at all.
fn rank(b: &Block) -> u8 {
    if b.chars > LONGEST || b.chars < 4 || b.all_hints().any(Hints::BIO | Hints::COMMENTS | Hints::RELATED) {
        return 0;
    }
    let worded = worded_byline(&b.text);
    let named = b.hints.any(Hints::BYLINE) || b.links.iter().any(|l| l.author);
    match (worded, named) {
        (true, true) => 4,
        (true, false) if !ends_sentence(&b.text) => 3,
        (false, true) if !names(&b.text, "").is_empty() => 2,
        (false, false) if is_signature(&b.text) => 1,
        (false, false) if b.around.any(Hints::BYLINE) && !names(&b.text, "").is_empty() && b.chars < 60 => 1,
        _ => 0,
    }
}

fn worded_byline(text: &str) -> bool {
    starts_with_by(text) || starts_with_by(&without_date(text))
}

/// Whether a block behind a byline goes on with it: the writer's role, paper or place.
pub(super) fn is_role(b: &Block) -> bool {
    /// Weighed characters: a line.
    const LINE: u32 = 60;
    let role = |w: &str| phrases::ROLES.contains(&w.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()));
    b.chars <= LINE && b.kind == Kind::Paragraph && !ends_sentence(&b.text) && b.text.split_whitespace().any(role)
}

/// Whether a line is a name in brackets, as Japanese papers sign their stories.
fn is_signature(text: &str) -> bool {
    let inner = text.trim().strip_prefix(['（', '(', '［']).and_then(|t| t.strip_suffix(['）', ')', '］']));
    let ideographs = |t: &str| t.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    inner.is_some_and(|t| (2..=8).contains(&ideographs(t)) && t.chars().count() <= 10)
}

/// Whether a block is a byline and no paragraph.
pub(super) fn is_byline(b: &Block) -> bool {
    rank(b) >= 3 && !names(&b.text, "").is_empty() && b.chars < LONGEST
}

/// Whether a text begins with a word for `by` and a name.
fn starts_with_by(text: &str) -> bool {
    let Some(end) = phrases::starts_with(text, phrases::BY) else { return false };
    let rest = text[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
    rest.chars().next().is_some_and(|c| c.is_uppercase() || (!c.is_lowercase() && c.is_alphabetic()))
}

/// A byline without the date that templates put behind it.
pub(super) fn without_date(text: &str) -> String {
    let ctx = crate::metadata::dates::Context { language: None, day_first: None, latest: None };
    let text = text.replace('\n', ", ");
    let text = match crate::metadata::dates::find(&text, &ctx).first() {
        // The date may come first.
        Some(f) if f.start == 0 => text[f.end..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        _ => text,
    };
    let cut = crate::metadata::dates::find(&text, &ctx).first().map_or(text.len(), |f| f.start);
    let mut head = text[..cut].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '）' | '.'));
    for word in phrases::PUBLISHED.iter().chain(phrases::UPDATED).chain(&["on", "am", "le", "el"]) {
        if cut < text.len()
            && let Some(before) = head.to_lowercase().strip_suffix(word)
            && before.ends_with(|c: char| !c.is_alphanumeric())
        {
            head =
                head.get(..before.len()).unwrap_or(head).trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        }
    }
    head.to_owned()
}

/// The names in a byline or an author's entry: no roles, places, addresses or handles.
pub(super) fn names(text: &str, site: &str) -> Vec<String> {
    let mut rest = text.trim().trim_start_matches(['(', '（', '[']).trim_end_matches([')', '）', ']']).trim();
    while let Some(end) = phrases::starts_with(rest, phrases::BY) {
        let after = rest[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
        if after.is_empty() || after.len() == rest.len() || !after.starts_with(|c: char| !c.is_lowercase()) {
            break;
        }
        rest = after;
    }
    let mut out = Vec::new();
    for part in parts(rest) {
        // What follows the first part that is no name is a role or a place.
        match name(part, site) {
            Some(n) => out.push(n),
            None if !out.is_empty() => break,
            None => {}
        }
    }
    out
}

/// A text cut where bylines part names from one another and from what follows.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let rest = text;
    for piece in rest.split([',', ';', '|', '/', '\n', '•', '·', '–', '—', '、', '，', '،', '(', '（', '\u{2028}'])
    {
        let mut start = 0;
        let mut at = 0;
        for word in piece.split(' ') {
            let low = word.to_lowercase();
            if phrases::AND.contains(&low.as_str())
                || low == "in"
                || low == "for"
                || low == "für"
                || low == "at"
                || low == "@"
                || low == "-"
            {
                out.push(piece[start..at].trim());
                start = at + word.len();
                // What follows a place word is no name.
                if matches!(low.as_str(), "in" | "for" | "für" | "at") {
                    start = piece.len();
                    break;
                }
            }
            at += word.len() + 1;
        }
        out.push(piece[start.min(piece.len())..].trim());
    }
    out.retain(|p| !p.is_empty());
    out
}

/// The text as a name, if it looks like one.
fn name(text: &str, site: &str) -> Option<String> {
    /// Words of the longest names, with titles and particles.
    const MOST_WORDS: usize = 6;
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '’' | '\''));
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty()
        || words.len() > MOST_WORDS
        || text.chars().count() < 3
        || text.contains(['@', ':', '?', '!', '&'])
        || text.contains("http")
    {
        return None;
    }
    if text.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let low = text.to_lowercase();
    let role = |w: &&str| phrases::ROLES.contains(&w.to_lowercase().trim_matches('.'));
    let cased = text.chars().any(char::is_uppercase) || !text.chars().any(char::is_lowercase);
    let agencies = [
        "reuters",
        "afp",
        "ap",
        "dpa",
        "apa",
        "efe",
        "ansa",
        "associated press",
        "agence france-presse",
        "the associated press",
        "agence france presse",
        "press association",
        "pa",
        "upi",
    ];
    if agencies.contains(&low.as_str()) {
        return Some(text.to_owned());
    }
    if !cased
        || words.iter().any(role)
        || !site.is_empty() && bare(site) == bare(text)
        || ["admin", "administrator", "unknown", "guest", "editor", "none", "null"].contains(&low.as_str())
    {
        return None;
    }
    // A name's words begin with capitals, particles aside.
    let small = words.iter().any(|w| w.starts_with(char::is_lowercase) && !phrases::PARTICLES.contains(w));
    (!small).then(|| text.to_owned())
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for n in names {
        if !out.iter().any(|o| bare(o) == bare(&n)) {
            out.push(n);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_without_roles_places_and_words_before_them() {
        let n = |t| names(t, "The Courier");
        assert_eq!(n("By Ann Lee, World affairs correspondent, The Courier"), ["Ann Lee"]);
        assert_eq!(n("By Ann Lee and Bo Ek in Oslo"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(n("Von Karl-Heinz Öttinger und Ute von der Mark"), ["Karl-Heinz Öttinger", "Ute von der Mark"]);
        assert_eq!(n("By ELLEN MARSDEN / Staff Writer"), ["ELLEN MARSDEN"]);
        assert_eq!(n("The Courier"), Vec::<String>::new());
        assert_eq!(n("ann@courier.example"), Vec::<String>::new());
        assert_eq!(n("（山下 恵子）"), ["山下 恵子"]);
        assert_eq!(n("Reuters"), ["Reuters"]);
    }
}
