//! The flow of the story.

mod entry_times;
mod parts;

use entry_times::entry_times;
use parts::Parts;

use super::found::{Found, PAGE_TEXT};
use super::pieces::{Marks, Pieces, WantedMarks};
use crate::article::Block as Piece;
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::byline::without_date;
use crate::lines::leads_in;
use crate::lines::quotation::{MAX_SPEAKER_LETTERS, speaker_name};
use crate::profile::ProfileMatch;
use crate::segment::{Block, BlockKind};
use crate::vocabulary::Hints;

/// The body, and where each block of the page stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Body {
    pub(crate) pieces: Vec<Piece>,
    /// For each block, and one behind the last, the index of the first piece that is not before it.
    pub(crate) places: Vec<usize>,
    /// The blocks of each piece.
    pub(crate) parts: Parts,
}

/// The pieces of the body in the order of the page, with the marks that are wanted in them.
pub(crate) fn body(evidence: &Evidence<'_>, labels: &Labels, wanted: WantedMarks) -> Found<Body> {
    let blocks = evidence.blocks();
    let times = entry_times(evidence, labels);
    let mut places = Vec::with_capacity(blocks.len() + 1);
    let mut pieces = Pieces::new(wanted);
    let mut parts = Parts::default();
    // The last block of the flow.
    let mut before: Option<&Block> = None;
    for (i, b) in blocks.iter().enumerate() {
        places.push(pieces.len());
        let next = || blocks.get(i + 1).filter(|_| labels.is_story(i + 1));
        if labels.is_story(i) && !next().is_some_and(|n| is_captioned(b, n)) {
            let caption = before.filter(|c| is_captioned(c, b));
            let shown = Shown { labels, at: i, before, caption, time: times.get(&i) };
            pieces = with_block(evidence, pieces, &shown, b);
            // A term that became a part of an item is a piece less.
            let length = pieces.len();
            places.iter_mut().rev().take_while(|p| **p > length).for_each(|p| *p = length);
            parts = parts.with(i).ended(length);
        } else if labels.is_story(i) {
            parts = parts.with(i);
        }
        before = if labels.is_story(i) { Some(b) } else { before };
    }
    places.push(pieces.len());
    let told = evidence.profile.is_some_and(ProfileMatch::tells_flow);
    let origin = if told { "profile" } else { PAGE_TEXT };
    Found::new(Body { pieces: pieces.finish(), places, parts }, origin)
}

/// A block of the flow among its neighbours.
struct Shown<'a> {
    labels: &'a Labels,
    at: usize,
    /// The block of the flow before it.
    before: Option<&'a Block>,
    /// What a table says of itself.
    caption: Option<&'a Block>,
    /// When the entry that the block heads was written.
    time: Option<&'a String>,
}

/// Whether a block is what the table behind it says of itself.
fn is_captioned(caption: &Block, table: &Block) -> bool {
    caption.kind == BlockKind::Paragraph
        && caption.container() == table.container()
        && matches!(table.kind, BlockKind::Table(_))
}

/// The pieces with that of one more block.
fn with_block(evidence: &Evidence<'_>, pieces: Pieces, shown: &Shown<'_>, b: &Block) -> Pieces {
    let marks = pieces.marks(evidence, b);
    let before = shown.before;
    match &b.kind {
        BlockKind::Heading(level) => pieces.with_heading((*level).max(2), &b.text, shown.time.cloned(), marks),
        BlockKind::Item { list, ordered, depth } => {
            let goes_on = before.is_some_and(|o| matches!(o.kind, BlockKind::Item { list: l, .. } if l == *list));
            pieces.with_item(goes_on, *ordered, *depth, b.text.clone(), marks)
        }
        BlockKind::Quote { .. } if is_signed_below(evidence, shown.at) => pieces,
        BlockKind::Quote { .. } => {
            let goes_on = before.is_some_and(|o| o.kind == b.kind);
            // Of a post that is signed above its words too, these begin it.
            let begins = shown.at.checked_sub(1).is_some_and(|at| is_signed_below(evidence, at));
            with_quoted(pieces, goes_on && !begins, b, marks)
        }
        BlockKind::Table(data) => pieces.with_table(shown.caption.map(|c| c.text.replace('\n', " ")), data, marks),
        BlockKind::Preformatted => pieces.with(Piece::Preformatted { text: b.text.clone(), links: marks.links }),
        // A term and its description are one item, however many lines that has.
        BlockKind::Paragraph if b.is_description() && before.is_some_and(Block::is_term) => {
            pieces.with_term_described(&b.text, marks)
        }
        BlockKind::Paragraph
            if b.is_description()
                && before.is_some_and(Block::is_description)
                && matches!(pieces.last(), Some(Piece::List { .. })) =>
        {
            pieces.with_more("\n", &b.text, None, marks)
        }
        BlockKind::Paragraph if shown.labels.kind(shown.at) == LabelKind::Heading => {
            pieces.with_heading(2, &b.text, shown.time.cloned(), marks)
        }
        BlockKind::Paragraph => match pieces.last() {
            // A place and a day in an element of their own begin the first paragraph.
            Some(Piece::Paragraph { text: line, .. }) if pieces.len() == 1 && leads_in(line) => {
                pieces.with_more(" ", &b.text, None, marks)
            }
            _ => pieces.with_paragraph(b.text.clone(), marks),
        },
    }
}

/// The pieces with a paragraph of a quotation, or with the speaker that it names.
fn with_quoted(pieces: Pieces, goes_on: bool, b: &Block, marks: Marks) -> Pieces {
    if !(goes_on && matches!(pieces.last(), Some(Piece::Quote { .. }))) {
        let Marks { links, emphasis } = marks;
        return pieces.with(Piece::Quote { text: b.text.clone(), attribution: None, links, emphasis });
    }
    let name = speaker(b);
    // An embedded post is signed with a handle and the day too, which a name does not hold.
    match name.is_none() || b.text.contains('@') {
        true => pieces.with_more("\n", &b.text, None, marks).with_speaker(name),
        false => pieces.with_speaker(name),
    }
}

/// Whether a block of a quotation is the name under which its words are signed below, as posts have it above them as well.
fn is_signed_below(evidence: &Evidence<'_>, at: usize) -> bool {
    /// Blocks of a post.
    const REACH: usize = 8;
    let blocks = evidence.blocks();
    let Some(b) = blocks.get(at).filter(|b| b.chars <= MAX_SPEAKER_LETTERS) else { return false };
    let is_first = at.checked_sub(1).is_none_or(|before| blocks[before].kind != b.kind);
    let mut rest = blocks[at + 1..].iter().take(REACH).take_while(|o| o.kind == b.kind);
    let name = without_date(&speaker_name(&b.text));
    is_first && rest.any(|o| speaker(o).is_some_and(|s| s == name))
}

/// The speaker that a block of a block quotation names.
fn speaker(b: &Block) -> Option<String> {
    let dashed = b.text.starts_with(['-', '–', '—', '―']);
    let named = b.hints.any(Hints::ATTRIBUTION);
    (b.chars <= MAX_SPEAKER_LETTERS && (dashed || named)).then(|| without_date(&speaker_name(&b.text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind::{Code, Foreign, Heading, ListItem, Paragraph, Quotation, Table};
    use crate::label::tests::TestPage;

    #[test]
    fn terms_and_descriptions_are_items() {
        let html = "<p>Who is who.</p><dl><dt>Nilsen</dt><dd>Harbour master.</dd><dd>Has the key.</dd><dt>Gulls</dt><dd>Are there.</dd></dl><p>No.</p>";
        let page = TestPage::new(html);
        let found = body(&page.evidence(), &page.labels(&[Paragraph; 7]), WantedMarks::default());
        let items = vec!["Nilsen\nHarbour master.\nHas the key.".to_owned(), "Gulls\nAre there.".to_owned()];
        let list = Piece::list(false, items);
        assert_eq!(found.value.pieces, [paragraph("Who is who."), list, paragraph("No.")]);
        assert_eq!(found.value.parts.into_lists(), [vec![0], vec![1, 2, 3, 4, 5], vec![6]]);
        assert!(found.value.places.is_sorted() && found.value.places.iter().all(|p| *p <= 3));
    }

    fn paragraph(text: &str) -> Piece {
        Piece::paragraph(text)
    }

    #[test]
    fn what_is_of_the_flow_is_in_and_each_block_has_a_place() {
        let page = TestPage::new("<p>One.</p><p>Advertisement</p><p>Two.</p><p>Three.</p>");
        let found =
            body(&page.evidence(), &page.labels(&[Paragraph, Foreign, Paragraph, Foreign]), WantedMarks::default());
        assert_eq!(found.value.pieces, [paragraph("One."), paragraph("Two.")]);
        assert_eq!(found.value.places, [0, 1, 1, 2, 2]);
        assert_eq!((found.origin.as_str(), found.value.parts.into_lists()), (PAGE_TEXT, vec![vec![0], vec![2]]));
    }

    #[test]
    fn the_label_makes_a_bold_line_a_heading() {
        let page = TestPage::new("<p><b>Low tide<br>again</b></p><p><b>One.</b></p><h1>Three</h1>");
        let found = body(&page.evidence(), &page.labels(&[Heading, Paragraph, Heading]), WantedMarks::default());
        let heading = |text: &str| Piece::heading(2, text);
        assert_eq!(found.value.pieces, [heading("Low tide again"), paragraph("One."), heading("Three")]);
    }

    #[test]
    fn items_of_one_list_are_one_piece() {
        let page = TestPage::new("<ul><li>a<li>b</ul><ol><li>c<li>d</ol>");
        let list = |ordered, items: &[&str]| Piece::list(ordered, items.iter().copied());
        let found = body(&page.evidence(), &page.labels(&[ListItem; 4]), WantedMarks::default());
        assert_eq!(found.value.pieces, [list(false, &["a", "b"]), list(true, &["c", "d"])]);
        assert_eq!(found.value.places, [0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_quotation_is_one_piece_with_its_speaker() {
        let page = TestPage::new("<blockquote><p>We shall miss it.</p><p>All of us.</p><p>– Ann Lee</p></blockquote>");
        let found = body(&page.evidence(), &page.labels(&[Quotation; 3]), WantedMarks::default());
        let text = "We shall miss it.\nAll of us.".to_owned();
        assert_eq!(found.value.pieces, [Piece::quote(text, Some("Ann Lee".to_owned()))]);
    }

    #[test]
    fn who_signs_a_post_stands_below_its_words_alone() {
        let signed = "<p>We shall miss it.</p>— Ann Lee (@ann) <a href=/1>May 3, 2019</a>";
        let text = "We shall miss it.\n— Ann Lee (@ann) May 3, 2019";
        let expected = Piece::quote(text, Some("Ann Lee (@ann)".to_owned()));
        let of = |html: &str, blocks: usize| {
            let page = TestPage::new(html);
            body(&page.evidence(), &page.labels(&vec![Quotation; blocks]), WantedMarks::default()).value.pieces
        };
        assert_eq!(of(&format!("<blockquote>{signed}</blockquote>"), 2), std::slice::from_ref(&expected));
        let above = format!("<blockquote><p>Ann Lee (@ann)</p>{signed}</blockquote>");
        assert_eq!(of(&above, 3), std::slice::from_ref(&expected));
        assert_eq!(of(&format!("{above}{above}"), 6), [expected.clone(), expected]);
        // A name that nobody signs with below is a part of the words.
        let words = Piece::quote("Ann Lee\nWe shall miss it.", None);
        assert_eq!(of("<blockquote><p>Ann Lee</p><p>We shall miss it.</p></blockquote>", 2), [words]);
    }

    #[test]
    fn tables_and_programs_keep_their_form() {
        let page = TestPage::new(
            "<table><tr><th>Port<th>Ships<tr><td>Oban<td>12<tr><td>Lode<td>7</table><pre>a  1\nb  2</pre>",
        );
        let found = body(&page.evidence(), &page.labels(&[Table, Code]), WantedMarks::default());
        assert!(matches!(&found.value.pieces[0], Piece::Table { header: 1, rows, .. } if rows[2] == ["Lode", "7"]));
        assert_eq!(found.value.pieces[1], Piece::preformatted("a  1\nb  2"));
    }

    #[test]
    fn links_are_listed_where_they_are_asked_for() {
        let page =
            TestPage::new("<p>See <a href='http://sound.example/a'>the list</a> and <a href='#top'>this</a>.</p>");
        let labels = page.labels(&[Paragraph]);
        let links = |links| match body(&page.evidence(), &labels, WantedMarks { links, emphasis: false })
            .value
            .pieces
            .remove(0)
        {
            Piece::Paragraph { links, .. } => links.into_iter().map(|l| (l.text, l.url)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(links(true), [("the list".to_owned(), "http://sound.example/a".to_owned())]);
        assert_eq!(links(false), []);
    }

    #[test]
    fn marks_keep_their_places_where_texts_are_joined() {
        let page = TestPage::new(
            "<ul><li>Zürich: <a href='http://a.example/z'>one</a><ul><li>a <b>bold</b> word</ul></ul>\
             <dl><dt><i>Gulls</i></dt><dd>see <a href='http://a.example/g'>there</a></dd></dl>\
             <blockquote><p>So.</p><p>It <em>rains</em>.</p></blockquote>\
             <table><caption>Ships</caption><tr><th>Port<th>A day<tr><td>Oban<td><a href='http://a.example/o'>12</a></table>",
        );
        let kinds = [ListItem, ListItem, Paragraph, Paragraph, Quotation, Quotation, Paragraph, Table];
        let wanted = WantedMarks { links: true, emphasis: true };
        let pieces = body(&page.evidence(), &page.labels(&kinds), wanted).value.pieces;
        let marked = |piece: &Piece| {
            let text: Vec<char> = piece.text().chars().collect();
            let words = |start: usize, end: usize| text[start..end].iter().collect::<String>();
            let links = piece.links().iter().map(|l| words(l.start, l.end));
            let emphasis = match piece {
                Piece::List { emphasis, .. } | Piece::Quote { emphasis, .. } => &emphasis[..],
                _ => &[],
            };
            links.chain(emphasis.iter().map(|e| words(e.start, e.end))).collect::<Vec<String>>()
        };
        assert_eq!(
            pieces.iter().map(marked).collect::<Vec<_>>(),
            [vec!["one", "bold"], vec!["there", "Gulls"], vec!["rains"], vec!["12"]]
        );
        assert!(matches!(&pieces[0], Piece::List { depths, .. } if depths[..] == [0, 1]));
        assert!(matches!(&pieces[3], Piece::Table { caption: Some(c), header: 1, .. } if c == "Ships"));
    }

    #[test]
    fn a_profile_that_tells_the_body_is_named() {
        let page = TestPage::with_roles("<div class=x><p>One.</p></div>", "body = 'div.x'");
        assert_eq!(body(&page.evidence(), &page.labels(&[Paragraph]), WantedMarks::default()).origin, "profile");
    }
}
