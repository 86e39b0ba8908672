//! Writing, and what can come of it.

mod closed;
mod destination;
pub mod partial;

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use crate::file_id::FileId;

use destination::Destination;
use partial::Partial;

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    SomeFailed,
    /// It was asked to end before.
    Interrupted,
}

impl Outcome {
    pub fn of(failed: usize) -> Self {
        if failed == 0 { Outcome::Done } else { Outcome::SomeFailed }
    }
}

/// What keeps a command from its work.
#[derive(Debug)]
pub enum Failure {
    Usage(String),
    Library(cuttings::Error),
    Write {
        to: String,
        source: io::Error,
    },
    /// A run that broke off with results already written.
    BrokenOff {
        cause: Box<Failure>,
        partial: String,
    },
}

impl Failure {
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) => message.fmt(f),
            Failure::Library(error) => error.fmt(f),
            Failure::Write { to, source } => write!(f, "{to}: {source}"),
            Failure::BrokenOff { cause, partial } => write!(f, "{cause}; what was written before is kept in {partial}"),
        }
    }
}

impl From<cuttings::Error> for Failure {
    fn from(error: cuttings::Error) -> Self {
        Failure::Library(error)
    }
}

/// Where results are to go, before anything is opened for writing.
#[derive(Debug, Clone)]
pub struct Target {
    /// The option that names it.
    option: &'static str,
    name: String,
    destination: Destination,
    /// The file that would be replaced, if there is one.
    existing: Option<FileId>,
}

impl Target {
    /// A file, a device or a pipe; standard output without a path.
    pub fn new(path: Option<&Path>) -> Target {
        Target::of_option("--output", path)
    }

    /// The same, named by another option than `--output`.
    pub fn of_option(option: &'static str, path: Option<&Path>) -> Target {
        let Some(path) = path else {
            let name = "standard output".to_owned();
            return Target { option, name, destination: Destination::Stdout, existing: None };
        };
        // Devices may be read and written at once: a terminal is.
        let existing = path.is_file().then(|| FileId::from_path(path)).flatten();
        Target { option, name: path.display().to_string(), destination: Destination::resolve(path), existing }
    }

    /// The file or directory that results go to; none for devices, pipes and standard output.
    pub fn file(&self) -> Option<&Path> {
        match &self.destination {
            Destination::File(path) => Some(path),
            Destination::Direct(path) if path.is_dir() => Some(path),
            Destination::Stdout | Destination::Direct(_) => None,
        }
    }

    /// The output as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether there is a file that would be replaced.
    pub fn replaces_a_file(&self) -> bool {
        self.existing.is_some()
    }

    /// Refuses a file that is read in this run, which writing would destroy. `role` says what it is read as.
    pub fn refuse(&self, role: &str, name: &str, file: Option<&FileId>) -> Result<(), Failure> {
        match file.is_some() && self.existing.as_ref() == file {
            true => Err(Failure::Usage(format!("{} {}: it would overwrite {name}, {role}", self.option, self.name))),
            false => Ok(()),
        }
    }

    /// Opens it. A file is written beside its place until all is done.
    pub fn open(&self) -> Result<Output, Failure> {
        let sink = match &self.destination {
            Destination::Stdout if closed::stdout_was_closed() => Err(io::Error::other("it is closed")),
            Destination::Stdout => Ok(Sink::Direct(Box::new(io::stdout().lock()))),
            // Appended: what a file behind /dev/stdout holds already is not ours.
            Destination::Direct(path) => {
                OpenOptions::new().append(true).open(path).map(|file| Sink::Direct(Box::new(file)))
            }
            Destination::File(path) => Partial::create_beside(path).map(Sink::Beside),
        };
        match sink {
            Ok(sink) => Ok(Output { name: self.name.clone(), sink }),
            Err(source) => Err(Failure::Write { to: self.name.clone(), source }),
        }
    }
}

/// Where results go: a file, or standard output.
///
/// A file is put in place by [`Output::finish`] alone. Until then the one of its name stays as it was, and what was
/// written lies beside it.
pub struct Output {
    name: String,
    sink: Sink,
}

enum Sink {
    Direct(Box<dyn Write>),
    Beside(Partial),
}

impl Output {
    /// Writes one result.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        let written = match &mut self.sink {
            Sink::Direct(out) => out.write_all(text.as_bytes()),
            Sink::Beside(partial) => partial.write(text),
        };
        written.map_err(|source| self.failure(source))
    }

    /// Ends the output of work that ended so: puts a file in its place when all is well, and tells where its results
    /// are kept when not. A closed pipe may only show here.
    pub fn finish<T>(mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        let result = result.and_then(|value| {
            let finished = match &mut self.sink {
                Sink::Direct(out) => out.flush(),
                Sink::Beside(partial) => partial.put_in_place(),
            };
            finished.map(|()| value).map_err(|source| self.failure(source))
        });
        result.map_err(|cause| match &self.sink {
            Sink::Beside(partial) if !partial.is_empty() => {
                let partial = partial.path().display().to_string();
                Failure::BrokenOff { cause: Box::new(cause), partial }
            }
            _ => cause,
        })
    }

    /// Ends the output without a result: a file that was there before stays.
    pub fn discard(self) {}

    fn failure(&self, source: io::Error) -> Failure {
        Failure::Write { to: self.name.clone(), source }
    }
}
