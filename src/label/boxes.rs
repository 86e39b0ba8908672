//! Figures, quotes and fact boxes: which are the story's, and what their blocks are.

use super::evidence::Evidence;
use super::extent::StoryExtent;
use super::figures::{self, lines_of_figure};
use super::labels::{LabelKind, Labels, Passage, Proposals};
use super::language::language_of_flow;
use super::passages::{calls_for_more, is_said, is_speaker_of_passage, read_passage, without_calls};
use crate::lines::quotation::names_reader;
use crate::segment::{Block, BoxKind};
use crate::vocabulary::Hints;

/// Labels the blocks of the story's boxes.
pub(super) fn boxes(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut out = Proposals::default();
    let (Some(extent), Some((first, last))) = (StoryExtent::new(evidence, labels), labels.story_ends()) else {
        return out;
    };
    let mut has_standfirst = labels.of_kind(LabelKind::Standfirst).next().is_some();
    let mut figures: Vec<usize> = Vec::new();
    let mut readers = Readers { evidence, labels, asked: 0, nouns_have_capitals: None };
    for (b, boxed) in evidence.segments.boxes.iter().enumerate() {
        if !boxed.certain && evidence.segments.is_named_foreign(boxed.container) {
            continue;
        }
        // What follows the last paragraph is of the story if it stands in its column: sidebars come behind it too.
        let follows = boxed.at == last + 1 && (boxed.certain || extent.is_in_column(boxed.container));
        let near = boxed.at + 2 >= first && (boxed.at <= last || follows);
        let places: Vec<usize> = evidence.segments.places_of(b).collect();
        let blocks: Vec<&Block> = places.iter().map(|&i| &evidence.blocks()[i]).collect();
        match boxed.kind {
            BoxKind::Figure if figures::is_of_story(evidence, &extent, b) => figures.push(b),
            // Over the first paragraph it is a standfirst, unless it is marked as words that were said.
            BoxKind::Quote if near && boxed.at <= first && !boxed.certain && !is_said(&blocks) => {
                let places = places.iter().filter(|_| !has_standfirst);
                places.for_each(|&i| out.propose_in_box(i, LabelKind::Standfirst, "a box over the story"));
                has_standfirst |= !blocks.is_empty();
            }
            BoxKind::Quote if near => quote_box(evidence, labels, &mut readers, b, places, &mut out),
            // `factbox promo` is a promotion that looks like facts.
            BoxKind::Aside if near && !is_promotion(evidence, b) => {
                out.boxes.push(b);
                places.iter().for_each(|&i| out.propose_in_box(i, LabelKind::FactBox, "a box beside the story"));
            }
            _ => {}
        }
    }
    // A line of a figure stays one where the figure holds a quote, or stands in a fact box.
    for b in figures {
        out.boxes.push(b);
        let places: Vec<usize> = evidence.segments.places_of(b).collect();
        let blocks: Vec<&Block> = places.iter().map(|&i| &evidence.blocks()[i]).collect();
        for (&i, (kind, reason)) in places.iter().zip(lines_of_figure(&blocks)) {
            out.propose_in_box(i, kind, reason);
        }
    }
    out
}

/// Whether names call a box that of something to be bought, followed or read elsewhere.
fn is_promotion(evidence: &Evidence<'_>, boxed: usize) -> bool {
    let segments = evidence.segments;
    let hints = segments.containers[segments.boxes[boxed].container].hints;
    hints.any(Hints::RELATED | Hints::AD | Hints::SIGNUP | Hints::SHARE)
}

fn quote_box(
    evidence: &Evidence<'_>,
    labels: &Labels,
    readers: &mut Readers<'_>,
    boxed: usize,
    places: Vec<usize>,
    out: &mut Proposals,
) {
    let segments = evidence.segments;
    let after = segments.boxes[boxed].at + places.len();
    let speaker = Some(after).filter(|&i| labels.kind(i) == LabelKind::Speaker);
    let (calls, places): (Vec<usize>, Vec<usize>) =
        places.into_iter().partition(|&i| calls_for_more(&segments.blocks[i]));
    calls.iter().for_each(|&i| out.propose_in_box(i, LabelKind::Foreign, "calls for more, beside a quote"));
    let has_call =
        !calls.is_empty() || places.iter().any(|&i| without_calls(&segments.blocks[i]) != segments.blocks[i].text);
    let passage = Passage { blocks: places, speaker };
    let Some(quote) = read_passage(segments, &passage) else { return };
    // Where a box calls on readers, its words are a reader's whatever the box is called.
    let by_reader = quote.attribution.as_deref().is_some_and(names_reader)
        && (has_call || !segments.boxes[boxed].hints.any(Hints::PULL) && !readers.nouns_have_capitals())
        && !readers.are_named_in_story(quote.attribution.as_deref());
    let (kind, reason) = if by_reader {
        (LabelKind::ReaderQuote, "a quote box signed with name and place")
    } else {
        (LabelKind::PullQuote, "a quote box")
    };
    for (n, &i) in passage.blocks.iter().enumerate() {
        if is_speaker_of_passage(&segments.blocks[i], n) {
            out.propose_in_box(i, LabelKind::Speaker, "names who is quoted");
        } else {
            out.propose_in_box(i, kind, reason);
        }
    }
    out.passages.push(passage);
}

/// Whether those whom quote boxes name are readers.
struct Readers<'a> {
    evidence: &'a Evidence<'a>,
    labels: &'a Labels,
    asked: usize,
    nouns_have_capitals: Option<bool>,
}

impl Readers<'_> {
    /// Whether a capital letter does not tell a place from a role, as in German.
    fn nouns_have_capitals(&mut self) -> bool {
        let language = || language_of_flow(self.evidence, self.labels);
        *self.nouns_have_capitals.get_or_insert_with(|| matches!(language().as_deref(), Some("de" | "lb")))
    }

    /// Whether the story itself names the speaker: it does not name the readers whose letters stand beside it.
    fn are_named_in_story(&mut self, attribution: Option<&str>) -> bool {
        /// Speakers that are looked for, each in the whole story; a page with more boxes is one of readers' letters.
        const MAX_SPEAKERS: usize = 100;
        self.asked += 1;
        let name = attribution.and_then(|a| a.split(',').next()).unwrap_or_default().trim();
        // A first name alone may be anybody's.
        self.asked <= MAX_SPEAKERS
            && name.contains(' ')
            && self.labels.story().any(|i| self.evidence.blocks()[i].text.contains(name))
    }
}
