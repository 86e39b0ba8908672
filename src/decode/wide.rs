//! Encodings of two and four bytes a letter, which no declaration in the page can name: what tells them is where the
//! zeros stand, since markup is ASCII.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How many bytes are looked at.
const SAMPLE_BYTES: usize = 4 << 10;

/// How many zeros stand at each place of four bytes, and how many fours there are.
fn zeros_by_place(bytes: &[u8]) -> ([usize; 4], usize) {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    let mut zeros = [0; 4];
    for four in sample.chunks_exact(4) {
        for (count, &byte) in zeros.iter_mut().zip(four) {
            *count += usize::from(byte == 0);
        }
    }
    (zeros, sample.len() / 4)
}

/// UTF-16 of this order: one byte of two is zero in markup and hardly ever the other.
pub(super) fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let ([a, b, c, d], fours) = zeros_by_place(bytes);
    let (even, odd, pairs) = (a + c, b + d, fours * 2);
    let is_order = |zeros: usize, others: usize| zeros * 5 > pairs && others * 50 <= pairs;
    match () {
        () if fours < 4 => None,
        () if is_order(odd, even) => Some(UTF_16LE),
        () if is_order(even, odd) => Some(UTF_16BE),
        () => None,
    }
}

/// The text of UTF-32, and whether something in it was no letter. `None` for all other bytes.
pub(super) fn decode_utf32(bytes: &[u8]) -> Option<(String, bool)> {
    let ([a, b, c, d], fours) = zeros_by_place(bytes);
    // No letter is beyond the first seventeen planes, and hardly any beyond the first.
    let is_order =
        |zeros: [usize; 2], letters: usize| zeros.iter().all(|z| z * 50 >= fours * 49) && letters * 2 < fours;
    let from = match () {
        () if fours < 4 => return None,
        () if is_order([c, d], a) => u32::from_le_bytes,
        () if is_order([a, b], d) => u32::from_be_bytes,
        () => return None,
    };
    let mut replaced = !bytes.len().is_multiple_of(4);
    let letters = bytes.as_chunks::<4>().0.iter().map(|&four| {
        char::from_u32(from(four)).unwrap_or_else(|| {
            replaced = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text: String = letters.collect();
    Some((text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), replaced))
}
