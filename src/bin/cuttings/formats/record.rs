//! The records of a batch, as its JSON lines tell them.

use std::borrow::Cow;
use std::io::{self, BufRead};

use cuttings::Article;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// One record.
#[derive(Debug)]
pub struct Record<'a> {
    /// The line as it stands, without its end.
    pub line: &'a str,
    pub head: Head,
    /// What the page holds; none where it could not be read, or only repeats another.
    pub article: Option<Article>,
}

/// What a record has beside the fields of an article.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(feature = "tables"), allow(dead_code, reason = "read by the tables alone"))]
pub struct Head {
    pub id: Value,
    pub source: String,
    pub error: Option<Trouble>,
    /// The id of the first record of the same article.
    pub duplicate_of: Option<Value>,
    /// How it is the same.
    pub duplicate: Option<String>,
    #[serde(default)]
    pub stamp: Stamp,
    #[serde(default)]
    pub place: Place,
    /// What every article has.
    body: Option<IgnoredAny>,
}

/// Why there is no article.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(feature = "tables"), allow(dead_code, reason = "read by the tables alone"))]
pub struct Trouble {
    pub kind: String,
    pub message: String,
}

/// What made the record.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(not(feature = "tables"), allow(dead_code, reason = "read by the tables alone"))]
pub struct Stamp {
    pub version: Option<Value>,
    pub model: Option<Value>,
    pub options: Option<Value>,
}

/// Where in a file of many the page stood.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(not(feature = "tables"), allow(dead_code, reason = "read by the tables alone"))]
pub struct Place {
    pub file: Option<String>,
    pub offset: Option<i64>,
    pub record_id: Option<String>,
    pub digest: Option<String>,
}

impl<'a> Record<'a> {
    fn parse(line: &'a str) -> Result<Self, String> {
        let head: Head = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let has_article = head.body.is_some();
        if !has_article && head.error.is_none() && head.duplicate_of.is_none() {
            return Err("neither an article nor an error".to_owned());
        }
        let article = has_article.then(|| serde_json::from_str(line)).transpose();
        Ok(Record { line, head, article: article.map_err(|error| error.to_string())? })
    }
}

/// Does `work` with each record, in order. Only one is in memory at a time.
pub fn each_record(records: &mut dyn BufRead, mut work: impl FnMut(&Record<'_>) -> io::Result<()>) -> io::Result<()> {
    let mut line = String::new();
    let mut number = 0_u64;
    loop {
        number += 1;
        line.clear();
        if records.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let no_record = |why| io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is no record: {why}"));
        let record = Record::parse(line.trim_end_matches(['\n', '\r'])).map_err(no_record)?;
        work(&record)?;
    }
}

/// A value as text: a string as it is, anything else as JSON has it.
pub fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lines: &str) -> io::Result<Vec<(String, bool)>> {
        let mut found = Vec::new();
        each_record(&mut lines.as_bytes(), |record| {
            found.push((plain(&record.head.id).into_owned(), record.article.is_some()));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn records_are_articles_errors_and_repetitions() {
        let lines = "{\"id\":7,\"source\":\"a\",\"body\":[]}\r\n\
            {\"id\":\"b\",\"source\":\"b\",\"error\":{\"kind\":\"io\",\"message\":\"gone\"}}\n\
            {\"id\":null,\"source\":\"c\",\"duplicate_of\":7,\"duplicate\":\"near\",\"more\":1}";
        let expected = [("7".to_owned(), true), ("b".to_owned(), false), ("null".to_owned(), false)];
        assert_eq!(all(lines).unwrap(), expected);
        assert_eq!(all("").unwrap(), []);
    }

    #[test]
    fn a_line_that_is_no_record_is_named() {
        let good = "{\"id\":1,\"source\":\"a\",\"body\":[]}\n";
        for bad in [
            "",
            "[]",
            "{",
            "{\"id\":1}",
            "{\"source\":\"a\",\"body\":[]}",
            "{\"id\":1,\"source\":\"a\"}",
            "{\"id\":1,\"source\":\"a\",\"body\":{}}",
            "{\"id\":1,\"source\":\"a\",\"body\":[],\"published\":\"soon\"}",
        ] {
            let error = all(&format!("{good}{bad}\n{good}")).unwrap_err().to_string();
            assert!(error.starts_with("line 2 is no record: "), "{bad}: {error}");
        }
        // What is no text at all.
        let error = each_record(&mut &b"\xff\n"[..], |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
