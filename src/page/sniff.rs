//! What bytes are, by the bytes themselves.

/// The first bytes of binary files that stand among saved pages: where they start, what they are, and what to call the file.
const MAGIC: [(usize, &[u8], &str); 20] = [
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (8, b"WEBPVP8", "a WebP image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"\xfd7zXZ\0", "xz data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, b"\x1f\x8b", "gzip data, packed twice"),
    (0, b"\x7fELF", "a program"),
    (0, b"SQLite format 3\0", "a database"),
];

/// The same of files that begin with what may be letters of a text; in those a number follows, or stands in front.
const WORDS: [(usize, &[u8], &str); 4] = [
    (0, b"ID3", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"RIFF", "a RIFF recording"),
    (4, b"ftyp", "an MP4 recording"),
];

/// What binary file the bytes are, if they are one.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    let is = |(at, magic, _): &&(usize, &[u8], &str)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic));
    // How hard it was packed stands between the two.
    if bytes.starts_with(b"BZh") && bytes.get(4..).is_some_and(|rest| rest.starts_with(b"1AY&SY")) {
        return Some("bzip2 data");
    }
    let has_number = bytes.iter().take(12).any(|&b| is_control(b));
    match MAGIC.iter().chain(WORDS.iter().filter(|_| has_number)).find(is) {
        Some((_, _, name)) => Some(name),
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
