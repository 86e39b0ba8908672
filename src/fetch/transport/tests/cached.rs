use std::fs::OpenOptions;
use std::io::Write as _;

use reqwest::header::HeaderName;

use super::*;

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out
}

#[tokio::test]
async fn a_hit_costs_no_request_and_no_turn() {
    let dir = tempfile::tempdir().unwrap();
    let headers = format!(
        "{MEMENTO}Content-Type: text/html\r\nX-Archive-Orig-Server: n\u{e4}ginx\r\nSet-Cookie: a=b\r\n\
            X-Archive-Orig-Set-Cookie: c=d\r\nX-Powered-By: gulls\r\n"
    );
    let server = Server::new(move |_, _| reply("404 Not Found", &headers, b"<p>archived")).await;
    // One request a minute: a second one would not come back before the test is given up.
    let slow = || transport(kept(dir.path()).rate(server.host(), 1));
    let first = slow().send(&server.request("/a", Pool::Replay)).await.unwrap();
    assert!(!first.cached);
    for _ in 0..3 {
        let (transport, ask) = (slow(), server.request("/a", Pool::Replay));
        let hit = tokio::time::timeout(Duration::from_secs(20), transport.send(&ask)).await.unwrap().unwrap();
        assert!(hit.cached);
        assert_eq!((hit.status, &hit.body, &hit.url), (first.status, &first.body, &first.url));
        for name in
            ["memento-datetime", "content-type", "x-archive-orig-server", "x-archive-orig-set-cookie", "x-powered-by"]
        {
            assert_eq!(hit.headers.get(name), first.headers.get(name));
        }
        assert!(hit.headers.get("set-cookie").is_none());
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn what_changes_is_kept_for_a_time_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|path, _| match path {
        "/moved" => reply("302 Found", "Location: /there\r\n", b""),
        "/error" => reply("200 OK", "", b"org.archive.wayback.exception.RobotAccessControlException: no"),
        "/404" => reply("404 Not Found", "", b""),
        _ => reply("200 OK", "", b"rows"),
    })
    .await;
    let count = async |options: FetchOptions, path: &str, pool: Pool| {
        let before = server.count();
        let transport = transport(options);
        for _ in 0..2 {
            transport.send(&server.request(path, pool)).await.unwrap();
        }
        server.count() - before
    };
    assert_eq!(count(kept(dir.path()), "/rows", Pool::Index).await, 1);
    assert_eq!(count(kept(dir.path()).max_index_age(Duration::ZERO), "/rows", Pool::Index).await, 2);
    assert_eq!(count(kept(dir.path()), "/moved", Pool::Replay).await, 1);
    for (path, pool) in [("/error", Pool::Index), ("/404", Pool::Index), ("/404", Pool::Replay), ("/x", Pool::Replay)] {
        assert_eq!(count(kept(dir.path()), path, pool).await, 2, "{path}");
    }
    assert_eq!(count(kept(dir.path()), "/live", Pool::Live).await, 2);
    assert_eq!(count(kept(dir.path()).cache_live(true), "/live", Pool::Live).await, 1);
}

#[tokio::test]
async fn a_body_that_broke_off_is_not_kept_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let broken = format!("HTTP/1.1 200 OK\r\n{MEMENTO}Content-Length: 100\r\n\r\n<p>One");
    let server = Server::new(move |_, _| Reply::Bytes(broken.clone().into_bytes())).await;
    let ask = server.request("/", Pool::Replay);
    let first = transport(kept(dir.path())).send(&ask).await.unwrap();
    let again = transport(kept(dir.path())).send(&ask).await.unwrap();
    assert_eq!((again.cached, &again.body, again.defect), (true, &first.body, first.defect));
    let later = transport(kept(dir.path()).max_index_age(Duration::ZERO)).send(&ask).await.unwrap();
    assert!(!later.cached);
}

#[tokio::test]
async fn requests_are_told_apart_by_headers_and_range() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, n| reply("206 Part", MEMENTO, n.to_string().as_bytes())).await;
    let transport = transport(kept(dir.path()));
    let accept = HeaderName::from_static("accept-datetime");
    let mut ranged = server.request("/", Pool::Replay);
    ranged.range = Some((0, 9));
    let asks =
        [server.request("/", Pool::Replay), server.request("/", Pool::Replay).with_header(accept, "Mon"), ranged];
    for _ in 0..2 {
        for (n, ask) in asks.iter().enumerate() {
            assert_eq!(transport.send(ask).await.unwrap().body, n.to_string().as_bytes());
        }
    }
}

#[tokio::test]
async fn offline_is_the_cache_alone() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, _| reply("200 OK", "", b"rows")).await;
    let online = transport(kept(dir.path()).max_index_age(Duration::ZERO));
    online.send(&server.request("/rows", Pool::Index)).await.unwrap();
    let offline = transport(kept(dir.path()).max_index_age(Duration::ZERO).offline(true));
    assert_eq!(offline.send(&server.request("/rows", Pool::Index)).await.unwrap().body, b"rows");
    for none in [&offline, &transport(options().offline(true))] {
        let error = none.send(&server.request("/other", Pool::Live)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("not cached: {}/other", server.base));
        assert_eq!(error.code(), "not_cached");
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_torn_line_is_cut_off_and_the_rest_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|path, _| reply("200 OK", MEMENTO, path.as_bytes())).await;
    let first = transport(kept(dir.path()));
    first.send(&server.request("/a", Pool::Replay)).await.unwrap();
    first.send(&server.request("/b", Pool::Replay)).await.unwrap();
    let path = dir.path().join("journal.jsonl");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 20]).unwrap();
    let second = transport(kept(dir.path()));
    assert!(std::fs::read(&path).unwrap().ends_with(b"}\n"));
    assert!(second.send(&server.request("/a", Pool::Replay)).await.unwrap().cached);
    assert!(!second.send(&server.request("/b", Pool::Replay)).await.unwrap().cached);
    // Torn by another process while this one is at work.
    OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"key\":\"ab").unwrap();
    assert!(!second.send(&server.request("/c", Pool::Replay)).await.unwrap().cached);
    let third = transport(kept(dir.path()));
    for path in ["/a", "/b", "/c"] {
        assert!(third.send(&server.request(path, Pool::Replay)).await.unwrap().cached, "{path}");
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.lines().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()), "{text}");
    assert_eq!(text.lines().count(), 3);
}

#[tokio::test]
async fn what_another_has_added_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|path, _| reply("200 OK", MEMENTO, path.as_bytes())).await;
    let (one, two) = (transport(kept(dir.path())), transport(kept(dir.path())));
    one.send(&server.request("/a", Pool::Replay)).await.unwrap();
    assert!(two.send(&server.request("/a", Pool::Replay)).await.unwrap().cached);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_at_once_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|path, _| reply("200 OK", MEMENTO, path.as_bytes())).await;
    let tasks: Vec<_> = (0..2)
        .map(|n| {
            let transport = transport(kept(dir.path()));
            let asks: Vec<Request> = (0..50).map(|m| server.request(&format!("/{n}/{m}"), Pool::Replay)).collect();
            tokio::spawn(async move {
                for ask in asks {
                    transport.send(&ask).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let offline = transport(kept(dir.path()).offline(true));
    for (n, m) in (0..2).flat_map(|n| (0..50).map(move |m| (n, m))) {
        let path = format!("/{n}/{m}");
        assert_eq!(offline.send(&server.request(&path, Pool::Replay)).await.unwrap().body, path.as_bytes());
    }
    assert!(files(&dir.path().join("tmp")).is_empty());
}

#[tokio::test]
async fn a_damaged_body_is_fetched_again() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|_, _| reply("200 OK", MEMENTO, b"<p>true")).await;
    let transport = transport(kept(dir.path()));
    let ask = server.request("/", Pool::Replay);
    transport.send(&ask).await.unwrap();
    let bodies = files(&dir.path().join("bodies"));
    assert_eq!(bodies.len(), 1);
    for (n, damage) in [&b"<p>else"[..], b"<p>", b""].into_iter().enumerate() {
        std::fs::write(&bodies[0], damage).unwrap();
        for cached in [false, true] {
            let answer = transport.send(&ask).await.unwrap();
            assert_eq!((answer.body.as_slice(), answer.cached), (&b"<p>true"[..], cached));
        }
        assert_eq!(server.count(), n + 2);
    }
    std::fs::remove_file(&bodies[0]).unwrap();
    assert!(!transport.send(&ask).await.unwrap().cached);
}

#[tokio::test]
async fn no_credentials_are_written_down() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(|path, _| match path {
        "/leads" => reply("302 Found", &format!("{MEMENTO}Location: http://polly:secret@a.example/\r\n"), b""),
        _ => reply("200 OK", &format!("{MEMENTO}Set-Cookie: secret\r\n"), b"x"),
    })
    .await;
    let transport = transport(kept(dir.path()));
    let mut with_user = server.request("/", Pool::Replay);
    with_user.url.set_username("polly").unwrap();
    with_user.url.set_password(Some("secret")).unwrap();
    let authorized =
        server.request("/", Pool::Replay).with_header(HeaderName::from_static("authorization"), "Basic secret");
    for ask in [with_user, authorized, server.request("/leads", Pool::Replay), server.request("/plain", Pool::Replay)] {
        transport.send(&ask).await.unwrap();
    }
    for path in files(dir.path()) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(!text.contains("secret") && !text.contains("polly"), "{}: {text}", path.display());
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("journal.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn a_long_journal_is_opened_quickly_and_in_spite_of_rubbish() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = String::from("rubbish\n{}\n{\"key\":\"ab\",\"time\":1,\"lasting\":true}\n");
    for n in 0..100_000 {
        text += &format!(
            "{{\"key\":\"{n:032x}\",\"time\":1,\"lasting\":true,\"url\":\"http://a.example/{n}\",\"status\":200,\
             \"headers\":[[\"content-type\",\"text/html\"],[\"memento-datetime\",\"Tue, 05 Mar 2019 11:22:33 GMT\"]],\
             \"digest\":\"{n:064x}\",\"length\":9}}\n"
        );
    }
    std::fs::write(dir.path().join("journal.jsonl"), text).unwrap();
    let start = Instant::now();
    Transport::new(&kept(dir.path())).unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
