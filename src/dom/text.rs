//! The text of elements as a browser would show it: inline elements joined, blocks parted.

use super::document::Document;
use super::node::NodeId;
use super::tag::Tag;
use crate::text::Folded;

/// What comes next in an element, as a browser shows it.
enum Shown<'d> {
    Text(&'d str),
    /// A `br`.
    LineBreak,
    /// The beginning or the end of a block.
    Edge,
}

impl Document {
    /// The text below a node as one line: what is never shown left out, breaks and blocks as spaces.
    pub(crate) fn text(&self, id: NodeId) -> String {
        self.text_without(id, |_| false)
    }

    /// Like [`Document::text`], without the subtrees that `skip` names.
    pub(crate) fn text_without(&self, id: NodeId, skip: impl Fn(NodeId) -> bool) -> String {
        let mut out = Folded::default();
        self.visit_shown(id, skip, |shown| match shown {
            Shown::Text(text) => out.push(text),
            Shown::LineBreak | Shown::Edge => out.part(),
        });
        out.finish()
    }

    /// The text below a node with its white space as it stands; breaks end lines, and so do blocks.
    pub(crate) fn preformatted_text(&self, id: NodeId) -> String {
        let mut out = String::new();
        self.visit_shown(
            id,
            |_| false,
            |shown| match shown {
                Shown::Text(text) => out += text,
                Shown::LineBreak => out.push('\n'),
                Shown::Edge if out.is_empty() || out.ends_with('\n') => {}
                Shown::Edge => out.push('\n'),
            },
        );
        out
    }

    fn visit_shown<'d>(&'d self, id: NodeId, skip: impl Fn(NodeId) -> bool, mut visit: impl FnMut(Shown<'d>)) {
        if let Some(text) = self.text_of(id) {
            visit(Shown::Text(text));
        }
        let mut until = id;
        let mut closing: Vec<NodeId> = Vec::new();
        let mut next = id.next();
        for n in self.descendants(id) {
            if n > next && self.is_parted_between(next, n) {
                visit(Shown::Edge);
            }
            next = n.next();
            while closing.last().is_some_and(|&end| end <= n) {
                closing.pop();
                visit(Shown::Edge);
            }
            if n < until {
                continue;
            }
            if let Some(text) = self.text_of(n) {
                visit(Shown::Text(text));
                continue;
            }
            let tag = self.tag(n);
            if (tag.is_invisible() && tag != Tag::Title) || (tag != Tag::None && skip(n)) {
                until = self.end(n);
            } else if tag == Tag::Br {
                visit(Shown::LineBreak);
            } else if tag.is_block() {
                visit(Shown::Edge);
                closing.push(self.end(n));
            }
        }
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

    #[test]
    fn preformatted_lines_end_where_they_are_seen_to_end() {
        let html = "<pre>Oban   12<br>Mallaig <b>7</b><script>x()</script>\n<div>Tobermory</div>of the sound\n</pre>";
        let doc = Document::parse(html, &Limits::default()).unwrap();
        let pre = doc.by_tag(NodeId::ROOT, Tag::Pre).next().unwrap();
        assert_eq!(doc.preformatted_text(pre), "Oban   12\nMallaig 7\nTobermory\nof the sound\n");
    }

    #[test]
    fn words_that_readers_saw_apart_stay_apart_when_what_stood_between_goes() {
        let html = "<div>ferry<div>a</div><div>b</div>port<i>c</i>side</div>";
        let quoted = "<div>ferry<p>a</p>\u{201c}port<p>a</p>, he said</div>";
        let mut doc = Document::parse(quoted, &Limits::default()).unwrap();
        let parts: Vec<_> = doc.by_tag(NodeId::ROOT, Tag::P).collect();
        parts.into_iter().for_each(|id| doc.remove_shown(id));
        assert_eq!(doc.text(NodeId::ROOT), "ferry \u{201c}port, he said");
        let mut doc = Document::parse(html, &Limits::default()).unwrap();
        let divs: Vec<_> = doc.by_tag(NodeId::ROOT, Tag::Div).skip(1).collect();
        let small = doc.by_tag(NodeId::ROOT, Tag::I).next().unwrap();
        doc.remove(divs[0]);
        doc.remove_shown(divs[1]);
        assert_eq!(doc.text(NodeId::ROOT), "ferry portcside");
        doc.remove(small);
        assert_eq!(doc.text(NodeId::ROOT), "ferry portside");
    }
}
