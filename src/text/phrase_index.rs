//! Finding which of many phrases a text holds, in one pass over it.

/// Phrases by their first two bytes.
#[derive(Debug)]
pub(crate) struct PhraseIndex {
    /// The pairs of bytes that begin one.
    begins: Box<[u64; 1024]>,
    /// The pairs with the place of their phrase, in order.
    phrases: Vec<(u16, usize)>,
    texts: Vec<String>,
}

impl PhraseIndex {
    /// An index of phrases, each of two bytes or more: shorter ones are not found.
    pub(crate) fn new(texts: Vec<String>) -> PhraseIndex {
        let pair = |text: &String| text.as_bytes().first_chunk::<2>().map(|two| u16::from_be_bytes(*two));
        let mut phrases: Vec<(u16, usize)> =
            texts.iter().enumerate().filter_map(|(at, text)| Some((pair(text)?, at))).collect();
        phrases.sort_unstable();
        let mut begins = Box::new([0; 1024]);
        for (pair, _) in &phrases {
            begins[usize::from(pair >> 6)] |= 1 << (pair & 63);
        }
        PhraseIndex { begins, phrases, texts }
    }

    /// Tells of each phrase that stands in a text, as often as it does; only as written, so that both are to be in lower case.
    pub(crate) fn find_in(&self, text: &str, mut found: impl FnMut(usize)) {
        let bytes = text.as_bytes();
        for at in 1..bytes.len() {
            let (at, pair) = (at - 1, u16::from_be_bytes([bytes[at - 1], bytes[at]]));
            if self.begins[usize::from(pair >> 6)] & 1 << (pair & 63) == 0 {
                continue;
            }
            let first = self.phrases.partition_point(|(p, _)| *p < pair);
            for (_, phrase) in self.phrases[first..].iter().take_while(|(p, _)| *p == pair) {
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
        let phrases = ["pier", "pie", "the pier", "quay", "été", "x"].map(str::to_owned).to_vec();
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
    }
}
