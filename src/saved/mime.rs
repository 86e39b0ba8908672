//! The parts of a message of mail (RFC 2046), looked through from its beginning until the page is found.
//!
//! mail-parser reads heads here, and no more: it builds messages within messages as a tree, of any depth, whose end
//! overflows the stack.

use mail_parser::{MessageParser, MessagePart, MimeHeaders};

use crate::error::Result;
use crate::options::{Limits, check_limit};

use super::errors::at_place;

/// The longest boundary. RFC 2046 allows 70 bytes.
const MAX_BOUNDARY_BYTES: usize = 200;

/// A part of a message: the fields of its head, and its body as it was sent.
#[derive(Debug)]
pub(super) struct Part<'x> {
    pub(super) head: MessagePart<'x>,
    pub(super) body: &'x [u8],
}

/// A message's own head and the part that is its page.
#[derive(Debug)]
pub(super) struct PageParts<'x> {
    pub(super) head: MessagePart<'x>,
    /// None where no part is a page.
    pub(super) page: Option<Part<'x>>,
}

/// What a part is within, or the text after it.
#[derive(Debug)]
enum Level {
    /// Parts between delimiters, `--` and these bytes.
    Multipart(Vec<u8>),
    /// A message that is a part of a message.
    Message,
}

/// Where the body of a part ends and what follows.
struct End {
    body: usize,
    /// Where the head of the next part begins, if there is one.
    next: Option<usize>,
}

struct Walk<'x> {
    bytes: &'x [u8],
    levels: Vec<Level>,
    limits: &'x Limits,
}

/// Finds the page of a message: the part that the head's `start` names, or else the first of HTML. Parts of messages
/// within the message are none of its own. `name` stands for the message in errors.
///
/// How deep parts may stand within parts bounds the time as well: each delimiter in the text is compared with those of all
/// levels. Browsers write pages one deep. Mail goes a few deep: mixed, related and alternative, and with a signature and a
/// forwarded message or two twice that.
pub(super) fn find_page<'x>(bytes: &'x [u8], name: &str, limits: &'x Limits) -> Result<PageParts<'x>> {
    let mut walk = Walk { bytes, levels: Vec::new(), limits };
    let (mut outer, mut start, mut first) = (None, None, None);
    let mut at = 0;
    for parts in 1.. {
        let here = |error| at_place(format!("{name}#{at}"), error);
        check_limit("parts", parts, limits.saved.parts).map_err(here)?;
        let (head, body) = walk.read_head(at).map_err(here)?;
        if outer.is_none() {
            start = head.content_type().and_then(|t| t.attribute("start")).map(without_brackets);
            outer = Some(head.clone());
        }
        let in_message = walk.levels.iter().any(|level| matches!(level, Level::Message));
        let is_page = is_html(&head) && !in_message;
        let level = level_within(&head);
        let is_message = matches!(level, Some(Level::Message));
        walk.levels.extend(level);
        check_limit("levels of parts within parts", walk.levels.len(), limits.saved.levels).map_err(here)?;
        if is_message {
            at = body;
            continue;
        }
        let end = walk.find_end(body);
        if is_page {
            let is_named = start.is_some() && head.content_id().map(without_brackets) == start;
            let part = Part { head, body: bytes.get(body..end.body).unwrap_or_default() };
            if is_named || start.is_none() {
                first = Some(part);
                break;
            }
            first = first.or(Some(part));
        }
        match end.next {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(PageParts { head: outer.unwrap_or_default(), page: first })
}

impl<'x> Walk<'x> {
    /// The fields of the head that begins here, and where its body begins: after the first empty line.
    fn read_head(&self, at: usize) -> Result<(MessagePart<'x>, usize)> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let mut length = 0;
        for line in rest.split_inclusive(|&b| b == b'\n') {
            length += line.len();
            check_limit("bytes of a head", length, self.limits.saved.head_bytes)?;
            if matches!(line, b"\n" | b"\r\n") {
                break;
            }
        }
        let head = MessageParser::default().parse_headers(rest.get(..length).unwrap_or_default());
        let head = head.and_then(|message| message.parts.into_iter().next());
        Ok((head.unwrap_or_default(), at + length))
    }

    /// Finds the end of the body that begins here: the next delimiter of a level that is open. Levels that it ends, or
    /// that were not closed before it, are left.
    fn find_end(&mut self, body: usize) -> End {
        let rest = self.bytes.get(body..).unwrap_or_default();
        let mut end = None;
        for found in memchr::memmem::find_iter(rest, b"--") {
            let Some((level, after)) = self.delimiter(body + found) else { continue };
            let end = *end.get_or_insert_with(|| self.before_line_end(body, body + found));
            if self.bytes.get(after..).is_some_and(|rest| rest.starts_with(b"--")) {
                self.levels.truncate(level);
                continue;
            }
            self.levels.truncate(level + 1);
            return End { body: end, next: Some(self.next_line(after)) };
        }
        End { body: end.unwrap_or(self.bytes.len()), next: None }
    }

    /// Whose delimiter stands here, as the number of the level, and where it ends; none where there is none.
    fn delimiter(&self, at: usize) -> Option<(usize, usize)> {
        let rest = self.bytes.get(at + 2..)?;
        self.levels.iter().enumerate().rev().find_map(|(level, open)| {
            let Level::Multipart(boundary) = open else { return None };
            let after = rest.strip_prefix(boundary.as_slice())?;
            // Else this is the beginning of a longer one.
            let is_whole = after.first().is_none_or(u8::is_ascii_whitespace) || after.starts_with(b"--");
            is_whole.then_some((level, self.bytes.len() - after.len()))
        })
    }

    /// The place before the line end that belongs to a delimiter.
    fn before_line_end(&self, body: usize, delimiter: usize) -> usize {
        let text = self.bytes.get(body..delimiter).unwrap_or_default();
        let text = text.strip_suffix(b"\n").map_or(text, |text| text.strip_suffix(b"\r").unwrap_or(text));
        body + text.len()
    }

    fn next_line(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |n| at + n + 1)
    }
}

fn is_html(head: &MessagePart<'_>) -> bool {
    head.is_content_type("text", "html") || head.is_content_type("application", "xhtml+xml")
}

/// The level that a part with this head opens, if it is made of parts.
fn level_within(head: &MessagePart<'_>) -> Option<Level> {
    let content_type = head.content_type()?;
    match (content_type.ctype(), content_type.subtype()) {
        ("multipart", _) => {
            let boundary = content_type.attribute("boundary")?;
            let is_usable = (1..=MAX_BOUNDARY_BYTES).contains(&boundary.len());
            is_usable.then(|| Level::Multipart(boundary.as_bytes().to_vec()))
        }
        // One that is encoded, against the rules, is no text with a head.
        ("message", Some("rfc822" | "global")) if transfer_encoding(head) == TransferEncoding::None => {
            Some(Level::Message)
        }
        _ => None,
    }
}

/// How a part's body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransferEncoding {
    None,
    QuotedPrintable,
    Base64,
}

pub(super) fn transfer_encoding(head: &MessagePart<'_>) -> TransferEncoding {
    match head.content_transfer_encoding().unwrap_or_default().to_ascii_lowercase().as_str() {
        "quoted-printable" => TransferEncoding::QuotedPrintable,
        "base64" => TransferEncoding::Base64,
        _ => TransferEncoding::None,
    }
}

fn without_brackets(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}
