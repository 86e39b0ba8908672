//! Whether two captures hold one story: by their headlines, and by the runs of words that their texts share.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::article::Article;

/// Words in a run: two texts on one subject share many words and few runs of three.
const RUN: usize = 3;

/// How many words of a text are compared.
const MAX_WORDS: usize = 5_000;

/// The share of runs that two texts of one story have in common, of those of the shorter, at least.
const SAME_RUNS: f64 = 0.2;

/// The same for texts that have nothing to do with each other, at most: both may thank the reader.
const UNLIKE_RUNS: f64 = 0.04;

/// The share of words that two headlines of one story have in common, at least.
const SAME_HEADLINE: f64 = 0.5;

/// The same for headlines that have nothing to do with each other, at most.
const UNLIKE_HEADLINE: f64 = 0.25;

/// Words of a headline that tells one story from another.
const MIN_HEADLINE_WORDS: usize = 2;

/// What of an article is compared.
#[derive(Debug, Clone, Default)]
pub(super) struct StoryMark {
    headline: HashSet<u64>,
    runs: HashSet<u64>,
}

impl StoryMark {
    pub(super) fn of(article: &Article) -> StoryMark {
        // Where a page has no headline of its own, the site's name may stand in its place.
        let headline = article.headline.as_deref().filter(|headline| Some(*headline) != article.site_name.as_deref());
        let mut text = Vec::new();
        for piece in &article.body {
            text.extend(words(&piece.text()).take(MAX_WORDS.saturating_sub(text.len())));
        }
        StoryMark {
            headline: headline.map(|headline| words(headline).collect()).unwrap_or_default(),
            runs: text.windows(RUN).map(hash).collect(),
        }
    }

    /// Whether both hold one story, one of them perhaps rewritten.
    pub(super) fn is_same_story(&self, other: &StoryMark) -> bool {
        self.has_same_headline(other) || shared(&self.runs, &other.runs) >= SAME_RUNS
    }

    pub(super) fn has_same_headline(&self, other: &StoryMark) -> bool {
        let is_telling = |mark: &StoryMark| mark.headline.len() >= MIN_HEADLINE_WORDS;
        is_telling(self) && is_telling(other) && shared(&self.headline, &other.headline) >= SAME_HEADLINE
    }

    /// Whether the two have nothing to do with each other. Less than this may be a story that was rewritten.
    pub(super) fn is_unlike(&self, other: &StoryMark) -> bool {
        shared(&self.headline, &other.headline) <= UNLIKE_HEADLINE && shared(&self.runs, &other.runs) <= UNLIKE_RUNS
    }
}

/// The share of the smaller set that is in the other, 0 to 1.
fn shared(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let common = small.iter().filter(|word| large.contains(word)).count();
    common as f64 / small.len().max(1) as f64
}

/// The words of a text without capitals. Of scripts without spaces each letter counts as a word.
fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    runs.flat_map(|run| {
        let spaceless = run
            .chars()
            .any(|c| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
        let lower = run.to_lowercase();
        match spaceless {
            true => lower.chars().map(|c| hash(&c)).collect::<Vec<_>>(),
            false => vec![hash(&lower)],
        }
    })
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
