//! Readers' comments under a story, whatever their elements are called: lines that say who wrote and when, again and again.

use super::evidence::Evidence;
use super::extent::told_by;
use super::labels::{LabelKind, Labels, Proposals};
use crate::dates::{self, Context};
use crate::profile::ProfileMatch;
use crate::segment::Block;
use crate::text::hashed::HashMap;

/// So many signed lines of one make are a thread.
const MIN_SIGNED: usize = 3;

/// Letters of such a line.
const MAX_LETTERS: u32 = 90;

/// Blocks between it and what it signs.
const REACH: usize = 5;

/// Takes the thread out of the flow.
pub(super) fn thread(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let is_told = evidence.profile.is_some_and(ProfileMatch::tells_flow);
    if is_told || evidence.metadata.types.iter().any(|t| t.to_ascii_lowercase().contains("liveblog")) {
        return proposals;
    }
    if let Some(first) = first_signed(evidence, labels) {
        for i in labels.story().filter(|&i| i >= first) {
            proposals.propose(i, LabelKind::Foreign, "among lines signed with name and time");
        }
    }
    proposals
}

/// Where the thread begins: its first signed line. Where lines stand under what they sign, the first comment is not known.
fn first_signed(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    let blocks = evidence.blocks();
    // Entries of live pages are signed from the first one on.
    let start = told_by(evidence, labels)? + 1;
    let context = Context { latest: evidence.captured, ..Context::default() };
    let element = |b: &Block| evidence.segments.containers[b.container()].element;
    let mut of_element: HashMap<u64, Vec<usize>> = HashMap::default();
    for i in (start..blocks.len()).filter(|&i| is_signed(&blocks[i], &context)) {
        let near = (i + 1..(i + 1 + REACH).min(blocks.len())).any(|j| labels.is_story(j));
        if near {
            of_element.entry(element(&blocks[i])).or_default().push(i);
        }
    }
    let threads = of_element.into_values().filter(|lines| lines.len() >= MIN_SIGNED);
    threads.filter_map(|lines| lines.first().copied()).min()
}

/// Whether a line holds a day with its time of day, and a name or so beside it.
fn is_signed(b: &Block, context: &Context<'_>) -> bool {
    /// Letters beside the time.
    const NAME: std::ops::RangeInclusive<usize> = 2..=60;
    let has_digits = b.text.bytes().filter(u8::is_ascii_digit).count() > 4;
    if b.chars > MAX_LETTERS || !has_digits || !b.text.contains(':') {
        return false;
    }
    let found = dates::find(&b.text, context);
    let [day] = &found[..] else { return false };
    let beside = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    day.value.time().is_some() && NAME.contains(&(beside(&b.text[..day.start]) + beside(&b.text[day.end..])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    const STORY: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>\
        <p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>";

    fn taken_out(signs: &[&str]) -> usize {
        let said =
            |sign: &&str| format!("<div class=op>{sign}</div><p>It was about time that they did something there.</p>");
        let page = TestPage::new(&format!("{STORY}{}", signs.iter().map(said).collect::<String>()));
        let mut kinds = vec![LabelKind::Paragraph; 2];
        signs.iter().for_each(|_| kinds.extend([LabelKind::Foreign, LabelKind::Paragraph]));
        thread(&page.evidence(), &page.labels(&kinds)).labels.len()
    }

    #[test]
    fn lines_signed_with_name_and_time_begin_a_thread() {
        assert_eq!(taken_out(&["~ann [2012-01-04 14:39]", "~bob [2012-01-04 15:02]", "~cleo [2012-01-05 09:11]"]), 3);
        assert_eq!(taken_out(&["Posted by: Ann at May 10, 2012 11:40 AM"; 3]), 3);
        // Two may be letters, hours alone are those of a day's events.
        assert_eq!(taken_out(&["~ann [2012-01-04 14:39]", "~bob [2012-01-04 15:02]"]), 0);
        assert_eq!(taken_out(&["14:39", "15:02", "16:11"]), 0);
    }
}
