//! The publication's name in a title: taken off, or found there.

use super::super::Draft;
use super::super::words::{bare, likeness};
use crate::vocabulary::phrases;

/// A title without the name of the site or section that templates put before or behind it.
pub(super) fn without_site(title: &str, site: Option<&str>, draft: &Draft<'_>) -> String {
    const PARTERS: &[&str] = &[
        " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " / ", " ~ ", "｜", " : ", ": ", " -- ", " > ",
    ];
    let is_site = |part: &str| is_site(&bare(part), site, draft);
    let mut text = title.trim().to_owned();
    let mut found = false;
    for parter in PARTERS {
        let parts: Vec<&str> = text.split(parter).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.len() < 2 {
            continue;
        }
        if *parter == ": " || *parter == " : " || *parter == " / " {
            // A colon belongs to headlines; only a site's own name is taken off before or behind it.
            let n = parts.len();
            if is_site(parts[0]) {
                text = parts[1..].join(parter);
            } else if is_site(parts[n - 1]) {
                text = parts[..n - 1].join(parter);
            }
            continue;
        }
        let left: Vec<&str> = parts.iter().copied().filter(|p| !is_site(p)).collect();
        // With a bar between them all that is left but one are sections; a dash may be the headline's own.
        let dash = parter.contains(['-', '–', '—']);
        let words = |p: &str| p.split_whitespace().count();
        // Words of the longest section behind a dash, by how sure it is that the site's name is gone.
        let longest = if found {
            2
        } else if site.is_some() {
            3
        } else {
            4
        };
        let whole = left.len() == parts.len();
        found |= !whole;
        text = match left.len() {
            0 => parts[0].to_owned(),
            _ if dash && (!whole || words(left[left.len() - 1]) > longest) => left.join(parter),
            _ => left
                .iter()
                .copied()
                .fold("", |a, p| if p.chars().count() > a.chars().count() { p } else { a })
                .to_owned(),
        };
    }
    text
}

/// Whether a text that [`bare`] made is the publication's name, as the page or its address has it.
pub(super) fn is_site(part: &str, site: Option<&str>, draft: &Draft<'_>) -> bool {
    let host = draft.input.url.and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www."));
    let squeezed = part.replace(' ', "");
    site.is_some_and(|s| likeness(part, &bare(s)) >= 0.75 || bare(s).replace(' ', "") == squeezed)
        || host.is_some_and(|h| {
            let name = h.replace(['-', '.'], "");
            squeezed.len() > 2 && (name.starts_with(&squeezed) || squeezed == name) || is_of_host(&squeezed, h)
        })
}

/// Whether a squeezed text is mostly the words of the host's name: `stjohnsbandtruro` of `band-truro.example`. One word may be
/// what the page is about.
fn is_of_host(squeezed: &str, host: &str) -> bool {
    /// Bytes of the shortest words that are no articles and prefixes.
    const SHORTEST: usize = 3;
    let name = host.rsplit_once('.').map_or(host, |(name, _)| name);
    let name = name.rsplit('.').next().unwrap_or_default();
    let words: Vec<&str> = name.split('-').collect();
    let length: usize = words.iter().map(|w| w.len()).sum();
    words.len() > 1 && words.iter().all(|w| w.len() >= SHORTEST && squeezed.contains(w)) && length * 2 > squeezed.len()
}

/// The publication's name, where no metadata gives it: what the title holds beside the headline.
pub(in crate::structure) fn site_name(draft: &mut Draft<'_>) {
    /// Letters of the longest names of papers.
    const LONGEST: usize = 45;
    const MARKS: &[char] =
        &['|', '-', '–', '—', ':', '»', '«', '·', '•', '/', '<', '>', '_', '(', ')', '[', ']', '：', '｜', '　', ','];
    if draft.article.site_name.is_some() {
        return;
    }
    let Some(title) = draft.input.metadata.title.as_deref() else { return };
    let lower = title.to_lowercase();
    let missing = phrases::NOT_FOUND.iter().find_map(|p| lower.find(p).map(|at| (at, at + p.len())));
    let headline = draft.article.headline.as_deref().unwrap_or_default();
    let headline = headline.to_lowercase();
    let found = lower.find(&headline).filter(|_| headline.len() > 10).map(|at| (at, at + headline.len()));
    let Some((start, end)) = missing.or(found).filter(|_| lower.len() == title.len()) else { return };
    let (Some(before), Some(after)) = (title.get(..start), title.get(end..)) else { return };
    let part = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).to_owned();
    let parted = |text: &str| text.trim_start().starts_with(MARKS) || text.trim_end().ends_with(MARKS);
    // Behind the headline the site comes last, before it first.
    let behind = after.rsplit(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(after));
    let ahead = before.split(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(before));
    let name = behind.or(ahead).map(|n| n.rsplit(" - ").next().unwrap_or_default().to_owned());
    if let Some(name) = name.filter(|n| n.chars().count() <= LONGEST && n.chars().any(char::is_alphabetic)) {
        draft.article.site_name = Some(name);
        draft.from("site_name", "title element");
    }
}
