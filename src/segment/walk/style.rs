//! How elements set their text, by their own attributes.

use crate::dom::{Attr, Document, NodeId, Tag};

/// Whether an element sets its text in small type, or centred.
pub(super) fn sets_apart(doc: &Document, id: NodeId, tag: Tag) -> bool {
    let aligned = |value: &str| value.trim().eq_ignore_ascii_case("center");
    match tag {
        Tag::Small | Tag::Center | Tag::Figcaption => return true,
        Tag::Font => return doc.attr(id, Attr::Size).is_some_and(|s| matches!(s.trim(), "1" | "-1" | "-2")),
        // A table that is centred has its text where it was.
        Tag::Table => return false,
        _ => {}
    }
    doc.attr(id, Attr::Align).is_some_and(aligned)
        || doc.attr(id, Attr::Style).is_some_and(|s| style_sets_apart(s, aligned))
}

fn style_sets_apart(style: &str, aligned: impl Fn(&str) -> bool) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let name = name.trim();
        name.eq_ignore_ascii_case("text-align") && aligned(value)
            || name.eq_ignore_ascii_case("font-size") && is_small(value.trim())
    })
}

/// Whether a size of type is one for small print.
fn is_small(size: &str) -> bool {
    /// The largest sizes of small print, in each unit: a little less than what texts are set in.
    const MOST: [(&str, f32); 5] = [("px", 13.0), ("pt", 9.5), ("rem", 0.9), ("em", 0.9), ("%", 90.0)];
    let size = size.to_ascii_lowercase();
    matches!(&*size, "small" | "smaller" | "x-small" | "xx-small")
        || MOST.iter().any(|(unit, most)| {
            size.strip_suffix(unit).and_then(|n| n.trim().parse::<f32>().ok()).is_some_and(|n| n > 0.0 && n <= *most)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    #[test]
    fn small_and_centred_print_is_known_by_its_attributes() {
        let is_apart = |html: &str| {
            let doc = Document::parse(html, &Limits::default()).unwrap();
            doc.all().any(|n| sets_apart(&doc, n, doc.tag(n)))
        };
        for html in [
            "<font size=1>Quay</font>",
            "<font size=-1>Quay</font>",
            "<center>Quay</center>",
            "<p align=Center>Quay</p>",
            "<p style='color:#888; Text-Align: center'>Quay</p>",
            "<span style='font-size:12px;color:#888'>Quay</span>",
            "<p style='font-size: .8em'>Quay</p>",
        ] {
            assert!(is_apart(html), "{html}");
        }
        for html in [
            "<font size=2>Quay</font>",
            "<p align=left>Quay</p>",
            "<table align=center><tr><td>Quay</table>",
            "<p style='font-size:16px;text-align:justify'>Quay</p>",
            "<p style='font-size:0;background:url(a;b:c)'>Quay</p>",
        ] {
            assert!(!is_apart(html), "{html}");
        }
    }
}
