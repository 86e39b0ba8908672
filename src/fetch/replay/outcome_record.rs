//! What came of fetching a capture, as it is written down.

use serde::{Deserialize, Serialize, Serializer};

use crate::archive::{CaptureUrl, Timestamp};
use crate::error::OutcomeCode;

use super::outcome::{Captured, DigestCheck, Hop, Outcome};

/// What is written down of an [`Outcome`]: all but the bytes of the page, of which it has the number.
///
/// In JSON, what is not known and flags that are not set are left out. What an outcome is written as can be read again:
///
/// ```
/// use cuttings::{Outcome, OutcomeCode, OutcomeRecord};
///
/// let line = serde_json::to_string(&Outcome::NeverArchived)?;
/// let record: OutcomeRecord = serde_json::from_str(&line)?;
/// assert_eq!(record.outcome, Some(OutcomeCode::NeverArchived));
/// assert_eq!(record, OutcomeRecord::from(&Outcome::NeverArchived));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OutcomeRecord {
    /// The outcome's code; `None` in the record of a [`Captured`] alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeCode>,
    /// When the page was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// The capture's address, in archives that replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<CaptureUrl>,
    /// The page's own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The status with which the page was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The content type with which the page was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// How many bytes the page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    /// The redirects on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// Whether the bytes are those that the index describes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestCheck>,
    /// Whether the archive kept only the beginning.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// Whether all of it came out of the cache.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cached: bool,
    /// The statuses of [`Outcome::ErrorPage`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// The addresses of [`Outcome::Redirected`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// Where [`Outcome::RedirectPage`] or [`Outcome::LeftArchive`] leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The reason of [`Outcome::PlaybackFailure`] or [`Outcome::ArchiveDown`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The pause of [`Outcome::RateLimited`], in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The time of the capture of [`Outcome::OutsideWindow`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Timestamp>,
}

impl OutcomeRecord {
    /// Of a page that came, without a code.
    pub(super) fn of_captured(captured: &Captured) -> OutcomeRecord {
        let page = &captured.page;
        OutcomeRecord {
            timestamp: Some(captured.timestamp),
            url: captured.url.clone(),
            original: Some(captured.original.clone()),
            status: page.status(),
            content_type: page.content_type().map(str::to_owned),
            bytes: Some(page.bytes().len()),
            hops: captured.hops.clone(),
            digest: Some(captured.digest.clone()),
            truncated: captured.truncated,
            cached: captured.cached,
            ..OutcomeRecord::default()
        }
    }
}

impl From<&Outcome> for OutcomeRecord {
    fn from(outcome: &Outcome) -> OutcomeRecord {
        let mut record = OutcomeRecord { outcome: Some(outcome.code()), ..OutcomeRecord::default() };
        match outcome {
            Outcome::Archived(captured) => {
                record = OutcomeRecord { outcome: record.outcome, ..Self::of_captured(captured) }
            }
            Outcome::ErrorPage { statuses, .. } => record.statuses.clone_from(statuses),
            Outcome::Redirected { way } => record.way = Some(way.clone()),
            Outcome::RedirectPage { to } => record.to.clone_from(to),
            Outcome::LeftArchive { to } => record.to = Some(to.clone()),
            Outcome::PlaybackFailure { reason, .. } | Outcome::ArchiveDown { reason, .. } => {
                record.reason = Some(reason.clone());
            }
            Outcome::RateLimited { retry_after } => record.retry_after = retry_after.map(|time| time.as_secs()),
            Outcome::OutsideWindow { found } => record.found = Some(*found),
            _ => {}
        }
        record
    }
}

/// As its [record](OutcomeRecord).
impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OutcomeRecord::from(self).serialize(serializer)
    }
}

/// As the record of [`Outcome::Archived`], without `outcome`.
impl Serialize for Captured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OutcomeRecord::of_captured(self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::page::Page;

    #[test]
    fn what_is_known_beside_the_code_is_written_as_json() {
        let found = "20071210120000".parse().unwrap();
        let minute = Some(Duration::from_secs(60));
        let reason = || "no".to_owned();
        for (outcome, json) in [
            (
                Outcome::ErrorPage { statuses: vec![404, 500], more: false },
                r#"{"outcome":"error_page","statuses":[404,500]}"#,
            ),
            (Outcome::Redirected { way: "a -> b".into() }, r#"{"outcome":"redirected","way":"a -> b"}"#),
            (Outcome::RedirectPage { to: None }, r#"{"outcome":"redirect_page"}"#),
            (Outcome::LeftArchive { to: "http://x/".into() }, r#"{"outcome":"left_archive","to":"http://x/"}"#),
            (Outcome::RateLimited { retry_after: minute }, r#"{"outcome":"rate_limited","retry_after":60}"#),
            (Outcome::ArchiveDown { reason: reason(), source: None }, r#"{"outcome":"archive_down","reason":"no"}"#),
            (
                Outcome::PlaybackFailure { reason: reason(), source: None },
                r#"{"outcome":"playback_failure","reason":"no"}"#,
            ),
            (Outcome::OutsideWindow { found }, r#"{"outcome":"outside_window","found":"20071210120000"}"#),
        ] {
            assert_eq!(serde_json::to_string(&outcome).unwrap(), json);
            assert_eq!(serde_json::from_str::<OutcomeRecord>(json).unwrap(), OutcomeRecord::from(&outcome));
        }
        let differs = DigestCheck::Differs { expected: "A".into(), found: "B".into() };
        let json = serde_json::json!({"differs": {"expected": "A", "found": "B"}});
        assert_eq!(serde_json::to_value(differs).unwrap(), json);
    }

    #[test]
    fn the_record_of_a_page_is_read_as_it_was_written() {
        let timestamp: Timestamp = "20071211032145".parse().unwrap();
        let captured = Captured {
            page: Page::new("<p>Ferry").with_content_type("text/html"),
            timestamp,
            url: "http://web.archive.org/web/20071211032145id_/http://news.example/1".parse().ok(),
            original: "http://news.example/1".into(),
            hops: vec![Hop { url: "http://news.example/".into(), status: 301, timestamp: Some(timestamp) }],
            digest: DigestCheck::Differs { expected: "A".into(), found: "B".into() },
            truncated: true,
            cached: false,
        };
        let outcome = Outcome::Archived(Box::new(captured));
        let json = serde_json::to_string(&outcome).unwrap();
        let record: OutcomeRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(record, OutcomeRecord::from(&outcome));
        assert_eq!((record.bytes, record.hops.len(), record.truncated), (Some(8), 1, true));
        assert!(record.url.is_some());
        assert_eq!(serde_json::to_string(&record).unwrap(), json);
    }
}
