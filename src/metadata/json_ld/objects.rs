//! The objects of a page's JSON-LD: what they are, whether they are of this page, and which is the article.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::schema::{is_article_type, local_name};
use super::super::value::{is_front_page, same_page};

/// Objects of one page: more are lists.
const MAX_OBJECTS: usize = 1_000;

/// What an object is, the likeliest to be the page's article first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ObjectClass {
    /// An article of a newspaper or magazine.
    Article,
    /// A writing of a looser kind, or one without a type that has what only articles have.
    Post,
    /// A video or sound: the page's matter, or a player in it.
    Media,
    /// The page as such.
    Page,
    /// The site or the body behind it.
    Site,
}

impl ObjectClass {
    pub(super) fn is_article(self) -> bool {
        matches!(self, ObjectClass::Article | ObjectClass::Post)
    }
}

/// Types of writings that pages of other kinds carry as well: they yield to articles.
const POST_TYPES: [&str; 10] = [
    "blogposting",
    "socialmediaposting",
    "discussionforumposting",
    "scholarlyarticle",
    "techarticle",
    "report",
    "review",
    "recipe",
    "howto",
    "advertisercontentarticle",
];
const MEDIA_TYPES: [&str; 6] =
    ["videoobject", "audioobject", "podcastepisode", "imagegallery", "mediaobject", "newsvideoobject"];
const PAGE_TYPES: [&str; 7] =
    ["webpage", "itempage", "collectionpage", "mediagallery", "medicalwebpage", "creativework", "profilepage"];
const SITE_TYPES: [&str; 5] = ["website", "newsmediaorganization", "organization", "newspaper", "periodical"];

/// Objects by their `@id`, for those that only name another.
pub(super) type ObjectIndex<'v> = BTreeMap<&'v str, &'v Map<String, Value>>;

#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'v> {
    pub(super) map: &'v Map<String, Value>,
    pub(super) class: ObjectClass,
    /// Whether its address is the page's canonical one; unknown when either is.
    pub(super) agrees: Option<bool>,
    /// Whether it stands in a list of parts, where other articles stand too.
    pub(super) is_part: bool,
}

impl<'v> Object<'v> {
    /// The types, without their vocabulary's address, which archives rewrite.
    pub(super) fn types(&self) -> impl Iterator<Item = &'v str> {
        types(self.map)
    }

    pub(super) fn type_name(&self) -> &'v str {
        self.types().next().unwrap_or("object")
    }
}

fn types(map: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let types = map.get("@type").map_or(&[][..], |value| match value {
        Value::Array(list) => list,
        _ => std::slice::from_ref(value),
    });
    types.iter().filter_map(Value::as_str).map(|t| local_name(t.trim()))
}

fn object_class(map: &Map<String, Value>) -> Option<ObjectClass> {
    let has = |names: &[&str]| types(map).any(|t| names.iter().any(|n| n.eq_ignore_ascii_case(t)));
    if has(&POST_TYPES) {
        return Some(ObjectClass::Post);
    }
    if types(map).any(is_article_type) {
        return Some(ObjectClass::Article);
    }
    let is_untyped = types(map).next().is_none();
    let looks_like_one =
        map.contains_key("headline") && (map.contains_key("datePublished") || map.contains_key("author"));
    match () {
        () if is_untyped && looks_like_one => Some(ObjectClass::Post),
        () if has(&MEDIA_TYPES) => Some(ObjectClass::Media),
        () if has(&PAGE_TYPES) => Some(ObjectClass::Page),
        () if has(&SITE_TYPES) => Some(ObjectClass::Site),
        () => None,
    }
}

/// All objects that may be the page, its article or its site, in the page's order. What stands in other properties
/// (`itemListElement`, `mentions`, `relatedLink`, `liveBlogUpdate`) is of other things.
pub(super) fn collect_objects<'v>(blocks: &'v [Value], canonical: Option<&str>) -> (Vec<Object<'v>>, ObjectIndex<'v>) {
    let mut found: Vec<Object> = Vec::new();
    let mut index = ObjectIndex::new();
    // The last is next.
    let mut todo: Vec<(&Value, bool)> = blocks.iter().rev().map(|b| (b, false)).collect();
    let mut steps = 0;
    while let Some((value, is_part)) = todo.pop() {
        steps += 1;
        if steps > MAX_OBJECTS {
            break;
        }
        match value {
            Value::Array(list) => todo.extend(list.iter().take(MAX_OBJECTS).rev().map(|v| (v, is_part))),
            Value::Object(map) => {
                if let Some(id) = map.get("@id").and_then(Value::as_str)
                    && map.len() > 1
                {
                    index.entry(id).or_insert(map);
                }
                if let Some(class) = object_class(map) {
                    found.push(Object { map, class, agrees: agrees(map, canonical), is_part });
                }
                for (key, is_list) in
                    [("hasPart", true), ("mainEntityOfPage", false), ("mainEntity", false), ("@graph", false)]
                {
                    let Some(inner) = map.get(key) else { continue };
                    // A page whose main matter is several things is a list of them.
                    let is_several = key == "mainEntity" && inner.as_array().is_some_and(|a| a.len() > 1);
                    todo.push((inner, is_part || is_list || is_several));
                }
            }
            _ => {}
        }
    }
    (found, index)
}

/// The object that is the page's article, or stands for it.
pub(super) fn main_object<'a, 'v>(all: &'a [Object<'v>]) -> Option<&'a Object<'v>> {
    let articles = || all.iter().filter(|o| o.class.is_article());
    let parts = articles().filter(|o| o.is_part).count();
    let is_possible = |o: &&Object| !o.is_part || o.agrees == Some(true) || parts == 1;
    // The first of those that are equally likely.
    let article = articles().filter(is_possible).min_by_key(|o| (doubt(o.agrees), o.is_part, o.class));
    // One article that names another address is still the page's, whose address may have changed; of several such,
    // none is.
    let article = article.filter(|o| o.agrees != Some(false) || articles().count() == 1);
    let rest = || all.iter().filter(|o| matches!(o.class, ObjectClass::Media | ObjectClass::Page) && !o.is_part);
    article.or_else(|| rest().filter(|o| o.agrees != Some(false)).min_by_key(|o| (doubt(o.agrees), o.class)))
}

fn doubt(agrees: Option<bool>) -> u8 {
    match agrees {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    }
}

fn agrees(map: &Map<String, Value>, canonical: Option<&str>) -> Option<bool> {
    let canonical = canonical?;
    let address = |key: &str| map.get(key).and_then(address);
    let own = ["mainEntityOfPage", "url"].iter().filter_map(|key| address(key));
    let own: Vec<&str> = own.filter(|url| is_address(url) && !is_front_page(url)).collect();
    if own.iter().any(|url| same_page(url, canonical)) || address("@id").is_some_and(|id| same_page(id, canonical)) {
        return Some(true);
    }
    // An `@id` that differs is only a name.
    (!own.is_empty()).then_some(false)
}

fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(url) => Some(url),
        Value::Object(map) => map.get("@id").or_else(|| map.get("url")).and_then(Value::as_str),
        _ => None,
    }
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with('/')
}

/// The object that a value is, or that it names by its `@id`.
pub(super) fn resolve_reference<'v>(value: &'v Value, index: &ObjectIndex<'v>) -> Option<&'v Map<String, Value>> {
    let map = value.as_object()?;
    let is_reference = !map.contains_key("name");
    let named = map.get("@id").and_then(Value::as_str).filter(|_| is_reference).and_then(|id| index.get(id));
    Some(named.copied().unwrap_or(map))
}
