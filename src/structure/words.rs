//! Small questions about words that several fields ask.

/// A text for comparison: letters and digits in lower case, runs of anything else one space.
pub(super) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A text's words, ready to be compared with many others.
pub(super) struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    /// The words of a text that [`bare`] made.
    pub(super) fn of(bare: &'a str) -> Self {
        let mut words: Vec<&str> = bare.split(' ').filter(|w| !w.is_empty()).collect();
        words.sort_unstable();
        Words(words)
    }

    /// The share of the two texts' words that they have in common, 0 to 1 (the F1 of the two bags).
    pub(super) fn likeness(&self, other: &Words<'_>) -> f32 {
        let (n, m) = (self.0.len(), other.0.len());
        if n == 0 || m == 0 {
            return 0.0;
        }
        let (mut i, mut j, mut both) = (0, 0, 0);
        while i < n && j < m {
            match self.0[i].cmp(other.0[j]) {
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
}

/// The [`Words::likeness`] of two texts that [`bare`] made.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    Words::of(a).likeness(&Words::of(b))
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
