//! The byline as the page shows it.

use crate::fields::found::{Found, PAGE_TEXT};
use crate::label::{Evidence, LabelKind, Labels, byline_rank, is_role};
use crate::lines::byline::{
    account_by, dated_name, is_by_alone, is_name_alone, tells_role, without_date, worded_byline,
};
use crate::lines::date_line::is_about_date;
use crate::lines::names::{after_other_parts, house, is_agency, names, parted};
use crate::profile::Role;
use crate::segment::Block;
use crate::vocabulary::{Hints, phrases};

/// A byline as shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// Whether it stands between headline and story, where no other story's writer does.
    pub(crate) leads: bool,
    pub(crate) said: Said,
}

/// How a byline says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// By a word for the writer in the line.
    InLine,
    /// By such a word in an element of its own before it, so that the names may go on in further elements.
    Before,
    /// By a link to an account, with a date behind it.
    Account,
    /// By its place and its markup alone.
    No,
}

impl Said {
    fn of_line(text: &str) -> Said {
        if worded_byline(text) { Said::InLine } else { Said::No }
    }
}

impl Shown {
    /// Whether a word for the writer stands before the name.
    pub(super) fn worded(&self) -> bool {
        matches!(self.said, Said::InLine | Said::Before)
    }
}

/// The line that says who wrote the story: as a profile tells it, or near the headline or at the end of the story.
pub(crate) fn byline(evidence: &Evidence<'_>, labels: &Labels) -> Option<Found<Shown>> {
    if let Some(told) = evidence.profile_value(Role::Byline) {
        let text = told.text.replace('\n', ", ");
        let shown = Shown { said: Said::of_line(&text), text, leads: true };
        return Some(Found::new(shown, told.origin.clone()));
    }
    let i = byline_block(evidence, labels)?;
    let blocks = evidence.blocks();
    let is_worded = is_by_alone(&blocks[i].text) || byline_rank(&blocks[i]) >= 3;
    let leads = stands_over_story(labels, i) || is_worded && stands_at_head(labels, i);
    let shown = |text: String, said: Option<Said>, more: usize| {
        let text = parted(after_other_parts(&text));
        let said = said.unwrap_or_else(|| Said::of_line(&text));
        let found = Found::new(Shown { text, leads, said }, PAGE_TEXT).with_blocks(i..=i + more);
        (!found.value.text.is_empty()).then_some(found)
    };
    if is_by_alone(&blocks[i].text) {
        let more = names_after(labels, blocks, i + 2);
        let lines: Vec<String> = blocks[i + 1..i + 2 + more].iter().map(|b| without_date(&b.text)).collect();
        return shown(lines.join(", "), Some(Said::Before), 1 + more);
    }
    let account = linked_account(&blocks[i])
        .or_else(|| account_by(&blocks[i].text).map(|(account, _)| account))
        .filter(|_| byline_rank(&blocks[i]) == 0);
    if let Some(account) = account {
        return shown(account, Some(Said::Account), 0);
    }
    let text = dated_name(&blocks[i].text).unwrap_or_else(|| without_date(&blocks[i].text));
    let text = linked_name(&blocks[i], &text).unwrap_or(text);
    let role = blocks.get(i + 1).filter(|b| worded_byline(&blocks[i].text) && is_role(b) && b.role.is_none());
    match role.filter(|_| !text.is_empty()) {
        Some(role) => shown(text + ", " + &role.text.replace('\n', ", "), None, 1),
        None => shown(text, None, 0),
    }
}

/// How many blocks go on with the names behind the first: each is marked as a writer's.
fn names_after(labels: &Labels, blocks: &[Block], start: usize) -> usize {
    /// Writers behind the first.
    const MAX_MORE: usize = 4;
    // The same name again is a copy for another layout.
    let is_more = |i: usize, b: &Block| {
        let marked = b.hints.any(Hints::BYLINE) || b.links().iter().any(|l| l.author);
        let again = blocks[start.saturating_sub(1)..i].iter().any(|before| before.text == b.text);
        marked && !again && !worded_byline(&b.text) && !names(&b.text, "").is_empty()
    };
    let behind = blocks.iter().enumerate().skip(start).take(MAX_MORE);
    behind.take_while(|(i, b)| !labels.is_story(*i) && is_more(*i, b)).count()
}

/// The name that is the only link of a line, where a word or two stand right behind it: the place it was written at.
fn linked_name(b: &Block, text: &str) -> Option<String> {
    let [link] = b.links() else { return None };
    let name = b.text.get(link.span.start..link.span.end)?.trim();
    let at = text.find(name)?;
    let behind = &text[at + name.len()..];
    let is_place = |w: &str| w.starts_with(char::is_uppercase) && w.chars().all(char::is_alphabetic);
    let words: Vec<&str> = behind.split_whitespace().collect();
    let places = (1..=2).contains(&words.len()) && words.iter().all(|w| is_place(w)) && !tells_role(behind);
    (is_name_alone(name) && places && behind.starts_with(' ')).then(|| text[..at + name.len()].to_owned())
}

/// Pieces of the addresses of members' pages.
const MEMBERS: &[&str] =
    &["user", "member", "mitglied", "profil", "author", "autor", "auteur", "people", "usuario", "utente"];

/// The account that is the only link of a line and its first word, before a date: `annlee 3 May 2021, 10:15`.
fn linked_account(b: &Block) -> Option<String> {
    let [link] = b.links() else { return None };
    let name = b.text.get(link.span.start..link.span.end)?.trim();
    let account = b.text.starts_with(name) && !name.contains(' ') && name.starts_with(char::is_alphabetic);
    // A topic stands there as often.
    let to_member = MEMBERS.iter().any(|m| link.href.to_lowercase().contains(m));
    let dated = account && to_member && is_about_date(&b.text[name.len()..]);
    house(name).filter(|_| dated)
}

/// Whether the name behind a word for `by` that stands alone may be an account or a desk: one line over the story.
fn is_account(text: &str) -> bool {
    /// Words of a desk's name.
    const MAX_WORDS: usize = 4;
    let more = is_by_alone(text) || text.to_lowercase().ends_with(" by");
    text.split(' ').count() <= MAX_WORDS && !more && !text.ends_with(['.', ':', '!', '?']) && house(text).is_some()
}

/// The block that is the byline, or the word for the writer before it.
fn byline_block(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    /// Blocks before the headline, after the start of the story and behind its end that are looked at.
    const REACH_ABOVE: usize = 4;
    const REACH: usize = 6;
    const REACH_FAR: usize = 20;
    /// Blocks behind the end in which an account signs.
    const REACH_SIGNED: usize = 3;
    /// Letters of a line that is a name and no more.
    const MAX_NAME_LETTERS: u32 = 60;
    let blocks = evidence.blocks();
    let (first, last) = labels.story_ends()?;
    let headline = labels.headline().block;
    let start = headline.unwrap_or(first).min(first).saturating_sub(REACH_ABOVE);
    let near = (start..(first + REACH).min(blocks.len())).chain(last..(last + REACH).min(blocks.len()));
    // A list of what is known of the text may stand behind other stories: `Date: ... Author: ... Topics: ...`
    let far = (last + REACH..last + REACH_FAR).take_while(|i| *i < blocks.len());
    let labelled = |&i: &usize| phrases::starts_with(&blocks[i].text, phrases::WRITER_LABELS).is_some();
    let near = near.chain(far.clone().filter(labelled));
    // `Posted by Ann Lee in Tides` may stand behind links to other stories, if nothing else is signed there.
    let mut posted = far.filter(|&i| is_posted(&blocks[i]));
    let near = near.chain(posted.next().filter(|_| posted.next().is_none()));
    let mut best: Option<(u8, usize)> = None;
    for i in near {
        let b = &blocks[i];
        // Names that call an element none of the story do not tell of what stands right over the headline.
        let adjoins = || (i + 1..=i + 2).any(|at| headline == Some(at)) && !labels.is_story(i) && byline_rank(b) == 4;
        if !(labels.is_beside(i) || adjoins()) || headline == Some(i) || b.role.is_some() {
            continue;
        }
        let is_name = |n: &crate::segment::Block| n.chars < MAX_NAME_LETTERS && !names(&n.text, "").is_empty();
        let by_alone = is_by_alone(&b.text);
        // A line of date and name is one only where bylines stand: below the story it is a reader's.
        let over = || stands_over_story(labels, i);
        let desk = |n: &Block| !is_word_for_more(&b.text) && stands_at_head(labels, i + 1) && is_account(&n.text);
        let by_next = by_alone && blocks.get(i + 1).is_some_and(|n| !labels.is_story(i + 1) && (is_name(n) || desk(n)));
        let rank = if by_next { 2 } else { byline_rank(b) };
        // An agency or a writer named as the source, in an element of its own.
        let source = || (b.is_cited() || b.hints.any(Hints::ATTRIBUTION)) && is_name(b);
        let dated = || dated_name(&b.text).is_some() || linked_account(b).is_some() || account_by(&b.text).is_some();
        // An agency's name and no more: not that under a picture, nor where a link leads to all it wrote.
        let agency = || b.linked == 0 && is_agency(&b.text.to_lowercase()) && labels.kind(i) == LabelKind::Foreign;
        let signed =
            || (last + 1..=last + REACH_SIGNED).contains(&i) && account_by(&b.text).is_some_and(|(_, sure)| sure);
        // Whom metadata states, said once more.
        let told = || evidence.metadata.authors.iter().any(|s| s.value.contains(&b.text));
        let heads = || {
            over() && (dated() || source() || told() || agency())
                || signed()
                || headline == Some(i + 1) && dated_name(&b.text).is_some()
        };
        let rank = if rank == 0 && heads() { 1 } else { rank };
        // Words at the story's head go before words and marks at other stories.
        let rank = if rank >= 2 && (by_next || rank >= 3) && stands_at_head(labels, i) { rank + 2 } else { rank };
        if rank > 0 && (by_next || !by_alone) && best.is_none_or(|(r, _)| rank > r) {
            best = Some((rank, i));
        }
    }
    best.map(|(_, i)| i)
}

/// Whether a line says outright, in words of its own, that somebody put the text there: `Posted by Ann Lee`.
fn is_posted(b: &Block) -> bool {
    let outright = phrases::BY.start(&b.text).is_some_and(|end| b.text[..end].contains(' '));
    outright && byline_rank(b) >= 3 && !b.ends_sentence()
}

/// Whether a word for `by` is as often a word for something else.
fn is_word_for_more(text: &str) -> bool {
    matches!(
        text.trim().trim_end_matches([':', ' ']).to_lowercase().as_str(),
        "from" | "text" | "de" | "tekst" | "文" | "글"
    )
}

/// Whether a block stands between headline and story.
fn stands_over_story(labels: &Labels, i: usize) -> bool {
    let first = labels.story().next();
    labels.headline().block.is_some_and(|h| h < i) && first.is_some_and(|f| i < f)
}

/// Whether a block stands between headline and story, or right behind a first paragraph, which sums the story up as a rule.
/// What is no byline by its words is a speaker's name there as often.
fn stands_at_head(labels: &Labels, i: usize) -> bool {
    let mut story = labels.story();
    let first = story.next();
    labels.headline().block.is_some_and(|h| h < i) && story.next().or(first).is_some_and(|s| i < s)
}
