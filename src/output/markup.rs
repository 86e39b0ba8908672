//! What every piece of HTML is made of.

use crate::article::Article;

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

/// The attributes that tell the language and where its lines begin.
pub(super) fn language(article: &Article) -> String {
    let Some(language) = &article.language else { return String::new() };
    let main = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let direction = if RIGHT_TO_LEFT.contains(&main.as_str()) { " dir=\"rtl\"" } else { "" };
    attribute("lang", language) + direction
}

/// An element on a line; `inner` is HTML.
pub(super) fn element(out: &mut String, name: &str, inner: &str) {
    if !inner.is_empty() {
        *out += &format!("<{name}>{inner}</{name}>\n");
    }
}

pub(super) fn attribute(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", escape(value))
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // Neither text nor allowed in HTML.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}
