//! A page as the rules look at it.

use std::cell::OnceCell;

use super::css::{Css, Names};
use crate::dom::{Document, NodeId, Tag};
use crate::text::fold;

/// Longer comments are notes or scripts and no markers.
const MAX_MARKER_BYTES: usize = 200;

/// A page as the rules look at it.
pub(super) struct View<'d> {
    pub(super) doc: &'d Document,
    /// Its comments, white space folded, in page order.
    comments: OnceCell<Vec<(NodeId, String)>>,
    names: OnceCell<Names<'d>>,
}

impl<'d> View<'d> {
    pub(super) fn new(doc: &'d Document) -> Self {
        View { doc, comments: OnceCell::new(), names: OnceCell::new() }
    }

    /// The depths of all nodes added up: what a selector costs that looks at ancestors or descendants.
    pub(super) fn depths(&self) -> u64 {
        let mut depths: Vec<u32> = vec![0; self.doc.len()];
        let mut sum = 0;
        for id in self.doc.all() {
            let depth = depths[self.doc.parent(id).index()] + 1;
            depths[id.index()] = depth;
            sum += u64::from(depth);
        }
        sum
    }

    /// The elements that a selector matches, in document order.
    pub(super) fn select(&self, css: &Css) -> Vec<NodeId> {
        css.select_in(self.doc, &self.names)
    }

    pub(super) fn comments(&self) -> &[(NodeId, String)] {
        self.comments.get_or_init(|| {
            let comment = |n| self.doc.comment(n).filter(|c| c.len() <= MAX_MARKER_BYTES).map(|c| (n, fold(c)));
            self.doc
                .all()
                .filter(|&n| self.doc.tag(n) == Tag::None && !self.doc.is_text(n))
                .filter_map(comment)
                .collect()
        })
    }
}
