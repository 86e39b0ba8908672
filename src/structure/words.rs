//! Small questions about words that several fields ask.

/// A text for comparison: letters and digits in lower case, runs of anything else one space.
pub(super) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The share of two texts' words that they have in common, 0 to 1 (the F1 of the two bags).
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    let mut left: Vec<&str> = a.split(' ').filter(|w| !w.is_empty()).collect();
    let right: Vec<&str> = b.split(' ').filter(|w| !w.is_empty()).collect();
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 {
        return 0.0;
    }
    left.sort_unstable();
    let mut right = right;
    right.sort_unstable();
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < n && j < m {
        match left[i].cmp(right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * both as f32 / (n + m) as f32
}

/// Takes off the quotation marks around a whole text.
pub(super) fn unquote(text: &str) -> &str {
    const PAIRS: &[(char, char)] = &[
        ('"', '"'),
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
        ('„', '”'),
        ('«', '»'),
        ('»', '«'),
        ('\'', '\''),
        ('「', '」'),
        ('『', '』'),
        ('‹', '›'),
        ('”', '”'),
    ];
    let text = text.trim();
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return text };
    let inner_start = first.len_utf8();
    if text.len() <= inner_start + last.len_utf8() || !PAIRS.contains(&(first, last)) {
        return text;
    }
    let inner = &text[inner_start..text.len() - last.len_utf8()];
    // A text of two quotations is not quoted as a whole.
    let reopened = inner.contains(first) && first != '\'';
    if reopened { text } else { inner.trim() }
}

/// The two-letter code of one of three letters, for the languages that newspapers here are read in.
pub(super) fn language_code(three: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("swe", "sv"),
        ("nob", "no"),
        ("dan", "da"),
        ("pol", "pl"),
        ("ces", "cs"),
        ("tur", "tr"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("jpn", "ja"),
        ("cmn", "zh"),
        ("kor", "ko"),
        ("ara", "ar"),
        ("heb", "he"),
        ("pes", "fa"),
        ("hin", "hi"),
        ("ell", "el"),
        ("fin", "fi"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("vie", "vi"),
        ("tha", "th"),
        ("ind", "id"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("urd", "ur"),
        ("ben", "bn"),
        ("tam", "ta"),
    ];
    CODES.iter().find(|(c, _)| *c == three).map(|(_, two)| *two)
}

/// Languages that a detector of trigrams takes for one another.
pub(super) fn are_close(a: &str, b: &str) -> bool {
    const GROUPS: &[&[&str]] = &[
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl", "me"],
        &["cs", "sk"],
        &["es", "ca", "gl", "pt", "eu"],
        &["id", "ms"],
        &["ru", "uk", "be", "bg", "mk"],
        &["af", "nl"],
        &["fa", "ar", "ur", "ps"],
        &["hi", "mr", "ne"],
    ];
    GROUPS.iter().any(|g| g.contains(&a) && g.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_words_once_each() {
        assert_eq!(likeness(&bare("The pier, closed!"), &bare("the PIER closed")), 1.0);
        assert!((likeness("a a b", "a c") - 0.4).abs() < 1e-6);
    }

    #[test]
    fn only_marks_around_the_whole_are_taken_off() {
        assert_eq!(unquote("“It was dark.”"), "It was dark.");
        assert_eq!(unquote("“It” was “dark”"), "“It” was “dark”");
        assert_eq!(unquote("'Tis"), "'Tis");
    }
}
