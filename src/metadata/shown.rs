//! Dates that stand by themselves in the page's text, wherever that is: the last resort of a page that says nowhere else
//! when it was written. Which of them is the page's own is told by their place, not here.

use super::dates::{self, Context};
use super::{Rank, Sourced};
use crate::dom::{Document, NodeId, Tag};
use crate::text::weigh;

/// Bytes of the longest text that is read: a date with its weekday, time and label.
const LONGEST: usize = 90;
/// Weighed characters that may stand beside the date: a label, a name.
const BESIDES: u32 = 30;
/// Dates of one page; more are an archive's calendar.
const MOST: usize = 100;

pub(super) fn read(doc: &Document, language: Option<&str>) -> Vec<Sourced<crate::article::DateTime>> {
    let context = Context { language, day_first: None, latest: None };
    let mut found = Vec::new();
    let mut skip_end = NodeId::ROOT;
    for n in doc.all() {
        if n < skip_end || found.len() >= MOST {
            continue;
        }
        if matches!(doc.tag(n), Tag::Script | Tag::Style | Tag::Head | Tag::Noscript) {
            skip_end = doc.end(n);
            continue;
        }
        let Some(text) = doc.text_of(n) else { continue };
        let text = text.trim();
        if text.len() > LONGEST || text.bytes().filter(u8::is_ascii_digit).count() < 4 {
            continue;
        }
        let Some(date) = dates::find(text, &context).into_iter().next() else { continue };
        if weigh(&text[..date.start]) + weigh(&text[date.end..]) <= BESIDES && !text.contains('©') {
            found.push(Sourced {
                value: date.value,
                origin: "the page's text".to_owned(),
                rank: Rank::Words,
                node: Some(n),
            });
        }
    }
    found
}
