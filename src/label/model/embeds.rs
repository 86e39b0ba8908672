//! What a story shows of other sites: posts of networks, which it quotes, and players with words of their own, which it does not.

use crate::label::rules::{ByRules, CORE_WORTH, Class};
use crate::segment::{Block, BlockKind, Segments};
use crate::vocabulary::Hints;

/// A post or a player's words are shorter than this, in letters.
const MAX_LETTERS: u32 = 1_500;

/// Letters of a card's text; less is a name.
const MIN_CARD_TEXT: u32 = 40;

/// What a run of blocks is that comes from another site.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Embed {
    /// A post in a block quotation.
    Post(usize),
    /// Something in an element that names call embedded.
    Element(usize),
}

/// The choice in which each post is in or out as a whole. One that stands within the story is quoted by it. Where nothing but
/// links is left of it, its text was to come by script.
pub(super) fn keep_embeds_whole(segments: &Segments, rules: &ByRules, mut classes: Vec<Class>) -> Vec<Class> {
    let blocks = &segments.blocks;
    let core = |i: &usize| classes[*i] == Class::Body && rules.worth[*i] >= CORE_WORTH;
    let (Some(first), Some(mut last)) = ((0..blocks.len()).find(core), (0..blocks.len()).rfind(core)) else {
        return classes;
    };
    let elements = elements(segments);
    let embed = |b: &Block| match b.kind {
        BlockKind::Quote { quote } if b.all_hints().any(Hints::EMBED) => Some(Embed::Post(quote)),
        _ => elements[b.container()].map(Embed::Element),
    };
    let mut from = 0;
    for of in blocks.chunk_by(|a, b| embed(a) == embed(b)) {
        let at = from..from + of.len();
        from = at.end;
        let class = match embed(&of[0]) {
            Some(Embed::Post(_)) => Some(class_of_post(of)),
            Some(Embed::Element(_)) => class_of_element(of),
            None => None,
        };
        let Some(class) = class.filter(|_| at.start >= first) else { continue };
        // The last of the story may be a post, or posts.
        if class == Class::Other || at.start <= last + 1 {
            last = last.max(at.end - 1);
            let leads = at.start > 0 && class == Class::Other && leads_on(&blocks[at.start - 1]);
            let at = if leads && embed(&of[0]).is_some_and(|e| matches!(e, Embed::Element(_))) {
                at.start - 1..at.end
            } else {
                at
            };
            classes[at].iter_mut().filter(|c| **c != Class::Boxed).for_each(|c| *c = class);
        }
    }
    classes
}

fn class_of_post(of: &[Block]) -> Class {
    let (chars, linked) = of.iter().fold((0, 0), |(c, l), b| (c + b.chars, l + b.linked));
    // A post that is a link as a whole says what it says.
    if linked * 2 >= chars && !is_card(of) { Class::Other } else { Class::Body }
}

/// What the words in an embedded element are, where its shape tells.
fn class_of_element(of: &[Block]) -> Option<Class> {
    if of.iter().map(|b| b.chars).sum::<u32>() > MAX_LETTERS {
        return None;
    }
    if is_card(of) {
        return Some(Class::Body);
    }
    // A player's title, and what it shows.
    let titled =
        of.len() > 1 && of[0].kind.heading().is_some() && of.iter().all(|b| !matches!(b.kind, BlockKind::Quote { .. }));
    titled.then_some(Class::Other)
}

/// Whether all of it is one link to another site, around a text.
fn is_card(of: &[Block]) -> bool {
    let mut links = of.iter().flat_map(|b| b.links());
    let Some(first) = links.next() else { return false };
    let elsewhere = first.href.starts_with("http://") || first.href.starts_with("https://");
    elsewhere
        && links.all(|l| l.href == first.href)
        && of.iter().all(|b| b.linked == b.chars && b.kind.heading().is_none())
        && of.iter().any(|b| b.chars >= MIN_CARD_TEXT && b.ends_sentence())
}

/// Whether a line leads on to what stands under it.
fn leads_on(b: &Block) -> bool {
    /// Letters of such a line.
    const MAX_LETTERS: u32 = 120;
    b.chars <= MAX_LETTERS && b.text.trim_end().ends_with(':') && b.text.contains('|')
}

/// For each container the outermost around it, or itself, that names call embedded.
fn elements(segments: &Segments) -> Vec<Option<usize>> {
    let containers = &segments.containers;
    let mut of: Vec<Option<usize>> = vec![None; containers.len()];
    for i in 1..containers.len() {
        of[i] = of[containers[i].parent()].or_else(|| containers[i].hints.any(Hints::EMBED).then_some(i));
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::rules::classify_by_rules;
    use crate::label::tests::segments_of;

    const A: &str =
        "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>";

    /// The classes of what stands between two paragraphs, where the model takes all of it, or none.
    fn between(html: &str, taken: bool) -> Vec<Class> {
        let segments = segments_of(&format!("{A}{html}{A}"));
        let rules = classify_by_rules(&segments);
        let last = segments.blocks.len() - 1;
        let class = |i: usize| if taken || i == 0 || i == last { Class::Body } else { Class::Other };
        let classes = (0..segments.blocks.len()).map(class).collect();
        keep_embeds_whole(&segments, &rules, classes)[1..last].to_vec()
    }

    #[test]
    fn a_post_that_is_one_link_is_quoted() {
        let card = "<div class=tweet><a href=https://posts.example/1><div>Ann</div><div>The gulls have the pier, as they had in mind all along.</div></a></div>";
        assert_eq!(between(card, false), [Class::Body; 2]);
        // A teaser is no card.
        assert_eq!(between(&card.replace("https://posts.example", ""), false), [Class::Other; 2]);
        assert_eq!(between(&card.replace("tweet", "box"), false), [Class::Other; 2]);
    }

    #[test]
    fn a_player_with_a_title_and_words_is_none_of_the_story() {
        let film = "<p>WATCH | Boats leave:</p><div class=media-embed><h3>Skippers worry</h3><p>Our film follows one of them out.</p></div>";
        assert_eq!(between(film, true), [Class::Other; 3]);
        assert_eq!(between(&film.replace("media-embed", "part"), true), [Class::Body; 3]);
    }
}
