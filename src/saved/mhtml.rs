//! MHTML: a page with all that belongs to it as one message of mail (RFC 2557), as browsers save it.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders};

use crate::error::Result;
use crate::page::Page;

use super::page;
use super::warc::broken;

/// How far a head is looked at to tell this form.
const HEAD: usize = 8 << 10;

/// Whether the bytes begin as a saved page's message does: fields of a head, of which one is of MIME.
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let bytes = bytes.get(..HEAD).unwrap_or(bytes);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let mut of_mime = false;
    for (n, line) in bytes.split(|&b| b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return of_mime;
        }
        let folded = line.starts_with(b" ") || line.starts_with(b"\t");
        if folded && n > 0 {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return of_mime && n > 2 };
        let name = line.get(..colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-') {
            return false;
        }
        let value = line.get(colon + 1..).unwrap_or_default().trim_ascii_start().to_ascii_lowercase();
        of_mime |= name.eq_ignore_ascii_case(b"mime-version")
            || name.eq_ignore_ascii_case(b"content-type") && value.starts_with(b"multipart/");
    }
    of_mime
}

/// The page of a message: its root part, with the address and the time of saving.
pub(super) fn read(bytes: &[u8]) -> Result<Page> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| broken("a message without a head"))?;
    let part = root(&message).ok_or_else(|| broken("a message without a page in it"))?;
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let raw = bytes.get(start..end.min(bytes.len())).unwrap_or_default();
    // Not as mail-parser gives it: the page's encoding is chosen by what pages declare, not by what mail does.
    let body = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).ok_or_else(|| broken("quoted-printable"))?,
        Encoding::Base64 => base64_decode(raw).ok_or_else(|| broken("base64"))?,
    };
    let content_type = part.content_type().map(|t| {
        let media = format!("{}/{}", t.ctype(), t.subtype().unwrap_or("html"));
        match t.attribute("charset") {
            Some(charset) => format!("{media}; charset={charset}"),
            None => media,
        }
    });
    // Chrome's and its kin's own field; what others say, in the part or before all parts.
    let snapshot = message.header(HeaderName::Other("Snapshot-Content-Location".into())).and_then(|v| v.as_text());
    let outer = message.parts.first().and_then(|p| p.content_location());
    let url = [snapshot, part.content_location(), outer].into_iter().flatten().map(str::trim).find(|u| is_web(u));
    let date = message.date().map(|d| d.to_rfc3339());
    page(body, url, content_type, date.as_deref(), None)
}

/// Whether an address is one of the web: parts also have `cid:` and paths on the disk of whoever saved them.
fn is_web(url: &str) -> bool {
    ["http://", "https://", "ftp://"].iter().any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s)))
}

/// The part that is the page: the one that `start` names, or else the first of HTML.
fn root<'a, 'x>(message: &'a Message<'x>) -> Option<&'a MessagePart<'x>> {
    let is_html =
        |p: &&MessagePart<'_>| p.is_content_type("text", "html") || p.is_content_type("application", "xhtml+xml");
    let bare = |id: &str| id.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
    let start = message.parts.first().and_then(|p| p.content_type()?.attribute("start").map(bare));
    let named = start.and_then(|id| message.parts.iter().find(|p| p.content_id().map(bare).as_ref() == Some(&id)));
    named.filter(is_html).or_else(|| message.parts.iter().find(is_html))
}

#[cfg(test)]
#[path = "tests/mhtml.rs"]
mod tests;
