//! Pages found again.

use super::*;

/// A revisit that refers to an earlier record by these fields.
fn revisit(n: usize, refers: &str, block: &[u8]) -> Vec<u8> {
    let fields = format!(
        "WARC-Record-ID: <urn:r:{n}>\r\nWARC-Date: 2008-01-{n:02}T00:00:00Z\r\nWARC-Target-URI: http://news.example/again/{n}.html\r\n\
        WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\nContent-Type: application/http; msgtype=response\r\n{refers}"
    );
    record("revisit", &fields, block)
}

const HEAD: &str = "Content-Type: text/html; charset=utf-8\r\n";
const BY_DIGEST: &str = "WARC-Payload-Digest: sha1:digest1\r\n";
const BY_DATE: &str =
    "WARC-Refers-To-Target-URI: http://news.example/1.html\r\nWARC-Refers-To-Date: 2007-12-02T03:21:45Z\r\n";
const BY_ID: &str = "WARC-Refers-To: <urn:uuid:1>\r\n";

/// Plain, a member a record, and all in one member.
fn packings(records: &[Vec<u8>]) -> [Vec<u8>; 3] {
    [records.concat(), records.iter().flat_map(|r| gzip(r)).collect(), gzip(&records.concat())]
}

fn check(records: &[Vec<u8>], look: impl Fn(Vec<Result<SavedPage>>)) {
    for bytes in packings(records) {
        look(pages(bytes.clone()).take(100).collect());
        look(OnDisk::new(&bytes).pages().take(100).collect());
    }
}

#[test]
fn revisits_are_resolved_by_digest_by_date_and_by_id() {
    for by in [BY_DIGEST, BY_DATE, BY_ID] {
        check(&[response(1), response(2), revisit(3, by, &http(HEAD, b"")), response(4)], |items| {
            let items: Vec<_> = items.into_iter().map(Result::unwrap).collect();
            assert_eq!(items.len(), 4, "{by}");
            let page = items[2].page();
            assert_eq!(String::from_utf8_lossy(page.bytes()), body(1));
            assert_eq!(items[2].id(), "urn:r:3");
            assert_eq!(page.url().unwrap().as_str(), "http://news.example/again/3.html");
            assert_eq!(page.capture_time().unwrap().to_string(), "2008-01-03T00:00:00Z");
            assert_eq!((page.content_type(), page.status()), (Some("text/html; charset=utf-8"), Some(200)));
        });
    }
}

#[test]
fn a_revisit_without_a_head_takes_the_earlier_one() {
    let not_modified = b"HTTP/1.1 304 Not Modified\r\n\r\n";
    check(&[response(1), revisit(3, BY_DIGEST, b""), revisit(4, BY_DATE, not_modified)], |items| {
        for item in &items[1..] {
            let page = item.as_ref().unwrap().page();
            assert_eq!((page.content_type(), page.status()), (Some("text/html"), Some(200)));
            assert_eq!(String::from_utf8_lossy(page.bytes()), body(1));
        }
        assert_eq!(items.len(), 3);
    });
}

#[test]
fn revisits_that_lead_nowhere_are_told_of() {
    let again = revisit(3, "WARC-Payload-Digest: sha1:OTHER\r\n", &http(HEAD, b""));
    check(&[response(1), again, response(2)], |items| {
        assert_eq!(items.len(), 3);
        let error = items[1].as_ref().unwrap_err();
        assert_eq!(error.code(), "revisit");
        let told = error.to_string();
        assert!(
            told.ends_with("revisit of http://news.example/again/3.html: the earlier record is not in this file"),
            "{told}"
        );
    });
}

#[test]
fn revisits_of_what_is_no_page_are_passed_over() {
    let image = record("response", &fields(1), &http("Content-Type: image/png\r\n", b"\x89PNG"));
    let missing =
        revisit(3, "WARC-Payload-Digest: sha1:OTHER\r\n", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n");
    let other = revisit(4, "WARC-Payload-Digest: sha1:OTHER\r\n", &http("Content-Type: image/png\r\n", b""));
    check(&[image, revisit(2, BY_DIGEST, b""), missing, other, response(9)], |items| {
        let ids: Vec<_> = items.into_iter().map(|i| i.unwrap().id().to_owned()).collect();
        assert_eq!(ids, ["urn:uuid:9"]);
    });
}

#[test]
fn an_error_page_of_the_same_bytes_hides_nothing() {
    let error = [b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", body(1).as_bytes()].concat();
    check(&[response(1), record("response", &fields(1), &error), revisit(3, BY_DIGEST, b"")], |items| {
        assert_eq!(items.len(), 2);
        assert_eq!(String::from_utf8_lossy(items[1].as_ref().unwrap().page().bytes()), body(1));
    });
}

#[test]
fn a_stream_keeps_the_last_bodies_only() {
    let page = |n: usize| record("response", &fields(n), &http("Content-Type: text/html\r\n", &vec![b'a'; 10 << 20]));
    let by = |n: usize| format!("WARC-Payload-Digest: sha1:DIGEST{n}\r\n");
    let records = [page(1), page(2), page(3), page(4), revisit(5, &by(1), b""), revisit(6, &by(4), b"")];
    let found = |pages: Pages| pages.map(|i| i.is_ok()).collect::<Vec<_>>();
    assert_eq!(found(pages(records.concat())), [true, true, true, true, false, true]);
    assert_eq!(found(OnDisk::new(&records.concat()).pages()), [true; 6]);
}
