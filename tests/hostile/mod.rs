//! Pages and files made to hurt: each gives an article or a typed error, at a cost that grows as its size does.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cost;
#[cfg(feature = "saved")]
mod files;
mod pages;
mod shapes;
