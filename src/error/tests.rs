use std::collections::HashSet;
use std::error::Error as _;
#[cfg(feature = "fetch")]
use std::{fmt, sync::Arc, time::Duration};

use super::*;

const CODES: [OutcomeCode; 29] = [
    OutcomeCode::Archived,
    OutcomeCode::NeverArchived,
    OutcomeCode::Excluded,
    OutcomeCode::RedirectPage,
    OutcomeCode::FramePage,
    OutcomeCode::PlaybackFailure,
    OutcomeCode::RateLimited,
    OutcomeCode::ArchiveDown,
    OutcomeCode::LeftArchive,
    OutcomeCode::RedirectLoop,
    OutcomeCode::TooManyRedirects,
    OutcomeCode::Redirected,
    OutcomeCode::OutsideWindow,
    OutcomeCode::ErrorPage,
    OutcomeCode::NoArticle,
    OutcomeCode::NotTheStory,
    OutcomeCode::Limit,
    OutcomeCode::Url,
    OutcomeCode::CaptureTime,
    OutcomeCode::Period,
    OutcomeCode::Archive,
    OutcomeCode::Profile,
    OutcomeCode::Io,
    OutcomeCode::NotAPage,
    OutcomeCode::Fetch,
    OutcomeCode::Refused,
    OutcomeCode::NotCached,
    OutcomeCode::Damaged,
    OutcomeCode::Revisit,
];

#[test]
fn a_code_is_one_word_everywhere() {
    let words: HashSet<&str> = CODES.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), CODES.len(), "two codes share a word");
    for code in CODES {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert_eq!(code.to_string(), code.as_str());
        assert_eq!(code, code.as_str());
        assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
        // As its name: a word that is changed is noticed.
        let name = format!("{code:?}").to_ascii_lowercase();
        assert_eq!(code.as_str().replace('_', ""), name);
    }
}

#[test]
fn the_system_s_error_is_the_source() {
    let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
    let error = Error::io("a.html".as_ref(), missing);
    assert!(error.is_io() && !error.is_limit());
    assert_eq!((error.code(), error.url()), (OutcomeCode::Io, None));
    let source = error.source().unwrap().downcast_ref::<std::io::Error>().unwrap();
    assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
    let error = Error::not_a_page("a PNG image");
    assert_eq!((error.to_string().as_str(), error.source().is_none()), ("not a page: a PNG image", true));
}

#[cfg(all(feature = "fetch", feature = "saved"))]
#[test]
fn a_piece_of_a_file_is_asked_what_is_wrong_with_it() {
    let limit = Error::from(ErrorKind::Limit { what: "bytes", limit: 1, found: 2 });
    let error = Error::from(ErrorKind::Record { place: "a.warc#7".into(), error: limit });
    assert!(error.is_limit());
    assert_eq!((error.place(), error.code()), (Some("a.warc#7"), OutcomeCode::Limit));
    let revisit = Error::from(ErrorKind::Revisit { url: "http://news.example/".into() });
    let error = Error::from(ErrorKind::Record { place: "a.warc#9".into(), error: revisit });
    assert_eq!((error.url(), error.code()), (Some("http://news.example/"), OutcomeCode::Revisit));
    assert!(error.source().unwrap().is::<Error>());
}

#[cfg(feature = "fetch")]
fn status(status: u16) -> Error {
    ErrorKind::Fetch { url: "http://news.example/".into(), failure: FetchFailure::Status { status } }.into()
}

#[cfg(feature = "fetch")]
#[test]
fn a_status_is_a_number() {
    for (code, is_not_found, is_rate_limited) in
        [(404, true, false), (410, true, false), (429, false, true), (403, false, false), (503, false, false)]
    {
        let error = status(code);
        assert_eq!(error.status(), Some(code));
        assert_eq!((error.is_not_found(), error.is_rate_limited()), (is_not_found, is_rate_limited), "{error}");
        assert_eq!((error.code(), error.url()), (OutcomeCode::Fetch, Some("http://news.example/")));
        assert!(!error.is_timeout() && !error.is_io() && error.source().is_none() && error.retry_after().is_none());
    }
    assert_eq!(status(404).to_string(), "fetch http://news.example/: status 404 Not Found");
    assert_eq!(status(799).to_string(), "fetch http://news.example/: status 799 <unknown status code>");
}

/// An error with one behind it, as those of the client are.
#[cfg(feature = "fetch")]
#[derive(Debug)]
struct Outer(std::io::Error);

#[cfg(feature = "fetch")]
impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outer")
    }
}

#[cfg(feature = "fetch")]
impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(feature = "fetch")]
fn connection(is_timeout: bool) -> Error {
    let source = Box::new(Outer(std::io::Error::other("inner")));
    let failure = FetchFailure::Connection { stage: FetchStage::Body, is_timeout, source };
    ErrorKind::Fetch { url: "http://news.example/".into(), failure }.into()
}

#[cfg(feature = "fetch")]
#[test]
fn the_client_s_error_is_the_source() {
    let error = connection(false);
    assert!(error.source().unwrap().is::<Outer>());
    assert_eq!(error.to_string(), "fetch http://news.example/: outer: inner");
    assert!(!error.is_timeout() && connection(true).is_timeout());
    assert_eq!(connection(true).to_string(), "fetch http://news.example/: no answer in time");
    let error = Error::from(ErrorKind::Client { source: Box::new(Outer(std::io::Error::other("inner"))) });
    assert_eq!((error.to_string().as_str(), error.code()), ("HTTP client: outer: inner", OutcomeCode::Fetch));
    assert!(error.source().unwrap().is::<Outer>());
}

#[cfg(feature = "fetch")]
#[test]
fn what_lies_behind_a_capture_or_an_archive_that_is_down_is_not_lost() {
    let down = |source| Error::from(ErrorKind::ArchiveDown { host: "w.example".into(), source });
    assert_eq!(down(Some(connection(false))).to_string(), "w.example: archive down: connection refused");
    assert_eq!(down(None).to_string(), "w.example: archive down: connections were refused a short while ago");
    assert!(down(Some(connection(true))).is_timeout() && !down(None).is_timeout());
    assert!(down(Some(connection(true))).source().unwrap().source().unwrap().is::<Outer>());

    let capture = |outcome, source: Option<Error>| {
        let (url, source) = ("http://news.example/".into(), source.map(Arc::new));
        Error::from(ErrorKind::Capture { url, outcome, reason: "no".into(), retry_after: None, source })
    };
    let error = capture(OutcomeCode::ArchiveDown, Some(status(503)));
    assert_eq!((error.status(), error.code()), (Some(503), OutcomeCode::ArchiveDown));
    assert!(error.source().unwrap().is::<Error>(), "as this type, not in an Arc");
    assert!(capture(OutcomeCode::ArchiveDown, Some(down(Some(connection(true))))).is_timeout());
    assert!(capture(OutcomeCode::NeverArchived, None).is_not_found());
    assert!(capture(OutcomeCode::RateLimited, None).is_rate_limited());
    // Of the data server's file, not of the page.
    assert!(!capture(OutcomeCode::PlaybackFailure, Some(status(404))).is_not_found());
    let pause = Duration::from_secs(9);
    let error = Error::from(ErrorKind::RateLimited { host: "w.example".into(), retry_after: pause });
    assert!(error.is_rate_limited());
    assert_eq!((error.retry_after(), error.url()), (Some(pause), None));
}

#[cfg(feature = "fetch")]
#[test]
fn failures_and_refusals_are_told_in_words() {
    for (failure, words) in [
        (FetchFailure::TooManyRedirects { limit: 10 }, "more than 10 redirects"),
        (FetchFailure::Undecodable { reason: "gzip".into() }, "cannot be unpacked: gzip"),
        (FetchFailure::Scheme { scheme: "ftp".into() }, "cannot fetch over ftp"),
        (FetchFailure::Index { problem: IndexProblem::Circular }, "the index goes in circles"),
        (
            FetchFailure::Index { problem: IndexProblem::NotAnIndex { start: "<html>".into() } },
            "no rows of an index: \"<html>\"",
        ),
        (FetchFailure::Index { problem: IndexProblem::NoIndex { archive: "x".into() } }, "x has no index of captures"),
    ] {
        assert_eq!(failure.to_string(), words);
    }
    for (reason, words) in [
        (RefusalReason::NotPublic { range: "private address" }, "private address"),
        (RefusalReason::Scheme { scheme: "ftp".into() }, "scheme ftp"),
        (RefusalReason::Port { port: 25 }, "port 25"),
        (RefusalReason::NoHost, "no host"),
        (RefusalReason::Robots, "robots.txt"),
        (RefusalReason::RobotsUnusable { problem: RobotsProblem::Status { status: 500 } }, "robots.txt: status 500"),
        (RefusalReason::RobotsUnusable { problem: RobotsProblem::TooManyRules }, "robots.txt: too many rules"),
    ] {
        let error = Error::from(ErrorKind::Refused { url: "http://a.example/".into(), reason });
        assert_eq!(error.to_string(), format!("refused http://a.example/: {words}"));
        assert_eq!((error.code(), error.url()), (OutcomeCode::Refused, Some("http://a.example/")));
    }
}
