//! One page of a story put behind the others: without what each page repeats.

use std::collections::BTreeSet;

use crate::article::{Article, Block, Emphasis, Link};
use crate::lines::ends_sentence;
use crate::text::compare::{alphanumeric_key, likeness, normalize_for_comparison};
use crate::text::{hash, letter_count};

/// Blocks at either end of a page that may be those of every page.
const MAX_REPEATED: usize = 8;

/// A page whose letters are new to this share at most is the one before once more, under another address: pages of readers' words, say.
const MIN_NEW_SHARE: f64 = 0.2;

/// Headlines of one story share this much of their words: a page may add its number, or what it is about.
const MIN_LIKENESS: f32 = 0.4;

/// The blocks of a story, by their letters.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownBlocks(BTreeSet<u64>);

impl KnownBlocks {
    pub(super) fn of(story: &Article) -> Self {
        KnownBlocks(story.body.iter().map(|block| hash(0, key(block).as_bytes())).collect())
    }

    /// Whether a block was not known so far.
    fn insert(&mut self, key: &str) -> bool {
        self.0.insert(hash(0, key.as_bytes()))
    }
}

/// What a block is known by.
fn key(block: &Block) -> String {
    alphanumeric_key(&block.text())
}

/// What came of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    Added,
    /// It holds nothing that the story does not.
    Nothing,
}

/// Whether a page tells another story. `is_numbered` says that its address is that of the story with another number, so that more
/// must speak against it.
pub(super) fn is_other_story(story: &Article, page: &Article, is_numbered: bool) -> bool {
    let (Some(a), Some(b)) = (&story.headline, &page.headline) else { return false };
    let (a, b) = (normalize_for_comparison(a), normalize_for_comparison(b));
    let is_alike = a.contains(&b) || b.contains(&a) || likeness(&a, &b) >= MIN_LIKENESS;
    if is_alike || a.is_empty() || b.is_empty() {
        return false;
    }
    let days_differ =
        matches!((story.published, page.published), (Some(a), Some(b)) if a.civil_date() != b.civil_date());
    let names = |article: &Article| article.authors.iter().map(|a| alphanumeric_key(a)).collect::<BTreeSet<_>>();
    let (ours, theirs) = (names(story), names(page));
    let writers_differ = !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs);
    !is_numbered || days_differ || writers_differ
}

/// Puts a page behind the story as it is so far.
pub(super) fn join(story: &mut Article, known: &mut KnownBlocks, mut page: Article) -> Joined {
    let theirs: Vec<String> = page.body.iter().map(key).collect();
    let head = repeated_head(story, &page, &theirs);
    // Feet are what both end with; what is left over of either page is its own text.
    let ends = story.body.iter().rev().zip(theirs[head..].iter().rev()).take(MAX_REPEATED);
    let foot = ends.take_while(|(ours, theirs)| key(ours) == **theirs).count();
    let (mut new, mut all) = (0, 0);
    for (block, key) in page.body.iter().zip(&theirs) {
        let letters = letter_count(&block.text());
        all += letters;
        new += if known.insert(key) { letters } else { 0 };
    }
    if f64::from(new) < MIN_NEW_SHARE * f64::from(all) || new == 0 {
        return Joined::Nothing;
    }
    // The foot of the whole stands behind its last page.
    let cut = story.body.len() - foot;
    story.body.truncate(cut);
    clamp_places(story, cut);
    let mut new: Vec<Block> = page.body.drain(..).skip(head).collect();
    let is_cut = match (story.body.last(), new.first()) {
        (Some(last), Some(first)) => is_cut_sentence(last, first),
        _ => false,
    };
    if is_cut && let Some(last) = story.body.last_mut() {
        append(last, new.remove(0));
    }
    let base = story.body.len();
    let place = |at: usize| (base + at.saturating_sub(head + usize::from(is_cut))).min(base + new.len());
    take_parts(story, &mut page, place);
    story.body.append(&mut new);
    take_rest(story, page);
    Joined::Added
}

/// How many of a page's first blocks stand on the story's first page too, or repeat what stands over it.
fn repeated_head(story: &Article, page: &Article, theirs: &[String]) -> usize {
    let over =
        story.headline.iter().chain(&story.kicker).chain(&story.byline).chain(&story.authors).chain(&story.summary);
    let over = over.chain(&page.headline).chain(&page.byline).chain(&page.summary);
    let over: BTreeSet<String> = over.map(|text| alphanumeric_key(text)).collect();
    let first: BTreeSet<String> = story.body.iter().take(MAX_REPEATED).map(key).collect();
    let is_repeated = |key: &&String| key.is_empty() || over.contains(*key) || first.contains(*key);
    theirs.iter().take(MAX_REPEATED).take_while(is_repeated).count()
}

/// Whether a paragraph goes on behind the end of its page.
fn is_cut_sentence(last: &Block, first: &Block) -> bool {
    let (Block::Paragraph { text: last, .. }, Block::Paragraph { text: first, .. }) = (last, first) else {
        return false;
    };
    let ends = ends_sentence(last) || last.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | ';' | '-'));
    !ends && first.starts_with(char::is_lowercase)
}

/// A paragraph with its rest behind it.
fn append(block: &mut Block, rest: Block) {
    let (Block::Paragraph { text, links, emphasis }, Block::Paragraph { text: more, links: l, emphasis: e }) =
        (block, rest)
    else {
        return;
    };
    text.push(' ');
    let moved = text.chars().count();
    text.push_str(&more);
    links.extend(l.into_iter().map(|l| Link { start: l.start + moved, end: l.end + moved, ..l }));
    emphasis.extend(e.into_iter().map(|e| Emphasis { start: e.start + moved, end: e.end + moved, ..e }));
}

/// Keeps what stands beside the body within it.
fn clamp_places(story: &mut Article, end: usize) {
    let media = story.media.iter_mut().map(|m| &mut m.at);
    let others = story.quotes.iter_mut().map(|q| &mut q.at).chain(story.asides.iter_mut().map(|a| &mut a.at));
    media.chain(others).for_each(|at| *at = (*at).min(end));
}

/// Takes over what stands beside a page's body, but for what the story has already.
fn take_parts(story: &mut Article, page: &mut Article, place: impl Fn(usize) -> usize) {
    for mut medium in page.media.drain(..) {
        let is_same = |known: &&crate::article::Media| match (&known.url, &medium.url) {
            (Some(a), Some(b)) => a == b,
            _ => known.caption.is_some() && known.caption == medium.caption,
        };
        if story.media.iter().find(is_same).is_none() {
            medium.at = place(medium.at);
            story.media.push(medium);
        }
    }
    for mut quote in page.quotes.drain(..) {
        if story.quotes.iter().all(|known| known.text != quote.text) {
            quote.at = place(quote.at);
            story.quotes.push(quote);
        }
    }
    for mut aside in page.asides.drain(..) {
        if story.asides.iter().all(|known| known.title != aside.title || known.body != aside.body) {
            aside.at = place(aside.at);
            story.asides.push(aside);
        }
    }
}

/// Takes over what a page says beyond its body, where the story lacks it.
fn take_rest(story: &mut Article, page: Article) {
    extend(&mut story.comments, page.comments);
    extend(&mut story.notes, page.notes);
    extend(&mut story.tags, page.tags);
    extend(&mut story.warnings, page.warnings);
    if story.authors.is_empty() {
        story.authors = page.authors;
    }
    story.byline = story.byline.take().or(page.byline);
    story.published = story.published.or(page.published);
    story.modified = story.modified.max(page.modified);
    story.language = story.language.take().or(page.language);
    story.confidence = match (story.confidence, page.confidence) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    if story.text.is_some() {
        story.text = Some(story.body_text());
    }
}

/// Adds what is not there yet.
fn extend<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    /// Beyond it what is there is no longer searched: a page's own list is taken as it is.
    const MAX_SEARCHED: usize = 1_000;
    for item in more {
        if known.len() > MAX_SEARCHED || !known.contains(&item) {
            known.push(item);
        }
    }
}
