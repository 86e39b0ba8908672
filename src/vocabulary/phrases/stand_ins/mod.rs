//! What pages say that stand in place of a story: there is no such page, prove that you are human, accept our cookies.
//!
//! Apostrophes are straight ones. What a page says is what it says to its reader: a story that tells of such a page says
//! it otherwise.

mod challenge;
mod consent;
mod kind;
mod maintenance;
mod not_found;
mod parked;
mod wall;

pub(crate) use kind::StandIn;
pub(crate) use not_found::NOT_FOUND;

use challenge::CHALLENGE;
use consent::CONSENT;
use maintenance::MAINTENANCE;
use parked::PARKED;
use wall::WALL;

/// The kinds, the most frequent first.
pub(crate) const STAND_INS: [StandIn; 6] = [NOT_FOUND, CHALLENGE, CONSENT, PARKED, WALL, MAINTENANCE];
