//! Lists of pages to work through: arguments, or the lines of a manifest.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::input::{Input, Place};
use crate::output::Failure;

/// One piece of work of a batch.
#[derive(Debug, PartialEq)]
pub struct Task {
    pub id: Value,
    /// The page, or why this line names none.
    pub input: Result<Input, BadLine>,
}

/// A line of a manifest that cannot be understood.
#[derive(Debug, PartialEq)]
pub struct BadLine {
    /// File and line.
    pub place: String,
    pub message: String,
}

/// What a line of a manifest holds. Other keys are ignored.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<Value>,
    file: Option<String>,
    /// The page itself, in place of a file.
    html: Option<String>,
    url: Option<String>,
    content_type: Option<String>,
    captured: Option<String>,
    /// A number, or one in quotes; what others may have put here is ignored.
    #[serde(default)]
    status: Value,
    #[serde(default)]
    warnings: Value,
}

/// The tasks of a manifest, read as they are asked for. Without a base its files are looked for from the current directory, and
/// may be anywhere; with one they are below it.
pub fn open(path: &Path, base: Option<&Path>) -> Result<impl Iterator<Item = Task> + Send + use<>, Failure> {
    let name = path.display().to_string();
    let failure = |source| Failure::Write { to: name.clone(), source };
    let mut reader: Box<dyn BufRead + Send> = match is_stdin(path) {
        true => Box::new(BufReader::new(io::stdin())),
        false => unpacked(path).map_err(failure)?,
    };
    // A directory opens and then cannot be read: that is no bad line but a wrong argument.
    reader.fill_buf().map_err(failure)?;
    Ok(Manifest { reader, name, base: base.map(Path::to_owned), line: 0, over: false })
}

/// The lines of a file, which may be packed with gzip or zstd.
pub fn unpacked(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let mut reader = BufReader::new(File::open(path)?);
    match reader.fill_buf()? {
        [0x1f, 0x8b, ..] => Ok(Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(reader)))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(reader).map_err(io::Error::other)?;
            Ok(Box::new(BufReader::new(decoder)))
        }
        _ => Ok(Box::new(reader)),
    }
}

/// Whether a manifest's path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

struct Manifest {
    reader: Box<dyn BufRead + Send>,
    name: String,
    base: Option<PathBuf>,
    line: usize,
    over: bool,
}

impl Iterator for Manifest {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            let mut bytes = Vec::new();
            if self.over {
                return None;
            }
            self.line += 1;
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => return Some(self.task(&bytes)),
                Err(error) => {
                    self.over = true;
                    return Some(self.bad(None, error.to_string()));
                }
            }
        }
    }
}

impl Manifest {
    fn task(&self, bytes: &[u8]) -> Task {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let value: Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(error) => return self.bad(None, format!("this is not JSON: {error}")),
        };
        if !value.is_object() {
            return self.bad(None, "not an object, as in {\"file\": \"page.html\"}".to_owned());
        }
        let id = value.get("id").filter(|id| !id.is_null()).cloned();
        match serde_json::from_value::<Line>(value) {
            Ok(line) => {
                let Line { id, file, html, url, content_type, captured, status, warnings } = line;
                // An empty value is none, as in tables that were made into lines.
                let filled = |value: Option<String>| value.filter(|text| !text.trim().is_empty());
                let (url, content_type, captured) = (filled(url), filled(content_type), filled(captured));
                let status = status.as_str().map_or_else(|| status.as_u64(), |digits| digits.parse().ok());
                let status = status.and_then(|status| u16::try_from(status).ok()).filter(|s| (100..1000).contains(s));
                let warnings = serde_json::from_value(warnings).unwrap_or_default();
                let (source, place) = match (file, html) {
                    (Some(file), None) => match self.below_base(&file) {
                        Some(path) => (file, Place::File(path)),
                        None => return self.bad(id, format!("{file:?} leads out of the directory of --base")),
                    },
                    (None, Some(html)) => (self.place(), Place::Inline(html.into())),
                    (None, None) => return self.bad(id, "neither `file` nor `html`".to_owned()),
                    (Some(_), Some(_)) => return self.bad(id, "both `file` and `html`".to_owned()),
                };
                let id = id.unwrap_or_else(|| source.as_str().into());
                let input = Input { source, place, url, content_type, captured, status, warnings };
                Task { id, input: Ok(input) }
            }
            Err(error) => self.bad(id, plain(&error.to_string())),
        }
    }

    /// The path of a file that the manifest names; none where that leads out of the base.
    fn below_base(&self, file: &str) -> Option<PathBuf> {
        let Some(base) = &self.base else { return Some(file.into()) };
        let mut depth = 0usize;
        for part in Path::new(file).components() {
            match part {
                Component::Normal(_) => depth += 1,
                Component::CurDir => {}
                Component::ParentDir => depth = depth.checked_sub(1)?,
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(base.join(file))
    }

    /// File and line.
    fn place(&self) -> String {
        format!("{}:{}", self.name, self.line)
    }

    fn bad(&self, id: Option<Value>, message: String) -> Task {
        let place = self.place();
        let id = id.unwrap_or_else(|| place.as_str().into());
        let message = format!("{}, line {}: {message}", self.name, self.line);
        Task { id, input: Err(BadLine { place, message }) }
    }
}

/// What is wrong with the value of a key, in the words of people who write tables.
fn plain(message: &str) -> String {
    message
        .replace("invalid type: ", "wrong kind of value: ")
        .replace("a map", "an object")
        .replace("a sequence", "a list")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tasks(text: &'static str) -> Vec<Task> {
        let reader = Box::new(text.as_bytes());
        Manifest { reader, name: "m.jsonl".into(), base: Some("dir".into()), line: 0, over: false }.collect()
    }

    #[test]
    fn lines_become_tasks() {
        let found = tasks(
            "\u{feff}{\"id\": \"a\", \"file\": \"x.html.gz\", \"url\": \"http://a.example/\", \"captured\": null, \"gold\": 1}\n\n  \n{\"id\": 7, \"file\": \"y\"}\r\n{\"file\": \"-\"}",
        );
        let input = |t: &Task| t.input.as_ref().unwrap().clone();
        assert_eq!(found.len(), 3);
        assert_eq!(input(&found[0]).url.as_deref(), Some("http://a.example/"));
        assert_eq!(input(&found[0]).place, Place::File("dir/x.html.gz".into()));
        assert_eq!(input(&found[0]).source, "x.html.gz");
        assert_eq!(input(&found[2]).place, Place::File("dir/-".into()));
        assert_eq!(found.iter().map(|t| t.id.clone()).collect::<Vec<_>>(), [Value::from("a"), 7.into(), "-".into()]);
    }

    #[test]
    fn status_and_warnings_are_read_where_they_are_such() {
        let found = tasks(
            "{\"file\": \"a\", \"status\": 404, \"warnings\": [{\"code\": \"redirected\", \"detail\": \"a -> b\"}]}\n\
             {\"file\": \"b\", \"status\": \"206\", \"warnings\": \"none\"}\n{\"file\": \"c\", \"status\": \"done\"}\n",
        );
        let known: Vec<_> =
            found.into_iter().map(|task| task.input.unwrap()).map(|i| (i.status, i.warnings.len())).collect();
        assert_eq!(known, [(Some(404), 1), (Some(206), 0), (None, 0)]);
    }

    #[test]
    fn empty_values_are_none() {
        let found = tasks("{\"file\": \"x\", \"url\": \"\", \"content_type\": \" \", \"captured\": \"\"}");
        let input = found[0].input.as_ref().unwrap();
        assert_eq!((&input.url, &input.content_type, &input.captured), (&None, &None, &None));
    }

    #[test]
    fn pages_may_stand_in_the_lines_and_files_stay_below_the_base() {
        let found = tasks(
            "{\"id\": 1, \"url\": \"http://a.example/\", \"html\": \"<p>Ünder\"}\n{\"file\": \"a/../b\"}\n{\"file\": \"a/../../b\"}\n\
             {\"file\": \"/etc/passwd\"}\n{\"file\": \"a\", \"html\": \"\"}\n",
        );
        let first = found[0].input.as_ref().unwrap();
        assert_eq!((&first.place, first.source.as_str()), (&Place::Inline("<p>Ünder".into()), "m.jsonl:1"));
        assert!(found[1].input.is_ok());
        let wrong: Vec<&str> = found[2..].iter().map(|t| t.input.as_ref().unwrap_err().message.as_str()).collect();
        assert_eq!(wrong[0], "m.jsonl, line 3: \"a/../../b\" leads out of the directory of --base");
        assert!(wrong[1].contains("leads out") && wrong[2].ends_with("both `file` and `html`"), "{wrong:?}");
    }

    #[test]
    fn bad_lines_are_named_and_stop_nothing() {
        let found =
            tasks("{\"id\": \"a\"}\nrubbish\n[1]\n{\"id\": \"b\", \"file\": 3}\n{\"id\": \"c\", \"file\": \"c\"}\n");
        let bad = |t: &Task| t.input.as_ref().err().map(|b| (b.place.clone(), b.message.clone()));
        assert_eq!(bad(&found[0]), Some(("m.jsonl:1".into(), "m.jsonl, line 1: neither `file` nor `html`".into())));
        assert_eq!((&found[0].id, &found[1].id), (&"a".into(), &"m.jsonl:2".into()));
        assert!(bad(&found[1]).unwrap().1.starts_with("m.jsonl, line 2: this is not JSON: expected value"));
        assert!(bad(&found[2]).is_some() && bad(&found[3]).is_some() && bad(&found[4]).is_none());
    }
}
