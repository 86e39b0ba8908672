//! Comments that mark places of a page.

use crate::text::fold;

/// The text of a comment, or its beginning.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    text: String,
    open_ended: bool,
}

impl Marker {
    fn new(text: &str) -> Self {
        let (text, open_ended) = text.strip_suffix('*').map_or((text, false), |t| (t, true));
        Marker { text: fold(text), open_ended }
    }

    pub(super) fn matches(&self, comment: &str) -> bool {
        match self.open_ended {
            true => comment.starts_with(&self.text),
            false => comment == self.text,
        }
    }
}

/// The markers of `comment "…"` and `comment "…" .. "…"`; nothing if the text is CSS.
pub(super) fn parse_markers(text: &str) -> Result<Option<(Marker, Option<Marker>)>, String> {
    let Some(rest) = text.trim().strip_prefix("comment ") else { return Ok(None) };
    let malformed = || format!("{text:?}: expected comment \"…\" or comment \"…\" .. \"…\"");
    let between: Vec<&str> = rest.split('"').collect();
    let marker = |t: &str| Some(Marker::new(t)).filter(|m| !m.text.is_empty()).ok_or_else(malformed);
    match between[..] {
        [before, only, after] if fold(before).is_empty() && fold(after).is_empty() => Ok(Some((marker(only)?, None))),
        [before, start, dots, end, after]
            if fold(before).is_empty() && fold(dots) == ".." && fold(after).is_empty() =>
        {
            Ok(Some((marker(start)?, Some(marker(end)?))))
        }
        _ => Err(malformed()),
    }
}
