//! The kicker or the subtitle that stands in one element with the headline.

use super::title::{Title, independent_sources, is_shared};
use crate::metadata::Metadata;
use crate::text::compare::alphanumeric_key;

/// Letters and digits of the longest kickers, and of the shortest headline that is told from a coincidence.
const MAX_KICKER_LETTERS: usize = 60;
const MIN_HEADLINE_LETTERS: usize = 12;
/// Of the shortest kickers: fewer are a word that the title dropped, such as a preposition.
const MIN_KICKER_LETTERS: usize = 5;
/// Of the shortest subtitles: fewer are the end of a headline that was shortened for elsewhere.
const MIN_SUBTITLE_LETTERS: usize = 30;

/// A visible headline without the kicker or the subtitle that stands in the same element, told by what the page calls
/// itself: metadata has the headline alone, or writes a mark where the page has a change of type.
pub(in crate::label) fn split_line(line: &str, titles: &[Title], meta: &Metadata) -> (Option<String>, String) {
    let text = line.replace('\n', " ");
    let whole = alphanumeric_key(line);
    // A title that lost its own beginning, taken for the site's name, tells nothing of where a headline begins.
    let raw: Vec<String> = meta
        .headlines
        .iter()
        .map(|h| alphanumeric_key(&h.value))
        .chain(meta.title.as_deref().map(alphanumeric_key))
        .collect();
    let stated: Vec<&Title> = titles.iter().filter(|t| raw.iter().any(|r| r.starts_with(&t.key))).collect();
    let sources_of_whole = independent_sources(titles, &whole);
    for title in &stated {
        // Where more sources state the line as it is, its first words are the headline's own.
        if sources_of_whole > independent_sources(titles, &title.key) && !is_shared(titles, &title.key) {
            continue;
        }
        if let Some((kicker, rest)) = before(title, line, &whole, independent_sources(titles, &title.key) > 1) {
            return (Some(kicker), rest);
        }
    }
    let has_subtitle = |t: &&&Title| {
        let over = whole.strip_prefix(t.key.as_str()).map_or(0, |over| over.chars().count());
        over >= MIN_SUBTITLE_LETTERS
            && t.key.chars().count() >= MIN_HEADLINE_LETTERS
            && independent_sources(titles, &t.key) > 1
    };
    if let Some(title) = stated.iter().find(has_subtitle).filter(|_| sources_of_whole == 0) {
        return (None, title.text.clone());
    }
    let same = || stated.iter().filter(|t| t.key == whole);
    if let Some(title) = same().find(|t| is_set_better(&t.text, &text)) {
        return (None, title.text.clone());
    }
    same().find_map(|t| parted(&t.text, &text)).unwrap_or((None, text))
}

/// The kicker before the words of a title, and those words, as the line has them. A word with a colon is one however short,
/// where several sources agree on the rest.
fn before(title: &Title, line: &str, whole: &str, agreed: bool) -> Option<(String, String)> {
    const ASKING: &[char] = &['?', '!', '？', '！'];
    let over = whole.strip_suffix(title.key.as_str())?.chars().count();
    if !(1..=MAX_KICKER_LETTERS).contains(&over) || title.key.chars().count() < MIN_HEADLINE_LETTERS {
        return None;
    }
    // A question that the title does not ask begins with the line.
    if line.trim_end().ends_with(ASKING) && !title.text.ends_with(ASKING) {
        return None;
    }
    // Where the kicker's letters end, and what marks stand before the headline's.
    let letters = line.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let end = letters.map(|(at, c)| at + c.len_utf8()).nth(over - 1)?;
    let (kicker, rest) = (line.get(..end)?, line.get(end..)?);
    if over < MIN_KICKER_LETTERS && !(agreed && rest.trim_start().starts_with(':')) {
        return None;
    }
    let closing = |c: char| c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–' | '—' | '/' | '.' | '+');
    // A mark that closes the kicker's own words is the kicker's.
    let marks = rest.find(|c: char| closing(c) || c.is_alphanumeric() || "„“\"«»‚‘'".contains(c)).unwrap_or(0);
    let rest = rest[marks..].trim_start_matches(closing);
    let rest =
        rest.strip_prefix(['"', '”', '“']).filter(|r| r.starts_with(':')).unwrap_or(rest).trim_start_matches(closing);
    Some((kicker.trim().to_owned(), rest.replace('\n', " ")))
}

/// The kicker and the headline as a title of the same letters parts them by a dash where the line has none, since the
/// kicker stands in an element of its own.
fn parted(title: &str, line: &str) -> Option<(Option<String>, String)> {
    let (over, rest) = [" - ", " – "].iter().find_map(|dash| title.split_once(dash))?;
    let own = line.contains(['–', '—', ':']) || line.contains(" -") || line.contains("- ");
    let (over_letters, rest_letters) = (alphanumeric_key(over).chars().count(), alphanumeric_key(rest).chars().count());
    let short = (MIN_KICKER_LETTERS..=MAX_KICKER_LETTERS).contains(&over_letters)
        && rest_letters >= MIN_HEADLINE_LETTERS
        && over_letters < rest_letters;
    (short && !own).then(|| (Some(over.trim().to_owned()), rest.trim().to_owned()))
}

/// Whether a title of the same letters has the mark between kicker and headline that the line leaves to its typography, or
/// has it without the space that a template sets before it.
fn is_set_better(title: &str, line: &str) -> bool {
    let more = |mark: char| title.matches(mark).count() > line.matches(mark).count();
    let parts = |mark: &str| title.split_once(mark).is_some_and(|(over, _)| over.contains(char::is_alphanumeric));
    more(':') && parts(": ") || more('/') && parts(" / ") || line.contains(" : ") && !title.contains(" : ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Rank, Sourced};

    /// The kicker and headline of a line, where sources state these titles.
    fn of(line: &str, stated: &[(&str, &str)]) -> (Option<String>, String) {
        let titles: Vec<Title> = stated.iter().map(|(text, origin)| Title::stated(text, origin)).collect();
        let sourced = |(text, origin): &(&str, &str)| Sourced {
            value: (*text).to_owned(),
            origin: (*origin).to_owned(),
            rank: Rank::Record,
            node: None,
        };
        let headlines = stated.iter().map(sourced).collect();
        split_line(line, &titles, &Metadata { headlines, ..Metadata::default() })
    }

    const RECORD: &str = "json-ld headline";
    const SHARED: &str = "meta og:title";
    const WINDOW: &str = "title element";

    #[test]
    fn a_kicker_is_cut_where_metadata_has_none() {
        let (over, text) = of("Storm damage Harbour wall gives way", &[("Harbour wall gives way", RECORD)]);
        assert_eq!((over.as_deref(), text.as_str()), (Some("Storm damage"), "Harbour wall gives way"));
    }

    #[test]
    fn the_first_words_of_a_question_are_no_kicker() {
        let line = "What to do when a harbour wall gives way?";
        assert_eq!(of(line, &[("A harbour wall gives way", RECORD)]), (None, line.to_owned()));
        let (over, _) = of("Storm damage Why did the wall give way?", &[("Why did the wall give way?", RECORD)]);
        assert_eq!(over.as_deref(), Some("Storm damage"));
    }

    #[test]
    fn a_kicker_that_more_sources_state_is_the_headlines() {
        let record = ("Harbour wall gives way", RECORD);
        let whole = "Storm damage: Harbour wall gives way";
        let text = |stated: &[(&str, &str)]| of("Storm damage Harbour wall gives way", stated).1;
        assert_eq!(text(&[record, (whole, SHARED), (whole, WINDOW)]), whole);
        let shared = ("Harbour wall gives way", SHARED);
        assert_eq!(text(&[shared, (whole, RECORD), (whole, WINDOW)]), "Harbour wall gives way");
    }

    #[test]
    fn marks_are_set_as_metadata_has_them() {
        let set = |line: &str, title: &str| of(line, &[(title, SHARED)]).1;
        assert_eq!(
            set("StormHarbour: wall gives way", "Storm / Harbour: wall gives way"),
            "Storm / Harbour: wall gives way"
        );
        assert_eq!(
            set("Storm : Harbour wall gives way", "Storm: Harbour wall gives way"),
            "Storm: Harbour wall gives way"
        );
        assert_eq!(set("Harbour wall gives way", "...: Harbour wall gives way"), "Harbour wall gives way");
        let dash = of("Storm damage Harbour wall gives way", &[("Storm damage - Harbour wall gives way", SHARED)]);
        assert_eq!(dash, (Some("Storm damage".to_owned()), "Harbour wall gives way".to_owned()));
    }

    #[test]
    fn a_word_with_a_colon_is_a_kicker_where_sources_agree_on_the_rest() {
        let stated = [("Harbour wall gives way", SHARED), ("Harbour wall gives way", WINDOW)];
        let line = "Blog: Harbour wall gives way";
        assert_eq!(of(line, &stated), (Some("Blog".to_owned()), "Harbour wall gives way".to_owned()));
        assert_eq!(of(line, &stated[..1]).1, line);
        assert_eq!(of("The Harbour wall gives way", &stated).1, "The Harbour wall gives way");
    }

    #[test]
    fn a_subtitle_that_runs_on_is_cut() {
        let stated = [("Harbour wall gives way", SHARED), ("Harbour wall gives way", WINDOW)];
        let line = "Harbour wall gives way What the divers found under the old fish quay";
        assert_eq!(of(line, &stated).1, "Harbour wall gives way");
        assert_eq!(of(line, &stated[..1]).1, line);
        let longer = "Harbour wall gives way in the night";
        assert_eq!(of(longer, &stated).1, longer);
    }
}
