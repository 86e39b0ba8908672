//! Where the records of a run go, and how they get there.

use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::dedupe::Seen;
use super::record::Line;
use super::spool::{Done, Fate, Spool};
use super::summary::{Facts, Summary};
use crate::args::BatchArgs;
use crate::output::{Failure, Output, Target};

/// Where records go.
pub enum Results {
    /// To a pipe, a device or standard output, as they come.
    Direct(Output),
    /// To a file, when all are done; until then beside it.
    Spooled { spool: Spool, file: PathBuf, name: String },
}

impl Results {
    /// Opens the output, or goes on with that of an earlier run, whose tasks are given.
    pub fn open(args: &BatchArgs, target: &Target, asked: &str) -> Result<(Results, Vec<Done>), Failure> {
        let Some(file) = target.file() else {
            if args.resume {
                let message = "--resume: needs an --output that is a file".to_owned();
                return Err(Failure::Usage(message));
            }
            return Ok((Results::Direct(target.open()?), Vec::new()));
        };
        let (file, name) = (file.to_owned(), target.name().to_owned());
        if args.resume
            && let Some((spool, done)) = Spool::resume(&file, asked)?
        {
            return Ok((Results::Spooled { spool, file, name }, done));
        }
        let spool = Spool::create(&file, asked).map_err(|source| Failure::Write { to: name.clone(), source })?;
        Ok((Results::Spooled { spool, file, name }, Vec::new()))
    }

    /// Counts the records of an earlier run.
    pub fn read_again(&self, summary: &mut Summary, mut seen: Option<&mut Seen>, done: &[Done]) -> Result<(), Failure> {
        #[derive(Deserialize)]
        struct Id {
            id: Value,
        }
        let Results::Spooled { spool, name, .. } = self else { return Ok(()) };
        let failure = |source| Failure::Write { to: name.clone(), source };
        let lines = spool.records().map_err(failure)?.lines();
        for (line, done) in lines.zip(done.iter().filter(|d| d.fate == Fate::Recorded)) {
            let line = line.map_err(failure)?;
            let facts: Facts = serde_json::from_str(&line).map_err(|e| failure(io::Error::other(e)))?;
            summary.add(&facts);
            if let (Some(seen), Ok(key)) = (seen.as_deref_mut(), u64::from_str_radix(&done.keys, 16)) {
                let Id { id } = serde_json::from_str(&line).map_err(|e| failure(io::Error::other(e)))?;
                seen.first_of(key, &id);
            }
        }
        Ok(())
    }

    /// Writes one record.
    pub fn write(&mut self, line: &Line) -> Result<(), Failure> {
        match self {
            Results::Direct(output) => line.json.as_deref().map_or(Ok(()), |json| output.write(json)),
            Results::Spooled { spool, name, .. } => {
                let keys = line.key.map_or(String::new(), |key| format!("{key:x}"));
                let written = spool.write(line.number, line.task, line.json.as_deref(), &keys);
                written.map_err(|source| Failure::Write { to: name.clone(), source })
            }
        }
    }

    /// Puts the output in place, if the run ended well; else tells where its results are kept.
    pub fn deliver(self, ended: Result<(), Failure>, args: &BatchArgs) -> Result<(), Failure> {
        match self {
            Results::Direct(output) => output.finish(ended),
            Results::Spooled { spool, file, name } => {
                let partial = spool.path().display().to_string();
                let is_empty = spool.is_empty();
                let delivered = match ended {
                    Ok(()) => put(spool, &file, args).map_err(|source| Failure::Write { to: name, source }),
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
    pub fn keep(self, args: &BatchArgs) -> Result<String, Failure> {
        let Results::Spooled { spool, file, name } = self else { return Ok(String::new()) };
        let kept = format!("; go on with --resume, which reads {}", spool.path().display());
        if fs::symlink_metadata(&file).is_ok() {
            return Ok(kept);
        }
        let failure = |source| Failure::Write { to: name.clone(), source };
        write_beside(&spool, &file, args).map_err(failure)?;
        Ok(format!("; {name} holds them{kept}"))
    }
}

/// Puts the records in the place of the output.
fn put(spool: Spool, file: &Path, args: &BatchArgs) -> io::Result<()> {
    if is_plain_lines(args) {
        return spool.put_in_place();
    }
    write_beside(&spool, file, args)?;
    spool.remove()
}

/// Whether the output is the records as they are.
fn is_plain_lines(_args: &BatchArgs) -> bool {
    true
}

/// Writes the records as the output is to be, beside it, and puts that in its place in one step.
fn write_beside(spool: &Spool, file: &Path, _args: &BatchArgs) -> io::Result<()> {
    let mut made = spool.path().as_os_str().to_owned();
    made.push(".made");
    let made = PathBuf::from(made);
    // Of a run that was killed at this.
    let _ = fs::remove_file(&made);
    fs::copy(spool.path(), &made)?;
    fs::rename(&made, file)
}
