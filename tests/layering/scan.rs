//! Finding the paths into the crate that a source file names, in `use` and in place.

/// A path from the crate's root, such as `article::DateTime`, and the line it stands on.
#[derive(Debug, PartialEq)]
pub struct Import {
    pub line: usize,
    pub path: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// The paths that the source of this module names outside its test modules.
pub fn imports(source: &str, module: &[String]) -> Vec<Import> {
    let source = blanked(source);
    let tokens = tokens(&source);
    let mut out = Vec::new();
    // For each open brace, whether it is a module's.
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = |n: usize| tokens.get(at + n).map_or("", |t| t.text);
        match token.text {
            "#" if is_test_module(&tokens[at..]) => at = past_block(&tokens, at),
            "mod" if text(2) == "{" => {
                braces.push(true);
                at += 3;
            }
            "{" => {
                braces.push(false);
                at += 1;
            }
            "}" => {
                braces.pop();
                at += 1;
            }
            "crate" if text(1) == "::" => at = leaves(&tokens, at + 2, "", &mut out),
            "super" if text(1) == "::" => {
                let mut ups = 0;
                while tokens.get(at).is_some_and(|t| t.text == "super") {
                    ups += 1;
                    at += 2;
                }
                let depth = module.len() + braces.iter().filter(|is_module| **is_module).count();
                // Below the top a path stays within its own module, which may name itself.
                at = if ups == depth { leaves(&tokens, at, "", &mut out) } else { at };
            }
            _ => at += 1,
        }
    }
    out
}

/// Whether here begins `#[cfg(test)] mod name {`.
fn is_test_module(tokens: &[Token<'_>]) -> bool {
    let start: Vec<&str> = tokens.iter().take(7).map(|t| t.text).collect();
    if start != ["#", "[", "cfg", "(", "test", ")", "]"] {
        return false;
    }
    let is_name = |t: &&Token<'_>| !matches!(t.text, "mod" | "{" | ";");
    let rest: Vec<&str> = tokens[7..].iter().filter(|t| !is_name(t)).take(2).map(|t| t.text).collect();
    let near = tokens[7..].iter().take(6).any(|t| t.text == "mod");
    near && rest == ["mod", "{"]
}

/// The place after the block that opens next.
fn past_block(tokens: &[Token<'_>], from: usize) -> usize {
    let mut depth = 0;
    for (n, token) in tokens.iter().enumerate().skip(from) {
        match token.text {
            "{" => depth += 1,
            "}" if depth == 1 => return n + 1,
            "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Adds the paths from here on, a group's each; gives the place after them.
fn leaves(tokens: &[Token<'_>], mut at: usize, before: &str, out: &mut Vec<Import>) -> usize {
    let mut path = before.to_owned();
    let line = tokens.get(at).map_or(0, |t| t.line);
    loop {
        match tokens.get(at).map(|t| t.text) {
            Some("{") => {
                at += 1;
                while let Some(token) = tokens.get(at).filter(|t| t.text != "}") {
                    at = if token.text == "," { at + 1 } else { leaves(tokens, at, &path, out) };
                }
                return at + 1;
            }
            // `use crate::a::{self}` and `use crate::a::*` name the module.
            Some("self" | "*") => {
                out.push(Import { line, path: path.trim_end_matches(':').to_owned() });
                return at + 1;
            }
            Some(name) if is_word(name) => path += name,
            _ => return at + 1,
        }
        at += 1;
        if tokens.get(at).is_some_and(|t| t.text == "::") {
            path += "::";
            at += 1;
            continue;
        }
        out.push(Import { line, path });
        // `as name`
        return if tokens.get(at).is_some_and(|t| t.text == "as") { at + 2 } else { at };
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::`, and single characters.
fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let length = if word > 0 {
            word
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            out.push(Token { text: &rest[..length], line });
        }
        line += usize::from(c == '\n');
        rest = &rest[length..];
    }
    out
}

/// The source with comments, strings and characters blanked, its lines kept.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => string(rest),
            'r' | 'b' if !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw_string(rest),
            '\'' => character(rest),
            _ => 0,
        };
        if skipped > 0 {
            out.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
            out.push(' ');
            rest = &rest[skipped..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`; zero for anything else.
fn raw_string(text: &str) -> usize {
    let prefix = text.len() - text.trim_start_matches(['b', 'r']).len();
    let hashes = text[prefix..].len() - text[prefix..].trim_start_matches('#').len();
    let body = &text[prefix + hashes..];
    if prefix > 2 || !body.starts_with('"') {
        return 0;
    }
    if !text[..prefix].contains('r') {
        return prefix + string(body);
    }
    let end = format!("\"{}", "#".repeat(hashes));
    body[1..].find(&end).map_or(text.len(), |n| prefix + hashes + 1 + n + end.len())
}

/// `'x'`, `'\n'`, `'\u{1f}'`; zero for a lifetime.
fn character(text: &str) -> usize {
    let inner = &text[1..];
    match inner.strip_prefix('\\') {
        Some(escape) => escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(n, _)| n + 3),
        None => {
            let mut chars = inner.chars();
            let first = chars.next().map_or(0, char::len_utf8);
            if chars.next() == Some('\'') { first + 2 } else { 0 }
        }
    }
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    let source = r##"
//! crate::comment::No, super::no
use crate::a::{B, c::{self, D as E}, f::*};
/* crate::no::X /* super::no */ */
use super::options::Limits;
pub(crate) fn x<'a>(y: crate::g::H<'a>) -> super::super::Up {
    let s = "crate::no::S \" super::no"; let r = r#"crate::no "quoted" "#; let c = ['"', '\'', '{', 'x'];
    crate::h::call("{");
    b"crate::no"
}
mod inner {
    use super::own::Thing;
    use super::super::error::Result;
}
#[cfg(test)]
pub(crate) mod samples {
    use crate::no::Test;
    fn f() { if true { super::super::no() } }
}
use crate::last;
#[cfg(test)]
mod tests;
use crate::after::T;
"##;
    let found: Vec<(usize, String)> =
        imports(source, &["page".to_owned()]).into_iter().map(|i| (i.line, i.path)).collect();
    let expected = [
        (3, "a::B"),
        (3, "a::c"),
        (3, "a::c::D"),
        (3, "a::f"),
        (5, "options::Limits"),
        (6, "g::H"),
        (8, "h::call"),
        (13, "error::Result"),
        (20, "last"),
        (23, "after::T"),
    ];
    assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
    let deeper: Vec<String> = imports("use super::x::Y; use super::super::z::W;", &["dom".into(), "text".into()])
        .into_iter()
        .map(|i| i.path)
        .collect();
    assert_eq!(deeper, ["z::W"]);
}
