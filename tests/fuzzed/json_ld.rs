//! JSON-LD, sound or broken: by itself, and in a page.

use cuttings::{Page, fuzzing};
use serde_json::Value;

use super::article;

pub fn check(data: &[u8]) {
    let script = String::from_utf8_lossy(data);
    let values = fuzzing::json_ld(&script);
    if let Ok(value) = serde_json::from_str::<Value>(script.trim()) {
        assert_eq!(values, [value], "what is sound was changed");
    }
    // What was mended is sound.
    for value in &values {
        assert_eq!(fuzzing::json_ld(&value.to_string()), std::slice::from_ref(value));
    }
    let page = format!(
        "<title>Ferry sails again</title><script type=application/ld+json>{script}</script><h1>Ferry sails again</h1>\
         <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
         <p>Its skipper said that neither the sheep nor the engine had made any trouble at all.</p>"
    );
    article::checked(&Page::from_text(page));
}
