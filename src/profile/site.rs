//! The profile of a site, as a file holds it.

use std::path::Path;

use super::epoch::SiteRules;
use super::load;
use crate::error::{Error, Result};

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
/// The roles are `remove`, `headline`, `kicker`, `byline`, `author`, `published`, `modified`, `section`, `tag`,
/// `summary`, `caption`, `credit`, `attribution`, `aside_title`, `heading`, `paragraph`, `quote`, `aside`,
/// `video`, `figure`, `comments` and `body`. Of a list of selectors for `body`, or for a role that is a
/// field of the article (`headline` to `summary`), the first that finds anything counts; for the other
/// roles all count. Where a selector needs more said, a table takes its place, with the keys
/// - `select`: the selector;
/// - `strip`: texts to take off the front, such as `["Last Updated:"]`;
/// - `split`, `part`, `least`: cut the text at every `split` and take one part, the first being 1 and
///   the last -1, if there are at least `least` parts;
/// - `join`: make one text of all that the selector finds, or of all lines of a stretch, with this between them;
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
    pub(super) rules: SiteRules,
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
        Ok(Profile { name: name.to_owned(), rules: load::parse_site(name, name, text)? })
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
        let rules = load::parse_site(&name, &path.display().to_string(), &text)?;
        Ok(Profile { name: name.into_owned(), rules })
    }

    /// The name, which is the first part of the article's `profile` field.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn speaks_for(&self, host: &str) -> bool {
        self.rules.hosts.iter().any(|h| h.matches(host))
    }
}
