//! One row of an index of captures.

use serde::{Deserialize, Serialize};

use crate::archive::{Archive, CaptureUrl, Timestamp};

/// The media type that indexes give revisits.
pub(super) const REVISIT_TYPE: &str = "warc/revisit";

/// One capture, as an index of captures (CDX) describes it. Indexes differ in what they tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CdxRecord {
    /// When the capture was made.
    pub timestamp: Timestamp,
    /// The page's address as it was captured. Indexes fold addresses together: it may differ in scheme, `www.`, case and
    /// port from the one that was asked for.
    pub original: String,
    /// The name of the archive that has the capture. In what an aggregator lists, that of the archive the capture's address
    /// belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// The address at which the archive gives the captured bytes; `None` in archives that replay nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture: Option<CaptureUrl>,
    /// The status with which the page was captured; for a revisit that of the earlier capture with the same digest, `None` if
    /// none was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The media type, without parameters; for a revisit that of the earlier capture, `warc/revisit` if none was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// SHA-1 of the body, mostly in base 32, without the name of the algorithm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The size of the record in the archive, packed, in bytes. Not the size of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Where the record is stored, in indexes that tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<WarcLocation>,
    /// Whether the archive has recorded only that the page was the same as at an earlier capture.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revisit: bool,
    /// The page's address folded for sorting (SURT), in indexes that tell.
    #[serde(skip)]
    pub(crate) key: Option<String>,
}

impl CdxRecord {
    /// The archive to fetch the capture from, out of those that were asked: the one of that name, or else the one that the
    /// capture's address belongs to. `None` where the row tells neither.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, FetchOptions, Fetcher, Query};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let archives = [Archive::wayback(), Archive::arquivo()];
    /// let mut captures = fetcher.captures_of_all(&archives, "http://news.example/1.html", &Query::default().pages());
    /// while let Some(row) = captures.next().await.transpose()? {
    ///     if let Some(archive) = row.archive_among(&archives) {
    ///         println!("{archive}: {}", fetcher.fetch_record(&archive, &row).await?);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn archive_among(&self, archives: &[Archive]) -> Option<Archive> {
        let by_name = archives.iter().find(|archive| self.archive.as_deref() == Some(archive.name()));
        let only = || <[Archive; 1]>::try_from(archives.to_vec()).ok().map(|[only]| only);
        by_name.cloned().or_else(|| self.capture.as_ref().map(Archive::from_capture)).or_else(only)
    }

    /// Whether this is a revisit: the page was the same as at an earlier capture, and only that was recorded.
    pub fn is_revisit(&self) -> bool {
        self.revisit
    }

    /// Whether the index tells no type but this.
    pub(super) fn is_revisit_type(&self) -> bool {
        self.mime.as_deref() == Some(REVISIT_TYPE)
    }

    /// What tells the pages of an index apart.
    pub(super) fn page_key(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.original)
    }
}

/// A record within a WARC file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WarcLocation {
    /// The file, as the archive names it.
    pub file: String,
    /// Bytes before the record.
    pub offset: u64,
    /// Bytes of the record, packed.
    pub length: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row = CdxRecord {
            timestamp: "20071211032145".parse().unwrap(),
            original: "http://news.example/1".into(),
            archive: Some("wayback".into()),
            capture: "http://web.archive.org/web/20071211032145id_/http://news.example/1".parse().ok(),
            status: Some(200),
            mime: None,
            digest: Some("A".into()),
            length: Some(812),
            record: Some(WarcLocation { file: "a.warc.gz".into(), offset: 9, length: 812 }),
            revisit: true,
            key: None,
        };
        let json = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<CdxRecord>(&json).unwrap(), row);
        let short = r#"{"timestamp": "20071211032145", "original": "http://news.example/1"}"#;
        assert!(!serde_json::from_str::<CdxRecord>(short).unwrap().is_revisit());
    }
}
