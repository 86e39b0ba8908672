//! How much of anything an answer may have.

/// Above this many headers no answer is read: room for them is kept for each.
pub(super) const MOST_HEADERS: usize = 100_000;

/// What answers are held to.
#[derive(Debug, Clone, Copy)]
pub(super) struct FetchLimits {
    pub(super) bytes: usize,
    pub(super) ratio: usize,
    pub(super) redirects: usize,
    /// At most [`MOST_HEADERS`] count.
    pub(super) headers: usize,
    pub(super) header_bytes: usize,
    pub(super) robots_bytes: usize,
    pub(super) timemap_pages: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        FetchLimits {
            bytes: 16 << 20,
            ratio: 200,
            redirects: 10,
            headers: 1_000,
            header_bytes: 256 << 10,
            robots_bytes: 500 << 10,
            timemap_pages: 1_000,
        }
    }
}

impl FetchLimits {
    /// How many redirects are followed to a capture. Each of a page's own can be two: the archived one, and the archive's to the
    /// capture of its target that is nearest in time.
    pub(super) fn capture_redirects(&self) -> usize {
        self.redirects.saturating_mul(2)
    }

    /// The names of all: what the methods of [`FetchOptions`](super::FetchOptions) are called, without `max_`.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// The one of this name.
    pub(super) fn of_name(&mut self, name: &str) -> Option<&mut usize> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, limit)| limit(self))
    }
}

type Named = (&'static str, fn(&mut FetchLimits) -> &mut usize);

const NAMES: &[Named] = &[
    ("bytes", |limits| &mut limits.bytes),
    ("ratio", |limits| &mut limits.ratio),
    ("redirects", |limits| &mut limits.redirects),
    ("headers", |limits| &mut limits.headers),
    ("header-bytes", |limits| &mut limits.header_bytes),
    ("robots-bytes", |limits| &mut limits.robots_bytes),
    ("timemap-pages", |limits| &mut limits.timemap_pages),
];
