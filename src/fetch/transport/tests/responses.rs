use std::io::Write as _;

use super::super::retry::RetryPolicy;
use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn waits_between_retries_double_after_the_first() {
    let policy = RetryPolicy { max_retries: 9, backoff: Duration::from_secs(2), breaker: None };
    assert_eq!([1, 2, 3, 4, 9, 99].map(|n| policy.wait_before(n).as_secs()), [0, 4, 8, 16, 120, 120]);
}

#[tokio::test]
async fn passing_failures_are_asked_again() {
    for status in ["413 Too Large", "421 Misdirected", "500 Oops", "502 Bad", "503 Busy", "504 Late", "599 Gone"] {
        let server = Server::new(move |_, n| match n {
            0..3 => reply(status, "", b""),
            _ => reply("200 OK", "", b"x"),
        })
        .await;
        let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
        assert_eq!((answer.status, server.count()), (200, 4), "{status}");
    }
}

#[tokio::test]
async fn retries_end_and_other_statuses_are_answers() {
    for (status, expected, count) in [("503 Busy", 503, 3), ("404 Gone", 404, 1), ("403 No", 403, 1)] {
        let server = Server::new(move |_, _| reply(status, "", b"")).await;
        let answer = transport(options().max_retries(2)).send(&server.request("/", Pool::Index)).await.unwrap();
        assert_eq!((answer.status, server.count()), (expected, count));
    }
    let server = Server::new(|_, _| reply("503 Busy", MEMENTO, b"archived")).await;
    let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
    assert_eq!((answer.body.as_slice(), server.count()), (&b"archived"[..], 1));
}

#[tokio::test]
async fn connections_that_break_are_asked_again() {
    let server = Server::new(|_, n| match n {
        0 => Reply::Close,
        1 => Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_vec()),
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
    assert_eq!((answer.body.as_slice(), server.count()), (&b"x"[..], 3));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_what_came_of_it_after_another_try() {
    let whole = gzip(b"<p>The ferry sails again");
    let long = whole.clone();
    let server = Server::new(move |path, n| match (path, n) {
        // A wrong length, each time.
        ("/wrong", _) => {
            let head = format!("HTTP/1.1 200 OK\r\n{MEMENTO}Content-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n");
            Reply::Bytes([head.as_bytes(), &long].concat())
        }
        ("/chunks", _) => {
            Reply::Bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>On\r\n40\r\ne, two".to_vec())
        }
        _ => reply("404 Gone", "", b""),
    })
    .await;
    let transport = transport(options());
    let wrong = transport.send(&server.request("/wrong", Pool::Replay)).await.unwrap();
    let missing = format!("the body ends {} bytes before its Content-Length", 99_999 - whole.len());
    assert_eq!((&wrong.body[..], wrong.defect), (&b"<p>The ferry sails again"[..], Some(missing)));
    let chunks = transport.send(&server.request("/chunks", Pool::Live)).await.unwrap();
    assert_eq!(chunks.body, b"<p>One, two");
    assert!(chunks.defect.unwrap().starts_with("the chunks break off after 11 bytes"));
    // Twice each: the same came again.
    assert_eq!(server.count(), 4);
    // An index that breaks off would pass for the whole.
    assert!(transport.send(&server.request("/chunks", Pool::Index)).await.is_err());
}

/// A server that keeps its connections waits for the rest of what it was told, and has none.
#[tokio::test]
async fn a_whole_page_with_too_great_a_length_is_neither_waited_for_nor_asked_for_again() {
    let page = gzip(b"<html><p>The ferry sails again</html><!-- 7 ms -->");
    let packed = page.clone();
    let server = Server::new(move |path, _| {
        let head = format!("HTTP/1.1 200 OK\r\n{MEMENTO}Content-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n");
        let bytes = [head.as_bytes(), &packed].concat();
        if path == "/kept" { Reply::Stall(bytes) } else { Reply::Bytes(bytes) }
    })
    .await;
    let transport = transport(options());
    for path in ["/kept", "/closed"] {
        let answer = transport.send(&server.request(path, Pool::Replay)).await.unwrap();
        let missing = format!("the body ends {} bytes before its Content-Length", 99_999 - page.len());
        assert_eq!((answer.defect, answer.broken_off), (Some(missing), false));
        assert!(answer.body.starts_with(b"<html><p>The ferry"));
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_body_that_breaks_off_in_passing_is_asked_for_until_it_is_whole() {
    let server = Server::new(|_, n| match n {
        0 => Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<p>On".to_vec()),
        1 => Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<p>One, ".to_vec()),
        _ => reply("200 OK", "", b"<p>One, two."),
    })
    .await;
    let answer = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap();
    assert_eq!((&answer.body[..], answer.defect, server.count()), (&b"<p>One, two."[..], None, 3));
}

#[tokio::test]
async fn hanging_and_dripping_end_in_time() {
    let drip = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    let server = Server::new(move |path, _| match path {
        "/drip" => Reply::Drip(drip.to_vec()),
        "/head" => Reply::Drip(b"HTTP/1.1 200 OK\r\nX-".to_vec()),
        _ => Reply::Silence,
    })
    .await;
    let transport = transport(options().timeout(Duration::from_millis(300)).max_retries(1));
    for path in ["/drip", "/head", "/silence"] {
        let start = Instant::now();
        let error = transport.send(&server.request(path, Pool::Replay)).await.unwrap_err();
        assert!(error.to_string().ends_with("no answer in time"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(10), "{path}");
    }
    // The time is up: none is asked again.
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn what_is_too_large_is_refused_packed_and_unpacked() {
    let large = vec![b'a'; 5_000];
    let server = Server::new(move |path, _| match path {
        "/announced" => Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec()),
        "/unannounced" => Reply::Bytes([&b"HTTP/1.1 200 OK\r\n\r\n"[..], &large].concat()),
        _ => reply("200 OK", "Content-Encoding: gzip\r\n", &gzip(&large)),
    })
    .await;
    let transport = transport(options().max_bytes(4_000));
    for path in ["/announced", "/unannounced", "/packed"] {
        let error = transport.send(&server.request(path, Pool::Replay)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit { what: "bytes", limit: 4_000, .. }), "{path}: {error}");
    }
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_bomb_is_refused_by_its_ratio() {
    let server = Server::new(|_, _| reply("200 OK", "Content-Encoding: gzip\r\n", &gzip(&vec![b'a'; 8 << 20]))).await;
    let error = transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { what: "times its packed size", .. }), "{error}");
}

#[tokio::test]
async fn the_ratio_and_the_headers_are_held_to_what_is_set() {
    let server = Server::new(|path, _| match path {
        "/bomb" => reply("200 OK", "Content-Encoding: gzip\r\n", &gzip(&vec![b'a'; 8 << 20])),
        "/many" => reply("200 OK", &"X-A: b\r\n".repeat(30), b"x"),
        "/long" => reply("200 OK", &format!("X-A: {}\r\n", "b".repeat(3_000)), b"x"),
        "/beyond" => reply("200 OK", &format!("X-A: {}\r\n", "b".repeat(500 << 10)), b"x"),
        _ => reply("200 OK", "X-A: b\r\n", b"x"),
    })
    .await;
    let strict = transport(options().max_headers(20).max_header_bytes(2_000));
    let loose = transport(options().max_ratio(2_000).max_headers(40).max_header_bytes(4_000));
    for (path, expected) in [
        ("/bomb", "200 times its packed size (it has"),
        ("/many", "20 headers, or 400 KiB of them (it has 21 or more)"),
        ("/long", "2000 bytes of headers (it has 3"),
    ] {
        let error = strict.send(&server.request(path, Pool::Replay)).await.unwrap_err();
        assert!(error.is_limit() && error.to_string().contains(expected), "{path}: {error}");
        assert_eq!(loose.send(&server.request(path, Pool::Replay)).await.unwrap().status, 200, "{path}");
    }
    let error = loose.send(&server.request("/beyond", Pool::Replay)).await.unwrap_err();
    assert!(error.is_limit() && error.to_string().contains("40 headers, or 400 KiB of them"), "{error}");
    assert_eq!(strict.send(&server.request("/", Pool::Replay)).await.unwrap().body, b"x");
    // None is asked for again.
    assert_eq!(server.count(), 8);
}

#[tokio::test]
async fn an_empty_coding_before_the_true_one_does_no_harm() {
    let server =
        Server::new(|_, _| reply("200 OK", "content-encoding: \r\nContent-Encoding: gzip\r\n", &gzip(b"<p>one"))).await;
    assert_eq!(transport(options()).send(&server.request("/", Pool::Replay)).await.unwrap().body, b"<p>one");
}

#[tokio::test]
async fn a_range_is_asked_for_as_it_lies() {
    let server = Server::new(|_, _| reply("206 Partial Content", "", &gzip(b"record"))).await;
    let mut ask = server.request("/", Pool::Replay);
    ask.range = Some((10, 41));
    assert_eq!(transport(options()).send(&ask).await.unwrap().body, gzip(b"record"));
    let head = server.heads()[0].to_lowercase();
    assert!(head.contains("range: bytes=10-41\r\n") && head.contains("accept-encoding: identity\r\n"), "{head}");
}
