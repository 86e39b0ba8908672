//! What was measured, as a table and as JSON.

use serde_json::{Value, json};

use crate::pages::Set;
use crate::tools::Taken;

/// The tool that all others are compared with.
const OURS: &str = "cuttings";

/// What each tool took for each set in each round.
pub struct Results {
    names: Vec<&'static str>,
    taken: Vec<Vec<Vec<Taken>>>,
}

impl Results {
    pub fn new(names: impl Iterator<Item = &'static str>, sets: usize) -> Results {
        let names: Vec<_> = names.collect();
        let taken = names.iter().map(|_| (0..sets).map(|_| Vec::new()).collect()).collect();
        Results { names, taken }
    }

    pub fn add(&mut self, tool: usize, set: usize, taken: Taken) {
        self.taken[tool][set].push(taken);
    }

    /// The median of the rounds.
    fn seconds(&self, tool: usize, set: usize) -> f64 {
        let mut seconds: Vec<f64> = self.taken[tool][set].iter().map(|t| t.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        let n = seconds.len();
        (seconds[(n - 1) / 2] + seconds[n / 2]) / 2.0
    }

    /// How much longer than its shortest round a tool's longest was, at the worst: what else the machine did.
    fn unrest(&self) -> f64 {
        let rounds = self.taken.iter().flatten().map(|rounds| rounds.iter().map(|t| t.seconds));
        rounds.map(|r| r.clone().fold(0.0, f64::max) / r.fold(f64::MAX, f64::min)).fold(1.0, f64::max)
    }

    /// Megabytes of pages per second.
    fn speed(&self, tool: usize, set: usize, sets: &[Set]) -> f64 {
        sets[set].bytes() as f64 / 1e6 / self.seconds(tool, set)
    }

    /// How many times as fast ours is.
    fn lead(&self, tool: usize, set: usize) -> Option<f64> {
        let ours = self.names.iter().position(|name| *name == OURS)?;
        (ours != tool).then(|| self.seconds(tool, set) / self.seconds(ours, set))
    }

    /// The names of the pages of a set that a tool failed on.
    fn failed<'s>(&self, tool: usize, set: usize, sets: &'s [Set]) -> Vec<&'s str> {
        let last = self.taken[tool][set].last();
        last.into_iter().flat_map(|t| &t.failed).map(|&n| sets[set].pages[n].name.as_str()).collect()
    }

    /// Markdown: a tool a line, a set a column, MB/s and how many times as fast ours is.
    pub fn table(&self, sets: &[Set]) -> String {
        let heads = sets.iter().map(|s| format!(" {}, {:.1} MB |", s.name, s.bytes() as f64 / 1e6));
        let mut out = format!("| MB/s |{}\n|---|{}\n", heads.collect::<String>(), "--:|".repeat(sets.len()));
        for (tool, name) in self.names.iter().enumerate() {
            let cells = (0..sets.len()).map(|set| {
                let lead = self.lead(tool, set).map(|lead| format!(" ({lead:.2}×)")).unwrap_or_default();
                format!(" {:.2}{lead} |", self.speed(tool, set, sets))
            });
            out += &format!("| {name} |{}\n", cells.collect::<String>());
        }
        for (tool, name) in self.names.iter().enumerate() {
            for (set, of) in sets.iter().enumerate() {
                let failed = self.failed(tool, set, sets);
                if !failed.is_empty() {
                    out += &format!("\n{name} failed on {} of {} in {}", failed.len(), of.pages.len(), of.name);
                }
            }
        }
        out.trim_end().to_owned()
            + &format!("\n\nno tool's slowest round took more than {:.2} times its fastest\n", self.unrest())
    }

    /// All that was measured.
    pub fn json(&self, sets: &[Set]) -> Value {
        let of_set = |tool: usize, set: usize| {
            let rounds: Vec<f64> = self.taken[tool][set].iter().map(|t| t.seconds).collect();
            json!({
                "set": sets[set].name, "seconds": rounds, "mb_per_second": self.speed(tool, set, sets),
                "cuttings_times_as_fast": self.lead(tool, set), "failed": self.failed(tool, set, sets),
            })
        };
        let tools = self.names.iter().enumerate().map(|(tool, name)| {
            let sets: Vec<Value> = (0..sets.len()).map(|set| of_set(tool, set)).collect();
            json!({"tool": name, "sets": sets})
        });
        let pages = sets.iter().map(|s| json!({"set": s.name, "pages": s.pages.len(), "bytes": s.bytes()}));
        json!({"sets": pages.collect::<Vec<_>>(), "tools": tools.collect::<Vec<_>>()})
    }
}
