//! Pages of our own that stand by themselves: one file with its style and script, which loads nothing and runs nothing else.
//!
//! Every page that the program writes is made here, so that all have the same head, the same base style (`base.css`, with its
//! colours as variables, light and dark) and a policy that forbids all but what the page itself holds.

pub mod charts;

use std::fmt;

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

const BASE_STYLE: &str = include_str!("base.css");

/// A page under construction.
#[derive(Debug, Clone)]
pub struct HtmlPage {
    title: String,
    style: String,
    script: String,
    data: String,
    body: String,
    takes_forms: bool,
}

impl HtmlPage {
    /// A page with this title and body; the body is markup, in which all that is not ours was [`escaped`].
    pub fn new(title: &str, body: String) -> HtmlPage {
        HtmlPage {
            title: title.to_owned(),
            style: BASE_STYLE.to_owned(),
            script: String::new(),
            data: String::new(),
            body,
            takes_forms: false,
        }
    }

    /// Adds a style sheet behind the base style.
    pub fn style(mut self, css: &str) -> HtmlPage {
        self.style.push_str(css);
        self
    }

    /// The page's script, the only one that runs; it stands at the end of the body. Attributes such as `onclick` never run.
    pub fn script(self, js: &str) -> HtmlPage {
        HtmlPage { script: js.to_owned(), ..self }
    }

    /// What the script finds in the element with the id `data`, as the text of a JSON value.
    pub fn data(self, value: &serde_json::Value) -> HtmlPage {
        // Within JSON a `<` stands in strings alone; written so, none ends the element.
        HtmlPage { data: value.to_string().replace('<', "\\u003c"), ..self }
    }

    /// Lets the page send forms to where it came from.
    pub fn with_forms(self) -> HtmlPage {
        HtmlPage { takes_forms: true, ..self }
    }

    /// What the page may do, for its head and for the header of an answer: nothing is loaded but pictures that it holds, and no
    /// script runs but its own.
    pub fn policy(&self) -> String {
        let script = match self.script.as_str() {
            "" => "'none'".to_owned(),
            script => format!("'sha256-{}'", BASE64.encode(&Sha256::digest(script))),
        };
        let forms = if self.takes_forms { "'self'" } else { "'none'" };
        format!(
            "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action {forms}"
        )
    }

    /// The page as it is to be written.
    pub fn finish(self) -> String {
        let policy = self.policy();
        let HtmlPage { title, style, script, data, body, .. } = self;
        let data = match data.as_str() {
            "" => String::new(),
            data => format!("<script type=\"application/json\" id=\"data\">{data}</script>\n"),
        };
        let script = if script.is_empty() { script } else { format!("<script>{script}</script>\n") };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"same-origin\">\n<link rel=\"icon\" href=\"data:,\">\n\
             <title>{}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n{data}{script}</body>\n</html>\n",
            escaped(&policy),
            escaped(&title),
        )
    }
}

/// A text as markup shows it, good within quotes as well.
pub fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// See [`escaped`].
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\0']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "\u{fffd}",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_pages_own_script_runs() {
        let page = HtmlPage::new("A & <b>", "<p>x</p>".to_owned()).script("let a = 1;");
        let hash = BASE64.encode(&Sha256::digest("let a = 1;"));
        assert!(page.policy().contains(&format!("script-src 'sha256-{hash}';")), "{}", page.policy());
        let written = page.finish();
        assert!(
            written.contains("<script>let a = 1;</script>") && written.contains("<title>A &amp; &lt;b&gt;</title>")
        );
        let bare = HtmlPage::new("a", String::new());
        assert!(bare.policy().contains("script-src 'none'") && bare.policy().contains("form-action 'none'"));
        assert!(bare.clone().with_forms().policy().ends_with("form-action 'self'"));
        assert!(!bare.finish().contains("<script"));
    }

    #[test]
    fn data_end_no_script() {
        let value = serde_json::json!({"text": "</script><script>alert(1)</script><!--"});
        let written = HtmlPage::new("a", String::new()).data(&value).finish();
        assert_eq!(written.matches("</script>").count(), 1, "{written}");
        let json = written.split_once("id=\"data\">").unwrap().1.split_once("</script>").unwrap().0;
        assert_eq!(serde_json::from_str::<serde_json::Value>(json).unwrap(), value);
    }

    #[test]
    fn what_marks_markup_is_escaped() {
        assert_eq!(escaped("a<b>\"c\" & 'd'\0ü").to_string(), "a&lt;b&gt;&quot;c&quot; &amp; &#39;d&#39;\u{fffd}ü");
    }
}
