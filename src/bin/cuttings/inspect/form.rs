//! The form of the served pages, and what comes of it.

use cuttings::{Error, Page};
use url::form_urlencoded;

use super::inspector::Inspector;
use crate::input::{Input, Place, message};
use cuttings::html_page::{HtmlPage, escaped};

const STYLE: &str = "main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; } label { display: block; font-weight: 600; } \
    input[type=text], textarea { width: 100%; } textarea { min-height: 12rem; } .row { margin-bottom: .7rem; } .panel { margin-bottom: 1.2rem; }\n";

/// What a page was asked for by.
#[derive(Debug, Default, PartialEq)]
pub struct Asked {
    /// A file or an address.
    pub input: String,
    /// The page itself.
    pub html: String,
    /// The page's address.
    pub url: String,
}

impl Asked {
    /// Reads the fields of a form.
    pub fn read(body: &[u8]) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "input" => asked.input = value.trim().to_owned(),
                "html" => asked.html = value.into_owned(),
                "url" => asked.url = value.trim().to_owned(),
                _ => {}
            }
        }
        asked
    }

    /// The page to look at for what was asked; the form with a word on it where there is none.
    pub fn answer(&self, inspector: &Inspector) -> Answer {
        match self.inspect(inspector) {
            Ok(page) => Answer { page, is_error: false },
            Err(problem) => Answer { page: form(self, Some(&problem)), is_error: true },
        }
    }

    fn inspect(&self, inspector: &Inspector) -> Result<HtmlPage, String> {
        let url = Some(self.url.clone()).filter(|url| !url.is_empty());
        if self.input.is_empty() {
            if self.html.trim().is_empty() {
                return Err("Nothing was asked for.".to_owned());
            }
            let page = match &url {
                Some(url) => Page::from_text(self.html.as_str()).with_url(url),
                None => Ok(Page::from_text(self.html.as_str())),
            };
            return page.and_then(|page| inspector.of_page("pasted", &page)).map_err(told("pasted"));
        }
        let input = Input { url, ..Input::from_argument(self.input.as_ref()) };
        if input.place == Place::Stdin {
            return Err("Standard input is not read here.".to_owned());
        }
        inspector.inspect(&input).map_err(told(&input.source))
    }
}

fn told(source: &str) -> impl Fn(Error) -> String {
    move |error| message(source, &error)
}

/// What is sent back.
pub struct Answer {
    pub page: HtmlPage,
    pub is_error: bool,
}

/// The page with the form, filled in as it was.
pub fn form(asked: &Asked, problem: Option<&str>) -> HtmlPage {
    let problem = problem.map(|p| format!("<p class=\"bad\" role=\"alert\">{}</p>\n", escaped(p))).unwrap_or_default();
    let url = escaped(&asked.url);
    // A form each: what stands in one must not be sent with the other.
    let body = format!(
        "<main>\n<h1>Why did a page come out as it did?</h1>\n{problem}\
         <form class=\"panel\" method=\"post\" accept-charset=\"utf-8\">\n\
         <div class=\"row\"><label for=\"input\">A file, or an address, live or of a capture in an archive</label>\
         <input type=\"text\" id=\"input\" name=\"input\" value=\"{}\" autofocus spellcheck=\"false\"></div>\n\
         <div class=\"row\"><label for=\"file-url\">The address of a file's page, if it is known</label>\
         <input type=\"text\" id=\"file-url\" name=\"url\" value=\"{url}\" spellcheck=\"false\"></div>\n\
         <button type=\"submit\">Inspect</button>\n</form>\n\
         <form class=\"panel\" method=\"post\" accept-charset=\"utf-8\">\n\
         <div class=\"row\"><label for=\"html\">Or its HTML, pasted</label>\
         <textarea id=\"html\" name=\"html\" spellcheck=\"false\">\n{}</textarea></div>\n\
         <div class=\"row\"><label for=\"html-url\">Its address, if it is known</label>\
         <input type=\"text\" id=\"html-url\" name=\"url\" value=\"{url}\" spellcheck=\"false\"></div>\n\
         <button type=\"submit\">Inspect</button>\n</form>\n\
         <p class=\"soft\">Nothing of a page runs or is loaded here. This address is for you alone: it answers nobody who does not know it.</p>\n</main>",
        escaped(&asked.input),
        escaped(&asked.html),
    );
    HtmlPage::new("cuttings inspect", body).style(STYLE).with_forms()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_shown_again() {
        let asked = Asked::read(b"input=+a%2Fb.html+&html=%3Cp%3E%C3%A9&url=http%3A%2F%2Fa.example%2F&other=1");
        assert_eq!(
            (asked.input.as_str(), asked.html.as_str(), asked.url.as_str()),
            ("a/b.html", "<p>é", "http://a.example/")
        );
        let page = form(&Asked { html: "</textarea><script>".to_owned(), ..asked }, Some("<b>no")).finish();
        assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;") && page.contains("&lt;b&gt;no"), "{page}");
        assert!(page.contains("form-action &#39;self&#39;") && !page.contains("<script"), "{page}");
    }
}
