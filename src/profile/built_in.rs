//! The profiles that come with the crate. Most pages are of none of their sites, so that each is loaded when a page may be.

use std::sync::OnceLock;

use super::site::Profile;
use super::view::View;
use crate::dom::{Attr, NodeId, Tag};

/// A profile that comes with the crate.
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    /// The hosts that it speaks for, as its text has them.
    pub(super) hosts: &'static [&'static str],
    loaded: OnceLock<Option<Profile>>,
}

/// What the address of some link holds on a page that shows a sign of any of the sites.
pub(super) const SIGN: &str = "bbc.co";

/// The hosts of the site from 2010 on, whose pages moved between them.
const NEW_HOSTS: &[&str] =
    &["www.bbc.co.uk", "bbc.co.uk", "m.bbc.co.uk", "www.bbc.com", "bbc.com", "m.bbc.com", "bbc.in"];

/// The class of the articles that this crate writes as HTML; by it they are known, whatever their address.
const OURS: &str = "cuttings";

pub(super) static BUILT_IN: [BuiltIn; 4] = [
    BuiltIn::new(
        "news.bbc.co.uk",
        include_str!("sites/news.bbc.co.uk.toml"),
        &["news.bbc.co.uk", "newsimg.bbc.co.uk", "newsvote.bbc.co.uk", "newsrss.bbc.co.uk"],
    ),
    BuiltIn::new("www.bbc.co.uk", include_str!("sites/www.bbc.co.uk.toml"), NEW_HOSTS),
    BuiltIn::new("www.bbc.com", include_str!("sites/www.bbc.com.toml"), NEW_HOSTS),
    BuiltIn::new(OURS, include_str!("sites/cuttings.toml"), &["cuttings.invalid"]),
];

impl BuiltIn {
    const fn new(name: &'static str, text: &'static str, hosts: &'static [&'static str]) -> Self {
        BuiltIn { name, text, hosts, loaded: OnceLock::new() }
    }

    /// The profile. That each of them loads is for the tests to see.
    fn profile(&self) -> Option<&Profile> {
        self.loaded.get_or_init(|| Profile::parse(self.name, self.text).ok()).as_ref()
    }
}

/// The profiles that may speak for a page: by its host or, where that is not known, by a sign of the sites.
pub(super) fn speaking_for(view: &View, host: Option<&str>) -> Vec<&'static Profile> {
    let is_ours = is_ours(view);
    let is_possible = is_ours || host.is_some() || shows_sign(view);
    let speaks = |b: &&BuiltIn| match b.name == OURS {
        true => is_ours,
        false => is_possible && !is_ours && host.is_none_or(|host| b.hosts.contains(&host)),
    };
    BUILT_IN.iter().filter(speaks).filter_map(BuiltIn::profile).collect()
}

/// Whether a page is one that this crate wrote: a paper may well have cuttings of its own, though hardly under the same head.
fn is_ours(view: &View) -> bool {
    let is = |n, attr, value| view.doc.attr(n, attr) == Some(value);
    let mut articles = view.doc.by_tag(NodeId::ROOT, Tag::Article);
    articles.any(|n| is(n, Attr::Class, OURS) && is(n, Attr::Itemtype, "https://schema.org/NewsArticle"))
}

fn shows_sign(view: &View) -> bool {
    let sign = memchr::memmem::Finder::new(SIGN);
    let links = view.doc.all().filter(|&n| view.doc.tag(n) == Tag::A);
    links.filter_map(|n| view.doc.attr(n, Attr::Href)).any(|href| sign.find(href.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::epoch::Host;
    use super::*;

    #[test]
    fn what_is_known_of_a_profile_that_is_not_loaded_is_what_it_says() {
        for built_in in &BUILT_IN {
            let profile = built_in.profile().unwrap();
            let hosts: Vec<String> = profile
                .rules
                .hosts
                .iter()
                .map(|host| match host {
                    Host::Exact(name) => name.clone(),
                    Host::Below(name) => format!("*{name}"),
                })
                .collect();
            let mut known = built_in.hosts.to_vec();
            let mut said: Vec<&str> = hosts.iter().map(String::as_str).collect();
            known.sort_unstable();
            said.sort_unstable();
            assert_eq!(known, said, "{}", built_in.name);
            assert!(!profile.rules.signs.is_empty(), "{}", built_in.name);
            for sign in profile.rules.signs.iter().filter(|_| built_in.name != OURS) {
                assert!(sign.source.starts_with("a[href*=\"bbc.co"), "{}: {}", built_in.name, sign.source);
            }
        }
    }
}
