//! Labels and found values to an [`Article`]: the last step, in which places in the page become places in the body.

mod metadata_body;
mod no_article;
mod sources;
mod stand_in;

use url::Url;

use crate::article::{Article, Aside, Media, Quote, WarningCode};
use crate::fields::{self, Anchored, Dates, WantedMarks};
use crate::label::{Evidence, LabelKind, Labels};
use metadata_body::{body_from_metadata, places_in};
use no_article::with_warnings;
pub use sources::FieldSource;
use sources::Sources;

/// Puts the article together, and tells where its fields came from, by blocks only where somebody wants to know.
pub(crate) fn assemble(
    evidence: &Evidence<'_>,
    labels: &Labels,
    wanted: WantedMarks,
    is_told: bool,
) -> (Article, Vec<FieldSource>) {
    let mut sources = Sources::new(is_told);
    let mut article = Article {
        url: evidence.url.map(Url::to_string),
        canonical_url: evidence.metadata.canonical_url.as_deref().and_then(|u| evidence.resolve(u)),
        profile: evidence.profile.map(|p| p.name.clone()),
        headline: sources.take("headline", fields::headline(evidence, labels)),
        kicker: sources.take("kicker", fields::kicker(evidence, labels)),
        summary: sources.take("summary", fields::standfirst(evidence, labels)).unwrap_or_default(),
        description: sources.take("description", fields::description(evidence, labels)),
        site_name: sources.take("site_name", fields::site_name(evidence, labels)),
        section: sources.take("section", fields::section(evidence, labels)),
        image: sources.take("image", fields::image(evidence)),
        ..Article::default()
    };
    article.tags = fields::tags(evidence, labels, article.site_name.as_deref());

    // The body is final before anything gets its place in it.
    let body = fields::body(evidence, labels, wanted);
    let mut places = body.value.places;
    match body_from_metadata(evidence, &body.value.pieces) {
        Some(told) => {
            places = places_in(evidence, labels, &told);
            article.body = told;
            sources.note("body", Some("json-ld articleBody".to_owned()), Vec::new());
            article.warn(WarningCode::BodyFromMetadata, "the page shows less of the text than its metadata holds");
        }
        None => {
            article.body = body.value.pieces;
            sources.note_parts("body", Some(body.origin), || body.value.parts.into_lists());
        }
    }
    article.language = fields::language(evidence, labels, &article.body);
    let (media, quotes) = (fields::media(evidence, labels), fields::quotes(evidence, labels));
    let (asides, comments) = (fields::asides(evidence, labels, wanted), fields::comments(evidence, labels));
    sources.note_anchored("media", &media);
    sources.note_anchored("quotes", &quotes);
    sources.note_anchored("asides", &asides);
    sources.note("comments", None, labels.of_kind(LabelKind::Comment).collect());
    sources.note("notes", None, labels.of_kind(LabelKind::ClosingNote).collect());
    article.media = placed(media, &places);
    article.quotes = placed(quotes, &places);
    article.asides = placed(asides, &places);
    article.comments = comments;
    article.notes = fields::notes(evidence, labels);

    let byline = fields::byline(evidence, labels);
    let authors = fields::authors(evidence, labels, byline.as_ref(), article.site_name.as_deref());
    article.authors = sources.take("authors", authors).unwrap_or_default();
    article.byline = sources.take("byline", byline).map(|shown| shown.text);

    take_dates(evidence, labels, &mut article, &mut sources);
    article.next_page = fields::next_page(evidence, labels);
    article.provenance = sources.provenance();
    let article = with_warnings(evidence, labels, article);
    // A page without an article has no fields to tell of.
    let fields = if article.provenance.is_empty() { Vec::new() } else { sources.into_fields() };
    (article, fields)
}

/// Puts the dates in; the language says how they may be written.
fn take_dates(evidence: &Evidence<'_>, labels: &Labels, article: &mut Article, sources: &mut Sources) {
    let address = article.url.as_deref().or(article.canonical_url.as_deref());
    let Dates { published, modified, published_from_modified } =
        fields::dates(evidence, labels, article.language.as_deref(), address);
    article.published = sources.take("published", published);
    article.modified = sources.take("modified", modified);
    if published_from_modified {
        article.warn(WarningCode::PublishedFromModified, "the page only says when it was last changed");
    }
}

/// Whether the body is what was chosen among the page's blocks.
pub(crate) fn is_body_of_page(article: &Article) -> bool {
    !article.body.is_empty() && article.warnings.iter().all(|w| w.code != WarningCode::BodyFromMetadata)
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
