//! The page that a record holds, if it holds one.

use crate::coding::{self, DecodeError, DecodeLimits, DecodedBody, dechunk};
use crate::error::Error;
use crate::page::{NOT_MODIFIED, Page};
use crate::saved::errors::{damaged, not_unpacked, too_large};
use crate::saved::html_start::looks_like_html;
use crate::saved::record_start::RecordForm;
use crate::saved::selection::Selection;
use crate::saved::stream::{RecordStream, StreamError};

use super::head::{Head, MediaClass, media_type};
use super::record::{Record, RecordType, read_head};

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
    /// A head without a body: the answer is that of another record. Its fields are empty where there is no head either.
    Revisit(RevisitHead),
    /// An image, an error page that is not wanted, nothing; of which kind.
    NoPage(String),
    /// A page that cannot be given.
    Refused(Error),
}

/// What is known of a page before its body is read.
pub(super) struct PageHead {
    payload: Payload,
    /// The head of the message.
    head: Head,
    class: MediaClass,
}

/// What the head of a record announces.
pub(super) enum Announced {
    Page(PageHead),
    Revisit(RevisitHead),
    NoPage(String),
    /// No head of HTTP where there should be one.
    NoMessage,
}

impl Announced {
    /// Reads the heads of a record. All of its body, if it has one, is left to be read.
    pub(super) fn read(
        record: &mut Record,
        stream: &mut RecordStream,
        selection: Selection,
    ) -> Result<Announced, StreamError> {
        let is_http = stream.form() == RecordForm::Arc
            || matches!(media_type(record.media.as_deref()).as_str(), "" | "application/http");
        match record.record_type {
            RecordType::Revisit => {
                let head = if is_http { read_message_head(record, stream)? } else { None };
                return Ok(revisit(head, selection));
            }
            RecordType::Response if is_http => {}
            _ => {
                let payload = Payload::without_body(None, record.media.clone());
                return Ok(announced_page(record, Head::default(), payload, selection));
            }
        }
        Ok(match read_message_head(record, stream)? {
            Some(head) if head.status() == Some(NOT_MODIFIED) => {
                record.is_not_modified = true;
                revisit(Some(head), selection)
            }
            Some(head) => {
                let payload = Payload::without_body(head.status(), head.get("content-type").map(str::to_owned));
                announced_page(record, head, payload, selection)
            }
            // A response without a body, or one that is no message.
            None if record.left == 0 => Announced::NoPage("empty".to_owned()),
            None if stream.form() == RecordForm::Arc => {
                let payload = Payload::without_body(None, record.media.clone());
                announced_page(record, Head::default(), payload, selection)
            }
            None => Announced::NoMessage,
        })
    }
}

/// Whether something is a page, as far as that is known without its body.
fn announced_page(record: &Record, head: Head, payload: Payload, selection: Selection) -> Announced {
    let mut class = MediaClass::from_content_type(payload.content_type.as_deref());
    let identified = record.head.get("warc-identified-payload-type");
    if class == MediaClass::Unclear && identified.is_some() {
        class = MediaClass::from_content_type(identified);
    }
    if let Some(status) = payload.status.filter(|&status| !selection.accepts_status(status)) {
        return Announced::NoPage(format!("status {status}"));
    }
    match class {
        _ if record.left == 0 => Announced::NoPage("empty".to_owned()),
        MediaClass::Other => Announced::NoPage(media_name(&payload)),
        _ => Announced::Page(PageHead { payload, head, class }),
    }
}

/// What pages of a type are called that are none.
fn media_name(payload: &Payload) -> String {
    let media = media_type(payload.content_type.as_deref());
    if media.is_empty() { "no media type".to_owned() } else { media }
}

fn revisit(head: Option<Head>, selection: Selection) -> Announced {
    let Some(head) = head else { return Announced::Revisit(RevisitHead::default()) };
    let (status, content_type) = (head.status(), head.get("content-type").map(str::to_owned));
    // "Not modified" is said of a page that is what it was.
    if let Some(status) = status.filter(|&status| status != NOT_MODIFIED && !selection.accepts_status(status)) {
        return Announced::NoPage(format!("status {status}"));
    }
    if MediaClass::from_content_type(content_type.as_deref()) == MediaClass::Other {
        return Announced::NoPage(media_type(content_type.as_deref()));
    }
    Announced::Revisit(RevisitHead { status, content_type })
}

impl Content {
    /// Reads a record of a response, a resource or a revisit to its end.
    pub(super) fn read(
        record: &mut Record,
        stream: &mut RecordStream,
        selection: Selection,
    ) -> Result<Content, StreamError> {
        let content = match Announced::read(record, stream, selection)? {
            Announced::Page(head) => return read_page(record, stream, selection, head),
            Announced::Revisit(head) => Content::Revisit(head),
            Announced::NoPage(kind) => Content::NoPage(kind),
            Announced::NoMessage => Content::Refused(damaged("a response without a head of HTTP that could be read")),
        };
        record.skip(stream)?;
        Ok(content)
    }
}

impl Payload {
    fn without_body(status: Option<u16>, content_type: Option<String>) -> Payload {
        Payload { status, content_type, body: Vec::new(), defect: None }
    }
}

/// Reads a body, if it is that of a page.
fn read_page(
    record: &mut Record,
    stream: &mut RecordStream,
    selection: Selection,
    announced: PageHead,
) -> Result<Content, StreamError> {
    let PageHead { payload, head, class } = announced;
    let is_declared = class == MediaClass::Page;
    let found = usize::try_from(record.left).unwrap_or(usize::MAX);
    let Some(block) = record.read_block(stream, selection.max_bytes())? else {
        // Of what is not even known to be a page nobody needs to be told.
        return Ok(match is_declared {
            true => Content::Refused(too_large(selection.max_bytes(), found)),
            false => Content::NoPage(media_name(&payload)),
        });
    };
    let decoded = match decode_payload(block.bytes, &head, selection.decode_limits()) {
        Ok(decoded) => decoded,
        Err(error) if is_declared => return Ok(Content::Refused(error)),
        Err(_) => return Ok(Content::NoPage(media_name(&payload))),
    };
    let (body, defect) = (decoded.bytes, block.defect.or(decoded.defect));
    if body.is_empty() {
        return Ok(Content::NoPage("empty".to_owned()));
    }
    if !is_declared && !looks_like_html(&body) {
        return Ok(Content::NoPage(media_name(&payload)));
    }
    let page = Page::new(body);
    if let Err(error) = page.check_readable() {
        // Servers send as plain text whatever they do not know.
        let is_html = media_type(payload.content_type.as_deref()).contains("html");
        return Ok(if is_html { Content::Refused(error) } else { Content::NoPage(media_name(&payload)) });
    }
    Ok(Content::Page(Payload { body: page.into_bytes(), defect, ..payload }))
}

/// The head of the HTTP message in the block; none when there is none.
fn read_message_head(record: &mut Record, stream: &mut RecordStream) -> Result<Option<Head>, StreamError> {
    if record.left == 0 {
        return Ok(None);
    }
    let begin = stream.peek(16)?;
    let short = begin.len() < 5;
    if !short && !begin.starts_with(b"HTTP/") && !begin.starts_with(b"ICY ") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let ended = read_head(stream, &mut bytes, record.left)?;
    record.left -= bytes.len() as u64;
    // All of the block may be a head.
    Ok((ended || record.left == 0).then(|| Head::parse(&bytes)))
}

/// Takes chunks and codings off a body. Archives store it as sent or as read and its head as sent: what
/// does not parse is taken as it is.
fn decode_payload(body: Vec<u8>, head: &Head, limits: DecodeLimits) -> Result<DecodedBody, Error> {
    let says_chunked = head.get_all("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let joined = says_chunked.then(|| dechunk(&body)).flatten();
    let body = joined.unwrap_or_else(|| {
        let defect = if says_chunked { None } else { missing_bytes(head, body.len()) };
        DecodedBody { bytes: body, defect }
    });
    let coding = head.get_all("content-encoding");
    if coding.is_none() && !coding::begins_packed(&body.bytes) {
        return Ok(body);
    }
    let plain = std::str::from_utf8(&body.bytes).is_ok_and(|text| !text.contains('\0')).then(|| body.clone());
    match (body.then(|bytes| coding::decode_body(bytes, coding.as_deref(), limits)), plain) {
        (Ok(decoded), _) => Ok(decoded),
        (Err(DecodeError::Invalid(_)), Some(plain)) => Ok(plain),
        (Err(error), _) => Err(not_unpacked(error)),
    }
}

/// How many bytes a body has less than its answer says. One that has more was unpacked before it was stored.
fn missing_bytes(head: &Head, found: usize) -> Option<String> {
    let said: usize = head.get("content-length")?.parse().ok()?;
    let missing = said.checked_sub(found).filter(|&missing| missing > 0)?;
    Some(format!("the body ends {missing} bytes before its Content-Length"))
}
