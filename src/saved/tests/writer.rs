//! What is written is what is read.

use super::*;

fn unpacked(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn written_records_are_read_back() {
    let mut warc = WarcWriter::new(Vec::new()).unwrap();
    let time = "2007-12-11T04:21:45+01:00".parse().unwrap();
    for n in 1..=3 {
        let headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")];
        warc.response(&format!("http://polly:secret@a.example/{n}"), time, 200, &headers, body(n).as_bytes()).unwrap();
    }
    warc.response("http://a.example/gone", time, 404, &[("Content-Type", "text/html")], b"<p>gone").unwrap();
    let bytes = warc.into_inner().unwrap();
    let items: Vec<_> = pages(bytes).any_status(true).map(Result::unwrap).collect();
    assert_eq!(items.len(), 4);
    for (n, saved) in items[..3].iter().enumerate() {
        let page = saved.page();
        assert_eq!(String::from_utf8_lossy(page.bytes()), body(n + 1));
        assert_eq!(page.url().unwrap().as_str(), format!("http://a.example/{}", n + 1));
        assert_eq!(page.content_type(), Some("text/html; charset=utf-8"));
        assert_eq!(page.capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
    }
    assert_eq!(items[3].page().status(), Some(404));
    let ids: std::collections::HashSet<_> = items.iter().map(SavedPage::id).collect();
    assert_eq!(ids.len(), 4);
    assert!(ids.iter().all(|id| id.len() == 45 && id.starts_with("urn:uuid:")), "{ids:?}");
}

#[test]
fn records_have_their_fields() {
    let mut warc = WarcWriter::new(Vec::new()).unwrap();
    let time = "2007-12-11T03:21:45Z".parse().unwrap();
    warc.response("http://a.example/", time, 200, &[("X", "a\r\nb"), ("content-length", "9")], b"").unwrap();
    let text = unpacked(&warc.into_inner().unwrap());
    assert!(text.starts_with("WARC/1.1\r\nWARC-Record-ID: <urn:uuid:"), "{text}");
    assert!(text.contains("WARC-Type: warcinfo\r\n") && text.contains("software: cuttings/"), "{text}");
    // The digest of nothing, known to all who read archives.
    assert!(text.contains("\r\nWARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n"), "{text}");
    assert!(text.contains("\r\nWARC-Date: 2007-12-11T03:21:45Z\r\n"), "{text}");
    let block = "HTTP/1.1 200 OK\r\nX: a  b\r\nX-Crawler-content-length: 9\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    assert!(text.ends_with(block), "{text}");
}

#[test]
fn a_file_can_be_gone_on_with() {
    let mut file = Vec::new();
    for n in 1..=2 {
        let mut warc = WarcWriter::new(&mut file).unwrap();
        let time = "2007-12-11".parse().unwrap();
        warc.response(&format!("http://a.example/{n}"), time, 200, &[("Content-Type", "text/html")], b"<p>x").unwrap();
        warc.flush().unwrap();
    }
    assert_eq!(pages(file).map(Result::unwrap).count(), 2);
}

#[test]
fn a_page_is_written_with_all_that_is_known_of_it() {
    let headers =
        [("content-type", "text/html"), ("content-encoding", "gzip"), ("Content-Length", "6"), ("server", "gull")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let cut = crate::Warning::new(crate::WarningCode::Truncated, "cut");
    let page = Page::new("<p>One").with_status(451).with_headers(headers).with_warning(cut);
    let mut warc = WarcWriter::with_info(Vec::new(), &[("description", "a\nb"), ("robots", "classic")]).unwrap();
    let response = WarcResponse::of_page(&page, "http://a.example/", "2007-12-11T03:21:45Z".parse().unwrap());
    warc.write(&response.source("http://polly:secret@archive.example/web/20071211032145id_/http://a.example/"))
        .unwrap();
    let bytes = warc.into_inner().unwrap();
    let text = unpacked(&bytes);
    let (info, record) = text.split_once("\r\n\r\nsoftware: ").unwrap();
    let id = info.split("WARC-Record-ID: ").nth(1).unwrap().split("\r\n").next().unwrap();
    for line in [
        "description: a b",
        "robots: classic",
        &format!("WARC-Warcinfo-ID: {id}"),
        "WARC-Target-URI: http://a.example/",
        "WARC-Source-URI: http://archive.example/web/20071211032145id_/http://a.example/",
        "WARC-Truncated: length",
    ] {
        assert!(record.contains(&format!("\r\n{line}\r\n")), "{line}: {text}");
    }
    assert!(record.contains("\r\nWARC-Creation-Date: 20"), "{text}");
    let block = "HTTP/1.1 451 Unavailable For Legal Reasons\r\ncontent-type: text/html\r\nX-Crawler-content-encoding: gzip\r\n\
        server: gull\r\nContent-Length: 6\r\n\r\n<p>One\r\n\r\n";
    assert!(record.ends_with(block), "{text}");
    let saved = pages(bytes).any_status(true).next().unwrap().unwrap();
    assert_eq!(saved.page().warnings()[0].code, crate::WarningCode::Truncated);
}

#[test]
fn what_is_made_up_ends_no_line() {
    let evil = "a\r\nContent-Length: 1\n\rX: b\0c\u{1b}[2Jd\u{85}\u{9b}31m";
    let headers = [
        ("Content-Type", "text/html"),
        ("Location", evil),
        ("Link", evil),
        (evil, "x"),
        ("Content-Length\0 :", "9"),
        ("Content-Length :", "9"),
    ];
    let response =
        WarcResponse::new("http://a.example/\r\nWARC-Type: metadata", "2007-12-11".parse().unwrap(), b"<p>One");
    let mut warc = WarcWriter::with_info(Vec::new(), &[("description", evil)]).unwrap();
    warc.write(&response.headers(headers).source(evil)).unwrap();
    let bytes = warc.into_inner().unwrap();
    let text = unpacked(&bytes);
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(!lines.iter().any(|line| line.contains(char::is_control)), "{text:?}");
    for (start, times) in [("WARC-Type:", 2), ("Content-Length:", 3), ("X-Crawler-Content-Length: 9", 2)] {
        assert_eq!(lines.iter().filter(|line| line.starts_with(start)).count(), times, "{start}: {text}");
    }
    assert!(lines.contains(&"Content-Length: 6"), "{text}");
    let items: Vec<_> = pages(bytes).map(Result::unwrap).collect();
    assert_eq!((items.len(), items[0].page().bytes()), (1, &b"<p>One"[..]));
}
