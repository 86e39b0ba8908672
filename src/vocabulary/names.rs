//! What the names that templates give their elements say about them.
//!
//! A class, id or `itemprop` is cut into words (`story-body__byline` is story, body, byline) and
//! each word is looked up here. No word decides anything alone: the hints of an element are
//! one kind of evidence beside its shape and its place. Words that name parts of the article
//! (captions, bylines, dates, credits) are kept apart from words that name what is around it.

use super::hint_set::Hints;
use super::name_words::{hints_of_pair, hints_of_whole_class, hints_of_word};

/// The hints of a name such as `story-body__byline`, `articleBody` or `relatedLinks`.
pub(crate) fn hints(name: &str) -> Hints {
    let pieces = Pieces::of(name);
    let mut story = pieces.is_entry;
    for class in name.split_ascii_whitespace() {
        if is_post(class) {
            return Hints::EMBED;
        }
        story |= class == "post";
    }
    let mut words = Words::default();
    if pieces.hides && is_hidden(name) {
        words.found |= Hints::HIDDEN;
    }
    for class in name.split_ascii_whitespace().filter(|c| !(story && is_label(c))) {
        words.add_class(class, pieces.is_marked);
    }
    words.found
}

/// What pieces a name holds that few names do.
#[derive(Default)]
struct Pieces {
    /// What begins the words for hiding.
    hides: bool,
    /// What content systems call a whole story.
    is_entry: bool,
    /// A mark by which styles say when they hold.
    is_marked: bool,
}

impl Pieces {
    fn of(name: &str) -> Pieces {
        let mut pieces = Pieces::default();
        let bytes = name.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'h' | b'H' => {
                    pieces.hides |= bytes[at + 1..].starts_with(b"id");
                    pieces.is_entry |= bytes[at..].starts_with(b"hentry");
                }
                b't' => pieces.is_entry |= bytes[at..].starts_with(b"type-"),
                b':' | b'[' => pieces.is_marked = true,
                _ => {}
            }
        }
        pieces
    }
}

/// A word of a name as it is written, and in lower case.
#[derive(Clone, Copy, Default)]
struct Word<'n> {
    written: &'n str,
    /// Only of one that is written otherwise.
    lower: [u8; MAX_WORD],
}

/// A word that is longer than any that is known is none of them, and so is its beginning.
const MAX_WORD: usize = 32;

impl<'n> Word<'n> {
    fn new(written: &'n str) -> Self {
        let mut word = Word { written: &written[..written.len().min(MAX_WORD)], lower: [0; MAX_WORD] };
        if word.written.bytes().any(|b| b.is_ascii_uppercase()) {
            word.lower.iter_mut().zip(written.bytes()).for_each(|(to, from)| *to = from.to_ascii_lowercase());
        }
        word
    }

    fn as_str(&self) -> &str {
        match self.lower[0] {
            0 => self.written,
            _ => str::from_utf8(&self.lower[..self.written.len()]).unwrap_or_default(),
        }
    }
}

/// What the words of a name say, as far as they were read.
#[derive(Default)]
struct Words<'n> {
    found: Hints,
    before: Word<'n>,
    /// The words of the class at hand.
    of_class: Vec<&'n str>,
}

impl<'n> Words<'n> {
    /// Reads a class, unless it is there for style alone. `may_be_marked` tells whether its name holds marks of styles.
    fn add_class(&mut self, class: &'n str, may_be_marked: bool) {
        if may_be_marked && is_marked_utility(class) || !self.cut(class) {
            return;
        }
        for at in 0..self.of_class.len() {
            let word = Word::new(self.of_class[at]);
            self.add_word(&word);
        }
        if let [only] = self.of_class[..] {
            self.found |= hints_of_whole_class(Word::new(only).as_str());
        }
    }

    /// Cuts a class at everything that is no letter, at camel humps too. Not so where a piece without humps says that it is a margin:
    /// what is around the element is not what it is.
    fn cut(&mut self, class: &'n str) -> bool {
        self.of_class.clear();
        // Where the piece and the word at hand begin.
        let (mut piece, mut word, mut lower) = (0, 0, false);
        for (at, byte) in class.bytes().enumerate() {
            if byte.is_ascii_alphabetic() {
                if byte.is_ascii_uppercase() && lower {
                    self.of_class.push(&class[word..at]);
                    word = at;
                }
                lower = byte.is_ascii_lowercase();
                continue;
            }
            if !self.end_piece(class, piece, word, at) {
                return false;
            }
            // Letters beyond ASCII are no letters here.
            (piece, word, lower) = (at + 1, at + 1, false);
        }
        self.end_piece(class, piece, word, class.len())
    }

    fn end_piece(&mut self, class: &'n str, piece: usize, word: usize, end: usize) -> bool {
        if word < end {
            self.of_class.extend(class.get(word..end));
        }
        !class.get(piece..end).is_some_and(is_spacing)
    }

    fn add_word(&mut self, word: &Word<'n>) {
        let (before, now) = (self.before.as_str(), word.as_str());
        if !is_price(before, now) {
            self.found |= hints_of_word(now) | hints_of_pair(before, now);
            self.before = *word;
        }
    }
}

/// Words before a quote that is what something costs, and nobody's words.
const PRICED: &[&str] = &["get", "a", "request", "stock", "stocks", "free", "insurance", "market"];

fn is_price(before: &str, word: &str) -> bool {
    matches!(word, "quote" | "quotes") && PRICED.contains(&before)
}

/// The classes that the big networks' embedding code gives to posts.
fn is_post(class: &str) -> bool {
    matches!(
        class,
        "twitter-tweet"
            | "twitter-video"
            | "instagram-media"
            | "fb-post"
            | "reddit-card"
            | "tiktok-embed"
            | "bluesky-embed"
    )
}

/// Classes by which content systems label a whole story with its topics and authors.
fn is_label(class: &str) -> bool {
    ["tag-", "category-", "author-", "tax-", "section-", "topic-"].iter().any(|p| class.starts_with(p))
}

/// Whether a class is for style alone by its marks: `print:px-6`, `[&_figcaption]:mt-2`. The part before the colon says when a
/// style holds.
fn is_marked_utility(class: &str) -> bool {
    class.contains([':', '[']) && !class.starts_with("http") && !class.starts_with("schema")
}

/// Words for what is around an element: `margin-bottom-0`.
fn is_spacing(piece: &str) -> bool {
    matches!(piece, "margin" | "padding" | "mg" | "pad" | "spacing" | "border" | "align")
}

/// Whether the classes hide the element, if only on some screens: a story's text is shown on all of them. Hiding
/// what overflows, or what a printer leaves out, is no hiding.
fn is_hidden(name: &str) -> bool {
    let hides = |c: &str| {
        let mut before = "";
        let words = c.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
        !c.contains('[')
            && words.into_iter().any(|word| {
                // Content systems say of a field that its label is hidden, not the field.
                let other = matches!(
                    before,
                    "overflow"
                        | "x"
                        | "y"
                        | "backface"
                        | "visibility"
                        | "print"
                        | "hover"
                        | "focus"
                        | "label"
                        | "labels"
                );
                before = word;
                !other && matches!(word, "hidden" | "hide" | "Hidden" | "isHidden")
            })
            && !c.ends_with("print")
    };
    name.split_ascii_whitespace().any(hides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert!(hints("story-body__byline").any(Hints::BYLINE));
        assert!(hints("articleBody").any(Hints::BODY));
        assert!(hints("entry-content clearfix").any(Hints::BODY));
        assert!(hints("relatedLinks").any(Hints::RELATED));
        assert!(hints("most-read").any(Hints::RELATED));
        assert!(hints("content").any(Hints::BODY));
    }

    #[test]
    fn common_words_within_longer_names_say_nothing() {
        assert!(hints("content-wrap-left").is_empty());
        assert!(hints("shadow header2 download").is_empty());
    }

    #[test]
    fn hiding_what_overflows_is_no_hiding() {
        for name in ["hidden", "is-hidden", "visually-hidden", "block md:hidden", "u-hide", "hidden-xs"] {
            assert!(hints(name).any(Hints::HIDDEN), "{name}");
        }
        for name in ["sr-only", "srOnly", "sr-text"] {
            assert!(hints(name).any(Hints::HIDDEN), "{name}");
        }
        for name in
            ["field--label-hidden", "kqrqSr", "overflow-hidden", "overflow-x-hidden", "print:hidden", "hidden-print"]
        {
            assert!(!hints(name).any(Hints::HIDDEN), "{name}");
        }
    }

    #[test]
    fn the_quote_of_a_price_is_no_quotation() {
        for name in ["get-a-quote", "stockQuote", "request-quote", "insurance-quotes"] {
            assert!(!hints(name).any(Hints::QUOTE), "{name}");
        }
        assert!(hints("article-quote").any(Hints::QUOTE));
    }

    #[test]
    fn utility_classes_say_nothing() {
        assert!(hints("print:px-6 [&_.caption]:mt-2").is_empty());
    }

    #[test]
    fn what_we_extract_is_not_called_foreign() {
        for name in
            ["caption", "byline", "timestamp", "photo-credit", "wp-caption-text", "standfirst", "pullquote", "dateline"]
        {
            assert!(!hints(name).any(Hints::FOREIGN), "{name}");
        }
    }
}
