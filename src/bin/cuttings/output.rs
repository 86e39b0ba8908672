//! Writing, and what can come of it.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    SomeFailed,
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
    Write { to: String, source: io::Error },
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
        }
    }
}

impl From<cuttings::Error> for Failure {
    fn from(error: cuttings::Error) -> Self {
        Failure::Library(error)
    }
}

/// Where results go: a file, or standard output.
pub struct Output {
    name: String,
    out: Box<dyn Write>,
}

impl Output {
    /// Opens a file for writing, or takes standard output.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Output { name: "standard output".to_owned(), out: Box::new(io::stdout().lock()) });
        };
        let name = path.display().to_string();
        match File::create(path) {
            Ok(file) => Ok(Output { name, out: Box::new(BufWriter::new(file)) }),
            Err(source) => Err(Failure::Write { to: name, source }),
        }
    }

    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).map_err(|source| self.failure(source))
    }

    /// Brings out what is still held back. A closed pipe may only show here.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|source| self.failure(source))
    }

    fn failure(&self, source: io::Error) -> Failure {
        Failure::Write { to: self.name.clone(), source }
    }
}
