//! Each source on a few lines of HTML.

mod meta;
mod microdata;
mod time_elements;

use super::*;
use crate::options::Limits;

pub(super) fn of(html: &str) -> Metadata {
    read(&Document::parse(html, &Limits::default()).unwrap())
}

/// A list as `value (origin)`, to compare at a glance.
pub(super) fn shown<T: std::fmt::Display>(list: &[Sourced<T>]) -> Vec<String> {
    list.iter().map(|s| format!("{} ({})", s.value, s.origin)).collect()
}

pub(super) fn names(found: &Metadata) -> Vec<String> {
    found.authors.iter().map(|s| format!("{} ({})", s.value.join(" + "), s.origin)).collect()
}

#[test]
fn a_page_that_says_nothing() {
    let found = of("<p>Only words.");
    assert_eq!(format!("{found:?}"), format!("{:?}", Metadata::default()));
}

#[test]
fn the_title_is_the_first_of_the_page() {
    let found = of(
        "<svg><title>Search</title></svg><title> </title><title>\n Ferry  sails &amp;amp; sinks | The Sound</title>\
         <title>Another</title>",
    );
    assert_eq!(found.title.as_deref(), Some("Ferry sails & sinks | The Sound"));
    assert!(found.headlines.is_empty());
}

#[test]
fn languages_in_order() {
    let language = |html: &str| {
        let found = of(html);
        (found.language, found.language_origin.unwrap_or_default())
    };
    let locale = "<meta property='og:locale' content='de_AT'>";
    let header = "<meta http-equiv='Content-Language' content='fr, en'>";
    let record = r#"<script type="application/ld+json">{"@type":"NewsArticle","inLanguage":{"@type":"Language","name":"Welsh","alternateName":"cy"}}</script>"#;
    let all = format!("{locale}{header}{record}");
    assert_eq!(language(&format!("<html lang=en-GB>{all}")), (Some("en-GB".into()), "html lang"));
    assert_eq!(language(&format!("<html xml:lang=es lang=''>{all}")), (Some("es".into()), "html xml:lang"));
    assert_eq!(language(&format!("<html lang=English>{all}")), (Some("fr".into()), "meta content-language"));
    assert_eq!(language(&format!("{locale}{record}")), (Some("de-AT".into()), "meta og:locale"));
    assert_eq!(language(record), (Some("cy".into()), "json-ld inLanguage"));
    assert_eq!(language("<p lang=it>"), (None, ""));
}

#[test]
fn the_canonical_address_and_its_stand_in() {
    let og = "<meta property='og:url' content='http://paper.example/og'>";
    let found = of(&format!(
        "{og}<link rel='shortlink' href=/s><link rel='Canonical' href=''><link rel=canonical href=' /a?x=1&amp;y=2 '>"
    ));
    assert_eq!((found.canonical_url.as_deref(), found.canonical_origin), (Some("/a?x=1&y=2"), Some("link canonical")));
    let found = of(og);
    assert_eq!(
        (found.canonical_url.as_deref(), found.canonical_origin),
        (Some("http://paper.example/og"), Some("meta og:url"))
    );
}

#[test]
fn published_dates_in_order_of_trust() {
    let found = of(r#"<meta name="date" content="2011-05-09"><meta name="DC.date.issued" content="2011-05-08">
        <meta property="article:published_time" content="2011-05-02T10:00:00Z">
        <meta name="parsely-pub-date" content="2011-05-07T10:00:00Z"><meta name="OriginalPublicationDate" content="2011-05-03">
        <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2011-05-01T10:00:00+01:00",
            "dateCreated":"2011-04-30"}</script>
        <article itemscope itemtype="http://schema.org/NewsArticle"><h1>x</h1>
          <span itemprop="datePublished" content="2011-05-04">4 May</span></article>
        <time pubdate datetime="2011-05-05">5 May</time><time datetime="2011-05-06">6 May</time><time>7 May 2011</time>"#);
    assert_eq!(
        shown(&found.published),
        [
            "2011-05-01T10:00:00+01:00 (json-ld datePublished)",
            "2011-05-02T10:00:00Z (meta article:published_time)",
            "2011-05-03 (meta OriginalPublicationDate)",
            "2011-05-07T10:00:00Z (meta parsely-pub-date)",
            "2011-05-08 (meta dc.date.issued)",
            "2011-05-04 (itemprop datePublished)",
            "2011-05-05 (time pubdate)",
            "2011-05-09 (meta date)",
            "2011-05-06 (time datetime)",
            "2011-04-30 (json-ld dateCreated)",
            "2011-05-07 (time element)",
        ]
    );
    assert!(found.published.is_sorted_by_key(|s| s.rank));
}

#[test]
fn modified_dates_in_order_of_trust() {
    let found = of(
        r#"<meta http-equiv="Last-Modified" content="2011-05-06"><meta property="og:updated_time" content="1304589600">
        <meta name="last-modified" content="2011-05-04"><meta property="article:modified_time" content="2011-05-02">
        <script type="application/ld+json">{"@type":"Article","dateModified":"2011-05-01"}</script>
        <div class="hentry"><abbr class="updated" title="2011-05-03">today</abbr></div>"#,
    );
    assert_eq!(
        shown(&found.modified),
        [
            "2011-05-01 (json-ld dateModified)",
            "2011-05-02 (meta article:modified_time)",
            "2011-05-03 (class updated)",
            "2011-05-04 (meta last-modified)",
            "2011-05-06 (meta last-modified)",
            "2011-05-05T10:00:00Z (meta og:updated_time)",
        ]
    );
    assert!(found.published.is_empty());
}

#[test]
fn dates_that_nobody_set_are_dropped() {
    for empty in ["", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "0", "1234567", "soon", "2011-13-40"] {
        let found = of(&format!("<meta name=date content='{empty}'><time datetime='{empty}'></time>"));
        assert!(found.published.is_empty(), "{empty}: {:?}", found.published);
    }
}

#[test]
fn tags_in_order_once_each_and_not_without_end() {
    let found = of(
        r#"<meta name="keywords" content="Ferries, news, the Sound,, oban"><a rel="tag" href=/t/1>Sheep</a><a rel="nofollow tag">NEWS</a>
        <meta name="news_keywords" content="Oban; piers"><meta property="article:tag" content="Kerrera, Argyll"><meta property="article:tag" content="ferries">
        <script type="application/ld+json">{"@type":"NewsArticle","keywords":["Winter", {"@type":"DefinedTerm","name":"Dry dock"}]}</script>"#,
    );
    assert_eq!(
        found.tags,
        ["Kerrera, Argyll", "ferries", "Oban", "piers", "Winter", "Dry dock", "news", "the Sound", "Sheep"]
    );
    let many: String = (0..100).map(|i| format!("tag {i}, ")).collect();
    let found = of(&format!("<meta name=keywords content='{many}'>"));
    assert_eq!(found.tags.len(), 40);
    let found = of("<meta property='article:tag' content='one, two, R&amp;amp;D'>");
    assert_eq!(found.tags, ["one", "two", "R&D"]);
}

#[test]
fn a_page_of_nothing_but_marks_costs_no_more_than_its_size() {
    let deep = "<div class='hentry author' itemprop=headline itemscope><time>".repeat(300);
    let wide =
        "<span itemprop='headline author' class='fn published' data-timestamp=1304589600>x</span>".repeat(20_000);
    let found = of(&format!("{deep}{wide}"));
    assert!(found.headlines.len() <= 200 && found.published.len() <= 200);
}
