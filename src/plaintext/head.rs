//! What stands over the story: headline, dates, byline, kicker.

use std::collections::HashSet;
use std::ops::Range;

use crate::article::DateTime;
use crate::dates::{self, Context};

use super::lines::{Kind, Line, ends_sentence, stems};

/// How far above the first sentence the headline is looked for.
const REACH: usize = 30;
/// Labels of dates, in lower case, that name a change and a first publication.
const UPDATED: [&str; 7] =
    ["updated", "modified", "aktualisiert", "actualizado", "atualizado", "mis à jour", "aggiornato"];
const PUBLISHED: [&str; 8] =
    ["published", "posted", "filed", "publicado", "publié", "pubblicato", "veröffentlicht", "created"];
/// How bylines begin, in lower case.
pub(super) const BY: [&str; 6] = ["by ", "von ", "por ", "par ", "di ", "van "];
/// A line with a date holds few words more.
const DATE_LINE_WORDS: usize = 16;

/// What was found over the story.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) headline: Option<String>,
    pub(super) kicker: Option<String>,
    pub(super) published: Option<DateTime>,
    pub(super) modified: Option<DateTime>,
    /// The lines between headline and story that are neither date nor label: byline, pictures.
    pub(super) between: Vec<usize>,
}

/// A line that is a date.
struct Dated {
    at: usize,
    value: DateTime,
    updated: bool,
    labelled: bool,
}

pub(super) fn read(lines: &[Line], story: &Range<usize>, context: &Context, guesses: &mut Vec<&'static str>) -> Head {
    let mut head = Head::default();
    let dated = dated(lines, story, context);
    read_dates(&mut head, &dated, story, guesses);
    let top = story.start.saturating_sub(REACH);
    let about: HashSet<String> =
        lines[story.clone()].iter().take(60).filter(|l| l.is_prose()).flat_map(|l| stems(&l.text)).collect();
    let is_date = |i: usize| dated.iter().any(|d| d.at == i);
    let last_date = dated.iter().map(|d| d.at).rfind(|&at| at < story.start);
    let over: Vec<usize> =
        (top..story.start).filter(|&i| !is_date(i) && !lines[i].is_furniture() && !is_byline(&lines[i].text)).collect();
    let shared: Vec<usize> =
        over.iter().map(|&i| stems(&lines[i].text).iter().filter(|s| about.contains(*s)).count()).collect();
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
    let Some((_, at)) = best else { return head };
    if !matches!(lines[at].kind, Kind::Heading(_)) {
        guesses.push("headline");
    }
    head.headline = Some(lines[at].text.clone());
    let is_kicker = |i: usize| lines[i].is_capitals() && lines[i].words <= 4 && !is_date(i);
    if let Some(above) =
        at.checked_sub(1).filter(|&i| is_kicker(i) && !lines[at].starts_group && !lines[at].is_capitals())
    {
        head.kicker = Some(lines[above].text.clone());
    }
    head.between = (at + 1..story.start)
        .filter(|&i| is_byline(&lines[i].text) || !(is_date(i) || lines[i].is_furniture()))
        .collect();
    if let [first, next, ..] = head.between[..]
        && is_kicker(first)
        && is_byline(&lines[next].text)
    {
        head.kicker = Some(lines[first].text.clone());
        head.between.remove(0);
    }
    head
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
    let window = i.saturating_sub(REACH)..i;
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
    const BYTES: usize = 400;
    title == part || title.len() < BYTES && SEPARATORS.iter().any(|sep| title.split(sep).any(|p| p.trim() == part))
}

/// The lines near the story that are dates, in their order.
fn dated(lines: &[Line], story: &Range<usize>, context: &Context) -> Vec<Dated> {
    let near = story.start.saturating_sub(REACH)..(story.start + 4).min(lines.len());
    let after = story.end..(story.end + REACH).min(lines.len()).max(story.end);
    let mut out = Vec::new();
    for at in near.chain(after) {
        let line = &lines[at];
        if line.words > DATE_LINE_WORDS || (line.is_prose() && at >= story.start) {
            continue;
        }
        let found = dates::find(&line.text, context);
        let of_dates: usize = found.iter().map(|f| count(line.text.get(f.start..f.end))).sum();
        let others = count(Some(&line.text)).saturating_sub(of_dates);
        /// Weekday, clock and zone, which a finder may leave out.
        const LEFT: usize = 4;
        let mut from = 0;
        let mut labelled_line = false;
        for date in &found {
            // A label speaks of the date that follows it.
            let before = line.text.get(from..date.start).unwrap_or_default().to_lowercase();
            from = date.end;
            let has = |labels: &[&str]| labels.iter().any(|l| before.contains(l));
            let updated = has(&UPDATED);
            let labelled = updated || has(&PUBLISHED);
            // A date by itself, or with little more. What follows a labelled one is the same by another
            // clock; and below the story only a label tells whose date it is.
            let bare = !labelled_line && at < story.end && (others <= LEFT || found.len() > 1);
            if labelled || bare {
                out.push(Dated { at, value: date.value, updated, labelled });
            }
            labelled_line |= labelled;
        }
    }
    out
}

fn count(text: Option<&str>) -> usize {
    text.map_or(0, |t| t.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count())
}

fn read_dates(head: &mut Head, dated: &[Dated], story: &Range<usize>, guesses: &mut Vec<&'static str>) {
    head.modified = dated.iter().find(|d| d.updated).map(|d| d.value);
    let published = |d: &&Dated| d.labelled && !d.updated;
    head.published = dated.iter().find(published).map(|d| d.value);
    if head.published.is_none() {
        // The date nearest over the story; what stands higher may be the day of the capture.
        let bare = dated.iter().rfind(|d| !d.labelled && d.at < story.end);
        head.published = bare.map(|d| d.value);
        if bare.is_some() {
            guesses.push("published");
        }
    }
}

/// Whether a line begins as a byline does: the word, then a name, and no sentence (`By Monday the quay was dry.`).
pub(super) fn is_byline(text: &str) -> bool {
    /// More words make a sentence.
    const WORDS: usize = 14;
    let Some(name) = BY.iter().find_map(|by| strip_start(text, by)) else { return false };
    let mut words = name.split_whitespace();
    let capital = |w: Option<&str>| w.is_none_or(|w| w.starts_with(|c: char| !c.is_lowercase()));
    let sentence = ends_sentence(text) && !["a.m.", "p.m."].iter().any(|clock| text.ends_with(clock));
    !name.is_empty() && capital(words.next()) && capital(words.next()) && words.count() <= WORDS && !sentence
}

/// What follows a beginning, whatever its case.
pub(super) fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    (head.to_lowercase() == start).then(|| &text[start.len()..])
}
