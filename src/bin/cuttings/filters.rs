//! Which pages of a batch have a record: filters by what is known of a page, and by what came out of it.

use std::ops::ControlFlow;

use cuttings::{Article, DateTime, Page, Period};
use globset::GlobMatcher;

/// Which addresses of pages are wanted.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct Addresses {
    /// Only pages whose address fits this pattern, such as `*/news/*`. May be given several times: one must fit.
    #[arg(id = "only-url", long = "only-url", value_name = "PATTERN", value_parser = pattern)]
    pub urls: Vec<GlobMatcher>,
    /// No pages whose address fits this pattern. May be given several times.
    #[arg(id = "not-url", long = "not-url", value_name = "PATTERN", value_parser = pattern)]
    pub not_urls: Vec<GlobMatcher>,
}

impl Addresses {
    /// Whether a page of this address is wanted, or one of which none is known.
    pub fn take(&self, url: Option<&str>) -> bool {
        let fits = |patterns: &[GlobMatcher]| url.is_some_and(|url| patterns.iter().any(|p| p.is_match(url)));
        (self.urls.is_empty() || fits(&self.urls)) && !fits(&self.not_urls)
    }
}

/// What a record must be of. All that are given must agree.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    #[command(flatten)]
    pub addresses: Addresses,
    /// Only pages of this host and the hosts under it. May be given several times.
    #[arg(long = "only-host", value_name = "HOST")]
    pub hosts: Vec<String>,
    /// Only pages that were served with this status. May be given several times.
    #[arg(long = "only-status", value_name = "CODE")]
    pub statuses: Vec<u16>,
    /// Only pages captured at this time or later.
    #[arg(long, value_name = "DATE")]
    pub captured_from: Option<Period>,
    /// Only pages captured at this time or before.
    #[arg(long, value_name = "DATE")]
    pub captured_to: Option<Period>,
    /// Only articles in this language, as a code of two letters. May be given several times.
    #[arg(long = "only-language", value_name = "CODE")]
    pub languages: Vec<String>,
    /// Only articles with at least so many characters of text in their body.
    #[arg(long, value_name = "N")]
    pub min_length: Option<usize>,
    /// Only articles whose body is right with this probability at least, 0 to 1. One that was not chosen by the model, but told
    /// by a profile, say, passes.
    #[arg(long, value_name = "P")]
    pub min_confidence: Option<f64>,
}

fn pattern(text: &str) -> Result<GlobMatcher, String> {
    globset::Glob::new(text).map(|glob| glob.compile_matcher()).map_err(|error| error.to_string())
}

impl Filters {
    /// Whether a page may have a record, by what is known before it is read. What is not known of it passes no filter.
    pub fn takes_page(&self, page: &Page) -> bool {
        let capture = page.url().and_then(|url| cuttings::CaptureUrl::parse(url.as_str()));
        let url = match &capture {
            Some(capture) => Some(capture.original().to_owned()),
            None => page.url().map(ToString::to_string),
        };
        let host = url.as_deref().and_then(|u| url::Url::parse(u).ok()).and_then(|u| u.host_str().map(str::to_owned));
        let time =
            page.capture_time().or_else(|| capture.as_ref().and_then(|c| c.timestamp()).map(|t| t.to_datetime()));
        self.takes_address(url.as_deref(), host.as_deref())
            && (self.statuses.is_empty() || page.status().is_some_and(|s| self.statuses.contains(&s)))
            && self.takes_time(time)
    }

    fn takes_address(&self, url: Option<&str>, host: Option<&str>) -> bool {
        let is_under = |wanted: &String| {
            let wanted = wanted.to_ascii_lowercase();
            host.is_some_and(|h| h == wanted || h.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.ends_with('.')))
        };
        self.addresses.take(url) && (self.hosts.is_empty() || self.hosts.iter().any(is_under))
    }

    fn takes_time(&self, time: Option<DateTime>) -> bool {
        let from = self.captured_from.is_none_or(|from| time.is_some_and(|t| t >= from.first().to_datetime()));
        let to = self.captured_to.is_none_or(|to| time.is_some_and(|t| t <= to.last().to_datetime()));
        from && to
    }

    /// Whether they ask anything of articles, and not of pages alone.
    pub fn ask_of_articles(&self) -> bool {
        !self.languages.is_empty() || self.min_length.is_some() || self.min_confidence.is_some()
    }

    /// Whether an article may have a record.
    pub fn takes_article(&self, article: &Article) -> bool {
        let language = article.language.as_deref();
        let is_language = |wanted: &String| language.is_some_and(|l| l.eq_ignore_ascii_case(wanted));
        (self.languages.is_empty() || self.languages.iter().any(is_language))
            && self.min_length.is_none_or(|least| has_characters(article, least))
            && self.min_confidence.is_none_or(|least| article.confidence.is_none_or(|c| c >= least))
    }
}

/// Whether the body has so many characters of text.
fn has_characters(article: &Article, least: usize) -> bool {
    let counted = article.body.iter().try_fold(0, |sum, block| {
        let sum = sum + block.text().chars().count();
        if sum >= least { ControlFlow::Break(()) } else { ControlFlow::Continue(sum) }
    });
    least == 0 || counted.is_break()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str) -> Page {
        Page::new("<p>").with_url(url).unwrap()
    }

    #[test]
    fn addresses_are_those_of_the_pages_and_not_of_archives() {
        let captured = page("http://web.archive.org/web/20071211032145/http://news.example/uk/1.html");
        let by_url = Addresses { urls: vec![pattern("*/uk/*").unwrap()], ..Addresses::default() };
        let by_url = Filters { addresses: by_url, ..Filters::default() };
        assert!(by_url.takes_page(&captured) && !by_url.takes_page(&page("http://news.example/1.html")));
        assert!(!by_url.takes_page(&Page::new("<p>")));
        let by_host = Filters { hosts: vec!["Example".into()], ..Filters::default() };
        assert!(by_host.takes_page(&captured) && !by_host.takes_page(&page("http://an-example/1.html")));
        let not = Addresses { not_urls: vec![pattern("*.archive.org/*").unwrap()], ..Addresses::default() };
        let not = Filters { addresses: not, ..Filters::default() };
        assert!(not.takes_page(&captured) && not.takes_page(&Page::new("<p>")));
        let time = |from: &str, to: &str| Filters {
            captured_from: from.parse().ok(),
            captured_to: to.parse().ok(),
            ..Filters::default()
        };
        assert!(time("2007", "2007-12").takes_page(&captured));
        assert!(!time("2008", "").takes_page(&captured) && !time("", "2007-12-10").takes_page(&captured));
    }

    #[test]
    fn articles_pass_by_language_length_and_confidence() {
        let json = r#"{"language": "en", "confidence": 0.5, "body": [{"type": "paragraph", "text": "ünf"}, {"type": "paragraph", "text": "zwei"}]}"#;
        let article: Article = serde_json::from_str(json).unwrap();
        let filters = |language: &str, length, confidence| Filters {
            languages: vec![language.to_owned()],
            min_length: Some(length),
            min_confidence: Some(confidence),
            ..Filters::default()
        };
        assert!(filters("EN", 7, 0.5).takes_article(&article));
        for wrong in [filters("de", 7, 0.5), filters("en", 8, 0.5), filters("en", 7, 0.6)] {
            assert!(!wrong.takes_article(&article), "{wrong:?}");
        }
    }
}
