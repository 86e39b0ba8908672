//! Site profiles: what a site's own markup means, as data.

mod load;

use std::collections::BTreeMap;

use crate::dom::{Document, NodeId};

/// What a profile says an element of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// Not part of the article.
    Remove,
    Headline,
    Kicker,
    /// A paragraph or item of the standfirst.
    Summary,
    /// The whole byline; several elements are joined by a comma.
    Byline,
    Published,
    Modified,
    Section,
    /// A container of the story's flow (several are joined in page order).
    Body,
    /// A cross-heading within the flow.
    Heading,
    /// A figure: the element that holds one image or player with its caption and credit.
    Figure,
    Video,
    Caption,
    Credit,
    /// A box that quotes somebody; the kind is told by its attribution.
    Quote,
    /// Within a quote box: who said it.
    Attribution,
    /// A fact box.
    Aside,
    /// Within a fact box: its title.
    AsideTitle,
    /// A container of readers' comments: paragraphs, each comment ended by a bold name and place.
    Comments,
    Tag,
}

impl Role {
    /// Whether what has the role is another field than the body.
    pub(crate) fn is_apart(self) -> bool {
        use Role::*;
        matches!(
            self,
            Headline
                | Kicker
                | Summary
                | Byline
                | Published
                | Modified
                | Section
                | Caption
                | Credit
                | Attribution
                | AsideTitle
                | Tag
                | Remove
        )
    }

    /// Whether what is below an element of this role shares it.
    pub(crate) fn is_inherited(self) -> bool {
        !matches!(self, Role::Body | Role::Figure | Role::Video | Role::Quote | Role::Aside | Role::Comments)
    }
}

/// What a profile says about one page.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// `file/epoch`, such as `news.bbc.co.uk/storybody`.
    pub(crate) name: String,
    pub(crate) site_name: Option<String>,
    pub(crate) language: Option<String>,
    /// The roles of elements, by the element.
    pub(crate) roles: BTreeMap<NodeId, Role>,
    /// Stretches of the page between two comment markers that have a role: first node, one past the last.
    pub(crate) ranges: Vec<(NodeId, NodeId, Role)>,
}

impl Reading {
    /// The elements with a role, in document order.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        self.roles.iter().filter(move |(_, r)| **r == role).map(|(n, _)| *n)
    }

    /// stub
    pub(crate) fn values(&self, _role: Role) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    /// The role of an element.
    pub(crate) fn role(&self, id: NodeId) -> Option<Role> {
        self.roles.get(&id).copied()
    }
}
