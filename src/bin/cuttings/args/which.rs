//! Which captures of an archive are meant.

use clap::ValueEnum;
use cuttings::{Collapse, MatchType, Period, Query};

/// Which captures of a page are meant.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// None before this: a year, month, day or time, as digits (200712) or ISO 8601 (2007-12-10).
    #[arg(long, value_name = "DATE")]
    pub from: Option<Period>,
    /// None after this.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Period>,
    /// Only captures with this status. May be given several times.
    #[arg(long = "status", value_name = "CODE")]
    pub statuses: Vec<u16>,
    /// Only captures of this media type. May be given several times.
    #[arg(long = "mime", value_name = "TYPE")]
    pub mimes: Vec<String>,
    /// Leave out neighbours that are the same: `digest`, or `time:N` for those whose timestamps agree in N digits.
    #[arg(long, value_name = "digest|time:N", value_parser = collapse)]
    pub collapse: Option<Collapse>,
    /// At most so many of each page.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

impl Which {
    pub fn query(&self) -> Query {
        let mut query = Query::default();
        if let Some(from) = self.from {
            query = query.since(from);
        }
        if let Some(to) = self.to {
            query = query.until(to);
        }
        if let Some(by) = self.collapse {
            query = query.collapse(by);
        }
        if let Some(limit) = self.limit {
            query = query.max_rows(limit);
        }
        let query = self.statuses.iter().fold(query, |query, status| query.status(*status));
        self.mimes.iter().fold(query, |query, mime| query.mime(mime))
    }
}

fn collapse(text: &str) -> Result<Collapse, String> {
    let digits = text.strip_prefix("time:").map(str::parse::<u8>);
    match (text, digits) {
        ("digest", _) => Ok(Collapse::Digest),
        (_, Some(Ok(digits @ 4..=14))) => Ok(Collapse::Time(digits)),
        _ => Err("expected digest, or time:N with 4 to 14 digits".to_owned()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Matching {
    /// The page itself.
    #[default]
    Exact,
    /// All pages whose addresses begin so.
    Prefix,
    /// All pages of the host.
    Host,
    /// All pages of the host and of those below it.
    Domain,
}

impl From<Matching> for MatchType {
    fn from(matching: Matching) -> MatchType {
        match matching {
            Matching::Exact => MatchType::Exact,
            Matching::Prefix => MatchType::Prefix,
            Matching::Host => MatchType::Host,
            Matching::Domain => MatchType::Domain,
        }
    }
}
