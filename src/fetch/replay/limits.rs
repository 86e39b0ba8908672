//! How far the way to a capture may lead.

use std::time::Duration;

use crate::archive::{Period, Timestamp};

/// Whether a time is farther from the one that is asked for than the window allows.
pub(super) fn is_outside_window(window: Option<Duration>, asked: Option<Period>, time: Timestamp) -> bool {
    let (Some(window), Some(asked)) = (window, asked) else { return false };
    let (first, last) = (asked.first().unix_seconds(), asked.last().unix_seconds());
    let time = time.unix_seconds();
    time.abs_diff(time.clamp(first, last)) > window.as_secs()
}
