use super::*;

fn polite() -> FetchOptions {
    options().ignore_robots(false)
}

fn code(result: Result<Response>) -> String {
    match result {
        Ok(answer) => answer.status.to_string(),
        Err(error) => match error.kind() {
            ErrorKind::Refused { reason, .. } => reason.to_string(),
            other => panic!("{other}"),
        },
    }
}

#[tokio::test]
async fn a_site_is_asked_once_and_its_wishes_kept() {
    let server = Server::new(|path, _| match path {
        "/robots.txt" => {
            reply("200 OK", "", b"User-agent: *\nDisallow: /\n\nUser-agent: cuttings\nDisallow: /private\n")
        }
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let transport = transport(polite());
    for (path, expected) in [("/a", "200"), ("/private/a", "robots.txt"), ("/b", "200")] {
        assert_eq!(code(transport.send(&server.request(path, Pool::Live)).await), expected, "{path}");
    }
    let asked: Vec<bool> = server.heads().iter().map(|h| h.starts_with("GET /robots.txt ")).collect();
    assert_eq!(asked, [true, false, false]);
    // An archive's captures, and whoever is told to ignore it.
    assert_eq!(code(transport.send(&server.request("/private/a", Pool::Replay)).await), "200");
    let rude = super::transport(polite().ignore_robots(true));
    assert_eq!(code(rude.send(&server.request("/private/a", Pool::Live)).await), "200");
}

#[tokio::test]
async fn a_site_that_cannot_be_reached_is_an_error_of_the_page() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let page = format!("http://{closed}/a.html");
    let request = Request::new(Url::parse(&page.replace("//", "//polly:secret@")).unwrap(), Pool::Live);
    let error = transport(polite()).send(&request).await.unwrap_err();
    assert_eq!(error.url(), Some(&*page), "{error}");
    // The site is there, but its rules are not to be read.
    let server = Server::new(|path, _| match path {
        "/robots.txt" => reply("302 Found", "Location: ftp://x.example/robots.txt\r\n", b""),
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let error = transport(polite()).send(&server.request("/a", Pool::Live)).await.unwrap_err();
    assert_eq!(error.url(), Some(&*format!("{}/a", server.base)));
    assert!(error.to_string().contains("robots.txt: cannot be fetched: refused ftp://x.example/robots.txt"), "{error}");
}

#[tokio::test]
async fn no_robots_txt_allows_all_and_a_broken_one_nothing() {
    for (status, expected) in [("404 Not Found", "200"), ("403 No", "200"), ("500 Oops", "robots.txt: status 500")] {
        let server = Server::new(move |path, _| match path {
            "/robots.txt" => reply(status, "", b"User-agent: *\nDisallow: /\n"),
            _ => reply("200 OK", "", b"x"),
        })
        .await;
        assert_eq!(code(transport(polite()).send(&server.request("/a", Pool::Live)).await), expected);
    }
}

#[tokio::test]
async fn robots_txt_may_be_moved_and_is_read_up_to_a_size() {
    let mut long = b"User-agent: *\nDisallow: /first\n".to_vec();
    long.extend(std::iter::repeat_n(&b"# padding\n"[..], 60_000).flatten());
    long.extend_from_slice(b"Disallow: /last\n");
    let server = Server::new(move |path, _| match path {
        "/robots.txt" => reply("301 Moved", "Location: /elsewhere.txt\r\n", b""),
        "/elsewhere.txt" => reply("200 OK", "", &long),
        _ => reply("200 OK", "", b"x"),
    })
    .await;
    let transport = transport(polite());
    assert_eq!(code(transport.send(&server.request("/first", Pool::Live)).await), "robots.txt");
    assert_eq!(code(transport.send(&server.request("/last", Pool::Live)).await), "200");
}

#[tokio::test]
async fn how_much_of_robots_txt_is_read_can_be_set() {
    let text = format!("User-agent: *\n{}Disallow: /last\n", "# padding\n".repeat(60_000));
    let server = Server::new(move |_, _| reply("200 OK", "", text.as_bytes())).await;
    let send = async |options: FetchOptions| code(transport(options).send(&server.request("/last", Pool::Live)).await);
    assert_eq!(send(polite()).await, "200");
    assert_eq!(send(polite().max_robots_bytes(1 << 20)).await, "robots.txt");
}

#[tokio::test]
async fn rules_beyond_number_are_refused() {
    let many: String = (0..30_000).map(|n| format!("Disallow:*{n}$\n")).collect();
    let many = format!("User-agent: *\n{many}");
    let server = Server::new(move |_, _| reply("200 OK", "", many.as_bytes())).await;
    let transport = transport(polite());
    let error = code(transport.send(&server.request(&format!("/{}", "b".repeat(10_000)), Pool::Live)).await);
    assert_eq!(error, "robots.txt: too many rules");
    assert_eq!(code(transport.send(&server.request("/b", Pool::Live)).await), "200");
}

#[tokio::test]
async fn the_pause_that_a_site_asks_for_is_kept() {
    let text = "User-agent: *\nCrawl-delay: 30\n\nUser-agent: cuttings\nCrawl-delay: 0.4\n";
    let server = Server::new(move |_, _| reply("200 OK", "", text.as_bytes())).await;
    let transport = transport(polite());
    for path in ["/a", "/b", "/c"] {
        transport.send(&server.request(path, Pool::Live)).await.unwrap();
    }
    let times = server.times();
    for pair in times[1..].windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(390), "{times:?}");
    }
    // Archives have limits of their own.
    let server = Server::new(move |_, _| reply("200 OK", "", b"User-agent: *\nCrawl-delay: 60\n")).await;
    let start = Instant::now();
    transport.send(&server.request("/a", Pool::Live)).await.unwrap();
    for path in ["/b", "/c"] {
        transport.send(&server.request(path, Pool::Replay)).await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_pause_without_end_is_cut_to_what_may_be_waited() {
    for wish in ["99999999999999999999", "-5", "soon"] {
        let text = format!("User-agent: *\nCrawl-delay: {wish}\n");
        let server = Server::new(move |_, _| reply("200 OK", "", text.as_bytes())).await;
        let transport = super::transport(polite().max_wait(Duration::from_millis(200)));
        let start = Instant::now();
        for path in ["/a", "/b"] {
            assert_eq!(code(transport.send(&server.request(path, Pool::Live)).await), "200", "{wish}");
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{wish}");
    }
}

#[tokio::test]
async fn what_sites_say_does_not_fill_the_memory() {
    let lines: String = (0..20_000).map(|n| format!("Disallow: /padding/{n}\n")).collect();
    let body: Arc<[u8]> = format!("User-agent: *\n{lines}").into_bytes().into();
    let robots = super::super::robots::Robots::default();
    let (transport, most) = (transport(options()), super::super::robots::MAX_REMEMBERED_BYTES);
    // Kept they are larger than sent by half.
    for _ in 0..most / body.len() * 2 / 3 + 8 {
        let text = body.clone();
        // Each is a site.
        let server = Server::new(move |_, _| reply("200 OK", "", &text)).await;
        let site = Url::parse(&server.base).unwrap();
        robots.check(&transport.client, &site, &TimeSpent::default()).await.unwrap();
        assert!(robots.remembered_bytes() <= most + 2 * body.len());
    }
    assert!(robots.remembered_bytes() < most / 2);
}
