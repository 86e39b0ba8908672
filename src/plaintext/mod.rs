//! Pages that an archive kept as plain text alone, and other texts: a block a line, or hard-wrapped
//! paragraphs, or light markup such as `# Headline`.
//!
//! There is no markup to go by, so everything rests on shape and place: prose has sentences, a page's
//! furniture comes in runs of short lines without, and the headline stands over the first of the prose.

mod body;
mod head;
mod lines;
mod story;

#[cfg(test)]
mod tests;

use memchr::memchr_iter;

use crate::article::Article;
use crate::dates;
use crate::vocabulary::language;

use lines::Line;

/// Whether a text is no HTML. A stray `<` does not make it HTML; a single tag of HTML in a place where
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

/// Reads a text as an article.
pub(crate) fn read(text: &str, url: Option<&str>) -> Article {
    let mut article = Article { url: url.map(str::to_owned), ..Article::default() };
    let lines = lines::read(text);
    let Some(story) = story::find(&lines) else {
        article.warn("text_rendering", "");
        article.warn("no_article", "no run of sentences");
        return article;
    };
    article.language = language(&lines[story.clone()]);
    let context = dates::Context { language: article.language.as_deref(), day_first: None, latest: None };
    let mut guesses: Vec<&'static str> = Vec::new();
    let head = head::read(&lines, &story, &context, &mut guesses);
    body::read(&lines, story, &mut article, &head, &mut guesses);
    let from_modified = head.published.is_none() && head.modified.is_some();
    article.headline = head.headline;
    article.kicker = head.kicker;
    article.published = head.published.or(head.modified);
    article.modified = head.modified;
    if article.published.is_none() {
        article.published = url.and_then(dates::from_url);
    }
    let detail = if guesses.is_empty() { String::new() } else { format!("guessed: {}", guesses.join(", ")) };
    article.warn("text_rendering", detail);
    if from_modified {
        article.warn("published_from_modified", "");
    }
    article
}

/// The language of the story, when the detector is sure of it, as a two-letter code.
fn language(story: &[Line]) -> Option<String> {
    /// As much text as makes the detector sure; it costs time by the length.
    const ENOUGH: usize = 4_000;
    let mut sample = String::new();
    for line in story.iter().filter(|l| l.is_prose()) {
        if sample.len() > ENOUGH {
            break;
        }
        sample.push_str(&line.text);
        sample.push('\n');
    }
    language::detect(&sample).map(str::to_owned)
}
