//! MHTML: a page with all that belongs to it as one message of mail (RFC 2557), as browsers save it.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{GetHeader, HeaderName, MimeHeaders};

use crate::archive::Timestamp;
use crate::error::Result;
use crate::options::Limits;
use crate::page::Page;

use super::errors::damaged;
use super::mime::{self, PageParts, TransferEncoding};
use super::saved_page::PageFacts;

/// How much of a head is looked at to tell this form.
const HEAD_SAMPLE_BYTES: usize = 8 << 10;

/// Whether the bytes begin as a saved page's message does: fields of a head, of which one is of MIME.
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let bytes = bytes.get(..HEAD_SAMPLE_BYTES).unwrap_or(bytes);
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

/// The page of a message: its root part, with the address and the time of saving. `name` stands for the message in errors.
pub(super) fn read_page(bytes: &[u8], name: &str, limits: &Limits) -> Result<Page> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let PageParts { head, page: part } = mime::find_page(bytes, name, limits)?;
    let part = part.ok_or_else(|| damaged("a message without a page in it"))?;
    // Not as mail-parser gives it: the page's encoding is chosen by what pages declare, not by what mail does. What is
    // not as its encoding has it is taken as it is.
    let decoded = match mime::transfer_encoding(&part.head) {
        TransferEncoding::None => None,
        TransferEncoding::QuotedPrintable => quoted_printable_decode(part.body),
        TransferEncoding::Base64 => base64_decode(part.body),
    };
    let body = decoded.unwrap_or_else(|| part.body.to_vec());
    let content_type = part.head.content_type().map(|t| {
        let media = format!("{}/{}", t.ctype(), t.subtype().unwrap_or("html"));
        match t.attribute("charset") {
            Some(charset) => format!("{media}; charset={charset}"),
            None => media,
        }
    });
    // Chrome's and its kin's own field; what others say, in the part or before all parts.
    let snapshot = head.headers.header("Snapshot-Content-Location").and_then(|field| field.value.as_text());
    let told = [snapshot, part.head.content_location(), head.content_location()];
    let url = told.into_iter().flatten().map(str::trim).find(|u| is_web(u));
    let date = head.headers.header_value(&HeaderName::Date).and_then(|value| value.as_datetime());
    let captured = date.and_then(|date| Timestamp::from_unix_seconds(date.to_timestamp()));
    PageFacts { url, content_type, captured, status: None }.page(body)
}

/// Whether an address is one of the web: parts also have `cid:` and paths on the disk of whoever saved them.
fn is_web(url: &str) -> bool {
    ["http://", "https://", "ftp://"].iter().any(|s| url.get(..s.len()).is_some_and(|u| u.eq_ignore_ascii_case(s)))
}

#[cfg(test)]
#[path = "tests/mhtml.rs"]
mod tests;
