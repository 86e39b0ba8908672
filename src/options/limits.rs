//! How much of anything a page may have, and how long it may take.

use std::time::{Duration, Instant};

use crate::error::{ErrorKind, Result};

/// How large a page may be, and what it is saved in, before it is refused with
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit), which names what there is too much of.
///
/// An [`Extractor`](crate::Extractor) asks for what concerns a page, a `Pages` for what concerns a file of pages. The defaults
/// are far above what news pages have: of 4,353 in public test sets none has more than 30,000 nodes, 2,500 blocks, 150 levels, or
/// 100 attributes in one tag. What a page made to be costly can cost within them is told by `cargo bench --bench hostile`.
///
/// ```
/// use cuttings::{Extractor, Limits, Options, Page};
///
/// let limits = Limits::default().max_bytes(1000);
/// let error = Extractor::new(Options::default().limits(limits))
///     .extract(&Page::new("<p>".repeat(1000)))
///     .unwrap_err();
/// assert!(error.is_limit());
/// assert_eq!(error.to_string(), "page over the limit of 1000 bytes (it has 3000 or more)");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    bytes: usize,
    nodes: usize,
    depth: usize,
    attributes: usize,
    blocks: usize,
    json_depth: usize,
    time: Option<Duration>,
    /// When the page that is being read has had its time.
    until: Option<Instant>,
    #[cfg(feature = "saved")]
    pub(crate) saved: SavedLimits,
}

/// How much a file of pages may have of anything.
#[cfg(feature = "saved")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct SavedLimits {
    pub(crate) ratio: usize,
    pub(crate) head_bytes: usize,
    pub(crate) parts: usize,
    pub(crate) levels: usize,
    pub(crate) entries: usize,
    pub(crate) held_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 16 << 20,
            nodes: 300_000,
            depth: 1_500,
            attributes: 10_000,
            blocks: 50_000,
            json_depth: 100,
            time: None,
            until: None,
            #[cfg(feature = "saved")]
            saved: SavedLimits {
                ratio: 200,
                head_bytes: 256 << 10,
                parts: 10_000,
                levels: 32,
                entries: 1_000_000,
                held_bytes: 128 << 20,
            },
        }
    }
}

type Setter = fn(Limits, usize) -> Limits;

/// What the limits are called where they are set by name, and what sets them.
const NAMES: &[(&str, Setter)] = &[
    ("bytes", Limits::max_bytes),
    ("nodes", Limits::max_nodes),
    ("depth", Limits::max_depth),
    ("attributes", Limits::max_attributes),
    ("blocks", Limits::max_blocks),
    ("json-depth", Limits::max_json_depth),
    #[cfg(feature = "saved")]
    ("ratio", Limits::max_ratio),
    #[cfg(feature = "saved")]
    ("head-bytes", Limits::max_head_bytes),
    #[cfg(feature = "saved")]
    ("parts", Limits::max_parts),
    #[cfg(feature = "saved")]
    ("levels", Limits::max_levels),
    #[cfg(feature = "saved")]
    ("entries", Limits::max_entries),
    #[cfg(feature = "saved")]
    ("held-bytes", Limits::max_held_bytes),
];

impl Limits {
    /// The bytes of a page, as it was saved and unpacked. Default: 16 MiB, some ten times the largest news page in public test
    /// sets.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// The nodes (elements, texts, comments) of a parsed page. Default: 300,000. Where markup
    /// makes elements again with all their attributes, as an unclosed `font` does in each paragraph, eight attributes count
    /// as a node.
    pub fn max_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// The levels of nesting. Default: 1,500; browsers flatten beyond 512, and unclosed tags can reach several hundred.
    pub fn max_depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// The attributes of one tag. Default: 10,000.
    pub fn max_attributes(mut self, attributes: usize) -> Self {
        self.attributes = attributes;
        self
    }

    /// The blocks (paragraphs, headings, items, cells) that a page is cut into, of a plain text its lines once hard-wrapped
    /// ones are joined. Default: 50,000.
    pub fn max_blocks(mut self, blocks: usize) -> Self {
        self.blocks = blocks;
        self
    }

    /// The levels of nesting of a JSON-LD script. Default, and the most that counts: 100. A script beyond it says nothing of
    /// the page, which is read all the same.
    pub fn max_json_depth(mut self, levels: usize) -> Self {
        self.json_depth = levels;
        self
    }

    /// How long a page may take, by the clock; it is looked at between the stages and within those that take longest, so that
    /// a large page may overrun it by some tenths of a second. Default: no bound, since what a page costs is bounded by the other
    /// limits. For services, on machines that others load as well. On `wasm32-unknown-unknown` there is no clock to ask.
    pub fn max_time(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self
    }

    /// How many times its packed size something may have once unpacked. Default: 200; text packs to a tenth. It is not asked
    /// of what has less than a megabyte.
    #[cfg(feature = "saved")]
    pub fn max_ratio(mut self, times: usize) -> Self {
        self.saved.ratio = times;
        self
    }

    /// The bytes of the head of a WARC or ARC record, of the HTTP message in it, of a part of an MHTML message. Default: 256 KiB.
    #[cfg(feature = "saved")]
    pub fn max_head_bytes(mut self, bytes: usize) -> Self {
        self.saved.head_bytes = bytes;
        self
    }

    /// How many heads of parts are read of an MHTML message, its own among them, until its page is found. Default: 10,000.
    #[cfg(feature = "saved")]
    pub fn max_parts(mut self, parts: usize) -> Self {
        self.saved.parts = parts;
        self
    }

    /// How deep the parts of an MHTML message may stand within each other. Default: 32; browsers write pages one deep.
    #[cfg(feature = "saved")]
    pub fn max_levels(mut self, levels: usize) -> Self {
        self.saved.levels = levels;
        self
    }

    /// The files of a zip or WACZ. Default: 1,000,000.
    #[cfg(feature = "saved")]
    pub fn max_entries(mut self, files: usize) -> Self {
        self.saved.entries = files;
        self
    }

    /// The bytes of a zip or WACZ that comes as a stream: its table stands at its end, so it is held in memory. Default: 128 MiB.
    #[cfg(feature = "saved")]
    pub fn max_held_bytes(mut self, bytes: usize) -> Self {
        self.saved.held_bytes = bytes;
        self
    }

    /// The names of the limits that can be set by name: what the methods are called, without `max_`.
    ///
    /// ```
    /// assert!(cuttings::Limits::names().any(|name| name == "json-depth"));
    /// ```
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Sets the limit of this name; none where there is none of it.
    ///
    /// ```
    /// use cuttings::Limits;
    ///
    /// assert!(Limits::default().with("nodes", 100_000).is_some());
    /// assert!(Limits::default().with("knots", 100_000).is_none());
    /// ```
    pub fn with(self, name: &str, limit: usize) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, set)| set(self, limit))
    }

    /// The same for a page that begins to be read now.
    pub(crate) fn begun(mut self) -> Self {
        self.until = self.time.and_then(|time| Instant::now().checked_add(time));
        self
    }

    /// Refuses a page that has taken longer than it may.
    #[inline]
    pub(crate) fn check_time(&self) -> Result<()> {
        match self.until {
            Some(until) => self.check_until(until),
            None => Ok(()),
        }
    }

    #[cold]
    fn check_until(&self, until: Instant) -> Result<()> {
        let over = Instant::now().saturating_duration_since(until);
        if over.is_zero() {
            return Ok(());
        }
        let limit = self.time.unwrap_or_default();
        let in_millis = |time: Duration| usize::try_from(time.as_millis()).unwrap_or(usize::MAX);
        let found = in_millis(limit + over).max(in_millis(limit) + 1);
        Err(ErrorKind::Limit { what: "milliseconds", limit: in_millis(limit), found }.into())
    }

    /// Refuses a page of more bytes than it may have.
    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<()> {
        check_limit("bytes", bytes, self.bytes)
    }

    #[cfg(feature = "saved")]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn attributes(&self) -> usize {
        self.attributes
    }

    pub(crate) fn blocks(&self) -> usize {
        self.blocks
    }

    pub(crate) fn json_depth(&self) -> usize {
        self.json_depth
    }
}

/// Refuses a page that has more of something than it may.
#[inline]
pub(crate) fn check_limit(what: &'static str, found: usize, limit: usize) -> Result<()> {
    if found > limit {
        return Err(ErrorKind::Limit { what, limit, found }.into());
    }
    Ok(())
}
