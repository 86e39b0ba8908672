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
            told.ends_with(
                "revisit of http://news.example/again/3.html: the earlier record is in no file that was read"
            ),
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

/// The pages of these files, read in this order, by id or error.
fn read_all(files: &[&OnDisk], order: &[usize]) -> Vec<String> {
    let index = RecordIndex::default();
    for n in order {
        index.add_file(files[*n].0.path());
    }
    order.iter().flat_map(|n| shortly(files[*n].pages().with_index(&index))).collect()
}

#[test]
fn pages_are_found_in_other_files_in_any_order() {
    let again = |n| revisit(n, BY_DIGEST, &http(HEAD, b""));
    for pack in [|bytes: &[u8]| bytes.to_vec(), gzip] {
        let first = OnDisk::new(&[response(1), response(2)].map(|r| pack(&r)).concat());
        let second = OnDisk::new(&[again(3), response(4)].map(|r| pack(&r)).concat());
        let third = OnDisk::new(&pack(&again(5)));
        let files = [&first, &second, &third];
        assert_eq!(read_all(&files, &[0, 1, 2]), ["1", "2", "urn:r:3", "4", "urn:r:5"]);
        assert_eq!(read_all(&files, &[2, 1, 0]), ["urn:r:5", "urn:r:3", "4", "1", "2"]);
        // Without the file that has it.
        let told = read_all(&files, &[1, 2]);
        assert!(told[0].ends_with(" revisit") && told[2].ends_with(" revisit"), "{told:?}");
    }
}

#[test]
fn pages_are_found_in_the_files_of_a_zip_and_behind_the_revisit() {
    let again = revisit(3, BY_DIGEST, &http(HEAD, b""));
    check_file(&[again.clone(), response(1)].concat(), &["urn:r:3", "1"]);
    // What comes once has been read up to here alone.
    assert!(read([again.clone(), response(1)].concat())[0].ends_with(" revisit"));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [("archive/b.warc", again), ("archive/a.warc.gz", gzip(&response(1)))] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    check_file(&zip.finish().unwrap().into_inner(), &["urn:r:3", "1"]);
}

fn check_file(bytes: &[u8], expected: &[&str]) {
    assert_eq!(OnDisk::new(bytes).read(), expected);
}

/// An answer that a page of this address has not changed.
fn not_modified(n: usize, day: usize, warc_type: &str, fields: &str) -> Vec<u8> {
    let fields = format!(
        "WARC-Record-ID: <urn:r:{n}>\r\nWARC-Date: 2007-12-{day:02}T03:21:45Z\r\nWARC-Target-URI: http://news.example/page.html\r\n\
        Content-Type: application/http; msgtype=response\r\n{fields}"
    );
    record(warc_type, &fields, b"HTTP/1.1 304 Not Modified\r\n\r\n")
}

/// The nth page, captured at this day under one address.
fn page_at(n: usize, day: usize) -> Vec<u8> {
    let fields = fields(n).replace(&format!("/{n}.html"), "/page.html");
    let fields = fields.replace(&format!("-{:02}T", n % 28 + 1), &format!("-{day:02}T"));
    record("response", &fields, &http("Content-Type: text/html\r\n", body(n).as_bytes()))
}

#[test]
fn not_modified_stands_for_the_capture_before() {
    let profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n\
        WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n";
    let nothing = record("response", "WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n", &http("", b""));
    for (kind, fields) in [("response", ""), ("revisit", profile)] {
        let records = [
            page_at(1, 3),
            nothing.clone(),
            not_modified(11, 5, kind, fields),
            page_at(2, 9),
            not_modified(12, 12, kind, fields),
            // Before all captures there are.
            not_modified(13, 1, kind, fields),
        ];
        for bytes in [records.concat(), records.iter().flat_map(|r| gzip(r)).collect()] {
            let saved: Vec<_> = OnDisk::new(&bytes).pages().map(Result::unwrap).collect();
            let found: Vec<_> = saved.iter().map(|s| (s.id(), s.page().bytes())).collect();
            let (one, two) = (body(1), body(2));
            let expected = [
                ("urn:uuid:1", one.as_bytes()),
                ("urn:r:11", one.as_bytes()),
                ("urn:uuid:2", two.as_bytes()),
                ("urn:r:12", two.as_bytes()),
                ("urn:r:13", one.as_bytes()),
            ];
            assert_eq!(found, expected, "{kind}");
            assert_eq!(saved[1].page().status(), Some(200));
            let warnings: Vec<_> = saved.iter().map(|s| s.page().warnings().len()).collect();
            assert_eq!(warnings, [0, 1, 0, 1, 1]);
            assert_eq!(saved[1].page().warnings()[0].code.as_str(), "not_modified");
            assert_eq!(saved[1].page().capture_time().unwrap().to_string(), "2007-12-05T03:21:45Z");
        }
    }
    let told = OnDisk::new(&not_modified(11, 5, "response", "")).read();
    assert_eq!(told, ["f#0 revisit"]);
}
