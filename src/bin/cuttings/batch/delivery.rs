//! Where the records of a run go, and how they get there.

use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::facts::Facts;
use super::record::Line;
use super::spool::{Done, Fate, Spool};
use crate::args::BatchArgs;
use crate::formats::{Packing, RecordFormat, write_records};
use crate::kept::Kept;
use crate::output::{Failure, Output, Target};

/// Where records go.
pub enum Results {
    /// To a pipe, a device or standard output, as they come.
    Direct(Output),
    /// To a file, when all are done; until then beside it.
    Spooled { spool: Spool, file: PathBuf, name: String, format: RecordFormat, kept: Kept },
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
            if args.resume {
                let message = "--resume: needs an --output that is a file".to_owned();
                return Err(Failure::Usage(message));
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
        if args.resume
            && let Some((spool, done)) = Spool::resume(&file, asked)?
        {
            return Ok((Results::Spooled { spool, file, name, format, kept }, done));
        }
        let spool = Spool::create(&file, asked).map_err(|source| Failure::Write { to: name.clone(), source })?;
        Ok((Results::Spooled { spool, file, name, format, kept }, Vec::new()))
    }

    /// Tells of each task of an earlier run, and of its record where it has one.
    pub fn read_again(&self, done: &[Done], mut each: impl FnMut(&Done, Option<Again>)) -> Result<(), Failure> {
        #[derive(Deserialize)]
        struct Id {
            id: Value,
        }
        let Results::Spooled { spool, name, .. } = self else { return Ok(()) };
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
            Results::Spooled { spool, name, .. } => {
                let keys = line.key.map_or(String::new(), |key| format!("{key:x}"));
                let written = spool.write((line.number, line.task), line.json.as_deref(), line.cost, &keys);
                written.map_err(|source| Failure::Write { to: name.clone(), source })
            }
        }
    }

    /// Puts the output in place, if the run ended well; else tells where its results are kept.
    pub fn deliver(self, ended: Result<(), Failure>) -> Result<(), Failure> {
        match self {
            Results::Direct(output) => output.finish(ended),
            Results::Spooled { spool, file, format, kept, .. } => {
                let partial = spool.path().display().to_string();
                let is_empty = spool.is_empty();
                let delivered = match ended {
                    Ok(()) => put(spool, &file, format, kept),
                    Err(failure) => {
                        spool.remove_if_empty();
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
        let Results::Spooled { spool, file, name, format, kept } = self else { return Ok(String::new()) };
        let resumed = format!("; go on with --resume, which reads {}", spool.path().display());
        if fs::symlink_metadata(&file).is_ok() {
            return Ok(resumed);
        }
        write_beside(&spool, &file, format, kept)?;
        Ok(format!("; {name} holds them{resumed}"))
    }
}

/// Puts the records in the place of the output.
fn put(spool: Spool, file: &Path, format: RecordFormat, kept: Kept) -> Result<(), Failure> {
    let failure = |source| Failure::Write { to: file.display().to_string(), source };
    if format == RecordFormat::Jsonl(Packing::None) {
        return spool.put_in_place().map_err(failure);
    }
    write_beside(&spool, file, format, kept)?;
    spool.remove().map_err(failure)
}

/// Writes the records as the output is to be, beside it, and puts that in its place.
fn write_beside(spool: &Spool, file: &Path, format: RecordFormat, kept: Kept) -> Result<(), Failure> {
    let mut made = spool.path().as_os_str().to_owned();
    made.push(".made");
    let made = PathBuf::from(made);
    let failure = |source| Failure::Write { to: file.display().to_string(), source };
    // Of a run that was killed at this.
    remove(&made).map_err(failure)?;
    let mut records = spool.records().map_err(failure)?;
    let written = write_records(&mut records, format, kept, &made).and_then(|()| place(&made, file).map_err(failure));
    if written.is_err() {
        // What is half made is of no use; the records are kept.
        let _ = remove(&made);
    }
    written
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
