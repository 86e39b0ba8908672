use super::*;
use crate::dom::Document;
use crate::options::Limits;
use crate::strip::strip;

fn of(html: &str) -> Segments {
    let mut doc = Document::parse(html, &Limits::default()).unwrap();
    let (measures, _) = strip(&mut doc, None);
    segment(&doc, &measures, None).unwrap()
}

fn texts(s: &Segments) -> Vec<&str> {
    s.blocks.iter().map(|b| b.text.as_str()).collect()
}

#[test]
fn blocks_are_parted_as_a_browser_parts_them() {
    let s = of("<div>one <b>two</b><p>three<br>four<br><br>five</p>six</div><table><tr><td>seven<td>eight</table>");
    assert_eq!(texts(&s), ["one two", "three\nfour", "five", "six", "seven", "eight"]);
    assert_eq!(s.blocks[0].bold(), [Span { start: 4, end: 7 }]);
    let s = of("<p>one<span class='c br'></span><span class='c br'></span>two<span class=br>three</span></p>");
    assert_eq!(texts(&s), ["one", "twothree"]);
}

#[test]
fn the_paragraphs_of_a_story_that_is_one_item_are_no_items() {
    let line = "The harbour master said that the pier would stay closed until the spring.";
    let s = of(&format!("<ul><li><div class=x><h1>Pier</h1><p>{line}</p><p>{line}</p></div></li></ul>"));
    assert_eq!(s.blocks[1].kind, BlockKind::Paragraph);
    let s = of(&format!("<ul><li><p>{line}</p></li></ul>"));
    assert!(matches!(s.blocks[0].kind, BlockKind::Item { .. }));
}

#[test]
fn links_keep_their_place() {
    let s = of("<p>See <a href='/a'> the <b>list</b></a>.</p><a href=/b><div>x</div><div>y</div></a>");
    let l = &s.blocks[0].links()[0];
    assert_eq!((&s.blocks[0].text[l.span.start..l.span.end], l.href.as_str()), ("the list", "/a"));
    assert_eq!(s.blocks[1].links().len() + s.blocks[2].links().len(), 2);
    assert_eq!(s.blocks[2].linked, s.blocks[2].chars);
}

#[test]
fn items_headings_and_quotations_are_known() {
    let s = of("<h2>H</h2><ol><li>a<li>b</ol><blockquote><p>q</p></blockquote>");
    assert_eq!(s.blocks[0].kind, BlockKind::Heading(2));
    assert!(matches!(s.blocks[1].kind, BlockKind::Item { ordered: true, .. }));
    assert!(matches!(s.blocks[3].kind, BlockKind::Quote { .. }));
}

#[test]
fn a_figure_keeps_its_caption_together() {
    let s = of("<p>before</p><table align=right width=203><tr><td><img src=/q.jpg width=200 height=150 alt=Quay>\
        <font size=1>The quay in May</font></table><p>after</p>");
    assert_eq!(s.boxes.len(), 1);
    assert_eq!((s.boxes[0].kind, s.boxes[0].at), (BoxKind::Figure, 1));
    assert_eq!(s.media[0].boxed, Some(0));
    assert_eq!(s.blocks[1].boxed(), Some(0));
    assert_eq!(s.blocks[2].boxed(), None);
}

#[test]
fn what_shows_nothing_is_no_block() {
    let blank = [
        "\u{3000}",
        "\u{200b}",
        "\u{feff}",
        "\u{ad}",
        "\u{2800}",
        "\u{3164}",
        "&nbsp;\u{2003}",
        "\u{200e}\u{2060} \u{3000}",
    ];
    let spacers: String =
        blank.iter().map(|text| format!("<p>{text}</p><div>{text}</div><ul><li>{text}</ul>")).collect();
    let page = format!("<p>The ferry sailed.</p>{spacers}<p>It came back at ten.</p>");
    assert_eq!(texts(&of(&page)), ["The ferry sailed.", "It came back at ten."]);
}

#[test]
fn a_list_within_an_item_goes_on_with_the_list() {
    let s =
        of("<ul><li>Line 4<ul><li>every ten minutes<li>not at the brewery</ul></li><li>Line 7</ul><ul><li>Other</ul>");
    let lists: Vec<_> = s
        .blocks
        .iter()
        .map(|b| match b.kind {
            BlockKind::Item { list, .. } => list,
            _ => 0,
        })
        .collect();
    assert!(lists[..4].iter().all(|l| *l == lists[0]) && lists[4] != lists[0], "{lists:?}");
}

#[test]
fn one_picture_and_two_short_texts_are_a_figure() {
    let story =
        "<p>The harbour master of the town said on Monday that the old pier would be closed until the spring.</p>";
    let boxes = |inside: &str| of(&format!("{story}<div class=x>{inside}</div>{story}")).boxes.len();
    let texts = "<div><p>The bait shop at the landward end of the pier</p><p>Ann Lee/Courier</p></div>";
    assert_eq!(boxes(&format!("<img src=/pier.jpg>{texts}")), 1);
    assert_eq!(boxes(&format!("<video src=/pier.mp4></video>{texts}")), 1);
    assert_eq!(boxes(&format!("<img src=/pier.jpg>{texts}<p>A third</p>")), 0);
    assert_eq!(boxes(&format!("{texts}<img src=/pier.jpg>")), 0);
    assert_eq!(boxes(&format!("<img src=/pier.svg>{texts}")), 0);
    assert_eq!(boxes("<img src=/ann.jpg><p>Ann Lee</p><p>Reporter</p>"), 0);
}

#[test]
fn head_lines_before_a_text_are_blocks_of_their_own() {
    let text = "The harbour master of the town said on Monday that <b>the pier</b> would be <a href=/p>closed</a> until the spring of next year, for want of planks.";
    let s = of(&format!("<p>By Ann Lee<br>Monday, May 5, 2008<br>{text}</p>"));
    assert_eq!(texts(&s)[0], "By Ann Lee\nMonday, May 5, 2008");
    let rest = &s.blocks[1];
    let said = |span: Span| &rest.text[span.start..span.end];
    assert_eq!((said(rest.bold()[0]), said(rest.links()[0].span)), ("the pier", "closed"));
    assert_eq!((rest.linked, s.blocks[0].linked, s.blocks.len()), (6, 0, 2));
    assert_eq!(
        s.blocks.iter().map(|b| b.chars).sum::<u32>(),
        of(&format!("<p>By Ann Lee Monday, May 5, 2008 {text}</p>")).blocks[0].chars
    );
    // A picture behind them stays behind them, and small print is that of both.
    let s = of(&format!("<div>By Ann Lee<br>{text} <img src=/p.jpg></div><p>Next.</p>"));
    assert_eq!((s.media[0].at, s.blocks.len()), (2, 3));
    let s = of(&format!("<p><small>By Ann Lee<br>{text}</small></p>"));
    assert!(s.blocks.len() == 2 && s.blocks.iter().all(|b| b.set_apart == b.chars));
    // The headline under its date, in bold; a byline with the paper's name is one line of two.
    assert_eq!(texts(&of("<td>17 March 1999, 17:35 GMT<br><b>Pier shut</b></td>")).len(), 2);
    assert_eq!(texts(&of("<p>By Ann Lee<br>The Courier</p>")).len(), 1);
}
