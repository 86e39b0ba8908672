//! What pages state in attributes: the dates and sections of `meta` and `time`.

use std::collections::HashMap;
use std::str::FromStr;

use cuttings::{DateTime, PageElement};

use super::learn::enough;
use super::selector::{Names, Sym};

/// Of the pages that state a thing, in how many it must be what was read from them.
const MIN_RIGHT: usize = 95;

/// A selector with its attribute, as it is written, and what it gives on a page.
pub type Stated = (Sym, String);

/// What the elements of a page state: of each selector the first value.
pub fn stated(elements: &[PageElement], names: &mut Names) -> Vec<Stated> {
    const MAX_STATED: usize = 80;
    let mut out: Vec<Stated> = Vec::new();
    for e in elements {
        let (attributes, value): (&[&str], &str) = match e.name.as_str() {
            "meta" => (&["property", "name", "itemprop"], "content"),
            "time" => (&["itemprop"], "datetime"),
            _ => continue,
        };
        let Some(text) = e.attribute(value).filter(|v| !v.trim().is_empty() && v.len() <= 100) else { continue };
        let told = attributes.iter().find_map(|a| Some((a, e.attribute(a).filter(|v| is_plain(v))?)));
        if let Some((attribute, named)) = told {
            let css = names.number(&format!("{}[{attribute}='{named}'] @{value}", e.name));
            if out.len() < MAX_STATED && out.iter().all(|(known, _)| *known != css) {
                out.push((css, text.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
    }
    out
}

fn is_plain(name: &str) -> bool {
    (2..=48).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// The statement that gives what was read from most pages, with the pages that have it and those on which it is right. `pages` are
/// what each states, and what was read from it.
pub fn learn_stated(pages: &[(&[Stated], Option<&str>)]) -> Option<(Sym, usize, usize)> {
    let mut counts: HashMap<Sym, (usize, usize)> = HashMap::new();
    for (stated, read) in pages {
        for (css, value) in *stated {
            let (found, right) = counts.entry(*css).or_default();
            *found += 1;
            *right += usize::from(read.is_some_and(|read| says(value, read)));
        }
    }
    let is_good = |found: usize, right: usize| right >= enough(pages.len()) && right * 100 >= found * MIN_RIGHT;
    let good = counts.into_iter().filter(|(_, (found, right))| is_good(*found, *right));
    good.max_by_key(|(css, (_, right))| (*right, std::cmp::Reverse(*css)))
        .map(|(css, (found, right))| (css, found, right))
}

/// Whether a statement is that text, that time, or a time of that day where no more was read.
fn says(value: &str, read: &str) -> bool {
    let (Ok(stated), Ok(known)) = (DateTime::from_str(value), DateTime::from_str(read)) else { return value == read };
    let day = |d: DateTime| (d.year(), d.month(), d.day());
    stated == known || known.time().is_none() && known.day().is_some() && day(stated) == day(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_that_agrees_is_taken() {
        let mut names = Names::default();
        let (good, bad) = (names.number("meta[name='a'] @content"), names.number("meta[name='b'] @content"));
        let stated: Vec<Vec<Stated>> =
            (1..9).map(|n| vec![(good, format!("2009-03-0{n}T10:00:00Z")), (bad, "2010-01-01".to_owned())]).collect();
        let read: Vec<String> = (1..9).map(|n| format!("2009-03-0{n}")).collect();
        let pages: Vec<_> = stated.iter().zip(&read).map(|(s, r)| (s.as_slice(), Some(r.as_str()))).collect();
        assert_eq!(learn_stated(&pages), Some((good, 8, 8)));
        let none: Vec<_> = stated.iter().map(|s| (s.as_slice(), Some("2011-01-01"))).collect();
        assert_eq!(learn_stated(&none), None);
    }
}
