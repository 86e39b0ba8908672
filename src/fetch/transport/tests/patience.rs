//! How long, and how often, a server is asked that does not answer as it should.

use super::*;

/// What comes of a request, how long it took, and how often the server was asked.
async fn asked(options: FetchOptions, server: &Server, request: Request) -> (Result<Response>, Duration, usize) {
    let (start, before) = (Instant::now(), server.count());
    let result = transport(options).send(&request).await;
    (result, start.elapsed(), server.count() - before)
}

#[tokio::test]
async fn the_time_is_for_all_tries_and_the_body() {
    let server = Server::new(|path, _| match path {
        "/drip" => Reply::Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n".to_vec()),
        "/head" => Reply::Drip(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec()),
        "/stall" => Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n<p>One".to_vec()),
        _ => Reply::Silence,
    })
    .await;
    for path in ["/drip", "/head", "/stall", "/silence"] {
        for pool in [Pool::Live, Pool::Replay, Pool::Index] {
            let options = options().timeout(Duration::from_millis(600)).max_retries(5);
            let (result, time, count) = asked(options, &server, server.request(path, pool)).await;
            let error = result.unwrap_err();
            assert!(error.is_timeout() && count == 1, "{path} {count}: {error}");
            assert!((550..3_000).contains(&time.as_millis()), "{path} {time:?}");
        }
    }
}

#[tokio::test]
async fn no_try_is_begun_that_could_not_end_in_time() {
    let server = Server::new(|path, _| match path {
        "/busy" => reply("503 Busy", "", b""),
        _ => Reply::Close,
    })
    .await;
    let options = || options().timeout(Duration::from_secs(30)).backoff(Duration::from_secs(20));
    // The first retry is made at once; before the second forty seconds would pass.
    let (result, time, count) = asked(options(), &server, server.request("/busy", Pool::Replay)).await;
    assert_eq!((result.unwrap().status, count), (503, 2));
    assert!(time < Duration::from_secs(39), "{time:?}");
    let (result, time, count) = asked(options(), &server, server.request("/close", Pool::Replay)).await;
    assert!(!result.unwrap_err().is_timeout() && count == 2);
    assert!(time < Duration::from_secs(39), "{time:?}");
}

#[tokio::test]
async fn a_pause_that_a_host_asks_for_is_not_its_slowness() {
    let server = Server::new(|_, n| match n {
        0 => reply("429 Too Many Requests", "Retry-After: 1\r\n", b""),
        1 => reply("503 Busy", "Retry-After: 1\r\n", b""),
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let options = options().timeout(Duration::from_millis(900));
    let (result, time, count) = asked(options, &server, server.request("/", Pool::Replay)).await;
    assert_eq!((result.unwrap().status, count), (200, 3));
    assert!(time >= Duration::from_millis(1_990), "{time:?}");
}

#[tokio::test]
async fn what_is_malformed_for_good_is_asked_for_twice_at_most() {
    let many: String = (0..1_200).map(|n| format!("X-{n}: gull\r\n")).collect();
    let server = Server::new(move |path, _| {
        Reply::Bytes(match path {
            "/rubbish" => b"\x00\xffThe ferry sails again\r\n\r\n".to_vec(),
            "/status" => b"HTTP/1.1 abc OK\r\n\r\n".to_vec(),
            "/large" => [&b"HTTP/1.1 200 OK\r\nX-Large: "[..], &[b'a'; 1 << 20], b"\r\n\r\n"].concat(),
            "/many" => format!("HTTP/1.1 200 OK\r\n{many}\r\n").into_bytes(),
            "/chunks" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>One\r\n".to_vec(),
            "/coding" => b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nnone".to_vec(),
            "/length" => b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nno".to_vec(),
            _ => b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nno".to_vec(),
        })
    })
    .await;
    for (path, most) in
        [("/rubbish", 2), ("/status", 2), ("/large", 1), ("/many", 1), ("/chunks", 2), ("/length", 2), ("/negative", 2)]
    {
        for pool in [Pool::Live, Pool::Replay, Pool::Index] {
            let (result, _, count) = asked(options().max_retries(5), &server, server.request(path, pool)).await;
            let error = result.expect_err(path);
            // What is too much is asked for once.
            let code = if most == 1 { "limit" } else { "fetch" };
            assert_eq!((error.code().as_str(), count), (code, most), "{path} {pool:?}: {error}");
        }
    }
    // Whatever comes of it, it came whole.
    let (_, _, count) = asked(options(), &server, server.request("/coding", Pool::Replay)).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn redirects_without_end_are_followed_once() {
    let server = Server::new(|_, n| reply("302 Found", &format!("Location: /{n}\r\n"), b"")).await;
    let error = crate::fetch::Fetcher::new(options()).unwrap().get(&server.base).await.unwrap_err();
    assert_eq!((error.to_string().ends_with("more than 10 redirects"), server.count()), (true, 11), "{error}");
}

/// Each step comes in time; all together do not.
#[tokio::test]
async fn redirects_and_robots_txt_are_of_the_same_time() {
    let step = |to: &str| Reply::Late(Duration::from_millis(400), redirect_to(to));
    let server = Server::new(move |path, _| match path.split('/').nth(1).unwrap_or_default() {
        "robots.txt" => Reply::Late(
            Duration::from_millis(400),
            b"HTTP/1.1 404 Gone\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec(),
        ),
        "a" => step("/b"),
        "b" => step("/c"),
        "c" => Reply::Late(
            Duration::from_millis(400),
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<p>One".to_vec(),
        ),
        // Redirects of an archive.
        _ => match path.rsplit_once("/a").map_or(0, |(_, number)| number.parse().unwrap_or(0)) {
            4 => Reply::Late(
                Duration::from_millis(400),
                format!("HTTP/1.1 200 OK\r\n{MEMENTO}Connection: close\r\nContent-Length: 6\r\n\r\n<p>One")
                    .into_bytes(),
            ),
            n => step(&format!("/web/20190305112233id_/http://news.example/a{}", n + 1)),
        },
    })
    .await;
    let fetcher = |millis| {
        crate::fetch::Fetcher::new(options().ignore_robots(false).timeout(Duration::from_millis(millis))).unwrap()
    };
    let live = format!("{}/a", server.base);
    let error = fetcher(1_000).get(&live).await.unwrap_err();
    // No step takes the whole time; the third is cut by what the others have left of it.
    assert!(error.is_timeout() && server.count() == 3, "{error} {}", server.count());
    assert_eq!(fetcher(10_000).get(&live).await.unwrap().bytes(), b"<p>One");
    let archived = format!("{}/web/20190305112233id_/http://news.example/a1", server.base);
    let before = server.count();
    let error = fetcher(1_000).get(&archived).await.unwrap_err();
    assert!(error.is_timeout() && server.count() - before == 3, "{error} {}", server.count() - before);
    assert_eq!(fetcher(10_000).get(&archived).await.unwrap().bytes(), b"<p>One");
}

fn redirect_to(address: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {address}\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn all_who_wait_for_the_rules_of_a_silent_site_wait_once() {
    let server = Server::new(|_, n| match n {
        0 => Reply::Silence,
        _ => reply("200 OK", "", b"<p>The ferry sails again"),
    })
    .await;
    let options = options().ignore_robots(false).timeout(Duration::from_millis(600));
    let transport = transport(options);
    let ask = async |n: usize| transport.send(&server.request(&format!("/{n}"), Pool::Live)).await;
    let (a, b, c, d) = tokio::join!(ask(1), ask(2), ask(3), ask(4));
    for result in [a, b, c, d] {
        let error = result.unwrap_err();
        assert!(error.is_timeout() && error.url().unwrap().starts_with(&server.base), "{error}");
    }
    // Whoever had waited after the first would have asked for himself.
    assert_eq!(server.count(), 1);
    // Whoever comes later asks again.
    assert_eq!(ask(5).await.unwrap().status, 200);
}
