//! A page of news in HTML, written by choices: the parts that pages have, in the order that pages have them or in another, and
//! the ways in which they are broken.

use super::choices::Choices;

/// Deeper nesting is left to the targets of any bytes.
const MAX_DEPTH: usize = 4;

const SENTENCES: [&str; 12] = [
    "The harbour master of Caulderby said on Monday that the pier, which was built in 1887, would stay closed until the spring.",
    "Ferries will leave from the fish quay until then, he said, and the post office has been told to bring its sacks there at noon.",
    "Divers who looked at the piles in March found that worms had eaten through eleven of them.",
    "\u{201c}We have waited for nine years,\u{201d} said Ada Lund, who sells tickets at the head of the pier.",
    "Nobody was hurt when a part of the railing fell into the water &mdash; but a pram &amp; two umbrellas were lost in it.",
    "What next?",
    "By Ann Lee",
    "10 December 2007, 10:28 GMT",
    "Related stories",
    "\u{6e21}\u{8239}\u{306f}\u{6708}\u{66dc}\u{65e5}\u{306b}\u{51fa}\u{822a}\u{3057}\u{305f}\u{3002}",
    "\u{0627}\u{0644}\u{0645}\u{064a}\u{0646}\u{0627}\u{0621} \u{0645}\u{063a}\u{0644}\u{0642}.",
    "\u{200b}",
];

const ENTITIES: [&str; 20] = [
    "&nbsp;",
    "&#8217;",
    "&#x92;",
    "&#146;",
    "&amp;lt;",
    "&lt;b&gt;",
    "&#0;",
    "&#27;[31m",
    "&shy;",
    "&amp;amp;",
    "&notit;",
    "&zwj;",
    "&#xD800;",
    "&#1114112;",
    "&Tab;",
    "&NewLine;",
    "\u{1b}]0;x\u{7}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
];

const CLASSES: [&str; 24] = [
    "story",
    "byline",
    "caption",
    "credit",
    "date",
    "timestamp",
    "headline",
    "standfirst",
    "summary",
    "related",
    "sidebar",
    "comments",
    "ad",
    "pullquote",
    "factbox",
    "nav",
    "share",
    "body",
    "author",
    "kicker",
    "tags",
    "hidden",
    "gallery",
    "x1",
];

const INLINE: [&str; 14] =
    ["b", "i", "em", "strong", "a", "span", "font", "u", "sup", "code", "q", "cite", "small", "abbr"];

const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "section",
    "article",
    "aside",
    "main",
    "header",
    "footer",
    "center",
    "td",
    "li",
    "h2",
    "h3",
    "blockquote",
    "pre",
    "address",
];

/// Writes a page.
pub fn page(choices: &mut Choices<'_>) -> String {
    let mut page = PageWriter { choices, out: String::new() };
    page.head();
    page.toolbar();
    page.story_head();
    while !page.choices.is_empty() && page.out.len() < 16 << 10 {
        page.part(0);
    }
    page.out
}

struct PageWriter<'c, 'a> {
    choices: &'c mut Choices<'a>,
    out: String,
}

impl PageWriter<'_, '_> {
    fn say(&mut self, text: &str) {
        self.out += text;
    }

    fn one_of(&mut self, all: &[&str]) {
        let text = self.choices.of(all);
        self.say(text);
    }

    fn head(&mut self) {
        self.one_of(&["<!DOCTYPE html>", "", "<?xml version='1.0'?>", "<!-- saved -->"]);
        self.one_of(&["<html lang=en>", "", "<html lang=ar dir=rtl>", "<html xml:lang='de-AT'>"]);
        for _ in 0..self.choices.below(4) {
            self.meta();
        }
        self.one_of(&[
            "<title>Pier stays closed | The Sound</title>",
            "<title>The Sound: News: Pier stays closed</title>",
            "",
            "<title>&#27;[1mPier</title>",
        ]);
    }

    fn meta(&mut self) {
        let value = match self.choices.below(4) {
            0 => self.choices.text().replace('"', "&quot;"),
            1 => self
                .choices
                .of(&[
                    "2007-12-10T10:28:00Z",
                    "10/12/2007",
                    "Mon, 10 Dec 2007 10:28:00 GMT",
                    "1197282480",
                    "20071210102800",
                ])
                .to_owned(),
            2 => self
                .choices
                .of(&[
                    "Ann Lee",
                    "By Ann Lee and Bo Ek",
                    "Ann Lee|Bo Ek",
                    "http://sound.example/ann",
                    "@annlee",
                    "The Sound",
                ])
                .to_owned(),
            _ => "Pier stays closed until the spring".to_owned(),
        };
        let name = self.choices.of(&[
            "property=og:title",
            "name=author",
            "property=article:published_time",
            "name=description",
            "name=keywords",
            "name=Headline",
            "property=og:image",
            "name=dc.date",
            "property=article:author",
            "property=og:url",
            "http-equiv=refresh",
            "itemprop=datePublished",
        ]);
        match self.choices.below(5) {
            0 => self.json_ld(&value),
            _ => self.out += &format!("<meta {name} content=\"{value}\">"),
        }
    }

    fn json_ld(&mut self, value: &str) {
        let kind = self.choices.of(&["NewsArticle", "WebPage", "VideoObject", "Person", "LiveBlogPosting"]);
        let text = serde_json::to_string(value).unwrap().replace('<', "\\u003c");
        let key = self.choices.of(&[
            "headline",
            "author",
            "datePublished",
            "description",
            "articleBody",
            "keywords",
            "image",
            "@graph",
        ]);
        let inner = self.choices.of(&[
            "VALUE",
            "{\"name\": VALUE}",
            "[VALUE, VALUE]",
            "[{\"@type\": \"Person\", \"name\": VALUE}]",
            "null",
            "{\"@value\": VALUE}",
        ]);
        let end = self.choices.of(&["}", "},", "", "}]"]);
        self.out += &format!(
            "<script type=application/ld+json>{{\"@context\": \"http://schema.org\", \"@type\": \"{kind}\", \"{key}\": {}{end}</script>",
            inner.replace("VALUE", &text)
        );
    }

    fn toolbar(&mut self) {
        self.one_of(&[
            "",
            "<body>",
            "<body onload=x()>",
            "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=\"wm-ipp\"><a href=\"http://web.archive.org/web/20071211032145/http://sound.example/1\">Wayback</a></div>\
             <!-- END WAYBACK TOOLBAR INSERT -->",
            "<script src=\"http://web.archive.org/static/js/analytics.js\"></script><script>__wm.init(\"http://web.archive.org/web\");</script>",
        ]);
    }

    fn story_head(&mut self) {
        self.one_of(&[
            "<h1>Pier stays closed</h1>",
            "",
            "<div class=headline>Pier stays closed</div>",
            "<font size=5><b>Pier stays closed</b></font><br>",
        ]);
        self.one_of(&[
            "",
            "<p class=byline>By <a href=/ann>Ann Lee</a> and Bo Ek</p>",
            "<div>Ann Lee<br>Caulderby",
            "<address>By ANN LEE</address>",
        ]);
        self.one_of(&[
            "",
            "<time datetime=2007-12-10T10:28:00Z>10 December</time>",
            "<p class=date>Monday, 10 December 2007</p>",
            "<!-- S BO -->",
        ]);
    }

    fn part(&mut self, depth: usize) {
        let kind = if depth > MAX_DEPTH { 0 } else { self.choices.below(16) };
        match kind {
            0..4 => self.paragraph(),
            4 => self.element(depth),
            5 => self.table(depth),
            6 => self.list(depth),
            7 => self.figure(),
            8 => self.quote(),
            9 => self.aside(depth),
            10 => self.comment_or_script(),
            11 => self.comments(),
            12 => self.heading(),
            13 => self.links(),
            14 => self.broken(),
            _ => self.live_entry(),
        }
    }

    fn paragraph(&mut self) {
        self.one_of(&["<p>", "<p class=story>", "<div>", "<br><br>", "<p align=center>", ""]);
        for _ in 0..=self.choices.below(3) {
            self.words();
            self.say(" ");
        }
        self.one_of(&["</p>", "", "</div>", "\n"]);
    }

    fn words(&mut self) {
        match self.choices.below(8) {
            0 => self.one_of(&ENTITIES),
            1 => {
                let text = self.choices.text();
                self.say(&text);
            }
            2 => {
                let name = self.choices.of(&INLINE);
                let address = self.choices.of(&[
                    "",
                    " href=/2",
                    " href=\"http://web.archive.org/web/20071211032145/http://sound.example/2\"",
                    " href=javascript:x",
                    " style='display:none'",
                ]);
                self.out += &format!("<{name}{address}>");
                self.words();
                let name = if self.choices.one_in(4) { self.choices.of(&INLINE) } else { name };
                self.out += &format!("</{name}>");
            }
            _ => self.one_of(&SENTENCES),
        }
    }

    fn element(&mut self, depth: usize) {
        let name = self.choices.of(&BLOCKS);
        let class = self.choices.of(&CLASSES);
        let extra = self.choices.of(&[
            "",
            " style=\"display: none\"",
            " hidden",
            " itemprop=articleBody",
            " role=navigation",
            " id=comments",
            " itemscope itemtype=http://schema.org/NewsArticle",
        ]);
        self.out += &format!("<{name} class={class}{extra}>");
        for _ in 0..self.choices.below(4) {
            self.part(depth + 1);
        }
        if !self.choices.one_in(6) {
            self.out += &format!("</{name}>");
        }
    }

    fn table(&mut self, depth: usize) {
        self.one_of(&[
            "<table>",
            "<table border=1><caption>Ports</caption>",
            "<table width=600 cellpadding=0>",
            "<table><thead>",
        ]);
        for _ in 0..self.choices.below(4) {
            self.say("<tr>");
            for _ in 0..self.choices.below(4) {
                self.one_of(&[
                    "<td>",
                    "<th>",
                    "<td rowspan=2>",
                    "<td colspan=3>",
                    "<td rowspan=0>",
                    "<th scope=col colspan=9999>",
                ]);
                match self.choices.below(4) {
                    0 => self.part(depth + 1),
                    1 => {}
                    _ => self.one_of(&["Port", "12", "1,024", "Oban", "&nbsp;", "-", "Ships a day"]),
                }
                self.one_of(&["</td>", "", "</th>"]);
            }
            self.one_of(&["</tr>", ""]);
        }
        self.one_of(&["</table>", "", "</tbody></table>"]);
    }

    fn list(&mut self, depth: usize) {
        self.one_of(&["<ul>", "<ol>", "<dl>", "<ol start=3 reversed>", "<ul class=related>"]);
        for _ in 0..self.choices.below(5) {
            self.one_of(&["<li>", "<dt>", "<dd>", "<li value=7>"]);
            match self.choices.below(3) {
                0 => self.part(depth + 1),
                _ => self.words(),
            }
        }
        self.one_of(&["</ul>", "</ol>", "</dl>", ""]);
    }

    fn figure(&mut self) {
        self.one_of(&["<figure>", "<div class=image>", "<table><tr><td>", "<p>"]);
        self.one_of(&[
            "<img src=/quay.jpg alt='The quay'>",
            "<img src=data:image/gif;base64,R0 alt=x>",
            "<video src=/a.mp4></video>",
            "<iframe src=http://player.example/1></iframe>",
            "<img src=/1.gif width=1 height=1>",
            "<picture><source srcset='/a.jpg 1x, /b.jpg 2x'><img></picture>",
        ]);
        self.one_of(&["<figcaption>", "<div class=caption>", "<br><small>", "<tr><td class=cap>"]);
        self.words();
        self.one_of(&["", " Photo: Bo Ek/AP", " (AP)", "<span class=credit>&copy; Bo Ek</span>"]);
        self.one_of(&["</figcaption></figure>", "</div></div>", "</table>", ""]);
    }

    fn quote(&mut self) {
        self.one_of(&[
            "<blockquote>",
            "<blockquote class=pullquote>",
            "<q>",
            "<div class=quote>",
            "<blockquote class=twitter-tweet>",
        ]);
        self.words();
        self.one_of(&["<footer>Ann Lee</footer>", "<cite>Denise, Hull</cite>", "<br>&mdash; Ann Lee (@ann) May 3", ""]);
        self.one_of(&["</blockquote>", "", "</div>", "</q>"]);
    }

    fn aside(&mut self, depth: usize) {
        self.one_of(&[
            "<aside>",
            "<div class=factbox>",
            "<table class=factbox align=right><tr><td>",
            "<section class=sidebar>",
        ]);
        self.one_of(&["<h3>At a glance</h3>", "<b>THE ROUTE</b>", ""]);
        self.part(depth + 1);
        self.one_of(&["</aside>", "</div>", "</table>", "</section>", ""]);
    }

    fn comment_or_script(&mut self) {
        match self.choices.below(7) {
            0 => {
                let text = self.choices.text();
                self.out += &format!("<!--{text}-->");
            }
            1 => {
                let text = self.choices.text();
                self.out += &format!("<script>{text}</script>");
            }
            2 => self.say("<noscript><p>The pier will stay closed.</p></noscript>"),
            3 => self.say("<script>window.__STATE__ = {\"story\": {\"body\": \"<p>The pier stays closed until the spring.<\\/p>\"}}</script>"),
            4 => self.say("<template shadowrootmode=open><slot></slot><p>The quay.</template>"),
            5 => self.say("<style>p { color: red }</style><svg><path d=x /><title>Arrow</title></svg>"),
            _ => self.one_of(&["<!-- S IBOX -->", "<!-- E IBOX -->", "<!-- S SF -->", "<!-- E SF -->", "<!-- E BO -->", "<!--[if IE]>", "<![endif]-->"]),
        }
    }

    fn comments(&mut self) {
        self.one_of(&[
            "<div id=comments>",
            "<ol class=commentlist>",
            "<h3>Have your say</h3>",
            "<section class=comments><h2>3 comments</h2>",
        ]);
        for _ in 0..self.choices.below(3) {
            self.one_of(&["<div class=comment>", "<li class=comment>", "<p>"]);
            self.words();
            self.one_of(&["<br><b>Bob, Leeds</b>", "<span class=author>Bob</span> <time>3 May 2012</time>", ""]);
            self.one_of(&["</div>", "", "</p>"]);
        }
    }

    fn heading(&mut self) {
        let level = 1 + self.choices.below(6);
        self.out += &format!("<h{level}>");
        self.words();
        self.out += &format!("</h{level}>");
    }

    fn links(&mut self) {
        self.one_of(&["<ul class=nav>", "<div class=related><h4>See also</h4>", "<p>", "<td>"]);
        for n in 0..self.choices.below(5) {
            self.out += &format!("<a href=/{n}>");
            self.words();
            self.one_of(&["</a>", "</a><br>", "</a> | ", ""]);
        }
    }

    /// What no template writes, and pages hold.
    fn broken(&mut self) {
        self.one_of(&[
            "</body></html>",
            "</table></td>",
            "<b><p></b>",
            "<a href=x><table><a>",
            "</p>",
            "</br>",
            "<p",
            "<img src=\"",
            "&",
            "<textarea>",
            "<select><option>",
            "<frameset>",
            "<plaintext>",
            "<math><mi>x</mi></math>",
            "<td>",
            "<form><button>Send",
            "<marquee>",
            "<nobr>",
            "<xmp>",
            "<title>",
        ]);
    }

    fn live_entry(&mut self) {
        self.one_of(&[
            "<article class=live-entry><time datetime=2007-12-10T10:34:00Z>10:34</time>",
            "<h3>10:34 Pier closes</h3>",
            "<p><b>1034:</b> ",
            "<div class=post><span class=time>5 minutes ago</span><h4>Gulls</h4>",
        ]);
        self.words();
        self.one_of(&["</article>", "", "</div>"]);
    }
}
