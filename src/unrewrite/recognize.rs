//! Whether a page is a replay, and of which service.

use crate::archive::{AddressPrefix, CaptureUrl};
use crate::dom::{Document, Tag};

use super::archive_today::ArchiveTodayMarks;
use super::pywb::PywbMarks;
use super::replay_marks::{Replay, Rewriting};
use super::wayback::WaybackMarks;

/// The replay that this page is, if it is one. `given` is the address it was asked for by, if that is a capture's.
pub(super) fn recognized_replay(doc: &Document, given: Option<&CaptureUrl>) -> Option<Replay> {
    let mut wayback = WaybackMarks::default();
    let mut pywb = PywbMarks::default();
    let mut today = ArchiveTodayMarks::default();
    let mut as_asked = given.and_then(AskedFor::new);
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
        if let Some(asked) = &mut as_asked {
            asked.borne_out = asked.borne_out || doc.attrs(n).any(|(_, value)| asked.is_borne_by(value));
        }
    }
    let by_mark = wayback.replay(doc, given).or_else(|| pywb.replay(doc, given)).or_else(|| today.replay(doc));
    by_mark.or_else(|| as_asked?.replay())
}

/// The capture that was asked for: addresses rewritten for that very capture need no other mark.
struct AskedFor<'u> {
    url: &'u CaptureUrl,
    prefix: AddressPrefix,
    timestamp: String,
    /// An address of the page was rewritten for it.
    borne_out: bool,
}

impl<'u> AskedFor<'u> {
    fn new(url: &'u CaptureUrl) -> Option<AskedFor<'u>> {
        let timestamp = url.timestamp().filter(|_| !url.is_raw())?.to_string();
        Some(AskedFor { url, prefix: AddressPrefix::of_capture(url), timestamp, borne_out: false })
    }

    fn is_borne_by(&self, address: &str) -> bool {
        self.prefix.timestamp_in(address) == Some(self.timestamp.as_str())
    }

    fn replay(self) -> Option<Replay> {
        self.borne_out.then(|| Replay {
            host: Some(self.url.host().to_owned()),
            base: Some(self.url.prefix().to_owned()),
            original: None,
            timestamp: None,
            rewriting: Rewriting::Prefix(Box::new(self.prefix)),
            inserts: Vec::new(),
        })
    }
}
