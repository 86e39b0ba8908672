//! Runs of words: texts that share some say the same, wherever in them it stands.

use super::hash;

/// Words that must stand together to count as found in another text: fewer stand in any two texts.
pub(crate) const RUN: usize = 4;

/// The hashes of a text's words, in lower case.
pub(crate) fn words(text: &str) -> Vec<u64> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(|w| hash(0, w.to_lowercase().as_bytes())).collect()
}

/// The hash of a run of words.
pub(crate) fn fingerprint(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |h, w| hash(h, &w.to_le_bytes()))
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
