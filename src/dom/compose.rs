//! Puts the parts of a page where a browser shows them: those that a server sent late, and those in shadow trees.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId as TreeId, NodeRef, Tree};
use scraper::Node as TreeNode;

/// Moves the parts that a page holds elsewhere to where readers see them.
pub(super) fn compose(tree: &mut Tree<TreeNode>) {
    place_streamed_parts(tree);
    open_shadow_trees(tree);
}

/// Servers that stream a page leave a template with the id `B:0` where a part is missing and send it at the end, hidden,
/// with the id `S:0`; a script moves it. `B` and `S` may stand behind a prefix.
fn place_streamed_parts(tree: &mut Tree<TreeNode>) {
    let (mut places, mut parts) = (HashMap::new(), Vec::new());
    for node in tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        let Some(name) = element.id() else { continue };
        if element.name() == "template" && (name.contains("B:") || name.contains("P:")) {
            places.insert(name.to_owned(), node.id());
        } else if name.contains("S:") && element.attr("hidden").is_some() {
            parts.push((name.to_owned(), node.id()));
        }
    }
    for (name, part) in parts {
        let place = ["B:", "P:"].into_iter().find_map(|letter| places.remove(&name.replace("S:", letter)));
        let Some(place) = place.filter(|place| is_apart(tree, *place, part)) else { continue };
        detach_fallback(tree, place);
        move_children(tree, part, place);
        detach(tree, place);
        detach(tree, part);
    }
}

/// Whether a place does not lie in the part that is to be moved to it.
fn is_apart(tree: &Tree<TreeNode>, place: TreeId, part: TreeId) -> bool {
    place != part
        && tree.get(place).is_some_and(|node| node.parent().is_some() && node.ancestors().all(|n| n.id() != part))
}

/// Takes out what is shown until a part comes: it stands between the place and a comment that ends it.
fn detach_fallback(tree: &mut Tree<TreeNode>, place: TreeId) {
    let Some(node) = tree.get(place) else { return };
    let is_comment = |node: &NodeRef<'_, TreeNode>, text: &str| node.value().as_comment().is_some_and(|c| &**c == text);
    if !node.prev_sibling().is_some_and(|before| is_comment(&before, "$?") || is_comment(&before, "$~")) {
        return;
    }
    let fallback: Vec<TreeId> = node.next_siblings().take_while(|n| !is_comment(n, "/$")).map(|n| n.id()).collect();
    for id in fallback {
        detach(tree, id);
    }
}

/// Shows the shadow trees that a page declares (`<template shadowrootmode>`): in place of the host's own children, which
/// go into their slots. A child without a slot is not shown.
fn open_shadow_trees(tree: &mut Tree<TreeNode>) {
    let is_shadow = |node: &NodeRef<'_, TreeNode>| {
        node.value().as_element().is_some_and(|e| e.name() == "template" && e.attr("shadowrootmode").is_some())
    };
    // In the order of the page: the outer before the inner.
    let templates: Vec<TreeId> = tree.root().descendants().filter(is_shadow).map(|n| n.id()).collect();
    for template in templates {
        let Some(node) = tree.get(template) else { continue };
        let Some(host) = node.parent().filter(|host| host.value().is_element()) else { continue };
        let Some(fragment) = node.first_child().filter(|n| n.value().is_fragment()).map(|n| n.id()) else { continue };
        let own: Vec<TreeId> = host.children().map(|n| n.id()).filter(|id| *id != template).collect();
        let slots = slots_in(tree, fragment);
        move_children(tree, fragment, template);
        detach(tree, template);
        fill_slots(tree, &own, &slots);
    }
}

/// The slots of a shadow tree by name; the first of a name counts.
fn slots_in(tree: &Tree<TreeNode>, fragment: TreeId) -> HashMap<String, TreeId> {
    let mut slots = HashMap::new();
    let mut open: Vec<_> = tree.get(fragment).into_iter().collect();
    while let Some(node) = open.pop() {
        if let Some(element) = node.value().as_element() {
            if element.name() == "slot" {
                slots.entry(element.attr("name").unwrap_or_default().to_owned()).or_insert(node.id());
            }
            // What is in there has slots of its own.
            if element.name() == "template" {
                continue;
            }
        }
        open.extend(node.children().rev());
    }
    slots
}

fn fill_slots(tree: &mut Tree<TreeNode>, children: &[TreeId], slots: &HashMap<String, TreeId>) {
    let mut filled = HashSet::new();
    for &child in children {
        let name =
            tree.get(child).and_then(|n| n.value().as_element().and_then(|e| e.attr("slot"))).unwrap_or_default();
        let slot = slots.get(name).copied();
        detach(tree, child);
        let Some(slot) = slot else { continue };
        // What a slot holds by itself is shown only where nothing comes into it.
        if filled.insert(slot) {
            let fallback: Vec<TreeId> =
                tree.get(slot).map(|n| n.children().map(|c| c.id()).collect()).unwrap_or_default();
            for id in fallback {
                detach(tree, id);
            }
        }
        if let Some(mut slot) = tree.get_mut(slot) {
            slot.append_id(child);
        }
    }
}

/// Moves the children of a node before another one, which must not lie in them.
fn move_children(tree: &mut Tree<TreeNode>, from: TreeId, before: TreeId) {
    let children: Vec<TreeId> = tree.get(from).map(|n| n.children().map(|c| c.id()).collect()).unwrap_or_default();
    for child in children {
        if let Some(mut place) = tree.get_mut(before) {
            place.insert_id_before(child);
        }
    }
}

fn detach(tree: &mut Tree<TreeNode>, id: TreeId) {
    if let Some(mut node) = tree.get_mut(id) {
        node.detach();
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
