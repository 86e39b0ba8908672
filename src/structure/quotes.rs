//! Quotes that stand in boxes, with who said them.

use std::collections::{BTreeMap, HashMap};

use super::Draft;
use super::body::Places;
use super::words::{bare, unquote};
use crate::article::{Aside, Block as Piece, Quote, QuoteKind};
use crate::profile::Role;
use crate::score::{Class, ends_sentence};
use crate::segment::{Block, BoxKind, Kind};
use crate::text::runs;
use crate::vocabulary::{Hints, phrases};

/// A name with place or role is at most this long, in weighed characters.
const NAME: u32 = 90;

/// Lifted words share at least this much with the sentences they were lifted from.
const LIFTED: f32 = 0.8;

/// Finds the quotes and the fact boxes of the story.
pub(super) fn find(draft: &mut Draft<'_>, places: &Places) {
    let segments = draft.input.segments;
    let first = draft.input.classes.iter().position(|c| *c == Class::Body);
    let last = draft.input.classes.iter().rposition(|c| *c == Class::Body);
    let Some((first, last)) = first.zip(last) else { return };
    for (b, boxed) in segments.boxes.iter().enumerate() {
        let near = boxed.at + 2 >= first && boxed.at <= last + 1;
        if !near || boxed.within.is_some_and(|w| segments.boxes[w].kind == boxed.kind) {
            continue;
        }
        let blocks: Vec<&Block> =
            segments.blocks.iter().skip(boxed.at).take_while(|x| stands_in(draft, x.boxed, b)).collect();
        let at = places.before(boxed.at);
        match boxed.kind {
            // Over the first paragraph it is a standfirst, unless it is marked as words that were said.
            BoxKind::Quote if boxed.at <= first && !boxed.certain && !is_said(&blocks) => standfirst(draft, &blocks),
            BoxKind::Quote => {
                let after = draft.speakers.get(&b).map(|&i| &segments.blocks[i]);
                draft.article.quotes.extend(quote(&blocks, after, at));
            }
            BoxKind::Aside => draft.article.asides.extend(aside(&blocks, at)),
            _ => {}
        }
    }
}

/// Gives the quotes found so far, which know their blocks, their places in the body.
pub(super) fn place(draft: &mut Draft<'_>, places: &Places) {
    for quote in &mut draft.article.quotes {
        quote.at = places.before(quote.at);
    }
}

/// Whether a quote box shows that somebody said the words: by quotation marks, or a name behind them.
fn is_said(blocks: &[&Block]) -> bool {
    let marked = |b: &Block| {
        b.text.contains(['"', '“', '”', '„', '«', '»', '「'])
            || b.hints.any(Hints::ATTRIBUTION)
            || b.text.starts_with(['-', '–', '—', '―'])
    };
    blocks.iter().any(|b| marked(b)) || blocks.iter().skip(1).any(|b| is_speaker(b))
}

/// Finds the names that stand behind quote boxes in elements of their own, and takes them out of the body.
pub(super) fn speakers(draft: &mut Draft<'_>) {
    let segments = draft.input.segments;
    for (b, boxed) in segments.boxes.iter().enumerate().filter(|(_, b)| b.kind == BoxKind::Quote) {
        let inside = segments.blocks.iter().skip(boxed.at).take_while(|x| stands_in(draft, x.boxed, b));
        let after = boxed.at + inside.count();
        let Some(next) = segments.blocks.get(after) else { continue };
        let named = next.hints.any(Hints::ATTRIBUTION) && next.chars < NAME;
        let person = next.kind == Kind::Paragraph && next.boxed.is_none() && is_speaker(next) && !next.all_bold();
        if named || person && !super::byline::names(&next.text, "").is_empty() {
            draft.input.classes[after] = Class::Other;
            draft.speakers.insert(b, after);
        }
    }
}

/// Takes the words of a box for the standfirst, if there is none yet.
fn standfirst(draft: &mut Draft<'_>, blocks: &[&Block]) {
    if draft.article.summary.is_empty() {
        draft.article.summary = blocks.iter().map(|b| b.text.clone()).collect();
        draft.from("summary", "the page's text");
    }
}

fn stands_in(draft: &Draft<'_>, mut boxed: Option<usize>, outer: usize) -> bool {
    while let Some(b) = boxed {
        if b == outer {
            return true;
        }
        boxed = draft.input.segments.boxes[b].within;
    }
    false
}

fn quote(blocks: &[&Block], after: Option<&Block>, at: usize) -> Option<Quote> {
    let mut words: Vec<&str> = Vec::new();
    let mut speaker: Vec<String> = Vec::new();
    for (i, b) in blocks.iter().enumerate() {
        let told = b.role == Some(Role::Attribution) || b.role.is_none() && b.hints.any(Hints::ATTRIBUTION);
        if told || i > 0 && is_speaker(b) {
            let name = name_of(&b.text);
            match speaker.last_mut() {
                // First name and last name in fields of their own.
                Some(last) if !last.contains(' ') && !name.contains(' ') => {
                    last.push(' ');
                    last.push_str(&name);
                }
                _ => speaker.push(name),
            }
        } else if !b.text.is_empty() {
            words.push(&b.text);
        }
    }
    if speaker.is_empty()
        && let Some(b) = after
    {
        speaker.push(name_of(&b.text));
    }
    let mut text = words.join("\n");
    if speaker.is_empty()
        && let Some((said, name)) = inline_speaker(&text)
    {
        (text, speaker) = (said, vec![name]);
    }
    let text = unquote(&text).to_owned();
    let attribution = Some(speaker.join(", ")).filter(|s| !s.is_empty());
    let kind = match &attribution {
        Some(a) if is_reader(a) => QuoteKind::Reader,
        _ => QuoteKind::Pull,
    };
    (crate::text::weigh(&text) > 10).then_some(Quote { kind, text, attribution, at })
}

/// The words and the name of `“Words.” – Name`.
fn inline_speaker(text: &str) -> Option<(String, String)> {
    let at = text.rfind(['—', '–', '―']).or_else(|| text.rfind(" - ")).or_else(|| text.rfind("\n-"))?;
    let (said, name) = text.split_at(at);
    let name = name_of(name);
    let closed = ends_sentence(said) || said.trim_end().ends_with(['"', '”', '»']);
    (closed && name.split_whitespace().count() <= 8 && name.chars().next().is_some_and(|c| !c.is_lowercase()))
        .then(|| (said.trim_end().to_owned(), name))
}

/// Whether a block of a box names a speaker: short, no sentence, after a dash or in another style.
fn is_speaker(b: &Block) -> bool {
    b.chars <= NAME
        && !ends_sentence(&b.text)
        && (b.text.starts_with(['-', '–', '—', '―']) || !b.text.starts_with(['"', '“', '„', '«']))
}

/// The speaker that a block of a block quotation names.
pub(super) fn speaker(b: &Block) -> Option<String> {
    let dashed = b.text.starts_with(['-', '–', '—', '―']);
    let named = b.hints.any(Hints::ATTRIBUTION);
    let name = || super::byline::without_date(&name_of(&b.text));
    (b.chars <= NAME && (dashed || named)).then(name)
}

fn name_of(text: &str) -> String {
    text.trim_start_matches(['-', '–', '—', '―', ' ', '\n']).replace('\n', ", ").trim().to_owned()
}

/// A reader is named by name and place, with no role: `Irvin, Brussels`.
fn is_reader(name: &str) -> bool {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let capital = |p: &&str| p.chars().next().is_some_and(char::is_uppercase);
    let place = |p: &&str| {
        p.split_whitespace().count() <= 3
            && p.split_whitespace().all(|w| {
                w.chars().next().is_some_and(char::is_uppercase) || matches!(w, "of" | "upon" | "on" | "de" | "the")
            })
    };
    let role = |p: &str| p.split_whitespace().any(|w| phrases::ROLES.contains(&w.to_lowercase().as_str()));
    let known =
        |p: &str| p.split_whitespace().any(|w| phrases::STANDING.contains(&w.to_lowercase().trim_end_matches('.')));
    (2..=3).contains(&parts.len())
        && !parts.iter().any(|p| known(p))
        && parts.iter().all(|p| capital(p) && !role(p))
        && parts[1..].iter().all(place)
        && parts[0].split_whitespace().count() <= 3
}

fn aside(blocks: &[&Block], at: usize) -> Option<Aside> {
    let mut out = Aside { at, ..Aside::default() };
    let mut list: Option<usize> = None;
    for (i, b) in blocks.iter().enumerate() {
        let text = b.text.clone();
        let titled = b.role == Some(Role::AsideTitle)
            || i == 0 && (b.kind.heading().is_some() || b.all_bold() && !ends_sentence(&b.text));
        let was = list.take();
        match &b.kind {
            _ if titled && out.title.is_none() => out.title = Some(text.replace('\n', " ")),
            Kind::Item { list: of, ordered } => {
                list = Some(*of);
                match out.body.last_mut() {
                    Some(Piece::List { items, .. }) if was == Some(*of) => items.push(text),
                    _ => out.body.push(Piece::List { ordered: *ordered, items: vec![text] }),
                }
            }
            Kind::Heading(level) => out.body.push(Piece::Heading { level: (*level).max(2), text }),
            Kind::Table { rows } => out.body.push(Piece::Table { rows: rows.clone() }),
            _ => out.body.push(Piece::Paragraph { text, links: Vec::new() }),
        }
    }
    (!out.body.is_empty()).then_some(out)
}

/// Takes out of the body what repeats a passage of it: it was lifted out of the flow to catch the
/// eye, whatever its markup says. It is a pull quote then, and a short line behind it names the speaker.
pub(super) fn repeated(draft: &mut Draft<'_>) {
    let blocks = &draft.input.segments.blocks;
    let body: Vec<usize> = (0..blocks.len()).filter(|&i| draft.input.classes[i] == Class::Body).collect();
    let apart = candidates(blocks, &body);
    if apart.is_empty() {
        return;
    }
    let bares: Vec<String> = body.iter().map(|&i| bare(&blocks[i].text)).collect();
    let words: Vec<Vec<u64>> = bares.iter().map(|b| runs::words(b)).collect();
    let sources = sources(&apart, &words);
    for (&n, source) in apart.iter().zip(sources) {
        let i = body[n];
        let b = &blocks[i];
        let lifted = source.is_some_and(|m| {
            let longer = bares[m].len() > bares[n].len();
            longer && bares[m].contains(&bares[n]) || is_quoting(b) && covered(&bares[n], &bares[m]) >= LIFTED
        });
        if !lifted {
            continue;
        }
        draft.input.classes[i] = Class::Other;
        // Over the first paragraph it is a standfirst, and nobody's words.
        if !body[..n].iter().any(|&j| blocks[j].kind == Kind::Paragraph) {
            continue;
        }
        let follows = |s: &Block| s.kind == Kind::Paragraph || s.kind == b.kind && b.kind.heading().is_none();
        let is_name = |s: &&Block| draft.input.classes[i + 1] != Class::Boxed && follows(s) && is_speaker(s);
        let mut attribution = blocks.get(i + 1).filter(is_name).map(|s| name_of(&s.text));
        if attribution.is_some() {
            draft.input.classes[i + 1] = Class::Other;
        }
        let mut text = b.text.clone();
        if attribution.is_none()
            && let Some((said, name)) = inline_speaker(&text)
        {
            (text, attribution) = (said, Some(name));
        }
        let text = unquote(&text).to_owned();
        // Its block for now: the body is not written yet.
        draft.article.quotes.push(Quote { kind: QuoteKind::Pull, text, attribution, at: i });
    }
}

/// Whether a block is set apart as words lifted out: in a quotation or an aside, or a heading that is a whole sentence
/// in quotation marks.
fn is_quoting(b: &Block) -> bool {
    matches!(b.kind, Kind::Quote { .. })
        || b.all_hints().any(Hints::PULL | Hints::QUOTE)
        || b.is_aside()
        || b.kind.heading().is_some() && ends_sentence(&b.text) && unquote(&b.text).len() < b.text.trim().len()
}

/// Whether a block is of a network's post, which the story repeats when it speaks of it.
fn is_post(b: &Block) -> bool {
    b.kind != Kind::Paragraph && b.all_hints().any(Hints::EMBED)
}

/// The blocks of the body, by their place in it, that may have been lifted out of it: quotations, and
/// short paragraphs of another make than most.
fn candidates(blocks: &[Block], body: &[usize]) -> Vec<usize> {
    /// Weighed characters: shorter passages repeat by chance, longer ones are no eye-catchers.
    const LENGTHS: std::ops::Range<u32> = 25..300;
    let make = |b: &Block| (b.tag, b.hints);
    let mut makes: Vec<(_, usize)> = Vec::new();
    for &i in body {
        // A page has a handful of makes; what comes later is rare by that alone.
        let known = makes.iter().position(|(m, _)| *m == make(&blocks[i]));
        match known {
            Some(k) => makes[k].1 += 1,
            None if makes.len() < 16 => makes.push((make(&blocks[i]), 1)),
            None => {}
        }
    }
    let usual = makes.into_iter().max_by_key(|(_, count)| *count).map(|(m, _)| m);
    let fits = |b: &Block| {
        !is_post(b) && is_quoting(b)
            || b.kind == Kind::Paragraph && LENGTHS.contains(&b.chars) && Some(make(b)) != usual
    };
    (0..body.len()).filter(|&n| blocks[body[n]].chars >= LENGTHS.start && fits(&blocks[body[n]])).collect()
}

/// The share of the words of one text that stand in another.
fn covered(part: &str, whole: &str) -> f32 {
    let mut words: Vec<&str> = whole.split(' ').collect();
    words.sort_unstable();
    let of: Vec<&str> = part.split(' ').collect();
    of.iter().filter(|w| words.binary_search(w).is_ok()).count() as f32 / of.len().max(1) as f32
}

/// For each candidate the text, given by its words, that shares most runs with it, itself aside: found by
/// an index of the candidates' runs, so that no two texts are compared.
fn sources(candidates: &[usize], texts: &[Vec<u64>]) -> Vec<Option<usize>> {
    /// A run that stands in more candidates than this is a turn of phrase.
    const MOST: usize = 6;
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (c, &n) in candidates.iter().enumerate() {
        for run in runs::runs(&texts[n]) {
            let of = index.entry(run).or_default();
            if of.len() < MOST && of.last() != Some(&c) {
                of.push(c);
            }
        }
    }
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); candidates.len()];
    for (n, text) in texts.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for c in runs::runs(text).filter_map(|r| index.get(&r)).flatten().filter(|&&c| candidates[c] != n) {
            *shared.entry(*c).or_default() += 1;
        }
        for (c, count) in shared {
            if count > best[c].0 {
                best[c] = (count, Some(n));
            }
        }
    }
    best.into_iter().map(|(_, n)| n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speaker_is_found_in_the_last_line() {
        let expected = Some(("The pier is closed.".to_owned(), "Ann Lee".to_owned()));
        assert_eq!(inline_speaker("The pier is closed.\n-Ann Lee"), expected);
        assert_eq!(inline_speaker("The pier is closed. – Ann Lee"), expected);
        assert_eq!(inline_speaker("The pier is closed, -and the quay with it."), None);
    }

    #[test]
    fn names_in_fields_of_their_own_are_one_name() {
        let story = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would \
            be closed until the spring for repairs, and that ferries would leave from the fish quay.</p>";
        let page = format!(
            "<title>Pier closed</title><h1>Pier closed</h1>{story}<div class=pullquote><p>We shall miss the old boards \
             under our boots.</p><div>Ann</div><div>Lee</div></div>{story}{story}"
        );
        let article = crate::extract(&page).unwrap();
        assert_eq!(article.quotes[0].attribution.as_deref(), Some("Ann Lee"));
    }
}
