//! What is known of a kind of page that stands in place of a story.

/// A kind of page that stands in place of a story.
pub(crate) struct StandIn {
    /// What the page does, for people.
    pub(crate) why: &'static str,
    /// What its title says, or a part of it.
    pub(crate) titles: &'static [&'static str],
    /// What it says to its reader.
    pub(crate) says: &'static [&'static str],
    /// Whether a title of these words alone tells the page; other kinds have titles that may be a site's name.
    pub(crate) by_title: bool,
    /// How many of its phrases a page without any text must say: some stand beside every story.
    pub(crate) min_phrases: usize,
    /// Whether it stands before a story whose day the page may state all the same.
    pub(crate) before_story: bool,
}
