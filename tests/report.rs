//! `cuttings batch --report`: the page that tells of a run. What a browser makes of it is in `tests/browser`.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use crate::cli::{PAGE, place, run, run_with};

/// A text that the model reads, so that it has a confidence.
fn page(n: usize) -> String {
    PAGE.replace("Ferry sails again", &format!("Ferry {n} sails again"))
}

/// The tiles of a report: name and value.
fn tile(report: &str, name: &str) -> String {
    let rest = report.split_once(&format!("<dt>{name}</dt><dd")).map_or("", |(_, rest)| rest);
    rest.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map_or("", |(value, _)| value).to_owned()
}

fn pages_of(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_report_tells_of_all_pages_and_leads_to_the_least_sure() {
    let dir = place("report");
    fs::create_dir(dir.join("pages")).unwrap();
    for n in 0..3 {
        fs::write(dir.join(format!("pages/{n}.html")), page(n)).unwrap();
    }
    fs::write(dir.join("pages/picture.html"), b"\x89PNG\r\n\x1a\n".repeat(20)).unwrap();
    let arguments = ["batch", "pages", "-q", "-o", "out.jsonl", "--report", "pages/a report.html"];
    for _ in 0..2 {
        // Neither the report nor what it leads to is an input of the next run.
        let (code, _, err) = run(&dir, &arguments);
        assert_eq!((code, err.as_str()), (1, ""));
        let report = fs::read_to_string(dir.join("pages/a report.html")).unwrap();
        assert_eq!((tile(&report, "pages"), tile(&report, "failed")), ("4".to_owned(), "1".to_owned()), "{report}");
        assert!(report.contains("pages/picture.html") && report.contains("not_a_page"), "{report}");
        assert!(
            report.contains("cuttings batch pages -q -o out.jsonl") || report.contains("batch pages -q -o out.jsonl")
        );
        assert!(report.contains("href=\"a%20report_files/page-1.html\""), "{report}");
        assert_eq!(pages_of(&dir.join("pages/a report_files")), ["page-1.html", "page-2.html", "page-3.html"]);
    }
    let inspected = fs::read_to_string(dir.join("pages/a report_files/page-2.html")).unwrap();
    assert!(inspected.contains("<title>Ferry 1 sails again – cuttings inspect</title>"), "{inspected}");
    // Those of an earlier report go, and nothing else.
    fs::write(dir.join("pages/a report_files/notes.html"), "mine").unwrap();
    let (code, _, _) =
        run(&dir, &["batch", "pages/1.html", "-q", "-o", "out.jsonl", "--report", "pages/a report.html"]);
    assert_eq!(code, 0);
    assert_eq!(pages_of(&dir.join("pages/a report_files")), ["notes.html", "page-1.html"]);
}

#[test]
fn what_came_through_a_pipe_is_told_without_pages() {
    let dir = place("report-pipe");
    let (code, _, err) = run_with(&dir, &["batch", "-", "-q", "--report", "r.html"], PAGE.as_bytes());
    assert_eq!((code, err.as_str()), (0, ""));
    let report = fs::read_to_string(dir.join("r.html")).unwrap();
    assert_eq!(tile(&report, "pages"), "1");
    assert!(report.contains("came through a pipe") && !report.contains("r_files"), "{report}");
    assert!(!dir.join("r_files").exists());
    // None at all.
    fs::write(dir.join("none.jsonl"), "").unwrap();
    let (code, _, _) = run(&dir, &["batch", "--manifest", "none.jsonl", "-q", "--report", "r.html"]);
    let report = fs::read_to_string(dir.join("r.html")).unwrap();
    assert_eq!((code, tile(&report, "pages")), (0, "0".to_owned()));
}

#[test]
fn pages_of_a_file_of_many_are_found_again() {
    let dir = place("report-warc");
    let record = |n: usize| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(n));
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: http://news.example/{n}\r\n\
             WARC-Date: 2019-03-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    fs::write(dir.join("a.warc"), record(1) + &record(2)).unwrap();
    let (code, _, err) = run(&dir, &["batch", "a.warc", "-q", "-o", "out.jsonl", "--report", "r.html"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let report = fs::read_to_string(dir.join("r.html")).unwrap();
    assert!(report.contains("<a href=\"http://news.example/2\"") && report.contains("a.warc#"), "{report}");
    assert!(fs::read_to_string(dir.join("r_files/page-2.html")).unwrap().contains("<title>Ferry 2 sails again"));
}

#[test]
fn a_report_is_not_written_over_what_is_read() {
    let dir = place("report-refused");
    fs::write(dir.join("page.html"), PAGE).unwrap();
    fs::write(dir.join("pages.jsonl"), "{\"file\": \"page.html\"}\n").unwrap();
    for (arguments, told) in [
        (&["page.html", "--report", "page.html"][..], "--report page.html: it would overwrite page.html, an input"),
        (&["--manifest", "pages.jsonl", "--report", "page.html"], "an input"),
        (&["--manifest", "pages.jsonl", "--report", "pages.jsonl"], "the manifest"),
        (&["--list", "pages.jsonl", "--report", "pages.jsonl"], "the list"),
        (&["page.html", "-o", "r.html", "--report", "./r.html", "-f", "jsonl"], "the records go there"),
        (&["page.html", "--report", "."], "it is a directory"),
        (&["page.html", "--report", "no/such/r.html"], "no/such/r.html"),
    ] {
        let (code, _, err) = run(&dir, &[&["batch", "-q"], arguments].concat());
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains(told), "{arguments:?}: {err}");
    }
    assert_eq!(fs::read_to_string(dir.join("page.html")).unwrap(), PAGE);
    assert_eq!(pages_of(&dir), ["page.html", "pages.jsonl"]);
}

#[test]
#[cfg(unix)]
fn a_run_that_is_gone_on_with_counts_what_was_done_before() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    use crate::cli::cuttings;

    const PAGES: usize = 400;
    let dir = place("report-resume");
    fs::create_dir(dir.join("pages")).unwrap();
    for n in 0..PAGES {
        fs::write(dir.join(format!("pages/{n:04}.html")), page(n)).unwrap();
    }
    fs::write(dir.join("pages/0000.html"), b"\x89PNG\r\n\x1a\n".repeat(20)).unwrap();
    let arguments = ["batch", "pages", "-q", "-j", "1", "-o", "out.jsonl", "--report", "r.html", "--resume"];
    let interrupted = || {
        for made in fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            fs::remove_file(made).unwrap();
        }
        let child = cuttings(&dir).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        let written = |name: &str| fs::read_to_string(dir.join(name)).map_or(0, |text| text.lines().count());
        while written("out.jsonl.part") < 5 && written("out.jsonl") == 0 {
            assert!(start.elapsed() < Duration::from_secs(120), "nothing is written");
            std::thread::yield_now();
        }
        let id = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let code = child.wait_with_output().unwrap().status.code();
        // Nothing else but a run that was done, of which a page failed.
        assert!(code == Some(130) || code == Some(1) && dir.join("out.jsonl").is_file(), "{code:?}");
        code == Some(130)
    };
    // On a busy machine it may be done before this process gets to look.
    assert!((0..10).any(|_| interrupted()));
    let report = fs::read_to_string(dir.join("r.html")).unwrap();
    assert!(report.contains("Interrupted.") && report.contains("page-2.html"), "{report}");
    let early: usize = tile(&report, "pages").parse().unwrap();
    assert!((5..PAGES).contains(&early), "{early}");

    let (code, _, err) = run(&dir, &arguments);
    assert_eq!(code, 1, "{err}");
    let report = fs::read_to_string(dir.join("r.html")).unwrap();
    assert_eq!((tile(&report, "pages"), tile(&report, "failed")), (PAGES.to_string(), "1".to_owned()));
    assert!(!report.contains("Interrupted."));
    // What failed before is listed, sizes and times count for all, and the pages read before are found again.
    assert!(report.contains("pages/0000.html") && report.contains("went on with"), "{report}");
    let after = |title: &str| report.split_once(title).unwrap().1.split_once("</figure>").unwrap().0.to_owned();
    for (chart, wanted) in [("Size of a page", PAGES), ("Time to extract a page", PAGES)] {
        let numbers: usize = after(chart)
            .split("<tr><th scope=\"row\">")
            .skip(1)
            .map(|row| {
                row.split_once("number\">")
                    .unwrap()
                    .1
                    .split_once('<')
                    .unwrap()
                    .0
                    .replace(',', "")
                    .parse::<usize>()
                    .unwrap()
            })
            .sum();
        assert!((wanted - 1..=wanted).contains(&numbers), "{chart}: {numbers}");
    }
    assert!(report.contains("r_files/page-2.html"), "{report}");
}
