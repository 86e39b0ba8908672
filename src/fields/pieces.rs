//! Pieces of a body that several fields make.

use crate::article::Block as Piece;

/// Adds an item to the list that ends the body if it goes on with it, or else in a list of its own.
pub(super) fn with_list_item(mut body: Vec<Piece>, goes_on: bool, ordered: bool, text: String) -> Vec<Piece> {
    match body.last_mut() {
        Some(Piece::List { items, .. }) if goes_on => items.push(text),
        _ => body.push(Piece::List { ordered, items: vec![text] }),
    }
    body
}
