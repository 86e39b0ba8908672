//! The kicker: the short label over the headline.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The kicker, in a line of its own or out of the headline's.
pub(crate) fn kicker(_: &Evidence<'_>, labels: &Labels) -> Option<Found<String>> {
    let headline = labels.headline();
    let kicker = headline.kicker.as_ref()?;
    Some(Found::new(kicker.text.clone(), kicker.origin.clone()).with_blocks(kicker.block.or(headline.block)))
}
