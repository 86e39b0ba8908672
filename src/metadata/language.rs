//! The language that a page declares.

use super::json_ld::Record;
use super::meta::Metas;
use crate::dom::{Document, NodeId};

/// The declared language and what declares it. The element that holds the page comes first, since browsers act on it;
/// what only other services read comes after.
pub(super) fn declared_language(
    doc: &Document,
    html: Option<NodeId>,
    metas: &Metas,
    record: &Record,
) -> Option<(String, &'static str)> {
    let html = |name| html.and_then(|n| doc.attr_named(n, name)).and_then(language_tag);
    let meta = |name| metas.first(name).and_then(language_tag);
    html("lang")
        .map(|l| (l, "html lang"))
        .or_else(|| html("xml:lang").map(|l| (l, "html xml:lang")))
        .or_else(|| meta("content-language").map(|l| (l, "meta content-language")))
        .or_else(|| meta("language").map(|l| (l, "meta language")))
        .or_else(|| meta("dc.language").map(|l| (l, "meta dc.language")))
        .or_else(|| meta("og:locale").map(|l| (l, "meta og:locale")))
        .or_else(|| record.language().and_then(|l| language_tag(&l)).map(|l| (l, "json-ld inLanguage")))
}

/// A language tag; of several, the first. Names of languages are none.
fn language_tag(text: &str) -> Option<String> {
    let first = text.split([',', ';']).next().unwrap_or_default().trim();
    let tag = first.replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language = matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let is_rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    (is_language && is_rest && !language.eq_ignore_ascii_case("und")).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::language_tag;

    #[test]
    fn tags_are_told_from_names() {
        assert_eq!(language_tag(" en-GB ").as_deref(), Some("en-GB"));
        assert_eq!(language_tag("pt_BR").as_deref(), Some("pt-BR"));
        assert_eq!(language_tag("zh-Hant-TW, en").as_deref(), Some("zh-Hant-TW"));
        for no in ["", "English", "e", "und", "{{lang}}", "en-"] {
            assert_eq!(language_tag(no), None, "{no}");
        }
    }
}
