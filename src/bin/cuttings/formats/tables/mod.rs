//! Records as tables.

pub mod csv;
mod flat;
pub mod parquet;
pub mod sqlite;
