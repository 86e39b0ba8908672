//! Text that a page holds for its scripts to show: in `noscript`, in templates, in the state of an application.
//!
//! A browser without scripts shows none of it, so it is asked for only where a page shows no story. One pass over the
//! page's text opens what is closed; strings within strings are read to a fixed depth, so the whole is linear.

use std::collections::BTreeMap;

use memchr::{memchr, memchr3};

use crate::text::hash;
use crate::text::hashed::HashSet;
use crate::text::letter_count;

/// Letters of the shortest story that is looked for: shorter ones are messages and teasers.
pub(crate) const MIN_STORY_LETTERS: u32 = 600;

/// Letters of the shortest story that is taken from what a page of frames holds for browsers without: the message that frames are
/// needed is shorter.
pub(crate) const MIN_FRAMELESS_LETTERS: u32 = 200;

/// What a page of frames holds for browsers that know none; nothing where it holds nothing of the kind.
pub(crate) fn without_frames(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut opened = false;
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        if !(opened && asks_for_frames(&rest[..at])) {
            out.push_str(&rest[..at]);
        }
        rest = &rest[at..];
        let (_, name) = tag(rest);
        let is = |n: &str| name.eq_ignore_ascii_case(n);
        if is("noframes") || is("frameset") || is("frame") {
            opened |= is("noframes");
            let Some(end) = memchr(b'>', rest.as_bytes()) else { break };
            rest = &rest[end + 1..];
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    opened.then_some(out)
}

/// Whether a text says that a browser which shows frames is needed, as pages of frames do in many languages with these words.
fn asks_for_frames(text: &str) -> bool {
    /// Longer texts are of the story.
    const MAX_BYTES: usize = 400;
    let text = if text.len() > MAX_BYTES { String::new() } else { text.to_ascii_lowercase() };
    text.contains("frame") && ["browser", "navigateur", "navegador", "netscape"].iter().any(|word| text.contains(word))
}

/// A page's text with what its scripts would show in it; nothing where it holds nothing of the kind.
///
/// What an application's state holds must have something of the title, since it holds other stories and messages too.
pub(crate) fn with_script_content(html: &str, title: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut state = State::new(title);
    let mut opened = false;
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (closes, name) = tag(rest);
        let is = |n: &str| name.eq_ignore_ascii_case(n);
        if is("noscript") || is("template") {
            let Some(end) = memchr(b'>', rest.as_bytes()) else { break };
            out.push_str(if closes { "</div>" } else { "<div>" });
            opened = true;
            rest = &rest[end + 1..];
        } else if is("script") && !closes {
            let Some(end) = memchr(b'>', rest.as_bytes()) else { break };
            let (start, body) = rest.split_at(end + 1);
            let (content, after) = body.split_at(script_end(body));
            if is_template(start) {
                out.push_str("<div>");
                out.push_str(content);
                out.push_str("</div>");
                opened = true;
            } else {
                state.read(content, 0);
                out.push_str(start);
                out.push_str(content);
                out.push_str("</script>");
            }
            rest = memchr(b'>', after.as_bytes()).map_or("", |end| &after[end + 1..]);
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    // Beside the state, `noscript` only says that scripts are needed.
    match state.story() {
        Some(story) => Some(format!("{html}<div>{story}</div>")),
        None => opened.then_some(out),
    }
}

/// Whether the text begins with a closing tag, and the name of the tag it begins with.
fn tag(text: &str) -> (bool, &str) {
    let name = text.strip_prefix("</").unwrap_or(&text[1..]);
    let end = name.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(name.len());
    (text.starts_with("</"), &name[..end])
}

/// Where a script's content ends.
fn script_end(body: &str) -> usize {
    let mut from = 0;
    while let Some(at) = memchr(b'<', &body.as_bytes()[from..]).map(|at| at + from) {
        let (closes, name) = tag(&body[at..]);
        if closes && name.eq_ignore_ascii_case("script") {
            return at;
        }
        from = at + 1;
    }
    body.len()
}

/// Whether a script element holds markup that another script puts in its place.
fn is_template(start: &str) -> bool {
    let start = start.to_ascii_lowercase();
    ["text/template", "text/x-template", "text/html", "text/ng-template", "text/x-handlebars", "text/x-jsrender"]
        .iter()
        .any(|kind| start.contains(kind))
}

/// The stories that scripts' strings hold: one string with markup, or many under one key, a paragraph each.
struct State {
    title: HashSet<u64>,
    markup: Option<(u32, String)>,
    paragraphs: BTreeMap<String, Paragraphs>,
}

#[derive(Default)]
struct Paragraphs {
    chars: u32,
    known: HashSet<String>,
    html: String,
}

impl State {
    fn new(title: &str) -> Self {
        State { title: marks(title), markup: None, paragraphs: BTreeMap::new() }
    }

    /// Reads the strings of a program or of data, and those within them.
    fn read(&mut self, text: &str, depth: usize) {
        /// Bytes of a key: longer ones name nothing, and each value is looked up by its own.
        const KEY: usize = 200;
        let mut key = "";
        let mut at = 0;
        while let Some(open) = memchr(b'"', &text.as_bytes()[at..]).map(|open| open + at) {
            let (close, whole) = string_end(text.as_bytes(), open + 1);
            at = close + 1;
            if !whole {
                // A line's end within a string: it was none, or the quotes had lost their order.
                continue;
            }
            let is_key = text.as_bytes()[at..].iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':');
            if is_key {
                key = Some(&text[open + 1..close]).filter(|k| k.len() <= KEY).unwrap_or_default();
            } else if let Ok(value) = serde_json::from_str::<String>(&text[open..=close]) {
                self.take(key, value, depth);
            }
            if at >= text.len() {
                break;
            }
        }
    }

    fn take(&mut self, key: &str, value: String, depth: usize) {
        /// Strings within strings within strings.
        const DEPTH: usize = 3;
        if depth < DEPTH && value.contains("\":") {
            let before = self.markup.as_ref().map(|(chars, _)| *chars);
            self.read(&value, depth + 1);
            if self.markup.as_ref().map(|(chars, _)| *chars) != before {
                return;
            }
        }
        if value.contains("</p>") || value.contains("<br") {
            // Numbers of a row may stand before the markup.
            let html = &value[value.find('<').unwrap_or(0)..];
            let chars = weigh_text(html);
            if self.markup.as_ref().is_none_or(|(most, _)| chars > *most)
                && chars >= MIN_STORY_LETTERS
                && self.is_about(html)
            {
                self.markup = Some((chars, html.to_owned()));
            }
        } else if value.contains(' ') && value.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '。', ':']) {
            let of = self.paragraphs.entry(key.to_owned()).or_default();
            if of.known.insert(value.clone()) {
                of.chars += weigh_text(&value);
                of.html.push_str("<p>");
                of.html.push_str(&value);
                of.html.push_str("</p>");
            }
        }
    }

    /// Whether a text has half of what the title is known by. A page without a title is about nothing.
    fn is_about(&self, text: &str) -> bool {
        /// A title is known by so many words at least.
        const FEWEST: usize = 2;
        let of = marks(text);
        self.title.len() >= FEWEST && 2 * self.title.iter().filter(|w| of.contains(w)).count() >= self.title.len()
    }

    fn story(self) -> Option<String> {
        let most = self.paragraphs.values().filter(|p| p.chars >= MIN_STORY_LETTERS && self.is_about(&p.html));
        let most = most.max_by_key(|p| p.chars).map(|p| (p.chars, p.html.clone()));
        most.into_iter().chain(self.markup).max_by_key(|(chars, _)| *chars).map(|(_, html)| html)
    }
}

/// What a text is known by: the beginnings of its longer words, which endings leave alone, and pairs of letters where
/// words are not parted or take their particles on.
fn marks(text: &str) -> HashSet<u64> {
    /// Letters of a word's beginning; shorter words do not count.
    const LETTERS: usize = 4;
    let is_east = |c: &char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let mut out = HashSet::default();
    let mut take = |letters: &[char]| {
        let word: String = letters.iter().flat_map(|c| c.to_lowercase()).collect();
        out.insert(hash(0, word.as_bytes()));
    };
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = word.chars().collect();
        if letters.iter().any(is_east) {
            letters.windows(2).for_each(&mut take);
        } else if let Some(start) = letters.get(..LETTERS) {
            take(start);
        }
    }
    out
}

/// Where a string ends, and whether it ends with its quotation mark: strings go over no line's end.
fn string_end(text: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|rest| memchr3(b'"', b'\\', b'\n', rest)).map(|i| i + at) {
        match text[found] {
            b'"' => return (found, true),
            b'\n' => return (found, false),
            _ => at = found + 2,
        }
    }
    (text.len().saturating_sub(1), false)
}

/// Letters outside tags.
fn weigh_text(html: &str) -> u32 {
    let mut sum = 0;
    for piece in html.split('<') {
        sum += letter_count(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "The harbour master said that the pier would stay closed until the spring, whatever the gulls did. ";

    #[test]
    fn templates_are_opened() {
        let html = "<h1>Pier</h1><script type='text/template'><p>One</p></SCRIPT ><noscript><p>Two</noscript>";
        assert_eq!(with_script_content(html, "").unwrap(), "<h1>Pier</h1><div><p>One</p></div><div><p>Two</div>");
        assert_eq!(with_script_content("<h1>Pier</h1><script>var a = \"b\"</script>", ""), None);
        for torn in ["<script type=text/template><p>One", "<noscript", "a<", "<script", "<script>\"\\", "<script>\""] {
            with_script_content(torn, "");
        }
    }

    #[test]
    fn a_story_in_a_string_within_a_string_is_found() {
        let inner =
            serde_json::json!({"id": 1, "text": format!("<p>{}</p><p>Pier closed.</p>", LINE.repeat(9))}).to_string();
        let outer = serde_json::to_string(&format!("2b:{inner}")).unwrap().replace('<', "\\u003c");
        let page = format!("<h1>Pier closed</h1><script>next.push([1,{outer}])</script>");
        assert!(with_script_content(&page, "Pier closed").unwrap().ends_with("<p>Pier closed.</p></div>"));
        assert_eq!(with_script_content(&page, "Mayor opens a school"), None);
    }

    #[test]
    fn texts_are_known_by_their_words_in_any_script() {
        let is_about = |title, text| State::new(title).is_about(text);
        assert!(
            is_about("Closing of ferry lines", "The ferry line closes")
                && !is_about("Closing of ferry lines", "A line")
        );
        assert!(
            is_about("市長が新しい橋を開通", "市長は火曜日、新しい橋を開通させた。")
                && !is_about("市長が新しい橋を開通", "明日は雨でしょう。")
        );
        assert!(
            is_about("등대 불빛 다시 켠다", "등대의 불빛이 다시 켜진다")
                && !is_about("등대 불빛 다시 켠다", "내일은 비가 온다")
        );
    }

    #[test]
    fn paragraphs_under_one_key_are_a_story_and_messages_under_many_are_none() {
        let data = |key: &dyn Fn(usize) -> String| {
            let of = |i: usize| serde_json::json!({"type": "text", (key(i)): format!("Pier {i}. {LINE}")});
            format!("<script>State = {}</script>", serde_json::Value::from((0..9).map(of).collect::<Vec<_>>()))
        };
        let title = "Gulls close pier until spring";
        let found = with_script_content(&data(&|_| "content".to_owned()), title).unwrap();
        assert!(found.contains("<p>Pier 0.") && found.contains("<p>Pier 8."));
        assert_eq!(with_script_content(&data(&|i| format!("message{i}")), title), None);
        assert_eq!(with_script_content(&data(&|_| "content".to_owned()), ""), None);
    }
}
