//! Putting a paragraph's links back where their words stand.

use super::safe_url;
use crate::article::Link;

/// A stretch of a paragraph.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Words(&'a str),
    /// The words of a link and its address.
    Link(&'a str, String),
}

/// Parts a text at its links, each where its words next stand. Links whose words do not stand in the
/// rest of the text, or whose address could do harm, are passed over.
pub(super) fn pieces<'a>(text: &'a str, links: &[Link]) -> Vec<Piece<'a>> {
    let mut out = Vec::new();
    let mut rest = text;
    for link in links {
        let words = link.text.trim();
        let Some(url) = safe_url(&link.url) else { continue };
        let Some(at) = find_words(rest, words) else { continue };
        let (before, tail) = rest.split_at(at);
        let (words, tail) = tail.split_at(words.len());
        out.extend((!before.is_empty()).then_some(Piece::Words(before)));
        out.push(Piece::Link(words, url));
        rest = tail;
    }
    out.extend((!rest.is_empty()).then_some(Piece::Words(rest)));
    out
}

/// Where the words stand as whole words; failing that, where the letters do.
fn find_words(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    let first = words.chars().next().is_some_and(char::is_alphanumeric);
    let last = words.chars().next_back().is_some_and(char::is_alphanumeric);
    let whole = |&(at, _): &(usize, &str)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !(first && before || last && after)
    };
    text.match_indices(words).find(whole).map(|(at, _)| at).or_else(|| text.find(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, links: &[(&str, &str)]) -> String {
        let links: Vec<Link> = links.iter().map(|(t, u)| Link { text: t.to_string(), url: u.to_string() }).collect();
        let show = |piece: &Piece| match piece {
            Piece::Words(words) => words.to_string(),
            Piece::Link(words, url) => format!("{{{words}|{url}}}"),
        };
        pieces(text, &links).iter().map(show).collect()
    }

    #[test]
    fn links_stand_where_their_words_next_stand() {
        let text = "the report and the other report";
        assert_eq!(cut(text, &[("report", "/1"), (" report ", "/2")]), "the {report|/1} and the other {report|/2}");
        assert_eq!(cut("a cartoon of art", &[("art", "/a")]), "a cartoon of {art|/a}");
        assert_eq!(cut("a cartoon", &[("art", "/a")]), "a c{art|/a}oon");
        assert_eq!(cut("“Art”", &[("“Art”", "/a")]), "{“Art”|/a}");
    }

    #[test]
    fn links_without_words_or_with_harm_are_passed_over() {
        let text = "he said so";
        assert_eq!(
            cut(text, &[("absent", "/1"), ("", "/2"), ("said", "javascript:x"), ("so", "/3")]),
            "he said {so|/3}"
        );
        assert_eq!(cut(text, &[("so", "/1"), ("he", "/2")]), "he said {so|/1}");
    }
}
