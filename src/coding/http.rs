//! What HTTP does to bodies: content codings by name, and chunks.

use super::gzip::{DecodeError, DecodeLimits, DecodedBody, GZIP_MAGIC, decode_gzip, decode_with};

/// The longest line with the size of a chunk; extensions are short where there are any.
const MAX_CHUNK_LINE_BYTES: usize = 1 << 10;

/// How a frame of zstd begins.
pub(crate) const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Decodes a body by its `Content-Encoding`. Headers lie: a body that does not begin like its coding is taken as it is,
/// and gzip and zstd are recognised by their first bytes even where no header names them. The header lists codings
/// in the order they were applied.
///
/// A body that breaks off, or has something behind its end, gives what there is of it with the defect, as gzip(1) and
/// browsers do.
pub(crate) fn decode_body(
    body: Vec<u8>,
    content_encoding: Option<&str>,
    limits: DecodeLimits,
) -> Result<DecodedBody, DecodeError> {
    let mut body = DecodedBody::whole(body);
    let named = content_encoding.unwrap_or_default().split(',').map(|c| c.trim().to_ascii_lowercase());
    let named: Vec<String> = named.collect();
    for coding in named.iter().rev().filter(|c| !matches!(c.as_str(), "" | "identity" | "none")) {
        body = body.then(|bytes| match coding.as_str() {
            // Decoded by their first bytes, below.
            "gzip" | "x-gzip" | "zstd" => Ok(DecodedBody::whole(bytes)),
            "br" => {
                let brotli = brotli_decompressor::Decompressor::new(&bytes[..], 4096);
                decode_unless_markup("Brotli", &bytes, || decode_with("Brotli", brotli, bytes.len(), limits))
            }
            "deflate" | "x-deflate" => decode_unless_markup("deflate", &bytes, || decode_deflate(&bytes, limits)),
            other => Err(DecodeError::Invalid(format!("unknown content coding {other:?}"))),
        })?;
        body = body.then(|bytes| decode_by_magic(bytes, limits))?;
    }
    body.then(|bytes| decode_by_magic(bytes, limits))
}

/// Whether a body begins as one that is packed with gzip or zstd.
#[cfg(feature = "saved")]
pub(crate) fn begins_packed(body: &[u8]) -> bool {
    body.starts_with(&GZIP_MAGIC) || body.starts_with(&ZSTD_MAGIC)
}

/// Decodes what begins as gzip (all members) or zstd does.
fn decode_by_magic(body: Vec<u8>, limits: DecodeLimits) -> Result<DecodedBody, DecodeError> {
    if body.starts_with(&GZIP_MAGIC) {
        return decode_gzip(&body, limits);
    }
    if body.starts_with(&ZSTD_MAGIC) {
        let decoder = ruzstd::decoding::StreamingDecoder::new(&body[..]);
        let decoder = decoder.map_err(|e| DecodeError::Invalid(e.to_string()))?;
        return decode_with("zstd", decoder, body.len(), limits);
    }
    Ok(DecodedBody::whole(body))
}

/// `deflate` means zlib, but some servers send it without zlib's header.
fn decode_deflate(body: &[u8], limits: DecodeLimits) -> Result<DecodedBody, DecodeError> {
    let zlib = decode_with("deflate", flate2::read::ZlibDecoder::new(body), body.len(), limits);
    zlib.or_else(|e| match e {
        DecodeError::Invalid(_) => decode_with("deflate", flate2::read::DeflateDecoder::new(body), body.len(), limits),
        limit => Err(limit),
    })
}

/// Decodes a body; one that reads as markup was never packed, whatever its header says, if it cannot be decoded whole.
fn decode_unless_markup(
    coding: &str,
    body: &[u8],
    decode: impl FnOnce() -> Result<DecodedBody, DecodeError>,
) -> Result<DecodedBody, DecodeError> {
    let start = body.trim_ascii_start();
    let is_markup = start.starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf<");
    match decode() {
        Err(DecodeError::Invalid(_)) | Ok(DecodedBody { defect: Some(_), .. }) if is_markup => {
            Ok(DecodedBody::whole(body.to_vec()))
        }
        Err(DecodeError::Invalid(reason)) => Err(DecodeError::Invalid(format!("{coding}: {reason}"))),
        decoded => decoded,
    }
}

/// Joins the chunks of a body. `None` when it is not chunked: many archives store bodies joined, but keep the header
/// that says they are chunked. A body that ends within its chunks gives what there is of it, with the defect.
pub(crate) fn dechunk(body: &[u8]) -> Option<DecodedBody> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut chunks = 0;
    loop {
        let Some(size) = chunk_size(&mut rest) else {
            // What begins with a chunk is in chunks.
            return (chunks > 0).then(|| broken_off(bytes));
        };
        if size == 0 {
            return Some(DecodedBody::whole(bytes));
        }
        let Some((data, after)) = usize::try_from(size).ok().and_then(|n| rest.split_at_checked(n)) else {
            bytes.extend_from_slice(rest);
            return Some(broken_off(bytes));
        };
        rest = match after {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] | [b'\r'] => &[],
            _ if chunks > 0 => {
                bytes.extend_from_slice(data);
                return Some(broken_off(bytes));
            }
            _ => return None,
        };
        bytes.extend_from_slice(data);
        chunks += 1;
    }
}

fn broken_off(bytes: Vec<u8>) -> DecodedBody {
    let defect = format!("the chunks break off after {} bytes", bytes.len());
    DecodedBody { bytes, defect: Some(defect) }
}

/// Reads the line with the size of a chunk.
fn chunk_size(rest: &mut &[u8]) -> Option<u64> {
    let end = memchr::memchr(b'\n', rest.get(..MAX_CHUNK_LINE_BYTES).unwrap_or(rest))?;
    let (line, after) = (rest.get(..end)?, rest.get(end + 1..)?);
    let size = line.split(|&b| b == b';').next().unwrap_or_default().trim_ascii();
    // `from_str_radix` alone would take a sign.
    if size.is_empty() || size.len() > 16 || !size.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    *rest = after;
    u64::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const LIMITS: DecodeLimits = DecodeLimits { max_bytes: 4 << 20, max_ratio: 200 };

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn decoded(body: &[u8], header: Option<&str>) -> Vec<u8> {
        let decoded = decode_body(body.to_vec(), header, LIMITS).unwrap();
        assert_eq!(decoded.defect, None);
        decoded.bytes
    }

    /// What comes of a body with a defect, and whether the defect is told.
    fn mended(body: &[u8], header: Option<&str>) -> (Vec<u8>, bool) {
        let decoded = decode_body(body.to_vec(), header, LIMITS).unwrap();
        (decoded.bytes, decoded.defect.is_some())
    }

    #[test]
    fn all_members_of_gzip_are_read_whatever_the_header_says() {
        let two = [gzip(b"<p>one"), gzip(b" two")].concat();
        for header in [Some("gzip"), Some(" , GZIP"), Some("x-gzip"), Some(""), None] {
            assert_eq!(decoded(&two, header), b"<p>one two");
        }
    }

    #[test]
    fn deflate_comes_with_and_without_a_head() {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"<p>one").unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(b"<p>one").unwrap();
        assert_eq!(decoded(&zlib.finish().unwrap(), Some("deflate")), b"<p>one");
        assert_eq!(decoded(&raw.finish().unwrap(), Some("deflate")), b"<p>one");
    }

    #[test]
    fn headers_that_lie_do_no_harm() {
        for header in ["gzip", "br", "deflate", "zstd", "identity"] {
            assert_eq!(decoded(b"<p>plain", Some(header)), b"<p>plain", "{header}");
        }
        assert!(matches!(decode_body(b"abc".to_vec(), Some("sdch"), LIMITS), Err(DecodeError::Invalid(_))));
    }

    #[test]
    fn bombs_are_refused_by_ratio_and_by_size() {
        let bomb = gzip(&vec![b'a'; 3 << 20]);
        assert!(matches!(
            decode_body(bomb, None, LIMITS),
            Err(DecodeError::Limit { what: "times its packed size", .. })
        ));
        let noise: Vec<u8> = (0u32..1 << 18).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let large = gzip(&noise);
        let limits = DecodeLimits { max_bytes: 1 << 19, max_ratio: 200 };
        assert!(matches!(decode_body(large, None, limits), Err(DecodeError::Limit { what: "bytes", .. })));
    }

    #[test]
    fn what_breaks_off_gives_what_there_is() {
        let text: Vec<u8> =
            (0..9_000u32).flat_map(|n| format!("<p>{}", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(&text).unwrap();
        for (packed, header) in [(gzip(&text), "gzip"), (zlib.finish().unwrap(), "deflate")] {
            for cut in [packed.len() - 3, packed.len() - 9, packed.len() / 2] {
                let (bytes, told) = mended(&packed[..cut], Some(header));
                assert!(told && text.starts_with(&bytes) && bytes.len() * 3 > text.len(), "{header} {cut}");
            }
        }
        let two = [gzip(b"<p>one"), gzip(&text)].concat();
        let (bytes, told) = mended(&two[..two.len() / 2], None);
        assert!(told && bytes.starts_with(b"<p>one<p>0<p>"));
        // Nothing at all came of it.
        assert!(matches!(decode_body(gzip(b"<p>one")[..11].to_vec(), None, LIMITS), Err(DecodeError::Invalid(_))));
    }

    #[test]
    fn what_stands_behind_the_last_member_is_left_out() {
        for behind in [&b"\r\n"[..], b"x", &[0; 200], b"\x1f"] {
            let body = [gzip(b"<p>one"), gzip(b" two"), behind.to_vec()].concat();
            assert_eq!(mended(&body, Some("gzip")), (b"<p>one two".to_vec(), true));
        }
    }

    #[test]
    fn a_wrong_check_sum_is_told() {
        let mut body = gzip(b"<p>one two three");
        let n = body.len();
        body[n - 6] ^= 1;
        assert_eq!(mended(&body, None), (b"<p>one two three".to_vec(), true));
    }

    #[test]
    fn chunk_sizes_are_read_in_upper_case_with_eight_digits_and_extensions() {
        let whole = |body: &[u8]| dechunk(body).filter(|d| d.defect.is_none()).map(|d| d.bytes);
        assert_eq!(whole(b"3\r\nabc\r\n0\r\n\r\n").unwrap(), b"abc");
        let body = b"0000000A;name=x\r\n0123456789\r\n1\nz\n0\r\nTrailer: 1\r\n\r\n";
        assert_eq!(whole(body).unwrap(), b"0123456789z");
    }

    #[test]
    fn chunks_that_break_off_give_what_there_is() {
        for body in
            [&b"3  \r\nabc\r\n"[..], b"3\r\nabc\r\nrubbish", b"ffffffffffffffff\r\nabc", b"2\r\nab\r\n1\r\ncde\r\n"]
        {
            let decoded = dechunk(body).unwrap();
            assert_eq!((&decoded.bytes[..], decoded.defect.is_some()), (&b"abc"[..], true));
        }
    }

    #[test]
    fn what_is_in_no_chunks_is_left_alone() {
        for plain in
            [&b"<p>abc"[..], b"", b"+3\r\nabc\r\n", b"3\r\nabcdef\r\n0\r\n\r\n", b"\r\n", b"face the facts\r\n"]
        {
            assert_eq!(dechunk(plain), None, "{}", String::from_utf8_lossy(plain));
        }
    }
}
