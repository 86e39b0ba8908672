//! The list of active formatting elements.

use crate::dom::names::Name;

/// A formatting element, or a mark behind which older ones do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Marker,
    Element { node: u32, name: Name },
}

impl Entry {
    pub(super) fn node(self) -> Option<u32> {
        match self {
            Entry::Marker => None,
            Entry::Element { node, .. } => Some(node),
        }
    }
}
