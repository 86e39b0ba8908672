//! Gzip, which pages lie packed in on disk as well, and what all decoders share.

use std::io::{self, Read};

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

pub(crate) const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A body out of its coding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodedBody {
    pub(crate) bytes: Vec<u8>,
    /// What was wrong with the packed body, where something came of it all the same.
    pub(crate) defect: Option<String>,
}

impl DecodedBody {
    pub(crate) fn whole(bytes: Vec<u8>) -> Self {
        DecodedBody { bytes, defect: None }
    }

    /// The body out of a further coding; of two defects the outer one is told.
    #[cfg(feature = "coding")]
    pub(crate) fn then<E>(self, decode: impl FnOnce(Vec<u8>) -> Result<DecodedBody, E>) -> Result<Self, E> {
        let inner = decode(self.bytes)?;
        Ok(DecodedBody { bytes: inner.bytes, defect: self.defect.or(inner.defect) })
    }
}

/// Decodes the members of gzip, and leaves out what stands behind them.
pub(crate) fn decode_gzip(body: &[u8], limits: DecodeLimits) -> Result<DecodedBody, DecodeError> {
    let mut members = Members { rest: body, current: None, done: 0, defect: None };
    let mut decoded = decode_with("gzip", &mut members, body.len(), limits)?;
    decoded.defect = decoded.defect.or(members.defect);
    Ok(decoded)
}

/// The members of gzip one after the other. Not flate2's own reader of many: that one gives up all of them for two bytes
/// behind the last.
struct Members<'a> {
    rest: &'a [u8],
    current: Option<flate2::bufread::GzDecoder<&'a [u8]>>,
    done: usize,
    defect: Option<String>,
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(member) = &mut self.current else {
                if self.rest.is_empty() {
                    return Ok(0);
                }
                if self.done > 0 && !self.rest.starts_with(&GZIP_MAGIC) {
                    self.defect = Some(format!("{} bytes behind the gzip data were left out", self.rest.len()));
                    self.rest = &[];
                    return Ok(0);
                }
                self.current = Some(flate2::bufread::GzDecoder::new(self.rest));
                continue;
            };
            let n = member.read(out)?;
            if n > 0 || out.is_empty() {
                return Ok(n);
            }
            self.rest = self.current.take().map(flate2::bufread::GzDecoder::into_inner).unwrap_or_default();
            self.done += 1;
        }
    }
}

/// Reads all that a decoder gives. Where it fails in the middle, what came before is the body.
pub(super) fn decode_with(
    coding: &str,
    mut decoder: impl Read,
    packed_bytes: usize,
    limits: DecodeLimits,
) -> Result<DecodedBody, DecodeError> {
    let by_ratio = packed_bytes.saturating_mul(limits.max_ratio).max(MIN_BYTES_FOR_RATIO);
    let max_bytes = limits.max_bytes.min(by_ratio);
    let mut bytes = Vec::new();
    let read = decoder.by_ref().take(max_bytes as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > max_bytes {
        return Err(match by_ratio < limits.max_bytes {
            true => {
                let found = bytes.len() / packed_bytes.max(1);
                DecodeError::Limit { what: "times its packed size", limit: limits.max_ratio, found }
            }
            false => DecodeError::Limit { what: "bytes", limit: limits.max_bytes, found: bytes.len() },
        });
    }
    match read {
        Ok(_) => Ok(DecodedBody::whole(bytes)),
        Err(error) if bytes.is_empty() => Err(DecodeError::Invalid(error.to_string())),
        Err(error) => {
            let defect = format!("the {coding} data are broken after {} bytes ({error})", bytes.len());
            Ok(DecodedBody { bytes, defect: Some(defect) })
        }
    }
}
