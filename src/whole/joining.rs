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

/// Pictures, comments and the like that are searched for what a page repeats: the first pages have it.
const MAX_SEARCHED: usize = 200;

/// Headlines of one story share this much of their words: a page may add its number, or what it is about.
const MIN_LIKENESS: f32 = 0.4;

/// The blocks of a story, by their letters.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownBlocks(BTreeSet<u64>);

impl KnownBlocks {
    pub(super) fn of(story: &Article) -> Self {
        KnownBlocks(story.body.iter().map(|block| hash(0, key(block).as_bytes())).collect())
    }

    fn insert(&mut self, key: &str) {
        self.0.insert(hash(0, key.as_bytes()));
    }

    fn has(&self, key: &str) -> bool {
        self.0.contains(&hash(0, key.as_bytes()))
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
    if is_alike(&a, &b) || a.is_empty() || b.is_empty() {
        return false;
    }
    let days_differ =
        matches!((story.published, page.published), (Some(a), Some(b)) if a.civil_date() != b.civil_date());
    let names = |article: &Article| article.authors.iter().map(|a| alphanumeric_key(a)).collect::<BTreeSet<_>>();
    let (ours, theirs) = (names(story), names(page));
    let writers_differ = !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs);
    !is_numbered || days_differ || writers_differ
}

/// Whether two headlines, ready to be compared, are of one story.
fn is_alike(a: &str, b: &str) -> bool {
    a.contains(b) || b.contains(a) || likeness(a, b) >= MIN_LIKENESS
}

/// Puts a page behind the story as it is so far.
pub(super) fn join(story: &mut Article, known: &mut KnownBlocks, mut page: Article) -> Joined {
    let theirs: Vec<String> = page.body.iter().map(key).collect();
    let head = repeated_head(story, &page, known, &theirs);
    // Feet are what both end with; what is left over of either page is its own text.
    let ends = story.body.iter().rev().zip(theirs[head..].iter().rev()).take(MAX_REPEATED);
    let foot = ends.take_while(|(ours, theirs)| key(ours) == **theirs).count();
    let (mut new, mut all) = (0, 0);
    for (block, key) in page.body.iter().zip(&theirs).take(theirs.len() - foot).skip(head) {
        let letters = letter_count(&block.text());
        all += letters;
        new += if known.has(key) { 0 } else { letters };
    }
    if f64::from(new) < MIN_NEW_SHARE * f64::from(all) || new == 0 {
        return Joined::Nothing;
    }
    let mut blocks = own_head(story, &page, known);
    let added = blocks.len();
    theirs.iter().for_each(|key| known.insert(key));
    blocks.iter().for_each(|block| known.insert(&key(block)));
    // The foot of the whole stands behind its last page.
    let cut = story.body.len() - foot;
    story.body.truncate(cut);
    clamp_places(story, cut);
    blocks.extend(page.body.drain(..).skip(head));
    let is_cut = match (story.body.last(), blocks.first()) {
        (Some(last), Some(first)) => added == 0 && is_cut_sentence(last, first),
        _ => false,
    };
    if is_cut && let Some(last) = story.body.last_mut() {
        append(last, blocks.remove(0));
    }
    let base = story.body.len();
    let place = |at: usize| (base + added + at.saturating_sub(head + usize::from(is_cut))).min(base + blocks.len());
    take_parts(story, &mut page, place);
    story.body.append(&mut blocks);
    take_rest(story, page);
    Joined::Added
}

/// How many of a page's first blocks stand on the pages before too, or repeat what stands over the story.
fn repeated_head(story: &Article, page: &Article, known: &KnownBlocks, theirs: &[String]) -> usize {
    /// Letters of a block that no two places of a story share by chance.
    const MIN_LETTERS: usize = 30;
    let over =
        story.headline.iter().chain(&story.kicker).chain(&story.byline).chain(&story.authors).chain(&story.summary);
    let over = over.chain(&page.headline).chain(&page.byline).chain(&page.summary);
    let over: BTreeSet<String> = over.map(|text| alphanumeric_key(text)).collect();
    let first: BTreeSet<String> = story.body.iter().take(MAX_REPEATED).map(key).collect();
    let is_repeated = |key: &&String| {
        let is_known = key.len() >= MIN_LETTERS && known.has(key);
        key.is_empty() || over.contains(*key) || first.contains(*key) || is_known
    };
    theirs.iter().take_while(is_repeated).count()
}

/// What a page shows over its text that the story does not have: a headline of its own, a standfirst.
fn own_head(story: &Article, page: &Article, known: &KnownBlocks) -> Vec<Block> {
    let shown = |text: &String| {
        let over = story.headline.iter().chain(&story.kicker).chain(&story.summary);
        let own = normalize_for_comparison(text);
        let mut over = over.map(|text| normalize_for_comparison(text));
        own.is_empty()
            || known.has(&alphanumeric_key(text))
            || over.any(|over| over.contains(&own) || is_alike(&over, &own))
    };
    let headline = page.headline.iter().filter(|text| !shown(text)).map(|text| Block::heading(2, text.as_str()));
    let summary = page.summary.iter().filter(|text| !shown(text)).map(|text| Block::paragraph(text.as_str()));
    headline.chain(summary).collect()
}

/// Whether a paragraph goes on behind the end of its page.
fn is_cut_sentence(last: &Block, first: &Block) -> bool {
    let (Block::Paragraph { text: last, .. }, Block::Paragraph { text: first, .. }) = (last, first) else {
        return false;
    };
    let ends = ends_sentence(last)
        || last.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | ';' | '-' | '，' | '、'));
    !ends && (first.starts_with(char::is_lowercase) || first.starts_with(is_unparted) && last.ends_with(is_unparted))
}

/// Whether a character is of a script that parts no words.
fn is_unparted(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '，' | '、')
}

/// A paragraph with its rest behind it.
fn append(block: &mut Block, rest: Block) {
    let (Block::Paragraph { text, links, emphasis }, Block::Paragraph { text: more, links: l, emphasis: e }) =
        (block, rest)
    else {
        return;
    };
    // A word that was cut goes on, as do scripts that part none.
    let is_whole = text.ends_with('-') || text.ends_with(is_unparted) || more.starts_with(is_unparted);
    text.push_str(if is_whole { "" } else { " " });
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
        if !story.media.iter().take(MAX_SEARCHED).any(|known| is_same(&known)) {
            medium.at = place(medium.at);
            story.media.push(medium);
        }
    }
    for mut quote in page.quotes.drain(..) {
        if story.quotes.iter().take(MAX_SEARCHED).all(|known| known.text != quote.text) {
            quote.at = place(quote.at);
            story.quotes.push(quote);
        }
    }
    for mut aside in page.asides.drain(..) {
        if story.asides.iter().take(MAX_SEARCHED).all(|known| known.title != aside.title || known.body != aside.body) {
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
}

/// Adds what is not there yet.
fn extend<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.iter().take(MAX_SEARCHED).any(|known| *known == item) {
            known.push(item);
        }
    }
}
