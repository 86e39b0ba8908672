//! The pages to which a report leads: those that it lists, as `cuttings inspect` shows them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cuttings::Extractor;

use crate::args::BatchArgs;
use crate::batch::inputs;
use crate::batch::pieces::Work;
use crate::guarded::guarded;
use crate::input::{Input, ManyFiles, Place, Web};
use crate::inspect::page_of;
use crate::manifest::is_stdin;
use crate::output::{Failure, Target};
use crate::planted;

/// How long the pages may take, all together, once they are found.
const MAX_TIME: Duration = Duration::from_secs(60);

/// What a run reads.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub args: &'a BatchArgs,
    pub target: &'a Target,
    pub web: &'a Arc<Web>,
}

impl Source<'_> {
    /// Why none of its pages can be read again, if it is so.
    pub fn is_gone(&self) -> Option<&'static str> {
        let args = self.args;
        let lists = args.manifest.iter().chain(&args.list);
        let is_pipe = |path: &Path| path.exists() && !path.is_file() && !path.is_dir();
        let comes_once = |argument: &std::ffi::OsString| match Input::from_argument(argument).place {
            Place::Stdin => true,
            Place::File(path) => is_pipe(&path),
            _ => false,
        };
        if lists.clone().any(|path| is_stdin(path) || is_pipe(path)) || args.inputs.iter().any(comes_once) {
            return Some("The pages came through a pipe, so none could be read once more to show how it was read.");
        }
        if (args.captures.is_some() || args.list.is_some()) && args.net.cache.is_none() {
            return Some(
                "The pages came from the web, which was not asked for them once more to show how they were read; --cache keeps them.",
            );
        }
        None
    }

    /// Whether the page of a task can be read again, without asking the web once more.
    fn has(&self, work: &Work) -> bool {
        match work {
            Work::Read(input) => match &input.place {
                Place::File(path) => path.is_file(),
                Place::Inline(_) => true,
                Place::Web(_) | Place::Near(..) | Place::Listed(_) => self.args.net.cache.is_some(),
                Place::Stdin => false,
            },
            Work::Have(_) => true,
            Work::Failed(_) | Work::Bad(_) | Work::Broken | Work::Refused(_) => false,
        }
    }

    /// Writes the page of each of these tasks, named by number and hash, to the directory, and tells its name there. What cannot
    /// be read again, or is another page by now, has none.
    pub fn write_pages(&self, wanted: &BTreeMap<usize, u64>, dir: &Path) -> Result<BTreeMap<usize, String>, Failure> {
        let mut written = BTreeMap::new();
        let Some(last) = wanted.keys().next_back().filter(|_| self.is_gone().is_none()) else {
            return Ok(written);
        };
        let extractor = self.args.how.extractor(true)?;
        let files = ManyFiles::new(self.args.any_status, self.args.how.limits());
        let pieces = inputs::pieces(self.args, self.target, &files, self.web)?;
        let mut spent = Duration::ZERO;
        for (number, piece) in pieces.enumerate().take(last + 1) {
            let Some(task) = wanted.get(&number) else { continue };
            let piece = piece.numbered(number);
            if piece.task != *task || spent > MAX_TIME || !self.has(&piece.work) {
                continue;
            }
            let start = Instant::now();
            if let Some(page) = self.page(&extractor, piece.work, &piece.source) {
                let name = format!("page-{}.html", number + 1);
                if written.is_empty() {
                    fs::create_dir_all(dir)
                        .and_then(|()| planted::not_a_link(dir))
                        .map_err(|source| Failure::Write { to: dir.display().to_string(), source })?;
                }
                if planted::is_link(&dir.join(&name)) {
                    let removed = fs::remove_file(dir.join(&name));
                    removed.map_err(|source| Failure::Write { to: name.clone(), source })?;
                }
                let mut output = Target::of_option("--report", Some(&dir.join(&name))).open()?;
                let done = output.write(&page);
                output.finish(done)?;
                written.insert(number, name);
            }
            spent += start.elapsed();
        }
        Ok(written)
    }

    fn page(&self, extractor: &Extractor, work: Work, source: &str) -> Option<String> {
        let made = guarded(|| {
            let page = work.page(self.web)?;
            page_of(extractor, source, &page)
        });
        made?.ok().map(|page| page.finish())
    }
}

/// Removes the pages that an earlier report left in the directory, but for these.
pub fn remove_others(dir: &Path, keep: &BTreeMap<usize, String>) {
    let is_ours = |name: &str| {
        let number = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".html"));
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if let Some(name) = name.to_str().filter(|name| is_ours(name) && !keep.values().any(|kept| kept == name)) {
            // What stays behind does no harm.
            let _ = fs::remove_file(dir.join(name));
        }
    }
    if keep.is_empty() {
        // Only where nothing is in it.
        let _ = fs::remove_dir(dir);
    }
}
