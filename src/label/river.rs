//! Teasers of other stories behind the story: a line that is a link, and a text under it, again and again.

use super::evidence::Evidence;
use super::labels::{LabelKind, Labels, Proposals};
use crate::segment::Block;
use crate::text::hashed::{HashMap, HashSet};

/// So many teasers of one make are a river.
const MIN_TEASERS: usize = 3;

/// Letters of a teaser's line.
const LINE: std::ops::RangeInclusive<u32> = 8..=160;

/// Letters of the text under it.
const MIN_TEXT: u32 = 25;

/// Letters of a text that tells what a story is about: one or two sentences.
const MAX_SHORT_TEXT: u32 = 220;

/// Blocks from a line to its text: a byline or a date may stand between them.
const TEXT_REACH: usize = 3;

/// Blocks from one line to the next.
const REACH: usize = 6;

/// Letters of the story before a river: front pages begin with one.
const MIN_STORY: u64 = 150;

/// Letters of a story that is told before the river begins.
const WHOLE_STORY: u64 = 600;

/// Where the texts are surer than this in the mean, they are the entries of a list (of tools, books, places); or, where one
/// stands right in an element with the story before it, the story with links to others between its paragraphs. Short texts
/// behind a whole story may be surer.
const MAX_PROBABILITY: f32 = 0.8;
const MAX_PROBABILITY_AMONG_STORY: f32 = 0.65;
const MAX_PROBABILITY_SHORT: f32 = 0.95;

/// A text that is surer than this is no teaser, short or longer.
const SURE_SHORT: f32 = 0.95;
const SURE: f32 = 0.9;

/// A line that leads to another page of the site, and the text about that page.
#[derive(Clone, Copy)]
struct Teaser {
    line: usize,
    text: usize,
}

/// Takes the texts of a river out of the flow.
pub(super) fn river(evidence: &Evidence<'_>, labels: &Labels) -> Proposals {
    let mut proposals = Proposals::default();
    let blocks = evidence.blocks();
    let told = letters_told(evidence, labels);
    let Some(start) = labels.story().find(|&i| told[i + 1] >= MIN_STORY) else { return proposals };
    let containers = &evidence.segments.containers;
    let of_story: HashSet<usize> =
        labels.story().take_while(|&i| i <= start).map(|i| containers[blocks[i].container()].parent()).collect();
    let mut of_make: HashMap<u64, Vec<Teaser>> = HashMap::default();
    for teaser in (start + 1..blocks.len()).filter_map(|i| teaser_at(evidence, i)) {
        let text = &blocks[teaser.text];
        let sure = if text.chars <= MAX_SHORT_TEXT && teaser.line != teaser.text { SURE_SHORT } else { SURE };
        if probability(labels, teaser.text) > sure {
            continue;
        }
        of_make.entry(containers[blocks[teaser.line].container()].signature).or_default().push(teaser);
    }
    for lines in of_make.into_values() {
        for run in lines.chunk_by(|a, b| b.line - a.line <= REACH) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            if run.len() < MIN_TEASERS || !are_teasers(evidence, labels, run, &of_story, &told) {
                continue;
            }
            // Under the last line stands as much as under the others.
            let most = run.windows(2).map(|w| w[1].line - w[0].line).max().unwrap_or(1);
            for i in (first.line..(last.line + most).min(blocks.len())).filter(|&i| labels.is_story(i)) {
                proposals.propose(i, LabelKind::Foreign, "among teasers of other stories");
            }
        }
    }
    proposals
}

fn probability(labels: &Labels, i: usize) -> f32 {
    labels.all().get(i).and_then(|l| l.probability()).unwrap_or(0.0)
}

/// For each block, and one behind the last, the letters of the flow before it that are no links.
fn letters_told(evidence: &Evidence<'_>, labels: &Labels) -> Vec<u64> {
    let mut told = Vec::with_capacity(evidence.blocks().len() + 1);
    let mut letters = 0;
    told.push(letters);
    for (i, b) in evidence.blocks().iter().enumerate() {
        letters += if labels.is_story(i) { u64::from(b.chars.saturating_sub(b.linked)) } else { 0 };
        told.push(letters);
    }
    told
}

/// Whether lines and texts of one make are teasers: most of the lines were left out, and the texts are in doubt. `told` is what
/// [`letters_told`] gives.
fn are_teasers(
    evidence: &Evidence<'_>,
    labels: &Labels,
    run: &[Teaser],
    of_story: &HashSet<usize>,
    told: &[u64],
) -> bool {
    let blocks = evidence.blocks();
    let chosen = run.iter().filter(|t| t.line != t.text && labels.is_story(t.line)).count();
    let mean = run.iter().map(|t| probability(labels, t.text)).sum::<f32>() / run.len() as f32;
    let among_story =
        run.iter().any(|t| of_story.contains(&evidence.segments.containers[blocks[t.text].container()].parent()));
    let max = if among_story {
        MAX_PROBABILITY_AMONG_STORY
    } else if run.iter().all(|t| blocks[t.text].chars <= MAX_SHORT_TEXT) && told[run[0].line] >= WHOLE_STORY {
        MAX_PROBABILITY_SHORT
    } else {
        MAX_PROBABILITY
    };
    // Each leads to a story of its own; buttons read alike.
    let lines: HashSet<&str> = run.iter().map(|t| blocks[t.line].text.as_str()).collect();
    chosen * 2 < run.len() && lines.len() * 2 > run.len() && mean <= max
}

/// The teaser whose line this block is, or begins with.
fn teaser_at(evidence: &Evidence<'_>, i: usize) -> Option<Teaser> {
    let blocks = evidence.blocks();
    let b = &blocks[i];
    let first = b.links().first().filter(|l| stays_on_site(evidence, &l.href))?;
    if LINE.contains(&b.chars) && b.linked * 10 >= b.chars * 9 {
        let behind =
            (i + 1..blocks.len()).take(TEXT_REACH).take_while(|&j| blocks[j].linked * 10 < blocks[j].chars * 9);
        let text = behind.into_iter().find(|&j| is_text(&blocks[j]))?;
        return Some(Teaser { line: i, text });
    }
    let begins = first.span.start == 0 && b.ends_sentence() && b.kind.heading().is_none() && b.linked * 5 < b.chars * 4;
    (begins && LINE.contains(&b.linked) && b.chars - b.linked >= MIN_TEXT).then_some(Teaser { line: i, text: i })
}

fn is_text(b: &Block) -> bool {
    b.chars >= MIN_TEXT && b.linked * 2 < b.chars && b.kind.heading().is_none()
}

fn stays_on_site(evidence: &Evidence<'_>, href: &str) -> bool {
    let base = evidence.base.as_ref().or(evidence.url);
    match url::Url::parse(href) {
        Ok(url) => base.is_none_or(|base| base.host_str() == url.host_str()),
        Err(_) => !href.trim().is_empty() && !href.starts_with('#'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    const STORY: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed.</p>\
        <p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>";

    fn taken_out(href: &str, line: LabelKind) -> usize {
        let url = url::Url::parse("http://sound.example/n/1").unwrap();
        let teaser = |n: usize| {
            format!(
                "<div><h3><a href='{href}{n}'>Horses found in barn {n}</a></h3><p>A showman had left them there in the winter of 1939.</p></div>"
            )
        };
        let page = TestPage::new(&format!("{STORY}{}", (0..3).map(teaser).collect::<String>()));
        let mut kinds = vec![LabelKind::Paragraph; 2];
        (0..3).for_each(|_| kinds.extend([line, LabelKind::Paragraph]));
        let evidence = Evidence { url: Some(&url), ..page.evidence() };
        river(&evidence, &page.labels(&kinds)).labels.len()
    }

    #[test]
    fn texts_under_lines_that_lead_on_are_teasers() {
        assert_eq!(taken_out("/n/", LabelKind::Foreign), 3);
        // A list of things is chosen with its lines, or leads to their makers.
        assert_eq!(taken_out("/n/", LabelKind::Heading), 0);
        assert_eq!(taken_out("http://maker.example/", LabelKind::Foreign), 0);
    }
}
