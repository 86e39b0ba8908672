//! Dates as HTTP headers write them: `Tue, 05 Mar 2019 11:22:33 GMT`.

use std::time::{Duration, UNIX_EPOCH};

use crate::archive::Timestamp;

pub(super) fn parse_http_date(text: &str) -> Option<Timestamp> {
    let time = httpdate::parse_http_date(text.trim()).ok()?;
    let seconds = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?)
}

/// Times before 1970 become its first second.
pub(super) fn format_http_date(time: Timestamp) -> String {
    let seconds = u64::try_from(time.unix_seconds()).unwrap_or(0);
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds))
}
