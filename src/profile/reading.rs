//! What a profile says about one page.

use std::collections::BTreeMap;

use super::role::Role;
use crate::dom::NodeId;

/// A text that a profile found for a role.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    /// The text, its white space folded, prefixes and the like taken off as the profile says.
    pub(crate) text: String,
    /// The offset from UTC, in minutes, that a time without a zone has here.
    pub(crate) zone: Option<i32>,
    /// Which selector found it, for [`Article::provenance`](crate::Article::provenance).
    pub(crate) origin: String,
}

/// What a profile says about one page.
#[derive(Debug, Default)]
pub(crate) struct ProfileMatch {
    /// `file/epoch`, such as `news.bbc.co.uk/storybody`.
    pub(crate) name: String,
    pub(crate) site_name: Option<String>,
    pub(crate) language: Option<String>,
    /// The roles of elements, by the element; where a stretch between comments has a role, also of the
    /// texts that stand in it outside any element.
    pub(crate) roles: BTreeMap<NodeId, Role>,
    /// Stretches of the page between two comment markers that have a role: first node, one past the last;
    /// those of a role are in order and do not overlap. What stands whole in a stretch is in `roles` as
    /// well, its topmost elements, except for the body.
    pub(crate) ranges: Vec<(NodeId, NodeId, Role)>,
    pub(super) values: BTreeMap<Role, Vec<Value>>,
    /// Of those roles the index of the selector whose texts they are.
    pub(super) winners: BTreeMap<Role, usize>,
}

impl ProfileMatch {
    /// The elements with a role, in document order.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        self.roles.iter().filter(move |(_, r)| **r == role).map(|(n, _)| *n)
    }

    /// Whether it tells the flow of the story, or that of readers' comments: then nothing else is asked for it.
    pub(crate) fn tells_flow(&self) -> bool {
        let is_flow = |role: Role| matches!(role, Role::Body | Role::Comments);
        self.of(Role::Body).chain(self.of(Role::Comments)).next().is_some()
            || self.ranges.iter().any(|(_, _, r)| is_flow(*r))
    }

    /// The role of an element.
    pub(crate) fn role(&self, id: NodeId) -> Option<Role> {
        self.roles.get(&id).copied()
    }

    /// The texts of a role that is a field of the article: headline, kicker, byline, author, published, modified,
    /// section, tag, summary. They are those of the first of the role's selectors that gave any, in page
    /// order, and were read from the page as it was when the profile was asked.
    pub(crate) fn values(&self, role: Role) -> &[Value] {
        self.values.get(&role).map_or(&[], |v| v)
    }
}
