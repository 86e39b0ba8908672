//! Records as a directory of Markdown: a file an article, with its data in front as YAML.

use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};

use cuttings::{Article, DateTime};
use serde_json::Value;

use super::names::Names;
use super::record::{Head, each_record, plain};

/// Writes the articles into a new directory. What could not be read is listed in `errors.jsonl` there, and what only
/// repeats another in `duplicates.jsonl`; neither is there with nothing in it.
pub fn write(records: &mut dyn BufRead, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    let mut names = Names::default();
    let mut errors = List::new(to.join("errors.jsonl"));
    let mut duplicates = List::new(to.join("duplicates.jsonl"));
    each_record(records, |record| match &record.article {
        Some(article) => {
            let wish = plain(&record.head.id);
            let wish = if wish.trim().is_empty() { record.head.source.as_str().into() } else { wish };
            let mut file = create(to, &mut names, &wish)?;
            file.write_all(page(&record.head, article).as_bytes())
        }
        None if record.head.error.is_some() => errors.push(record.line),
        None => duplicates.push(record.line),
    })?;
    errors.finish()?;
    duplicates.finish()
}

/// A new file. Should a file system take two names for one that are not, the next is tried.
fn create(folder: &Path, names: &mut Names, wish: &str) -> io::Result<File> {
    loop {
        match File::create_new(folder.join(names.unique(wish) + ".md")) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created,
        }
    }
}

/// A file of records that is there once it has one.
struct List {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl List {
    fn new(path: PathBuf) -> Self {
        List { path, file: None }
    }

    fn push(&mut self, line: &str) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create_new(&self.path)?)),
        };
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// An article as Markdown behind its data.
fn page(head: &Head, article: &Article) -> String {
    let capture = article.capture.as_ref();
    let date = |date: Option<DateTime>| date.map(|date| date.to_string());
    let mut out = String::from("---\n");
    let mut line = |key, value| front_line(&mut out, key, value);
    line("title", article.headline.as_deref().map(Value::from));
    line("date", date(article.published).map(Value::from));
    line("modified", date(article.modified).map(Value::from));
    line("authors", list(&article.authors));
    line("site", article.site_name.as_deref().map(Value::from));
    line("section", article.section.as_deref().map(Value::from));
    line("url", article.url.as_deref().map(Value::from));
    line("archive_url", capture.and_then(|c| c.url.as_deref()).map(Value::from));
    line("captured", date(capture.and_then(|c| c.timestamp)).map(Value::from));
    line("tags", list(&article.tags));
    line("language", article.language.as_deref().map(Value::from));
    line("source", Some(head.source.as_str().into()));
    line("id", Some(if head.id.is_number() { head.id.clone() } else { plain(&head.id).as_ref().into() }));
    out.push_str("---\n\n");
    out + &article.to_markdown()
}

fn list(items: &[String]) -> Option<Value> {
    (!items.is_empty()).then(|| items.into())
}

/// A line of the data in front.
fn front_line(out: &mut String, key: &str, value: Option<Value>) {
    let Some(value) = value else { return };
    out.push_str(key);
    out.push_str(": ");
    // As JSON, which is YAML too.
    for c in value.to_string().chars() {
        match c {
            // Readers of YAML refuse these, or take them for the end of the line; JSON lets them stand. None is outside of a string.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_in_front_are_quoted() {
        let mut out = String::new();
        front_line(&mut out, "title", Some("A: \"b\" # c\n---\u{85}\u{2028}\u{7}é".into()));
        front_line(&mut out, "tags", list(&["x, y".to_owned(), "[z]".to_owned()]));
        front_line(&mut out, "id", Some(7.into()));
        front_line(&mut out, "url", None);
        let expected = [r#"title: "A: \"b\" # c\n---\u0085\u2028\u0007é""#, r#"tags: ["x, y","[z]"]"#, "id: 7", ""];
        assert_eq!(out, expected.join("\n"));
    }
}
