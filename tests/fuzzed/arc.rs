//! ARC: any bytes behind the line that begins such a file, or records of a right length.

use super::choices::Choices;
use super::saved;

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let head = choices.of(&["", "filedesc://a.arc 0.0.0.0 20010101000000 text/plain 76\n1 0 Archive-Org\nURL IP-address Archive-date Content-type Archive-length\n\n\n"]);
    let mut file = head.as_bytes().to_vec();
    if choices.one_in(2) {
        file.extend_from_slice(choices.rest());
    } else {
        while !choices.is_empty() {
            record(&mut choices, &mut file);
        }
    }
    saved::checked(&file);
}

fn record(choices: &mut Choices<'_>, file: &mut Vec<u8>) {
    let url = choices.of(&["http://news.example/1", "http://news.example/a b", "dns:news.example", "http://[", "x"]);
    let kind = choices.of(&["text/html", "no-type", "text/plain; x", "image/gif", "-"]);
    let time = choices.of(&["20010203040506", "2001", "20019903040506", "-"]);
    let head = choices.of(&[
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 404 No\nContent-Type: text/html\n\n",
        "",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n",
    ]);
    let length = choices.below(64);
    let body = choices.bytes(length);
    let wrong = choices.of(&[0, 0, 0, 1, 7, 1000]);
    let length = head.len() + body.len() + wrong;
    file.extend_from_slice(format!("{url} 10.0.0.1 {time} {kind} {length}\n{head}").as_bytes());
    file.extend_from_slice(body);
    file.push(b'\n');
}
