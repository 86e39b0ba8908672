//! What the arguments of a batch stand for: files, directories, patterns, lists, queries of an index.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cuttings::{BlockingCaptures, Error, MatchType, Period, Query};
use serde_json::Value;
use walkdir::WalkDir;

use super::ours::Ours;
use super::pieces::{Guarded, Piece, Pieces, Work};
use crate::address;
use crate::args::BatchArgs;
use crate::input::{Input, ManyFiles, Place, Web, without_user};
use crate::manifest::{self, BadLine, Task};
use crate::output::{Failure, Target};
use crate::overwrite::{refuse_manifest, refuse_task};

type Tasks = Box<dyn Iterator<Item = Task> + Send>;

/// Endings of the names of pages and of files that hold them, besides those of packing.
const ENDINGS: [&str; 17] = [
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "stm", "txt", "mht", "mhtml", "warc", "arc", "wacz",
    "zip", "jsonl",
];

/// Of those, what holds many pages.
const MANY: [&str; 6] = ["warc", "arc", "wacz", "zip", "mht", "mhtml"];

/// What there is to do. A line of a list has one record; an argument as many as it has pages.
pub fn pieces(args: &BatchArgs, target: &Target, files: &ManyFiles, web: &Arc<Web>) -> Result<Pieces, Failure> {
    if let Some(path) = &args.manifest {
        refuse_manifest(target, path, args.base.as_deref())?;
        return Ok(of_manifest(manifest::open(path, args.base.as_deref())?, target));
    }
    if let Some(path) = &args.list {
        let files = files.clone();
        return Ok(Box::new(list(path)?.flat_map(move |task| Guarded::new(task, files.clone()))));
    }
    if let Some(pattern) = &args.captures {
        return captures(args, pattern, web);
    }
    Ok(of_arguments(&args.inputs, &Ours::of(args), target, files))
}

/// The pages that arguments stand for, without what the run itself writes.
pub fn of_arguments(inputs: &[OsString], ours: &Ours, target: &Target, files: &ManyFiles) -> Pieces {
    for path in inputs.iter().flat_map(|argument| record_files(argument)) {
        files.add_file(path);
    }
    let (inputs, files, target, ours) = (inputs.to_vec(), files.clone(), target.clone(), ours.clone());
    let tasks = inputs.into_iter().flat_map(move |argument| of_argument(&argument, &ours));
    Box::new(tasks.flat_map(move |task| match &task.input {
        Ok(Input { place: Place::File(path), .. }) if is_list_of_pages(path) => match manifest::open(path, None) {
            Ok(tasks) => of_manifest(tasks, &target),
            Err(failure) => refused(task, failure),
        },
        _ => Box::new(Guarded::new(task, files.clone())) as Pieces,
    }))
}

/// Refuses an output that is there and would be read as one of the files that directories and patterns stand for. A batch, which goes
/// on into its own outputs, passes them over instead.
pub fn refuse_found(target: &Target, inputs: &[OsString]) -> Result<(), Failure> {
    if !target.replaces_a_file() {
        return Ok(());
    }
    // What names of files come through standard input is seen only once.
    let arguments = inputs.iter().filter(|argument| *argument != "-");
    arguments
        .flat_map(|argument| of_argument(argument, &Ours::default()))
        .try_for_each(|task| refuse_task(target, &task))
}

/// How many pages there are, where that can be told without reading any.
pub fn count(args: &BatchArgs) -> Option<usize> {
    /// A longer manifest is not read twice.
    const MAX_BYTES: u64 = 1 << 30;
    if let Some(path) = args.manifest.as_ref().or(args.list.as_ref()) {
        let is_short = std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= MAX_BYTES);
        let lines = io::BufReader::new(File::open(path).ok().filter(|_| is_short)?).split(b'\n');
        return Some(lines.map_while(Result::ok).filter(|line| !line.trim_ascii().is_empty()).count());
    }
    if args.inputs.is_empty() || args.inputs.iter().any(|argument| argument == "-") {
        return None;
    }
    let (mut pages, ours) = (0, Ours::of(args));
    for task in args.inputs.iter().flat_map(|argument| of_argument(argument, &ours)) {
        match task.input {
            Ok(Input { place: Place::File(path), .. }) if holds_many(&path) || is_list_of_pages(&path) => return None,
            _ => pages += 1,
        }
    }
    Some(pages)
}

fn of_manifest(tasks: impl Iterator<Item = Task> + Send + 'static, target: &Target) -> Pieces {
    let target = target.clone();
    Box::new(tasks.map(move |task| match refuse_task(&target, &task) {
        Ok(()) => Piece::of(task),
        Err(failure) => Piece { work: Work::Refused(failure), ..Piece::of(task) },
    }))
}

fn refused(task: Task, failure: Failure) -> Pieces {
    Box::new(std::iter::once(Piece { work: Work::Refused(failure), ..Piece::of(task) }))
}

fn task(input: Input) -> Task {
    Task { id: input.source.as_str().into(), input: Ok(input) }
}

/// What an argument stands for.
fn of_argument(argument: &OsStr, ours: &Ours) -> Tasks {
    let input = Input::from_argument(argument);
    match &input.place {
        Place::Stdin => stdin(input),
        Place::File(path) if path.is_dir() => Box::new(directory(path, ours)),
        Place::File(path) if !path.exists() && argument.to_str().is_some_and(|a| a.contains(['*', '?', '['])) => {
            let found = argument.to_str().and_then(|pattern| glob::glob(pattern).ok());
            let mut found: Vec<PathBuf> = found.into_iter().flatten().filter_map(Result::ok).collect();
            found.sort();
            found.retain(|path| !ours.holds(path));
            // A pattern that fits nothing is told as a file that is not there.
            if found.is_empty() {
                return Box::new(std::iter::once(task(input)));
            }
            let ours = ours.clone();
            Box::new(found.into_iter().flat_map(move |path| match path.is_dir() {
                true => Box::new(directory(&path, &ours)) as Tasks,
                false => Box::new(std::iter::once(task(Input::from_argument(path.as_os_str())))),
            }))
        }
        _ => Box::new(std::iter::once(task(input))),
    }
}

/// The files below a directory that look like pages, in the byte order of their names.
fn directory(path: &Path, ours: &Ours) -> impl Iterator<Item = Task> + Send + use<> {
    let ours = ours.clone();
    let is_input = move |entry: &walkdir::DirEntry| {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        entry.depth() == 0 || !is_hidden && !ours.holds(entry.path())
    };
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(is_input);
    entries.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => is_page_file(entry.path()).then(|| task(Input::from_argument(entry.path().as_os_str()))),
        Err(error) => {
            let place = error.path().unwrap_or(Path::new("")).display().to_string();
            Some(Task { id: place.as_str().into(), input: Err(BadLine { message: error.to_string(), place }) })
        }
    })
}

/// The last ending of a name that is not of packing, in lower case.
fn ending(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|packing| name.strip_suffix(packing)).unwrap_or(&name);
    bare.rsplit_once('.').map(|(_, ending)| ending.to_owned())
}

fn holds_many(path: &Path) -> bool {
    ending(path).is_some_and(|e| MANY.contains(&e.as_str()))
}

/// Whether a file holds lines of pages, as a manifest does.
fn is_list_of_pages(path: &Path) -> bool {
    ending(path).is_some_and(|e| matches!(e.as_str(), "jsonl" | "ndjson"))
}

/// Whether a file of a directory is a page or holds such: by its ending, or, where that says nothing, by how it begins.
fn is_page_file(path: &Path) -> bool {
    /// Bytes that are looked at.
    const HEAD: u64 = 1024;
    if ending(path).is_some_and(|e| ENDINGS.contains(&e.as_str())) {
        return true;
    }
    let is_known =
        path.extension().is_some_and(|e| e.to_str().is_some_and(|e| e.len() <= 4 && !e.contains(['?', '&'])));
    let mut head = Vec::new();
    if is_known || File::open(path).and_then(|f| f.take(HEAD).read_to_end(&mut head)).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let tags = ["<html", "<!doctype html", "<head", "<body", "<p", "<title"];
    head.starts_with(&[0x1f, 0x8b])
        || text.starts_with("warc/")
        || text.starts_with("filedesc://")
        || text.starts_with('<') && tags.iter().any(|tag| text.contains(tag))
}

/// The files an argument stands for whose records others may refer to.
fn record_files(argument: &OsStr) -> Vec<PathBuf> {
    match Input::from_argument(argument).place {
        Place::File(path) if path.is_dir() => {
            let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
            let is_of_records =
                |path: &Path| ending(path).is_some_and(|e| matches!(e.as_str(), "warc" | "arc" | "wacz"));
            entries.map(walkdir::DirEntry::into_path).filter(|path| is_of_records(path)).collect()
        }
        Place::File(path) => vec![path],
        _ => Vec::new(),
    }
}

/// What comes through standard input: names of files parted by line breaks or zero bytes, lines of a manifest, or else a
/// page or a file of pages.
fn stdin(input: Input) -> Tasks {
    let mut lock = io::stdin().lock();
    // Looked at, not taken: whoever reads next has it again.
    let head = lock.fill_buf().unwrap_or_default();
    let first = head.split(|b| matches!(b, b'\n' | 0)).next().unwrap_or_default().trim_ascii().to_owned();
    let (length, by_zero) = (head.len(), head.contains(&0));
    drop(lock);
    if first.starts_with(b"{") {
        return match manifest::open(Path::new("-"), None) {
            Ok(tasks) => Box::new(tasks),
            Err(_) => Box::new(std::iter::once(task(input))),
        };
    }
    let is_whole = !first.is_empty() && first.len() < length;
    if !is_whole || !name(&first).is_some_and(|name| Input::from_argument(&name).names_something()) {
        return Box::new(std::iter::once(task(input)));
    }
    let names = io::BufReader::new(io::stdin()).split(if by_zero { 0 } else { b'\n' }).map_while(Result::ok);
    let names = names.filter_map(|bytes| name(bytes.strip_suffix(b"\r").unwrap_or(&bytes)).filter(|n| !n.is_empty()));
    Box::new(names.map(|name| task(Input::from_argument(&name))))
}

/// A name as the system has it.
fn name(bytes: &[u8]) -> Option<OsString> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Some(OsStr::from_bytes(bytes).to_owned())
    }
    #[cfg(not(unix))]
    std::str::from_utf8(bytes).ok().map(OsString::from)
}

impl Input {
    /// Whether it is an address, or a file that is there.
    fn names_something(&self) -> bool {
        match &self.place {
            Place::File(path) => path.exists(),
            Place::Web(_) => true,
            _ => false,
        }
    }
}

/// The lines of a list: an address, or one and the time of the capture that is wanted of it, or an object with a `url`.
fn list(path: &Path) -> Result<Tasks, Failure> {
    let name = path.display().to_string();
    let failure = |source| Failure::Write { to: name.clone(), source };
    let reader: Box<dyn BufRead + Send> = match manifest::is_stdin(path) {
        true => Box::new(io::BufReader::new(io::stdin())),
        false => manifest::unpacked(path).map_err(failure)?,
    };
    let lines = reader.lines().map_while(Result::ok).zip(1..);
    Ok(Box::new(lines.filter_map(move |(line, number)| listed(&line, &name, number))))
}

/// The task of a line of a list; none of an empty line or a comment.
fn listed(line: &str, list: &str, number: usize) -> Option<Task> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let bad = |message: String| {
        let place = format!("{list}:{number}");
        let message = format!("{list}, line {number}: {message}");
        Some(Task { id: place.as_str().into(), input: Err(BadLine { place, message }) })
    };
    let object: Option<Value> = line.starts_with('{').then(|| serde_json::from_str(line).unwrap_or_default());
    let mut parts = match &object {
        Some(value) => match value.get("url").and_then(Value::as_str) {
            Some(url) => url.split_whitespace(),
            None => return bad("an object without a `url`".to_owned()),
        },
        None => line.split_whitespace(),
    };
    let (url, at) = (parts.next().unwrap_or_default(), parts.next());
    let input = Input::from_argument(url.as_ref());
    match (&input.place, at.map(str::parse::<Period>)) {
        (Place::Web(_), None) => Some(task(input)),
        (Place::Web(url), Some(Ok(period))) if parts.next().is_none() => {
            let source = format!("{} {}", without_user(url), at.unwrap_or_default());
            Some(task(Input::new(source, Place::Near(url.clone(), period))))
        }
        (Place::Web(_), _) => bad(format!("not an address and a time: {line:?}")),
        _ => {
            let meant = address::meant(url.as_ref()).filter(|_| url.contains("://"));
            bad(format!(
                "not an address: {url:?}; {}",
                meant.as_deref().unwrap_or("one begins with http:// or https://")
            ))
        }
    }
}

/// The captures that an index lists for an address or a pattern of such.
fn captures(args: &BatchArgs, pattern: &str, web: &Arc<Web>) -> Result<Pieces, Failure> {
    let (address, matching) = match (pattern.strip_suffix('*'), pattern.strip_prefix("*.")) {
        (Some(prefix), _) => (prefix, MatchType::Prefix),
        (None, Some(domain)) => (domain, MatchType::Domain),
        (None, None) => (pattern, MatchType::Exact),
    };
    let mut query = Query::default().match_type(matching);
    if let Some(from) = args.from {
        query = query.since(from);
    }
    if let Some(to) = args.to {
        query = query.until(to);
    }
    if !args.any_status {
        query = query.pages();
    }
    // A listing of many addresses has pictures and style sheets too.
    let query = if matching == MatchType::Exact { query } else { query.page_types() };
    let rows = web.list_captures(address, &query)?;
    Ok(Box::new(Listed { pattern: pattern.to_owned(), rows, told: 0 }))
}

/// The captures of a listing; behind them the archives that failed where others did not.
struct Listed {
    pattern: String,
    rows: BlockingCaptures,
    /// How many of these failures were told.
    told: usize,
}

impl Iterator for Listed {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let failed = |source: String, error| Piece::new(source.as_str().into(), source, Work::Failed(error));
        match self.rows.next() {
            Some(Ok(row)) => {
                let source = row.capture.as_ref().map_or_else(|| row.original.clone(), ToString::to_string);
                Some(Piece::of(task(Input::new(source, Place::Listed(Box::new(row))))))
            }
            Some(Err(error)) => {
                // Where all have failed, this tells so.
                self.told = usize::MAX;
                Some(failed(self.pattern.clone(), error))
            }
            None => {
                let failure = self.rows.captures().failures().get(self.told)?;
                self.told += 1;
                let place = format!("{} in {}", self.pattern, failure.archive);
                Some(failed(place, Error::from(failure.clone())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Args, Command};

    fn sources(tasks: Tasks) -> Vec<String> {
        tasks.map(|t| t.input.map_or_else(|bad| bad.message, |input| input.source)).collect()
    }

    #[test]
    fn a_directory_is_its_pages_in_the_order_of_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for name in ["b.html", "a/z.HTM.gz", "B.html", "c.warc.gz", "out.jsonl", "out.jsonl.part", ".hidden/x.html"] {
            write(name, "");
        }
        write("story", "<!doctype html><title>x</title>");
        write("index.php?id=1", "<html>");
        write("notes.md", "<html>");
        write("data", "binary");
        for name in ["r.html", "r.html.part", "r_files/page-1.html", "r_files/a/b.html"] {
            write(name, "");
        }
        let ours = |arguments: &[&str]| {
            let arguments = arguments.iter().map(|argument| match argument.strip_prefix("@") {
                Some(name) => dir.path().join(name).into_os_string(),
                None => argument.into(),
            });
            match Args::parse_from(arguments).command {
                Command::Batch(args) => Ours::of(&args),
                other => panic!("{other:?}"),
            }
        };
        let ours = ours(&["cuttings", "batch", "x", "--output", "@out.jsonl", "--report", "@r.html"]);
        let found = sources(of_argument(dir.path().as_os_str(), &ours));
        let names: Vec<String> = found.iter().map(|s| s[dir.path().to_str().unwrap().len() + 1..].to_owned()).collect();
        assert_eq!(names, ["B.html", "a/z.HTM.gz", "b.html", "c.warc.gz", "index.php?id=1", "story"]);
        let pattern = dir.path().join("[bB]*.html");
        assert_eq!(sources(of_argument(pattern.as_os_str(), &ours)).len(), 2);
        let pattern = dir.path().join("[br]*.html");
        assert_eq!(sources(of_argument(pattern.as_os_str(), &ours)).len(), 1);
        let none = dir.path().join("x*.html");
        assert_eq!(sources(of_argument(none.as_os_str(), &ours)), [none.display().to_string()]);
        assert_eq!(record_files(dir.path().as_os_str()), [dir.path().join("c.warc.gz")]);
    }

    #[test]
    fn a_line_of_a_list_is_an_address_and_perhaps_a_time() {
        let of = |line: &str| listed(line, "l", 3).map(|t| t.input.map_err(|bad| bad.message));
        assert_eq!(of("  # no").map(|_| ()), None);
        assert_eq!(of("http://a.example/").unwrap().unwrap().place, Place::Web("http://a.example/".into()));
        let near = of("http://u:p@a.example/ 20071211").unwrap().unwrap();
        assert_eq!(near.source, "http://a.example/ 20071211");
        assert!(matches!(near.place, Place::Near(url, _) if url == "http://u:p@a.example/"));
        assert_eq!(of(r#"{"url": "http://a.example/"}"#).unwrap().unwrap().source, "http://a.example/");
        for (line, told) in
            [("page.html", "not an address"), ("http://a.example/ soon", "and a time"), ("{}", "without")]
        {
            let message = of(line).unwrap().unwrap_err();
            assert!(message.starts_with("l, line 3: ") && message.contains(told), "{message}");
        }
    }
}
