//! stub
use crate::article::DateTime;
pub struct Context<'a> {
    pub language: Option<&'a str>,
    pub day_first: Option<bool>,
    pub latest: Option<DateTime>,
}
pub struct Found {
    pub value: DateTime,
    pub start: usize,
    pub end: usize,
    pub ambiguous: bool,
    pub yearless: bool,
}
pub fn parse(_t: &str, _c: &Context) -> Option<DateTime> {
    None
}
pub fn find(_t: &str, _c: &Context) -> Vec<Found> {
    vec![]
}
pub fn from_url(_t: &str) -> Option<DateTime> {
    None
}
