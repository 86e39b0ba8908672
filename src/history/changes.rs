//! What changed from one version of a story to the next.

use serde::{Deserialize, Serialize};

use crate::article::{Article, Block, DateTime};

use super::pairing::{Origin, origins_of};
use super::words::{WordChange, diff_words};

/// Something that changed between two versions of a story. Places are indices in [`Article::body`].
///
/// In JSON, `type` tells which: `{"type": "headline", "old": "…", "new": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Another headline.
    Headline {
        /// The one before; `None` where there was none.
        old: Option<String>,
        /// The one now.
        new: Option<String>,
    },
    /// Another date of publication.
    Published {
        /// The one before.
        old: Option<DateTime>,
        /// The one now.
        new: Option<DateTime>,
    },
    /// Another date of the last change.
    Modified {
        /// The one before.
        old: Option<DateTime>,
        /// The one now.
        new: Option<DateTime>,
    },
    /// A paragraph (or another block of the body) that was not there before.
    ParagraphAdded {
        /// Where it stands now.
        at: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph that is no longer there.
    ParagraphRemoved {
        /// Where it stood.
        was: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph with the same text, in another place among those that stayed.
    ParagraphMoved {
        /// Where it stood.
        was: usize,
        /// Where it stands now.
        at: usize,
        /// Its text.
        text: String,
    },
    /// A paragraph that shares half of its words or more with one that was there before.
    ParagraphReworded {
        /// Where it stood.
        was: usize,
        /// Where it stands now.
        at: usize,
        /// Its text before.
        old: String,
        /// Its text now.
        new: String,
        /// The way from one to the other, word by word.
        words: Vec<WordChange>,
    },
}

/// What changed from one version of a story to another: headline, dates, and the blocks of the body, first those that
/// are there now, in their order, then those that are gone.
///
/// Nearly linear in the length of both: a text is compared by its words only with those near its place.
///
/// ```
/// use cuttings::{Article, Change, changes};
///
/// let old: Article = serde_json::from_str(r#"{"headline": "Ferry in dock", "body": []}"#).unwrap();
/// let new: Article = serde_json::from_str(r#"{"headline": "Ferry sails", "body": []}"#).unwrap();
/// let headline = Change::Headline { old: Some("Ferry in dock".into()), new: Some("Ferry sails".into()) };
/// assert_eq!(changes(&old, &new), [headline]);
/// ```
pub fn changes(old: &Article, new: &Article) -> Vec<Change> {
    let mut out = Vec::new();
    if old.headline != new.headline {
        out.push(Change::Headline { old: old.headline.clone(), new: new.headline.clone() });
    }
    if old.published != new.published {
        out.push(Change::Published { old: old.published, new: new.published });
    }
    if old.modified != new.modified {
        out.push(Change::Modified { old: old.modified, new: new.modified });
    }
    let (before, after) = (block_texts(old), block_texts(new));
    let origins = origins_of(&before, &after);
    let mut used = vec![false; before.len()];
    for ((at, text), origin) in after.iter().enumerate().zip(&origins) {
        let was = match *origin {
            Origin::None => {
                out.push(Change::ParagraphAdded { at, text: text.clone() });
                continue;
            }
            Origin::Stayed(was) => was,
            Origin::Moved(was) => {
                out.push(Change::ParagraphMoved { was, at, text: text.clone() });
                was
            }
            Origin::Reworded(was) => {
                let old = before.get(was).cloned().unwrap_or_default();
                let words = diff_words(&old, text);
                out.push(Change::ParagraphReworded { was, at, old, new: text.clone(), words });
                was
            }
        };
        if let Some(used) = used.get_mut(was) {
            *used = true;
        }
    }
    let gone = before.into_iter().zip(used).enumerate().filter(|(_, (_, used))| !used);
    out.extend(gone.map(|(was, (text, _))| Change::ParagraphRemoved { was, text }));
    out
}

/// Whether two articles have the same headline and body. Their links may differ.
pub(super) fn is_same_story(a: &Article, b: &Article) -> bool {
    a.headline == b.headline
        && a.body.len() == b.body.len()
        && a.body.iter().zip(&b.body).all(|(a, b)| a.text() == b.text())
}

fn block_texts(article: &Article) -> Vec<String> {
    article.body.iter().map(Block::text).map(|text| text.into_owned()).collect()
}
