//! What is to be seen while blocks are labelled.

use super::labels::Labels;
use super::rules::Class;

/// What is to be seen at one point of the way.
pub(super) enum Sight<'a> {
    /// The choice of the flow, and the step that made it so.
    Choice(&'static str, &'a [Class]),
    /// The labels, after one more pass.
    Labels(&'a Labels),
}
