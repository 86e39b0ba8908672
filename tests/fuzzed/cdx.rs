//! Rows of indexes of captures: columns, CDXJ, JSON.

use std::sync::LazyLock;

use cuttings::{Archive, CaptureUrl, CdxRecord, Timestamp, fuzzing};

use super::choices::Choices;

static ARCHIVES: LazyLock<[Archive; 3]> = LazyLock::new(|| {
    [Archive::wayback(), Archive::pywb("http://pywb.example/coll/").unwrap(), Archive::common_crawl()]
});

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let archive = &ARCHIVES[choices.below(ARCHIVES.len())];
    let body = choices.rest();
    let Some(rows) = fuzzing::index_rows(body, archive) else { return };
    assert_eq!(fuzzing::index_rows(body, archive).as_ref(), Some(&rows), "not the same twice");
    for row in rows {
        assert_eq!(row.timestamp.to_string().parse::<Timestamp>().ok(), Some(row.timestamp));
        assert!(row.status.is_none_or(|status| (100..600).contains(&status)));
        assert!(url::Url::parse(&row.original).is_ok_and(|url| matches!(url.scheme(), "http" | "https")), "{row:?}");
        if let Some(capture) = &row.capture {
            let address = capture.to_string();
            let read = CaptureUrl::parse(&address).unwrap_or_else(|| panic!("no capture any more: {address}"));
            assert_eq!((read.timestamp(), read.original()), (capture.timestamp(), capture.original()), "{address}");
        }
        let written = serde_json::to_string(&row).unwrap();
        let texts = [Some(&row.original), row.mime.as_ref(), row.digest.as_ref(), row.record.as_ref().map(|r| &r.file)];
        for text in texts.into_iter().flatten() {
            assert!(!text.contains(char::is_control) && text.trim() == text && !text.is_empty(), "{text:?}");
        }
        let read: CdxRecord = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
}
