//! The text of elements as a browser would show it: inline elements joined, blocks parted.

use super::document::Document;
use super::node::NodeId;
use super::tag::Tag;
use crate::text::Folded;

impl Document {
    /// The text below a node as one line: what is never shown left out, breaks and blocks as spaces.
    pub(crate) fn text(&self, id: NodeId) -> String {
        self.text_without(id, |_| false)
    }

    /// Like [`Document::text`], without the subtrees that `skip` names.
    pub(crate) fn text_without(&self, id: NodeId, skip: impl Fn(NodeId) -> bool) -> String {
        let mut out = Folded::default();
        if let Some(text) = self.text_of(id) {
            out.push(text);
        }
        let mut until = id;
        let mut closing: Vec<NodeId> = Vec::new();
        for n in self.descendants(id) {
            while closing.last().is_some_and(|&end| end <= n) {
                closing.pop();
                out.part();
            }
            if n < until {
                continue;
            }
            if let Some(text) = self.text_of(n) {
                out.push(text);
                continue;
            }
            let tag = self.tag(n);
            if (tag.is_invisible() && tag != Tag::Title) || (tag != Tag::None && skip(n)) {
                until = self.end(n);
            } else if tag == Tag::Br {
                out.part();
            } else if tag.is_block() {
                out.part();
                closing.push(self.end(n));
            }
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    fn text(html: &str) -> String {
        Document::parse(html, &Limits::default()).unwrap().text(NodeId::ROOT)
    }

    #[test]
    fn words_are_neither_glued_nor_split() {
        assert_eq!(text("<p>O<b>ne</b> <i>two</i></p><p>three<br>four</p>five"), "One two three four five");
        assert_eq!(text("<div>a<div>b</div>c</div>"), "a b c");
        assert_eq!(text("a\u{a0}\n b<script>x()</script><style>p{}</style>c"), "a bc");
    }
}
