//! What changed from one version of a story to the next.

use std::collections::HashMap;

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::article::{Article, Block, DateTime};

/// How much of two texts is the same, at least, for one to be the other reworded: the share of words in common.
const ALIKE: f64 = 0.5;

/// With how many texts, before and after its place, one is compared.
const NEAR: usize = 16;

/// How many words of a text are looked at to find what it was before.
const LOOKED_AT: usize = 400;

/// How many words two texts have together, at most, to be compared word by word: the time for it grows with the
/// square of them.
const COMPARED: usize = 2_000;

/// Something that changed between two versions of a story. Places are indices in [`Article::body`].
///
/// In JSON, `type` tells which: `{"type": "headline", "old": "…", "new": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Another headline.
    Headline {
        /// The one before; `None` where there was none.
        old: Option<String>,
        /// The one now.
        new: Option<String>,
    },
    /// Another date of publication.
    Published {
        /// The one before.
        old: Option<DateTime>,
        /// The one now.
        new: Option<DateTime>,
    },
    /// Another date of the last change.
    Modified {
        /// The one before.
        old: Option<DateTime>,
        /// The one now.
        new: Option<DateTime>,
    },
    /// A paragraph (or another block of the body) that was not there before.
    ParagraphAdded {
        /// Where it stands now.
        at: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph that is there no more.
    ParagraphRemoved {
        /// Where it stood.
        was: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph that is as it was, in another place among those that stayed.
    ParagraphMoved {
        /// Where it stood.
        was: usize,
        /// Where it stands now.
        at: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph that has half its words, or more, in common with one that was there before.
    ParagraphReworded {
        /// Where it stood.
        was: usize,
        /// Where it stands now.
        at: usize,
        /// Its text before.
        old: String,
        /// Its text now.
        new: String,
        /// The way from one to the other, word by word.
        words: Vec<Words>,
    },
}

/// A run of words in the comparison of two texts, white space folded.
///
/// In JSON: `{"is": "removed", "text": "forty thousand"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "text", rename_all = "snake_case")]
pub enum Words {
    /// In both.
    Same(String),
    /// In the old one only.
    Removed(String),
    /// In the new one only.
    Added(String),
}

/// What changed from one version of a story to another: headline, dates, and the blocks of the body, first those that
/// are there now, in their order, then those that are gone.
///
/// Nearly linear in the length of both: a text is compared by its words only with those near its place.
///
/// ```
/// use cuttings::{Article, Change, changes};
///
/// let old: Article = serde_json::from_str(r#"{"headline": "Ferry in dock", "body": []}"#).unwrap();
/// let new: Article = serde_json::from_str(r#"{"headline": "Ferry sails", "body": []}"#).unwrap();
/// let headline = Change::Headline { old: Some("Ferry in dock".into()), new: Some("Ferry sails".into()) };
/// assert_eq!(changes(&old, &new), [headline]);
/// ```
pub fn changes(old: &Article, new: &Article) -> Vec<Change> {
    let mut out = Vec::new();
    if old.headline != new.headline {
        out.push(Change::Headline { old: old.headline.clone(), new: new.headline.clone() });
    }
    if old.published != new.published {
        out.push(Change::Published { old: old.published, new: new.published });
    }
    if old.modified != new.modified {
        out.push(Change::Modified { old: old.modified, new: new.modified });
    }
    let (before, after) = (texts(old), texts(new));
    let mut origins = equal_ones(&before, &after);
    reworded_ones(&before, &after, &mut origins);
    let mut used = vec![false; before.len()];
    for ((at, text), origin) in after.iter().enumerate().zip(&origins) {
        let was = match *origin {
            Origin::None => {
                out.push(Change::ParagraphAdded { at, text: text.clone() });
                continue;
            }
            Origin::Stayed(was) => was,
            Origin::Moved(was) => {
                out.push(Change::ParagraphMoved { was, at, text: text.clone() });
                was
            }
            Origin::Reworded(was) => {
                let old = before.get(was).cloned().unwrap_or_default();
                let words = word_by_word(&old, text);
                out.push(Change::ParagraphReworded { was, at, old, new: text.clone(), words });
                was
            }
        };
        if let Some(used) = used.get_mut(was) {
            *used = true;
        }
    }
    let gone = before.into_iter().zip(used).enumerate().filter(|(_, (_, used))| !used);
    out.extend(gone.map(|(was, (text, _))| Change::ParagraphRemoved { was, text }));
    out
}

/// Whether two articles say the same: headline and body. Their links may differ.
pub(super) fn same_story(a: &Article, b: &Article) -> bool {
    a.headline == b.headline
        && a.body.len() == b.body.len()
        && a.body.iter().zip(&b.body).all(|(a, b)| a.text() == b.text())
}

fn texts(article: &Article) -> Vec<String> {
    article.body.iter().map(Block::text).map(|text| text.into_owned()).collect()
}

/// What a text was in the version before, with its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    None,
    Stayed(usize),
    Moved(usize),
    Reworded(usize),
}

/// Pairs equal texts, the first with the first and so on. Of the pairs, as many as can stand in one order stayed, the others moved.
fn equal_ones(before: &[String], after: &[String]) -> Vec<Origin> {
    let mut places: HashMap<&str, std::collections::VecDeque<usize>> = HashMap::new();
    for (was, text) in before.iter().enumerate() {
        places.entry(text).or_default().push_back(was);
    }
    let pairs: Vec<Option<usize>> =
        after.iter().map(|text| places.get_mut(text.as_str()).and_then(|places| places.pop_front())).collect();
    let stayed = longest_rise(&pairs);
    let origin = |(pair, stayed): (&Option<usize>, bool)| match (*pair, stayed) {
        (None, _) => Origin::None,
        (Some(was), true) => Origin::Stayed(was),
        (Some(was), false) => Origin::Moved(was),
    };
    pairs.iter().zip(stayed).map(origin).collect()
}

/// Which of the numbers belong to the longest rising run with gaps: patience sorting.
fn longest_rise(numbers: &[Option<usize>]) -> Vec<bool> {
    // The least number that ends a run of each length, where it is, and what comes before each.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let Some(number) = *number else { continue };
        let length = ends.partition_point(|&(end, _)| end < number);
        if let Some(previous) = previous.get_mut(at) {
            *previous = length.checked_sub(1).and_then(|n| ends.get(n)).map(|&(_, at)| at);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (number, at),
            None => ends.push((number, at)),
        }
    }
    let mut out = vec![false; numbers.len()];
    let mut next = ends.last().map(|&(_, at)| at);
    while let Some(at) = next {
        if let Some(out) = out.get_mut(at) {
            *out = true;
        }
        next = previous.get(at).copied().flatten();
    }
    out
}

/// Pairs, within each gap between texts that stayed, those that have the most words in common.
fn reworded_ones(before: &[String], after: &[String], origins: &mut [Origin]) {
    let mut taken = vec![false; before.len()];
    for origin in origins.iter() {
        if let Origin::Stayed(was) | Origin::Moved(was) = *origin
            && let Some(taken) = taken.get_mut(was)
        {
            *taken = true;
        }
    }
    let free =
        |from: usize, to: usize| -> Vec<usize> { (from..to).filter(|&was| taken.get(was) == Some(&false)).collect() };
    let (mut found, mut added, mut from) = (Vec::new(), Vec::new(), 0);
    for (at, origin) in origins.iter().enumerate() {
        match *origin {
            Origin::None => added.push(at),
            Origin::Stayed(was) => {
                pair_gap(before, after, &free(from, was), &std::mem::take(&mut added), &mut found);
                from = was + 1;
            }
            Origin::Moved(_) | Origin::Reworded(_) => {}
        }
    }
    pair_gap(before, after, &free(from, before.len()), &added, &mut found);
    for (was, at) in found {
        if let Some(origin) = origins.get_mut(at) {
            *origin = Origin::Reworded(was);
        }
    }
}

fn pair_gap(before: &[String], after: &[String], olds: &[usize], news: &[usize], found: &mut Vec<(usize, usize)>) {
    if olds.is_empty() || news.is_empty() {
        return;
    }
    let words = |texts: &[String], places: &[usize]| -> Vec<Vec<String>> {
        places.iter().map(|&at| texts.get(at).map(|text| sorted_words(text)).unwrap_or_default()).collect()
    };
    let (old_words, new_words) = (words(before, olds), words(after, news));
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (n, new) in new_words.iter().enumerate() {
        let middle = n * olds.len() / news.len();
        let near = middle.saturating_sub(NEAR)..(middle + NEAR + 1).min(olds.len());
        for o in near {
            let alike = old_words.get(o).map_or(0.0, |old| in_common(old, new));
            if alike >= ALIKE {
                pairs.push((alike, o, n));
            }
        }
    }
    // The most alike first; of equals, those that stand first.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    let (mut old_used, mut new_used) = (vec![false; olds.len()], vec![false; news.len()]);
    for (_, o, n) in pairs {
        if let (Some(old_used @ false), Some(new_used @ false)) = (old_used.get_mut(o), new_used.get_mut(n))
            && let (Some(&was), Some(&at)) = (olds.get(o), news.get(n))
        {
            (*old_used, *new_used) = (true, true);
            found.push((was, at));
        }
    }
}

/// The words of a text without punctuation and capitals, sorted.
fn sorted_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.take(LOOKED_AT).map(str::to_lowercase).collect();
    if words.len() <= 2 {
        // Scripts without spaces: a letter does for a word.
        words = text.chars().filter(|c| c.is_alphanumeric()).take(LOOKED_AT).map(String::from).collect();
    }
    words.sort_unstable();
    words
}

/// The share of words that two sorted lists have in common, 0 to 1.
fn in_common(a: &[String], b: &[String]) -> f64 {
    let (mut left, mut right, mut common) = (a.iter().peekable(), b.iter().peekable(), 0_usize);
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = left.next(),
            std::cmp::Ordering::Greater => _ = right.next(),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

fn word_by_word(old: &str, new: &str) -> Vec<Words> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if a.len() + b.len() > COMPARED {
        return vec![Words::Removed(a.join(" ")), Words::Added(b.join(" "))];
    }
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let removed = a.get(op.old_range()).unwrap_or_default().join(" ");
        let added = b.get(op.new_range()).unwrap_or_default().join(" ");
        match op.tag() {
            DiffTag::Equal => out.push(Words::Same(removed)),
            DiffTag::Delete => out.push(Words::Removed(removed)),
            DiffTag::Insert => out.push(Words::Added(added)),
            DiffTag::Replace => out.extend([Words::Removed(removed), Words::Added(added)]),
        }
    }
    out
}
