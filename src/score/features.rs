//! What can be said of each block in numbers, for a fitted model to weigh.
//!
//! Characters are weighed, shares run from 0 to 1, yes is 1 and no is 0. What is not known is -1. Each
//! table is filled in one pass over the blocks or the containers, so the whole is linear in the page.

use std::collections::HashMap;
use std::fmt;

use super::trees::Trees;
use super::{Class, Evidence, Lists, ends_sentence, is_notice};
use crate::segment::{Block, Kind, Segments};
use crate::text::runs::{RUN, fingerprint, words};
use crate::vocabulary::{Hints, phrases};

/// What the hand-made scorer makes of a page: evidence among the rest.
pub(super) struct ByHand<'a> {
    pub(super) worth: &'a [f32],
    pub(super) inside: &'a [bool],
    pub(super) classes: &'a [Class],
}

/// A block is prose to the passes below from this worth on.
const WORTHY: f32 = 0.3;

/// Neighbours on each side that a block is seen with.
const REACH: isize = 3;

/// Beyond this share of links a block is a link.
const LINKS: f32 = 0.5;

/// Distances beyond this many blocks are all far.
const FAR: f32 = 50.0;

/// The features of one block with their names, in a fixed order.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    pub(super) values: Vec<f32>,
    names: Option<Vec<String>>,
}

impl Row {
    fn add(&mut self, name: impl fmt::Display, value: f32) {
        self.values.push(value);
        if let Some(names) = &mut self.names {
            names.push(name.to_string());
        }
    }

    fn flag(&mut self, name: impl fmt::Display, value: bool) {
        self.add(name, f32::from(u8::from(value)));
    }
}

/// The names of the features, in their order.
#[cfg(any(test, feature = "fitting"))]
pub(super) fn names(segments: &Segments, evidence: &Evidence<'_>, hand: &ByHand<'_>) -> Vec<String> {
    let page = Page::new(segments, evidence, hand);
    if segments.blocks.is_empty() {
        return Vec::new();
    }
    let mut row = Row { names: Some(Vec::new()), ..Row::default() };
    page.fill(0, &mut row);
    row.names.unwrap_or_default()
}

/// The features of all blocks.
#[cfg(feature = "fitting")]
pub(super) fn rows(segments: &Segments, evidence: &Evidence<'_>, hand: &ByHand<'_>) -> Vec<Row> {
    let page = Page::new(segments, evidence, hand);
    let row = |i| {
        let mut row = Row::default();
        page.fill(i, &mut row);
        row
    };
    (0..segments.blocks.len()).map(row).collect()
}

/// What the trees make of each block. Lists of links away from the story are not asked about: they are most of
/// the blocks of a page, and none of them is the story.
pub(super) fn likely(segments: &Segments, evidence: &Evidence<'_>, hand: &ByHand<'_>, trees: &Trees) -> Vec<f32> {
    let page = Page::new(segments, evidence, hand);
    let mut row = Row::default();
    let mut of = |i: usize| {
        let b = &segments.blocks[i];
        if hand.classes[i] == Class::Boxed || !hand.inside[i] && hand.worth[i] <= 0.0 && b.link_share() > LINKS {
            return 0.0;
        }
        row.values.clear();
        page.fill(i, &mut row);
        trees.probability(&row.values)
    };
    (0..segments.blocks.len()).map(&mut of).collect()
}

/// Sums over a group of blocks: a container's subtree, or all of one signature.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    blocks: u32,
    chars: u32,
    linked: u32,
    /// Those in blocks that are prose by worth.
    prose: u32,
    sentences: u32,
}

impl Sum {
    fn take(&mut self, b: &Block, worth: f32) {
        self.blocks += 1;
        self.chars += b.chars;
        self.linked += b.linked;
        self.prose += if worth >= WORTHY { b.chars } else { 0 };
        self.sentences += u32::from(ends_sentence(&b.text));
    }

    fn join(&mut self, o: Sum) {
        self.blocks += o.blocks;
        self.chars += o.chars;
        self.linked += o.linked;
        self.prose += o.prose;
        self.sentences += o.sentences;
    }

    fn link_share(&self) -> f32 {
        share(self.linked, self.chars)
    }
}

fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// The tables of a page.
struct Page<'a> {
    segments: &'a Segments,
    hand: &'a ByHand<'a>,
    total: Sum,
    subtrees: Vec<Sum>,
    depths: Vec<u32>,
    signatures: HashMap<u64, Sum>,
    lists: Lists,
    items: HashMap<usize, Sum>,
    /// Weighed characters before each block, and prose of them.
    before: Vec<(u32, u32)>,
    /// Blocks to the nearest prose before and after.
    prose_before: Vec<f32>,
    prose_after: Vec<f32>,
    /// How often each text stands on the page.
    texts: HashMap<u64, u32>,
    like_title: Vec<f32>,
    headline: Option<usize>,
    description: Runs,
    article_body: Runs,
}

impl<'a> Page<'a> {
    fn new(segments: &'a Segments, evidence: &Evidence<'_>, hand: &'a ByHand<'a>) -> Self {
        let blocks = &segments.blocks;
        let mut subtrees = vec![Sum::default(); segments.containers.len()];
        let mut depths = vec![0u32; segments.containers.len()];
        let mut signatures: HashMap<u64, Sum> = HashMap::new();
        let mut items: HashMap<usize, Sum> = HashMap::new();
        let mut texts: HashMap<u64, u32> = HashMap::new();
        let mut total = Sum::default();
        let mut before = Vec::with_capacity(blocks.len());
        for (b, &w) in blocks.iter().zip(hand.worth) {
            before.push((total.chars, total.prose));
            total.take(b, w);
            subtrees[b.container].take(b, w);
            signatures.entry(segments.containers[b.container].signature).or_default().take(b, w);
            *texts.entry(hash(&b.text)).or_default() += 1;
            if let Kind::Item { list, .. } = b.kind {
                items.entry(list).or_default().take(b, w);
            }
        }
        for i in (1..subtrees.len()).rev() {
            let of = subtrees[i];
            subtrees[segments.containers[i].parent].join(of);
        }
        for i in 1..depths.len() {
            depths[i] = depths[segments.containers[i].parent] + 1;
        }
        let title: Vec<u64> = evidence.titles.iter().flat_map(|t| words(t)).collect();
        let like_title: Vec<f32> = blocks.iter().map(|b| likeness(b, &title)).collect();
        Page {
            segments,
            hand,
            total,
            subtrees,
            depths,
            signatures,
            lists: Lists::new(blocks, &vec![true; blocks.len()]),
            items,
            before,
            prose_before: distances(hand.worth, 0..blocks.len()),
            prose_after: distances(hand.worth, (0..blocks.len()).rev()),
            texts,
            headline: headline(blocks, &like_title),
            like_title,
            description: Runs::of(evidence.description),
            article_body: Runs::of(evidence.article_body),
        }
    }

    fn fill(&self, i: usize, row: &mut Row) {
        self.own(i, row);
        names_say(&self.segments.blocks[i], row);
        self.place(i, row);
        self.containers(i, row);
        self.repetition(i, row);
        self.neighbours(i, row);
        self.metadata(i, row);
    }

    /// The block alone.
    fn own(&self, i: usize, row: &mut Row) {
        let b = &self.segments.blocks[i];
        let text = Statistics::of(&b.text);
        let level = b.kind.heading().map_or(0, u32::from);
        row.add("chars", b.chars as f32);
        row.add("link_share", b.link_share());
        row.add("links", b.links.len() as f32);
        row.flag("ends_sentence", ends_sentence(&b.text));
        row.flag("colon", b.text.trim_end().ends_with(':'));
        row.add("words", text.words);
        row.add("word_length", b.chars as f32 / text.words.max(1.0));
        row.add("stops", text.stops);
        row.add("commas", text.commas);
        row.add("digits", text.digits / b.chars.max(1) as f32);
        row.add("capitals", text.capitals / text.words.max(1.0));
        row.add("upper", text.upper / text.letters.max(1.0));
        row.add("lines", text.lines);
        row.flag("quoted", b.text.starts_with(['"', '“', '«', '„', '‘']));
        row.flag("lower_start", b.text.chars().next().is_some_and(char::is_lowercase));
        row.flag("bracketed", b.text.starts_with(['(', '[', '*']));
        row.flag("copyright", b.text.contains('©'));
        row.flag("address", b.text.contains('@'));
        row.add("heading", level as f32);
        row.flag("item", matches!(b.kind, Kind::Item { .. }));
        row.flag("quote", matches!(b.kind, Kind::Quote { .. }));
        row.flag("table", matches!(b.kind, Kind::Table { .. }));
        row.add("tag", b.tag as u8 as f32);
        row.flag("bold", b.all_bold());
        row.flag("some_bold", !b.bold.is_empty());
        row.add("italic", share(b.italic, b.chars));
        row.flag("notice", is_notice(b));
        row.flag("not_story", phrases::starts_with(&b.text, phrases::NOT_STORY).is_some());
        row.flag("by", phrases::starts_with(&b.text, phrases::BY).is_some());
        row.flag("credit", phrases::starts_with(&b.text, phrases::CREDIT).is_some());
        let dated = [phrases::PUBLISHED, phrases::UPDATED].iter().any(|p| phrases::starts_with(&b.text, p).is_some());
        row.flag("dated", dated);
        row.add("worth", self.hand.worth[i]);
        row.flag("by_hand", self.hand.classes[i] == Class::Body);
        row.flag("inside", self.hand.inside[i]);
    }

    /// Where on the page.
    fn place(&self, i: usize, row: &mut Row) {
        let (chars, prose) = self.before[i];
        let blocks = self.segments.blocks.len();
        row.add("text_before", share(chars, self.total.chars));
        row.add("prose_before_share", share(prose, self.total.prose));
        row.add("prose_before_chars", prose as f32);
        row.add("prose_after_chars", (self.total.prose - prose) as f32);
        row.add("index", i as f32);
        row.add("page_blocks", blocks as f32);
        row.add("page_prose", self.total.prose as f32);
        row.add("page_link_share", self.total.link_share());
        let from = self.headline.map_or(FAR * 2.0, |h| (i as f32 - h as f32).clamp(-FAR, FAR));
        row.add("from_headline", from);
        row.add("like_title", self.like_title[i]);
    }

    /// The elements around it, from the nearest out.
    fn containers(&self, i: usize, row: &mut Row) {
        let mut at = self.segments.blocks[i].container;
        row.add("depth", self.depths[at] as f32);
        for level in ["0", "1", "2", "3"] {
            let sum = &self.subtrees[at];
            row.add(format_args!("prose_share_{level}"), share(sum.prose, self.total.prose));
            row.add(format_args!("link_share_{level}"), sum.link_share());
            row.add(format_args!("blocks_{level}"), sum.blocks as f32);
            row.add(format_args!("sentences_{level}"), share(sum.sentences, sum.blocks));
            at = self.segments.containers[at].parent;
        }
        // How far out an element holds a good part of the page's prose.
        let mut at = self.segments.blocks[i].container;
        let mut up = 0.0;
        while at != 0 && self.subtrees[at].prose * 2 < self.total.prose {
            at = self.segments.containers[at].parent;
            up += 1.0;
        }
        row.add("up_to_half", up);
        row.add("half_link_share", self.subtrees[at].link_share());
    }

    /// Blocks set in the same way, and the list it is in.
    fn repetition(&self, i: usize, row: &mut Row) {
        let b = &self.segments.blocks[i];
        let alike = self.signatures[&self.segments.containers[b.container].signature];
        row.add("alike", alike.blocks as f32);
        row.add("alike_prose", alike.prose as f32);
        row.add("alike_prose_share", share(alike.prose, self.total.prose));
        row.add("alike_link_share", alike.link_share());
        row.add("alike_chars", share(alike.chars, alike.blocks));
        row.add("alike_sentences", share(alike.sentences, alike.blocks));
        row.add("same_text", self.texts.get(&hash(&b.text)).copied().unwrap_or(1) as f32);
        let list = match b.kind {
            Kind::Item { list, .. } => self.items.get(&list).copied().map(|s| (list, s)),
            _ => None,
        };
        row.add("list_items", list.map_or(0.0, |(_, s)| s.blocks as f32));
        row.add("list_links", list.map_or(-1.0, |(l, _)| self.lists.link_share(l)));
        row.add("list_chars", list.map_or(0.0, |(_, s)| share(s.chars, s.blocks)));
        row.add("list_sentences", list.map_or(-1.0, |(_, s)| share(s.sentences, s.blocks)));
    }

    /// What stands before and after it.
    fn neighbours(&self, i: usize, row: &mut Row) {
        let blocks = &self.segments.blocks;
        let signature = |b: &Block| self.segments.containers[b.container].signature;
        for by in (-REACH..=REACH).filter(|by| *by != 0) {
            let at = i.checked_add_signed(by).filter(|&j| j < blocks.len());
            let of = |f: &dyn Fn(usize) -> f32| at.map_or(-1.0, f);
            row.add(format_args!("chars{by:+}"), of(&|j| blocks[j].chars as f32));
            row.add(format_args!("link_share{by:+}"), of(&|j| blocks[j].link_share()));
            row.add(format_args!("worth{by:+}"), of(&|j| self.hand.worth[j]));
            row.add(
                format_args!("alike{by:+}"),
                of(&|j| (signature(&blocks[j]) == signature(&blocks[i])) as u8 as f32),
            );
            row.add(format_args!("together{by:+}"), of(&|j| (blocks[j].container == blocks[i].container) as u8 as f32));
            row.add(format_args!("by_hand{by:+}"), of(&|j| (self.hand.classes[j] == Class::Body) as u8 as f32));
            row.add(format_args!("heading{by:+}"), of(&|j| blocks[j].kind.heading().unwrap_or(0).into()));
        }
        row.add("prose_before", self.prose_before[i]);
        row.add("prose_after", self.prose_after[i]);
    }

    /// What the page says of itself elsewhere.
    fn metadata(&self, i: usize, row: &mut Row) {
        let words = words(&self.segments.blocks[i].text);
        row.add("in_description", self.description.coverage(&words));
        row.add("in_article_body", self.article_body.coverage(&words));
        row.add("article_body_words", self.article_body.words as f32);
    }
}

/// What names say, near and far.
fn names_say(b: &Block, row: &mut Row) {
    for (name, hints) in [
        ("body", Hints::BODY),
        ("foreign", Hints::FOREIGN),
        ("apart", Hints::APART),
        ("headline", Hints::HEADLINE),
        ("summary", Hints::SUMMARY),
        ("crosshead", Hints::CROSSHEAD),
        ("caption", Hints::CAPTION | Hints::CREDIT | Hints::FIGURE | Hints::GALLERY),
        ("comments", Hints::COMMENTS),
        ("related", Hints::RELATED),
        ("side", Hints::SIDE),
        ("bio", Hints::BIO),
        ("signup", Hints::SIGNUP | Hints::PAYWALL | Hints::AD),
        ("footer", Hints::FOOTER | Hints::LEGAL),
        ("tools", Hints::SHARE | Hints::NAV | Hints::TAGS),
        ("meta", Hints::META | Hints::DATE | Hints::BYLINE),
        ("embed", Hints::EMBED),
        ("facts", Hints::FACTS),
    ] {
        row.flag(format_args!("own_{name}"), b.hints.any(hints));
        row.flag(format_args!("around_{name}"), b.around.any(hints));
    }
}

/// Counts that say much in any language.
#[derive(Default)]
struct Statistics {
    words: f32,
    stops: f32,
    commas: f32,
    digits: f32,
    capitals: f32,
    letters: f32,
    upper: f32,
    lines: f32,
}

impl Statistics {
    fn of(text: &str) -> Self {
        let mut s = Statistics { lines: 1.0, ..Statistics::default() };
        let mut in_word = false;
        for c in text.chars() {
            let starts = c.is_alphanumeric() && !in_word;
            in_word = c.is_alphanumeric();
            s.words += f32::from(u8::from(starts));
            s.capitals += f32::from(u8::from(starts && c.is_uppercase()));
            s.letters += f32::from(u8::from(c.is_alphabetic()));
            s.upper += f32::from(u8::from(c.is_uppercase()));
            s.digits += f32::from(u8::from(if c.is_ascii() { c.is_ascii_digit() } else { c.is_numeric() }));
            s.stops += f32::from(u8::from(matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')));
            s.commas += f32::from(u8::from(matches!(c, ',' | ';' | '、' | '，' | '،')));
            s.lines += f32::from(u8::from(c == '\n'));
        }
        s
    }
}

/// The same in every run: no hash order reaches the output.
fn hash(text: &str) -> u64 {
    crate::text::hash(0, text.as_bytes())
}

/// The share of a short block's words that stand in the page's titles; long ones are no headlines.
fn likeness(b: &Block, title: &[u64]) -> f32 {
    /// Weighed characters of the longest headlines.
    const LONGEST: u32 = 260;
    if b.chars > LONGEST || title.is_empty() {
        return 0.0;
    }
    let of = words(&b.text);
    let both = of.iter().filter(|w| title.contains(w)).count();
    2.0 * both as f32 / (of.len() + title.len()).max(1) as f32
}

/// The line most like the page's titles, or else the first `h1`.
fn headline(blocks: &[Block], like: &[f32]) -> Option<usize> {
    /// A line that shares fewer words with the titles is about the same matter at most.
    const SAME: f32 = 0.5;
    let score = |i: usize| like[i] + if blocks[i].kind == Kind::Heading(1) { 0.3 } else { 0.0 };
    let mut best: Option<usize> = None;
    for i in (0..blocks.len()).filter(|&i| like[i] >= SAME) {
        if best.is_none_or(|b| score(i) > score(b)) {
            best = Some(i);
        }
    }
    best.or_else(|| blocks.iter().position(|b| b.kind == Kind::Heading(1)))
}

/// How many blocks there are from each block to the last prose before it.
fn distances(worth: &[f32], order: impl Iterator<Item = usize>) -> Vec<f32> {
    let mut out = vec![FAR; worth.len()];
    let mut far = FAR;
    for i in order {
        out[i] = far;
        far = if worth[i] >= WORTHY { 0.0 } else { (far + 1.0).min(FAR) };
    }
    out
}

/// The runs of words of a text, to be asked which of them another text has.
struct Runs {
    known: std::collections::HashSet<u64>,
    words: usize,
}

impl Runs {
    fn of(text: Option<&str>) -> Self {
        let words = text.map(words).unwrap_or_default();
        let mut known = std::collections::HashSet::new();
        for n in 1..=RUN {
            known.extend(words.windows(n).map(fingerprint));
        }
        Runs { known, words: words.len() }
    }

    /// The share of a text's runs that stand here too; -1 if there is nothing to compare.
    fn coverage(&self, words: &[u64]) -> f32 {
        if self.words == 0 || words.is_empty() {
            return -1.0;
        }
        let n = words.len().min(RUN);
        let found = words.windows(n).filter(|w| self.known.contains(&fingerprint(w))).count();
        found as f32 / (words.len() + 1 - n) as f32
    }
}
