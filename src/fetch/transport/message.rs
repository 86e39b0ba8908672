//! Requests and responses, as every part of the transport sees them.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, LOCATION};
use url::Url;

use crate::coding::DecodeLimits;
use crate::fetch::address::without_credentials;
use crate::page::is_redirect_status;

use super::time::TimeSpent;

/// Which of a host's limits a request counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::fetch) enum Pool {
    /// Indexes of captures: CDX and TimeMaps share one limit.
    Index,
    /// Captures themselves, and everything else an archive serves.
    Replay,
    /// Pages of the live web.
    Live,
}

/// A request.
#[derive(Debug, Clone)]
pub(in crate::fetch) struct Request {
    pub(in crate::fetch) url: Url,
    pub(in crate::fetch) pool: Pool,
    pub(in crate::fetch) headers: Vec<(HeaderName, String)>,
    /// The first and last byte wanted.
    pub(in crate::fetch) range: Option<(u64, u64)>,
    /// Whether whoever sends it asks for less where the server cannot answer in time: the same is not asked again.
    pub(in crate::fetch) asks_for_less: bool,
    /// The time that it and those before it on the way have taken.
    pub(in crate::fetch) spent: TimeSpent,
}

/// A response, whatever its status.
#[derive(Debug, Clone)]
pub(in crate::fetch) struct Response {
    /// The address that was requested.
    pub(in crate::fetch) url: Url,
    pub(in crate::fetch) status: u16,
    pub(in crate::fetch) headers: HeaderMap,
    /// Decoded, unless only a range was requested.
    pub(in crate::fetch) body: Vec<u8>,
    /// Whether it came out of the cache.
    pub(in crate::fetch) cached: bool,
    /// What was wrong with the body, where something came of it all the same.
    pub(in crate::fetch) defect: Option<String>,
    /// Whether the transfer ended before the body did: another may bring more.
    pub(in crate::fetch) broken_off: bool,
}

/// A request whose response is in the cache.
#[derive(Debug, Clone)]
pub(in crate::fetch) struct KeptRequest {
    pub(in crate::fetch) request: Request,
    /// The status of the response.
    pub(in crate::fetch) status: u16,
    /// When the response was captured (`Memento-Datetime`), if it is one out of an archive.
    pub(in crate::fetch) captured: Option<String>,
    pub(in crate::fetch) content_type: Option<String>,
}

/// How much of a response is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadLimit {
    pub(super) max_bytes: usize,
    /// How many times its packed size a body may have.
    pub(super) max_ratio: usize,
    /// Whether a longer body is cut at the end of a line; otherwise it is an error.
    pub(super) truncate: bool,
}

impl ReadLimit {
    /// What a body is held to once it is out of its coding.
    pub(super) fn decoded(self) -> DecodeLimits {
        DecodeLimits { max_bytes: self.max_bytes, max_ratio: self.max_ratio }
    }
}

impl Request {
    pub(in crate::fetch) fn new(url: Url, pool: Pool) -> Self {
        Request { url, pool, headers: Vec::new(), range: None, asks_for_less: false, spent: TimeSpent::default() }
    }

    pub(in crate::fetch) fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Counts its time together with that of other requests on the way to a page.
    pub(in crate::fetch) fn within(self, spent: &TimeSpent) -> Self {
        Request { spent: spent.clone(), ..self }
    }

    /// Requests only the bytes from the first to the last, as they are stored.
    pub(in crate::fetch) fn with_range(mut self, first: u64, last: u64) -> Self {
        self.range = Some((first, last));
        self
    }

    /// Whether a part of what was asked for is of use: of a page it is, of an index or a record it would pass for the
    /// whole.
    pub(super) fn may_break_off(&self) -> bool {
        self.range.is_none() && self.pool != Pool::Index
    }
}

impl Response {
    /// The first value of a header that is text, without control characters, and not empty.
    pub(in crate::fetch) fn header(&self, name: &str) -> Option<&str> {
        let texts = self.headers.get_all(name).iter().filter_map(|v| std::str::from_utf8(v.as_bytes()).ok());
        texts.map(str::trim).find(|v| !v.is_empty() && !v.contains(is_control))
    }

    /// All headers as texts. Values in no known encoding are read a byte a character.
    pub(in crate::fetch) fn header_texts(&self) -> Vec<(String, String)> {
        self.headers.iter().map(|(name, value)| (name.to_string(), text_of(value))).collect()
    }

    /// `Location`, as it is written. Servers send it in any encoding; bytes beyond ASCII are percent-encoded as they
    /// are, as browsers do.
    pub(in crate::fetch) fn location(&self) -> Option<String> {
        let values = self.headers.get_all(LOCATION).iter().map(|value| value.as_bytes().trim_ascii());
        let value = values.into_iter().find(|value| !value.is_empty())?;
        let mut out = String::with_capacity(value.len());
        for &byte in value {
            match byte.is_ascii() {
                true => out.push(char::from(byte)),
                false => out += &format!("%{byte:02X}"),
            }
        }
        Some(out)
    }

    /// The address that `Location` names.
    pub(in crate::fetch) fn location_url(&self) -> Option<Url> {
        self.url.join(&self.location()?).ok()
    }

    /// The address to go on to, if the response is a redirect.
    pub(in crate::fetch) fn redirect_url(&self) -> Option<Url> {
        self.next_url().filter(|_| is_redirect_status(self.status))
    }

    /// The address to go on to, if the response has any 3xx status and stays on its host.
    pub(in crate::fetch) fn redirect_on_host(&self) -> Option<Url> {
        self.next_url().filter(|next| (300..400).contains(&self.status) && next.host() == self.url.host())
    }

    /// The address that `Location` names, with user and password only where it is those of the request that go on to the server
    /// which they were given for: a server does not make us log in anywhere.
    fn next_url(&self) -> Option<Url> {
        let next = self.location_url()?;
        let is_same = next.origin() == self.url.origin()
            && (next.username(), next.password()) == (self.url.username(), self.url.password());
        Some(if is_same { next } else { without_credentials(&next) })
    }
}

/// The value of a header as a text of one line. Those control characters that HTTP lets through, and terminals obey, become
/// spaces.
fn text_of(value: &HeaderValue) -> String {
    let bytes = value.as_bytes();
    let text =
        std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|&b| char::from(b)).collect(), str::to_owned);
    text.replace(is_control, " ")
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t'
}
