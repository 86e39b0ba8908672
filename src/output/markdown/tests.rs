use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::output::samples;

fn markdown(json: &str) -> String {
    samples::article(json).to_markdown()
}

fn paragraph(text: &str, links: &[(&str, &str)]) -> String {
    let links: Vec<_> = links.iter().map(|(text, url)| serde_json::json!({"text": text, "url": url})).collect();
    let json = serde_json::json!({"type": "paragraph", "text": text, "links": links});
    plain_block(&serde_json::from_value(json).unwrap())
}

#[test]
fn every_part_has_its_mark_and_place() {
    let expected = r#"*ANALYSIS*

# Ferry & quay

2007-12-10 10:28:00Z, updated 2007-12-11

By Ann Lee, at the quay

**A link ends.**

**Nobody is glad.**

![A ship](http://x.example/a.jpg)\
*The Maud (AP)*

First line\
second line.

> I left it too late
>
> — Denise, Hull

## What next?

> **THE ROUTE**
>
> Opened 1931
>
> - 12 miles

- one
- two\
  lines

1. uno
2. due

> Said one.
>
> Said more.
>
> — A captain

| Port | Ships |
| --- | --- |
| North | 3 |

```
a  b
  c
```

[video](http://x.example/v)\
*She sails*

*First published in \*The Lode\*.*

---

> Shame.
>
> Really.
>
> — Bob, Leeds

> Good.
"#;
    assert_eq!(samples::full().to_markdown(), expected);
}

#[test]
fn an_empty_article_is_an_empty_text() {
    assert_eq!(markdown("{}"), "");
    assert_eq!(markdown(r#"{"body": [{"type": "table", "rows": []}, {"type": "paragraph", "text": ""}]}"#), "");
}

#[test]
fn words_are_escaped_only_where_they_would_be_markup() {
    let cases = [
        ("2 * 3 and *stars*", r"2 \* 3 and \*stars\*"),
        ("snake_case but _this_", r"snake_case but \_this\_"),
        ("a [b](c) <i>d</i> `e` ~~f~~", r"a \[b\](c) \<i>d\</i> \`e\` \~\~f\~\~"),
        ("AT&T & Sons &amp; &#65; &c", r"AT&T & Sons \&amp; \&#65; &c"),
        ("C:\\dir\\", r"C:\\dir\\"),
        ("# one", r"\# one"),
        ("#tag and ####### seven", "#tag and ####### seven"),
        ("> said", r"\> said"),
        ("- dash\n+ plus\n-5 degrees", "\\- dash\\\n\\+ plus\\\n-5 degrees"),
        ("1. May\n2) June\n1.5 million\n1991", "1\\. May\\\n2\\) June\\\n1.5 million\\\n1991"),
        ("a\n---", "a\\\n\\---"),
        ("a | b\n-- | :-:", "a | b\\\n\\-- | :-:"),
        ("x\n===", "x\\\n\\==="),
        ("Wow! [sic]", r"Wow! \[sic\]"),
    ];
    for (text, expected) in cases {
        assert_eq!(paragraph(text, &[]), expected, "{text:?}");
    }
    assert_eq!(plain_block(&Block::heading(2, "Number #\nnine #")), "## Number # nine \\#");
}

#[test]
fn links_stand_where_their_words_stand() {
    let text = "He said the report and the other report were lost.";
    assert_eq!(
        paragraph(text, &[("report", "/1"), ("report", "/2"), ("lost", "http://a.example/x_(y)?a=1&copy;=2")]),
        r"He said the [report](/1) and the other [report](/2) were [lost](http://a.example/x_(y)?a=1\&copy;=2)."
    );
    // Whole words come first; words that do not stand there, and addresses that do harm, leave the text as it is.
    assert_eq!(paragraph("The cartoon of art", &[("art", "/a")]), "The cartoon of [art](/a)");
    assert_eq!(paragraph("The cartoon", &[("art", "/a")]), "The c[art](/a)oon");
    assert_eq!(paragraph(text, &[("absent", "/1"), ("said", "javascript:alert(1)"), ("", "/2")]), text);
    assert_eq!(paragraph("Look here!story", &[("story", "/s")]), r"Look here\![story](/s)");
    assert_eq!(paragraph("- dash", &[("dash", "/s")]), r"\- [dash](/s)");
    assert_eq!(paragraph("one [two]\nthree", &[("[two]\nthree", "/s")]), "one [\\[two\\]\\\nthree](/s)");
}

#[test]
fn figures_keep_what_they_have() {
    let figure = |json: &str| markdown(&format!(r#"{{"media": [{json}]}}"#));
    assert_eq!(figure(r#"{"kind": "image", "url": "javascript:x", "alt": "A *ship*"}"#), "*A \\*ship\\**\n");
    assert_eq!(figure(r#"{"kind": "image", "url": "/a b.jpg", "credit": "AP"}"#), "![](/a%20b.jpg)\\\n*(AP)*\n");
    assert_eq!(figure(r#"{"kind": "audio", "url": "/a.mp3", "alt": "Listen"}"#), "[Listen](/a.mp3)\n");
    assert_eq!(figure(r#"{"kind": "image", "caption": "Two\nlines"}"#), "*Two lines*\n");
    assert_eq!(figure(r#"{"kind": "image"}"#), "");
    let linked = OutputOptions::default().links_pictures(true);
    let ship = samples::article(r#"{"media": [{"kind": "image", "url": "/a.jpg"}]}"#);
    assert_eq!(ship.to_markdown_with(linked), "[image](/a.jpg)\n");
}

#[test]
fn lists_side_by_side_stay_two() {
    let list = r#"{"type": "list", "ordered": false, "items": ["a"]}"#;
    assert_eq!(markdown(&format!(r#"{{"body": [{list}, {list}, {list}]}}"#)), "- a\n\n* a\n\n- a\n");
    let list = r#"{"type": "list", "ordered": true, "items": ["a", " ", "- b"]}"#;
    assert_eq!(markdown(&format!(r#"{{"body": [{list}, {list}]}}"#)), "1. a\n2. \\- b\n\n1) a\n2) \\- b\n");
}

#[test]
fn tables_and_code_hold_their_own_marks() {
    let rows = vec![vec!["a|b".to_owned()], vec!["c\nd".to_owned(), "e".to_owned()]];
    assert_eq!(table(&rows, &Spans::default()), "| a\\|b |  |\n| --- | --- |\n| c d | e |");
    assert_eq!(fenced("x ``` y"), "````\nx ``` y\n````");
}

/// The words a Markdown reader sees: line breaks as `\n`, markup as `<Tag>`.
fn as_read(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => out += &text,
            Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            other => out += &format!("<{other:?}>"),
        }
    }
    out
}

#[test]
fn a_reader_of_markdown_sees_the_words_and_no_markup() {
    // Every mark beside every other, in words and at the edges of lines.
    let marks = [
        "a", "b1", " ", "\n", "*", "**", "_", "__", "`", "```", "~", "~~", "[", "](", ")", "]", "!", "<", "<b>", ">",
        "&", "&amp;", "&#35;", ";", "#", "# ", "- ", "-", "---", "+ ", "1. ", "12) ", "=", "===", "|", "|-|", ":",
        "\\", "(/x)", "http://", "é", "“",
    ];
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    for _ in 0..5_000 {
        let text: String = (0..2 + next() % 9).map(|_| marks[next() % marks.len()]).collect();
        let seen =
            |text: &str| text.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
        let text = seen(&text);
        let written = paragraph(&text, &[]);
        assert_eq!(seen(&as_read(&written)), text, "written as {written:?}");
    }
}

/// Where the links lead that a Markdown reader finds.
fn links_in(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let target = |e| match e {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    events.filter_map(target).collect()
}

#[test]
fn a_reader_of_markdown_finds_the_links() {
    for url in [
        "http://a.example/x_(y)_*z*",
        "/q?a=1&amp;b=2",
        "http://a.example/`|<>\\",
        "http://a.example/é",
        "/one)",
        "/(two",
        "/)(",
        "/((((deep))))",
        "<x>",
        "/a\\b\\_c\\(",
        "/`a`%20``b",
        "**a**_b_~~c~~",
        "/a|b",
        "/a\\|b",
    ] {
        let words = "One *two* `three` **five**!four";
        let written = paragraph(words, &[("*two*", url), ("four", url)]);
        let rows = vec![vec!["a".to_owned(), words.to_owned()]];
        let links = [("*two*", 6, 11), ("four", 29, 33)]
            .map(|(text, start, end)| serde_json::json!({"text": text, "url": url, "start": start, "end": end}));
        let block = serde_json::json!({"type": "table", "rows": rows, "links": links});
        let block: Block = serde_json::from_value(block).unwrap();
        let written_table = table(&rows, &Spans::of(&block));
        assert_eq!(links_in(&written_table), links_in(&written), "{written_table}");
        assert_eq!(links_in(&written), [url, url], "{written}");
    }
}

#[test]
fn print_stands_between_stars_where_they_are_read_as_such() {
    let block = |text: &str, emphasis: &str, links: &str| {
        plain_block(
            &serde_json::from_str(&format!(
                r#"{{"type": "paragraph", "text": "{text}", "emphasis": [{emphasis}], "links": [{links}]}}"#
            ))
            .unwrap(),
        )
    };
    let bold = |start: usize, end: usize| format!(r#"{{"start": {start}, "end": {end}, "kind": "bold"}}"#);
    let italic = |start: usize, end: usize| bold(start, end).replace("bold", "italic");
    assert_eq!(block("The Maud sails", &italic(4, 8), ""), "The *Maud* sails");
    assert_eq!(block("The Maud sails", &format!("{}, {}", bold(0, 8), italic(4, 8)), ""), "**The** ***Maud*** sails");
    assert_eq!(block("He said “no”s", &bold(8, 12), ""), "He said “no”s");
    let link = r#"{"text": "Maud sails", "url": "/m", "start": 4, "end": 14}"#;
    assert_eq!(block("The Maud sails", &italic(4, 8), link), "The [*Maud* sails](/m)");
}

#[test]
fn nested_lists_captions_and_times_are_shown() {
    let body = r#"{"body": [{"type": "list", "ordered": true, "items": ["a", "b\nb", "c"], "depths": [0, 1, 0]},
        {"type": "table", "caption": "Ships", "rows": [["Oban", "1|2"]], "links": [{"text": "1|2", "url": "/o", "start": 5, "end": 8}]},
        {"type": "heading", "level": 3, "text": "It rose", "time": "2018-11-03T11:05:00Z"}]}"#;
    let expected = "1. a\n   1. b\\\n      b\n2. c\n\n*Ships*\n\n| Oban | [1\\|2](/o) |\n| --- | --- |\n\n\
                    ### 2018-11-03 11:05:00Z It rose\n";
    assert_eq!(markdown(body), expected);
}
