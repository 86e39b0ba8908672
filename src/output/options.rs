//! How an article is written to be kept.

/// What stands around the story where an article is written to be kept; by itself nothing.
///
/// ```
/// use cuttings::OutputOptions;
///
/// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails", "site_name": "The Sound",
///     "published": "2007-03-12", "url": "http://sound.example/1"}"#).unwrap();
/// let kept = article.to_markdown_with(OutputOptions::default().head(true).citation(true));
/// assert_eq!(kept, r#"---
/// title: "Ferry sails"
/// date: "2007-03-12"
/// site: "The Sound"
/// url: "http://sound.example/1"
/// ---
///
/// ## Ferry sails
///
/// 2007-03-12
///
/// *The Sound*, 12 March 2007. <http://sound.example/1>
/// "#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutputOptions {
    pub(super) head: bool,
    pub(super) citation: bool,
    pub(super) links_pictures: bool,
}

impl OutputOptions {
    /// Whether the article's data stand in front: in Markdown as [front matter](crate::Article::front_matter), in HTML
    /// as the head of a whole document.
    pub fn head(self, yes: bool) -> Self {
        OutputOptions { head: yes, ..self }
    }

    /// Whether a line to cite the article by stands at the end: the paper, the day, the address, when the page was
    /// captured, and the address of the capture, as far as they are known.
    pub fn citation(self, yes: bool) -> Self {
        OutputOptions { citation: yes, ..self }
    }

    /// Whether the story's pictures are links instead of being shown, so that whoever looks at the article loads nothing.
    ///
    /// ```
    /// use cuttings::OutputOptions;
    ///
    /// let article: cuttings::Article =
    ///     serde_json::from_str(r#"{"media": [{"kind": "image", "url": "http://sound.example/a.jpg", "alt": "A ship", "at": 0}]}"#).unwrap();
    /// let linked = article.to_html_with(OutputOptions::default().links_pictures(true));
    /// assert!(linked.contains("<a href=\"http://sound.example/a.jpg\">A ship</a>") && !linked.contains("<img"));
    /// ```
    pub fn links_pictures(self, yes: bool) -> Self {
        OutputOptions { links_pictures: yes, ..self }
    }
}
