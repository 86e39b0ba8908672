//! Who wrote it: the byline as shown, and the names in it.

mod marked;
mod names;
mod signature;

use std::collections::HashSet;

use names::{after_by, house, is_agency, is_label, is_site};

pub(super) use names::names;

use super::Draft;
use super::words::bare;
use crate::metadata::{Rank, Sourced};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, Kind};
use crate::vocabulary::{Hints, leads_to_writer, phrases};

/// A byline is at most this long, in weighed characters.
const LONGEST: u32 = 130;

/// A line that is a name and no more, in weighed characters.
const NAME: u32 = 60;

/// How many blocks before the headline, and after the start of the body, a byline may stand.
const REACH: usize = 12;

/// Finds the byline and the authors.
pub(super) fn find(draft: &mut Draft<'_>) {
    let shown = told(draft).or_else(|| visible(draft));
    // A page that does not say whose it is still has an address.
    let host = || draft.input.url.and_then(|u| u.host_str()).map(site_of_host).unwrap_or_default();
    let site = draft.article.site_name.clone().unwrap_or_else(host);
    if let Some(shown) = &shown {
        draft.article.byline = Some(shown.text.clone());
        draft.from("byline", shown.origin.clone());
    }
    if let Some((names, origin)) = authors(draft, shown.as_ref(), &site) {
        draft.article.authors = unique(names);
        draft.from("authors", origin);
    }
}

/// The last two labels of a host's name.
fn site_of_host(host: &str) -> String {
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".")
}

/// The authors and where they stand: persons and agencies first, then whatever the page says stands for the author.
fn authors(draft: &Draft<'_>, shown: Option<&Shown>, site: &str) -> Option<(Vec<String>, String)> {
    let here = || "the page's text".to_owned();
    let text = shown.map(|s| s.text.as_str()).unwrap_or_default();
    let in_text = names(text, site);
    let worded = worded_byline(text);
    // `From` begins a sentence as often as a byline.
    let leads = shown.is_some_and(|s| s.leads) && !text.to_lowercase().starts_with("from ");
    // One word that nothing calls a byline is as likely a button.
    let is_named = worded || in_text.iter().all(|n| n.contains(' ') || is_agency(&n.to_lowercase()));
    let line = Some((in_text.clone(), "the page's text")).filter(|_| is_named);
    let (line, later) = if leads { (line, None) } else { (None, line) };
    // Who is told for machines to read was meant, be it a house, against the names of all kinds that a page's end holds.
    let told = draft.input.metadata.authors.iter().any(|s| s.rank <= Rank::Markup);
    let marks = marked::above(draft);
    let marks = Some(marks).filter(|m| !(told && m.iter().any(|n| is_site(n, site))));
    let seen = line.into_iter().chain(marks.map(|m| (m, "a mark on the page")));
    let end = || {
        let signature = (signature::find(draft), "the end of the text");
        later.into_iter().chain([signature, (marked::below(draft), "a box behind the story")])
    };
    let mut seen: Vec<(Vec<String>, &str)> = seen.collect();
    if !told {
        seen.extend(end());
    }
    if let Some((source, names)) = stated(draft, site) {
        // Structured data names the publisher's body, whose name the site itself may not bear.
        let is_house = |n: &str| draft.input.metadata.site_names.iter().any(|s| is_site(n, &s.value));
        // Names that the line holds too need no other reading of it; marks may be those of photographers besides.
        let line = bare(text);
        let held: Vec<String> = names.iter().filter(|n| n.contains(' ') && line.contains(&bare(n))).cloned().collect();
        if worded && held.len() < names.len() && held.len() > in_text.len() {
            return Some((held, source.origin.clone()));
        }
        let agree = held.len() == names.len();
        if !agree && is_better(&in_text, &names, worded, leads, source.node.is_some(), &is_house) {
            return Some((in_text, here()));
        }
        return Some((names, source.origin.clone()));
    }
    let first = seen.into_iter().find(|(names, _)| !names.is_empty()).map(|(names, from)| (names, from.to_owned()));
    if first.is_some() {
        return first;
    }
    // A journal may bear its writer's name, and a house or a desk may sign for its writers: said outright, that is an author.
    let by_house = draft.input.metadata.authors.iter().find_map(|s| {
        let values = s.value.iter().flat_map(|v| v.split(';'));
        let names: Vec<String> = values.filter_map(house).collect();
        (!names.is_empty()).then(|| (names, s.origin.clone()))
    });
    let by_line = || Some(names(text, "")).filter(|names| worded && (leads || !told) && !names.is_empty());
    // A desk, or the name that somebody writes under on a board: one word, no sentence.
    let account = || {
        let one_word = |t: &String| !t.contains(' ') && !t.ends_with(':');
        let account = house(text.trim_end_matches([',', ' '])).filter(one_word);
        account.filter(|_| worded).map(|a| vec![a])
    };
    by_line().map(|names| (names, here())).or(by_house).or_else(|| account().map(|names| (names, here())))
}

/// The first source of metadata that names persons or agencies.
fn stated<'a>(draft: &'a Draft<'_>, site: &str) -> Option<(&'a Sourced<Vec<String>>, Vec<String>)> {
    draft.input.metadata.authors.iter().find_map(|s| {
        // Of marks on the page the first stands at the story: where it names the house, others are of other stories.
        let by_house = s.node.is_some() && s.value.first().is_some_and(|v| is_site(v, site));
        let names: Vec<String> = s.value.iter().flat_map(|v| names(v, site)).collect();
        (!by_house && !names.is_empty()).then_some((s, names))
    })
}

/// Whether the names of a byline are better than those that metadata states: where these are one account or house of one
/// word and those are persons, where these are marks on the page that also stand at other stories' writers, and where the
/// line under the headline says outright that it was somebody else.
fn is_better(
    shown: &[String],
    stated: &[String],
    worded: bool,
    leads: bool,
    placed: bool,
    is_house: &dyn Fn(&str) -> bool,
) -> bool {
    /// Writers of one story; marks of more stand at several stories.
    const MOST: usize = 4;
    let is_person = |n: &String| n.contains(' ');
    let is_account = matches!(stated, [only] if is_house(only) || !is_person(only) && !is_agency(&only.to_lowercase()));
    let holds = |n: &String| stated.iter().any(|s| bare(s) == bare(n));
    // A first name alone, where the page has the whole.
    let is_part = matches!((stated, shown), ([part], [whole])
        if !is_person(part) && bare(whole).strip_prefix(&bare(part)).is_some_and(|rest| rest.starts_with(' ')));
    // Names run into what stands beside them are the same names.
    let is_other = |n: &String| !stated.iter().any(|s| bare(n).contains(&bare(s)));
    let subset = shown.len() < stated.len() && shown.iter().all(holds);
    !shown.is_empty()
        && (worded && is_account && shown.iter().all(is_person)
            || is_part
            || placed && subset && (worded || stated.len() > MOST)
            || worded && leads && shown.iter().all(is_other))
}

/// A byline as shown.
struct Shown {
    text: String,
    origin: String,
    /// Whether it stands between headline and story, where no other story's writer does.
    leads: bool,
}

fn told(draft: &Draft<'_>) -> Option<Shown> {
    let told = draft.told(Role::Byline)?;
    Some(Shown { text: told.text.replace('\n', ", "), origin: told.origin.clone(), leads: true })
}

/// The line near the headline or at the end of the story that says who wrote it.
fn visible(draft: &Draft<'_>) -> Option<Shown> {
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
        let leads = draft.headline.is_some_and(|h| h < i) && i < first;
        let rank = if by_next { 2 } else { rank(b) };
        // A line of date and name is one only where bylines stand: below the story it is a reader's.
        let rank = if rank == 0 && leads && dated_name(&b.text).is_some() { 1 } else { rank };
        if rank > 0 && (by_next || !is_by_alone(&b.text)) && best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, i));
        }
    }
    let (_, i) = best?;
    let leads = draft.headline.is_some_and(|h| h < i) && i < first;
    let shown = |text: String| (!text.is_empty()).then(|| Shown { text, origin: "the page's text".to_owned(), leads });
    if is_by_alone(&blocks[i].text) {
        return shown(without_date(&blocks[i + 1].text));
    }
    let mut text = dated_name(&blocks[i].text).unwrap_or_else(|| without_date(&blocks[i].text));
    let role = blocks.get(i + 1).filter(|b| worded_byline(&blocks[i].text) && is_role(b) && b.role.is_none());
    if let Some(role) = role.filter(|_| !text.is_empty()) {
        text = text + ", " + &role.text.replace('\n', ", ");
    }
    shown(text)
}

/// The name in a line that holds a date and a name and no more, as in `11.12.2019 - Ann Lee`.
fn dated_name(text: &str) -> Option<String> {
    /// Bytes: a date with its hour, and a name.
    const LINE: usize = 80;
    if text.len() > LINE || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // The part with the name is the one without the date; the hour may make one of its own.
    let parts = text.split(['|', '\n', '–', '—', '•', '·']).flat_map(|p| p.split(" - ")).map(str::trim);
    let mut named = parts.filter(|p| !p.bytes().any(|b| b.is_ascii_digit()) && !p.is_empty());
    let (Some(name), None) = (named.next(), named.next()) else { return None };
    let ctx = crate::dates::Context { language: None, day_first: None, latest: None };
    let dated = !crate::dates::find(text, &ctx).is_empty();
    (dated && is_name_alone(name)).then(|| name.to_owned())
}

/// Whether a line is a name that leads to its bearer's page, as the path of the address tells.
fn leads_to_author(b: &Block) -> bool {
    b.link_share() > 0.5
        && b.links.iter().any(|l| leads_to_writer(&l.href, || b.text.as_str()))
        && is_name_alone(&b.text)
}

/// How surely a block is a byline: 0 not at all.
fn rank(b: &Block) -> u8 {
    if b.chars > LONGEST || b.chars < 4 || b.all_hints().any(Hints::COMMENTS | Hints::RELATED) {
        return 0;
    }
    if is_label(&b.text.to_lowercase()) {
        return 0;
    }
    if b.all_hints().any(Hints::BIO) {
        return is_name_alone(&b.text) as u8;
    }
    let worded = worded_byline(&b.text);
    let named = b.hints.any(Hints::BYLINE) || b.links.iter().any(|l| l.author) || leads_to_author(b);
    match (worded, named) {
        (true, true) => 4,
        (true, false) if !ends_sentence(&b.text) || is_sentence_by(&b.text) => 3,
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

/// Whether a sentence says no more than who did it: `Das Gespräch führte Ann Lee.`
fn is_sentence_by(text: &str) -> bool {
    let worded = phrases::starts_with(text, phrases::BY).is_some_and(|end| text[..end].contains(' '));
    worded && is_name_alone(after_by(text).trim_end_matches('.'))
}

/// Whether a line is a word for the writer alone; the name is the next line.
fn is_by_alone(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ' ']);
    phrases::starts_with(text, phrases::BY) == Some(text.len())
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
    // `Text Size` is a button.
    if text[..end].eq_ignore_ascii_case("text") && !text[end..].starts_with(':') && !rest.contains(' ') {
        return false;
    }
    rest.chars().next().is_some_and(|c| c.is_uppercase() || (!c.is_lowercase() && c.is_alphabetic()))
}

/// A byline without the date that templates put behind it.
pub(super) fn without_date(text: &str) -> String {
    let ctx = crate::dates::Context { language: None, day_first: None, latest: None };
    let text = text.replace('\n', ", ");
    let text = match crate::dates::find(&text, &ctx).first() {
        // The date may come first, after a word that says what it is: `Posted on 3 May by Ann Lee`.
        Some(f) if is_date_word(&text[..f.start]) => {
            text[f.end..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
        }
        _ => text,
    };
    let cut = crate::dates::find(&text, &ctx).first().map_or(text.len(), |f| f.start);
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

/// Whether a text is nothing but words before a date.
fn is_date_word(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let stem = [" on", " am", " le", " el", " den"].iter().find_map(|end| low.strip_suffix(end)).unwrap_or(low);
    low.is_empty() || phrases::PUBLISHED.contains(&stem) || phrases::UPDATED.contains(&stem)
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut known = HashSet::new();
    names.into_iter().filter(|n| known.insert(bare(n))).collect()
}

#[cfg(test)]
mod tests;
