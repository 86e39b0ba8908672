//! One label for each block, with its reason.

use std::fmt;

/// What a block of a page is.
///
/// ```
/// use cuttings::LabelKind;
///
/// assert_eq!(LabelKind::PullQuote.as_str(), "pull quote");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LabelKind {
    /// The headline, or the line that stands for it.
    Headline,
    /// The short label over the headline.
    Kicker,
    /// What sums the story up over its first paragraph.
    Standfirst,
    /// Says who wrote the story.
    Byline,
    /// Says when it was published or changed.
    DateLine,
    /// A paragraph of the flow of the story.
    Paragraph,
    /// A cross-heading of the flow.
    Heading,
    /// An item of a list of the flow.
    ListItem,
    /// A paragraph of a quotation within the flow.
    Quotation,
    /// A table of data in the flow.
    Table,
    /// Preformatted text of the flow.
    Code,
    /// Says what a picture or a player shows.
    Caption,
    /// Says who made a picture.
    Credit,
    /// Words set apart from the flow to catch the eye.
    PullQuote,
    /// A reader's words in a box beside the story.
    ReaderQuote,
    /// Names who said the quote beside it.
    Speaker,
    /// A part of a fact box beside the story.
    FactBox,
    /// A reader's comment, or the name under it, on pages that are made of them.
    Comment,
    /// A note that the paper sets under the story.
    ClosingNote,
    /// No part of the article.
    Foreign,
}

impl LabelKind {
    /// The label in words.
    pub fn as_str(self) -> &'static str {
        match self {
            LabelKind::Headline => "headline",
            LabelKind::Kicker => "kicker",
            LabelKind::Standfirst => "standfirst",
            LabelKind::Byline => "byline",
            LabelKind::DateLine => "date line",
            LabelKind::Paragraph => "paragraph",
            LabelKind::Heading => "heading",
            LabelKind::ListItem => "list item",
            LabelKind::Quotation => "quotation",
            LabelKind::Table => "table",
            LabelKind::Code => "code",
            LabelKind::Caption => "caption",
            LabelKind::Credit => "credit",
            LabelKind::PullQuote => "pull quote",
            LabelKind::ReaderQuote => "reader's quote",
            LabelKind::Speaker => "speaker",
            LabelKind::FactBox => "fact box",
            LabelKind::Comment => "comment",
            LabelKind::ClosingNote => "closing note",
            LabelKind::Foreign => "foreign",
        }
    }

    /// Whether such a block is a part of the flow of the story.
    pub(crate) fn is_flow(self) -> bool {
        use LabelKind::*;
        matches!(self, Paragraph | Heading | ListItem | Quotation | Table | Code)
    }
}

impl fmt::Display for LabelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The label of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Label {
    kind: LabelKind,
    reason: &'static str,
    probability: Option<f32>,
    in_box: bool,
}

impl Label {
    pub(super) fn new(kind: LabelKind, reason: &'static str) -> Self {
        Label { kind, reason, probability: None, in_box: false }
    }

    pub(super) fn with_probability(self, probability: Option<f32>) -> Self {
        Label { probability, ..self }
    }

    /// The label of a block that belongs to a figure, a quote or a fact box.
    pub(super) fn in_box(self) -> Self {
        Label { in_box: true, ..self }
    }

    pub(crate) fn kind(&self) -> LabelKind {
        self.kind
    }

    /// Why the block has this label.
    pub(crate) fn reason(&self) -> &'static str {
        self.reason
    }

    /// How likely the model thinks the block is a part of the story's flow, 0 to 1; none where it was not asked.
    pub(crate) fn probability(&self) -> Option<f32> {
        self.probability
    }
}

/// The headline as it is chosen: its words, and the line that is or would be it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Headline {
    /// The block that is the headline, or stands for it; none where the page shows it nowhere.
    pub(crate) block: Option<usize>,
    pub(crate) text: Option<(String, String)>,
    pub(crate) kicker: Option<Kicker>,
}

/// The short label over the headline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kicker {
    pub(crate) text: String,
    pub(crate) origin: String,
    /// The block that it is; none where it stands in the headline's own, or a profile tells it.
    pub(crate) block: Option<usize>,
}

impl Headline {
    /// A headline of these words, unless there are none.
    pub(super) fn of_words(text: String, origin: &str, block: Option<usize>) -> Self {
        // The mark behind a label that stands in an element of its own.
        let words = text.trim_start_matches([':', '|', '·', '•', ' ', '\u{a0}']).to_owned();
        let text = Some((words, origin.to_owned())).filter(|(text, _)| !text.is_empty());
        Headline { block, text, kicker: None }
    }

    /// The words of the headline.
    pub(crate) fn words(&self) -> Option<&str> {
        self.text.as_ref().map(|(text, _)| text.as_str())
    }
}

/// Blocks that are one quote set apart from the flow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passage {
    pub(crate) blocks: Vec<usize>,
    /// A block behind them that names the speaker.
    pub(crate) speaker: Option<usize>,
}

/// What a pass finds.
#[derive(Debug, Default)]
pub(super) struct Proposals {
    pub(super) labels: Vec<(usize, Label)>,
    pub(super) passages: Vec<Passage>,
    /// The boxes that are the story's.
    pub(super) boxes: Vec<usize>,
}

impl Proposals {
    pub(super) fn propose(&mut self, block: usize, kind: LabelKind, reason: &'static str) {
        self.labels.push((block, Label::new(kind, reason)));
    }

    /// Takes back what would make something else of blocks whose kind is told.
    pub(super) fn spare(&mut self, told: impl Fn(usize) -> Option<LabelKind>) {
        self.labels.retain(|(block, label)| told(*block).is_none_or(|kind| kind == label.kind));
    }

    /// Proposes a label for a block that stays a part of its box.
    pub(super) fn propose_in_box(&mut self, block: usize, kind: LabelKind, reason: &'static str) {
        self.labels.push((block, Label::new(kind, reason).in_box()));
    }
}

/// The labels of a page's blocks, in their order, and what was found with them.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    labels: Vec<Label>,
    headline: Headline,
    passages: Vec<Passage>,
    story_boxes: Vec<bool>,
    confidence: Option<f32>,
    /// Whether names call what each block stands in none of the story.
    named_foreign: Vec<bool>,
}

impl Labels {
    pub(super) fn new(labels: Vec<Label>, boxes: usize, confidence: Option<f32>) -> Self {
        Labels { labels, story_boxes: vec![false; boxes], confidence, ..Labels::default() }
    }

    /// With the blocks of which names say that they are none of the story.
    pub(super) fn with_named_foreign(self, named_foreign: Vec<bool>) -> Self {
        Labels { named_foreign, ..self }
    }

    /// Gives blocks the labels that a pass proposes, in the order of the proposals.
    pub(super) fn apply(&mut self, proposals: Proposals) {
        for (block, label) in proposals.labels {
            if let Some(old) = self.labels.get_mut(block) {
                *old = label.with_probability(old.probability);
            }
        }
        self.passages.extend(proposals.passages);
        for b in proposals.boxes {
            if let Some(is_storys) = self.story_boxes.get_mut(b) {
                *is_storys = true;
            }
        }
    }

    pub(super) fn set_headline(&mut self, headline: Headline) {
        self.headline = headline;
    }

    /// The label of each block.
    pub(crate) fn all(&self) -> &[Label] {
        &self.labels
    }

    pub(crate) fn kind(&self, block: usize) -> LabelKind {
        self.labels.get(block).map_or(LabelKind::Foreign, |l| l.kind)
    }

    /// Whether a block is a part of the flow of the story.
    pub(crate) fn is_story(&self, block: usize) -> bool {
        self.labels.get(block).is_some_and(|l| !l.in_box && l.kind.is_flow())
    }

    /// Whether a block belongs to a figure, a quote or a fact box, be it of the story or not.
    pub(crate) fn is_in_box(&self, block: usize) -> bool {
        self.labels.get(block).is_some_and(|l| l.in_box)
    }

    /// Whether a block is neither of the flow nor in a box, nor in what names call none of the story.
    pub(crate) fn is_beside(&self, block: usize) -> bool {
        let named_foreign = self.named_foreign.get(block).copied().unwrap_or(false);
        !self.is_story(block) && !self.is_in_box(block) && !named_foreign
    }

    /// The blocks of the flow, in their order.
    pub(crate) fn story(&self) -> impl DoubleEndedIterator<Item = usize> + Clone + '_ {
        (0..self.labels.len()).filter(|&i| self.is_story(i))
    }

    /// The first and the last block of the flow.
    pub(crate) fn story_ends(&self) -> Option<(usize, usize)> {
        let mut story = self.story();
        let first = story.next()?;
        Some((first, story.next_back().unwrap_or(first)))
    }

    /// The blocks with this label, in their order.
    pub(crate) fn of_kind(&self, kind: LabelKind) -> impl Iterator<Item = usize> + '_ {
        (0..self.labels.len()).filter(move |&i| self.kind(i) == kind)
    }

    /// The headline, and where it stands.
    pub(crate) fn headline(&self) -> &Headline {
        &self.headline
    }

    /// The quotes that are set apart from the flow.
    pub(crate) fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// Whether a figure, quote or fact box is the story's.
    pub(crate) fn is_story_box(&self, boxed: usize) -> bool {
        self.story_boxes.get(boxed).copied().unwrap_or(false)
    }

    /// How likely the choice of the flow is nearly right, 0 to 1; none where the model was not asked.
    pub(crate) fn confidence(&self) -> Option<f32> {
        self.confidence
    }
}
