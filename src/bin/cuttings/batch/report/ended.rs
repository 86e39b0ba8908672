//! What a run did, and how it ended.

use std::time::Duration;

use crate::output::{Failure, Outcome};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Done,
    /// It was asked to end before.
    Interrupted,
    /// It could not go on, for this reason.
    BrokenOff(String),
}

/// What a run did, without what an earlier one did.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    pub pages: usize,
    pub bytes: u64,
    pub took: Duration,
}

impl End {
    pub fn of(outcome: &Result<Outcome, Failure>) -> End {
        match outcome {
            Ok(Outcome::Interrupted) => End::Interrupted,
            Ok(Outcome::Done | Outcome::SomeFailed) => End::Done,
            Err(failure) => End::BrokenOff(failure.to_string()),
        }
    }
}
