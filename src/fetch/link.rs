//! Links as headers and TimeMaps write them (RFC 8288): `<http://…>; rel="first memento"; datetime="…", <…>`.
//!
//! Addresses hold commas and semicolons, so a list of them cannot be cut at these.

use crate::archive::Timestamp;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// As it is written; it may be relative.
    pub(super) target: &'a str,
    /// Names in lower case.
    params: Vec<(String, String)>,
}

impl Link<'_> {
    /// The first value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, value)| &**value)
    }

    /// Whether this is among its relations; `first memento` is two.
    pub(super) fn is(&self, relation: &str) -> bool {
        self.param("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(relation)))
    }

    /// A date in one of its parameters.
    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        http_date(self.param(name)?)
    }
}

/// A date as HTTP writes it (`Tue, 05 Mar 2019 11:22:33 GMT`).
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let time = httpdate::parse_http_date(text.trim()).ok()?;
    let seconds = time.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?)
}

/// The links of a text. What is none is passed over.
pub(super) fn links(text: &str) -> impl Iterator<Item = Link<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find('<')?;
        let inner = rest.get(start + 1..)?;
        let end = inner.find('>')?;
        let (target, after) = (inner.get(..end)?.trim(), inner.get(end + 1..)?);
        let (params, used) = params(after);
        rest = after.get(used..).unwrap_or_default();
        Some(Link { target, params })
    })
}

/// The parameters up to the next link, and the bytes they take.
fn params(text: &str) -> (Vec<(String, String)>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let bare = rest.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
        at = text.len() - bare.len();
        if bare.is_empty() || bare.starts_with([',', '<']) {
            return (found, at);
        }
        let name_end = bare.find(['=', ';', ',', '<']).unwrap_or(bare.len());
        let name = bare.get(..name_end).unwrap_or_default().trim().to_ascii_lowercase();
        at += name_end;
        let Some(value) = bare.get(name_end..).and_then(|rest| rest.strip_prefix('=')) else {
            found.push((name, String::new()));
            continue;
        };
        let trimmed = value.trim_start();
        at += 1 + value.len() - trimmed.len();
        let (value, used) = match trimmed.strip_prefix('"') {
            Some(quoted) => {
                let (value, used) = unquote(quoted);
                (value, used + 1)
            }
            None => {
                let end = trimmed.find([';', ',']).unwrap_or(trimmed.len());
                (trimmed.get(..end).unwrap_or_default().trim().to_owned(), end)
            }
        };
        at += used;
        found.push((name, value));
    }
}

/// A quoted string after its opening quote, and the bytes it takes with the closing one.
fn unquote(text: &str) -> (String, usize) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, at + 1),
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    (out, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_commas_and_semicolons_stay_whole() {
        let text = r#"<http://a.example/1,2;x=<3>; rel="original",<http://w.example/web/http://a.example/a,b>; rel="timegate";
            x , <http://w.example/web/20190305112233/http://a.example/a,b>;rel="first memento";datetime="Tue, 05 Mar 2019 11:22:33 GMT"; title="a \"b\", c",
            <http://w.example/m> ; REL=last ; flag"#;
        let all: Vec<_> = links(text).collect();
        let targets: Vec<_> = all.iter().map(|l| l.target).collect();
        assert_eq!(
            targets,
            [
                "http://a.example/1,2;x=<3",
                "http://w.example/web/http://a.example/a,b",
                "http://w.example/web/20190305112233/http://a.example/a,b",
                "http://w.example/m",
            ]
        );
        assert!(all[0].is("original") && all[1].is("timegate") && !all[1].is("memento"));
        assert!(all[2].is("memento") && all[2].is("first"));
        assert_eq!(all[2].time("datetime").unwrap().to_string(), "20190305112233");
        assert_eq!(all[2].param("title"), Some("a \"b\", c"));
        assert!(all[3].is("last"));
        assert_eq!(all[3].param("flag"), Some(""));
    }

    #[test]
    fn rubbish_is_no_link() {
        for text in ["", "no links", "<unclosed; rel=x", ">", "; rel=\"a\""] {
            assert_eq!(links(text).count(), 0, "{text}");
        }
        let open: Vec<_> = links("<a>; rel=\"open, <b>; rel=c").collect();
        assert_eq!(open.len(), 1);
        assert_eq!(links(&"<a>;".repeat(10_000)).count(), 10_000);
    }
}
