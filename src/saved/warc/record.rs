//! One record of a WARC file.

use crate::coding::{self, DecodeError, DecodeLimits, dechunk};
use crate::error::{Error, ErrorKind};
use crate::saved::stream::{Fault, GLANCE, Place, Stream, damage, is_version};

use super::http::{Head, Kind, looks_like_html};

/// The largest head of a record or of a message.
const HEAD: usize = 64 << 10;

/// How much a body may gain by unpacking. Text packs to a tenth.
const RATIO: usize = 200;

/// What pages are wanted.
#[derive(Debug, Clone, Copy)]
pub(in crate::saved) struct Wanted {
    pub(in crate::saved) max_bytes: usize,
    pub(in crate::saved) any_status: bool,
}

impl Wanted {
    pub(in crate::saved) fn caps(&self) -> DecodeLimits {
        DecodeLimits { max_bytes: self.max_bytes, max_ratio: RATIO }
    }

    fn takes(&self, status: u16) -> bool {
        self.any_status || (200..300).contains(&status)
    }
}

/// A record's beginning.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) place: Place,
    pub(super) head: Head,
    /// What is still to be read of its block.
    left: u64,
}

/// A page's body and what was sent along with it.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What a record holds.
#[derive(Debug)]
pub(super) enum Block {
    Page(Payload),
    /// A head without a body, as revisits have it; none where there is nothing at all.
    HeadOnly(Option<(Option<u16>, Option<String>)>),
    /// An image, an error page that is not wanted, nothing.
    NoPage,
    /// A page that cannot be given.
    Refused(Error),
}

/// Goes to the next record and reads its head; none at the end of the file. `place` is set to where it begins, or
/// to where something else is.
pub(super) fn next(stream: &mut Stream, place: &mut Place) -> Result<Option<Record>, Fault> {
    loop {
        *place = stream.place();
        if stream.is_between() {
            if !stream.next_part()? {
                return Ok(None);
            }
            continue;
        }
        let ready = stream.peek(1)?;
        if ready.is_empty() {
            // The end of a member, or of a plain file.
            match stream.is_between() {
                true => continue,
                false => return Ok(None),
            }
        }
        let blank = ready.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if blank > 0 {
            stream.consume(blank);
            continue;
        }
        if stream.turns_to_gzip()? {
            continue;
        }
        break;
    }
    let ready = stream.peek(GLANCE)?;
    // The first line may be cut in two by the end of a member.
    let may_be = is_version(ready) || ready.len() < 10 && b"WARC/1.0\r\n".starts_with(ready);
    if !may_be {
        return Err(damage("bytes that are no record"));
    }
    let mut bytes = Vec::new();
    if !read_head(stream, &mut bytes, u64::MAX)? {
        return Err(damage(match bytes.len() >= HEAD {
            true => format!("a record's head of more than {HEAD} bytes"),
            false => "a record's head is cut off".to_owned(),
        }));
    }
    if !is_version(&bytes) {
        return Err(damage("bytes that are no record"));
    }
    let mut marks = memchr::memmem::find_iter(&bytes, b"WARC/");
    if marks.any(|at| at > 0 && is_version(bytes.get(at..).unwrap_or_default())) {
        return Err(damage("a record's head is cut off, and another record follows"));
    }
    let head = Head::parse(&bytes);
    let length = head.get("content-length").and_then(|v| v.parse().ok());
    let Some(left) = length else { return Err(damage("a record without a Content-Length that could be read")) };
    Ok(Some(Record { place: *place, head, left }))
}

/// Reads to the blank line that ends a head, or to the end of the block; whether there was such a line.
fn read_head(stream: &mut Stream, head: &mut Vec<u8>, most: u64) -> Result<bool, Fault> {
    let most = usize::try_from(most).unwrap_or(HEAD).min(HEAD);
    let mut line = 0;
    while head.len() < most {
        let ready = stream.peek(1)?;
        let ready = ready.get(..most - head.len()).unwrap_or(ready);
        if ready.is_empty() {
            match goes_on(stream)? {
                true => continue,
                false => return Ok(false),
            }
        }
        let (n, ended) = memchr::memchr(b'\n', ready).map_or((ready.len(), false), |n| (n + 1, true));
        head.extend_from_slice(ready.get(..n).unwrap_or_default());
        stream.consume(n);
        if ended {
            if matches!(head.get(line..), Some(b"\n" | b"\r\n")) {
                return Ok(true);
            }
            line = head.len();
        }
    }
    Ok(false)
}

/// At the end of a member: whether the record goes on in the next one. Some writers begin a member every so many bytes.
fn goes_on(stream: &mut Stream) -> Result<bool, Fault> {
    Ok(stream.is_between() && stream.next_part()? && !is_version(stream.peek(GLANCE)?))
}

impl Record {
    pub(super) fn kind(&self) -> String {
        self.head.get("warc-type").unwrap_or_default().to_ascii_lowercase()
    }

    /// The address the record is about. Early writers put it in pointed brackets.
    pub(super) fn url(&self) -> Option<&str> {
        self.head.get("warc-target-uri").map(unbracketed)
    }

    pub(super) fn date(&self) -> Option<&str> {
        self.head.get("warc-date")
    }

    /// Reads the block as that of a response, a resource or a revisit.
    pub(super) fn block(&mut self, stream: &mut Stream, wanted: Wanted) -> Result<Block, Fault> {
        let (kind, own) = (self.kind(), self.head.get("content-type").map(str::to_owned));
        let media = own.as_deref().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let is_http = kind != "resource" && matches!(media.to_ascii_lowercase().as_str(), "" | "application/http");
        if kind == "revisit" {
            let head = if is_http { self.message_head(stream)? } else { None };
            self.skip(stream)?;
            return Ok(match head {
                Some(head) if head.status().is_some_and(|s| s != 304 && !wanted.takes(s)) => Block::NoPage,
                Some(head) if Kind::of(head.get("content-type")) == Kind::Other => Block::NoPage,
                head => Block::HeadOnly(head.map(|h| (h.status(), h.get("content-type").map(str::to_owned)))),
            });
        }
        let mut head = Head::default();
        let (mut status, mut content_type) = (None, own);
        if is_http {
            match self.message_head(stream)? {
                Some(found) => head = found,
                // A response without a body, or one that is no message.
                None if self.left == 0 => return Ok(Block::NoPage),
                None => {
                    self.skip(stream)?;
                    let error = broken("a response without a head of HTTP that could be read");
                    return Ok(Block::Refused(error));
                }
            }
            status = head.status();
            content_type = head.get("content-type").map(str::to_owned);
        }
        let told = Kind::of(content_type.as_deref());
        let told = match told {
            Kind::Unknown => Kind::of(self.head.get("warc-identified-payload-type")),
            told => told,
        };
        if told == Kind::Other || status.is_some_and(|s| !wanted.takes(s)) || self.left == 0 {
            self.skip(stream)?;
            return Ok(Block::NoPage);
        }
        if self.left > wanted.max_bytes as u64 {
            let found = usize::try_from(self.left).unwrap_or(usize::MAX);
            self.skip(stream)?;
            // Of what is not even known to be a page nobody needs to be told.
            return Ok(match told {
                Kind::Unknown => Block::NoPage,
                _ => Block::Refused(ErrorKind::Limit { what: "bytes", limit: wanted.max_bytes, found }.into()),
            });
        }
        // No more is set aside than will come: what a head says may be far from it.
        let mut body = Vec::with_capacity(self.left.min(1 << 20) as usize);
        self.read(stream, |bytes| body.extend_from_slice(bytes))?;
        let body = match unwrap(body, &head, wanted.caps()) {
            Ok(body) => body,
            Err(error) => return Ok(Block::Refused(error)),
        };
        if body.is_empty() || told == Kind::Unknown && !looks_like_html(&body) {
            return Ok(Block::NoPage);
        }
        Ok(Block::Page(Payload { status, content_type, body }))
    }

    /// The head of the HTTP message in the block; none when there is none.
    fn message_head(&mut self, stream: &mut Stream) -> Result<Option<Head>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        let begin = stream.peek(GLANCE)?;
        let short = begin.len() < 5;
        if !short && !begin.starts_with(b"HTTP/") && !begin.starts_with(b"ICY ") {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let ended = read_head(stream, &mut bytes, self.left)?;
        self.left -= bytes.len() as u64;
        // All of the block may be a head; but one that is larger than heads are is none.
        Ok((ended || self.left == 0).then(|| Head::parse(&bytes)))
    }

    /// Passes over what is left of the block.
    pub(super) fn skip(&mut self, stream: &mut Stream) -> Result<(), Fault> {
        self.read(stream, |_| ())
    }

    fn read(&mut self, stream: &mut Stream, mut take: impl FnMut(&[u8])) -> Result<(), Fault> {
        while self.left > 0 {
            let ready = stream.peek(1)?;
            if ready.is_empty() {
                match goes_on(stream)? {
                    true => continue,
                    false => {
                        return Err(damage(format!("a record is cut off, {} bytes before its end", self.left)));
                    }
                }
            }
            let n = usize::try_from(self.left).map_or(ready.len(), |left| left.min(ready.len()));
            take(ready.get(..n).unwrap_or_default());
            stream.consume(n);
            self.left -= n as u64;
        }
        Ok(())
    }
}

/// Sees to it that a record ends where its head says: there follow two line ends, the file's end, or at least the
/// next record. In a file of one member a record, this also looks at the check sum.
pub(super) fn finish(stream: &mut Stream) -> Result<(), Fault> {
    let mut ends = 0;
    loop {
        let Some(&next) = stream.peek(1)?.first() else { return Ok(()) };
        match next {
            b'\n' => ends += 1,
            b'\r' => {}
            _ if ends >= 2 || is_version(stream.peek(GLANCE)?) => return Ok(()),
            _ => return Err(damage("a record does not end where its Content-Length says")),
        }
        stream.consume(1);
    }
}

/// Takes chunks and codings off a body. Archives store it as sent or as read and its head as sent: what
/// does not parse is taken as it is.
fn unwrap(mut body: Vec<u8>, head: &Head, caps: DecodeLimits) -> Result<Vec<u8>, Error> {
    if head.all("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"))
        && let Some(inner) = dechunk(&body)
    {
        body = inner;
    }
    let coding = head.all("content-encoding");
    let is_packed = coding.is_some() || body.starts_with(&[0x1f, 0x8b]) || body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    if !is_packed {
        return Ok(body);
    }
    let plain = std::str::from_utf8(&body).is_ok_and(|text| !text.contains('\0')).then(|| body.clone());
    match (coding::decode_body(body, coding.as_deref(), caps), plain) {
        (Ok(body), _) => Ok(body),
        (Err(DecodeError::Invalid(_)), Some(plain)) => Ok(plain),
        (Err(trouble), _) => Err(refusal(trouble)),
    }
}

pub(in crate::saved) fn refusal(trouble: DecodeError) -> Error {
    match trouble {
        DecodeError::Limit { what, limit, found } => ErrorKind::Limit { what, limit, found }.into(),
        DecodeError::Invalid(reason) => broken(&format!("a packed body: {reason}")),
    }
}

pub(in crate::saved) fn broken(reason: &str) -> Error {
    ErrorKind::Damaged { reason: reason.to_owned() }.into()
}

pub(super) fn unbracketed(text: &str) -> &str {
    text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text)
}
