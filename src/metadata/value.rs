//! Values as metadata holds them, to values as a reader would write them.

use std::borrow::Cow;

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::options::Limits;
use crate::text::{fold, is_blank};

/// Bytes beyond which a value is no headline, name or description but a text put in the wrong place.
const MAX_VALUE_BYTES: usize = 4_000;

/// A text value: tags taken out, entities that were escaped twice decoded, white space folded. None when
/// nothing is left.
pub(super) fn clean_text(raw: &str) -> Option<String> {
    if raw.len() > MAX_VALUE_BYTES {
        return None;
    }
    let text = match has_markup(raw) {
        true => read_as_html(raw, |doc| doc.text(NodeId::ROOT))?,
        false => fold(raw),
    };
    Some(text).filter(|t| t.chars().any(|c| !c.is_whitespace() && !is_zero_width(c)))
}

/// Zero-width characters: alone they are no text.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A text whose entities alone are decoded, its white space and line breaks as they are.
pub(super) fn unescape_entities(raw: &str) -> Cow<'_, str> {
    match has_entity(raw) {
        true => read_as_html(raw, |doc| doc.raw_text(NodeId::ROOT).into_owned()).map_or(Cow::Borrowed(raw), Cow::Owned),
        false => Cow::Borrowed(raw),
    }
}

/// The parser that reads the page also reads what is escaped within it, so both decode alike.
fn read_as_html<T>(raw: &str, read: impl Fn(&Document) -> T) -> Option<T> {
    // A tag in front keeps the parser from dropping the white space that the text begins with.
    Document::parse(&format!("<body>{raw}"), &Limits::default()).ok().map(|doc| read(&doc))
}

/// Whether a text holds what a browser would not show as it is: a tag, or an entity with its semicolon.
fn has_markup(raw: &str) -> bool {
    let tag = raw.match_indices('<').any(|(at, _)| {
        raw[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') && raw[at..].contains('>')
    });
    tag || has_entity(raw)
}

fn has_entity(raw: &str) -> bool {
    /// The longest of HTML's names, `CounterClockwiseContourIntegral`.
    const MAX_ENTITY_BYTES: usize = 31;
    raw.match_indices('&').any(|(at, _)| {
        let name = &raw.as_bytes()[at + 1..];
        let end = name.iter().take(MAX_ENTITY_BYTES + 1).position(|b| !b.is_ascii_alphanumeric() && *b != b'#');
        end.is_some_and(|end| end > 0 && name[end] == b';')
    })
}

/// The text of an element that is marked as a value; `None` if the element is too large to be a value (a misplaced
/// `itemprop`). The bound also keeps nested marks linear.
pub(super) fn element_text(doc: &Document, node: NodeId) -> Option<String> {
    const MAX_VALUE_NODES: usize = 200;
    let nodes = doc.end(node).index() - node.index();
    (nodes <= MAX_VALUE_NODES).then(|| doc.text(node)).filter(|t| !is_blank(t))
}

/// The text of the link that an element or a text stands in.
pub(super) fn link_around(doc: &Document, node: NodeId) -> Option<String> {
    /// Elements between a date and the link around it and its story's title.
    const MAX_ELEMENTS: usize = 6;
    let link = doc.ancestors(node).take(MAX_ELEMENTS).find(|n| doc.tag(*n) == Tag::A)?;
    doc.attr(link, Attr::Href).and_then(|_| element_text(doc, link))
}

/// An address as a value: trimmed, `&amp;` undone; none when it is empty, a fragment or a script.
pub(super) fn clean_url(raw: &str) -> Option<String> {
    let url = raw.trim().replace("&amp;", "&");
    let is_script = url.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("javascript:"));
    (!url.is_empty() && !url.starts_with('#') && !is_script && !url.contains(char::is_whitespace)).then_some(url)
}

/// A person's or a body's name. Addresses are none, nor are the handles of `twitter:creator`.
pub(super) fn clean_name(raw: &str) -> Option<String> {
    /// Bytes; four names with their titles fit, a sentence about the author does not.
    const MAX_NAME_BYTES: usize = 200;
    clean_text(raw).filter(|t| t.len() <= MAX_NAME_BYTES && !is_address(t) && !t.starts_with('@'))
}

fn is_address(text: &str) -> bool {
    let one_word = !text.contains(char::is_whitespace);
    let host = text.split('/').next().unwrap_or_default();
    text.contains("://")
        || text.starts_with("www.")
        || (one_word && text.starts_with('/'))
        || (one_word && text.contains('/') && host.contains('.'))
}

/// The parts of a list written as one text, such as `keywords`.
pub(super) fn list_parts(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '\u{60c}', '\u{3001}', '\u{ff0c}']).map(str::trim).filter(|p| !is_blank(p))
}

/// Whether two addresses are of one page, as far as scheme, `www.`, fragment, a last slash and an
/// archive's prefix do not matter.
pub(super) fn same_page(one: &str, other: &str) -> bool {
    let (one, other) = (strip_scheme(one), strip_scheme(other));
    match one.starts_with('/') == other.starts_with('/') {
        true => one == other,
        false => path_of(one) == path_of(other),
    }
}

/// Whether an address is of a site's front page: objects name it where they should name the page.
pub(super) fn is_front_page(url: &str) -> bool {
    matches!(path_of(strip_scheme(url)), "" | "/")
}

/// An address without scheme, `www.`, fragment, a last slash and an archive's prefix.
fn strip_scheme(url: &str) -> &str {
    let url = url.trim();
    let url = url.split('#').next().unwrap_or_default();
    // An archive's address holds the page's own as its end.
    let url = url.rfind("://").map_or(url, |at| &url[at + 3..]);
    let url = url.strip_prefix("www.").unwrap_or(url);
    let url = url.strip_prefix("//").unwrap_or(url);
    match url {
        "/" => url,
        _ => url.strip_suffix('/').unwrap_or(url),
    }
}

fn path_of(bare: &str) -> &str {
    bare.find('/').map_or("", |at| &bare[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once_and_tags_taken_out() {
        assert_eq!(clean_text("Salt &amp; Light").as_deref(), Some("Salt & Light"));
        assert_eq!(clean_text("Salt &amp;amp; Light").as_deref(), Some("Salt &amp; Light"));
        assert_eq!(clean_text("It&#8217;s <b>o</b>ver<br>now").as_deref(), Some("It\u{2019}s over now"));
        assert_eq!(clean_text("  R&D \n up 3 < 4, Q&A; B&Bs ").as_deref(), Some("R&D up 3 < 4, Q&A; B&Bs"));
        assert_eq!(clean_text(" \u{200b}\u{a0} "), None);
        assert_eq!(clean_text(&"long ".repeat(2_000)), None);
    }

    #[test]
    fn unescaping_keeps_lines() {
        assert_eq!(unescape_entities("\n a &quot;b&quot;\n\n c"), "\n a \"b\"\n\n c");
        assert!(matches!(unescape_entities("a & b"), Cow::Borrowed("a & b")));
    }

    #[test]
    fn addresses_and_handles_are_no_names() {
        for no in ["https://social.example/ann", "www.paper.example", "social.example/ann", "/staff/ann", "@ann", " "] {
            assert_eq!(clean_name(no), None, "{no}");
        }
        assert_eq!(clean_name(" Ann\u{a0} Vale ").as_deref(), Some("Ann Vale"));
        assert_eq!(clean_name("AP/Reuters").as_deref(), Some("AP/Reuters"));
        assert_eq!(clean_name("A.N. Vale / B. Holm").as_deref(), Some("A.N. Vale / B. Holm"));
    }

    #[test]
    fn one_page_has_many_addresses() {
        let same = |other| same_page("https://www.paper.example/a/b.html", other);
        assert!(same("http://paper.example/a/b.html/#top"));
        assert!(same("http://web.archive.example/web/20150102030405/http://paper.example/a/b.html"));
        assert!(same("/a/b.html") && same("//paper.example/a/b.html"));
        assert!(!same("https://www.paper.example/a/c.html"));
        assert!(!same("https://other.example/a/b.html"));
        assert!(!same("/b.html") && !same(""));
        assert!(
            is_front_page("https://paper.example/")
                && is_front_page("http://www.paper.example")
                && !is_front_page("/a")
        );
    }

    #[test]
    fn addresses_are_trimmed() {
        assert_eq!(clean_url(" http://a.example/?x=1&amp;y=2 ").as_deref(), Some("http://a.example/?x=1&y=2"));
        assert_eq!(
            (clean_url(""), clean_url("#x"), clean_url("javascript:void(0)"), clean_url("not one")),
            (None, None, None, None)
        );
    }
}
