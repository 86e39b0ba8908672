//! What the lines of a text are, alone or in twos.

use std::ops::Range;

use super::head::Head;
use super::lines::{Kind, Line};
use crate::lines::quotation::{is_quoted, names_reader};
use crate::text::hashed::HashSet;

/// A cross-heading has no more words.
const MAX_HEADING_WORDS: usize = 12;
/// Words lifted into a quote are at least so many, if no marks are around them.
const MIN_QUOTE_WORDS: usize = 8;
/// The alternative text and the caption of a picture are no longer.
const MAX_CAPTION_WORDS: usize = 30;
/// Over the story a single line is a caption only if it is longer than the labels that stand there.
const MIN_LONE_CAPTION_WORDS: usize = 5;
/// So many quotes with readers' names, and no fewer than other paragraphs, are a page of comments.
const MIN_READERS: usize = 4;
/// Pieces of the flow before which bylines and dates are the story's.
const MAX_PIECES_BEFORE_BYLINE: usize = 2;

/// A line of the text, or two that belong together, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Of the flow, as what its light markup says.
    Flow(usize),
    /// A cross-heading by its shape.
    CrossHeading(usize),
    Picture {
        alt: Option<usize>,
        caption: Option<usize>,
    },
    Quote {
        words: usize,
        speaker: Option<usize>,
    },
    /// Of a reader's letter, with the name if it is its last.
    Letter {
        words: usize,
        name: Option<usize>,
    },
}

/// The parts of the story with the pictures over it, in the order of the text. Lines that are in none are no part of it.
pub(super) fn find_parts(lines: &[Line], story: Range<usize>, head: &Head) -> Vec<Part> {
    let headline = head.headline.map(|at| lines[at].text.as_str());
    let mut reader = Reader {
        lines,
        grouped: is_grouped(lines, &story),
        repeated: repeats(lines),
        headline,
        parts: Vec::new(),
        has_byline: false,
    };
    reader.over(&head.between);
    reader.story(story);
    as_letters(lines, reader.parts)
}

/// The lines that stand in the text more than once.
fn repeats(lines: &[Line]) -> HashSet<&str> {
    let mut seen: HashSet<&str> = HashSet::default();
    lines.iter().map(|l| l.text.as_str()).filter(|text| !seen.insert(text)).collect()
}

/// Whether empty lines part the paragraphs and not every line, so that lines without one between them
/// belong together.
fn is_grouped(lines: &[Line], story: &Range<usize>) -> bool {
    let prose: Vec<&Line> = lines[story.clone()].iter().filter(|l| l.is_prose()).collect();
    let parted = prose.iter().filter(|l| l.starts_group).count();
    /// The lines over the story that may be a picture's.
    const NEAR_LINES: usize = 3;
    let near = story.start.saturating_sub(NEAR_LINES)..story.end;
    parted * 10 >= prose.len() * 7 && lines[near].iter().any(|l| !l.starts_group)
}

struct Reader<'a> {
    lines: &'a [Line],
    grouped: bool,
    repeated: HashSet<&'a str>,
    headline: Option<&'a str>,
    parts: Vec<Part>,
    has_byline: bool,
}

impl Reader<'_> {
    /// The lines between headline and story: a byline, and pictures in twos. What is left over may be a
    /// caption if it is long enough for one.
    fn over(&mut self, between: &[usize]) {
        let mut rest = between;
        if let Some(at) = rest.iter().position(|&i| self.lines[i].is_byline()) {
            let (pictures, signed) = rest.split_at(at);
            self.run(pictures, false);
            rest = signed;
        } else if let [first, tail @ ..] = rest
            && tail.len() % 2 == 0
            && self.lines[*first].kind == Kind::Plain
            && self.lines[*first].words < MIN_LONE_CAPTION_WORDS
        {
            rest = tail;
        }
        self.run(rest, false);
    }

    fn story(&mut self, story: Range<usize>) {
        let mut at = story.start;
        while at < story.end {
            let line = &self.lines[at];
            if self.is_skipped(at) {
                at += 1;
            } else if line.kind != Kind::Plain {
                self.marked(at);
                at += 1;
            } else if self.is_spoken(at..story.end) {
                self.parts.push(Part::Quote { words: at, speaker: Some(at + 1) });
                at += 2;
            } else if self.is_picture(at..story.end) {
                self.parts.push(Part::Picture { alt: Some(at), caption: Some(at + 1) });
                at += 2;
            } else if line.is_prose() || (line.ends && !line.is_question()) {
                self.parts.push(Part::Flow(at));
                at += 1;
            } else {
                let end = self.end_of_run(at..story.end);
                let run: Vec<usize> = (at..end).filter(|&i| !self.is_skipped(i)).collect();
                self.run(&run, true);
                at = end;
            }
        }
    }

    /// Whether a line of the story is none of it: furniture, the headline once more, what stands on every page.
    fn is_skipped(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let text = line.text.as_str();
        line.is_furniture()
            || self.headline == Some(text)
            || !line.is_prose() && !line.is_speaker() && self.repeated.contains(text)
    }

    /// The end of the short lines that begin here.
    fn end_of_run(&self, lines: Range<usize>) -> usize {
        let is_short = |l: &Line| !l.is_prose() && (!l.ends || l.is_question()) && l.kind == Kind::Plain;
        let goes_on = |&i: &usize| is_short(&self.lines[i]) && !(self.grouped && self.lines[i].starts_group);
        lines.start + 1 + (lines.start + 1..lines.end).take_while(goes_on).count()
    }

    /// Takes what light markup names.
    fn marked(&mut self, at: usize) {
        self.parts.push(match self.lines[at].kind {
            Kind::Image(_) => Part::Picture { alt: Some(at), caption: None },
            _ => Part::Flow(at),
        });
    }

    /// Whether the first line is spoken and the second names the speaker.
    fn is_spoken(&self, lines: Range<usize>) -> bool {
        let [words, speaker, after @ ..] = &self.lines[lines] else { return false };
        if words.is_byline() || !speaker.is_speaker() || (self.grouped && speaker.starts_group) {
            return false;
        }
        let alone = after.first().is_none_or(|l| self.grouped && l.starts_group || l.is_prose());
        // Without empty lines a heading may follow a paragraph just so: then the name must be a name and a place.
        let sure = if self.grouped {
            words.starts_group && words.words >= MIN_QUOTE_WORDS && speaker.text.contains(char::is_uppercase)
        } else {
            names_reader(&speaker.text)
        };
        alone && (is_quoted(&words.text) || sure)
    }

    /// Whether two lines stand by themselves as a picture's do, although the caption is a sentence.
    fn is_picture(&self, lines: Range<usize>) -> bool {
        let [alt, caption, after @ ..] = &self.lines[lines] else { return false };
        let pair = alt.starts_group && !caption.starts_group && after.first().is_some_and(|l| l.starts_group);
        let fits = |l: &Line| l.kind == Kind::Plain && l.words <= MAX_CAPTION_WORDS && !is_quoted(&l.text);
        self.grouped && pair && fits(alt) && fits(caption) && !alt.ends && caption.ends && !alt.is_byline()
    }

    /// A run of lines that are no sentences: pictures, a quote, a byline, a heading.
    fn run(&mut self, run: &[usize], in_story: bool) {
        let mut rest = run;
        while let [at, tail @ ..] = rest {
            let at = *at;
            rest = tail;
            let first = &self.lines[at];
            if matches!(first.kind, Kind::Heading(_) | Kind::Image(_) | Kind::Item { .. }) {
                self.marked(at);
            } else if let Some(used) = self.sign(at, tail, in_story) {
                rest = &tail[used..];
            } else if let Some(&next) = tail.first() {
                rest = &tail[self.pair(at, next, tail, in_story)..];
            } else {
                self.single(at, in_story);
            }
        }
    }

    /// Takes a byline or a date at the story's beginning; gives how many of the lines behind it belong to it.
    fn sign(&mut self, at: usize, tail: &[usize], in_story: bool) -> Option<usize> {
        let opens = self.parts.iter().filter(|p| matches!(p, Part::Flow(_) | Part::CrossHeading(_))).count()
            <= MAX_PIECES_BEFORE_BYLINE;
        let line = &self.lines[at];
        let is_byline = line.is_byline() && !self.has_byline;
        if !opens || !(is_byline || in_story && line.is_date()) {
            return None;
        }
        // Within the story it is told from the flow as in any page.
        if in_story {
            self.parts.push(Part::Flow(at));
        }
        self.has_byline |= is_byline;
        if is_byline {
            // Its second line gives the office; a picture's lines come in twos.
            let has_office = match tail {
                [next, ..] if self.grouped => !self.lines[*next].starts_group,
                _ => tail.len() % 2 == 1,
            };
            return Some(usize::from(has_office));
        }
        Some(0)
    }

    /// Takes a line that another follows; gives how many of those behind it belong to it.
    fn pair(&mut self, at: usize, next: usize, tail: &[usize], in_story: bool) -> usize {
        let (first, second) = (&self.lines[at], &self.lines[next]);
        let together = !self.grouped || !second.starts_group;
        let lifted = in_story && first.words >= MIN_QUOTE_WORDS && second.text.contains(char::is_uppercase);
        if second.is_speaker() && together && (is_quoted(&first.text) || lifted) {
            self.parts.push(Part::Quote { words: at, speaker: Some(next) });
            return 1;
        }
        let last = tail.last().map_or(second, |&i| &self.lines[i]);
        if in_story && tail.len().is_multiple_of(2) && first.words * 2 < last.words {
            // An odd line: the heading is the shorter of the two at the ends.
            self.parts.push(Part::CrossHeading(at));
            return 0;
        }
        if !together {
            self.single(at, in_story);
            return 0;
        }
        if in_story || first.words + second.words > MIN_LONE_CAPTION_WORDS {
            self.parts.push(Part::Picture { alt: Some(at), caption: Some(next) });
        }
        1
    }

    /// A line by itself.
    fn single(&mut self, at: usize, in_story: bool) {
        let line = &self.lines[at];
        if !in_story {
            if line.words >= MIN_LONE_CAPTION_WORDS {
                self.parts.push(Part::Picture { alt: None, caption: Some(at) });
            }
            return;
        }
        self.parts.push(if is_quoted(&line.text) && line.words >= MIN_QUOTE_WORDS {
            Part::Quote { words: at, speaker: None }
        } else if line.words <= MAX_HEADING_WORDS {
            Part::CrossHeading(at)
        } else {
            Part::Flow(at)
        });
    }
}

/// A page made of readers' letters: each quote is a letter's end, and the paragraphs since the one before are its
/// beginning.
fn as_letters(lines: &[Line], mut parts: Vec<Part>) -> Vec<Part> {
    let is_quote = |p: &Part| matches!(p, Part::Quote { .. });
    let is_paragraph = |p: &Part| matches!(p, Part::Flow(at) if lines[*at].kind == Kind::Plain);
    let is_readers = |p: &Part| match p {
        Part::Quote { speaker: Some(name), .. } => names_reader(&lines[*name].text),
        _ => false,
    };
    let readers = parts.iter().filter(|p| is_readers(p)).count();
    let paragraphs = parts.iter().filter(|p| is_paragraph(p)).count();
    let ends = parts.iter().position(is_quote).zip(parts.iter().rposition(is_quote));
    let Some((first, last)) = ends.filter(|_| readers >= MIN_READERS && readers >= paragraphs) else { return parts };
    for part in &mut parts[first..=last] {
        match *part {
            Part::Flow(words) | Part::CrossHeading(words) => *part = Part::Letter { words, name: None },
            Part::Quote { words, speaker } => *part = Part::Letter { words, name: speaker },
            _ => {}
        }
    }
    parts
}
