//! A whole HTML document: the head around an article.

use super::markup::{attribute, element, escape, language};
use super::{OutputOptions, one_line};
use crate::article::Article;

/// No more than makes it readable: by day and by night, on narrow screens and on paper.
const STYLE: &str = "\
:root { color-scheme: light dark }
body { margin: 2rem auto; padding: 0 1rem; max-width: 40rem; font: 1.125rem/1.6 Georgia, serif; overflow-wrap: break-word }
h1, h2, h3, h4, h5, h6 { line-height: 1.25 }
article + article { margin-block-start: 4rem; border-block-start: 1px solid; padding-block-start: 2rem }
figure, blockquote, aside { margin: 1.5rem 0 }
blockquote, aside { border-inline-start: .2rem solid; padding-inline-start: 1rem }
aside blockquote { border: 0; padding: 0 }
img { max-width: 100%; height: auto }
figcaption, footer, address, time { font-size: .9rem }
table { border-collapse: collapse; display: block; overflow-x: auto }
td, th { border: 1px solid; padding: .25rem .5rem; text-align: start }
pre { overflow-x: auto; font-size: .9rem }
";

/// Nothing is loaded but the story's pictures, and they are not told who looks.
const POLICY: &str = "default-src 'none'; img-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const PICTURES: &str = "img-src *; ";

/// All before the article. The ends of `body` and `html` may be left out, so that other articles may follow.
pub(super) fn head(article: &Article, options: OutputOptions) -> String {
    let names = [&article.headline, &article.site_name, &article.url];
    let title = names.into_iter().flatten().map(|name| one_line(name)).find(|name| !name.is_empty());
    let policy = if options.links_pictures { POLICY.replace(PICTURES, "") } else { POLICY.to_owned() };
    let mut out = format!("<!doctype html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n", language(article));
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    out += &format!("<meta http-equiv=\"Content-Security-Policy\"{}>\n", attribute("content", &policy));
    out += "<meta name=\"referrer\" content=\"no-referrer\">\n";
    element(&mut out, "title", &escape(title.as_deref().unwrap_or("Article")));
    out += &format!("<style>\n{STYLE}</style>\n</head>\n<body>\n");
    out
}

#[cfg(test)]
mod tests {
    use crate::output::{OutputOptions, samples};

    fn document(json: &str) -> String {
        samples::article(json).to_html_with(OutputOptions::default().head(true).citation(true))
    }

    #[test]
    fn a_document_has_title_viewport_style_and_citation() {
        let html = document(
            r#"{"headline": "Ferry <sails> & returns", "language": "he", "site_name": "The \"Sound\"", "published": "2007-03-12",
                "url": "http://sound.example/?a=1&b=\"2", "body": [{"type": "paragraph", "text": "She sailed."}]}"#,
        );
        let parts = [
            "<!doctype html>\n<html lang=\"he\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n",
            "<meta name=\"viewport\" content=\"width=device-width",
            "<title>Ferry &lt;sails&gt; &amp; returns</title>\n",
            "<style>\n",
            "</head>\n<body>\n<article class=\"cuttings\" itemscope itemtype=\"https://schema.org/NewsArticle\" lang=\"he\" dir=\"rtl\">\n<header>\n<h1 ",
            "<p>She sailed.</p>\n<footer>\n<p><cite>The &quot;Sound&quot;</cite>, 12 March 2007. \
             <a href=\"http://sound.example/?a=1&amp;b=&quot;2\">http://sound.example/?a=1&amp;b=&quot;2</a></p>\n\
             </footer>\n</article>\n",
        ];
        let places: Vec<usize> =
            parts.iter().map(|part| html.find(part).unwrap_or_else(|| panic!("{part}: {html}"))).collect();
        assert!(places.is_sorted() && places[0] == 0, "{html}");
        assert!(!html.contains("<script") && !html.contains("<link"), "{html}");
    }

    #[test]
    fn a_document_whose_pictures_are_links_may_load_nothing() {
        let article = samples::article(r#"{"media": [{"kind": "image", "url": "http://sound.example/a.jpg"}]}"#);
        let html = article.to_html_with(OutputOptions::default().head(true).links_pictures(true));
        assert!(html.contains("content=\"default-src 'none'; style-src ") && !html.contains("img-src"), "{html}");
        assert!(html.contains("<a href=\"http://sound.example/a.jpg\">image</a>") && !html.contains("<img"), "{html}");
    }

    #[test]
    fn a_document_always_has_a_title() {
        for (json, title) in [
            (r#"{"headline": "A\nB", "site_name": "S"}"#, "A B"),
            (r#"{"headline": " ", "site_name": "S"}"#, "S"),
            (r#"{"url": "http://a.example/"}"#, "http://a.example/"),
            ("{}", "Article"),
        ] {
            assert!(document(json).contains(&format!("<title>{title}</title>")), "{json}");
        }
    }

    #[test]
    fn what_is_not_asked_for_is_not_there() {
        let article = samples::full();
        assert_eq!(article.to_html_with(OutputOptions::default()), article.to_html());
        assert_eq!(article.to_markdown_with(OutputOptions::default()), article.to_markdown());
    }
}
