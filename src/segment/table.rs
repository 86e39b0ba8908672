//! Tables of data told from tables of layout, and preformatted text told from prose set in a fixed pitch.

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::measure::Measures;

use super::blocks::{BlockKind, TableData};
use super::marks::{LinkSpan, Span};

/// A cell longer than this, in letters on average, holds prose and not data.
const CELL: u32 = 60;

/// No cell of a table without headers is longer than this, in letters.
const LONGEST_CELL: u32 = 200;

/// The cells of a table of data, or why a table only lays the page out.
///
/// Data comes in at least two rows of at least two short cells. Cells may hold lists, boxes and pictures where the rows
/// have headers, or are as wide as one another; what lays out a page holds tables, forms and headlines.
pub(super) fn read(doc: &Document, measures: &Measures, table: NodeId) -> Result<TableData, &'static str> {
    let shape = measures.shape(table);
    if shape.chars == 0 {
        return Err("it holds no text");
    }
    if shape.linked * 2 > shape.chars {
        return Err("more than half of its text is links");
    }
    let (mut cells, mut longest) = (0, 0);
    let (mut headed, mut boxed, mut pictured) = (false, false, false);
    for n in doc.descendants(table) {
        match doc.tag(n) {
            Tag::Table => return Err("it holds a table"),
            Tag::Form => return Err("it holds a form"),
            Tag::H1 | Tag::H2 => return Err("it holds a headline"),
            Tag::Blockquote | Tag::Pre => return Err("it holds a quotation or a program"),
            Tag::Img => pictured = true,
            Tag::Div | Tag::Ul | Tag::Ol => boxed = true,
            Tag::Th | Tag::Caption => headed = true,
            Tag::Td => {
                cells += 1;
                longest = longest.max(measures.shape(n).chars);
            }
            _ => {}
        }
    }
    let data = data_of(doc, table);
    let rows = &data.rows;
    let filled = |row: &&Vec<String>| row.iter().filter(|c| !c.is_empty()).count() >= 2;
    let wide = rows.iter().filter(filled).count();
    let short = shape.chars / cells.max(1) <= CELL;
    if !(!boxed && !pictured || headed && short || !pictured && is_grid(rows) && longest <= LONGEST_CELL) {
        return Err("its cells hold boxes or pictures, and it has neither headers nor even rows");
    }
    if wide < 2 || wide * 2 < rows.len() {
        return Err("few of its rows have two cells with text");
    }
    if !short && !headed {
        return Err("its cells hold prose");
    }
    Ok(data)
}

/// The rows of a table that hold text.
fn data_of(doc: &Document, table: NodeId) -> TableData {
    let mut out = TableData { rows: Vec::new(), header: 0, links: Vec::new() };
    // The length of the text so far.
    let mut length = 0;
    let mut is_head = true;
    for tr in doc.by_tag(table, Tag::Tr) {
        let cells: Vec<NodeId> = doc.children(tr).filter(|&c| matches!(doc.tag(c), Tag::Td | Tag::Th)).collect();
        let row: Vec<String> = cells.iter().map(|&c| doc.text(c)).collect();
        if row.iter().all(String::is_empty) {
            continue;
        }
        is_head &= doc.tag(doc.parent(tr)) == Tag::Thead || cells.iter().all(|&c| doc.tag(c) == Tag::Th);
        out.header += usize::from(is_head);
        for (&cell, text) in cells.iter().zip(&row) {
            let moved =
                |l: LinkSpan| LinkSpan { span: Span { start: l.span.start + length, end: l.span.end + length }, ..l };
            out.links.extend(links_within(doc, cell, text).into_iter().map(moved));
            length += text.len() + 1;
        }
        out.rows.push(row);
    }
    // Headers over nothing are rows as any others.
    if out.header == out.rows.len() {
        out.header = 0;
    }
    out
}

/// The links of an element whose text this is, each where its words next stand.
pub(super) fn links_within(doc: &Document, id: NodeId, text: &str) -> Vec<LinkSpan> {
    let mut out = Vec::new();
    let mut from = 0;
    for link in doc.by_tag(id, Tag::A) {
        let Some(href) = doc.attr(link, Attr::Href) else { continue };
        let words = doc.text(link);
        // Words that the text does not have end the search: it is not repeated for each of many links.
        let Some(at) = text[from..].find(&words).filter(|_| !words.is_empty()) else { break };
        let span = Span { start: from + at, end: from + at + words.len() };
        from = span.end;
        out.push(LinkSpan { span, href: href.trim().to_owned(), author: false });
    }
    out
}

/// Whether all rows, three or more, are as wide as one another and nearly all their cells are filled.
fn is_grid(rows: &[Vec<String>]) -> bool {
    /// Rows.
    const MIN_ROWS: usize = 3;
    let width = rows.first().map_or(0, Vec::len);
    let cells = rows.iter().map(Vec::len).sum::<usize>();
    let filled = rows.iter().flatten().filter(|c| !c.is_empty()).count();
    rows.len() >= MIN_ROWS && width >= 2 && rows.iter().all(|r| r.len() == width) && filled * 4 >= cells * 3
}

/// Whether lines are the numbers beside those of a program, and nothing else.
pub(super) fn is_line_numbers(raw: &str) -> bool {
    let lines: Vec<&str> = raw.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let first = lines.first().and_then(|l| l.parse::<usize>().ok());
    lines.len() > 1
        && first.is_some_and(|first| lines.iter().enumerate().all(|(n, l)| l.parse() == Ok(first.saturating_add(n))))
}

/// Lines at most this long are hard-wrapped prose; a longer one was never wrapped.
const WRAP: usize = 100;

/// The blocks of a `pre` element: paragraphs if it holds hard-wrapped prose, else the text as it stands.
pub(super) fn preformatted(raw: &str) -> Vec<(String, BlockKind)> {
    let lines: Vec<&str> = raw.lines().map(str::trim_end).collect();
    let is_prose = {
        let full = lines.iter().filter(|l| l.trim_start().chars().count() > WRAP / 3).count();
        let worded = lines.iter().filter(|l| !l.trim().is_empty()).count();
        let after_ends = raw.match_indices(['.', '?', '!']).map(|(at, _)| raw[at + 1..].chars().next());
        let ends = after_ends.filter(|next| next.is_none_or(|c| !c.is_alphanumeric())).count();
        // Mostly full lines, with the ends of sentences among them and no columns.
        let columns = lines.iter().filter(|l| l.trim_start().contains("   ")).count();
        full * 2 > worded && ends * 8 > worded && columns * 4 < worded
    };
    if !is_prose {
        // Of what parts pages and lines elsewhere, `\n` alone means anything here.
        let text = raw.trim_matches(['\n', '\r']).trim_end();
        let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n").replace(['\x0b', '\x0c'], " ");
        return vec![(text, BlockKind::Preformatted)];
    }
    let mut out: Vec<(String, BlockKind)> = Vec::new();
    let mut fresh = true;
    for line in lines {
        let indented = line.starts_with([' ', '\t', '\u{3000}']);
        let words = crate::text::fold(line);
        if words.is_empty() {
            fresh = true;
            continue;
        }
        match out.last_mut() {
            Some((text, _)) if !fresh && !indented => {
                text.push(' ');
                text.push_str(&words);
            }
            _ => out.push((words, BlockKind::Paragraph)),
        }
        fresh = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    fn rows(html: &str) -> Option<Vec<Vec<String>>> {
        let doc = Document::parse(html, &Limits::default()).unwrap();
        let measures = Measures::measure(&doc);
        let table = doc.by_tag(NodeId::ROOT, Tag::Table).next().unwrap();
        read(&doc, &measures, table).ok().map(|data| data.rows)
    }

    #[test]
    fn data_is_told_from_layout() {
        let data = rows("<table><tr><th>Port<th>Ships<tr><td>Oban<td>12<tr><td>Mallaig<td>7</table>").unwrap();
        assert_eq!(data, [["Port", "Ships"], ["Oban", "12"], ["Mallaig", "7"]]);
        assert!(
            rows("<table><tr><td>One long paragraph of text in a page that is laid out by a table.</table>").is_none()
        );
        assert!(rows("<table><tr><td>a<td><table><tr><td>b</table></table>").is_none());
    }

    #[test]
    fn cells_may_hold_lists_and_boxes() {
        let hours = |head: &str| {
            rows(&format!(
                "<table>{head}<tr><td><p><b>Library</b></p><td><ul><li>10 to 1<li>4 to 8</ul><td>closed\
                 <tr><td><p>Gym</p><td>closed<td><div>8 to 6</div></table>"
            ))
        };
        let read = hours("<tr><th>Place<th>Saturday<th>Sunday").unwrap();
        assert_eq!(read[1], ["Library", "10 to 1 4 to 8", "closed"]);
        assert_eq!(hours("<tr><td>Place<td>Saturday<td>Sunday").map(|r| r.len()), Some(3));
        // Two rows of boxes may as well lay out a page, and so may pictures with lines under them.
        assert!(hours("").is_none());
        assert!(
            rows("<table><tr><td><img src=a><td>A<tr><td><img src=b><td>B<tr><td><img src=c><td>C</table>").is_none()
        );
    }

    #[test]
    fn rows_of_headers_are_counted_and_links_have_places() {
        let read_of = |html: &str| {
            let doc = Document::parse(html, &Limits::default()).unwrap();
            let table = doc.by_tag(NodeId::ROOT, Tag::Table).next().unwrap();
            read(&doc, &Measures::measure(&doc), table)
        };
        let data = read_of(
            "<table><thead><tr><td>Port<td>Ships<tr><td>of the sound<td>a day</thead><tr><th>Oban<td><a href=/o>12</a> or so\
             <tr><th>Mallaig<td>7</table>",
        )
        .unwrap();
        assert_eq!(data.header, 2);
        let text = data.rows.iter().map(|r| r.join("\t")).collect::<Vec<_>>().join("\n");
        let link = &data.links[0];
        assert_eq!((&text[link.span.start..link.span.end], link.href.as_str()), ("12", "/o"));
        assert_eq!(read_of("<table><tr><th>Port<th>Ships<tr><td>Oban<td>12</table>").unwrap().header, 1);
        assert_eq!(read_of("<table><tr><th>Port<td>Oban<tr><th>Ships<td>12</table>").unwrap().header, 0);
        assert_eq!(read_of("<table><tr><th>Port<th>Ships<tr><th>Oban<th>12</table>").unwrap().header, 0);
        assert_eq!(read_of("<table><tr><td>a<td><table><tr><td>b</table></table>").unwrap_err(), "it holds a table");
    }

    #[test]
    fn numbers_beside_a_program_are_known() {
        assert!(is_line_numbers("1\n2\n3\n") && is_line_numbers("17\n18"));
        assert!(!is_line_numbers("1\n3") && !is_line_numbers("1") && !is_line_numbers("10 LET A"));
    }

    #[test]
    fn prose_in_fixed_pitch_becomes_paragraphs() {
        let raw = "   The ship left the harbour on Monday with a cargo of slates\nand came back on Friday with none of them.\n\n   \
                   Nobody on board would say what had become of the slates, or\nof the mate.\n";
        let got = preformatted(raw);
        assert_eq!(got.len(), 2);
        assert!(got[0].0.ends_with("slates and came back on Friday with none of them."));
        let table = "Oban      12\nMallaig    7\n";
        assert_eq!(preformatted(table), [("Oban      12\nMallaig    7".to_owned(), BlockKind::Preformatted)]);
        let program = "import berths.BerthList;\nberths.BerthList.sort(berths.Order.BY_LENGTH_OF_SHIP);\n";
        assert_eq!(preformatted(program).len(), 1);
    }
}
