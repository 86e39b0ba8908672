//! Tables by hash, of what a page holds.

use foldhash::fast::RandomState;

/// A table whose keys come from pages. Its hasher is seeded at random, so that no page can know which keys collide; the
/// standard one also withstands who sees its answers, which nobody does here, at several times the price.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// The same, of keys alone.
pub(crate) type HashSet<K> = std::collections::HashSet<K, RandomState>;
