//! The headline.

use super::found::Found;
use crate::label::{Evidence, Labels};

/// The headline as the page shows it, or else as its metadata states it.
pub(crate) fn headline(_: &Evidence<'_>, labels: &Labels) -> Option<Found<String>> {
    let headline = labels.headline();
    let (text, origin) = headline.text.clone()?;
    Some(Found::new(text, origin).with_blocks(headline.block))
}
