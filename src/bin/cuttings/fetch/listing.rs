//! What indexes have listed, kept in the directory that pages are fetched into, so that no run asks for it again.
//!
//! A listing is a line that tells what was asked, a line for each row as it comes, and a line that says that these are all. One
//! without the last line was cut off by a kill, or by a failure of the index, and is asked for anew. Listings come one after the
//! other: the rows of one are those behind its first line. Of two of the same thing the later counts.

use std::collections::{BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use cuttings::CdxRecord;
use serde::{Deserialize, Serialize};

use crate::output::Failure;

/// What an index was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asked {
    /// The address, without user and password.
    pub url: String,
    /// Where: the address of the archive's index.
    pub archive: String,
    /// Which captures, in words of the command line.
    pub query: String,
}

/// What is known of a listing beside its rows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Told {
    /// How many rows could not be read.
    pub skipped: usize,
    /// The statuses of captures that were left out for theirs.
    pub passed_over: BTreeSet<u16>,
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Listing {
        #[serde(flatten)]
        asked: Asked,
        /// When it was asked: fourteen digits.
        time: String,
    },
    Row(Box<CdxRecord>),
    Complete {
        rows: u64,
        #[serde(flatten)]
        told: Told,
    },
}

/// How the line of a row begins, so that it need not be read to be known for one.
const ROW_START: &[u8] = b"{\"row\":";

/// A listing and where it is.
#[derive(Debug, Clone)]
pub struct Complete {
    /// Where its first row begins.
    offset: u64,
    rows: u64,
    pub told: Told,
    /// When it was asked for; none in this run.
    pub before: Option<String>,
}

/// The journal.
pub struct Listings {
    path: PathBuf,
    file: File,
    /// Its length.
    end: u64,
    complete: HashMap<Asked, Complete>,
    /// What is being listed: where its rows begin, and how many there are.
    under_way: Option<(Asked, u64, u64)>,
}

impl Listings {
    /// Opens the journal of a directory. Where the index is to be asked `anew`, what is there does not count.
    pub fn open(dir: &Path, anew: bool) -> Result<Listings, Failure> {
        let path = dir.join("listing.jsonl");
        let opened = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut listings = opened
            .map(|file| Listings { path, file, end: 0, complete: HashMap::new(), under_way: None })
            .map_err(|source| failure(&dir.join("listing.jsonl"), source))?;
        listings.read().map_err(|source| failure(&listings.path, source))?;
        if anew {
            listings.complete.clear();
        }
        Ok(listings)
    }

    /// Reads which listings are complete, and takes off a last line that a killed run left half written.
    fn read(&mut self) -> io::Result<()> {
        let mut reader = BufReader::with_capacity(1 << 16, self.file.try_clone()?);
        let (mut text, mut time) = (Vec::new(), String::new());
        loop {
            text.clear();
            let length = reader.read_until(b'\n', &mut text)?;
            if text.last() != Some(&b'\n') {
                break;
            }
            self.end += length as u64;
            if text.starts_with(ROW_START) {
                self.under_way.iter_mut().for_each(|(.., rows)| *rows += 1);
                continue;
            }
            match serde_json::from_slice(&text) {
                Ok(Line::Listing { asked, time: asked_at }) => {
                    time = asked_at;
                    self.under_way = Some((asked, self.end, 0));
                }
                Ok(Line::Complete { rows: told_rows, told }) => {
                    if let Some((asked, offset, rows)) = self.under_way.take().filter(|(.., rows)| *rows == told_rows) {
                        let before = Some(time.clone());
                        self.complete.insert(asked, Complete { offset, rows, told, before });
                    }
                }
                Ok(Line::Row(_)) | Err(_) => self.under_way = None,
            }
        }
        self.under_way = None;
        self.file.set_len(self.end)
    }

    /// The listing of this, if it is there.
    pub fn find(&self, asked: &Asked) -> Option<&Complete> {
        self.complete.get(asked)
    }

    /// The rows of a listing.
    pub fn rows(&self, listing: &Complete) -> Result<Rows, Failure> {
        let mut file = File::open(&self.path).map_err(|source| failure(&self.path, source))?;
        file.seek(SeekFrom::Start(listing.offset)).map_err(|source| failure(&self.path, source))?;
        Ok(Rows { reader: BufReader::new(file), left: listing.rows, path: self.path.clone() })
    }

    /// Begins a listing.
    pub fn begin(&mut self, asked: &Asked, time: String) -> Result<(), Failure> {
        self.append(&Line::Listing { asked: asked.clone(), time })?;
        self.under_way = Some((asked.clone(), self.end, 0));
        Ok(())
    }

    /// Keeps a row of the listing that was begun.
    pub fn keep(&mut self, row: &CdxRecord) -> Result<(), Failure> {
        self.append(&Line::Row(Box::new(row.clone())))?;
        self.under_way.iter_mut().for_each(|(.., rows)| *rows += 1);
        Ok(())
    }

    /// Ends the listing that was begun, and gives it. Unless it `is_complete` the next run asks for it again.
    pub fn end(&mut self, told: Told, is_complete: bool) -> Result<Complete, Failure> {
        let (asked, offset, rows) = self.under_way.take().unwrap_or_default();
        let listing = Complete { offset, rows, told, before: None };
        if is_complete {
            self.append(&Line::Complete { rows, told: listing.told.clone() })?;
            self.complete.insert(asked, listing.clone());
        }
        Ok(listing)
    }

    /// One line, in one write.
    fn append(&mut self, line: &Line) -> Result<(), Failure> {
        let written = serde_json::to_string(line).map_err(io::Error::from).and_then(|text| {
            self.file.write_all(format!("{text}\n").as_bytes())?;
            Ok(text.len() as u64 + 1)
        });
        self.end += written.map_err(|source| failure(&self.path, source))?;
        Ok(())
    }
}

/// The rows of a listing, read as they are asked for.
pub struct Rows {
    reader: BufReader<File>,
    left: u64,
    path: PathBuf,
}

impl Rows {
    pub fn next(&mut self) -> Result<Option<CdxRecord>, Failure> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let mut text = Vec::new();
        let read = self.reader.read_until(b'\n', &mut text);
        let line = read.and_then(|_| serde_json::from_slice(&text).map_err(io::Error::from));
        match line.map_err(|source| failure(&self.path, source))? {
            Line::Row(row) => Ok(Some(*row)),
            _ => {
                Err(failure(&self.path, io::Error::new(io::ErrorKind::InvalidData, "it was changed while it was read")))
            }
        }
    }
}

fn failure(path: &Path, source: io::Error) -> Failure {
    Failure::Write { to: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn asked(url: &str) -> Asked {
        Asked { url: url.to_owned(), archive: "http://a.example/cdx".to_owned(), query: "all".to_owned() }
    }

    fn row(time: &str) -> CdxRecord {
        serde_json::from_str(&format!(r#"{{"timestamp": "{time}", "original": "http://a.example/"}}"#)).unwrap()
    }

    fn list(listings: &mut Listings, url: &str, times: &[&str]) {
        listings.begin(&asked(url), "20200101000000".to_owned()).unwrap();
        times.iter().for_each(|time| listings.keep(&row(time)).unwrap());
    }

    fn times(listings: &Listings, url: &str) -> Option<Vec<String>> {
        let mut rows = listings.rows(listings.find(&asked(url))?).unwrap();
        let mut out = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            out.push(row.timestamp.to_string());
        }
        Some(out)
    }

    #[test]
    fn only_what_was_listed_to_its_end_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = ("20070101000000", "20080101000000");
        let mut listings = Listings::open(dir.path(), false).unwrap();
        list(&mut listings, "one", &[first, second]);
        listings.end(Told { skipped: 1, passed_over: [404].into() }, true).unwrap();
        list(&mut listings, "cut", &[first]);
        list(&mut listings, "none", &[]);
        listings.end(Told::default(), true).unwrap();
        list(&mut listings, "half", &[first, second]);
        drop(listings);
        let path = dir.path().join("listing.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        // Within a row, and within the line behind it.
        for cut in [9, 0] {
            fs::write(&path, &text[..text.len() - cut]).unwrap();
            let mut listings = Listings::open(dir.path(), false).unwrap();
            assert_eq!(times(&listings, "one").unwrap(), [first, second]);
            assert_eq!(times(&listings, "none").unwrap(), [""; 0]);
            assert!(times(&listings, "cut").is_none() && times(&listings, "half").is_none());
            let told = &listings.find(&asked("one")).unwrap().told;
            assert_eq!((told.skipped, &told.passed_over), (1, &[404].into()));
            list(&mut listings, "half", &[second]);
            listings.end(Told::default(), true).unwrap();
            assert_eq!(times(&listings, "half").unwrap(), [second]);
            assert_eq!(times(&Listings::open(dir.path(), false).unwrap(), "half").unwrap(), [second]);
        }
        assert!(times(&Listings::open(dir.path(), true).unwrap(), "one").is_none());
        let other = Asked { query: "from=2007".to_owned(), ..asked("one") };
        assert!(Listings::open(dir.path(), false).unwrap().find(&other).is_none());
    }
}
