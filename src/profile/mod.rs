//! Site profiles: what a site's own markup means, as data.
//!
//! A profile is a TOML file a host under `sites/`; `load` reads it, `site` holds it, `rule` knows what its
//! selectors can say, `set` chooses the epoch a page belongs to, `apply` reads the page by the epoch's
//! rules, and the [`ProfileMatch`] it makes is what the later stages see of it. `check` tells which mark and which
//! selector of a profile found what, for whoever keeps one.

mod apply;
mod built_in;
mod check;
mod css;
mod day;
mod epoch;
mod load;
mod mark;
mod marker;
mod reading;
mod role;
mod rule;
mod set;
mod site;
mod stretch;
mod view;

pub use check::{EpochOutline, ProfileOutline, ProfileReading, RoleOutline, SelectorReading, Unclaimed};
pub(crate) use reading::{ProfileMatch, Value};
pub(crate) use role::Role;
pub(crate) use set::ProfileSet;
pub use site::Profile;

#[cfg(test)]
mod tests;
