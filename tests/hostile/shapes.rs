//! Pages made to be costly, of any size: a story, and behind it one kind of part over and over.
//!
//! The tests beside this take some of the parts for pages of their own; `benches/hostile.rs` reads all shapes.

use self::Parts::{Each, Same, Whole};

/// A kind of page.
pub struct Shape {
    pub name: &'static str,
    parts: Parts,
}

/// What stands behind the story.
enum Parts {
    /// The same markup again and again.
    Same(&'static str),
    /// The nth part, by its number.
    Each(fn(usize) -> String),
    /// All of so many bytes, more or less.
    Whole(fn(usize) -> String),
}

impl Shape {
    /// A page of nearly so many bytes.
    pub fn page(&self, bytes: usize) -> String {
        let mut page = format!("<!doctype html><title>Ferry</title><h1>Ferry</h1>{}", story());
        let left = bytes.saturating_sub(page.len());
        match self.parts {
            Same(part) => page.push_str(&part.repeat(left / part.len())),
            Each(part) => page.push_str(&numbered(left, part)),
            Whole(parts) => page.push_str(&parts(left)),
        }
        page
    }
}

/// Paragraphs of a story.
pub fn story() -> String {
    "<p>The ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>".repeat(5)
}

/// Elements for form that nothing closes, so that the parser opens them again in each paragraph.
pub const FORMATTING: &str = "<p><b><i><font><u><em>The ferry sailed again on Monday.";

/// The beginning of an article's data that holds more of the same.
pub const JSON_OBJECT: &str = "{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"a\":";

pub fn json_ld(json: &str) -> String {
    format!("<script type=application/ld+json>{json}</script><p>The ferry sailed.")
}

pub fn attribute(n: usize) -> String {
    format!(" a{n}=1")
}

pub fn author(n: usize) -> String {
    format!("<meta name=author content='Ann {n}'>")
}

pub fn figure(n: usize) -> String {
    format!("<figure><img src=/a.jpg><figcaption>Sheep number {n}</figcaption></figure>")
}

pub fn caption(n: usize) -> String {
    format!("<p class=caption>Sheep number {n}</p>")
}

pub fn post(n: usize) -> String {
    format!("<blockquote class=twitter-tweet><p>The pier {n} is shut.</p>Ann <a href=/>May 1</a></blockquote>")
}

pub fn quote(n: usize) -> String {
    let quote = format!("<p>“The ferry {n} sailed again.”</p><p>Ann Lee{n}, Bergen</p>");
    format!("<div class=quote-box>{quote}</div><p>Ferry {n} was late again.")
}

pub fn byline(n: usize) -> String {
    format!("<p>By Ann{n} Lee</p><p>Published 10 May 2007, updated {n} 11 May 2007</p>")
}

pub fn first_heading(n: usize) -> String {
    format!("<h1>Region | Ferry number {n} sails again</h1>")
}

/// The words of which every other word of a sentence is one.
const SMALL_WORDS: [&str; 16] =
    ["the", "a", "of", "in", "and", "to", "with", "from", "for", "that", "was", "said", "its", "had", "at", "after"];

/// The others are made of these and an ending: as many as prose has, so that few runs of words come again.
const STEMS: [&str; 32] = [
    "ferr", "harbour", "winter", "sheep", "sail", "council", "dock", "island", "month", "morning", "crew", "engine",
    "repair", "wait", "pilot", "cargo", "storm", "light", "market", "vote", "paper", "school", "bridge", "garden",
    "letter", "mayor", "price", "village", "window", "answer", "train", "field",
];

const ENDINGS: [&str; 32] = [
    "", "s", "ed", "ing", "er", "ers", "ly", "al", "ally", "ment", "ments", "ness", "able", "ful", "ish", "less", "y",
    "ies", "ist", "ists", "ism", "ic", "ion", "ions", "ive", "age", "ages", "ant", "en", "ens", "hood", "ward",
];

/// A sentence like no other: its words are drawn by its number.
fn sentence(n: usize) -> String {
    let mut draw = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut text = String::from("The");
    for word in 0..14 {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        let [small, stem, ending] = [20, 30, 40].map(|bits| (draw >> bits) as usize);
        text.push(' ');
        match word % 2 {
            0 => text.extend([STEMS[stem % STEMS.len()], ENDINGS[ending % ENDINGS.len()]]),
            _ => text.push_str(SMALL_WORDS[small % SMALL_WORDS.len()]),
        }
    }
    text + "."
}

/// Parts by their number until so many bytes are full.
fn numbered(bytes: usize, part: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(bytes);
    for n in 0.. {
        let next = part(n);
        if out.len() + next.len() > bytes {
            break;
        }
        out.push_str(&next);
    }
    out
}

/// Elements in each other as deep as may be, with a text in the innermost, closed, and all that again and again.
fn nested(bytes: usize, levels: usize, open: &str, close: &str) -> String {
    numbered(bytes, |n| format!("{}Deep {n}{}", open.repeat(levels), close.repeat(levels)))
}

/// So many bytes of one part inside elements that stay open.
fn under(bytes: usize, levels: usize, open: &str, part: &str) -> String {
    let start = open.repeat(levels);
    let left = bytes.saturating_sub(start.len());
    start + &part.repeat(left / part.len())
}

const fn shape(name: &'static str, parts: Parts) -> Shape {
    Shape { name, parts }
}

/// All shapes; prose, by which others are measured, is the first.
pub const SHAPES: &[Shape] = &[
    shape("prose", Each(|n| format!("<p>{} {} {}</p>\n", sentence(3 * n), sentence(3 * n + 1), sentence(3 * n + 2)))),
    shape("one paragraph again and again", Same("<p>The ferry sailed again on Monday after a winter in dry dock.</p>")),
    // Nesting.
    shape("deep divs", Whole(|bytes| nested(bytes, 1_400, "<div>", "</div>"))),
    shape("divs without end", Same("<div>")),
    shape(
        "prose in deep divs",
        Whole(|bytes| under(bytes, 1_400, "<div>", "<p>The ferry sailed again on Monday.</p>")),
    ),
    shape("nested tables", Whole(|bytes| nested(bytes, 300, "<table><tr><td>", "</table>"))),
    shape("nested lists", Whole(|bytes| nested(bytes, 600, "<ul><li>", "</ul>"))),
    shape("lists that hold lists", Same("<ul><li>One<ul><li>Two<ul><li>Three</ul></ul></ul>")),
    shape("nested quotations", Whole(|bytes| nested(bytes, 1_000, "<blockquote>", "</blockquote>"))),
    shape("nested select", Same("<select><select>")),
    shape("nested select with options", Same("<select><option>a<select>")),
    // Elements that nothing closes.
    shape("unclosed b", Same("<p><b>The ferry sailed again.")),
    shape("unclosed i", Same("<p><i>The ferry sailed again.")),
    shape("unclosed font", Same("<p><font size=2>The ferry sailed again.")),
    shape("unclosed font of many colours", Each(|n| format!("<p><font color=#{n:06x}>The ferry sailed again."))),
    shape("unclosed a", Same("<a href=/x>The ferry sailed again. ")),
    shape("unclosed formatting", Same(FORMATTING)),
    shape("<b><p>", Same("<b><p>")),
    shape("<b><p> with text", Same("<b><p>The ferry sailed.")),
    shape("stray end tags in spans", Whole(|bytes| under(bytes, 1_400, "<span>", "x</x>"))),
    shape("stray end of p in divs", Whole(|bytes| under(bytes, 1_400, "<div>", "</p>"))),
    shape("stray end of b in divs", Whole(|bytes| under(bytes, 700, "<b><div>", "x</b>"))),
    // Tables.
    shape("one-letter tables", Same("<table><tr><td>a</table>")),
    shape("text put before its table", Whole(|bytes| format!("<table>{}", "x<tr>".repeat(bytes / 5)))),
    shape("elements put before their table", Whole(|bytes| format!("<table>{}", "<tr><b>x<td>".repeat(bytes / 12)))),
    shape("rows", Whole(|bytes| format!("<table>{}", numbered(bytes, |n| format!("<tr><td>Oslo {n}<td>{n}"))))),
    // Many of one kind.
    shape("wide siblings", Same("<div>The ferry</div>")),
    shape("spans", Same("<span>The</span> ")),
    shape("one-letter paragraphs", Same("<p>a")),
    shape("one-letter lines", Same("a<br>")),
    shape("one-letter lines without markup", Whole(|bytes| format!("<pre>{}", "a\n".repeat(bytes / 2)))),
    shape("headings", Each(|n| format!("<h2>{}</h2>", sentence(n)))),
    shape("headings over text", Each(|n| format!("<h2>Ferry {n} sails again</h2><p>{}</p>", sentence(n)))),
    shape("first headings", Each(first_heading)),
    shape("links", Each(|n| format!("<a href=/news/{n}.html>Ferry {n} sails again</a> "))),
    shape("lists of links", Each(|n| format!("<li><a href=/news/{n}.html>Ferry {n} sails again</a>"))),
    shape("teasers", Each(teaser)),
    shape("readers' comments", Each(comment)),
    shape("images", Each(|n| format!("<img src=/{n}.jpg alt='Sheep {n}'>"))),
    shape("figures", Each(figure)),
    shape("captions", Whole(|bytes| format!("<figure><img src=/a.jpg>{}</figure>", numbered(bytes, caption)))),
    shape("quotes", Each(quote)),
    shape("posts", Each(post)),
    shape("bylines", Each(byline)),
    shape("names alone", Each(|n| format!("<p>Ann{n} Lee</p>"))),
    shape("forms", Each(|n| format!("<form><input name=a{n}><button>Go</button></form>"))),
    shape("options", Whole(|bytes| format!("<select>{}", numbered(bytes, |n| format!("<option>Oslo {n}"))))),
    shape("iframes", Each(|n| format!("<iframe src=/{n}.html></iframe>"))),
    shape("panels that buttons open", Each(panel)),
    shape("parts streamed to the end", Each(streamed)),
    shape("formulas", Each(|n| format!("<math><mi>x</mi><mn>{n}</mn></math>"))),
    shape("unknown elements", Each(|n| format!("<x-{n}>The ferry {n}</x-{n}> "))),
    // A page with a formula is read by the other parser.
    shape("a formula and prose", Whole(|bytes| with_formula(numbered(bytes, |n| format!("<p>{}</p>", sentence(n)))))),
    shape("a formula and wide siblings", Whole(|bytes| with_formula("<div>The ferry</div>".repeat(bytes / 20)))),
    shape(
        "a formula and unclosed formatting",
        Whole(|bytes| with_formula(FORMATTING.repeat(bytes / FORMATTING.len()))),
    ),
    shape("a formula and stray end tags", Whole(|bytes| with_formula(under(bytes, 1_400, "<span>", "x</x>")))),
    // Dates and numbers.
    shape("dates in paragraphs", Each(|n| format!("<p>The ferry sailed on {}.</p>", date(n)))),
    shape("dates in one text", Whole(|bytes| numbered(bytes, |n| format!("{}, ", date(n))))),
    shape("date lines", Each(|n| format!("<p>Published: {}, 14:{:02}</p>", date(n), n % 60))),
    shape("time elements", Each(|n| format!("<time datetime=2007-05-{:02}T10:00>{}</time> ", n % 31 + 1, date(n)))),
    shape("numbers", Each(|n| format!("<p>{n} 7 10 2003 4.5 {} 11/12 08:15</p>", n * 7_919 % 9_973))),
    shape("numbers in one text", Each(|n| format!("{n} 10 {} 2003 ", n * 7_919 % 9_973))),
    // Attributes.
    shape("attributes of one element", Whole(|bytes| format!("<div{}>", numbered(bytes, attribute)))),
    shape("a hundred attributes each", Each(|n| format!("<p{}>Ferry {n}</p>", numbered(700, attribute)))),
    shape("a long value without gaps", Whole(|bytes| format!("<img src=/a.jpg alt='{}'>", "x".repeat(bytes)))),
    shape("long values without gaps", Each(|n| format!("<img src='/{}{n}.jpg'>", "x".repeat(10_000)))),
    shape("a long class without gaps", Whole(|bytes| format!("<div class='{}'>", "x".repeat(bytes)))),
    shape("classes of one element", Whole(|bytes| format!("<div class='{}'>", numbered(bytes, |n| format!("c{n} "))))),
    shape("thousands of classes", Each(|n| format!("<div class='{}'>{n}</div>", "nav-main story ".repeat(2_000)))),
    shape("distinct classes", Each(|n| format!("<p class=c{n}>Ferry {n} sailed.</p>"))),
    shape("distinct ids", Each(|n| format!("<p id=story-{n}>Ferry {n} sailed.</p>"))),
    shape("hidden by style", Each(|n| format!("<p style='color: red; display: none'>Ferry {n} sailed.</p>"))),
    // What is no text of the page.
    shape("scripts", Each(|n| format!("<script>var a{n} = {n};</script>"))),
    shape("a large script", Whole(|bytes| format!("<script>{}", numbered(bytes, |n| format!("a[{n}] = \"{n}\";\n"))))),
    shape("templates", Each(|n| format!("<template><p>Ferry {n} sailed.</p></template>"))),
    shape("noscript", Each(|n| format!("<noscript><img src=/{n}.gif></noscript>"))),
    shape("noscript without end", Same("<noscript>")),
    shape("a large comment", Whole(|bytes| format!("<!-- {} -->", "an old passage of the page ".repeat(bytes / 27)))),
    shape("comments", Each(|n| format!("<!-- {n} -->"))),
    shape("beginnings of comments", Same("<!-")),
    shape("svg elements", Each(|n| format!("<svg><path d='M {n} 20 L 30 40'/></svg>"))),
    shape(
        "a long svg path",
        Whole(|bytes| format!("<svg><path d='{}'/></svg>", "M 10 20 L 30 40 ".repeat(bytes / 16))),
    ),
    // Metadata.
    shape("meta of authors", Each(author)),
    shape("meta of all names", Each(|n| format!("<meta name=name-{n} content='The ferry {n}'>"))),
    shape("microdata", Each(|n| format!("<p itemscope itemtype=//schema.org/Person><b itemprop=name>Ann {n}</b></p>"))),
    shape("many JSON-LD", Each(|n| json_ld(&format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry {n}\"}}")))),
    shape("large JSON-LD", Whole(large_json_ld)),
    shape("deep JSON-LD", Whole(|bytes| json_ld(&JSON_OBJECT.repeat(bytes / JSON_OBJECT.len())))),
    shape("deep arrays in JSON-LD", Whole(|bytes| json_ld(&"[".repeat(bytes)))),
    // Text.
    shape("one text", Whole(|bytes| numbered(bytes, |n| sentence(n) + " "))),
    shape("one text without gaps", Same("x")),
    shape("white space", Same(" \n\t ")),
    shape("entities", Same("&amp;&eacute;&#8212;&hellip;")),
    shape("beginnings of entities", Same("&am&#x&")),
    shape(
        "Chinese",
        Each(|n| format!("<p>渡船{n}在船坞过冬之后于星期一再次起航，船上载有十一只羊，岛上的居民等了好几个月。</p>")),
    ),
    shape("Chinese in one text", Same("渡船在船坞过冬之后于星期一再次起航")),
    shape(
        "Cyrillic in capitals",
        Each(|n| format!("<p>ПАРОМ {n} СНОВА ВЫШЕЛ В МОРЕ В ПОНЕДЕЛЬНИК ПОСЛЕ ЗИМЫ В ДОКЕ.</p>")),
    ),
    shape(
        "control characters",
        Same("<p>The ferry\u{1} sailed again on Monday\u{85} after a winter\u{c} in dry dock\0 with sheep.</p>"),
    ),
    shape("quotation marks", Same("“x” \"y\" 'z' «w» ")),
];

fn with_formula(parts: String) -> String {
    format!("<math><mi>x</mi></math>{parts}")
}

fn date(n: usize) -> String {
    const MONTHS: [&str; 4] = ["January", "May", "August", "December"];
    format!("{} {} {}", n % 28 + 1, MONTHS[n / 28 % 4], 1990 + n / 112 % 30)
}

fn teaser(n: usize) -> String {
    format!("<div class=teaser><h3><a href=/{n}.html>Ferry {n} sails again</a></h3><p>{}</p></div>", sentence(n))
}

fn comment(n: usize) -> String {
    format!("<div class=comment><b>Ann {n}</b> <i>{}</i><p>{}</p></div>", date(n), sentence(n))
}

/// What a page shows on request.
fn panel(n: usize) -> String {
    format!("<button aria-controls=p{n}>More</button><div id=p{n} hidden>The ferry {n} sailed.</div>")
}

/// A place, and what the page's own script moves there.
fn streamed(n: usize) -> String {
    format!("<template id=B:{n}></template><div hidden id=S:{n}><p>The ferry {n} sailed.</p></div>")
}

fn large_json_ld(bytes: usize) -> String {
    let body = numbered(bytes / 2, |n| sentence(n) + " ");
    let parts = numbered(bytes / 2, |n| format!("{{\"@type\":\"Person\",\"name\":\"Ann {n}\"}},"));
    json_ld(&format!("{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\",\"author\":[{parts}{{}}]}}"))
}
