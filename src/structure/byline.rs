//! Who wrote it: the byline as shown, and the names in it.

use super::Draft;
use super::words::bare;
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, Kind};
use crate::vocabulary::{Hints, phrases};

/// A byline is at most this long, in weighed characters.
const LONGEST: u32 = 130;

/// A line that is a name and no more, in weighed characters.
const NAME: u32 = 60;

/// Accounts of nobody in particular, and what templates write for no author.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "unknown",
    "guest",
    "editor",
    "none",
    "null",
    "undefined",
    "anonymous",
    "author",
    "webmaster",
    "root",
];

/// How the links beside an author begin: they lead to more of the same.
const LABELS: &[&str] = &[
    "more about",
    "more by",
    "more from",
    "more posts",
    "about the",
    "about us",
    "view all",
    "view more",
    "see all",
    "full profile",
    "full bio",
    "all posts",
    "all articles",
    "read more",
    "follow",
    "contact",
    "the author",
    "sponsored post",
    "text size",
    "alle beiträge",
    "mehr von",
    "tous les articles",
    "ver todos",
];

/// How many blocks before the headline, and after the start of the body, a byline may stand.
const REACH: usize = 12;

/// Finds the byline and the authors.
pub(super) fn find(draft: &mut Draft<'_>) {
    let shown = told(draft).or_else(|| visible(draft));
    let site = draft.article.site_name.clone().unwrap_or_default();
    if let Some((text, origin)) = &shown {
        draft.article.byline = Some(text.clone());
        draft.from("byline", origin.clone());
    }
    let shown = shown.map(|(text, _)| text).unwrap_or_default();
    if let Some((names, origin)) = authors(draft, &shown, &site) {
        draft.article.authors = unique(names);
        draft.from("authors", origin);
    }
}

/// The authors and where they stand: persons and agencies first, then whatever the page says stands for the author.
fn authors(draft: &Draft<'_>, shown: &str, site: &str) -> Option<(Vec<String>, String)> {
    let sources = &draft.input.metadata.authors;
    let here = || "the page's text".to_owned();
    let in_text = names(shown, site);
    let stated = sources.iter().map(|s| (s, s.value.iter().flat_map(|v| names(v, site)).collect::<Vec<_>>()));
    let stated = stated.into_iter().find(|(_, names)| !names.is_empty());
    // Structured data names the publisher's body, whose name the site itself may not bear.
    let is_house = |n: &str| draft.input.metadata.site_names.iter().any(|s| is_site(n, &s.value));
    match stated {
        Some((source, names))
            if !(worded_byline(shown) && is_better(&in_text, &names, source.node.is_some(), &is_house)) =>
        {
            return Some((names, source.origin.clone()));
        }
        _ if !in_text.is_empty() => return Some((in_text, here())),
        _ => {}
    }
    // A journal may bear its writer's name, and a house or a desk may sign for its writers: said outright, that is an author.
    let by_house = sources.iter().find_map(|s| {
        let names: Vec<String> = s.value.iter().flat_map(|v| v.split(';')).filter_map(house).collect();
        (!names.is_empty()).then(|| (names, s.origin.clone()))
    });
    let worded = || Some(names(shown, "")).filter(|names| worded_byline(shown) && !names.is_empty());
    worded().map(|names| (names, here())).or(by_house)
}

/// Whether the names of a byline are better than those that metadata states: where these are one account or house of one
/// word and those are persons, or where these are marks on the page that also stand at other stories' writers.
fn is_better(shown: &[String], stated: &[String], placed: bool, is_house: &dyn Fn(&str) -> bool) -> bool {
    let is_person = |n: &String| n.contains(' ');
    let is_account = matches!(stated, [only] if is_house(only) || !is_person(only) && !is_agency(&only.to_lowercase()));
    let holds = |n: &String| stated.iter().any(|s| bare(s) == bare(n));
    !shown.is_empty()
        && (is_account && shown.iter().all(is_person)
            || placed && shown.len() < stated.len() && shown.iter().all(holds))
}

/// A stated author that is no person's name: a handle, a desk, the publication itself.
fn house(text: &str) -> Option<String> {
    /// Letters and words of the longest names of desks.
    const LONGEST: usize = 60;
    const MOST_WORDS: usize = 6;
    let text = after_by(text.trim());
    let low = text.to_lowercase();
    let fits = (2..=LONGEST).contains(&text.chars().count()) && text.split_whitespace().count() <= MOST_WORDS;
    let is_address =
        text.contains('@') || text.contains("[at]") || text.contains("://") || text.contains(['{', '<', '=']);
    let named = text.chars().any(char::is_alphabetic) && !NOBODY.contains(&low.as_str()) && !is_label(&low);
    (fits && named && !is_address).then(|| text.to_owned())
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
        let by_next = is_by_alone(&b.text)
            && blocks
                .get(i + 1)
                .is_some_and(|n| n.chars < NAME && classes[i + 1] != Class::Body && !names(&n.text, "").is_empty());
        let rank = if by_next { 2 } else { rank(b) };
        if rank > 0 && (by_next || !is_by_alone(&b.text)) && best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, i));
        }
    }
    let (_, i) = best?;
    if is_by_alone(&blocks[i].text) {
        return Some((without_date(&blocks[i + 1].text), "the page's text".to_owned()));
    }
    let mut text = without_date(&blocks[i].text);
    let role = blocks.get(i + 1).filter(|b| worded_byline(&blocks[i].text) && is_role(b) && b.role.is_none());
    if let Some(role) = role.filter(|_| !text.is_empty()) {
        text = text + ", " + &role.text.replace('\n', ", ");
    }
    (!text.is_empty()).then(|| (text, "the page's text".to_owned()))
}

/// How surely a block is a byline: 0 not at all.
fn rank(b: &Block) -> u8 {
    if b.chars > LONGEST || b.chars < 4 || b.all_hints().any(Hints::COMMENTS | Hints::RELATED) {
        return 0;
    }
    if b.all_hints().any(Hints::BIO) {
        return is_name_alone(&b.text) as u8;
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

/// Whether a line is one name of two words or more and nothing else, as boxes about the author are headed.
fn is_name_alone(text: &str) -> bool {
    matches!(&names(text, "")[..], [only] if only == text.trim() && (2..=4).contains(&text.split_whitespace().count()))
        && !ends_sentence(text)
}

fn worded_byline(text: &str) -> bool {
    /// Bytes in which a line that begins with its date has a digit.
    const START: usize = 30;
    starts_with_by(text) || text.bytes().take(START).any(|b| b.is_ascii_digit()) && starts_with_by(&without_date(text))
}

/// Whether a line is a word for the writer alone; the name is the next line.
fn is_by_alone(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    phrases::starts_with(text, phrases::BY) == Some(text.len())
}

fn is_label(low: &str) -> bool {
    LABELS.iter().any(|l| low.starts_with(l))
}

fn is_agency(low: &str) -> bool {
    AGENCIES.contains(&low)
}

/// Agencies by the names with which papers sign their stories: no case and no second word shows that they are names.
const AGENCIES: &[&str] = &[
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
    "ats",
    "sda",
    "ntb",
    "tt",
    "ritzau",
    "belga",
    "anp",
    "lusa",
    "tass",
    "xinhua",
    "kyodo",
    "bloomberg",
    "pap",
    "čtk",
    "mti",
    "sid",
    "epd",
    "kna",
    "europa press",
    "pa media",
    "aap",
    "ani",
    "pti",
];

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
    // `Text Size` is a button.
    if text[..end].eq_ignore_ascii_case("text") && !text[end..].starts_with(':') && !rest.contains(' ') {
        return false;
    }
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
    rest = after_by(rest);
    let mut out = Vec::new();
    for (i, part) in parts(rest).into_iter().enumerate() {
        // A first part that is the house goes on with where it sits, a later one is whom the writer works for.
        if is_site(part, site) || !out.is_empty() && is_of_house(part, site) {
            break;
        }
        if i > 0 && is_degree(part) {
            continue;
        }
        // What follows the first part that is no name is a role or a place.
        match name(part, site) {
            Some(n) => out.push(n),
            None if !out.is_empty() => break,
            None => {}
        }
    }
    out
}

/// A byline without the words before the name.
fn after_by(text: &str) -> &str {
    let mut rest = text;
    while let Some(end) = phrases::starts_with(rest, phrases::BY) {
        let after = rest[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
        if after.is_empty() || after.len() == rest.len() || !after.starts_with(|c: char| !c.is_lowercase()) {
            break;
        }
        rest = after;
    }
    rest
}

/// Whether a name is the publication's, however the two are spaced, with or without its domain's end.
fn is_site(text: &str, site: &str) -> bool {
    let squeezed = |t: &str| bare(t).replace(' ', "");
    let (text, site_name) = (squeezed(text), squeezed(site));
    let host = site.rsplit_once('.').filter(|(_, end)| (2..=3).contains(&end.len())).map(|(host, _)| squeezed(host));
    !text.is_empty() && (text == site_name || host.is_some_and(|h| h == text))
}

/// Whether a name begins with the publication's: its local edition, its desk.
fn is_of_house(text: &str, site: &str) -> bool {
    let (text, site) = (bare(text), bare(site));
    !site.is_empty() && text.strip_prefix(site.as_str()).is_some_and(|rest| rest.starts_with(' '))
}

/// Letters behind a name for a degree or an office: `MS`, `RDN`, `Ph.D.`, `PhD`.
fn is_degree(text: &str) -> bool {
    /// Letters of the longest.
    const LONGEST: usize = 5;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let small = letters.iter().filter(|c| c.is_lowercase()).count();
    (2..=LONGEST).contains(&letters.len())
        && letters.iter().all(char::is_ascii)
        && !text.contains(' ')
        && (small == 0 || small == 1 && (text.contains('.') || letters.last() == Some(&'D')))
        && !is_agency(&text.to_lowercase())
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
    // East Asian papers write the writer's office behind the name.
    let office = [" 기자", " 특파원", " 記者", "記者"].iter().find_map(|o| text.strip_suffix(o));
    let text = office.filter(|t| !t.is_empty()).unwrap_or(text);
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
    if is_agency(&low) {
        return Some(text.to_owned());
    }
    if !cased || words.iter().any(role) || is_site(text, site) || NOBODY.contains(&low.as_str()) || is_label(&low) {
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
