//! Why a page is not read to its end.

use crate::error::Error;

#[derive(Debug)]
pub(super) enum Stop {
    /// The page needs what this parser does not do.
    HandOver,
    /// The page goes beyond a limit.
    Limit(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Limit(error)
    }
}

pub(super) type Step<T = ()> = Result<T, Stop>;
