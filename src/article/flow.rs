//! Body and what floats beside it, walked together.

use super::block::Block;
use super::parts::{Article, Aside, Media, Quote};

/// One piece of an article in the order of the page; see [`Article::flow`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FlowItem<'a> {
    /// A piece of the body.
    Block(&'a Block),
    /// An image or a player that stood there.
    Media(&'a Media),
    /// A quote that stood there in a box.
    Quote(&'a Quote),
    /// A fact box that stood there.
    Aside(&'a Aside),
}

/// The iterator of [`Article::flow`].
#[derive(Debug, Clone)]
pub struct Flow<'a> {
    article: &'a Article,
    body: usize,
    media: usize,
    quotes: usize,
    asides: usize,
}

impl Article {
    /// Body, media, quotes and asides together, in the order in which the page shows them.
    ///
    /// ```
    /// # use cuttings::FlowItem;
    /// let article: cuttings::Article = serde_json::from_str(r#"{
    ///     "body": [{"type": "paragraph", "text": "First."}, {"type": "paragraph", "text": "Second."}],
    ///     "media": [{"kind": "image", "caption": "The quay", "at": 1}]}"#).unwrap();
    /// let kinds: Vec<_> = article.flow().map(|item| matches!(item, FlowItem::Media(_))).collect();
    /// assert_eq!(kinds, [false, true, false]);
    /// ```
    pub fn flow(&self) -> Flow<'_> {
        Flow::new(self)
    }
}

impl<'a> Flow<'a> {
    fn new(article: &'a Article) -> Self {
        Flow { article, body: 0, media: 0, quotes: 0, asides: 0 }
    }
}

impl<'a> Iterator for Flow<'a> {
    type Item = FlowItem<'a>;

    fn next(&mut self) -> Option<FlowItem<'a>> {
        let a = self.article;
        // What stands behind the last block (or is put there by hand) comes when the body is through.
        let due = |at: usize| at <= self.body || self.body >= a.body.len();
        if let Some(m) = a.media.get(self.media).filter(|m| due(m.at)) {
            self.media += 1;
            return Some(FlowItem::Media(m));
        }
        if let Some(q) = a.quotes.get(self.quotes).filter(|q| due(q.at)) {
            self.quotes += 1;
            return Some(FlowItem::Quote(q));
        }
        if let Some(s) = a.asides.get(self.asides).filter(|s| due(s.at)) {
            self.asides += 1;
            return Some(FlowItem::Aside(s));
        }
        let block = a.body.get(self.body)?;
        self.body += 1;
        Some(FlowItem::Block(block))
    }
}
