//! Which captures are wanted, out of Python's arguments.

use cuttings::{Collapse, MatchType, Period, Query};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::options::one_of;

/// Which captures are wanted.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub struct Arguments {
    since: Option<String>,
    until: Option<String>,
    r#match: String,
    status: Vec<u16>,
    mime: Vec<String>,
    pages: bool,
    page_types: bool,
    collapse: Option<String>,
    closest: Option<String>,
    oldest: Option<usize>,
    newest: Option<usize>,
    limit: Option<usize>,
}

impl Arguments {
    pub fn query(&self) -> PyResult<Query> {
        let orders = [self.closest.is_some(), self.oldest.is_some(), self.newest.is_some()];
        if orders.iter().filter(|is_given| **is_given).count() > 1 {
            return Err(PyValueError::new_err("closest, oldest, newest: captures come in one order"));
        }
        if self.limit.is_some() && (self.oldest.is_some() || self.newest.is_some()) {
            return Err(PyValueError::new_err("limit: oldest and newest say how many captures are wanted"));
        }
        let mut query = Query::default().match_type(one_of("match", &self.r#match, &MATCHES)?);
        for (name, given, set) in [
            ("since", &self.since, Query::since as fn(Query, Period) -> _),
            ("until", &self.until, Query::until),
            ("closest", &self.closest, Query::closest),
        ] {
            if let Some(given) = given {
                query = set(query, period(name, given)?);
            }
        }
        for (given, set) in [
            (self.oldest, Query::oldest as fn(Query, usize) -> _),
            (self.newest, Query::newest),
            (self.limit, Query::max_rows),
        ] {
            query = given.into_iter().fold(query, set);
        }
        if let Some(text) = &self.collapse {
            query = query.collapse(collapse(text)?);
        }
        query = if self.pages { query.pages() } else { query };
        query = if self.page_types { query.page_types() } else { query };
        query = self.status.iter().fold(query, |query, status| query.status(*status));
        Ok(self.mime.iter().fold(query, |query, mime| query.mime(mime)))
    }
}

const MATCHES: [(&str, MatchType); 4] = [
    ("exact", MatchType::Exact),
    ("prefix", MatchType::Prefix),
    ("host", MatchType::Host),
    ("domain", MatchType::Domain),
];

/// Reads a time that was given as an argument.
pub fn period(argument: &str, text: &str) -> PyResult<Period> {
    text.parse().map_err(|error: cuttings::Error| PyValueError::new_err(format!("{argument}: {error}")))
}

/// As the program reads it.
fn collapse(text: &str) -> PyResult<Collapse> {
    let digits = text.strip_prefix("time:").map(str::parse::<u8>);
    match (text, digits) {
        ("digest", _) => Ok(Collapse::Digest),
        (_, Some(Ok(digits @ 4..=14))) => Ok(Collapse::Time(digits)),
        _ => {
            let message = format!("collapse: {text:?} is neither \"digest\" nor \"time:N\" with 4 to 14 digits");
            Err(PyValueError::new_err(message))
        }
    }
}
