//! stub
use serde::{Deserialize, Serialize};
/// d
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateTime {
    y: i16,
    m: u8,
    d: u8,
}
impl DateTime {
    /// d
    pub fn from_timestamp14(s: &str) -> Option<DateTime> {
        (s.len() == 14).then_some(DateTime { y: 2000, m: 1, d: 1 })
    }
}
impl std::fmt::Display for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.y, self.m, self.d)
    }
}
/// stub
pub struct ParseDateTimeError;
impl DateTime {
    pub fn year(&self) -> i16 {
        self.y
    }
    pub fn month(&self) -> i8 {
        self.m as i8
    }
    pub fn day(&self) -> i8 {
        self.d as i8
    }
}
