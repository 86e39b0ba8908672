//! Runs of words: texts that share some say the same, wherever in them it stands.

use super::letters::Letter;

/// Words that must stand together to count as found in another text: fewer stand in any two texts.
pub(crate) const RUN: usize = 4;

/// The hashes of a text's words, in lower case.
pub(crate) fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    // Where the word at hand begins, and its hash so far.
    let mut word: Option<(usize, u64)> = None;
    let mut is_greek = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let letter = Letter::of(c);
        if letter.is_alphanumeric() {
            let (start, hash) = word.unwrap_or((at, SEED));
            word = Some((start, with_letter(hash, c, letter)));
            is_greek |= c == 'Σ';
        } else if let Some((start, hash)) = word.take() {
            // In lower case it has another shape at the end of a word.
            let by_whole = || text[start..at].to_lowercase().chars().fold(SEED, with_char);
            words.push(if std::mem::take(&mut is_greek) { by_whole() } else { hash });
        }
    }
    words
}

/// What the hash of a word begins with.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a word that goes on with this letter, in lower case.
fn with_letter(word: u64, c: char, letter: Letter) -> u64 {
    match c {
        _ if !letter.changes() => with_char(word, c),
        'A'..='Z' => with_char(word, c.to_ascii_lowercase()),
        _ => c.to_lowercase().fold(word, with_char),
    }
}

fn with_char(word: u64, c: char) -> u64 {
    mix(word, u64::from(u32::from(c)))
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

    #[test]
    fn words_are_the_same_in_any_case() {
        for (one, other) in [("Ärger ΤΟΥΣ", "ärger τους"), ("ΣΟΦΌΣ.", "σοφός"), ("x2 ΆΣ", "X2 άς")]
        {
            assert_eq!(words(one), words(other), "{one}");
        }
        assert_ne!(words("σοφόσ"), words("σοφός"));
    }
}
