//! Values of a TOML file that know their place, for errors that tell it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{ErrorKind, Result};
use crate::profile::day::Day;
use crate::profile::epoch::Host;
use crate::profile::mark::Mark;

/// The text of a file, and what it is called.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    pub(super) fn fail<T>(self, at: usize, key: &str, message: &str) -> Result<T> {
        Err(self.error(at, key, message))
    }

    fn error(self, at: usize, key: &str, message: &str) -> crate::error::Error {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        ErrorKind::Profile { file: self.file.to_owned(), line, key: key.to_owned(), message: message.to_owned() }.into()
    }

    /// An error of the TOML itself; its key is the one written on that line, if any.
    pub(super) fn syntax_error(self, message: &str, span: Option<Range<usize>>) -> crate::error::Error {
        let at = span.map_or(0, |s| s.start.min(self.text.len()));
        let start = self.text.as_bytes()[..at].iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1);
        let line = self.text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default();
        let key = line.split_once('=').map(|(key, _)| key.trim()).filter(|k| !k.is_empty()).unwrap_or("syntax");
        self.error(at, key, message)
    }
}

/// A table of the file.
pub(super) struct TomlTable<'a> {
    source: Source<'a>,
    /// The names of the tables above it and its own.
    path: String,
    table: &'a DeTable<'a>,
    start: usize,
}

impl<'a> TomlTable<'a> {
    pub(super) fn root(source: Source<'a>, table: &'a DeTable<'a>) -> Self {
        TomlTable { source, path: String::new(), table, start: 0 }
    }

    pub(super) fn get(&self, key: &str) -> Option<TomlValue<'a>> {
        let value = self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)?;
        Some(TomlValue { source: self.source, path: self.key(key), value })
    }

    pub(super) fn required(&self, key: &str) -> Result<TomlValue<'a>> {
        match self.get(key) {
            Some(value) => Ok(value),
            None => self.source.fail(self.start, &self.key(key), "missing"),
        }
    }

    fn key(&self, key: &str) -> String {
        match self.path.is_empty() {
            true => key.to_owned(),
            false => format!("{}.{key}", self.path),
        }
    }

    /// Refuses keys other than these, the first in the file before others.
    pub(super) fn check_keys(&self, known: &[&str]) -> Result<()> {
        let unknown = self.table.keys().filter(|k| !known.contains(&k.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|k| k.span().start) else { return Ok(()) };
        let kind = match known.contains(&"remove") {
            true => "role",
            false => "key",
        };
        let message = match nearest_key(key.get_ref(), known) {
            Some(near) => format!("unknown {kind}; did you mean `{near}`?"),
            None => format!("unknown {kind}; there are {}", known.join(", ")),
        };
        self.source.fail(key.span().start, &self.key(key.get_ref()), &message)
    }

    /// The items of a list; one item may stand without brackets. A missing list is an empty one.
    pub(super) fn list<T>(&self, key: &str, read: impl Fn(&TomlValue<'a>) -> Result<T>) -> Result<Vec<T>> {
        self.get(key).map_or(Ok(Vec::new()), |v| v.items(read))
    }

    /// The tables of an array of tables, each called by its `name` if it has one.
    pub(super) fn tables(&self, key: &str) -> Result<Vec<TomlTable<'a>>> {
        self.list(key, |value| {
            let mut table = value.table()?;
            if let Some(name) = table.get("name")
                && let DeValue::String(name) = name.get()
            {
                table.path = format!("{key}.{name}");
            }
            Ok(table)
        })
    }
}

/// A value of the file.
pub(super) struct TomlValue<'a> {
    source: Source<'a>,
    path: String,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> TomlValue<'a> {
    pub(super) fn get(&self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    pub(super) fn fail<T>(&self, message: &str) -> Result<T> {
        self.source.fail(self.value.span().start, &self.path, message)
    }

    fn wanted<T>(&self, what: &str) -> Result<T> {
        self.fail(&format!("expected {what}, found {}", kind_name(self.get())))
    }

    pub(super) fn items<T>(&self, read: impl Fn(&TomlValue<'a>) -> Result<T>) -> Result<Vec<T>> {
        let DeValue::Array(array) = self.get() else { return Ok(vec![read(self)?]) };
        array.iter().map(|value| read(&TomlValue { source: self.source, path: self.path.clone(), value })).collect()
    }

    pub(super) fn table(&self) -> Result<TomlTable<'a>> {
        match self.get() {
            DeValue::Table(table) => {
                Ok(TomlTable { source: self.source, path: self.path.clone(), table, start: self.value.span().start })
            }
            _ => self.wanted("a table"),
        }
    }

    /// A string, and what `parse` makes of it.
    pub(super) fn parsed<T>(&self, what: &str, parse: impl Fn(&str) -> std::result::Result<T, String>) -> Result<T> {
        let DeValue::String(text) = self.get() else { return self.wanted(what) };
        parse(text).or_else(|message| self.fail(&message))
    }

    pub(super) fn string(&self) -> Result<String> {
        self.parsed("a string", |t| Ok(t.to_owned()))
    }

    pub(super) fn mark(&self) -> Result<Mark> {
        self.parsed("a selector", Mark::parse)
    }

    pub(super) fn host(&self) -> Result<Host> {
        self.parsed("a host", |text| {
            let (name, below) = text.strip_prefix("*.").map_or((text, false), |rest| (rest, true));
            // By the rules of hosts there is no underscore in them; some have one all the same.
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
            if name.is_empty() || !name.chars().all(plain) {
                return Err(format!("{text:?} is no host: expected news.example or *.news.example"));
            }
            let name = name.to_ascii_lowercase();
            Ok(if below { Host::Below(name) } else { Host::Exact(name) })
        })
    }

    pub(super) fn path(&self) -> Result<String> {
        self.parsed("a path", |text| match text.starts_with('/') {
            true => Ok(text.to_owned()),
            false => Err(format!("{text:?} is no path: it must start with a slash")),
        })
    }

    /// A date as TOML has it, or the same in quotes.
    pub(super) fn day(&self) -> Result<Day> {
        match self.get() {
            DeValue::Datetime(time) => match (time.date, time.time) {
                (Some(d), None) => {
                    let day = Day::new(i32::from(d.year), u32::from(d.month), u32::from(d.day));
                    day.map_or_else(|| self.fail(&format!("{d} is no date")), Ok)
                }
                _ => self.fail(&format!("{time} is no date: expected YYYY-MM-DD")),
            },
            _ => self.parsed("a date", |text| {
                Day::parse(text).ok_or_else(|| format!("{text:?} is no date: expected YYYY-MM-DD"))
            }),
        }
    }

    /// An offset from UTC, in minutes.
    pub(super) fn zone(&self) -> Result<i32> {
        self.parsed("an offset", |text| {
            offset(text).ok_or_else(|| format!("{text:?} is no offset: expected UTC or +hh:mm"))
        })
    }

    pub(super) fn boolean(&self) -> Result<bool> {
        match self.get() {
            DeValue::Boolean(yes) => Ok(*yes),
            _ => self.wanted("true or false"),
        }
    }

    pub(super) fn integer(&self) -> Result<i64> {
        match self.get() {
            DeValue::Integer(n) => match i64::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => Ok(n),
                Err(_) => self.wanted("a number"),
            },
            _ => self.wanted("a number"),
        }
    }

    pub(super) fn count(&self) -> Result<usize> {
        match usize::try_from(self.integer()?) {
            Ok(n) => Ok(n),
            Err(_) => self.fail("must not be negative"),
        }
    }
}

fn kind_name(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn offset(text: &str) -> Option<i32> {
    if matches!(text, "UTC" | "Z") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |t: &str| (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok()).flatten();
    let (hours, minutes): (i32, i32) = (two(hours)?, two(minutes)?);
    // No place on earth is further from UTC than 14 hours.
    (minutes < 60 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 60 + minutes))
}

/// The known key that a mistyped one was probably meant to be.
pub(super) fn nearest_key<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    /// More slips than this are another word.
    const MAX_SLIPS: usize = 2;
    let near = known.iter().map(|k| (slips(key, k), *k)).min()?;
    (near.0 <= MAX_SLIPS && near.0 * 2 <= key.len()).then_some(near.1)
}

/// How many letters must be put in, taken out or changed to make one word of the other.
pub(super) fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, &y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
