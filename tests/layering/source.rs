//! Source files as tokens, without comments, the contents of strings, and test code.

use std::collections::BTreeSet;
use std::ops::Range;

/// A word, `::`, `->`, or a single character; a `"` for each line of a string or character.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// One source file.
#[derive(Debug)]
pub struct Source {
    /// Those outside test code.
    pub tokens: Vec<Token>,
    /// Lines in all, test code aside.
    pub lines: usize,
    /// The modules that are declared for tests alone.
    pub test_modules: Vec<String>,
}

impl Source {
    pub fn new(text: &str) -> Source {
        let mut tokens = tokens(&blanked(text));
        let mut test_modules = Vec::new();
        let mut test_lines = BTreeSet::new();
        while let Some(item) = test_item(&tokens) {
            let last = item.end.min(tokens.len()) - 1;
            test_lines.extend(tokens[item.start].line..=tokens[last].line);
            if let Some(at) = item.clone().find(|&n| tokens[n].text == "mod") {
                test_modules.extend(tokens.get(at + 1).map(|t| t.text.clone()));
            }
            tokens.drain(item);
        }
        let is_test = starts(&tokens, &["#", "!", "[", "cfg", "(", "test", ")", "]"]);
        if is_test {
            tokens.clear();
        }
        let lines = if is_test { 0 } else { text.lines().count() - test_lines.len() };
        Source { tokens, lines, test_modules }
    }

    /// The text of a token, nothing beyond the ends.
    pub fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &t.text)
    }

    pub fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |n| self.text(n))
    }

    /// The place after the bracket that closes the one here.
    pub fn past_bracket(&self, at: usize) -> usize {
        past_bracket(&self.tokens, at)
    }
}

/// Whether this is an identifier or keyword.
pub fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn starts(tokens: &[Token], with: &[&str]) -> bool {
    with.len() <= tokens.len() && with.iter().zip(tokens).all(|(w, t)| t.text == **w)
}

fn past_bracket(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0;
    for (n, token) in tokens.iter().enumerate().skip(from) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 1 => return n + 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The first item that stands behind `#[cfg(test)]`, with its attributes.
fn test_item(tokens: &[Token]) -> Option<Range<usize>> {
    (0..tokens.len()).find_map(|start| {
        let behind = &tokens[start..];
        starts(behind, &["#", "[", "cfg", "(", "test", ")", "]"]).then(|| end_of_item(tokens, start))?
    })
}

/// Where the item ends whose attributes begin here; none if it is a field, a variant or an expression.
fn end_of_item(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const ITEMS: [&str; 13] =
        ["mod", "use", "fn", "impl", "const", "static", "struct", "enum", "trait", "type", "async", "unsafe", "extern"];
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let mut at = start;
    while text(at) == "#" {
        at = past_bracket(tokens, at + 1);
    }
    if text(at) == "pub" {
        at = if text(at + 1) == "(" { past_bracket(tokens, at + 1) } else { at + 1 };
    }
    if !ITEMS.contains(&text(at)) {
        return None;
    }
    // `use a::{b};` and `const A: B = B { c };` go on behind their braces.
    let ends_with_semicolon =
        matches!(text(at), "use" | "static" | "type") || text(at) == "const" && text(at + 1) != "fn";
    while at < tokens.len() {
        match text(at) {
            ";" => return Some(start..at + 1),
            "(" | "[" => at = past_bracket(tokens, at),
            "{" if ends_with_semicolon => at = past_bracket(tokens, at),
            "{" => return Some(start..past_bracket(tokens, at)),
            _ => at += 1,
        }
    }
    Some(start..tokens.len())
}

fn tokens(source: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut line = 1;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let length = if word > 0 {
            word
        } else if rest.starts_with("::") || rest.starts_with("->") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            out.push(Token { text: rest[..length].to_owned(), line });
        }
        line += usize::from(c == '\n');
        rest = &rest[length..];
    }
    out
}

/// The source with its lines as they were, no comments, and a quotation mark for each line of a string or character.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let (skipped, sign) = match c {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), ' '),
            '/' if rest.starts_with("/*") => (block_comment(rest), ' '),
            '"' => (string(rest), '"'),
            'r' | 'b' if !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => (raw_string(rest), '"'),
            '\'' => (character(rest), '"'),
            _ => (0, ' '),
        };
        if skipped > 0 {
            out.push(sign);
            for _ in rest[..skipped].matches('\n') {
                out.push('\n');
                out.push(sign);
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> String {
        Source::new(source).tokens.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_strings_are_no_code() {
        assert_eq!(words("a // b {\n/* c /* d */ e */ f"), "a f");
        assert_eq!(
            words(r##"a("b { \" c", r#"d "e" } "#, b"f", 'g', '\'', '\u{1f}', '{') h<'i>"##),
            concat!(r#"a ( " , " , " , " , " , " , " ) "#, "h < ' i >")
        );
        let lines: Vec<usize> = Source::new("a\n\"b\nc\"\n//\nd").tokens.iter().map(|t| t.line).collect();
        assert_eq!(lines, [1, 2, 3, 5]);
    }

    #[test]
    fn test_code_is_left_out() {
        let source = "
            a;
            #[cfg(test)]
            mod tests;
            b;
            #[cfg(test)]
            #[allow(c)]
            pub(crate) mod samples {
                use d::{E};
                fn f() { if true { g() } }
            }
            h { #[cfg(test)] field: u8, i }
            #[cfg(test)]
            use j::{k, l};
            #[cfg(test)]
            const M: [u8; 1] = [1];
            #[cfg(not(test))]
            fn n() {}
        ";
        let found = Source::new(source);
        assert_eq!(
            words(source),
            "a ; b ; h { # [ cfg ( test ) ] field : u8 , i } # [ cfg ( not ( test ) ) ] fn n ( ) { }"
        );
        assert_eq!(found.test_modules, ["tests", "samples"]);
        assert_eq!(found.lines, source.lines().count() - 12);
        assert_eq!(Source::new("#![cfg(test)]\nfn a() {}").lines, 0);
    }
}
