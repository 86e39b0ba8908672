//! Doors to the inside for the fuzz targets (`fuzz/`) and the tests that run their corpora (`tests/fuzzed`): thin, and no part of
//! what the crate promises. What the public face reaches has no door here.

use std::ops::Range;

use url::Url;

use crate::article::DateTime;
use crate::dates;
use crate::decode;
use crate::dom::{self, Document, NodeId, Tag};
use crate::metadata;
use crate::options::Limits;
use crate::page::Page;
use crate::strip;
use crate::unrewrite;

/// The text of a page, and the encoding it was read in.
pub fn decoded(page: &Page) -> (String, &'static str) {
    let decoded = decode::decode(page);
    (decoded.text.into_owned(), decoded.encoding)
}

/// The trees that we make, by our own rules where they reach and by the library's under our tags, and the one of the reference, a line a
/// node. None where a page is refused.
pub fn parsed_by_all(html: &str) -> Option<[String; 3]> {
    dom::outlines(html)
}

/// All that a parsed page holds as text, in its order, and then its comments and the values of its attributes; the text that it shows, in
/// which scripts part no words; and what is left of that when boilerplate is out, in which neither readings over words nor titles part any. None beyond a limit.
pub fn words_of_page(html: &str) -> Option<[String; 3]> {
    let mut doc = Document::parse(html, &Limits::default()).ok()?;
    let texts: String = doc.all().filter_map(|n| doc.text_of(n)).collect();
    let comments = doc.all().filter_map(|n| doc.comment(n));
    let values = doc.all().flat_map(|n| doc.attrs(n)).map(|(_, value)| value);
    // What looks like a tag within one of them ends with it.
    let all = [&*texts].into_iter().chain(comments).chain(values).collect::<Vec<_>>().join(" > ");
    let shown = doc.text(NodeId::ROOT);
    strip::strip(&mut doc, None);
    // A title in the middle of a text is shown nowhere.
    Some([all, shown, doc.text_without(NodeId::ROOT, |n| doc.tag(n) == Tag::Title)])
}

/// What is left of a replayed page.
#[derive(Debug, Clone, PartialEq)]
pub struct Restored {
    /// The page's own address.
    pub url: Option<Url>,
    /// When it was captured.
    pub captured: Option<DateTime>,
    /// The tree, a line a node.
    pub once: String,
    /// The same, when what a replay did was undone once more.
    pub twice: String,
}

/// A page without what a replay did to it. None beyond a limit.
pub fn restored(html: &str, url: Option<&Url>) -> Option<Restored> {
    let mut doc = Document::parse(html, &Limits::default()).ok()?;
    let origin = unrewrite::unrewrite(&mut doc, url, None);
    let once = doc.outline();
    unrewrite::unrewrite(&mut doc, url, None);
    Some(Restored { url: origin.original, captured: origin.captured, once, twice: doc.outline() })
}

/// The values that a script of JSON-LD holds, mended where it is broken.
pub fn json_ld(script: &str) -> Vec<serde_json::Value> {
    metadata::json_ld_values(script)
}

/// The dates in a text with their places. `latest` is the day that none is later than.
pub fn dates_in(text: &str, language: Option<&str>, latest: Option<DateTime>) -> Vec<(Range<usize>, DateTime)> {
    let context = dates::Context { language, day_first: None, latest };
    let found = dates::find(text, &context);
    assert_eq!(dates::find_first(text, &context), found.first().copied());
    found.into_iter().map(|found| (found.start..found.end, found.value)).collect()
}

/// The date that a text is.
pub fn date_of(text: &str, language: Option<&str>) -> Option<DateTime> {
    dates::parse(text, &dates::Context { language, ..dates::Context::default() })
}

/// The date that the value of an attribute is.
pub fn date_of_attribute(text: &str) -> Option<DateTime> {
    dates::parse_machine(text)
}

/// The day and the month that an address names.
pub fn dates_of_address(url: &str) -> (Option<DateTime>, Option<DateTime>) {
    (dates::from_url(url), dates::month_from_url(url))
}

#[cfg(feature = "fetch")]
pub use crate::fetch::fuzzing::{index_rows, links};
