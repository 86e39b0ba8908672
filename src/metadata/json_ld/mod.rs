//! JSON-LD: which of a page's objects is its article, and what that says.

mod objects;
mod repair;

use serde_json::{Map, Value};

use objects::{Object, ObjectClass};

use super::builder::{Field, MetadataBuilder, Source, TagSource};
use super::found::{Picture, Rank};
use super::pictures::pixels;
use super::schema::local_name;
use super::value;
use crate::dom::{Document, NodeId};

/// The values of a page's JSON-LD scripts, in its order.
pub(super) fn parse_blocks(doc: &Document, scripts: &[NodeId]) -> Vec<Value> {
    scripts.iter().flat_map(|&n| repair::parse_block(&doc.raw_text(n), doc.limits().json_depth())).collect()
}

/// The values of one script.
#[cfg(feature = "fuzzing")]
pub(super) fn parse_text(script: &str) -> Vec<Value> {
    repair::parse_block(script, crate::options::Limits::default().json_depth())
}

/// What a property of an article is, and how far it is trusted on the article itself.
const ARTICLE_PROPERTIES: [(&str, Field, Rank); 14] = [
    ("headline", Field::Headline, Rank::Record),
    // What anything has. Of an article it is the headline or the page's title.
    ("name", Field::Headline, Rank::Shared),
    ("alternativeHeadline", Field::Headline, Rank::Near),
    ("description", Field::Description, Rank::Record),
    ("abstract", Field::Description, Rank::Near),
    ("datePublished", Field::Published, Rank::Record),
    ("dateCreated", Field::Published, Rank::Near),
    ("uploadDate", Field::Published, Rank::Near),
    ("dateModified", Field::Modified, Rank::Record),
    ("author", Field::Author, Rank::Record),
    ("creator", Field::Author, Rank::Library),
    ("publisher", Field::SiteName, Rank::Record),
    ("articleSection", Field::Section, Rank::Record),
    ("keywords", Field::Tags, Rank::Record),
];

/// What a page's JSON-LD says of the page.
pub(super) struct Record<'v> {
    /// The article, then other objects that are the same article or the page.
    objects: Vec<Object<'v>>,
    /// Whether the first of them is an article, and by its type or address this page's.
    is_article: bool,
    /// The site and the bodies that the page names.
    sites: Vec<Object<'v>>,
    index: objects::ObjectIndex<'v>,
}

impl<'v> Record<'v> {
    pub(super) fn from_blocks(blocks: &'v [Value], canonical: Option<&str>) -> Self {
        let (all, index) = objects::collect_objects(blocks, canonical);
        let sites = all.iter().filter(|o| o.class == ObjectClass::Site).copied().collect();
        let main = objects::main_object(&all);
        let Some(main) = main else { return Record { objects: Vec::new(), is_article: false, sites, index } };
        let is_article = main.class.is_article() || (main.class == ObjectClass::Media && main.agrees == Some(true));
        let headline = |o: &Object| o.map.get("headline").and_then(text).and_then(|t| value::clean_text(&t));
        let same_headline = |o: &Object| headline(o).is_some() && headline(o) == headline(main);
        let others = all.iter().filter(|o| !std::ptr::eq(o.map, main.map)).filter(|o| match o.class {
            ObjectClass::Article | ObjectClass::Post => o.agrees == Some(true) || same_headline(o),
            ObjectClass::Page => o.agrees != Some(false) && !o.is_part,
            ObjectClass::Media | ObjectClass::Site => false,
        });
        let objects = std::iter::once(main).chain(others).copied().collect();
        Record { objects, is_article, sites, index }
    }

    pub(super) fn language(&self) -> Option<String> {
        self.objects.iter().filter_map(|o| o.map.get("inLanguage")).find_map(|v| {
            // A language as an object has its code beside its name.
            let code = objects::resolve_reference(v, &self.index).and_then(|o| o.get("alternateName")).and_then(text);
            code.or_else(|| text(v))
        })
    }

    pub(super) fn add_to(&self, builder: &mut MetadataBuilder) {
        for (at, object) in self.objects.iter().enumerate() {
            let is_main = at == 0 && self.is_article;
            self.add_object(object, is_main, builder);
        }
        for site in &self.sites {
            if let Some(name) = site.map.get("name").and_then(text) {
                let origin = format!("json-ld {} name", site.type_name());
                builder.add(Field::SiteName, &name, Source::unplaced(&origin, Rank::Near));
            }
        }
    }

    fn add_object(&self, object: &Object, is_main: bool, builder: &mut MetadataBuilder) {
        builder.add_types(object.types());
        for (name, field, rank) in ARTICLE_PROPERTIES {
            let Some(value) = object.map.get(name) else { continue };
            // A video's publication is its upload.
            let is_upload = name == "uploadDate" && object.class == ObjectClass::Media;
            let rank = match is_main {
                true if is_upload => Rank::Record,
                true => rank,
                false => rank.max(Rank::Near),
            };
            let origin = match object.class.is_article() {
                true => format!("json-ld {name}"),
                false => format!("json-ld {} {name}", object.type_name()),
            };
            let source = Source::unplaced(&origin, rank);
            match field {
                Field::Author => builder.add_names(self.names_in(value), source),
                Field::Tags => self.add_tags(value, builder),
                Field::SiteName => {
                    for name in self.names_in(value) {
                        builder.add(field, &name, source);
                    }
                }
                Field::Section => {
                    for section in each_value(value).filter_map(text) {
                        builder.add(field, &section, source);
                    }
                }
                _ => {
                    if let Some(text) = text(value) {
                        builder.add(field, &text, source);
                    }
                }
            }
        }
        if object.class.is_article() {
            self.keep_longest_body(object.map, builder);
            self.add_pictures(object.map, builder);
        }
        if builder.found.free.is_none() {
            builder.found.free = object.map.get("isAccessibleForFree").and_then(parse_bool);
        }
    }

    /// The longest of the bodies: a second object of the article often has the first lines alone.
    fn keep_longest_body(&self, map: &Map<String, Value>, builder: &mut MetadataBuilder) {
        let Some(body) = map.get("articleBody").and_then(text) else { return };
        let longest = builder.found.article_body.as_ref().map_or(0, String::len);
        if body.len() > longest && !body.trim().is_empty() {
            builder.found.article_body = Some(body);
        }
    }

    /// The pictures of an article: addresses, objects with one, or a list of such.
    fn add_pictures(&self, map: &'v Map<String, Value>, builder: &mut MetadataBuilder) {
        /// A list of more is a gallery's.
        const MAX_PICTURES: usize = 20;
        for name in ["image", "thumbnailUrl"] {
            let values = map.get(name).map(each_value).into_iter().flatten();
            for found in values.take(MAX_PICTURES) {
                let object = objects::resolve_reference(found, &self.index);
                let of = |key: &str| object.and_then(|o| o.get(key)).and_then(text);
                let address =
                    || of("url").or_else(|| of("contentUrl")).or_else(|| of("@id").filter(|id| id.contains("://")));
                let url = found.as_str().map(str::to_owned).or_else(address);
                let Some(url) = url.as_deref().and_then(value::clean_url) else { continue };
                let size = |key: &str| of(key).as_deref().and_then(pixels);
                let picture = Picture { url, width: size("width"), height: size("height") };
                builder.add_picture(picture, Source::unplaced(&format!("json-ld {name}"), Rank::Record));
            }
        }
    }

    fn add_tags(&self, value: &Value, builder: &mut MetadataBuilder) {
        match value {
            Value::String(list) => builder.add_tag_list(TagSource::Record, list),
            _ => builder.add_tags(TagSource::Record, self.names_in(value)),
        }
    }

    /// The names in a value that may be a name, an object with one, or a list of such, at whatever depth.
    fn names_in(&self, value: &'v Value) -> Vec<String> {
        /// More steps than any list of authors takes; objects may name each other in a circle.
        const MAX_STEPS: usize = 500;
        let mut names = Vec::new();
        let mut todo = vec![value];
        for _ in 0..MAX_STEPS {
            let Some(value) = todo.pop() else { break };
            match value {
                Value::String(name) => names.push(name.clone()),
                Value::Array(list) => todo.extend(list.iter().rev().take(MAX_STEPS)),
                Value::Object(_) => {
                    let Some(map) = objects::resolve_reference(value, &self.index) else { continue };
                    let inner = ["name", "@list", "@set", "@value"].iter().find_map(|key| map.get(*key));
                    match inner {
                        Some(inner) => todo.push(inner),
                        None => names.extend(parts_of_name(map)),
                    }
                }
                _ => {}
            }
        }
        names
    }
}

fn parts_of_name(map: &Map<String, Value>) -> Option<String> {
    let parts: Vec<String> =
        ["givenName", "additionalName", "familyName"].iter().filter_map(|key| map.get(*key).and_then(text)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The text of a value; of several, the first.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => list.iter().find_map(scalar_text),
        Value::Object(map) => map.get("@value").or_else(|| map.get("name")).and_then(scalar_text),
        _ => None,
    }
}

/// The text of a value that holds no others, or of one that says its language.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => map.get("@value").or_else(|| map.get("name")).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn each_value(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(list) => list.iter(),
        _ => std::slice::from_ref(value).iter(),
    }
}

fn parse_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::String(text) => match local_name(text.trim()).to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
