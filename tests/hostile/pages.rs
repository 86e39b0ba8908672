//! Pages, each with an article or a typed error for its outcome.

use cuttings::{Article, Block, Extractor, Options, Page, Result};

use super::cost::{Work, linear, measured};
use super::shapes::{
    FORMATTING, JSON_OBJECT, SHAPES, attribute, author, byline, caption, figure, first_heading, json_ld, post, quote,
    story,
};

/// The result for a page, and what it costs to read it and to write it in every format.
fn extract(bytes: impl Into<Vec<u8>>) -> Work<Result<Article>> {
    let page = Page::new(bytes).with_url("http://news.example/1.html").unwrap();
    let extractor = Extractor::new(Options::default().links(true).provenance(true));
    let (outcome, reading) = measured(|| extractor.extract(&page));
    let mut costs = vec![("reading", reading)];
    // A small page may have an article where a large one is refused.
    if let Ok(article) = &outcome {
        let write =
            || [article.to_json(), article.to_text(), article.to_markdown(), article.to_html()].map(|s| s.len());
        costs.push(("writing", measured(write).1));
    }
    Work { outcome, costs }
}

/// Sees that the cost grows as the page does, and gives the result for the page of this size.
fn extract_linear<P: Into<Vec<u8>>>(what: &str, size: usize, page: impl Fn(usize) -> P) -> Result<Article> {
    linear(what, size, |size| extract(page(size)))
}

fn body_text(article: &Article) -> String {
    article.body.iter().map(Block::text).collect::<Vec<_>>().join("\n")
}

#[test]
fn shapes_have_names_of_their_own_and_the_size_that_is_asked_for() {
    let names: std::collections::BTreeSet<_> = SHAPES.iter().map(|shape| shape.name).collect();
    assert_eq!(names.len(), SHAPES.len());
    for shape in SHAPES {
        let (small, large) = (shape.page(100_000).len(), shape.page(1_000_000).len());
        assert!(
            small.abs_diff(100_000) < 40_000 && large.abs_diff(1_000_000) < 100_000,
            "{}: {small}, {large}",
            shape.name
        );
    }
}

#[test]
fn deep_nesting() {
    for tag in ["div", "b", "table><tr><td", "blockquote", "ul><li", "font", "span"] {
        let error = extract_linear(tag, 100_000, |n| format!("<{tag}>").repeat(n) + "deep").unwrap_err();
        assert!(error.is_limit(), "{tag}: {error}");
        // As deep as is allowed.
        let page =
            |n| format!("<{tag}>").repeat(n) + "<p>The ferry sailed again on Monday, after a winter in dry dock.";
        assert!(extract_linear(tag, 300, page).is_ok(), "{tag}");
    }
    // One closes the other: not deep at all.
    assert!(extract_linear("links", 100_000, |n| "<a href=x>".repeat(n) + "flat").is_ok());
}

#[test]
fn unclosed_formatting_that_the_parser_opens_again() {
    let _ = extract_linear("formatting", 3_000, |n| FORMATTING.repeat(n));
}

#[test]
fn huge_attributes() {
    let story = story();
    for attribute in ["class", "id", "style", "href", "title", "alt"] {
        let page = |n| format!("<div {attribute}='{}'>{story}</div>", "x".repeat(n));
        assert!(extract_linear(attribute, 4 << 20, page).is_ok(), "{attribute}");
    }
    // Before the tag is complete these could be as many attributes.
    let result = extract_linear("names", 200_000, |n| format!("<div class='{}'>{story}</div>", "nav menu ".repeat(n)));
    assert!(result.is_ok() || result.is_err_and(|e| e.is_limit()));
    let many = |n| (0..n).map(attribute).collect::<String>();
    let error = extract_linear("attributes", 300_000, |n| format!("<div{}>{story}</div>", many(n))).unwrap_err();
    assert!(error.is_limit(), "{error}");
}

#[test]
fn the_same_picture_with_ever_new_captions() {
    let story = story();
    let page = |n| format!("<h1>Ferry</h1>{story}{}{story}", (0..n).map(figure).collect::<String>());
    assert_eq!(extract_linear("captions", 20_000, page).unwrap().media.len(), 20_000);
    let again = extract(format!(
        "<h1>Ferry</h1>{story}{}{story}",
        "<figure><img src=/a.jpg><figcaption>A sheep</figcaption></figure>".repeat(9)
    ));
    assert_eq!(again.outcome.unwrap().media.len(), 1);
}

#[test]
fn one_text_of_five_megabytes() {
    let words = |n| format!("<h1>Ferry</h1><p>{}</p>", "the ferry sailed again on monday, ".repeat(n));
    let article = extract_linear("words", 5 << 15, words).unwrap();
    assert!(body_text(&article).is_empty() || body_text(&article).len() > 5_000_000);
    for (piece, count) in [("x", 5 << 20), (" ", 5 << 20), ("<", 1 << 20), ("&", 1 << 20), ("&#x", 1 << 18)] {
        let _ = extract_linear(piece, count, |n| format!("<h1>Ferry</h1><p>{}", piece.repeat(n)));
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
        let _ = extract_linear(piece, 200_000, |n| format!("<html><body>{}", piece.repeat(n)));
    }
}

#[test]
fn metadata_beyond_measure() {
    let page = |n| (0..n).map(author).collect::<String>() + "<p>The ferry sailed.";
    assert!(extract_linear("authors", 50_000, page).is_ok());
    let nested = |n| json_ld(&format!("{}1{}", "[".repeat(n), "]".repeat(n)));
    assert!(extract_linear("arrays", 200_000, nested).is_ok());
    assert!(extract_linear("objects", 50_000, |n| json_ld(&JSON_OBJECT.repeat(n))).is_ok());
}

#[test]
fn long_names_around_many_parts() {
    for part in ["<span class=byline></span>", "<span class=byline>Ann Lee</span> ", "<p>10 May 2007</p>"] {
        // At its largest as many words as a tag may have.
        let page = |n| {
            let names = "author-box wide ".repeat(n * 3 / 10);
            format!("<h1>Ferry</h1><div class='{names}'>{}</div>", part.repeat(n))
        };
        assert!(extract_linear(part, 30_000, page).is_ok(), "{part}");
    }
    let link = |n| format!("<h1>Ferry</h1><p><a href='{}'>{}</a>", "/by/ann".repeat(n / 10), "Bobs Jones ".repeat(n));
    assert!(extract_linear("a link", 100_000, link).is_ok());
}

#[test]
fn scripts_that_hold_no_end_of_strings() {
    let long_key = |n| {
        let values: String = (0..n).map(|n| format!("\"The ferry {n} sailed.\",")).collect();
        format!("{{\"{}\":[{values}]}}", "k".repeat(n * 10))
    };
    let nested = |n| {
        let mut nested = "[\"<p>The ferry sailed.</p>: \"]".repeat(n / 5);
        for _ in 0..5 {
            nested = serde_json::json!({ "a": nested }).to_string();
        }
        nested
    };
    let story = |n| serde_json::json!({ "a": "<p>The ferry sailed again on Monday.</p>".repeat(n) }).to_string();
    let run = |run: &'static str| move |n: usize| run.repeat(n * 10);
    let scripts: [(&str, &dyn Fn(usize) -> String); 7] = [
        ("a long key", &long_key),
        ("nested strings", &nested),
        ("a story", &story),
        ("quotation marks", &run("\"")),
        ("backslashes", &run("\\")),
        ("both", &run("\"\\")),
        ("both, and lines", &run("\"\\\n")),
    ];
    for (what, script) in scripts {
        let page = |n| format!("<h1>Ferry</h1><script>{}</script>", script(n));
        assert!(extract_linear(what, 50_000, page).is_ok(), "{what}");
        let _ = extract_linear(what, 50_000, |n| format!("<h1>Ferry</h1><script>\"{}", script(n)));
    }
    for tag in ["<noscript>", "<noscript", "<script type=text/template><p>The ferry</script>", "<template></template>"]
    {
        assert!(extract_linear(tag, 50_000, |n| format!("<h1>Ferry</h1>{}", tag.repeat(n))).is_ok(), "{tag}");
    }
}

#[test]
fn parts_of_a_story_beyond_measure() {
    let story = story();
    let with = |count: usize, parts: &dyn Fn(usize) -> String| {
        let page = |n| format!("<h1>Ferry</h1>{story}{}{story}", parts(n));
        let what: String = parts(1).chars().take(60).collect();
        assert!(extract_linear(&what, count, page).is_ok(), "{what}");
    };
    let each = |part: fn(usize) -> String| move |count: usize| (0..count).map(part).collect::<String>();
    with(10_000, &each(post));
    with(10_000, &each(quote));
    with(10_000, &each(byline));
    with(40_000, &each(first_heading));
    let captions = each(caption);
    with(40_000, &|n| format!("<figure><img src=/a.jpg>{}</figure>", captions(n)));
    with(40_000, &|n| format!("<picture>{}{}</picture>", "<source>".repeat(n), "<img src=data:,>".repeat(n)));
    with(20_000, &|n| {
        let (depth, text) = (n * 7 / 100, "<p>The ferry sailed again on Monday. </p>".repeat(n));
        format!("{}“{text}”{}", "<aside>".repeat(depth), "</aside>".repeat(depth))
    });
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
        let _ = extract(noise).outcome;
        let soup: String = (0..4_000).map(|_| pieces[next() as usize % pieces.len()]).collect();
        let (first, second) = (extract(soup.clone()).outcome, extract(soup).outcome);
        match (first, second) {
            (Ok(a), Ok(b)) => assert_eq!(a.to_json(), b.to_json(), "round {round}"),
            (a, b) => assert_eq!(a.is_err(), b.is_err(), "round {round}"),
        }
    }
    let soup: Vec<&str> = (0..160_000).map(|_| pieces[next() as usize % pieces.len()]).collect();
    let _ = extract_linear("random pieces", soup.len(), |n| soup[..n].concat());
}
