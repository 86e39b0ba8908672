//! Dates that stand by themselves in the page's text, wherever that is. Archived news has often no other, and templates put
//! them in boxes that are no part of the story: which of them is the page's own is told by their place, not here.

use super::value;
use crate::dates::{self, Context};
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::{fold, letter_count};

/// Bytes of the longest text that is read: a date with its weekday, time and label.
const MAX_DATE_LINE_BYTES: usize = 90;
/// Letters that may stand beside the date: a label, a name.
const MAX_LETTERS_BESIDE: u32 = 30;
/// Dates of one page; more are an archive's calendar.
const MAX_SHOWN_DATES: usize = 100;
/// Bytes of the text before it that may be its label, and nodes in between: `<b>Updated:</b> <i>10 December 2007</i>`.
const MAX_LABEL_BYTES: usize = 40;
const MAX_NODES_TO_LABEL: usize = 6;
/// Elements around a date whose names are kept.
const MAX_NAMED_ANCESTORS: usize = 8;
/// Bytes of a class or an id that are kept: each date has its own copy.
const MAX_NAMES_BYTES: usize = 2_000;

/// A date in the page's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Its line, with the text before that is short enough to be its label.
    pub(crate) line: String,
    pub(crate) node: NodeId,
    /// The names of the element that holds it.
    pub(crate) names: String,
    /// The names of the elements further out.
    pub(crate) around: String,
    /// The text of the link that it stands in, if that says more.
    pub(crate) link: Option<String>,
}

pub(super) fn collect_shown_dates(doc: &Document, language: Option<&str>) -> Vec<Shown> {
    let context = Context { language, day_first: None, latest: None };
    let mut found = Vec::new();
    let mut skip_end = NodeId::ROOT;
    let mut before: Option<(NodeId, &str)> = None;
    for n in doc.all() {
        if n < skip_end || found.len() >= MAX_SHOWN_DATES {
            continue;
        }
        if matches!(doc.tag(n), Tag::Script | Tag::Style | Tag::Head | Tag::Noscript) {
            skip_end = doc.end(n);
            continue;
        }
        let Some(text) = doc.text_of(n).map(|t| t.trim_ascii().trim()).filter(|t| !t.is_empty()) else { continue };
        let last = before.replace((n, text));
        if text.len() > MAX_DATE_LINE_BYTES || text.bytes().filter(u8::is_ascii_digit).count() < 4 {
            continue;
        }
        let is_near = |at: NodeId| n.index() - at.index() <= MAX_NODES_TO_LABEL;
        let label = last.filter(|(at, t)| t.len() <= MAX_LABEL_BYTES && is_near(*at)).map_or("", |(_, t)| t);
        let is_date = |t: &str| t.bytes().any(|b| b.is_ascii_digit()) && dates::find_first(t, &context).is_some();
        let label = if is_date(label) { "" } else { label };
        let line = fold(&format!("{label} {text}"));
        let Some(date) = dates::find_first(&line, &context) else { continue };
        let beside = letter_count(&line[..date.start]) + letter_count(&line[date.end..]);
        if beside <= MAX_LETTERS_BESIDE + letter_count(label) && !text.contains('©') {
            let mut names = doc.ancestors(n).take(MAX_NAMED_ANCESTORS).map(|a| element_names(doc, a));
            let own = names.next().unwrap_or_default();
            if names_today(&own) {
                continue;
            }
            let around = names.collect::<Vec<_>>().join(" ");
            let link = value::link_around(doc, n).filter(|l| l.len() > text.len());
            found.push(Shown { line, node: n, names: own, around, link });
        }
    }
    found
}

/// Whether the names of an element say that it shows the day on which the page is read.
fn names_today(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase().replace(['-', '_'], "");
        name.contains("currentdate") || name.contains("today") && name.contains("date")
    })
}

fn element_names(doc: &Document, n: NodeId) -> String {
    let names = [doc.attr(n, Attr::Class), doc.attr(n, Attr::Id)].into_iter().flatten();
    names.map(|name| &name[..name.floor_char_boundary(MAX_NAMES_BYTES)]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    #[test]
    fn dates_with_their_labels_and_names() {
        let html = "<head><title>10 May 2007</title></head><div id=foot><p class=date><b>Updated:</b> 10 May 2007</p>\
            <p>A sentence that is a good deal longer than any line with a date, of 11 May 2007.</p><script>'12 May 2007'</script>";
        let doc = Document::parse(html, &Limits::default()).unwrap();
        let all = collect_shown_dates(&doc, Some("en"));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].line, "Updated: 10 May 2007");
        assert_eq!(all[0].names, "date");
        assert!(all[0].around.contains("foot"));
    }

    #[test]
    fn the_day_of_reading_is_none_of_the_page() {
        for names in ["id=todays-date", "class='x Today_Date'", "class=current-date", "id=currentDate"] {
            let doc = Document::parse(&format!("<p {names}>Friday, 11 May 2007</p>"), &Limits::default()).unwrap();
            assert!(collect_shown_dates(&doc, Some("en")).is_empty(), "{names}");
        }
        let doc = Document::parse("<p class='paper-today date'>11 May 2007</p>", &Limits::default()).unwrap();
        assert_eq!(collect_shown_dates(&doc, Some("en")).len(), 1);
    }
}
