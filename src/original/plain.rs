//! A page of plain text with its blocks marked.

use super::pieces::{BROKEN_OFF, MAX_MARKUP, block_attributes, push_escaped};
use crate::label::LabelKind;
use crate::segment::Segments;
use crate::text::is_space;

/// The text with each of its blocks marked, as far as it is found again. The lines of a text stand in its order.
pub(crate) fn marked_text(text: &str, segments: &Segments, label: impl Fn(usize) -> LabelKind) -> String {
    let page = Condensed::new(text);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let (mut from, mut written) = (0, 0);
    out.push_str("<pre class=\"text\" dir=\"auto\">");
    for (i, block) in segments.blocks.iter().enumerate() {
        let words = Condensed::new(&block.text).text;
        let Some((start, end)) = page.find(&words, from) else { continue };
        from = end;
        let (start, end) = (page.places[start], page.places[end - 1] + last_length(text, page.places[end - 1]));
        push_escaped(&mut out, &text[written..start]);
        out.extend(["<span", &block_attributes(i, label(i).as_str()), ">"]);
        push_escaped(&mut out, &text[start..end]);
        out.push_str("</span>");
        written = end;
        if out.len() >= MAX_MARKUP {
            out.extend(["</pre>", BROKEN_OFF]);
            return out;
        }
    }
    push_escaped(&mut out, &text[written..]);
    out.push_str("</pre>");
    out
}

/// The length of the character at a place.
fn last_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A text without its white space.
struct Condensed {
    text: String,
    /// For each byte the place in the text of the character it is of.
    places: Vec<usize>,
}

impl Condensed {
    fn new(text: &str) -> Condensed {
        let mut out = Condensed { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices().filter(|(_, c)| !is_space(*c)) {
            out.text.push(c);
            out.places.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        out
    }

    /// Where words stand next, by their beginning: light markup may stand within them.
    fn find(&self, words: &str, from: usize) -> Option<(usize, usize)> {
        /// Bytes that are searched: lines that are no block stand between blocks, but not so many.
        const REACH: usize = 20_000;
        /// Bytes by which a line is known.
        const BEGINNING: usize = 60;
        let until = self.text.floor_char_boundary(from.saturating_add(REACH));
        let start = from + self.text.get(from..until)?.find(&words[..words.floor_char_boundary(BEGINNING)])?;
        let end = self.text.floor_char_boundary(start.saturating_add(words.len()));
        (end > start).then_some((start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plaintext::read_text;

    #[test]
    fn every_line_is_marked_where_it_stands() {
        let text = "Pier shut\n\nThe pier, which was built in 1887 by <Nilsen>, would stay shut until the spring.\n\n- Boats\n- Tides\n";
        let segments = read_text(text, &crate::options::Limits::default()).unwrap().segments;
        let marked = marked_text(text, &segments, |_| LabelKind::Paragraph);
        assert_eq!(marked.matches("data-block=").count(), segments.blocks.len(), "{marked}");
        assert!(marked.contains("by &lt;Nilsen&gt;, would stay shut until the spring.</span>"), "{marked}");
        assert!(marked.contains("- <span data-block"), "{marked}");
    }
}
