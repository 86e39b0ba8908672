//! Pages, captures, histories and whole stories over HTTP.

mod captures;
mod fetcher;
mod history;
mod many;
mod options;
mod query;
mod wait;
mod wanted;

pub use captures::Captures;
pub use fetcher::Fetcher;
pub use history::{History, changes};
pub use many::Fetches;
