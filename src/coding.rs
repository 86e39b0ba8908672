//! Content codings: how bodies are packed on the wire and in archives.

use std::io::Read;

/// What decoding may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DecodeLimits {
    /// Bytes of the body once decoded.
    pub(crate) max_bytes: usize,
    /// How many times its packed size a body may have. Text packs to a tenth of its size, a page of spaces to a
    /// thousandth.
    pub(crate) max_ratio: usize,
}

/// Why a body could not be decoded.
#[derive(Debug)]
pub(crate) enum DecodeError {
    /// It goes beyond a limit.
    Limit { what: &'static str, limit: usize, found: usize },
    /// It is not in the coding it claims.
    Invalid(String),
}

/// Up to this many decoded bytes the ratio does not count: small bodies of one letter pack as well as bombs.
const MIN_BYTES_FOR_RATIO: usize = 1 << 20;

/// The longest line with the size of a chunk; extensions are short where there are any.
const MAX_CHUNK_LINE_BYTES: usize = 1 << 10;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Decodes a body by its `Content-Encoding`. Headers lie: a body that does not begin like its coding is taken as it is,
/// and gzip and zstd are recognised by their first bytes even where no header names them. The header lists codings
/// in the order they were applied.
pub(crate) fn decode_body(
    body: Vec<u8>,
    content_encoding: Option<&str>,
    limits: DecodeLimits,
) -> Result<Vec<u8>, DecodeError> {
    let mut body = body;
    let named = content_encoding.unwrap_or_default().split(',').map(|c| c.trim().to_ascii_lowercase());
    let named: Vec<String> = named.collect();
    for coding in named.iter().rev().filter(|c| !matches!(c.as_str(), "" | "identity" | "none")) {
        body = match coding.as_str() {
            // Decoded by their first bytes, below.
            "gzip" | "x-gzip" | "zstd" => body,
            "br" => decode_with(brotli_decompressor::Decompressor::new(&body[..], 4096), body.len(), limits)
                .or_else(|e| as_markup(e, &body))?,
            "deflate" | "x-deflate" => decode_deflate(&body, limits)?,
            other => return Err(DecodeError::Invalid(format!("unknown content coding {other:?}"))),
        };
        body = decode_by_magic(body, limits)?;
    }
    decode_by_magic(body, limits)
}

/// Decodes what begins as gzip (all members) or zstd does.
fn decode_by_magic(body: Vec<u8>, limits: DecodeLimits) -> Result<Vec<u8>, DecodeError> {
    if body.starts_with(&GZIP_MAGIC) {
        return decode_with(flate2::read::MultiGzDecoder::new(&body[..]), body.len(), limits);
    }
    if body.starts_with(&ZSTD_MAGIC) {
        let decoder = ruzstd::decoding::StreamingDecoder::new(&body[..]);
        let decoder = decoder.map_err(|e| DecodeError::Invalid(e.to_string()))?;
        return decode_with(decoder, body.len(), limits);
    }
    Ok(body)
}

/// `deflate` means zlib, but some servers send it without zlib's header.
fn decode_deflate(body: &[u8], limits: DecodeLimits) -> Result<Vec<u8>, DecodeError> {
    decode_with(flate2::read::ZlibDecoder::new(body), body.len(), limits)
        .or_else(|e| match e {
            DecodeError::Invalid(_) => decode_with(flate2::read::DeflateDecoder::new(body), body.len(), limits),
            limit => Err(limit),
        })
        .or_else(|e| as_markup(e, body))
}

/// The body itself if it reads as markup: then it was never packed, whatever its header says.
fn as_markup(error: DecodeError, body: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let start = body.trim_ascii_start();
    match error {
        DecodeError::Invalid(_) if start.starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf<") => Ok(body.to_vec()),
        other => Err(other),
    }
}

fn decode_with(decoder: impl Read, packed_bytes: usize, limits: DecodeLimits) -> Result<Vec<u8>, DecodeError> {
    let by_ratio = packed_bytes.saturating_mul(limits.max_ratio).max(MIN_BYTES_FOR_RATIO);
    let max_bytes = limits.max_bytes.min(by_ratio);
    let mut out = Vec::new();
    let read = decoder.take(max_bytes as u64 + 1).read_to_end(&mut out);
    if out.len() > max_bytes {
        return Err(match by_ratio < limits.max_bytes {
            true => {
                let found = out.len() / packed_bytes.max(1);
                DecodeError::Limit { what: "times its packed size", limit: limits.max_ratio, found }
            }
            false => DecodeError::Limit { what: "bytes", limit: limits.max_bytes, found: out.len() },
        });
    }
    read.map(|_| out).map_err(|e| DecodeError::Invalid(e.to_string()))
}

/// Joins the chunks of a body. `None` when it is not chunked: many archives store bodies joined, but keep the header
/// that says they are chunked. A body that ends within a chunk gives what there is of it.
pub(crate) fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut chunks = 0;
    loop {
        if rest.is_empty() && chunks > 0 {
            return Some(out);
        }
        let end = memchr::memchr(b'\n', rest.get(..MAX_CHUNK_LINE_BYTES).unwrap_or(rest))?;
        let (line, after) = (rest.get(..end)?, rest.get(end + 1..)?);
        let size = line.split(|&b| b == b';').next().unwrap_or_default().trim_ascii();
        // `from_str_radix` alone would take a sign.
        if size.is_empty() || size.len() > 16 || !size.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let size = u64::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        chunks += 1;
        let Some((data, after)) = usize::try_from(size).ok().and_then(|n| after.split_at_checked(n)) else {
            out.extend_from_slice(after);
            return Some(out);
        };
        out.extend_from_slice(data);
        rest = match after {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] | [b'\r'] => &[],
            _ => return None,
        };
    }
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
        decode_body(body.to_vec(), header, LIMITS).unwrap()
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
    fn what_is_cut_off_is_broken() {
        let whole = gzip(b"<p>one two three four five six seven");
        assert!(matches!(decode_body(whole[..whole.len() - 9].to_vec(), None, LIMITS), Err(DecodeError::Invalid(_))));
    }

    #[test]
    fn chunk_sizes_are_read_in_upper_case_with_eight_digits_and_extensions() {
        assert_eq!(dechunk(b"3\r\nabc\r\n0\r\n\r\n").unwrap(), b"abc");
        assert_eq!(dechunk(b"0000000A;name=x\r\n0123456789\r\n1\nz\n0\r\nTrailer: 1\r\n\r\n").unwrap(), b"0123456789z");
        assert_eq!(dechunk(b"3  \r\nabc\r\n").unwrap(), b"abc");
    }

    #[test]
    fn what_is_in_no_chunks_is_left_alone() {
        for plain in
            [&b"<p>abc"[..], b"", b"+3\r\nabc\r\n", b"3\r\nabcdef\r\n0\r\n\r\n", b"\r\n", b"face the facts\r\n"]
        {
            assert_eq!(dechunk(plain), None, "{}", String::from_utf8_lossy(plain));
        }
        // Cut off within a chunk.
        assert_eq!(dechunk(b"ffffffffffffffff\r\nabc").unwrap(), b"abc");
    }
}
