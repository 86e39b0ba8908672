//! The headline: the line of the page that agrees best with what the page is called.

use super::block_lines::{is_byline, is_date_line};
use super::evidence::Evidence;
use super::labels::{Headline, Kicker, Labels};
use super::over_story::{Line, REACH, leads_here, leads_home, line_over_story, make, without_other_lines};
use super::story_words::StoryWords;
use super::titles::{Title, agreed, begins_with_host, is_news_record, is_site, names_line, outweighs, split_line};
use crate::profile::Role;
use crate::segment::{Block, BlockKind, Source};
use crate::text::compare::{Words, alphanumeric_key, normalize_for_comparison};
use crate::text::hashed::HashSet;
use crate::text::runs::words;
use crate::vocabulary::Hints;

/// A headline is at most this long, in letters.
const MAX_LETTERS: u32 = 260;

/// A line as like a title as this is that title, shown.
const SAME_LIKENESS: f32 = 0.6;

/// What counts for a line, beside its likeness to the page's titles (0 to 1, times this).
const LIKENESS_FACTOR: f32 = 3.0;
const IS_H1: f32 = 1.0;
const IS_H2: f32 = 0.4;
const IS_NAMED: f32 = 0.6;
const IS_BOLD: f32 = 0.15;
/// A line that is a link leads to another story, or home.
const IS_LINK: f32 = -0.7;
const IS_FOREIGN: f32 = -1.0;
/// Below the start of the story a line is a heading within it.
const IS_BELOW: f32 = -0.8;
/// The line that stands next before the story's first paragraph.
const IS_NEAR: f32 = 0.3;

/// What the words of a page are the origin of that come from its text.
const PAGE_TEXT: &str = "the page's text";

/// Finds the headline, and the kicker over it.
pub(super) fn find_headline(evidence: &Evidence<'_>, labels: &Labels) -> Headline {
    let mut headline = headline_from_profile(evidence, labels).unwrap_or_else(|| choose(evidence, labels));
    let over = find_kicker(evidence, &headline);
    headline.kicker = over;
    headline
}

fn headline_from_profile(evidence: &Evidence<'_>, labels: &Labels) -> Option<Headline> {
    let told = evidence.profile_value(Role::Headline)?;
    let marked = evidence.blocks().iter().position(|b| b.role == Some(Role::Headline));
    let block = marked.or_else(|| {
        let known = [(normalize_for_comparison(&told.text), 1.0)];
        visible_line(evidence, labels, &known).map(|(i, _)| i)
    });
    Some(Headline { block, text: Some((told.text.clone(), told.origin.clone())), kicker: None })
}

fn choose(evidence: &Evidence<'_>, labels: &Labels) -> Headline {
    let titles = Title::all(evidence);
    let known = comparable_titles(evidence, &titles);
    let agreed = agreed(&evidence.metadata.headings, &titles);
    let seen = visible_line(evidence, labels, &known);
    let first = first_prose(evidence, labels);
    let prose = labels.story().filter(|&i| first.is_none_or(|first| i >= first));
    let words = StoryWords::of(prose.map(|i| &evidence.blocks()[i]));
    let over = first.and_then(|first| line_over_story(evidence, labels, first, &words));
    match seen {
        Some((i, _)) if is_other_name(evidence, labels, &titles, i, over.as_ref(), &words) => {
            over.map(of_line).unwrap_or_default()
        }
        Some((i, like)) if like >= SAME_LIKENESS => {
            let i = other_part(evidence, labels, i, &words).unwrap_or(i);
            shown_headline(evidence, &titles, &known, agreed, i)
        }
        other => {
            let block = other.map(|(i, _)| i);
            let is_record = is_news_record(&titles, evidence.metadata);
            let lone = lone_h1(evidence, labels).filter(|_| !is_record);
            let lone = lone.filter(|&i| !is_other_name(evidence, labels, &titles, i, over.as_ref(), &words));
            let title = agreed.or(titles.first());
            // What the story is more about than the title is its headline.
            let stated = title.filter(|t| !begins_with_host(&t.text, evidence.url));
            let stated = stated.and_then(|t| words.support(&t.text)).unwrap_or(0.0);
            if let Some(line) = over.filter(|l| lone.is_none() && !is_record && l.support >= stated) {
                return of_line(line);
            }
            let line = lone.or(block.filter(|_| titles.is_empty()));
            match (title, line) {
                (Some(title), None) => {
                    let is_h1 = |i: &usize| evidence.blocks()[*i].kind == BlockKind::Heading(1);
                    Headline::of_words(title.text.clone(), &title.origin, block.filter(is_h1))
                }
                (_, Some(i)) => Headline::of_words(evidence.blocks()[i].text.replace('\n', " "), PAGE_TEXT, Some(i)),
                (None, None) => Headline::default(),
            }
        }
    }
}

/// Where a line is the first part of the page's title, the line nearer to the story that is the rest of it: journals set
/// their own name over each entry.
fn other_part(evidence: &Evidence<'_>, labels: &Labels, i: usize, words: &StoryWords) -> Option<usize> {
    /// Letters and digits of the rest, in bytes.
    const MIN_BYTES: usize = 8;
    let blocks = evidence.blocks();
    let title = alphanumeric_key(evidence.metadata.title.as_deref()?);
    let rest = title.strip_prefix(alphanumeric_key(&blocks[i].text).as_str()).filter(|rest| rest.len() >= MIN_BYTES)?;
    let first = first_prose(evidence, labels)?;
    let part =
        (i + 1..first).rev().find(|&j| blocks[j].chars <= MAX_LETTERS && alphanumeric_key(&blocks[j].text) == rest)?;
    let support = |i: usize| words.support(&blocks[i].text).unwrap_or(0.0);
    (support(part) > support(i)).then_some(part)
}

fn of_line(line: Line) -> Headline {
    Headline::of_words(line.text, PAGE_TEXT, Some(line.block))
}

/// Whether a line that agrees with what the page is called names the section or the site: nothing of it is in the story, and
/// under it stands a heading that the story is about. A line that the page's address names is of this page, and one of many
/// words is no section; nor is it the site, where the title names that elsewhere.
fn is_other_name(
    evidence: &Evidence<'_>,
    labels: &Labels,
    titles: &[Title],
    i: usize,
    over: Option<&Line>,
    words: &StoryWords,
) -> bool {
    /// Of the heading's longer words.
    const MIN_SUPPORT: f32 = 0.5;
    /// Words of the longest sections.
    const MAX_WORDS: usize = 3;
    let line = &evidence.blocks()[i].text;
    let own = words.support(line).unwrap_or(0.0);
    let is_phrase = line.split_whitespace().count() > MAX_WORDS && titles.iter().any(Title::names_site_too);
    let is_own = is_phrase || names_line(evidence.url, line) || labels.is_story(i);
    let is_headline = |over: &Line| over.block > i && over.set_apart && over.support >= MIN_SUPPORT;
    own == 0.0 && !is_own && over.is_some_and(is_headline)
}

/// The headline that a line of the page shows: the line, without a kicker in it, or the title that outweighs it.
fn shown_headline(
    evidence: &Evidence<'_>,
    titles: &[Title],
    known: &[(String, f32)],
    agreed: Option<&Title>,
    i: usize,
) -> Headline {
    let blocks = evidence.blocks();
    let line = &blocks[i].text;
    let line = &without_other_lines(own_line(line, known).unwrap_or(line));
    let (over, text) = split_line(line, titles, evidence.metadata);
    let above = (0..i).rev().find(|&above| !evidence.segments.is_named_foreign(blocks[above].container()));
    let above = above.map_or("", |above| &blocks[above].text);
    if let Some(title) = agreed.filter(|t| outweighs(t, line, &text, above, titles)) {
        return Headline::of_words(title.text.clone(), &title.origin, Some(i));
    }
    let kicker = over.map(|text| Kicker { text, origin: PAGE_TEXT.to_owned(), block: None });
    Headline { kicker, ..Headline::of_words(text, PAGE_TEXT, Some(i)) }
}

/// The short label over the headline or over the byline.
fn find_kicker(evidence: &Evidence<'_>, headline: &Headline) -> Option<Kicker> {
    /// Letters; a kicker is a word or a few.
    const LETTERS: std::ops::RangeInclusive<u32> = 2..=60;
    /// Blocks above the headline.
    const REACH: usize = 3;
    if let Some(told) = evidence.profile_value(Role::Kicker) {
        return Some(Kicker { text: told.text.clone(), origin: told.origin.clone(), block: None });
    }
    if headline.kicker.is_some() {
        return headline.kicker.clone();
    }
    let at = headline.block?;
    let over = evidence.blocks()[..at].iter().enumerate().rev().take(REACH);
    // Where only its place could tell it, it was looked for over the byline, too.
    let is_text = evidence.segments.source == Source::PlainText;
    let below = evidence.blocks().iter().enumerate().skip(at + 1).take(usize::from(is_text));
    let (i, found) = over
        .chain(below)
        .find(|(_, b)| b.hints.any(Hints::KICKER) && LETTERS.contains(&b.chars) && !b.all_hints().any(Hints::NAV))?;
    // What the headline begins with already is no label over it.
    let words = alphanumeric_key(headline.words().unwrap_or_default());
    let kicker = Kicker { text: found.text.clone(), origin: PAGE_TEXT.to_owned(), block: Some(i) };
    (!words.starts_with(&alphanumeric_key(&found.text))).then_some(kicker)
}

/// What a line is compared with: the titles, their first parts, and what stands behind a colon in them, where the words
/// before it are a kicker that the page shows in a line of its own. With how far each is trusted.
fn comparable_titles(evidence: &Evidence<'_>, titles: &[Title]) -> Vec<(String, f32)> {
    const FIRST_PART: f32 = 0.8;
    const BEHIND_KICKER: f32 = 0.9;
    /// With fewer words it may be any heading.
    const MIN_WORDS: usize = 3;
    let mut known: Vec<(String, f32)> = titles.iter().map(|t| (t.normalized.clone(), t.weight)).collect();
    for t in titles {
        let behind = t.text.rsplit_once(": ").map(|(_, behind)| normalize_for_comparison(behind));
        known.extend(behind.filter(|b| b.split(' ').count() >= MIN_WORDS).map(|b| (b, t.weight * BEHIND_KICKER)));
    }
    known.extend(title_parts(evidence).0.map(|t| (t, FIRST_PART)));
    known
}

/// The parts of the window's title between bars and dashes, for comparison: most put the headline first, some the names of
/// site and section.
fn title_parts(evidence: &Evidence<'_>) -> (Option<String>, HashSet<String>) {
    /// With fewer words it may as well be the site or the section.
    const MIN_WORDS: usize = 3;
    /// Parts that are looked at.
    const MAX_PARTS: usize = 10;
    const PARTERS: [&str; 6] = [" - ", " | ", " – ", " » ", " · ", " :: "];
    let mut title = evidence.metadata.title.as_deref().unwrap_or_default();
    let mut parts = Vec::new();
    while let Some((at, parter)) = PARTERS.iter().filter_map(|p| Some((title.find(p)?, p))).min()
        && parts.len() < MAX_PARTS
    {
        parts.push(&title[..at]);
        title = &title[at + parter.len()..];
    }
    if parts.is_empty() {
        return (None, HashSet::default());
    }
    parts.push(title);
    let long = |part: &str| Some(normalize_for_comparison(part)).filter(|p| p.split(' ').count() >= MIN_WORDS);
    (long(parts[0]), parts[1..].iter().filter_map(|part| long(part)).collect())
}

/// The heading of the first level over the story, where it is worded otherwise than all that metadata says: written for
/// readers, as those are for search engines. None where it is the site's name. What templates call the box around it
/// (`widget`, `secondary`) says nothing where there is no other.
fn lone_h1(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    /// Letters: shorter ones are marks and numbers.
    const MIN_LETTERS: u32 = 4;
    /// Blocks between it and the first paragraph: byline, date, summary, the tools beside them.
    const REACH: usize = 30;
    /// The same where there are several.
    const NEAR: usize = 4;
    let blocks = evidence.blocks();
    let first = first_prose(evidence, labels)?;
    let headings: Vec<usize> = (0..=first).filter(|&i| blocks[i].kind == BlockKind::Heading(1)).collect();
    let i = *headings.last()?;
    let b = &blocks[i];
    // Of several the last is the story's where it stands right over it, and the others the site's and the section's.
    let reach = if headings.len() > 1 { NEAR } else { REACH };
    let is_linked = b.link_share() > 0.5 && !leads_here(evidence, b);
    let fits = first - i <= reach && (MIN_LETTERS..=MAX_LETTERS).contains(&b.chars) && !is_linked;
    if !fits || b.around.any(Hints::NAV) {
        return None;
    }
    let line = normalize_for_comparison(&blocks[i].text);
    let site = evidence.stated_site_name().map(|(name, _)| name);
    (!is_site(&line, site, evidence.url)).then_some(i)
}

/// The line of the page that is most likely the headline, and how like the titles it is.
fn visible_line(evidence: &Evidence<'_>, labels: &Labels, known: &[(String, f32)]) -> Option<(usize, f32)> {
    let blocks = evidence.blocks();
    let first = first_prose(evidence, labels).unwrap_or(blocks.len());
    let last = labels.story_ends().map_or(blocks.len(), |(_, last)| last);
    let titles: Vec<(&str, Words<'_>, f32)> = known.iter().map(|(t, w)| (t.as_str(), Words::of(t), *w)).collect();
    let (_, parts) = title_parts(evidence);
    let wanted = WantedWords::of(known, evidence.metadata.title.as_deref());
    let mut best: Option<(usize, f32, f32)> = None;
    let (mut later, mut headings) = (None, HashSet::default());
    for (i, b) in blocks.iter().enumerate().take(last + 1) {
        if b.chars > MAX_LETTERS || b.chars < 2 || labels.is_in_box(i) && !b.hints.any(Hints::HEADLINE) {
            continue;
        }
        if evidence.segments.is_named_foreign(b.container()) && b.kind != BlockKind::Heading(1) {
            continue;
        }
        let below = if i > first { IS_BELOW } else { 0.0 };
        let near = if i < first && first - i <= 3 { IS_NEAR } else { 0.0 };
        let looks = looks(b) + below + near;
        let heads_story = i >= first && b.kind.heading().is_some() && labels.is_story(i);
        if looks < IS_H1 && !wanted.could_be(b) {
            if heads_story {
                headings.insert(make(evidence, b));
            }
            continue;
        }
        let text = normalize_for_comparison(own_line(&b.text, known).unwrap_or(&b.text));
        let words = Words::of(&text);
        let like = titles.iter().map(|t| agreement(&text, &words, t)).fold(0.0, f32::max);
        let score = like * LIKENESS_FACTOR + looks;
        let is_over = i < first && first - i <= REACH && b.link_share() <= 0.5;
        if is_over && parts.contains(&text) && later.is_none_or(|(_, s)| score > s) {
            later = Some((i, score));
        }
        let enough = like >= SAME_LIKENESS || looks >= IS_H1;
        // Of headings within the story, one that is not just what the page is called heads a part of it.
        let is_part = i > first && headings.contains(&make(evidence, b)) && !titles.iter().any(|t| t.0 == text);
        if heads_story {
            headings.insert(make(evidence, b));
        }
        let is_best = enough && !is_part && best.is_none_or(|(_, s, _)| score > s);
        if is_best && !is_byline(b) && !leads_home(evidence, b) && !is_path(&b.text) {
            best = Some((i, score, like));
        }
    }
    let best = best.map(|(i, _, like)| (i, like));
    let later = later.map(|(i, _)| (i, SAME_LIKENESS));
    let is_sure = |(i, like): &(usize, f32)| *like >= SAME_LIKENESS && (*i <= first || later.is_none());
    best.filter(is_sure).or(later).or(best)
}

/// The words of the titles: asked first, since nearly no line of a page is like one of them.
struct WantedWords {
    all: HashSet<u64>,
    /// How many words each title has.
    counts: Vec<usize>,
}

impl WantedWords {
    fn of(known: &[(String, f32)], title: Option<&str>) -> Self {
        let mut all: HashSet<u64> = title.map(words).unwrap_or_default().into_iter().collect();
        for (title, _) in known {
            // Greek in capitals is compared by letters of another shape than a word of it has.
            all.extend(words(title).into_iter().chain(words(&title.to_uppercase())));
        }
        WantedWords { all, counts: known.iter().map(|(title, _)| title.split(' ').count()).collect() }
    }

    /// Whether a block may be as like a title as a headline is, begin or go on as one, or be a part of one.
    fn could_be(&self, b: &Block) -> bool {
        let count = b.words().len();
        let both = b.words().iter().filter(|w| self.all.contains(w)).count();
        let is_like = |of: usize| 2.0 * both.min(of) as f32 >= SAME_LIKENESS * (count + of) as f32;
        // One of several lines may be by itself what the whole is not; of a cut title the last word may be another.
        b.text.contains('\n') || both + 1 >= count || self.counts.iter().any(|&of| both + 1 >= of || is_like(of))
    }
}

/// Whether a line is the path to the page, from the site's name on: `Courier 〉Harbour 〉Pier closed`.
fn is_path(line: &str) -> bool {
    line.matches(['〉', '»', '>', '›', '→']).count() > 1
}

/// The one of several lines in a block that is all that the page is called, where the whole is less like that.
fn own_line<'t>(text: &'t str, titles: &[(String, f32)]) -> Option<&'t str> {
    /// Words of a line that is no section.
    const MIN_WORDS: usize = 3;
    if !text.contains('\n') {
        return None;
    }
    let is_title = |line: &str| titles.iter().any(|(t, _)| *t == line);
    let lines = text.lines().filter(|l| l.split_whitespace().count() >= MIN_WORDS);
    let mut same = lines.filter(|line| is_title(&normalize_for_comparison(line)));
    same.next().filter(|_| !is_title(&normalize_for_comparison(text)))
}

/// How well a line agrees with a title: alike word by word, or the title begins with the whole of it.
fn agreement(line: &str, words: &Words<'_>, (title, of_title, weight): &(&str, Words<'_>, f32)) -> f32 {
    let like = words.likeness(of_title);
    // A title may go on with the site's name, or be cut short.
    let long = line.len() > 20;
    let begins = long && (title.starts_with(line) || title.len() > 20 && line.starts_with(title));
    weight * if begins { like.max(0.85) } else { like }
}

fn looks(b: &Block) -> f32 {
    let mut score = match b.kind {
        BlockKind::Heading(1) => IS_H1,
        BlockKind::Heading(2) => IS_H2,
        BlockKind::Heading(_) => IS_H2 / 2.0,
        _ if b.all_bold() => IS_BOLD,
        _ => 0.0,
    };
    if b.hints.any(Hints::HEADLINE) {
        score += IS_NAMED;
    }
    if b.link_share() > 0.5 && b.kind != BlockKind::Heading(1) {
        score += IS_LINK;
    }
    if b.all_hints().any(Hints::FOREIGN) || b.around.any(Hints::NAV) {
        score += IS_FOREIGN;
    }
    score
}

/// Where the story's text starts. A heading over it, taken for its first line, may be the kicker or the headline; so may
/// a line that is no sentence, where sentences follow.
fn first_prose(evidence: &Evidence<'_>, labels: &Labels) -> Option<usize> {
    /// Lines that may stand over the text.
    const MAX_LINES: usize = 3;
    /// Letters of a line, and of the text that is none.
    const MAX_LINE: u32 = 120;
    const MIN_TEXT: u32 = 100;
    let blocks = evidence.blocks();
    let is_prose = |i: &usize| blocks[*i].kind.heading().is_none();
    let first = labels.story().find(is_prose)?;
    let is_line = |b: &Block| b.chars <= MAX_LINE && !b.ends_sentence() && matches!(b.kind, BlockKind::Paragraph);
    let text = labels
        .story()
        .filter(is_prose)
        .take(MAX_LINES + 1)
        .find(|&i| !is_line(&blocks[i]) && !is_date_line(&blocks[i]));
    Some(text.filter(|&i| blocks[i].chars >= MIN_TEXT && blocks[i].ends_sentence()).unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{self, Paragraph};
    use crate::label::tests::TestPage;

    #[test]
    fn lines_that_are_no_sentences_stand_over_the_text() {
        let text = "The harbour master said on Monday that the timber pier would be closed until spring, and that \
            ferries would leave from the fish quay.";
        let first = |html: &str, labels: &[LabelKind]| {
            let page = TestPage::new(html);
            first_prose(&page.evidence(), &page.labels(labels))
        };
        let line = "<p>Timber pier of Kelmscar closed</p>";
        assert_eq!(first(&format!("{line}<p>{text}</p>"), &[Paragraph; 2]), Some(1));
        let dated = format!("{line}<p>Courier Wire</p><p>Monday, May 5, 2008:</p><p>{text}</p>");
        assert_eq!(first(&dated, &[Paragraph; 4]), Some(3));
        // A verse, and sentences, are the text.
        assert_eq!(first(&line.repeat(6), &[Paragraph; 6]), Some(0));
        assert_eq!(first(&format!("<p>It is closed.</p><p>{text}</p>"), &[Paragraph; 2]), Some(0));
    }

    #[test]
    fn a_title_comes_in_parts() {
        let parts = |title: &str| {
            let page = TestPage::new(&format!("<title>{title}</title>"));
            let (first, later) = title_parts(&page.evidence());
            (first.unwrap_or_default(), later.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(parts("Pier of Kelmscar | The Sound - News"), ("pier of kelmscar".to_owned(), Vec::new()));
        let later = parts("The Sound » Notices » Pier of Kelmscar closed");
        assert_eq!(later, (String::new(), vec!["pier of kelmscar closed".to_owned()]));
        assert_eq!(parts("Pier of Kelmscar closed"), (String::new(), Vec::new()));
    }

    #[test]
    fn a_path_has_several_marks() {
        assert!(is_path("Courier › Harbour › Pier closed"));
        assert!(!is_path("Harbour » Pier closed"));
    }
}
