//! Articles out of pages that a grammar writes.

use cuttings::Page;

use super::choices::Choices;
use super::{article, grammar};

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let url = choices.of(&[
        None,
        Some("http://sound.example/2007/12/10/pier"),
        Some("http://web.archive.org/web/20071211032145/http://sound.example/1"),
    ]);
    let html = grammar::page(&mut choices);
    let mut page = Page::from_text(html);
    if let Some(url) = url {
        page = page.with_url(url).unwrap();
    }
    article::checked(&page);
}
