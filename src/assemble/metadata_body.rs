//! Text that only the page's metadata carries: the last resort of pages whose scripts put the story there.

use crate::article::Block as Piece;
use crate::label::{Evidence, Labels};
use crate::text::compare::normalize_for_comparison;
use crate::text::hashed::{HashMap, HashSet};
use crate::text::{fold, letter_count};

/// The page shows less than this share of the text its metadata holds: the rest would come by script.
const MIN_SHOWN_SHARE: f32 = 0.6;

/// Letters: a shorter `articleBody` is a summary.
const MIN_BODY_LETTERS: u32 = 600;

/// The body out of JSON-LD's `articleBody`, where the page shows only a part of it.
pub(super) fn body_from_metadata(evidence: &Evidence<'_>, shown: &[Piece]) -> Option<Vec<Piece>> {
    let told = evidence.metadata.article_body.as_deref()?;
    if !shown.is_empty() && is_in_own_markup(told) {
        return None;
    }
    let told =
        if told.contains("</") || told.contains("&lt;") { without_markup(told) } else { without_references(told) };
    let paragraphs: Vec<String> = told.split('\n').map(fold).filter(|p| !p.is_empty()).collect();
    let total: u32 = paragraphs.iter().map(|p| letter_count(p)).sum();
    let shown_letters: u32 = shown.iter().map(|b| letter_count(&b.text())).sum();
    if total < MIN_BODY_LETTERS
        || shown_letters as f32 > MIN_SHOWN_SHARE * total as f32
        || !agrees(shown, &paragraphs)
        || is_whole(shown, &paragraphs)
        || is_shown(evidence, &paragraphs, total)
    {
        return None;
    }
    Some(paragraphs.into_iter().map(Piece::paragraph).collect())
}

/// Whether a text is the source of one, in the signs of some content system: what a page shows of it is the better text.
fn is_in_own_markup(told: &str) -> bool {
    /// One sign may be the writer's.
    const MIN_SIGNS: usize = 2;
    ["+++", "[#", "](", "{:", "{{"].iter().map(|sign| told.matches(sign).count()).sum::<usize>() >= MIN_SIGNS
}

/// For each block of the page, and one behind the last, the paragraph of a body out of metadata before which it stands: the
/// paragraphs that the page shows are known again by their words.
pub(super) fn places_in(evidence: &Evidence<'_>, labels: &Labels, body: &[Piece]) -> Vec<usize> {
    let mut known: HashMap<String, usize> = HashMap::default();
    for (n, piece) in body.iter().enumerate() {
        known.entry(normalize_for_comparison(&piece.text())).or_insert(n);
    }
    let mut next = 0;
    let mut places = Vec::with_capacity(evidence.blocks().len() + 1);
    for (i, block) in evidence.blocks().iter().enumerate() {
        places.push(next);
        if labels.is_story(i) {
            let same = known.get(&normalize_for_comparison(&block.text));
            next = same.map_or(next, |n| next.max(n + 1));
        }
    }
    places.push(next);
    places
}

/// Whether what the page shows is the beginning of that text, or the page shows nothing at all.
fn agrees(shown: &[Piece], paragraphs: &[String]) -> bool {
    /// Words of the page's longest paragraph that must stand in the text in their order.
    const WORDS: usize = 8;
    let longest = shown.iter().map(|b| b.text()).max_by_key(|t| t.len());
    let Some(longest) = longest else { return true };
    let whole = normalize_for_comparison(&paragraphs.join(" "));
    let start: Vec<&str> = longest.split_whitespace().take(WORDS).collect();
    whole.contains(&normalize_for_comparison(&start.join(" ")))
}

/// Whether the page shows the end of that text too: what it lacks between is captions and boxes then. A good many paragraphs
/// need not reach its last one, behind which notices and links stand.
fn is_whole(shown: &[Piece], paragraphs: &[String]) -> bool {
    /// A page that a script completes shows a paragraph or two.
    const MIN_PARAGRAPHS: usize = 5;
    const MANY_PARAGRAPHS: usize = 10;
    /// Bytes of a paragraph that is known again.
    const MIN_BYTES: usize = 40;
    let known = |text: &String| text.len() >= MIN_BYTES;
    let normalized: Vec<String> = paragraphs.iter().map(|p| normalize_for_comparison(p)).collect();
    let Some(last) = normalized.iter().rev().find(|p| known(p)) else { return false };
    let ends = shown.iter().rev().take(MIN_PARAGRAPHS).any(|b| normalize_for_comparison(&b.text()) == *last);
    let reaches = || {
        let whole = normalized.join(" ");
        let end = shown.iter().rev().map(|b| normalize_for_comparison(&b.text())).find(known);
        end.and_then(|e| whole.rfind(&e)).is_some_and(|at| at * 4 >= whole.len() * 3)
    };
    shown.len() >= MIN_PARAGRAPHS && (ends || shown.len() >= MANY_PARAGRAPHS && reaches())
}

/// Whether the page shows a good part of that text as it is, in the story or elsewhere: what is chosen of it is the body then.
fn is_shown(evidence: &Evidence<'_>, paragraphs: &[String], total: u32) -> bool {
    let blocks: HashSet<&str> = evidence.blocks().iter().map(|b| b.text.as_str()).collect();
    let shown: u32 = paragraphs.iter().filter(|p| blocks.contains(p.as_str())).map(|p| letter_count(p)).sum();
    shown as f32 > MIN_SHOWN_SHARE * total as f32
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
    use crate::article::WarningCode;

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
    fn pictures_keep_their_place_in_a_body_that_is_filled_in() {
        let one =
            "The harbour master said that the pier would stay closed until the spring, and that nobody was to blame.";
        let two = "Traders had hoped to open their stalls in time for the regatta, which draws visitors to the town each May.";
        let rest = "Boats leave from the quay instead, and so will the ferry when its engine is mended. ".repeat(20);
        let media = |after: &str| {
            let picture = "<figure><img src=/pier.jpg width=500><figcaption>The pier in May</figcaption></figure>";
            let page = format!(
                "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Pier\", \"articleBody\": \
                 \"{one}\\n{two}\\n{}\"}}</script><h1>Pier</h1><div><p>{one}</p><p>{two}</p>{picture}{after}</div>",
                rest.trim()
            );
            let article = crate::extract(&page).unwrap();
            assert_eq!((article.body.len(), article.warnings[0].code.as_str()), (3, "body_from_metadata"));
            article.media.iter().map(|m| m.at).collect::<Vec<_>>()
        };
        assert_eq!(media(""), [2]);
        // Blocks that the filled body does not have lead nobody beyond its end.
        let lines: String = (0..6).map(|n| format!("<h3>Heading {n}</h3><p>Read on, and on, {n} times.</p>")).collect();
        assert!(media(&lines).iter().all(|at| *at <= 3));
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
        assert_eq!(article.warnings[0].code, WarningCode::BodyFromMetadata);
        // A transcript that stands below the story is shown.
        let shown = page.replace(
            "<h1>",
            &format!(
                "<div class=transcript><p>{}</p></div><h1>",
                "Boats leave from the quay instead. ".repeat(30).trim()
            ),
        );
        let article = crate::extract(&shown).unwrap();
        assert!(article.warnings.iter().all(|w| w.code != WarningCode::BodyFromMetadata), "{article:?}");
    }
}
