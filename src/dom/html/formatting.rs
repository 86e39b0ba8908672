//! Formatting elements: they go on where a paragraph ends within them, and may end in another order than they began.

use super::entry::Entry;
use super::parser::{EndTag, Parser, Place, StartTag};
use super::stack::Open;
use crate::dom::links::NONE;
use crate::dom::names::{Name, SCOPE, SPECIAL};
use crate::dom::stop::Step;

/// How often an end tag may move what stands in its way.
const MAX_ROUNDS: usize = 8;

/// How many elements between a formatting element and a block keep their formatting.
const MAX_KEPT: usize = 3;

/// So many elements with the same name and attributes are reopened.
const MAX_ALIKE: usize = 3;

impl Parser<'_> {
    fn in_formatting(&self, node: u32) -> Option<usize> {
        self.formatting.iter().rposition(|entry| entry.node() == Some(node))
    }

    /// Where the last formatting element with this name stands in the list, behind the last marker.
    fn last_formatting(&self, name: Name) -> Option<(usize, u32)> {
        let since_marker = self.formatting.iter().enumerate().rev().take_while(|(_, entry)| **entry != Entry::Marker);
        since_marker.into_iter().find_map(|(at, entry)| match entry {
            Entry::Element { node, name: n } if *n == name => Some((at, *node)),
            _ => None,
        })
    }

    pub(super) fn forget_formatting(&mut self) {
        while self.formatting.pop().is_some_and(|entry| entry != Entry::Marker) {}
    }

    /// Opens a formatting element.
    pub(super) fn open_formatting(&mut self, tag: &StartTag) -> Step {
        let mut alike = 0;
        let mut first = None;
        for (at, entry) in self.formatting.iter().enumerate().rev() {
            let Entry::Element { node, name } = entry else { break };
            if *name == tag.name && self.has_attributes_of(*node, tag) {
                (alike, first) = (alike + 1, Some(at));
            }
        }
        if let Some(first) = first.filter(|_| alike >= MAX_ALIKE) {
            self.formatting.remove(first);
        }
        let node = self.open(tag)?;
        self.formatting.push(Entry::Element { node, name: tag.name });
        Ok(())
    }

    fn has_attributes_of(&self, node: u32, tag: &StartTag) -> bool {
        let (own, other) = (self.tree.node(node).data, tag.attributes);
        own.len() == other.len()
            && (0..own.len()).all(|i| {
                let (a, b) = (self.attributes[own.start as usize + i], self.attributes[other.start as usize + i]);
                let alike = |a, b| self.strings.get(a) == self.strings.get(b);
                alike(a.name, b.name) && alike(a.value, b.value)
            })
    }

    /// Opens once more the formatting elements that were closed by the end of something around them.
    pub(super) fn reopen_formatting(&mut self) -> Step {
        let is_settled = |entry: &Entry| entry.node().is_none_or(|node| self.stack.is_open(node));
        if self.formatting.last().is_none_or(is_settled) {
            return Ok(());
        }
        let first = self.formatting.iter().rposition(is_settled).map_or(0, |at| at + 1);
        for at in first..self.formatting.len() {
            let Entry::Element { node, name } = self.formatting[at] else { continue };
            let new = self.like(node)?;
            let place = self.place();
            self.put(new, place);
            self.push(new, name)?;
            self.formatting[at] = Entry::Element { node: new, name };
        }
        Ok(())
    }

    fn like(&mut self, node: u32) -> Step<u32> {
        crate::options::check_limit("nodes", self.tree.len() + 1, self.limits.nodes())?;
        Ok(self.tree.create_like(node))
    }

    /// Ends the link in which another one begins.
    pub(super) fn end_open_link(&mut self) -> Step {
        let Some((_, node)) = self.last_formatting(Name::A) else { return Ok(()) };
        self.end_formatting(&EndTag { name: Name::A, written: Default::default() })?;
        if let Some(at) = self.in_formatting(node) {
            self.formatting.remove(at);
        }
        if let Some(at) = self.stack.position(node) {
            self.stack.remove(at);
        }
        Ok(())
    }

    /// The end tag of a formatting element: the adoption agency algorithm.
    pub(super) fn end_formatting(&mut self, tag: &EndTag) -> Step {
        if self.stack.top_is(tag.name) && self.in_formatting(self.current()).is_none() {
            self.stack.pop();
            return Ok(());
        }
        for _ in 0..MAX_ROUNDS {
            let Some((entry, element)) = self.last_formatting(tag.name) else { return self.end_other(tag) };
            let Some(at) = self.stack.position(element) else {
                self.formatting.remove(entry);
                return Ok(());
            };
            if !self.stack.any_in_scope(SCOPE, |open| open.node == element) {
                return Ok(());
            }
            let block = self.stack.entries()[at..].iter().position(|open| open.has(SPECIAL)).map(|i| at + i);
            let Some(block) = block else {
                self.stack.truncate(at);
                self.formatting.remove(entry);
                return Ok(());
            };
            self.adopt(element, at, block)?;
        }
        Ok(())
    }

    /// Moves a block that begins in a formatting element out of it, and its children into a new one like it.
    fn adopt(&mut self, element: u32, at: usize, block: usize) -> Step {
        let (ancestor, block_open) = (self.stack.entries()[at - 1], self.stack.entries()[block]);
        let (last, bookmark) = self.lift(element, block, block_open.node)?;
        self.tree.detach(last)?;
        let place = self.place_in(Some(ancestor));
        self.put(last, place);
        let new = self.like(element)?;
        self.tree.move_children(block_open.node, new)?;
        self.put(new, Place { parent: block_open.node, before: NONE });
        let Some(old) = self.in_formatting(element) else { return Ok(()) };
        let Entry::Element { name, .. } = self.formatting[old] else { return Ok(()) };
        let entry = Entry::Element { node: new, name };
        match bookmark.and_then(|node| self.in_formatting(node)) {
            Some(mark) => {
                self.formatting.insert(mark + 1, entry);
                let old = if old > mark { old + 1 } else { old };
                self.formatting.remove(old);
            }
            None => self.formatting[old] = entry,
        }
        if let Some(at) = self.stack.position(element) {
            self.stack.remove(at);
        }
        if let Some(at) = self.stack.position(block_open.node) {
            self.stack.insert(at + 1, Open { node: new, name, flags: name.flags(), is_foreign: false });
        }
        Ok(())
    }

    /// Rebuilds the elements between a formatting element and a block around the block: the outermost of them, and the one
    /// behind which the formatting element is to stand in the list.
    fn lift(&mut self, element: u32, block: usize, block_node: u32) -> Step<(u32, Option<u32>)> {
        let (mut last, mut bookmark) = (block_node, None);
        let mut index = block;
        let mut count = 0;
        loop {
            count += 1;
            index -= 1;
            let open = self.stack.entries()[index];
            if open.node == element {
                return Ok((last, bookmark));
            }
            let listed = self.in_formatting(open.node);
            match listed {
                Some(entry) if count <= MAX_KEPT => {
                    let new = self.like(open.node)?;
                    self.stack.replace(index, new);
                    self.formatting[entry] = Entry::Element { node: new, name: open.name };
                    if last == block_node {
                        bookmark = Some(new);
                    }
                    self.tree.detach(last)?;
                    self.put(last, Place { parent: new, before: NONE });
                    last = new;
                }
                _ => {
                    if let Some(entry) = listed {
                        self.formatting.remove(entry);
                    }
                    self.stack.remove(index);
                }
            }
        }
    }
}
