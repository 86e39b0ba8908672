//! What templates print right behind a name, with nothing between the two.

use crate::vocabulary::phrases;

/// Words that lead to the writer, or count readers, beside those for what they say: `Ann LeeBio`, `Ann Lee 9,261 views`.
const BUTTONS: &[&str] = &["permalink", "bio", "email", "e-mail", "follow", "views"];

/// Words before a date, an hour or a button.
const SMALL: &[&str] =
    &["on", "at", "am", "um", "vom", "den", "le", "el", "il", "op", "no", "add", "leave", "a", "keine", "post"];

/// Words of which a digit behind says that it is a day or an hour.
const DATING: &[&str] = &["on", "at", "am", "um", "vom", "den", "le", "el", "il", "op"];

/// Words of a line that are looked at.
const MAX_WORDS: usize = 24;

/// The names of a line without what stands right behind them: a count, an hour, a button, the next sentence, the next label.
/// `worded` is whether a word for the writer stood before: of what bears no such word a number may be a part.
pub(crate) fn without_tail(line: &str, worded: bool) -> &str {
    let mut at = 0;
    let mut before = "";
    let mut cut = line.len();
    for (words, word) in line.split(' ').take(MAX_WORDS + 1).enumerate() {
        let low = word.to_lowercase();
        let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && (worded || is_one_of(DATING, before));
        let bare = low.trim_matches(|c: char| !c.is_alphanumeric());
        let is_button = BUTTONS.contains(&bare) || phrases::COMMENTING.contains(&bare);
        if words > 0 && (is_number || is_button || word.ends_with(':')) {
            cut = at;
            break;
        }
        if words > 0 && ends_sentence_of_names(word, &line[(at + word.len()).min(line.len())..]) {
            cut = at + word.len() - 1;
            break;
        }
        before = word;
        at += word.len() + 1;
    }
    if cut == line.len() { line } else { without_small(&line[..cut]) }
}

/// Whether a full stop behind a name ends it: the word is longer than what is shortened, or another label follows.
fn ends_sentence_of_names(word: &str, behind: &str) -> bool {
    /// Small letters that end a word no title or initial has.
    const LETTERS: usize = 3;
    let Some(word) = word.strip_suffix('.') else { return false };
    let small = word.chars().rev().take_while(|c| c.is_lowercase()).count();
    !behind.trim().is_empty() && (small >= LETTERS || small > 0 && behind.contains(':'))
}

fn without_small(names: &str) -> &str {
    let trim = |t: &'_ str| t.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '.')).len();
    let mut rest = &names[..trim(names)];
    while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, last)| is_one_of(SMALL, last)) {
        rest = &before[..trim(before)];
    }
    rest
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether a text begins with a space and a number, as behind a month.
pub(super) fn goes_on_with_number(text: &str) -> bool {
    text.strip_prefix([' ', '.']).is_some_and(|t| t.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The half of a text that says the same twice, as where a link and its title stand side by side.
pub(super) fn said_once(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    let half = words.len() / 2;
    let twice = half > 1
        && words.len() == 2 * half
        && words[..half].iter().zip(&words[half..]).all(|(a, b)| a.eq_ignore_ascii_case(b));
    twice.then(|| &text[..words[..half].join(" ").len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_counts_hours_and_buttons_begin() {
        let cut = |t| without_tail(t, true);
        assert_eq!(cut("Ann Lee on 10.29.12 | Photo by Bo Ek"), "Ann Lee");
        assert_eq!(cut("ANN LEE 9,261 views"), "ANN LEE");
        assert_eq!(cut("Ann No Comments"), "Ann");
        assert_eq!(cut("Ann Lee at 3:49 PM"), "Ann Lee");
        assert_eq!(cut("Ann Lee Fotos: Bo Ek"), "Ann Lee");
        assert_eq!(cut("Ann Lee. Pictures: Bo Ek"), "Ann Lee");
        assert_eq!(cut("Ana Velasko. Data publikacji"), "Ana Velasko");
        assert_eq!(cut("Prof. Ann M. Lee"), "Prof. Ann M. Lee");
        assert_eq!(without_tail("Studio 54", false), "Studio 54");
        assert_eq!(without_tail("Ann Lee on 3 May", false), "Ann Lee");
    }
}
