//! The report of a run: a page for people, beside its records.

mod ended;
mod findings;
mod histogram;
mod inspected;
mod page;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::facts::Facts;
use super::ours::pages_beside;
use super::record::{Cost, Stamp};
use super::summary::Summary;
use crate::file_id::FileId;
use crate::output::{Failure, Target};
use crate::overwrite::{refuse_inputs, refuse_manifest};

pub use ended::{End, Work};
use findings::Findings;
pub use inspected::Source;

/// A report under way.
pub struct Report<'a> {
    target: Target,
    source: Source<'a>,
    stamp: Stamp,
    begun: Timestamp,
    findings: Findings,
    /// Tasks that an earlier run was done with.
    earlier: usize,
}

impl<'a> Report<'a> {
    /// Refuses a place that is read in this run, or that cannot be written to.
    pub fn open(path: &Path, source: Source<'a>, stamp: Stamp) -> Result<Report<'a>, Failure> {
        let args = source.args;
        let target = Target::of_option("--report", Some(path));
        refuse_inputs(&target, &args.inputs, &args.how.profiles)?;
        if let Some(manifest) = &args.manifest {
            refuse_manifest(&target, manifest, args.base.as_deref())?;
        }
        if let Some(list) = &args.list {
            target.refuse("the list", &list.display().to_string(), FileId::from_path(list).as_ref())?;
        }
        if path.is_dir()
            || target.file().is_some_and(|file| source.target.file().is_some_and(|other| is_same(file, other)))
        {
            let why = if path.is_dir() { "it is a directory" } else { "the records go there" };
            return Err(Failure::Usage(format!("--report {}: {why}", target.name())));
        }
        // Better told now than when all is done.
        target.open()?.discard();
        let begun = Timestamp::now();
        Ok(Report { target, source, stamp, begun, findings: Findings::default(), earlier: 0 })
    }

    /// Takes in what came of a task, by its number and hash; without facts where it was left out.
    pub fn add(&mut self, task: (usize, u64), facts: Option<&Facts>, cost: Cost) {
        self.findings.add(task, facts, cost);
    }

    /// The same for one that an earlier run was done with.
    pub fn add_earlier(&mut self, task: (usize, u64), facts: Option<&Facts>, cost: Cost) {
        self.earlier += 1;
        self.add(task, facts, cost);
    }

    /// Writes it, with the pages to which it leads.
    pub fn write(self, summary: &Summary, work: Work, end: &End, passed_over: &str) -> Result<(), Failure> {
        let ended = Timestamp::now();
        let dir = self.target.file().and_then(pages_beside);
        let (pages, without) = match &dir {
            Some(dir) => self.pages(dir),
            None => (BTreeMap::new(), None),
        };
        let told = page::Told {
            summary,
            findings: &self.findings,
            work,
            end,
            passed_over,
            earlier: self.earlier,
            begun: self.begun,
            ended,
            command: command(std::env::args_os().map(|argument| argument.to_string_lossy().into_owned())),
            stamp: &self.stamp,
            dir: dir.as_deref().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default(),
            pages: &pages,
            without: without.as_deref(),
        };
        let mut output = self.target.open()?;
        let written = output.write(&page::page(&told).finish());
        output.finish(written)?;
        if let Some(dir) = &dir {
            inspected::remove_others(dir, &pages);
        }
        Ok(())
    }

    /// The pages to which the report leads, and why there are none.
    fn pages(&self, dir: &Path) -> (BTreeMap<usize, String>, Option<String>) {
        if let Some(why) = self.source.is_gone() {
            return (BTreeMap::new(), Some(why.to_owned()));
        }
        match self.source.write_pages(&self.findings.listed(), dir) {
            Ok(pages) => (pages, None),
            // The report says what it can without them.
            Err(failure) => (BTreeMap::new(), Some(format!("The pages of inspect could not be written: {failure}"))),
        }
    }
}

/// Whether two paths lead to one file, which need not be there yet.
fn is_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::canonicalize(folder).ok().map(|folder| (folder, path.file_name().map(ToOwned::to_owned)))
    };
    place(one).is_some_and(|one| place(other).is_some_and(|other| one == other))
}

/// The command line as a shell would take it, without passwords.
fn command(arguments: impl Iterator<Item = String>) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,+@%".contains(c);
    let quoted = arguments.map(|argument| {
        let argument = match argument.contains("://") {
            true => crate::input::without_user(&argument),
            false => argument,
        };
        match !argument.is_empty() && argument.chars().all(is_plain) {
            true => argument,
            false => format!("'{}'", argument.replace('\'', "'\\''")),
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_told_without_passwords() {
        let arguments = ["cuttings", "batch", "a b", "it's", "http://u:pw@a.example/x", "*.html", ""];
        assert_eq!(
            command(arguments.into_iter().map(str::to_owned)),
            r"cuttings batch 'a b' 'it'\''s' http://a.example/x '*.html' ''"
        );
    }
}
