//! The program from outside: exit codes, messages, formats, batches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A page with an article beyond doubt.
pub(crate) const PAGE: &str = "<!doctype html><html lang=en><head><title>Ferry sails again | The Sound</title>\
    <meta property=og:site_name content='The Sound'></head><body>\
    <div class=nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></div>\
    <article><h1>Ferry sails again</h1>\
    <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
    <p>Its skipper said that neither the sheep nor the <a href=/engine>new engine</a> had made any trouble at all.</p>\
    <p>The island council will meet next week to settle who pays for the slipway, which fell in during the winter.</p>\
    </article></body></html>";

/// A directory of the test's own, empty.
pub(crate) fn place(test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

pub(crate) fn cuttings(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cuttings"));
    command.current_dir(dir).stdin(Stdio::null()).env("CUTTINGS_CONFIG", "");
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    command
}

pub(crate) fn run(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(cuttings(dir).args(arguments).output().unwrap())
}

pub(crate) fn run_with(dir: &Path, arguments: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut command = cuttings(dir);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    told(child.wait_with_output().unwrap())
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A page that shows its number, so that records can be told apart.
pub(crate) fn numbered(n: usize) -> String {
    PAGE.replace("Ferry sails", &format!("Ferry {n} sails"))
}

pub(crate) fn lines(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn extracted(html: &str) -> cuttings::Article {
    cuttings::Extractor::default().extract(&cuttings::Page::new(html)).unwrap()
}

#[test]
fn a_page_comes_in_every_format() {
    let dir = place("formats");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let article = extracted(PAGE);
    let kept = cuttings::OutputOptions::default().head(true).citation(true);
    let expected = [
        ("json", article.to_json_pretty() + "\n"),
        ("jsonl", article.to_json() + "\n"),
        ("text", article.to_text()),
        ("markdown", article.to_markdown_with(kept)),
        ("md", article.to_markdown_with(kept)),
        ("html", article.to_html_with(kept)),
    ];
    for (format, text) in expected {
        assert_eq!(run(&dir, &["extract", "p.html", "--format", format]), (0, text, String::new()), "{format}");
    }
    let linked = ["extract", "p.html", "-f", "html", "--link-pictures"];
    assert_eq!(run(&dir, &linked).1, article.to_html_with(kept.links_pictures(true)));
    let bare = ["extract", "p.html", "-f", "md", "--no-front-matter", "--no-citation"];
    assert_eq!(run(&dir, &bare).1, article.to_markdown());
    assert_eq!(run(&dir, &["extract", "p.html"]).1, article.to_json_pretty() + "\n");
    assert!(article.to_text().contains("Ferry sails again"), "{article:?}");
}

#[test]
fn several_pages_come_one_after_the_other() {
    let dir = place("several");
    fs::write(dir.join("1.html"), numbered(1)).unwrap();
    fs::write(dir.join("2.html.gz"), gzip(numbered(2).as_bytes())).unwrap();
    let (code, out, _) = run_with(&dir, &["extract", "1.html", "2.html.gz", "-"], numbered(3).as_bytes());
    let objects: Vec<Value> = serde_json::Deserializer::from_str(&out).into_iter().map(Result::unwrap).collect();
    let wanted: Vec<Value> = (1..=3).map(|n| serde_json::to_value(extracted(&numbered(n))).unwrap()).collect();
    assert_eq!((code, objects), (0, wanted));
    let (_, out, _) = run(&dir, &["extract", "--format", "jsonl", "1.html", "2.html.gz"]);
    assert_eq!(out.lines().count(), 2);
    assert_ne!(out.lines().next(), out.lines().nth(1));
}

#[test]
fn what_is_known_from_outside_is_used() {
    let dir = place("known");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let russian = "<h1>Вечером пошёл снег</h1><p>Вечером в город пришёл первый снег, и движение на мосту встало до самого \
        утра: дворники вышли к шести, а трамваи пошли только к девяти часам.</p>";
    fs::write(dir.join("koi8.html"), encoding_rs::KOI8_R.encode(russian).0).unwrap();
    let replay = "http://web.archive.org/web/20071211032145/http://news.example/1.html";
    let (code, out, _) = run(&dir, &["extract", "p.html", "--url", replay, "--captured", "20071211032145"]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &article["url"]), (0, &"http://news.example/1.html".into()));
    assert_eq!(article["capture"]["timestamp"], "2007-12-11T03:21:45Z");
    let (_, out, _) = run(&dir, &["extract", "koi8.html", "--content-type", "text/html; charset=koi8-r"]);
    assert!(out.contains("Вечером"), "{out}");
    let (_, out, _) = run(&dir, &["extract", "p.html", "--links", "--url", "http://news.example/1.html"]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(article["body"][1]["links"][0]["url"], "http://news.example/engine");
}

#[test]
fn an_input_that_fails_is_named_and_the_others_are_done() {
    let dir = place("failing");
    fs::write(dir.join("good.html"), PAGE).unwrap();
    fs::write(dir.join("empty.html"), "").unwrap();
    fs::write(dir.join("shot.html"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(dir.join("rubbish"), [0; 64]).unwrap();
    fs::create_dir(dir.join("folder")).unwrap();
    let inputs = ["missing.html", "empty.html", "shot.html", "rubbish", "folder", "good.html"];
    let (code, out, err) = run(&dir, &[&["extract", "--format", "jsonl"], &inputs[..]].concat());
    assert_eq!((code, out), (1, extracted(PAGE).to_json() + "\n"));
    let err: Vec<&str> = err.lines().collect();
    assert!(err[0].starts_with("cuttings: missing.html: No such file"), "{err:?}");
    assert_eq!(err[1], "cuttings: empty.html: not a page: the file is empty");
    assert_eq!(err[2], "cuttings: shot.html: not a page: a PNG image");
    assert_eq!(err[3], "cuttings: rubbish: not a page: binary data");
    assert!(err[4].starts_with("cuttings: folder: "), "{err:?}");
    assert_eq!(err.len(), 5);
    let (code, _, err) = run(&dir, &["extract", "good.html", "--captured", "2007"]);
    assert_eq!(code, 1);
    assert!(err.contains("capture time \"2007\""), "{err}");
}

#[test]
fn wrong_usage_and_no_output_are_two() {
    let dir = place("usage");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("bad.toml"), "= nothing").unwrap();
    let cases: [(&[&str], &str); 11] = [
        (&["extract"], "<INPUT>"),
        (&["extract", "p.html", "--format", "docx"], "'docx'"),
        (&["extract", "p.html", "--frobnicate"], "--frobnicate"),
        (&["frobnicate"], "frobnicate"),
        (&["extract", "p.html", "p.html", "--url", "http://a.example/"], "--url names one page"),
        (&["extract", "p.html", "--output", "no/such/place"], "no/such/place: "),
        (&["extract", "p.html", "--profile", "none.toml"], "none.toml: "),
        (&["extract", "p.html", "--profile", "bad.toml"], "profile bad.toml, line 1"),
        (&["batch"], "<INPUT>"),
        (&["batch", "--manifest", "none.jsonl"], "none.jsonl: "),
        (&["batch", "--manifest", "."], ".: "),
    ];
    for (arguments, named) in cases {
        let (code, out, err) = run(&dir, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(named), "{arguments:?}: {err}");
    }
    assert_eq!(run(&dir, &["batch", "p.html", "--jobs", "0"]).0, 2);
    assert_eq!(run(&dir, &["-V"]).1, concat!("cuttings ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(run(&dir, &["extract", "--help"]).0, 0);
}

#[test]
fn an_explanation_goes_beside_the_article() {
    let dir = place("explain");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let (code, out, err) = run(&dir, &["extract", "p.html", "--explain"]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    let mut told = err.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(told.next().as_deref(), Some("p.html"));
    assert!(told.next().is_some_and(|line| line.starts_with("encoding ") && line.len() > "encoding ()".len()), "{err}");
    let told: Vec<String> = told.collect();
    for (field, origin) in article["provenance"].as_object().unwrap() {
        let start = format!("{field} {}", origin.as_str().unwrap());
        assert!(told.iter().any(|line| line.starts_with(&start)), "{field}: {err}");
    }
    assert!(article["provenance"]["headline"].is_string());
    assert!(told.iter().any(|line| line.starts_with("foreign ") && line.contains("Home News Sport")), "{err}");
}

#[test]
fn output_goes_to_a_file() {
    let dir = place("file");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    assert_eq!(run(&dir, &["extract", "p.html", "-o", "out.json"]), (0, String::new(), String::new()));
    assert_eq!(fs::read_to_string(dir.join("out.json")).unwrap(), extracted(PAGE).to_json_pretty() + "\n");
    assert_eq!(run(&dir, &["batch", "p.html", "--output", "out.jsonl", "-q"]), (0, String::new(), String::new()));
    assert_eq!(lines(&fs::read_to_string(dir.join("out.jsonl")).unwrap())[0]["source"], "p.html");
}

#[test]
fn a_closed_pipe_is_success() {
    let dir = place("pipe");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    for command in ["extract", "batch"] {
        let mut arguments = vec![command];
        arguments.extend(["missing.html"].into_iter().chain(std::iter::repeat_n("p.html", 2_000)));
        let mut child = cuttings(&dir).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        drop(stdout);
        let (code, _, err) = told(child.wait_with_output().unwrap());
        assert_eq!(code, 0, "{command}: {err}");
        assert_eq!(err.lines().count(), 1, "the missing file alone: {err}");
    }
}

#[test]
fn a_batch_keeps_the_order_of_its_inputs() {
    let dir = place("order");
    // Larger pages take longer: with several jobs the small ones are done first.
    let names: Vec<String> = (0..60).map(|n| format!("{n}.html")).collect();
    for (n, name) in names.iter().enumerate() {
        let filler =
            "<p>The same paragraph over and over, so that the page takes its time.</p>".repeat((60 - n) % 9 * 50);
        fs::write(dir.join(name), numbered(n).replace("</article>", &(filler + "</article>"))).unwrap();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let one = run(&dir, &[&["batch", "--quiet", "--jobs", "1"], &names[..]].concat());
    let many = run(&dir, &[&["batch", "--quiet", "--jobs", "8"], &names[..]].concat());
    assert_eq!(one, many);
    let records = lines(&one.1);
    let sources: Vec<&str> = records.iter().map(|r| r["source"].as_str().unwrap()).collect();
    assert_eq!((one.0, one.2.as_str(), sources), (0, "", names));
    assert!(records.iter().enumerate().all(|(n, r)| r["headline"] == format!("Ferry {n} sails again").as_str()));
}

#[test]
fn a_manifest_gives_a_record_a_line() {
    let dir = place("manifest");
    fs::create_dir(dir.join("pages")).unwrap();
    fs::write(dir.join("pages/a.html.gz"), gzip(PAGE.as_bytes())).unwrap();
    fs::write(dir.join("pages/b.html"), PAGE).unwrap();
    let manifest = r#"
        {"id": "one", "file": "a.html.gz", "url": "http://news.example/1.html", "gold": [1]}
        {"id": 2, "file": "b.html", "captured": "20071211032145", "content_type": null}
        {"id": "three", "file": "c.html"}
        {"id": "four", "file": "b.html", "url": "no address"}
        {"id": "five"}
        not json
    "#
    .replace("        ", "");
    fs::write(dir.join("m.jsonl"), &manifest[1..]).unwrap();
    let (code, out, err) = run(&dir, &["batch", "--manifest", "m.jsonl", "--base", "pages"]);
    let records = lines(&out);
    assert_eq!((code, records.len()), (1, 6), "{err}");
    assert!(out.starts_with(r#"{"id":"one","source":"a.html.gz","url":"http://news.example/1.html","#), "{out}");
    assert_eq!(records[0]["headline"], "Ferry sails again");
    assert_eq!((&records[1]["id"], &records[1]["capture"]["timestamp"]), (&2.into(), &"2007-12-11T03:21:45Z".into()));
    let failed = |n: usize| {
        let object = records[n].as_object().unwrap();
        assert!(
            object.keys().eq(["id", "source", "error"]) || object.keys().eq(["error", "id", "source"]),
            "{object:?}"
        );
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let record = &records[n];
        (
            text(&record["id"]),
            text(&record["source"]),
            text(&record["error"]["kind"]),
            text(&record["error"]["message"]),
        )
    };
    let (id, source, kind, message) = failed(2);
    assert_eq!((id.as_str(), source.as_str(), kind.as_str()), ("three", "c.html", "io"));
    assert!(message.starts_with("pages/c.html: "), "{message}");
    assert_eq!(failed(3).2, "url");
    assert_eq!(
        failed(4),
        ("five".into(), "m.jsonl:5".into(), "manifest".into(), "m.jsonl, line 5: neither `file` nor `html`".into())
    );
    let (id, source, kind, message) = failed(5);
    assert_eq!((id.as_str(), source.as_str(), kind.as_str()), ("m.jsonl:6", "m.jsonl:6", "manifest"));
    assert!(message.starts_with("m.jsonl, line 6: "), "{message}");
    assert_eq!(err.lines().filter(|line| line.starts_with("cuttings: ")).count(), 5, "{err}");
    assert!(err.contains("\n  outcomes: article 2, manifest 2, io 1, url 1\n"), "{err}");
    assert!(err.lines().last().unwrap().starts_with("cuttings: 6 pages, 4 failed, "), "{err}");
    let (code, quiet, err) =
        run_with(&dir, &["batch", "--manifest", "-", "--base", "pages", "-q"], &manifest.as_bytes()[1..]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert_eq!(quiet.replace("\"-:", "\"m.jsonl:").replace("\"-, line", "\"m.jsonl, line"), out);
}

#[test]
fn an_address_is_fetched() {
    let dir = place("web");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("127.0.0.1:{}", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
                head.push(byte[0]);
            }
            let (status, body) = if head.starts_with(b"GET /good ") { ("200 OK", PAGE) } else { ("404 Not Found", "") };
            write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                .unwrap();
        }
    });
    let (good, gone) = (format!("http://{base}/good"), format!("http://polly:secret@{base}/gone"));
    let (code, out, err) = run(&dir, &["extract", "--allow-private", "--format", "jsonl", &gone, &good]);
    let article: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &article["url"]), (1, &good.as_str().into()), "{err}");
    assert_eq!(err, format!("cuttings: fetch http://{base}/gone: status 404 Not Found\n"));
    let (code, out, _) = run(&dir, &["batch", "--allow-private", "--quiet", &good, &gone, &good]);
    let records = lines(&out);
    assert_eq!((code, records.len()), (1, 3));
    assert_eq!(records[1]["error"]["kind"], "fetch");
    assert_eq!((&records[0]["url"], &records[2]["url"]), (&article["url"], &article["url"]));
    assert!(!out.contains("secret"), "{out}");
}

/// A record of a WARC file with a page.
fn warc_record(n: usize) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", numbered(n));
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2007-12-11T03:21:45Z\r\n\
        WARC-Target-URI: http://news.example/{n}.html\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    gzip(&[head.as_bytes(), block.as_bytes(), b"\r\n\r\n"].concat())
}

#[test]
fn a_warc_file_has_a_record_a_page() {
    let dir = place("warc");
    let (one, two) = (warc_record(1), warc_record(2));
    let damaged = [&one[..], b"rubbish", &two].concat();
    fs::write(dir.join("a.html"), numbered(7)).unwrap();
    fs::write(dir.join("crawl"), &damaged).unwrap();
    fs::write(dir.join("sound"), &one).unwrap();
    let (code, out, err) = run(&dir, &["batch", "a.html", "crawl"]);
    let at = one.len();
    let keys: Vec<_> = lines(&out)
        .iter()
        .map(|r| (r["id"].as_str().unwrap().to_owned(), r["source"].as_str().unwrap().to_owned()))
        .collect();
    let wanted = [
        ("a.html".to_owned(), "a.html".to_owned()),
        ("urn:uuid:1".to_owned(), "crawl#0".to_owned()),
        (format!("crawl#{at}"), format!("crawl#{at}")),
        ("urn:uuid:2".to_owned(), format!("crawl#{}", at + 7)),
    ];
    assert_eq!((code, &keys[..]), (1, &wanted[..]), "{err}");
    let records = lines(&out);
    assert_eq!(
        (&records[1]["headline"], &records[3]["headline"]),
        (&"Ferry 1 sails again".into(), &"Ferry 2 sails again".into())
    );
    assert_eq!(
        (&records[3]["url"], &records[3]["capture"]["timestamp"]),
        (&"http://news.example/2.html".into(), &"2007-12-11T03:21:45Z".into())
    );
    assert_eq!(records[2]["error"]["kind"], "damaged");
    assert!(err.contains(&format!("crawl#{at}: damaged: ")) && err.contains("4 pages, 1 failed"), "{err}");
    // The same from standard input, and as one article after the other.
    let (code, piped, _) = run_with(&dir, &["batch", "-q", "a.html", "-"], &damaged);
    assert_eq!((code, piped.replace("\"-#", "\"crawl#").replace("-#", "crawl#")), (1, out));
    let (code, out, err) = run(&dir, &["extract", "--format", "jsonl", "crawl", "a.html"]);
    assert_eq!((code, lines(&out).len()), (1, 3), "{err}");
    assert!(err.starts_with(&format!("cuttings: crawl#{at}: damaged: ")), "{err}");
    assert_eq!(run(&dir, &["batch", "--quiet", "sound"]).0, 0);
    let (code, out, err) = run(&dir, &["extract", "--url", "http://news.example/1.html", "sound"]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("sound is a file of many"), "{err}");
}

#[test]
fn a_page_saved_by_a_browser_is_read() {
    let dir = place("mhtml");
    let message = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://news.example/1.html\r\nDate: Tue, 11 Dec 2007 03:21:45 -0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: binary\r\n\r\n{PAGE}\r\n--b--\r\n"
    );
    fs::write(dir.join("p.mhtml"), &message).unwrap();
    fs::write(dir.join("m.jsonl"), "{\"id\": 1, \"file\": \"p.mhtml\"}\n").unwrap();
    for arguments in [
        &["batch", "-q", "p.mhtml"][..],
        &["batch", "-q", "-"],
        &["batch", "-q", "--manifest", "m.jsonl"],
        &["extract", "--format", "jsonl", "-"],
    ] {
        let (code, out, err) = run_with(&dir, arguments, message.as_bytes());
        let article = &lines(&out)[0];
        assert_eq!((code, &article["headline"], err.as_str()), (0, &"Ferry sails again".into(), ""), "{arguments:?}");
        assert_eq!(
            (&article["url"], &article["capture"]["timestamp"]),
            (&"http://news.example/1.html".into(), &"2007-12-11T03:21:45Z".into())
        );
    }
}

#[test]
fn a_message_nested_without_end_fails_alone() {
    let dir = place("mhtml-deep");
    let message = format!("MIME-Version: 1.0\n{}", "Content-Type: message/rfc822\n\n".repeat(100_000));
    fs::write(dir.join("deep.mhtml"), &message).unwrap();
    fs::write(dir.join("deep.mhtml.gz"), gzip(message.as_bytes())).unwrap();
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let (code, out, err) = run(&dir, &["batch", "deep.mhtml", "p.html", "deep.mhtml.gz", "p.html"]);
    let records = lines(&out);
    assert_eq!((code, records.len()), (1, 4), "{err}");
    for (n, file) in [(0, "deep.mhtml"), (2, "deep.mhtml.gz")] {
        let error = &records[n]["error"];
        assert_eq!((&records[n]["source"], &error["kind"]), (&file.into(), &"limit".into()));
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("{file}#")), "{message}");
        assert!(message.contains("32 levels of parts within parts"), "{message}");
        assert_eq!(records[n + 1]["headline"], "Ferry sails again");
        // On the main thread, too.
        assert_eq!(run(&dir, &["extract", file]), (1, String::new(), format!("cuttings: {message}\n")));
    }
}

#[test]
fn a_manifest_names_files_of_one_page() {
    let dir = place("manifest-warc");
    fs::write(dir.join("crawl"), warc_record(1)).unwrap();
    fs::write(dir.join("m.jsonl"), "{\"id\": 1, \"file\": \"crawl\"}\n").unwrap();
    let (code, out, _) = run(&dir, &["batch", "-q", "--manifest", "m.jsonl"]);
    assert_eq!((code, &lines(&out)[0]["error"]["kind"]), (1, &"not_a_page".into()));
}

#[test]
#[cfg(unix)]
fn a_pipe_is_read_once() {
    let dir = place("pipe");
    for command in [&["batch", "-q"][..], &["extract", "--format", "jsonl"]] {
        let arguments = [command, &["/dev/stdin"]].concat();
        for bytes in [PAGE.as_bytes(), &gzip(PAGE.as_bytes()), &warc_record(1)] {
            let (code, out, err) = run_with(&dir, &arguments, bytes);
            assert_eq!((code, lines(&out).len(), err.as_str()), (0, 1, ""), "{arguments:?}");
        }
    }
}

/// The names of the files in a directory that are not whole.
fn partial_files(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains(".part")).collect();
    names.sort();
    names
}

#[test]
fn an_output_that_is_read_in_the_same_run_is_refused() {
    let dir = place("output-is-input");
    fs::create_dir(dir.join("sub")).unwrap();
    let profile = "hosts = [\"news.example\"]\n[[epoch]]\nname = \"x\"\nshows = [\"h1\"]\n";
    let (manifest, warc) = ("{\"file\": \"none.html\"}\n\n{\"file\": \"a.html\"}\n", warc_record(1));
    let files = [
        ("a.html", PAGE.as_bytes()),
        ("b.html", PAGE.as_bytes()),
        ("p.toml", profile.as_bytes()),
        ("m.jsonl", manifest.as_bytes()),
        ("crawl.warc.gz", &warc),
    ];
    for (name, bytes) in files {
        fs::write(dir.join(name), bytes).unwrap();
    }
    fs::hard_link(dir.join("a.html"), dir.join("hard.html")).unwrap();
    let mut cases: Vec<(&[&str], &str)> = vec![
        (&["extract", "a.html", "-o", "a.html"], "a.html, an input"),
        (&["extract", "b.html", "sub/../a.html", "-o", "./a.html"], "sub/../a.html, an input"),
        (&["batch", "b.html", "a.html", "--output", "a.html"], "a.html, an input"),
        (&["batch", "crawl.warc.gz", "-o", "crawl.warc.gz"], "crawl.warc.gz, an input"),
        (&["batch", "--manifest", "m.jsonl", "-o", "m.jsonl"], "m.jsonl, the manifest"),
        (&["batch", "--manifest", "m.jsonl", "-o", "a.html"], "a.html, an input"),
        (&["batch", "--manifest", "m.jsonl", "--base", "sub/..", "-o", "a.html"], "a.html, an input"),
        (&["extract", "a.html", "--profile", "p.toml", "-o", "p.toml"], "p.toml, a site profile"),
    ];
    if cfg!(unix) {
        cases.push((&["extract", "a.html", "-o", "hard.html"], "a.html, an input"));
        cases.push((&["extract", "hard.html", "-o", "soft.html"], "hard.html, an input"));
        cases.push((&["batch", "soft.html", "-o", "a.html"], "soft.html, an input"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("sub/../a.html", dir.join("soft.html")).unwrap();
    }
    for (arguments, named) in cases {
        let (code, out, err) = run(&dir, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        let output = arguments.last().unwrap();
        assert_eq!(err, format!("cuttings: --output {output}: it would overwrite {named}\n"), "{arguments:?}");
        for (name, bytes) in files {
            assert_eq!(fs::read(dir.join(name)).unwrap(), bytes, "{arguments:?}: {name}");
        }
        assert_eq!(partial_files(&dir), [""; 0], "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn standard_input_may_be_the_output_under_another_name() {
    let dir = place("output-is-stdin");
    fs::write(dir.join("a.html"), PAGE).unwrap();
    fs::write(dir.join("m.jsonl"), "{\"file\": \"a.html\"}\n").unwrap();
    for (input, arguments) in [
        ("a.html", &["extract", "-", "-o", "a.html"][..]),
        ("a.html", &["batch", "-", "-o", "a.html"]),
        ("m.jsonl", &["batch", "--manifest", "-", "-o", "m.jsonl"]),
    ] {
        let before = fs::read(dir.join(input)).unwrap();
        let stdin = fs::File::open(dir.join(input)).unwrap();
        let (code, _, err) = told(cuttings(&dir).args(arguments).stdin(stdin).output().unwrap());
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains("it would overwrite -, "), "{arguments:?}: {err}");
        assert_eq!(fs::read(dir.join(input)).unwrap(), before, "{arguments:?}");
    }
    // The lines of a pipe are known one after the other: what was done before the bad one is kept.
    let manifest = "{\"id\": 1, \"file\": \"a.html\"}\n{\"id\": 2, \"file\": \"old.html\"}\n";
    fs::write(dir.join("old.html"), PAGE).unwrap();
    let (code, _, err) = run_with(&dir, &["batch", "--manifest", "-", "-o", "old.html"], manifest.as_bytes());
    let told = "cuttings: --output old.html: it would overwrite old.html, an input; what was written before is kept in old.html.part\n";
    assert_eq!((code, err.as_str()), (2, told));
    assert_eq!(fs::read_to_string(dir.join("old.html")).unwrap(), PAGE);
    assert_eq!(lines(&fs::read_to_string(dir.join("old.html.part")).unwrap()).len(), 1);
}

#[test]
fn an_output_is_replaced_only_when_all_is_done() {
    let dir = place("output-kept");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("crawl"), warc_record(1)).unwrap();
    fs::write(dir.join("old"), "keep").unwrap();
    fs::write(dir.join("old.part"), "of a run before").unwrap();
    let kept = || fs::read_to_string(dir.join("old")).unwrap();
    for (arguments, wanted) in [
        (&["extract", "none.html", "-o", "old"][..], 1),
        (&["extract", "p.html", "--profile", "none.toml", "-o", "old"], 2),
        (&["batch", "--manifest", "none.jsonl", "-o", "old"], 2),
        (&["extract", "crawl", "--captured", "20071211032145", "-o", "old"], 2),
    ] {
        let (code, out, err) = run(&dir, arguments);
        assert_eq!((code, out.as_str(), kept().as_str()), (wanted, "", "keep"), "{arguments:?}: {err}");
    }
    assert_eq!(partial_files(&dir), ["old.part"]);
    // A run that breaks off tells where its results are.
    let arguments = ["extract", "p.html", "crawl", "--captured", "20071211032145", "-o", "old", "--format", "jsonl"];
    let (code, _, err) = run(&dir, &arguments);
    assert_eq!((code, kept().as_str()), (2, "keep"));
    assert!(err.ends_with("crawl is a file of many; what was written before is kept in old.part2\n"), "{err}");
    assert_eq!(lines(&fs::read_to_string(dir.join("old.part2")).unwrap()).len(), 1);
    // Some that failed are no reason to throw away the others.
    let (code, _, _) = run(&dir, &["extract", "none.html", "p.html", "-o", "old", "--format", "jsonl"]);
    assert_eq!((code, lines(&kept()).len()), (1, 1));
    let (code, _, _) = run(&dir, &["batch", "none.html", "-o", "old", "-q"]);
    assert_eq!((code, &lines(&kept())[0]["error"]["kind"]), (1, &"io".into()));
    assert_eq!(partial_files(&dir), ["old.part", "old.part2"]);
    assert_eq!(fs::read_to_string(dir.join("old.part")).unwrap(), "of a run before");
}

#[test]
fn a_batch_that_is_killed_leaves_the_old_output_and_its_records() {
    let dir = place("output-killed");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("old"), "keep").unwrap();
    let mut child = cuttings(&dir)
        .args(["batch", "--manifest", "-", "-o", "old", "-q"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"id\": 1, \"file\": \"p.html\"}\n").unwrap();
    // Its standard input stays open: it cannot be done when its first record has come.
    let partial = dir.join("old.part");
    while !fs::read_to_string(&partial).is_ok_and(|text| text.ends_with('\n')) {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_to_string(dir.join("old")).unwrap(), "keep");
    assert_eq!(lines(&fs::read_to_string(partial).unwrap())[0]["headline"], "Ferry sails again");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_whole_records_beside_the_old_output() {
    let dir = place("output-full");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("old"), "keep").unwrap();
    // A limit on the size of files fails writes as a full disk does.
    let script = "ulimit -f 8; trap '' XFSZ; exec \"$0\" batch $(yes p.html | head -100) -o old -q";
    let mut shell = Command::new("sh");
    shell.current_dir(&dir).stdin(Stdio::null()).args(["-c", script, env!("CARGO_BIN_EXE_cuttings")]);
    let (code, out, err) = told(shell.output().unwrap());
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.starts_with("cuttings: old: "), "{err}");
    assert!(err.ends_with("; what was written before is kept in old.part\n"), "{err}");
    assert_eq!(fs::read_to_string(dir.join("old")).unwrap(), "keep");
    let partial = fs::read_to_string(dir.join("old.part")).unwrap();
    assert!(partial.ends_with('\n') && (1..100).contains(&lines(&partial).len()), "{partial}");
}

#[test]
#[cfg(unix)]
fn an_output_keeps_its_name_and_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = place("output-links");
    fs::create_dir(dir.join("sub")).unwrap();
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("sub/real"), "old").unwrap();
    fs::set_permissions(dir.join("sub/real"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("sub/real", dir.join("link")).unwrap();
    symlink("sub/new", dir.join("dangling")).unwrap();
    for (link, file) in [("link", "sub/real"), ("dangling", "sub/new")] {
        assert_eq!(run(&dir, &["batch", "p.html", "-q", "-o", link]), (0, String::new(), String::new()));
        assert!(fs::symlink_metadata(dir.join(link)).unwrap().is_symlink(), "{link}");
        assert_eq!(lines(&fs::read_to_string(dir.join(file)).unwrap()).len(), 1, "{link}");
    }
    assert_eq!(fs::metadata(dir.join("sub/real")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(partial_files(&dir).is_empty() && partial_files(&dir.join("sub")).is_empty());
}

#[test]
#[cfg(unix)]
fn devices_and_pipes_are_written_directly() {
    let dir = place("output-devices");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let record = run(&dir, &["batch", "-q", "p.html"]).1;
    assert_eq!(run(&dir, &["batch", "-q", "p.html", "-o", "/dev/null"]), (0, String::new(), String::new()));
    assert_eq!(run(&dir, &["batch", "-q", "p.html", "-o", "/dev/stdout"]), (0, record.clone(), String::new()));
    // From and to one device is nothing's loss.
    assert_eq!(run(&dir, &["batch", "-q", "/dev/null", "-o", "/dev/null"]).0, 1);
    // A file behind /dev/stdout is somebody else's: it is gone on with.
    let log = dir.join("log");
    fs::write(&log, "before\n").unwrap();
    let file = fs::OpenOptions::new().append(true).open(&log).unwrap();
    let status = cuttings(&dir).args(["batch", "-q", "p.html", "-o", "/dev/stdout"]).stdout(file).status().unwrap();
    assert_eq!((status.code(), fs::read_to_string(&log).unwrap()), (Some(0), format!("before\n{record}")));
    let fifo = dir.join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut child = cuttings(&dir).args(["batch", "-q", "p.html", "-o", "fifo"]).spawn().unwrap();
    assert_eq!((fs::read_to_string(&fifo).unwrap(), child.wait().unwrap().code()), (record, Some(0)));
    assert!(partial_files(&dir).is_empty());
}
