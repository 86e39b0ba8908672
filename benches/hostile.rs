//! What pages cost that are made to be costly, by size, as a table in Markdown.
//!
//! `cargo bench --bench hostile` measures all shapes of `tests/hostile/shapes.rs`; words behind `--` choose shapes by
//! their names, and `--sizes=200,2000` sizes in kilobytes. Each page is read in a process of its own, since the peak of
//! memory is that of a process and never falls (it is told on Linux alone). The last column names the goals that a
//! shape misses; a page that a limit refuses need only be refused cheaply.
//!
//! Under `cargo test` all shapes are read at two small sizes, and their cost must grow no faster than the page.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr, reason = "a bench")]

#[path = "../tests/hostile/cost.rs"]
#[allow(dead_code, unused_imports, reason = "the tests of it are not run here")]
mod cost;
#[path = "../tests/hostile/shapes.rs"]
mod shapes;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cuttings::{Article, ErrorKind, Extractor, Options, Page, Result};

use self::cost::{Work, linear, measured};
use self::shapes::{SHAPES, Shape};

/// In kilobytes; growth is measured from the first to the last.
const SIZES: [usize; 3] = [200, 2_000, 15_000];

/// A byte of the largest page may cost so much more than one of the smallest.
const MAX_GROWTH: f64 = 2.0;

/// What news pages hold much of may cost so much more than prose.
const MAX_TO_PROSE: f64 = 3.0;

/// What that is, by the names of shapes.
const NEAR_PROSE: [&str; 17] = [
    "dates in paragraphs",
    "dates in one text",
    "date lines",
    "headings",
    "headings over text",
    "first headings",
    "wide siblings",
    "nested lists",
    "lists that hold lists",
    "unclosed b",
    "unclosed i",
    "unclosed font",
    "unclosed font of many colours",
    "unclosed a",
    "unclosed formatting",
    "<b><p>",
    "<b><p> with text",
];

/// Quadratic up to a limit: the other parser compares each attribute with all before it.
const BOUNDED: [&str; 1] = ["attributes of one element"];

/// The memory that any page may take, and what it may take besides for each of its bytes.
const MAX_MEMORY: (f64, f64) = (10e6, 15.0);

/// A process that takes longer is ended.
const MAX_WAIT: Duration = Duration::from_secs(120);

/// A page is read so often, or until so much time has gone; the fastest counts.
const RUNS: (usize, Duration) = (20, Duration::from_secs(2));

/// Prose is measured so often, since all are compared with it.
const RUNS_OF_PROSE: usize = 4;

/// What a page of one size cost.
struct Cost {
    bytes: f64,
    nanos: f64,
    /// In bytes, above what the process had before; none where the system does not tell.
    peak: Option<f64>,
    outcome: String,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    assert!(
        NEAR_PROSE.iter().chain(&BOUNDED).all(|name| SHAPES.iter().any(|shape| shape.name == *name)),
        "a name of no shape"
    );
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--page", file] => child(Path::new(file)),
        // Cargo asks for measuring with `--bench`.
        ref args if args.contains(&"--bench") && !args.contains(&"--test") => table(args),
        _ => test(),
    }
}

fn extract(page: &Page) -> Result<Article> {
    Extractor::new(Options::default()).extract(page)
}

fn page(bytes: Vec<u8>) -> Page {
    Page::new(bytes).with_url("http://news.example/1.html").unwrap()
}

/// What came of a page, in a word.
fn outcome(result: &Result<Article>) -> String {
    match result.as_ref().map_err(|error| error.kind()) {
        Ok(_) => "article".to_owned(),
        Err(ErrorKind::Limit { what, .. }) => format!("refused: {what}"),
        Err(error) => panic!("neither an article nor a limit: {error}"),
    }
}

/// Reads each shape at an eighth of the size and at the size.
fn test() {
    for shape in SHAPES {
        let result = linear(shape.name, 240_000, |bytes| {
            let page = page(shape.page(bytes).into_bytes());
            let (result, cost) = measured(|| extract(&page));
            let costs = if BOUNDED.contains(&shape.name) { Vec::new() } else { vec![("reading", cost)] };
            Work { outcome: outcome(&result), costs }
        });
        println!("{}: {result}", shape.name);
    }
}

/// Reads the page in a file and says what it cost: nanoseconds, the peak of memory, and the outcome.
fn child(file: &Path) {
    let page = page(std::fs::read(file).unwrap());
    let before = memory("VmRSS:");
    // The peak so far is forgotten; where that is not allowed it was reached while the page was read, and is no higher.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let (result, mut best) = measured(|| extract(&page));
    let peak = memory("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before));
    let outcome = outcome(&result);
    drop(result);
    for _ in 1..RUNS.0 {
        if start.elapsed() > RUNS.1 {
            break;
        }
        best = best.min(measured(|| extract(&page)).1);
    }
    println!("{} {} {outcome}", best.as_nanos(), peak.map_or_else(|| "-".to_owned(), |peak| peak.to_string()));
}

/// A figure of this process in bytes, as Linux tells it.
fn memory(name: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<usize>().ok().map(|kilobytes| kilobytes << 10)
}

/// Measures a page in a process of its own; nothing if that takes too long.
fn measure(shape: &Shape, kilobytes: usize) -> Option<Cost> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let page = shape.page(kilobytes * 1_000);
    file.write_all(page.as_bytes()).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("--page")
        .arg(file.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > MAX_WAIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success(), "{}, {kilobytes} KB: see above", shape.name);
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    let mut words = said.trim_end().splitn(3, ' ');
    let mut next = || words.next().unwrap();
    let (nanos, peak) = (next().parse().unwrap(), next().parse().ok());
    Some(Cost { bytes: page.len() as f64, nanos, peak, outcome: next().to_owned() })
}

/// The least that a page costs in several processes.
fn fastest(shape: &Shape, kilobytes: usize) -> Option<Cost> {
    (0..RUNS_OF_PROSE).filter_map(|_| measure(shape, kilobytes)).min_by(|a, b| a.nanos.total_cmp(&b.nanos))
}

/// Prints a row for each shape that is asked for.
fn table(args: &[&str]) {
    let sizes = args.iter().find_map(|arg| arg.strip_prefix("--sizes="));
    let sizes = sizes.map_or(SIZES.to_vec(), |list| list.split(',').map(|size| size.parse().unwrap()).collect());
    let words: Vec<&&str> = args.iter().filter(|arg| !arg.starts_with("--")).collect();
    let prose: Vec<Option<Cost>> = sizes.iter().map(|size| fastest(&SHAPES[0], *size)).collect();
    let list = sizes.iter().map(|size| format!("{size} KB")).collect::<Vec<_>>().join(", ");
    println!("At {list}; ns is nanoseconds a byte, memory the peak in bytes for each byte of the page.\n");
    println!("| shape | ns | last to first | to prose | memory | outcome | misses |");
    println!("|---|---|---|---|---|---|---|");
    println!("{}", row(SHAPES[0].name, &prose, &prose));
    for shape in
        SHAPES[1..].iter().filter(|shape| words.is_empty() || words.iter().any(|word| shape.name.contains(**word)))
    {
        let costs: Vec<Option<Cost>> = sizes.iter().map(|size| measure(shape, *size)).collect();
        println!("{}", row(shape.name, &costs, &prose));
    }
}

/// The row of a shape, from its costs by size and those of prose.
fn row(name: &str, costs: &[Option<Cost>], prose: &[Option<Cost>]) -> String {
    let each = |digits: usize, figure: &dyn Fn(&Cost) -> Option<f64>| {
        let told =
            |cost: &Option<Cost>| cost.as_ref().and_then(figure).map_or("–".into(), |f| format!("{f:.digits$}"));
        costs.iter().map(told).collect::<Vec<_>>().join(" / ")
    };
    let a_byte = |cost: &Cost| cost.nanos / cost.bytes;
    let growth = costs.first().zip(costs.last()).and_then(|(first, last)| {
        let (first, last) = (first.as_ref()?, last.as_ref()?);
        Some(a_byte(last) / a_byte(first))
    });
    let to_prose: Vec<Option<f64>> =
        costs.iter().zip(prose).map(|(cost, prose)| Some(a_byte(cost.as_ref()?) / a_byte(prose.as_ref()?))).collect();
    let mut outcomes: Vec<&str> =
        costs.iter().map(|cost| cost.as_ref().map_or("no end", |cost| cost.outcome.as_str())).collect();
    outcomes.dedup();
    let mut misses = Vec::new();
    if growth.is_some_and(|growth| growth > MAX_GROWTH) || costs.iter().any(Option::is_none) {
        misses.push("**growth**");
    }
    if NEAR_PROSE.contains(&name) && to_prose.iter().flatten().any(|ratio| *ratio > MAX_TO_PROSE) {
        misses.push("**prose**");
    }
    let is_heavy = |cost: &Cost| cost.peak.is_some_and(|peak| peak > MAX_MEMORY.0 + MAX_MEMORY.1 * cost.bytes);
    if costs.iter().flatten().any(is_heavy) {
        misses.push("**memory**");
    }
    let ratios = to_prose.iter().map(|ratio| ratio.map_or("–".into(), |ratio| format!("{ratio:.1}")));
    format!(
        "| {} | {} | {} | {} | {} | {} | {} |",
        name.replace('<', "\\<"),
        each(1, &|cost| Some(a_byte(cost))),
        growth.map_or("–".into(), |growth| format!("{growth:.1}")),
        ratios.collect::<Vec<_>>().join(" / "),
        each(1, &|cost| cost.peak.map(|peak| peak / cost.bytes)),
        outcomes.join(", "),
        misses.join(", "),
    )
}
