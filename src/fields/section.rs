//! The section of the publication.

use super::found::Found;
use crate::label::{Evidence, Labels};
use crate::profile::Role;

/// The section as a profile or the metadata tell it.
pub(crate) fn section(evidence: &Evidence<'_>, _: &Labels) -> Option<Found<String>> {
    if let Some(told) = evidence.profile_value(Role::Section) {
        return Some(Found::new(told.text.clone(), told.origin.clone()));
    }
    evidence.metadata.sections.first().map(|s| Found::new(s.value.clone(), s.origin.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    const PAGE: &str = "<meta property='article:section' content=Harbour><p class=s>Tides</p>";

    #[test]
    fn a_profile_goes_before_the_metadata() {
        let told = |page: &TestPage| section(&page.evidence(), &Labels::default());
        let found = told(&TestPage::new(PAGE)).unwrap();
        assert_eq!((found.value.as_str(), found.origin.as_str()), ("Harbour", "meta article:section"));
        let found = told(&TestPage::with_roles(PAGE, "section = 'p.s'")).unwrap();
        assert_eq!(found.value, "Tides");
        assert!(found.origin.starts_with("profile"), "{}", found.origin);
        assert_eq!(told(&TestPage::new("<p class=s>Tides</p>")), None);
    }
}
