//! The trees that we make held to the reference.

use cuttings::fuzzing;

pub fn check(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    if let Some([ours, by_library, reference]) = fuzzing::parsed_by_all(&html) {
        assert_eq!(ours, reference, "our rules and the reference differ: {html:?}");
        assert_eq!(by_library, reference, "our tags and the reference's differ: {html:?}");
    }
}
