//! The topics that the page gives the story.

use crate::label::{Evidence, Labels};
use crate::profile::Role;
use crate::text::compare::normalize_for_comparison;

/// The topics as a profile or the metadata tell them. `site_name` is the publication's.
pub(crate) fn tags(evidence: &Evidence<'_>, _: &Labels, site_name: Option<&str>) -> Vec<String> {
    let tags = &evidence.metadata.tags;
    let told = evidence.profile.map(|p| p.values(Role::Tag)).unwrap_or_default();
    if !told.is_empty() {
        return told.iter().map(|t| t.text.clone()).collect();
    }
    // A list that names the publication is the site's, and says nothing of the story.
    if site_name.is_some_and(|site| names_site(tags, site)) {
        return Vec::new();
    }
    // An element that holds all the tags is read as one more.
    let holds = |t: &String| tags.iter().filter(|o| *o != t && t.contains(o.as_str())).count() > 1;
    tags.iter().filter(|t| !holds(t)).cloned().collect()
}

/// Whether tags name the publication: one is its name, or two begin with the first word of it.
fn names_site(tags: &[String], site: &str) -> bool {
    let site = normalize_for_comparison(site);
    let first = site.split(' ').next().unwrap_or_default();
    let tags: Vec<String> = tags.iter().map(|t| normalize_for_comparison(t)).collect();
    let begin = tags.iter().filter(|t| t.split(' ').next() == Some(first)).count();
    tags.contains(&site) || begin > 1
}
