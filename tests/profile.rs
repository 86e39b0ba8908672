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
        (vec!["profile", "new", "none.html"], "no page to make a profile from: 1 that could not be read"),
    ] {
        let (code, _, err) = run(&dir, &wrong);
        assert!(code == 2 && err.contains(told), "{wrong:?}: {code} {err}");
    }
}

/// Writes pages with a manifest; `known` is what it says of a page.
fn write_all(dir: &Path, pages: usize, page: impl Fn(usize) -> String, known: impl Fn(usize) -> String) {
    let mut manifest = String::new();
    for n in 0..pages {
        fs::write(dir.join(format!("p{n}.html")), page(n)).unwrap();
        manifest += &format!("{{\"id\": {n}, \"file\": \"p{n}.html\"{}}}\n", known(n));
    }
    fs::write(dir.join("pages.jsonl"), manifest).unwrap();
}

#[test]
fn hosts_and_elements_that_no_profile_can_name_cost_nothing_else() {
    let dir = place("profile-unnamed");
    let page = |n: usize| {
        let of_an_office = new(n).replace("<h1 class=article-title>", "<st1:place class=town><h1 class=article-title>");
        of_an_office.replace("</h1>", "</h1></st1:place>")
    };
    let host = |n: usize| if n < 5 { "my_blog.example" } else { "[2001:db8::1]" };
    write_all(&dir, 8, page, |n| format!(", \"url\": \"http://{}/{n}.html\"", host(n)));
    let (code, toml, err) = run(&dir, &["profile", "new", "pages.jsonl"]);
    assert_eq!(code, 0, "{err}");
    Profile::parse("p", &toml).unwrap_or_else(|e| panic!("{e}\n{toml}"));
    assert!(toml.contains("\"my_blog.example\", # 5 pages"), "{toml}");
    assert!(toml.contains("cannot name the host [2001:db8::1] (3 pages)"), "{toml}");
    assert!(toml.contains("body = [") && !toml.contains("st1:"), "{toml}");
    assert!(toml.contains("3 are of no epoch: its host is none of the profile's (3)"), "{toml}");
}

#[test]
fn an_epoch_has_the_days_of_captures_alone() {
    let dir = place("profile-days");
    let dated = |html: String, day: &str| {
        let meta = format!("<meta property='article:published_time' content='{day}'></head>");
        html.replace("</head>", &meta)
    };
    let page = |n: usize| if n < 6 { dated(old(n), "2003-03-10") } else { dated(new(n), "2009-04-10") };
    let url = |n: usize| format!(", \"url\": \"http://www.gazette.example/{n}.html\"");
    write_all(&dir, 12, page, url);
    let (code, toml, err) = run(&dir, &["profile", "new", "pages.jsonl"]);
    assert_eq!(code, 0, "{err}");
    let epochs = Profile::parse("p", &toml).unwrap().outline().epochs;
    assert!(epochs.len() == 2 && !toml.contains("from = "), "{toml}");
    assert!(toml.contains("# 6 pages, 2003\n") && toml.find("2003") < toml.find("2009"), "the oldest first: {toml}");
}

#[test]
fn a_profile_that_claims_no_page_says_so() {
    let dir = place("profile-vain");
    let page = |n: usize| {
        let [a, b, c, d] = sentences(n);
        let town = TOWNS[n % 8];
        format!(
            "<html><body><h1>{town} keeps its bridge</h1><div class=storytext><p>{a}</p><p>{b}</p><p>{c}</p><p>{d}</p></div></body></html>"
        )
    };
    write_all(&dir, 8, page, |_| String::new());
    let why =
        "it claims none of the pages that it was made from: its address is not known, and it shows too few marks (8)";
    let (code, toml, err) = run(&dir, &["profile", "new", "pages.jsonl"]);
    assert!(code == 0 && err.contains(&format!("as it stands the profile does nothing: {why}")), "{code} {err}");
    assert!(toml.contains(&format!("# AS IT STANDS IT DOES NOTHING: {why}")), "{toml}");
    assert!(toml.contains("it claims none of them; 8 are of no epoch"), "{toml}");
    let (_, html, _) = run(&dir, &["profile", "new", "pages.jsonl", "--format", "html"]);
    assert!(html.contains("As it stands the profile does nothing: it claims none"), "{html}");
    // With addresses it does what it should.
    write_all(&dir, 8, page, |n| format!(", \"url\": \"http://www.gazette.example/{n}.html\""));
    let (_, toml, err) = run(&dir, &["profile", "new", "pages.jsonl"]);
    assert!(toml.contains("it claims 8 of them.\n") && !toml.contains("NOTHING"), "{toml}");
    assert!(!err.contains("does nothing"), "{err}");
}

#[test]
fn the_output_is_looked_at_before_the_pages() {
    let dir = place("profile-output");
    write_pages(&dir, 2);
    fs::write(dir.join("gazette.toml"), PROFILE).unwrap();
    for command in [vec!["profile", "new"], vec!["profile", "check", "gazette.toml"]] {
        let of = |inputs: &[&str], output: &str| run(&dir, &[&command[..], inputs, &["-o", output]].concat());
        let (code, _, err) = of(&["none.html"], "no/such/place.toml");
        assert!(code == 2 && err.contains("no/such/place.toml") && !err.contains("none.html"), "{code} {err}");
        // What a directory or a pattern holds is no less an input for that.
        let before = fs::read(dir.join("old0.html")).unwrap();
        for inputs in [".", "old*.html", "pages.jsonl"] {
            let (code, _, err) = of(&[inputs], "old0.html");
            assert!(code == 2 && err.contains("it would overwrite"), "{inputs}: {code} {err}");
            assert_eq!(fs::read(dir.join("old0.html")).unwrap(), before);
        }
        let left =
            fs::read_dir(&dir).unwrap().filter(|f| f.as_ref().unwrap().path().to_string_lossy().contains(".part"));
        assert_eq!(left.count(), 0);
        let (code, _, err) = of(&["."], "out.html");
        assert_eq!(code, 0, "{err}");
        fs::remove_file(dir.join("out.html")).unwrap();
    }
}

#[test]
fn what_cannot_be_learned_from_is_told_by_why() {
    let dir = place("profile-none");
    fs::create_dir(dir.join("empty")).unwrap();
    fs::write(dir.join("gazette.toml"), PROFILE).unwrap();
    for command in [vec!["profile", "new", "empty"], vec!["profile", "check", "gazette.toml", "empty"]] {
        let (code, out, err) = run(&dir, &command);
        assert!(code == 2 && out.is_empty() && err.contains("no page to"), "{code} {err}");
    }
    fs::write(dir.join("large.html"), new(1) + "<!--" + &"x".repeat(4 << 20) + "-->").unwrap();
    fs::write(dir.join("text.txt"), "Bridge stays open\n\n".to_owned() + &sentences(1).join("\n\n")).unwrap();
    fs::write(dir.join("void.html"), "<html><body></body></html>").unwrap();
    let (code, _, err) = run(&dir, &["profile", "new", "large.html", "text.txt", "void.html", "none.html"]);
    let why =
        "no page to make a profile from: 1 without a story, 1 of plain text, 1 over 4 MB, 1 that could not be read";
    assert!(code == 2 && err.contains(why), "{code} {err}");
    write_pages(&dir, 4);
    let (code, _, err) = run(&dir, &["profile", "new", "pages.jsonl", "text.txt"]);
    assert_eq!((code, err.as_str()), (0, "cuttings: 2 epochs from 8 of 9 pages; 1 of plain text\n"));
    // What a file of many pages holds besides.
    let answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none</p>";
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2008-01-01T00:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n";
    let warc = format!("{head}Content-Length: {}\r\n\r\n{answer}\r\n\r\n", answer.len());
    fs::write(dir.join("errors.warc"), warc).unwrap();
    for command in [vec!["profile", "new", "errors.warc"], vec!["profile", "check", "gazette.toml", "errors.warc"]] {
        let (code, _, err) = run(&dir, &command);
        assert!(code == 2 && err.contains("no page to") && err.contains("passed over: "), "{code} {err}");
    }
}

#[cfg(unix)]
#[test]
fn no_name_does_anything_to_a_terminal() {
    let dir = place("profile-controls");
    let profile = PROFILE.replace("'names'", "\"na\\u001b[2Jmes\\nNO EPOCH\"").replace("'h1'", "\"h1,\\u202e h1\"");
    fs::write(dir.join("gazette.toml"), profile).unwrap();
    fs::write(dir.join("a\u{1b}[2J\n  FAKE LINE.html"), old(1).replace("gzstory", "other")).unwrap();
    fs::write(dir.join("b.html"), new(1)).unwrap();
    let (code, out, err) = run(&dir, &["profile", "check", "gazette.toml", "."]);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains(['\u{1b}', '\u{202e}']) && !out.lines().any(|l| l.starts_with("  FAKE LINE")), "{out}");
    assert!(out.contains(r"a\u{1b}[2J\n  FAKE LINE.html") && out.contains(r"na\u{1b}[2Jmes\nNO EPOCH"), "{out}");
}
