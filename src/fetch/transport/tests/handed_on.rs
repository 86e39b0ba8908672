//! What a server says, and where it may come to.

use super::*;
use crate::fetch::Fetcher;

/// A name that is sent only where somebody logs in, is known again, or is told whence one comes.
fn is_telling(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    ["authorization:", "cookie:", "referer:", "secret"].iter().any(|word| head.contains(word))
}

#[tokio::test]
async fn a_redirect_does_not_log_in_anywhere() {
    let other = Server::new(|_, _| reply("200 OK", "", b"<p>The ferry sails again")).await;
    let there = other.host().to_owned();
    let server = Server::new(move |path, _| match path {
        "/other" => reply("302 Found", &format!("Location: http://polly:secret@{there}/\r\n"), b""),
        "/here" => reply("302 Found", "Location: /next\r\n", b""),
        "/own" => reply("301 Moved", "Location: //polly:secret@127.0.0.1:1/\r\nLocation: /next\r\n", b""),
        _ => reply("200 OK", "", b"<p>The ferry sails again"),
    })
    .await;
    let fetcher = Fetcher::new(options()).unwrap();
    let page = fetcher.get(&format!("{}/other", server.base)).await.unwrap();
    assert_eq!(page.url().unwrap().as_str(), format!("{}/", other.base));
    assert!(!format!("{page:?}").contains("secret"));
    // What the caller gave goes to the server that it was given for, and to no other.
    let given = server.base.replace("//", "//sally:mine@");
    fetcher.get(&format!("{given}/here")).await.unwrap();
    fetcher.get(&format!("{given}/other")).await.unwrap();
    let heads: Vec<String> = server.heads().iter().map(|head| head.to_ascii_lowercase()).collect();
    assert!(!is_telling(&heads[0]) && heads[1..].iter().all(|head| head.contains("authorization: basic")), "{heads:?}");
    assert_eq!(heads.len(), 4);
    assert!(other.count() == 2 && !other.heads().iter().any(|head| is_telling(head)), "{:?}", other.heads());
    let error = fetcher.get(&format!("{}/own", server.base)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}

#[tokio::test]
async fn cookies_are_never_sent_back() {
    let server = Server::new(|path, _| match path {
        "/a" => reply("302 Found", "Set-Cookie: polly=secret; Path=/\r\nLocation: /b\r\n", b""),
        _ => reply("200 OK", "Set-Cookie: sally=secret\r\n", b"<p>The ferry sails again"),
    })
    .await;
    let fetcher = Fetcher::new(options().ignore_robots(false)).unwrap();
    for path in ["/a", "/b", "/a"] {
        fetcher.get(&format!("{}{path}", server.base)).await.unwrap();
    }
    let heads = server.heads();
    assert!(heads.len() == 6 && !heads.iter().any(|head| is_telling(head)), "{heads:?}");
}

#[tokio::test]
async fn headers_stay_in_their_lines() {
    let sent = b"X-Archive-Orig-Esc: \x1b[31mred\r\n\
        X-Archive-Orig-C1: \xc2\x9b31mred\r\nX-Archive-Orig-Byte: \x9b31m\r\nX-Archive-Orig-Fold: one\r\n two\r\n\
        X-Archive Orig: x\r\nX-Archive-Orig-Del: a\x7fb\r\nContent-Type: text/html\xc2\x85\r\nX-Archive-Orig-Last: gull\r\n";
    let server = Server::new(move |_, _| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n{MEMENTO}");
        Reply::Bytes([head.as_bytes(), sent, b"\r\n<p>One"].concat())
    })
    .await;
    let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
    let headers = answer.header_texts();
    assert!(!headers.iter().any(|(name, value)| format!("{name}{value}").contains(char::is_control)), "{headers:?}");
    let value = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    assert_eq!((value("x-archive-orig-last"), value("set-cookie")), (Some("gull"), None), "{headers:?}");
    assert!(value("x-archive-orig-fold").is_some_and(|v| v.starts_with("one") && v.ends_with("two")), "{headers:?}");
    assert_eq!(answer.header("content-type"), Some("text/html"));
    assert_eq!(answer.header("x-archive-orig-c1"), None);
}

#[tokio::test]
async fn a_head_with_half_an_end_of_a_line_is_no_answer() {
    for line in
        [&b"X-Archive-Orig-A: gull\rSet-Cookie: a=b"[..], b"X-Archive-Orig-A: a\x00b", b"Location: /b\rX-Evil: 1"]
    {
        let server = Server::new(move |_, _| {
            Reply::Bytes([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n", line, b"\r\n\r\n"].concat())
        })
        .await;
        let error = transport(options()).send(&server.request("/a", Pool::Replay)).await.unwrap_err();
        assert_eq!((error.code().as_str(), server.count()), ("fetch", 2), "{line:?}: {error}");
        assert!(!error.to_string().contains(char::is_control), "{error:?}");
    }
    // Where the line is clear it is left out.
    let server = Server::new(|_, _| reply("302 Found", "Location: /\x1b[2J\r\n", b"")).await;
    let answer = transport(options()).send(&server.request("/a", Pool::Live)).await.unwrap();
    assert_eq!((answer.status, answer.location()), (302, None));
}
