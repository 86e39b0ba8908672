//! Site profiles: what a site's own markup means, as data.
//!
//! A profile is a TOML file a host under `sites/`; `load` reads it, `rule` knows what its
//! selectors can say, `set` chooses the epoch a page belongs to, and the [`Reading`] made
//! here is what the later stages see of it.

mod css;
mod load;
mod read;
mod rule;
mod set;

use std::collections::BTreeMap;
use std::path::Path;

use crate::dom::{Document, NodeId};
use crate::error::{Error, Result};

pub(crate) use set::ProfileSet;

use rule::{Day, Mark, Rule};

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
    const NAMES: [(&'static str, Role); 21] = [
        ("remove", Role::Remove),
        ("headline", Role::Headline),
        ("kicker", Role::Kicker),
        ("byline", Role::Byline),
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

    /// Whether the role's text is read at once, to be had from [`Reading::values`].
    fn has_values(self) -> bool {
        use Role::*;
        matches!(self, Headline | Kicker | Byline | Published | Modified | Section | Tag | Summary)
    }
}

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
}

/// What a profile says about one page.
#[derive(Debug, Default)]
pub(crate) struct Reading {
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
    values: BTreeMap<Role, Vec<Value>>,
}

impl Reading {
    /// The elements with a role, in document order.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        self.roles.iter().filter(move |(_, r)| **r == role).map(|(n, _)| *n)
    }

    /// The role of an element.
    pub(crate) fn role(&self, id: NodeId) -> Option<Role> {
        self.roles.get(&id).copied()
    }

    /// The texts of a role that is a field of the article: headline, kicker, byline, published, modified,
    /// section, tag, summary. They are those of the first of the role's selectors that gave any, in page
    /// order, and were read from the page as it was when the profile was asked.
    pub(crate) fn values(&self, role: Role) -> &[Value] {
        self.values.get(&role).map_or(&[], |v| v)
    }
}

/// What the markup of one site means: where its pages hold the headline, the body, the captions.
///
/// Pages of most sites need none. A profile is a TOML text; the keys are these:
///
/// - `hosts`: the hosts it speaks for, `news.example` or `*.news.example` (any host below it).
/// - `signs`: selectors and comments, one of which every page of the site shows. A page whose address is
///   not known is taken for one of the site's if it shows a sign (where there are any) and two of the
///   things that an epoch `shows`.
/// - `site_name`, `language`: what every page of the site has, unless an epoch says otherwise.
/// - `[[brand]]`: a `name` that pages have instead of `site_name` when their address starts with one
///   of `path` or they show one of `shows`.
/// - `[[epoch]]`: a time in which the site's pages were built alike, with
///   - `name`, unique within the file; the article's `profile` field is `file/epoch`;
///   - `shows`: selectors and comments by which a page itself shows that it is of this epoch;
///   - `path`: prefixes of the address's path, one of which counts like a mark shown;
///   - `from`, `to`: the first and last day, for pages that show nothing;
///   - `[epoch.roles]`: for each role the selectors of its elements.
///
/// A selector is one of
/// - CSS: `div.caption > span`;
/// - CSS and the attribute to read: `meta[name="Headline"] @content`;
/// - a stretch between two comments: `comment "S BO" .. "E BO"`, to the end of the element the first
///   one stands in when the second is missing; a `*` at the end of a comment stands for any rest;
/// - in `shows`, one comment: `comment "START CPS_SITE CLASS:*"`.
///
/// The roles are `remove`, `headline`, `kicker`, `byline`, `published`, `modified`, `section`, `tag`,
/// `summary`, `caption`, `credit`, `attribution`, `aside_title`, `heading`, `paragraph`, `quote`, `aside`,
/// `video`, `figure`, `comments` and `body`. Of a list of selectors for `body`, or for a role that is a
/// field of the article (`headline` to `summary`), the first that finds anything counts; for the other
/// roles all count. Where a selector needs more said, a table takes its place, with the keys
/// - `select`: the selector;
/// - `strip`: texts to take off the front, such as `["Last Updated:"]`;
/// - `split`, `part`, `least`: cut the text at every `split` and take one part, the first being 1 and
///   the last -1, if there are at least `least` parts;
/// - `join`: make one text of all that the selector finds, with this between them;
/// - `zone`: the offset from UTC (`UTC`, `+05:30`) of times that name none;
/// - `unix = true`: the text is a count of seconds since 1970.
///
/// ```
/// let profile = cuttings::Profile::parse("gazette.example", r#"
///     hosts = ["gazette.example", "*.gazette.example"]
///     site_name = "The Gazette"
///
///     [[epoch]]
///     name = "tables"
///     shows = ["td.gzstory", 'comment "story text"']
///     from = 1999-04-01
///     to = 2006-10-31
///     [epoch.roles]
///     headline = ["td.gzhead", { select = "title", split = "|", part = -1 }]
///     published = [{ select = "span.gzdate", strip = ["Updated"], zone = "+10:00" }]
///     body = ['comment "story text" .. "/story text"', "td.gzstory"]
///     remove = ["table.gzpromo"]
/// "#)?;
/// assert_eq!(profile.name(), "gazette.example");
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Profile {
    name: String,
    hosts: Vec<Host>,
    signs: Vec<Mark>,
    site_name: Option<String>,
    language: Option<String>,
    brands: Vec<Brand>,
    epochs: Vec<Epoch>,
}

impl Profile {
    /// Reads a profile's text. The name is what the article's `profile` field calls it, and its errors.
    ///
    /// # Errors
    /// [`ErrorKind::Profile`](crate::error::ErrorKind::Profile), with the line and the key, when the text is no
    /// TOML, has a key or a role that profiles do not know, a selector that does not parse, no hosts, two
    /// epochs of one name, a date that is none, or an epoch that ends before it starts.
    ///
    /// ```
    /// let error = cuttings::Profile::parse("gazette.example", "host = ['gazette.example']").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "profile gazette.example, line 1, host: unknown key; did you mean `hosts`?");
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        load::load(name, name, text)
    }

    /// Reads a profile's file; its name is the file's, without `.toml`.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::error::ErrorKind::Io) when the file cannot be read, otherwise as [`Profile::parse`].
    ///
    /// ```
    /// assert!(cuttings::Profile::open("no/such/gazette.toml").unwrap_err().is_io());
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        load::load(&name, &path.display().to_string(), &text)
    }

    /// The name, which is the first part of the article's `profile` field.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn speaks_for(&self, host: &str) -> bool {
        self.hosts.iter().any(|h| h.matches(host))
    }
}

/// A host, or all hosts below it.
#[derive(Debug, Clone, PartialEq)]
enum Host {
    Exact(String),
    Below(String),
}

impl Host {
    fn matches(&self, host: &str) -> bool {
        match self {
            Host::Exact(name) => name == host,
            Host::Below(name) => {
                host.strip_suffix(name.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
        }
    }
}

/// A name that some pages of a site go by.
#[derive(Debug, Clone)]
struct Brand {
    name: String,
    path: Vec<String>,
    shows: Vec<Mark>,
}

/// A time in which a site's pages were built alike.
#[derive(Debug, Clone)]
struct Epoch {
    /// With the file's name in front.
    name: String,
    site_name: Option<String>,
    language: Option<String>,
    shows: Vec<Mark>,
    path: Vec<String>,
    from: Option<Day>,
    to: Option<Day>,
    /// In the order of the roles.
    rules: Vec<(Role, Vec<Rule>)>,
}

#[cfg(test)]
mod tests;
