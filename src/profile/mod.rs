//! Site profiles: what a site's own markup means, as data.
//!
//! A profile is a TOML file a host under `sites/`; `load` reads it, `site` holds it, `rule` knows what its
//! selectors can say, `set` chooses the epoch a page belongs to, `apply` reads the page by the epoch's
//! rules, and the [`ProfileMatch`] it makes is what the later stages see of it.

mod apply;
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

pub(crate) use reading::{ProfileMatch, Value};
pub(crate) use role::Role;
pub(crate) use set::ProfileSet;
pub use site::Profile;

#[cfg(test)]
mod tests;
