//! What the services' files share: a recognised replay, ranges between comments, strings of a script.

use crate::archive::{AddressPrefix, Timestamp};
use crate::dom::{Attr, Document, NodeId, Tag};

/// A replay that was recognised, and how to undo it.
pub(super) struct Replay {
    /// The archive's host, if the page tells it.
    pub(super) host: Option<String>,
    /// What to put before timestamp and original to have the capture's address.
    pub(super) base: Option<String>,
    /// The page's own address.
    pub(super) original: Option<String>,
    /// Fourteen digits.
    pub(super) timestamp: Option<String>,
    /// How addresses were rewritten.
    pub(super) rewriting: Rewriting,
    /// What the archive inserted.
    pub(super) inserts: Vec<NodeId>,
}

/// How a service rewrites addresses.
pub(super) enum Rewriting {
    /// With a prefix, anywhere.
    Prefix(Box<AddressPrefix>),
    /// As archive.today does: whole addresses alone.
    ArchiveToday,
}

/// Stretches of the page between an opening and a closing comment.
#[derive(Default)]
pub(super) struct CommentRanges {
    open: Option<NodeId>,
    closed: Vec<(NodeId, NodeId)>,
}

impl CommentRanges {
    pub(super) fn begin(&mut self, comment: NodeId) {
        self.open = Some(comment);
    }

    pub(super) fn end(&mut self, comment: NodeId) {
        if let Some(begin) = self.open.take() {
            self.closed.push((begin, comment));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_none() && self.closed.is_empty()
    }

    /// Whether a closing comment stands below this node: then the page's own parts may, too.
    pub(super) fn close_within(&self, doc: &Document, node: NodeId) -> bool {
        let from = self.closed.partition_point(|&(_, end)| end < node);
        self.closed.get(from).is_some_and(|&(_, end)| doc.contains(node, end))
    }

    /// The nodes that stand wholly within a stretch, its comments included. What an unclosed tag of
    /// the insert made into the parent of the rest of the page stays.
    pub(super) fn nodes(&self, doc: &Document) -> Vec<NodeId> {
        let mut ranges = self.closed.iter().peekable();
        let mut found = Vec::new();
        for n in doc.all() {
            while ranges.next_if(|&&(_, end)| end < n).is_some() {}
            let Some(&&(begin, end)) = ranges.peek() else { break };
            if n == end || (n >= begin && doc.end(n) <= end) {
                found.push(n);
            }
        }
        found
    }
}

/// Whether an element is where a page tells its own address.
pub(super) fn names_own_address(doc: &Document, n: NodeId) -> bool {
    match doc.tag(n) {
        Tag::Base => true,
        Tag::Link => doc.attr(n, Attr::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")),
        Tag::Meta => doc.attr(n, Attr::Property) == Some("og:url"),
        _ => false,
    }
}

/// A timestamp in full, as [`Timestamp::parse_lenient`] reads it.
pub(super) fn full_timestamp(digits: &str) -> Option<String> {
    Timestamp::parse_lenient(digits).map(|time| time.to_string())
}

/// The text within a script, as far as it is one piece.
pub(super) fn script_text(doc: &Document, script: NodeId) -> &str {
    doc.children(script).next().and_then(|n| doc.text_of(n)).unwrap_or_default()
}

/// A script without what replay services put around it to catch its reach for the page's address:
/// `var _____WB$wombat$assign$function_____ = …; { let window = _____WB$…("window"); … SCRIPT }`.
pub(super) fn unwrapped_script(script: &str) -> Option<&str> {
    const WRAPPER_NAME: &str = "_____WB$wombat$assign$function_____";
    /// The wrapper's head is shorter.
    const MAX_WRAPPER_BYTES: usize = 4 << 10;
    let script = script.trim();
    if !script.strip_prefix("var ")?.trim_start().starts_with(WRAPPER_NAME) {
        return None;
    }
    let last = script.match_indices(WRAPPER_NAME).map(|(at, _)| at).take_while(|&at| at < MAX_WRAPPER_BYTES).last()?;
    let call = script.get(last + WRAPPER_NAME.len()..)?;
    if !call.starts_with('(') {
        return None;
    }
    let rest = call.get(call.find(';')? + 1..)?;
    rest.trim().strip_suffix('}').map(str::trim)
}

/// The string literals of a piece of a script, unescaped, up to the end of the statement.
pub(super) fn script_strings(script: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = script;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\'', ';'])?;
        let quote = rest[start..].chars().next().filter(|&c| c != ';')?;
        let (text, used) = string_literal(&rest[start + 1..], quote)?;
        rest = &rest[start + 1 + used..];
        Some(text)
    })
}

/// The string assigned to a name: `name = "…"`, also through a call (`decodeURI("…")`).
pub(super) fn assigned_string(script: &str, name: &str) -> Option<String> {
    /// A name is assigned at its first mention or soon after; bounds the effort.
    const MENTIONS: usize = 4;
    script.match_indices(name).take(MENTIONS).find_map(|(at, _)| {
        let value = script[at + name.len()..].trim_start().strip_prefix('=')?;
        let call = value.trim_start().trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '(');
        call.starts_with(['"', '\'']).then(|| script_strings(call).next())?
    })
}

/// A string literal after its opening quote, and the bytes it takes with the closing one.
fn string_literal(text: &str, quote: char) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Some((out, at + 1)),
            '\n' => return None,
            '\\' => {
                let (at, escaped) = chars.next()?;
                let digits = match escaped {
                    'u' => 4,
                    'x' => 2,
                    _ => 0,
                };
                let code = text.get(at + 1..at + 1 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                match code.and_then(char::from_u32).filter(|_| digits > 0) {
                    Some(c) => {
                        out.push(c);
                        chars.nth(digits - 1);
                    }
                    None => out.push(escaped),
                }
            }
            c => out.push(c),
        }
    }
    None
}
