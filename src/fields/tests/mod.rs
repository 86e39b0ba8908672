//! Fields on small pages of our own.

mod quotes;
