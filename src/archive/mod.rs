//! Addresses of captures and of archives, and the times in them. Text alone: no page is read here.

mod base;
mod capture_url;
mod given;
mod grammar;
mod hosts;
mod modifier;
mod parts;
mod prefix;
mod service;
mod timestamp;

pub use capture_url::CaptureUrl;
pub(crate) use hosts::{is_archive_host, is_archive_today};
pub use modifier::Modifier;
pub(crate) use prefix::AddressPrefix;
pub use service::Archive;
#[cfg(feature = "fetch")]
pub(crate) use service::Dialect;
pub use timestamp::{Period, Timestamp};
