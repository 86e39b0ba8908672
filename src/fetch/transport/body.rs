//! Reads bodies as they are sent, as far as they come.

use std::time::Duration;

use reqwest::header::CONTENT_ENCODING;

use crate::coding::decode_body;
use crate::error::{ErrorKind, FetchStage};

use super::message::{ReadLimit, Request};
use super::retry::SendFailure;

/// How long nothing may come of a page that is whole by its look. A server that was told too great a length keeps the
/// connection open for the rest, which it does not have.
const WHOLE_PAGE_STALL: Duration = Duration::from_secs(2);

/// The number of such times without anything after which any body has broken off.
const MAX_STALLS: u32 = 8;

/// How far from its last byte the end tag of a page stands: some add comments.
const PAGE_END_BYTES: usize = 1 << 10;

/// What kept a body from being read.
pub(super) enum BodyFailure {
    TooLong { limit: usize, found: usize },
    Client(reqwest::Error),
}

impl BodyFailure {
    pub(super) fn for_request(self, request: &Request) -> SendFailure {
        match self {
            BodyFailure::TooLong { limit, found } => {
                SendFailure::Permanent(ErrorKind::Limit { what: "bytes", limit, found }.into())
            }
            BodyFailure::Client(error) => SendFailure::from_client_error(&request.url, FetchStage::Body, error),
        }
    }
}

/// A body, as it was sent.
pub(super) struct ReadBody {
    pub(super) bytes: Vec<u8>,
    /// What is wrong with its end.
    pub(super) defect: Option<String>,
    /// Whether something may be missing.
    pub(super) broken_off: bool,
}

/// Reads a body as far as the limit allows. One that breaks off on the way is what came of it, if that is wanted.
pub(super) async fn read_body(
    mut received: reqwest::Response,
    limit: ReadLimit,
    keeps_broken: bool,
) -> Result<ReadBody, BodyFailure> {
    let too_long = |found| BodyFailure::TooLong { limit: limit.max_bytes, found };
    let announced = received.content_length().and_then(|n| usize::try_from(n).ok());
    if announced.is_some_and(|n| n > limit.max_bytes) && !limit.truncate {
        return Err(too_long(announced.unwrap_or_default()));
    }
    let coding = received.headers().get(CONTENT_ENCODING).and_then(|coding| coding.to_str().ok()).map(str::to_owned);
    let broken = |body: Vec<u8>| {
        let defect = match announced.and_then(|n| n.checked_sub(body.len())) {
            Some(missing) => format!("the body ends {missing} bytes before its Content-Length"),
            None => format!("the chunks break off after {} bytes", body.len()),
        };
        let broken_off = !is_whole_page(&body, coding.as_deref(), limit);
        ReadBody { bytes: body, defect: Some(defect), broken_off }
    };
    let (mut body, mut stalls) = (Vec::new(), 0);
    loop {
        let Ok(chunk) = tokio::time::timeout(WHOLE_PAGE_STALL, received.chunk()).await else {
            stalls += 1;
            let is_over = stalls == MAX_STALLS || is_whole_page(&body, coding.as_deref(), limit);
            if keeps_broken && !body.is_empty() && is_over {
                return Ok(broken(body));
            }
            continue;
        };
        let chunk = match chunk {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            // What is merely slow may come yet.
            Err(error) if keeps_broken && !body.is_empty() && !error.is_timeout() => return Ok(broken(body)),
            Err(error) => return Err(BodyFailure::Client(error)),
        };
        stalls = 0;
        body.extend_from_slice(&chunk);
        if body.len() <= limit.max_bytes {
            continue;
        }
        if !limit.truncate {
            return Err(too_long(body.len()));
        }
        let whole_lines = body.get(..limit.max_bytes).and_then(|kept| memchr::memrchr(b'\n', kept));
        body.truncate(whole_lines.map_or(0, |end| end + 1));
        break;
    }
    Ok(ReadBody { bytes: body, defect: None, broken_off: false })
}

/// Whether a body, once it is out of its coding, ends as pages do.
fn is_whole_page(body: &[u8], coding: Option<&str>, limit: ReadLimit) -> bool {
    let Ok(decoded) = decode_body(body.to_vec(), coding, limit.decoded()) else { return false };
    let end = decoded.bytes.get(decoded.bytes.len().saturating_sub(PAGE_END_BYTES)..).unwrap_or_default();
    decoded.defect.is_none() && memchr::memmem::find(&end.to_ascii_lowercase(), b"</html>").is_some()
}
