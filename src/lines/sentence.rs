//! The ends of sentences.

/// Whether a mark ends a sentence.
fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '۔')
}

/// Whether a mark ends a sentence to go on below it: with a list, with what somebody says.
fn is_leading_on(c: char) -> bool {
    matches!(c, ':' | ';')
}

/// The colon of writing without spaces. The model was fitted without it.
const WIDE_COLON: char = '：';

/// Armenian's full stop, which most fonts show as a colon. The model was fitted without it.
const ARMENIAN_FULL_STOP: char = '։';

/// Whether a mark stands behind the end of a sentence, as white space does.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '）' | '›') || c.is_whitespace()
}

/// Whether a mark opens in most languages and closes in some, or is one of emphasis. The model was fitted without them.
fn is_rarely_closing(c: char) -> bool {
    matches!(c, '«' | '‹' | '‘' | '„' | '‚' | '‟' | '］' | '*')
}

/// Whether a text ends as a sentence does or leads on as one, closing marks aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let last = text.chars().rev().find(|c| !is_closing(*c));
    last.is_some_and(|c| is_full_stop(c) || is_leading_on(c))
}

/// Whether a text ends as a sentence does that nothing need follow, closing marks aside.
pub(crate) fn ends_whole_sentence(text: &str) -> bool {
    let last = text.chars().rev().find(|c| !is_closing(*c) && !is_rarely_closing(*c));
    last.is_some_and(|c| is_full_stop(c) || c == ARMENIAN_FULL_STOP)
}

/// Whether a text ends in a mark behind which it goes on.
pub(crate) fn leads_on(text: &str) -> bool {
    text.ends_with(is_leading_on) || text.ends_with(WIDE_COLON)
}

/// Whether a line is the place and day before a story's first sentence, set in an element of its own: it ends in a dash.
pub(crate) fn leads_in(text: &str) -> bool {
    /// Bytes: a place, a day, an agency.
    const MAX_LENGTH: usize = 120;
    let text = text.trim();
    text.len() <= MAX_LENGTH && text.starts_with(char::is_alphabetic) && text.ends_with(['—', '–', '―'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_marks_may_follow_the_end() {
        for text in ["It is shut.", "“It is shut.” ", "(Why?)", "それは閉じた。」"] {
            assert!(ends_sentence(text) && ends_whole_sentence(text), "{text}");
        }
        assert!(!ends_sentence("It is shut") && !ends_whole_sentence("It is shut"));
        assert!(ends_whole_sentence("»Zu.«") && ends_whole_sentence("**Shut.**"));
    }

    #[test]
    fn what_leads_on_is_no_whole_sentence() {
        for text in ["He brought three things:", "It was shut;"] {
            assert!(ends_sentence(text) && leads_on(text) && !ends_whole_sentence(text), "{text}");
        }
    }
}
