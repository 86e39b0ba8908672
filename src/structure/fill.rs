//! Text that only the page's metadata carries: the last resort of pages whose scripts put the story there.

use std::collections::HashSet;

use super::Draft;
use super::words::bare;
use crate::article::Block as Piece;
use crate::text::{fold, weigh};

/// The page shows less than this share of the text its metadata holds: the rest would come by script.
const SHOWN: f32 = 0.6;

/// Weighed characters: a shorter `articleBody` is a summary.
const LEAST: u32 = 600;

/// The warning that the body is not what the page shows.
pub(crate) const FILLED: &str = "body_from_metadata";

/// Fills the body from JSON-LD's `articleBody` where the page shows only a part of it.
pub(super) fn from_metadata(draft: &mut Draft<'_>) {
    let Some(told) = draft.input.metadata.article_body.as_deref() else { return };
    let told =
        if told.contains("</") || told.contains("&lt;") { without_markup(told) } else { without_references(told) };
    let paragraphs: Vec<String> = told.split('\n').map(fold).filter(|p| !p.is_empty()).collect();
    let total: u32 = paragraphs.iter().map(|p| weigh(p)).sum();
    let shown: u32 = draft.article.body.iter().map(|b| weigh(&b.text())).sum();
    if total < LEAST
        || shown as f32 > SHOWN * total as f32
        || !agrees(draft, &paragraphs)
        || is_whole(draft, &paragraphs)
        || is_shown(draft, &paragraphs, total)
    {
        return;
    }
    draft.article.body = paragraphs.into_iter().map(|text| Piece::Paragraph { text, links: Vec::new() }).collect();
    draft.from("body", "json-ld articleBody");
    draft.article.warn(FILLED, "the page shows less of the text than its metadata holds");
}

/// Whether what the page shows is the beginning of that text, or the page shows nothing at all.
fn agrees(draft: &Draft<'_>, paragraphs: &[String]) -> bool {
    /// Words of the page's longest paragraph that must stand in the text in their order.
    const WORDS: usize = 8;
    let longest = draft.article.body.iter().map(|b| b.text()).max_by_key(|t| t.len());
    let Some(longest) = longest else { return true };
    let whole = bare(&paragraphs.join(" "));
    let start: Vec<&str> = longest.split_whitespace().take(WORDS).collect();
    whole.contains(&bare(&start.join(" ")))
}

/// Whether the page shows the end of that text too: what it lacks between is captions and boxes then. A good many paragraphs
/// need not reach its last one, behind which notices and links stand.
fn is_whole(draft: &Draft<'_>, paragraphs: &[String]) -> bool {
    /// A page that a script completes shows a paragraph or two.
    const PARAGRAPHS: usize = 5;
    const MANY: usize = 10;
    /// Letters of a paragraph that is known again.
    const LETTERS: usize = 40;
    let shown = &draft.article.body;
    let known = |text: &String| text.len() >= LETTERS;
    let bares: Vec<String> = paragraphs.iter().map(|p| bare(p)).collect();
    let Some(last) = bares.iter().rev().find(|p| known(p)) else { return false };
    let ends = shown.iter().rev().take(PARAGRAPHS).any(|b| bare(&b.text()) == *last);
    let reaches = || {
        let whole = bares.join(" ");
        let end = shown.iter().rev().map(|b| bare(&b.text())).find(known);
        end.and_then(|e| whole.rfind(&e)).is_some_and(|at| at * 4 >= whole.len() * 3)
    };
    shown.len() >= PARAGRAPHS && (ends || shown.len() >= MANY && reaches())
}

/// Whether the page shows a good part of that text as it is, in the story or elsewhere: what is chosen of it is the body then.
fn is_shown(draft: &Draft<'_>, paragraphs: &[String], total: u32) -> bool {
    let blocks: HashSet<&str> = draft.input.segments.blocks.iter().map(|b| b.text.as_str()).collect();
    let shown: u32 = paragraphs.iter().filter(|p| blocks.contains(p.as_str())).map(|p| weigh(p)).sum();
    shown as f32 > SHOWN * total as f32
}

/// A text with its character references resolved.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest reference has eight characters: `&#x1f6a2;`.
        let end = rest.bytes().take(10).position(|b| b == b';');
        let found = end.and_then(|end| Some((character(rest.get(1..end)?)?, end)));
        match found {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of a reference: `amp`, `#8217`, `#x2019`.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The text of markup within a text: tags become line breaks, the commonest entities their characters.
fn without_markup(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            rest = &rest[open..];
            break;
        };
        let tag = rest[open + 1..open + close].trim_start_matches('/').to_ascii_lowercase();
        let block = ["p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol"];
        if block.contains(&tag.split([' ', '/']).next().unwrap_or_default()) {
            out.push('\n');
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    without_references(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_within_the_text_goes() {
        assert_eq!(without_markup("<p>One &amp; <b>two</b></p><p>three</p>"), "\nOne & two\n\nthree\n");
        assert_eq!(without_markup("a < b"), "a < b");
    }

    #[test]
    fn references_are_resolved() {
        assert_eq!(
            without_references("the pier&#8217;s end &amp; quay &x2019;s & &#x2019;"),
            "the pier’s end & quay &x2019;s & ’"
        );
    }

    #[test]
    fn a_story_that_a_script_would_show_is_filled_in() {
        let sentence =
            "The harbour master said that the pier would stay closed until the spring, and that nobody was to blame. ";
        let page = format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Pier\", \"articleBody\": \"{}\\n{}\"}}</script>\
             <h1>Pier</h1><p>{sentence}</p>",
            sentence,
            "Boats leave from the quay instead. ".repeat(30)
        );
        let article = crate::extract(&page).unwrap();
        assert_eq!(article.body.len(), 2);
        assert_eq!(article.warnings[0].code, "body_from_metadata");
        // A transcript that stands below the story is shown.
        let shown = page.replace(
            "<h1>",
            &format!(
                "<div class=transcript><p>{}</p></div><h1>",
                "Boats leave from the quay instead. ".repeat(30).trim()
            ),
        );
        let article = crate::extract(&shown).unwrap();
        assert!(article.warnings.iter().all(|w| w.code != "body_from_metadata"), "{article:?}");
    }
}
