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
        let again = fuzzing::json_ld(&value.to_string());
        assert_eq!(again.iter().map(without_fractions).collect::<Vec<_>>(), [without_fractions(value)]);
    }
    let page = format!(
        "<title>Ferry sails again</title><script type=application/ld+json>{script}</script><h1>Ferry sails again</h1>\
         <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
         <p>Its skipper said that neither the sheep nor the engine had made any trouble at all.</p>"
    );
    article::checked(&Page::from_text(page));
}

/// A value without the numbers that are read as the nearest of those that a processor has, and not always as the very nearest.
fn without_fractions(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::Null,
        Value::Array(values) => values.iter().map(without_fractions).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), without_fractions(value))).collect(),
        other => other.clone(),
    }
}
