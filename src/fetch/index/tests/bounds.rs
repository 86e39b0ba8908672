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
