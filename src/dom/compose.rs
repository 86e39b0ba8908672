//! Puts the parts of a page where a browser shows them: those that a server sent late, and those in shadow trees.

use super::attr::Attr;
use super::links::{Links, NONE};
use super::names::Name;
use super::node::{Attribute, NodeKind};
use super::strings::Strings;
use super::tree::{ROOT, Tree};
use crate::text::hashed::{HashMap, HashSet};

/// Whether a template stands for something that is to be put in its place.
pub(super) fn is_of_interest<'a>(attributes: impl Iterator<Item = (Attr, &'a str)>) -> bool {
    attributes.into_iter().any(|(attr, value)| match attr {
        Attr::Id => value.contains("B:") || value.contains("P:"),
        attr => attr == Attr::Shadowrootmode,
    })
}

/// Moves the parts that a page holds elsewhere to where readers see them.
pub(super) fn compose(tree: &mut Tree, attributes: &[Attribute], strings: &Strings) {
    let mut page = Page { links: tree.links(), tree, attributes, strings };
    page.place_streamed_parts();
    page.open_shadow_trees();
    let links = page.links;
    tree.set_links(links);
}

struct Page<'a> {
    tree: &'a Tree,
    links: Links,
    attributes: &'a [Attribute],
    strings: &'a Strings,
}

impl<'a> Page<'a> {
    fn attribute(&self, id: u32, attr: Attr) -> Option<&'a str> {
        let node = self.tree.node(id);
        if !matches!(node.kind, NodeKind::Element | NodeKind::Foreign) {
            return None;
        }
        let own = self.attributes.get(node.data.start as usize..node.data.end as usize)?;
        own.iter().find(|a| a.attr == attr).map(|a| self.strings.get(a.value))
    }

    fn is_template(&self, id: u32) -> bool {
        let node = self.tree.node(id);
        node.name == Name::Template && matches!(node.kind, NodeKind::Element | NodeKind::Foreign)
    }

    fn is_comment(&self, id: u32, text: &str) -> bool {
        let node = self.tree.node(id);
        node.kind == NodeKind::Comment && self.strings.get(node.data) == text
    }

    /// Servers that stream a page leave a template with the id `B:0` where a part is missing and send it at the end, hidden,
    /// with the id `S:0`; a script moves it. `B` and `S` may stand behind a prefix.
    fn place_streamed_parts(&mut self) {
        let (mut places, mut parts) = (HashMap::default(), Vec::new());
        for id in 1..self.tree.len() as u32 {
            let Some(name) = self.attribute(id, Attr::Id) else { continue };
            if self.is_template(id) && (name.contains("B:") || name.contains("P:")) {
                places.insert(name.to_owned(), id);
            } else if name.contains("S:") && self.attribute(id, Attr::Hidden).is_some() {
                parts.push((name.to_owned(), id));
            }
        }
        for (name, part) in parts {
            let place = ["B:", "P:"].into_iter().find_map(|letter| places.remove(&name.replace("S:", letter)));
            let Some(place) = place.filter(|place| self.is_apart(*place, part)) else { continue };
            self.detach_fallback(place);
            self.move_children(part, place);
            self.links.detach(place);
            self.links.detach(part);
        }
    }

    /// Whether a place does not lie in the part that is to be moved to it.
    fn is_apart(&self, place: u32, part: u32) -> bool {
        let mut up = place;
        while up != part && up != NONE {
            up = self.links.parent(up);
        }
        up == NONE && self.links.parent(place) != NONE
    }

    /// Takes out what is shown until a part comes: it stands between the place and a comment that ends it.
    fn detach_fallback(&mut self, place: u32) {
        let before = self.links.previous(place);
        if before == NONE || !(self.is_comment(before, "$?") || self.is_comment(before, "$~")) {
            return;
        }
        let mut next = self.links.next(place);
        while next != NONE && !self.is_comment(next, "/$") {
            let id = next;
            next = self.links.next(id);
            self.links.detach(id);
        }
    }

    /// Shows the shadow trees that a page declares (`<template shadowrootmode>`): in place of the host's own children, which
    /// go into their slots. A child without a slot is not shown.
    fn open_shadow_trees(&mut self) {
        let is_shadow = |id: &u32| self.is_template(*id) && self.attribute(*id, Attr::Shadowrootmode).is_some();
        // In the order of the page: the outer before the inner.
        let templates: Vec<u32> = self.links.below(ROOT).filter(is_shadow).collect();
        for template in templates {
            let host = self.links.parent(template);
            if host == NONE || !matches!(self.tree.node(host).kind, NodeKind::Element | NodeKind::Foreign) {
                continue;
            }
            let fragment = self.links.first(template);
            if fragment == NONE || self.tree.node(fragment).kind != NodeKind::Other {
                continue;
            }
            let own: Vec<u32> = self.links.children(host).filter(|id| *id != template).collect();
            let slots = self.slots_in(fragment);
            self.move_children(fragment, template);
            self.links.detach(template);
            self.fill_slots(&own, &slots);
        }
    }

    /// The slots of a shadow tree by name; the first of a name counts.
    fn slots_in(&self, fragment: u32) -> HashMap<&'a str, u32> {
        let mut slots = HashMap::default();
        let mut open = vec![fragment];
        while let Some(id) = open.pop() {
            if self.strings.get(self.tree.node(id).label) == "slot" {
                slots.entry(self.attribute(id, Attr::Name).unwrap_or_default()).or_insert(id);
            }
            // What is in there has slots of its own.
            if !self.is_template(id) {
                let first = open.len();
                open.extend(self.links.children(id));
                open[first..].reverse();
            }
        }
        slots
    }

    fn fill_slots(&mut self, children: &[u32], slots: &HashMap<&str, u32>) {
        let mut filled = HashSet::default();
        for &child in children {
            let slot = slots.get(self.attribute(child, Attr::Slot).unwrap_or_default()).copied();
            self.links.detach(child);
            let Some(slot) = slot else { continue };
            // What a slot holds by itself is shown only where nothing comes into it.
            if filled.insert(slot) {
                let fallback: Vec<u32> = self.links.children(slot).collect();
                fallback.into_iter().for_each(|id| self.links.detach(id));
            }
            self.links.append(slot, child);
        }
    }

    /// Moves the children of a node before another one, which must not lie in them.
    fn move_children(&mut self, from: u32, before: u32) {
        let children: Vec<u32> = self.links.children(from).collect();
        for child in children {
            self.links.detach(child);
            self.links.insert_before(before, child);
        }
    }
}
#[cfg(test)]
mod tests {
    use crate::dom::{Document, NodeId};
    use crate::options::Limits;

    fn shown(html: &str) -> String {
        let doc = Document::parse(html, &Limits::default()).unwrap();
        doc.text(NodeId::ROOT).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn streamed_parts_stand_in_their_places() {
        let html = "<main><p>one</p><!--$?--><template id=B:0></template><i>loading</i><!--/$--><p>four</p></main>\
            <div hidden id=S:0><p>two</p><template id=P:1></template></div><div hidden id=S:1><p>three</p></div>";
        assert_eq!(shown(html), "one two three four");
        assert_eq!(
            shown("<p>one<template id=xB:1f></template> three</p><div hidden id=xS:1f>two</div>"),
            "onetwo three"
        );
        // What has no place, or lies in itself, stays.
        assert_eq!(shown("<p>one</p><div hidden id=S:0>two</div>"), "one two");
        assert_eq!(shown("<div hidden id=S:0>one<template id=B:0></template></div>two"), "one two");
    }

    #[test]
    fn shadow_trees_are_shown_with_what_is_in_their_slots() {
        let html = "<x-a><template shadowrootmode=open><p>one</p><slot name=b>never</slot><p>three</p><slot></slot><slot name=c>five</slot>\
            </template><b>four</b><i slot=b>two</i><u slot=z>nowhere</u></x-a>six";
        assert_eq!(shown(html), "one two three fourfivesix");
        let nested = "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=closed>one <slot></slot> three</template>\
            <slot></slot></x-b> four</template>two</x-a>";
        assert_eq!(shown(nested), "one two three four");
    }

    #[test]
    fn many_shadow_trees_in_each_other_end() {
        let html =
            "<x-a><template shadowrootmode=open><slot></slot>".repeat(60) + "one" + &"</template>a</x-a>".repeat(60);
        assert!(shown(&html).contains("one"));
    }
}
