//! Names: persons, agencies and desks in a byline or an author's entry.

use super::name_tail::{goes_on_with_number, said_once, without_tail};
use super::reporter::reporters;
use crate::dates::is_month_name;
use crate::text::compare::normalize_for_comparison;
use crate::vocabulary::{agencies, phrases};

/// Words behind the names before a place, a section or a house.
const PLACING: &[&str] = &["in", "for", "für", "at", "under", "beim", "bei"];

/// The names in a byline or an author's entry: no roles, places, addresses or handles.
pub(crate) fn names(text: &str, site: &str) -> Vec<String> {
    if let Some(named) = reporters(text) {
        return named;
    }
    let text = &parted(text);
    if let Some(name) = foreign_role(text).or_else(|| body(text)) {
        return vec![name];
    }
    let mut rest = text.trim().trim_start_matches(['(', '（', '[']).trim_end_matches([')', '）', ']']).trim();
    let line = after_other_parts(rest);
    rest = after_by(line);
    let worded = rest.len() < line.len();
    let whole = rest;
    rest = without_tail(rest, worded);
    let mut out = Vec::new();
    let parts = parts(rest);
    let last = parts.len().saturating_sub(1);
    for (i, part) in parts.into_iter().enumerate() {
        // A first part that is the house goes on with where it sits, a later one is whom the writer works for.
        if is_site(part, site) || !out.is_empty() && is_of_house(part, site) {
            break;
        }
        if i > 0 && is_degree(part) {
            continue;
        }
        // Behind a whole name one word with more behind it is an office: `Ann Lee, Marketing and Event Coordinator`.
        if (i < last || rest.len() < whole.len() || is_set_off(rest, part, worded)) && is_office_behind(&out, part) {
            break;
        }
        // What the story is filed under, or where the writer sits, comes last.
        if !out.is_empty() && PLACING.contains(&part.split(' ').next().unwrap_or_default()) {
            break;
        }
        // What follows the first part that is no name is a role or a place.
        match name(part, site) {
            Some(n) => {
                // Behind a name in capitals stands the paper, of two names perhaps.
                let ends = capitals_before(part).is_some();
                out.push(n);
                if ends {
                    break;
                }
            }
            None if !out.is_empty() => break,
            None => {}
        }
    }
    out
}

/// Whether a part of a line stands in brackets or, in a line with a word for the writer, behind a comma: a word for `and` goes
/// before a last name there. What machines are told may be a list.
fn is_set_off(line: &str, part: &str, worded: bool) -> bool {
    let at = (part.as_ptr() as usize).checked_sub(line.as_ptr() as usize);
    at.and_then(|at| line.get(..at))
        .map(str::trim_end)
        .is_some_and(|before| before.ends_with('(') || worded && before.ends_with(','))
}

/// Whether one word stands behind a name of several: no name, unless it is an agency's, or in writing without spaces.
fn is_office_behind(before: &[String], part: &str) -> bool {
    let whole = before.first().is_some_and(|n| n.contains(' '));
    whole && part.starts_with(char::is_uppercase) && !part.contains(' ') && !is_agency(&part.to_lowercase())
}

/// A byline with the spaces that elements without any between them lost: `ByAnn LeeStaff`.
pub(crate) fn parted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut word = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|b| b.is_lowercase()) && c.is_uppercase() {
            let left = &text[word..at];
            let right = text[at..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let by = phrases::BY.contains(&left.to_lowercase().as_str()) && word == 0;
            let low = right.to_lowercase();
            // `Ann LeeMay 3, 2011`, `Ann LeeBio`.
            let dated = || goes_on_with_number(&text[at + right.len()..]) && is_month_name(&low);
            if by || low == "bio" || phrases::ROLES.contains(&low.as_str()) || dated() {
                out.push(' ');
            }
        }
        if !c.is_alphabetic() {
            word = at + c.len_utf8();
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// The name behind a word for `by` of another language than English that ends in what is an office in English alone.
fn foreign_role(text: &str) -> Option<String> {
    const ENGLISH: &[&str] = &["staff", "desk", "writer", "reporter", "editor"];
    let name = after_by(text.trim());
    let by = text.trim().strip_suffix(name)?.trim_end_matches([':', ' ']).to_lowercase();
    let english = by.is_empty() || by.split(' ').any(|w| matches!(w, "by" | "from" | "text" | "author" | "authors"));
    let (first, last) = name.split_once(' ')?;
    let is_name = |w: &str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || c == '-');
    let fits = !english && is_name(first) && is_name(last) && ENGLISH.contains(&last.to_lowercase().as_str());
    (fits && !phrases::ROLES.contains(&first.to_lowercase().as_str())).then(|| name.to_owned())
}

/// A line of several parts from the one on that begins with a word for the writer: `Features / 3 May / by Ann Lee`.
pub(crate) fn after_other_parts(text: &str) -> &str {
    /// Bytes of such a line.
    const MAX_BYTES: usize = 160;
    let begins = |t: &str| phrases::BY.start(t).is_some();
    if text.len() > MAX_BYTES || begins(text) {
        return text;
    }
    let parts = text.match_indices(['/', '|', '·', '•', '–', '—', '\n']).map(|(at, mark)| at + mark.len());
    let small_by = |t: &str| t.len() > 1 && after_by(t) != t && begins(t);
    parts.map(|at| text[at..].trim_start()).find(|t| small_by(t)).unwrap_or(text)
}

/// The name of a body, with what it is for: words that join and place part no names there.
fn body(text: &str) -> Option<String> {
    /// Words of the longest.
    const WORDS: std::ops::RangeInclusive<usize> = 3..=12;
    let name = after_by(text.trim());
    let words: Vec<&str> = name.split(' ').collect();
    let is_body = |w: &str| phrases::BODIES.contains(&w.to_lowercase().as_str());
    let at = words.iter().take(4).position(|w| is_body(w))?;
    let what_for =
        words.get(at + 1).is_some_and(|w| matches!(*w, "for" | "of" | "für" | "de" | "pour" | "para" | "per"));
    let small = |w: &str| w.starts_with(char::is_lowercase) && w.len() > 4;
    let fits = WORDS.contains(&words.len())
        && !name.contains([',', ';', '|', '.', ':', '/'])
        && !words.iter().any(|w| small(w));
    (what_for && fits && words[0].starts_with(char::is_uppercase)).then(|| name.to_owned())
}

/// A byline without the words before the name.
pub(crate) fn after_by(text: &str) -> &str {
    let mut rest = phrases::genre_before(text).or_else(|| phrases::text_by(text)).map_or(text, |end| &text[end..]);
    while let Some(end) = phrases::BY.start(rest) {
        let after = rest[end..].trim_start_matches([':', ' ', '\n', '\u{a0}']);
        let after = without_article(after).unwrap_or(after);
        if after.is_empty() || after.len() == rest.len() || !after.starts_with(|c: char| !c.is_lowercase()) {
            break;
        }
        rest = after;
    }
    rest
}

/// The name of a desk without the article before it: `the Harbour Team`.
pub(crate) fn without_article(text: &str) -> Option<&str> {
    /// Words of a desk's name.
    const MAX_WORDS: usize = 5;
    const ARTICLES: &[&str] = &["the ", "der ", "dem ", "die ", "la ", "el "];
    let name = ARTICLES.iter().find_map(|a| text.strip_prefix(a))?;
    let words: Vec<&str> = name.split(' ').take(MAX_WORDS + 1).collect();
    let last = words.last().map(|w| w.to_lowercase())?;
    let fits = words.len() <= MAX_WORDS && words.iter().all(|w| w.starts_with(char::is_uppercase));
    (fits && phrases::HOUSES.contains(&last.as_str())).then_some(name)
}

/// Whether a name is the publication's, however the two are spaced, with or without its domain's end.
pub(crate) fn is_site(text: &str, site: &str) -> bool {
    let squeezed = |t: &str| normalize_for_comparison(t).replace(' ', "");
    let site = without_address(site);
    let (text, site_name) = (squeezed(text), squeezed(site));
    let host = site.rsplit_once('.').filter(|(_, end)| (2..=3).contains(&end.len())).map(|(host, _)| squeezed(host));
    // A site says its name beside its address or what it is: `The Courier - courier.example`.
    let part = || site.split(['|', '-', '–', '—']).any(|part| site.contains(' ') && squeezed(part) == text);
    !text.is_empty() && (text == site_name || host.is_some_and(|h| h == text) || part())
}

/// A house's name without its address in brackets behind: `The Courier (www.courier.example)`.
fn without_address(name: &str) -> &str {
    let inner = name.strip_suffix(')').and_then(|t| t.split_once(" ("));
    inner.filter(|(_, address)| address.contains('.') && !address.contains(' ')).map_or(name, |(name, _)| name)
}

/// Whether a name begins with the publication's: its local edition, its desk.
fn is_of_house(text: &str, site: &str) -> bool {
    let (text, site) = (normalize_for_comparison(text), normalize_for_comparison(site));
    !site.is_empty() && text.strip_prefix(site.as_str()).is_some_and(|rest| rest.starts_with(' '))
}

/// Letters behind a name for a degree or an office: `MS`, `RDN`, `Ph.D.`, `PhD`.
fn is_degree(text: &str) -> bool {
    /// Letters of the longest.
    const MAX_DEGREE_LETTERS: usize = 5;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let small = letters.iter().filter(|c| c.is_lowercase()).count();
    (2..=MAX_DEGREE_LETTERS).contains(&letters.len())
        && letters.iter().all(char::is_ascii)
        && !text.contains(' ')
        && (small == 0 || small == 1 && (text.contains('.') || letters.last() == Some(&'D')))
        && !is_agency(&text.to_lowercase())
}

/// Signs that part names.
const BETWEEN_NAMES: [char; 17] =
    [',', ';', '|', '/', '\n', '•', '·', '–', '—', '→', '»', '›', '、', '，', '،', '（', '\u{2028}'];

/// A text cut where bylines part names from one another and from what follows.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let role = |w: &str| phrases::ROLES.contains(&w.to_lowercase().trim_matches('.'));
    // An office behind a dash ends the names.
    let rest =
        text.split_once(" - ").filter(|(_, behind)| behind.split_whitespace().any(role)).map_or(text, |(rest, _)| rest);
    let mut start = 0;
    let parts_names = |(at, c): (usize, char)| match c {
        // What a friend would say stands within a name: `Paramita (Guha) Ghosh`.
        '(' => !goes_on_behind(&rest[at..]),
        // An arrow that the page's encoding lost.
        '?' => at > 0 && rest[..at].ends_with(' ') && rest[at + 1..].starts_with(' '),
        _ => BETWEEN_NAMES.contains(&c),
    };
    let mut pieces: Vec<&str> = Vec::new();
    for (at, c) in rest.char_indices().filter(|&at| parts_names(at)) {
        pieces.push(&rest[start..at]);
        start = at + c.len_utf8();
    }
    pieces.push(&rest[start..]);
    for piece in pieces {
        // Behind a name a piece that tells an office is one office, whatever it joins: `Home and Garden Editor`.
        if !out.is_empty() && piece.split_whitespace().any(role) {
            out.push(piece.trim());
            continue;
        }
        let mut start = 0;
        let mut at = 0;
        for word in piece.split(' ') {
            let low = word.to_lowercase();
            // `Ann Lee Published in Harbour`, of elements without anything between them.
            let is_stamp = at > start && low != "date" && phrases::PUBLISHED.contains(&low.as_str());
            let joins = phrases::AND.contains(&low.as_str()) || low == "@" || low == "-";
            if joins || is_stamp || PLACING.contains(&low.as_str()) {
                out.push(piece[start..at].trim());
                start = at + word.len();
                // What follows a place word is no name.
                if PLACING.contains(&low.as_str()) || is_stamp {
                    start = at;
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

/// The name of two or three words, and how many words of an office stand right behind it: `Ann Lee Staff Writer`.
pub(crate) fn before_office(text: &str) -> Option<(&str, usize)> {
    /// Words of a name.
    const WORDS: std::ops::RangeInclusive<usize> = 2..=3;
    let words: Vec<&str> = text.split(' ').collect();
    let is = |of: &[&str], w: &str| of.contains(&w.to_lowercase().as_str());
    let name = words.iter().take_while(|w| !is(phrases::ROLES, w)).count();
    let is_office = |w: &&&str| is(phrases::ROLES, w) || is(phrases::HOUSES, w);
    let offices = words[name..].iter().take_while(is_office).count();
    let named = WORDS.contains(&name) && offices > 0 && !words[..name].iter().any(|w| w.ends_with(','));
    named.then(|| (&text[..words[..name].join(" ").len()], offices))
}

/// A name in capitals, of two words or three, before words that are not.
fn capitals_before(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_capitals = |w: &&&str| {
        let w = w.strip_prefix("Mc").or_else(|| w.strip_prefix("Mac")).unwrap_or(w);
        w.chars().filter(|c| c.is_alphabetic()).count() > 1 && w.chars().all(|c| !c.is_lowercase()) || is_initial(w)
    };
    let name = words.iter().take_while(is_capitals).count();
    let goes_on =
        words.get(name).is_some_and(|w| w.starts_with(char::is_uppercase) && w.chars().skip(1).all(char::is_lowercase));
    let fits = (2..=3).contains(&name) && goes_on && words.len() >= name + 2;
    fits.then(|| &text[..words[..name].join(" ").len()])
}

/// Whether two words stand in one without a space: a small letter of a longer word before a capital.
fn is_run_together(word: &str) -> bool {
    /// Letters of what stands before a capital within a name: `Mac`, `Fitz`.
    const MAX_LETTERS: usize = 4;
    let mut before = None;
    word.chars().enumerate().any(|(i, c)| {
        let joint = i > MAX_LETTERS && c.is_uppercase() && before.is_some_and(char::is_lowercase);
        before = Some(c);
        joint
    })
}

fn is_initial(word: &str) -> bool {
    word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase)
}

/// Whether a bracket closes again and a name goes on behind it.
fn goes_on_behind(bracket: &str) -> bool {
    let behind = bracket.split_once(") ").filter(|(inner, _)| !inner.contains([',', '\n'])).map(|(_, behind)| behind);
    behind.is_some_and(|b| b.starts_with(char::is_uppercase))
}

/// The text as a name, if it looks like one.
fn name(text: &str, site: &str) -> Option<String> {
    /// Words of the longest names, with titles and particles.
    const MAX_WORDS: usize = 6;
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '’' | '\''));
    // The end of a sentence, and not of an initial or of `Jr.`.
    let ends = text.strip_suffix('.').filter(|t| t.chars().rev().take_while(|c| c.is_lowercase()).count() > 2);
    let text = ends.unwrap_or(text);
    // East Asian papers write the writer's office behind the name.
    let office = [" 기자", " 특파원", " 記者", "記者"].iter().find_map(|o| text.strip_suffix(o));
    let text = office.filter(|t| !t.is_empty()).unwrap_or(text);
    // All capitals are the name, what is not goes on with the paper: `ANN LEE Harbour Courier`.
    let text = capitals_before(text).unwrap_or(text);
    // One word may belong to the name of a desk: `Courier Sports Desk`.
    let text = before_office(text)
        .filter(|(name, offices)| *offices > 1 && name.split(' ').count() + offices == text.split(' ').count())
        .map_or(text, |(name, _)| name);
    let text = said_once(text).unwrap_or(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_short = match text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        true => text.chars().count() < 2,
        false => text.chars().count() < 3 && !is_agency(&text.to_lowercase()),
    };
    if words.is_empty()
        || words.len() > MAX_WORDS
        || is_short
        || text.contains(['@', ':', '：', '?', '!', '&'])
        || text.contains("http")
    {
        return None;
    }
    let low = text.to_lowercase();
    let stem = [" on", " am", " le", " el", " den"].iter().find_map(|end| low.strip_suffix(end)).unwrap_or(&low);
    let is_date_word = phrases::PUBLISHED.iter().chain(&phrases::UPDATED).any(|w| *w == stem);
    // `Photo Ann Lee` names a photographer.
    let is_credit = phrases::CREDIT.start(text).is_some_and(|end| end < text.len());
    if text.chars().any(|c| c.is_ascii_digit()) || is_date_word || is_credit || text.contains('©') {
        return None;
    }
    let role = |w: &&str| {
        let low = w.to_lowercase();
        let low = low.trim_matches('.');
        let one = low.strip_suffix('s').unwrap_or(low);
        phrases::ROLES.contains(&low) || phrases::ROLES.contains(&one)
    };
    let cased = text.chars().any(char::is_uppercase) || !text.chars().any(char::is_lowercase);
    if is_agency(&low) {
        return Some(text.to_owned());
    }
    if !cased
        || words.iter().any(role)
        || is_site(text, site)
        || phrases::NOBODY.contains(&low.as_str())
        || is_label(&low)
        || low.starts_with("our ")
    {
        return None;
    }
    // Topics of a list that elements without spaces between them ran together.
    if words.iter().filter(|w| is_run_together(w)).count() > 1 {
        return None;
    }
    // A name's words begin with capitals, particles aside.
    let small = words.iter().any(|w| w.starts_with(char::is_lowercase) && !phrases::PARTICLES.contains(w));
    (!small).then(|| text.to_owned())
}

/// A stated author that is no person's name: a handle, a desk, the publication itself.
pub(crate) fn house(text: &str) -> Option<String> {
    /// Letters and words of the longest names of desks.
    const MAX_LETTERS: usize = 60;
    const MAX_WORDS: usize = 6;
    let text = after_by(text.trim());
    let low = text.to_lowercase();
    let fits = (2..=MAX_LETTERS).contains(&text.chars().count()) && text.split_whitespace().count() <= MAX_WORDS;
    let is_address =
        text.contains('@') || text.contains("[at]") || text.contains("://") || text.contains(['{', '<', '=']);
    let named = text.chars().any(char::is_alphabetic) && !phrases::NOBODY.contains(&low.as_str()) && !is_label(&low);
    (fits && named && !is_address).then(|| text.to_owned())
}

pub(crate) fn is_label(low: &str) -> bool {
    phrases::WRITER_LINKS.iter().any(|l| low.starts_with(l))
}

pub(crate) fn is_agency(low: &str) -> bool {
    /// How agencies that no list has are called.
    const ENDS: &[&str] = &[" press", " news agency", " wire service", " presseagentur", " news service"];
    agencies::signs_stories(low) || low.split(' ').count() <= 4 && ENDS.iter().any(|end| low.ends_with(end))
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
        assert_eq!(n("By Ann Lee, Home and Garden Expert"), ["Ann Lee"]);
        assert_eq!(n("By ALN, in News, Portugal, Business"), ["ALN"]);
        assert_eq!(n("Posted by Holm under Essays, Garden"), ["Holm"]);
        assert_eq!(n("Nordic Press"), ["Nordic Press"]);
        assert_eq!(n("By Ann Lee, Marketing and Event Coordinator"), ["Ann Lee"]);
        assert_eq!(n("By Ann Lee, Bo Ek and Cy Orr - Harbour Safety team"), ["Ann Lee", "Bo Ek", "Cy Orr"]);
        assert_eq!(n("Interview: Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Analysis | Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Ann (Annie) Lee"), ["Ann (Annie) Lee"]);
        assert_eq!(n("By ANN T. LEE Harbour Record/Sunday Post"), ["ANN T. LEE"]);
        assert_eq!(n("Ann Lee, AP"), ["Ann Lee", "AP"]);
        assert_eq!(n("Blog-Beitrag von Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Reportaje de Ana Vela"), ["Ana Vela"]);
        assert_eq!(n("Autorin/Autor Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Centre for Tides and Harbours"), ["Centre for Tides and Harbours"]);
        assert_eq!(n("By Ann Lee for the Centre of Tides"), ["Ann Lee"]);
        assert_eq!(n("Ann Lee Published in Harbour"), ["Ann Lee"]);
        assert_eq!(n("Publié le"), Vec::<String>::new());
        assert_eq!(n("By Ann Lee and Bo Ek, Harbour Correspondents"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(n("Gastbeitrag von Ann Lee, Hafenmeisterin"), ["Ann Lee"]);
        assert_eq!(n("von: Ann Lee (Hafen)"), ["Ann Lee"]);
        assert_eq!(n("By Ann Lee and Beyla"), ["Ann Lee", "Beyla"]);
        assert_eq!(n("Una entrevista de Ana Vela"), ["Ana Vela"]);
        assert_eq!(n("By Ann Lee on 10.29.12 | Photo by Bo"), ["Ann Lee"]);
        assert_eq!(n("By ANN McLEE Harbour Press Writer"), ["ANN McLEE"]);
        assert_eq!(n("By Ann Lee ? More by this author"), ["Ann Lee"]);
        assert_eq!(n("Interviewed by Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Text und Fotos: Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("Words: Ann Lee. Pictures: Bo Ek"), ["Ann Lee"]);
        assert_eq!(n("Ann Lee Ann Lee"), ["Ann Lee"]);
        assert_eq!(n("From Our Partners"), Vec::<String>::new());
    }

    #[test]
    fn what_elements_ran_together_is_parted() {
        let n = |t| names(t, "The Courier");
        assert_eq!(n("ByAnn Lee"), ["Ann Lee"]);
        assert_eq!(parted("ByAnn LeeStaff Writer"), "By Ann Lee Staff Writer");
        assert_eq!(n("By Ann McDonald"), ["Ann McDonald"]);
        assert_eq!(n("ByAnn LeeStaff Writer"), ["Ann Lee"]);
        assert_eq!(parted("Ann LeeMay 3, 2011"), "Ann Lee May 3, 2011");
        assert_eq!(parted("Ann LeeMayer"), "Ann LeeMayer");
    }

    #[test]
    fn an_office_of_english_is_a_name_elsewhere() {
        let n = |t| names(t, "The Courier");
        assert_eq!(n("Von Jörg Staff"), ["Jörg Staff"]);
        assert_eq!(n("By Courier Staff"), Vec::<String>::new());
    }
}
