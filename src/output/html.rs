//! Clean HTML: a fragment of plain elements, nothing of the page's own markup.

use super::citation::{Citation, Marks};
use super::lists::{self, Item};
use super::markup::{attribute, element, escape, language};
use super::spans::{Spans, Stretch};
use super::{OutputOptions, document, one_line, paragraphs, safe_url, shown_time, unnamed_speaker, with_starts};
use crate::article::{Article, Aside, Block, DateTime, FlowItem, Media, MediaKind};

impl Article {
    /// The article as one HTML `article` element.
    ///
    /// Its class is `cuttings`, by which it is known when it is extracted again: headline, dates, authors and body come out
    /// as they were. What machines cannot tell by the elements is told by properties of schema.org.
    ///
    /// Every text is escaped. Addresses that are not `http`, `https` or relative are left out, so no script
    /// of a page survives. Arabic, Hebrew, Persian and Urdu get `dir="rtl"`. The fragment names no
    /// encoding; [`Article::to_html_with`] makes a whole document.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{
    ///     "headline": "Ferry <sails>", "language": "en",
    ///     "body": [{"type": "paragraph", "text": "She\nsailed."}]}"#).unwrap();
    /// assert_eq!(article.to_html(), r#"<article class="cuttings" itemscope itemtype="https://schema.org/NewsArticle" lang="en">
    /// <header>
    /// <h1 itemprop="headline">Ferry &lt;sails&gt;</h1>
    /// </header>
    /// <p>She<br>
    /// sailed.</p>
    /// </article>
    /// "#);
    /// ```
    pub fn to_html(&self) -> String {
        self.to_html_with(OutputOptions::default())
    }

    /// As [`Article::to_html`], with what the options ask for around the story. With
    /// [`head`](OutputOptions::head) it is a whole document in UTF-8 with title, viewport and a small style, which loads
    /// nothing but the story's pictures; `body` and `html` have no end tags, as HTML allows, so that more may follow.
    ///
    /// ```
    /// use cuttings::OutputOptions;
    ///
    /// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails"}"#).unwrap();
    /// let document = article.to_html_with(OutputOptions::default().head(true));
    /// assert!(document.starts_with("<!doctype html>") && document.contains("<title>Ferry sails</title>"));
    /// ```
    pub fn to_html_with(&self, options: OutputOptions) -> String {
        let mut out = if options.head { document::head(self, options) } else { String::new() };
        out += &format!("<article class=\"cuttings\"{SCHEMA}{}>\n", language(self));
        header(&mut out, self);
        for item in self.flow() {
            match item {
                FlowItem::Block(b) => block(&mut out, b),
                FlowItem::Media(m) => figure(&mut out, m, options),
                FlowItem::Quote(q) => {
                    out += "<aside>\n";
                    quotation(&mut out, &q.text, q.attribution.as_deref(), &Spans::default());
                    out += "</aside>\n";
                }
                FlowItem::Aside(a) => aside(&mut out, a),
            }
        }
        if !self.notes.is_empty() {
            out += "<footer>\n";
            for note in &self.notes {
                element(&mut out, "p", &lines(&note.text));
            }
            out += "</footer>\n";
        }
        if !self.comments.is_empty() {
            out += "<section>\n";
            for comment in &self.comments {
                quotation(&mut out, &comment.text, comment.attribution.as_deref(), &Spans::default());
            }
            out += "</section>\n";
        }
        if let Some(citation) = Citation::of(self).filter(|_| options.citation) {
            out += &format!("<footer>\n<p>{}</p>\n</footer>\n", citation.written(&MARKS));
        }
        out + "</article>\n"
    }
}

/// Which kind of thing the properties in it are of.
const SCHEMA: &str = " itemscope itemtype=\"https://schema.org/NewsArticle\"";

/// How the parts of a citation are written.
const MARKS: Marks = Marks {
    paper: |paper| format!("<cite>{}</cite>", escape(paper)),
    words: escape,
    address: |address| format!("<a{}>{}</a>", attribute("href", address), escape(address)),
};

fn header(out: &mut String, article: &Article) {
    let start = out.len();
    let open = "<header>\n";
    *out += open;
    if let Some(kicker) = &article.kicker {
        element(out, "p", &escape(&one_line(kicker)));
    }
    if let Some(headline) = &article.headline {
        *out += &format!("<h1 itemprop=\"headline\">{}</h1>\n", escape(&one_line(headline)));
    }
    dates(out, article);
    // A byline does not tell machines which of its words are names.
    for author in &article.authors {
        *out += &format!("<meta itemprop=\"author\"{}>\n", attribute("content", author));
    }
    if let Some(byline) = article.byline_or_authors() {
        element(out, "address", &escape(&one_line(&byline)));
    }
    for line in &article.summary {
        element(out, "p", &format!("<strong>{}</strong>", lines(line)));
    }
    if out.len() == start + open.len() {
        out.truncate(start);
    } else {
        *out += "</header>\n";
    }
}

/// The date line. What it does not show, that the story was changed when it was published, is there for machines.
fn dates(out: &mut String, article: &Article) {
    let time = |what: &str, t: DateTime| {
        format!("<time itemprop=\"{what}\" datetime=\"{t}\">{}</time>", t.to_string().replace('T', " "))
    };
    let published = article.published.map(|t| time("datePublished", t));
    let changed = article.modified.filter(|m| Some(*m) != article.published);
    let changed = changed.map(|t| format!("updated {}", time("dateModified", t)));
    element(out, "p", &published.into_iter().chain(changed).collect::<Vec<_>>().join(", "));
    if let Some(same) = article.modified.filter(|m| Some(*m) == article.published) {
        *out += &format!("<meta itemprop=\"dateModified\" content=\"{same}\">\n");
    }
}

fn block(out: &mut String, block: &Block) {
    let spans = Spans::of(block);
    match block {
        Block::Paragraph { text, .. } => element(out, "p", &marked(&spans, 0, text)),
        Block::Heading { level, text, time, .. } => {
            // The headline alone is of the first level.
            element(out, &format!("h{}", (*level).clamp(2, 6)), &heading(&spans, text, time.as_deref()));
        }
        Block::List { ordered, items, depths, .. } => list(out, *ordered, &lists::items(items, depths), &spans),
        Block::Quote { text, attribution, .. } => quotation(out, text, attribution.as_deref(), &spans),
        Block::Table { caption, header, rows, .. } => table(out, caption.as_deref(), *header, rows, &spans),
        // A line break at the very start would be swallowed.
        Block::Preformatted { text, .. } => {
            let shown = text.trim_start_matches('\n');
            let start = text.chars().count() - shown.chars().count();
            element(out, "pre", &spans.stretches(start, shown).iter().map(|s| stretch(s, escape)).collect::<String>());
        }
    }
}

fn heading(spans: &Spans, text: &str, time: Option<&str>) -> String {
    let flat = one_line(text);
    // Marks are placed in the text as it is.
    let words = if flat == text { marked(spans, 0, text) } else { escape(&flat) };
    let Some(time) = time else { return words };
    let shown = escape(&shown_time(time));
    let shown = match time.parse::<DateTime>() {
        Ok(time) => format!("<time datetime=\"{time}\">{shown}</time>"),
        Err(_) => format!("<time>{shown}</time>"),
    };
    format!("{shown} {words}").trim_end().to_owned()
}

/// A list with those within its items.
fn list(out: &mut String, ordered: bool, items: &[Item<'_>], spans: &Spans) {
    let name = if ordered { "ol" } else { "ul" };
    // How many lists are open.
    let mut open = 0;
    for item in items {
        if open > item.depth {
            *out += "</li>\n";
            for _ in item.depth + 1..open {
                *out += &format!("</{name}>\n</li>\n");
            }
        } else if open > 0 {
            *out += "\n";
        }
        if open <= item.depth {
            *out += &format!("<{name}>\n");
        }
        open = item.depth + 1;
        *out += &format!("<li>{}", marked(spans, item.start, item.text));
    }
    for n in 0..open {
        *out += if n == 0 { "</li>\n" } else { "\n</li>\n" };
        *out += &format!("</{name}>\n");
    }
    if items.is_empty() {
        *out += &format!("<{name}>\n</{name}>\n");
    }
}

fn table(out: &mut String, caption: Option<&str>, header: usize, rows: &[Vec<String>], spans: &Spans) {
    *out += "<table>\n";
    if let Some(caption) = caption {
        element(out, "caption", &lines(caption));
    }
    let mut start = 0;
    for (n, row) in rows.iter().enumerate() {
        let name = if n < header { "th" } else { "td" };
        let mut cells = String::new();
        for cell in row {
            cells += &format!("<{name}>{}</{name}>", marked(spans, start, cell));
            start += cell.chars().count() + 1;
        }
        element(out, "tr", &cells);
    }
    *out += "</table>\n";
}

fn quotation(out: &mut String, text: &str, by: Option<&str>, spans: &Spans) {
    *out += "<blockquote>\n";
    for (start, part) in with_starts(text, paragraphs(text)) {
        element(out, "p", &marked(spans, start, part));
    }
    if let Some(by) = unnamed_speaker(text, by) {
        element(out, "footer", &format!("— <cite>{}</cite>", escape(&one_line(by))));
    }
    *out += "</blockquote>\n";
}

fn aside(out: &mut String, aside: &Aside) {
    *out += "<aside>\n";
    if let Some(title) = &aside.title {
        element(out, "h2", &escape(&one_line(title)));
    }
    aside.body.iter().for_each(|b| block(out, b));
    *out += "</aside>\n";
}

fn figure(out: &mut String, media: &Media, options: OutputOptions) {
    let alt = media.alt.as_deref().map(one_line).unwrap_or_default();
    let shown = match (media.url.as_deref().and_then(safe_url), media.kind) {
        (Some(url), MediaKind::Image) if !options.links_pictures => {
            format!("<img{}{}>\n", attribute("src", &url), attribute("alt", &alt))
        }
        (Some(url), kind) => {
            // An archived player's address may be a file, a poster or a page: a link is right for all three, and for a picture not to be loaded.
            let label = if alt.is_empty() { kind.word() } else { &alt };
            format!("<a{}>{}</a>\n", attribute("href", &url), escape(label))
        }
        (None, _) if media.caption.is_none() && !alt.is_empty() => format!("<p>{}</p>\n", escape(&alt)),
        (None, _) => String::new(),
    };
    let caption = match (&media.caption, &media.credit) {
        (Some(caption), Some(credit)) => format!("{} <small>{}</small>", lines(caption), lines(credit)),
        (Some(caption), None) => lines(caption),
        (None, Some(credit)) => format!("<small>{}</small>", lines(credit)),
        (None, None) => String::new(),
    };
    if shown.is_empty() && caption.is_empty() {
        return;
    }
    *out += "<figure>\n";
    *out += &shown;
    if !caption.is_empty() {
        element(out, "figcaption", &caption);
    }
    *out += "</figure>\n";
}

/// A part of a block's text with its marks, its line breaks as `br`.
fn marked(spans: &Spans, start: usize, text: &str) -> String {
    spans.stretches(start, text).iter().map(|s| stretch(s, lines)).collect()
}

fn stretch(stretch: &Stretch<'_>, words: fn(&str) -> String) -> String {
    let mut out = words(stretch.text);
    if stretch.italic {
        out = format!("<i>{out}</i>");
    }
    if stretch.bold {
        out = format!("<b>{out}</b>");
    }
    match stretch.url {
        Some(url) => format!("<a{}>{out}</a>", attribute("href", url)),
        None => out,
    }
}

/// A text with its line breaks as `br`.
fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>\n")
}

#[cfg(test)]
mod tests {
    use crate::output::samples;

    fn html(json: &str) -> String {
        samples::article(json).to_html()
    }

    #[test]
    fn every_part_has_its_element_and_place() {
        let expected = r#"<article class="cuttings" itemscope itemtype="https://schema.org/NewsArticle" lang="en">
<header>
<p>ANALYSIS</p>
<h1 itemprop="headline">Ferry &amp; quay</h1>
<p><time itemprop="datePublished" datetime="2007-12-10T10:28:00Z">2007-12-10 10:28:00Z</time>, updated <time itemprop="dateModified" datetime="2007-12-11">2007-12-11</time></p>
<meta itemprop="author" content="Ann Lee">
<address>By Ann Lee, at the quay</address>
<p><strong>A link ends.</strong></p>
<p><strong>Nobody is glad.</strong></p>
</header>
<figure>
<img src="http://x.example/a.jpg" alt="A ship">
<figcaption>The Maud <small>AP</small></figcaption>
</figure>
<p>First line<br>
second line.</p>
<aside>
<blockquote>
<p>I left it too late</p>
<footer>— <cite>Denise, Hull</cite></footer>
</blockquote>
</aside>
<h2>What next?</h2>
<aside>
<h2>THE ROUTE</h2>
<p>Opened 1931</p>
<ul>
<li>12 miles</li>
</ul>
</aside>
<ul>
<li>one</li>
<li>two<br>
lines</li>
</ul>
<ol>
<li>uno</li>
<li>due</li>
</ol>
<blockquote>
<p>Said one.</p>
<p>Said more.</p>
<footer>— <cite>A captain</cite></footer>
</blockquote>
<table>
<tr><td>Port</td><td>Ships</td></tr>
<tr><td>North</td><td>3</td></tr>
</table>
<pre>a  b
  c</pre>
<figure>
<a href="http://x.example/v">video</a>
<figcaption>She sails</figcaption>
</figure>
<footer>
<p>First published in *The Lode*.</p>
</footer>
<section>
<blockquote>
<p>Shame.</p>
<p>Really.</p>
<footer>— <cite>Bob, Leeds</cite></footer>
</blockquote>
<blockquote>
<p>Good.</p>
</blockquote>
</section>
</article>
"#;
        assert_eq!(samples::full().to_html(), expected);
    }

    #[test]
    fn no_script_and_no_markup_survives() {
        let bad = "<script>x</script>\\\"'&amp;\\u0007";
        let html = html(&format!(
            r#"{{"headline": "{bad}", "kicker": "{bad}", "summary": ["{bad}"], "byline": "{bad}", "language": "{bad}",
            "body": [{{"type": "paragraph", "text": "{bad}", "links": [{{"text": "{bad}", "url": "http://a.example/{bad}"}},
                        {{"text": "x", "url": "JAVA\tSCRIPT:alert(1)"}}]}},
                {{"type": "heading", "level": 9, "text": "{bad}"}}, {{"type": "list", "ordered": true, "items": ["{bad}"]}},
                {{"type": "quote", "text": "{bad}", "attribution": "{bad}"}}, {{"type": "table", "rows": [["{bad}"]]}},
                {{"type": "preformatted", "text": "{bad}"}}],
            "media": [{{"kind": "image", "url": "javascript:alert(1)", "alt": "{bad}", "caption": "{bad}", "credit": "{bad}"}},
                {{"kind": "image", "url": "/{bad}", "alt": "{bad}"}},
                {{"kind": "video", "url": " data:text/html,x", "alt": "{bad}"}}],
            "quotes": [{{"kind": "pull", "text": "{bad}", "attribution": "{bad}", "at": 1}}],
            "asides": [{{"title": "{bad}", "body": []}}], "comments": [{{"text": "{bad}", "attribution": "{bad}"}}]}}"#
        )
        .replace("JAVA\tSCRIPT", "JAVA\\tSCRIPT"));
        let allowed = [
            "article",
            "header",
            "meta",
            "p",
            "h1",
            "h2",
            "h6",
            "address",
            "strong",
            "a",
            "ol",
            "li",
            "blockquote",
            "footer",
            "cite",
            "table",
            "tr",
            "td",
            "pre",
            "figure",
            "img",
            "figcaption",
            "small",
            "aside",
            "section",
        ];
        for tag in html.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
            assert!(allowed.contains(&name), "<{tag}");
            let attributes = tag.split('>').next().unwrap().matches('"').count();
            assert_eq!(attributes % 2, 0, "<{tag}");
        }
        let low = html.to_lowercase();
        assert!(!low.contains("javascript:") && !low.contains("data:") && !low.contains('\u{7}'));
        assert_eq!(
            low.matches("&lt;script&gt;x&lt;/script&gt;&quot;'&amp;amp;").count(),
            low.matches("&lt;script").count()
        );
    }

    #[test]
    fn nesting_headers_times_and_print_are_shown() {
        let body = r#"{"body": [{"type": "list", "ordered": false, "items": ["a", "b", "c", "d"], "depths": [0, 1, 2, 0],
                "emphasis": [{"start": 0, "end": 1, "kind": "bold"}], "links": [{"text": "d", "url": "/d", "start": 6, "end": 7}]},
            {"type": "table", "caption": "Ships", "header": 1, "rows": [["Port", "A day"], ["Oban", "12"]],
                "links": [{"text": "12", "url": "/o", "start": 16, "end": 18}]},
            {"type": "heading", "level": 3, "text": "It rose", "time": "2018-11-03T11:05:00Z"},
            {"type": "heading", "level": 3, "text": "Morning", "time": "5 hours ago"}]}"#;
        let expected = r#"<article class="cuttings" itemscope itemtype="https://schema.org/NewsArticle">
<ul>
<li><b>a</b>
<ul>
<li>b
<ul>
<li>c</li>
</ul>
</li>
</ul>
</li>
<li><a href="/d">d</a></li>
</ul>
<table>
<caption>Ships</caption>
<tr><th>Port</th><th>A day</th></tr>
<tr><td>Oban</td><td><a href="/o">12</a></td></tr>
</table>
<h3><time datetime="2018-11-03T11:05:00Z">2018-11-03 11:05:00Z</time> It rose</h3>
<h3><time>5 hours ago</time> Morning</h3>
</article>
"#;
        assert_eq!(html(body), expected);
    }

    #[test]
    fn links_and_direction() {
        assert_eq!(
            html(
                r#"{"language": "ar-EG", "body": [{"type": "paragraph", "text": "one two\nthree",
                "links": [{"text": "two\nthree", "url": "/a?b=\"&c"}]}]}"#
            ),
            "<article class=\"cuttings\" itemscope itemtype=\"https://schema.org/NewsArticle\" lang=\"ar-EG\" dir=\"rtl\">\n<p>one <a href=\"/a?b=&quot;&amp;c\">two<br>\nthree</a></p>\n</article>\n"
        );
        for (language, rtl) in [("ar", true), ("he", true), ("fa", true), ("UR", true), ("arn", false), ("en", false)] {
            assert_eq!(html(&format!(r#"{{"language": "{language}"}}"#)).contains("dir=\"rtl\""), rtl, "{language}");
        }
        assert_eq!(
            html("{}"),
            "<article class=\"cuttings\" itemscope itemtype=\"https://schema.org/NewsArticle\">\n</article>\n"
        );
    }
}
