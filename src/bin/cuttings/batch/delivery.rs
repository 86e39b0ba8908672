//! Where the records of a run go, and how they get there.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::facts::Facts;
use super::record::Line;
use super::spool::{Done, Fate, Spool};
use super::whole::{Joined, Joining, join};
use crate::args::BatchArgs;
use crate::formats::{Packing, RecordFormat, write_records};
use crate::kept::Kept;
use crate::output::{Failure, Output, Target};
use crate::stories::Elsewhere;

/// Where records go.
pub enum Results {
    /// To a pipe, a device or standard output, as they come.
    Direct(Output),
    /// To a file, when all are done; until then beside it.
    Spooled(Box<Spooled>),
}

/// Records beside the file that they are for, and what is to become of them.
pub struct Spooled {
    spool: Spool,
    file: PathBuf,
    name: String,
    format: RecordFormat,
    kept: Kept,
    /// How the pages of stories are joined, where they are.
    whole: Option<Joining>,
}

/// A record of an earlier run.
pub struct Again {
    pub facts: Facts,
    /// What tells its duplicates, where they are looked for, and its id.
    pub key: Option<(u64, Value)>,
}

impl Results {
    /// Opens the output, or goes on with that of an earlier run, whose tasks are given.
    pub fn open(args: &BatchArgs, target: &Target, asked: &str) -> Result<(Results, Vec<Done>), Failure> {
        let format = format_of(args)?;
        let Some(file) = target.file() else {
            if format != RecordFormat::Jsonl(Packing::None) {
                let message = "--format: needs an --output that is a file or a directory".to_owned();
                return Err(Failure::Usage(message));
            }
            for (is_given, option) in [(args.resume, "--resume"), (args.whole, "--whole")] {
                if is_given {
                    return Err(Failure::Usage(format!("{option}: needs an --output that is a file")));
                }
            }
            return Ok((Results::Direct(target.open()?), Vec::new()));
        };
        let (file, name, kept) = (file.to_owned(), target.name().to_owned(), args.kept);
        if file.is_dir() {
            let is_empty = fs::read_dir(&file).is_ok_and(|mut entries| entries.next().is_none());
            let wrong = match format {
                RecordFormat::Markdown if is_empty => None,
                RecordFormat::Markdown => Some("it holds files already; name a new directory"),
                _ => Some("it is a directory, which only Markdown is written to"),
            };
            if let Some(wrong) = wrong {
                return Err(Failure::Usage(format!("--output {name}: {wrong}")));
            }
        }
        let whole = args.whole.then(|| Joining { all_fields: args.all_fields, filters: args.filters.clone() });
        let resumed = if args.resume { Spool::resume(&file, asked)? } else { None };
        let (spool, done) = match resumed {
            Some(resumed) => resumed,
            None => {
                let created = Spool::create(&file, asked);
                (created.map_err(|source| Failure::Write { to: name.clone(), source })?, Vec::new())
            }
        };
        Ok((Results::Spooled(Box::new(Spooled { spool, file, name, format, kept, whole })), done))
    }

    /// Tells of each task of an earlier run, and of its record where it has one.
    pub fn read_again(&self, done: &[Done], mut each: impl FnMut(&Done, Option<Again>)) -> Result<(), Failure> {
        #[derive(Deserialize)]
        struct Id {
            id: Value,
        }
        let Results::Spooled(spooled) = self else { return Ok(()) };
        let Spooled { spool, name, .. } = &**spooled;
        let failure = |source| Failure::Write { to: name.clone(), source };
        let mut lines = spool.records().map_err(failure)?.lines();
        for done in done {
            if done.fate == Fate::LeftOut {
                each(done, None);
                continue;
            }
            let Some(line) = lines.next().transpose().map_err(failure)? else { break };
            let facts: Facts = serde_json::from_str(&line).map_err(|e| failure(io::Error::other(e)))?;
            let key = match u64::from_str_radix(&done.keys, 16) {
                Ok(key) => {
                    let Id { id } = serde_json::from_str(&line).map_err(|e| failure(io::Error::other(e)))?;
                    Some((key, id))
                }
                Err(_) => None,
            };
            each(done, Some(Again { facts, key }));
        }
        Ok(())
    }

    /// Writes one record.
    pub fn write(&mut self, line: &Line) -> Result<(), Failure> {
        match self {
            Results::Direct(output) => line.json.as_deref().map_or(Ok(()), |json| output.write(json)),
            Results::Spooled(spooled) => {
                let keys = line.key.map_or(String::new(), |key| format!("{key:x}"));
                let written = spooled.spool.write((line.number, line.task), line.json.as_deref(), line.cost, &keys);
                written.map_err(|source| Failure::Write { to: spooled.name.clone(), source })
            }
        }
    }

    /// Puts the output in place, if the run ended well; else tells where its results are kept. Tells what was joined, if anything was to
    /// be.
    pub fn deliver(self, ended: Result<(), Failure>, fetch: &Elsewhere<'_>) -> Result<Option<Joined>, Failure> {
        match self {
            Results::Direct(output) => output.finish(ended).map(|()| None),
            Results::Spooled(spooled) => {
                let partial = spooled.spool.path().display().to_string();
                let is_empty = spooled.spool.is_empty();
                let delivered = match ended {
                    Ok(()) => spooled.put(fetch),
                    Err(failure) => {
                        spooled.spool.remove_if_empty();
                        Err(failure)
                    }
                };
                delivered.map_err(|cause| match is_empty {
                    true => cause,
                    false => Failure::BrokenOff { cause: Box::new(cause), partial },
                })
            }
        }
    }

    /// Ends a run that was asked to end: what there is stays for `--resume`, and is put in place where nothing would be lost by
    /// it. Says what was done.
    pub fn keep(self) -> Result<String, Failure> {
        let Results::Spooled(spooled) = self else { return Ok(String::new()) };
        let resumed = format!("; go on with --resume, which reads {}", spooled.spool.path().display());
        if fs::symlink_metadata(&spooled.file).is_ok() {
            return Ok(resumed);
        }
        // What is joined when all are done is not yet.
        spooled.write_beside(None)?;
        Ok(format!("; {} holds them{resumed}", spooled.name))
    }
}

impl Spooled {
    /// Puts the records in the place of the output.
    fn put(self, fetch: &Elsewhere<'_>) -> Result<Option<Joined>, Failure> {
        let file = self.file.clone();
        let failure = |source| Failure::Write { to: file.display().to_string(), source };
        if self.format == RecordFormat::Jsonl(Packing::None) && self.whole.is_none() {
            return self.spool.put_in_place().map(|()| None).map_err(failure);
        }
        let joined = self.write_beside(Some(fetch))?;
        self.spool.remove().map_err(failure)?;
        Ok(joined)
    }

    /// Writes the records as the output is to be, beside it, and puts that in its place.
    fn write_beside(&self, fetch: Option<&Elsewhere<'_>>) -> Result<Option<Joined>, Failure> {
        let beside = |ending: &str| {
            let mut name = self.spool.path().as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        let failure = |source| Failure::Write { to: self.file.display().to_string(), source };
        let (made, joined) = (beside(".made"), beside(".joined"));
        // Of a run that was killed at this.
        remove(&made).and_then(|()| remove(&joined)).map_err(failure)?;
        let written = self.write_into(&made, &joined, fetch);
        // What is half made is of no use; the records are kept.
        let _ = (remove(&joined), written.is_err() && remove(&made).is_ok());
        written
    }

    fn write_into(&self, made: &Path, joined: &Path, fetch: Option<&Elsewhere<'_>>) -> Result<Option<Joined>, Failure> {
        let failure = |source| Failure::Write { to: self.file.display().to_string(), source };
        let Some((joining, fetch)) = self.whole.as_ref().zip(fetch) else {
            let mut records = self.spool.records().map_err(failure)?;
            write_records(&mut records, self.format, self.kept, made)?;
            return place(made, &self.file).map(|()| None).map_err(failure);
        };
        let counts = join(self.spool.path(), joined, joining, fetch).map_err(failure)?;
        if self.format == RecordFormat::Jsonl(Packing::None) {
            place(joined, &self.file).map_err(failure)?;
        } else {
            let mut records = BufReader::new(File::open(joined).map_err(failure)?);
            write_records(&mut records, self.format, self.kept, made)?;
            place(made, &self.file).map_err(failure)?;
        }
        Ok(Some(counts))
    }
}

/// Puts what was made in its place in one step. A directory is only put where there is none, or one without a file in it.
fn place(made: &Path, file: &Path) -> io::Result<()> {
    if made.is_dir() && file.is_dir() {
        // Fails where it holds anything.
        fs::remove_dir(file)?;
    }
    fs::rename(made, file)
}

/// Removes a file or directory, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What an output is to be written as.
fn format_of(args: &BatchArgs) -> Result<RecordFormat, Failure> {
    let by_ending = || args.output.as_deref().and_then(RecordFormat::of_path);
    let format = args.format.or_else(by_ending).unwrap_or(RecordFormat::Jsonl(Packing::None));
    format.check()?;
    Ok(format)
}
