//! When the entries of a live page were written.

use std::collections::BTreeMap;

use crate::article::DateTime;
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::date_line::{MAX_CLOCK_LINE_LETTERS, is_age_line, is_clock_line};
use crate::segment::Block;

/// Of each heading that has one, the time of the entry that it heads: as ISO 8601 where markup tells it, else as it is shown.
///
/// One heading with a time beside it is any story's; a live page has several.
pub(super) fn entry_times(evidence: &Evidence<'_>, labels: &Labels) -> BTreeMap<usize, String> {
    /// Headings with a time.
    const MIN_ENTRIES: usize = 2;
    let lines: Vec<(usize, usize)> =
        labels.story().filter_map(|i| Some((i, time_line(evidence, labels, i)?))).collect();
    if lines.len() < MIN_ENTRIES {
        return BTreeMap::new();
    }
    let told = told_times(evidence);
    let time = |line: usize| {
        let from = line.checked_sub(1).map_or(0, |before| evidence.blocks()[before].node());
        let until = evidence.blocks().get(line + 1).map_or(usize::MAX, |next| next.node());
        let of_markup = told.range(from..until).next().map(|(_, time)| time.to_string());
        of_markup.unwrap_or_else(|| evidence.blocks()[line].text.replace('\n', " "))
    };
    lines.into_iter().map(|(heading, line)| (heading, time(line))).collect()
}

/// The line beside a heading of the flow that tells a time: right before it, or else right behind.
fn time_line(evidence: &Evidence<'_>, labels: &Labels, heading: usize) -> Option<usize> {
    let blocks = evidence.blocks();
    if labels.kind(heading) != LabelKind::Heading {
        return None;
    }
    let beside = [heading.checked_sub(1), Some(heading + 1)];
    let is_line = |i: &usize| *i < blocks.len() && !labels.is_story(*i) && is_time(&blocks[*i]);
    beside.into_iter().flatten().find(is_line)
}

/// Whether a block tells a time and little else.
fn is_time(b: &Block) -> bool {
    b.chars <= MAX_CLOCK_LINE_LETTERS && (is_clock_line(&b.text) || is_age_line(&b.text))
}

/// The times that elements of the page tell, by the places of these.
fn told_times(evidence: &Evidence<'_>) -> BTreeMap<usize, DateTime> {
    let dates = evidence.metadata.published.iter().chain(&evidence.metadata.modified);
    let placed = dates.filter(|s| s.value.time().is_some()).filter_map(|s| Some((s.node?.index(), s.value)));
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{DateLine, Heading, Paragraph};
    use crate::label::tests::TestPage;

    fn times(html: &str, kinds: &[LabelKind]) -> Vec<(usize, String)> {
        let page = TestPage::new(html);
        entry_times(&page.evidence(), &page.labels(kinds)).into_iter().collect()
    }

    #[test]
    fn headings_of_a_live_page_have_the_times_beside_them() {
        let entries = "<div>12:10</div><h3>Water falls</h3><p>It fell.</p>\
            <div>at <time datetime='2018-11-03T11:05:00Z'>11:05</time></div><h3>Water rises</h3><p>It rose.</p>\
            <h3>Good morning</h3><div class=time>vor 5 Stunden</div><p>It rains.</p>";
        let kinds = [DateLine, Heading, Paragraph, DateLine, Heading, Paragraph, Heading, DateLine, Paragraph];
        let expected = [(1, "12:10"), (4, "2018-11-03T11:05:00Z"), (6, "vor 5 Stunden")];
        assert_eq!(times(entries, &kinds), expected.map(|(at, time)| (at, time.to_owned())));
    }

    #[test]
    fn one_heading_with_a_time_is_no_live_page() {
        let html = "<div>12:10</div><h3>Water falls</h3><p>It fell.</p><h3>And rises</h3><p>It rose.</p>";
        assert!(times(html, &[DateLine, Heading, Paragraph, Heading, Paragraph]).is_empty());
    }
}
