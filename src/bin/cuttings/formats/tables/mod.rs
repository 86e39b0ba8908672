//! Records as tables.

pub mod columns;
pub mod csv;
mod dates;
mod flat;
pub mod parquet;
mod row;
pub mod sqlite;

/// The version of the tables' columns: it rises when one goes or changes its meaning.
const SCHEMA_VERSION: &str = "1";
