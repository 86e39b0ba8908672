//! The features of a block, group by group.

use super::row::Row;
use super::statistics::Statistics;
use super::sum::share;
use super::tables::{FAR_BLOCKS, Tables};
use super::tag_numbers::tag_number;
use crate::label::rules::{Class, is_notice};
use crate::segment::{Block, BlockKind};
use crate::vocabulary::{Hints, phrases};

/// Neighbours on each side that a block is seen with.
const NEIGHBOURS: isize = 3;

impl Tables<'_> {
    /// Adds all features of a block to its row.
    pub(super) fn fill(&self, i: usize, row: &mut impl Row) {
        self.own(i, row);
        names_say(&self.segments.blocks[i], row);
        row.flag("named_foreign", self.segments.is_named_foreign(self.segments.blocks[i].container()));
        self.place(i, row);
        self.containers(i, row);
        self.repetition(i, row);
        self.neighbours(i, row);
        self.metadata(i, row);
    }

    /// The block alone.
    fn own(&self, i: usize, row: &mut impl Row) {
        let b = &self.segments.blocks[i];
        let text = Statistics::of(&b.text);
        let level = b.kind.heading().map_or(0, u32::from);
        row.add("chars", b.chars as f32);
        row.add("link_share", b.link_share());
        row.add("links", b.links().len() as f32);
        row.flag("ends_sentence", b.ends_sentence());
        row.flag("colon", b.text.trim_end().ends_with(':'));
        row.add("words", text.words);
        row.add("word_length", b.chars as f32 / text.words.max(1.0));
        row.add("stops", text.stops);
        row.add("commas", text.commas);
        row.add("digits", text.digits / b.chars.max(1) as f32);
        row.add("capitals", text.capitals / text.words.max(1.0));
        row.add("upper", text.upper / text.letters.max(1.0));
        row.add("lines", text.lines);
        row.flag("quoted", b.text.starts_with(['"', '“', '«', '„', '‘']));
        row.flag("lower_start", b.text.chars().next().is_some_and(char::is_lowercase));
        row.flag("bracketed", b.text.starts_with(['(', '[', '*']));
        row.flag("copyright", b.text.contains('©'));
        row.flag("address", b.text.contains('@'));
        row.add("heading", level as f32);
        row.flag("item", matches!(b.kind, BlockKind::Item { .. }));
        row.flag("quote", matches!(b.kind, BlockKind::Quote { .. }));
        row.flag("table", matches!(b.kind, BlockKind::Table(_)));
        row.add("tag", tag_number(b.tag));
        row.flag("bold", b.all_bold());
        row.flag("some_bold", !b.bold().is_empty());
        row.add("italic", share(b.italic, b.chars));
        row.flag("notice", is_notice(b));
        row.flag("not_story", phrases::NOT_STORY.start(&b.text).is_some());
        row.flag("by", phrases::BY.start(&b.text).is_some());
        row.flag("credit", phrases::CREDIT.start(&b.text).is_some());
        let dated = [&phrases::PUBLISHED, &phrases::UPDATED].iter().any(|p| p.start(&b.text).is_some());
        row.flag("dated", dated);
        row.add("worth", self.rules.worth[i]);
        row.flag("by_hand", self.rules.classes[i] == Class::Body);
        row.flag("inside", self.rules.inside[i]);
    }

    /// Where on the page.
    fn place(&self, i: usize, row: &mut impl Row) {
        let (chars, prose) = self.before[i];
        let blocks = self.segments.blocks.len();
        row.add("text_before", share(chars, self.total.chars));
        row.add("prose_before_share", share(prose, self.total.prose));
        row.add("prose_before_chars", prose as f32);
        row.add("prose_after_chars", (self.total.prose - prose) as f32);
        row.add("index", i as f32);
        row.add("page_blocks", blocks as f32);
        row.add("page_prose", self.total.prose as f32);
        row.add("page_link_share", self.total.link_share());
        let from = self.headline.map_or(FAR_BLOCKS * 2.0, |h| (i as f32 - h as f32).clamp(-FAR_BLOCKS, FAR_BLOCKS));
        row.add("from_headline", from);
        row.add("like_title", self.like_title[i]);
    }

    /// The elements around it, from the nearest out.
    fn containers(&self, i: usize, row: &mut impl Row) {
        let mut at = self.segments.blocks[i].container();
        row.add("depth", self.depths[at] as f32);
        for level in ["0", "1", "2", "3"] {
            let sum = &self.subtrees[at];
            row.add(format_args!("prose_share_{level}"), share(sum.prose, self.total.prose));
            row.add(format_args!("link_share_{level}"), sum.link_share());
            row.add(format_args!("blocks_{level}"), sum.blocks as f32);
            row.add(format_args!("sentences_{level}"), share(sum.sentences, sum.blocks));
            at = self.segments.containers[at].parent();
        }
        // How far out an element holds a good part of the page's prose.
        let mut at = self.segments.blocks[i].container();
        let mut up = 0.0;
        while at != 0 && self.subtrees[at].prose * 2 < self.total.prose {
            at = self.segments.containers[at].parent();
            up += 1.0;
        }
        row.add("up_to_half", up);
        row.add("half_link_share", self.subtrees[at].link_share());
    }

    /// Blocks set in the same way, and the list it is in.
    fn repetition(&self, i: usize, row: &mut impl Row) {
        let b = &self.segments.blocks[i];
        let alike = self.signatures[&self.segments.containers[b.container()].signature];
        row.add("alike", alike.blocks as f32);
        row.add("alike_prose", alike.prose as f32);
        row.add("alike_prose_share", share(alike.prose, self.total.prose));
        row.add("alike_link_share", alike.link_share());
        row.add("alike_chars", share(alike.chars, alike.blocks));
        row.add("alike_sentences", share(alike.sentences, alike.blocks));
        row.add("same_text", self.texts.get(&b.text_hash()).copied().unwrap_or(1) as f32);
        let list = match b.kind {
            BlockKind::Item { list, .. } => self.items.get(&list).copied().map(|s| (list, s)),
            _ => None,
        };
        row.add("list_items", list.map_or(0.0, |(_, s)| s.blocks as f32));
        row.add("list_links", list.map_or(-1.0, |(l, _)| self.lists.link_share(l)));
        row.add("list_chars", list.map_or(0.0, |(_, s)| share(s.chars, s.blocks)));
        row.add("list_sentences", list.map_or(-1.0, |(_, s)| share(s.sentences, s.blocks)));
    }

    /// What stands before and after it.
    fn neighbours(&self, i: usize, row: &mut impl Row) {
        let blocks = &self.segments.blocks;
        let signature = |b: &Block| self.segments.containers[b.container()].signature;
        for by in (-NEIGHBOURS..=NEIGHBOURS).filter(|by| *by != 0) {
            let at = i.checked_add_signed(by).filter(|&j| j < blocks.len());
            let of = |f: &dyn Fn(usize) -> f32| at.map_or(-1.0, f);
            row.add(format_args!("chars{by:+}"), of(&|j| blocks[j].chars as f32));
            row.add(format_args!("link_share{by:+}"), of(&|j| blocks[j].link_share()));
            row.add(format_args!("worth{by:+}"), of(&|j| self.rules.worth[j]));
            row.add(
                format_args!("alike{by:+}"),
                of(&|j| (signature(&blocks[j]) == signature(&blocks[i])) as u8 as f32),
            );
            row.add(
                format_args!("together{by:+}"),
                of(&|j| (blocks[j].container() == blocks[i].container()) as u8 as f32),
            );
            row.add(format_args!("by_hand{by:+}"), of(&|j| (self.rules.classes[j] == Class::Body) as u8 as f32));
            row.add(format_args!("heading{by:+}"), of(&|j| blocks[j].kind.heading().unwrap_or(0).into()));
        }
        row.add("prose_before", self.prose_before[i]);
        row.add("prose_after", self.prose_after[i]);
    }

    /// What the page says of itself elsewhere.
    fn metadata(&self, i: usize, row: &mut impl Row) {
        let block = &self.segments.blocks[i];
        row.add("in_description", self.description.coverage(block));
        row.add("in_article_body", self.article_body.coverage(block));
        row.add("article_body_words", self.article_body.words as f32);
    }
}

/// What names say, near and far.
fn names_say(b: &Block, row: &mut impl Row) {
    for (name, hints) in [
        ("body", Hints::BODY),
        ("foreign", Hints::FOREIGN),
        ("apart", Hints::APART),
        ("headline", Hints::HEADLINE),
        ("summary", Hints::SUMMARY),
        ("crosshead", Hints::CROSSHEAD),
        ("caption", Hints::CAPTION | Hints::CREDIT | Hints::FIGURE | Hints::GALLERY),
        ("comments", Hints::COMMENTS),
        ("related", Hints::RELATED),
        ("side", Hints::SIDE),
        ("bio", Hints::BIO),
        ("signup", Hints::SIGNUP | Hints::PAYWALL | Hints::AD),
        ("footer", Hints::FOOTER | Hints::LEGAL),
        ("tools", Hints::SHARE | Hints::NAV | Hints::TAGS),
        ("meta", Hints::META | Hints::DATE | Hints::BYLINE),
        ("embed", Hints::EMBED),
        ("facts", Hints::FACTS),
    ] {
        row.flag(format_args!("own_{name}"), b.hints.any(hints));
        row.flag(format_args!("around_{name}"), b.around.any(hints));
    }
}
