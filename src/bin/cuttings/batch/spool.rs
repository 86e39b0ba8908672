//! The records of a run in a file beside its output, with a journal by which a run that was killed goes on.
//!
//! The journal has a line for each task that is done: its number, a hash of what it is, the length of the records when it was
//! done, what became of it, and what it cost. It is written after the record, so what it tells of is there. A record that is torn or
//! of which the journal says nothing is cut off, and its task done again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::record::Cost;
use crate::output::Failure;
use crate::output::partial::Partial;
use crate::planted;

/// The first line of a journal, before what the run was asked for.
const HEAD: &str = "cuttings batch journal 2 ";

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It has a record.
    Recorded,
    /// It was left out by a filter.
    LeftOut,
}

/// A task that is done, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub number: usize,
    /// A hash of the task's id and source.
    pub task: u64,
    pub fate: Fate,
    pub cost: Cost,
    /// What tells duplicates, where they are looked for.
    pub keys: String,
    /// The length of the records up to and with its own.
    end: u64,
}

/// Records under way to a file.
pub struct Spool {
    partial: Partial,
    journal: File,
    journal_path: PathBuf,
    /// The length of the journal as far as it was written whole.
    journal_length: u64,
}

impl Spool {
    /// Begins anew beside the target. What earlier runs left is left alone.
    pub fn create(target: &Path, asked: &str) -> io::Result<Spool> {
        let partial = Partial::create_beside(target)?;
        let journal_path = journal_of(partial.path());
        let mut journal = planted::create_anew(&journal_path)?;
        let head = format!("{HEAD}{asked}\n");
        journal.write_all(head.as_bytes())?;
        Ok(Spool { partial, journal, journal_path, journal_length: head.len() as u64 })
    }

    /// Goes on with the last run beside the target that was asked for the same, if there is one; with what it has done.
    ///
    /// # Errors
    /// A run that was asked for something else is no error of the disk: it is told in plain words.
    pub fn resume(target: &Path, asked: &str) -> Result<Option<(Spool, Vec<Done>)>, Failure> {
        let Some(path) = Partial::last_beside(target).filter(|path| journal_of(path).exists()) else {
            return Ok(None);
        };
        let failure = |source| Failure::Write { to: path.display().to_string(), source };
        let journal_path = journal_of(&path);
        planted::not_a_link(&path).and_then(|()| planted::not_a_link(&journal_path)).map_err(failure)?;
        let length = fs::metadata(&path).map_err(failure)?.len();
        let Some((done, journal_length)) = read_journal(&journal_path, asked, length).map_err(failure)? else {
            let message = format!(
                "--resume: {} is of a run with other inputs, options or another version; remove it, or leave out --resume",
                path.display()
            );
            return Err(Failure::Usage(message));
        };
        let end = done.last().map_or(0, |d| d.end);
        let partial = Partial::reopen(&path, target, end).map_err(failure)?;
        let journal = OpenOptions::new().append(true).open(&journal_path).map_err(failure)?;
        journal.set_len(journal_length).map_err(failure)?;
        Ok(Some((Spool { partial, journal, journal_path, journal_length }, done)))
    }

    pub fn path(&self) -> &Path {
        self.partial.path()
    }

    pub fn is_empty(&self) -> bool {
        self.partial.is_empty()
    }

    /// Takes in what came of a task: its record, if it has one.
    pub fn write(
        &mut self,
        (number, task): (usize, u64),
        record: Option<&str>,
        cost: Cost,
        keys: &str,
    ) -> io::Result<()> {
        if let Some(record) = record {
            self.partial.write(record)?;
        }
        let fate = if record.is_some() { "r" } else { "f" };
        let time = cost.time.map_or_else(|| "-".to_owned(), |time| time.as_micros().to_string());
        let line = format!("{number} {task:x} {} {fate} {} {time} {keys}\n", self.partial.written(), cost.bytes);
        match self.journal.write_all(line.as_bytes()) {
            Ok(()) => self.journal_length += line.len() as u64,
            Err(error) => {
                // A line cut off at the end is passed over by who reads it; the error is what matters.
                let _ = self.journal.set_len(self.journal_length);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Reads the records from the beginning.
    pub fn records(&self) -> io::Result<BufReader<File>> {
        File::open(self.partial.path()).map(BufReader::new)
    }

    /// Puts the records themselves in the place of the target.
    pub fn put_in_place(mut self) -> io::Result<()> {
        self.partial.put_in_place()?;
        fs::remove_file(&self.journal_path)
    }

    /// Ends a run whose records were written elsewhere.
    pub fn remove(mut self) -> io::Result<()> {
        self.partial.remove()?;
        fs::remove_file(&self.journal_path)
    }

    /// Ends a run that has nothing to keep, if it has nothing.
    pub fn remove_if_empty(self) {
        if self.is_empty() {
            // A journal left behind without records does no harm.
            let _ = fs::remove_file(&self.journal_path);
        }
    }
}

fn journal_of(partial: &Path) -> PathBuf {
    let mut name = partial.as_os_str().to_owned();
    name.push(".journal");
    PathBuf::from(name)
}

/// What a journal says is done, as far as there are records of it, and the length of that; none where it is of another run.
fn read_journal(path: &Path, asked: &str, records: u64) -> io::Result<Option<(Vec<Done>, u64)>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    if line != format!("{HEAD}{asked}\n").as_bytes() {
        return Ok(None);
    }
    let mut length = line.len() as u64;
    let mut done = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)?;
        let Some(entry) = line.strip_suffix(b"\n").and_then(parse).filter(|d| d.end <= records) else {
            return Ok(Some((done, length)));
        };
        done.push(entry);
        length += read as u64;
    }
}

fn parse(line: &[u8]) -> Option<Done> {
    let mut parts = std::str::from_utf8(line).ok()?.splitn(7, ' ');
    let number = parts.next()?.parse().ok()?;
    let task = u64::from_str_radix(parts.next()?, 16).ok()?;
    let end = parts.next()?.parse().ok()?;
    let fate = match parts.next()? {
        "r" => Fate::Recorded,
        "f" => Fate::LeftOut,
        _ => return None,
    };
    let bytes = parts.next()?.parse().ok()?;
    let time = match parts.next()? {
        "-" => None,
        time => Some(Duration::from_micros(time.parse().ok()?)),
    };
    Some(Done { number, task, fate, cost: Cost { bytes, time }, keys: parts.next()?.to_owned(), end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_goes_on_where_its_journal_ends() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.jsonl");
        let mut spool = Spool::create(&target, "a").unwrap();
        let cost = Cost { bytes: 99, time: Some(Duration::from_micros(1_500)) };
        spool.write((0, 10), Some("one\n"), Cost::default(), "").unwrap();
        spool.write((1, 11), None, Cost::default(), "").unwrap();
        spool.write((2, 12), Some("three\n"), cost, "k").unwrap();
        let (records, journal) = (spool.path().to_owned(), spool.journal_path.clone());
        drop(spool);
        // Killed in the middle of a record, and of a line of the journal.
        OpenOptions::new().append(true).open(&records).unwrap().write_all(b"fo").unwrap();
        OpenOptions::new().append(true).open(&journal).unwrap().write_all(b"3 13 1").unwrap();
        assert!(matches!(Spool::resume(&target, "b"), Err(Failure::Usage(_))));
        let (mut spool, done) = Spool::resume(&target, "a").unwrap().unwrap();
        let told: Vec<_> = done.iter().map(|d| (d.number, d.task, d.fate, d.keys.as_str())).collect();
        assert_eq!(told, [(0, 10, Fate::Recorded, ""), (1, 11, Fate::LeftOut, ""), (2, 12, Fate::Recorded, "k")]);
        assert_eq!((done[1].cost, done[2].cost), (Cost::default(), cost));
        spool.write((3, 13), Some("four\n"), Cost::default(), "").unwrap();
        spool.put_in_place().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "one\nthree\nfour\n");
        assert!(!records.exists() && !journal.exists());
        assert!(Spool::resume(&target, "a").unwrap().is_none());
    }

    #[test]
    fn a_journal_that_tells_of_more_than_there_is_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.jsonl");
        let mut spool = Spool::create(&target, "").unwrap();
        spool.write((0, 1), Some("one\n"), Cost::default(), "").unwrap();
        spool.write((1, 2), Some("two\n"), Cost::default(), "").unwrap();
        // As after a power cut that lost the end of the records alone.
        OpenOptions::new().write(true).open(spool.path()).unwrap().set_len(6).unwrap();
        drop(spool);
        let (spool, done) = Spool::resume(&target, "").unwrap().unwrap();
        assert_eq!(done.len(), 1);
        assert_eq!(fs::read_to_string(spool.path()).unwrap(), "one\n");
    }
}
