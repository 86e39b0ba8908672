//! archive.today, as far as its saved pages are certain: whole addresses are rewritten, and a header is put
//! over the page.

use crate::archive::{CaptureUrl, is_archive_today};
use crate::dom::{Attr, Document, NodeId, Tag};

use super::replay_marks::{Replay, Rewriting};

/// The archive's own header and what stands beside the page; `CONTENT` holds the page.
const FRAME_IDS: [&str; 2] = ["HEADER", "DIVSHARE"];
const PAGE_ID: &str = "CONTENT";

/// What the walk over a page finds of this service.
#[derive(Default)]
pub(super) struct ArchiveTodayMarks {
    frame: Vec<NodeId>,
    page: Option<NodeId>,
    named: Option<CaptureUrl>,
}

impl ArchiveTodayMarks {
    pub(super) fn element(&mut self, doc: &Document, n: NodeId, tag: Tag) {
        match tag {
            Tag::Link if doc.attr(n, Attr::Rel).is_some_and(|rel| matches!(rel, "canonical" | "bookmark")) => {
                self.name(doc.attr(n, Attr::Href));
            }
            Tag::Meta if doc.attr(n, Attr::Property) == Some("og:url") => self.name(doc.attr(n, Attr::Content)),
            Tag::Div => match doc.attr(n, Attr::Id) {
                Some(PAGE_ID) => self.page = Some(n),
                Some(id) if FRAME_IDS.contains(&id) => self.frame.push(n),
                _ => {}
            },
            _ => {}
        }
    }

    fn name(&mut self, address: Option<&str>) {
        let capture = address.filter(|a| a.contains("archive.")).and_then(CaptureUrl::parse);
        let ours = capture.filter(|c| is_archive_today(c.host()) && c.timestamp().is_some());
        self.named = self.named.take().or(ours);
    }

    /// The replay, if this page is one.
    pub(super) fn replay(self, doc: &Document) -> Option<Replay> {
        let named = self.named?;
        let page = self.page;
        let beside = |n: &NodeId| page.is_some_and(|page| !doc.contains(*n, page) && !doc.contains(page, *n));
        Some(Replay {
            host: Some(named.host().to_owned()),
            base: Some(named.prefix().to_owned()),
            original: Some(named.original().to_owned()),
            timestamp: named.timestamp().map(|t| t.to_string()),
            rewriting: Rewriting::ArchiveToday,
            inserts: self.frame.into_iter().filter(beside).collect(),
        })
    }
}

/// An address of the archive as the page had it.
pub(super) fn original_address(address: &str) -> Option<String> {
    let capture = address.starts_with("http").then(|| CaptureUrl::parse(address))??;
    is_archive_today(capture.host()).then(|| capture.original().to_owned())
}
