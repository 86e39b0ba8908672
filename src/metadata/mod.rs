//! What a page says about itself: JSON-LD, OpenGraph, meta, microdata, `time`, `title`.
//!
//! Everything found is kept with its origin, the most trusted first; which of them
//! is believed is decided later, by those who also see the page's text.

mod builder;
mod elements;
mod found;
mod frames;
mod json_ld;
mod language;
mod marks;
mod meta;
mod microdata;
mod page_links;
mod pictures;
mod schema;
mod scripts;
mod shown;
mod stamps;
#[cfg(test)]
mod tests;
mod time_elements;
mod value;
mod writers;

pub(crate) use found::{Metadata, Rank, Sourced};
pub(crate) use page_links::{PageLink, PageWords};
pub(crate) use shown::Shown;
pub(crate) use writers::Writer;

use crate::dates;
use crate::dom::{Attr, Document, NodeId};

use builder::{Field, MetadataBuilder, Source};

/// Headings that are kept: a page that sets more of the first level names its sections with them.
const MAX_HEADINGS: usize = 8;

/// Reads a page's metadata.
pub(crate) fn read(doc: &Document) -> Metadata {
    let elements = elements::collect_elements(doc);
    let metas = meta::Metas::collect(doc, &elements.metas);
    let blocks = json_ld::parse_blocks(doc, &elements.scripts);
    let title = elements.title.and_then(|n| value::clean_text(&doc.raw_text(n)));
    let headings = elements.headings.iter().take(MAX_HEADINGS).filter_map(|&n| value::element_text(doc, n)).collect();
    let mut metadata = Metadata { title, headings, ..Metadata::default() };
    if let Some((url, origin)) = canonical_url(doc, elements.canonical, &metas) {
        metadata.canonical_url = Some(url);
        metadata.canonical_origin = Some(origin);
    }
    let record = json_ld::Record::from_blocks(&blocks, metadata.canonical_url.as_deref());
    let declared = language::declared_language(doc, elements.html, &metas, &record);
    let language = declared.as_ref().map(|(tag, _)| tag.clone());
    (metadata.language, metadata.language_origin) = declared.unzip();

    metadata.page_links = elements.page_links.clone();
    metadata.frames = frames::frame_addresses(doc, &elements.frames);
    let mut builder = MetadataBuilder::new(metadata, language.as_deref());
    record.add_to(&mut builder);
    metas.add_to(&mut builder);
    // The folder of the story's picture is most often the day it was uploaded.
    if let Some(date) = metas.first("og:image").and_then(dates::from_url) {
        builder.add(Field::Published, &date.to_string(), Source::unplaced("meta og:image", Rank::Script));
    }
    pictures::add_pictures(doc, &metas, elements.picture, &mut builder);
    microdata::add_marked_values(doc, &elements, &mut builder);
    time_elements::add_times(doc, &elements, &mut builder);
    scripts::add_script_dates(doc, &elements.code, &mut builder);
    let mut found = builder.finish();
    found.writers = writers::collect_writers(doc);
    found.shown = shown::collect_shown_dates(doc, found.language.as_deref());
    found
}

/// The values in a script of JSON-LD.
#[cfg(feature = "fuzzing")]
pub(crate) fn json_ld_values(script: &str) -> Vec<serde_json::Value> {
    json_ld::parse_text(script)
}

fn canonical_url(doc: &Document, link: Option<NodeId>, metas: &meta::Metas) -> Option<(String, &'static str)> {
    let link = link.and_then(|n| doc.attr(n, Attr::Href)).and_then(value::clean_url);
    let link = link.map(|url| (url, "link canonical"));
    link.or_else(|| metas.first("og:url").and_then(value::clean_url).map(|url| (url, "meta og:url")))
}
