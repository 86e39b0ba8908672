//! The pieces of work of a batch: the inputs, and each page of those that hold many.

use cuttings::{Page, SavedPage};
use serde_json::Value;

use crate::dedupe::hash;
use crate::guarded::guarded;
use crate::input::{Input, ManyFiles, Opened, Web};
use crate::manifest::{BadLine, Task};
use crate::output::Failure;

/// A page to work on, or what came instead of one.
pub struct Piece {
    /// Its number among all of the run, from 0.
    pub number: usize,
    /// A hash of its id and source.
    pub task: u64,
    pub id: Value,
    pub source: String,
    pub work: Work,
}

pub enum Work {
    Read(Input),
    Have(Box<Page>),
    Failed(cuttings::Error),
    Bad(BadLine),
    /// The program failed in reading the file.
    Broken,
    /// The run cannot go on.
    Refused(Failure),
}

pub type Pieces = Box<dyn Iterator<Item = Piece> + Send>;

impl Work {
    /// The page.
    pub fn page(self, web: &Web) -> cuttings::Result<Page> {
        match self {
            Work::Read(input) => input.read(web),
            Work::Have(page) => Ok(*page),
            Work::Failed(error) => Err(error),
            Work::Bad(_) | Work::Broken | Work::Refused(_) => Ok(Page::new("")),
        }
    }
}

impl Piece {
    pub fn new(id: Value, source: String, work: Work) -> Self {
        Piece { number: 0, task: 0, id, source, work }
    }

    pub fn of(task: Task) -> Self {
        match task.input {
            Ok(input) => Piece::new(task.id, input.source.clone(), Work::Read(input)),
            Err(bad) => Piece::new(task.id, bad.place.clone(), Work::Bad(bad)),
        }
    }

    /// The piece as the one with this number.
    pub fn numbered(self, number: usize) -> Self {
        let task = hash(&(self.id.to_string(), &self.source));
        Piece { number, task, ..self }
    }
}

/// The pages of an input. Reading them should not panic; should it, that is one file's matter.
pub struct Guarded {
    task: Option<Task>,
    source: String,
    files: ManyFiles,
    pieces: Pieces,
}

impl Guarded {
    pub fn new(task: Task, files: ManyFiles) -> Self {
        let source = task.input.as_ref().map(|input| input.source.clone()).unwrap_or_default();
        Guarded { task: Some(task), source, files, pieces: Box::new(std::iter::empty()) }
    }
}

impl Iterator for Guarded {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let next = || {
            if let Some(task) = self.task.take() {
                self.pieces = pages(task, &self.files);
            }
            self.pieces.next()
        };
        guarded(next).unwrap_or_else(|| {
            self.pieces = Box::new(std::iter::empty());
            Some(Piece::new(self.source.as_str().into(), self.source.clone(), Work::Broken))
        })
    }
}

/// The pages of an input. A file of many is read as they are asked for.
fn pages(task: Task, files: &ManyFiles) -> Pieces {
    let input = match task.input {
        Ok(input) => input,
        Err(_) => return Box::new(std::iter::once(Piece::of(task))),
    };
    let (id, source) = (task.id, input.source.clone());
    let work = match input.open(files) {
        Ok(Opened::Many(pages)) => return Box::new(pages.map(move |item| saved(item, &source))),
        Ok(Opened::Later(input)) => Work::Read(input),
        Ok(Opened::Now(page)) => Work::Have(page),
        Err(error) => Work::Failed(error),
    };
    Box::new(std::iter::once(Piece::new(id, source, work)))
}

/// A page out of a file of many, or what is in its place.
fn saved(item: cuttings::Result<SavedPage>, file: &str) -> Piece {
    match item {
        Ok(saved) => {
            let (id, source) = (saved.id().into(), saved.source().to_owned());
            Piece::new(id, source, Work::Have(Box::new(saved.into_page())))
        }
        Err(error) => {
            let place = error.place().unwrap_or(file).to_owned();
            Piece::new(place.as_str().into(), place, Work::Failed(error))
        }
    }
}
