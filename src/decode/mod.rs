//! Bytes to text, and which evidence chose the encoding.

mod controls;
mod doubled;
mod references;
mod wide;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::page::Page;

/// A page's text and how it was read.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// The encoding's WHATWG name.
    pub(crate) encoding: &'static str,
    pub(crate) evidence: EncodingEvidence,
    /// Whether bytes that fit the encoding nowhere became U+FFFD.
    pub(crate) replaced: bool,
    /// Whether the text had been encoded twice, and is as it was before.
    pub(crate) doubled: bool,
}

/// What chose the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EncodingEvidence {
    /// The caller gave text.
    Given,
    /// A byte order mark.
    Bom,
    /// The `Content-Type` header.
    Header,
    /// A declaration in the page.
    Meta,
    /// The bytes are UTF-8 and not ASCII alone: chance does not write that.
    Utf8,
    /// The look of the bytes.
    Guess,
}

impl EncodingEvidence {
    /// As provenance names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            EncodingEvidence::Given => "given as text",
            EncodingEvidence::Bom => "byte order mark",
            EncodingEvidence::Header => "content-type header",
            EncodingEvidence::Meta => "meta charset",
            EncodingEvidence::Utf8 => "valid utf-8",
            EncodingEvidence::Guess => "guessed from the bytes",
        }
    }
}

/// How much of a page is searched for a declaration. Browsers look at 1,024 bytes; archived
/// pages carry comments and an archive's inserts before theirs.
const MAX_HEAD_BYTES: usize = 16 << 10;

/// How many bytes are enough to guess from.
const MAX_SAMPLE_BYTES: usize = 256 << 10;

/// A page in UTF-8 has at least so many bytes beyond ASCII for each that stands in no character.
const MIN_BYTES_PER_STRAY: usize = 20;

/// Reads the page's bytes as text. Never fails: what cannot be read becomes U+FFFD.
pub(crate) fn decode(page: &Page) -> Decoded<'_> {
    let mut decoded = decode_bytes(page);
    if let Some(text) = references::undo_double_references(&decoded.text) {
        (decoded.text, decoded.doubled) = (text.into(), true);
    }
    if let Some(text) = controls::strip_controls(&decoded.text) {
        decoded.text = text.into();
    }
    decoded
}

fn decode_bytes(page: &Page) -> Decoded<'_> {
    if let Some(text) = page.text() {
        return Decoded {
            text,
            encoding: UTF_8.name(),
            evidence: EncodingEvidence::Given,
            replaced: false,
            doubled: false,
        };
    }
    let bytes = page.bytes();
    if let Some((text, replaced)) = wide::decode_utf32(bytes) {
        let (encoding, evidence) = ("UTF-32", EncodingEvidence::Guess);
        return Decoded { text: text.into(), encoding, evidence, replaced, doubled: false };
    }
    let (encoding, evidence) = choose_encoding(bytes, page.content_type());
    // Also takes off a byte order mark of the chosen encoding.
    let (text, _, replaced) = encoding.decode(bytes);
    let before = doubled::undo_double_encoding(&text);
    let doubled = before.is_some();
    Decoded { text: before.map_or(text, Cow::Owned), encoding: encoding.name(), evidence, replaced, doubled }
}

fn choose_encoding(bytes: &[u8], header: Option<&str>) -> (&'static Encoding, EncodingEvidence) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, EncodingEvidence::Bom);
    }
    if let Some(encoding) = wide::utf16_by_zeros(bytes) {
        return (encoding, EncodingEvidence::Guess);
    }
    let declared = header
        .and_then(|h| charset_in(h.as_bytes()))
        .map(|e| (e, EncodingEvidence::Header))
        .or_else(|| declared_encoding(&bytes[..bytes.len().min(MAX_HEAD_BYTES)]).map(|e| (e, EncodingEvidence::Meta)));
    match declared {
        // A declaration of UTF-8 that the bytes contradict is a template's mistake: the look of
        // the bytes decides, unless the damage is small enough to be a few bad characters.
        Some((encoding, _)) if encoding == UTF_8 && contradicts_utf8(bytes) => {
            (guess_encoding(bytes), EncodingEvidence::Guess)
        }
        // A single-byte encoding on bytes that are UTF-8 beyond chance: servers went on declaring
        // the old default long after the pages had changed.
        Some((encoding, _)) if encoding.is_single_byte() && is_mostly_utf8(bytes) => (UTF_8, EncodingEvidence::Utf8),
        Some((encoding, _)) if encoding != UTF_8 && is_utf8_instead_of(encoding, bytes) => {
            (UTF_8, EncodingEvidence::Utf8)
        }
        Some(found) => found,
        None if is_utf8_beyond_ascii(bytes) => (UTF_8, EncodingEvidence::Utf8),
        None => (guess_encoding(bytes), EncodingEvidence::Guess),
    }
}

fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(MAX_SAMPLE_BYTES)], bytes.len() <= MAX_SAMPLE_BYTES);
    detector.guess(None, Utf8Detection::Allow)
}

fn is_utf8_beyond_ascii(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

/// Whether bytes that are declared to be in an encoding of several bytes a letter are UTF-8: a few letters may be valid
/// in both, many are not by chance.
fn is_utf8_instead_of(declared: &'static Encoding, bytes: &[u8]) -> bool {
    /// Letters that are UTF-8 by chance in one text of millions.
    const MIN_LETTERS: usize = 8;
    if !is_mostly_utf8(bytes) {
        return false;
    }
    let letters = bytes.iter().filter(|&&b| b >= 0xc0).count();
    letters >= MIN_LETTERS || declared.decode_without_bom_handling_and_without_replacement(bytes).is_none()
}

/// Whether the bytes beyond ASCII are nearly all in UTF-8 characters: pages are put together from
/// parts, and one part in another encoding must not garble the rest.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (astray, beyond) = count_beyond_ascii(bytes);
    beyond > 0 && astray * MIN_BYTES_PER_STRAY < beyond
}

/// Whether too many of the bytes beyond ASCII stand in no UTF-8 character.
fn contradicts_utf8(bytes: &[u8]) -> bool {
    // What most pages are, and faster to tell than how far one is.
    if std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let (astray, beyond) = count_beyond_ascii(bytes);
    astray > 0 && astray * MIN_BYTES_PER_STRAY > beyond
}

/// How many bytes stand in no UTF-8 character, and how many are beyond ASCII.
fn count_beyond_ascii(bytes: &[u8]) -> (usize, usize) {
    let astray = bytes.utf8_chunks().map(|c| c.invalid().len()).sum();
    (astray, bytes.iter().filter(|b| !b.is_ascii()).count())
}

/// The encoding that the head of a page declares: `<meta charset>`, `<meta http-equiv>`, or an XML declaration.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"<?xml")
        && let Some(end) = memchr::memchr(b'>', head)
        && let Some(at) = find_ignoring_case(&head[..end], b"encoding")
        && let Some(found) = label_after_equals(&head[at + 8..end])
    {
        return Some(found);
    }
    let mut rest = head;
    while let Some(at) = find_ignoring_case(rest, b"<meta") {
        let tag = &rest[at..];
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        if let Some(found) = charset_in(&tag[..end]) {
            // A page that says UTF-16 in ASCII letters is not UTF-16.
            return Some(if found.name().starts_with("UTF-16") { UTF_8 } else { found });
        }
        rest = &tag[end..];
    }
    None
}

/// The encoding after `charset=`.
fn charset_in(text: &[u8]) -> Option<&'static Encoding> {
    find_ignoring_case(text, b"charset").and_then(|at| label_after_equals(&text[at + 7..]))
}

/// The encoding named by `= "label"`.
fn label_after_equals(text: &[u8]) -> Option<&'static Encoding> {
    let text = text.trim_ascii_start().strip_prefix(b"=")?;
    let quote = |b: &u8| matches!(b, b'"' | b'\'' | b'\\') || b.is_ascii_whitespace();
    let start = text.iter().position(|b| !quote(b))?;
    let stop = text[start..].iter().position(|b| quote(b) || matches!(b, b';' | b'>' | b'/' | b'?' | b','));
    Encoding::for_label(&text[start..stop.map_or(text.len(), |n| start + n)])
}

/// Where `needle`, in lower case, stands in `text`, in whatever case.
fn find_ignoring_case(text: &[u8], needle: &[u8]) -> Option<usize> {
    let &first = needle.first()?;
    let is_here = |at: &usize| text[*at..].get(..needle.len()).is_some_and(|t| t.eq_ignore_ascii_case(needle));
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text).find(is_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], header: Option<&str>) -> (String, &'static str, EncodingEvidence, bool) {
        let mut page = Page::new(bytes);
        if let Some(h) = header {
            page = page.with_content_type(h);
        }
        let d = decode(&page);
        (d.text.into_owned(), d.encoding, d.evidence, d.replaced)
    }

    #[test]
    fn the_stronger_evidence_wins() {
        let (text, _, by, _) =
            read(b"\xef\xbb\xbf<meta charset=iso-8859-1>\xc3\xa9", Some("text/html; charset=koi8-r"));
        assert_eq!((text.as_str(), by), ("<meta charset=iso-8859-1>é", EncodingEvidence::Bom));
        let (_, name, by, _) = read(b"<meta charset=iso-8859-2>\xb1", Some("text/html; charset=\"KOI8-R\""));
        assert_eq!((name, by), ("KOI8-R", EncodingEvidence::Header));
        let html = b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; CHARSET=iso-8859-1'>\x93Pounds \xa3\x94";
        let (text, name, by, _) = read(html, Some("text/html"));
        assert!(text.ends_with("“Pounds £”"), "{text}");
        assert_eq!((name, by), ("windows-1252", EncodingEvidence::Meta));
    }

    #[test]
    fn the_bytes_speak_where_nothing_is_declared() {
        assert_eq!(read("<p>naïve".as_bytes(), None).2, EncodingEvidence::Utf8);
        let (russian, _, _) =
            encoding_rs::WINDOWS_1251.encode("<p>Вечером в город пришёл первый снег, и движение встало.");
        assert_eq!(read(&russian, None).1, "windows-1251");
    }

    #[test]
    fn declarations_against_the_bytes_do_not_garble_the_page() {
        let (text, _, by, _) = read("<meta charset=iso-8859-1>naïve".as_bytes(), None);
        assert!(text.ends_with("naïve") && by == EncodingEvidence::Utf8);
        let (text, _, by, _) = read(b"<meta charset=utf-8>na\xefve caf\xe9 d\xe9j\xe0 vu", None);
        assert!(text.ends_with("naïve café déjà vu") && by == EncodingEvidence::Guess, "{text}");
    }

    #[test]
    fn utf8_declared_as_anything_else_is_utf8() {
        let text = "<p>\u{6e21}\u{3057}\u{8239}\u{306f}\u{6708}\u{66dc}\u{65e5}\u{306b}\u{51fa}\u{305f}";
        for charset in ["shift_jis", "euc-jp", "gb2312", "gbk", "big5", "euc-kr", "gb18030", "windows-1251"] {
            let (read, name, by, replaced) = read(text.as_bytes(), Some(&format!("text/html; charset={charset}")));
            assert_eq!(
                (read.as_str(), name, by, replaced),
                (text, "UTF-8", EncodingEvidence::Utf8, false),
                "{charset}"
            );
        }
        for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::GB18030, encoding_rs::BIG5] {
            let sample = if encoding == encoding_rs::BIG5 { "<p>\u{6e21}\u{8239}" } else { text };
            let (bytes, _, _) = encoding.encode(sample);
            let header = format!("text/html; charset={}", encoding.name());
            assert_eq!(
                self::read(&bytes, Some(&header)),
                (sample.to_owned(), encoding.name(), EncodingEvidence::Header, false)
            );
        }
    }

    #[test]
    fn wide_encodings_are_known_without_a_mark() {
        let texts = [
            "<html><p>The ferry sailed at nine with all on board.",
            "<html lang=ru><p>\u{41f}\u{430}\u{440}\u{43e}\u{43c} \u{443}\u{448}\u{451}\u{43b}",
        ];
        for text in texts {
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
            assert_eq!(read(&little, None).0, text);
            assert_eq!(read(&big, Some("text/html; charset=utf-8")).0, text);
            for mark in ["", "\u{feff}"] {
                let all: Vec<char> = format!("{mark}{text}").chars().collect();
                let little: Vec<u8> = all.iter().flat_map(|&c| u32::from(c).to_le_bytes()).collect();
                let big: Vec<u8> = all.iter().flat_map(|&c| u32::from(c).to_be_bytes()).collect();
                for bytes in [little, big] {
                    assert_eq!(read(&bytes, None), (text.to_owned(), "UTF-32", EncodingEvidence::Guess, false));
                    assert!(Page::from_bytes(bytes, "x").is_ok());
                }
            }
        }
        assert!(read(b"<p>A stray \0 and another \0 in plain text", None).0.contains("stray"));
    }

    #[test]
    fn undecodable_bytes_are_replaced_and_reported() {
        let mut bytes = "<meta charset=utf-8>".to_string() + &"é".repeat(40);
        bytes.push('x');
        let mut bytes = bytes.into_bytes();
        bytes.push(0xff);
        let (text, _, _, replaced) = read(&bytes, None);
        assert!(replaced && text.ends_with('\u{fffd}'));
    }
}
