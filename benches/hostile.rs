//! What pages cost that are made to be costly, by size, as a table in Markdown.
//!
//! `cargo bench --bench hostile` measures all shapes of `tests/hostile/shapes.rs` as pages, and all files of
//! `tests/hostile/file_shapes.rs`; words behind `--` choose shapes by their names, `--sizes=200,2000` sizes in kilobytes, and
//! `--held` saves each shape in each form that can hold it as well. Each is read in a process of its own, since the peak of
//! memory is that of a process and never falls (it is told on Linux alone). The last column names the goals that a
//! shape misses; what a limit refuses need only be refused cheaply.
//!
//! `--soak=500000` reads so many pages in one process, those of the fixtures and small ones of all shapes in turn, and tells
//! twenty times how much memory it has.
//!
//! Under `cargo test` all shapes are read at two small sizes, and their cost must grow no faster than the page.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr, reason = "a bench")]

#[path = "../tests/hostile/cost.rs"]
#[allow(dead_code, unused_imports, reason = "the tests of it are not run here")]
mod cost;
#[path = "../tests/hostile/file_shapes.rs"]
mod file_shapes;
#[path = "../tests/hostile/shapes.rs"]
mod shapes;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cuttings::{Article, ErrorKind, Extractor, Options, Page, Pages, Result};

use self::cost::{Work, linear, measured};
use self::file_shapes::{FILES, Form};
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

/// The memory that any page may take, and what it may take besides for each of its bytes; and what texts and messages may.
const MAX_MEMORY: (f64, f64) = (10e6, 15.0);
const MAX_MEMORY_OF_TEXT: (f64, f64) = (10e6, 25.0);

/// Nanoseconds for each byte: a second for each megabyte.
const MAX_NANOS: f64 = 1_000.0;

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
    assert!(NEAR_PROSE.iter().all(|name| SHAPES.iter().any(|shape| shape.name == *name)), "a name of no shape");
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--page", file] => child(Path::new(file), false),
        ["--file", file] => child(Path::new(file), true),
        ref args if args.iter().any(|arg| arg.starts_with("--soak=")) => soak(args),
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

fn page_of_one_line() -> Page {
    page(b"<h1>Ferry sails</h1><p>The ferry sailed again on Monday.".to_vec())
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
            Work { outcome: outcome(&result), costs: vec![("reading", cost)] }
        });
        println!("{}: {result}", shape.name);
    }
    for shape in FILES {
        let result = linear(shape.name, 240_000, |bytes| {
            let file = saved(&shape.file(bytes));
            let (result, cost) = measured(|| read_file(file.path()));
            Work { outcome: result, costs: vec![("reading", cost)] }
        });
        println!("{}, {}: {result}", shape.name, shape.form.name());
    }
}

/// A file of these bytes.
fn saved(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// Reads all pages of a file, and says what came of them: how many articles and errors, and what was too much.
fn read_file(path: &Path) -> String {
    let (mut articles, mut errors, mut limits) = (0, 0, std::collections::BTreeSet::new());
    for item in Pages::open(path).unwrap() {
        match item.and_then(|saved| extract(saved.page())) {
            Ok(_) => articles += 1,
            Err(error) => {
                errors += 1;
                if error.is_limit() {
                    // The words between the limit and what was found.
                    let told = error.to_string();
                    let what = told.split(" limit of ").nth(1).and_then(|rest| rest.split(" (").next());
                    limits.extend(
                        what.map(|what| what.trim_start_matches(|c: char| c.is_ascii_digit()).trim().to_owned()),
                    );
                }
            }
        }
    }
    let limits =
        if limits.is_empty() { String::new() } else { format!("; over {}", Vec::from_iter(limits).join(", ")) };
    format!("{articles} read, {errors} errors{limits}")
}

/// Reads pages over and over, and says how much memory the process has.
fn soak(args: &[&str]) {
    let count: usize = args.iter().find_map(|arg| arg.strip_prefix("--soak=")).unwrap().parse().unwrap();
    let mut pages: Vec<Page> = SHAPES.iter().map(|shape| page(shape.page(20_000).into_bytes())).collect();
    for case in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases")).unwrap() {
        let files = std::fs::read_dir(case.unwrap().path()).into_iter().flatten().map(|file| file.unwrap().path());
        pages.extend(
            files
                .filter(|path| path.extension().is_some_and(|e| e == "html"))
                .map(|path| page(std::fs::read(path).unwrap())),
        );
    }
    println!("{} pages in turn\n\n| read | memory in kB | peak in kB |\n|---|---|---|", pages.len());
    let (extractor, told) = (Extractor::new(Options::default()), (count / 20).max(1));
    let (mut articles, mut refused) = (0, 0);
    for n in 0..count {
        match extractor.extract(&pages[n % pages.len()]) {
            Ok(_) => articles += 1,
            Err(_) => refused += 1,
        }
        if (n + 1) % told == 0 {
            let in_kilobytes = |name| memory(name).map_or("–".to_owned(), |bytes| (bytes >> 10).to_string());
            println!("| {} | {} | {} |", n + 1, in_kilobytes("VmRSS:"), in_kilobytes("VmHWM:"));
        }
    }
    println!("\n{articles} articles, {refused} refused");
}

/// Reads the page in a file, or the pages that it holds, and says what that cost: nanoseconds, the peak of memory, and the outcome.
fn child(file: &Path, is_saved: bool) {
    let page = if is_saved { Page::new("") } else { page(std::fs::read(file).unwrap()) };
    let read = || if is_saved { read_file(file) } else { outcome(&extract(&page)) };
    // What is loaded and made once a process is none of a page's.
    let _ = extract(&page_of_one_line());
    let before = memory("VmRSS:");
    // The peak so far is forgotten; where that is not allowed it was reached while the page was read, and is no higher.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let (outcome, mut best) = measured(read);
    let peak = memory("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before));
    for _ in 1..RUNS.0 {
        if start.elapsed() > RUNS.1 {
            break;
        }
        best = best.min(measured(read).1);
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
    measure_file(shape.name, "--page", kilobytes, shape.page(kilobytes * 1_000).as_bytes())
}

/// The same of a file of pages. What is packed costs what its bytes cost once unpacked.
fn measure_file(name: &str, how: &str, kilobytes: usize, bytes: &[u8]) -> Option<Cost> {
    let file = saved(bytes);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg(how)
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
    assert!(child.wait().unwrap().success(), "{name}, {kilobytes} KB: see above");
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    let mut words = said.trim_end().splitn(3, ' ');
    let mut next = || words.next().unwrap();
    let (nanos, peak) = (next().parse().unwrap(), next().parse().ok());
    let bytes = bytes.len().max(kilobytes * 1_000) as f64;
    Some(Cost { bytes, nanos, peak, outcome: next().to_owned() })
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
    println!("{}", row(SHAPES[0].name, None, &prose, &prose));
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(**word));
    let mut count = 1;
    for shape in SHAPES[1..].iter().filter(|shape| is_wanted(shape.name)) {
        let costs: Vec<Option<Cost>> = sizes.iter().map(|size| measure(shape, *size)).collect();
        println!("{}", row(shape.name, None, &costs, &prose));
        count += 1;
    }
    for shape in FILES.iter().filter(|shape| is_wanted(shape.name)) {
        let of_size = |size: &usize| measure_file(shape.name, "--file", *size, &shape.file(size * 1_000));
        let costs: Vec<Option<Cost>> = sizes.iter().map(of_size).collect();
        println!("{}", row(shape.name, Some(shape.form), &costs, &prose));
        count += 1;
    }
    let held = SHAPES.iter().flat_map(|shape| Form::HOLDERS.map(|form| (shape, form)));
    for (shape, form) in held.filter(|(shape, _)| args.contains(&"--held") && is_wanted(shape.name)) {
        let of_size = |size: &usize| measure_file(shape.name, "--file", *size, &form.holding(shape, size * 1_000));
        let costs: Vec<Option<Cost>> = sizes.iter().map(of_size).collect();
        println!("{}", row(shape.name, Some(form), &costs, &prose));
        count += 1;
    }
    println!("\n{} inputs.", count * sizes.len());
}

/// The row of a shape, from its costs by size and those of prose.
fn row(name: &str, form: Option<Form>, costs: &[Option<Cost>], prose: &[Option<Cost>]) -> String {
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
    if costs.iter().flatten().any(|cost| a_byte(cost) > MAX_NANOS) {
        misses.push("**time**");
    }
    let memory = if matches!(form, Some(Form::Text | Form::Mhtml)) { MAX_MEMORY_OF_TEXT } else { MAX_MEMORY };
    let is_heavy = |cost: &Cost| cost.peak.is_some_and(|peak| peak > memory.0 + memory.1 * cost.bytes);
    if costs.iter().flatten().any(is_heavy) {
        misses.push("**memory**");
    }
    let ratios = to_prose.iter().map(|ratio| ratio.map_or("–".into(), |ratio| format!("{ratio:.1}")));
    format!(
        "| {}{} | {} | {} | {} | {} | {} | {} |",
        name.replace('<', "\\<"),
        form.map_or(String::new(), |form| format!(" ({})", form.name())),
        each(1, &|cost| Some(a_byte(cost))),
        growth.map_or("–".into(), |growth| format!("{growth:.1}")),
        ratios.collect::<Vec<_>>().join(" / "),
        each(1, &|cost| cost.peak.map(|peak| peak / cost.bytes)),
        outcomes.join(", "),
        misses.join(", "),
    )
}
