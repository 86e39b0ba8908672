//! Lines and parts to segments.

use super::head::Head;
use super::lines::{Kind, Line};
use super::parts::Part;
use crate::segment::{BlockKind, BoxKind, Segments, TextSegments};
use crate::vocabulary::Hints;

/// The segments of a text with these parts: each line is a block, but for the alternative texts of pictures.
pub(super) fn build_segments(lines: &[Line], head: &Head, parts: &[Part]) -> Segments {
    let mut builder = Builder { lines, head, out: TextSegments::new(), runs: runs(lines) };
    let mut taken = vec![false; lines.len()];
    let mut starts: Vec<Option<Part>> = vec![None; lines.len()];
    for &part in parts {
        let of_part = lines_of(part);
        of_part.iter().flatten().for_each(|&at| taken[at] = true);
        if let Some(&first) = of_part.iter().flatten().next() {
            starts[first] = Some(part);
        }
    }
    for at in 0..lines.len() {
        match starts[at] {
            Some(part) => builder.push_part(part),
            None if !taken[at] => builder.push_line(at, false),
            None => {}
        }
    }
    builder.out.finish()
}

/// The lines of a part, in their order.
fn lines_of(part: Part) -> [Option<usize>; 2] {
    match part {
        Part::Flow(at) | Part::CrossHeading(at) => [Some(at), None],
        Part::Picture { alt, caption } => [alt, caption],
        Part::Quote { words, speaker: name } | Part::Letter { words, name } => [Some(words), name],
    }
}

/// For each line the first of those of its kind that it follows without a break: the items of one list, the lines of
/// one quotation.
fn runs(lines: &[Line]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).filter(|&b| lines[b].kind == line.kind);
        out.push(before.and_then(|b| out.get(b).copied()).unwrap_or(at));
    }
    out
}

struct Builder<'a> {
    lines: &'a [Line],
    head: &'a Head,
    out: TextSegments,
    runs: Vec<usize>,
}

impl Builder<'_> {
    fn push_part(&mut self, part: Part) {
        match part {
            Part::Flow(at) => self.push_line(at, true),
            Part::CrossHeading(at) => {
                let text = self.lines[at].text.clone();
                self.out.push_block(BlockKind::Heading(2), text, Hints::NONE).in_body = true;
            }
            Part::Picture { alt, caption } => self.push_picture(alt, caption),
            Part::Quote { words, speaker } => {
                self.out.open_box(BoxKind::Quote);
                self.push_line(words, false);
                if let Some(speaker) = speaker {
                    self.push_with(speaker, Hints::ATTRIBUTION);
                }
                self.out.close_box();
            }
            Part::Letter { words, name } => {
                let (text, name) = (self.lines[words].text.clone(), name.map(|at| &self.lines[at].text));
                self.out.open_box(BoxKind::Comments);
                let block = self.out.push_block(BlockKind::Paragraph, text, Hints::NONE);
                if let Some(name) = name {
                    block.push_bold_line(name);
                }
                self.out.close_box();
            }
        }
    }

    fn push_picture(&mut self, alt: Option<usize>, caption: Option<usize>) {
        let line = alt.map(|at| &self.lines[at]);
        let alt = line.map(|l| l.text.clone()).filter(|alt| !alt.is_empty());
        let url = line.and_then(|l| match &l.kind {
            Kind::Image(address) => Some(address.clone()).filter(|a| !a.is_empty()),
            _ => None,
        });
        match caption {
            Some(caption) => {
                self.out.open_box(BoxKind::Figure);
                if alt.is_some() || url.is_some() {
                    self.out.push_picture(url, alt);
                }
                self.push_with(caption, Hints::CAPTION);
                self.out.close_box();
            }
            None => self.out.push_picture(url, alt),
        }
    }

    /// A line as what its light markup says, headline and kicker as what they are.
    fn push_line(&mut self, at: usize, in_body: bool) {
        let line = &self.lines[at];
        let is_headline = self.head.headline == Some(at);
        let run = self.runs[at];
        let kind = match line.kind {
            _ if is_headline => BlockKind::Heading(1),
            Kind::Heading(level) => BlockKind::Heading(level),
            Kind::Item { ordered } => BlockKind::Item { list: run, ordered, depth: 0 },
            Kind::Quote => BlockKind::Quote { quote: run },
            // A picture that is no part of the story says nothing of it.
            Kind::Image(_) => return,
            Kind::Plain => BlockKind::Paragraph,
        };
        let hints = match self.head.kicker {
            _ if is_headline => Hints::HEADLINE,
            Some(kicker) if kicker == at => Hints::KICKER,
            _ if self.head.dates.contains(&at) => Hints::DATE,
            _ => Hints::NONE,
        };
        self.out.push_block(kind, line.text.clone(), hints).in_body = in_body;
    }

    fn push_with(&mut self, at: usize, hints: Hints) {
        self.out.push_block(BlockKind::Paragraph, self.lines[at].text.clone(), hints);
    }
}
