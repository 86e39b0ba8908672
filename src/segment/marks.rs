//! How parts of a block's text are set, and what they lead to.

/// A stretch of a block's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A link within a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkSpan {
    pub(crate) span: Span,
    pub(crate) href: String,
    /// Whether the link is `rel=author`.
    pub(crate) author: bool,
}

/// The marks of a block. Most blocks have none, and then it is no larger than a pointer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(Option<Box<Lists>>);

#[derive(Debug, Clone, Default)]
struct Lists {
    bold: Box<[Span]>,
    italics: Box<[Span]>,
    links: Box<[LinkSpan]>,
}

impl Marks {
    pub(super) fn new(bold: Vec<Span>, italics: Vec<Span>, links: Vec<LinkSpan>) -> Marks {
        if bold.is_empty() && italics.is_empty() && links.is_empty() {
            return Marks(None);
        }
        Marks(Some(Box::new(Lists { bold: bold.into(), italics: italics.into(), links: links.into() })))
    }

    /// Adds a bold stretch behind all others.
    pub(super) fn push_bold(&mut self, span: Span) {
        let lists = self.0.get_or_insert_default();
        let mut bold = std::mem::take(&mut lists.bold).into_vec();
        bold.push(span);
        lists.bold = bold.into();
    }

    pub(super) fn bold(&self) -> &[Span] {
        self.0.as_ref().map_or(&[], |lists| &lists.bold)
    }

    pub(super) fn italics(&self) -> &[Span] {
        self.0.as_ref().map_or(&[], |lists| &lists.italics)
    }

    pub(super) fn links(&self) -> &[LinkSpan] {
        self.0.as_ref().map_or(&[], |lists| &lists.links)
    }
}
