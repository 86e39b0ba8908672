//! Work on a page that should not panic. Should it, that is one page's matter.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is told of a page on which the program itself failed.
pub const BROKEN: &str = "the program failed on this page; please report it";

/// What comes of the work; nothing where the program failed in it.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
