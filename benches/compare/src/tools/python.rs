//! A tool in Python: a child process with `worker.py`, which says what it is told and answers.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::Taken;
use crate::pages::Set;

pub const NAMES: [&str; 4] = ["resiliparse", "trafilatura (Python)", "readability-lxml", "newspaper4k"];

pub struct Worker {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts the Python that the environment names, and gives it the pages.
    pub fn start(name: &str, sets: &[Set]) -> Result<Worker, String> {
        let python = std::env::var_os("COMPARE_PYTHON").ok_or("no Python (COMPARE_PYTHON is not set)")?;
        let mut child = Command::new(python)
            .args(["-W", "ignore", concat!(env!("CARGO_MANIFEST_DIR"), "/worker.py")])
            .arg(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let (orders, answers) = (child.stdin.take(), child.stdout.take().map(BufReader::new));
        let (Some(orders), Some(answers)) = (orders, answers) else { return Err("no pipes".to_owned()) };
        send(&orders, sets).map_err(|e| format!("it ended before it had its pages ({e})"))?;
        Ok(Worker { child, orders: Some(orders), answers })
    }

    pub fn time(&mut self, n: usize) -> Taken {
        self.ask(n).expect("a worker in Python ended in the middle of the run")
    }

    fn ask(&mut self, n: usize) -> Option<Taken> {
        writeln!(self.orders.as_ref()?, "{n}").ok()?;
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        let answer: Value = serde_json::from_str(&line).ok()?;
        let failed = answer["failed"].as_array()?.iter().filter_map(|n| usize::try_from(n.as_u64()?).ok());
        Some(Taken { seconds: answer["seconds"].as_f64()?, failed: failed.collect() })
    }
}

/// The sets in the form that `worker.py` tells of.
fn send(orders: &ChildStdin, sets: &[Set]) -> io::Result<()> {
    let mut out = BufWriter::new(orders);
    writeln!(out, "{}", sets.len())?;
    for set in sets {
        writeln!(out, "{}", set.pages.len())?;
        for page in &set.pages {
            writeln!(out, "{}", page.text.len())?;
            out.write_all(page.text.as_bytes())?;
        }
    }
    out.flush()
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends when there is no more to read.
        self.orders = None;
        let _ = self.child.wait();
    }
}
