//! What the page calls itself, source by source, and how far the sources agree.

use super::super::Draft;
use super::super::words::bare;
use super::site::without_site;

/// A title as one source states it, without the site's name.
pub(super) struct Title {
    pub(super) text: String,
    pub(super) origin: String,
    pub(super) weight: f32,
    /// For comparison; see [`bare`].
    pub(super) bare: String,
    /// Its letters and digits alone.
    pub(super) squeezed: String,
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
    /// None for marks on the page's own text, which are no second source.
    fn of(origin: &str) -> Option<Self> {
        let name = origin.strip_prefix("meta ");
        match name {
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
    /// All titles, the best first.
    pub(super) fn all(draft: &Draft<'_>) -> Vec<Title> {
        const STATED: f32 = 1.0;
        /// The window's title carries more besides the headline.
        const WINDOW: f32 = 0.9;
        let meta = draft.input.metadata;
        let site = draft.article.site_name.as_deref();
        let stated = meta.headlines.iter().map(|h| (h.value.as_str(), STATED, h.origin.as_str()));
        let window = meta.title.as_deref().map(|t| (t, WINDOW, "title element"));
        let all = stated.chain(window).map(|(text, weight, origin)| {
            let whole = squeezed(text);
            let text = without_site(text, site, draft);
            let (bare, squeezed) = (bare(&text), squeezed(&text));
            Title { text, origin: origin.to_owned(), weight, bare, squeezed, whole, family: Family::of(origin) }
        });
        all.filter(|t| !t.text.is_empty()).collect()
    }
}

/// A text's letters and digits in lower case.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a source states this that is neither a mark on the page nor the window's title, which is often shortened.
pub(super) fn is_stated_outright(titles: &[Title], squeezed: &str) -> bool {
    let outright = |t: &Title| t.family.is_some_and(|f| f != Family::Window);
    titles.iter().any(|t| outright(t) && (t.squeezed == squeezed || t.whole == squeezed))
}

/// How many independent sources state this.
pub(super) fn voices(titles: &[Title], squeezed: &str) -> usize {
    let mut heard: Vec<Family> = Vec::new();
    for t in titles.iter().filter(|t| t.squeezed == squeezed || t.whole == squeezed) {
        if let Some(family) = t.family.filter(|f| !heard.contains(f)) {
            heard.push(family);
        }
    }
    heard.len()
}

/// The title that a heading of the first level, anywhere on the page, shares with two or more sources. It outweighs a line
/// that agrees with none: templates set the headline that search engines are to see as the page's first heading in the
/// path of links, and under it, in another, the one of the printed paper or of the social networks.
pub(super) fn agreed<'a>(headings: &[String], titles: &'a [Title]) -> Option<&'a Title> {
    /// Sources that must agree.
    const ENOUGH: usize = 2;
    /// Letters and digits, in bytes, of the shortest and longest kickers in front of a headline, and of the shortest headline.
    const LEAST: usize = 5;
    const KICKER: usize = 40;
    const SHORTEST: usize = 12;
    let headings: Vec<String> = headings.iter().map(|h| squeezed(h)).collect();
    let shows = |t: &Title, n: usize| {
        headings.iter().any(|h| {
            let whole = *h == t.squeezed;
            let over = h.len().saturating_sub(t.squeezed.len());
            let tail = (LEAST..=KICKER).contains(&over) && t.squeezed.len() >= SHORTEST && h.ends_with(&t.squeezed);
            n >= ENOUGH && (whole || tail && voices(titles, h) == 0)
        })
    };
    titles.iter().find(|t| !t.squeezed.is_empty() && shows(t, voices(titles, &t.squeezed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str, origin: &str) -> Title {
        let (bare, squeezed) = (bare(text), squeezed(text));
        let whole = squeezed.clone();
        Title {
            text: text.into(),
            origin: origin.into(),
            weight: 1.0,
            bare,
            squeezed,
            whole,
            family: Family::of(origin),
        }
    }

    #[test]
    fn sources_of_one_family_are_one_voice() {
        let titles = [
            title("Harbour wall gives way", "json-ld headline"),
            title("Harbour wall gives way in the storm", "meta og:title"),
            title("Harbour wall gives way in the storm", "meta twitter:title"),
            title("The harbour wall", "class entry-title"),
        ];
        assert_eq!(voices(&titles, &titles[1].squeezed), 1);
        assert_eq!(voices(&titles, &titles[3].squeezed), 0);
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
}
