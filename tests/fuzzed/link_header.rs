//! Links of headers and TimeMaps.

use cuttings::fuzzing;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let links = fuzzing::links(&text);
    let mut written = Vec::new();
    for (target, params) in &links {
        assert!(text.contains(target.as_str()) && !target.contains('>'), "{target:?}");
        let mut link = format!("<{target}>");
        for (name, value) in params {
            assert_eq!(name.to_ascii_lowercase(), *name);
            link += &format!("; {name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        }
        written.push(link);
    }
    // A name may be anything up to what ends it; written with a value it is the same again.
    let again = fuzzing::links(&written.join(", "));
    assert_eq!(again, links, "{written:?}");
}
