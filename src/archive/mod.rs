//! Addresses of captures and of archives, and the times in them. Text alone: no page is read here.

mod modifier;
mod prefix;
mod service;
mod timestamp;
mod url;

pub use modifier::Modifier;
pub(crate) use prefix::AddressPrefix;
pub use service::Archive;
#[cfg(feature = "fetch")]
pub(crate) use service::Dialect;
pub use timestamp::{Period, Timestamp};
pub use url::CaptureUrl;
pub(crate) use url::{is_archive, is_archive_today};
