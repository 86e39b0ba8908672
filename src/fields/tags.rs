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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    fn found(page: &TestPage, site_name: Option<&str>) -> Vec<String> {
        tags(&page.evidence(), &Labels::default(), site_name)
    }

    #[test]
    fn tags_are_those_of_the_metadata_each_by_itself() {
        let page = TestPage::new("<meta name=keywords content='ferry, pier, ferry pier council, harbour'>");
        assert_eq!(found(&page, None), ["ferry", "pier", "harbour"]);
    }

    #[test]
    fn a_list_that_names_the_publication_is_no_list_of_topics() {
        let page = TestPage::new("<meta name=keywords content='Sound, news, pier'>");
        assert_eq!(found(&page, Some("The Sound")).len(), 3);
        assert!(found(&page, Some("SOUND")).is_empty());
        let page = TestPage::new("<meta name=keywords content='Sound news, Sound sport, pier'>");
        assert!(found(&page, Some("Sound Gazette")).is_empty());
        assert_eq!(found(&page, Some("Hill Gazette")).len(), 3);
    }

    #[test]
    fn a_profile_goes_before_the_metadata() {
        let html = "<meta name=keywords content='ferry, pier'><p class=t>Harbour</p><p class=t>Tides</p>";
        assert_eq!(found(&TestPage::with_roles(html, "tag = 'p.t'"), None), ["Harbour", "Tides"]);
    }
}
