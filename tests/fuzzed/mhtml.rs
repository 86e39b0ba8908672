//! MHTML: any bytes, or behind a head that makes it one.

use super::choices::Choices;
use super::saved;

const HEADS: [&str; 4] = [
    "",
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"; type=\"text/html\"\r\n\r\n--B\r\n",
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://news.example/1\r\nMIME-Version: 1.0\r\n\
     Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"B\"\r\n\r\n\r\n--B\r\nContent-Type: text/html\r\n\
     Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    "MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n",
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let head = choices.of(&HEADS);
    let file = [head.as_bytes(), choices.rest()].concat();
    let pages = saved::checked(&file);
    assert!(pages.len() <= 1, "a message has one page");
}
