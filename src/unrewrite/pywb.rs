//! pywb, and the archives that run it: Arquivo.pt, the UK Web Archive, many national libraries.

use crate::archive::{AddressPrefix, CaptureUrl};
use crate::dom::{Attr, Document, NodeId, Tag};

use super::replay_marks::{CommentRanges, Replay, Rewriting, assigned_string, full_timestamp, script_text};

/// The banner, which a saved page holds although a script made it.
const PYWB_BANNER_IDS: [&str; 3] = ["_wb_plain_banner", "_wb_frame_top_banner", "_wb_capture_info"];

/// Words of the scripts that it inserts. (`_____WB$wombat$` is not among them: it wraps the page's own scripts.)
const PYWB_SCRIPT_WORDS: [&str; 2] = ["wbinfo.", "_WBWombatInit"];

/// As for the Wayback Machine: what is longer is the page's own.
const MAX_SCRIPT_BYTES: usize = 8 << 10;

/// What the walk over a page finds of this service.
#[derive(Default)]
pub(super) struct PywbMarks {
    insert: CommentRanges,
    parts: Vec<NodeId>,
    sure: bool,
    url: Option<String>,
    timestamp: Option<String>,
    prefix: Option<String>,
}

impl PywbMarks {
    pub(super) fn comment(&mut self, n: NodeId, text: &str) {
        match text.trim() {
            "WB Insert" => self.insert.begin(n),
            "End WB Insert" => self.insert.end(n),
            _ => {}
        }
    }

    pub(super) fn element(&mut self, doc: &Document, n: NodeId, tag: Tag) {
        if tag == Tag::Script {
            let text = script_text(doc, n);
            if text.len() <= MAX_SCRIPT_BYTES && PYWB_SCRIPT_WORDS.iter().any(|word| text.contains(word)) {
                self.parts.push(n);
                self.read_script(text);
            }
        } else if doc.attr(n, Attr::Id).is_some_and(|id| PYWB_BANNER_IDS.contains(&id)) {
            self.parts.push(n);
        }
    }

    fn read_script(&mut self, text: &str) {
        if !text.contains("wbinfo.prefix") && !text.contains("wbinfo.timestamp") {
            return;
        }
        self.sure = true;
        let value = |name: &str| assigned_string(text, name).filter(|v| !v.is_empty());
        self.url = self.url.take().or_else(|| value("wbinfo.url"));
        self.timestamp = self.timestamp.take().or_else(|| value("wbinfo.timestamp"));
        self.prefix = self.prefix.take().or_else(|| value("wbinfo.prefix"));
    }

    /// The replay, if this page is one.
    pub(super) fn replay(self, doc: &Document, given: Option<&CaptureUrl>) -> Option<Replay> {
        if !self.sure && self.insert.is_empty() {
            return None;
        }
        let mut inserts = self.insert.nodes(doc);
        inserts.extend(self.parts.iter().filter(|&&n| !self.insert.close_within(doc, n)));
        let written = self.prefix.or_else(|| given.map(|url| url.prefix().to_owned()));
        let (authority, path) = written.as_deref().map_or((None, "/"), split_prefix);
        let authority = authority.or_else(|| given.map(|url| url.authority().to_owned()));
        // With no path before the timestamp, nothing tells a rewritten address from others but the host.
        let hosts: Vec<String> = authority.iter().cloned().collect();
        let base = authority.as_ref().map(|host| match written.as_deref() {
            Some(w) if w.starts_with("http") => w.to_owned(),
            _ => format!("http://{host}{path}"),
        });
        Some(Replay {
            host: authority.map(|a| a.split(':').next().unwrap_or_default().to_owned()),
            base,
            original: self.url,
            timestamp: self.timestamp.as_deref().and_then(full_timestamp),
            rewriting: Rewriting::Prefix(Box::new(AddressPrefix::new(hosts, path))),
            inserts,
        })
    }
}

/// A prefix such as `http://archive.example:8080/news/` as authority, if it has one, and path.
fn split_prefix(prefix: &str) -> (Option<String>, &str) {
    let without_scheme = prefix.strip_prefix("https:").or_else(|| prefix.strip_prefix("http:")).unwrap_or(prefix);
    let (authority, path) = match without_scheme.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            (Some(authority.to_ascii_lowercase()), path)
        }
        None => (None, without_scheme),
    };
    (authority, if path.ends_with('/') && path.starts_with('/') { path } else { "/" })
}
