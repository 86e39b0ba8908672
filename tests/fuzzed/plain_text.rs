//! Pages that survive as plain text.

use cuttings::Page;

use super::article;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    article::checked(&Page::from_text(text.as_ref()).with_content_type("text/plain"));
}
