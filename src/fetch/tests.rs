use std::io::Write;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::error::ErrorKind;

/// A server on loopback that answers each request by its path, and hands over the heads of the requests.
async fn serve(answer: fn(&str) -> Option<Vec<u8>>) -> (String, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("127.0.0.1:{}", listener.local_addr().unwrap().port());
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match socket.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let head = String::from_utf8(head).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let _ = sender.send(head);
            match answer(&path) {
                Some(bytes) => {
                    let _ = socket.write_all(&bytes).await;
                }
                // Never an answer, and never an end.
                None => silent.push(socket),
            }
        }
    });
    (base, receiver)
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Option<Vec<u8>> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    Some([head.as_bytes(), body].concat())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn fetcher(options: FetchOptions) -> Fetcher {
    // Of the servers of these tests none knows robots.txt.
    Fetcher::new(options.allow_private(true).ignore_robots(true).max_retries(0)).unwrap()
}

#[tokio::test]
async fn a_page_comes_with_its_address_and_type() {
    let (base, mut heads) = serve(|path| match path {
        "/old" => answer("301 Moved", "Location: /new\r\n", b""),
        _ => answer(
            "200 OK",
            "Content-Type: text/html; charset=koi8-r\r\nContent-Encoding: gzip\r\n",
            &gzip(b"<p>Ferry"),
        ),
    })
    .await;
    let options = FetchOptions::default().contact("me@library.example\r\nX-Bad: (1)");
    let page = fetcher(options).get(&format!(" http://polly:secret@{base}/old ")).await.unwrap();
    assert_eq!(page.bytes(), b"<p>Ferry");
    assert_eq!(page.content_type(), Some("text/html; charset=koi8-r"));
    assert_eq!(page.url().unwrap().as_str(), format!("http://{base}/new"));
    let head = heads.recv().await.unwrap().to_lowercase();
    let agent = concat!("user-agent: cuttings/", env!("CARGO_PKG_VERSION"), " (me@library.examplex-bad: 1)\r\n");
    assert!(head.contains(agent) && head.contains("accept-encoding: gzip, br, zstd, deflate\r\n"), "{head}");
}

#[tokio::test]
async fn a_redirect_to_another_site_and_an_error_are_as_one_wants_them() {
    let (other, _heads) = serve(|_| answer("200 OK", "", b"<p>Ten reasons to buy")).await;
    let (base, _heads) = serve(|path| match path {
        "/gone" => answer("404 Not Found", "", b"<p>Gone"),
        _ => None,
    })
    .await;
    // Addresses of this machine are sites of their own.
    let (from, to) = (format!("http://{base}/gone"), format!("http://{}/", other.replace("127.0.0.1", "localhost")));
    let error = fetcher(FetchOptions::default()).get(&from).await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    let page = fetcher(FetchOptions::default().any_status(true)).get(&from).await.unwrap();
    assert_eq!((page.status(), page.bytes()), (Some(404), &b"<p>Gone"[..]));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let first = format!("http://{}/story", listener.local_addr().unwrap());
    let location = format!("HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(socket.read_u8().await.unwrap());
            }
            let _ = socket.write_all(location.as_bytes()).await;
        }
    });
    let way = format!("{first} (301) -> {to}");
    let page = fetcher(FetchOptions::default()).get(&first).await.unwrap();
    assert_eq!((page.warnings()[0].code.as_str(), &*page.warnings()[0].detail), ("redirected", &*way));
    let error = fetcher(FetchOptions::default().exact(true)).get(&first).await.unwrap_err();
    assert_eq!(error.to_string(), format!("fetch {first}: redirects to another site: {way}"));
    assert_eq!((error.code().as_str(), error.url()), ("redirected", Some(&*first)));
}

#[tokio::test]
async fn gzip_is_told_by_its_bytes() {
    let (base, _heads) = serve(|path| match path {
        "/unsaid" => answer("200 OK", "", &gzip(b"packed")),
        "/lie" => answer("200 OK", "Content-Encoding: gzip\r\n", b"plain"),
        "/broken" => answer("200 OK", "Content-Encoding: gzip\r\n", &gzip(b"packed")[..11]),
        _ => answer("200 OK", "Content-Encoding: br\r\n", b"\x0b\x02"),
    })
    .await;
    let fetcher = fetcher(FetchOptions::default());
    assert_eq!(fetcher.get(&format!("http://{base}/unsaid")).await.unwrap().bytes(), b"packed");
    assert_eq!(fetcher.get(&format!("http://{base}/lie")).await.unwrap().bytes(), b"plain");
    for path in ["broken", "br"] {
        let error = fetcher.get(&format!("http://{base}/{path}")).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("fetch http://{base}/{path}: ")), "{error}");
        assert_eq!(error.code(), "fetch");
    }
}

#[tokio::test]
async fn failures_name_status_and_address_but_no_password() {
    let (base, _heads) = serve(|path| match path {
        "/gone" => answer("404 Not Found", "", b"<p>No"),
        "/loop" => answer("302 Found", "Location: /loop\r\n", b""),
        "/empty" => answer("200 OK", "", b""),
        "/cut" => Some(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".to_vec()),
        _ => answer("503 Busy", "", b""),
    })
    .await;
    let fetcher = fetcher(FetchOptions::default());
    for (path, expected) in [
        ("gone", "status 404 Not Found"),
        ("busy", "status 503 Service Unavailable"),
        ("loop", "more than 10 redirects"),
    ] {
        let error = fetcher.get(&format!("http://polly:secret@{base}/{path}")).await.unwrap_err();
        assert_eq!(error.to_string(), format!("fetch http://{base}/{path}: {expected}"));
        assert_eq!(error.code(), "fetch");
    }
    let error = fetcher.get(&format!("http://{base}/empty")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotAPage { .. }), "{error}");
    for bad in
        [&*format!("http://polly:secret@{base}/cut"), "ftp://polly:secret@a.example/x", "http://polly:secret@[/x"]
    {
        let error = fetcher.get(bad).await.unwrap_err();
        let all = format!("{error} {error:?}");
        assert!(!all.contains("secret") && !all.contains("polly"), "{all}");
    }
    for bad in ["page.html", "file:///etc/hosts"] {
        assert!(fetcher.get(bad).await.is_err());
    }
}

#[tokio::test]
async fn as_many_redirects_are_followed_as_one_wants() {
    let (base, _heads) = serve(|path| match path.trim_start_matches('/').parse::<usize>() {
        Ok(n @ 1..) => answer("302 Found", &format!("Location: /{}\r\n", n - 1), b""),
        _ => answer("200 OK", "", b"<p>Ferry"),
    })
    .await;
    for (options, most) in [(FetchOptions::default(), 10), (FetchOptions::default().max_redirects(2), 2)] {
        let fetcher = fetcher(options);
        assert!(fetcher.get(&format!("http://{base}/{most}")).await.is_ok());
        let error = fetcher.get(&format!("http://{base}/{}", most + 1)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("fetch http://{base}/{}: more than {most} redirects", most + 1));
    }
}

#[test]
fn limits_are_set_by_name() {
    for name in FetchOptions::limit_names() {
        assert!(FetchOptions::default().with_limit(name, 1).is_some(), "{name}");
    }
    assert!(FetchOptions::default().with_limit("knots", 1).is_none());
}

#[tokio::test]
async fn too_much_and_too_slow_end_in_time() {
    let (base, _heads) = serve(|path| match path {
        "/silent" => None,
        "/bomb" => answer("200 OK", "", &gzip(&[b'a'; 100_000])),
        _ => answer("200 OK", "", &[b'a'; 5_000]),
    })
    .await;
    let fetcher = fetcher(FetchOptions::default().max_bytes(4_000).timeout(Duration::from_millis(400)));
    for path in ["bomb", "large"] {
        let error = fetcher.get(&format!("http://{base}/{path}")).await.unwrap_err();
        assert!(error.is_limit(), "{error}");
    }
    let error = fetcher.get(&format!("http://{base}/silent")).await.unwrap_err();
    assert_eq!(error.to_string(), format!("fetch http://{base}/silent: no answer in time"));
}
