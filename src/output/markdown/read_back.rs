//! What is written as Markdown, read by a reader of it: the words come back as they were, in every kind of block, and nothing is markup
//! that was none.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::output::samples;

/// Marks of Markdown and of its dialects, of HTML and of YAML, beside words.
const MARKS: [&str; 86] = [
    "a",
    "b1",
    "word",
    "Über",
    "字",
    " ",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "```",
    "~",
    "~~",
    "~~~",
    "[",
    "](",
    ")",
    "]",
    "[x]: /y",
    "[^1]",
    "[^1]: ",
    "[ ] ",
    "![",
    "!",
    "<",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "<http:x>",
    "<a@b.example>",
    ">",
    "> ",
    "&",
    "&amp;",
    "&#35;",
    "&#x23;",
    "&copy",
    ";",
    "#",
    "# ",
    "###",
    "####### ",
    " #",
    "{#x}",
    "{.y}",
    "- ",
    "-",
    "---",
    "+ ",
    "+",
    "* ",
    "1. ",
    "1)",
    "12) ",
    "0.",
    "=",
    "===",
    "|",
    "| ",
    "|-|",
    ":-:",
    ":",
    ": ",
    "::: ",
    "\\",
    "\\\\",
    "\\\n",
    "(/x)",
    "http://x.example",
    "$x$",
    "^",
    "%",
    "é",
    "“",
    "\u{200b}",
];

/// Numbers in no order, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// A text that shows something, folded as an article's are.
    fn text(&mut self) -> String {
        let text: String = (0..2 + self.below(8)).map(|_| MARKS[self.below(MARKS.len())]).collect();
        let text = folded(&text);
        if text.is_empty() { "x".to_owned() } else { text }
    }

    fn line(&mut self) -> String {
        self.text().replace('\n', " ")
    }
}

/// Lines without white space around them, none of them empty.
fn folded(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split('\n').map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The blocks that a reader of Markdown sees: what each is, and its words.
fn as_read(markdown: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut inside: Vec<String> = Vec::new();
    let all = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_MATH);
    for event in Parser::new_ext(markdown, all.difference(Options::ENABLE_SUPERSCRIPT | Options::ENABLE_WIKILINKS)) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {}
            Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::Start(tag) => {
                let name = format!("{tag:?}");
                inside.push(name.split([' ', '(', '{']).next().unwrap_or_default().to_owned());
                out.push((inside.join(" "), String::new()));
            }
            Event::End(_) => {
                inside.pop();
                out.push((inside.join(" "), String::new()));
            }
            Event::Text(text) => match out.last_mut() {
                Some((_, words)) => *words += &text,
                None => out.push((String::new(), text.into_string())),
            },
            Event::HardBreak => out.iter_mut().next_back().unwrap().1.push('\n'),
            other => out.push((format!("{other:?}"), String::new())),
        }
    }
    out.retain(|(_, words)| !words.trim().is_empty());
    out.iter_mut().for_each(|(_, words)| *words = folded(words));
    out
}

/// A block of one kind with this text, as its article's Markdown is read.
fn block_as_read(block: &Value) -> Vec<(String, String)> {
    let article = json!({"body": [block]});
    let markdown = samples::article(&article.to_string()).to_markdown();
    as_read(&markdown)
}

#[test]
fn every_kind_of_block_is_read_as_it_was() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..3_000 {
        let (text, line, other) = (random.text(), random.line(), random.line());
        for (block, kind, words) in [
            (json!({"type": "paragraph", "text": text}), "", vec![&text]),
            (json!({"type": "heading", "level": 2, "text": line}), "Heading", vec![&line]),
            (json!({"type": "quote", "text": text}), "BlockQuote", vec![&text]),
            (json!({"type": "list", "ordered": false, "items": [text, other]}), "List Item", vec![&text, &other]),
            (
                json!({"type": "list", "ordered": true, "items": [line, text], "depths": [0, 1]}),
                "List Item",
                vec![&line, &text],
            ),
            (json!({"type": "table", "rows": [["a", line], ["b", other]]}), "Table", vec![&line, &other]),
        ] {
            let read = block_as_read(&block);
            let seen: Vec<&String> =
                read.iter().map(|(_, words)| words).filter(|words| !matches!(words.as_str(), "a" | "b")).collect();
            let wanted: Vec<&String> = words.into_iter().filter(|words| !matches!(words.as_str(), "a" | "b")).collect();
            assert!(read.iter().all(|(of, _)| of.starts_with(kind)), "{block}: {read:?}");
            assert_eq!(seen, wanted, "{block}");
        }
    }
}

#[test]
fn what_stands_around_the_story_is_read_as_it_was() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        let lines: Vec<String> = (0..7).map(|_| random.line()).collect();
        let article = json!({
            "kicker": lines[0], "headline": lines[1], "byline": lines[2], "summary": [lines[3]], "notes": [{"kind": "source", "text": lines[4]}],
            "media": [{"kind": "image", "caption": lines[5], "at": 0}], "comments": [{"text": lines[6]}],
        });
        let read = as_read(&samples::article(&article.to_string()).to_markdown());
        let seen: Vec<&str> = read.iter().map(|(_, words)| words.as_str()).collect();
        // What stands in one paragraph after the other, without a block of its own, is read as one here.
        let told = seen.join("");
        let order = [0, 1, 2, 3, 5, 4, 6].map(|n| lines[n].as_str());
        assert_eq!(told, order.concat(), "{article}");
        assert!(read.iter().any(|(of, words)| of == "Heading" && *words == lines[1]), "{article}: {read:?}");
    }
}

#[test]
fn links_and_print_leave_the_words_as_they_were() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for _ in 0..5_000 {
        let text = random.text();
        let length = text.chars().count();
        let mut span = || {
            let (one, other) = (random.below(length + 1), random.below(length + 1));
            (one.min(other), one.max(other))
        };
        let (link, bold, italic) = (span(), span(), span());
        let block = json!({"type": "paragraph", "text": text, "links": [{"text": "x", "url": "http://x.example/", "start": link.0, "end": link.1}],
            "emphasis": [{"start": bold.0, "end": bold.1, "kind": "bold"}, {"start": italic.0, "end": italic.1, "kind": "italic"}]});
        let seen: String = block_as_read(&block).into_iter().map(|(_, words)| words).collect();
        assert_eq!(seen, text, "{block}");
    }
}

#[test]
fn controls_hide_no_markup() {
    for (text, seen) in [
        ("\u{1}# x", "# x"),
        ("a\n\u{1b}- x", "a\n- x"),
        ("a\r# x", "a # x"),
        ("\u{2}<b>", "<b>"),
        ("a\u{b}> b", "a > b"),
    ] {
        let read = block_as_read(&json!({"type": "paragraph", "text": text}));
        assert_eq!(read, [(String::new(), seen.to_owned())], "{text:?}");
    }
    let read = block_as_read(&json!({"type": "preformatted", "text": "``\u{1}``\n<b>\r````\r# x"}));
    assert!(read.len() == 1 && read[0].0 == "CodeBlock", "{read:?}");
}

#[test]
fn nothing_begins_with_a_rule() {
    let article = samples::article(r#"{"comments": [{"text": "title: x"}]}"#);
    assert_eq!(article.to_markdown(), "> title: x\n");
}
