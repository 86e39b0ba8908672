//! Bytes to text.

use cuttings::{Page, fuzzing};

use super::choices::Choices;

const TYPES: [&str; 10] = [
    "",
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1",
    "text/html; charset=\"Shift_JIS\"",
    "text/html; charset=koi8-r",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=utf-16",
    "text/html; charset=gb18030",
    "text/html; charset=big5",
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let content_type = choices.of(&TYPES);
    let bytes = choices.rest();
    let mut page = Page::new(bytes);
    if !content_type.is_empty() {
        page = page.with_content_type(content_type);
    }
    let (text, encoding) = fuzzing::decoded(&page);
    assert_eq!(fuzzing::decoded(&page), (text.clone(), encoding), "not the same twice");
    assert!(!encoding.is_empty());
    // Zero stays, by which others know what is no text.
    assert!(
        !text.contains(|c: char| c.is_control() && !c.is_whitespace() && c != '\0'),
        "a control character: {text:?}"
    );
    assert!(text.len() <= 8 * bytes.len() + 16, "{} bytes of {}", text.len(), bytes.len());
    // What is clean is left alone. What is taken out may bring the halves of a reference together, and one that is written twice
    // may stand in another: these are left to who reads the text, for it would never end.
    let (again, _) = fuzzing::decoded(&Page::from_text(text.clone()));
    match text.contains('&') {
        false => assert_eq!(again, text, "cleaning twice is not cleaning once"),
        true => assert!(again.len() <= text.len(), "it grows: {text:?}"),
    }
}
