//! The JSON Schema of an article.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::date::DateTime;
use super::parts::Article;

/// The JSON Schema (draft 2020-12) of [`Article::to_json`](crate::Article::to_json), made from the types of this crate.
///
/// The repository has it as `article.schema.json`, and `cuttings schema` prints it. Records of a batch are articles with
/// `id` and `source` in front.
///
/// ```
/// let schema = cuttings::article_schema();
/// assert_eq!(schema["title"], "Article");
/// assert!(schema["properties"]["headline"]["description"].as_str().unwrap().starts_with("The headline"));
/// ```
pub fn article_schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Article>();
    RecursiveTransform(plain_description).transform(&mut schema);
    schema.to_value()
}

/// Makes a description plain words: the types' own has examples, and links within the documentation of the crate.
fn plain_description(schema: &mut Schema) {
    let Some(description) = schema.get("description").and_then(|d| d.as_str()) else { return };
    let words = description.split("```").next().unwrap_or_default();
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, link)) = rest.split_once("[`") {
        plain.push_str(before);
        let Some((name, behind)) = link.split_once("`]") else { break };
        plain.push('`');
        plain.push_str(name);
        plain.push('`');
        rest = match behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, behind)) => behind,
            None => behind,
        };
    }
    plain.push_str(rest);
    let plain = plain.split("\n\n").map(|p| p.replace('\n', " ")).collect::<Vec<_>>().join("\n\n");
    schema.insert("description".to_owned(), plain.trim().into());
}

impl JsonSchema for DateTime {
    fn schema_name() -> Cow<'static, str> {
        "DateTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "A month, a day, or a day and time, with the offset from UTC where it is known, in ISO 8601.",
            "type": "string",
            "pattern": r"^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?)?)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_plain_words() {
        let described = |text: &str| {
            let mut schema = schemars::json_schema!({ "description": text });
            plain_description(&mut schema);
            schema.get("description").and_then(|d| d.as_str()).map(str::to_owned)
        };
        let text = "One of\n[`Article::body`], or [`links`](crate::Options::links) [sic].\n\n```\ncode\n```";
        assert_eq!(described(text).as_deref(), Some("One of `Article::body`, or `links` [sic]."));
    }
}
