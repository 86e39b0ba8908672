//! What an inspection tells, and that nothing of a page can come through it.

use std::collections::BTreeSet;

use crate::{Extractor, Inspection, LabelKind, Page};

const STORY: &str = "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would stay \
    closed until the spring.</p><p>Ferries will leave from the fish quay, he said, and the post office has been told to bring \
    its sacks there.</p>";

fn inspect(html: &str) -> Inspection {
    Extractor::default().inspect(&Page::from_text(html)).unwrap()
}

/// The tags of markup as they stand there, and the text between them.
fn tags(markup: &str) -> (Vec<&str>, String) {
    let (mut tags, mut text, mut rest) = (Vec::new(), String::new(), markup);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest.find('>').unwrap();
        tags.push(&rest[at + 1..end]);
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    (tags, text)
}

#[test]
fn every_block_is_found_in_the_original() {
    let html = format!(
        "<title>Pier shut</title><nav>Home</nav><h1>Pier <i>shut</i></h1><div>By Ann Lee<br><br>A loose line{STORY}</div>\
         <table><caption>Ships</caption><tr><th>Port<th>A day<tr><td>Oban<td>12<tr><td>Lode<td>7</table>\
         <ul><li>One<li>Two</ul><pre>a  1\nb  2</pre>"
    );
    let inspection = inspect(&html);
    assert_eq!(inspection.traces.len(), inspection.explanation.blocks.len());
    for (i, block) in inspection.explanation.blocks.iter().enumerate() {
        let mark = format!("data-block=\"{i}\" data-label=\"{}\">", block.label);
        let at =
            inspection.original.find(&mark).unwrap_or_else(|| panic!("{i} {} {}", block.text, inspection.original));
        let shown = tags(&inspection.original[at + mark.len()..]).1;
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(8).collect::<String>();
        // What a table says of itself stands in it.
        let (shown, expected) = (letters(&shown), letters(&block.text));
        let is_shown = |shown: &str| shown.starts_with(&expected[..3]);
        assert!(is_shown(&shown) || is_shown(shown.trim_start_matches("Ships")), "{i} {} {shown}", block.text);
    }
    assert!(
        inspection.original.contains("<div class=\"nav\" data-removed=\"0\">Home</div>"),
        "{}",
        inspection.original
    );
    assert_eq!(inspection.explanation.removed[0].text, "Home");
}

#[test]
fn two_blocks_of_one_text_are_marked_each() {
    let inspection = inspect(&format!(
        "<div>By Ann Lee<br>1 May 2007<br>{}</div>",
        "The pier, which was built in 1887, will stay closed until the spring, the harbour master said on Monday at noon."
    ));
    let texts: Vec<&str> = inspection.explanation.blocks.iter().map(|b| b.text.as_str()).collect();
    assert_eq!(texts[0], "By Ann Lee\n1 May 2007");
    assert!(inspection.original.contains(">By Ann Lee</span><br><span data-block=\"0\""), "{}", inspection.original);
    assert!(inspection.original.contains(">The pier, which"), "{}", inspection.original);
    let pre = inspect(
        "<pre>\nThe ship left the harbour on Monday with a cargo of slates\nand came back on Friday with none of them.\n\n   \
         Nobody on board would say what had become of the slates, or\nof the mate.\n</pre>",
    );
    assert_eq!(pre.original.matches("data-block=").count(), 2, "{}", pre.original);
}

#[test]
fn media_lead_to_what_came_of_them() {
    let inspection = inspect(&format!(
        "<h1>Pier shut</h1><img src=/o.gif width=1 height=1>{STORY}<figure><img src='/pier.jpg' width=400 height=300 alt='A \"pier\"'>\
         <figcaption>The pier at low tide</figcaption></figure>{STORY}"
    ));
    assert_eq!(inspection.article.media.len(), 1);
    let medium = inspection.media.iter().position(|m| *m == Some(0)).unwrap();
    let shown = format!(
        "<span class=\"medium\" data-medium=\"{medium}\" style=\"width:400px;height:300px\">picture · A &quot;pier&quot; · pier.jpg</span>"
    );
    assert!(inspection.original.contains(&shown), "{}", inspection.original);
    let source = inspection.explanation.fields.iter().find(|f| f.field == "media").unwrap();
    assert_eq!(source.parts.concat(), source.blocks);
    assert_eq!(inspection.explanation.blocks[source.parts[0][0]].label, LabelKind::Caption);
}

#[test]
fn the_parts_of_the_body_are_its_pieces() {
    let inspection =
        inspect(&format!("<h1>Pier shut</h1>{STORY}<ul><li>One of a list of two<li>Two of a list of two</ul>{STORY}"));
    let body = inspection.explanation.fields.iter().find(|f| f.field == "body").unwrap();
    assert_eq!(body.parts.len(), inspection.article.body.len());
    assert_eq!(body.parts.concat(), body.blocks);
}

/// Pages that would run, load, send or leave, by any way that browsers know.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script><script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)><body onload=alert(1)><p onclick=alert(1) onmouseover='alert(2)'>x</p>",
    "<a href='javascript:alert(1)' target=_top>x</a><a href=//evil.example ping=//evil.example/p>x</a>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example target=_top>",
    "<link rel=stylesheet href=//evil.example/a.css><link rel=prefetch href=//evil.example><link rel=dns-prefetch href=//evil.example>",
    "<style>@import '//evil.example/a.css'; p{background:url(//evil.example/p.png)}</style>",
    "<p style='background:url(//evil.example/p.png);position:fixed;inset:0'>x</p>",
    "<form action=//evil.example><input name=q autofocus onfocus=alert(1)><button formaction='javascript:alert(1)'>x</button></form>",
    "<iframe src='javascript:alert(1)'></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe></iframe>",
    "<object data=//evil.example/a.swf><embed src=//evil.example/a.swf></object><applet code=x></applet>",
    "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a><use href=//evil.example/#a></svg>",
    "<svg><style>&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;</style></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea><title></title><script>alert(1)</script>",
    "<template><script>alert(1)</script><p>x</p></template><div><template shadowrootmode=open><slot></slot><img src=x onerror=alert(1)></template></div>",
    "<video src=//evil.example/v.mp4 poster=//evil.example/p.png autoplay onplay=alert(1)><source src=//evil.example/v onerror=alert(1)></video>",
    "<xmp><img src=x onerror=alert(1)></xmp><listing>&lt;script&gt;alert(1)&lt;/script&gt;</listing><plaintext><script>alert(1)</script>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; \" ' > </iframe> </template> <!-- --><!--><script>alert(1)</script>-->",
    "<table background=//evil.example/b.png width='1\" onclick=\"alert(1)'><tr><td width='5;x' align='left onclick=alert(1)' lang='\" onclick=1'>x</table>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>' width=200 height='100\" onerror=alert(1)' alt='\" onerror=\"alert(1)'>",
    "<a-b is=x onclick=alert(1)><x:y xmlns:x=z onclick=alert(1)>x</x:y></a-b><isindex action=//evil.example prompt=x>",
    "<details open ontoggle=alert(1)><summary>x</summary></details><dialog open>x</dialog><marquee onstart=alert(1)>x</marquee>",
    "<frameset onload=alert(1)><frame src=//evil.example></frameset>",
    "<p dir='rtl' dir=x onx=1 lang=ar><ol start='-1'><li value=9 onclick=1>x</ol><font size=+2 color=red face=x onclick=1>x</font>",
];

/// The elements that may stand in an original.
const ELEMENTS: &str = "a b big blockquote br caption center cite code dd del div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i ins li \
    mark ol pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var wbr";

#[test]
fn nothing_of_a_hostile_page_comes_through() {
    let elements: BTreeSet<&str> = ELEMENTS.split_whitespace().collect();
    let whole = format!("{}{STORY}", HOSTILE.concat());
    for html in HOSTILE.iter().map(|h| format!("<h1>Pier shut</h1>{h}{STORY}")).chain([whole]) {
        let original = inspect(&html).original;
        for tag in tags(&original).0 {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let is_end = name.starts_with('/') && attributes.is_empty();
            assert!(
                elements.contains(name.trim_start_matches('/')) && (is_end || !name.starts_with('/')),
                "{tag}: {html}"
            );
            assert!(are_harmless(attributes), "{tag}: {html}");
        }
        assert!(original.contains("harbour master"), "{html}");
    }
}

/// Whether attributes are of the list, and their values as simple as such are.
fn are_harmless(attributes: &str) -> bool {
    let mut rest = attributes;
    while !rest.is_empty() {
        let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(name_end);
        let (value, next) = match behind.strip_prefix("=\"") {
            Some(behind) => behind.split_once('"').unwrap(),
            None => ("", behind),
        };
        let is_plain = |also: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c));
        let is_harmless = match name {
            "data-block" | "data-removed" | "data-medium" | "colspan" | "rowspan" | "border" | "cellpadding"
            | "cellspacing" | "start" | "value" => is_plain(""),
            "size" => is_plain("+-"),
            "width" => is_plain("%"),
            "dir" | "align" | "valign" => is_plain(""),
            "lang" => is_plain("-"),
            "class" => ["p", "nav", "button", "medium", "text", "broken-off"].contains(&value),
            "data-label" => is_plain(" &#;") && LABELS.contains(&value.replace("&#39;", "'").as_str()),
            "style" => value.split(';').all(|s| {
                let px = s.strip_prefix("width:").or(s.strip_prefix("height:")).and_then(|s| s.strip_suffix("px"));
                px.is_some_and(|n| n.parse::<u32>().is_ok())
            }),
            _ => false,
        };
        if !is_harmless {
            return false;
        }
        rest = next.trim_start_matches(' ');
    }
    true
}

const LABELS: [&str; 7] = ["headline", "paragraph", "foreign", "list item", "table", "heading", "caption"];

#[test]
fn a_large_page_is_marked_in_time_that_grows_with_it() {
    let page = |n: usize| {
        format!(
            "<h1>Pier shut</h1><div><table>{}</table></div>",
            format!("<tr><td>{STORY}<td><a href=/>Tides</a>").repeat(n)
        )
    };
    let size = |n| inspect(&page(n)).original.len();
    assert!(size(200) < 21 * size(10));
}
