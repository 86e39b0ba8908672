//! The line by which a kept article is cited.

use super::{one_line, safe_url};
use crate::article::{Article, DateTime};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What an article is cited by, as far as it is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Citation {
    paper: Option<String>,
    /// When it was published, or else last changed, in words.
    day: Option<String>,
    url: Option<String>,
    captured: Option<DateTime>,
    capture: Option<String>,
}

/// How a format writes the parts of a citation.
pub(super) struct Marks {
    pub(super) paper: fn(&str) -> String,
    pub(super) words: fn(&str) -> String,
    pub(super) address: fn(&str) -> String,
}

impl Citation {
    /// None where nothing is known.
    pub(super) fn of(article: &Article) -> Option<Citation> {
        let capture = article.capture.as_ref();
        let day = article.published.map(in_words);
        let citation = Citation {
            paper: article.site_name.as_deref().map(one_line).filter(|name| !name.is_empty()),
            day: day.or_else(|| article.modified.map(|time| format!("updated {}", in_words(time)))),
            url: article.url.as_deref().or(article.canonical_url.as_deref()).and_then(whole_address),
            captured: capture.and_then(|c| c.timestamp),
            capture: capture.and_then(|c| c.url.as_deref()).and_then(whole_address),
        };
        let Citation { paper, day, url, captured, capture } = &citation;
        let is_known = paper.is_some() || day.is_some() || url.is_some() || captured.is_some() || capture.is_some();
        is_known.then_some(citation)
    }

    /// The line: paper and day, then the address, when it was captured, and the address of that.
    pub(super) fn written(&self, marks: &Marks) -> String {
        let paper = self.paper.as_deref().map(marks.paper);
        let head: Vec<String> = paper.into_iter().chain(self.day.as_deref().map(marks.words)).collect();
        let captured = self.captured.map(|time| (marks.words)(&format!("captured {}", to_the_minute(time))));
        let url = self.url.as_deref().map(marks.address);
        let capture = self.capture.as_deref().map(marks.address);
        let tail: Vec<String> = url.into_iter().chain(captured).chain(capture).collect();
        let head = if head.is_empty() { String::new() } else { format!("{}.", head.join(", ")) };
        [head, tail.join(", ")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A harmless address that leads somewhere by itself.
fn whole_address(url: &str) -> Option<String> {
    let is_whole = |url: &String| url::Url::parse(url).is_ok();
    // What would end it between angle brackets is written as in any address.
    safe_url(url).filter(is_whole).map(|url| url.replace('<', "%3C").replace('>', "%3E"))
}

fn in_words(time: DateTime) -> String {
    let month = MONTHS.get(usize::from(time.month()).wrapping_sub(1)).copied().unwrap_or_default();
    let day = time.day().map_or(String::new(), |day| format!("{day} "));
    format!("{day}{month} {}", time.year())
}

fn to_the_minute(time: DateTime) -> String {
    let time = time.to_utc().unwrap_or(time);
    let clock = time.time().map(|(hour, minute, _)| format!(" at {hour:02}:{minute:02}"));
    let zone = if time.offset_minutes() == Some(0) { " UTC" } else { "" };
    in_words(time) + &clock.map_or(String::new(), |clock| clock + zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    fn cited(json: &str) -> Option<String> {
        let marks = Marks {
            paper: |paper| format!("_{paper}_"),
            words: str::to_owned,
            address: |address| format!("<{address}>"),
        };
        Citation::of(&samples::article(json)).map(|citation| citation.written(&marks))
    }

    #[test]
    fn a_citation_has_what_is_known() {
        let url = "http://sound.example/1";
        let capture = r#""capture": {"archive": "web.archive.org", "timestamp": "2007-12-11T03:21:45Z",
            "url": "http://web.archive.org/web/20071211032145/http://sound.example/1"}"#;
        let all =
            format!(r#"{{"site_name": "The Sound", "published": "2007-03-12T10:00:00Z", "url": "{url}", {capture}}}"#);
        assert_eq!(
            cited(&all).unwrap(),
            "_The Sound_, 12 March 2007. <http://sound.example/1>, captured 11 December 2007 at 03:21 UTC, \
             <http://web.archive.org/web/20071211032145/http://sound.example/1>"
        );
        assert_eq!(cited("{}"), None);
        assert_eq!(cited(r#"{"headline": "Ferry"}"#), None);
        assert_eq!(cited(r#"{"site_name": "The\nSound"}"#).unwrap(), "_The Sound_.");
        assert_eq!(cited(r#"{"published": "2007-03"}"#).unwrap(), "March 2007.");
        assert_eq!(cited(r#"{"modified": "2007-03-01"}"#).unwrap(), "updated 1 March 2007.");
        assert_eq!(cited(&format!(r#"{{"canonical_url": "{url}"}}"#)).unwrap(), format!("<{url}>"));
        assert_eq!(cited(r#"{"capture": {"timestamp": "2007-12-11"}}"#).unwrap(), "captured 11 December 2007");
    }

    #[test]
    fn addresses_that_do_harm_or_lead_nowhere_are_left_out() {
        assert_eq!(cited(r#"{"url": "javascript:x", "capture": {"url": "/web/1"}}"#), None);
        let marked = cited(r#"{"url": "http://a.example/x> [y](<z"}"#).unwrap();
        assert_eq!(marked, "<http://a.example/x%3E%20[y](%3Cz>");
    }
}
