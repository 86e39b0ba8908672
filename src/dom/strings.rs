//! All text of a page in one place, and stretches of it.

/// A stretch of a page's text, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    pub(super) fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The page as it was read, and behind it whatever is written otherwise in the tree: resolved references, names in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings(String);

impl Strings {
    /// No page may be larger, in bytes: a stretch has 32 bits for its ends, and what is written anew takes room as well.
    pub(super) const MAX_PAGE: usize = 1 << 30;

    /// All that can be kept, in bytes.
    pub(super) const MAX: usize = u32::MAX as usize - 1;

    /// A page, and room for some of what will be written otherwise.
    pub(super) fn new(page: &str) -> Strings {
        let mut all = String::with_capacity(page.len() + page.len() / 8);
        all.push_str(page);
        Strings(all)
    }

    #[inline]
    pub(super) fn get(&self, span: Span) -> &str {
        self.0.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Puts a text behind all others. Where there is no room for it, it is left out: a page of that size has been refused before.
    pub(super) fn push(&mut self, text: &str) -> Span {
        self.write(|out| out.push_str(text))
    }

    /// Puts behind all others what is written.
    pub(super) fn write(&mut self, write: impl FnOnce(&mut String)) -> Span {
        let start = self.0.len();
        write(&mut self.0);
        if self.0.len() > u32::MAX as usize {
            self.0.truncate(start);
        }
        Span::new(start, self.0.len())
    }

    /// Two stretches as one. What is written behind all others grows in place.
    pub(super) fn join(&mut self, first: Span, second: Span) -> Span {
        if first.end == second.start {
            return Span { start: first.start, end: second.end };
        }
        let (from, to) = (second.start as usize, second.end as usize);
        if first.end as usize != self.0.len() {
            let start = self.0.len();
            self.0.extend_from_within(first.start as usize..first.end as usize);
            self.0.extend_from_within(from..to);
            return Span::new(start, self.0.len());
        }
        self.0.extend_from_within(from..to);
        Span::new(first.start as usize, self.0.len())
    }
}
