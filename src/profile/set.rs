//! All profiles together: which speaks for a page, and which of its epochs the page is of.

use std::cmp::Reverse;

use url::Url;

use super::apply::apply_epoch;
use super::built_in;
use super::day::Day;
use super::epoch::Epoch;
use super::mark::Mark;
use super::reading::ProfileMatch;
use super::site::Profile;
use super::view::View;
use crate::article::DateTime;
use crate::dom::Document;

/// A page of an unknown address must show as many marks of an epoch: any site can have one
/// class of the same name.
const MIN_MARKS_WITHOUT_URL: usize = 2;

/// Pages whose depths (in levels, of all nodes) add up to more are read without a profile: a selector may
/// cost as much as that, and there are some dozens of them. Large news pages stay below two millions.
pub(super) const MAX_DEPTH_SUM: u64 = 5_000_000;

/// The profiles that take part.
#[derive(Debug, Clone)]
pub(crate) struct ProfileSet {
    own: Vec<Profile>,
    built_in: bool,
}

impl ProfileSet {
    /// The caller's own, which are asked first, and those that come with the crate if so wished.
    pub(crate) fn new(own: Vec<Profile>, built_in: bool) -> Self {
        ProfileSet { own, built_in }
    }

    /// What the profile that speaks for a page says about it.
    ///
    /// `url` is the page's own address. `dated` is when it was published or, if that is not known, captured.
    /// By a profile that speaks for the address's host, the page belongs to the epoch of which it shows the
    /// most marks, then to the one whose days agree, then to the first. Without an address it belongs to an
    /// epoch only if it shows [`MIN_MARKS_WITHOUT_URL`] marks of it and a sign of the site.
    pub(crate) fn read(&self, doc: &Document, url: Option<&Url>, dated: Option<DateTime>) -> Option<ProfileMatch> {
        let view = View::new(doc);
        let host = url.and_then(Url::host_str);
        let path = url.map_or("", Url::path);
        for is_own in [true, false] {
            let profiles: Vec<&Profile> = match is_own {
                true => self.own.iter().filter(|p| host.is_none_or(|h| p.speaks_for(h))).collect(),
                false if self.built_in => built_in::speaking_for(&view, host),
                false => Vec::new(),
            };
            let epochs: Vec<_> = profiles.iter().flat_map(|p| p.rules.epochs.iter().map(move |e| (*p, e))).collect();
            if epochs.is_empty() || view.depths() > MAX_DEPTH_SUM {
                continue;
            }
            let Some((profile, epoch)) =
                choose_epoch(&epochs, &view, host.map(|_| path), dated.map(Day::from_datetime))
            else {
                continue;
            };
            if let Some(mut reading) = apply_epoch(epoch, &view) {
                reading.site_name = site_name(profile, epoch, &view, path);
                reading.language = epoch.language.clone().or_else(|| profile.rules.language.clone());
                return Some(reading);
            }
        }
        None
    }
}

/// How well an epoch's days agree with the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    /// The page is older than the epoch.
    TooOld,
    /// The page is younger than the epoch; if its date is that of its capture, it may have stood for years.
    Younger,
    /// The epoch has no days, or the page has none.
    Unknown,
    Agrees,
}

fn agreement(epoch: &Epoch, dated: Option<Day>) -> Agreement {
    match (dated, epoch.from, epoch.to) {
        (None, _, _) | (_, None, None) => Agreement::Unknown,
        (Some(day), Some(from), _) if day < from => Agreement::TooOld,
        (Some(day), _, Some(to)) if day > to => Agreement::Younger,
        _ => Agreement::Agrees,
    }
}

/// The epoch a page is of; `path` is given when the address is known, and the epochs then are of its host.
pub(super) fn choose_epoch<'p>(
    epochs: &[(&'p Profile, &'p Epoch)],
    view: &View,
    path: Option<&str>,
    dated: Option<Day>,
) -> Option<(&'p Profile, &'p Epoch)> {
    let ranked = epochs.iter().enumerate().filter_map(|(order, &(profile, epoch))| {
        let shown = epoch.shows.iter().filter(|m| m.is_in(view)).count();
        let marks = shown + usize::from(path.is_some_and(|p| starts_with_any(p, &epoch.path)));
        let agreement = agreement(epoch, dated);
        let unconditional = epoch.shows.is_empty() && epoch.path.is_empty() && agreement == Agreement::Unknown;
        let eligible = match path {
            Some(_) => marks > 0 || agreement == Agreement::Agrees || unconditional,
            None => {
                marks >= MIN_MARKS_WITHOUT_URL
                    && (profile.rules.signs.is_empty() || shows_any(view, &profile.rules.signs))
            }
        };
        eligible.then_some(((marks, agreement, Reverse(order)), (profile, epoch)))
    });
    ranked.max_by_key(|(rank, _)| *rank).map(|(_, chosen)| chosen)
}

fn shows_any(view: &View, marks: &[Mark]) -> bool {
    marks.iter().any(|m| m.is_in(view))
}

fn starts_with_any(path: &str, prefixes: &[String]) -> bool {
    prefixes.iter().any(|p| path.starts_with(p.as_str()))
}

fn site_name(profile: &Profile, epoch: &Epoch, view: &View, path: &str) -> Option<String> {
    let brand = profile.rules.brands.iter().find(|b| starts_with_any(path, &b.path) || shows_any(view, &b.shows));
    brand.map(|b| b.name.clone()).or_else(|| epoch.site_name.clone()).or_else(|| profile.rules.site_name.clone())
}
