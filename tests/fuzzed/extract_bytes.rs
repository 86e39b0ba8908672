//! Articles out of any bytes.

use cuttings::Page;

use super::article;
use super::choices::Choices;

const URLS: [Option<&str>; 6] = [
    None,
    Some("http://news.example/2012/08/16/ferry-sails.html"),
    Some("http://web.archive.org/web/20120816102800/http://news.example/a/1"),
    Some("https://archive.ph/20190305112233/https://news.example/a/1"),
    Some("http://pywb.example/coll/20190305112233mp_/http://news.example/a/1"),
    Some("http://news.bbc.co.uk/1/hi/uk/4700000.stm"),
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let url = choices.of(&URLS);
    let content_type = choices.of(&["text/html", "text/html; charset=utf-8", "", "application/octet-stream"]);
    let mut page = Page::new(choices.rest());
    if let Some(url) = url {
        page = page.with_url(url).unwrap();
    }
    if !content_type.is_empty() {
        page = page.with_content_type(content_type);
    }
    article::checked(&page);
}
