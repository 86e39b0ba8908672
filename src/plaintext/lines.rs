//! The text as lines, a block each, and what a line's shape tells.

use crate::error::Result;
use crate::lines::byline::is_byline_line;
use crate::lines::date_line::{MAX_CLOCK_LINE_LETTERS, is_about_date, is_clock_line};
use crate::lines::quotation::opens_quotation;
use crate::lines::{ends_whole_sentence, leads_on};
use crate::options::{Limits, check_limit};
use crate::text::{fold, letter_count};

/// A line with a date has no more words.
const MAX_DATE_WORDS: usize = 16;
/// A speaker's line has no more words.
const MAX_SPEAKER_WORDS: usize = 7;

/// What light markup says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// `## Heading`.
    Heading(u8),
    /// `- item`, `1. item`.
    Item {
        ordered: bool,
    },
    /// `> words`.
    Quote,
    /// `![alt](address)`; the alternative text is the line's text.
    Image(String),
}

/// A block of the text, on one line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Whether an empty line, or the start of the text, is before it.
    pub(super) starts_group: bool,
    /// How many words it has; in writing without spaces, two letters are taken for one.
    pub(super) words: usize,
    /// Weighed characters.
    letters: u32,
    /// Whether it ends as a sentence does.
    pub(super) ends: bool,
    prose: bool,
    furniture: bool,
    byline: bool,
}

/// Whether a text has the shape of a page's furniture: words run together, entries between bars, a
/// copyright line, a message in brackets.
fn has_furniture_shape(text: &str, words: usize) -> bool {
    /// So many entries in a row make a menu.
    const MIN_BARS: usize = 2;
    let bars = [" | ", " · ", " :: ", " > "].iter().any(|bar| text.matches(bar).count() >= MIN_BARS);
    let bracketed = text.starts_with('[') && text.ends_with(']') && !text.contains("](");
    let owned =
        words < MIN_LONG_WORDS && (text.contains('©') || text.to_ascii_lowercase().contains("all rights reserved"));
    bars || bracketed || owned || run_together(text)
}

/// A sentence of a story has at least so many words; shorter ones are as likely a label.
const MIN_SENTENCE_WORDS: usize = 5;
/// A line of so many words is prose even if it ends otherwise: in a colon, or cut off.
const MIN_LONG_WORDS: usize = 25;

impl Line {
    fn new(text: String, kind: Kind, starts_group: bool) -> Self {
        let words = count_words(&text);
        let letters = letter_count(&text);
        let ends = ends_whole_sentence(&text);
        let furniture = has_furniture_shape(&text, words);
        let byline = kind == Kind::Plain && is_byline_line(&text, letters);
        let mut line = Line { text, kind, starts_group, words, letters, ends, prose: false, furniture, byline };
        let plain = matches!(line.kind, Kind::Plain | Kind::Quote);
        let sentence = words >= MIN_LONG_WORDS || ((ends || leads_on(&line.text)) && words >= MIN_SENTENCE_WORDS);
        line.prose = plain && sentence && !furniture && !line.is_question() && !byline;
        line
    }

    /// Whether the line is a sentence or more.
    pub(super) fn is_prose(&self) -> bool {
        self.prose
    }

    /// Whether the line's shape is that of a page's furniture.
    pub(super) fn is_furniture(&self) -> bool {
        self.furniture
    }

    /// Whether the line is a short question or cry, as headlines and cross-headings are.
    pub(super) fn is_question(&self) -> bool {
        const WORDS: usize = 10;
        let asks = self.text.ends_with(['?', '!', '？', '！', '؟']);
        self.words <= WORDS && asks && !self.text.contains(['.', '。']) && !opens_quotation(&self.text)
    }

    /// Whether the line says who wrote the story.
    pub(super) fn is_byline(&self) -> bool {
        self.byline
    }

    /// Whether the line is a date with little besides.
    pub(super) fn is_date(&self) -> bool {
        let is_clock = || self.letters < MAX_CLOCK_LINE_LETTERS && is_clock_line(&self.text);
        self.words <= MAX_DATE_WORDS && (is_about_date(&self.text) || is_clock())
    }

    /// Whether the line can name a speaker: few words, no sentence, names in capitals.
    pub(super) fn is_speaker(&self) -> bool {
        let text = self.text.trim_start_matches(['-', '–', '—', ' ']);
        let mut words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic));
        let named = words.next().is_some_and(starts_upper) && {
            let rest: Vec<&str> = words.collect();
            // `Kabul eyewitness` names somebody by what he is: a word or two may be small.
            rest.iter().filter(|w| !starts_upper(w)).count() <= 1 + usize::from(text.contains(',')) * 3
        };
        self.kind == Kind::Plain
            && self.words <= MAX_SPEAKER_WORDS
            && named
            && !self.ends
            && !self.is_capitals()
            && !text.contains(':')
    }

    /// Whether all its letters are capitals, and there are some.
    pub(super) fn is_capitals(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(char::is_uppercase)
    }
}

/// The lines of a text.
///
/// # Errors
/// Only when there are more than a page may have blocks, or it takes too long.
pub(super) fn split_lines(text: &str, limits: &Limits) -> Result<Vec<Line>> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\x0c'], "\n");
    let marked = is_marked(&text);
    let width = wrap_width(&text);
    let mut out: Vec<(String, Kind, bool)> = Vec::new();
    let mut gap = true;
    // The last raw line, if the next may be its continuation.
    let mut open: Option<&str> = None;
    for line in text.split('\n') {
        let folded = fold(line);
        if folded.is_empty() || is_rule(&folded) {
            gap = true;
            open = None;
            continue;
        }
        let (kind, words) = kind_of(&folded, marked);
        let continues =
            !gap && matches!(kind, Kind::Plain) && width.zip(open).is_some_and(|(w, o)| is_full(o, line, w));
        match out.last_mut().filter(|_| continues) {
            Some((text, ..)) => {
                text.push_str(if text.ends_with('-') { "" } else { " " });
                text.push_str(&words);
            }
            None => {
                check_limit("blocks", out.len() + 1, limits.blocks())?;
                out.push((words, kind, gap));
            }
        }
        gap = false;
        open = Some(line);
    }
    out.retain(|(text, kind, _)| !text.is_empty() || matches!(kind, Kind::Image(_)));
    limits.check_time()?;
    Ok(out.into_iter().map(|(text, kind, starts_group)| Line::new(text, kind, starts_group)).collect())
}

/// Whether the text is written in light markup: then its marks are taken off.
fn is_marked(text: &str) -> bool {
    let heading = |l: &str| l.starts_with('#') && l.trim_start_matches('#').starts_with(' ');
    text.lines().any(|l| heading(l) || l.starts_with("![")) || text.contains("](http")
}

/// A line of dashes, stars or the like.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' ' | '~' | '—'))
}

fn kind_of(line: &str, marked: bool) -> (Kind, String) {
    if marked {
        let bare = line.trim_start_matches('#');
        let level = line.len() - bare.len();
        if (1..=6).contains(&level) && bare.starts_with(' ') {
            return (Kind::Heading(level as u8), unmark(bare.trim_matches(['#', ' '])));
        }
        if let Some((alt, address)) =
            line.strip_prefix("![").and_then(|l| l.strip_suffix(')')).and_then(|l| l.split_once("]("))
        {
            let address = address.split(' ').next().unwrap_or_default();
            return (Kind::Image(address.to_owned()), alt.to_owned());
        }
        if let Some(words) = line.strip_prefix("> ") {
            return (Kind::Quote, unmark(words));
        }
    }
    let clean = |words: &str| if marked { unmark(words) } else { words.to_owned() };
    for bullet in ["• ", "* ", "- ", "· ", "‣ ", "▪ "] {
        if let Some(words) = line.strip_prefix(bullet) {
            return (Kind::Item { ordered: false }, clean(words));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && let Some(words) = line[digits..].strip_prefix(". ").or_else(|| line[digits..].strip_prefix(") "))
    {
        return (Kind::Item { ordered: true }, clean(words));
    }
    (Kind::Plain, clean(line))
}

/// Takes off the marks of links and emphasis.
fn unmark(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let after = &rest[open + 1..];
        let words = after.find(['[', ']']).filter(|&end| after[end..].starts_with("]("));
        let Some(words) = words else {
            out.push_str(&rest[..=open]);
            rest = after;
            continue;
        };
        // Without a closing bracket anywhere there are no more links.
        let Some(end) = after[words..].find(')') else { break };
        out.push_str(&rest[..open]);
        out.push_str(&after[..words]);
        rest = &after[words + end + 1..];
    }
    out.push_str(rest);
    out.replace("**", "").replace("__", "")
}

/// The width at which a hard-wrapped text breaks its lines; `None` when its lines are whole blocks.
fn wrap_width(text: &str) -> Option<usize> {
    /// Typewriters, terminals and mails wrap within these.
    const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;
    /// So many lines that end where the width made them end are no chance.
    const PAIRS: usize = 2;
    let mut lengths: Vec<usize> =
        text.split('\n').map(|l| l.trim_end().chars().count()).filter(|n| n >= WIDTHS.start()).collect();
    lengths.sort_unstable();
    // A few longer lines are tables or addresses.
    let width = *lengths.get(lengths.len().checked_sub(1)? * 19 / 20)?;
    if !WIDTHS.contains(&width) {
        return None;
    }
    let pairs = text.split('\n').zip(text.split('\n').skip(1));
    let neighbours = pairs.filter(|(line, next)| !line.trim().is_empty() && !next.trim().is_empty());
    let (mut long, mut wrapped) = (0, 0);
    for (line, next) in neighbours.filter(|(line, _)| line.trim_end().chars().count() >= *WIDTHS.start()) {
        long += 1;
        wrapped += usize::from(is_full(line, next, width) && !ends_whole_sentence(line.trim_end()));
    }
    (wrapped >= PAIRS && wrapped * 2 >= long).then_some(width)
}

/// Whether the next line's first word had no room on this one.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let indent = |l: &str| l.len() - l.trim_start().len();
    let first = next.split_whitespace().next().map_or(0, |w| w.chars().count());
    // A deeper indent starts a paragraph.
    indent(next) < indent(line) + 2 && line.trim_end().chars().count() + 1 + first > width
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

fn count_words(text: &str) -> usize {
    let unspaced = text.chars().filter(|&c| is_cjk(c)).count();
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count() + unspaced / 2
}

fn starts_upper(word: &str) -> bool {
    word.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// Whether words are run together, as the entries of a menu are whose items a text rendering put on one line.
fn run_together(text: &str) -> bool {
    /// So many capitals within words are no name (`McDonald`, `iPhone`).
    const MIN_SEAMS: usize = 3;
    let seams = text.chars().zip(text.chars().skip(1)).filter(|(a, b)| a.is_lowercase() && b.is_uppercase());
    seams.take(MIN_SEAMS).count() == MIN_SEAMS && !ends_whole_sentence(text)
}

/// What two lines about one matter share: the beginnings of longer words, pairs of letters in writing
/// without spaces.
pub(super) fn stems(text: &str) -> Vec<String> {
    /// Shorter words are mostly the language's own.
    const MIN_STEM_LETTERS: usize = 4;
    /// Endings are left out.
    const MAX_STEM_LETTERS: usize = 5;
    /// Words of that length which any text has, in the commonest languages of news.
    const COMMON: &str = " this that with from have been will were they than then when what your more also only into over \
        some such para como este esta pero avec pour dans sont plus mais eine einer nach sich auch dass wird oder della \
        delle sono come anche voor niet door ";
    let mut out = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let mut letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        if letters.iter().any(|&c| is_cjk(c)) {
            // Hiragana is mostly grammar.
            let content = |pair: &&[char]| !pair.iter().any(|c| matches!(c, '\u{3040}'..='\u{309f}'));
            out.extend(letters.windows(2).filter(content).map(|pair| pair.iter().collect::<String>()));
        } else if letters.len() >= MIN_STEM_LETTERS {
            letters.truncate(MAX_STEM_LETTERS);
            let stem: String = letters.into_iter().collect();
            if !COMMON.contains(&format!(" {stem} ")) {
                out.push(stem);
            }
        }
    }
    out
}
