//! A parsed page as lines, to hold one parser to the other.

use std::fmt::Write;

use super::document::Document;
use super::node::{NodeId, NodeKind};
use super::tag::Tag;

impl Document {
    /// The tree, a line a node, without what was removed.
    pub(crate) fn outline(&self) -> String {
        let mut out = String::new();
        let mut depth = vec![0; self.len()];
        for i in 0..self.len() {
            let id = NodeId::at(i);
            depth[i] = if i == 0 { 0 } else { depth[self.parent(id).index()] + 1 };
            if self.is_removed(id) {
                continue;
            }
            let what = match self.nodes[i].kind {
                NodeKind::Text => format!("{:?}", self.text_of(id).unwrap_or_default()),
                NodeKind::Comment => format!("<!--{:?}-->", self.comment(id).unwrap_or_default()),
                NodeKind::Other => "*".to_owned(),
                kind => {
                    assert_eq!(self.tag(id), Tag::from_name(self.name(id)));
                    let mut attributes: Vec<_> = self.attrs(id).map(|(n, v)| format!(" {n}={v:?}")).collect();
                    if kind == NodeKind::Foreign {
                        attributes.sort();
                    }
                    let mark = if kind == NodeKind::Foreign { "svg " } else { "" };
                    format!("<{mark}{}{}>", self.name(id), attributes.concat())
                }
            };
            _ = writeln!(out, "{}{what} ..{}", " ".repeat(depth[i]), self.end(id).index());
        }
        out
    }
}

/// A page as we read it, whichever rules that takes, by the library's rules under our tags, and as the reference has it. None where
/// it is refused.
#[cfg(feature = "fuzzing")]
pub(crate) fn outlines(html: &str) -> Option<[String; 3]> {
    use super::node::Parsed;
    use super::{by_scraper, html as rules};
    let limits = crate::options::Limits::default();
    let outline =
        |Parsed { strings, nodes, attributes }: Parsed| Document::new(strings, nodes, attributes, limits).outline();
    let ours = Document::parse(html, &limits).ok()?.outline();
    Some([ours, outline(rules::parse_by_library(html, &limits).ok()?), outline(by_scraper::reference(html))])
}
