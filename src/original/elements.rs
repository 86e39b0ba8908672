//! Which elements and attributes of a page are shown.

use crate::dom::{Document, NodeId, Tag};

/// How an element is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As this element.
    As(&'static str),
    /// As an element that nothing closes.
    Void(&'static str),
    /// What it holds, as if it were not there.
    Through,
    /// As a box in its place: a picture, a player, a frame.
    Placeholder,
    /// Not at all.
    Nothing,
}

/// How an element with this tag is shown.
///
/// A paragraph is a `div` here: where old pages hold a table in one, a parser would close it.
#[rustfmt::skip]
pub(super) fn shown(tag: Tag) -> Shown {
    use Tag::*;
    match tag {
        None => Shown::Through,
        _ if tag.is_invisible() => Shown::Nothing,
        Noscript | Noframes | Param | Frameset => Shown::Nothing,
        Img | AmpImg | Video | Audio | AmpVideo | Iframe | Embed | Object => Shown::Placeholder,
        Br => Shown::Void("br"),
        Hr => Shown::Void("hr"),
        Wbr => Shown::Void("wbr"),
        H1 => Shown::As("h1"), H2 => Shown::As("h2"), H3 => Shown::As("h3"),
        H4 => Shown::As("h4"), H5 => Shown::As("h5"), H6 => Shown::As("h6"),
        Table => Shown::As("table"), Caption => Shown::As("caption"), Thead => Shown::As("thead"),
        Tbody => Shown::As("tbody"), Tfoot => Shown::As("tfoot"), Tr => Shown::As("tr"),
        Td => Shown::As("td"), Th => Shown::As("th"),
        Ul | Menu | Dir => Shown::As("ul"),
        Ol => Shown::As("ol"), Li => Shown::As("li"),
        Dl => Shown::As("dl"), Dt => Shown::As("dt"), Dd => Shown::As("dd"),
        Blockquote => Shown::As("blockquote"), Pre => Shown::As("pre"), Center => Shown::As("center"),
        Figure => Shown::As("figure"), Figcaption => Shown::As("figcaption"),
        A => Shown::As("a"), B => Shown::As("b"), Strong => Shown::As("strong"), I => Shown::As("i"), Em => Shown::As("em"),
        Cite => Shown::As("cite"), Q => Shown::As("q"), U => Shown::As("u"), Small => Shown::As("small"), Big => Shown::As("big"),
        Sub => Shown::As("sub"), Sup => Shown::As("sup"), Code => Shown::As("code"), Samp => Shown::As("samp"), Tt => Shown::As("tt"),
        Var => Shown::As("var"), Del => Shown::As("del"), Ins => Shown::As("ins"), S | Strike => Shown::As("s"), Mark => Shown::As("mark"),
        Font => Shown::As("font"), Ruby => Shown::As("ruby"), Rt => Shown::As("rt"), Rp => Shown::As("rp"),
        _ if tag.is_block() => Shown::As("div"),
        _ => Shown::As("span"),
    }
}

/// The classes by which our own style knows elements that are shown as others.
pub(super) fn class_of(tag: Tag) -> Option<&'static str> {
    match tag {
        Tag::P => Some("p"),
        Tag::Button => Some("button"),
        Tag::Nav => Some("nav"),
        _ => None,
    }
}

/// Adds the attributes that are kept: direction, language, and how a table or a list is laid out.
pub(super) fn push_attributes(out: &mut String, doc: &Document, id: NodeId) {
    let tag = doc.tag(id);
    for (name, value) in doc.attrs(id) {
        let value = value.trim();
        let is_kept = match name {
            "dir" => ["ltr", "rtl", "auto"].iter().any(|d| value.eq_ignore_ascii_case(d)),
            "lang" => {
                (1..=MAX_LANGUAGE).contains(&value.len())
                    && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            }
            "colspan" | "rowspan" => matches!(tag, Tag::Td | Tag::Th) && is_number(value),
            "align" => ["left", "right", "center", "justify"].iter().any(|a| value.eq_ignore_ascii_case(a)),
            "valign" => ["top", "middle", "bottom", "baseline"].iter().any(|a| value.eq_ignore_ascii_case(a)),
            "width" => {
                matches!(tag, Tag::Table | Tag::Td | Tag::Th) && is_number(value.strip_suffix('%').unwrap_or(value))
            }
            "border" | "cellpadding" | "cellspacing" => tag == Tag::Table && is_number(value),
            "start" => tag == Tag::Ol && is_number(value),
            "value" => tag == Tag::Li && is_number(value),
            "size" => tag == Tag::Font && is_number(value.trim_start_matches(['+', '-'])),
            _ => false,
        };
        if is_kept {
            // Nothing in them needs to be escaped.
            out.extend([" ", name, "=\"", value, "\""]);
        }
    }
}

/// Bytes of the longest name of a language that is kept.
const MAX_LANGUAGE: usize = 35;

/// Whether a value is a number of at most four digits.
fn is_number(value: &str) -> bool {
    (1..=4).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}
