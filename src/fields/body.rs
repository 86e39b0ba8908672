//! The flow of the story.

use super::found::{Found, PAGE_TEXT};
use super::pieces::with_list_item;
use crate::article::{Block as Piece, Link};
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::byline::without_date;
use crate::lines::leads_in;
use crate::lines::quotation::{MAX_SPEAKER_LETTERS, speaker_name};
use crate::profile::Role;
use crate::segment::{Block, BlockKind};
use crate::vocabulary::Hints;

/// The body, and where each block of the page stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Body {
    pub(crate) pieces: Vec<Piece>,
    /// For each block, and one behind the last, the index of the first piece that is not before it.
    pub(crate) places: Vec<usize>,
}

/// The pieces of the body in the order of the page. `links` says whether paragraphs list theirs.
pub(crate) fn body(evidence: &Evidence<'_>, labels: &Labels, links: bool) -> Found<Body> {
    let blocks = evidence.blocks();
    let mut places = Vec::with_capacity(blocks.len() + 1);
    let mut pieces: Vec<Piece> = Vec::new();
    // The block before, if it is of the flow.
    let mut before: Option<&Block> = None;
    for (i, b) in blocks.iter().enumerate() {
        places.push(pieces.len());
        if labels.is_story(i) {
            let is_heading = labels.kind(i) == LabelKind::Heading;
            pieces = with_piece(evidence, pieces, before.take(), b, is_heading, links);
            // A term that became a part of an item is a piece less.
            places.iter_mut().rev().take_while(|p| **p > pieces.len()).for_each(|p| *p = pieces.len());
            before = Some(b);
        }
    }
    places.push(pieces.len());
    let told = evidence.profile.is_some_and(|p| p.of(Role::Body).next().is_some() || !p.ranges.is_empty());
    let origin = if told { "profile" } else { PAGE_TEXT };
    Found::new(Body { pieces, places }, origin).with_blocks(labels.story())
}

/// The pieces with that of one more block.
fn with_piece(
    evidence: &Evidence<'_>,
    mut pieces: Vec<Piece>,
    before: Option<&Block>,
    b: &Block,
    is_heading: bool,
    links: bool,
) -> Vec<Piece> {
    let text = b.text.clone();
    match &b.kind {
        BlockKind::Heading(level) => {
            pieces.push(Piece::Heading { level: (*level).max(2), text: text.replace('\n', " ") });
        }
        BlockKind::Item { list, ordered } => {
            let goes_on = before.is_some_and(|o| matches!(o.kind, BlockKind::Item { list: l, .. } if l == *list));
            return with_list_item(pieces, goes_on, *ordered, text);
        }
        BlockKind::Quote { .. } => {
            let goes_on = before.is_some_and(|o| o.kind == b.kind);
            return with_quoted(pieces, goes_on, b);
        }
        BlockKind::Table { rows } => pieces.push(Piece::Table { rows: rows.clone() }),
        BlockKind::Preformatted => pieces.push(Piece::Preformatted { text }),
        // A term and its description are one item, however many lines that has.
        BlockKind::Paragraph if b.is_description() && before.is_some_and(|o| o.is_term() || o.is_description()) => {
            return with_description(pieces, before.is_some_and(Block::is_term), text);
        }
        BlockKind::Paragraph if is_heading => {
            pieces.push(Piece::Heading { level: 2, text: text.replace('\n', " ") });
        }
        BlockKind::Paragraph => {
            let links = if links { links_of(evidence, b) } else { Vec::new() };
            match &mut pieces[..] {
                // A place and a day in an element of their own begin the first paragraph.
                [Piece::Paragraph { text: line, links: of_line }] if leads_in(line) => {
                    line.push(' ');
                    line.push_str(&text);
                    of_line.extend(links);
                }
                _ => pieces.push(Piece::Paragraph { text, links }),
            }
        }
    }
    pieces
}

/// The pieces with the description of the term before it, which is a piece of its own as yet, or with more of one.
fn with_description(mut pieces: Vec<Piece>, begins: bool, text: String) -> Vec<Piece> {
    let term = pieces.pop_if(|p| begins && matches!(p, Piece::Paragraph { .. } | Piece::Heading { .. }));
    match (term, pieces.last_mut()) {
        (Some(Piece::Paragraph { text: term, .. } | Piece::Heading { text: term, .. }), _) => {
            let goes_on =
                matches!(pieces.last(), Some(Piece::List { items, .. }) if items.iter().all(|i| i.contains('\n')));
            with_list_item(pieces, goes_on, false, format!("{term}\n{text}"))
        }
        (_, Some(Piece::List { items, .. })) if !begins => {
            if let Some(item) = items.last_mut() {
                item.push('\n');
                item.push_str(&text);
            }
            pieces
        }
        _ => {
            pieces.push(Piece::Paragraph { text, links: Vec::new() });
            pieces
        }
    }
}

/// The pieces with a paragraph of a quotation, or with the speaker that it names.
fn with_quoted(mut pieces: Vec<Piece>, goes_on: bool, b: &Block) -> Vec<Piece> {
    let text = &b.text;
    match pieces.last_mut() {
        Some(Piece::Quote { text: before, attribution }) if goes_on => {
            let name = speaker(b);
            // An embedded post is signed with a handle and the day too, which a name does not hold.
            if name.is_none() || text.contains('@') {
                before.push('\n');
                before.push_str(text);
            }
            *attribution = name.or(attribution.take());
        }
        _ => pieces.push(Piece::Quote { text: text.clone(), attribution: None }),
    }
    pieces
}

/// The speaker that a block of a block quotation names.
fn speaker(b: &Block) -> Option<String> {
    let dashed = b.text.starts_with(['-', '–', '—', '―']);
    let named = b.hints.any(Hints::ATTRIBUTION);
    (b.chars <= MAX_SPEAKER_LETTERS && (dashed || named)).then(|| without_date(&speaker_name(&b.text)))
}

fn links_of(evidence: &Evidence<'_>, b: &Block) -> Vec<Link> {
    let link = |l: &crate::segment::LinkSpan| {
        let text = b.text.get(l.span.start..l.span.end)?.trim().to_owned();
        let url = evidence.resolve(&l.href)?;
        (!text.is_empty()).then_some(Link { text, url })
    };
    b.links.iter().filter_map(link).collect()
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
        let found = body(&page.evidence(), &page.labels(&[Paragraph; 7]), false);
        let items = vec!["Nilsen\nHarbour master.\nHas the key.".to_owned(), "Gulls\nAre there.".to_owned()];
        let list = Piece::List { ordered: false, items };
        assert_eq!(found.value.pieces, [paragraph("Who is who."), list, paragraph("No.")]);
        assert!(found.value.places.is_sorted() && found.value.places.iter().all(|p| *p <= 3));
    }

    fn paragraph(text: &str) -> Piece {
        Piece::Paragraph { text: text.to_owned(), links: Vec::new() }
    }

    #[test]
    fn what_is_of_the_flow_is_in_and_each_block_has_a_place() {
        let page = TestPage::new("<p>One.</p><p>Advertisement</p><p>Two.</p><p>Three.</p>");
        let found = body(&page.evidence(), &page.labels(&[Paragraph, Foreign, Paragraph, Foreign]), false);
        assert_eq!(found.value.pieces, [paragraph("One."), paragraph("Two.")]);
        assert_eq!(found.value.places, [0, 1, 1, 2, 2]);
        assert_eq!((found.origin.as_str(), &found.blocks[..]), (PAGE_TEXT, &[0, 2][..]));
    }

    #[test]
    fn the_label_makes_a_bold_line_a_heading() {
        let page = TestPage::new("<p><b>Low tide<br>again</b></p><p><b>One.</b></p><h1>Three</h1>");
        let found = body(&page.evidence(), &page.labels(&[Heading, Paragraph, Heading]), false);
        let heading = |text: &str| Piece::Heading { level: 2, text: text.to_owned() };
        assert_eq!(found.value.pieces, [heading("Low tide again"), paragraph("One."), heading("Three")]);
    }

    #[test]
    fn items_of_one_list_are_one_piece() {
        let page = TestPage::new("<ul><li>a<li>b</ul><ol><li>c<li>d</ol>");
        let list =
            |ordered, items: &[&str]| Piece::List { ordered, items: items.iter().map(|i| (*i).into()).collect() };
        let found = body(&page.evidence(), &page.labels(&[ListItem; 4]), false);
        assert_eq!(found.value.pieces, [list(false, &["a", "b"]), list(true, &["c", "d"])]);
        assert_eq!(found.value.places, [0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_quotation_is_one_piece_with_its_speaker() {
        let page = TestPage::new("<blockquote><p>We shall miss it.</p><p>All of us.</p><p>– Ann Lee</p></blockquote>");
        let found = body(&page.evidence(), &page.labels(&[Quotation; 3]), false);
        let text = "We shall miss it.\nAll of us.".to_owned();
        assert_eq!(found.value.pieces, [Piece::Quote { text, attribution: Some("Ann Lee".to_owned()) }]);
    }

    #[test]
    fn tables_and_programs_keep_their_form() {
        let page = TestPage::new(
            "<table><tr><th>Port<th>Ships<tr><td>Oban<td>12<tr><td>Lode<td>7</table><pre>a  1\nb  2</pre>",
        );
        let found = body(&page.evidence(), &page.labels(&[Table, Code]), false);
        assert!(matches!(&found.value.pieces[0], Piece::Table { rows } if rows[2] == ["Lode", "7"]));
        assert_eq!(found.value.pieces[1], Piece::Preformatted { text: "a  1\nb  2".to_owned() });
    }

    #[test]
    fn links_are_listed_where_they_are_asked_for() {
        let page =
            TestPage::new("<p>See <a href='http://sound.example/a'>the list</a> and <a href='#top'>this</a>.</p>");
        let labels = page.labels(&[Paragraph]);
        let links = |wanted| match body(&page.evidence(), &labels, wanted).value.pieces.remove(0) {
            Piece::Paragraph { links, .. } => links.into_iter().map(|l| (l.text, l.url)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(links(true), [("the list".to_owned(), "http://sound.example/a".to_owned())]);
        assert_eq!(links(false), []);
    }

    #[test]
    fn a_profile_that_tells_the_body_is_named() {
        let page = TestPage::with_roles("<div class=x><p>One.</p></div>", "body = 'div.x'");
        assert_eq!(body(&page.evidence(), &page.labels(&[Paragraph]), false).origin, "profile");
    }
}
