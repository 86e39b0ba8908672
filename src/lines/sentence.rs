//! The ends of sentences.

/// Whether a text ends as a sentence does, closing marks aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』' | '）' | '›') || c.is_whitespace()
    });
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', '۔', ';'])
}
