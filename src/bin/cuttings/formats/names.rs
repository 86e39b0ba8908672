//! Names of files that every file system takes.

use std::collections::HashMap;

/// The longest stem: 255 bytes are common, some file systems that encrypt names allow 143.
const MAX_BYTES: usize = 100;

/// What Windows takes for devices, whatever ending they have.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Names that were given, and how often each was asked for. Those that differ in capitals alone are one: on many
/// file systems they are one file.
#[derive(Debug, Default)]
pub struct Names {
    given: HashMap<String, u32>,
}

impl Names {
    /// A stem for a file named after this, unlike all before: the second of a name ends in `-2`.
    pub fn unique(&mut self, wish: &str) -> String {
        let stem = safe(wish);
        let mut candidate = stem.clone();
        while self.given.contains_key(&candidate.to_lowercase()) {
            let count = self.given.entry(stem.to_lowercase()).or_insert(1);
            *count += 1;
            candidate = format!("{stem}-{count}");
        }
        self.given.insert(candidate.to_lowercase(), 1);
        candidate
    }
}

/// The letters, digits, and points and dashes between them; whatever else there is becomes a dash.
fn safe(wish: &str) -> String {
    let mut stem = String::new();
    for c in wish.chars() {
        let kept = c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let c = if kept { c } else { '-' };
        // Of several marks in a row the first stands, and none stands in front: `..` is no name.
        if !c.is_alphanumeric() && stem.chars().next_back().is_none_or(|last| !last.is_alphanumeric()) {
            continue;
        }
        if stem.len() + c.len_utf8() > MAX_BYTES {
            break;
        }
        stem.push(c);
    }
    let stem = stem.trim_end_matches(|c: char| !c.is_alphanumeric());
    match stem {
        "" => "record".to_owned(),
        stem if is_reserved(stem) => format!("_{stem}"),
        stem => stem.to_owned(),
    }
}

fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_lowercase();
    let port = |name: &str| {
        let mut number = first.strip_prefix(name)?.chars();
        Some(number.next().is_some_and(char::is_numeric) && number.next().is_none())
    };
    RESERVED.contains(&first.as_str()) || port("com") == Some(true) || port("lpt") == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        for (wish, name) in [
            ("a1", "a1"),
            ("pages/2007/a-b.html", "pages-2007-a-b.html"),
            ("http://news.example/?id=3&x=1", "http-news.example-id-3-x-1"),
            ("../../etc/passwd", "etc-passwd"),
            ("..", "record"),
            ("", "record"),
            (".hidden", "hidden"),
            ("C:\\a\0b\u{1b}[1m\n", "C-a-b-1m"),
            ("aux", "_aux"),
            ("Con.html", "_Con.html"),
            ("LPT\u{b9}", "_LPT\u{b9}"),
            ("com10", "com10"),
            ("console", "console"),
            ("a. ", "a"),
            ("Новости 1", "Новости-1"),
            ("a\u{202e}b", "a-b"),
        ] {
            assert_eq!(safe(wish), name, "{wish:?}");
        }
        let long = safe(&"ж".repeat(300));
        assert!(long.len() == MAX_BYTES, "{}", long.len());
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let given: Vec<_> = ["a", "A", "a", "a-2", "A/2", "b"].map(|wish| names.unique(wish)).into();
        assert_eq!(given, ["a", "A-2", "a-3", "a-2-2", "A-2-3", "b"]);
    }

    #[test]
    fn a_name_asked_for_very_often_is_found_at_once() {
        let mut names = Names::default();
        for _ in 0..100_000 {
            names.unique("index.html");
        }
        assert_eq!(names.unique("index.html"), "index.html-100001");
    }
}
