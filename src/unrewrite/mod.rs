//! The undoing of what a replay service did to a page.
//!
//! One walk over the page asks each service for its marks. Only a page that carries some is touched:
//! an article that merely links to an archive keeps its links.

mod addresses;
mod archive_today;
mod origin;
mod pywb;
mod recognize;
mod replay_marks;
#[cfg(test)]
mod tests;
mod wayback;

use url::Url;

use crate::archive::CaptureUrl;
use crate::article::DateTime;
use crate::dom::Document;

pub(crate) use origin::{CaptureOrigin, origin};

/// Undoes a replay: takes out what the archive inserted, restores every rewritten address, and tells
/// what page this was. `url` and `captured` are what the caller knows; they win over the page's own inserts.
pub(crate) fn unrewrite(doc: &mut Document, url: Option<&Url>, captured: Option<DateTime>) -> CaptureOrigin {
    let given = url.and_then(|u| CaptureUrl::parse(u.as_str()));
    let mut replay = recognize::recognized_replay(doc, given.as_ref());
    if let Some(replay) = &mut replay {
        let original = replay.original.take();
        replay.original = original.or_else(|| addresses::rewritten_own_address(doc, &replay.rewriting));
        for &n in &replay.inserts {
            doc.remove(n);
        }
        addresses::restore_addresses(doc, &replay.rewriting);
    }
    origin::resolved(url, given, replay, captured)
}
