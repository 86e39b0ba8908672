//! The parser of our own held to `scraper`, which is the reference.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::dom::node::{NodeKind, Parsed};
use crate::dom::{Document, NodeId, by_scraper};
use crate::options::Limits;

/// The tree, a line a node.
fn dump(Parsed { strings, nodes, attributes }: Parsed) -> String {
    Document::new(strings, nodes, attributes, Limits::default()).outline()
}

fn ours(html: &str) -> Option<String> {
    super::parse(html, &Limits::default()).unwrap().map(dump)
}

fn reference(html: &str) -> String {
    dump(by_scraper::reference(html))
}

/// What comes of our tags under html5ever's rules.
fn by_library(html: &str) -> String {
    dump(super::parse_by_library(html, &Limits::default()).unwrap())
}

/// Whether both make the same of a page as the reference, our rules and the library's under our tags; none where ours leave it to
/// those. What differs first is told.
fn is_same(html: &str) -> Option<Result<(), String>> {
    let reference = reference(html);
    if let Err(difference) = difference("the library's rules", &by_library(html), &reference) {
        return Some(Err(difference));
    }
    Some(difference("ours", &ours(html)?, &reference))
}

fn difference(whose: &str, ours: &str, reference: &str) -> Result<(), String> {
    let differs = ours.lines().zip(reference.lines()).position(|(a, b)| a != b);
    let differs = differs
        .or_else(|| (ours.len() != reference.len()).then(|| ours.lines().count().min(reference.lines().count())));
    match differs {
        None => Ok(()),
        Some(line) => {
            let around = |tree: &str| tree.lines().skip(line.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
            Err(format!("{whose}:\n{}\nreference:\n{}", around(ours), around(reference)))
        }
    }
}

#[test]
fn all_that_is_broken_is_mended_as_the_reference_does() {
    let pieces = [
        "<svg></html><!--c-->",
        "<svg><path></body><!c>x<p>y",
        "",
        "a",
        " a ",
        "<p>a<b>b<p>c</b>d",
        "<b><p>a</b>c</p>d",
        "<a href=1>x<a href=2>y",
        "<table><tr><td>a</table>b",
        "<table>a<tr>b<td>c",
        "<table><b>a<tr><td>b",
        "<ul><li>a<li>b<ul><li>c</ul><li>d",
        "<dl><dt>a<dd>b<dt>c",
        "<select><option>a<option>b<p>c",
        "<p><table>a</table>",
        "<!DOCTYPE html><p><table>a</table>",
        "<title>a&amp;b</title><body class=x>c<body id=y>",
        "</p></br><br/>",
        "<script>if (a < b) '</p>'</script>c",
        "<textarea>\n\na</textarea>",
        "<pre>\n\na",
        "<svg viewbox='0 0 1 1'><path d=x /><title><p>a</title></svg>b",
        "<svg><p>a",
        "<svg><foreignobject><div>a</div></foreignobject><g/></svg>",
        "<h1>a<h2>b</h1>c",
        "<form><form>a</form>b</form>",
        "<table><form><tr><td><input></form>a",
        "<noscript><img src=x></noscript>",
        "<template><td>a</td></template>b",
        "<i>a<div>b</i>c</div>d",
        "<button>a<button>b",
        "a<!-- b --!>c<!d><?e>f</ g>h<",
        "<a b=c b=d E='&lt' f=\"&ampx\" =g / h>i",
        "&notit; &#x80;&#0;",
        "<nobr>a<nobr>b",
        "<b><b><b><b>a<p>b",
        "<ruby>a<rt>b<rp>c<rtc>d<rt>e",
        "</head> <link> a<style>b</style>",
        "<frameset><frame></frameset>",
        "<math><mi>a",
        "<table><caption>a<tr><td>b",
        "<table><colgroup><col>a<tr>",
        "<object><b>a</object>b",
        "<html a=1><html a=2 b=3>",
        "x</html><!-- y --> z",
        "<image src=a>",
        "<td>a</td>",
        "<li><p>a<li>b",
        "<u><tt><i><div>a</u>b",
        "<a><table><td><a>b</table>c",
        "<isindex>",
        "<x-a><x-b>a</x-a>b",
        "<p>\0a\0",
        "</html>\0<!-- b -->",
    ];
    for first in pieces {
        for second in pieces {
            for html in [
                format!("{first}{second}"),
                format!("<body><div>{first}</div>{second}"),
                format!("<table><td>{first}</td>{second}</table>z"),
            ] {
                if let Some(Err(difference)) = is_same(&html) {
                    panic!("{html}\n{difference}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_done_is_handed_over() {
    for html in ["<p a=\0>b", "<body><!-- \0", "<math>a", "<select><selectedcontent>", "<frameset>"] {
        assert!(ours(html).is_none(), "{html}");
    }
    // Many attributes are no reason, and of two of a name the first counts.
    let many = format!("<p{}>", (0..300).map(|i| format!(" a{i}={i} a{}=x", i / 2)).collect::<String>());
    assert_eq!(is_same(&many), Some(Ok(())));
    for html in ["<p>a\0b</html>\0 c<!-- d -->", "<p>a<frameset>", "<svg><math>"] {
        assert!(ours(html).is_some(), "{html}");
    }
}

/// The files below a folder.
/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A page of tags and texts in no order. (Behind `<pre></>` the reference keeps a line break that the standard leaves out.)
fn page_by_chance(chance: &mut Chance) -> String {
    const TAGS: &str = "a b i p div span table tr td tbody caption select option ul li h1 h2 font nobr button form svg path title \
        template body html head br img input textarea script style dl dt dd ruby rt pre colgroup col applet center hr \
        foreignobject desc noscript x-y optgroup address table p b a";
    const TEXTS: &str =
        "x|  |\n|pier &amp; quay|&lt|&notit;|<!-- c -->|<!c>|x</>|<?p?>|< |&#x41;|\u{e9}|&|<!doctype html>";
    const ATTRIBUTES: &str =
        "| class=a| ID='b'| x| type=hidden| href=\"c&amp;d\"| class=b class=c| color=d|/| encoding=text/html";
    let tags: Vec<&str> = TAGS.split_whitespace().collect();
    let [texts, attributes] = [TEXTS, ATTRIBUTES].map(|of| of.split('|').collect::<Vec<_>>());
    let mut page = String::new();
    for _ in 0..chance.below(60) {
        match chance.below(10) {
            0..=4 => _ = write!(page, "<{}{}>", chance.one_of(&tags), chance.one_of(&attributes)),
            5..=7 => _ = write!(page, "</{}>", chance.one_of(&tags)),
            _ => page += chance.one_of(&texts),
        }
    }
    page
}

/// So many pages; more where that is asked for.
#[test]
fn pages_by_chance_have_the_tree_of_the_reference() {
    const PAGES: u64 = 4_000;
    let pages = std::env::var("CUTTINGS_PAGES_BY_CHANCE").ok().and_then(|n| n.parse().ok()).unwrap_or(PAGES);
    let mut read = 0;
    for n in 1..=pages {
        let page = page_by_chance(&mut Chance(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        match is_same(&page) {
            Some(Err(difference)) => panic!("page {n}: {page:?}\n{difference}"),
            Some(Ok(())) => read += 1,
            None => {}
        }
    }
    assert!(read * 10 > pages * 9, "{read} of {pages} pages were read without the reference");
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Reads a page as it lies in the corpus or in the cases, packed or not.
fn page(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    let mut text = Vec::new();
    match bytes.starts_with(&[0x1f, 0x8b]) {
        true => _ = std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).ok()?,
        false => text = bytes,
    }
    Some(crate::decode::decode(&crate::Page::new(text)).text.into_owned())
}

#[test]
fn every_case_has_the_tree_of_the_reference() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut all);
    let pages = all.iter().filter(|path| path.extension().is_some_and(|e| e == "html"));
    let mut count = 0;
    for path in pages {
        count += 1;
        if let Some(Err(difference)) = is_same(&page(path).unwrap()) {
            panic!("{}\n{difference}", path.display());
        }
    }
    assert!(count > 80, "{count}");
}

/// The corpus of real pages, where it stands beside the repository: all have the tree of the reference, and few are handed over. It takes
/// its time, so it runs with one set of features alone.
#[cfg(feature = "fitting")]
#[test]
fn every_page_of_the_corpus_has_the_tree_of_the_reference() {
    let corpus = std::env::var_os("CUTTINGS_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let sets = std::fs::read_dir(&corpus)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|set| set.join("pages").is_dir());
    let mut sets: Vec<_> = sets.collect();
    sets.sort();
    if sets.is_empty() {
        eprintln!("no corpus at {}: skipped", corpus.display());
    }
    let mut failed = Vec::new();
    for set in sets {
        let mut all = Vec::new();
        files(&set.join("pages"), &mut all);
        let mut handed_over = 0;
        for path in &all {
            let Some(html) = page(path) else { continue };
            match std::panic::catch_unwind(|| is_same(&html)) {
                Ok(Some(Ok(()))) => {}
                Ok(Some(Err(difference))) => failed.push(format!("{}\n{difference}", path.display())),
                Ok(None) => handed_over += 1,
                Err(_) => failed.push(format!("{}: panic", path.display())),
            }
        }
        eprintln!("{}: {handed_over} of {} handed over", set.display(), all.len());
        assert!(handed_over * 50 <= all.len().max(50), "{}", set.display());
    }
    assert!(failed.is_empty(), "{} pages differ\n{}", failed.len(), failed[..failed.len().min(12)].join("\n\n"));
}

/// A case of the standard's own tests: markup, and the tree it makes.
#[derive(Default)]
struct Construction {
    data: Vec<String>,
    tree: Vec<String>,
    /// Whether it is of a part of a page, or of a page without scripts.
    is_other: bool,
}

fn constructions(text: &str) -> Vec<Construction> {
    let mut all: Vec<Construction> = Vec::new();
    let mut section = String::new();
    for line in text.lines() {
        if line == "#data" {
            all.push(Construction::default());
        }
        let Some(case) = all.last_mut() else { continue };
        match line {
            "#data" | "#errors" | "#new-errors" | "#document" => section = line.to_owned(),
            "#document-fragment" | "#script-off" => {
                case.is_other = true;
                section = line.to_owned();
            }
            "#script-on" => {}
            _ if section == "#data" => case.data.push(line.to_owned()),
            _ if section == "#document" => case.tree.push(line.to_owned()),
            _ => {}
        }
    }
    all
}

/// The tree as the standard's tests write it, but for the document type, and for prefixes of attributes.
fn written(parsed: Parsed) -> String {
    let kinds: Vec<NodeKind> = parsed.nodes.iter().map(|n| n.kind).collect();
    let doc = Document::new(parsed.strings, parsed.nodes, parsed.attributes, Limits::default());
    let mut out = String::new();
    let mut depth = vec![0; doc.len()];
    for i in 1..doc.len() {
        let id = NodeId::at(i);
        depth[i] = if doc.parent(id) == NodeId::ROOT { 0 } else { depth[doc.parent(id).index()] + 1 };
        let indent = format!("| {}", "  ".repeat(depth[i]));
        match kinds[i] {
            NodeKind::Text => _ = writeln!(out, "{indent}\"{}\"", doc.text_of(id).unwrap()),
            NodeKind::Comment => _ = writeln!(out, "{indent}<!-- {} -->", doc.comment(id).unwrap()),
            NodeKind::Other if doc.name(doc.parent(id)) == "template" => _ = writeln!(out, "{indent}content"),
            NodeKind::Other => {}
            kind => {
                _ = writeln!(out, "{indent}<{}{}>", if kind == NodeKind::Foreign { "svg " } else { "" }, doc.name(id));
                let mut attributes: Vec<_> = doc.attrs(id).map(|(n, v)| format!("{indent}  {n}=\"{v}\"\n")).collect();
                attributes.sort();
                out += &attributes.concat();
            }
        }
    }
    out
}

/// What a case is to come to, written alike.
fn expected(case: &Construction) -> String {
    let mut lines: Vec<String> = Vec::new();
    let (mut attributes, mut in_doctype): (Vec<String>, bool) = (Vec::new(), false);
    for line in case.tree.iter().map(String::as_str).chain(["| <"]) {
        let inner = line.trim_start_matches("| ").trim_start();
        let is_attribute = line.starts_with("| ") && !inner.starts_with(['<', '"']) && inner.contains("=\"");
        if is_attribute {
            let (name, value) = inner.split_once('=').unwrap();
            let indent = &line[..line.len() - inner.len()];
            attributes.push(format!("{indent}{}={value}", name.rsplit(' ').next().unwrap()));
            continue;
        }
        attributes.sort();
        lines.append(&mut attributes);
        in_doctype = line.starts_with("| <!DOCTYPE") || in_doctype && !line.starts_with("| ");
        if !in_doctype {
            lines.push(line.to_owned());
        }
    }
    lines.pop();
    lines.join("\n").trim_end().to_owned()
}

/// The standard's own tests, where they stand beside the repository: none is wrong, and most are not left to the reference.
#[test]
fn the_trees_are_those_of_the_standards_tests() {
    let folder = std::env::var_os("CUTTINGS_HTML5LIB")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/html5lib-tests"), PathBuf::from);
    let mut all = Vec::new();
    files(&folder.join("tree-construction"), &mut all);
    if all.is_empty() {
        eprintln!("no tests of the standard at {}: skipped", folder.display());
        return;
    }
    let (mut count, mut right, mut wrong) = (0, 0, Vec::new());
    for path in all.iter().filter(|path| path.extension().is_some_and(|e| e == "dat")) {
        for case in constructions(&String::from_utf8_lossy(&std::fs::read(path).unwrap())) {
            count += 1;
            let data = case.data.join("\n");
            // Scripts are not run.
            let is_other = case.is_other || path.components().any(|c| c.as_os_str() == "scripted");
            let Some(parsed) = (!is_other).then(|| super::parse(&data, &Limits::default()).unwrap()).flatten() else {
                continue;
            };
            let tree = written(parsed);
            match tree.trim_end() == expected(&case) {
                true => right += 1,
                false => wrong.push(format!("{}: {data:?}\n{tree}--- expected\n{}", path.display(), expected(&case))),
            }
        }
    }
    eprintln!("of {count} tests of the standard {right} are right, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(right * 10 >= count * 7, "{right} of {count}");
}
