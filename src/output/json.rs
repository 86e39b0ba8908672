//! JSON, the schema of the README.

use crate::article::Article;

impl Article {
    /// The article as JSON on one line: unknown fields left out, the order of the fields fixed.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails", "body": []}"#).unwrap();
    /// assert_eq!(article.to_json(), r#"{"headline":"Ferry sails","body":[]}"#);
    /// ```
    pub fn to_json(&self) -> String {
        // Cannot fail: every key is a string, and nothing in an article refuses to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As [`Article::to_json`], over several lines, indented by two spaces.
    ///
    /// ```
    /// let article: cuttings::Article = serde_json::from_str(r#"{"headline": "Ferry sails"}"#).unwrap();
    /// assert_eq!(article.to_json_pretty(), "{\n  \"headline\": \"Ferry sails\",\n  \"body\": []\n}");
    /// ```
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::output::samples;

    #[test]
    fn an_article_comes_back_from_its_json() {
        let article = samples::full();
        assert_eq!(samples::article(&article.to_json()), article);
        assert_eq!(samples::article(&article.to_json_pretty()), article);
        assert!(!article.to_json().contains('\n'));
        assert!(article.to_json().contains(r#""text":"First line\nsecond line.""#));
    }

    #[test]
    fn the_order_of_the_fields_is_fixed() {
        let json = samples::full().to_json();
        let at = |key: &str| json.find(&format!("\"{key}\":")).unwrap();
        let order = [
            "headline",
            "kicker",
            "summary",
            "published",
            "modified",
            "authors",
            "byline",
            "language",
            "body",
            "media",
            "quotes",
            "asides",
            "notes",
            "comments",
        ];
        assert!(order.map(at).is_sorted(), "{json}");
    }
}
