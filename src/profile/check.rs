//! What each mark and each selector of a profile finds in a page, for whoever keeps the profile.

use std::fmt;

use url::Url;

use super::apply::apply_epoch;
use super::day::Day;
use super::epoch::Epoch;
use super::reading::ProfileMatch;
use super::role::Role;
use super::set::{MAX_DEPTH_SUM, choose_epoch};
use super::site::Profile;
use super::view::View;
use crate::article::DateTime;
use crate::dom::Document;

/// What a profile consists of, in the order of its text; the indices of a [`ProfileReading`] are those of these lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileOutline {
    /// The epochs.
    pub epochs: Vec<EpochOutline>,
}

/// An epoch of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EpochOutline {
    /// Its name, with the profile's in front: what [`Article::profile`](crate::Article::profile) says.
    pub name: String,
    /// Its first day, as `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Its last day.
    pub to: Option<String>,
    /// The marks by which a page shows that it is of this epoch, as they are written.
    pub shows: Vec<String>,
    /// The roles that have selectors.
    pub roles: Vec<RoleOutline>,
}

/// A role of an epoch with its selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleOutline {
    /// The role, by its name in profiles.
    pub role: &'static str,
    /// Whether only the first of the selectors that finds anything counts.
    pub first_counts: bool,
    /// The selectors, as they are written.
    pub selectors: Vec<String>,
}

/// What a profile made of one page: see [`Extractor::check_profile`](crate::Extractor::check_profile).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProfileReading {
    /// The index of the epoch that the page belongs to, or why it belongs to none.
    pub epoch: Result<usize, Unclaimed>,
    /// The page's own address, which is another than the one it was read under where that is an archive's.
    pub url: Option<String>,
    /// When an archive captured the page.
    pub captured: Option<DateTime>,
    /// For each epoch of the profile, for each of its marks, whether the page shows it. Empty where the profile did not look.
    pub shown: Vec<Vec<bool>>,
    /// For each role of the page's epoch, what each of its selectors found. Empty where the page has none.
    pub roles: Vec<Vec<SelectorReading>>,
}

/// What a selector found in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SelectorReading {
    /// How many elements, or stretches between comments.
    pub found: usize,
    /// Whether the article is read from them. Of the selectors of which only the first counts, one does: a later one finds things
    /// in vain, as does one whose elements hold no text.
    pub counts: bool,
}

/// Why a page belongs to no epoch of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unclaimed {
    /// The profile does not speak for the page's host.
    OtherHost,
    /// It shows no mark of any epoch, and was captured on a day of none.
    NoMark,
    /// Its address is not known, and it shows fewer than two marks of each epoch, or no sign of the site.
    TooFewMarks,
    /// It is of an epoch by its marks or its day, but none of the epoch's selectors finds anything.
    NothingFound,
    /// It is too large and too deep for selectors.
    TooDeep,
    /// It is plain text.
    PlainText,
}

impl fmt::Display for Unclaimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unclaimed::OtherHost => "its host is none of the profile's",
            Unclaimed::NoMark => "it shows no mark of any epoch, and its day is in none",
            Unclaimed::TooFewMarks => "its address is not known, and it shows too few marks",
            Unclaimed::NothingFound => {
                "an epoch claims it by its marks or its day, but none of the epoch's selectors finds anything"
            }
            Unclaimed::TooDeep => "it is too large and too deep for selectors",
            Unclaimed::PlainText => "it is plain text",
        })
    }
}

impl ProfileReading {
    /// The reading of a page that the profile does not look at.
    pub(crate) fn unread(why: Unclaimed, url: Option<&Url>, captured: Option<DateTime>) -> Self {
        ProfileReading { epoch: Err(why), url: url.map(Url::to_string), captured, shown: Vec::new(), roles: Vec::new() }
    }
}

impl Profile {
    /// What the profile consists of.
    ///
    /// ```
    /// let profile = cuttings::Profile::parse("gazette.example", "hosts = ['gazette.example']\n\
    ///     [[epoch]]\nname = 'tables'\nshows = ['td.gzstory']\nroles = { body = ['td.gzstory'] }")?;
    /// let outline = profile.outline();
    /// assert_eq!(outline.epochs[0].name, "gazette.example/tables");
    /// assert_eq!(outline.epochs[0].roles[0].selectors, ["td.gzstory"]);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn outline(&self) -> ProfileOutline {
        ProfileOutline { epochs: self.rules.epochs.iter().map(outline_of).collect() }
    }

    /// Looks what the marks and selectors find in a page; as for [`ProfileSet::read`](super::ProfileSet::read), `url` is the page's
    /// own address and `dated` the day of its capture.
    pub(crate) fn check(&self, doc: &Document, url: Option<&Url>, dated: Option<DateTime>) -> ProfileReading {
        let view = View::new(doc);
        let host = url.and_then(Url::host_str);
        if host.is_some_and(|h| !self.speaks_for(h)) {
            return ProfileReading::unread(Unclaimed::OtherHost, url, dated);
        }
        if view.depths() > MAX_DEPTH_SUM {
            return ProfileReading::unread(Unclaimed::TooDeep, url, dated);
        }
        let epochs: Vec<(&Profile, &Epoch)> = self.rules.epochs.iter().map(|e| (self, e)).collect();
        let path = host.and(url).map(Url::path);
        let chosen = choose_epoch(&epochs, &view, path, dated.map(Day::from_datetime)).map(|(_, e)| e);
        let applied = chosen.and_then(|e| Some((e, apply_epoch(e, &view)?)));
        let epoch = match (&applied, chosen) {
            (Some((e, _)), _) => Ok(self.rules.epochs.iter().position(|own| std::ptr::eq(own, *e)).unwrap_or_default()),
            (None, Some(_)) => Err(Unclaimed::NothingFound),
            (None, None) if host.is_none() => Err(Unclaimed::TooFewMarks),
            (None, None) => Err(Unclaimed::NoMark),
        };
        let roles = applied.map(|(e, reading)| roles_of(e, &reading, &view)).unwrap_or_default();
        let shown = |e: &Epoch| e.shows.iter().map(|m| m.is_in(&view)).collect();
        let shown = self.rules.epochs.iter().map(shown).collect();
        ProfileReading { epoch, url: url.map(Url::to_string), captured: dated, shown, roles }
    }
}

fn outline_of(epoch: &Epoch) -> EpochOutline {
    let name = |role: Role| Role::NAMES.iter().find(|(_, r)| *r == role).map_or("", |(name, _)| *name);
    let roles = epoch.rules.iter().map(|(role, rules)| RoleOutline {
        role: name(*role),
        first_counts: role.has_values() || *role == Role::Body,
        selectors: rules.iter().map(|r| r.source.clone()).collect(),
    });
    EpochOutline {
        name: epoch.name.clone(),
        from: epoch.from.map(|d| d.to_string()),
        to: epoch.to.map(|d| d.to_string()),
        shows: epoch.shows.iter().map(|m| m.source.clone()).collect(),
        roles: roles.collect(),
    }
}

/// What the selectors of an epoch found, those included that were not asked since one before them had found something.
fn roles_of(epoch: &Epoch, reading: &ProfileMatch, view: &View) -> Vec<Vec<SelectorReading>> {
    let of_role = |(role, rules): &(Role, Vec<super::rule::Rule>)| {
        let found: Vec<usize> = rules.iter().map(|r| r.find_in(view).count()).collect();
        let winner = match role.has_values() {
            true => reading.winners.get(role).copied(),
            false => found.iter().position(|n| *n > 0),
        };
        let only_first = role.has_values() || *role == Role::Body;
        let counts = |place: usize, n: usize| if only_first { winner == Some(place) } else { n > 0 };
        found.iter().enumerate().map(|(i, &n)| SelectorReading { found: n, counts: counts(i, n) }).collect()
    };
    epoch.rules.iter().map(of_role).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    const PROFILE: &str = "hosts = ['gazette.example']
        [[epoch]]
        name = 'old'
        shows = ['td.story', 'comment \"story\"']
        to = 2005-12-31
        roles = { headline = ['b.none', 'b.head', 'title'], body = ['td.story', 'td'], remove = ['i', 'u'] }
        [[epoch]]
        name = 'new'
        shows = ['div.story']
        roles = { body = ['div.story p.none'] }";

    fn check(html: &str, url: &str) -> ProfileReading {
        let doc = Document::parse(html, &Limits::default()).unwrap();
        Profile::parse("gazette", PROFILE).unwrap().check(&doc, Url::parse(url).ok().as_ref(), None)
    }

    const OLD: &str =
        "<title>t</title><table><tr><td class=story><b class=head>a</b><i>x</i><i>y</i></td><td>z</table>";

    #[test]
    fn each_selector_tells_what_it_found_and_whether_that_counts() {
        let reading = check(OLD, "http://gazette.example/1");
        assert_eq!(reading.epoch, Ok(0));
        assert_eq!(reading.shown, [vec![true, false], vec![false]]);
        let all: Vec<Vec<(usize, bool)>> =
            reading.roles.iter().map(|r| r.iter().map(|s| (s.found, s.counts)).collect()).collect();
        // In the order of the roles: remove, headline, body.
        assert_eq!(
            all,
            [vec![(2, true), (0, false)], vec![(0, false), (1, true), (1, false)], vec![(1, true), (2, false)],]
        );
        let roles: Vec<_> =
            Profile::parse("gazette", PROFILE).unwrap().outline().epochs[0].roles.iter().map(|r| r.role).collect();
        assert_eq!(roles, ["remove", "headline", "body"]);
    }

    #[test]
    fn a_page_of_no_epoch_tells_why() {
        let why = |html: &str, url: &str| check(html, url).epoch.unwrap_err();
        assert_eq!(why(OLD, "http://other.example/"), Unclaimed::OtherHost);
        assert_eq!(why("<p>a</p>", "http://gazette.example/"), Unclaimed::NoMark);
        assert_eq!(why(OLD, ""), Unclaimed::TooFewMarks);
        assert_eq!(why("<div class=story>a</div>", "http://gazette.example/"), Unclaimed::NothingFound);
        assert_eq!(check(&OLD.replace("<i>x", "<!--story--><i>x"), "").epoch, Ok(0), "two marks and no address");
    }

    #[test]
    fn a_check_and_a_reading_agree() {
        use crate::profile::ProfileSet;
        let set = ProfileSet::new(vec![Profile::parse("gazette", PROFILE).unwrap()], false);
        for (html, url) in [
            (OLD, "http://gazette.example/"),
            (OLD, "http://other.example/"),
            (OLD, ""),
            ("<p>", "http://gazette.example/"),
        ] {
            let doc = Document::parse(html, &Limits::default()).unwrap();
            let read = set.read(&doc, Url::parse(url).ok().as_ref(), None).map(|m| m.name);
            let names = Profile::parse("gazette", PROFILE).unwrap().outline().epochs;
            assert_eq!(read, check(html, url).epoch.ok().map(|e| names[e].name.clone()), "{url}");
        }
    }
}
