//! Takes out what no reader is shown and what HTML itself sets apart, and measures what is left.
//!
//! Nothing goes because of its name: what a template calls its parts is evidence for [`label`](crate::label), which weighs it
//! beside their shape and place.

mod around;
mod named;
mod visibility;

use crate::dom::{Document, NodeId, Tag};
use crate::measure::{FOREIGN_SHARE, Measures, Shape};
use crate::profile::{ProfileMatch, Role};
use crate::vocabulary::Hints;

use around::{PARAGRAPH, inside, is_mostly_caption, is_of_quotation};
use named::is_named_foreign;
use visibility::{Opened, is_dialog, is_hidden};

/// Something that was taken out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Removed {
    pub(crate) node: NodeId,
    pub(crate) why: &'static str,
}

/// Elements that HTML itself sets apart (`nav`, `footer`) go below this share.
const APART_SHARE: f32 = 0.4;

/// Hidden parts go below this share: some pages hide the story until a script has run.
const HIDDEN_SHARE: f32 = 0.5;

/// Readers' comments may be longer than the story, so share says nothing; they come after it.
/// This many letters of prose must have come before.
const STORY_BEFORE_COMMENTS: u32 = 300;

/// What Apache's server-side includes put in place of a file they could not read. Archives
/// captured many pages with it, within stories too.
const INCLUDE_ERROR: &str = "[an error occurred while processing this directive]";

/// Takes the messages of failed includes out of the texts they stand in.
fn strip_include_errors(doc: &mut Document) {
    let message = memchr::memmem::Finder::new(INCLUDE_ERROR);
    let has_message = |n: &NodeId| doc.text_of(*n).is_some_and(|t| message.find(t.as_bytes()).is_some());
    let with: Vec<NodeId> = doc.all().filter(has_message).collect();
    for id in with {
        let text = doc.text_of(id).unwrap_or_default().replace(INCLUDE_ERROR, "");
        doc.set_text(id, &text);
    }
}

/// Why an element goes that parts no words: readers did not see it, or it stands over a word.
const HIDDEN: &str = "hidden";
const NOSCRIPT: &str = "noscript";
const READING: &str = "reading";

/// Takes out boilerplate; returns the measures of what is left, and what went, in page order.
pub(crate) fn strip(doc: &mut Document, reading: Option<&ProfileMatch>) -> (Measures, Vec<Removed>) {
    strip_include_errors(doc);
    let mut measures = Measures::measure(doc);
    let mut removed = Vec::new();
    let total = measures.shape(NodeId::ROOT).prose.max(1);
    let hiding = Hiding { classes_are_believed: hides_little(doc, &measures, total), opened: Opened::find(doc) };
    let mut prose_before = 0;
    let mut until = NodeId::ROOT;
    for id in (0..doc.len()).map(NodeId::at) {
        if id < until {
            continue;
        }
        if doc.is_removed(id) {
            until = doc.end(id);
            continue;
        }
        if doc.tag(id) == Tag::None {
            prose_before += doc.text_of(id).map_or(0, |_| measures.shape(id).prose);
            continue;
        }
        let role = reading.and_then(|r| r.role(id));
        let why = match role {
            Some(Role::Remove) => Some("profile"),
            Some(_) => None,
            None => reason(doc, &measures, id, total, prose_before, &hiding),
        };
        if why.is_none() && role.is_none() && !doc.tag(id).is_invisible() && is_named_foreign(doc, &measures, id) {
            measures.set_named_foreign(id);
        }
        if let Some(why) = why {
            removed.push(Removed { node: id, why });
            if matches!(why, HIDDEN | NOSCRIPT | READING) {
                doc.remove(id)
            } else {
                doc.remove_shown(id)
            }
            until = doc.end(id);
        } else if measures.shape(id).prose as f32 >= FOREIGN_SHARE * total as f32 {
            measures.clear_comments_hint(id);
        }
    }
    (measures, removed)
}

/// Whether classes that call their elements hidden hide less than the story could be. Where they hide most of the prose it
/// is a script's business: parts that come into view as the reader scrolls.
fn hides_little(doc: &Document, measures: &Measures, total: u32) -> bool {
    let (mut hidden, mut until) = (0, NodeId::ROOT);
    for id in (0..doc.len()).map(NodeId::at) {
        if id >= until && doc.tag(id) != Tag::None && measures.hints(id).any(Hints::HIDDEN) {
            hidden += measures.shape(id).prose;
            until = doc.end(id);
        }
    }
    (hidden as f32) < HIDDEN_SHARE * total as f32
}

/// What is known of how the page hides its parts.
struct Hiding {
    /// Whether classes that call their elements hidden say what readers see.
    classes_are_believed: bool,
    opened: Opened,
}

/// Why an element goes, if it does.
fn reason(
    doc: &Document,
    measures: &Measures,
    id: NodeId,
    total: u32,
    prose_before: u32,
    hiding: &Hiding,
) -> Option<&'static str> {
    let tag = doc.tag(id);
    let shape = measures.shape(id);
    let share = shape.prose as f32 / total as f32;
    let hints = measures.hints(id);
    if tag == Tag::Noscript || tag == Tag::Noframes || tag == Tag::Template {
        return Some(NOSCRIPT);
    }
    if matches!(tag, Tag::Html | Tag::Body | Tag::Head | Tag::Main | Tag::H1) || tag.is_invisible() {
        return None;
    }
    // Pull quotes and captions are often hidden from screen readers, since they repeat what was read; they
    // are shown all the same. Paragraphs are hidden one by one until the reader has paid, not for good.
    let captioned = tag == Tag::Figcaption || hints.any(Hints::CAPTION | Hints::CREDIT) || shape.captioned > 0;
    let kept = hints.any(Hints::PULL) || captioned && shape.images < 2 || tag == Tag::P && shape.prose >= PARAGRAPH;
    let named = hiding.classes_are_believed && hints.any(Hints::HIDDEN);
    // What a control opens is shown to whoever asks for it; menus and forms are opened too, but hold no prose.
    let opened = shape.prose >= PARAGRAPH && shape.linked * 2 < shape.chars && hiding.opened.contains(doc, id);
    if share < HIDDEN_SHARE && !kept && !opened && (named || is_hidden(doc, id)) {
        return Some(HIDDEN);
    }
    if share < HIDDEN_SHARE && is_dialog(doc, id) {
        return Some("dialog");
    }
    if let Some(why) = reason_by_tag(doc, measures, id, share) {
        return Some(why);
    }
    if inside_code(doc, id) {
        return None;
    }
    if is_card(doc, shape, id) {
        return Some("card");
    }
    // What holds no prose counts the comments, or leads to them.
    let told = prose_before > STORY_BEFORE_COMMENTS || shape.prose == 0;
    if hints.any(Hints::COMMENTS) && !hints.any(Hints::BODY) && told && shape.chars > 0 {
        return Some("comments");
    }
    None
}

/// Why an element goes that HTML itself sets apart, if it does. `share` is its share of the page's prose.
fn reason_by_tag(doc: &Document, measures: &Measures, id: NodeId, share: f32) -> Option<&'static str> {
    let tag = doc.tag(id);
    let is_control = matches!(tag, Tag::Nav | Tag::Menu | Tag::Dialog | Tag::Button | Tag::AmpAd | Tag::AmpSidebar);
    let shape = measures.shape(id);
    // What opens a part below it by its own title.
    let is_title = tag == Tag::Button && is_most_of_heading(doc, measures, id);
    if share < APART_SHARE && is_control && !is_title && !(is_mostly_caption(shape) && shape.images > 0) {
        return Some("navigation or control");
    }
    // What stands at the foot of a quotation or a figure belongs to it.
    if tag == Tag::Footer && share < APART_SHARE && !is_of_quotation(doc, measures, id) {
        return Some("footer");
    }
    // How a word is read stands over it; in brackets it can stand behind it.
    if tag == Tag::Rt && !doc.children(doc.parent(id)).any(|n| doc.tag(n) == Tag::Rp) {
        return Some(READING);
    }
    (tag == Tag::Form && share < FOREIGN_SHARE).then_some("form")
}

/// Whether an element is all but a few letters of a heading.
fn is_most_of_heading(doc: &Document, measures: &Measures, id: NodeId) -> bool {
    let heading = doc.ancestors(id).take(2).find(|n| doc.tag(*n).heading_level().is_some());
    heading.is_some_and(|n| measures.shape(id).chars * 2 > measures.shape(n).chars)
}

/// Whether an inline element is a card that comes up when the reader points at a name in a sentence: a picture, then links,
/// which are no words of the sentence.
fn is_card(doc: &Document, shape: &Shape, id: NodeId) -> bool {
    let has_words = |n: &NodeId| doc.text_of(*n).is_some_and(|t| !t.trim().is_empty());
    doc.tag(id) == Tag::Span
        && shape.images > 0
        && shape.chars > 0
        && shape.linked == shape.chars
        && doc.ancestors(id).take(2).any(|n| doc.tag(n) == Tag::P)
        && doc.descendants(id).find(|n| doc.tag(*n) == Tag::Img || has_words(n)).is_some_and(|n| doc.tag(n) == Tag::Img)
}

/// Whether an element is a part of a program: highlighters name the parts of one, `comment` among them.
fn inside_code(doc: &Document, id: NodeId) -> bool {
    doc.tag(id) == Tag::Span && inside(doc, id, &[Tag::Pre, Tag::Code])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    fn left(html: &str) -> String {
        let mut doc = Document::parse(html, &Limits::default()).unwrap();
        strip(&mut doc, None);
        doc.text(NodeId::ROOT)
    }

    const STORY: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, \
        would be closed until the spring for repairs.</p><p>Ferries will leave from the fish quay, he said, and \
        the post office has been told to bring its sacks there.</p>";

    #[test]
    fn foreign_parts_go() {
        let text = left(&format!(
            "<nav>Home News</nav><div class=story>{STORY}</div><footer>Contact us</footer><div class=related-links>Older story</div>"
        ));
        // What a name calls foreign is left for the labels.
        assert!(text.starts_with("The harbour") && text.ends_with("sacks there. Older story"), "{text}");
    }

    #[test]
    fn a_name_does_not_take_the_story_out() {
        assert!(left(&format!("<div class='content related popular'>{STORY}</div>")).contains("harbour"));
        assert!(left(&format!("<nav>{STORY}</nav>")).contains("harbour"));
        assert!(left(&format!("<div style='display: none'>{STORY}</div>")).contains("harbour"));
    }

    #[test]
    fn comments_go_once_the_story_was_told_and_counts_of_them_anywhere() {
        let text = left(&format!(
            "<p>1 May <a class=comments href=#c>3 Comments</a></p>{STORY}{STORY}<div class=comments>{STORY}</div>"
        ));
        assert!(text.starts_with("1 May The harbour") && text.matches("harbour master").count() == 2, "{text}");
        let text = left(&format!(
            "<div class=match-comments>{STORY}</div><p>{}</p>",
            "Tickets are sold at the gate. ".repeat(30)
        ));
        assert!(text.contains("harbour master"), "{text}");
    }

    #[test]
    fn what_a_control_opens_is_shown() {
        let panel = |attrs: &str| {
            let text = left(&format!(
                "{STORY}{STORY}<div><h3><button aria-controls='p'>Who pays</button></h3><div {attrs}>\
                 <p>The council will pay for the piles, and whoever lands a catch at the pier for the planks on them, as was agreed at the last meeting of the year.</p></div></div>"
            ));
            (text.contains("Who pays"), text.contains("The council will pay"))
        };
        assert_eq!(panel("id=p style='display:none'"), (true, true));
        assert_eq!(panel("id=q role=tabpanel hidden"), (true, true));
        // No control opens it.
        assert_eq!(panel("id=q style='display:none'"), (true, false));
        let menu = format!("{STORY}<button aria-controls=m>Menu</button><ul id=m hidden><li><a href=/>Home</a></ul>");
        assert!(left(&menu).ends_with("sacks there."));
    }

    #[test]
    fn dialogs_go() {
        for attrs in ["role=dialog", "role=alertdialog aria-label=x", "aria-modal=true"] {
            let dialog = "<h2>Your privacy</h2><p>We and our partners keep and read cookies on your machine to show you what suits you.</p>";
            assert!(left(&format!("{STORY}{STORY}<div {attrs}>{dialog}</div>")).ends_with("sacks there."), "{attrs}");
            // The story itself may lie in one that opened over the front page.
            assert!(left(&format!("<p>Home</p><div {attrs}>{STORY}</div>")).contains("harbour master"));
        }
    }

    #[test]
    fn hidden_parts_go() {
        let text =
            left(&format!("{STORY}<span style='DISPLAY : none'>a</span><b hidden>b</b><i class=visually-hidden>c</i>"));
        assert!(text.ends_with("sacks there."), "{text}");
    }

    #[test]
    fn a_quoted_post_is_no_tool_and_a_card_no_words() {
        let text = left(&format!(
            "{STORY}<div class=social-embed><blockquote class=twitter-tweet><p>The pier is shut and the gulls have it, \
             which they had in mind all along, if you ask me.</p>Ann (@ann) <a href=/1>May 1</a></blockquote></div>"
        ));
        assert!(text.contains("if you ask me"), "{text}");
        let text = left(&format!(
            "<p>The mayor, <span><a href=/a>Ada Lund</a><span class=x><img src=a.jpg><a href=/a>Ada Lund</a> \
             <a href=/b>Mayor opens pier</a></span></span>, said that the pier would be open again by the first week of May.</p>{STORY}"
        ));
        assert!(text.starts_with("The mayor, Ada Lund, said"), "{text}");
        let text = left(&format!(
            "{STORY}<p><span>The case of <a class=tag-link href=/t>the shut pier</a>, which began in \
            March, is before the court of the county, and nobody at the harbour office says how long it will take.</span></p>"
        ));
        assert!(text.contains("case of the shut pier, which"), "{text}");
    }

    #[test]
    fn how_a_word_is_read_stays_in_brackets() {
        assert_eq!(
            left("<p>韓国の<ruby>尹<rp>（</rp><rt>ユン</rt><rp>）</rp></ruby>大統領</p>"),
            "韓国の尹（ユン）大統領"
        );
        assert_eq!(left("<p>韓国の<ruby>尹<rt>ユン</rt></ruby>大統領</p>"), "韓国の尹大統領");
    }

    #[test]
    fn the_foot_of_a_quotation_stays() {
        let text = left(&format!("{STORY}<blockquote>Well.<footer>A sailor</footer></blockquote>"));
        assert!(text.ends_with("A sailor"), "{text}");
        let text = left(&format!("{STORY}<blockquote>Well.<div class=q-footer>A sailor</div></blockquote>"));
        assert!(text.ends_with("A sailor"), "{text}");
    }
}
