//! What elements of a page can be, in the words of profiles.

/// What a profile says an element of the page is.
///
/// Where an element matches selectors of several roles, it has the first of them in this order:
/// what goes, then the parts, then the boxes that hold parts, then the body that holds boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// `remove`: not part of the article, with all that is in it.
    Remove,
    /// `headline`: the story's headline, without the site's name.
    Headline,
    /// `kicker`: a short label over the headline or the byline, such as ANALYSIS.
    Kicker,
    /// `byline`: who wrote it, with their role and place.
    Byline,
    /// `author`: the name of one of those who wrote it.
    Author,
    /// `published`: when the story was first published.
    Published,
    /// `modified`: when the story was last changed.
    Modified,
    /// `section`: the section of the publication.
    Section,
    /// `tag`: one topic the page gives the story.
    Tag,
    /// `summary`: a paragraph or item of a standfirst that stands apart from the body.
    Summary,
    /// `caption`: within a figure, what is said of the picture.
    Caption,
    /// `credit`: within a figure, who made or owns the picture.
    Credit,
    /// `attribution`: within a quote box, who said it; several parts are joined by a comma.
    Attribution,
    /// `aside_title`: within a fact box, its title.
    AsideTitle,
    /// `heading`: a cross-heading within the flow, whatever its element.
    Heading,
    /// `paragraph`: an ordinary paragraph of the flow, even where it is all bold and looks like a
    /// cross-heading.
    Paragraph,
    /// `quote`: a box that quotes somebody; whether a reader is told by its attribution.
    Quote,
    /// `aside`: a fact box.
    Aside,
    /// `video`: a player, or the element that holds one with its caption.
    Video,
    /// `figure`: the element that holds one image with its caption and credit.
    Figure,
    /// `comments`: a container of nothing but readers' comments, each ended by a name and a place.
    Comments,
    /// `body`: a container of the story's flow; several are joined in page order.
    Body,
}

impl Role {
    /// The names that profiles use, in the order of the roles.
    pub(super) const NAMES: [(&'static str, Role); 22] = [
        ("remove", Role::Remove),
        ("headline", Role::Headline),
        ("kicker", Role::Kicker),
        ("byline", Role::Byline),
        ("author", Role::Author),
        ("published", Role::Published),
        ("modified", Role::Modified),
        ("section", Role::Section),
        ("tag", Role::Tag),
        ("summary", Role::Summary),
        ("caption", Role::Caption),
        ("credit", Role::Credit),
        ("attribution", Role::Attribution),
        ("aside_title", Role::AsideTitle),
        ("heading", Role::Heading),
        ("paragraph", Role::Paragraph),
        ("quote", Role::Quote),
        ("aside", Role::Aside),
        ("video", Role::Video),
        ("figure", Role::Figure),
        ("comments", Role::Comments),
        ("body", Role::Body),
    ];

    /// Whether what is below an element of this role shares it.
    pub(crate) fn is_inherited(self) -> bool {
        !matches!(self, Role::Body | Role::Figure | Role::Video | Role::Quote | Role::Aside | Role::Comments)
    }

    /// Whether the role's text is read at once, to be had from `ProfileMatch::values`.
    pub(super) fn has_values(self) -> bool {
        use Role::*;
        matches!(self, Headline | Kicker | Byline | Author | Published | Modified | Section | Tag | Summary)
    }

    /// Whether what has the role is another field than the body.
    pub(crate) fn is_apart(self) -> bool {
        use Role::*;
        matches!(
            self,
            Headline
                | Kicker
                | Summary
                | Byline
                | Author
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
}
