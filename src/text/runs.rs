//! Runs of words: texts that share some say the same, wherever in them it stands.

use super::letters::Letter;

/// Words that must stand together to count as found in another text: fewer stand in any two texts.
pub(crate) const RUN: usize = 4;

/// The hashes of a text's words, in lower case.
pub(crate) fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut word = None;
    for c in text.chars() {
        let letter = Letter::of(c);
        if letter.is_alphanumeric() {
            word = Some(with_letter(word.unwrap_or(SEED), c, letter));
        } else {
            words.extend(word.take());
        }
    }
    words.extend(word);
    words
}

/// What the hash of a word begins with.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a word that goes on with this letter.
fn with_letter(word: u64, c: char, letter: Letter) -> u64 {
    let with = |word: u64, c: char| mix(word, u64::from(u32::from(c)));
    match c {
        _ if !letter.changes() => with(word, c),
        'A'..='Z' => with(word, c.to_ascii_lowercase()),
        // At the end of a word it has another shape.
        'Σ' | 'ς' => with(word, 'σ'),
        _ => c.to_lowercase().fold(word, with),
    }
}

fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The hash of a run of words.
pub(crate) fn fingerprint(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |run, &word| mix(run, word))
}

/// The hashes of all runs of a text, given by its words.
pub(crate) fn runs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    words.windows(RUN).map(fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_share_the_runs_they_have_in_common() {
        let whole = words("The harbour master said: the pier would be closed.");
        let part = words("“THE PIER would be”");
        let other = words("the pier might be closed");
        let has = |of: &[u64]| runs(of).any(|r| runs(&whole).any(|w| w == r));
        assert!(has(&part) && !has(&other));
        assert_eq!(runs(&words("too few words")).count(), 0);
    }
}
