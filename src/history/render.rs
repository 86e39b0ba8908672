//! A history for readers: plain text and Markdown.

use crate::archive::Timestamp;
use crate::article::DateTime;
use crate::text::controls::without_controls;

use super::changes::Change;
use super::versions::{CaptureFailure, History, UnlistedArchive, Version};
use super::words::WordChange;

impl History {
    /// The history as plain text: each version with its time, its headline and what changed. What is gone stands
    /// behind `-`, what is new behind `+`; in a paragraph that was reworded, `[-gone-]` and `{+new+}`.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n{}\n", self.url, self.summary());
        for version in &self.versions {
            out += &format!("\n{}\n", time_span(version));
            match (&version.capture, &version.archive) {
                (Some(capture), _) => out += &format!("{capture}\n"),
                (None, Some(archive)) => out += &format!("{archive}\n"),
                (None, None) => {}
            }
            if version.changes.is_empty() {
                out += &format!("  {}\n", one_line(version.article.headline.as_deref().unwrap_or("(no headline)")));
            }
            for change in &version.changes {
                out += &change_as_text(change);
            }
        }
        if !self.failures.is_empty() {
            out += "\nNot read:\n";
        }
        for failure in &self.failures {
            out += &format!("  {}\n", failure_line(failure));
        }
        if !self.unlisted.is_empty() {
            out += "\nNot listed:\n";
        }
        for UnlistedArchive { archive, code, reason } in &self.unlisted {
            out += &format!("  {archive} {code}: {reason}\n");
        }
        // What archives answer is not trusted to hold none.
        without_controls(&out).into_owned()
    }

    /// The history as Markdown: a heading for each version, and what changed as a list; what is gone struck out, what is
    /// new in bold. Words are escaped.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", escape_markdown(&self.url), escape_markdown(&self.summary()));
        for version in &self.versions {
            out += &format!("\n## {}\n\n", escape_markdown(&time_span(version)));
            if version.changes.is_empty() {
                let headline = version.article.headline.as_deref().unwrap_or("(no headline)");
                out += &format!("- {}\n", escape_markdown(headline));
            }
            for change in &version.changes {
                out += &format!("- {}\n", change_as_markdown(change));
            }
            if let Some(capture) = &version.capture {
                // In angle brackets; what would end them is written as in any address.
                let address = capture.to_string().replace(' ', "%20").replace('<', "%3C").replace('>', "%3E");
                out += &format!("- [capture](<{address}>)\n");
            }
        }
        if !self.failures.is_empty() {
            out += "\n## Not read\n\n";
        }
        for failure in &self.failures {
            out += &format!("- {}\n", escape_markdown(&failure_line(failure)));
        }
        if !self.unlisted.is_empty() {
            out += "\n## Not listed\n\n";
        }
        for UnlistedArchive { archive, code, reason } in &self.unlisted {
            out += &format!("- {}\n", escape_markdown(&format!("{archive} {code}: {reason}")));
        }
        without_controls(&out).into_owned()
    }

    fn summary(&self) -> String {
        let all = if self.complete { "" } else { ", not all of them read" };
        let versions = counted(self.versions.len(), "version");
        format!("{versions} in {} ({}){all}", counted(self.captures, "capture"), self.archive)
    }
}

fn failure_line(failure: &CaptureFailure) -> String {
    let archive = failure.archive.as_ref().map_or(String::new(), |archive| format!("{archive} "));
    format!("{} {archive}{}: {}", shown_time(failure.timestamp), failure.code, failure.reason)
}

fn time_span(version: &Version) -> String {
    let first = shown_time(version.first);
    match version.captures {
        1 => first,
        captures => format!("{first} to {}, {captures} captures", shown_time(version.last)),
    }
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn shown_time(time: Timestamp) -> String {
    shown_date(time.to_datetime())
}

fn shown_date(time: DateTime) -> String {
    time.to_string().replace('T', " ")
}

/// A change as a label, what is gone, and what is new.
fn change_parts(change: &Change) -> (&'static str, Option<String>, Option<String>) {
    let dated = |time: &Option<DateTime>| time.map(shown_date);
    match change {
        Change::Headline { old, new } => ("headline", old.clone(), new.clone()),
        Change::Published { old, new } => ("published", dated(old), dated(new)),
        Change::Modified { old, new } => ("modified", dated(old), dated(new)),
        Change::ParagraphAdded { text, .. } => ("added", None, Some(text.clone())),
        Change::ParagraphRemoved { text, .. } => ("removed", Some(text.clone()), None),
        Change::ParagraphMoved { text, .. } => ("moved", None, Some(text.clone())),
        Change::ParagraphReworded { old, new, .. } => ("reworded", Some(old.clone()), Some(new.clone())),
    }
}

fn change_as_text(change: &Change) -> String {
    let run = |words: &WordChange| match words {
        WordChange::Same(text) => text.clone(),
        WordChange::Removed(text) => format!("[-{text}-]"),
        WordChange::Added(text) => format!("{{+{text}+}}"),
    };
    if let Change::ParagraphReworded { words, .. } = change {
        return format!("  reworded\n    {}\n", words.iter().map(run).collect::<Vec<_>>().join(" "));
    }
    let (label, old, new) = change_parts(change);
    let old = old.map(|text| format!("    - {}\n", one_line(&text))).unwrap_or_default();
    let new = new.map(|text| format!("    + {}\n", one_line(&text))).unwrap_or_default();
    format!("  {label}\n{old}{new}")
}

fn change_as_markdown(change: &Change) -> String {
    let gone = |text: &str| format!("~~{}~~", escape_markdown(text));
    let fresh = |text: &str| format!("**{}**", escape_markdown(text));
    let line: Vec<String> = match change {
        Change::ParagraphReworded { words, .. } => {
            let run = |words: &WordChange| match words {
                WordChange::Same(text) => escape_markdown(text),
                WordChange::Removed(text) => gone(text),
                WordChange::Added(text) => fresh(text),
            };
            words.iter().map(run).collect()
        }
        Change::ParagraphMoved { text, .. } => vec![escape_markdown(text)],
        other => {
            let (_, old, new) = change_parts(other);
            old.iter().map(|text| gone(text)).chain(new.iter().map(|text| fresh(text))).collect()
        }
    };
    format!("{}: {}", change_parts(change).0, line.join(" "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text on one line, escaped so that none of it is Markdown's markup.
fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
