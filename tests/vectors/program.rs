//! The pages that the program writes, and its Markdown, of all vectors at once.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Parser};
use scraper::{Html, Node, Selector};
use serde_json::json;

use super::harmless::{check_front_matter, check_html, check_markdown, check_original};
use super::{pages, places, vectors};
use crate::archives::Desk;
use crate::cli::{place, run};
use crate::fake_archive::{FakeArchive, Held, Holdings, Reply};

/// A page of our own: one policy, no script but its own, nothing that a page could have put there.
fn check_own(html: &str, of: &str) {
    let read = Html::parse_document(html);
    let all = |what: &str| read.select(&Selector::parse(what).unwrap()).collect::<Vec<_>>();
    let policy = all("meta[http-equiv]").iter().filter_map(|m| m.attr("content")).collect::<Vec<_>>().join(" ");
    assert!(
        policy.starts_with("default-src 'none'; script-src '") && !policy.contains("unsafe-eval"),
        "{of}: {policy}"
    );
    for script in all("script") {
        let text: String = script.text().collect();
        let is_data =
            script.attr("type") == Some("application/json") && serde_json::from_str::<serde_json::Value>(&text).is_ok();
        let is_ours = text.contains("\"use strict\"");
        assert!(is_data || is_ours, "{of}: {text}");
    }
    let not_ours = "object, embed, applet, base, form, img, video, audio, svg script, math, template, frame, input[type=image], link:not([rel=icon])";
    assert!(all(not_ours).is_empty(), "{of}: {:?}", all(not_ours)[0].html());
    for node in read.tree.nodes() {
        assert!(!matches!(node.value(), Node::Comment(_) | Node::ProcessingInstruction(_)), "{of}: {:?}", node.value());
        let Some(element) = node.value().as_element() else { continue };
        for (name, value) in element.attrs() {
            let is_harmless = match name {
                "href" => {
                    value == "data:,"
                        || value.starts_with(['#'])
                        || value.starts_with("http")
                        || value.starts_with("report_files/")
                }
                "src" | "srcset" | "action" | "formaction" | "background" | "poster" | "ping" => false,
                "srcdoc" => {
                    let (head, original) = value.split_once("<body>").unwrap_or_else(|| panic!("{of}: {value}"));
                    assert!(
                        head.contains("Content-Security-Policy") && head.contains("default-src 'none'"),
                        "{of}: {head}"
                    );
                    assert_eq!(element.attr("sandbox"), Some("allow-same-origin"), "{of}");
                    check_original(original.trim_end().trim_end_matches("</html>").trim_end_matches("</body>"), of);
                    true
                }
                "style" => !value.contains("url") && !value.contains('<'),
                name => !name.starts_with("on"),
            };
            assert!(is_harmless, "{of}: <{} {name}={value:?}>", element.name());
        }
    }
}

#[test]
fn the_report_of_a_batch_and_its_pages_are_harmless() {
    let (dir, places) = (place("vectors-report"), places());
    let mut manifest = String::new();
    for vector in vectors("markup.txt") {
        for (name, html) in pages(&places, "markup", &vector) {
            if ["texts", "data"].contains(&name.as_str()) {
                let line = json!({"id": format!("{name} {vector}"), "html": html, "url": format!("http://x.example/?{vector}")});
                manifest += &format!("{line}\n");
            }
        }
    }
    for vector in vectors("addresses.txt") {
        manifest += &format!("{}\n", json!({"id": vector, "html": "<p>", "url": vector}));
        manifest += &format!("{}\n", json!({"id": vector, "file": vector}));
    }
    fs::write(dir.join("pages.jsonl"), manifest).unwrap();
    let arguments =
        ["batch", "--manifest", "pages.jsonl", "-q", "-o", "stories/", "--report", "report.html", "--jobs", "2"];
    let (code, _, err) = run(&dir, &arguments);
    assert_eq!(code, 1, "{err}");
    check_own(&fs::read_to_string(dir.join("report.html")).unwrap(), "the report");
    let mut checked = 0;
    for entry in fs::read_dir(dir.join("report_files")).unwrap().map(Result::unwrap) {
        check_own(&fs::read_to_string(entry.path()).unwrap(), &entry.path().display().to_string());
        checked += 1;
    }
    assert!(checked >= 50, "{checked}");
    for entry in fs::read_dir(dir.join("stories")).unwrap().map(Result::unwrap) {
        let (path, of) = (entry.path(), entry.path().display().to_string());
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let written = fs::read_to_string(path).unwrap();
        let (front, story) = written.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap();
        check_front_matter(&format!("{front}\n"), &of);
        check_markdown(story, &of);
        assert!(Parser::new(story).any(|event| matches!(event, Event::Text(_))) || story.trim().is_empty(), "{of}");
        checked += 1;
    }
    assert!(checked >= 500, "{checked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_history_is_harmless() {
    const STORY: &str = "http://news.example/1.html";
    let (all, places) = (vectors("markup.txt"), places());
    let held = all.iter().enumerate().step_by(2).map(|(n, vector)| {
        let (_, html) = pages(&places, "markup", vector).into_iter().find(|(name, _)| name == "texts").unwrap();
        Held::new(&format!("2019{:02}{:02}{:02}0000", 1 + n / 240, 1 + n % 240 / 10, 10 + n % 10), STORY, html)
    });
    let desk = Desk::at("vectors-history", Holdings::new(held).serve().await);
    for format in ["html", "markdown", "text"] {
        let (code, out, err) = desk.run(&["history", STORY, "--format", format]);
        assert_eq!(code, 0, "{err}");
        match format {
            "html" => check_own(&out, "the history"),
            "markdown" => check_markdown(&out, "the history"),
            _ => assert!(!out.chars().any(|c| c.is_control() && !c.is_whitespace())),
        }
    }
}

#[test]
fn a_kept_document_is_harmless() {
    let (dir, places) = (place("vectors-kept"), places());
    let vector = "</title></style></article>\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let (_, html) = pages(&places, "markup", vector).into_iter().find(|(name, _)| name == "texts").unwrap();
    fs::write(dir.join("page.html"), html).unwrap();
    let (code, out, err) = run(&dir, &["extract", "-f", "html", "page.html", "--url", "http://x.example/?\"><script>"]);
    assert_eq!(code, 0, "{err}");
    check_html(&out, true, vector);
}

/// Names that would lead out of a directory, or are none on some file system.
const NAMES: [&str; 46] = [
    "..",
    ".",
    "../../outside",
    "..\\..\\outside",
    "/etc/passwd",
    "\\\\machine\\share",
    "C:",
    "C:\\outside",
    "C:outside",
    "c:/outside",
    "a/../../outside",
    "..%2f..%2foutside",
    "%2e%2e/%2e%2e/outside",
    "..%5coutside",
    "%00",
    "a\0.md",
    "..\0/outside",
    "\u{ff0e}\u{ff0e}\u{ff0f}outside",
    "\u{2025}/outside",
    "\u{2215}outside",
    "~",
    "~/outside",
    "-rf",
    "--help",
    ".hidden",
    ".bashrc",
    "CON",
    "con.md",
    "NUL",
    "nul.txt.md",
    "AUX ",
    "COM1",
    "com\u{b2}",
    "LPT9.x",
    "CONIN$",
    "CLOCK$",
    "a.",
    "a ",
    "a. . .",
    "a\u{202e}dm.exe",
    "a\nb",
    "a\u{1b}[2J",
    "*?<>|:\"",
    "$(touch outside)",
    "`touch outside`",
    ";touch outside",
];

/// All that lies in a directory and below, with links as such.
fn all_in(dir: &Path) -> Vec<String> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        out.push(entry.path().strip_prefix(dir).unwrap().to_str().unwrap().to_owned());
        if entry.file_type().unwrap().is_dir() {
            out.extend(
                all_in(&entry.path())
                    .into_iter()
                    .map(|below| format!("{}/{below}", out[out.len() - 1]))
                    .collect::<Vec<_>>(),
            );
        }
    }
    out.sort();
    out
}

#[test]
fn no_name_leads_out_of_a_directory() {
    let dir = place("vectors-names");
    let long = "a".repeat(5_000);
    let names = NAMES.iter().copied().chain([long.as_str(), "ж", "Ferry sails"]);
    let lines: String = names
        .clone()
        .map(|id| format!("{}\n", json!({"id": id, "html": crate::cli::PAGE, "url": "http://x.example/"})))
        .collect();
    fs::create_dir(dir.join("in")).unwrap();
    fs::write(dir.join("in/pages.jsonl"), lines).unwrap();
    let (code, _, err) = run(&dir.join("in"), &["batch", "--manifest", "pages.jsonl", "-q", "-o", "out/"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "{:?}", all_in(&dir));
    assert_eq!(fs::read_dir(dir.join("in")).unwrap().count(), 2, "{:?}", all_in(&dir));
    let written = all_in(&dir.join("in/out"));
    assert_eq!(written.len(), names.count(), "{written:?}");
    for name in &written {
        let stem = name.strip_suffix(".md").unwrap();
        let is_safe = stem.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
            && stem.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        assert!(is_safe && name.len() <= 120 && !stem.ends_with('.'), "{name:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_leads_out_of_the_directory_that_is_fetched_into() {
    let page = crate::archives::page("Ferry sails");
    let hosts = ["http://news.example/", "http://news.example/a/"];
    let urls: Vec<String> = hosts
        .iter()
        .flat_map(|host| NAMES.map(|name| format!("{host}{}", name.replace(['\0', '\n'], "%00"))))
        .collect();
    let server = FakeArchive::serve(move |request| match request.target.contains("cdx") {
        true => Reply::new(404, ""),
        false => Reply::memento(200, "20190304101500", page.clone()).html(),
    });
    let desk = Desk::at("vectors-fetch", server.await);
    fs::create_dir(desk.dir.join("in")).unwrap();
    fs::write(desk.dir.join("in/list.txt"), urls.join("\n")).unwrap();
    for warc in [&[][..], &["--warc"]] {
        let out = format!("in/out{}", warc.len());
        let (code, _, err) = desk.run(
            &[&["fetch", "--list", "in/list.txt", "--at", "20190304101500", "--rate", "127.0.0.1=0", "-o", &out], warc]
                .concat(),
        );
        assert!([0, 1].contains(&code), "{err}");
        let known = [
            "asked.jsonl",
            "failures.jsonl",
            "listing.jsonl",
            ".lock",
            "manifest.jsonl",
            "journal.jsonl",
            "pages.warc.gz",
            "pages",
        ];
        for name in all_in(&desk.dir.join(&out)) {
            let rest = name.strip_prefix("pages/").unwrap_or_default();
            let is_page = rest
                .strip_suffix(".html")
                .unwrap_or(rest)
                .bytes()
                .all(|b| b.is_ascii_hexdigit() || b == b'/' || b == b'-');
            assert!(known.contains(&name.as_str()) || is_page, "{name}");
        }
    }
    assert_eq!(
        all_in(&desk.dir).iter().filter(|name| !name.starts_with("in/out")).cloned().collect::<Vec<_>>(),
        ["in", "in/list.txt"]
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_through_links_that_lie_in_a_directory() {
    use std::os::unix::fs::symlink;
    const STORY: &str = "http://news.example/1.html";
    let held = Held::new("20190304101500", STORY, crate::archives::page("Ferry sails"));
    let desk = Desk::at("vectors-links", Holdings::new([held]).serve().await);
    fs::create_dir(desk.dir.join("outside")).unwrap();
    fs::write(desk.dir.join("outside/mine"), "mine").unwrap();
    for name in [".lock", "pages", "manifest.jsonl", "listing.jsonl", "asked.jsonl", "failures.jsonl"] {
        let dir = desk.dir.join(format!("out-{name}"));
        fs::create_dir(&dir).unwrap();
        symlink(desk.dir.join(if name == "pages" { "outside" } else { "outside/mine" }), dir.join(name)).unwrap();
        let (code, _, err) = desk.run(&["fetch", STORY, "--all", "--rate", "127.0.0.1=0", "-o", dir.to_str().unwrap()]);
        assert!(code == 2 && err.contains("symbolic link"), "{name}: {code} {err}");
    }
    // Those of a report are taken away.
    fs::create_dir(desk.dir.join("report_files")).unwrap();
    symlink(desk.dir.join("outside/mine"), desk.dir.join("report_files/page-1.html")).unwrap();
    fs::write(desk.dir.join("page.html"), crate::cli::PAGE).unwrap();
    let (code, _, err) = run(&desk.dir, &["batch", "page.html", "-q", "-o", "out.jsonl", "--report", "report.html"]);
    assert_eq!(code, 0, "{err}");
    assert!(fs::read_to_string(desk.dir.join("report_files/page-1.html")).unwrap().contains("cuttings inspect"));
    assert_eq!(fs::read_to_string(desk.dir.join("outside/mine")).unwrap(), "mine");
    assert_eq!(all_in(&desk.dir.join("outside")), ["mine"]);
}
