//! `cuttings profile`: pages of a paper of our own, in two templates, a first profile made of them, and how it fits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::Path;

use cuttings::{Extractor, Page, Profile};

use crate::cli::{place, run};

const TOWNS: [&str; 8] =
    ["Brackwater", "Oldham Quay", "Fernley", "Saltmarsh", "Dunmoor", "Pellow", "Hartsend", "Kirkby Ness"];
const PEOPLE: [&str; 4] = ["Ada Marlow", "Tom Birkett", "Jane Pardoe", "Oliver Quill"];

/// What each page tells, in words of its own.
fn sentences(n: usize) -> [String; 4] {
    let (town, other) = (TOWNS[n % 8], TOWNS[(n + 3) % 8]);
    [
        format!("The council of {town} voted on Monday to keep its old swing bridge open through the winter, after a night of talks that ended at two."),
        format!("Engineers had warned that the {n} bolts which hold the deck were worn, and that lorries bound for {other} should go round by the mill."),
        "Shopkeepers on both banks welcomed the vote and said that a closed bridge would have cost them the trade of a whole season.".to_owned(),
        format!("Work on the bolts is to begin in March, when the river at {town} is low, and should take eleven days at most."),
    ]
}

/// A page of the days of tables.
fn old(n: usize) -> String {
    let [a, b, c, d] = sentences(n);
    let (town, who) = (TOWNS[n % 8], PEOPLE[n % 4]);
    format!(
        "<html><head><title>The Gazette | {town} keeps its bridge</title></head><body><table class=frame><tr>\
         <td class=leftnav><a href=/>Front page</a><br><a href=/sport>Sport</a><br><a href=/weather>Weather</a></td>\
         <td class=gzstory><span class=gzhead>{town} keeps its bridge</span><br><span class=gzby>By {who}</span>\
         <p>{a}</p><p>{b}</p><table class=gzpromo><tr><td><a href=/boat>Win a boat</a><br>\
         <a href=/prizes>{n} prizes every week</a></td></tr></table><p>{c}</p><p>{d}</p></td></tr></table></body></html>"
    )
}

/// A page of the days of names.
fn new(n: usize) -> String {
    let [a, b, c, d] = sentences(n);
    let (town, who) = (TOWNS[n % 8], PEOPLE[n % 4]);
    format!(
        "<html><head><title>{town} saves its bridge - The Gazette</title></head><body class=page-{n}><div id=masthead><ul><li><a href=/>Home</a>\
         <li><a href=/sport>Sport</a></ul></div><div class=article-wrap><div class=article-head><h1 class=article-title>{town} saves its bridge</h1>\
         <p class=article-by>By <a href=/people/{n}>{who}</a></p></div><div class='article-text w{n}'><p>{a}</p>\
         <div class=photo><img src=/img/{n}.jpg width=400 height=300><p class=photo-text>The swing bridge at {town} in {n} inches of snow</p></div>\
         <p>{b}</p><div class=more-box><h4>More on this</h4><ul><li><a href=/a>Bridge shut in storm</a><li><a href=/b>Ferry sails again</a></ul></div>\
         <p>{c}</p><p>{d}</p></div></div><div id=footer>All rights reserved by the Gazette</div></body></html>"
    )
}

/// Writes so many pages of each template, with a manifest.
fn write_pages(dir: &Path, pages: usize) {
    let mut manifest = String::new();
    for n in 0..pages {
        for (era, html, year) in [("old", old(n), 2003 + n % 2), ("new", new(n), 2009 + n % 2)] {
            let file = format!("{era}{n}.html");
            fs::write(dir.join(&file), html).unwrap();
            manifest += &format!(
                "{{\"id\": \"{era}{n}\", \"file\": \"{file}\", \"url\": \"http://www.gazette.example/{era}/{n}.html\", \
                 \"captured\": \"{year}0301120000\"}}\n"
            );
        }
    }
    fs::write(dir.join("pages.jsonl"), manifest).unwrap();
}

#[test]
fn a_first_profile_can_be_used_at_once() {
    let dir = place("profile-new");
    write_pages(&dir, 8);
    let (code, _, err) = run(&dir, &["profile", "new", "pages.jsonl", "-o", "gazette.toml"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.starts_with("cuttings: 2 epochs from 16 of 16 pages"), "{err}");
    let toml = fs::read_to_string(dir.join("gazette.toml")).unwrap();
    let profile = Profile::parse("gazette", &toml).unwrap_or_else(|e| panic!("{e}\n{toml}"));
    let epochs = profile.outline().epochs;
    assert_eq!(epochs.len(), 2, "{toml}");
    assert!(toml.contains("\"www.gazette.example\", # 16 pages"), "{toml}");
    // The oldest first; each by its own days, and by marks that the other does not show.
    assert_eq!(epochs[0].from.as_deref(), Some("2003-03-01"), "{toml}");
    assert!(epochs[0].shows.iter().any(|m| m.contains("gz")), "{toml}");
    let of = |epoch: usize, role: &str| {
        epochs[epoch]
            .roles
            .iter()
            .find(|r| r.role == role)
            .unwrap_or_else(|| panic!("no {role}:\n{toml}"))
            .selectors
            .clone()
    };
    assert_eq!(of(0, "headline"), ["span.gzhead"], "{toml}");
    assert_eq!(of(1, "headline"), ["h1.article-title"], "{toml}");
    assert_eq!(of(1, "body"), ["div.article-text"], "{toml}");
    assert_eq!(of(1, "caption"), ["p.photo-text"], "{toml}");
    // It reads a page that it was not made from.
    let page = Page::from_text(new(13)).with_url("http://www.gazette.example/new/13.html").unwrap();
    let article = Extractor::default().with_profile(profile).extract(&page).unwrap();
    assert_eq!(article.headline.as_deref(), Some("Pellow saves its bridge"));
    assert_eq!(article.body.iter().map(|b| b.text().into_owned()).collect::<Vec<_>>(), sentences(13), "{toml}");
    assert_eq!(article.authors, ["Tom Birkett"]);
    assert!(article.profile.is_some_and(|p| p.starts_with("gazette/")));
}

#[test]
fn a_first_profile_is_a_page_too() {
    let dir = place("profile-new-page");
    write_pages(&dir, 4);
    let (code, _, err) = run(&dir, &["profile", "new", "pages.jsonl", "-o", "new.html"]);
    assert_eq!(code, 0, "{err}");
    let html = fs::read_to_string(dir.join("new.html")).unwrap();
    assert!(html.starts_with("<!doctype html>") && html.contains("<code>div.article-text</code>"), "{html}");
    let (code, out, _) = run(&dir, &["profile", "new", "pages.jsonl", "--format", "text"]);
    assert_eq!(code, 0);
    assert!(out.contains("[[epoch]]"), "{out}");
}

const PROFILE: &str = "hosts = ['www.gazette.example']
[[epoch]]
name = 'tables'
shows = ['td.gzstory', 'td.gone']
[epoch.roles]
headline = ['span.gzhead']
body = ['td.gzstory']
remove = ['table.gzpromo']
[[epoch]]
name = 'names'
shows = ['div.article-wrap']
[epoch.roles]
headline = ['h2.never', 'h1.article-title', 'h1']
body = ['div.article-text']
remove = ['div.more-box']
";

#[test]
fn a_check_tells_by_year_what_each_selector_finds() {
    let dir = place("profile-check");
    write_pages(&dir, 8);
    // In 2010 the headline lost its class, and a page of another template came.
    for n in [1, 3, 5, 7] {
        fs::write(dir.join(format!("new{n}.html")), new(n).replace(" class=article-title", "")).unwrap();
    }
    fs::write(dir.join("new6.html"), new(6).replace("article-wrap", "story-wrap")).unwrap();
    fs::write(dir.join("gazette.toml"), PROFILE).unwrap();
    let (code, out, err) = run(&dir, &["profile", "check", "gazette.toml", "pages.jsonl"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("gazette.toml: 15 of 16 pages are of an epoch, 1 of none\n"), "{out}");
    let line = |start: &str| {
        out.lines().find(|l| l.trim_start().starts_with(start)).unwrap_or_else(|| panic!("{start}: {out}"))
    };
    assert!(
        line("h1.article-title").ends_with("3/7  2009 3/3  2010 0/4  counts 3")
            || line("h1.article-title").contains("not found since 2009"),
        "{out}"
    );
    assert!(line("h1.article-title").contains("! not found since 2009") && line("h1 ").contains("counts 4"), "{out}");
    assert!(line("h2.never").contains("0/7  ! never found"), "{out}");
    assert!(line("shows td.gone").contains("0/8  ! never found"), "{out}");
    assert!(
        out.contains("NO EPOCH: it shows no mark of any epoch")
            && out.contains("http://www.gazette.example/new/6.html"),
        "{out}"
    );
    let body: Vec<&str> = line("body  ").split_whitespace().collect();
    assert_eq!(&body[..5], ["body", "100", "%", "100", "%"], "{out}");
}

#[test]
fn a_check_is_a_page_too_and_goes_on_past_bad_pages() {
    let dir = place("profile-check-page");
    write_pages(&dir, 4);
    fs::write(dir.join("gazette.toml"), PROFILE).unwrap();
    fs::write(dir.join("picture.html"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let pages = ["profile", "check", "gazette.toml", "pages.jsonl", "picture.html", "none.html", "-o", "out.html"];
    let (code, out, err) = run(&dir, &pages);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert_eq!(err.lines().count(), 2, "{err}");
    let html = fs::read_to_string(dir.join("out.html")).unwrap();
    assert!(html.contains("and 2 that could not be read") && html.contains("class=\"n heat\""), "{html}");
    assert!(html.contains("the mark <code>td.gone</code> is never shown"), "{html}");
    // What is wrong with the call is told before any page is read.
    for (wrong, told) in [
        (vec!["profile", "check", "no.toml", "pages.jsonl"], "no.toml"),
        (vec!["profile", "check", "gazette.toml"], "PAGES"),
        (
            vec!["profile", "check", "gazette.toml", "pages.jsonl", "-o", "gazette.toml"],
            "it would overwrite gazette.toml",
        ),
        (vec!["profile", "new", "none.html"], "none of the pages has a story"),
    ] {
        let (code, _, err) = run(&dir, &wrong);
        assert!(code == 2 && err.contains(told), "{wrong:?}: {code} {err}");
    }
}
