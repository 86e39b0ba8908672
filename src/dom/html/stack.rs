//! The stack of open elements.

use crate::dom::names::{COUNT, Name};

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) node: u32,
    /// Its name, if it is an element of HTML.
    pub(super) name: Name,
    /// What the rules ask about it.
    pub(super) flags: u16,
    pub(super) is_foreign: bool,
}

impl Open {
    /// Whether it is an element of HTML with this name.
    pub(super) fn is(&self, name: Name) -> bool {
        self.name == name && !self.is_foreign
    }

    pub(super) fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

#[derive(Debug)]
pub(super) struct Stack {
    entries: Vec<Open>,
    /// How many elements of HTML are open, by name: most end tags that close nothing need no search.
    counts: [u32; COUNT],
    /// For each node whether it is open.
    open_nodes: Vec<bool>,
}

impl Stack {
    pub(super) fn new() -> Stack {
        Stack { entries: Vec::with_capacity(64), counts: [0; COUNT], open_nodes: Vec::new() }
    }

    pub(super) fn entries(&self) -> &[Open] {
        &self.entries
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The current node.
    pub(super) fn top(&self) -> Option<&Open> {
        self.entries.last()
    }

    /// Whether the current node is an element of HTML with this name.
    pub(super) fn top_is(&self, name: Name) -> bool {
        self.top().is_some_and(|open| open.is(name))
    }

    /// Whether the current node is one of these.
    pub(super) fn top_has(&self, flags: u16) -> bool {
        self.top().is_some_and(|open| open.has(flags))
    }

    pub(super) fn is_open(&self, node: u32) -> bool {
        self.open_nodes.get(node as usize).copied().unwrap_or(false)
    }

    fn note(&mut self, open: Open, is_open: bool) {
        if self.open_nodes.len() <= open.node as usize {
            self.open_nodes.resize(open.node as usize + 64, false);
        }
        self.open_nodes[open.node as usize] = is_open;
        if !open.is_foreign {
            let count = &mut self.counts[open.name as usize];
            *count = if is_open { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    pub(super) fn push(&mut self, open: Open) {
        self.note(open, true);
        self.entries.push(open);
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.entries.pop()?;
        self.note(open, false);
        Some(open)
    }

    pub(super) fn truncate(&mut self, length: usize) {
        while self.entries.len() > length {
            self.pop();
        }
    }

    pub(super) fn remove(&mut self, index: usize) {
        let open = self.entries.remove(index);
        self.note(open, false);
    }

    pub(super) fn insert(&mut self, index: usize, open: Open) {
        self.note(open, true);
        self.entries.insert(index, open);
    }

    /// Puts another element of the same name in the place of one.
    pub(super) fn replace(&mut self, index: usize, node: u32) {
        let old = self.entries[index];
        self.note(old, false);
        let new = Open { node, ..old };
        self.note(new, true);
        self.entries[index] = new;
    }

    /// Where a node stands in the stack.
    pub(super) fn position(&self, node: u32) -> Option<usize> {
        if !self.is_open(node) {
            return None;
        }
        self.entries.iter().rposition(|open| open.node == node)
    }

    /// Whether an element of HTML with this name is open.
    pub(super) fn holds(&self, name: Name) -> bool {
        self.counts[name as usize] > 0
    }

    /// Whether one is open within all that bounds the scope.
    pub(super) fn in_scope(&self, name: Name, bounds: u16) -> bool {
        self.holds(name) && self.any_in_scope(bounds, |open| open.is(name))
    }

    pub(super) fn any_in_scope(&self, bounds: u16, is_meant: impl Fn(&Open) -> bool) -> bool {
        let found = self.entries.iter().rev().find(|open| is_meant(open) || open.has(bounds));
        found.is_some_and(is_meant)
    }

    /// Closes elements that need no end tag, down to one of another kind or with a name.
    pub(super) fn close_implied(&mut self, flags: u16, except: Option<Name>) {
        while self.top().is_some_and(|open| open.has(flags) && !except.is_some_and(|name| open.is(name))) {
            self.pop();
        }
    }

    /// Closes elements down to one with this name, which is closed as well.
    pub(super) fn close(&mut self, name: Name) {
        while self.pop().is_some_and(|open| !open.is(name)) {}
    }

    /// The same, down to one of these.
    pub(super) fn close_any(&mut self, is_meant: impl Fn(&Open) -> bool) {
        while self.pop().is_some_and(|open| !is_meant(&open)) {}
    }

    /// Closes elements until the current node is one of these.
    pub(super) fn close_down_to(&mut self, flags: u16) {
        while self.top().is_some_and(|open| !open.has(flags)) {
            self.pop();
        }
    }
}
