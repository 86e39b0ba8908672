//! The properties that the targets hold the crate to, which its tests share.

#[path = "../../tests/fuzzed/main.rs"]
pub mod fuzzed;
