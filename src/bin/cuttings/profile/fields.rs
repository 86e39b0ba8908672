//! The fields of an article as texts, to be compared.

use std::collections::HashMap;

use cuttings::{Article, Block};

use crate::short::excerpt;

/// The fields that are compared, in the order in which they are shown.
pub const FIELDS: [&str; 17] = [
    "headline",
    "kicker",
    "summary",
    "published",
    "modified",
    "authors",
    "byline",
    "section",
    "tags",
    "language",
    "site_name",
    "body",
    "headings",
    "captions",
    "credits",
    "quotes",
    "fact boxes",
];

/// The place of the body among them.
pub const BODY: usize = 11;

/// What an article has for each of [`FIELDS`], as a list of texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(Vec<Vec<String>>);

impl Values {
    pub fn of(article: &Article) -> Values {
        let one = |value: &Option<String>| value.iter().cloned().collect();
        let date = |value: Option<cuttings::DateTime>| value.iter().map(ToString::to_string).collect();
        let texts = |blocks: &[Block]| blocks.iter().map(|b| b.text().into_owned()).collect::<Vec<_>>();
        let headings = article.body.iter().filter(|b| matches!(b, Block::Heading { .. }));
        Values(vec![
            one(&article.headline),
            one(&article.kicker),
            article.summary.clone(),
            date(article.published),
            date(article.modified),
            article.authors.clone(),
            one(&article.byline),
            one(&article.section),
            article.tags.clone(),
            one(&article.language),
            one(&article.site_name),
            texts(&article.body),
            headings.map(|b| b.text().into_owned()).collect(),
            article.media.iter().filter_map(|m| m.caption.clone()).collect(),
            article.media.iter().filter_map(|m| m.credit.clone()).collect(),
            article.quotes.iter().map(|q| q.text.clone()).collect(),
            article.asides.iter().map(|a| texts(&a.body).join("\n")).collect(),
        ])
    }

    pub fn of_field(&self, field: usize) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    pub fn has(&self, field: usize) -> bool {
        !self.of_field(field).is_empty()
    }
}

/// A field that came out otherwise, each side cut short; of a list, what the other side does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub without: String,
    pub with: String,
}

/// The difference of a field, if there is any.
pub fn difference(field: usize, without: &Values, with: &Values) -> Option<Difference> {
    let (old, new) = (without.of_field(field), with.of_field(field));
    (old != new).then(|| Difference { without: only(old, new), with: only(new, old) })
}

/// What of one list the other does not have: the first of it, and how many more.
fn only(list: &[String], other: &[String]) -> String {
    const LENGTH: usize = 140;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    other.iter().for_each(|text| *counts.entry(text).or_default() += 1);
    let mut own = list.iter().filter(|text| match counts.get_mut(text.as_str()) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    match (own.next(), list) {
        (Some(first), _) => {
            let more = own.count();
            let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
            excerpt(first, LENGTH) + &more
        }
        (None, []) => "nothing".to_owned(),
        (None, _) => "nothing else".to_owned(),
    }
}

/// How alike two lists of texts are by their words, 0 to 1: words that both have, each as often as it is there, against those of both.
pub fn likeness(a: &[String], b: &[String]) -> f64 {
    let words = |list: &'_ [String]| -> Vec<String> {
        list.iter().flat_map(|t| t.split_whitespace()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    a.iter().for_each(|w| *counts.entry(w).or_default() += 1);
    let mut both = 0_usize;
    for word in &b {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            both += 1;
        }
    }
    2.0 * both as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use cuttings::{Extractor, Page};

    use super::*;

    fn values(html: &str) -> Values {
        Values::of(&Extractor::default().extract(&Page::from_text(html)).unwrap())
    }

    const STORY: &str = "<h1>Pier shut</h1><p>The harbour master of the town said on Monday that the pier, which was built in 1887, \
        would stay closed until the spring.</p><p>Ferries will leave from the fish quay, he said.</p>";

    #[test]
    fn a_difference_shows_what_the_other_does_not_have() {
        let old = values(STORY);
        let new = values(&STORY.replace("fish quay", "old quay").replace("Pier shut", "Pier closed"));
        assert!(FIELDS.iter().enumerate().all(|(i, _)| difference(i, &old, &old).is_none()));
        let headline = difference(0, &old, &new).unwrap();
        assert_eq!((headline.without.as_str(), headline.with.as_str()), ("Pier shut", "Pier closed"));
        assert_eq!(FIELDS[BODY], "body");
        assert_eq!(difference(BODY, &old, &new).unwrap().with, "Ferries will leave from the old quay, he said.");
        assert_eq!(only(&["a".into(), "b".into()], &["a".into(), "b".into(), "c".into()]), "nothing else");
        assert_eq!(only(&["a".into(), "a".into(), "b".into()], &["a".into()]), "a (and 1 more)");
    }

    #[test]
    fn texts_are_alike_by_their_words() {
        let list = |t: &str| vec![t.to_owned()];
        assert!((likeness(&list("a b c d"), &list("a b c d")) - 1.0).abs() < 1e-9);
        assert!((likeness(&list("a b c d"), &list("a b")) - 2.0 / 3.0).abs() < 1e-9);
        assert!(likeness(&list("a"), &[]) < 1e-9 && likeness(&[], &[]) > 0.9);
    }
}
