//! The records of a run with the pages of each story joined: what `--whole` makes of them when all are done.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use cuttings::{Article, WarningCode};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::record::AllFields;
use crate::filters::Filters;
use crate::stories::{Elsewhere, Given, Links};

/// What came of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Joined {
    /// Stories of more than one page, or out of a frame.
    pub stories: usize,
    /// The pages of these.
    pub pages: usize,
    /// Stories of which a page is missing.
    pub missing: usize,
    /// Records that a filter leaves out, which is asked when a story is whole.
    pub left_out: usize,
}

/// How the records are made.
#[derive(Debug, Clone)]
pub struct Joining {
    /// Whether fields that are unknown are written.
    pub all_fields: bool,
    pub filters: Filters,
}

/// The place of a record: the byte at which it begins.
type Place = u64;

/// What a record has in front of its article.
#[derive(Deserialize)]
struct Front {
    id: Box<RawValue>,
    source: String,
    stamp: Option<Box<RawValue>>,
    place: Option<Box<RawValue>>,
}

/// Writes the records of a file into another one, with the pages of each story in the record of its first.
///
/// A page that has no record is fetched where the story's first page was.
pub fn join(records: &Path, joined: &Path, making: &Joining, fetch: &Elsewhere<'_>) -> io::Result<Joined> {
    let mut given = Given::new();
    let mut beginnings: Vec<(Place, Links)> = Vec::new();
    each(records, |place, line| {
        // Errors and notes on duplicates have no links.
        let links: Links = serde_json::from_str(line)?;
        if given.note_wanted(&links) {
            beginnings.push((place, links));
        }
        Ok(())
    })?;
    if !beginnings.is_empty() {
        each(records, |place, line| {
            let links: Links = serde_json::from_str(line)?;
            given.add(&links, place);
            Ok(())
        })?;
    }
    let mut whole = Whole { source: File::open(records)?, given: &given, making, fetch, made: BTreeMap::new() };
    let mut side =
        tempfile::tempfile_in(joined.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    let mut counts = Joined::default();
    let taken = given.make_stories(&beginnings, |place| whole.story(place, &mut side, &mut counts))?;
    whole.write(records, joined, (&mut side, &taken), &mut counts)?;
    Ok(counts)
}

struct Whole<'a> {
    source: File,
    making: &'a Joining,
    fetch: &'a Elsewhere<'a>,
    given: &'a Given<Place>,
    /// Where the new record of a first page lies, and its length.
    made: BTreeMap<Place, (u64, usize)>,
}

impl Whole<'_> {
    /// Puts one story together, and writes its record aside. Gives the records that went into it.
    fn story(&mut self, place: Place, side: &mut File, counts: &mut Joined) -> io::Result<Vec<Place>> {
        let line = record_at(&mut self.source, place)?;
        let front: Front = serde_json::from_str(&line)?;
        let first = article_of(&line)?;
        let is_of_web = ["http://", "https://"].iter().any(|scheme| front.source.starts_with(scheme));
        let source = &mut self.source;
        let read = |page: Place| article_of(&record_at(source, page)?);
        let (article, used) = self.given.whole(first, &front.source, read, is_of_web.then_some(self.fetch))?;
        let is_joined = !article.pages.is_empty();
        counts.stories += usize::from(is_joined);
        // Files without addresses have no names in the list of pages.
        counts.pages += if is_joined { article.pages.len().max(used.len() + 1) } else { 0 };
        counts.missing += usize::from(article.warnings.iter().any(|w| w.code == WarningCode::PageMissing));
        let text = record(&front, &article, self.making.all_fields)?;
        let at = side.stream_position()?;
        side.write_all(text.as_bytes())?;
        self.made.insert(place, (at, text.len()));
        Ok(used)
    }

    /// Writes all records that are wanted, each story's in the place of its first page, without those that were taken into others.
    fn write(
        &self,
        records: &Path,
        joined: &Path,
        (side, taken): (&mut File, &BTreeSet<Place>),
        counts: &mut Joined,
    ) -> io::Result<()> {
        let mut out = BufWriter::new(File::create(joined)?);
        let filters = &self.making.filters;
        each(records, |place, line| {
            if taken.contains(&place) {
                return Ok(());
            }
            let mut text = String::new();
            let text = match self.made.get(&place) {
                Some(&(at, length)) => {
                    side.seek(SeekFrom::Start(at))?;
                    side.take(length as u64).read_to_string(&mut text)?;
                    &text
                }
                None => line,
            };
            // Errors and notes on duplicates are no articles, which the filters are about.
            if filters.ask_of_articles() && is_article(text)? && !filters.takes_article(&article_of(text)?) {
                counts.left_out += 1;
                return Ok(());
            }
            out.write_all(text.as_bytes())
        })?;
        out.into_inner()?.sync_all()
    }
}

/// The article of a record, which may have its unknown fields too.
fn article_of(line: &str) -> io::Result<Article> {
    let mut fields: serde_json::Map<String, Value> = serde_json::from_str(line)?;
    fields.retain(|_, value| !value.is_null());
    Ok(serde_json::from_value(fields.into())?)
}

/// Whether a record is of an article.
fn is_article(line: &str) -> io::Result<bool> {
    #[derive(Deserialize)]
    struct Fate {
        body: Option<serde::de::IgnoredAny>,
    }
    let Fate { body } = serde_json::from_str(line)?;
    Ok(body.is_some())
}

/// A record with its article anew.
fn record(front: &Front, article: &Article, all_fields: bool) -> io::Result<String> {
    let article = match all_fields {
        true => serde_json::to_string(&AllFields(article))?,
        false => serde_json::to_string(article)?,
    };
    let mut out = format!("{{\"id\":{},\"source\":{},", front.id, serde_json::to_string(&front.source)?);
    for (name, value) in [("stamp", &front.stamp), ("place", &front.place)] {
        if let Some(value) = value {
            out += &format!("\"{name}\":{value},");
        }
    }
    // An article always has a body.
    Ok(out + article.trim_start_matches('{') + "\n")
}

/// Goes through the records of a file, each with its place.
fn each(records: &Path, mut take: impl FnMut(Place, &str) -> io::Result<()>) -> io::Result<()> {
    let mut reader = BufReader::new(File::open(records)?);
    let (mut place, mut line) = (0, String::new());
    loop {
        line.clear();
        let read = reader.read_line(&mut line)?;
        if read == 0 {
            return Ok(());
        }
        take(place, &line)?;
        place += read as u64;
    }
}

fn record_at(file: &mut File, place: Place) -> io::Result<String> {
    file.seek(SeekFrom::Start(place))?;
    let mut line = String::new();
    BufReader::new(&*file).read_line(&mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str], all_fields: bool) -> (Vec<String>, Joined) {
        joined_as(lines, &Joining { all_fields, filters: Filters::default() })
    }

    fn joined_as(lines: &[&str], making: &Joining) -> (Vec<String>, Joined) {
        let dir = tempfile::tempdir().unwrap();
        let (records, out) = (dir.path().join("records"), dir.path().join("joined"));
        std::fs::write(&records, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        let counts = join(&records, &out, making, &|_, _| panic!("none of these is of the web")).unwrap();
        (std::fs::read_to_string(&out).unwrap().lines().map(str::to_owned).collect(), counts)
    }

    fn line(n: u32, next: Option<u32>) -> String {
        let address = |n: u32| format!("http://sound.example/ferry_{n}.html");
        let next = next.map_or(String::new(), |next| format!(r#","next_page":"{}""#, address(next)));
        let text = format!("Page {n} tells of the ferry and of sheep {n}.");
        format!(
            r#"{{"id":{n},"source":"{n}.html","stamp":{{"z":1,"a":2}},"url":"{}","body":[{{"type":"paragraph","text":"{text}"}}]{next}}}"#,
            address(n)
        )
    }

    #[test]
    fn a_story_stands_in_the_record_of_its_first_page() {
        let (failed, other) = (r#"{"id":9,"source":"x","error":{"kind":"io","message":"gone"}}"#, line(7, None));
        let lines =
            [line(3, None), failed.to_owned(), line(1, Some(2)), other.clone(), line(2, Some(3)), line(5, Some(6))];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (out, counts) = joined(&lines, false);
        assert_eq!(counts, Joined { stories: 1, pages: 3, missing: 1, left_out: 0 });
        assert_eq!(out.len(), 4);
        assert_eq!((out[0].as_str(), &out[2]), (failed, &other));
        assert!(out[1].starts_with(r#"{"id":1,"source":"1.html","stamp":{"z":1,"a":2},"url":"#), "{}", out[1]);
        let whole: Article = serde_json::from_str(&out[1]).unwrap();
        assert_eq!((whole.body.len(), whole.pages.len()), (3, 3));
        assert!(out[3].contains("page_missing") && out[3].contains("ferry_6.html"), "{}", out[3]);
        // Records with all their fields are read as well as written.
        let all = joined(&lines, true).0;
        assert!(all[1].contains(r#""provenance":null"#) && all[1].contains(r#""kicker":null"#));
        let again: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(joined(&again, true).0, all);
        // A filter is asked when a story is whole.
        let making =
            |least| Joining { all_fields: false, filters: Filters { min_length: Some(least), ..Filters::default() } };
        let (out, counts) = joined_as(&lines, &making(100));
        assert_eq!((out.len(), counts.left_out, out[1].contains("sheep 3")), (2, 2, true));
    }

    #[test]
    fn nothing_is_lost_of_circles_and_of_pages_that_two_stories_share() {
        let circle = [line(1, Some(2)), line(2, Some(1))];
        let (out, counts) = joined(&[&circle[0], &circle[1]], false);
        assert_eq!((out.len(), counts.stories), (1, 1));
        let shared = [line(1, Some(3)), line(2, Some(3)), line(3, None)];
        let (out, counts) = joined(&[&shared[0], &shared[1], &shared[2]], false);
        assert_eq!((out.len(), counts.stories, counts.pages), (2, 2, 4));
        let alone = line(1, None);
        assert_eq!(joined(&[&alone], false), (vec![alone], Joined::default()));
    }
}
