//! Every date that may be the publication's, with where it comes from and where it stands.

use std::collections::BTreeSet;

use super::{is_line_of, says_updated};
use crate::article::DateTime;
use crate::metadata::dates::{self, Context, Found};
use crate::metadata::{Rank, Sourced};
use crate::score::Class;
use crate::segment::Block;
use crate::structure::Draft;
use crate::vocabulary::{Hints, phrases};

/// Blocks before the headline and after the body that still belong to the story's head and foot.
const BEFORE: usize = 8;
/// Blocks of the body's beginning, where date lines stand that were taken for paragraphs.
const START: usize = 4;
/// Weighed characters of a block that is searched; longer ones are prose.
const LONGEST: u32 = 400;

/// Where a date stands, seen from the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the page's metadata, which has no place.
    Nowhere,
    /// Between headline and body.
    Head,
    /// Shortly before the headline.
    Above,
    /// In the body's first blocks.
    Start,
    Body,
    /// Shortly after the body.
    Below,
    Far,
    /// In comments, teasers and boxes.
    Foreign,
}

/// The kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Meta,
    /// Markup of the page's own text.
    Marked,
    Shown,
    Address,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Published,
    Unsaid,
    Changed,
}

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) date: DateTime,
    pub(super) origin: String,
    pub(super) kind: Kind,
    pub(super) rank: Rank,
    pub(super) place: Place,
    pub(super) meaning: Meaning,
    /// Blocks from the headline.
    pub(super) distance: u32,
    /// More is said in its line, and before it: it may be the date of an event.
    pub(super) is_aside: bool,
    pub(super) ambiguous: bool,
}

/// The places of the blocks, and of what stands between them.
struct Places {
    headline: usize,
    first: usize,
    last: usize,
}

impl Places {
    fn of(draft: &Draft<'_>) -> Places {
        let classes = &draft.input.classes;
        let first = classes.iter().position(|c| *c == Class::Body);
        let headline = draft.headline.or(first).unwrap_or(0);
        let first = first.unwrap_or(headline).max(headline);
        let last = classes.iter().rposition(|c| *c == Class::Body).unwrap_or(first);
        Places { headline, first, last }
    }

    fn of_block(&self, draft: &Draft<'_>, at: usize) -> Place {
        let Some(block) = draft.input.segments.blocks.get(at) else { return Place::Far };
        let is_boxed = draft.input.classes.get(at) == Some(&Class::Boxed);
        if is_boxed || block.all_hints().any(Hints::COMMENTS | Hints::RELATED) {
            return Place::Foreign;
        }
        match at {
            _ if at + BEFORE < self.headline => Place::Far,
            _ if at < self.headline => Place::Above,
            _ if at < self.first || at == self.headline => Place::Head,
            _ if at < self.first + START => Place::Start,
            _ if at <= self.last => Place::Body,
            _ if at <= self.last + BEFORE => Place::Below,
            _ => Place::Far,
        }
    }

    fn of_node(&self, draft: &Draft<'_>, node: usize) -> Place {
        let after = draft.input.segments.blocks.partition_point(|b| b.node <= node);
        self.of_block(draft, after.saturating_sub(1))
    }
}

pub(super) fn list(
    draft: &Draft<'_>,
    ctx: &Context<'_>,
    possible: &dyn Fn(&DateTime) -> bool,
    address: Option<DateTime>,
) -> Vec<Candidate> {
    let places = Places::of(draft);
    let meta = draft.input.metadata;
    let mut out = Vec::new();
    let sourced = |s: &Sourced<DateTime>, kind: Kind, meaning: Meaning| {
        let place = s.node.map_or(Place::Nowhere, |n| places.of_node(draft, n.index()));
        let kind = if kind == Kind::Meta && s.node.is_some() { Kind::Marked } else { kind };
        Candidate {
            date: s.value,
            origin: s.origin.clone(),
            kind,
            rank: s.rank,
            place,
            meaning,
            distance: u32::MAX,
            is_aside: kind == Kind::Shown,
            ambiguous: false,
        }
    };
    out.extend(meta.published.iter().map(|s| sourced(s, Kind::Meta, Meaning::Published)));
    out.extend(meta.modified.iter().map(|s| sourced(s, Kind::Meta, Meaning::Changed)));
    for (i, block) in draft.input.segments.blocks.iter().enumerate() {
        if block.chars > LONGEST || block.text.contains('©') {
            continue;
        }
        let place = places.of_block(draft, i);
        let distance = u32::try_from(places.headline.abs_diff(i)).unwrap_or(u32::MAX);
        for f in dates::find(&block.text, ctx).into_iter().filter(|f| is_line_of(block, f)) {
            out.push(Candidate {
                date: f.value,
                origin: "the page's text".to_owned(),
                kind: Kind::Shown,
                rank: Rank::Words,
                place,
                meaning: meaning(&block.text, &f),
                distance,
                is_aside: is_aside(block, &f),
                ambiguous: f.ambiguous,
            });
        }
    }
    // The same texts without their labels: only what is in no block adds to them.
    let of = |d: &DateTime| (d.year(), d.month(), d.day());
    let seen: BTreeSet<_> = out.iter().filter(|c| c.kind == Kind::Shown).map(|c| of(&c.date)).collect();
    let lone = meta.shown.iter().filter(|s| !seen.contains(&of(&s.value)));
    out.extend(lone.map(|s| sourced(s, Kind::Shown, Meaning::Unsaid)));
    out.extend(address.map(|date| Candidate {
        date,
        origin: "url".to_owned(),
        kind: Kind::Address,
        rank: Rank::Near,
        place: Place::Nowhere,
        meaning: Meaning::Unsaid,
        distance: 0,
        is_aside: false,
        ambiguous: false,
    }));
    out.retain(|c| possible(&c.date));
    out
}

fn meaning(text: &str, f: &Found) -> Meaning {
    let before = text.get(..f.start).unwrap_or_default().to_lowercase();
    match says_updated(text, f) {
        true => Meaning::Changed,
        false if phrases::PUBLISHED.iter().any(|p| before.contains(p)) => Meaning::Published,
        false => Meaning::Unsaid,
    }
}

/// Whether the line says a good deal before it comes to the date.
fn is_aside(block: &Block, f: &Found) -> bool {
    /// Bytes before the date: a place or a name. And weighed characters besides it.
    const BEFORE_DATE: usize = 24;
    const BESIDES: u32 = 30;
    f.start > BEFORE_DATE && block.chars > crate::text::weigh(&block.text[f.start..f.end]) + BESIDES
}
