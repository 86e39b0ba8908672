//! A site, its names and the times in which its pages were built alike.

use super::day::Day;
use super::mark::Mark;
use super::role::Role;
use super::rule::Rule;

/// What a profile's file says.
#[derive(Debug, Clone)]
pub(super) struct SiteRules {
    pub(super) hosts: Vec<Host>,
    pub(super) signs: Vec<Mark>,
    pub(super) site_name: Option<String>,
    pub(super) language: Option<String>,
    pub(super) brands: Vec<Brand>,
    pub(super) epochs: Vec<Epoch>,
}

/// A host, or all hosts below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Host {
    Exact(String),
    Below(String),
}

impl Host {
    pub(super) fn matches(&self, host: &str) -> bool {
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
pub(super) struct Brand {
    pub(super) name: String,
    pub(super) path: Vec<String>,
    pub(super) shows: Vec<Mark>,
}

/// A time in which a site's pages were built alike.
#[derive(Debug, Clone)]
pub(super) struct Epoch {
    /// With the file's name in front.
    pub(super) name: String,
    pub(super) site_name: Option<String>,
    pub(super) language: Option<String>,
    pub(super) shows: Vec<Mark>,
    pub(super) path: Vec<String>,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    /// In the order of the roles.
    pub(super) rules: Vec<(Role, Vec<Rule>)>,
}
