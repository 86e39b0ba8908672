//! JSON as pages hold it, to JSON as the parser takes it.

use std::borrow::Cow;

use serde_json::Value;

use super::super::value::unescape_entities;

/// Bytes of one block; articles with their whole text in it have a hundredth of that.
const MAX_BLOCK_BYTES: usize = 4 << 20;
/// Levels of nesting: under the parser's own bound of 128, over any record's.
const MAX_DEPTH: usize = 100;
/// Objects and lists of one block, and values of any kind: each takes up to a hundred times the room of its smallest text.
const MAX_HOLDERS: usize = 20_000;
const MAX_VALUES: usize = 200_000;

/// The values of one script that has no more levels of nesting.
pub(super) fn parse_block(raw: &str, max_depth: usize) -> Vec<Value> {
    let bytes = raw.as_bytes();
    let holders = memchr::memchr2_iter(b'{', b'[', bytes).count();
    let values = holders + memchr::memchr_iter(b',', bytes).count();
    if bytes.len() > MAX_BLOCK_BYTES || holders > MAX_HOLDERS || values > MAX_VALUES {
        return Vec::new();
    }
    let text = raw.trim();
    let max_depth = max_depth.min(MAX_DEPTH);
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value).filter(|value| is_within(value, max_depth)).into_iter().collect();
    }
    let text = whole_block(text);
    mend(&text, max_depth).iter().filter_map(|json| serde_json::from_str(json).ok()).collect()
}

/// Whether a value, which the parser has bounded, has no more levels.
fn is_within(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(list) => levels > 0 && list.iter().all(|value| is_within(value, levels - 1)),
        Value::Object(map) => levels > 0 && map.values().all(|value| is_within(value, levels - 1)),
        _ => true,
    }
}

/// A block in which the quotes themselves are escaped was escaped as a whole.
fn whole_block(text: &str) -> Cow<'_, str> {
    let start = text.find(['{', '[']).map_or(text, |at| &text[at..]);
    let first = start.trim_start_matches(|c: char| matches!(c, '{' | '[') || c.is_whitespace());
    match first.starts_with('&') {
        true => unescape_entities(text),
        false => Cow::Borrowed(text),
    }
}

/// Mends what can be told to be broken; each object or array of the text's own level becomes a text.
fn mend(text: &str, max_depth: usize) -> Vec<String> {
    let mut mender =
        Mender { text, at: 0, out: String::new(), done: Vec::new(), open: Vec::new(), after: After::Start };
    while mender.at < text.len() && mender.open.len() <= max_depth {
        mender.mend_next();
    }
    if mender.open.len() <= max_depth {
        while !mender.open.is_empty() {
            mender.close();
        }
    }
    mender.done
}

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// The opening of an object or array, or nothing.
    Start,
    Key,
    Colon,
    Value,
    /// A comma was read; it is written when something follows it.
    Comma,
}

struct Mender<'t> {
    text: &'t str,
    at: usize,
    out: String,
    done: Vec<String>,
    /// The closing marks owed.
    open: Vec<u8>,
    after: After,
}

impl Mender<'_> {
    fn mend_next(&mut self) {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        if let Some(length) = skipped_length(rest) {
            self.at += length;
            return;
        }
        match bytes[0] {
            open @ (b'{' | b'[') => {
                self.before_value();
                self.out.push(char::from(open));
                self.open.push(if open == b'{' { b'}' } else { b']' });
                self.after = After::Start;
                self.at += 1;
            }
            close @ (b'}' | b']') => {
                self.at += 1;
                // One that closes nothing is dropped; one that closes something further out closes what is within.
                if self.open.contains(&close) {
                    while self.open.last().is_some_and(|&top| top != close) {
                        self.close();
                    }
                    self.close();
                }
            }
            _ if self.open.is_empty() => {
                // Words around the block, such as a script's assignment.
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
            b',' => {
                self.at += 1;
                self.without_value();
                if !matches!(self.after, After::Start) {
                    self.after = After::Comma;
                }
            }
            b':' => {
                self.at += 1;
                if self.after == After::Key {
                    self.out.push(':');
                    self.after = After::Colon;
                }
            }
            b'"' => self.string(),
            _ => self.word(),
        }
    }

    fn in_object(&self) -> bool {
        self.open.last() == Some(&b'}')
    }

    /// Whether what comes next in an object is a key.
    fn expects_key(&self) -> bool {
        self.in_object() && !matches!(self.after, After::Key | After::Colon)
    }

    /// Writes what is owed before a value or key.
    fn before_value(&mut self) {
        match self.after {
            // A comma read, or one forgotten between two values.
            After::Comma | After::Value if !self.open.is_empty() => self.out.push(','),
            After::Key => self.out.push(':'),
            _ => {}
        }
    }

    fn after_value(&mut self) {
        self.after = if self.expects_key() { After::Key } else { After::Value };
    }

    /// Gives a key that has no value one.
    fn without_value(&mut self) {
        match self.after {
            After::Key => self.out.push_str(":null"),
            After::Colon => self.out.push_str("null"),
            _ => {}
        }
    }

    /// Closes the innermost object or array.
    fn close(&mut self) {
        let Some(mark) = self.open.pop() else { return };
        self.without_value();
        self.out.push(char::from(mark));
        self.after = After::Value;
        if self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.out));
            self.after = After::Start;
        }
    }

    /// A number, `true`, `null`; a key without quotes; or a script's word, which is no value.
    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"');
        let length = rest.find(is_end).unwrap_or(rest.len()).max(1);
        let word = &rest[..length];
        self.at += length;
        self.before_value();
        let is_key = self.expects_key();
        if is_key {
            push_string(&mut self.out, word.trim_matches('\''));
        } else if serde_json::from_str::<Value>(word).is_ok() {
            self.out.push_str(word);
        } else {
            self.out.push_str("null");
        }
        self.after_value();
    }

    fn string(&mut self) {
        self.before_value();
        let is_key = self.expects_key();
        let in_object = self.in_object();
        self.out.push('"');
        self.at += 1;
        let mut from = self.at;
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'"' if ends_string(&self.text[self.at + 1..], is_key, in_object) => break,
                b'"' | 0..=0x1f => {
                    self.out.push_str(&self.text[from..self.at]);
                    escape(&mut self.out, byte);
                    self.at += 1;
                    from = self.at;
                }
                b'\\' => {
                    self.out.push_str(&self.text[from..self.at]);
                    self.escaped();
                    from = self.at;
                }
                _ => self.at += 1,
            }
        }
        self.out.push_str(&self.text[from..self.at]);
        self.at = (self.at + 1).min(bytes.len());
        self.out.push('"');
        self.after_value();
    }

    /// A backslash and what it escapes, mended if that is nothing JSON knows.
    fn escaped(&mut self) {
        let rest = &self.text[self.at..];
        let next = rest.as_bytes().get(1).copied();
        let (length, is_whole) = match next {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (2, true),
            Some(b'u') => match code_unit(rest) {
                // Half of a character: the other half must follow.
                Some(0xd800..=0xdbff) => match rest.get(6..).and_then(code_unit) {
                    Some(0xdc00..=0xdfff) => (12, true),
                    _ => (6, false),
                },
                Some(0xdc00..=0xdfff) => (6, false),
                Some(_) => (6, true),
                None => (1, false),
            },
            // A script's `\'`, or a backslash that was meant as one.
            _ => (1, false),
        };
        match (is_whole, length) {
            (true, _) => self.out.push_str(&rest[..length]),
            (false, 6) => self.out.push('\u{fffd}'),
            (false, _) if next == Some(b'\'') => {}
            (false, _) => self.out.push_str("\\\\"),
        }
        self.at += length;
    }
}

/// The length of white space, a comment, or a comment's or section's mark that a text begins with.
fn skipped_length(rest: &str) -> Option<usize> {
    const MARKS: [&str; 6] = ["<!--", "-->", "<![CDATA[", "]]>", ";", "\u{feff}"];
    let space = rest.len() - rest.trim_start().len();
    if space > 0 {
        return Some(space);
    }
    if let Some(comment) = rest.strip_prefix("//") {
        // The marks are often hidden in comments themselves, and the data may follow on the same line.
        let words = comment.trim_start_matches([' ', '\t']);
        let mark = MARKS.iter().find(|m| words.starts_with(**m));
        let line = || comment.find(['\n', '\r']).unwrap_or(comment.len());
        return Some(2 + mark.map_or_else(line, |m| comment.len() - words.len() + m.len()));
    }
    if let Some(comment) = rest.strip_prefix("/*") {
        return Some(comment.find("*/").map_or(rest.len(), |at| at + 4));
    }
    MARKS.iter().find(|m| rest.starts_with(**m)).map(|m| m.len())
}

/// Whether a quotation mark ends the string it stands in, by what comes after it: one that was not escaped is
/// followed by words.
fn ends_string(after: &str, is_key: bool, in_object: bool) -> bool {
    let rest = after.trim_start();
    let Some(next) = rest.bytes().next() else { return true };
    match next {
        b':' => is_key || !in_object,
        b'}' | b']' | b';' => true,
        b'/' => rest.starts_with("//") || rest.starts_with("/*"),
        b'-' => rest.starts_with("-->"),
        // After a member comes the next one's key; a comma in the prose is followed by a word.
        b',' if in_object => {
            let next = rest[1..].trim_start();
            next.is_empty() || next.starts_with(['"', '}', ']', '/', ',']) || next.starts_with("-->")
        }
        b',' => true,
        // A comma forgotten at a line's end.
        b'"' => after[..after.len() - rest.len()].contains('\n'),
        _ => false,
    }
}

fn code_unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

fn escape(out: &mut String, byte: u8) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\n' => out.push_str("\\n"),
        b'\t' => out.push_str("\\t"),
        b'\r' => out.push_str("\\r"),
        _ => out.push(' '),
    }
}

fn push_string(out: &mut String, text: &str) {
    out.push('"');
    out.extend(text.chars().filter(|c| !matches!(c, '\\' | '"') && !c.is_control()));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is read from one broken block.
    fn one(text: &str) -> Value {
        let mut values = parse_block(text, MAX_DEPTH);
        assert_eq!(values.len(), 1, "{text}: {values:?}");
        values.remove(0)
    }

    #[test]
    fn sound_blocks_stay_as_they_are() {
        assert_eq!(one(r#" {"a": "x, \"y\" // z", "b": [1, {}]} "#), json!({"a": "x, \"y\" // z", "b": [1, {}]}));
    }

    #[test]
    fn commas_too_many_or_too_few() {
        assert_eq!(one(r#"{"a": [1, 2, ], "b": "x",, }"#), json!({"a": [1, 2], "b": "x"}));
        assert_eq!(one("{\"a\": \"x\"\n \"b\": [\"y\"\n\"z\"] \"c\": 1}"), json!({"a": "x", "b": ["y", "z"], "c": 1}));
        assert_eq!(one(r#"{"a": , "b", "c":}"#), json!({"a": null, "b": null, "c": null}));
    }

    #[test]
    fn comments_go_and_addresses_stay() {
        let text = "<!-- //<![CDATA[\n{ // the record\n\"url\": \"http://a.example//b\", /* \"x\": 1, */ \"b\": 2 // end\n}\n//]]> -->";
        assert_eq!(one(text), json!({"url": "http://a.example//b", "b": 2}));
        assert_eq!(one("//<![CDATA[ {\"a\": 1} //]]>"), json!({"a": 1}));
        assert_eq!(one("<!-- {\"a\": \"b -->\"} -->"), json!({"a": "b -->"}));
    }

    #[test]
    fn control_characters_within_strings() {
        assert_eq!(one("{\"a\": \"one\n\ttwo\u{1}three\"}"), json!({"a": "one\n\ttwo three"}));
    }

    #[test]
    fn missing_ends() {
        assert_eq!(one(r#"{"a": {"b": [1, "x"#), json!({"a": {"b": [1, "x"]}}));
        assert_eq!(one(r#"[{"a": 1}, {"b""#), json!([{"a": 1}, {"b": null}]));
        assert_eq!(one(r#"{"a": [1, 2}"#), json!({"a": [1, 2]}));
        assert_eq!(one(r#"{"a": 1}}}"#), json!({"a": 1}));
    }

    #[test]
    fn several_objects_in_one_block() {
        assert_eq!(
            parse_block(r#"{"a": 1} {"b": 2}, [{"c": 3}];"#, MAX_DEPTH),
            [json!({"a": 1}), json!({"b": 2}), json!([{"c": 3}])]
        );
        // A broken one does not take its neighbour with it.
        assert_eq!(parse_block("window.data = {\"a\": 1};", MAX_DEPTH), [json!({"a": 1})]);
    }

    #[test]
    fn quotes_that_were_not_escaped() {
        let text = r#"{"a": "The "great" thaw, said "Ann", came", "b": ["so "it" is", "c"]}"#;
        assert_eq!(one(text), json!({"a": "The \"great\" thaw, said \"Ann\", came", "b": ["so \"it\" is", "c"]}));
        assert_eq!(one(r#"{"a": "He said: "no": twice"}"#), json!({"a": "He said: \"no\": twice"}));
    }

    #[test]
    fn escapes_that_json_does_not_know() {
        assert_eq!(one(r#"{"a": "it\'s C:\new \x \u12 \ud83d. \ud83d\ude00"}"#), {
            json!({"a": "it's C:\new \\x \\u12 \u{fffd}. \u{1f600}"})
        });
    }

    #[test]
    fn blocks_escaped_as_a_whole() {
        let text = "{&quot;a&quot;: &quot;x &amp;amp; y&quot;, &#34;b&#34;: [&quot;&amp;quot;z&amp;quot;&quot;]}";
        assert_eq!(one(text), json!({"a": "x &amp; y", "b": ["&quot;z&quot;"]}));
    }

    #[test]
    fn words_of_scripts() {
        let text = "{a: undefined, 'b': NaN, \"c\": 1e999, \"d\": -1.5, \"e\": true,}";
        assert_eq!(one(text), json!({"a": null, "b": null, "c": null, "d": -1.5, "e": true}));
    }

    #[test]
    fn hostile_blocks_are_dropped() {
        assert!(parse_block(&"[".repeat(100_000), MAX_DEPTH).is_empty());
        assert!(parse_block(&format!("{{\"a\": \"{}\"}}", "x".repeat(MAX_BLOCK_BYTES)), MAX_DEPTH).is_empty());
        assert!(parse_block("no data at all", MAX_DEPTH).is_empty() && parse_block("", MAX_DEPTH).is_empty());
        // Linear in the block, whatever it is made of.
        for unit in ["\"", "\" ", "//", "/*", "}", "{\"a\":1}", ",", "//-->", "// ", "\\", "&quot;"] {
            parse_block(&unit.repeat(200_000 / unit.len()), MAX_DEPTH);
        }
    }
}
