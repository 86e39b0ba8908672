//! Finding which of many phrases a text holds, in one pass over it.

/// Phrases by their first three bytes.
#[derive(Debug)]
pub(crate) struct PhraseIndex {
    /// A bit for each beginning, by [`place`].
    begins: Box<[u64; PLACES / 64]>,
    /// The beginnings with the place of their phrase, in order.
    phrases: Vec<(u32, usize)>,
    /// The places of phrases that are shorter.
    short: Vec<usize>,
    texts: Vec<String>,
}

const PLACES: usize = 1 << 14;

/// The bit of three bytes, given as one number; several may share one.
fn place(three: u32) -> usize {
    (three.wrapping_mul(0x9e37_79b1) >> 18) as usize % PLACES
}

/// Three bytes as one number: what goes out of it to the left is gone.
fn three(before: u32, byte: u8) -> u32 {
    (before << 8 | u32::from(byte)) & 0xff_ffff
}

impl PhraseIndex {
    pub(crate) fn new(texts: Vec<String>) -> PhraseIndex {
        let begin =
            |text: &String| text.as_bytes().first_chunk::<3>().map(|begin| begin.iter().fold(0, |n, b| three(n, *b)));
        let mut phrases: Vec<(u32, usize)> =
            texts.iter().enumerate().filter_map(|(at, text)| Some((begin(text)?, at))).collect();
        phrases.sort_unstable();
        let short = (0..texts.len()).filter(|&at| begin(&texts[at]).is_none()).collect();
        let mut begins = Box::new([0; PLACES / 64]);
        for (begin, _) in &phrases {
            begins[place(*begin) / 64] |= 1 << (place(*begin) % 64);
        }
        PhraseIndex { begins, phrases, short, texts }
    }

    /// Tells of each phrase that stands in a text, as often as it does; only as written, so that both are to be in lower case.
    pub(crate) fn find_in(&self, text: &str, mut found: impl FnMut(usize)) {
        self.short.iter().filter(|phrase| text.contains(&self.texts[**phrase])).for_each(|phrase| found(*phrase));
        let bytes = text.as_bytes();
        let mut begin = 0;
        for (end, &byte) in bytes.iter().enumerate() {
            begin = three(begin, byte);
            if self.begins[place(begin) / 64] & 1 << (place(begin) % 64) == 0 || end < 2 {
                continue;
            }
            let at = end - 2;
            let first = self.phrases.partition_point(|(of, _)| *of < begin);
            for (_, phrase) in self.phrases[first..].iter().take_while(|(of, _)| *of == begin) {
                if bytes[at..].starts_with(self.texts[*phrase].as_bytes()) {
                    found(*phrase);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_is_found_wherever_it_stands() {
        let phrases = ["pier", "pie", "the pier", "quay", "été", "xy"].map(str::to_owned).to_vec();
        let index = PhraseIndex::new(phrases);
        let found = |text: &str| {
            let mut all = Vec::new();
            index.find_in(text, |phrase| all.push(phrase));
            all.sort_unstable();
            all
        };
        assert_eq!(found("at the pier, été"), [0, 1, 2, 4]);
        assert_eq!(found("pie pie"), [1, 1]);
        assert!(found("").is_empty() && found("p").is_empty() && found("a ship x").is_empty());
        assert_eq!(found("a galaxy"), [5]);
    }
}
