//! Archive URLs, and the undoing of what a replay service did to a page.
//!
//! One walk over the page asks each service for its marks. Only a page that carries some is touched:
//! an article that merely links to an archive keeps its links.

mod address;
mod archive_today;
mod clues;
mod modifier;
mod pywb;
mod service;
mod timestamp;
mod url;
mod wayback;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use ::url::Url;

use crate::article::{Capture, DateTime};
use crate::dom::{Document, NodeId, Tag};

use address::Prefix;
use clues::{Replay, Rewriting, names_page};

pub use modifier::Modifier;
pub use service::Archive;
#[cfg(feature = "fetch")]
pub(crate) use service::Dialect;
pub use timestamp::{Period, Timestamp};
pub use url::CaptureUrl;

/// What is known of the capture a page was read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Provenance {
    /// The page's own address.
    pub(crate) original: Option<Url>,
    /// The archive's host.
    pub(crate) archive: Option<String>,
    /// When it was captured.
    pub(crate) captured: Option<DateTime>,
    /// The address of the capture.
    pub(crate) capture_url: Option<String>,
}

/// Attributes that hold words, in which an address is the page's own.
const WORDS: [&str; 6] = ["alt", "title", "aria-label", "placeholder", "summary", "label"];

/// Undoes a replay: takes out what the archive inserted, restores every rewritten address, and tells
/// what page this was. `url` and `captured` are what the caller knows; they win over the page's own inserts.
pub(crate) fn restore(doc: &mut Document, url: Option<&Url>, captured: Option<DateTime>) -> Provenance {
    let given = url.and_then(|u| CaptureUrl::parse(u.as_str()));
    let mut replay = find(doc, given.as_ref());
    if let Some(replay) = &mut replay {
        let original = replay.original.take();
        replay.original = original.or_else(|| own_address(doc, &replay.rewriting));
        for &n in &replay.inserts {
            doc.remove(n);
        }
        restore_addresses(doc, &replay.rewriting);
    }
    provenance(url, given, replay, captured)
}

/// What page this was, for one that has no markup to tell it.
pub(crate) fn origin(url: Option<&Url>, captured: Option<DateTime>) -> Provenance {
    let given = url.and_then(|u| CaptureUrl::parse(u.as_str()));
    provenance(url, given, None, captured)
}

impl Provenance {
    /// The capture, if the page is known to be one.
    pub(crate) fn capture(&self) -> Option<Capture> {
        let known = self.captured.is_some() || self.capture_url.is_some();
        known.then(|| Capture {
            archive: self.archive.clone(),
            timestamp: self.captured,
            url: self.capture_url.clone(),
        })
    }
}

/// The replay that this page is, if it is one.
fn find(doc: &Document, given: Option<&CaptureUrl>) -> Option<Replay> {
    let mut wayback = wayback::Clues::default();
    let mut pywb = pywb::Clues::default();
    let mut today = archive_today::Clues::default();
    // Addresses rewritten for the very capture that was asked for need no other mark.
    let asked = given.filter(|url| !url.is_raw()).map(|url| (url, Prefix::of(url)));
    let mut as_asked = false;
    for n in doc.all() {
        if doc.is_text(n) {
            continue;
        }
        let tag = doc.tag(n);
        if tag == Tag::None {
            if let Some(text) = doc.comment(n) {
                wayback.comment(n, text);
                pywb.comment(n, text);
            }
            continue;
        }
        wayback.element(doc, n, tag);
        pywb.element(doc, n, tag);
        today.element(doc, n, tag);
        if let Some((url, prefix)) = asked.as_ref().filter(|_| !as_asked) {
            let stamp = url.timestamp.map(|t| t.to_string());
            as_asked = doc.attrs(n).any(|(_, value)| stamp.is_some() && prefix.stamp_of(value) == stamp.as_deref());
        }
    }
    let by_mark = wayback.replay(doc, given).or_else(|| pywb.replay(doc, given)).or_else(|| today.replay(doc));
    by_mark.or_else(|| {
        let (url, prefix) = asked.filter(|_| as_asked)?;
        Some(Replay {
            host: Some(url.host().to_owned()),
            base: Some(url.prefix.clone()),
            original: None,
            timestamp: None,
            rewriting: Rewriting::Prefix(Box::new(prefix)),
            inserts: Vec::new(),
        })
    })
}

/// The page's own address, as a rewritten canonical link, `og:url` or base tells it. A base may be the
/// page's folder alone: it is the last to be asked.
fn own_address(doc: &Document, rewriting: &Rewriting) -> Option<String> {
    let found = doc.all().filter(|&n| names_page(doc, n)).filter_map(|n| {
        let value = doc.attr(n, if doc.tag(n) == Tag::Meta { "content" } else { "href" })?;
        Some((doc.tag(n) == Tag::Base, rewriting.peel(value.trim())?))
    });
    let mut found: Vec<_> = found.filter(|(_, address)| Url::parse(address).is_ok()).collect();
    found.sort_by_key(|(is_base, _)| *is_base);
    found.into_iter().next().map(|(_, address)| address)
}

/// Takes the archive's prefix off, wherever an address can stand.
fn restore_addresses(doc: &mut Document, rewriting: &Rewriting) {
    let mut attributes: Vec<(NodeId, String, String)> = Vec::new();
    let mut texts: Vec<(NodeId, String)> = Vec::new();
    for n in doc.all() {
        if let Some(text) = doc.text_of(n) {
            let parent = doc.parent(n);
            let bare = (doc.tag(parent) == Tag::Script).then(|| clues::unwrapped(text)).flatten();
            let inner = bare.unwrap_or(text);
            let peeled = holds_addresses(doc, parent).then(|| rewriting.peel_text(inner)).flatten();
            texts.extend(peeled.or_else(|| bare.map(str::to_owned)).map(|new| (n, new)));
            continue;
        }
        for (name, value) in doc.attrs(n) {
            if WORDS.contains(&name) || (name == "content" && is_prose(doc, n, value)) {
                continue;
            }
            if let Some(new) = rewriting.peel(value) {
                attributes.push((n, name.to_owned(), new));
            }
        }
    }
    for (n, name, value) in attributes {
        doc.set_attr(n, &name, &value);
    }
    for (n, text) in texts {
        doc.set_text(n, &text);
    }
}

/// Whether the text of an element is markup or data rather than words.
fn holds_addresses(doc: &Document, element: NodeId) -> bool {
    match doc.tag(element) {
        Tag::Script => doc.attr(element, "type").is_some_and(|t| t.to_ascii_lowercase().contains("json")),
        Tag::Style | Tag::Noscript => true,
        _ => false,
    }
}

/// Whether a `meta` content is a sentence; `0; url=/web/…` is not.
fn is_prose(doc: &Document, n: NodeId, content: &str) -> bool {
    content.trim().contains(' ') && doc.attr(n, "http-equiv").is_none()
}

impl Rewriting {
    fn peel(&self, value: &str) -> Option<String> {
        match self {
            Rewriting::Prefix(prefix) => match prefix.peel(value) {
                Cow::Owned(new) => Some(new),
                Cow::Borrowed(_) => None,
            },
            Rewriting::ArchiveToday => archive_today::peel(value),
        }
    }

    fn peel_text(&self, text: &str) -> Option<String> {
        match self {
            Rewriting::Prefix(_) => self.peel(text),
            Rewriting::ArchiveToday => None,
        }
    }
}

fn provenance(
    url: Option<&Url>,
    given: Option<CaptureUrl>,
    replay: Option<Replay>,
    captured: Option<DateTime>,
) -> Provenance {
    let told = |text: Option<&String>| text.and_then(|text| Url::parse(text).ok());
    let by_page = replay.as_ref().and_then(|r| told(r.original.as_ref()));
    let original = match (&given, url) {
        (Some(given), _) => told(Some(&given.original)).or(by_page),
        (None, Some(url)) if url.host_str().is_some_and(url::is_archive) => by_page.or_else(|| Some(url.clone())),
        (None, url) => url.cloned().or(by_page),
    };
    let by_page = replay.as_ref().and_then(|r| r.timestamp.clone());
    let stamp = captured
        .and_then(stamp_of)
        .or_else(|| given.as_ref().and_then(|g| g.timestamp).map(|t| t.to_string()))
        .or(by_page);
    let rebuilt = || {
        let base = replay.as_ref()?.base.as_ref()?;
        Some(format!("{base}{}/{}", stamp.as_ref()?, original.as_ref()?))
    };
    let capture_url = match &given {
        Some(_) => url.map(Url::to_string),
        None => rebuilt(),
    };
    Provenance {
        archive: given.as_ref().map(|g| g.host().to_owned()).or_else(|| replay.as_ref()?.host.clone()),
        captured: captured.or_else(|| DateTime::from_timestamp14(stamp.as_deref()?)),
        capture_url,
        original,
    }
}

/// A capture time as archives write it, if it is known to the second.
fn stamp_of(captured: DateTime) -> Option<String> {
    let digits: String = captured.to_string().chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 14).then_some(digits)
}
