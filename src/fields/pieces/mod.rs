//! Pieces of a body under construction, for the story and its boxes.

mod marks;

use crate::article::{Block as Piece, Emphasis, Link};
use crate::label::Evidence;
use crate::segment::{Block, TableData};
use marks::marks_of;

pub(super) use marks::Marks;
pub(crate) use marks::WantedMarks;

/// Pieces in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    done: Vec<Piece>,
    wanted: WantedMarks,
    /// Characters of the last piece's text and of the one before it, if marks are wanted.
    last_chars: usize,
    chars_before: usize,
}

impl Pieces {
    pub(super) fn new(wanted: WantedMarks) -> Self {
        Pieces { wanted, ..Pieces::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.done.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    pub(super) fn last(&self) -> Option<&Piece> {
        self.done.last()
    }

    /// The marks of a block, which are none where none are wanted.
    pub(super) fn marks(&self, evidence: &Evidence<'_>, b: &Block) -> Marks {
        if self.wanted.any() { marks_of(evidence, b, self.wanted) } else { Marks::default() }
    }

    pub(super) fn with(mut self, piece: Piece) -> Self {
        self.chars_before = self.last_chars;
        self.last_chars = if self.wanted.any() { piece.text().chars().count() } else { 0 };
        self.done.push(piece);
        self
    }

    /// With a paragraph.
    pub(super) fn with_paragraph(self, text: String, marks: Marks) -> Self {
        self.with(Piece::Paragraph { text, links: marks.links, emphasis: marks.emphasis })
    }

    /// With a heading of a level, on one line.
    pub(super) fn with_heading(self, level: u8, text: &str, time: Option<String>, marks: Marks) -> Self {
        let text = text.replace('\n', " ");
        self.with(Piece::Heading { level, text, time, links: marks.links, emphasis: marks.emphasis })
    }

    /// With a table.
    pub(super) fn with_table(self, caption: Option<String>, data: &TableData, marks: Marks) -> Self {
        self.with(Piece::Table { caption, header: data.header, rows: data.rows.clone(), links: marks.links })
    }

    /// With an item, of the list before it where it goes on with that, or else of one of its own.
    pub(super) fn with_item(self, goes_on: bool, ordered: bool, depth: u8, text: String, marks: Marks) -> Self {
        match self.last() {
            Some(Piece::List { .. }) if goes_on => self.with_more("\n", &text, Some(depth), marks),
            _ => {
                let depths = if depth > 0 { vec![depth] } else { Vec::new() };
                let (links, emphasis) = (marks.links, marks.emphasis);
                self.with(Piece::List { ordered, items: vec![text], depths, links, emphasis })
            }
        }
    }

    /// With more text in the last piece, behind a character that parts them; of a list in an item of its own at a depth,
    /// or in the last.
    pub(super) fn with_more(mut self, parted_by: &str, more: &str, item: Option<u8>, marks: Marks) -> Self {
        let behind = self.last_chars + parted_by.chars().count();
        if self.wanted.any() {
            self.last_chars = behind + more.chars().count();
        }
        let marks = marks.behind(behind);
        let append = |mut text: String| {
            text.push_str(parted_by);
            text.push_str(more);
            text
        };
        let last = self.done.pop().map(|piece| match piece {
            Piece::Paragraph { text, links, emphasis } => {
                let (links, emphasis) = joined(links, emphasis, marks);
                Piece::Paragraph { text: append(text), links, emphasis }
            }
            Piece::Quote { text, attribution, links, emphasis } => {
                let (links, emphasis) = joined(links, emphasis, marks);
                Piece::Quote { text: append(text), attribution, links, emphasis }
            }
            Piece::List { ordered, mut items, mut depths, links, emphasis } => {
                let (links, emphasis) = joined(links, emphasis, marks);
                match (item, items.last_mut()) {
                    (None, Some(last)) => *last = append(std::mem::take(last)),
                    (depth, _) => {
                        let depth = depth.unwrap_or(0);
                        if depth > 0 && depths.is_empty() {
                            depths = vec![0; items.len()];
                        }
                        if depth > 0 || !depths.is_empty() {
                            depths.push(depth);
                        }
                        items.push(more.to_owned());
                    }
                }
                Piece::List { ordered, items, depths, links, emphasis }
            }
            other => other,
        });
        self.done.extend(last);
        self
    }

    /// With the last piece made a term that what comes describes, as an item of the list before it if that holds such.
    pub(super) fn with_term_described(mut self, text: &str, marks: Marks) -> Self {
        let (term, of_term) = match self.done.pop() {
            Some(Piece::Paragraph { text, links, emphasis } | Piece::Heading { text, links, emphasis, .. }) => {
                (text, Marks { links, emphasis })
            }
            other => {
                self.done.extend(other);
                return self.with_paragraph(text.to_owned(), marks);
            }
        };
        let describes = |items: &[String]| items.last().is_some_and(|i| i.contains('\n'));
        let goes_on = matches!(self.last(), Some(Piece::List { items, .. }) if describes(items));
        // What stood before the term is the last piece again.
        self.last_chars = self.chars_before;
        let pieces = self.with_item(goes_on, false, 0, term, of_term);
        pieces.with_more("\n", text, None, marks)
    }

    /// The pieces as they are to be told.
    pub(super) fn finish(self) -> Vec<Piece> {
        self.done.into_iter().map(with_plain_depths).collect()
    }

    /// With the speaker of the quotation that ends the pieces.
    pub(super) fn with_speaker(mut self, name: Option<String>) -> Self {
        if let Some(Piece::Quote { attribution, .. }) = self.done.last_mut() {
            *attribution = name.or(attribution.take());
        }
        self
    }
}

/// A list whose first items are of its outermost level, whatever else stood there before: nothing is within nothing.
fn with_plain_depths(piece: Piece) -> Piece {
    match piece {
        Piece::List { ordered, items, mut depths, links, emphasis } => {
            let too_deep = depths.first().copied().unwrap_or(0);
            depths.iter_mut().take_while(|d| **d > 0).for_each(|d| *d = d.saturating_sub(too_deep));
            depths = if depths.iter().all(|d| *d == 0) { Vec::new() } else { depths };
            Piece::List { ordered, items, depths, links, emphasis }
        }
        other => other,
    }
}

fn joined(mut links: Vec<Link>, mut emphasis: Vec<Emphasis>, more: Marks) -> (Vec<Link>, Vec<Emphasis>) {
    links.extend(more.links);
    emphasis.extend(more.emphasis);
    (links, emphasis)
}
