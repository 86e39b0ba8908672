//! Links between nodes in all directions, for where many are to be moved.

/// In place of a node where there is none.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Link {
    parent: u32,
    prev: u32,
    next: u32,
    first: u32,
    last: u32,
}

impl Default for Link {
    fn default() -> Link {
        Link { parent: NONE, prev: NONE, next: NONE, first: NONE, last: NONE }
    }
}

/// Which nodes stand beside, around and in each, where nodes are to be moved.
#[derive(Debug)]
pub(super) struct Links(Vec<Link>);

impl Links {
    /// Of nodes that know their parent, the sibling before them and their last child.
    pub(super) fn new(nodes: impl ExactSizeIterator<Item = (u32, u32, u32)>) -> Links {
        let mut links = vec![Link::default(); nodes.len()];
        for (i, (parent, prev, last)) in nodes.enumerate() {
            (links[i].parent, links[i].prev, links[i].last) = (parent, prev, last);
            if prev != NONE {
                links[prev as usize].next = i as u32;
            } else if parent != NONE {
                links[parent as usize].first = i as u32;
            }
        }
        Links(links)
    }

    /// The same three of each node.
    pub(super) fn backwards(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        self.0.iter().map(|link| (link.parent, link.prev, link.last))
    }

    /// Adds a node that stands nowhere.
    pub(super) fn push(&mut self) {
        self.0.push(Link::default());
    }

    fn link(&mut self, id: u32) -> &mut Link {
        &mut self.0[id as usize]
    }

    pub(super) fn parent(&self, id: u32) -> u32 {
        self.0[id as usize].parent
    }

    pub(super) fn previous(&self, id: u32) -> u32 {
        self.0[id as usize].prev
    }

    pub(super) fn next(&self, id: u32) -> u32 {
        self.0[id as usize].next
    }

    pub(super) fn first(&self, id: u32) -> u32 {
        self.0[id as usize].first
    }

    pub(super) fn last(&self, id: u32) -> u32 {
        self.0[id as usize].last
    }

    pub(super) fn children(&self, id: u32) -> impl Iterator<Item = u32> + '_ {
        let some = |id: u32| (id != NONE).then_some(id);
        std::iter::successors(some(self.first(id)), move |id| some(self.next(*id)))
    }

    /// The nodes below one in document order.
    pub(super) fn below(&self, root: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = root;
        std::iter::from_fn(move || {
            if self.first(at) != NONE {
                at = self.first(at);
                return Some(at);
            }
            while at != root && self.next(at) == NONE {
                at = self.parent(at);
            }
            if at == root {
                return None;
            }
            at = self.next(at);
            Some(at)
        })
    }

    /// Takes a node from its parent.
    pub(super) fn detach(&mut self, id: u32) {
        let Link { parent, prev, next, .. } = self.0[id as usize];
        if parent == NONE {
            return;
        }
        match prev {
            NONE => self.link(parent).first = next,
            prev => self.link(prev).next = next,
        }
        match next {
            NONE => self.link(parent).last = prev,
            next => self.link(next).prev = prev,
        }
        let link = self.link(id);
        (link.parent, link.prev, link.next) = (NONE, NONE, NONE);
    }

    /// Makes a node that stands nowhere the last child of another.
    pub(super) fn append(&mut self, parent: u32, id: u32) {
        let prev = std::mem::replace(&mut self.link(parent).last, id);
        match prev {
            NONE => self.link(parent).first = id,
            prev => self.link(prev).next = id,
        }
        let link = self.link(id);
        (link.parent, link.prev) = (parent, prev);
    }

    /// Puts all children of a node behind those of another.
    pub(super) fn append_children(&mut self, parent: u32, from: u32) {
        let Link { first, last, .. } = self.0[from as usize];
        (self.link(from).first, self.link(from).last) = (NONE, NONE);
        let mut child = first;
        while child != NONE {
            self.link(child).parent = parent;
            child = self.next(child);
        }
        if first == NONE {
            return;
        }
        let before = std::mem::replace(&mut self.link(parent).last, last);
        self.link(first).prev = before;
        match before {
            NONE => self.link(parent).first = first,
            before => self.link(before).next = first,
        }
    }

    /// Puts a node that stands nowhere before another one, if that stands somewhere.
    pub(super) fn insert_before(&mut self, sibling: u32, id: u32) {
        let Link { parent, prev, .. } = self.0[sibling as usize];
        if parent == NONE {
            return;
        }
        match prev {
            NONE => self.link(parent).first = id,
            prev => self.link(prev).next = id,
        }
        self.link(sibling).prev = id;
        let link = self.link(id);
        (link.parent, link.prev, link.next) = (parent, prev, sibling);
    }
}
