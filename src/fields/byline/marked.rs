//! Writers whom the page's markup names where a story's own are named: between headline and story, and behind it.

use crate::label::{Evidence, Labels};
use crate::lines::byline::{is_by_alone, is_name_alone, without_date, worded_byline};
use crate::lines::ends_sentence;
use crate::lines::names::{after_by, before_office, house, names, parted};
use crate::metadata::Writer;
use crate::vocabulary::phrases;

/// Writers of one story; more are those of several.
const MAX_WRITERS: usize = 6;

/// Nodes before the headline within which a line belongs to it.
const NODES_BEFORE_HEADLINE: usize = 60;

/// Bytes of a line that is names, offices and a date.
const MAX_LINE_BYTES: usize = 130;

/// Where on the page the story stands, in nodes.
struct StoryNodes {
    headline: usize,
    first: usize,
    last: usize,
}

/// The names marked between the headline and the story.
pub(super) fn marked_above(evidence: &Evidence<'_>, labels: &Labels) -> Vec<String> {
    let Some(place) = place(evidence, labels) else { return Vec::new() };
    let zone = place.headline.saturating_sub(NODES_BEFORE_HEADLINE)..place.first;
    let near: Vec<&Writer> = own(evidence, &place).filter(|w| zone.contains(&w.node.index())).collect();
    let links: Vec<&Writer> = near.iter().copied().filter(|w| w.link).collect();
    let linked = all(&links);
    let marked = all(&innermost(&near));
    let found = if linked.is_empty() || is_within(&linked, &marked) { marked } else { linked };
    if found.len() > MAX_WRITERS { Vec::new() } else { found }
}

/// The desk or the account that a link to a writer's page names between headline and story.
pub(super) fn linked_account(evidence: &Evidence<'_>, labels: &Labels) -> Option<String> {
    /// Words of a desk's name.
    const MAX_WORDS: usize = 5;
    let place = place(evidence, labels)?;
    // The line may stand behind a first paragraph that sums the story up.
    let mut story = labels.story();
    let lead = story.next().and_then(|i| evidence.blocks().get(i))?;
    let end = story.next().and_then(|i| evidence.blocks().get(i)).map_or(place.first, |b| b.node());
    let in_zone = |w: &Writer| (place.headline..end).contains(&w.node.index()) && !lead.text.contains(w.text.as_str());
    let mut near = own(evidence, &place).filter(|w| w.link && in_zone(w));
    let account = house(near.next()?.text.trim())?;
    let one = near.all(|w| w.text.trim() == account);
    (one && account.split(' ').count() <= MAX_WORDS && !ends_sentence(&account) && !account.contains('('))
        .then_some(account)
}

/// The names in a box about the author behind the story.
pub(super) fn marked_below(evidence: &Evidence<'_>, labels: &Labels) -> Vec<String> {
    let Some(place) = place(evidence, labels) else { return Vec::new() };
    let behind: Vec<&Writer> = own(evidence, &place).filter(|w| w.node.index() > place.last).collect();
    let found = all(&innermost(&behind));
    // Boxes of several writers are other stories'.
    if found.len() > 2 { Vec::new() } else { found }
}

fn place(evidence: &Evidence<'_>, labels: &Labels) -> Option<StoryNodes> {
    let node = |i: usize| evidence.blocks().get(i).map(|b| b.node());
    let (first, last) = labels.story_ends()?;
    let (first, last) = (node(first)?, node(last)?);
    let headline = labels.headline().block.and_then(node).unwrap_or(first).min(first);
    Some(StoryNodes { headline, first, last })
}

/// Those that are not in a part that is of other stories or of readers, nor of who did something else than to write.
fn own<'a>(evidence: &Evidence<'a>, place: &StoryNodes) -> impl Iterator<Item = &'a Writer> {
    let first = place.first;
    let is_apart = move |w: &Writer| w.apart.is_some_and(|(start, end)| !(start.index()..end.index()).contains(&first));
    let mut other_end = 0;
    evidence.metadata.writers.iter().filter(move |w| {
        if phrases::starts_with(&w.text, phrases::NOT_WRITTEN).is_some() {
            other_end = other_end.max(w.end.index());
        }
        w.node.index() >= other_end && !is_apart(w)
    })
}

/// Those that hold no other that has names.
fn innermost<'a>(writers: &[&'a Writer]) -> Vec<&'a Writer> {
    let mut out: Vec<&Writer> = Vec::new();
    // Backwards: what is within comes after.
    for w in writers.iter().rev() {
        let holds = out.last().is_some_and(|inner| inner.node < w.end);
        if !holds && !names_of(w).is_empty() {
            out.push(w);
        }
    }
    out.reverse();
    out
}

fn all(writers: &[&Writer]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in writers.iter().flat_map(|w| names_of(w)) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

fn is_within(some: &[String], more: &[String]) -> bool {
    some.iter().all(|n| more.contains(n))
}

/// The names that an element's text gives.
fn names_of(writer: &Writer) -> Vec<String> {
    let text = parted(&writer.text);
    let text = text.as_str();
    if is_by_alone(text) || phrases::CREDIT.start(text).is_some() {
        return Vec::new();
    }
    if let Some(names) = names_in_sentence(text) {
        return names;
    }
    if is_name_alone(text) {
        return vec![text.to_owned()];
    }
    if text.len() <= MAX_LINE_BYTES && (!writer.bio || worded_byline(text)) {
        let text = without_date(text);
        return names(without_office(&text), "");
    }
    name_in_biography(text).into_iter().collect()
}

/// A name without the office that stands right behind it, as where each is an element of its own.
fn without_office(text: &str) -> &str {
    let line = after_by(text);
    let is_house = |w: &str| phrases::HOUSES.contains(&w.to_lowercase().as_str());
    // A desk is named for its office; of two words that is a person's: `Staff Writer`.
    let is_persons = |offices: usize| offices > 1 || !line.split(' ').any(is_house);
    before_office(line).filter(|(_, offices)| is_persons(*offices)).map_or(text, |(name, _)| name)
}

/// The names in a sentence such as `This story was written by Ann Lee, who ...`.
pub(super) fn names_in_sentence(text: &str) -> Option<Vec<String>> {
    /// Bytes before the words for writing.
    const NODES_BEFORE_HEADLINE: usize = 60;
    phrases::starts_with(text, phrases::THIS)?;
    let starts = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= NODES_BEFORE_HEADLINE);
    let mut starts = starts.filter(|&at| at == 0 || text[..at].ends_with(' '));
    let name =
        starts.find_map(|at| phrases::starts_with(&text[at..], phrases::WRITTEN).map(|end| &text[at + end..]))?;
    let name = name.split(['\n', '!', '?']).next().unwrap_or_default();
    let name = name.find(". ").filter(|at| *at > 3).map_or(name, |at| &name[..at]);
    let found = names(name.trim_start_matches([':', ' ']).trim_end_matches('.'), "");
    (!found.is_empty()).then_some(found)
}

/// The name with which a biography begins, before a word of being.
pub(super) fn name_in_biography(text: &str) -> Option<String> {
    let words: Vec<&str> = after_by(text).split(' ').take(6).collect();
    let being = words.iter().position(|w| phrases::BEING.contains(&w.trim_end_matches(',')))?;
    // The head of the box and the sentence below both begin with it: `Ann Lee Ann Lee is a diver`.
    let half = being / 2;
    let twice = being % 2 == 0 && being > 0 && words[..half] == words[half..being];
    let name = words[..if twice { half } else { being }].join(" ");
    let name = name.split(',').next().unwrap_or_default();
    (is_name_alone(name) || twice && half == 1 && !names(name, "").is_empty()).then(|| name.to_owned())
}
