//! A quote that stands apart from the flow: its words, and who said them.

use super::labels::Passage;
use crate::lines::names::names;
use crate::lines::quotation::{MAX_SPEAKER_LETTERS, inline_speaker, speaker_name, unquote};
use crate::profile::Role;
use crate::segment::{Block, BlockKind, Segments, Source};
use crate::text::letter_count;
use crate::vocabulary::{Hints, phrases};

/// A quote as it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) text: String,
    pub(crate) attribution: Option<String>,
}

/// Reads the words and the speaker of a passage; none where it is too short to be a quote.
pub(crate) fn read_passage(segments: &Segments, passage: &Passage) -> Option<Quotation> {
    /// Letters of the shortest quotes.
    const MIN_LETTERS: u32 = 11;
    let mut words: Vec<&str> = Vec::new();
    let mut speaker: Vec<String> = Vec::new();
    let mut line: Option<usize> = None;
    for (n, &i) in passage.blocks.iter().enumerate() {
        let b = &segments.blocks[i];
        if calls_for_more(b) {
            continue;
        }
        if is_speaker_of_passage(b, n) {
            // Parts of one line stand in it side by side; first name and last name may have lines of their own.
            let before = line.replace(line_of(segments, b.container()));
            add_name(&mut speaker, speaker_name(&without_calls(b)), before == line && b.role.is_none());
        } else if !b.text.is_empty() {
            words.push(&b.text);
        }
    }
    if speaker.is_empty() {
        speaker.extend(passage.speaker.map(|i| speaker_name(&segments.blocks[i].text)));
    }
    let mut text = words.join("\n");
    if speaker.is_empty()
        && let Some((said, name)) = inline_speaker(&text)
    {
        (text, speaker) = (said, vec![name]);
    }
    let text = unquote(&text).to_owned();
    let attribution = Some(speaker.join(", ")).filter(|s| !s.is_empty());
    // In a plain text the words alone make it a quote, so few of them are no other box.
    let is_enough = letter_count(&text) >= MIN_LETTERS || segments.source == Source::PlainText;
    is_enough.then_some(Quotation { text, attribution })
}

fn add_name(speaker: &mut Vec<String>, name: String, side_by_side: bool) {
    // A dash that stands in an element of its own.
    if name.is_empty() {
        return;
    }
    match speaker.last_mut() {
        // An embedded post is signed above and below its words.
        Some(last) if *last == name => {}
        Some(last) if side_by_side || !last.contains(' ') && !name.contains(' ') => {
            last.push(' ');
            last.push_str(&name);
        }
        _ => speaker.push(name),
    }
}

/// Whether a block of a quote's box is a link that calls for more, such as `Send us your stories`, and none of the quote.
pub(super) fn calls_for_more(b: &Block) -> bool {
    b.chars > 0 && b.linked * 10 >= b.chars * 9 && is_call(&b.text)
}

/// Whether the words of a link are such a call: they begin as one, or lead on with an arrow and name nobody.
fn is_call(words: &str) -> bool {
    let words = words.trim().trim_start_matches(|c: char| !c.is_alphanumeric());
    let leads_on = words.ends_with(['»', '›', '>', '→', '…', '?', '!']) || words.ends_with("...");
    phrases::starts_with(words, phrases::CALLS).is_some() || leads_on && names(words, "").is_empty()
}

/// The text of a speaker's block without the lines that are links and call for more.
pub(super) fn without_calls(b: &Block) -> String {
    let mut at = 0;
    let mut kept: Vec<&str> = Vec::new();
    for line in b.text.split('\n') {
        let (start, end) = (at, at + line.len());
        at = end + 1;
        let is_linked = b.links().iter().any(|l| l.span.start < end && start < l.span.end);
        if !(is_linked && is_call(line)) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Whether the block at this place of a passage names who said it.
pub(super) fn is_speaker_of_passage(b: &Block, place: usize) -> bool {
    let told = b.role == Some(Role::Attribution) || b.role.is_none() && b.hints.any(Hints::ATTRIBUTION);
    told || place > 0 && is_speaker(b)
}

/// The element that lays out the line that a container's text stands in.
fn line_of(segments: &Segments, mut container: usize) -> usize {
    while container > 0 && !segments.containers[container].tag.is_block() {
        container = segments.containers[container].parent();
    }
    container
}

const DASHES: [char; 4] = ['-', '–', '—', '―'];

/// Whether a block of a box names a speaker: short, no sentence, after a dash or in another style.
pub(super) fn is_speaker(b: &Block) -> bool {
    b.chars <= MAX_SPEAKER_LETTERS
        && !b.ends_sentence()
        && (b.text.starts_with(DASHES) || !b.text.starts_with(['"', '“', '„', '«']))
}

/// Whether a line is a dash and a name, whatever it is set as.
pub(super) fn is_signed_line(b: &Block) -> bool {
    /// Letters of a name.
    const MAX_LETTERS: u32 = 40;
    b.chars <= MAX_LETTERS && b.text.starts_with(DASHES) && !b.ends_sentence() && b.chars > 0
}

/// Whether a paragraph behind a quotation is the speaker's name and no more: a name by its words, or after a dash.
pub(super) fn names_speaker(b: &Block) -> bool {
    let named = || b.text.starts_with(DASHES) || !names(&b.text, "").is_empty();
    b.kind == BlockKind::Paragraph && is_speaker(b) && !b.all_bold() && named()
}

/// Whether a block right behind quoted words is called their attribution.
pub(super) fn is_marked_speaker(b: &Block) -> bool {
    b.hints.any(Hints::ATTRIBUTION) && b.chars < MAX_SPEAKER_LETTERS
}

/// Whether a quote box shows that somebody said the words: by quotation marks, or a name behind them.
pub(super) fn is_said(blocks: &[&Block]) -> bool {
    let marked = |b: &Block| {
        b.text.contains(['"', '“', '”', '„', '«', '»', '「'])
            || b.hints.any(Hints::ATTRIBUTION)
            || b.text.starts_with(DASHES)
    };
    blocks.iter().any(|b| marked(b)) || blocks.iter().skip(1).any(|b| is_speaker(b))
}
