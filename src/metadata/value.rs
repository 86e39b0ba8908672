//! Values as metadata holds them, to values as a reader would write them.

use std::borrow::Cow;

use crate::dom::{Document, NodeId};
use crate::options::Limits;
use crate::text::fold;

/// Bytes beyond which a value is no headline, name or description but a text put in the wrong place.
const LONGEST: usize = 4_000;

/// A text value: tags taken out, entities that were escaped twice decoded, white space folded. None when
/// nothing is left.
pub(super) fn text(raw: &str) -> Option<String> {
    if raw.len() > LONGEST {
        return None;
    }
    let text = match has_markup(raw) {
        true => read_as_html(raw, |doc| doc.text(NodeId::ROOT))?,
        false => fold(raw),
    };
    Some(text).filter(|t| t.chars().any(|c| !c.is_whitespace() && !is_format(c)))
}

/// Zero-width characters: alone they are no text.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A text whose entities alone are decoded, its white space and line breaks as they are.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    match has_entity(raw) {
        true => read_as_html(raw, |doc| doc.raw_text(NodeId::ROOT)).map_or(Cow::Borrowed(raw), Cow::Owned),
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
    const NAME: usize = 31;
    raw.match_indices('&').any(|(at, _)| {
        let name = &raw.as_bytes()[at + 1..];
        let end = name.iter().take(NAME + 1).position(|b| !b.is_ascii_alphanumeric() && *b != b'#');
        end.is_some_and(|end| end > 0 && name[end] == b';')
    })
}

/// The text of an element that is marked as a value. None when it holds so much that the mark is a mistake; the bound
/// also keeps marks within marks from costing a walk over the page each.
pub(super) fn words(doc: &Document, node: NodeId) -> Option<String> {
    const MOST_NODES: usize = 200;
    let nodes = doc.end(node).index() - node.index();
    (nodes <= MOST_NODES).then(|| doc.text(node)).filter(|t| !t.is_empty())
}

/// An address as a value: trimmed, `&amp;` undone; none when it is empty, a fragment or a script.
pub(super) fn url(raw: &str) -> Option<String> {
    let url = raw.trim().replace("&amp;", "&");
    let is_script = url.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("javascript:"));
    (!url.is_empty() && !url.starts_with('#') && !is_script && !url.contains(char::is_whitespace)).then_some(url)
}

/// A person's or a body's name. Addresses are none, nor are the handles of `twitter:creator`.
pub(super) fn name(raw: &str) -> Option<String> {
    /// Bytes; four names with their titles fit, a sentence about the author does not.
    const LONGEST_NAME: usize = 200;
    text(raw).filter(|t| t.len() <= LONGEST_NAME && !is_address(t) && !t.starts_with('@'))
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
pub(super) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '\u{60c}', '\u{3001}', '\u{ff0c}']).map(str::trim).filter(|p| !p.is_empty())
}

/// Whether two addresses are of one page, as far as scheme, `www.`, fragment, a last slash and an
/// archive's prefix do not matter.
pub(super) fn same_page(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    match one.starts_with('/') == other.starts_with('/') {
        true => one == other,
        false => path(one) == path(other),
    }
}

/// Whether an address is of a site's front page: objects name it where they should name the page.
pub(super) fn is_front(url: &str) -> bool {
    matches!(path(bare(url)), "" | "/")
}

fn bare(url: &str) -> &str {
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

fn path(bare: &str) -> &str {
    bare.find('/').map_or("", |at| &bare[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once_and_tags_taken_out() {
        assert_eq!(text("Salt &amp; Light").as_deref(), Some("Salt & Light"));
        assert_eq!(text("Salt &amp;amp; Light").as_deref(), Some("Salt &amp; Light"));
        assert_eq!(text("It&#8217;s <b>o</b>ver<br>now").as_deref(), Some("It\u{2019}s over now"));
        assert_eq!(text("  R&D \n up 3 < 4, Q&A; B&Bs ").as_deref(), Some("R&D up 3 < 4, Q&A; B&Bs"));
        assert_eq!(text(" \u{200b}\u{a0} "), None);
        assert_eq!(text(&"long ".repeat(2_000)), None);
    }

    #[test]
    fn unescaping_keeps_lines() {
        assert_eq!(unescape("\n a &quot;b&quot;\n\n c"), "\n a \"b\"\n\n c");
        assert!(matches!(unescape("a & b"), Cow::Borrowed("a & b")));
    }

    #[test]
    fn addresses_and_handles_are_no_names() {
        for no in ["https://social.example/ann", "www.paper.example", "social.example/ann", "/staff/ann", "@ann", " "] {
            assert_eq!(name(no), None, "{no}");
        }
        assert_eq!(name(" Ann\u{a0} Vale ").as_deref(), Some("Ann Vale"));
        assert_eq!(name("AP/Reuters").as_deref(), Some("AP/Reuters"));
        assert_eq!(name("A.N. Vale / B. Holm").as_deref(), Some("A.N. Vale / B. Holm"));
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
        assert!(is_front("https://paper.example/") && is_front("http://www.paper.example") && !is_front("/a"));
    }

    #[test]
    fn addresses_are_trimmed() {
        assert_eq!(url(" http://a.example/?x=1&amp;y=2 ").as_deref(), Some("http://a.example/?x=1&y=2"));
        assert_eq!((url(""), url("#x"), url("javascript:void(0)"), url("not one")), (None, None, None, None));
    }
}
