//! Cross-headings that are paragraphs by their markup.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::profile::Role;
use crate::segment::{Block, BlockKind};
use crate::text::hashed::{HashMap, HashSet};
use crate::vocabulary::Hints;

/// Letters: a cross-heading is one line of a narrow column or two.
const MAX_LETTERS: u32 = 80;

/// Finds the paragraphs of the flow that are headings by their looks: short, all bold, no sentence, with text before and
/// after them.
pub(super) fn cross_headings(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    /// Bold questions from which on they are an interviewer's.
    const MIN_QUESTIONS: usize = 3;
    let blocks = evidence.blocks();
    let story: Vec<usize> = labels.story().collect();
    let asks = |b: &Block| b.all_bold() && b.text.trim_end().ends_with('?');
    let interview = story.iter().filter(|&&i| asks(&blocks[i])).count() >= MIN_QUESTIONS;
    let mut proposals = Proposals::default();
    let set_apart = set_apart(evidence, &story);
    for (n, &i) in story.iter().enumerate().filter(|(_, i)| blocks[**i].kind == BlockKind::Paragraph) {
        let next = story.get(n + 1).map(|&j| &blocks[j]);
        let apart = set_apart.contains(&i).then_some("set as other lines over text are, and as no paragraph is");
        if let Some(reason) = is_cross_heading(evidence, &blocks[i], n > 0, next, interview).or(apart) {
            proposals.propose(i, LabelKind::Heading, reason);
        }
    }
    proposals
}

/// The lines of an element that no paragraph of the flow has, each between two paragraphs: two of them at least.
fn set_apart(evidence: &Evidence<'_>, story: &[usize]) -> HashSet<usize> {
    /// Lines of one make.
    const MIN_LINES: usize = 2;
    let (blocks, containers) = (evidence.blocks(), &evidence.segments.containers);
    let element = |i: usize| containers[blocks[i].container()].element;
    let line = |i: usize| is_plain_line(&blocks[i]);
    let paragraph = |i: usize| blocks[i].kind == BlockKind::Paragraph && blocks[i].chars > MAX_LETTERS;
    let mut lines: HashMap<u64, Option<Vec<usize>>> = HashMap::default();
    for (n, &i) in story.iter().enumerate() {
        let of_element = lines.entry(element(i)).or_insert_with(|| Some(Vec::new()));
        let between = n > 0 && paragraph(story[n - 1]) && story.get(n + 1).is_some_and(|&next| paragraph(next));
        match of_element {
            Some(of) if line(i) && between => of.push(i),
            of => *of = None,
        }
    }
    lines.into_values().flatten().filter(|of| of.len() >= MIN_LINES).flatten().collect()
}

/// Whether a paragraph is a line of words without the end of a sentence.
fn is_plain_line(b: &Block) -> bool {
    /// Letters: less is a number, a sign, initials.
    const MIN_LETTERS: usize = 4;
    let text = b.text.trim();
    b.kind == BlockKind::Paragraph
        && b.role.is_none()
        && b.chars <= MAX_LETTERS
        && b.linked == 0
        && text.starts_with(|c: char| c.is_alphanumeric() || "¿¡«“„\"'".contains(c))
        && !text.ends_with(['.', ',', ':', ';', '…', '。', '!', '"', '”', ')'])
        && text.chars().filter(|c| c.is_alphabetic()).count() >= MIN_LETTERS
}

/// Why a paragraph is a heading, if it is one. `before` says whether there is text of the story before it.
fn is_cross_heading(
    evidence: &Evidence<'_>,
    b: &Block,
    before: bool,
    next: Option<&Block>,
    interview: bool,
) -> Option<&'static str> {
    match b.role {
        Some(Role::Heading) => return Some("profile"),
        Some(Role::Paragraph) => return None,
        _ => {}
    }
    // The element around it may hold a number and the heading in lines of their own.
    let containers = &evidence.segments.containers;
    let around = containers.get(containers[b.container()].parent()).map_or(Hints::NONE, |c| c.hints);
    let named = (b.hints | around).any(Hints::CROSSHEAD);
    let question = interview && b.text.trim_end().ends_with('?');
    let plain_end = !question && !b.text.trim_end().ends_with(['.', ',', ':', ';', '…', '。']);
    if b.chars > MAX_LETTERS || !(named || b.all_bold() && plain_end) {
        return None;
    }
    // The next piece of the flow must be text that is not such a line itself.
    let over_text = next.is_some_and(|n| !n.all_bold() || n.chars > MAX_LETTERS);
    let reason = if named { "named a cross-heading" } else { "a short bold line over text" };
    ((before || named) && over_text).then_some(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    #[test]
    fn lines_of_an_element_of_their_own_are_headings() {
        let found = |lines: &[&str]| {
            let paragraph = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>";
            let page = TestPage::new(&lines.iter().fold(paragraph.to_owned(), |page, line| page + line + paragraph));
            let kinds = vec![LabelKind::Paragraph; page.segments.blocks.len()];
            cross_headings(&page.evidence(), &page.labels(&kinds)).labels.len()
        };
        assert_eq!(found(&["<p class=x>Ice in the bay</p>", "<p class=x>Cheaper planks</p>"]), 2);
        // One line, a sentence among them, or what paragraphs are set as.
        assert_eq!(found(&["<p class=x>Ice in the bay</p>"]), 0);
        assert_eq!(found(&["<p class=x>Ice in the bay</p>", "<p class=x>It was cold.</p>"]), 0);
        assert_eq!(found(&["<p>Ice in the bay</p>", "<p>Cheaper planks</p>"]), 0);
    }
}
