//! What may come out of a page: these elements, these attributes and these schemes, and nothing else.

use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use url::Url;

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// What an article is made of.
const ELEMENTS: [&str; 36] = [
    "html",
    "head",
    "body",
    "article",
    "header",
    "footer",
    "section",
    "aside",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "time",
    "address",
    "strong",
    "small",
    "cite",
    "b",
    "i",
    "a",
    "br",
    "figure",
    "img",
    "figcaption",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "tr",
    "td",
    "th",
];

/// What of an article is told to machines.
const PROPERTIES: [&str; 4] = ["headline", "datePublished", "dateModified", "author"];

/// What a parser adds, and what stands in the head of a document.
const AROUND: [&str; 4] = ["tbody", "pre", "meta", "style"];

const POLICY: &str = "default-src 'none'; img-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Fails where an address would do more than ask a site.
fn check_address(address: &str, of: &str) {
    let base = Url::parse("http://base.example/").unwrap();
    let url = base.join(address);
    let is_harmless = match Url::parse(address) {
        Ok(url) => matches!(url.scheme(), "http" | "https"),
        Err(_) => url.is_ok_and(|url| url.host_str() == Some("base.example")),
    };
    assert!(is_harmless && !address.contains(char::is_control), "{of}: the address {address:?}");
}

/// Clean HTML, as a fragment or as a whole document; and again as a parser would write what it read.
pub fn check_html(html: &str, is_document: bool, of: &str) {
    let read = Html::parse_document(html);
    check_tree(&read, of, |element| {
        let name = element.value().name();
        assert!(ELEMENTS.contains(&name) || AROUND.contains(&name) || name == "title", "{of}: <{name}> in {html}");
        for (attribute, value) in element.value().attrs() {
            match (name, attribute) {
                ("a", "href") | ("img", "src") => check_address(value, of),
                ("img", "alt") | ("article" | "html", "lang") | ("time", "datetime") => {}
                ("article" | "html", "dir") => assert_eq!(value, "rtl", "{of}"),
                ("article", "class") => assert_eq!(value, "cuttings", "{of}"),
                ("article", "itemscope") => {}
                ("article", "itemtype") => assert_eq!(value, "https://schema.org/NewsArticle", "{of}"),
                (_, "itemprop") => assert!(PROPERTIES.contains(&value), "{of}: {value:?}"),
                ("meta", "content") if element.attr("itemprop").is_some() => {}
                ("meta", "charset" | "name" | "http-equiv" | "content") if is_document => {}
                _ => panic!("{of}: <{name} {attribute}={value:?}>"),
            }
        }
    });
    let all = |name: &str| read.select(&scraper::Selector::parse(name).unwrap()).collect::<Vec<_>>();
    assert_eq!(all("article").len(), 1, "{of}");
    let of_meta = |name: &str| all("meta").iter().filter_map(|meta| meta.attr(name)).collect::<Vec<_>>().join(" ");
    if is_document {
        assert_eq!(of_meta("http-equiv"), "Content-Security-Policy", "{of}");
        assert_eq!(of_meta("name"), "viewport referrer", "{of}");
        assert!(all("meta[http-equiv]").iter().any(|meta| meta.attr("content") == Some(POLICY)), "{of}");
        let style = all("style").iter().map(|style| style.text().collect::<String>()).collect::<Vec<_>>();
        assert!(style.len() == 1 && !style[0].contains("url") && !style[0].contains('@'), "{of}: {style:?}");
    } else {
        assert_eq!(all("meta:not([itemprop]), style, title").len(), 0, "{of}");
    }
    let again = Html::parse_document(&read.html());
    check_tree(&again, of, |element| {
        let name = element.value().name();
        assert!(ELEMENTS.contains(&name) || AROUND.contains(&name) || name == "title", "{of}: <{name}>, read again");
    });
}

/// The page itself as it is shown beside its article.
pub fn check_original(markup: &str, of: &str) {
    const SHOWN: [&str; 59] = [
        "html",
        "head",
        "body",
        "div",
        "span",
        "br",
        "hr",
        "wbr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "figure",
        "figcaption",
        "a",
        "b",
        "strong",
        "i",
        "em",
        "cite",
        "q",
        "u",
        "small",
        "big",
        "sub",
        "sup",
        "code",
        "samp",
        "tt",
        "var",
        "del",
        "ins",
        "s",
        "mark",
        "font",
        "ruby",
        "rt",
        "rp",
        "colgroup",
        "p",
    ];
    const KEPT: [&str; 17] = [
        "data-block",
        "data-label",
        "data-removed",
        "data-medium",
        "class",
        "dir",
        "lang",
        "colspan",
        "rowspan",
        "align",
        "valign",
        "width",
        "border",
        "cellpadding",
        "cellspacing",
        "start",
        "size",
    ];
    let read = Html::parse_document(markup);
    check_tree(&read, of, |element| {
        let name = element.value().name();
        assert!(SHOWN.contains(&name), "{of}: <{name}> in the original");
        for (attribute, value) in element.value().attrs() {
            let is_kept = match attribute {
                "style" => value.bytes().all(|b| b.is_ascii_digit() || b"width:px;heg".contains(&b)),
                "value" => name == "li",
                attribute => {
                    KEPT.contains(&attribute) && value.chars().all(|c| c.is_ascii_alphanumeric() || "-%' ".contains(c))
                }
            };
            assert!(is_kept, "{of}: <{name} {attribute}={value:?}> in the original");
        }
    });
}

/// Holds every element to a rule; there is nothing but elements and text, all of them HTML.
fn check_tree(html: &Html, of: &str, rule: impl Fn(ElementRef<'_>)) {
    for node in html.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                assert_eq!(&*element.name.ns, HTML, "{of}: <{}>", element.name());
                rule(ElementRef::wrap(node).unwrap());
            }
            Node::Text(_) | Node::Document | Node::Doctype(_) => {}
            other => panic!("{of}: {other:?}"),
        }
    }
}

/// Markdown without markup of its own, whose links lead to sites.
pub fn check_markdown(markdown: &str, of: &str) {
    for event in Parser::new_ext(markdown, Options::all().difference(Options::ENABLE_SMART_PUNCTUATION)) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{of}: {html:?} in {markdown}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => check_address(&dest_url, of),
            Event::Start(Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock) => {
                panic!("{of}: {event:?} in {markdown}")
            }
            _ => {}
        }
    }
}

/// Data in front of Markdown: a line a key, each value quoted.
pub fn check_front_matter(front: &str, of: &str) {
    let inner = front.strip_prefix("---\n").map_or(front, |rest| rest.strip_suffix("---\n").unwrap());
    for line in inner.lines() {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{of}: {line}"));
        assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{of}: {line}");
        let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{of}: {error}: {line}"));
        if ["url", "next_page", "pages", "archive_url"].contains(&key) {
            strings(&value).iter().for_each(|url| check_address(url, of));
        }
    }
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Every address of an article, in whatever field.
pub fn check_addresses(value: &Value, of: &str) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    "url" | "canonical_url" | "next_page" | "pages" => {
                        strings(field).iter().for_each(|url| check_address(url, of))
                    }
                    _ => {}
                }
                check_addresses(field, of);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| check_addresses(item, of)),
        _ => {}
    }
}
