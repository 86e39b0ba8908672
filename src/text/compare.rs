//! Texts compared: by their letters and digits, and by the words they share.

use super::letters::Letter;

/// A text for comparison: letters and digits in lower case, runs of anything else one space.
pub(crate) fn normalize_for_comparison(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && Letter::of(c).is_alphanumeric() {
            match Letter::of(c).changes() {
                true => out.extend(c.to_lowercase()),
                false => out.push(c),
            }
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A text's letters and digits in lower case, without anything between them.
pub(crate) fn alphanumeric_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let letter = Letter::of(c);
        match letter.is_alphanumeric() {
            true if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            true if letter.changes() => out.extend(c.to_lowercase()),
            true => out.push(c),
            false => {}
        }
    }
    out
}

/// A text's words, ready to be compared with many others.
pub(crate) struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    /// The words of a text that [`normalize_for_comparison`] made.
    pub(crate) fn of(normalized: &'a str) -> Self {
        let mut words: Vec<&str> = normalized.split(' ').filter(|w| !w.is_empty()).collect();
        words.sort_unstable();
        Words(words)
    }

    /// The share of the two texts' words that they have in common, 0 to 1 (the F1 of the two bags).
    pub(crate) fn likeness(&self, other: &Words<'_>) -> f32 {
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

/// The [`Words::likeness`] of two texts that [`normalize_for_comparison`] made.
pub(crate) fn likeness(a: &str, b: &str) -> f32 {
    Words::of(a).likeness(&Words::of(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_words_once_each() {
        assert_eq!(
            likeness(&normalize_for_comparison("The pier, closed!"), &normalize_for_comparison("the PIER closed")),
            1.0
        );
        assert!((likeness("a a b", "a c") - 0.4).abs() < 1e-6);
    }
}
