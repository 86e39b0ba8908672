//! Keeping words words: what Markdown would take for markup gets a backslash.

use crate::text::controls::without_controls;

/// Words as inline Markdown. `before` and `after` are the characters beside them in the text, if any.
///
/// Line breaks stay; [`line_starts`] deals with what only matters at the start of a line.
pub(super) fn words(text: &str, before: Option<char>, after: Option<char>) -> String {
    // Taken out later, they would have hidden what stands behind them.
    let text = &*without_controls(text);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut last = before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = || rest.chars().next().or(after);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Within a word it is a letter.
            '_' => !(last.is_some_and(char::is_alphanumeric) && next().is_some_and(char::is_alphanumeric)),
            '&' => begins_entity(rest) || after.is_some() && may_begin_entity(rest),
            // Before a link it would make an image of it.
            '!' => rest.is_empty() && after.is_some(),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        // Readers of Markdown take these for line breaks.
        out.push(if matches!(c, '\r' | '\u{b}' | '\u{c}') { ' ' } else { c });
        last = Some(c);
    }
    out
}

/// Whether what follows an ampersand makes a character reference with it.
fn begins_entity(rest: &str) -> bool {
    /// The longest name, `CounterClockwiseContourIntegral`, has 31 letters.
    const LONGEST: usize = 32;
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    end > 0 && name[end..].starts_with(';')
}

/// Whether a text up to its end may be that of a reference which goes on behind it.
fn may_begin_entity(rest: &str) -> bool {
    rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// The lines of inline Markdown, each made to start no block.
pub(super) fn line_starts(inline: &str) -> Vec<String> {
    inline.split('\n').map(|line| line_start(line.trim())).filter(|line| !line.is_empty()).collect()
}

fn line_start(line: &str) -> String {
    let escaped_at = |at: usize| format!("{}\\{}", &line[..at], &line[at..]);
    let ends_mark = |at: usize| line[at..].chars().next().is_none_or(char::is_whitespace);
    // Rules, underlines of headings, the line below a table's head.
    let is_rule = !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | ' '));
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let signs = line.bytes().take_while(|&b| b == b'#').count();
    match line.as_bytes().first() {
        Some(_) if is_rule => escaped_at(0),
        Some(b'>') => escaped_at(0),
        Some(b'-' | b'+') if ends_mark(1) => escaped_at(0),
        // Some dialects have definitions and containers.
        Some(b':') => escaped_at(0),
        Some(b'#') if signs <= 6 && ends_mark(signs) => escaped_at(0),
        Some(b'0'..=b'9') if matches!(line.as_bytes().get(digits), Some(b'.' | b')')) && ends_mark(digits + 1) => {
            escaped_at(digits)
        }
        _ => line.to_owned(),
    }
}

/// An address as a link's destination, with no more escaped than CommonMark needs: where its link is read, the
/// signs of emphasis and of code in it mean nothing.
pub(super) fn address(url: &str) -> String {
    let unpaired = has_unpaired_brackets(url);
    let mut out = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let rest = &url[at + c.len_utf8()..];
        let special = match c {
            '(' | ')' => unpaired,
            // Before anything else it is itself; at the end it would hide the bracket.
            '\\' => rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_punctuation()),
            '<' => at == 0,
            '&' => begins_entity(rest),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        match c.is_whitespace() {
            true => out.extend(url::form_urlencoded::byte_serialize(c.encode_utf8(&mut [0; 4]).as_bytes())),
            false => out.push(c),
        }
    }
    out
}

/// Whether a round bracket has no partner, or more are open at once than every reader of Markdown follows.
fn has_unpaired_brackets(url: &str) -> bool {
    /// As many as CommonMark promises.
    const MAX_OPEN: usize = 3;
    let mut open = 0_usize;
    for c in url.chars() {
        match c {
            '(' if open < MAX_OPEN => open += 1,
            '(' => return true,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
    }
    open > 0
}
