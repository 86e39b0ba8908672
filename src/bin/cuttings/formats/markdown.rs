//! Records as a directory of Markdown: a file an article, with its data in front as YAML.

use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};

use cuttings::Article;
use serde_json::Value;

use super::names::Names;
use super::record::{Head, each_record, plain};
use crate::kept::Kept;

/// Writes the articles into a new directory. What could not be read is listed in `errors.jsonl` there, and what only
/// repeats another in `duplicates.jsonl`; neither is there with nothing in it.
pub fn write(records: &mut dyn BufRead, kept: Kept, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    let mut names = Names::default();
    let mut errors = List::new(to.join("errors.jsonl"));
    let mut duplicates = List::new(to.join("duplicates.jsonl"));
    each_record(records, |record| match &record.article {
        Some(article) => {
            let wish = plain(&record.head.id);
            let wish = if wish.trim().is_empty() { record.head.source.as_str().into() } else { wish };
            let mut file = create(to, &mut names, &wish)?;
            file.write_all(page(&record.head, article, kept).as_bytes())
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

/// An article as Markdown, with what is asked for around it; behind its own data in front those of its record.
fn page(head: &Head, article: &Article, kept: Kept) -> String {
    let story = article.to_markdown_with(kept.options().head(false));
    if kept.no_front_matter {
        return story;
    }
    let id = if head.id.is_number() { head.id.clone() } else { plain(&head.id).as_ref().into() };
    let front = article.front_matter_with(&[("source", Value::from(head.source.as_str())), ("id", id)]);
    format!("{front}\n{story}")
}
