//! The page that a record holds, if it holds one.

use crate::coding::{self, DecodeError, DecodeLimits, DecodedBody, dechunk};
use crate::error::Error;
use crate::saved::errors::{damaged, not_unpacked, too_large};
use crate::saved::format::looks_like_html;
use crate::saved::selection::Selection;
use crate::saved::stream::{MAX_PEEK_BYTES, RecordStream, StreamError};

use super::head::{Head, MediaClass};
use super::record::{Record, read_head};

/// A page's body and what was sent along with it.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
    /// What was wrong with the body as it was stored, if anything was.
    pub(super) defect: Option<String>,
}

/// What the head of an answer tells of a page whose body is elsewhere.
#[derive(Debug, Default)]
pub(super) struct RevisitHead {
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
}

/// What a record holds.
#[derive(Debug)]
pub(super) enum Content {
    Page(Payload),
    /// A head without a body, as revisits have it; its fields are empty where there is no head either.
    Revisit(RevisitHead),
    /// An image, an error page that is not wanted, nothing.
    NoPage,
    /// A page that cannot be given.
    Refused(Error),
}

impl Content {
    /// Reads the block of a record as that of a response, a resource or a revisit.
    pub(super) fn read(
        record: &mut Record,
        stream: &mut RecordStream,
        selection: Selection,
    ) -> Result<Content, StreamError> {
        let (warc_type, own) = (record.warc_type(), record.head.get("content-type").map(str::to_owned));
        let media = own.as_deref().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let is_http = warc_type != "resource" && matches!(media.to_ascii_lowercase().as_str(), "" | "application/http");
        if warc_type == "revisit" {
            let head = if is_http { read_message_head(record, stream)? } else { None };
            record.skip(stream)?;
            return Ok(revisit(head, selection));
        }
        if !is_http {
            return read_page(record, stream, selection, &Head::default(), Payload::without_body(None, own));
        }
        match read_message_head(record, stream)? {
            Some(head) => {
                let payload = Payload::without_body(head.status(), head.get("content-type").map(str::to_owned));
                read_page(record, stream, selection, &head, payload)
            }
            // A response without a body, or one that is no message.
            None if record.left == 0 => Ok(Content::NoPage),
            None => {
                record.skip(stream)?;
                Ok(Content::Refused(damaged("a response without a head of HTTP that could be read")))
            }
        }
    }
}

impl Payload {
    fn without_body(status: Option<u16>, content_type: Option<String>) -> Payload {
        Payload { status, content_type, body: Vec::new(), defect: None }
    }
}

fn revisit(head: Option<Head>, selection: Selection) -> Content {
    let Some(head) = head else { return Content::Revisit(RevisitHead::default()) };
    let (status, content_type) = (head.status(), head.get("content-type"));
    // "Not modified" is said of a page that is what it was.
    let is_refused = status.is_some_and(|s| s != 304 && !selection.accepts_status(s));
    if is_refused || MediaClass::from_content_type(content_type) == MediaClass::Other {
        return Content::NoPage;
    }
    Content::Revisit(RevisitHead { status, content_type: content_type.map(str::to_owned) })
}

/// Reads a body, if it is that of a page.
fn read_page(
    record: &mut Record,
    stream: &mut RecordStream,
    selection: Selection,
    head: &Head,
    payload: Payload,
) -> Result<Content, StreamError> {
    let class = match MediaClass::from_content_type(payload.content_type.as_deref()) {
        MediaClass::Unknown => MediaClass::from_content_type(record.head.get("warc-identified-payload-type")),
        class => class,
    };
    let is_refused = payload.status.is_some_and(|status| !selection.accepts_status(status));
    if class == MediaClass::Other || is_refused || record.left == 0 {
        record.skip(stream)?;
        return Ok(Content::NoPage);
    }
    if record.left > selection.max_bytes as u64 {
        let found = usize::try_from(record.left).unwrap_or(usize::MAX);
        record.skip(stream)?;
        // Of what is not even known to be a page nobody needs to be told.
        return Ok(match class {
            MediaClass::Unknown => Content::NoPage,
            _ => Content::Refused(too_large(selection.max_bytes, found)),
        });
    }
    // No more is set aside than will come: what a head says may be far from it.
    let mut body = Vec::with_capacity(record.left.min(1 << 20) as usize);
    record.read_block(stream, |bytes| body.extend_from_slice(bytes))?;
    let DecodedBody { bytes: body, defect } = match decode_payload(body, head, selection.decode_limits()) {
        Ok(decoded) => decoded,
        Err(error) => return Ok(Content::Refused(error)),
    };
    if body.is_empty() || class == MediaClass::Unknown && !looks_like_html(&body) {
        return Ok(Content::NoPage);
    }
    Ok(Content::Page(Payload { body, defect, ..payload }))
}

/// The head of the HTTP message in the block; none when there is none.
fn read_message_head(record: &mut Record, stream: &mut RecordStream) -> Result<Option<Head>, StreamError> {
    if record.left == 0 {
        return Ok(None);
    }
    let begin = stream.peek(MAX_PEEK_BYTES)?;
    let short = begin.len() < 5;
    if !short && !begin.starts_with(b"HTTP/") && !begin.starts_with(b"ICY ") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let ended = read_head(stream, &mut bytes, record.left)?;
    record.left -= bytes.len() as u64;
    // All of the block may be a head; but one that is larger than heads are is none.
    Ok((ended || record.left == 0).then(|| Head::parse(&bytes)))
}

/// Takes chunks and codings off a body. Archives store it as sent or as read and its head as sent: what
/// does not parse is taken as it is.
fn decode_payload(body: Vec<u8>, head: &Head, limits: DecodeLimits) -> Result<DecodedBody, Error> {
    let says_chunked = head.get_all("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let joined = says_chunked.then(|| dechunk(&body)).flatten();
    let DecodedBody { bytes, defect } = joined.unwrap_or_else(|| DecodedBody::whole(body));
    let coding = head.get_all("content-encoding");
    let is_packed =
        coding.is_some() || bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    if !is_packed {
        return Ok(DecodedBody { bytes, defect });
    }
    let plain = std::str::from_utf8(&bytes).is_ok_and(|text| !text.contains('\0')).then(|| bytes.clone());
    match (coding::decode_body(bytes, coding.as_deref(), limits), plain) {
        (Ok(decoded), _) => Ok(DecodedBody { defect: defect.or(decoded.defect), ..decoded }),
        (Err(DecodeError::Invalid(_)), Some(bytes)) => Ok(DecodedBody { bytes, defect }),
        (Err(error), _) => Err(not_unpacked(error)),
    }
}
