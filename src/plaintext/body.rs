//! The story's lines as blocks, pictures and quotes.

use std::collections::HashSet;
use std::ops::Range;

use crate::article::{Article, Block, Comment, Media, MediaKind, Quote, QuoteKind};

use crate::dates::{self, Context};

use super::head::{BY, Head, is_byline, strip_start};
use super::lines::{Kind, Line, ends_sentence, is_quote};

/// A cross-heading has no more words.
const HEADING_WORDS: usize = 12;
/// A speaker's line has no more.
const SPEAKER_WORDS: usize = 7;
/// Words lifted into a quote are at least so many, if no marks are around them.
const QUOTE_WORDS: usize = 8;
/// The alternative text and the caption of a picture are no longer.
const CAPTION_WORDS: usize = 30;
/// Over the story a single line is a caption only if it is longer than the labels that stand there.
const LONE_CAPTION_WORDS: usize = 5;
/// So many quotes with readers' names, and no fewer than other paragraphs, are a page of comments.
const COMMENTS: usize = 4;

/// Fills body, media, quotes, comments, byline and authors.
pub(super) fn read(
    lines: &[Line],
    story: Range<usize>,
    article: &mut Article,
    head: &Head,
    guesses: &mut Vec<&'static str>,
) {
    let mut reader =
        Reader { article, grouped: is_grouped(lines, &story), media: false, headings: false, quotes: false };
    reader.over(lines, &head.between);
    let times = repeats(lines);
    let skipped = |l: &Line| l.is_furniture() || (!l.is_prose() && !is_speaker(l) && times.contains(l.text.as_str()));
    let mut at = story.start;
    while at < story.end {
        let line = &lines[at];
        if skipped(line) || head.headline.as_deref() == Some(&line.text) {
            at += 1;
        } else if let Some(used) = reader.marked(&lines[at..story.end]) {
            at += used;
        } else if reader.is_spoken(&lines[at..story.end]) {
            reader.quote(&lines[at], Some(&lines[at + 1]));
            at += 2;
        } else if reader.is_picture(&lines[at..story.end]) {
            reader.picture(&lines[at].text, Some(&lines[at + 1].text));
            at += 2;
        } else if line.is_prose() || (line.ends && !line.is_question()) {
            reader.paragraph(&line.text);
            at += 1;
        } else {
            let rest = &lines[at..story.end];
            let short = |l: &&Line| !l.is_prose() && (!l.ends || l.is_question()) && l.kind == Kind::Plain;
            let parts = |(k, l): (usize, &Line)| k > 0 && reader.grouped && l.starts_group;
            let n = rest.iter().enumerate().take_while(|&(k, l)| short(&l) && !parts((k, l))).count().max(1);
            let run: Vec<&Line> = rest[..n].iter().filter(|l| !skipped(l)).collect();
            reader.run(&run, true);
            at += n;
        }
    }
    let found = [(reader.media, "captions"), (reader.headings, "cross-headings"), (reader.quotes, "quotes")];
    guesses.extend(found.iter().filter(|(any, _)| *any).map(|(_, name)| *name));
    comments(article);
}

/// The lines that stand in the text more than once.
fn repeats(lines: &[Line]) -> HashSet<&str> {
    let mut seen: HashSet<&str> = HashSet::new();
    lines.iter().map(|l| l.text.as_str()).filter(|text| !seen.insert(text)).collect()
}

/// Whether empty lines part the paragraphs and not every line, so that lines without one between them
/// belong together.
fn is_grouped(lines: &[Line], story: &Range<usize>) -> bool {
    let prose: Vec<&Line> = lines[story.clone()].iter().filter(|l| l.is_prose()).collect();
    let parted = prose.iter().filter(|l| l.starts_group).count();
    /// The lines over the story that may be a picture's.
    const OVER: usize = 3;
    let near = story.start.saturating_sub(OVER)..story.end;
    parted * 10 >= prose.len() * 7 && lines[near].iter().any(|l| !l.starts_group)
}

struct Reader<'a> {
    article: &'a mut Article,
    grouped: bool,
    media: bool,
    headings: bool,
    quotes: bool,
}

impl Reader<'_> {
    fn paragraph(&mut self, text: &str) {
        self.article.body.push(Block::Paragraph { text: text.to_owned(), links: Vec::new() });
    }

    fn heading(&mut self, text: &str) {
        self.headings = true;
        self.article.body.push(Block::Heading { level: 2, text: text.to_owned() });
    }

    fn picture(&mut self, alt: &str, caption: Option<&str>) {
        self.media = true;
        self.article.media.push(Media {
            kind: MediaKind::Image,
            alt: Some(alt.to_owned()).filter(|_| caption.is_some()),
            caption: Some(caption.unwrap_or(alt).to_owned()),
            at: self.article.body.len(),
            ..Media::default()
        });
    }

    fn quote(&mut self, words: &Line, speaker: Option<&Line>) {
        self.quotes = true;
        let attribution = speaker.map(|s| s.text.trim_start_matches(['-', '–', '—', ' ']).to_owned());
        let kind = match &attribution {
            Some(name) if is_name_and_place(name) => QuoteKind::Reader,
            _ => QuoteKind::Pull,
        };
        let text =
            if is_quoted(&words.text) { words.text.trim_matches(|c| is_quote(c) || c == ' ') } else { &words.text };
        self.article.quotes.push(Quote { kind, text: text.to_owned(), attribution, at: self.article.body.len() });
    }

    /// Takes what light markup names; gives how many lines it took.
    fn marked(&mut self, rest: &[Line]) -> Option<usize> {
        let same = |l: &&Line| std::mem::discriminant(&l.kind) == std::mem::discriminant(&rest[0].kind);
        match &rest[0].kind {
            Kind::Plain => None,
            Kind::Heading(level) => {
                self.article.body.push(Block::Heading { level: *level, text: rest[0].text.clone() });
                Some(1)
            }
            Kind::Item { ordered } => {
                let items: Vec<String> = rest.iter().take_while(same).map(|l| l.text.clone()).collect();
                let taken = items.len();
                self.article.body.push(Block::List { ordered: *ordered, items });
                Some(taken)
            }
            Kind::Quote => {
                let words: Vec<&str> = rest.iter().take_while(same).map(|l| l.text.as_str()).collect();
                let text = words.join(" ");
                let taken = words.len();
                self.article.body.push(Block::Quote { text, attribution: None });
                Some(taken)
            }
            Kind::Image(address) => {
                self.article.media.push(Media {
                    url: Some(address.clone()).filter(|a| !a.is_empty()),
                    alt: Some(rest[0].text.clone()).filter(|a| !a.is_empty()),
                    at: self.article.body.len(),
                    ..Media::default()
                });
                Some(1)
            }
        }
    }

    /// Whether the first line is spoken and the second names the speaker.
    fn is_spoken(&self, rest: &[Line]) -> bool {
        let [words, speaker, after @ ..] = rest else { return false };
        if words.kind != Kind::Plain
            || is_byline(&words.text)
            || !is_speaker(speaker)
            || (self.grouped && speaker.starts_group)
        {
            return false;
        }
        let alone = after.first().is_none_or(|l| self.grouped && l.starts_group || l.is_prose());
        let quoted = is_quoted(&words.text);
        // Without empty lines a heading may follow a paragraph just so: then the name must be a name and a place.
        let sure = if self.grouped {
            words.starts_group && words.words >= QUOTE_WORDS && speaker.text.contains(char::is_uppercase)
        } else {
            is_name_and_place(&speaker.text)
        };
        alone && (quoted || sure)
    }

    /// Whether two lines stand by themselves as a picture's do, although the caption is a sentence.
    fn is_picture(&self, rest: &[Line]) -> bool {
        let [alt, caption, after @ ..] = rest else { return false };
        let pair = alt.starts_group && !caption.starts_group && after.first().is_some_and(|l| l.starts_group);
        let fits = |l: &Line| l.kind == Kind::Plain && l.words <= CAPTION_WORDS && !is_quoted(&l.text);
        self.grouped && pair && fits(alt) && fits(caption) && !alt.ends && caption.ends && !is_byline(&alt.text)
    }

    /// The lines between headline and story: a byline, and pictures in twos. What is left over may be a
    /// caption if it is long enough for one.
    fn over(&mut self, lines: &[Line], between: &[usize]) {
        let mut rest: Vec<&Line> = between.iter().map(|&i| &lines[i]).collect();
        if let Some(at) = rest.iter().position(|l| is_byline(&l.text)) {
            let pictures = rest.split_off(at);
            self.run(&rest, false);
            rest = pictures;
        } else if rest.len() % 2 == 1 && rest[0].kind == Kind::Plain && rest[0].words < LONE_CAPTION_WORDS {
            rest.remove(0);
        }
        self.run(&rest, false);
    }

    /// A run of lines that are no sentences: pictures, a quote, a byline, a heading.
    fn run(&mut self, run: &[&Line], in_story: bool) {
        let mut rest = run;
        while let [first, tail @ ..] = rest {
            rest = tail;
            if let Kind::Heading(_) | Kind::Image(_) | Kind::Item { .. } = first.kind {
                self.marked(&[(*first).clone()]);
                continue;
            }
            if is_byline(&first.text) && self.article.byline.is_none() && self.article.body.len() <= 2 {
                // Its second line gives the office; a picture's lines come in twos.
                let office = match tail {
                    [next, ..] if self.grouped => !next.starts_group,
                    _ => tail.len() % 2 == 1,
                };
                let second = tail.first().filter(|_| office);
                self.byline(&first.text, second.map(|l| l.text.as_str()));
                rest = &tail[usize::from(second.is_some())..];
                continue;
            }
            let Some(next) = tail.first() else {
                self.single(first, in_story);
                continue;
            };
            let together = !self.grouped || !next.starts_group;
            let lifted = in_story && first.words >= QUOTE_WORDS && next.text.contains(char::is_uppercase);
            if is_speaker(next) && together && (is_quoted(&first.text) || lifted) {
                self.quote(first, Some(next));
                rest = &tail[1..];
            } else if in_story && tail.len() % 2 == 0 && first.words * 2 < tail[tail.len() - 1].words {
                // An odd line: the heading is the shorter of the two at the ends.
                self.heading(&first.text);
            } else if together {
                if in_story || first.words + next.words > LONE_CAPTION_WORDS {
                    self.picture(&first.text, Some(&next.text));
                }
                rest = &tail[1..];
            } else {
                self.single(first, in_story);
            }
        }
    }

    /// A line by itself.
    fn single(&mut self, line: &Line, in_story: bool) {
        if !in_story {
            if line.words >= LONE_CAPTION_WORDS {
                self.picture(&line.text, None);
            }
        } else if is_quoted(&line.text) && line.words >= QUOTE_WORDS {
            self.quote(line, None);
        } else if line.words <= HEADING_WORDS {
            self.heading(&line.text);
        } else {
            self.paragraph(&line.text);
        }
    }

    fn byline(&mut self, first: &str, second: Option<&str>) {
        let context = Context { language: None, day_first: None, latest: None };
        let end = dates::find(first, &context).first().map_or(first.len(), |date| date.start);
        let first = first.get(..end).unwrap_or(first).trim_end_matches([' ', ',', '-', '–', '|', '·']);
        let names = BY.iter().find_map(|by| strip_start(first, by)).unwrap_or(first);
        let names = names.split([',', '/', '|']).next().unwrap_or_default();
        let each = [" and ", " und ", " et ", " y ", " e ", " & "]
            .iter()
            .fold(vec![names], |parts, joint| parts.into_iter().flat_map(|p| p.split(joint)).collect());
        self.article.authors = each.into_iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
        self.article.byline = Some(second.map_or_else(|| first.to_owned(), |s| format!("{first}, {s}")));
    }
}

/// Whether marks of quotation are around the whole line.
pub(super) fn is_quoted(text: &str) -> bool {
    let mut chars = text.chars();
    let (Some(first), Some(last)) = (chars.next(), chars.next_back()) else { return false };
    is_quote(first) && is_quote(last) && !chars.as_str().contains([first, '“', '”', '"', '«', '»'])
}

/// Whether a line can name a speaker: few words, no sentence, names in capitals.
pub(super) fn is_speaker(line: &Line) -> bool {
    let text = line.text.trim_start_matches(['-', '–', '—', ' ']);
    let mut words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic));
    let named = words.next().is_some_and(starts_upper) && {
        let rest: Vec<&str> = words.collect();
        // `Kabul eyewitness` names somebody by what he is: a word or two may be small.
        rest.iter().filter(|w| !starts_upper(w)).count() <= 1 + usize::from(text.contains(',')) * 3
    };
    line.kind == Kind::Plain
        && line.words <= SPEAKER_WORDS
        && named
        && !ends_sentence(text)
        && !line.is_capitals()
        && !text.contains(':')
}

fn starts_upper(word: &str) -> bool {
    word.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// `Hamish, Dundee`: a name and a place, not an office.
pub(super) fn is_name_and_place(text: &str) -> bool {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let small = ["de", "of", "the", "on", "upon", "la", "le", "al", "von", "van", "der"];
    let capital =
        |part: &&str| !part.is_empty() && part.split_whitespace().all(|w| starts_upper(w) || small.contains(&w));
    (2..=4).contains(&parts.len()) && parts.iter().all(capital)
}

/// A page made of readers' letters: the quotes become comments, each with the paragraphs since the one before.
fn comments(article: &mut Article) {
    let readers = article.quotes.iter().filter(|q| q.kind == QuoteKind::Reader).count();
    let paragraphs = article.body.iter().filter(|b| matches!(b, Block::Paragraph { .. })).count();
    if readers < COMMENTS || readers < paragraphs {
        return;
    }
    let first = article.quotes.first().map_or(0, |q| q.at);
    let mut paragraphs = article.body.split_off(first).into_iter().enumerate().peekable();
    for quote in std::mem::take(&mut article.quotes) {
        let mut text = String::new();
        while let Some((_, block)) = paragraphs.next_if(|(i, _)| first + i < quote.at) {
            text.push_str(&block.text());
            text.push_str("\n\n");
        }
        text.push_str(&quote.text);
        article.comments.push(Comment { text, attribution: quote.attribution });
    }
    article.body.extend(paragraphs.map(|(_, block)| block));
    let end = article.body.len();
    article.media.iter_mut().for_each(|m| m.at = m.at.min(end));
}
