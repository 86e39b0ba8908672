//! The parser of our own held to the reference.

use cuttings::fuzzing;

pub fn check(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    if let Some((ours, reference)) = fuzzing::parsed_by_both(&html) {
        assert_eq!(ours, reference, "the parsers differ: {html:?}");
    }
}
