use super::super::guard::{Guard, not_public};
use super::*;
use crate::fetch::Fetcher;

const REFUSED: &[(&str, &str)] = &[
    ("0.0.0.0", "unspecified address"),
    ("127.0.0.1", "loopback address"),
    ("127.255.0.1", "loopback address"),
    ("2130706433", "loopback address"),
    ("0x7f.1", "loopback address"),
    ("127.1", "loopback address"),
    ("127.0.0.1.", "loopback address"),
    ("%31%32%37.0.0.1", "loopback address"),
    ("\u{ff11}\u{ff12}\u{ff17}.\u{ff10}.0.1", "loopback address"),
    ("\u{2460}\u{2461}\u{2466}\u{3002}0\u{ff0e}0\u{ff61}1", "loopback address"),
    ("0177.0.0.1", "loopback address"),
    ("10.1.2.3", "private address"),
    ("172.16.0.1", "private address"),
    ("172.31.255.255", "private address"),
    ("192.168.1.1", "private address"),
    ("100.64.0.1", "shared address of a carrier"),
    ("100.127.255.255", "shared address of a carrier"),
    ("169.254.169.254", "link-local address"),
    ("192.0.2.1", "documentation address"),
    ("198.51.100.1", "documentation address"),
    ("203.0.113.1", "documentation address"),
    ("198.18.0.1", "benchmarking address"),
    ("224.0.0.1", "multicast address"),
    ("255.255.255.255", "reserved address"),
    ("[::]", "unspecified address"),
    ("[::1]", "loopback address"),
    ("[::ffff:127.0.0.1]", "loopback address"),
    ("[::ffff:a9fe:a9fe]", "link-local address"),
    ("[::ffff:0:10.0.0.1]", "private address"),
    ("[::10.0.0.1]", "private address"),
    ("[64:ff9b::10.0.0.1]", "private address"),
    ("[64:ff9b:1::1]", "private address"),
    ("[2002:0a00:0001::1]", "private address"),
    ("[2002:7f00:1::]", "loopback address"),
    // Teredo: the server, and the client 10.0.0.1 turned over.
    ("[2001:0:a00:1::]", "private address"),
    ("[2001:0:4136:e378:8000:63bf:f5ff:fffe]", "private address"),
    ("[2600::200:5efe:192.168.0.1]", "private address"),
    ("[2001:db8::1]", "documentation address"),
    ("[3fff::1]", "documentation address"),
    ("[2001:2::1]", "benchmarking address"),
    ("[fc00::1]", "private address"),
    ("[fdff::1]", "private address"),
    ("[fe80::1]", "link-local address"),
    ("[fec0::1]", "private address"),
    ("[ff02::1]", "multicast address"),
    ("[100::1]", "reserved address"),
];

fn reason_of(error: &crate::Error) -> String {
    match error.kind() {
        ErrorKind::Refused { reason, .. } => reason.to_string(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn every_form_of_an_address_that_is_not_public_is_refused() {
    let transport = transport(FetchOptions::default());
    for (host, why) in REFUSED {
        let url = Url::parse(&format!("http://polly:secret@{host}/x")).unwrap();
        let error = transport.send(&Request::new(url, Pool::Live)).await.unwrap_err();
        assert_eq!((reason_of(&error).as_str(), error.code().as_str()), (*why, "refused"), "{host}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

#[test]
fn public_addresses_in_every_form_are_not_refused() {
    for ip in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
        assert_eq!(not_public(ip.parse().unwrap()), None, "{ip}");
    }
    assert_eq!(not_public("2002:808:808::1".parse().unwrap()), None);
}

#[tokio::test]
async fn other_schemes_are_refused() {
    let transport = transport(options());
    for url in ["ftp://news.example/", "file:///etc/hosts", "data:text/html,x", "gopher://127.0.0.1/"] {
        let error = transport.send(&Request::new(Url::parse(url).unwrap(), Pool::Replay)).await.unwrap_err();
        assert!(reason_of(&error).starts_with("scheme "), "{error}");
    }
}

#[tokio::test]
async fn a_name_is_refused_by_what_it_means() {
    let server = Server::new(|_, _| reply("200 OK", "", b"<p>inside")).await;
    let port = server.base.rsplit(':').next().unwrap();
    let url = Url::parse(&format!("http://localhost:{port}/")).unwrap();
    let strict = transport(FetchOptions::default().ignore_robots(true));
    for name in ["localhost", "LOCALHOST", "%6cocalhost"] {
        let url = Url::parse(&format!("http://{name}:{port}/")).unwrap();
        let error = strict.send(&Request::new(url, Pool::Live)).await.unwrap_err();
        assert_eq!(reason_of(&error), "loopback address");
    }
    assert_eq!(server.count(), 0);
    assert_eq!(transport(options()).send(&Request::new(url, Pool::Live)).await.unwrap().body, b"<p>inside");
}

#[tokio::test]
async fn a_redirect_is_refused_like_a_first_address() {
    for to in
        ["http://169.254.169.254/latest/", "http://[::ffff:192.168.0.1]/", "http://a.example:25/", "file:///etc/hosts"]
    {
        let server = Server::new(move |_, _| reply("302 Found", &format!("Location: {to}\r\n"), b"")).await;
        // Only this server is let through: the rest of the way is as strict as for a public one.
        let mut fetcher = Fetcher::new(options()).unwrap();
        fetcher.transport.client.guard = Guard::new(false, true).with_exception(&server.base);
        let error = fetcher.get(&server.base).await.unwrap_err();
        assert_eq!(error.code(), "refused", "{error}");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_redirect_of_robots_txt_leads_nowhere_inside() {
    for to in ["http://10.0.0.1/robots.txt", "http://[::1]/robots.txt", "http://a.example:25/robots.txt"] {
        let server = Server::new(move |_, _| reply("302 Found", &format!("Location: {to}\r\n"), b"")).await;
        let mut strict = transport(options().ignore_robots(false));
        strict.client.guard = Guard::new(false, true).with_exception(&server.base);
        let error = strict.send(&server.request("/a", Pool::Live)).await.unwrap_err();
        assert!(reason_of(&error).starts_with(&format!("robots.txt: cannot be fetched: refused {to}")), "{error}");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used_unasked() {
    assert!(FetchOptions::default().direct);
    // With a proxy names are looked up before they are handed to it.
    let behind = Guard::new(false, false).with_proxy("proxy.example");
    let error = behind.check(&Url::parse("http://localhost/").unwrap()).await.unwrap_err();
    assert_eq!(reason_of(&error), "loopback address");
    behind.check(&Url::parse("http://no-such-name.invalid/").unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_name_that_means_something_else_the_second_time_is_refused_then() {
    use reqwest::dns::Resolve as _;
    let addresses =
        |texts: &[&str]| texts.iter().map(|text| (text.parse::<std::net::IpAddr>().unwrap(), 0).into()).collect();
    let answers = [&["8.8.8.8"][..], &["127.0.0.1"], &["10.0.0.1", "8.8.4.4", "::1"], &["::ffff:10.0.0.1", "fe80::1"]];
    let guard = Guard::new(false, true).with_names(answers.map(addresses));
    let mut found = Vec::new();
    // One connection each: what is given back is all that it may go to.
    for _ in answers {
        let name = "rebind.example".parse().unwrap();
        found.push(guard.resolve(name).await.map(|all| all.map(|a| a.ip().to_string()).collect::<Vec<_>>().join(" ")));
    }
    let found: Vec<String> = found.into_iter().map(|found| found.unwrap_or_else(|error| error.to_string())).collect();
    assert_eq!(found, ["8.8.8.8", "loopback address", "8.8.4.4", "private address"]);
}

#[tokio::test]
async fn ports_of_other_services_are_refused() {
    let (strict, free) = (Guard::new(false, true), Guard::new(true, true));
    for port in [1, 22, 25, 110, 6_000, 6_667, 10_080] {
        let url = Url::parse(&format!("http://polly:secret@news.example:{port}/")).unwrap();
        let error = strict.check(&url).await.unwrap_err();
        assert_eq!((reason_of(&error), error.code().as_str()), (format!("port {port}"), "refused"));
        assert!(!error.to_string().contains("secret"));
        free.check(&url).await.unwrap();
    }
    for url in
        ["http://news.example:80/", "http://news.example:8080/", "https://news.example/", "http://news.example:443/"]
    {
        strict.check(&Url::parse(url).unwrap()).await.unwrap();
    }
}
