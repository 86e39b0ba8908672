//! Pages made to hurt: each gives an article or a typed error, in bounded time.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use cuttings::{Article, Block, Extractor, Options, Page, Result};

/// Generous for a debug build on a busy machine; the pages below take some seconds there, and what is
/// quadratic takes minutes.
const MOST: Duration = Duration::from_secs(20);

fn extract(bytes: impl Into<Vec<u8>>) -> Result<Article> {
    let page = Page::new(bytes).with_url("http://news.example/1.html").unwrap();
    // One at a time: the time is to be the page's own.
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    let result = Extractor::new(Options::default().links(true).provenance(true)).extract(&page);
    let time = start.elapsed();
    drop(turn);
    let start_of = String::from_utf8_lossy(&page.bytes()[..page.bytes().len().min(60)]);
    assert!(time < MOST, "took {time:?}: {start_of}");
    if let Ok(article) = &result {
        // What comes out can be written in every format, in time as well.
        let start = Instant::now();
        let lengths = [article.to_json(), article.to_text(), article.to_markdown(), article.to_html()].map(|s| s.len());
        assert!(start.elapsed() < MOST, "writing took {:?} for {lengths:?}", start.elapsed());
    }
    result
}

fn body_text(article: &Article) -> String {
    article.body.iter().map(Block::text).collect::<Vec<_>>().join("\n")
}

#[test]
fn deep_nesting() {
    for tag in ["div", "b", "table><tr><td", "blockquote", "ul><li", "font", "span"] {
        let error = extract(format!("<{tag}>").repeat(100_000) + "deep").unwrap_err();
        assert!(error.is_limit(), "{tag}: {error}");
        // As deep as is allowed.
        let page = format!("<{tag}>").repeat(300) + "<p>The ferry sailed again on Monday, after a winter in dry dock.";
        assert!(extract(page).is_ok(), "{tag}");
    }
    // One closes the other: not deep at all.
    assert!(extract("<a href=x>".repeat(100_000) + "flat").is_ok());
}

#[test]
fn unclosed_formatting_that_the_parser_opens_again() {
    let page = "<p><b><i><font><u><em>The ferry sailed again on Monday.".repeat(3_000);
    let _ = extract(page);
}

#[test]
fn huge_attributes() {
    let long = "x".repeat(4 << 20);
    let story =
        "<p>The ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>".repeat(5);
    for attribute in ["class", "id", "style", "href", "title", "alt"] {
        assert!(extract(format!("<div {attribute}='{long}'>{story}</div>")).is_ok(), "{attribute}");
    }
    let words = "nav menu ".repeat(200_000);
    // Before the tag is complete these could be as many attributes.
    let result = extract(format!("<div class='{words}'>{story}</div>"));
    assert!(result.is_ok() || result.is_err_and(|e| e.is_limit()));
    let many: String = (0..300_000).map(|n| format!(" a{n}=1")).collect();
    let error = extract(format!("<div{many}>{story}</div>")).unwrap_err();
    assert!(error.is_limit(), "{error}");
}

#[test]
fn the_same_picture_with_ever_new_captions() {
    let story =
        "<p>The ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>".repeat(5);
    let figures: String = (0..80_000)
        .map(|n| format!("<figure><img src=/a.jpg><figcaption>Sheep number {n}</figcaption></figure>"))
        .collect();
    let article = extract(format!("<h1>Ferry</h1>{story}{figures}{story}")).unwrap();
    assert_eq!(article.media.len(), 80_000);
    let again = extract(format!(
        "<h1>Ferry</h1>{story}{}{story}",
        "<figure><img src=/a.jpg><figcaption>A sheep</figcaption></figure>".repeat(9)
    ));
    assert_eq!(again.unwrap().media.len(), 1);
}

#[test]
fn one_text_of_five_megabytes() {
    let words = "the ferry sailed again on monday, ".repeat(5 << 15);
    let article = extract(format!("<h1>Ferry</h1><p>{words}</p>")).unwrap();
    assert!(body_text(&article).is_empty() || body_text(&article).len() > 5_000_000);
    for one in
        ["x".repeat(5 << 20), " ".repeat(5 << 20), "<".repeat(1 << 20), "&".repeat(1 << 20), "&#x".repeat(1 << 18)]
    {
        let _ = extract(format!("<h1>Ferry</h1><p>{one}"));
    }
}

#[test]
fn two_hundred_thousand_small_paragraphs() {
    for piece in [
        "<p>Small.</p>",
        "<p><a href=/x>Small</a>",
        "word<br><br>",
        "<tr><td>a<td>b",
        "<li>a",
        "<h2>a</h2>b",
        "<img src=x>",
    ] {
        let _ = extract(format!("<html><body>{}", piece.repeat(200_000)));
    }
}

#[test]
fn metadata_beyond_measure() {
    let meta: String = (0..50_000).map(|n| format!("<meta name=author content='Ann {n}'>")).collect();
    assert!(extract(meta + "<p>The ferry sailed.").is_ok());
    let nested = format!("<script type=application/ld+json>{}1{}</script>", "[".repeat(200_000), "]".repeat(200_000));
    assert!(extract(nested + "<p>The ferry sailed.").is_ok());
    let object = "{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"a\":".repeat(50_000);
    assert!(extract(format!("<script type=application/ld+json>{object}</script><p>The ferry sailed.")).is_ok());
}

#[test]
fn long_names_around_many_parts() {
    // As many words as a tag may have.
    let names = "author-box wide ".repeat(9_000);
    for part in ["<span class=byline></span>", "<span class=byline>Ann Lee</span> ", "<p>10 May 2007</p>"] {
        let page = format!("<h1>Ferry</h1><div class='{names}'>{}</div>", part.repeat(30_000));
        assert!(extract(page).is_ok(), "{part}");
    }
    let link = format!("<a href='{}'>{}</a>", "/by/ann".repeat(10_000), "Bobs Jones ".repeat(100_000));
    assert!(extract(format!("<h1>Ferry</h1><p>{link}")).is_ok());
}

#[test]
fn scripts_that_hold_no_end_of_strings() {
    let values: String = (0..50_000).map(|n| format!("\"The ferry {n} sailed.\",")).collect();
    let long_key = format!("{{\"{}\":[{values}]}}", "k".repeat(500_000));
    let mut nested = "[\"<p>The ferry sailed.</p>: \"]".repeat(10_000);
    for _ in 0..5 {
        nested = serde_json::json!({ "a": nested }).to_string();
    }
    let story = serde_json::json!({ "a": "<p>The ferry sailed again on Monday.</p>".repeat(50_000) }).to_string();
    let runs = ["\"", "\\", "\"\\", "\"\\\n"].map(|run| run.repeat(500_000));
    for script in runs.into_iter().chain([long_key, nested, story]) {
        assert!(extract(format!("<h1>Ferry</h1><script>{script}</script>")).is_ok());
        let _ = extract(format!("<h1>Ferry</h1><script>\"{script}"));
    }
    for tag in ["<noscript>", "<noscript", "<script type=text/template><p>The ferry</script>", "<template></template>"]
    {
        assert!(extract(format!("<h1>Ferry</h1>{}", tag.repeat(50_000))).is_ok(), "{tag}");
    }
}

#[test]
fn parts_of_a_story_beyond_measure() {
    let story =
        "<p>The ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>".repeat(5);
    let with = |part: &dyn Fn(usize) -> String, count: usize| {
        let parts: String = (0..count).map(part).collect();
        assert!(extract(format!("<h1>Ferry</h1>{story}{parts}{story}")).is_ok(), "{}", part(0));
    };
    with(
        &|n| {
            format!("<blockquote class=twitter-tweet><p>The pier {n} is shut.</p>Ann <a href=/>May 1</a></blockquote>")
        },
        40_000,
    );
    with(
        &|n| {
            format!(
                "<div class=quote-box><p>“The ferry {n} sailed again.”</p><p>Ann Lee{n}, Bergen</p></div><p>Ferry {n} was late again."
            )
        },
        20_000,
    );
    with(&|n| format!("<p>By Ann{n} Lee</p><p>Published 10 May 2007, updated {n} 11 May 2007</p>"), 20_000);
    with(&|n| format!("<h1>Region | Ferry number {n} sails again</h1>"), 40_000);
    let captions: String = (0..80_000).map(|n| format!("<p class=caption>Sheep number {n}</p>")).collect();
    let sources = format!("{}{}", "<source>".repeat(40_000), "<img src=data:,>".repeat(40_000));
    let asides = format!("{}“{}", "<aside>".repeat(1_400), "<p>The ferry sailed again on Monday. </p>".repeat(20_000));
    for one in [
        format!("<figure><img src=/a.jpg>{captions}</figure>"),
        format!("<picture>{sources}</picture>"),
        format!("{asides}”{}", "</aside>".repeat(1_400)),
    ] {
        assert!(extract(format!("<h1>Ferry</h1>{story}{one}{story}")).is_ok(), "{}", &one[..30]);
    }
}

#[test]
fn random_bytes() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let pieces = [
        "<p>",
        "</p>",
        "<div class=story>",
        "</div>",
        "<table>",
        "<td>",
        "</table>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<a href='",
        "'>",
        "<h1>",
        "&amp;",
        "&#0;",
        "<li>",
        "<select>",
        "<svg>",
        "<math>",
        "<template>",
        "</body>",
        "<![CDATA[",
        "]]>",
        "\0",
        "<frameset>",
        "<plaintext",
        "word ",
        "Monday, 10 December 2007",
        "By Ann Lee",
        "<meta charset=",
        "utf-16",
        "shift_jis",
        ">",
        "\u{feff}",
        "ü",
    ];
    for round in 0..40 {
        let noise: Vec<u8> = (0..20_000).map(|_| next() as u8).collect();
        let _ = extract(noise);
        let soup: String = (0..4_000).map(|_| pieces[next() as usize % pieces.len()]).collect();
        let (first, second) = (extract(soup.clone()), extract(soup));
        match (first, second) {
            (Ok(a), Ok(b)) => assert_eq!(a.to_json(), b.to_json(), "round {round}"),
            (a, b) => assert_eq!(a.is_err(), b.is_err(), "round {round}"),
        }
    }
}
