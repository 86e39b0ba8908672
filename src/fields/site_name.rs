//! The publication's name.

use super::found::Found;
use crate::label::{Evidence, Labels};
use crate::vocabulary::phrases;

/// Measures between a headline and the names beside it.
const MARKS: &[char] =
    &['|', '-', '–', '—', ':', '»', '«', '·', '•', '/', '<', '>', '_', '(', ')', '[', ']', '：', '｜', '　', ','];

/// The publication's name as a profile or the metadata state it, or else as the page's title has it beside the headline.
pub(crate) fn site_name(evidence: &Evidence<'_>, labels: &Labels) -> Option<Found<String>> {
    if let Some((name, origin)) = evidence.stated_site_name() {
        return Some(Found::new(name.to_owned(), origin));
    }
    let name = name_in_title(evidence.metadata.title.as_deref()?, labels.headline().words().unwrap_or_default())?;
    Some(Found::new(name, "title element"))
}

/// What a title holds beside the headline, or beside the words that there is no such page.
fn name_in_title(title: &str, headline: &str) -> Option<String> {
    /// Letters of the longest names of papers.
    const MAX_LETTERS: usize = 45;
    /// Bytes of a headline that is told from a word of the title.
    const MIN_HEADLINE_BYTES: usize = 11;
    let lower = title.to_lowercase();
    let missing = phrases::NOT_FOUND.titles.iter().find_map(|p| lower.find(p).map(|at| (at, at + p.len())));
    let headline = headline.to_lowercase();
    let shown = lower.find(&headline).filter(|_| headline.len() >= MIN_HEADLINE_BYTES);
    let found = missing.or(shown.map(|at| (at, at + headline.len())));
    let (start, end) = found.filter(|_| lower.len() == title.len())?;
    let (before, after) = (title.get(..start)?, title.get(end..)?);
    let part = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c)).to_owned();
    let parted = |text: &str| text.trim_start().starts_with(MARKS) || text.trim_end().ends_with(MARKS);
    // Behind the headline the site comes last, before it first.
    let behind = after.rsplit(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(after));
    let ahead = before.split(['|', '»', '·', '–', '—']).next().map(part).filter(|p| !p.is_empty() && parted(before));
    let name = behind.or(ahead).map(|n| n.rsplit(" - ").next().unwrap_or_default().to_owned());
    name.filter(|n| n.chars().count() <= MAX_LETTERS && n.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stands_beside_the_headline() {
        let name = |title| name_in_title(title, "Pier to close for the winter");
        assert_eq!(name("Pier to close for the winter | The Sound").as_deref(), Some("The Sound"));
        assert_eq!(name("The Sound - Pier to close for the winter").as_deref(), Some("The Sound"));
        assert_eq!(name("Pier to close for the winter"), None);
        assert_eq!(name("Page not found | The Sound").as_deref(), Some("The Sound"));
    }
}
