//! Articles written out: JSON, plain text, Markdown, HTML, a file a format.
//!
//! All of them but JSON walk [`Article::flow`], so that what stood beside the story is told where it stood.

mod citation;
mod document;
mod front_matter;
mod html;
mod json;
mod lists;
mod markdown;
mod markup;
mod options;
mod spans;
mod text;

use crate::article::{Article, DateTime, Media, MediaKind};
pub use options::OutputOptions;

impl Article {
    /// The date line: when the article was published and, if that is another time, when it was changed.
    fn date_line(&self) -> Option<String> {
        let shown = |time: DateTime| time.to_string().replace('T', " ");
        match (self.published, self.modified.filter(|m| Some(*m) != self.published)) {
            (Some(published), Some(modified)) => Some(format!("{}, updated {}", shown(published), shown(modified))),
            (Some(time), None) => Some(shown(time)),
            (None, Some(time)) => Some(format!("updated {}", shown(time))),
            (None, None) => None,
        }
    }

    /// The byline as shown, or the authors' names.
    fn byline_or_authors(&self) -> Option<String> {
        match &self.byline {
            Some(byline) => Some(byline.clone()),
            None => (!self.authors.is_empty()).then(|| self.authors.join(", ")),
        }
    }
}

impl MediaKind {
    fn word(self) -> &'static str {
        match self {
            MediaKind::Image => "image",
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
        }
    }
}

impl Media {
    /// Caption and credit as one line, the credit in brackets.
    fn caption_line(&self) -> Option<String> {
        match (self.caption.as_deref().map(one_line), self.credit.as_deref().map(one_line)) {
            (Some(caption), Some(credit)) => Some(format!("{caption} ({credit})")),
            (Some(line), None) => Some(line),
            (None, Some(credit)) => Some(format!("({credit})")),
            (None, None) => None,
        }
    }
}

/// A text with its line breaks as spaces.
fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Parts of a text, in order, each with the number of characters before it.
fn with_starts<'t>(text: &'t str, parts: impl Iterator<Item = &'t str>) -> Vec<(usize, &'t str)> {
    let (mut byte, mut chars) = (0, 0);
    let start = move |part: &'t str| {
        let at = part.as_ptr() as usize - text.as_ptr() as usize;
        chars += text.get(byte..at).map_or(0, |between| between.chars().count());
        byte = at;
        (chars, part)
    };
    parts.map(start).collect()
}

/// Who said a quotation, where its own last line does not name them already, as that of a post does.
fn unnamed_speaker<'a>(text: &str, by: Option<&'a str>) -> Option<&'a str> {
    let last = text.rsplit('\n').next().unwrap_or_default();
    by.filter(|by| !(last.starts_with(['-', '–', '—', '―']) && last.contains(by.trim())))
}

/// The time of an entry as it is shown, before the entry's heading.
fn shown_time(time: &str) -> String {
    match time.parse::<DateTime>() {
        Ok(time) => time.to_string().replace('T', " "),
        Err(_) => one_line(time),
    }
}

/// The paragraphs of a text that parts them by empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty())
}

/// An address that can do no harm where it is followed: `http`, `https`, or relative to the same site. What a browser
/// would leave out of it (tabs, line breaks) is left out, so that nothing hides a scheme from this test.
fn safe_url(url: &str) -> Option<String> {
    let bare: String = url.trim().chars().filter(|c| !c.is_control()).collect();
    let harmless = match url::Url::parse(&bare) {
        Ok(parsed) => matches!(parsed.scheme(), "http" | "https"),
        // Two slashes, either way, name a host: followed from a kept file, they would lead to another machine's files.
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            !["//", "/\\", "\\/", "\\\\"].iter().any(|two| bare.starts_with(two))
        }
        Err(_) => false,
    };
    (harmless && !bare.is_empty()).then(|| bare.replace(' ', "%20"))
}

#[cfg(test)]
pub(crate) mod samples {
    //! Articles made by hand, for the tests of every format.

    use crate::article::Article;

    pub(crate) fn article(json: &str) -> Article {
        serde_json::from_str(json).unwrap()
    }

    /// An article with something of everything.
    pub(crate) fn full() -> Article {
        article(
            r#"{"headline": "Ferry & quay", "kicker": "ANALYSIS", "summary": ["A link ends.", "Nobody is glad."],
            "published": "2007-12-10T10:28:00Z", "modified": "2007-12-11", "authors": ["Ann Lee"],
            "byline": "By Ann Lee, at the quay", "language": "en",
            "body": [{"type": "paragraph", "text": "First line\nsecond line."},
                {"type": "heading", "level": 2, "text": "What next?"},
                {"type": "list", "ordered": false, "items": ["one", "two\nlines"]},
                {"type": "list", "ordered": true, "items": ["uno", "due"]},
                {"type": "quote", "text": "Said one.\n\nSaid more.", "attribution": "A captain"},
                {"type": "table", "rows": [["Port", "Ships"], ["North", "3"]]},
                {"type": "preformatted", "text": "a  b\n  c"}],
            "media": [{"kind": "image", "url": "http://x.example/a.jpg", "alt": "A ship", "caption": "The Maud", "credit": "AP", "at": 0},
                {"kind": "video", "url": "http://x.example/v", "caption": "She sails", "at": 7}],
            "quotes": [{"kind": "reader", "text": "I left it too late", "attribution": "Denise, Hull", "at": 1}],
            "asides": [{"title": "THE ROUTE", "body": [{"type": "paragraph", "text": "Opened 1931"},
                {"type": "list", "ordered": false, "items": ["12 miles"]}], "at": 2}],
            "notes": [{"kind": "source", "text": "First published in *The Lode*."}],
            "comments": [{"text": "Shame.\n\nReally.", "attribution": "Bob, Leeds"}, {"text": "Good."}]}"#,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_pass() {
        let pass = ["http://a.example/x?y=1&z=2", "HTTPS://a.example/", "/story.html", "story.html?x#y"];
        assert_eq!(pass.map(|u| safe_url(u).as_deref() == Some(u)), [true; 4]);
        assert_eq!(safe_url(" http://a.example/two words ").unwrap(), "http://a.example/two%20words");
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " java\tscript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "mailto:a@b.example",
            "http://[",
            "//cdn.example/a.jpg",
            "/\t/cdn.example/a.jpg",
            "\\\\machine\\share\\a.jpg",
            "/\\machine/share",
            "",
        ] {
            assert_eq!(safe_url(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_signature_is_not_repeated() {
        let signed = "Gone.\n— Ann Lee (@ann) May 3";
        assert_eq!(unnamed_speaker(signed, Some("Ann Lee (@ann)")), None);
        assert_eq!(unnamed_speaker("Gone.", Some("Ann Lee")), Some("Ann Lee"));
        assert_eq!(unnamed_speaker("Ann Lee is gone.", Some("Ann Lee")), Some("Ann Lee"));
    }

    #[test]
    fn the_date_line_tells_a_change_only_if_there_was_one() {
        let line = |json| samples::article(json).date_line();
        assert_eq!(line(r#"{"published": "2007-12-10", "modified": "2007-12-10"}"#).unwrap(), "2007-12-10");
        assert_eq!(line(r#"{"modified": "2007-12-10T10:28:00"}"#).unwrap(), "updated 2007-12-10 10:28:00");
        assert_eq!(
            line(r#"{"published": "2007-12-10T10:28:00+01:00", "modified": "2008-01-02"}"#).unwrap(),
            "2007-12-10 10:28:00+01:00, updated 2008-01-02"
        );
        assert_eq!(line("{}"), None);
    }
}
