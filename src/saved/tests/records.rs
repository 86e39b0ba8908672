//! Which records are pages, and what is known of them.

use super::*;
use crate::options::Limits;

fn ids(bytes: impl Into<Vec<u8>>) -> Vec<String> {
    pages(bytes).map(|item| item.unwrap().id().to_owned()).collect()
}

fn of(kind: &str, extra: &str, block: &[u8]) -> Vec<u8> {
    record(kind, &format!("WARC-Record-ID: <urn:x:{extra}>\r\n{extra}"), block)
}

#[test]
fn a_page_comes_with_all_that_is_known() {
    let block = http("Server: x\r\nContent-Type: text/html; charset=ISO-8859-1\r\n", b"<p>Caf\xe9");
    let bytes = record("response", &fields(7), &block);
    let items: Vec<_> = pages(bytes).collect();
    let saved = items[0].as_ref().unwrap();
    assert_eq!((saved.id(), saved.source()), ("urn:uuid:7", "f#0"));
    let page = saved.page();
    assert_eq!(page.url().unwrap().as_str(), "http://news.example/7.html");
    assert_eq!(page.content_type(), Some("text/html; charset=ISO-8859-1"));
    assert_eq!(page.status(), Some(200));
    assert_eq!(page.capture_time().unwrap().to_string(), "2007-12-08T03:21:45Z");
    assert_eq!(page.bytes(), b"<p>Caf\xe9");
}

#[test]
fn places_are_those_of_records_and_members() {
    let sources = |bytes: Vec<u8>| pages(bytes).map(|i| i.unwrap().source().to_owned()).collect::<Vec<_>>();
    let (one, two) = (response(1), response(2));
    assert_eq!(sources([&one[..], &two].concat()), ["f#0".to_owned(), format!("f#{}", one.len())]);
    let packed = gzip(&one);
    assert_eq!(sources([&packed[..], &gzip(&two)].concat()), ["f#0".to_owned(), format!("f#{}", packed.len())]);
    assert_eq!(sources(gzip(&[&one[..], &two].concat())), ["f#0".to_owned(), format!("f#0+{}", one.len())]);
}

#[test]
fn single_member_for_the_whole_file() {
    let bytes: Vec<u8> = (1..=40).flat_map(response).collect();
    assert_eq!(read(gzip(&bytes)), (1..=40).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn members_that_begin_anywhere() {
    let bytes: Vec<u8> = (1..=9).flat_map(response).collect();
    let packed: Vec<u8> = bytes.chunks(700).flat_map(gzip).collect();
    assert_eq!(read(packed), (1..=9).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn records_of_other_kinds_are_passed_over() {
    let page = http("Content-Type: text/html\r\n", b"<p>x");
    let mut bytes = Vec::new();
    for kind in ["warcinfo", "request", "metadata", "conversion", "continuation", "something-new"] {
        bytes.extend(of(kind, "", &page));
    }
    bytes.extend(response(1));
    assert_eq!(read(bytes), ["1"]);
}

#[test]
fn what_is_no_html_and_no_text_is_passed_over() {
    let mut bytes = Vec::new();
    for media in ["image/png", "application/pdf", "text/css", "application/json"] {
        bytes.extend(of("response", "", &http(&format!("Content-Type: {media}\r\n"), b"<p>x")));
    }
    bytes.extend(of("response", "", &http("Content-Type: text/xml; charset=utf-8\r\n", b"<?xml?><rss>x</rss>")));
    bytes.extend(of("response", "Content-Type: text/dns\r\n", b"20071211032145\nnews.example. 60 IN A 192.0.2.1\n"));
    bytes.extend(of("response", "n:empty\r\n", &http("Content-Type: text/html\r\n", b"")));
    assert_eq!(read(bytes), [""; 0]);
    let mut bytes = Vec::new();
    for (n, media) in
        ["TEXT/HTML", "application/xhtml+xml", "text/plain;charset=x", "text/html, text/html"].iter().enumerate()
    {
        bytes.extend(record("response", &fields(n), &http(&format!("Content-Type: {media}\r\n"), body(n).as_bytes())));
    }
    assert_eq!(read(bytes), ["0", "1", "2", "3"]);
}

#[test]
fn pages_without_a_type_are_known_by_their_look() {
    let html = record("response", &fields(1), &http("", body(1).as_bytes()));
    let other = of("response", "", &http("", b"{\"a\": 1}"));
    let told = record(
        "response",
        &format!("{}WARC-Identified-Payload-Type: text/html\r\n", fields(2)),
        &http("", body(2).as_bytes()),
    );
    assert_eq!(read([html, other, told].concat()), ["1", "2"]);
}

#[test]
fn resources_are_pages_by_their_own_type() {
    let fields = |media: &str| {
        format!("WARC-Record-ID: <urn:uuid:5>\r\nWARC-Target-URI: <http://a.example/>\r\nContent-Type: {media}\r\n")
    };
    let page = only(
        [record("resource", &fields("image/gif"), b"GIF89a"), record("resource", &fields("text/html"), b"<p>x")]
            .concat(),
    );
    assert_eq!((page.bytes(), page.status(), page.content_type()), (&b"<p>x"[..], None, Some("text/html")));
    assert_eq!(page.url().unwrap().as_str(), "http://a.example/");
}

#[test]
fn error_pages_come_when_asked_for() {
    let answer =
        |status: &str| [format!("HTTP/1.0 {status}\r\nContent-Type: text/html\r\n\r\n").as_bytes(), b"<p>x"].concat();
    let bytes: Vec<u8> = ["200 OK", "404", "301 Moved", "503 No", "203 Ok"]
        .iter()
        .flat_map(|s| of("response", "", &answer(s)))
        .collect();
    let statuses = |pages: Pages| pages.map(|i| i.unwrap().page().status().unwrap()).collect::<Vec<_>>();
    assert_eq!(statuses(pages(bytes.clone())), [200, 203]);
    assert_eq!(statuses(pages(bytes).any_status(true)), [200, 404, 301, 503, 203]);
}

#[test]
fn heads_in_lower_case_folded_and_with_bare_line_ends() {
    let http = "HTTP/1.1 200 OK\ncontent-type:\n\ttext/html;\n charset=utf-8\n\n<p>x";
    let text = format!(
        "WARC/1.1\nwarc-type: response\nwarc-record-id: <urn:y>\nwarc-target-uri: http://a.example/\n  \nwarc-date: 2019-03-05T11:22:33.123456Z\n\
        content-type: application/http;\n  msgtype=response\ncontent-length: {}\n\n{http}\n\n",
        http.len()
    );
    let items: Vec<_> = pages(text.repeat(2)).map(Result::unwrap).collect();
    assert_eq!(items.len(), 2);
    assert_eq!((items[1].id(), items[1].page().bytes()), ("urn:y", &b"<p>x"[..]));
    assert_eq!(items[1].page().content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(items[1].page().capture_time().unwrap().to_string(), "2019-03-05T11:22:33Z");
}

#[test]
fn versions_of_the_form() {
    for version in ["WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18"] {
        let bytes = String::from_utf8(response(1)).unwrap().replace("WARC/1.0", version);
        assert_eq!(read(bytes), ["1"], "{version}");
    }
}

#[test]
fn chunked_bodies() {
    let chunked = |framing: &str| {
        record(
            "response",
            &fields(1),
            &http("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", framing.as_bytes()),
        )
    };
    let text = body(1);
    let (a, b) = text.split_at(100);
    for framing in [
        format!("64\r\n{a}\r\n{:X}\r\n{b}\r\n0\r\n\r\n", b.len()),
        format!("00000064\r\n{a}\r\n{:08X};name=value\r\n{b}\r\n0\r\nX: y\r\n\r\n", b.len()),
        format!("64\n{a}\n{:x}\n{b}\n0\n\n", b.len()),
        // Stored without its chunks.
        text.clone(),
    ] {
        assert_eq!(read(chunked(&framing)), ["1"]);
    }
    // Without a last chunk, and within one.
    let broken = format!("64\r\n{a}\r\n{:X}\r\n{b}\r\n", b.len());
    assert_eq!(read(chunked(&broken)), ["1 whole"]);
    assert_eq!(read(chunked(&broken[..300])), ["1 part"]);
}

#[test]
fn packed_bodies() {
    let text = body(1);
    let packed = |coding: &str, bytes: &[u8]| {
        record(
            "response",
            &fields(1),
            &http(&format!("Content-Type: text/html\r\nContent-Encoding: {coding}\r\n"), bytes),
        )
    };
    assert_eq!(read(packed("gzip", &gzip(text.as_bytes()))), ["1"]);
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(text.as_bytes()).unwrap();
    assert_eq!(read(packed("deflate", &zlib.finish().unwrap())), ["1"]);
    // Stored unpacked, or never packed.
    for coding in ["gzip", "br", "deflate", "zstd", "utf-8", "x-unknown", "none"] {
        assert_eq!(read(packed(coding, text.as_bytes())), ["1"], "{coding}");
    }
    // Chunked and packed, with the empty field that some servers send first.
    let inner = gzip(text.as_bytes());
    let framed = [format!("{:x}\r\n", inner.len()).as_bytes(), &inner, b"\r\n0\r\n\r\n"].concat();
    let head =
        "Content-Type: text/html\r\ncontent-encoding: \r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n";
    assert_eq!(read(record("response", &fields(1), &http(head, &framed))), ["1"]);
}

#[test]
fn packed_bodies_that_break_off_give_what_there_is() {
    let packed = gzip(body(1).as_bytes());
    let cut = |n: usize| {
        let http = http("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &packed[..n]);
        record("response", &fields(1), &http)
    };
    let page = pages(cut(200)).next().unwrap().unwrap().into_page();
    assert!(body(1).as_bytes().starts_with(page.bytes()) && page.bytes().len() > 100);
    assert_eq!(page.warnings()[0].code.as_str(), "damaged_body");
    // Of the head of a member alone nothing comes.
    assert_eq!(read([cut(12), response(2)].concat()), ["f#0 damaged", "2"]);
}

#[test]
fn what_is_too_large_is_told_of_and_passed_over() {
    let large = record("response", &fields(1), &http("Content-Type: text/html\r\n", &vec![b'x'; 50_000]));
    let bomb = record(
        "response",
        &fields(2),
        &http("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(&vec![b' '; 40_000])),
    );
    let image = of("response", "", &http("Content-Type: image/png\r\n", &vec![b'x'; 50_000]));
    let bytes = [&large[..], &bomb, &image, &response(3)].concat();
    let items = shortly(pages(bytes).with_limits(Limits::default().max_bytes(20_000)));
    assert_eq!(items, ["f#0 limit".to_owned(), format!("f#{} limit", large.len()), "3".to_owned()]);
    let bomb = record(
        "response",
        &fields(2),
        &http("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(&vec![b' '; 9 << 20])),
    );
    assert_eq!(read(bomb.clone()), ["f#0 limit"]);
    let told = errors(bomb);
    assert!(told[0].starts_with("f#0: page over the limit of 200 times its packed size"), "{told:?}");
}

#[test]
fn responses_that_are_no_messages_are_told_of() {
    let bytes = [record("response", &fields(1), b"<p>no head"), response(2)].concat();
    assert_eq!(read(bytes), ["f#0 damaged", "2"]);
}

#[test]
fn addresses_lose_passwords_and_may_be_none() {
    let with = |url: &str| {
        let fields = format!("WARC-Record-ID: <urn:y>\r\nWARC-Target-URI: {url}\r\nWARC-Date: yesterday\r\n");
        only(record("response", &fields, &http("Content-Type: text/html\r\n", b"<p>x")))
    };
    assert_eq!(with("http://polly:secret@a.example/x").url().unwrap().as_str(), "http://a.example/x");
    assert_eq!(with("not an address").url(), None);
    assert_eq!(with("http://a.example/").capture_time(), None);
}

#[test]
fn records_without_an_id_are_called_by_their_place() {
    assert_eq!(ids(record("response", "", &http("Content-Type: text/html\r\n", b"<p>x"))), ["f#0"]);
}

#[test]
fn heads_that_are_too_large_are_told_of() {
    let large = format!("Content-Type: text/html\r\nX: {}\r\n", "y".repeat(300_000));
    let bytes = [record("response", &fields(1), &http(&large, b"<p>x")), response(2)].concat();
    assert_eq!(read(bytes), ["f#0 limit", "2"]);
}

#[test]
fn what_a_crawler_cut_says_so() {
    let cut = record("response", "WARC-Truncated: length\r\n", &http("Content-Type: text/html\r\n", b"<p>x"));
    let truncated: Vec<_> = pages([cut, response(1)].concat()).map(|i| i.unwrap().is_truncated()).collect();
    assert_eq!(truncated, [true, false]);
}

/// Gives what a file of 3 GB would give.
#[test]
fn a_record_larger_than_memory_is_streamed_past() {
    let size = 3_u64 << 30;
    let head = |kind: &str, media: &str| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n");
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {}\r\n\r\n{http}", size + http.len() as u64)
    };
    let body = || std::io::repeat(b'x').take(size);
    let (one, two) = (head("response", "video/mp4"), head("response", "text/html"));
    let second = one.len() as u64 + size + 4;
    let file = Cursor::new(one).chain(body()).chain(&b"\r\n\r\n"[..]);
    let file = file.chain(Cursor::new(two)).chain(body()).chain(&b"\r\n\r\n"[..]).chain(Cursor::new(response(1)));
    assert_eq!(shortly(Pages::from_reader(file, "f").unwrap()), [format!("f#{second} limit"), "1".to_owned()]);
}

#[test]
fn pages_of_unclear_types_are_known_by_their_look() {
    for media in [
        "application/octet-stream",
        "text/xml",
        "*/*",
        "html",
        "content/unknown",
        "application/x-httpd-php",
        "text/html/plain",
    ] {
        let head = format!("Content-Type: {media}\r\n");
        let page = record("response", &fields(1), &http(&head, body(1).as_bytes()));
        let other = of("response", "", &http(&head, b"<?xml version='1.0'?><!-- a feed --><rss><p>x</p></rss>"));
        let mut found = pages([page, other].concat());
        assert_eq!(found.by_ref().map(|item| item.unwrap().id().to_owned()).collect::<Vec<_>>(), ["urn:uuid:1"]);
        assert_eq!(found.skipped().iter().collect::<Vec<_>>(), [(media, 1)]);
    }
}

#[test]
fn binary_bodies_sent_as_html_are_told_of() {
    let noise: Vec<u8> = (0u32..2_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for bytes in
        [&b"\xff\xd8\xff\xe0 a picture"[..], b"%PDF-1.4 a document", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", &noise]
    {
        assert_eq!(read(of("response", "", &http("Content-Type: text/html\r\n", bytes))), ["f#0 not_a_page"]);
        // Plain text is what servers say of all that they do not know.
        let mut plain = pages(of("response", "", &http("Content-Type: text/plain\r\n", bytes)));
        assert_eq!((plain.by_ref().count(), plain.skipped().to_string()), (0, "text/plain 1".to_owned()));
    }
}

#[test]
fn what_is_passed_over_is_counted_by_kind() {
    let answer = |status: &str, media: &str| {
        of("response", "", format!("HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\nGIF89a").as_bytes())
    };
    let bytes = [
        answer("200 OK", "image/gif"),
        answer("200 OK", "Image/GIF; x"),
        answer("404 Not Found", "text/html"),
        answer("200 OK", ""),
        of("request", "", b"GET / HTTP/1.1\r\n\r\n"),
        of("response", "", &http("Content-Type: text/html\r\n", b"")),
    ];
    let mut found = pages(bytes.concat());
    assert_eq!(found.by_ref().count(), 0);
    assert_eq!(found.skipped().to_string(), "image/gif 2, empty 1, no media type 1, status 404 1");
    assert_eq!(found.skipped().total(), 5);
}

#[test]
fn files_beside_pages_are_named_and_refused() {
    let info = record("warcinfo", "", b"software: a crawler\r\n");
    let text = of("conversion", "Content-Type: text/plain\r\n", b"The ferry sailed.");
    let metadata = of("metadata", "Content-Type: application/json\r\n", b"{}");
    let lines = "example,news)/1.html 20071211032145 {\"url\": \"http://news.example/1.html\"}\n";
    for (bytes, name) in [
        ([&info[..], &text, &text].concat(), "a WET file"),
        ([info.clone(), metadata].concat(), "a WAT file"),
        (lines.as_bytes().to_vec(), "an index of captures (CDX)"),
        (gzip(lines.as_bytes()), "an index of captures (CDX)"),
        (b" CDX N b a m s k r M S V g\n".to_vec(), "an index of captures (CDX)"),
    ] {
        let told = errors(bytes);
        assert!(told.len() == 1 && told[0].contains(&format!("not a page: {name}")), "{told:?}");
    }
    // Among pages it is one more kind of record.
    let mut mixed = pages([&response(1)[..], &text].concat());
    assert_eq!((mixed.by_ref().count(), mixed.skipped().to_string()), (1, "conversion record 1".to_owned()));
}

#[test]
fn heads_of_all_spellings() {
    let text = String::from_utf8(response(1)).unwrap();
    let (head, rest) = text.split_once("\r\n\r\n").unwrap();
    let (message, _) = rest.split_once("\r\n\r\n").unwrap();
    let with = |end: &str| {
        let message = format!("{}{end}{end}{}", message.replace("\r\n", end), body(1));
        let head = head.split("\r\nContent-Length").next().unwrap().replace("\r\n", end);
        format!("{head}{end}Content-Length: {}{end}{end}{message}{end}{end}", message.len())
    };
    for end in ["\r\n", "\n", "\r\r\n"] {
        let one = with(end);
        assert_eq!(read([one.as_bytes(), &response(2)].concat()), ["1", "2"], "{end:?}");
        let lower = one.replacen("WARC/1.0", "warc/1.0", 1);
        assert_eq!(read([lower.as_bytes(), &response(2)].concat()), ["1", "2"], "{end:?}");
        assert_eq!(read([gzip(lower.as_bytes()), gzip(&response(2))].concat()), ["1", "2"], "{end:?}");
    }
}

#[test]
fn a_body_shorter_than_its_answer_says_is_told_of() {
    let length = body(1).len();
    let with = |said: usize, more: &str| {
        let head = format!("Content-Type: text/html\r\nContent-Length: {said}\r\n{more}");
        read(record("response", &fields(1), &http(&head, body(1).as_bytes())))
    };
    assert_eq!(with(length, ""), ["1"]);
    assert_eq!(with(length + 7, ""), ["1 whole"]);
    // It was unpacked before it was stored.
    assert_eq!(with(length / 3, ""), ["1"]);
}

#[test]
fn what_a_crawler_keeps_for_itself_is_no_page() {
    let of_crawler = |url: &str| {
        let fields = format!("WARC-Target-URI: {url}\r\nContent-Type: text/plain\r\n");
        record("resource", &fields, b"--warc-file pages")
    };
    assert_eq!(
        read(
            [of_crawler("metadata://crawler.example/arguments.txt"), of_crawler("urn:text:http://a.example/")].concat()
        ),
        [""; 0]
    );
    assert_eq!(read(of_crawler("http://news.example/notes.txt")), ["f#0"]);
}
