//! The description that the page's metadata give of it.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The description of the most trusted source.
pub(crate) fn description(evidence: &Evidence<'_>, _: &Labels) -> Option<Found<String>> {
    evidence.metadata.descriptions.first().map(|d| Found::new(d.value.clone(), d.origin.clone()))
}
