//! The section of the publication.

use super::found::Found;
use crate::label::{Evidence, Labels};
use crate::profile::Role;

/// The section as a profile or the metadata tell it.
pub(crate) fn section(evidence: &Evidence<'_>, _: &Labels) -> Option<Found<String>> {
    if let Some(told) = evidence.from_profile(Role::Section) {
        return Some(Found::new(told.text.clone(), told.origin.clone()));
    }
    evidence.metadata.sections.first().map(|s| Found::new(s.value.clone(), s.origin.clone()))
}
