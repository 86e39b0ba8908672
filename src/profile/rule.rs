//! What a selector of a profile can say, and what it finds in a page.

use std::cell::OnceCell;
use std::fmt;

use super::css::{Css, Names};
use super::{Document, NodeId};
use crate::article::DateTime;
use crate::dom::Tag;
use crate::text::{fold, is_space};

/// Comments longer than this, in bytes, are notes or scripts and no markers.
const LONGEST_MARKER: usize = 200;

/// A page as the rules look at it.
pub(super) struct View<'d> {
    pub(super) doc: &'d Document,
    /// Its comments, white space folded, in page order.
    comments: OnceCell<Vec<(NodeId, String)>>,
    names: OnceCell<Names<'d>>,
}

impl<'d> View<'d> {
    pub(super) fn new(doc: &'d Document) -> Self {
        View { doc, comments: OnceCell::new(), names: OnceCell::new() }
    }

    /// The depths of all nodes added up: what a selector costs that looks at ancestors or descendants.
    pub(super) fn depths(&self) -> u64 {
        let mut depths: Vec<u32> = vec![0; self.doc.len()];
        let mut sum = 0;
        for id in self.doc.all() {
            let depth = depths[self.doc.parent(id).index()] + 1;
            depths[id.index()] = depth;
            sum += u64::from(depth);
        }
        sum
    }

    fn comments(&self) -> &[(NodeId, String)] {
        self.comments.get_or_init(|| {
            let comment = |n| self.doc.comment(n).filter(|c| c.len() <= LONGEST_MARKER).map(|c| (n, fold(c)));
            self.doc
                .all()
                .filter(|&n| self.doc.tag(n) == Tag::None && !self.doc.is_text(n))
                .filter_map(comment)
                .collect()
        })
    }
}

/// The text of a comment, or its beginning.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    text: String,
    open_ended: bool,
}

impl Marker {
    fn new(text: &str) -> Self {
        let (text, open_ended) = text.strip_suffix('*').map_or((text, false), |t| (t, true));
        Marker { text: fold(text), open_ended }
    }

    fn matches(&self, comment: &str) -> bool {
        match self.open_ended {
            true => comment.starts_with(&self.text),
            false => comment == self.text,
        }
    }
}

/// Something by which a page shows where it comes from.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    Css(Css),
    Comment(Marker),
}

impl Mark {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match markers(text)? {
            None => Css::parse(text).map(Mark::Css),
            Some((only, None)) => Ok(Mark::Comment(only)),
            Some(_) => Err(format!("{text:?} is a stretch; here one comment is wanted: comment \"…\"")),
        }
    }

    pub(super) fn is_in(&self, view: &View) -> bool {
        match self {
            Mark::Css(css) => !css.find(view.doc, &view.names).is_empty(),
            Mark::Comment(marker) => view.comments().iter().any(|(_, c)| marker.matches(c)),
        }
    }
}

/// What a rule looks for.
#[derive(Debug, Clone)]
enum Select {
    Css(Css),
    Stretch(Marker, Marker),
}

/// A selector of a role, and how the text of what it finds is read.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    select: Select,
    /// As written.
    pub(super) source: String,
    /// The attribute to read instead of the text.
    pub(super) attribute: Option<String>,
    /// Texts to take off the front.
    pub(super) strip: Vec<String>,
    pub(super) split: Option<Split>,
    /// What to put between the texts found to make them one.
    pub(super) join: Option<String>,
    /// The offset from UTC, in minutes, of times that name none.
    pub(super) zone: Option<i32>,
    /// Whether the text is a count of seconds since 1970.
    pub(super) unix: bool,
}

/// Which part of a text to take.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Split {
    pub(super) at: String,
    /// From 1 at the front, from -1 at the end.
    pub(super) part: i64,
    /// With fewer parts the text gives nothing.
    pub(super) least: usize,
}

/// What a rule found: elements, or stretches as their first node and one past the last.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    Elements(Vec<NodeId>),
    Stretches(Vec<(NodeId, NodeId)>),
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Found::Elements(e) => e.is_empty(),
            Found::Stretches(s) => s.is_empty(),
        }
    }
}

impl Rule {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (select, attribute) = match markers(text)? {
            Some((start, Some(end))) => (Select::Stretch(start, end), None),
            Some(_) => {
                return Err(format!("{text:?} is one comment; here a stretch is wanted: comment \"…\" .. \"…\""));
            }
            None => {
                let (css, attribute) = attribute(text);
                (Select::Css(Css::parse(css)?), attribute)
            }
        };
        Ok(Rule {
            select,
            source: text.to_owned(),
            attribute,
            strip: Vec::new(),
            split: None,
            join: None,
            zone: None,
            unix: false,
        })
    }

    pub(super) fn find(&self, view: &View) -> Found {
        match &self.select {
            Select::Css(css) => Found::Elements(css.find(view.doc, &view.names)),
            Select::Stretch(start, end) => Found::Stretches(stretches(view, start, end)),
        }
    }
}

/// Takes `@name` off the end of a selector.
fn attribute(text: &str) -> (&str, Option<String>) {
    let name = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'));
    match text.rsplit_once(" @") {
        Some((css, attribute)) if name(attribute) => (css.trim_end(), Some(attribute.to_ascii_lowercase())),
        _ => (text, None),
    }
}

/// The markers of `comment "…"` and `comment "…" .. "…"`; nothing if the text is CSS.
fn markers(text: &str) -> Result<Option<(Marker, Option<Marker>)>, String> {
    let Some(rest) = text.trim().strip_prefix("comment ") else { return Ok(None) };
    let malformed = || format!("{text:?}: expected comment \"…\" or comment \"…\" .. \"…\"");
    let between: Vec<&str> = rest.split('"').collect();
    let marker = |t: &str| Some(Marker::new(t)).filter(|m| !m.text.is_empty()).ok_or_else(malformed);
    match between[..] {
        [before, only, after] if fold(before).is_empty() && fold(after).is_empty() => Ok(Some((marker(only)?, None))),
        [before, start, dots, end, after]
            if fold(before).is_empty() && fold(dots) == ".." && fold(after).is_empty() =>
        {
            Ok(Some((marker(start)?, Some(marker(end)?))))
        }
        _ => Err(malformed()),
    }
}

/// The stretches between two markers that hold anything, in order; those within or across another are
/// part of it. Markers pair like brackets; a stretch that is never closed ends with the element it began in.
fn stretches(view: &View, start: &Marker, end: &Marker) -> Vec<(NodeId, NodeId)> {
    let doc = view.doc;
    let mut open = Vec::new();
    let mut found = Vec::new();
    for &(id, ref comment) in view.comments() {
        if start.matches(comment) {
            open.push(id);
        } else if end.matches(comment)
            && let Some(from) = open.pop()
        {
            found.push((doc.end(from), id));
        }
    }
    found.extend(open.into_iter().map(|from| (doc.end(from), doc.end(doc.parent(from)))));
    found.sort_unstable();
    let mut merged: Vec<(NodeId, NodeId)> = Vec::new();
    for (from, to) in found {
        match merged.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    let mut full = vec![false; merged.len()];
    within(doc, &merged, |at, node| {
        full[at] |= is_content(doc, node);
        false
    });
    let mut full = full.into_iter();
    merged.retain(|_| full.next().unwrap_or(false));
    merged
}

/// Whether a node by itself is something to see.
fn is_content(doc: &Document, id: NodeId) -> bool {
    match doc.text_of(id) {
        Some(text) => !text.chars().all(is_space),
        None => matches!(doc.tag(id), Tag::Img | Tag::Video | Tag::Audio | Tag::Object | Tag::Embed | Tag::Iframe),
    }
}

/// Visits the nodes that stand whole in one of the stretches, with the stretch's index; what is below a
/// node for which `visit` says so is passed over.
fn within(doc: &Document, stretches: &[(NodeId, NodeId)], mut visit: impl FnMut(usize, NodeId) -> bool) {
    let mut at = 0;
    let mut until = NodeId::ROOT;
    for id in doc.all() {
        while stretches.get(at).is_some_and(|&(_, to)| to <= id) {
            at += 1;
        }
        let Some(&(from, to)) = stretches.get(at) else { return };
        if id >= until && from <= id && doc.end(id) <= to && visit(at, id) {
            until = doc.end(id);
        }
    }
}

/// The topmost nodes of each stretch that hold anything, with the stretch's index.
pub(super) fn tops(doc: &Document, stretches: &[(NodeId, NodeId)]) -> Vec<(usize, NodeId)> {
    let mut tops = Vec::new();
    within(doc, stretches, |at, id| {
        let tag = doc.tag(id);
        let is_element = tag != Tag::None;
        let is_empty = tag == Tag::Br || tag.is_invisible();
        if is_element && !is_empty || is_content(doc, id) {
            tops.push((at, id));
        }
        is_element
    });
    tops
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i32, u32, u32);

impl Day {
    /// The day, if the calendar has it.
    pub(super) fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let date =
            jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.is_ok().then_some(Day(year, month, day))
    }

    /// Reads `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day of a time, as its own zone counts it.
    pub(super) fn of(time: DateTime) -> Self {
        Day(i32::from(time.year()), u32::from(time.month()), u32::from(time.day()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }
}
