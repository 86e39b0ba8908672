//! What bytes are, by the bytes themselves.

/// The first bytes of binary files that stand among saved pages, and what to call the file.
const MAGIC: [(&[u8], &str); 19] = [
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x1f\x8b", "gzip data, packed twice"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
];

/// The same of files that have a second mark further on, since the first is of letters that a text may begin with, or says too little.
const PAIRS: [(&[u8], usize, &[u8], &str); 3] = [
    (b"RIFF", 8, b"WEBPVP8", "a WebP image"),
    (b"BZh", 4, b"1AY&SY", "bzip2 data"),
    (b"\0", 4, b"ftyp", "an MP4 recording"),
];

/// The same of files in which a number follows such letters.
const NUMBERED: [(&[u8], &str); 3] =
    [(b"ID3", "an MP3 recording"), (b"OggS", "an Ogg recording"), (b"RIFF", "a RIFF recording")];

/// What binary file the bytes are, if they are one.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    let is_at = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
    if let Some((_, _, _, name)) = PAIRS.iter().find(|(first, at, second, _)| is_at(0, first) && is_at(*at, second)) {
        return Some(name);
    }
    let has_number = bytes.iter().take(12).any(|&b| is_control(b));
    match MAGIC.iter().chain(NUMBERED.iter().filter(|_| has_number)).find(|(mark, _)| is_at(0, mark)) {
        Some((_, name)) => Some(name),
        None => looks_binary(bytes).then_some("binary data"),
    }
}

/// Whether more than one byte in thirty is a control character that no text has. Packed data has one in
/// ten; pages broken by a server have a stray NUL here and there.
fn looks_binary(bytes: &[u8]) -> bool {
    /// Enough to tell.
    const SAMPLE_BYTES: usize = 64 << 10;
    const ONE_IN: usize = 30;
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    // UTF-16, with a mark or by its look: every other byte is NUL in Western text and rare in any other.
    let nul = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = if memchr::memchr(0, sample).is_some() { (nul(0), nul(1)) } else { (0, 0) };
    let utf16 = sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff");
    if utf16 || even.max(odd) * 5 > sample.len() && even.min(odd) * ONE_IN < sample.len() || is_utf32(sample) {
        return false;
    }
    // By so many that a processor looks at them at once.
    let (chunks, rest) = sample.as_chunks::<32>();
    let count = |bytes: &[u8; 32]| bytes.iter().map(|&b| u8::from(is_control(b))).sum::<u8>();
    let controls = chunks.iter().map(|chunk| usize::from(count(chunk))).sum::<usize>();
    (controls + rest.iter().filter(|b| is_control(**b)).count()) * ONE_IN > sample.len()
}

/// Whether half of each four bytes is zero, as in UTF-32, where no letter needs more than three.
fn is_utf32(sample: &[u8]) -> bool {
    let fours = sample.as_chunks::<4>().0;
    let is_letter =
        |from: fn([u8; 4]) -> u32| fours.iter().all(|&four| char::from_u32(from(four)).is_some_and(|c| c != '\0'));
    fours.len() > 3 && (is_letter(u32::from_le_bytes) || is_letter(u32::from_be_bytes))
}

/// Whether no text has this byte. Escape belongs to ISO-2022-JP, 0x1a ends files of DOS. Without a branch: all pages go
/// through here.
fn is_control(byte: u8) -> bool {
    (byte < 9) | (byte.wrapping_sub(0x0e) < 12) | (byte.wrapping_sub(0x1c) < 4) | (byte == 0x7f)
}

/// What an index of captures is called, if the bytes are one: such files lie beside WARC files.
pub(super) fn index_kind(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b" CDX ") || bytes.starts_with(b"!OpenWayback-CDXJ") || bytes.starts_with(b"!meta {") {
        return Some(CDX);
    }
    let line = bytes.split(|&b| b == b'\n').next()?.trim_ascii();
    let mut columns = line.split(|&b| b == b' ');
    let (key, time, third) = (columns.next()?, columns.next()?, columns.next()?);
    if !key.iter().all(|&b| b.is_ascii_graphic() && b != b'<') {
        return None;
    }
    let has_key = memchr::memmem::find(key, b")/").is_some() || key.ends_with(b")");
    let has_time = time.len() == 14 && time.iter().all(u8::is_ascii_digit);
    let has_record = third.starts_with(b"{") || memchr::memmem::find(third, b"://").is_some() || third == b"-";
    (has_key && has_time && has_record).then_some(CDX)
}

const CDX: &str = "an index of captures (CDX); the pages are in the files that it names";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_known_by_their_lines() {
        for yes in [
            " CDX N b a m s k r M S V g\nexample,news)/1 20071211032145 http://news.example/1 text/html 200 X - - 1 2 f",
            "example,news)/1 20071211032145 {\"url\": \"http://news.example/1\"}\n",
            "example,news)/1 20071211032145 http://news.example/1 text/html 200 X 512",
            "!meta {\"format\": \"cdxj-gzip-1.0\"}",
        ] {
            assert_eq!(index_kind(yes.as_bytes()), Some(CDX), "{yes}");
        }
        for no in ["", "The ferry (built 1887) sailed", "a)/ 20071211032145 so", "<p>example,news)/ 20071211032145 {"] {
            assert_eq!(index_kind(no.as_bytes()), None, "{no}");
        }
    }
}
