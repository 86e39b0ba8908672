//! Which page of a story an address is of: what it has that the address of another page of it has otherwise.

use url::Url;

use crate::vocabulary::is_page_word;

/// Pages of a story: numbers beyond it are of stories, days or readers' words.
const MAX_PAGE: u32 = 99;

/// How two addresses of pages of one story differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageStep {
    /// The page that an address is of; none where it does not say, as that of the first mostly does not.
    pub(crate) from: Option<u32>,
    /// The same of the other.
    pub(crate) to: u32,
    /// Whether they count with a letter behind the name, as hands did that named files: `ferry.htm`, `ferrya.htm`.
    pub(crate) by_letter: bool,
    /// Whether the number is marked as one of a page: by a word or a sign before it, or since it is all of the name.
    pub(crate) is_marked: bool,
    /// Whether a word says so, or a folder of its own.
    pub(crate) has_word: bool,
}

impl PageStep {
    /// Whether the other is the page behind this one.
    pub(crate) fn is_next(self) -> bool {
        match self.from {
            Some(from) => self.to == from + 1,
            // The second file of a hand that begins with the first letter, or leaves that to the first file.
            None if self.by_letter => (1..=2).contains(&self.to),
            None => self.to == 2,
        }
    }

    /// Whether it is the page behind this one if the first is number 0.
    pub(crate) fn is_next_from_zero(self) -> bool {
        self.from.is_none() && self.to == 1 && !self.by_letter
    }
}

/// How the address of a page differs from a story's own, if nothing but the number of the page does.
pub(crate) fn page_step(own: &Url, other: &Url) -> Option<PageStep> {
    if host(own) != host(other) {
        return None;
    }
    // Some servers do not tell capitals from small letters, and their pages use both.
    let (own_path, other_path) = (path(own).to_ascii_lowercase(), path(other).to_ascii_lowercase());
    if own_path == other_path { step_in_query(own, other) } else { step_in_path(own, other, &own_path, &other_path) }
}

/// Whether two addresses are of one page, whatever the scheme, `www.`, a slash at the end and the place in it.
pub(crate) fn is_same_page(a: &Url, b: &Url) -> bool {
    host(a) == host(b) && path(a) == path(b) && a.query().unwrap_or_default() == b.query().unwrap_or_default()
}

/// Whether two pages lie in one folder of one site.
pub(crate) fn is_in_same_folder(a: &Url, b: &Url) -> bool {
    let folder = |url: &Url| url.path().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    host(a) == host(b) && folder(a) == folder(b)
}

fn host(url: &Url) -> (&str, Option<u16>) {
    let host = url.host_str().unwrap_or_default();
    (host.strip_prefix("www.").unwrap_or(host), url.port())
}

fn path(url: &Url) -> &str {
    url.path().trim_end_matches('/')
}

/// The parameters of an address; one without a sign has no value.
fn parameters(url: &Url) -> impl Iterator<Item = (&str, &str)> {
    let all = url.query().unwrap_or_default().split('&').filter(|part| !part.is_empty());
    all.map(|part| part.split_once('=').unwrap_or((part, "")))
}

fn value_of<'a>(url: &'a Url, key: &str) -> Option<&'a str> {
    parameters(url).find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Addresses have few parameters, and each is looked for among the others.
const MAX_PARAMETERS: usize = 40;

/// The page by a parameter: the same address with a number that this one has otherwise, or lacks.
fn step_in_query(own: &Url, other: &Url) -> Option<PageStep> {
    if parameters(own).count().max(parameters(other).count()) > MAX_PARAMETERS {
        return None;
    }
    // What tells the story is in both. A parameter without digits may tell where the reader came from.
    let is_kept = |(key, value): (&str, &str)| {
        value_of(other, key).is_some() || !value.bytes().any(|b| b.is_ascii_digit()) && !value.is_empty()
    };
    if !parameters(own).all(is_kept) {
        return None;
    }
    let mut found: Option<PageStep> = None;
    for (key, value) in parameters(other) {
        let before = value_of(own, key);
        if before == Some(value) {
            continue;
        }
        match step_of_values(key, before, value) {
            Some(step) => {
                let is_better = step.is_next() || found.is_none_or(|known| !known.is_next());
                found = if is_better { Some(step) } else { found };
            }
            // Another value of what is in both is another page.
            None if before.is_some() => return None,
            None => {}
        }
    }
    found
}

fn step_of_values(key: &str, before: Option<&str>, value: &str) -> Option<PageStep> {
    if counts_others(key) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n <= MAX_PAGE);
    let to = number(value)?;
    let from = match before {
        // `page=all` is a page, too, from which one leads to the second.
        Some(text) if !text.bytes().any(|b| b.is_ascii_digit()) => None,
        Some(text) => Some(number(text)?),
        None => None,
    };
    let word = key.trim_matches(|c: char| !c.is_ascii_alphabetic()).to_ascii_lowercase();
    let has_word = is_page_key(&word);
    Some(PageStep { from, to, by_letter: false, is_marked: from.is_none() || has_word, has_word })
}

/// Whether the name of a parameter is one of the number of a page: `page`, `currentPage`, `artikelseite`.
fn is_page_key(word: &str) -> bool {
    is_page_word(word) || word.starts_with("page") || ["page", "seite", "pagina"].iter().any(|end| word.ends_with(end))
}

/// Whether a part of an address counts something other than pages: readers' comments, votes, days.
fn counts_others(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let others =
        ["comment", "coment", "cmt", "cpage", "reply", "kommentar", "reac", "rating", "vote", "star", "post", "forum"];
    others.iter().any(|word| part.contains(word))
        || matches!(&*part, "cp" | "rate" | "d" | "day" | "dia" | "m" | "month" | "y" | "year")
}

/// The page by the path, in small letters: the same but for one place.
fn step_in_path(own: &Url, other: &Url, own_path: &str, other_path: &str) -> Option<PageStep> {
    if parameters(own).count() > MAX_PARAMETERS {
        return None;
    }
    let agree = |(key, value): (&str, &str)| value_of(other, key).is_none_or(|known| known == value);
    if !parameters(own).all(agree) {
        return None;
    }
    let (before, own_middle, other_middle) = differing(own_path, other_path);
    let is_within_escape = before.len() >= 2 && before[before.len() - 2..].contains('%') || before.ends_with('%');
    if is_within_escape || other_middle.contains('%') || counts_others(other_middle) {
        return None;
    }
    let to = Counter::read(other_middle)?;
    // What stands right before says whether the number is one, or the end of one.
    let is_part_of_number = !to.letter && !to.is_parted && before.ends_with(|c: char| c.is_ascii_digit());
    // A folder of a number below the story's own address is a page of it, but below a section's one of a list.
    let is_below = before == own_path && other_middle.starts_with('/') && own_path.matches('/').count() > 1;
    let has_word = to.has_word || is_below || ends_with_word(before);
    let is_marked = to.is_parted || has_word || ends_with_mark(before);
    // The pages of a list: a front page, a section.
    if other_middle.starts_with("/page/") && own_path.matches('/').count() < 2 {
        return None;
    }
    if own_middle.is_empty() || is_index(own_middle) {
        if is_part_of_number || to.is_padded || to.letter && (to.is_parted || !own_middle.is_empty()) {
            return None;
        }
        return Some(PageStep { from: None, to: to.number, by_letter: to.letter, is_marked, has_word });
    }
    let from = Counter::read(own_middle)?;
    // A number with a zero before it is of a day.
    if is_part_of_number || from.letter != to.letter || from.is_padded || to.is_padded {
        return None;
    }
    Some(PageStep { from: Some(from.number), to: to.number, by_letter: to.letter, is_marked, has_word })
}

/// What both paths begin with, and what each has where they differ; numbers stay whole. Paths are ASCII: the rest is escaped in them.
fn differing<'a>(own: &'a str, other: &'a str) -> (&'a str, &'a str, &'a str) {
    let same = |(a, b): &(u8, u8)| a == b;
    let mut start = own.bytes().zip(other.bytes()).take_while(same).count();
    let is_digit = |text: &str, at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    // Both go on with a digit, or one ends: the number is what differs, and not its last digits.
    if is_digit(own, start) || is_digit(other, start) && !(start == own.len() || own[start..].starts_with('.')) {
        while start > 0 && is_digit(own, start - 1) {
            start -= 1;
        }
    }
    let longest = own.len().min(other.len()) - start;
    let mut end = own.bytes().rev().zip(other.bytes().rev()).take(longest).take_while(same).count();
    while end > 0 && is_digit(own, own.len() - end) {
        end -= 1;
    }
    (&other[..start], &own[start..own.len() - end], &other[start..other.len() - end])
}

/// Names of the file that a folder shows.
fn is_index(text: &str) -> bool {
    matches!(text, "index" | "default" | "home" | "main")
}

/// Whether a path ends with a sign after which the number of a page may stand; behind a slash it is all of the name.
fn ends_with_mark(before: &str) -> bool {
    before.ends_with(|c: char| !c.is_ascii_alphanumeric())
}

/// Whether it ends with a word for a page, and a sign behind it.
fn ends_with_word(before: &str) -> bool {
    let bare = before.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let word = bare.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(bare, |at| &bare[at + 1..]);
    // One letter is no word here: it ends too many names.
    word.len() > 1 && is_page_word(word)
}

/// The place of a page as addresses write it: `2`, `_2`, `-page-2`, `/2`, `p2`, `b`.
#[derive(Debug, Clone, Copy)]
struct Counter {
    number: u32,
    letter: bool,
    is_padded: bool,
    /// Whether a sign or a word parts it from what stands before.
    is_parted: bool,
    /// Whether it is a word that is more than a letter.
    has_word: bool,
}

impl Counter {
    fn read(text: &str) -> Option<Counter> {
        let is_sign = |c: char| !c.is_alphanumeric();
        let rest = text.trim_start_matches(is_sign);
        if let [letter @ b'a'..=b'z'] = rest.as_bytes() {
            let number = u32::from(letter - b'a') + 1;
            let is_parted = rest.len() < text.len();
            return Some(Counter { number, letter: true, is_padded: false, is_parted, has_word: false });
        }
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let word = &rest[..rest.len() - digits.len()];
        if !word.is_empty() && !is_page_word(word) {
            return None;
        }
        let digits = without_ending(digits.trim_start_matches(is_sign));
        let number = digits.parse().ok().filter(|n| *n <= MAX_PAGE)?;
        let is_parted = rest.len() < text.len() || !word.is_empty();
        Some(Counter { number, letter: false, is_padded: digits.starts_with('0'), is_parted, has_word: word.len() > 1 })
    }
}

/// The number of a file's name without what follows: the sign before its ending, or all of that.
fn without_ending(digits: &str) -> &str {
    /// Letters of `.shtml`.
    const MAX_ENDING: usize = 5;
    match digits.split_once('.') {
        Some((number, ending)) if ending.len() <= MAX_ENDING && ending.bytes().all(|b| b.is_ascii_alphabetic()) => {
            number
        }
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(own: &str, other: &str) -> Option<PageStep> {
        page_step(&Url::parse(own).unwrap(), &Url::parse(other).unwrap())
    }

    #[test]
    fn the_next_page_is_told_by_its_number() {
        for (own, other) in [
            ("http://a.example/ferry.html", "http://www.a.example/ferry_2.html"),
            ("http://a.example/ferry.html", "http://a.example/ferry2.html"),
            ("http://a.example/ferry-0310", "http://a.example/ferry-0310-2"),
            ("http://a.example/ferry-0310-2", "http://a.example/ferry-0310-3"),
            ("http://a.example/43352.html", "http://a.example/43352_Page2.html"),
            ("http://a.example/43352_Page9.html", "http://a.example/43352_Page10.html"),
            ("http://a.example/0,1518,4711,00.html", "http://a.example/0,1518,4711-2,00.html"),
            ("http://a.example/0,1518,4711-2,00.html", "http://a.example/0,1518,4711-3,00.html"),
            ("http://a.example/2010/ferry/", "http://a.example/2010/ferry/2/"),
            ("http://a.example/2010/ferry/page/2/", "http://a.example/2010/ferry/page/3/"),
            ("http://a.example/ferry/index.html", "http://a.example/ferry/index2.html"),
            ("http://a.example/ferry/index.html", "http://a.example/ferry/page2.html"),
            ("http://a.example/ferry.htm?boxes=top", "http://a.example/ferry_2.htm"),
            ("http://a.example/s.asp?id=471", "http://a.example/s.asp?id=471&page=2"),
            ("http://a.example/s.asp?id=471&page=2", "http://a.example/s.asp?page=3&id=471"),
            ("http://a.example/f.html?pagewanted=all", "http://a.example/f.html?pagewanted=2&_r=1&partner=rss"),
            ("http://a.example/i.ssf?/base/1.xml&coll=2", "http://a.example/i.ssf?/base/1.xml&coll=2&thispage=2"),
            ("http://a.example/6507164a.htm", "http://a.example/6507164a2.htm"),
            ("http://a.example/086.htm", "http://a.example/086a.htm"),
            ("http://a.example/ferry/", "http://a.example/ferry/index2.html"),
            ("http://a.example/ferry/", "http://a.example/ferry/2.html"),
            ("http://a.example/ferry.html", "http://a.example/ferry.2.html"),
            ("http://a.example/19/19123/1.html", "http://a.example/19/19123/2.html"),
            ("http://a.example/ferry?currentPage=2", "http://a.example/ferry?currentPage=3"),
            ("http://a.example/News/Ferry.asp", "http://a.example/news/ferry.asp?page=2"),
            ("http://a.example/feat.htm", "http://a.example/featb.htm"),
            ("http://a.example/086a.htm", "http://a.example/086b.htm"),
        ] {
            assert!(step(own, other).is_some_and(PageStep::is_next), "{own} {other} {:?}", step(own, other));
        }
        assert!(step("http://a.example/f", "http://a.example/f?page=1").unwrap().is_next_from_zero());
    }

    #[test]
    fn other_stories_are_no_pages() {
        for (own, other) in [
            ("http://a.example/stories/471.html", "http://a.example/stories/472.html"),
            ("http://a.example/stories/47.html", "http://a.example/stories/471.html"),
            ("http://a.example/s.asp?id=471", "http://a.example/s.asp?id=472"),
            ("http://a.example/s.asp?id=471", "http://a.example/s.asp?page=2"),
            ("http://a.example/ferry.html", "http://b.example/ferry_2.html"),
            ("http://a.example/ferry.html", "http://a.example/sheep.html"),
            ("http://a.example/2005/05/01.html", "http://a.example/2005/05/02.html"),
            ("http://a.example/ferry/", "http://a.example/ferry/comment-page-2/"),
            ("http://a.example/ferry", "http://a.example/ferry?cpage=2"),
            ("http://a.example/ferry", "http://a.example/ferry?rating=2"),
            ("http://a.example/ferry", "http://a.example/ferry?pagina_comentarios=2"),
            ("http://a.example/n.php?d=12&m=5", "http://a.example/n.php?d=13&m=5"),
            ("http://a.example/2005/10/", "http://a.example/2005/10/02/"),
            ("http://a.example/%D1%81/", "http://a.example/%D1%82/"),
            ("http://a.example/ferry", "http://a.example/ferry?commentspage=2"),
            ("http://a.example/ferry.html", "http://a.example/ferry_print.html"),
            ("http://a.example/ferry.html", "http://a.example/ferry_2005.html"),
            ("http://a.example/ferry.html", "http://a.example/ferry.html"),
        ] {
            assert!(!step(own, other).is_some_and(PageStep::is_next), "{own} {other} {:?}", step(own, other));
        }
        // From one hand-made page to the next: the number is not marked as one of a page.
        assert!(!step("http://a.example/story1.html", "http://a.example/story2.html").unwrap().is_marked);
        assert!(step("http://a.example/ferry_2.html", "http://a.example/ferry_3.html").unwrap().is_marked);
        // Nor is one that only a sign parts said to be one.
        for (own, other) in [
            ("/column-12.html", "/column-13.html"),
            ("/2005-10-12.html", "/2005-10-13.html"),
            ("/links-12/", "/links-13/"),
        ] {
            let step = step(&format!("http://a.example{own}"), &format!("http://a.example{other}"));
            assert!(step.is_none_or(|step| !step.has_word), "{own} {step:?}");
        }
        for (own, other) in [
            ("/f.html", "/f_page2.html"),
            ("/f/page/2/", "/f/page/3/"),
            ("/f?page=2", "/f?page=3"),
            ("/f-p2.html", "/f-p3.html"),
        ] {
            let step = step(&format!("http://a.example{own}"), &format!("http://a.example{other}")).unwrap();
            assert!(step.is_next() && (step.has_word || own.contains("-p")), "{own} {step:?}");
        }
    }

    #[test]
    fn any_two_addresses_can_be_compared() {
        let texts =
            ["http://a.example", "http://a.example/ü2", "http://a.example/ö3?ü=2&=", "http://a.example/9/99/999"];
        for own in texts {
            for other in texts {
                let _ = step(own, other);
            }
        }
    }
}
