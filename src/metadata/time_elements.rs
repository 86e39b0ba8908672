//! `time` elements, and the attributes in which scripts keep an element's time. Whether one stands at the article or
//! at a teaser is not told here: each is given with its element.

use super::builder::{Field, MetadataBuilder, Source};
use super::elements::Elements;
use super::found::Rank;
use super::value;
use crate::dom::{Attr, Document, NodeId};
use crate::text::letter_count;

/// Classes of a `time` that tell of a change, not of the publication.
const CHANGE_WORDS: [&str; 3] = ["updat", "modif", "revis"];

pub(super) fn add_times(doc: &Document, elements: &Elements, builder: &mut MetadataBuilder) {
    for &n in &elements.times {
        add_time_element(doc, n, builder);
    }
    // Attributes have no order of their own.
    let mut stamps = elements.stamps.clone();
    stamps.sort_by_key(|s| s.rank());
    for stamp in stamps {
        let (name, field) = stamp.row();
        let origin = format!("data-{name}");
        builder.add(field, stamp.value, Source { origin: &origin, rank: Rank::Loose, node: Some(stamp.node) });
    }
}

fn add_time_element(doc: &Document, n: NodeId, builder: &mut MetadataBuilder) {
    let is_marked =
        [Attr::Itemprop, Attr::Property].iter().any(|a| doc.attr(n, *a).is_some_and(|v| !v.trim().is_empty()));
    if is_marked {
        // Read with the other marks, which know whose date it is.
        return;
    }
    let class = doc.attr(n, Attr::Class).unwrap_or_default().to_ascii_lowercase();
    // What was never changed is marked as both at once.
    let is_change = CHANGE_WORDS.iter().any(|word| class.contains(word)) && !class.contains("publ");
    let field = if is_change { Field::Modified } else { Field::Published };
    // Some wrote the time into the attribute that should only mark it.
    let pubdate = doc.attr(n, Attr::Pubdate);
    let values = [
        ("time datetime", doc.attr(n, Attr::Datetime)),
        ("time pubdate", pubdate),
        ("time title", doc.attr(n, Attr::Title)),
    ];
    for (origin, value) in values {
        let Some(date) = value.filter(|v| builder.parse_date(v).is_some()) else { continue };
        let (origin, rank) = match pubdate {
            Some(_) => ("time pubdate", Rank::Element),
            None if is_of_card(doc, n) => (origin, Rank::Near),
            None => (origin, Rank::Loose),
        };
        builder.add(field, date, Source { origin, rank, node: Some(n) });
        return;
    }
    let rank = if pubdate.is_some() { Rank::Element } else { Rank::Words };
    if let Some(text) = value::element_text(doc, n) {
        builder.add(field, &text, Source { origin: "time element", rank, node: Some(n) });
    }
}

/// Whether a date stands in a link that says a good deal besides: that is a title, and the date that of the story it
/// leads to.
fn is_of_card(doc: &Document, time: NodeId) -> bool {
    /// Letters besides the date: `Published` with a clock is no title.
    const MIN_LETTERS: u32 = 16;
    let besides = |link: &str| letter_count(link).saturating_sub(letter_count(&doc.text(time)));
    value::link_around(doc, time).is_some_and(|link| besides(&link) > MIN_LETTERS)
}
