//! The Wayback Machine of the Internet Archive.

use std::sync::LazyLock;

use jiff::civil;

use crate::archive::{AddressPrefix, CaptureUrl, Timestamp};
use crate::article::DateTime;
use crate::dom::{Attr, Document, NodeId, Tag};

use super::replay_marks::{
    CommentRanges, Replay, Rewriting, full_timestamp, names_own_address, script_strings, script_text,
};

/// The names under which replayed pages mention the archive.
const WAYBACK_HOSTS: [&str; 5] =
    ["web.archive.org", "web.archive.org:80", "web.archive.org:443", "wayback.archive.org", "web-beta.archive.org"];
const WAYBACK_PATH: &str = "/web/";
/// How the archive itself writes the address of a capture.
const WAYBACK_BASES: [&str; 2] = ["http://web.archive.org/web/", "https://web.archive.org/web/"];

static WAYBACK_PREFIX: LazyLock<AddressPrefix> = LazyLock::new(|| address_prefix(None));

/// The elements of the toolbar, whatever template it is of. The first three are found nowhere else.
const TOOLBAR_IDS: [&str; 4] = ["wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato"];
const SURE_TOOLBAR_IDS: usize = 3;

/// Words of the inline scripts that the archive inserts; each is a name of its own.
const WAYBACK_SCRIPT_WORDS: [&str; 9] = [
    "__wm.wombat(",
    "__wm.init(",
    "__wm.bt(",
    "__wm.rw(",
    "__wbhack.init(",
    "archive_analytics.",
    "WB_wombat_Init(",
    "sWayBackCGI",
    "JAVASCRIPT APPENDED BY WAYBACK MACHINE",
];

/// An inserted script that a page might have of its own: it is the archive's if one of the sure ones follows.
const LIKELY_WORD: &str = "RufflePlayer";

/// Inserted inline scripts are shorter, so that a page's bundle is neither searched nor taken for one.
const MAX_SCRIPT_BYTES: usize = 8 << 10;

/// Where the archive keeps the scripts and styles that it inserts, on its own hosts.
const STATIC_PATHS: [&str; 3] = ["/_static/", "/static/", "/includes/"];

/// What the archive has inserted from `/static/js/` and `/static/css/` of its own host.
const STATIC_FILES: [&str; 6] =
    ["analytics.js", "wombat.js", "banner-styles.css", "toolbar.js", "graph-calc.js", "ait-client-rewrite.js"];

/// What the walk over a page finds of this service.
#[derive(Default)]
pub(super) struct WaybackMarks {
    toolbar: CommentRanges,
    toolbar_parts: Vec<NodeId>,
    scripts: Vec<NodeId>,
    likely: Vec<NodeId>,
    comments: Vec<NodeId>,
    /// The comment at the end of the file.
    tail: Option<NodeId>,
    last_tail_part: Vec<NodeId>,
    sure: bool,
    /// Whether the archive was asked over HTTPS.
    secure: bool,
    original: Option<String>,
    timestamp: Option<String>,
    form_url: Option<String>,
    form_date: Option<String>,
    archived: Option<String>,
    /// The timestamp of a rewritten address.
    stamp: Option<String>,
}

impl WaybackMarks {
    pub(super) fn comment(&mut self, n: NodeId, text: &str) {
        let text = text.trim();
        if text.starts_with("BEGIN WAYBACK TOOLBAR INSERT") {
            self.toolbar.begin(n);
        } else if text.starts_with("END WAYBACK TOOLBAR INSERT") {
            self.toolbar.end(n);
        } else if text.starts_with("End Wayback Rewrite JS Include") {
            self.scripts.append(&mut self.likely);
            self.comments.push(n);
        } else if text.starts_with("FILE ARCHIVED ON") && text.contains("INTERNET ARCHIVE") {
            self.archived = archived_on(text);
            self.tail = Some(n);
        } else if self.tail.is_some() {
            self.last_tail_part.push(n);
            return;
        } else {
            return;
        }
        self.sure = true;
    }

    pub(super) fn element(&mut self, doc: &Document, n: NodeId, tag: Tag) {
        match tag {
            Tag::Script => self.script(doc, n),
            Tag::Link if doc.attr(n, Attr::Href).is_some_and(is_static) => self.scripts.push(n),
            Tag::Input if self.form_date.is_none() => self.input(doc, n),
            _ => {}
        }
        for (attr, value) in doc.known_attrs(n) {
            match attr {
                Attr::Id if value.starts_with(['w', 'd']) => {
                    let Some(which) = TOOLBAR_IDS.iter().position(|id| *id == value) else { continue };
                    self.sure |= which < SURE_TOOLBAR_IDS;
                    self.toolbar_parts.push(n);
                }
                // A path of this form is no page's own.
                Attr::Href | Attr::Src | Attr::Action | Attr::Background if value.starts_with(WAYBACK_PATH) => {
                    let Some(stamp) = WAYBACK_PREFIX.timestamp_in(value).filter(|s| s.len() == 14) else { continue };
                    self.sure = true;
                    self.stamp.get_or_insert_with(|| stamp.to_owned());
                }
                Attr::Href | Attr::Src | Attr::Content
                    if matches!(tag, Tag::Link | Tag::Base | Tag::Script | Tag::Meta) =>
                {
                    self.claim(doc, n, tag, value);
                }
                _ => {}
            }
        }
    }

    /// A page names itself by an address in the archive, or lives on scripts and styles from there.
    fn claim(&mut self, doc: &Document, n: NodeId, tag: Tag, value: &str) {
        let Some(stamp) = WAYBACK_PREFIX.timestamp_in(value) else { return };
        let lives_there = ["cs_/", "js_/"].iter().any(|m| value.contains(m)) && matches!(tag, Tag::Link | Tag::Script);
        if names_own_address(doc, n) || lives_there {
            self.sure = true;
            self.stamp.get_or_insert_with(|| stamp.to_owned());
        }
    }

    fn script(&mut self, doc: &Document, n: NodeId) {
        if let Some(src) = doc.attr(n, Attr::Src) {
            if is_static(src) {
                self.scripts.append(&mut self.likely);
                self.scripts.push(n);
                self.sure |= src.contains("/_static/") && (src.contains("wombat.js") || src.contains("playback"));
            }
            return;
        }
        let text = script_text(doc, n);
        if text.len() > MAX_SCRIPT_BYTES {
            return;
        }
        if WAYBACK_SCRIPT_WORDS.iter().any(|word| text.contains(word)) {
            self.sure = true;
            self.scripts.append(&mut self.likely);
            self.scripts.push(n);
            self.read_script(text);
        } else if text.contains(LIKELY_WORD) {
            self.likely.push(n);
        }
    }

    /// Address and time of the capture, as the script that prepares the page is told them.
    fn read_script(&mut self, text: &str) {
        let call = |name: &str| text.split_once(name).map(|(_, args)| script_strings(args).take(3).collect::<Vec<_>>());
        if let Some([url, stamp, rest @ ..]) = call("__wm.wombat(").as_deref() {
            self.secure |= rest.first().is_some_and(|archive| archive.starts_with("https:"));
            self.original.get_or_insert_with(|| url.clone());
            self.timestamp = self.timestamp.take().or_else(|| full_timestamp(stamp));
        } else if let Some([_, url, stamp]) = call("__wm.bt(").as_deref() {
            self.original.get_or_insert_with(|| url.clone());
            self.timestamp = self.timestamp.take().or_else(|| full_timestamp(stamp));
        } else if let Some([_, stamp, ..]) = call("WB_wombat_Init(").as_deref() {
            self.timestamp = self.timestamp.take().or_else(|| full_timestamp(stamp));
        } else if let Some(cgi) = call("sWayBackCGI").and_then(|args| args.into_iter().next()) {
            let stamp = cgi.trim_end_matches('/').rsplit('/').next().and_then(full_timestamp);
            self.timestamp = self.timestamp.take().or(stamp);
        }
    }

    /// The toolbar's form: the address, then the time.
    fn input(&mut self, doc: &Document, n: NodeId) {
        let Some(value) = doc.attr(n, Attr::Value) else { return };
        if doc.attr(n, Attr::Id) == Some("wmtbURL") {
            self.form_url = Some(value.to_owned());
        } else if self.form_url.is_some() && doc.attr(n, Attr::Name) == Some("date") {
            self.form_date = full_timestamp(value);
        }
    }

    /// The replay, if this page is one.
    pub(super) fn replay(self, doc: &Document, given: Option<&CaptureUrl>) -> Option<Replay> {
        if !self.sure && self.toolbar.is_empty() {
            return None;
        }
        let mut inserts = self.toolbar.nodes(doc);
        inserts.extend(self.toolbar_parts.iter().filter(|&&n| !self.toolbar.close_within(doc, n)));
        inserts.extend(self.scripts);
        inserts.extend(self.comments);
        inserts.extend(self.tail);
        inserts.extend(self.last_tail_part);
        let form = self.form_url.filter(|url| url.contains("//"));
        Some(Replay {
            host: Some(WAYBACK_HOSTS[0].to_owned()),
            base: Some(WAYBACK_BASES[usize::from(self.secure)].to_owned()),
            original: self.original.or(form),
            timestamp: self.timestamp.or(self.form_date).or(self.archived).or_else(|| full_timestamp(&self.stamp?)),
            rewriting: Rewriting::Prefix(Box::new(address_prefix(given))),
            inserts,
        })
    }
}

fn address_prefix(given: Option<&CaptureUrl>) -> AddressPrefix {
    let mut hosts: Vec<String> = WAYBACK_HOSTS.map(str::to_owned).to_vec();
    hosts.extend(given.map(|url| url.authority().to_owned()).filter(|host| !WAYBACK_HOSTS.contains(&host.as_str())));
    AddressPrefix::new(hosts, WAYBACK_PATH)
}

/// Whether a script or style comes from the archive itself, not from a capture in it.
fn is_static(address: &str) -> bool {
    if !address.contains("static/") && !address.contains("/includes/") {
        return false;
    }
    let without_scheme = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
    match without_scheme.strip_prefix("//") {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let ours = host == "archive.org" || host.ends_with(".archive.org");
            ours && STATIC_PATHS.iter().any(|p| path.starts_with(p))
        }
        None => {
            let file = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
            address.starts_with("/_static/")
                || (["/static/js/", "/static/css/"].iter().any(|p| address.starts_with(p))
                    && STATIC_FILES.contains(&file))
        }
    }
}

/// The time in `FILE ARCHIVED ON 15:13:15 Nov 24, 2017 AND RETRIEVED …`, or in its older form of fourteen digits.
fn archived_on(comment: &str) -> Option<String> {
    const FORMS: [&str; 2] = ["%H:%M:%S %b %d, %Y", "%H:%M:%S %B %d, %Y"];
    let told = comment.strip_prefix("FILE ARCHIVED ON")?.split_once("AND RETRIEVED")?.0.trim();
    if told.len() == 14 {
        return full_timestamp(told);
    }
    let utc = FORMS.iter().find_map(|form| civil::DateTime::strptime(form, told).ok())?;
    Timestamp::try_from(DateTime::from_civil_date_time(utc)?).ok().map(|time| time.to_string())
}
