//! An article's data as YAML, to stand in front of its Markdown.

use serde::Serialize;

use super::safe_url;
use crate::article::Article;

impl Article {
    /// The article's data as the YAML that programs for notes and sites expect in front of Markdown, between lines of
    /// `---`: `title`, `date`, `modified`, `authors`, `site`, `section`, `url`, `next_page`, `pages`, `archive_url`, `captured`, `tags`,
    /// `language`, as far as they are known. Empty where nothing is.
    ///
    /// Addresses that are not `http`, `https` or relative are left out. Values are quoted, so that every reader of YAML takes them for text, dates too.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{
    ///     "headline": "Ferry: \"sails\"", "published": "2007-12-10", "authors": ["Ann Lee", "Bo Ray"]}"#).unwrap();
    /// assert_eq!(article.front_matter(), r#"---
    /// title: "Ferry: \"sails\""
    /// date: "2007-12-10"
    /// authors: ["Ann Lee","Bo Ray"]
    /// ---
    /// "#);
    /// ```
    pub fn front_matter(&self) -> String {
        self.front_matter_with::<&str>(&[])
    }

    /// As [`Article::front_matter`], with further keys behind those of the article. A key is written as it is, its value quoted.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails"}"#).unwrap();
    /// assert_eq!(article.front_matter_with(&[("box", 7)]), "---\ntitle: \"Ferry sails\"\nbox: 7\n---\n");
    /// ```
    pub fn front_matter_with<V: Serialize>(&self, more: &[(&str, V)]) -> String {
        let capture = self.capture.as_ref();
        let mut lines = String::new();
        line(&mut lines, "title", self.headline.as_deref());
        line(&mut lines, "date", self.published);
        line(&mut lines, "modified", self.modified);
        line(&mut lines, "authors", some(&self.authors));
        line(&mut lines, "site", self.site_name.as_deref());
        line(&mut lines, "section", self.section.as_deref());
        // What reads these makes links of them.
        let pages: Vec<String> = self.pages.iter().filter_map(|url| safe_url(url)).collect();
        line(&mut lines, "url", self.url.as_deref().and_then(safe_url));
        line(&mut lines, "next_page", self.next_page.as_deref().and_then(safe_url));
        line(&mut lines, "pages", some(&pages));
        line(&mut lines, "archive_url", capture.and_then(|c| c.url.as_deref()).and_then(safe_url));
        line(&mut lines, "captured", capture.and_then(|c| c.timestamp));
        line(&mut lines, "tags", some(&self.tags));
        line(&mut lines, "language", self.language.as_deref());
        for (key, value) in more {
            line(&mut lines, key, Some(value));
        }
        if lines.is_empty() { lines } else { format!("---\n{lines}---\n") }
    }
}

fn some(items: &[String]) -> Option<&[String]> {
    Some(items).filter(|items| !items.is_empty())
}

/// A line of the data. As JSON, which is YAML too.
fn line(out: &mut String, key: &str, value: Option<impl Serialize>) {
    let Some(Ok(json)) = value.map(|value| serde_json::to_string(&value)) else { return };
    out.push_str(key);
    out.push_str(": ");
    for c in json.chars() {
        match c {
            // Readers of YAML refuse these, or take them for the end of the line; JSON lets them stand. None is outside of a string.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn the_data_are_quoted() {
        let mut out = String::new();
        line(&mut out, "title", Some("A: \"b\" # c\n---\u{85}\u{2028}\u{7}é"));
        line(&mut out, "tags", some(&["x, y".to_owned(), "[z]".to_owned()]));
        line(&mut out, "id", Some(7));
        line(&mut out, "url", None::<&str>);
        let expected = [r#"title: "A: \"b\" # c\n---\u0085\u2028\u0007é""#, r#"tags: ["x, y","[z]"]"#, "id: 7", ""];
        assert_eq!(out, expected.join("\n"));
    }

    #[test]
    fn what_is_not_known_has_no_line() {
        assert_eq!(samples::article("{}").front_matter(), "");
        assert_eq!(samples::article(r#"{"headline": "no"}"#).front_matter(), "---\ntitle: \"no\"\n---\n");
        let capture = r#"{"capture": {"archive": "a.example", "timestamp": "2007-12-11T03:21:45Z"}, "tags": ["1"]}"#;
        let expected = "---\ncaptured: \"2007-12-11T03:21:45Z\"\ntags: [\"1\"]\n---\n";
        assert_eq!(samples::article(capture).front_matter(), expected);
    }
}
