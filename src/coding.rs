//! Content codings: how bodies are packed on the wire and in archives.

use std::io::{self, Read};

/// What unpacking may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caps {
    /// Bytes of the body unpacked.
    pub(crate) bytes: usize,
    /// How many times its packed size a body may have once unpacked. Text packs to a tenth, a page of spaces to a thousandth.
    pub(crate) ratio: usize,
}

/// Why a body could not be unpacked.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It goes beyond a cap.
    Limit { what: &'static str, limit: usize, found: usize },
    /// It is not what it says.
    Broken(String),
}

/// Below this many bytes unpacked no ratio is looked at: small bodies of one letter pack as well as bombs.
const SMALL: usize = 1 << 20;

/// Unpacks a body by its `Content-Encoding`. Headers lie: what does not begin like its coding is taken as it is, and
/// gzip and zstd are known by their first bytes even where no header tells of them. Codings follow one another
/// in the header in the order they were applied.
pub(crate) fn unpack(body: Vec<u8>, header: Option<&str>, caps: Caps) -> Result<Vec<u8>, Trouble> {
    let mut body = body;
    let named: Vec<String> = header.unwrap_or_default().split(',').map(|c| c.trim().to_ascii_lowercase()).collect();
    for coding in named.iter().rev().filter(|c| !matches!(c.as_str(), "" | "identity" | "none")) {
        body = match coding.as_str() {
            "gzip" | "x-gzip" => body,
            "br" => read(&body, brotli_decompressor::Decompressor::new(&body[..], 4096), caps)
                .or_else(|t| plain(t, &body))?,
            "deflate" | "x-deflate" => inflate(&body, caps)?,
            // By its first bytes, below.
            "zstd" => body,
            other => return Err(Trouble::Broken(format!("unknown content coding {other:?}"))),
        };
        body = by_magic(body, caps)?;
    }
    by_magic(body, caps)
}

/// Unpacks what begins as gzip or zstd does; all members of it.
fn by_magic(body: Vec<u8>, caps: Caps) -> Result<Vec<u8>, Trouble> {
    if body.starts_with(&[0x1f, 0x8b]) {
        return read(&body, flate2::read::MultiGzDecoder::new(&body[..]), caps);
    }
    if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = ruzstd::decoding::StreamingDecoder::new(&body[..]).map_err(|e| Trouble::Broken(e.to_string()))?;
        return read(&body, decoder, caps);
    }
    Ok(body)
}

/// `deflate` means zlib, and some servers send it without zlib's head.
fn inflate(body: &[u8], caps: Caps) -> Result<Vec<u8>, Trouble> {
    read(body, flate2::read::ZlibDecoder::new(body), caps)
        .or_else(|t| match t {
            Trouble::Broken(_) => read(body, flate2::read::DeflateDecoder::new(body), caps),
            limit => Err(limit),
        })
        .or_else(|t| plain(t, body))
}

/// A body that reads as text was never packed, whatever its header says.
fn plain(trouble: Trouble, body: &[u8]) -> Result<Vec<u8>, Trouble> {
    let head = body.trim_ascii_start();
    match trouble {
        Trouble::Broken(_) if head.starts_with(b"<") || head.starts_with(b"\xef\xbb\xbf<") => Ok(body.to_vec()),
        other => Err(other),
    }
}

fn read(packed: &[u8], from: impl Read, caps: Caps) -> Result<Vec<u8>, Trouble> {
    let by_ratio = packed.len().saturating_mul(caps.ratio).max(SMALL);
    let most = caps.bytes.min(by_ratio);
    let mut out = Vec::new();
    let read = from.take(most as u64 + 1).read_to_end(&mut out);
    if out.len() > most {
        let (what, limit) =
            if by_ratio < caps.bytes { ("times its packed size", caps.ratio) } else { ("bytes", caps.bytes) };
        let found = if by_ratio < caps.bytes { out.len() / packed.len().max(1) } else { out.len() };
        return Err(Trouble::Limit { what, limit, found });
    }
    match read {
        Ok(_) => Ok(out),
        Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(Trouble::Broken(e.to_string())),
        Err(e) => Err(Trouble::Broken(e.to_string())),
    }
}

/// Takes a body out of its chunks. None when it is in none: many archives store bodies as they were, and the header
/// that told of chunks with them. A body that ends within its chunks gives what there is of it.
pub(crate) fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    /// Longer lines with the size of a chunk are none; extensions are short where there are any.
    const LINE: usize = 1 << 10;
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut chunks = 0;
    loop {
        if rest.is_empty() && chunks > 0 {
            return Some(out);
        }
        let end = memchr::memchr(b'\n', rest.get(..LINE).unwrap_or(rest))?;
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

    const CAPS: Caps = Caps { bytes: 4 << 20, ratio: 200 };

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn unpacked(body: &[u8], header: Option<&str>) -> Vec<u8> {
        unpack(body.to_vec(), header, CAPS).unwrap()
    }

    #[test]
    fn all_members_of_gzip_are_read_whatever_the_header_says() {
        let two = [gzip(b"<p>one"), gzip(b" two")].concat();
        for header in [Some("gzip"), Some(" , GZIP"), Some("x-gzip"), Some(""), None] {
            assert_eq!(unpacked(&two, header), b"<p>one two");
        }
    }

    #[test]
    fn deflate_comes_with_and_without_a_head() {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"<p>one").unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(b"<p>one").unwrap();
        assert_eq!(unpacked(&zlib.finish().unwrap(), Some("deflate")), b"<p>one");
        assert_eq!(unpacked(&raw.finish().unwrap(), Some("deflate")), b"<p>one");
    }

    #[test]
    fn headers_that_lie_do_no_harm() {
        for header in ["gzip", "br", "deflate", "zstd", "identity"] {
            assert_eq!(unpacked(b"<p>plain", Some(header)), b"<p>plain", "{header}");
        }
        assert!(matches!(unpack(b"abc".to_vec(), Some("sdch"), CAPS), Err(Trouble::Broken(_))));
    }

    #[test]
    fn bombs_are_refused_by_ratio_and_by_size() {
        let bomb = gzip(&vec![b'a'; 3 << 20]);
        assert!(matches!(unpack(bomb, None, CAPS), Err(Trouble::Limit { what: "times its packed size", .. })));
        let noise: Vec<u8> = (0u32..1 << 18).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let large = gzip(&noise);
        let caps = Caps { bytes: 1 << 19, ratio: 200 };
        assert!(matches!(unpack(large, None, caps), Err(Trouble::Limit { what: "bytes", .. })));
    }

    #[test]
    fn what_is_cut_off_is_broken() {
        let whole = gzip(b"<p>one two three four five six seven");
        assert!(matches!(unpack(whole[..whole.len() - 9].to_vec(), None, CAPS), Err(Trouble::Broken(_))));
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
