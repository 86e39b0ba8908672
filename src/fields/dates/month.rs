//! The month of a story of which no day is known: magazines and essays are dated so, in a byline or a line of their own.

use std::collections::BTreeSet;

use super::candidate::Meaning;
use super::labels;
use super::places::{Place, Places};
use crate::article::DateTime;
use crate::dates::{self, Context};
use crate::fields::found::PAGE_TEXT;
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::byline::{is_byline_line, is_name_alone};
use crate::lines::credit::is_credit_line;
use crate::lines::ends_sentence;
use crate::segment::Block;
use crate::text::letter_count;
use crate::vocabulary::{Hints, phrases};

/// Letters of a line besides its month.
const MAX_LETTERS_BESIDES: u32 = 60;

/// As many months near the headline are a list of issues.
const LISTED: usize = 3;

/// How sure it is that a month is the story's, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// At one end of a short line, parted from the rest.
    Parted,
    /// In a byline, as the issue's, or alone in its line.
    Line,
    /// A word for publishing stands before it.
    Labelled,
}

/// The month that the page's record or a line near its headline names, with where it comes from.
pub(super) fn month(
    evidence: &Evidence<'_>,
    labels: &Labels,
    context: &Context<'_>,
    possible: &dyn Fn(&DateTime) -> bool,
) -> Option<(DateTime, String)> {
    let stated = evidence.metadata.published.iter().find(|s| s.value.day().is_none() && possible(&s.value));
    if let Some(stated) = stated {
        return Some((stated.value, stated.origin.clone()));
    }
    let places = Places::new(evidence, labels);
    let mut found: Vec<((Trust, bool, usize), DateTime)> = Vec::new();
    for (i, block) in evidence.blocks().iter().enumerate() {
        let place = places.of_block(i);
        if !places.counts(i)
            || !matches!(place, Place::Head | Place::Above | Place::Start)
            || !may_date(labels, i, block)
        {
            continue;
        }
        let kind = labels.kind(i);
        let nearness = usize::MAX - places.headline.abs_diff(places.rank(i));
        let lines = block.text.lines().filter_map(|line| month_of_line(line, kind, context));
        let possible = lines.filter(|(_, month)| possible(month));
        found.extend(possible.map(|(trust, month)| ((trust, place == Place::Head, nearness), month)));
    }
    let months: BTreeSet<DateTime> = found.iter().map(|(_, month)| *month).collect();
    let best = found.into_iter().filter(|_| months.len() < LISTED).rev().max_by_key(|(rank, _)| *rank);
    best.map(|(_, month)| (month, PAGE_TEXT.to_owned()))
}

/// Whether a block may say when the story was written: one that says what it is of does not.
fn may_date(labels: &Labels, at: usize, block: &Block) -> bool {
    let kind = labels.kind(at);
    let is_line = matches!(
        kind,
        LabelKind::Byline
            | LabelKind::DateLine
            | LabelKind::Paragraph
            | LabelKind::Kicker
            | LabelKind::Standfirst
            | LabelKind::Foreign
    );
    let named = Hints::CAPTION | Hints::CREDIT | Hints::RELATED | Hints::COMMENTS;
    is_line && !labels.is_in_box(at) && !block.all_hints().any(named) && block.kind.heading().is_none()
}

/// The one month of a short line, if that is the line's matter.
fn month_of_line(line: &str, kind: LabelKind, context: &Context<'_>) -> Option<(Trust, DateTime)> {
    let line = line.trim();
    let found = dates::find_months(line, context);
    let [month] = &found[..] else { return None };
    let (before, after) = (line[..month.start].trim(), line[month.end..].trim());
    let besides = letter_count(before) + letter_count(after);
    // `Nov. 2004.` ends in a full stop as well.
    if besides > MAX_LETTERS_BESIDES || besides > 0 && ends_sentence(line) || is_credit_line(line) {
        return None;
    }
    let label = labels::read(line, month, true).map(|label| label.meaning);
    if label == Some(Meaning::Changed) {
        return None;
    }
    let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let (words_before, words_after) = (bare(before), bare(after));
    let is_writer = |text: &str| is_byline_line(text, letter_count(text)) || is_name_alone(text);
    let is_byline = kind == LabelKind::Byline
        || is_writer(&words_before) && words_after.is_empty()
        || is_writer(&words_after) && words_before.is_empty();
    let trust = match label {
        Some(Meaning::Published) => Trust::Labelled,
        _ if is_byline || words_before.is_empty() && words_after.is_empty() => Trust::Line,
        _ if names_issue(&words_before) || names_issue(&words_after) => Trust::Line,
        // A line of the story's own text speaks of the month.
        _ if kind == LabelKind::Paragraph || kind == LabelKind::Standfirst => return None,
        _ if words_after.is_empty() && before.ends_with(PARTING) => Trust::Parted,
        _ if words_before.is_empty() && after.starts_with(PARTING) => Trust::Parted,
        _ => return None,
    };
    Some((trust, month.value))
}

/// Marks that part a date from what stands beside it.
const PARTING: [char; 11] = [',', '|', '·', '•', '–', '—', '-', '(', ')', '/', ':'];

/// Whether words beside a month say that it is an issue's: `From the … issue`.
fn names_issue(words: &str) -> bool {
    /// Words of the longest: `Published in the print issue of`.
    const MAX_WORDS: usize = 6;
    let low = words.to_lowercase();
    let mut words = low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    low.split_whitespace().count() <= MAX_WORDS && words.any(|word| phrases::ISSUE.contains(&word))
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The mill at Corrie went in the night of the third, and nobody in the houses beside it heard a sound.</p>\
        <p>In the morning there was water where it had stood, and a door in the water, which had come back by itself.</p>\
        <p>Many of the things that were in it have been shown since at the hall in Dunmore, on loan from those who found them.</p>";

    fn published(head: &str, over: &str, behind: &str) -> Option<String> {
        let html = format!(
            "<head>{head}<title>What the river took</title><body><h1>What the river took</h1>{over}{STORY}{behind}"
        );
        crate::extract(&html).unwrap().published.map(|d| d.to_string())
    }

    #[test]
    fn a_line_near_the_headline_names_the_month() {
        for over in [
            "<p>by Ewan Toth, November 2004</p>",
            "<p>Ewan Toth | November 2004</p>",
            "<p>November 2004</p>",
            "<div>Published in November 2004</div>",
            "<div>From the November 2004 issue</div>",
            "<div>Essays, November 2004</div>",
            "<div>par Ewan Toth, novembre 2004</div>",
            "<div>2004年11月</div>",
        ] {
            assert_eq!(published("", over, "").as_deref(), Some("2004-11"), "{over}");
        }
        assert_eq!(
            published("<meta property=article:published_time content=2004-11>", "", "").as_deref(),
            Some("2004-11")
        );
    }

    #[test]
    fn a_day_goes_before_any_month() {
        let line = "<p>by Ewan Toth, November 2004</p>";
        let stated = "<meta property=article:published_time content=2004-12-03>";
        assert_eq!(published(stated, line, "").as_deref(), Some("2004-12-03"));
        assert_eq!(
            published("", "<p>by Ewan Toth, November 2004</p><p>3 December 2004</p>", "").as_deref(),
            Some("2004-12-03")
        );
        assert_eq!(published("", line, "<p>Last updated: 3 December 2004</p>").as_deref(), Some("2004-12-03"));
    }

    #[test]
    fn a_month_that_is_spoken_of_is_no_date() {
        for over in [
            "<p>by Ewan Toth, 2004</p>",
            "<p>The mill was let in November 2004.</p>",
            "<p>The November 2004 floods</p>",
            "<h2>After November 2004</h2>",
            "<p>Photo: Ewan Toth, November 2004</p>",
            "<p>Updated November 2004</p>",
            "<ul><li><a href=/a>September 2004</a><li><a href=/b>October 2004</a><li><a href=/c>November 2004</a></ul>",
        ] {
            assert_eq!(published("", over, ""), None, "{over}");
        }
        assert_eq!(published("", "", "<p>November 2004</p>"), None);
    }
}
