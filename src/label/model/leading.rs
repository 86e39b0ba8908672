//! Lines that lead to other pages: links to their ends, with a label before them at most.

use crate::label::rules::ALL_LINKS_SHARE;
use crate::segment::{Block, BlockKind};

/// A paragraph that is a link and no more is body from this probability on: most of those below it lead to other stories.
const MIN_PROBABILITY: f32 = 0.8;

/// Words of a label: `Read more: …`.
const MAX_LABEL_WORDS: usize = 4;

/// Letters of a link that is a title, and no name: `Source: Alpine Wire`.
const MIN_TITLE_LETTERS: u32 = 20;

/// Whether a paragraph that the model finds so likely a part of the flow leads away from it.
pub(super) fn leads_elsewhere(b: &Block, probability: f32) -> bool {
    if b.kind != BlockKind::Paragraph || b.links().is_empty() {
        return false;
    }
    is_caps_link(b)
        || is_pointed_at(b)
        || is_all_links(b).is_some_and(|labelled| labelled || probability < MIN_PROBABILITY)
}

/// Whether a paragraph is links to its end, and if so, whether they are titles with a label before them.
fn is_all_links(b: &Block) -> Option<bool> {
    let is_sign = |text: &str| text.chars().all(|c| !c.is_alphanumeric());
    let (first, last) = (b.links().first()?.span, b.links().last()?.span);
    let (before, after) = (b.text.get(..first.start)?.trim(), b.text.get(last.end..)?);
    let between = |pair: &[crate::segment::LinkSpan]| b.text.get(pair[0].span.end..pair[1].span.start);
    let parted = b.links().windows(2).all(|pair| between(pair).is_some_and(is_sign));
    let label = before.ends_with([':', '|', '：'])
        && before.split_whitespace().count() <= MAX_LABEL_WORDS
        && !before.starts_with('•');
    if !is_sign(after) || !parted || !(label || before.is_empty() && b.links().len() == 1) {
        return None;
    }
    Some(label && b.linked >= MIN_TITLE_LETTERS && b.linked * 2 > b.chars)
}

/// Whether a line begins with a sign that points at a link in it: `→ Follow us …`.
fn is_pointed_at(b: &Block) -> bool {
    /// Letters of such a line.
    const MAX_LETTERS: u32 = 200;
    b.chars <= MAX_LETTERS && b.text.trim_start().starts_with(['→', '►', '▶', '➡', '➜', '➤', '👉'])
}

/// Whether a line is a link in capitals, as papers set another story's headline between paragraphs.
fn is_caps_link(b: &Block) -> bool {
    /// Letters: shorter ones are abbreviations and labels.
    const MIN_LETTERS: u32 = 20;
    let letters = || b.text.chars().filter(|c| c.is_alphabetic());
    b.chars >= MIN_LETTERS
        && b.linked as f32 >= ALL_LINKS_SHARE * b.chars as f32
        && letters().filter(|c| c.is_uppercase()).count() * 5 > letters().count() * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::segments_of;

    fn leads(paragraph: &str, probability: f32) -> bool {
        leads_elsewhere(&segments_of(&format!("<p>{paragraph}</p>")).blocks[0], probability)
    }

    #[test]
    fn a_label_with_titles_leads_elsewhere_however_likely() {
        for line in [
            "Also read: <a href=/2>Ferry company to cut two sailings</a>",
            "STORY HERE | <a href=/2>Storm took a third of the pier</a>",
            "Mehr zum Thema: <a href=/2>Quallen in der Bucht</a> | <a href=/3>Tauchverbot</a>",
            "→ <a href=/2>Follow us</a> and miss nothing of what goes on at the pier",
            "<a href=/2>STORM TAKES A THIRD OF THE PIER</a>",
        ] {
            assert!(leads(line, 0.99), "{line}");
        }
    }

    #[test]
    fn a_link_alone_does_in_doubt_and_one_among_words_never() {
        assert!(leads("<a href=/2>The ferry that would not sail</a>", 0.7));
        for line in [
            "<a href=/2>The ferry that would not sail</a>",
            "Source: <a href=/2>Alpine Wire</a>",
            "The ferry: <a href=/2>her engines ran for nine hours</a>, and nobody knew why.",
            "He named two of them: <a href=/2>the old ferry at Kilbride</a> and <a href=/3>the mill</a>.",
        ] {
            assert!(!leads(line, 0.9), "{line}");
        }
        assert!(!leads(
            "He named two of them: <a href=/2>the old ferry at Kilbride</a> and <a href=/3>the mill</a>.",
            0.1
        ));
    }
}
