//! What stands over the story: the headline, the kicker, and the lines between headline and story.

use std::ops::Range;

use super::lines::{Kind, Line, stems};
use crate::lines::date_line::says_what_day;
use crate::text::hashed::HashSet;

/// How far above the first sentence the headline is looked for.
const MAX_LINES_ABOVE: usize = 30;

/// Lines of the story's beginning in which a date may stand.
const MAX_LINES_BELOW: usize = 4;

/// What was found over the story, by the places of the lines.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) headline: Option<usize>,
    pub(super) kicker: Option<usize>,
    /// The lines between headline and story that are neither date nor furniture: byline, pictures.
    pub(super) between: Vec<usize>,
    /// The lines below the headline, down to the story's first, that are dates.
    pub(super) dates: Vec<usize>,
    /// Whether no date near the story says what it is the date of.
    pub(super) dates_are_bare: bool,
}

pub(super) fn find_head(lines: &[Line], story: &Range<usize>) -> Head {
    let top = story.start.saturating_sub(MAX_LINES_ABOVE);
    let near = top..(story.start + MAX_LINES_BELOW).min(story.end);
    let dated: Vec<usize> =
        near.filter(|&i| lines[i].is_date() && !(i >= story.start && lines[i].is_prose())).collect();
    let dates_are_bare = !dated.iter().any(|&i| says_what_day(&lines[i].text));
    let mut head = Head { dates_are_bare, ..Head::default() };
    let is_date = |i: usize| dated.contains(&i);
    let Some(at) = find_headline(lines, story, &dated) else { return head };
    head.headline = Some(at);
    let is_kicker = |i: usize| lines[i].is_capitals() && lines[i].words <= 4 && !is_date(i);
    head.kicker = at.checked_sub(1).filter(|&i| is_kicker(i) && !lines[at].starts_group && !lines[at].is_capitals());
    let is_sign = |i: usize| is_date(i) || lines[i].is_furniture();
    head.between = (at + 1..story.start).filter(|&i| lines[i].is_byline() || !is_sign(i)).collect();
    head.dates = dated.iter().copied().filter(|&i| at < i).collect();
    // Papers print it over the byline, too.
    if let [first, next, ..] = head.between[..]
        && is_kicker(first)
        && lines[next].is_byline()
    {
        head.kicker = Some(first);
        head.between.remove(0);
    }
    head
}

/// The line over the story that is most like a headline. `dated` are the lines that are dates.
fn find_headline(lines: &[Line], story: &Range<usize>, dated: &[usize]) -> Option<usize> {
    let top = story.start.saturating_sub(MAX_LINES_ABOVE);
    let about: HashSet<String> =
        lines[story.clone()].iter().take(60).filter(|l| l.is_prose()).flat_map(|l| stems(&l.text)).collect();
    let shared_words = |i: usize| stems(&lines[i].text).iter().filter(|s| about.contains(*s)).count();
    let is_sign = |i: usize| dated.contains(&i) || lines[i].is_byline();
    let free: Vec<usize> = (top..story.start).filter(|&i| !lines[i].is_furniture()).collect();
    let mut over: Vec<usize> = free.iter().copied().filter(|&i| !is_sign(i)).collect();
    // `From Harbour To Hills` begins as a byline does: where nothing else is about the story's matter, it is what is.
    if over.iter().all(|&i| shared_words(i) == 0) {
        over = free.into_iter().filter(|&i| !is_sign(i) || shared_words(i) > 1).collect();
    }
    let shared: Vec<usize> = over.iter().map(|&i| shared_words(i)).collect();
    let last_date = dated.iter().copied().rfind(|&at| at < story.start);
    let mut best: Option<(i64, usize)> = None;
    for (k, &i) in over.iter().enumerate() {
        let akin = shared[k + 1..].iter().filter(|&&n| n > 0).count();
        let above_date = last_date.map_or(0, |date| over[k + 1..].iter().filter(|&&j| j < date && i < date).count());
        let place = Place { shared: shared[k], akin_below: akin, below: over.len() - 1 - k, above_date };
        let score = score(lines, i, &place);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, i));
        }
    }
    best.map(|(_, at)| at)
}

/// Where a line stands among those over the story.
struct Place {
    /// How many words it shares with the story.
    shared: usize,
    /// How many lines below it, down to the story, share some.
    akin_below: usize,
    /// How many lines are below it, down to the story.
    below: usize,
    /// How many of them are above the date.
    above_date: usize,
}

/// How much a line is like a headline. Equal ones go to the upper: pictures stand between headline and story.
fn score(lines: &[Line], i: usize, place: &Place) -> i64 {
    let line = &lines[i];
    let mut score = match line.kind {
        Kind::Heading(1) => return 100,
        Kind::Heading(_) => 10,
        Kind::Image(_) | Kind::Item { .. } => return -100,
        _ => 0,
    };
    // A headline is made of the story's words, and so are the pictures' lines below it.
    score += [0, 3, 4][place.shared.min(2)];
    if place.shared > 0 {
        score += place.akin_below.min(2) as i64;
    }
    score += match line.words {
        0..=1 => -2,
        2 => -1,
        3..=20 => 1,
        _ => -3,
    };
    // A page's title stands at its top, often with the names of site and section.
    let window = i.saturating_sub(MAX_LINES_ABOVE)..i;
    if line.words >= 2 && lines[window].iter().any(|l| holds_as_part(&l.text, &line.text)) {
        score += 4;
    }
    // Pictures take two lines each.
    score += i64::from(place.below.is_multiple_of(2));
    // What is far over the date is navigation, and so is what is far over the story.
    score -= place.above_date.min(3) as i64;
    score -= i64::from(place.below > 6);
    if line.is_capitals() && line.words <= 2 {
        score -= 2;
    }
    score
}

/// Whether a line holds this one between separators, as a page's title does, or is the same.
fn holds_as_part(title: &str, part: &str) -> bool {
    const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", ": "];
    /// Longer than any title.
    const MAX_TITLE_BYTES: usize = 400;
    title == part
        || title.len() < MAX_TITLE_BYTES && SEPARATORS.iter().any(|sep| title.split(sep).any(|p| p.trim() == part))
}
