//! ARC: both versions, packed in every way, and damaged.

use super::*;

pub(super) const FILEDESC_1: &str = "1 0 Made Up Archive\nURL IP-address Archive-date Content-type Archive-length\n";
const FILEDESC_2: &str = "2 0 Made Up Archive\nURL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename \
    Archive-length\n";
const FILEDESC_OF_MANY_LINES: &str = "1 1 Made Up Archive\nURL IP-address Archive-date Content-type Archive-length\n\
    <?xml version=\"1.0\"?>\n<arcmetadata>\n<software>a crawler</software>\nhttp://news.example/ is where it began\n</arcmetadata>\n";

fn arc_record(url: &str, media: &str, columns: &str, block: &[u8]) -> Vec<u8> {
    let line = format!("{url} 10.0.0.1 20000101120000 {media} {columns}{}\n", block.len());
    [line.as_bytes(), block, b"\n"].concat()
}

pub(super) fn filedesc(text: &str) -> Vec<u8> {
    let text = format!("{text}\n");
    let line = format!("filedesc://made-up.arc 0.0.0.0 20000101000000 text/plain {}\n", text.len());
    [line, text].concat().into_bytes()
}

fn url(n: usize) -> String {
    format!("http://news.example/{n}.html")
}

/// The nth page as a record of version 1.
pub(super) fn page_1(n: usize) -> Vec<u8> {
    arc_record(&url(n), "text/html", "", &http("Content-Type: text/html\r\n", body(n).as_bytes()))
}

/// The same of version 2.
fn page_2(n: usize) -> Vec<u8> {
    let block = http("Content-Type: text/html\r\n", body(n).as_bytes());
    arc_record(&url(n), "text/html", "200 fac069150613fe55599cc7fa88aa089d - 209 made-up.arc ", &block)
}

/// What is read: a page by the number in its address, if it is whole, an error by its place and its word.
fn numbers(pages: Pages) -> Vec<String> {
    let item = |item: Result<SavedPage>| match item {
        Ok(saved) => {
            let url = saved.page().url().unwrap().as_str();
            let n: usize = url.rsplit('/').next().unwrap().trim_end_matches(".html").parse().unwrap();
            let page = String::from_utf8_lossy(saved.page().bytes()).into_owned();
            assert_eq!(saved.page().capture_time().unwrap().to_string(), "2000-01-01T12:00:00Z");
            match saved.page().warnings() {
                [] => {
                    assert_eq!(page, body(n));
                    n.to_string()
                }
                [warning, ..] => {
                    assert_eq!(warning.code.as_str(), "damaged_body");
                    assert!(page.starts_with("<html>"));
                    format!("{n} mended")
                }
            }
        }
        Err(error) => format!("{} {}", error.place().unwrap_or("nowhere"), error.code()),
    };
    let items: Vec<String> = pages.take(1_000).map(item).collect();
    assert!(items.len() < 1_000, "without end");
    items
}

fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(numbers(pages(bytes)), expected, "as a stream");
    let file = OnDisk::new(bytes);
    let name = file.0.path().display().to_string();
    let found: Vec<_> = numbers(file.pages()).into_iter().map(|item| item.replace(&name, "f")).collect();
    assert_eq!(found, expected, "as a file");
}

#[test]
fn both_versions_plain_and_packed() {
    let image =
        arc_record("http://news.example/a.gif", "image/gif", "", &http("Content-Type: image/gif\r\n", b"GIF89a"));
    let dns = arc_record("dns:news.example", "text/dns", "", b"20000101115959\nnews.example. 60 IN A 10.0.0.1");
    for (head, page) in
        [(FILEDESC_1, page_1 as fn(usize) -> Vec<u8>), (FILEDESC_2, page_2), (FILEDESC_OF_MANY_LINES, page_1)]
    {
        let records = [filedesc(head), dns.clone(), page(1), image.clone(), page(2), page(3)];
        let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
        for bytes in [records.concat(), members, gzip(&records.concat())] {
            assert_eq!(pages(bytes.clone()).format(), FileFormat::Arc);
            check(&bytes, &["1", "2", "3"]);
        }
        let mut read = pages(records.concat());
        assert_eq!(read.by_ref().count(), 3);
        assert_eq!(read.skipped().to_string(), "image/gif 1");
    }
}

#[test]
fn what_is_known_of_a_page_is_told() {
    let bytes = [filedesc(FILEDESC_1), page_1(1)].concat();
    let saved = pages(bytes.clone()).next().unwrap().unwrap();
    let at = filedesc(FILEDESC_1).len();
    assert_eq!((saved.id(), saved.source()), (&*format!("f#{at}"), &*format!("f#{at}")));
    assert_eq!((saved.page().status(), saved.page().content_type()), (Some(200), Some("text/html")));
    // Without the file's own head, and answers without a head of HTTP.
    let bare = arc_record(&url(2), "text/html", "", body(2).as_bytes());
    let page = only([&page_1(1)[..0], &bare].concat());
    assert_eq!((page.status(), page.content_type()), (None, Some("text/html")));
    // An error page is passed over unless it is wanted.
    let gone = arc_record(&url(3), "text/html", "", b"HTTP/1.0 404 Not Found\nContent-Type: text/html\n\n<p>Gone");
    let bytes = [filedesc(FILEDESC_1), gone].concat();
    assert_eq!(pages(bytes.clone()).count(), 0);
    assert_eq!(pages(bytes).any_status(true).next().unwrap().unwrap().page().status(), Some(404));
}

#[test]
fn reading_goes_on_behind_damage() {
    let head = filedesc(FILEDESC_1);
    let (a, b, c) = (page_1(1), page_1(2), page_1(3));
    let at = head.len() + a.len();
    // A record whose line is broken, one that is cut off, and rubbish between records.
    let broken = [b"http://news.example/2.html 10.0.0.1 ", &b[40..]].concat();
    let bytes = [&head[..], &a, &broken, &c].concat();
    check(&bytes, &["1", &format!("f#{at} damaged"), "3"]);
    check(&[&head[..], &a, &b[..600], b"\n", &c].concat(), &["1", "2 mended", "3"]);
    check(&[&head[..], &a, &b, &c[..600]].concat(), &["1", "2", "3 mended"]);
    // Packed.
    let mut members = [gzip(&head), gzip(&a), gzip(&b), gzip(&c)];
    let n = members[2].len() / 2;
    members[2][n] ^= 0x55;
    let at = members[0].len() + members[1].len();
    check(&members.concat(), &["1", &format!("f#{at} damaged"), "3"]);
    let rubbish = [&members[0][..], &members[1], b"rubbish", &members[3]].concat();
    check(&rubbish, &["1", &format!("f#{at} damaged"), "3"]);
    // The beginning is lost.
    check(&[&gzip(&head)[30..], &gzip(&a), &gzip(&b)].concat(), &["f#0 damaged", "1", "2"]);
    check(&[&head[20..], &a, &b].concat(), &["f#0 damaged", "1", "2"]);
}

#[test]
fn lengths_that_are_wrong() {
    let (head, a, c) = (filedesc(FILEDESC_1), page_1(1), page_1(3));
    let length = http("Content-Type: text/html\r\n", body(2).as_bytes()).len();
    for wrong in [length - 2, length - 300, length + 40, length + 90_000] {
        let text = String::from_utf8(page_1(2)).unwrap();
        let b = text.replacen(&format!(" {length}\n"), &format!(" {wrong}\n"), 1);
        check(&[&head[..], &a, b.as_bytes(), &c].concat(), &["1", "2 mended", "3"]);
    }
}

#[test]
fn a_page_that_lists_the_lines_of_records_is_a_page() {
    let text = format!("<html><pre>\n{}\n</pre></html>", String::from_utf8(page_1(1)).unwrap());
    assert_eq!(pages(text.clone()).format(), FileFormat::Page);
    let bytes = [
        filedesc(FILEDESC_1),
        arc_record(&url(2), "text/html", "", &http("Content-Type: text/html\r\n", text.as_bytes())),
    ];
    let items: Vec<_> = pages(bytes.concat()).collect();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].as_ref().unwrap().page().bytes(), text.as_bytes());
}
