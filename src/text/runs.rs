//! Runs of words: texts that share some say the same, wherever in them it stands.

use super::letters::Letter;

/// Words that must stand together to count as found in another text: fewer stand in any two texts.
pub(crate) const RUN: usize = 4;

/// The hashes of a text's words, in lower case. [`is_long`] tells of each whether it has several letters.
pub(crate) fn words(text: &str) -> Vec<u64> {
    // A word and its space have six bytes in most languages.
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let (mut hash, mut letters) = (SEED, 0);
        while let Some(&byte) = bytes.get(at).filter(|b| LOWER[usize::from(**b)] != 0) {
            hash = mix(hash, u64::from(LOWER[usize::from(byte)]));
            letters += 1;
            at += 1;
        }
        if bytes.get(at).is_some_and(|b| !b.is_ascii()) {
            (hash, letters, at) = with_rest(text, start, (hash, letters, at));
        }
        if letters > 0 {
            words.push(if letters >= LONG { hash | LONG_BIT } else { hash & !LONG_BIT });
        } else if at == start {
            at += 1;
        }
    }
    words
}

/// A word that began at `start` and goes on, or does not, with a character beyond ASCII: its hash, its letters and where it
/// ends. Of no letter it ends behind what is none.
fn with_rest(text: &str, start: usize, (mut hash, mut letters, at): (u64, usize, usize)) -> (u64, usize, usize) {
    let (mut end, mut is_greek) = (at, false);
    for c in text[at..].chars() {
        let letter = Letter::of(c);
        if !letter.is_alphanumeric() {
            end += if letters == 0 { c.len_utf8() } else { 0 };
            break;
        }
        (hash, letters) = with_letter(hash, letters, c, letter);
        is_greek |= c == 'Σ';
        end += c.len_utf8();
    }
    // In lower case it has another shape at the end of a word.
    if is_greek {
        hash = text[start..end].to_lowercase().chars().fold(SEED, with_char);
    }
    (hash, letters, end)
}

/// The letters and digits of ASCII in lower case; zero for what is none.
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            lower[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    lower
};

/// Letters of a word that means something.
const LONG: usize = 4;

/// The bit of a word's hash that says whether it has so many.
const LONG_BIT: u64 = 1 << 63;

/// Whether the word of this hash has four letters or more.
pub(crate) fn is_long(word: u64) -> bool {
    word & LONG_BIT != 0
}

/// What the hash of a word begins with.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a word that goes on with this letter, in lower case, and how many letters it has then.
fn with_letter(word: u64, letters: usize, c: char, letter: Letter) -> (u64, usize) {
    match c {
        _ if !letter.changes() => (with_char(word, c), letters + 1),
        'A'..='Z' => (with_char(word, c.to_ascii_lowercase()), letters + 1),
        _ => c.to_lowercase().fold((word, letters), |(word, letters), c| (with_char(word, c), letters + 1)),
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
    fn long_words_are_told_from_short_ones() {
        let long: Vec<bool> = words("The pier, it is SHUT! Ärg İst 2007").into_iter().map(is_long).collect();
        // Two characters are the dotted I in lower case.
        assert_eq!(long, [false, true, false, false, true, false, true, true]);
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
