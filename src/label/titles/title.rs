//! What the page calls itself, source by source, and how far the sources agree.

use super::site::without_site;
use crate::label::evidence::Evidence;
use crate::label::over_story::home_name;
use crate::metadata::Metadata;
use crate::text::compare::{alphanumeric_key, normalize_for_comparison};

/// What a record names beside its headline.
const SECOND_CHOICE: &str = "json-ld alternativeHeadline";

/// A title as one source states it, without the site's name.
pub(in crate::label) struct Title {
    pub(in crate::label) text: String,
    pub(in crate::label) origin: String,
    pub(in crate::label) weight: f32,
    /// For comparison; see [`normalize_for_comparison`].
    pub(in crate::label) normalized: String,
    /// Its letters and digits alone.
    pub(in crate::label) key: String,
    /// The same of the title as stated, with all it was cut of.
    whole: String,
    family: Option<Family>,
}

/// Sources that are filled from one field of the system that publishes, so that their agreement proves nothing: one voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Record,
    Shared,
    Window,
    Newsroom,
}

impl Family {
    /// None for marks on the page's own text, which are no second source, and for what a record itself calls its second choice.
    fn of(origin: &str) -> Option<Self> {
        let name = origin.strip_prefix("meta ");
        match name {
            None if origin == SECOND_CHOICE => None,
            None if origin.starts_with("json-ld") => Some(Family::Record),
            None if origin == "title element" => Some(Family::Window),
            None => None,
            Some("title") => Some(Family::Window),
            Some(n) if n.starts_with("og:") || n.starts_with("twitter:") || n.starts_with("fb_") => {
                Some(Family::Shared)
            }
            Some(_) => Some(Family::Newsroom),
        }
    }
}

impl Title {
    /// A title of these words, with no site's name in it.
    #[cfg(test)]
    pub(in crate::label) fn stated(text: &str, origin: &str) -> Title {
        let (normalized, key) = (normalize_for_comparison(text), alphanumeric_key(text));
        let (whole, family) = (key.clone(), Family::of(origin));
        Title { text: text.into(), origin: origin.into(), weight: 1.0, normalized, key, whole, family }
    }

    /// Whether the site's name was cut from it.
    pub(in crate::label) fn names_site_too(&self) -> bool {
        self.whole != self.key
    }

    fn is_second_choice(&self) -> bool {
        self.origin == SECOND_CHOICE
    }

    /// All titles, the best first.
    pub(in crate::label) fn all(evidence: &Evidence<'_>) -> Vec<Title> {
        const STATED: f32 = 1.0;
        /// The window's title carries more besides the headline.
        const WINDOW: f32 = 0.9;
        let meta = evidence.metadata;
        let site = evidence.stated_site_name().map(|(name, _)| name).or_else(|| home_name(evidence));
        let stated = meta.headlines.iter().map(|h| (h.value.as_str(), STATED, h.origin.as_str()));
        let window = meta.title.as_deref().map(|t| (t, WINDOW, "title element"));
        let all = stated.chain(window).map(|(text, weight, origin)| {
            let whole = alphanumeric_key(text);
            let text = without_site(text, site, evidence.url);
            let (normalized, key) = (normalize_for_comparison(&text), alphanumeric_key(&text));
            Title { text, origin: origin.to_owned(), weight, normalized, key, whole, family: Family::of(origin) }
        });
        all.filter(|t| !t.text.is_empty()).collect()
    }
}

/// How many independent sources state this.
pub(in crate::label) fn independent_sources(titles: &[Title], key: &str) -> usize {
    source_families(titles, key).len()
}

fn source_families(titles: &[Title], key: &str) -> Vec<Family> {
    let mut heard: Vec<Family> = Vec::new();
    for t in titles.iter().filter(|t| t.key == key || t.whole == key) {
        if let Some(family) = t.family.filter(|f| !heard.contains(f)) {
            heard.push(family);
        }
    }
    heard
}

/// Whether OpenGraph gives this for the story's title.
pub(in crate::label) fn is_shared(titles: &[Title], key: &str) -> bool {
    titles.iter().any(|t| t.origin == "meta og:title" && (t.key == key || t.whole == key))
}

/// Whether the page's typed record as news, its window and what it shares all say the same: the newsroom's words, where a
/// plain article's record is often filled by what sets titles for search engines.
pub(in crate::label) fn is_news_record(titles: &[Title], meta: &Metadata) -> bool {
    let Some(first) = titles.first() else { return false };
    let all = is_shared(titles, &first.key) && independent_sources(titles, &first.key) > 2;
    all && meta.types.iter().any(|t| t.ends_with("NewsArticle"))
}

/// The title that a heading of the first level, anywhere on the page, shares with two or more sources. It outweighs a line
/// that agrees with none: templates set the headline that search engines are to see as the page's first heading in the
/// path of links, and under it, in another, the one of the printed paper or of the social networks.
pub(in crate::label) fn agreed<'a>(headings: &[String], titles: &'a [Title]) -> Option<&'a Title> {
    /// Sources that must agree.
    const MIN_SOURCES: usize = 2;
    /// Letters and digits, in bytes, of the shortest and longest kickers in front of a headline, and of the shortest headline.
    const MIN_KICKER_BYTES: usize = 5;
    const MAX_KICKER_BYTES: usize = 40;
    const MIN_HEADLINE_BYTES: usize = 12;
    let headings: Vec<String> = headings.iter().map(|h| alphanumeric_key(h)).collect();
    let shows = |t: &Title, n: usize| {
        headings.iter().any(|h| {
            let whole = *h == t.key;
            let over = h.len().saturating_sub(t.key.len());
            let tail = (MIN_KICKER_BYTES..=MAX_KICKER_BYTES).contains(&over)
                && t.key.len() >= MIN_HEADLINE_BYTES
                && h.ends_with(&t.key);
            n >= MIN_SOURCES && (whole || tail && independent_sources(titles, h) == 0)
        })
    };
    titles.iter().find(|t| !t.key.is_empty() && shows(t, independent_sources(titles, &t.key)))
}

/// Whether the title that a heading and the sources agree on outweighs a visible line, given whole and without its kicker,
/// with what stands above it.
pub(in crate::label) fn outweighs(agreed: &Title, line: &str, text: &str, above: &str, titles: &[Title]) -> bool {
    let (line, text) = (alphanumeric_key(line), alphanumeric_key(text));
    // It is that line itself.
    if agreed.key == line {
        return false;
    }
    let mut heard = source_families(titles, &text);
    // Who gives the line with the kicker that stands above it gives the line, unless that is what is agreed on.
    if !agreed.key.ends_with(&text) {
        heard.extend(source_families(titles, &format!("{}{text}", alphanumeric_key(above))));
    }
    let record_alone = heard.iter().all(|f| *f == Family::Record);
    // The record alone may have the headline of the printed paper; where that is meant, its second choice is the same.
    let again = titles.iter().any(|t| t.is_second_choice() && t.key == text);
    let agree = source_families(titles, &agreed.key);
    heard.is_empty() || record_alone && !again && agree.contains(&Family::Shared) && agree.contains(&Family::Window)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str, origin: &str) -> Title {
        Title::stated(text, origin)
    }

    #[test]
    fn sources_of_one_family_are_one_voice() {
        let titles = [
            title("Harbour wall gives way", "json-ld headline"),
            title("Harbour wall gives way in the storm", "meta og:title"),
            title("Harbour wall gives way in the storm", "meta twitter:title"),
            title("The harbour wall", "class entry-title"),
        ];
        assert_eq!(independent_sources(&titles, &titles[1].key), 1);
        assert_eq!(independent_sources(&titles, &titles[3].key), 0);
    }

    #[test]
    fn a_heading_that_two_sources_state_is_the_headline() {
        let titles = [
            title("Sea takes the wall", "json-ld headline"),
            title("Storm: Harbour wall gives way", "meta og:title"),
            title("Storm: Harbour wall gives way", "title element"),
        ];
        let text = |h: &str| agreed(&[h.to_owned()], &titles).map(|t| t.text.as_str());
        assert_eq!(text("Storm : Harbour wall gives way"), Some("Storm: Harbour wall gives way"));
        assert_eq!(text("Region | Storm: Harbour wall gives way"), Some("Storm: Harbour wall gives way"));
        assert_eq!(text("Storm: Harbour wall gives way, then the pier"), None);
        assert_eq!(text("Sea takes the wall"), None);
    }

    #[test]
    fn an_agreed_title_outweighs_a_slip() {
        let agreed = || title("Harbour wall gives way", "meta og:title");
        let over = |line: &str, above: &str, more: Vec<Title>| {
            let mut titles = vec![agreed(), title("Harbour wall gives way", "title element")];
            titles.extend(more);
            outweighs(&agreed(), line, line, above, &titles)
        };
        let record = || title("Sea takes the wall", "json-ld headline");
        let second = || title("Sea takes the wall", "json-ld alternativeHeadline");
        assert!(over("Sea takes the wall", "", vec![]));
        assert!(over("Sea takes the wall", "", vec![second()]));
        assert!(over("Sea takes the wall", "", vec![record()]));
        assert!(!over("Sea takes the wall", "", vec![record(), second()]));
        assert!(!over("Sea takes the wall", "", vec![title("Sea takes the wall", "meta twitter:title")]));
        assert!(!over("Sea takes the wall", "Storm", vec![title("Storm: Sea takes the wall", "meta twitter:title")]));
        assert!(over("Wall gives way", "Harbour", vec![]));
        assert!(!over("Harbour wall gives way", "", vec![]));
    }

    #[test]
    fn a_news_record_needs_all_its_sources() {
        let of = |types: &[&str], origins: &[&str]| {
            let titles: Vec<Title> = origins.iter().map(|o| title("Harbour wall gives way", o)).collect();
            let types = types.iter().map(|t| (*t).to_owned()).collect();
            is_news_record(&titles, &Metadata { types, ..Metadata::default() })
        };
        let all = ["json-ld headline", "meta og:title", "title element"];
        assert!(of(&["NewsArticle"], &all));
        assert!(!of(&["Article"], &all));
        assert!(!of(&["NewsArticle"], &all[..2]));
        assert!(!of(&["NewsArticle"], &["json-ld headline", "title element"]));
    }
}
