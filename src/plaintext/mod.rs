//! Pages that an archive kept as plain text alone, and other texts: a block a line, or hard-wrapped
//! paragraphs, or light markup such as `# Headline`.
//!
//! There is no markup to go by, so what it would have said is inferred from shape and place: prose has sentences, a
//! page's furniture comes in runs of short lines without, and the headline stands over the first of the prose. What
//! comes of that are the same segments as a page of markup gives; labels and fields do the rest.

mod build;
mod head;
mod lines;
mod parts;
mod story;

#[cfg(test)]
mod tests;

use memchr::memchr_iter;

use crate::error::Result;
use crate::options::Limits;
use crate::segment::Segments;
use build::build_segments;
use head::{Head, find_head};
use lines::{Kind, Line, split_lines};
use parts::{Part, find_parts};
use story::find_story;

/// Whether a text is plain text. A stray `<` does not make it HTML; a single tag of HTML in a place where
/// prose has none does.
pub(crate) fn looks_like_text(text: &str) -> bool {
    /// What starts a file of another kind: data, XML, a mail, an archive's record.
    const OTHER: [&str; 6] = ["{", "[{", "<?", "<!", "WARC/", "MIME-Version:"];
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() || OTHER.iter().any(|o| start.starts_with(o)) {
        return false;
    }
    let bytes = start.as_bytes();
    if memchr::memchr(0, bytes).is_some() {
        return false;
    }
    !memchr_iter(b'<', bytes).any(|at| is_markup(bytes, at))
}

/// Whether the `<` at this place starts a piece of markup that prose about markup would not hold: an end
/// tag, a comment, a tag at the start of a line or one with attributes, a `<br>`.
fn is_markup(bytes: &[u8], at: usize) -> bool {
    /// The tags that pages and fragments are made of.
    const TAGS: &str = " a abbr acronym address article aside b base big blockquote body br button caption center cite \
        code dd del details div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 \
        h6 head header hr html i iframe img input ins label li link main map meta nav nobr noscript object ol option p \
        picture pre q s script section select small source span strike strong style sub sup svg table tbody td \
        template textarea tfoot th thead time title tr tt u ul video ";
    /// Longer than any of their names.
    const NAME: usize = 12;
    let rest = &bytes[at + 1..];
    if rest.starts_with(b"!--") || rest.get(..8).is_some_and(|d| d.eq_ignore_ascii_case(b"!doctype")) {
        return true;
    }
    let closes = rest.first() == Some(&b'/');
    let rest = &rest[usize::from(closes)..];
    let length = rest.iter().take(NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
    let name = String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase();
    if name.is_empty() || !TAGS.contains(&format!(" {name} ")) {
        return false;
    }
    let line_start = bytes[..at].iter().rev().take_while(|&&b| b != b'\n').take(NAME).all(u8::is_ascii_whitespace);
    match rest.get(length) {
        Some(b'>') => closes || line_start || name == "br" || name == "hr" || name == "p",
        Some(b'/') => rest.get(length + 1) == Some(&b'>'),
        Some(b) if b.is_ascii_whitespace() => {
            closes || rest[length..].iter().take(200).take_while(|&&b| b != b'<' && b != b'>').any(|&b| b == b'=')
        }
        _ => false,
    }
}

/// A text as segments, with what in them is a guess.
#[derive(Debug)]
pub(crate) struct TextReading {
    pub(crate) segments: Segments,
    /// The fields that rest on the shapes and places of lines alone.
    pub(crate) guesses: Vec<&'static str>,
}

/// Reads a text into the segments that its page would have given.
///
/// # Errors
/// Only when the text goes beyond a limit.
pub(crate) fn read_text(text: &str, limits: &Limits) -> Result<TextReading> {
    let lines = split_lines(text, limits)?;
    let Some(story) = find_story(&lines) else {
        return Ok(TextReading { segments: build_segments(&lines, &Head::default(), &[]), guesses: Vec::new() });
    };
    limits.check_time()?;
    let head = find_head(&lines, &story);
    let parts = find_parts(&lines, story, &head);
    let guesses = guesses(&lines, &head, &parts);
    limits.check_time()?;
    Ok(TextReading { segments: build_segments(&lines, &head, &parts), guesses })
}

fn guesses(lines: &[Line], head: &Head, parts: &[Part]) -> Vec<&'static str> {
    let by_shape = |at: usize| lines[at].kind == Kind::Plain;
    let has = |is: &dyn Fn(&Part) -> bool| parts.iter().any(is);
    let rows = [
        (head.dates_are_bare, "published"),
        (head.headline.is_some_and(|at| !matches!(lines[at].kind, Kind::Heading(_))), "headline"),
        (has(&|p| matches!(p, Part::Picture { alt, caption } if caption.or(*alt).is_some_and(by_shape))), "captions"),
        (has(&|p| matches!(p, Part::CrossHeading(_))), "cross-headings"),
        (has(&|p| matches!(p, Part::Quote { .. } | Part::Letter { name: Some(_), .. })), "quotes"),
    ];
    rows.into_iter().filter(|(is_guessed, _)| *is_guessed).map(|(_, name)| name).collect()
}
