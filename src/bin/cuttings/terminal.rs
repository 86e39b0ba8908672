//! What is said on standard error. Nothing in it makes a terminal do anything: names of files and answers of servers
//! may hold whatever somebody put there.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

/// Says one line.
pub fn say(message: impl Display) {
    write(&format!("cuttings: {}\n", line(&message.to_string())));
}

/// Words on one line, with what a terminal would obey written out as in [`safe`], and line breaks as `\n`.
pub fn line(text: &str) -> String {
    safe(text).replace('\n', "\\n")
}

/// Shows lines as they are, but for what a terminal would obey.
pub fn show(lines: &str) {
    write(&safe(lines));
}

/// Writes a line of a terminal anew, without ending it.
pub fn redraw(line: &str) {
    write(&format!("\r{line}\x1b[K"));
}

/// Words as they are, with what a terminal would obey in place of being shown written as in a program's text: `\u{1b}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_obeyed(c) {
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Controls, and the marks that turn round what stands behind them, so that `fdp.exe` looks like `exe.pdf`.
pub fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || matches!(c, '\u{2028}' | '\u{2029}') || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Nothing is lost where it cannot be shown.
fn write(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        assert_eq!(safe("a\u{1b}[2Jb\u{7}\u{7f}\u{9b}\r"), r"a\u{1b}[2Jb\u{7}\u{7f}\u{9b}\u{d}");
        assert_eq!(safe("page\u{202e}fdp.exe"), r"page\u{202e}fdp.exe");
        assert!(matches!(safe("Ünï\n\tשלום“”"), Cow::Borrowed(_)));
        assert_eq!(line("a\nb\u{1b}[2J"), r"a\nb\u{1b}[2J");
    }
}
