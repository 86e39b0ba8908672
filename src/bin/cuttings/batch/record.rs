//! The record of one input.

use std::time::{Duration, Instant};

use cuttings::{Article, Page};
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::facts::Facts;
use super::pieces::{Piece, Work};
use super::timed::Extracted;
use crate::dedupe::Dedupe;
use crate::filters::Filters;
use crate::guarded::{BROKEN, guarded};
use crate::input::message;

/// A record as it is written.
#[derive(Debug, Serialize)]
struct Record<'a> {
    id: &'a Value,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<&'a Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Lies<'a>>,
    #[serde(flatten)]
    result: Fate<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Fate<'a> {
    Article(&'a Article),
    Filled(AllFields<'a>),
    Failed { error: Trouble<'a> },
    Duplicate { duplicate_of: &'a Value, duplicate: &'a str },
}

#[derive(Debug, Serialize)]
struct Trouble<'a> {
    kind: &'a str,
    message: &'a str,
}

/// Where a page lay.
#[derive(Debug, Serialize)]
struct Lies<'a> {
    file: &'a str,
    /// The byte of a file of records at which its own begins, or its gzip member does.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record_id: Option<&'a Value>,
    /// Of the page's bytes: SHA-1 in base 32, as archives have it.
    digest: String,
}

impl<'a> Lies<'a> {
    fn new(id: &'a Value, source: &'a str, bytes: &[u8]) -> Self {
        // A record's source is its file, `#` and the place in it.
        let parts = source.rsplit_once('#').and_then(|(file, at)| {
            let digits = at.split('+').next()?;
            Some((file, digits.parse().ok()?))
        });
        let (file, offset) = parts.map_or((source, None), |(file, offset)| (file, Some(offset)));
        Lies { file, offset, record_id: offset.map(|_| id), digest: digest(bytes) }
    }
}

/// What made a record.
#[derive(Debug, Clone, Serialize)]
pub struct Stamp {
    pub version: &'static str,
    pub model: String,
    pub options: String,
}

/// How records are made.
pub struct Making<'a> {
    pub filters: &'a Filters,
    pub dedupe: Option<Dedupe>,
    /// Whether fields that are unknown are written, as `null` or empty.
    pub all_fields: bool,
    pub stamp: Option<Stamp>,
    /// Whether the pages of stories are joined later, and what is asked of articles with that.
    pub whole: bool,
}

/// What came of one input.
pub struct Line {
    pub number: usize,
    pub task: u64,
    pub id: Value,
    pub source: String,
    /// Its record; none for what a filter leaves out.
    pub json: Option<String>,
    pub facts: Facts,
    /// What to tell the user.
    pub complaint: Option<String>,
    /// What tells its duplicates.
    pub key: Option<u64>,
    pub cost: Cost,
}

/// What a page cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// The size of the page.
    pub bytes: u64,
    /// How long it took to extract, where it came to that.
    pub time: Option<Duration>,
}

impl Making<'_> {
    /// Works on one piece. Whatever happens to it, it has a record and the others go on.
    pub fn line(
        &self,
        piece: Piece,
        read: impl FnOnce(Work) -> cuttings::Result<Page>,
        extract: impl FnOnce(Page) -> Extracted,
    ) -> Line {
        let Piece { number, task, id, source, work } = piece;
        let empty = Line {
            number,
            task,
            id,
            source,
            json: None,
            facts: Facts::default(),
            complaint: None,
            key: None,
            cost: Cost::default(),
        };
        let work = match work {
            Work::Broken => return self.broken(empty),
            Work::Bad(bad) => {
                let source = bad.place.clone();
                return self.failure(Line { source, ..empty }, "manifest", &bad.message, bad.message.clone());
            }
            work => work,
        };
        let page = match guarded(|| read(work)) {
            Some(Ok(page)) => page,
            Some(Err(error)) => return self.error(empty, &error),
            None => return self.broken(empty),
        };
        let cost = Cost { bytes: page.bytes().len() as u64, time: None };
        let line = Line { cost, ..empty };
        if !self.filters.takes_page(&page) {
            return line;
        }
        let start = Instant::now();
        let extracted = extract(page);
        let line = Line { cost: Cost { time: Some(start.elapsed()), ..cost }, ..line };
        match extracted {
            Extracted::Done(page, result) => match *result {
                Ok(article) => self.article(line, &page, article),
                Err(error) => self.error(line, &error),
            },
            Extracted::TimedOut => {
                let what = "it took longer than --page-timeout allows";
                let complaint = format!("{}: {what}", line.source);
                self.failure(line, "timeout", what, complaint)
            }
            Extracted::Broken => self.broken(line),
        }
    }

    fn error(&self, line: Line, error: &cuttings::Error) -> Line {
        let complaint = message(&line.source, error);
        self.failure(line, error.code().as_str(), &error.to_string(), complaint)
    }

    fn article(&self, line: Line, page: &Page, article: Article) -> Line {
        if !self.whole && !self.filters.takes_article(&article) {
            return line;
        }
        let facts = Facts::of(&article, &line.source);
        let key = self.dedupe.and_then(|by| by.key(page, &article, self.whole));
        let place = self.stamp.is_some().then(|| Lies::new(&line.id, &line.source, page.bytes()));
        let fate = match self.all_fields {
            true => Fate::Filled(AllFields(&article)),
            false => Fate::Article(&article),
        };
        let json = self.json(&line, place, fate);
        Line { json: Some(json), facts, key, ..line }
    }

    fn broken(&self, line: Line) -> Line {
        let complaint = format!("{}: {BROKEN}", line.source);
        self.failure(line, "internal", BROKEN, complaint)
    }

    fn failure(&self, line: Line, kind: &str, message: &str, complaint: String) -> Line {
        let json = self.json(&line, None, Fate::Failed { error: Trouble { kind, message } });
        let facts = Facts::of_error(&line.source, kind, message);
        Line { json: Some(json), facts, complaint: Some(complaint), ..line }
    }

    /// The line made one that only names the record it is a duplicate of.
    pub fn duplicate(&self, line: Line, by: Dedupe, first: &Value) -> Line {
        let fate = Fate::Duplicate { duplicate_of: first, duplicate: by.word() };
        let json = self.json(&line, None, fate);
        Line { json: Some(json), facts: Facts::of_duplicate(by.word()), ..line }
    }

    fn json(&self, line: &Line, place: Option<Lies<'_>>, result: Fate<'_>) -> String {
        let record = Record { id: &line.id, source: &line.source, stamp: self.stamp.as_ref(), place, result };
        // Cannot fail: every key is a string, and nothing in a record refuses to be written.
        serde_json::to_string(&record).unwrap_or_default() + "\n"
    }
}

/// The SHA-1 of a page's bytes, in base 32, as archives have it.
fn digest(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    format!("sha1:{}", data_encoding::BASE32.encode(&Sha1::digest(bytes)))
}

/// An article with all its fields, unknown ones `null`, or empty where they are lists.
#[derive(Debug)]
pub struct AllFields<'a>(pub &'a Article);

/// The fields of an article in their order, and whether they are lists.
const FIELDS: [(&str, bool); 30] = [
    ("url", false),
    ("canonical_url", false),
    ("capture", false),
    ("status", false),
    ("headline", false),
    ("kicker", false),
    ("summary", true),
    ("description", false),
    ("published", false),
    ("modified", false),
    ("authors", true),
    ("byline", false),
    ("site_name", false),
    ("section", false),
    ("tags", true),
    ("language", false),
    ("image", false),
    ("body", true),
    ("text", false),
    ("media", true),
    ("quotes", true),
    ("asides", true),
    ("notes", true),
    ("comments", true),
    ("profile", false),
    ("confidence", false),
    ("next_page", false),
    ("pages", true),
    ("warnings", true),
    ("provenance", false),
];

impl Serialize for AllFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = serde_json::to_value(self.0).map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(FIELDS.len()))?;
        for (name, is_list) in FIELDS {
            match known.get(name) {
                Some(value) => map.serialize_entry(name, value)?,
                None if is_list => map.serialize_entry(name, &[(); 0])?,
                None => map.serialize_entry(name, &())?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::manifest::BadLine;

    fn of(making: &Making<'_>, extract: impl Fn() -> cuttings::Result<Article>) -> Line {
        let work = Work::Read(Input::from_argument("a.html".as_ref()));
        let piece = Piece { number: 3, task: 9, id: 7.into(), source: "a.html".to_owned(), work };
        let extract = |page: Page| match guarded(&extract) {
            Some(result) => Extracted::Done(Box::new(page), Box::new(result)),
            None => Extracted::Broken,
        };
        making.line(piece, |_| Ok(Page::new("<p>")), extract)
    }

    fn making(filters: &Filters) -> Making<'_> {
        Making { filters, dedupe: None, all_fields: false, stamp: None, whole: false }
    }

    fn article() -> cuttings::Result<Article> {
        Ok(serde_json::from_str(r#"{"headline": "One", "body": []}"#).unwrap())
    }

    #[test]
    fn a_record_is_the_article_behind_id_and_source() {
        let filters = Filters::default();
        let line = of(&making(&filters), article);
        assert_eq!(line.json.as_deref(), Some("{\"id\":7,\"source\":\"a.html\",\"headline\":\"One\",\"body\":[]}\n"));
        assert_eq!((line.number, line.task, line.cost.bytes, line.complaint), (3, 9, 3, None));
    }

    #[test]
    fn what_fails_has_a_record_too() {
        let filters = Filters::default();
        let line = of(&making(&filters), || Err(cuttings::Error::not_a_page("a PNG image")));
        let json = r#"{"id":7,"source":"a.html","error":{"kind":"not_a_page","message":"not a page: a PNG image"}}"#;
        assert_eq!(
            (line.json, line.complaint),
            (Some(json.to_owned() + "\n"), Some("a.html: not a page: a PNG image".into()))
        );
        let line = of(&making(&filters), || panic!("as no page should make us"));
        assert!(line.json.unwrap().starts_with(r#"{"id":7,"source":"a.html","error":{"kind":"internal","message":"#));
        assert!(line.complaint.is_some() && line.facts.error().is_some());
        let bad = BadLine { place: "m:1".to_owned(), message: "m, line 1: no".to_owned() };
        let piece = Piece { number: 0, task: 0, id: 1.into(), source: String::new(), work: Work::Bad(bad) };
        let line = making(&filters).line(piece, |_| Ok(Page::new("")), |_| Extracted::TimedOut);
        assert!(line.json.unwrap().contains(r#""source":"m:1","error":{"kind":"manifest""#));
    }

    #[test]
    fn a_record_of_a_file_of_records_says_where_it_lay() {
        let id = Value::from("<urn:uuid:1>");
        let place = |source| serde_json::to_value(Lies::new(&id, source, b"x")).unwrap();
        let lies = place("a#b.warc.gz#1234+56");
        assert_eq!((&lies["file"], &lies["offset"], &lies["record_id"]), (&"a#b.warc.gz".into(), &1234.into(), &id));
        let lies = place("page.html");
        assert_eq!((&lies["file"], lies.get("offset")), (&"page.html".into(), None));
    }

    #[test]
    fn all_fields_are_written_where_they_are_asked_for() {
        let filters = Filters::default();
        let stamp = Some(Stamp { version: "1", model: "m".to_owned(), options: "--links".to_owned() });
        let line = of(&Making { all_fields: true, stamp, ..making(&filters) }, article);
        let json: Value = serde_json::from_str(&line.json.unwrap()).unwrap();
        assert_eq!(
            (&json["published"], &json["tags"], &json["headline"]),
            (&Value::Null, &serde_json::json!([]), &"One".into())
        );
        assert_eq!(
            (&json["stamp"]["options"], json["place"]["digest"].as_str().map(str::len)),
            (&"--links".into(), Some(37))
        );
        assert_eq!(json.as_object().unwrap().len(), FIELDS.len() + 4);
    }

    #[test]
    #[cfg(feature = "schema")]
    fn all_fields_are_all_of_them() {
        let schema = cuttings::article_schema();
        let mut named: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut listed: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        named.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, named);
    }

    #[test]
    fn a_page_that_takes_too_long_has_a_record() {
        let filters = Filters::default();
        let work = Work::Have(Box::new(Page::new("")));
        let piece = Piece { number: 0, task: 0, id: 1.into(), source: "a".to_owned(), work };
        let line = making(&filters).line(piece, |_| Ok(Page::new("")), |_| Extracted::TimedOut);
        assert!(line.json.unwrap().contains(r#""error":{"kind":"timeout","message":"it took longer"#));
    }

    #[test]
    fn a_filter_leaves_a_record_out() {
        let filters = Filters { min_length: Some(1), ..Filters::default() };
        assert_eq!(of(&making(&filters), article).json, None);
        let filters = Filters { statuses: vec![200], ..Filters::default() };
        assert_eq!(of(&making(&filters), || panic!("it is not to be read")).json, None);
    }
}
