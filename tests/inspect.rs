//! `cuttings inspect`: the page it writes, and the server from outside. What a browser makes of it is in `tests/browser`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cli::{PAGE, cuttings, place, run, run_with};

#[test]
fn a_page_is_written_beside_its_article() {
    let dir = place("inspect");
    fs::write(dir.join("page.html"), PAGE).unwrap();
    let (code, out, err) = run(&dir, &["inspect", "page.html", "-o", "out.html"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    let written = fs::read_to_string(dir.join("out.html")).unwrap();
    assert!(
        written.starts_with("<!doctype html>")
            && written.contains("<title>Ferry sails again – cuttings inspect</title>")
    );
    assert!(written.contains("sandbox=\"allow-same-origin\""), "{written}");
    let (code, out, _) = run_with(&dir, &["inspect", "-"], PAGE.as_bytes());
    assert_eq!(code, 0);
    assert!(out.contains("data-field=\"headline\""), "{out}");
}

#[test]
fn what_is_no_page_leaves_what_was_there() {
    let dir = place("inspect-none");
    fs::write(dir.join("out.html"), "before").unwrap();
    let (code, _, err) = run(&dir, &["inspect", "no-page.html", "-o", "out.html"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.starts_with("cuttings: no-page.html: "), "{err}");
    assert_eq!(fs::read_to_string(dir.join("out.html")).unwrap(), "before");
    fs::write(dir.join("page.html"), PAGE).unwrap();
    let (code, _, err) = run(&dir, &["inspect", "page.html", "-o", "page.html"]);
    assert_eq!(code, 2, "{err}");
    for wrong in [&["inspect"][..], &["inspect", "--serve", "page.html"], &["inspect", "--port", "80", "page.html"]] {
        assert_eq!(run(&dir, wrong).0, 2, "{wrong:?}");
    }
}

/// A server that ends with the test.
struct Served {
    child: Child,
    host: String,
    path: String,
}

impl Served {
    fn start(dir: &Path) -> Served {
        let mut child =
            cuttings(dir).args(["inspect", "--serve"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://").unwrap();
        let at = rest.find('/').unwrap();
        Served { child, host: rest[..at].to_owned(), path: rest[at..].to_owned() }
    }

    /// The answer to a request with these lines in its head.
    fn ask(&self, first: &str, head: &[&str], body: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
        write!(stream, "{first} HTTP/1.1\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The answer to a form that the server's own page sends.
    fn send(&self, body: &str) -> String {
        let (host, origin) = (format!("Host: {}", self.host), format!("Origin: http://{}", self.host));
        self.ask(&format!("POST {}", self.path), &[&host, &origin], body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn the_server_answers_who_knows_its_address() {
    let dir = place("inspect-serve");
    fs::write(dir.join("page.html"), PAGE).unwrap();
    let served = Served::start(&dir);
    assert!(served.host.starts_with("127.0.0.1:"));
    let form = served.ask(&format!("GET {}", served.path), &[&format!("Host: {}", served.host)], "");
    assert_eq!(status(&form), "200", "{form}");
    let head = form.split_once("\r\n\r\n").unwrap().0.to_ascii_lowercase();
    for line in [
        "content-security-policy: default-src 'none'; script-src 'none';",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "referrer-policy: same-origin",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    let page = served.send("input=page.html");
    assert!(status(&page) == "200" && page.contains("data-field=\"headline\""), "{page}");
    assert!(page.contains("script-src 'sha256-"), "{page}");
    let pasted = served.send("html=%3Ch1%3EPier+shut%3C%2Fh1%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E&url=");
    assert!(status(&pasted) == "200" && pasted.contains("Pier shut") && !pasted.contains("alert(1)"), "{pasted}");
    for (body, told) in
        [("input=no-page.html", "no-page.html"), ("input=-", "Standard input"), ("", "Nothing was asked for")]
    {
        let answer = served.send(body);
        assert!(status(&answer) == "422" && answer.contains(told), "{answer}");
    }
}

#[test]
fn the_server_answers_nobody_else() {
    let dir = place("inspect-refused");
    fs::write(dir.join("page.html"), PAGE).unwrap();
    let served = Served::start(&dir);
    let (path, host) = (served.path.as_str(), format!("Host: {}", served.host));
    let own = format!("Origin: http://{}", served.host);
    let port = served.host.rsplit(':').next().unwrap();
    let ask = |first: &str, head: &[&str]| status(&served.ask(first, head, "input=page.html")).to_owned();
    let (get, post) = (format!("GET {path}"), format!("POST {path}"));
    assert_eq!(ask(&get, &[&format!("Host: evil.example:{port}")]), "421");
    assert_eq!(ask(&get, &[&format!("Host: localhost:{port}")]), "421");
    assert_eq!(ask("GET /", &[&host]), "404");
    assert_eq!(ask("GET /00000000000000000000000000000000/", &[&host]), "404");
    assert_eq!(ask(&format!("GET {path}../../../etc/passwd"), &[&host]), "404");
    assert_eq!(ask(&format!("GET {path}..%2fpage.html"), &[&host]), "404");
    assert_eq!(ask(&post, &[&host]), "403");
    assert_eq!(ask(&post, &[&host, "Origin: http://evil.example"]), "403");
    assert_eq!(ask(&post, &[&host, "Origin: null"]), "403");
    assert_eq!(ask(&post, &[&format!("Host: evil.example:{port}"), &own]), "421");
    assert_eq!(ask("POST /", &[&host, &own]), "404");
    assert_eq!(ask(&format!("PUT {path}"), &[&host, &own]), "405");
    // What is too large is refused by what it says of itself.
    let mut stream = TcpStream::connect(&served.host).unwrap();
    write!(stream, "{post} HTTP/1.1\r\n{host}\r\n{own}\r\nContent-Length: 900000000\r\n\r\n").unwrap();
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).unwrap();
    assert_eq!(status(&answer), "413", "{answer}");
}

#[cfg(unix)]
#[test]
fn the_server_ends_when_it_is_interrupted() {
    let dir = place("inspect-interrupted");
    let mut served = Served::start(&dir);
    let sent = Command::new("kill").args(["-INT", &served.child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}
