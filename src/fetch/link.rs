//! Links as headers and TimeMaps write them (RFC 8288): `<http://…>; rel="first memento"; datetime="…", <…>`.
//!
//! Addresses contain commas and semicolons, so a list of links cannot be split at these.

use crate::archive::Timestamp;

use super::http_date::parse_http_date;

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

    /// All parameters.
    #[cfg(feature = "fuzzing")]
    pub(super) fn params(&self) -> &[(String, String)] {
        &self.params
    }

    /// Whether this is among its relations; `first memento` is two of them.
    pub(super) fn has_relation(&self, relation: &str) -> bool {
        self.param("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(relation)))
    }

    /// A date in one of its parameters.
    pub(super) fn date_param(&self, name: &str) -> Option<Timestamp> {
        parse_http_date(self.param(name)?)
    }
}

/// The links in a text; everything else is passed over.
pub(super) fn parse_links(text: &str) -> impl Iterator<Item = Link<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find('<')?;
        let inner = rest.get(start + 1..)?;
        let end = inner.find('>')?;
        let (target, after) = (inner.get(..end)?.trim(), inner.get(end + 1..)?);
        let (params, used) = parse_params(after);
        rest = after.get(used..).unwrap_or_default();
        Some(Link { target, params })
    })
}

/// The parameters up to the next link, and how many bytes they take.
fn parse_params(text: &str) -> (Vec<(String, String)>, usize) {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
        at = text.len() - rest.len();
        if rest.is_empty() || rest.starts_with([',', '<']) {
            return (found, at);
        }
        let name_end = rest.find(['=', ';', ',', '<']).unwrap_or(rest.len());
        let name = rest.get(..name_end).unwrap_or_default().trim().to_ascii_lowercase();
        at += name_end;
        let Some(value) = rest.get(name_end..).and_then(|rest| rest.strip_prefix('=')) else {
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

/// A quoted string after its opening quote, and how many bytes it takes with the closing one.
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
        let all: Vec<_> = parse_links(text).collect();
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
        assert!(all[0].has_relation("original") && all[1].has_relation("timegate") && !all[1].has_relation("memento"));
        assert!(all[2].has_relation("memento") && all[2].has_relation("first"));
        assert_eq!(all[2].date_param("datetime").unwrap().to_string(), "20190305112233");
        assert_eq!(all[2].param("title"), Some("a \"b\", c"));
        assert!(all[3].has_relation("last"));
        assert_eq!(all[3].param("flag"), Some(""));
    }

    #[test]
    fn rubbish_is_not_a_link() {
        for text in ["", "no links", "<unclosed; rel=x", ">", "; rel=\"a\""] {
            assert_eq!(parse_links(text).count(), 0, "{text}");
        }
        let open: Vec<_> = parse_links("<a>; rel=\"open, <b>; rel=c").collect();
        assert_eq!(open.len(), 1);
        assert_eq!(parse_links(&"<a>;".repeat(10_000)).count(), 10_000);
    }
}
