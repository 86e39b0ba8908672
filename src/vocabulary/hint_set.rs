//! Hints: what the names of an element say about it.

use std::ops::{BitOr, BitOrAssign};

/// A set of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u64);

macro_rules! hints {
    ($($name:ident $bit:literal $doc:literal),* $(,)?) => {
        impl Hints {
            $(#[doc = $doc] pub(crate) const $name: Hints = Hints(1 << $bit);)*
        }
    };
}

hints! {
    BODY 0 "the text of the article",
    HEADLINE 1 "its headline",
    KICKER 2 "the label over the headline",
    SUMMARY 3 "its standfirst",
    BYLINE 4 "who wrote it",
    DATE 5 "when it was published",
    CAPTION 6 "what an image shows",
    CREDIT 7 "who made an image",
    FIGURE 8 "an image with what belongs to it",
    QUOTE 9 "a quotation",
    PULL 10 "a quotation lifted out of the flow",
    RELATED 11 "other stories",
    SHARE 12 "share buttons and tools",
    COMMENTS 13 "readers' comments",
    NAV 14 "navigation",
    AD 15 "advertising",
    TAGS 16 "topics",
    BIO 17 "about the author",
    SIGNUP 18 "newsletters, subscriptions, sign-in",
    FOOTER 19 "the foot of a page or article",
    SIDE 20 "what stands beside the story",
    META 21 "details of publication",
    HIDDEN 22 "not shown",
    EMBED 23 "something of another site",
    CROSSHEAD 24 "a heading within the text",
    LEGAL 25 "copyright and disclaimers",
    PAYWALL 26 "an offer in place of the text",
    ATTRIBUTION 27 "who said it",
    FACTS 28 "a box of facts beside the text",
    GALLERY 29 "a run of pictures",
    QUOTE_MARK 30 "a picture of a quotation mark",
    PLAYER 31 "a player of video or sound",
    SMALL_PRINT 32 "text set small",
}

impl Hints {
    pub(crate) const NONE: Hints = Hints(0);

    /// What is certainly not the flow of the story.
    pub(crate) const FOREIGN: Hints = Hints(
        Self::RELATED.0
            | Self::SHARE.0
            | Self::COMMENTS.0
            | Self::NAV.0
            | Self::AD.0
            | Self::TAGS.0
            | Self::BIO.0
            | Self::SIGNUP.0
            | Self::FOOTER.0
            | Self::SIDE.0
            | Self::LEGAL.0
            | Self::PAYWALL.0,
    );

    /// Parts of the article that are no paragraphs.
    pub(crate) const APART: Hints = Hints(
        Self::BYLINE.0 | Self::DATE.0 | Self::CAPTION.0 | Self::CREDIT.0 | Self::META.0 | Self::KICKER.0 | Self::PULL.0,
    );

    pub(crate) const fn or(self, of: Hints) -> Hints {
        Hints(self.0 | of.0)
    }

    pub(crate) fn any(self, of: Hints) -> bool {
        self.0 & of.0 != 0
    }

    pub(crate) fn without(self, of: Hints) -> Hints {
        Hints(self.0 & !of.0)
    }

    pub(crate) fn and(self, of: Hints) -> Hints {
        Hints(self.0 & of.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Hints {
    type Output = Hints;

    fn bitor(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }
}

impl BitOrAssign for Hints {
    fn bitor_assign(&mut self, other: Hints) {
        self.0 |= other.0;
    }
}
