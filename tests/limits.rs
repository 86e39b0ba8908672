//! Each limit: what goes beyond it, and what the error says; what comes up to it is read.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use cuttings::{Error, Extractor, Limits, Options, Page};

const STORY: &str = "<h1>Ferry sails again</h1><p>The ferry sailed again on Monday after a winter in dry dock.</p>";

fn extract(limits: Limits, page: &Page) -> Result<usize, Error> {
    Extractor::new(Options::default().limits(limits)).extract(page).map(|article| article.body.len())
}

/// Sees that a page of the limit's size is read, and gives what is said of one of the next.
fn refused(set: fn(Limits, usize) -> Limits, limit: usize, page: impl Fn(usize) -> Page) -> String {
    let limits = set(Limits::default(), limit);
    extract(limits, &page(limit)).unwrap();
    let error = extract(limits, &page(limit + 1)).unwrap_err();
    assert!(error.is_limit());
    error.to_string()
}

fn html(text: String) -> Page {
    Page::new(text)
}

#[test]
fn bytes() {
    let told = refused(Limits::max_bytes, 500, |n| html(format!("{STORY}{}", " ".repeat(n - STORY.len()))));
    assert_eq!(told, "page over the limit of 500 bytes (it has 501 or more)");
    let told = refused(Limits::max_bytes, 40, |n| html("x ".repeat(n).split_off(n)));
    assert_eq!(told, "page over the limit of 40 bytes (it has 41 or more)");
}

#[test]
fn nodes() {
    // The page itself, `html`, `head` and `body`.
    let told = refused(Limits::max_nodes, 60, |n| html("<br>".repeat(n - 4)));
    assert_eq!(told, "page over the limit of 60 nodes (it has 61 or more)");
    // By the rules for pages with formulas, under which the end of the page is seen as well.
    let told = refused(Limits::max_nodes, 60, |n| html(format!("<p><math></math>{}", "<br>".repeat(n - 6))));
    assert_eq!(told, "page over the limit of 60 nodes (it has 61 or more)");
}

#[test]
fn elements_made_again_with_all_their_attributes() {
    let many: String = (0..5_000).map(|n| format!(" a{n}")).collect();
    let page = |first: &str| html(format!("{first}<p><font{many}>{}", "<p>x".repeat(900)));
    assert!(extract(Limits::default(), &page("")).is_ok());
    let error = extract(Limits::default(), &page("<p><math></math>")).unwrap_err().to_string();
    assert!(error.starts_with("page over the limit of 300000 nodes"), "{error}");
}

#[test]
fn depth() {
    let told = refused(Limits::max_depth, 40, |n| html("<div>".repeat(n - 3)));
    assert_eq!(told, "page over the limit of 40 levels of nesting (it has 41 or more)");
    for first in ["", "<p><math></math>"] {
        let error = extract(Limits::default(), &html(first.to_owned() + &"<div>".repeat(1_000_000))).unwrap_err();
        assert!(error.to_string().starts_with("page over the limit of 1500 levels of nesting"), "{error}");
    }
}

#[test]
fn attributes() {
    for first in ["", "<p><math></math>"] {
        for end in [" ", ">"] {
            let many = |n| (0..n).map(|a| format!("a{a}=\"\"")).collect::<String>();
            let told = refused(Limits::max_attributes, 300, |n| html(format!("{first}{STORY}<p {}{end}x", many(n))));
            assert_eq!(told, "page over the limit of 300 attributes in one tag (it has 301 or more)");
        }
    }
    // What an element gets from one tag after another.
    let many = |n: usize| (0..n).map(|a| format!("<html a{a}=1>")).collect::<String>();
    let error = extract(Limits::default().max_attributes(50), &html(many(60))).unwrap_err();
    assert_eq!(error.to_string(), "page over the limit of 50 attributes in one tag (it has 51 or more)");
}

#[test]
fn blocks() {
    let told = refused(Limits::max_blocks, 70, |n| html("<p>The ferry sailed.</p>".repeat(n)));
    assert_eq!(told, "page over the limit of 70 blocks (it has 71 or more)");
    let told = refused(Limits::max_blocks, 70, |n| html("The ferry sailed.\n".repeat(n)));
    assert_eq!(told, "page over the limit of 70 blocks (it has 71 or more)");
}

#[test]
fn json_beyond_its_depth_says_nothing() {
    let page = |levels: usize| {
        let (open, close) = ("{\"a\":".repeat(levels - 1), "}".repeat(levels - 1));
        let json = format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry sails again\",\"a\":{open}1{close}}}");
        html(format!("<script type=application/ld+json>{json}</script><p>x"))
    };
    let headline = |limits: Limits, levels| {
        Extractor::new(Options::default().limits(limits)).extract(&page(levels)).unwrap().headline
    };
    assert!(headline(Limits::default(), 100).is_some());
    assert!(headline(Limits::default(), 101).is_none());
    assert!(headline(Limits::default().max_json_depth(3), 3).is_some());
    assert!(headline(Limits::default().max_json_depth(3), 4).is_none());
    // A million levels are passed over as well.
    assert!(headline(Limits::default(), 1_000_000).is_none());
}

#[test]
fn time() {
    let page = html(format!("{STORY}{}", "<p>The ferry sailed again on Monday.</p>".repeat(20_000)));
    let error = extract(Limits::default().max_time(Duration::from_millis(1)), &page).unwrap_err().to_string();
    assert!(error.starts_with("page over the limit of 1 milliseconds"), "{error}");
    assert!(extract(Limits::default().max_time(Duration::from_secs(600)), &page).is_ok());
    // Each page has its own.
    let extractor = Extractor::new(Options::default().limits(Limits::default().max_time(Duration::from_secs(5))));
    std::thread::sleep(Duration::from_millis(20));
    assert!(extractor.extract(&html(STORY.to_owned())).is_ok());
}

#[test]
fn limits_have_names() {
    let names: Vec<&str> = Limits::names().collect();
    assert!(["bytes", "nodes", "depth", "attributes", "blocks", "json-depth"].iter().all(|name| names.contains(name)));
    for name in names {
        assert!(Limits::default().with(name, 1).is_some(), "{name}");
    }
    let error = extract(Limits::default().with("blocks", 1).unwrap(), &html(STORY.repeat(2))).unwrap_err();
    assert_eq!(error.to_string(), "page over the limit of 1 blocks (it has 2 or more)");
}

#[cfg(feature = "saved")]
mod saved {
    use std::io::Write;

    use cuttings::{Limits, Pages};

    use super::STORY;

    /// What is said of each page of a file, `+` for one that is read.
    fn told(limits: Limits, bytes: Vec<u8>) -> Vec<String> {
        let pages = Pages::from_reader(std::io::Cursor::new(bytes), "f").unwrap().with_limits(limits);
        pages.map(|item| item.map_or_else(|error| error.to_string(), |_| "+".to_owned())).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn record(fields: &str, http: &str) -> Vec<u8> {
        let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1.html";
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{http}\r\n{STORY}");
        format!("{head}\r\n{fields}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).into_bytes()
    }

    fn message(parts: usize) -> Vec<u8> {
        let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n";
        let part = "--b\r\nContent-Type: image/gif\r\n\r\nx\r\n";
        format!("{head}{}--b\r\nContent-Type: text/html\r\n\r\n{STORY}\r\n--b--\r\n", part.repeat(parts)).into_bytes()
    }

    fn zip(files: usize) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for n in 0..files {
            zip.start_file(format!("{n}.html"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(STORY.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn ratio() {
        let page = format!("{STORY}{}", " ".repeat(2 << 20));
        assert_eq!(told(Limits::default().max_ratio(5_000), gzip(page.as_bytes())), ["+"]);
        let told = told(Limits::default(), gzip(page.as_bytes()));
        assert!(told[0].contains("over the limit of 200 times its packed size"), "{told:?}");
    }

    #[test]
    fn bytes_of_a_page_in_a_file() {
        let limits = Limits::default().max_bytes(STORY.len());
        assert_eq!(told(limits, zip(1)), ["+"]);
        let told = told(limits.max_bytes(50), [record("", ""), record("", "")].concat());
        assert!(told.len() == 2 && told[1].contains("over the limit of 50 bytes"), "{told:?}");
    }

    #[test]
    fn bytes_of_a_head() {
        let limits = Limits::default().max_head_bytes(400);
        let long = format!("X-Long: {}\r\n", "x".repeat(400));
        let file = [record(&long, ""), record("", &long), record("X-Short: x\r\n", "X-Short: x\r\n")].concat();
        assert_eq!(told(Limits::default(), file.clone()), ["+", "+", "+"]);
        let all = told(limits, file);
        assert!(all[0].contains("over the limit of 400 bytes of a head (it has 401 or more)"), "{all:?}");
        assert!(all[1].contains("over the limit of 400 bytes of a head"), "{all:?}");
        assert_eq!(all[2..], ["+"]);
        let all = told(Limits::default().max_head_bytes(60), message(1));
        assert!(all[0].contains("over the limit of 60 bytes of a head"), "{all:?}");
    }

    #[test]
    fn parts_and_levels_of_a_message() {
        let limits = Limits::default().max_parts(5);
        // The message itself, and the part that is the page.
        assert_eq!(told(limits, message(3)), ["+"]);
        let all = told(limits, message(4));
        assert!(all[0].contains("over the limit of 5 parts (it has 6 or more)"), "{all:?}");
        let all = told(Limits::default(), message(300_000));
        assert!(all[0].contains("over the limit of 10000 parts"), "{all:?}");
        let all = told(Limits::default().max_levels(0), message(1));
        assert!(all[0].contains("over the limit of 0 levels of parts within parts (it has 1 or more)"), "{all:?}");
    }

    #[test]
    fn files_and_bytes_of_a_zip() {
        assert_eq!(told(Limits::default().max_entries(3), zip(3)), ["+", "+", "+"]);
        let all = told(Limits::default().max_entries(3), zip(4));
        assert_eq!(all, ["page over the limit of 3 files in a zip (it has 4 or more)"]);
        let bytes = zip(1).len();
        assert_eq!(told(Limits::default().max_held_bytes(bytes), zip(1)), ["+"]);
        let all = told(Limits::default().max_held_bytes(bytes - 1), zip(1));
        assert!(all[0].contains(&format!("limit of {} bytes of a zip read as a stream", bytes - 1)), "{all:?}");
    }
}

#[cfg(feature = "program")]
mod program {
    use super::STORY;
    use crate::cli::{place, run, run_with};

    #[test]
    fn limits_are_set_from_the_command_line() {
        let dir = place("limits");
        let page = STORY.repeat(10);
        let (code, _, told) = run_with(&dir, &["extract", "--max", "blocks=3", "-"], page.as_bytes());
        assert_eq!((code, told.trim()), (1, "cuttings: -: page over the limit of 3 blocks (it has 4 or more)"));
        assert_eq!(
            run_with(&dir, &["extract", "--max", "blocks=30", "--page-timeout", "60", "-"], page.as_bytes()).0,
            0
        );
        std::fs::write(dir.join("a.html"), &page).unwrap();
        let (code, record, _) = run(&dir, &["batch", "a.html", "--max", "bytes=100"]);
        assert!(code == 1 && record.contains("over the limit of 100 bytes"), "{record}");
        let (code, _, told) = run(&dir, &["extract", "--max", "knots=3", "a.html"]);
        assert!(code == 2 && told.contains("knots: no such limit; there are bytes, nodes,"), "{told}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn limits_of_answers_are_set_from_the_command_line() {
        use crate::fake_archive::{FakeArchive, Reply};
        let server = FakeArchive::serve(|request| match &*request.target {
            "/robots.txt" => Reply::new(404, ""),
            "/a" => Reply::new(302, "").header("Location", "/b"),
            _ => Reply::new(200, STORY).html().header("X-Long", "x".repeat(900)),
        })
        .await;
        let dir = place("net-limits");
        let address = format!("{}/a", server.origin());
        let of = |limit: &str| run(&dir, &["extract", "--allow-private", "--net-max", limit, &address]);
        for (limit, told) in [
            ("redirects=0", "more than 0 redirects"),
            ("header-bytes=800", "over the limit of 800 bytes of headers"),
            ("headers=2", "over the limit of 2 headers, or 400 KiB of them"),
            ("bytes=50", "over the limit of 50 bytes"),
        ] {
            let (code, _, complaint) = of(limit);
            assert!(code == 1 && complaint.contains(told), "{limit}: {code} {complaint}");
        }
        assert_eq!(of("redirects=1").0, 0);
        let (code, _, complaint) = of("knots=1");
        assert!(
            code == 2 && complaint.contains("knots: no such limit; there are bytes, ratio, redirects,"),
            "{complaint}"
        );
    }

    #[test]
    fn a_page_has_its_time() {
        let dir = place("page-timeout");
        std::fs::write(dir.join("a.html"), STORY).unwrap();
        let (code, _, told) = run(&dir, &["extract", "--page-timeout", "0", "a.html"]);
        assert!(code == 2 && told.contains("--page-timeout"), "{told}");
    }
}
