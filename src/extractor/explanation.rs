//! How an article came out of its page.

use crate::assemble::FieldSource;
use crate::dom::{Document, NodeId};
use crate::label::{Evidence, LabelKind, Labels};
use crate::segment;
use crate::strip::Removed;

/// How an article came out of its page: what was taken out of the page, what each block that was left is, and what each
/// field was read from.
///
/// ```
/// use cuttings::{Extractor, LabelKind, Page};
///
/// let page = Page::open("fixtures/cases/bbc-2007-two-captions/page.html")?;
/// let (article, explanation) = Extractor::default().explain(&page)?;
/// let headline = explanation.blocks.iter().find(|block| block.label == LabelKind::Headline).unwrap();
/// assert_eq!(article.headline.as_deref(), Some(headline.text.as_str()));
/// for block in explanation.blocks.iter().filter(|block| block.label == LabelKind::Foreign) {
///     println!("{}: {}", block.reason, block.text);
/// }
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Explanation {
    /// The encoding the page was read in, by its WHATWG name.
    pub encoding: String,
    /// What chose the encoding.
    pub encoding_evidence: String,
    /// Where each field of the article came from, in the order in which the article has them.
    pub fields: Vec<FieldSource>,
    /// The parts that were taken out before the page was cut into blocks, in the order of the page.
    pub removed: Vec<Removal>,
    /// The tables that were left, each with what it was taken for.
    pub tables: Vec<TableReading>,
    /// Every block with its label, in the order of the page.
    pub blocks: Vec<LabelledBlock>,
}

/// A part of a page that was taken out, since no reader is shown it or it is certainly no story.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removal {
    /// The element: its name, id and classes, as a selector writes them.
    pub element: String,
    /// Why it was taken out.
    pub reason: String,
    /// Its text, on one line, cut to some hundred characters.
    pub text: String,
    /// The index in [`Explanation::blocks`] before which it stood.
    pub before: usize,
}

/// A table of a page, taken for one of data or for the page's layout.
///
/// ```
/// use cuttings::{Extractor, Page};
///
/// let page = Page::new("<table><tr><td>The ferry sailed at nine with all on board, and came back at ten with all but the \
///     mate, who had missed it at the other side.</table>");
/// let (_, explanation) = Extractor::default().explain(&page)?;
/// assert_eq!(explanation.tables[0].layout.as_deref(), Some("few of its rows have two cells with text"));
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableReading {
    /// The element: its name, id and classes, as a selector writes them.
    pub element: String,
    /// Why it was taken for layout, and its text for blocks like any others; none for a table of data.
    pub layout: Option<String>,
    /// Its text, on one line, cut to some hundred characters.
    pub text: String,
    /// The index in [`Explanation::blocks`] before which it stood.
    pub before: usize,
}

/// A block of a page with its label.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelledBlock {
    /// What the block is.
    pub label: LabelKind,
    /// Why it has this label.
    pub reason: String,
    /// How likely the model thought the block a part of the story's flow, 0 to 1; none where it was not asked.
    pub probability: Option<f64>,
    /// The element that holds it: its name, id and classes, as a selector writes them; empty for a page of plain text.
    pub element: String,
    /// Its text, cut to some hundred characters.
    pub text: String,
}

impl Explanation {
    /// What was done with a page; `doc` is none where it was plain text.
    pub(super) fn of_page(
        doc: Option<&Document>,
        removed: &[Removed],
        evidence: &Evidence<'_>,
        labels: &Labels,
        fields: Vec<FieldSource>,
    ) -> Self {
        let blocks = evidence.blocks();
        let element = |node: usize| doc.map(|doc| doc.describe(doc.parent(NodeId::at(node)))).unwrap_or_default();
        let labelled = blocks.iter().zip(labels.all()).map(|(block, label)| LabelledBlock {
            label: label.kind(),
            reason: label.reason().to_owned(),
            probability: label.probability().map(rounded),
            element: element(block.node()),
            text: excerpt(&block.text),
        });
        let removal = |doc: &Document, r: &Removed| Removal {
            element: doc.describe(r.node),
            reason: r.why.to_owned(),
            text: excerpt(&doc.text(r.node)),
            before: blocks.partition_point(|b| b.node() < r.node.index()),
        };
        let table = |doc: &Document, t: &segment::TableReading| TableReading {
            element: doc.describe(NodeId::at(t.node)),
            layout: t.layout.map(str::to_owned),
            text: excerpt(&doc.text(NodeId::at(t.node))),
            before: t.at,
        };
        let tables = doc.into_iter().flat_map(|doc| evidence.segments.tables.iter().map(move |t| table(doc, t)));
        let removed = doc.into_iter().flat_map(|doc| told_removals(doc, removed).map(move |r| removal(doc, r)));
        Explanation {
            fields,
            removed: removed.collect(),
            tables: tables.collect(),
            blocks: labelled.collect(),
            ..Explanation::default()
        }
    }
}

impl Explanation {
    /// Takes over what is told of the page, but for its encoding.
    pub(super) fn take_page(&mut self, of_page: Explanation) {
        let (encoding, evidence) = (std::mem::take(&mut self.encoding), std::mem::take(&mut self.encoding_evidence));
        *self = Explanation { encoding, encoding_evidence: evidence, ..of_page };
    }
}

/// Those of the removed parts that are told of: the ones with text.
fn told_removals<'a>(doc: &'a Document, removed: &'a [Removed]) -> impl Iterator<Item = &'a Removed> {
    removed.iter().filter(|r| has_text(doc, r))
}

fn has_text(doc: &Document, removed: &Removed) -> bool {
    !doc.text(removed.node).is_empty()
}

/// The removed parts with their indices in [`Explanation::removed`], none for those that it does not tell of.
pub(super) fn kept_removals<'a>(
    doc: &'a Document,
    removed: &'a [Removed],
) -> impl Iterator<Item = (NodeId, Option<usize>)> {
    let mut told = 0;
    removed.iter().map(move |r| {
        let index = has_text(doc, r).then_some(told);
        told += usize::from(index.is_some());
        (r.node, index)
    })
}

/// To three places: a probability is no more exact than that.
pub(super) fn rounded(probability: f32) -> f64 {
    (f64::from(probability) * 1000.0).round() / 1000.0
}

fn excerpt(text: &str) -> String {
    /// Characters: enough to recognise a passage by.
    const LENGTH: usize = 120;
    let cut: String = text.chars().take(LENGTH).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, LabelKind, Page};

    /// A page of so many paragraphs, with navigation and a list of links.
    fn page(paragraphs: usize) -> Page {
        let paragraph = |n| {
            format!(
                "<p>On day {n} the harbour master of the town said that the pier, which was built in 1887, would stay \
                 closed until the spring.</p>"
            )
        };
        let story: String = (0..paragraphs).map(paragraph).collect();
        let links = "<ul><li><a href=/a>Boats for sale</a><li><a href=/b>Tides</a></ul>";
        Page::from_text(format!("<title>Pier shut</title><nav>Home</nav><h1>Pier shut</h1>{story}{links}"))
    }

    #[test]
    fn every_block_is_told_of_in_the_order_of_the_page() {
        let (article, explanation) = Extractor::default().explain(&page(4)).unwrap();
        let labels: Vec<LabelKind> = explanation.blocks.iter().map(|b| b.label).collect();
        let (p, f) = (LabelKind::Paragraph, LabelKind::Foreign);
        assert_eq!(labels, [LabelKind::Headline, p, p, p, p, f, f]);
        assert!(explanation.blocks.iter().all(|b| !b.reason.is_empty() && b.probability.is_some()));
        assert_eq!(explanation.blocks[5].text, "Boats for sale");
        assert_eq!((explanation.removed[0].text.as_str(), explanation.removed[0].before), ("Home", 0));
        let body = explanation.fields.iter().find(|s| s.field == "body").unwrap();
        assert_eq!(body.blocks, [1, 2, 3, 4]);
        assert_eq!(body.blocks.len(), article.body.len());
    }

    #[test]
    fn what_is_told_grows_with_the_page_and_no_faster() {
        let size = |n| {
            let (_, explanation) = Extractor::default().explain(&page(n)).unwrap();
            let fields: usize = explanation.fields.iter().map(|s| s.blocks.len()).sum();
            let texts: usize = explanation.blocks.iter().map(|b| b.text.len()).sum();
            fields + texts + explanation.removed.len()
        };
        assert!(size(400) < 21 * size(20));
    }
}
