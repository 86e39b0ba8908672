//! Captures that came in part only: what they lack is no change of the story.

use crate::article::{Article, Block, WarningCode};

/// Whether an article is read from a page that was damaged or cut off.
pub(super) fn is_damaged(article: &Article) -> bool {
    article.warnings.iter().any(|warning| matches!(warning.code, WarningCode::DamagedBody | WarningCode::Truncated))
}

/// Whether an article is what a page that breaks off shows of another: its headline and its blocks, in order, the last
/// of them perhaps broken off. Some may be missing: where a page ends early, its lines are read otherwise.
pub(super) fn is_part_of(part: &Article, whole: &Article) -> bool {
    if part.headline.is_some() && part.headline != whole.headline {
        return false;
    }
    let Some((last, before)) = part.body.split_last() else { return true };
    let mut rest = whole.body.iter().map(Block::text);
    let all_before = before.iter().map(Block::text).all(|text| rest.any(|whole| whole == text));
    let last = last.text();
    all_before && rest.any(|whole| whole.starts_with(last.trim_end()))
}

/// Puts the whole article in the place of each that is a part of the nearest one before or after it. `kept` has the
/// place of each version's article among all, in the order of time.
pub(super) fn complete_parts(kept: &mut [Option<usize>], articles: &[Article]) {
    let get = |at: usize| articles.get(at);
    let whole = |at: &usize| get(*at).is_some_and(|article| !is_damaged(article));
    let mut completed = kept.to_vec();
    for (n, place) in completed.iter_mut().enumerate() {
        let Some(part) = place.and_then(get).filter(|article| is_damaged(article)) else { continue };
        let (before, after) = kept.split_at(n);
        let before = before.iter().rev().flatten().find(|at| whole(at));
        let after = after.iter().flatten().find(|at| whole(at));
        let is_whole = |at: &&usize| get(**at).is_some_and(|whole| is_part_of(part, whole));
        if let Some(&at) = before.filter(is_whole).or(after.filter(is_whole)) {
            *place = Some(at);
        }
    }
    kept.copy_from_slice(&completed);
}
