mod bounds;

use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::archive::{Archive, Period};
use crate::error::ErrorKind;
use crate::fetch::{FetchOptions, Fetcher};

type Asked = Arc<Mutex<Vec<String>>>;

/// An archive on loopback: its address, and the paths that were asked for.
async fn serve(answer: impl Fn(&str, &str) -> Vec<u8> + Send + Sync + 'static) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let (seen, own) = (asked.clone(), base.clone());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match socket.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            seen.lock().unwrap().push(path.clone());
            let bytes = answer(&path, &head);
            // Addresses of the server itself within its answers.
            let bytes = String::from_utf8(bytes).unwrap().replace("BASE", &own);
            let bytes = bytes.replace("POLLY", &own.replace("//", "//polly:secret@"));
            let (head, body) = bytes.split_once("\r\n\r\n").unwrap();
            let text = format!("{head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            let _ = socket.write_all(text.as_bytes()).await;
        }
    });
    (base, asked)
}

fn ok(body: &str) -> Vec<u8> {
    with("200 OK", "", body)
}

fn with(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}\r\n{body}").into_bytes()
}

fn fetcher() -> Fetcher {
    Fetcher::new(
        FetchOptions::default().allow_private(true).max_retries(0).max_wait(std::time::Duration::from_millis(10)),
    )
    .unwrap()
}

fn at(text: &str) -> Period {
    text.parse().unwrap()
}

/// The timestamps of what comes, and the error at the end.
async fn stamps(archive: &Archive, query: &Query) -> (Vec<String>, Option<crate::Error>) {
    let mut captures = fetcher().captures(archive, "http://gull.example/a", query);
    let (mut out, mut error) = (Vec::new(), None);
    while let Some(item) = captures.next().await {
        match item {
            Ok(row) => out.push(row.timestamp.to_string()),
            Err(e) => error = Some(e),
        }
    }
    (out, error)
}

async fn all(archive: &Archive, query: &Query) -> Vec<String> {
    let (out, error) = stamps(archive, query).await;
    assert!(error.is_none(), "{error:?}");
    out
}

fn param(path: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(&format!("http://x{path}")).unwrap();
    url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
}

const NAMES: &str = r#"[["urlkey","timestamp","original","mimetype","statuscode","digest","length"]"#;

fn wayback_row(time: &str, digest: &str) -> String {
    format!(r#",["example,gull)/a","{time}","http://gull.example:80/a","text/html","200","{digest}","512"]"#)
}

#[tokio::test]
async fn wayback_json_with_resume_keys() {
    let (base, asked) = serve(|path, _| match param(path, "resumeKey").as_deref() {
        None => ok(&format!(
            "{NAMES}{}{},[],[\"com%2Cgull%29%2F+2001%3A\"]]",
            wayback_row("20010101000000", "A"),
            wayback_row("20010102000000", "B")
        )),
        Some("com%2Cgull%29%2F+2001%3A") => ok(&format!("{NAMES}{}]", wayback_row("20010103000000", "C"))),
        Some(_) => with("400 Bad", "", "no such key"),
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    let query = Query::default().since(at("2001")).until(at("2002")).status(200).mime("text/html");
    let mut captures = fetcher().captures(&archive, "http://gull.example/a#top", &query);
    let row = StreamExt::next(&mut captures).await.unwrap().unwrap();
    assert_eq!(asked.lock().unwrap().len(), 1, "pages are fetched when they are wanted");
    assert_eq!(row.original, "http://gull.example/a");
    assert_eq!((row.status, row.mime.as_deref(), row.length), (Some(200), Some("text/html"), Some(512)));
    assert_eq!(row.capture.unwrap().to_string(), format!("{base}/web/20010101000000id_/http://gull.example/a"));
    let rest: Vec<_> = captures.by_ref().collect().await;
    assert_eq!(rest.len(), 2);
    assert!(captures.next().await.is_none(), "the end stays the end");
    let asked = asked.lock().unwrap().clone();
    assert!(asked[1].contains("resumeKey=com%252Cgull%2529%252F%2B2001%253A"), "{}", asked[1]);
    let first = |name| param(&asked[0], name).unwrap();
    assert_eq!((first("from"), first("to")), ("20010101000000".into(), "20021231235959".into()));
    assert_eq!(first("filter"), "statuscode:(200|304|-)");
    assert_eq!(first("url"), "http://gull.example/a");
    assert!(first("fl").starts_with("urlkey,") && asked[0].contains("mimetype%3A%28text%2Fhtml"), "{}", asked[0]);
}

#[tokio::test]
async fn wayback_text_with_odd_rows() {
    let (base, _) = serve(|_, _| {
        ok("example,gull)/a 20000008241731 http://gull.example:80/a text/html 200 AAA 10\n\
            example,gull)/a 20000008241731 http://gull.example:80/a text/html 200 AAA 10\n\
            example,gull)/a 20010101000000 https://gull.example:443/a warc/revisit - AAA -\n\
            example,gull)/a 20010102000000 mailto:x@gull.example text/html 200 BBB 10\n\
            example,gull)/a 20010103000000 data:text/html,x text/html 200 BBB 10\n\
            example,gull)/a 2001x104000000 http://gull.example/a text/html 200 BBB 10\n\
            a broken line\n\
            example,gull)/a 20010105000000 http://gull.example/a text/html 404 CCC 10 extra columns 1 2\n")
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    let mut captures = fetcher().captures(&archive, "gull.example/a", &Query::default());
    let mut rows = Vec::new();
    while let Some(row) = captures.next().await {
        rows.push(row.unwrap());
    }
    let times: Vec<_> = rows.iter().map(|r| r.timestamp.to_string()).collect();
    assert_eq!(times, ["20000824173100", "20010101000000", "20010105000000"]);
    assert_eq!(captures.skipped(), 4);
    // What it repeats is the row before.
    assert_eq!((rows[1].status, rows[1].length, rows[1].is_revisit()), (Some(200), None, true));
    assert_eq!(rows[1].mime.as_deref(), Some("text/html"));
    assert_eq!(rows[1].original, "https://gull.example/a");
    assert_eq!(rows[2].status, Some(404));
    // A filter lets repetitions through.
    assert_eq!(all(&archive, &Query::default().status(200)).await.len(), 2);
}

#[tokio::test]
async fn text_has_its_resume_key_after_an_empty_line() {
    let (base, _) = serve(|path, _| match param(path, "resumeKey") {
        None => ok("example,gull)/a 20010101000000 http://gull.example/a text/html 200 A 1\n\nkey+1\n"),
        Some(key) => ok(&format!("example,gull)/a 20010102000000 http://gull.example/{key} text/html 200 B 1\n")),
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    assert_eq!(all(&archive, &Query::default()).await, ["20010101000000", "20010102000000"]);
}

#[tokio::test]
async fn broken_and_empty_json() {
    let (base, _) = serve(|path, _| match path.contains("to=2001") {
        true => ok(if path.contains("0101") { "[]" } else { "" }),
        false => ok(&format!(
            "{NAMES}\n{}\n,[\"example,gull)/a\",\"2001\n{}]",
            wayback_row("20010101000000", "A"),
            wayback_row("20010102000000", "B")
        )),
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    assert_eq!(all(&archive, &Query::default()).await, ["20010101000000", "20010102000000"]);
    assert!(all(&archive, &Query::default().until(at("20010101"))).await.is_empty());
    assert!(all(&archive, &Query::default().until(at("20010202"))).await.is_empty());
}

fn pywb_row(time: &str, digest: &str) -> String {
    format!(
        "{{\"urlkey\": \"example,gull)/a\", \"timestamp\": \"{time}\", \"url\": \"http://gull.example/a\", \"mime\": \"text/html\", \
         \"status\": \"200\", \"digest\": \"sha1:{digest}\", \"length\": \"900\", \"offset\": 7, \"filename\": \"n.warc.gz\"}}\n"
    )
}

/// As pywb answers: no limit below one, no keys.
fn pywb(path: &str, rows: &[(&str, &str)]) -> Vec<u8> {
    let limit: usize = param(path, "limit").map_or(1000, |l| l.parse().unwrap_or(0));
    let from = param(path, "from").unwrap_or_default();
    let to = param(path, "to").unwrap_or_else(|| "9".into());
    let mut rows: Vec<_> = rows.iter().filter(|(t, _)| *t >= from.as_str() && *t <= to.as_str()).collect();
    match param(path, "sort").as_deref() {
        Some("reverse") => rows.reverse(),
        Some("closest") => {
            let at: i128 = param(path, "closest").unwrap().parse().unwrap();
            rows.sort_by_key(|(t, _)| (t.parse::<i128>().unwrap() - at).abs());
        }
        _ => {}
    }
    ok(&rows.iter().take(limit).map(|(t, d)| pywb_row(t, d)).collect::<String>())
}

const YEARS: [(&str, &str); 5] = [
    ("20010101000000", "A"),
    ("20020101000000", "A"),
    ("20030101000000", "B"),
    ("20030101000500", "B"),
    ("20040101000000", "A"),
];

#[tokio::test]
async fn pywb_lines_and_orders() {
    let (base, asked) = serve(|path, _| pywb(path, &YEARS)).await;
    let archive = Archive::from_address(&format!("{base}/web")).unwrap();
    assert_eq!(all(&archive, &Query::default()).await.len(), 5);
    let path = asked.lock().unwrap()[0].clone();
    assert!(path.starts_with("/web/cdx?url=http%3A%2F%2Fgull.example%2Fa&output=json"), "{path}");
    assert_eq!(all(&archive, &Query::default().oldest(2)).await, ["20010101000000", "20020101000000"]);
    assert_eq!(all(&archive, &Query::default().newest(2)).await, ["20040101000000", "20030101000500"]);
    assert_eq!(all(&archive, &Query::default().closest(at("20020201"))).await, ["20020101000000"]);
    assert!(!asked.lock().unwrap().iter().any(|path| path.contains("limit=-")), "pywb answers nothing to it");
    let row = fetcher().nearest_capture(&archive, "http://gull.example/a", at("2005")).await.unwrap().unwrap();
    assert_eq!(row.digest.as_deref(), Some("A"));
    let record = row.record.unwrap();
    assert_eq!((&*record.file, record.offset, record.length), ("n.warc.gz", 7, 900));
    let digest = Query::default().collapse(Collapse::Digest);
    assert_eq!(all(&archive, &digest).await, ["20010101000000", "20030101000000", "20040101000000"]);
    assert_eq!(all(&archive, &digest.clone().newest(2)).await, ["20040101000000", "20030101000000"]);
    assert_eq!(all(&archive, &Query::default().collapse(Collapse::Time(4))).await.len(), 4);
}

#[tokio::test]
async fn cdxj_and_broken_lines() {
    let (base, _) = serve(|_, _| {
        ok("example,gull)/a 20010101000000 {\"url\": \"http://gull.example/a\", \"status\": \"200\"}\n\
            {\"broken\": \n\
            example,gull)/a 20020101000000 {\"url\": \"http://gull.example/a\", \"mime\": \"warc/revisit\"}\n")
    })
    .await;
    let archive = Archive::pywb(&base).unwrap();
    let mut captures = fetcher().captures(&archive, "http://gull.example/a", &Query::default());
    let mut count = 0;
    while let Some(row) = captures.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!((count, captures.skipped()), (2, 1));
}

#[tokio::test]
async fn rows_without_keys_go_on_by_time() {
    let (base, asked) = serve(|path, _| pywb(path, &YEARS)).await;
    let archive = Archive::pywb(&base).unwrap();
    assert_eq!(all(&archive, &Query::default().oldest(4)).await.len(), 4);
    assert_eq!(asked.lock().unwrap().len(), 1);
    // A server that knows no filters: nothing of it is wanted, and all of it is read, two rows at a time.
    assert!(all(&archive, &Query::default().mime("text/plain").oldest(1)).await.is_empty());
    let froms: Vec<_> = asked.lock().unwrap()[1..].iter().map(|path| param(path, "from").unwrap_or_default()).collect();
    assert_eq!(froms, ["", "20020101000000", "20030101000000", "20030101000500", "20040101000000"]);
}

#[tokio::test]
async fn many_rows_in_one_second() {
    let second = "20010101000000";
    let (base, asked) = serve(move |path, _| {
        pywb(path, &[(second, "A"), (second, "B"), (second, "C"), (second, "D"), ("20020101000000", "E")])
    })
    .await;
    let archive = Archive::pywb(&base).unwrap();
    assert_eq!(all(&archive, &Query::default().oldest(2)).await, [second, second]);
    assert_eq!(asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn wayback_nearest_asks_both_sides() {
    let (base, asked) = serve(|path, _| {
        let (time, last) = match param(path, "limit").unwrap().as_str() {
            "-1" => ("20010101000000", param(path, "to")),
            _ => ("20010301000000", param(path, "from")),
        };
        assert_eq!(last.as_deref(), Some("20010210000000"));
        ok(&format!("{NAMES}{}]", wayback_row(time, "A")))
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    let closest = Query::default().closest(at("20010210000000"));
    assert_eq!(all(&archive, &closest).await, ["20010301000000"]);
    assert_eq!(asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn excluded_pages_are_told_as_such() {
    for answer in [
        with(
            "403 Forbidden",
            "X-Archive-Wayback-Runtime-Error: AdministrativeAccessControlException: Blocked Site Error\r\n",
            "",
        ),
        with("200 OK", "", "org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots\n"),
        with("403 Forbidden", "", "org.archive.wayback.exception.AdministrativeAccessControlException: x"),
    ] {
        let (base, asked) = serve(move |_, _| answer.clone()).await;
        let (rows, error) = stamps(&Archive::wayback_like(&base).unwrap(), &Query::default()).await;
        let error = error.unwrap();
        assert!(matches!(error.kind(), ErrorKind::Excluded { url } if url == "http://gull.example/a"), "{error}");
        assert_eq!((rows.len(), error.code().as_str(), asked.lock().unwrap().len()), (0, "excluded", 1));
    }
}

#[tokio::test]
async fn a_slow_index_is_asked_for_less() {
    let (base, asked) = serve(|path, _| {
        let limit: usize = param(path, "limit").unwrap().parse().unwrap();
        let from = param(path, "from").unwrap();
        match (limit, from.as_str(), param(path, "to").unwrap().as_str()) {
            (101.., ..) => with("504 Gateway Timeout", "", ""),
            (_, "20010101000000", "20011231235959") => with("504 Gateway Timeout", "", ""),
            (_, from, _) => ok(&format!("{NAMES}{}]", wayback_row(from, from))),
        }
    })
    .await;
    let archive = Archive::wayback_like(&base).unwrap();
    let query = Query::default().match_type(MatchType::Prefix).since(at("2001")).until(at("2001"));
    // Never the same twice: each request is for half the time and fewer rows.
    let rows = all(&archive, &query).await;
    assert_eq!((rows[0].as_str(), rows.len() < 20), ("20010101000000", true), "{rows:?}");
    let asked = asked.lock().unwrap().clone();
    assert!(asked.len() < 30, "{asked:?}");
    assert!(asked.iter().enumerate().all(|(n, path)| !asked[..n].contains(path)), "{asked:?}");
    let (base, _) = serve(|_, _| with("504 Gateway Timeout", "", "")).await;
    let (_, error) = stamps(&Archive::wayback_like(&base).unwrap(), &query).await;
    assert!(error.unwrap().to_string().ends_with("status 504 Gateway Timeout"));
}

#[tokio::test]
async fn timemaps_take_the_place_of_an_index() {
    let (base, asked) = serve(|path, _| match path {
        "/web/timemap/link/http://gull.example/a" => ok(
            "<http://gull.example/a>; rel=\"original\",\n<BASE/web/timemap/link/http://gull.example/a>; rel=\"self\"; type=\"application/link-format\",\n\
             <BASE/web/20010101000000mp_/http://gull.example/a,b>; rel=\"first memento\"; datetime=\"Mon, 01 Jan 2001 00:00:00 GMT\",\n\
             <BASE/web/timemap/link/2/http://gull.example/a>; rel=\"timemap\"; type=\"application/link-format\",\n\
             <http://other.example/timemap>; rel=\"timemap\"; type=\"application/link-format\"\n",
        ),
        "/web/timemap/link/2/http://gull.example/a" => ok(
            "<BASE/web/timemap/link/http://gull.example/a>; rel=\"timemap\",\n\
             </web/20020101000000/http://gull.example/a>; rel=\"memento\"; datetime=\"Tue, 01 Jan 2002 00:00:00 GMT\"\n",
        ),
        _ => with("404 Not Found", "", "<html>"),
    })
    .await;
    let archive = Archive::pywb(&format!("{base}/web")).unwrap();
    let mut captures = fetcher().captures(&archive, "http://gull.example/a", &Query::default().status(200));
    let row = captures.next().await.unwrap().unwrap();
    assert_eq!(row.capture.unwrap().to_string(), format!("{base}/web/20010101000000id_/http://gull.example/a,b"));
    assert_eq!(captures.next().await.unwrap().unwrap().timestamp.to_string(), "20020101000000");
    assert!(captures.next().await.is_none());
    assert_eq!(asked.lock().unwrap().len(), 3);
    assert_eq!(all(&archive, &Query::default().newest(1)).await, ["20020101000000"]);
    let (base, _) = serve(|_, _| with("500 Broken", "", "")).await;
    let (_, error) = stamps(&Archive::pywb(&base).unwrap(), &Query::default()).await;
    assert!(error.unwrap().to_string().contains("/cdx"), "the index's failure is told");
}

#[tokio::test]
async fn timegates_lead_to_the_nearest() {
    for headers in [
        "302 Found\r\nLocation: /web/20010301000000id_/http://gull.example/a\r\nVary: accept-datetime",
        "200 OK\r\nMemento-Datetime: Thu, 01 Mar 2001 00:00:00 GMT\r\nContent-Location: BASE/web/20010301000000id_/http://gull.example/a",
        "200 OK\r\nMemento-Datetime: Thu, 01 Mar 2001 00:00:00 GMT",
    ] {
        let (base, _) = serve(move |path, head| match path {
            "/web/id_/http://gull.example/a" => {
                assert!(head.to_lowercase().contains("accept-datetime: sat, 10 feb 2001 00:00:00 gmt"), "{head}");
                format!("HTTP/1.1 {headers}\r\n\r\n").into_bytes()
            }
            _ => with("500 Broken", "", ""),
        })
        .await;
        let archive = Archive::pywb(&format!("{base}/web")).unwrap();
        let row = fetcher().nearest_capture(&archive, "gull.example/a", at("20010210000000")).await.unwrap().unwrap();
        assert_eq!(row.capture.unwrap().to_string(), format!("{base}/web/20010301000000id_/http://gull.example/a"));
    }
}

#[tokio::test]
async fn common_crawl_has_an_index_a_crawl() {
    let (base, asked) = serve(|path, _| match path {
        "/collinfo.json" => ok(r#"[{"id": "CC-MAIN-2023-40", "cdx-api": "BASE/CC-MAIN-2023-40-index"},
            {"id": "CC-MAIN-2022-05", "cdx-api": "BASE/CC-MAIN-2022-05-index", "from": "2022-01-16T09:00:00", "to": "2022-01-29T13:00:00"},
            {"id": "CC-MAIN-2009-2010", "cdx-api": "BASE/CC-MAIN-2009-2010-index"}]"#),
        _ if path.starts_with("/CC-MAIN-2023-40") => pywb(path, &[("20230930000000", "N")]),
        _ if path.starts_with("/CC-MAIN-2022-05") => with("404 Not Found", "", r#"{"message": "No Captures found for: x"}"#),
        _ => pywb(path, &[("20100101000000", "O")]),
    })
    .await;
    let archive = Archive::common_crawl_like(&format!("{base}/collinfo.json"), &base).unwrap();
    let row = fetcher().nearest_capture(&archive, "http://gull.example/a", at("2024")).await.unwrap().unwrap();
    assert_eq!((row.capture, row.record.unwrap().offset), (None, 7));
    assert_eq!(asked.lock().unwrap().len(), 2, "crawls that cannot be nearer are not asked");
    assert_eq!(all(&archive, &Query::default()).await, ["20100101000000", "20230930000000"]);
    let before = asked.lock().unwrap().len();
    assert_eq!(all(&archive, &Query::default().since(at("2023"))).await, ["20230930000000"]);
    assert_eq!(asked.lock().unwrap().len(), before + 2);
}

#[tokio::test]
async fn refusals_and_bad_addresses_end_the_stream() {
    let (base, asked) = serve(|_, _| with("429 Too Many Requests", "", "slow down")).await;
    let (_, error) = stamps(&Archive::wayback_like(&base).unwrap(), &Query::default()).await;
    assert!(error.is_some());
    assert_eq!(asked.lock().unwrap().len(), 1, "no other source is tried in a hurry");
    for bad in ["http://", "ftp://gull.example/", "http://polly:secret@[/"] {
        let mut captures = fetcher().captures(&Archive::wayback(), bad, &Query::default());
        let error = captures.next().await.unwrap().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        assert!(captures.next().await.is_none());
    }
    let (base, _) = serve(|_, _| ok(&format!("{NAMES}{},[],[\"again\"]]", wayback_row("20010101000000", "A")))).await;
    let (rows, error) = stamps(&Archive::wayback_like(&base).unwrap(), &Query::default()).await;
    assert_eq!(rows, ["20010101000000"]);
    assert!(error.unwrap().to_string().contains("circles"));
}

#[tokio::test]
async fn a_space_in_an_address_moves_no_column() {
    let digest = "SEDS57SYOQFDFJJM4QQTBRWFGZMBTECK";
    let rows = format!(
        "example,gull)/a b 20010101000000 http://gull.example/a b.html text/html 404 {digest} 10\n\
         example,gull)/a b 20020101000000 http://gull.example/a text/html; charset=x 200 {digest} 10\n\
         example,gull)/a {{b}} 20030101000000 {{\"url\": \"http://gull.example/a {{b}}\", \"status\": \"200\"}}\n"
    );
    let (base, _) = serve(move |_, _| ok(&rows)).await;
    let mut captures =
        fetcher().captures(&Archive::pywb(&base).unwrap(), "http://gull.example/a b.html", &Query::default());
    let row = captures.next().await.unwrap().unwrap();
    assert_eq!((row.status, &*row.original, row.length), (Some(404), "http://gull.example/a b.html", Some(10)));
    assert_eq!((row.mime.as_deref(), row.digest.as_deref()), (Some("text/html"), Some(digest)));
    let row = captures.next().await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.timestamp.to_string(), row.page_key()),
        (Some(200), "20030101000000".into(), "example,gull)/a {b}")
    );
    assert!(captures.next().await.is_none());
    assert_eq!(captures.skipped(), 1, "a row that cannot be told apart is told, not shifted");
}
