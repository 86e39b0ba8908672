//! What listings must not bring about.

use super::*;

#[tokio::test]
async fn users_and_passwords_that_listings_name_are_not_sent() {
    let (base, asked) = serve(|path, head| {
        assert!(!head.to_lowercase().contains("authorization"), "{head}");
        match path {
            "/web/timemap/link/http://gull.example/a" => ok(
                "<http://gull.example/a>; rel=\"original\",\n\
                 <POLLY/web/timemap/link/2/http://gull.example/a>; rel=\"timemap\"; type=\"application/link-format\"",
            ),
            "/web/timemap/link/2/http://gull.example/a" => {
                ok("</web/20020101000000/http://gull.example/a>; rel=\"memento\"; datetime=\"Tue, 01 Jan 2002 00:00:00 GMT\"")
            }
            "/collinfo.json" => ok(r#"[{"id": "CC-MAIN-2023-40", "cdx-api": "POLLY/crawl-index"}]"#),
            path if path.starts_with("/crawl-index") => {
                ok(r#"{"timestamp": "20231001000000", "url": "http://gull.example/a"}"#)
            }
            _ => with("404 Not Found", "", "<html>"),
        }
    })
    .await;
    assert_eq!(all(&Archive::pywb(&format!("{base}/web")).unwrap(), &Query::default()).await, ["20020101000000"]);
    let crawls = Archive::common_crawl_like(&format!("{base}/collinfo.json"), &base).unwrap();
    assert_eq!(all(&crawls, &Query::default()).await, ["20231001000000"]);
    assert_eq!(asked.lock().unwrap().len(), 5);
}

/// Each page of it names the next, or many at once.
#[tokio::test]
async fn a_timemap_of_more_pages_than_any_has_is_told() {
    let (base, asked) = serve(|path, _| {
        let number: usize = path.split('/').nth(4).and_then(|n| n.parse().ok()).unwrap_or(0);
        let next = |n: usize| {
            format!(
                "<BASE/web/timemap/link/{n}/http://gull.example/a>; rel=\"timemap\"; type=\"application/link-format\""
            )
        };
        let to = if number == 9 { (100..200).map(next).collect::<Vec<_>>().join(",\n") } else { next(number + 1) };
        match path.contains("/timemap/") {
            true => ok(&format!("<http://gull.example/a>; rel=\"original\",\n{to}")),
            false => with("404 Not Found", "", "<html>"),
        }
    })
    .await;
    let archive = Archive::pywb(&format!("{base}/web")).unwrap();
    for (limit, requests, found) in [(5, 5, 6), (40, 10, 110)] {
        let before = asked.lock().unwrap().len();
        let options = FetchOptions::default().allow_private(true).max_retries(0).max_timemap_pages(limit);
        let mut captures =
            Fetcher::new(options).unwrap().captures(&archive, "http://gull.example/a", &Query::default());
        let error = captures.next().await.unwrap().unwrap_err();
        let told = format!("page over the limit of {limit} pages of a TimeMap (it has {found} or more)");
        assert_eq!((error.to_string(), error.is_limit()), (told, true));
        // With the one for the index.
        assert_eq!(asked.lock().unwrap().len() - before, requests + 1);
        assert!(captures.next().await.is_none());
    }
}
