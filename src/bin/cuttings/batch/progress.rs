//! How far a run is, told on standard error.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use crate::terminal;

/// How often a line of a terminal is written anew.
const REDRAW: Duration = Duration::from_millis(500);

/// How often a line is added to what is no terminal.
const LINE: Duration = Duration::from_secs(30);

/// How far a run is.
pub struct Progress {
    start: Instant,
    last: Instant,
    every: Duration,
    way: Way,
    /// How many inputs there are, where that is known.
    total: Option<usize>,
    pages: usize,
    /// Those that were not worked on in this run.
    skipped: usize,
    bytes: u64,
    errors: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Quiet,
    Terminal,
    Lines,
}

impl Progress {
    pub fn new(quiet: bool, total: Option<usize>) -> Progress {
        let way = match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Way::Quiet,
            (false, true) => Way::Terminal,
            (false, false) => Way::Lines,
        };
        let every = if way == Way::Terminal { REDRAW } else { LINE };
        let now = Instant::now();
        Progress { start: now, last: now, every, way, total, pages: 0, skipped: 0, bytes: 0, errors: 0 }
    }

    /// Counts inputs that an earlier run was done with.
    pub fn skip(&mut self, pages: usize) {
        self.skipped += pages;
        self.pages += pages;
    }

    /// Counts one input of so many bytes, and tells how far it is when it is time to.
    pub fn add(&mut self, bytes: u64, failed: bool) {
        self.pages += 1;
        self.bytes += bytes;
        self.errors += usize::from(failed);
        if self.way != Way::Quiet && self.last.elapsed() >= self.every {
            self.last = Instant::now();
            let line = self.line(self.start.elapsed());
            self.tell(&line);
        }
    }

    /// Says something to the user between the lines.
    pub fn say(&self, text: &str) {
        if self.way != Way::Quiet {
            self.clear();
            terminal::say(text);
        }
    }

    /// Removes the line of a terminal.
    pub fn clear(&self) {
        if self.way == Way::Terminal {
            terminal::redraw("");
        }
    }

    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The pages that were worked on in this run, and their bytes.
    pub fn worked_on(&self) -> (usize, u64) {
        (self.pages - self.skipped, self.bytes)
    }

    fn tell(&self, line: &str) {
        match self.way {
            Way::Quiet => {}
            Way::Terminal => terminal::redraw(line),
            Way::Lines => terminal::say(line),
        }
    }

    fn line(&self, elapsed: Duration) -> String {
        let seconds = elapsed.as_secs_f64().max(0.001);
        let rate = (self.pages - self.skipped) as f64 / seconds;
        let mut out = match self.total {
            Some(total) => format!("{} of {total} pages", self.pages),
            None => format!("{} pages", self.pages),
        };
        out += &format!(", {:.1} MB, {rate:.1} pages/s, {} errors", self.bytes as f64 / 1e6, self.errors);
        if let Some(left) = self.total.map(|total| total.saturating_sub(self.pages)).filter(|_| rate > 0.0) {
            out += &format!(", {} left", duration(left as f64 / rate));
        }
        out
    }
}

/// A span of time as people say it.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_is_known() {
        let mut progress = Progress::new(true, Some(400));
        progress.skip(100);
        progress.add(1_500_000, false);
        progress.add(500_000, true);
        let line = progress.line(Duration::from_secs(1));
        assert_eq!(line, "102 of 400 pages, 2.0 MB, 2.0 pages/s, 1 errors, 2 min 29 s left");
        let mut unknown = Progress::new(true, None);
        unknown.add(10, false);
        assert_eq!(unknown.line(Duration::from_secs(1)), "1 pages, 0.0 MB, 1.0 pages/s, 0 errors");
        assert_eq!(duration(7265.0), "2 h 01 min");
    }
}
