//! Labels and found values to an [`Article`]: the last step, in which places in the page become places in the body.

mod metadata_body;
mod no_article;

use std::collections::BTreeMap;

use url::Url;

use crate::article::{Article, Aside, Media, Quote};
use crate::fields::{self, Anchored, Body, Dates, Found};
use crate::label::{Evidence, Labels};
use metadata_body::body_from_metadata;
use no_article::with_warnings;

/// The warning that the body is not what the page shows.
const BODY_FROM_METADATA: &str = "body_from_metadata";

/// Puts the article together. `links` says whether paragraphs list their links.
pub(crate) fn assemble(evidence: &Evidence<'_>, labels: &Labels, links: bool) -> Article {
    let mut article = Article::default();
    let mut provenance = BTreeMap::new();
    let mut from = |field: &str, origin: &str| _ = provenance.insert(field.to_owned(), origin.to_owned());

    article.url = evidence.url.map(Url::to_string);
    article.canonical_url = evidence.metadata.canonical_url.as_deref().and_then(|u| evidence.resolve(u));
    article.profile = evidence.profile.map(|p| p.name.clone());
    article.description = with_origin("description", fields::description(evidence, labels), &mut from);
    article.section = with_origin("section", fields::section(evidence, labels), &mut from);
    article.headline = with_origin("headline", fields::headline(evidence, labels), &mut from);
    article.kicker = with_origin("kicker", fields::kicker(evidence, labels), &mut from);
    article.site_name = with_origin("site_name", fields::site_name(evidence, labels), &mut from);
    article.tags = fields::tags(evidence, labels, article.site_name.as_deref());
    article.summary = with_origin("summary", fields::standfirst(evidence, labels), &mut from).unwrap_or_default();

    // The body is final before anything gets its place in it.
    let Found { value: Body { pieces, places }, origin, .. } = fields::body(evidence, labels, links);
    match body_from_metadata(evidence, &pieces) {
        Some(told) => {
            article.body = told;
            from("body", "json-ld articleBody");
            article.warn(BODY_FROM_METADATA, "the page shows less of the text than its metadata holds");
        }
        None => {
            article.body = pieces;
            from("body", &origin);
        }
    }
    article.language = fields::language(evidence, labels, &article.body);
    article.media = placed(fields::media(evidence, labels), &places);
    article.quotes = placed(fields::quotes(evidence, labels), &places);
    article.asides = placed(fields::asides(evidence, labels), &places);
    article.comments = fields::comments(evidence, labels);

    let byline = fields::byline(evidence, labels);
    let authors = fields::authors(evidence, labels, byline.as_ref(), article.site_name.as_deref());
    article.authors = with_origin("authors", authors, &mut from).unwrap_or_default();
    article.byline = with_origin("byline", byline, &mut from).map(|shown| shown.text);

    let address = article.url.as_deref().or(article.canonical_url.as_deref());
    let Dates { published, modified, published_from_modified } =
        fields::dates(evidence, labels, article.language.as_deref(), address);
    article.published = with_origin("published", published, &mut from);
    article.modified = with_origin("modified", modified, &mut from);
    if published_from_modified {
        article.warn("published_from_modified", "the page only says when it was last changed");
    }
    article.provenance = provenance;
    with_warnings(evidence, labels, article)
}

/// Whether the body is what was chosen among the page's blocks.
pub(crate) fn is_body_of_page(article: &Article) -> bool {
    !article.body.is_empty() && article.warnings.iter().all(|w| w.code != BODY_FROM_METADATA)
}

/// The value of what was found, its origin noted.
fn with_origin<T>(field: &str, found: Option<Found<T>>, from: &mut impl FnMut(&str, &str)) -> Option<T> {
    let found = found?;
    from(field, &found.origin);
    Some(found.value)
}

/// A part of the article with a place in the body.
trait HasPlace {
    fn at(self, place: usize) -> Self;
}

macro_rules! has_place {
    ($($part:ident),*) => {
        $(impl HasPlace for $part {
            fn at(self, at: usize) -> Self {
                $part { at, ..self }
            }
        })*
    };
}
has_place!(Media, Quote, Aside);

/// What was found, each with the index of the piece of the body before which it stands.
fn placed<T: HasPlace>(found: Vec<Anchored<T>>, places: &[usize]) -> Vec<T> {
    let place = |anchor: usize| places.get(anchor).or(places.last()).copied().unwrap_or(0);
    found.into_iter().map(|f| f.value.at(place(f.anchor))).collect()
}
