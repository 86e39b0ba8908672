//! Where the story is: the stretch of lines with the most prose for the fewest lines of anything else.

use std::ops::Range;

use super::lines::{Kind, Line};
use crate::lines::quotation::{is_quoted, names_reader};
use crate::text::hashed::HashMap;

/// What a line costs that is no sentence, in words. A picture's two lines, a heading and a quote's two
/// lines must not cost more than two paragraphs give.
const SHORT_WORTH: i64 = -6;
/// What a line costs whose shape is a page's furniture.
const FURNITURE_WORTH: i64 = -30;
/// What a line costs that stands on the page more than once.
const REPEATED_WORTH: i64 = -12;
/// What a sentence gives at the most: a long paragraph is no better evidence than a fair one.
const MAX_SENTENCE_WORTH: i64 = 40;
/// A run of so many lines without a sentence parts the story from what is no part of it.
const MAX_RUN_LINES: usize = 9;
/// A text whose sentences have fewer words in all has no story.
const MIN_STORY_WORTH: i64 = 10;

/// The lines of the story, from its first sentence to its last line that belongs to it.
pub(super) fn find_story(lines: &[Line]) -> Option<Range<usize>> {
    let mut times: HashMap<&str, usize> = HashMap::default();
    for line in lines {
        *times.entry(&line.text).or_default() += 1;
    }
    let mut best: (i64, Range<usize>) = (0, 0..0);
    let (mut sum, mut start, mut run) = (0i64, 0, 0);
    for (i, line) in lines.iter().enumerate() {
        let value = value(line, times.get(line.text.as_str()).copied().unwrap_or_default());
        run = if value < 0 { run + 1 } else { 0 };
        if sum <= 0 || run >= MAX_RUN_LINES {
            (sum, start) = (0, i);
        }
        sum += value;
        if sum > best.0 {
            best = (sum, start..i + 1);
        }
    }
    let (sum, mut found) = best;
    // Lines of no value at the start are a list or a label.
    while found.start < found.end && !lines[found.start].is_prose() {
        found.start += 1;
    }
    while lines
        .get(found.end)
        .is_some_and(|l| matches!(l.kind, Kind::Item { .. }) && !l.starts_group && !l.is_furniture())
    {
        found.end += 1;
    }
    if let Some(speaker) = lines.get(found.end).filter(|l| !l.starts_group)
        && speaker.is_speaker()
        && (is_quoted(&lines[found.end - 1].text) || names_reader(&speaker.text))
    {
        found.end += 1;
    }
    (sum >= MIN_STORY_WORTH && !found.is_empty()).then_some(found)
}

fn value(line: &Line, times: usize) -> i64 {
    if line.is_furniture() {
        return FURNITURE_WORTH;
    }
    if times > 1 && !matches!(line.kind, Kind::Heading(_)) {
        return REPEATED_WORTH;
    }
    match line.kind {
        // A list of the story and a menu look the same; the lines around decide.
        Kind::Item { .. } | Kind::Heading(_) | Kind::Image(_) => 0,
        _ if line.is_prose() => (line.words as i64).min(MAX_SENTENCE_WORTH),
        _ if line.ends => 0,
        _ => SHORT_WORTH,
    }
}
