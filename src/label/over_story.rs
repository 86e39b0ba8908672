//! The line that stands over the story as its headline does, for pages whose titles name the site, its section, or what search
//! engines are to see.

use super::block_lines::{is_byline, is_date_line, is_role};
use super::evidence::Evidence;
use super::labels::Labels;
use super::story_words::StoryWords;
use crate::lines::byline::is_byline_line;
use crate::lines::date_line::is_about_date;
use crate::lines::notice::is_tool_label;
use crate::segment::Block;
use crate::text::compare::normalize_for_comparison;
use crate::text::hashed::HashSet;
use crate::vocabulary::{Hints, agencies};

/// Blocks between the line and the first paragraph: byline, date, summary, the tools beside them.
pub(super) const REACH: usize = 10;

/// Letters of a headline.
const LETTERS: std::ops::RangeInclusive<u32> = 8..=200;

/// A line that is set as a heading has this share of its longer words in the story at least, any other line the second one.
const MIN_SUPPORT: f32 = 0.2;
const MIN_SUPPORT_PLAIN: f32 = 0.45;

/// A line over the story.
pub(super) struct Line {
    pub(super) block: usize,
    pub(super) text: String,
    pub(super) support: f32,
    /// Whether it is set as a heading, or named so.
    pub(super) set_apart: bool,
}

/// The line over the first paragraph that is most likely the headline by its place, its looks and what the story is about.
pub(super) fn line_over_story(
    evidence: &Evidence<'_>,
    labels: &Labels,
    first: usize,
    words: &StoryWords,
) -> Option<Line> {
    let blocks = evidence.blocks();
    // What is set as headings within the story are is one of them.
    let headings = labels.story().filter(|&i| i > first && blocks[i].kind.heading().is_some());
    let within: HashSet<_> = headings.map(|i| make(evidence, &blocks[i])).collect();
    let mut best: Option<(f32, Line)> = None;
    for i in (first.saturating_sub(REACH)..first).rev() {
        let b = &blocks[i];
        let role = i > 0 && is_byline(&blocks[i - 1]) && is_role(b);
        if labels.is_in_box(i) || role || within.contains(&make(evidence, b)) || !could_be_headline(evidence, b) {
            continue;
        }
        let Some(text) = words_of_line(b).filter(|text| !is_count(text)) else { continue };
        let Some(support) = words.support(&text) else { continue };
        let looks = looks(b);
        let min = if looks > 0.0 { MIN_SUPPORT } else { MIN_SUPPORT_PLAIN };
        let score = looks + 1.5 * support - 0.05 * (first - i) as f32;
        if support >= min && best.as_ref().is_none_or(|(s, _)| score > *s) {
            best = Some((score, Line { block: i, text, support, set_apart: looks > 0.0 }));
        }
    }
    best.map(|(_, line)| line)
}

/// How a heading is set: the make of the element around it, and its level.
pub(super) fn make(evidence: &Evidence<'_>, b: &Block) -> (u64, Option<u8>) {
    (evidence.segments.containers[b.container()].signature, b.kind.heading())
}

fn could_be_headline(evidence: &Evidence<'_>, b: &Block) -> bool {
    // A date or a byline in the line's element stands beside it.
    let is_phrase = |text: String| text.split_whitespace().count() > 2;
    let has_others = b.text.contains('\n') && words_of_line(b).is_some_and(is_phrase);
    let foreign = Hints::FOREIGN.without(Hints::SIDE) | Hints::CAPTION | Hints::CREDIT | Hints::SUMMARY;
    LETTERS.contains(&b.chars)
        && !b.all_hints().any(foreign)
        && (b.link_share() <= 0.5 || leads_here(evidence, b))
        && (has_others || !is_byline(b) && !is_date_line(b))
        && !is_tool_label(&b.text)
        && !(b.ends_sentence() && !leads_here(evidence, b) && b.text.trim_end().ends_with(['.', ':', ';']))
        && !b.text.trim_end().ends_with([']', ')'])
}

/// Whether a text is an amount, a score or a row of numbers: most of its words are numbers. (`Hull 3, Lode 2` may head a report.)
fn is_count(text: &str) -> bool {
    let (mut numbers, mut words) = (0_usize, 0_usize);
    for word in text.split_whitespace() {
        let digits = word.chars().filter(|c| c.is_numeric()).count();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        numbers += usize::from(digits > letters);
        words += usize::from(letters > digits);
    }
    numbers > words || numbers == 1 && words == 1
}

/// A text without its lines that are byline, date or agency; the whole where it has no others.
pub(super) fn without_other_lines(text: &str) -> String {
    let is_other = |line: &&str| {
        let digits = line.chars().filter(char::is_ascii_digit).count();
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        let byline = is_byline_line(line, letters as u32);
        digits > letters || byline || is_about_date(line) || agencies::signs_stories(&line.to_lowercase())
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let left: Vec<&str> = lines.iter().copied().filter(|l| !is_other(l)).collect();
    if left.is_empty() { lines.join("\n") } else { left.join("\n") }
}

/// The words of a line, if there are enough of them, for one may be a section, and no other line beside it.
fn words_of_line(b: &Block) -> Option<String> {
    const MIN_WORDS: usize = 2;
    let text = without_other_lines(&b.text);
    (!text.contains('\n') && text.split_whitespace().count() >= MIN_WORDS).then_some(text)
}

fn looks(b: &Block) -> f32 {
    let of_kind = match b.kind.heading() {
        Some(1) => 1.0,
        Some(2) => 0.8,
        Some(3) => 0.7,
        Some(_) => 0.5,
        None if b.all_bold() => 0.4,
        None => 0.0,
    };
    of_kind + if b.hints.any(Hints::HEADLINE) { 0.5 } else { 0.0 }
}

/// Whether a line is a link to the page itself, as journals set their titles.
pub(super) fn leads_here(evidence: &Evidence<'_>, b: &Block) -> bool {
    let [link] = b.links() else { return false };
    // Where nobody knows the address, the mark of a title is that it is set as one.
    if evidence.url.is_none() {
        return (b.kind.heading().is_some() || b.all_bold()) && !leads_home(evidence, b);
    }
    let (Some(url), Some(target)) = (evidence.url, evidence.resolve(&link.href)) else { return false };
    let bare =
        |u: &str| u.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').replace("https:", "http:");
    bare(&target) == bare(url.as_str())
}

/// Whether a block is a link to the site's front page: its name.
pub(super) fn leads_home(evidence: &Evidence<'_>, b: &Block) -> bool {
    let [link] = b.links() else { return false };
    let is_home = |path: &str| {
        let path = path.trim_start_matches('/');
        path.is_empty() || path.starts_with("index.") && !path.contains(['/', '?'])
    };
    let target = evidence.resolve(&link.href);
    let path = target.as_deref().and_then(|t| match url::Url::parse(t) {
        Ok(url) => url.query().is_none().then(|| url.path().to_owned()),
        Err(_) => Some(t.to_owned()),
    });
    b.linked * 10 >= b.chars * 9 && path.is_some_and(|path| is_home(&path))
}

/// What the links to the front page call the site, where the page's title holds it.
pub(super) fn home_name<'a>(evidence: &Evidence<'a>) -> Option<&'a str> {
    /// Letters of the longest names.
    const MAX_LETTERS: u32 = 60;
    let title = evidence.metadata.title.as_deref().map(normalize_for_comparison)?;
    let is_of_title = |b: &&Block| {
        let name = normalize_for_comparison(&b.text);
        // The title has more than the name.
        name.len() > 3 && title.len() > name.len() + 3 && (title.starts_with(&name) || title.ends_with(&name))
    };
    let short = evidence.blocks().iter().filter(|b| b.chars <= MAX_LETTERS && b.linked > 0);
    short.filter(is_of_title).find(|b| leads_home(evidence, b)).map(|b| b.text.trim())
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour master of Kelmscar said on Monday that the timber pier would be closed.</p>\
        <p>Ferries will leave from the fish quay until then, and the post office brings its sacks there at noon.</p>\
        <p>Divers who looked at the piles in March found that worms had eaten through eleven of them.</p>";

    fn headline(head: &str, over: &str) -> Option<String> {
        crate::extract(&format!("<title>{head}</title><body>{over}{STORY}")).unwrap().headline
    }

    #[test]
    fn the_line_over_the_story_goes_before_a_title_that_names_the_site() {
        let pier = Some("Timber pier of Kelmscar closed".to_owned());
        let line = "Timber pier of Kelmscar closed";
        let site = "Harbour Courier - News for the Sound and its Islands";
        assert_eq!(headline(site, &format!("<h2>{line}</h2><p>By Ann Lee</p>")), pier);
        assert_eq!(headline(site, &format!("<div><b>{line}</b><br>Monday, May 5, 2008</div>")), pier);
        // A section's name over it, in larger type, is no headline.
        assert_eq!(headline("", &format!("<h1>Local Wire</h1><h2>{line}</h2>")), pier);
        // A line that has nothing of the story is none either.
        assert_ne!(headline(site, "<h2>Weather for the islands</h2>").as_deref(), Some("Weather for the islands"));
    }

    #[test]
    fn a_date_beneath_a_line_is_none_of_it() {
        let over = "<b>Pier of Kelmscar closed</b><br>2008-05-05 17:15:00";
        let found = Some("Pier of Kelmscar closed".to_owned());
        assert_eq!(headline("News for the Sound", &format!("<div>{over}</div>")), found);
        // A place with its date is no headline.
        let line = "<h3>Timber pier of Kelmscar closed</h3><div class=headline>Kelmscar Harbour<br>May 5, 2008</div>";
        assert_eq!(headline("News for the Sound", line).as_deref(), Some("Timber pier of Kelmscar closed"));
    }

    #[test]
    fn of_several_lines_the_one_that_the_page_is_called_is_the_headline() {
        let line = "Timber pier of Kelmscar closed";
        let over =
            format!("<div><span>Harbour matters</span><br><span>{line}</span><br>Ann Lee, 05.05.08, 6:36 PM</div>");
        assert_eq!(headline(&format!("The Courier: {line}"), &over).as_deref(), Some(line));
    }

    #[test]
    fn a_later_part_of_the_title_over_the_story_is_the_headline() {
        let line = "Timber pier of Kelmscar closed";
        let over = format!("<div class=x7>{line}</div>");
        assert_eq!(
            headline(&format!("The Sound | Notices | {line} | Annabella Featherstonehaugh-Lee"), &over).as_deref(),
            Some(line)
        );
    }

    #[test]
    fn a_path_of_links_is_no_headline() {
        let line = "Timber pier of Kelmscar closed";
        let over = format!("<div><a href=/>Courier</a> › <a href=/h>Harbour</a> › {line}</div><div>{line}!</div>");
        assert_eq!(headline(line, &over), Some(format!("{line}!")));
    }

    #[test]
    fn a_heading_after_others_of_its_make_heads_a_part() {
        let name = "What the timber pier of Kelmscar needs";
        let over = format!("<h1>{name}</h1>{STORY}<h2>First findings</h2>{STORY}<h2>Key repairs of the pier</h2>");
        assert_eq!(headline("7 Key repairs of the pier", &over).as_deref(), Some(name));
    }

    #[test]
    fn the_address_tells_headline_and_section_apart() {
        let at = |path: &str| {
            let html = format!(
                "<title>Fair nets - Courier</title><h1>Fair nets</h1><h3>Timber pier of Kelmscar closed</h3>{STORY}"
            );
            let url = format!("http://courier.example/{path}");
            let page = crate::Page::from_text(html).with_url(&url).unwrap();
            crate::Extractor::default().extract(&page).unwrap().headline
        };
        assert_eq!(at("news/fair-nets/").as_deref(), Some("Fair nets"));
        assert_eq!(at("news/4711/").as_deref(), Some("Timber pier of Kelmscar closed"));
    }

    #[test]
    fn an_amount_or_a_score_is_no_headline() {
        let line = "Timber pier of Kelmscar closed";
        let amounts = ["$20.00 Billion", "3.5 million", "3 - 2 Lode", "1998 2003 2008", "£4,000 a", "62% of 800"];
        for count in amounts {
            assert!(super::is_count(count), "{count}");
            assert_eq!(headline(line, &format!("<div>{line}</div><h2>{count}</h2>")).as_deref(), Some(line), "{count}");
        }
        for words in [
            "Pier 14 closed",
            "Kelmscar 3, Lode 2",
            "Kelmscar United 3-2 Lode",
            "Eleven men and 3 boats",
            "Pier closed",
        ] {
            assert!(!super::is_count(words), "{words}");
        }
    }

    #[test]
    fn a_heading_that_leads_here_is_the_headline() {
        let at = |target: &str| {
            let html =
                format!("<title>Worms in the wood</title><h1><a href={target}>Timber pier of Kelmscar</a></h1>{STORY}");
            let page = crate::Page::from_text(html).with_url("http://courier.example/pier/").unwrap();
            crate::Extractor::default().extract(&page).unwrap().headline
        };
        assert_eq!(at("/pier/").as_deref(), Some("Timber pier of Kelmscar"));
        assert_eq!(at("/sections/piers/").as_deref(), Some("Worms in the wood"));
    }

    #[test]
    fn a_journals_own_name_is_no_headline() {
        let entry = "<h3>The pier of Kelmscar</h3>";
        let found = Some("The pier of Kelmscar".to_owned());
        assert_eq!(
            headline("Tar and Rope - The pier of Kelmscar", &format!("<h1><a href=/>Tar and Rope</a></h1>{entry}")),
            found
        );
        assert_eq!(headline("Tar and Rope: The pier of Kelmscar", &format!("<h1>Tar and Rope</h1>{entry}")), found);
    }

    #[test]
    fn dates_and_writers_in_the_lines_element_are_none_of_it() {
        use super::without_other_lines;
        assert_eq!(without_other_lines("Pier closed\nThursday, June 15, 2000"), "Pier closed");
        assert_eq!(without_other_lines("Associated Press\nPier closed\n04.18.2005, 02:19 PM"), "Pier closed");
        assert_eq!(without_other_lines("Pier closed\nby Ann Lee"), "Pier closed");
        assert_eq!(without_other_lines("15 June 2000"), "15 June 2000");
    }
}
