//! What keeps a page from being fetched.

use std::error::Error as StdError;
use std::fmt;

/// Why an address could not be fetched: the `failure` of [`ErrorKind::Fetch`](crate::ErrorKind::Fetch).
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchFailure {
    /// A response with a status of 400 or above.
    #[non_exhaustive]
    Status {
        /// The status.
        status: u16,
    },
    /// No response, or not all of one.
    #[non_exhaustive]
    Connection {
        /// How far it came.
        stage: FetchStage,
        /// Whether that is because of a timeout.
        is_timeout: bool,
        /// What the HTTP client reported (`reqwest::Error`), without the address: that could hold a password. It is the
        /// [`source`](std::error::Error::source) of the error.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// More redirects than are followed.
    #[non_exhaustive]
    TooManyRedirects {
        /// How many are.
        limit: usize,
    },
    /// Redirects to another site, where [`FetchOptions::exact`](crate::FetchOptions::exact) refuses them.
    #[non_exhaustive]
    Redirected {
        /// The addresses on the way, with statuses.
        way: String,
    },
    /// A body that is not in the content coding it claims.
    #[non_exhaustive]
    Undecodable {
        /// What is wrong with it.
        reason: String,
    },
    /// An address with a scheme that cannot be fetched.
    #[non_exhaustive]
    Scheme {
        /// The scheme, such as `ftp`.
        scheme: String,
    },
    /// The archive has no collection of this name: the address is the one that captures in it would begin with, or that of
    /// its index where this lies elsewhere.
    NoSuchCollection,
    /// An index of captures that cannot be used.
    #[non_exhaustive]
    Index {
        /// Why.
        problem: IndexProblem,
    },
}

/// How far a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchStage {
    /// To connecting: looking up the name, TCP, TLS.
    Connect,
    /// To waiting for the status and the headers.
    Response,
    /// To reading the body.
    Body,
}

/// Why an index of captures cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexProblem {
    /// The archive has none.
    #[non_exhaustive]
    NoIndex {
        /// The archive's name.
        archive: String,
    },
    /// The response does not hold the rows of an index.
    #[non_exhaustive]
    NotAnIndex {
        /// How it begins instead.
        start: String,
    },
    /// The response is not a TimeMap.
    NotATimeMap,
    /// The response is not a list of crawls.
    NotACrawlList,
    /// The index leads back to where it was read already.
    Circular,
    /// More captures in one second than can be requested at once.
    #[non_exhaustive]
    TooManyPerSecond {
        /// How many can be.
        limit: usize,
    },
    /// Response after response without a capture that is wanted.
    #[non_exhaustive]
    NothingWanted {
        /// How many responses.
        responses: usize,
    },
}

/// Why an address may not be requested: the `reason` of [`ErrorKind::Refused`](crate::ErrorKind::Refused).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalReason {
    /// It is not an address of the public network.
    #[non_exhaustive]
    NotPublic {
        /// What it is instead: `private address`, `loopback address` and so on.
        range: &'static str,
    },
    /// Its scheme is not one of the web.
    #[non_exhaustive]
    Scheme {
        /// The scheme, such as `ftp`.
        scheme: String,
    },
    /// Its port is one at which something else than the web answers, such as mail (the Fetch standard's list).
    #[non_exhaustive]
    Port {
        /// The port.
        port: u16,
    },
    /// It has no host.
    NoHost,
    /// The site's `robots.txt` asks robots to leave it alone.
    Robots,
    /// The site's `robots.txt` cannot be used, so that nothing of the site may be requested (RFC 9309).
    #[non_exhaustive]
    RobotsUnusable {
        /// What is wrong with it.
        problem: RobotsProblem,
    },
}

/// What is wrong with a `robots.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RobotsProblem {
    /// The server failed to give it.
    #[non_exhaustive]
    Status {
        /// The status of its response, 500 or above.
        status: u16,
    },
    /// It could not be fetched, though the site can be reached.
    #[non_exhaustive]
    NotFetched {
        /// What went wrong.
        reason: String,
    },
    /// It is too large once decoded.
    TooLarge,
    /// It has more rules than any honest one, too many to hold an address of this length against.
    TooManyRules,
}

impl FetchFailure {
    /// What lies behind it.
    pub(super) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            FetchFailure::Connection { source, .. } => Some(&**source),
            _ => None,
        }
    }
}

impl fmt::Display for FetchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FetchFailure::Status { status } => write!(f, "status {}", status_with_phrase(*status)),
            FetchFailure::Connection { is_timeout: true, .. } => f.write_str("no answer in time"),
            FetchFailure::Connection { source, .. } => f.write_str(&chain_message(&**source)),
            FetchFailure::TooManyRedirects { limit } => write!(f, "more than {limit} redirects"),
            FetchFailure::Redirected { way } => write!(f, "redirects to another site: {way}"),
            FetchFailure::Undecodable { reason } => write!(f, "cannot be unpacked: {reason}"),
            FetchFailure::Scheme { scheme } => write!(f, "cannot fetch over {scheme}"),
            FetchFailure::NoSuchCollection => f.write_str("the archive has no such collection"),
            FetchFailure::Index { problem } => problem.fmt(f),
        }
    }
}

impl fmt::Display for IndexProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexProblem::NoIndex { archive } => write!(f, "{archive} has no index of captures"),
            IndexProblem::NotAnIndex { start } => write!(f, "no rows of an index: {start:?}"),
            IndexProblem::NotATimeMap => f.write_str("no TimeMap"),
            IndexProblem::NotACrawlList => f.write_str("no list of crawls"),
            IndexProblem::Circular => f.write_str("the index goes in circles"),
            IndexProblem::TooManyPerSecond { limit } => write!(f, "more than {limit} captures in one second"),
            IndexProblem::NothingWanted { responses } => {
                write!(f, "{responses} answers without a capture that is wanted")
            }
        }
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefusalReason::NotPublic { range } => f.write_str(range),
            RefusalReason::Scheme { scheme } => write!(f, "scheme {scheme}"),
            RefusalReason::Port { port } => write!(f, "port {port}"),
            RefusalReason::NoHost => f.write_str("no host"),
            RefusalReason::Robots => f.write_str("robots.txt"),
            RefusalReason::RobotsUnusable { problem } => write!(f, "robots.txt: {problem}"),
        }
    }
}

impl fmt::Display for RobotsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RobotsProblem::Status { status } => write!(f, "status {status}"),
            RobotsProblem::NotFetched { reason } => write!(f, "cannot be fetched: {reason}"),
            RobotsProblem::TooLarge => f.write_str("too large once unpacked"),
            RobotsProblem::TooManyRules => f.write_str("too many rules"),
        }
    }
}

/// A status with its phrase: `404 Not Found`.
fn status_with_phrase(status: u16) -> String {
    reqwest::StatusCode::from_u16(status).map_or_else(|_| status.to_string(), |s| s.to_string())
}

/// The messages of several failures.
pub(super) fn joined(failures: &[impl fmt::Display]) -> String {
    failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The message of an error with those of what lies behind it, separated by colons.
pub(super) fn chain_message(error: &(dyn StdError + 'static)) -> String {
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        out += ": ";
        out += &inner.to_string();
        source = inner.source();
    }
    out
}
