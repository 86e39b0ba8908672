//! WARC: any bytes, records that nearly fit, and what is written here itself, which comes back as it was.

use cuttings::{DateTime, WarcResponse, WarcWriter};

use super::choices::Choices;
use super::saved;

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    match choices.below(4) {
        0 => _ = saved::checked(choices.rest()),
        1 => _ = saved::checked(&[b"WARC/1.0\r\n", choices.rest()].concat()),
        2 => {
            let mut file = Vec::new();
            while !choices.is_empty() {
                record(&mut choices, &mut file);
            }
            saved::checked(&file);
        }
        _ => written_and_read(choices),
    }
}

fn record(choices: &mut Choices<'_>, file: &mut Vec<u8>) {
    let version = choices.of(&["WARC/1.0", "WARC/1.1", "WARC/0.18", "WARC/9"]);
    let kind = choices.of(&["response", "resource", "revisit", "warcinfo", "metadata", "conversion", "continuation"]);
    let url = choices.of(&[
        "http://news.example/1",
        "<http://news.example/2>",
        "http://user:word@news.example/",
        "x",
        "http://[",
    ]);
    let media =
        choices.of(&["application/http; msgtype=response", "text/html", "application/warc-fields", "image/png"]);
    let end = choices.of(&["\r\n", "\n"]);
    let head = choices.of(&[
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\r\n",
        "HTTP/1.1 301 Moved\r\nLocation: /2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br, zstd\r\n\r\n",
        "",
    ]);
    let length = choices.below(100);
    let body = choices.bytes(length);
    let length =
        (head.len() + body.len() + choices.of(&[0, 0, 0, 1, 5, 1 << 20])).saturating_sub(choices.of(&[0, 0, 3]));
    let extra = choices.of(&[
        "",
        "WARC-Truncated: length",
        "WARC-Refers-To-Target-URI: http://news.example/1",
        "WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "Content-Length: 3",
    ]);
    let fields = [
        version.to_owned(),
        format!("WARC-Type: {kind}"),
        format!("WARC-Target-URI: {url}"),
        "WARC-Date: 2007-12-11T03:21:45Z".to_owned(),
        format!("WARC-Record-ID: <urn:uuid:{}>", file.len()),
        format!("Content-Type: {media}"),
        format!("Content-Length: {length}"),
        extra.to_owned(),
    ];
    for field in fields.iter().filter(|field| !field.is_empty()) {
        file.extend_from_slice(field.as_bytes());
        file.extend_from_slice(end.as_bytes());
    }
    file.extend_from_slice(end.as_bytes());
    file.extend_from_slice(head.as_bytes());
    file.extend_from_slice(body);
    file.extend_from_slice(end.repeat(2).as_bytes());
}

fn written_and_read(mut choices: Choices<'_>) {
    let time: DateTime = "2007-12-11T03:21:45Z".parse().unwrap();
    let status = 200 + u16::from(choices.byte()) % 300;
    let name = choices.text();
    // What is no text is refused as a page.
    let words = String::from_utf8_lossy(choices.rest()).replace(|c: char| c.is_control() && c != '\n', " ");
    let body = format!("<p>{words}");
    let body = body.as_bytes();
    let url =
        format!("http://news.example/{}", url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>());
    let mut writer = WarcWriter::new(Vec::new()).unwrap();
    let headers = [("Content-Type", "text/html"), ("X-Name", name.as_str())];
    // What a head cannot hold is refused, and nothing is written.
    let response = WarcResponse::new(&url, time, body).status(status).headers(headers);
    if writer.write(&response).is_err() {
        return;
    }
    let pages = saved::checked(&writer.into_inner().unwrap());
    if body.len() > saved::MAX_BYTES || status == 304 {
        return;
    }
    let [page] = &pages[..] else { panic!("{} pages of one", pages.len()) };
    assert_eq!((page.bytes(), page.status()), (body, Some(status)));
    let url = url::Url::parse(&url).unwrap();
    assert_eq!((page.url(), page.capture_time()), (Some(&url), Some(time)));
}
