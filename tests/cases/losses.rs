//! What one reading of a page lacks that another has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::aspects::{fold, strings_of};
use crate::case::Case;

/// Something that is less with a profile than without.
#[derive(Debug, PartialEq)]
pub struct Loss {
    /// The field and what is less of it, as `case.toml` excuses it where the profile is right:
    /// - `FIELD.missing`: a text that only the reading without the profile has;
    /// - `FIELD.other`: a headline, kicker, section, name, language or time that is another one, and no finer one;
    /// - `authors.lost`, `tags.lost`, `summary.lost`: entries that are gone;
    /// - `byline.lost`, `byline.label`: words of it that are gone, words in it that are labels of the page;
    /// - `body.lost`: text of the body that is nowhere in the article, though no line of `absent`;
    /// - `body.heading`, `body.kind`: a heading, an item, a quotation or a row that became a paragraph;
    /// - `media.lost`, `media.caption`, `media.credit`, `media.alt`: pictures that are gone, and what is said of others;
    /// - `quotes.lost`, `asides.lost`, `comments.lost`: text of boxes that is nowhere in the article;
    /// - `quotes.attribution`, `comments.attribution`: who said what is still there;
    /// - `warnings.more`: a warning that only the reading with the profile gives.
    pub name: String,
    pub what: String,
}

fn loss(field: &str, part: &str, what: impl Into<String>) -> Loss {
    Loss { name: format!("{field}.{part}"), what: what.into() }
}

/// What the reading with a profile lacks that the one without has.
pub fn losses(with: &Value, without: &Value, case: &Case) -> Result<Vec<Loss>, String> {
    let mut out = Vec::new();
    fields(with, without, &mut out);
    byline(with, without, &labels_of(&case.source()?), &mut out);
    let absent: Vec<String> = case.settings.absent.iter().map(|line| fold(line)).collect();
    body(with, without, &absent, &mut out);
    media(with, without, &mut out);
    boxes(with, without, &absent, &mut out);
    let code = |warning: &Value| warning["code"].as_str().map(str::to_owned);
    let more = minus(&list(with, "warnings", code), &list(without, "warnings", code));
    out.extend(more.into_iter().map(|what| loss("warnings", "more", what)));
    Ok(out)
}

/// Fields that are a text or a list of texts.
fn fields(with: &Value, without: &Value, out: &mut Vec<Loss>) {
    const TEXTS: [&str; 7] = ["headline", "kicker", "section", "site_name", "language", "description", "canonical_url"];
    for (name, value) in without.as_object().into_iter().flatten() {
        if with.get(name).is_none() && value.is_string() {
            out.push(loss(name, "missing", value.to_string()));
        }
    }
    for name in TEXTS.into_iter().chain(["published", "modified"]) {
        let (Some(a), Some(b)) = (with[name].as_str(), without[name].as_str()) else { continue };
        let same = if TEXTS.contains(&name) { a.to_lowercase() == b.to_lowercase() } else { is_as_fine(a, b) };
        if !same {
            out.push(loss(name, "other", format!("{a:?} in place of {b:?}")));
        }
    }
    let text = |v: &Value| v.as_str().map(str::to_owned);
    for field in ["authors", "tags", "summary"] {
        let lost = minus(&list(without, field, text), &list(with, field, text));
        out.extend(lost.into_iter().map(|what| loss(field, "lost", what)));
    }
}

/// Whether a time is the other one, or the same told with a clock, seconds or a zone besides.
fn is_as_fine(time: &str, other: &str) -> bool {
    let zone_at = |t: &str| t.find('T').and_then(|clock| Some(clock + t[clock..].find(['Z', '+', '-'])?));
    let (time, zone) = time.split_at(zone_at(time).unwrap_or(time.len()));
    let (other, other_zone) = other.split_at(zone_at(other).unwrap_or(other.len()));
    let is_finer = |coarse: &str| time.strip_prefix(coarse).is_some_and(|rest| rest.starts_with(['T', ':']));
    let same = time == other || is_finer(other) || other.strip_suffix(":00").is_some_and(is_finer);
    same && (zone == other_zone || other_zone.is_empty())
}

fn byline(with: &Value, without: &Value, labels: &BTreeSet<String>, out: &mut Vec<Loss>) {
    let (with, without) = (with["byline"].as_str().unwrap_or(""), without["byline"].as_str().unwrap_or(""));
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<BTreeSet<_>>();
    if !with.is_empty() {
        out.extend(words(without).difference(&words(with)).map(|word| loss("byline", "lost", word)));
    }
    for part in with.split(',').map(|part| part.trim().to_lowercase()).filter(|part| labels.contains(part)) {
        out.push(loss("byline", "label", part));
    }
}

/// What a page calls its buttons, times and tools, in lower case.
fn labels_of(source: &str) -> BTreeSet<String> {
    let html = scraper::Html::parse_document(source);
    let selector = scraper::Selector::parse("button, button *, time, label, option, [role=button], h2, h3").unwrap();
    let texts = html.select(&selector).map(|element| fold(&element.text().collect::<String>()).to_lowercase());
    let known = ["share", "save", "print", "email", "follow", "comments", "published", "updated", "last updated"];
    texts.chain(known.map(str::to_owned)).filter(|text| !text.is_empty()).collect()
}

/// The texts of the body, each with what it is.
fn pieces(article: &Value) -> Vec<(&str, String)> {
    let mut out = Vec::new();
    for block in article["body"].as_array().into_iter().flatten() {
        let kind = block["type"].as_str().unwrap_or("");
        out.extend(strings_of(block).into_iter().filter(|text| text != kind).map(|text| (kind, text)));
    }
    out
}

fn body(with: &Value, without: &Value, absent: &[String], out: &mut Vec<Loss>) {
    let everything = strings_of(with);
    let told = pieces(with);
    for (kind, text) in pieces(without) {
        if !everything.iter().any(|s| s.contains(&text)) {
            if !absent.iter().any(|line| text.contains(line)) {
                out.push(loss("body", "lost", text));
            }
        } else if kind != "paragraph" && told.iter().any(|(k, t)| *k == "paragraph" && *t == text) {
            out.push(loss("body", if kind == "heading" { "heading" } else { "kind" }, text));
        }
    }
}

fn media(with: &Value, without: &Value, out: &mut Vec<Loss>) {
    let of = |article: &Value| article["media"].as_array().cloned().unwrap_or_default();
    let shown = of(with);
    for medium in of(without) {
        // One without an address is known by what is said of it.
        let is_same = |other: &&Value| match medium.get("url") {
            Some(url) => other.get("url") == Some(url),
            None => other.get("url").is_none(),
        };
        let same: Vec<&Value> = shown.iter().filter(is_same).collect();
        if same.is_empty() {
            out.push(loss("media", "lost", medium.to_string()));
            continue;
        }
        for part in ["caption", "credit", "alt"] {
            if medium.get(part).is_some() && same.iter().all(|other| other.get(part).is_none()) {
                out.push(loss("media", part, medium[part].to_string()));
            }
        }
    }
}

fn boxes(with: &Value, without: &Value, absent: &[String], out: &mut Vec<Loss>) {
    let everything = strings_of(with);
    let is_told =
        |text: &String| everything.iter().any(|s| s.contains(text)) || absent.iter().any(|line| text.contains(line));
    for field in ["quotes", "comments", "asides"] {
        for entry in without[field].as_array().into_iter().flatten() {
            let parts = if field == "asides" { pieces(entry) } else { vec![("", text_of(entry))] };
            let lost = parts.into_iter().filter(|(_, text)| !is_told(text));
            out.extend(lost.map(|(_, text)| loss(field, "lost", text)));
        }
    }
    for field in ["quotes", "comments"] {
        let attributed = |entry: &Value| Some(text_of(entry)).filter(|_| entry.get("attribution").is_some());
        let nameless = |entry: &Value| Some(text_of(entry)).filter(|_| entry.get("attribution").is_none());
        let nameless = list(with, field, nameless);
        let lost = list(without, field, attributed).into_iter().filter(|text| nameless.contains(text));
        out.extend(lost.map(|text| loss(field, "attribution", text)));
    }
}

/// The words of a quotation or comment.
fn text_of(entry: &Value) -> String {
    fold(entry["text"].as_str().unwrap_or(""))
}

fn list(article: &Value, field: &str, text: impl Fn(&Value) -> Option<String>) -> Vec<String> {
    article[field].as_array().into_iter().flatten().filter_map(text).collect()
}

fn minus(these: &[String], those: &[String]) -> Vec<String> {
    these.iter().filter(|text| !those.contains(text)).cloned().collect()
}

/// The comparison itself, on values made by hand.
pub fn check() {
    use serde_json::json;
    check_times();
    let case = |source: &str, absent: &[&str]| {
        let absent = absent.iter().map(|line| (*line).to_owned()).collect();
        let settings = crate::case::Settings { absent, ..Default::default() };
        Case { bytes: source.as_bytes().to_vec(), expected: Value::Null, settings }
    };
    let names = |with: &Value, without: &Value| {
        let found = losses(with, without, &case("<button>Keep it</button>", &["Read on"])).unwrap();
        found.into_iter().map(|loss| loss.name).collect::<Vec<_>>()
    };
    let full = json!({
        "headline": "One", "site_name": "GAZETTE", "published": "2024-05-03", "byline": "By Ann Lee", "authors": ["Ann Lee"],
        "body": [
            {"type": "heading", "level": 2, "text": "Two"}, {"type": "paragraph", "text": "Three."},
            {"type": "list", "ordered": false, "items": ["four"]}, {"type": "paragraph", "text": "Read on: five"},
        ],
        "media": [{"kind": "image", "url": "a.jpg", "caption": "Six", "at": 0}],
        "quotes": [{"kind": "pull", "text": "Seven", "attribution": "Eight", "at": 0}],
    });
    assert_eq!(names(&full, &full), Vec::<String>::new());
    // Finer, in another place, or called absent: nothing of it is less.
    let mut finer = full.clone();
    finer["site_name"] = "Gazette".into();
    finer["published"] = "2024-05-03T10:00:00Z".into();
    finer["byline"] = "By Ann Lee, Editor".into();
    finer["body"] =
        json!([{"type": "heading", "level": 3, "text": "Two"}, {"type": "list", "ordered": true, "items": ["four"]}]);
    finer["asides"] = json!([{"body": [{"type": "paragraph", "text": "Three."}], "at": 0}]);
    assert_eq!(names(&finer, &full), Vec::<String>::new());
    let less = json!({
        "site_name": "Courier", "published": "2024-05-04T10:00:00Z", "byline": "Lee, Keep it", "authors": [],
        "body": [{"type": "paragraph", "text": "Two"}, {"type": "paragraph", "text": "four"}],
        "media": [{"kind": "image", "url": "a.jpg", "at": 0}],
        "quotes": [{"kind": "pull", "text": "Seven", "at": 0}],
        "warnings": [{"code": "x"}],
    });
    let expected = [
        "headline.missing",
        "site_name.other",
        "published.other",
        "authors.lost",
        "byline.lost",
        "byline.lost",
        "byline.label",
        "body.heading",
        "body.lost",
        "body.kind",
        "media.caption",
        "quotes.attribution",
        "warnings.more",
    ];
    assert_eq!(names(&less, &full), expected);
    let none = names(&json!({}), &full);
    assert_eq!(none.iter().filter(|name| name.ends_with(".lost")).count(), 1 + 3 + 1 + 1, "{none:?}");
}

fn check_times() {
    for (time, other) in
        [("2024-05-03T10:01:02Z", "2024-05-03T10:01:00Z"), ("2024-05-03T10:01:02+02:00", "2024-05-03T10:01:02")]
    {
        assert!(is_as_fine(time, other) && is_as_fine(time, time), "{time} {other}");
    }
    for (time, other) in [("2024-05-03", "2024-05-03T10:01:00Z"), ("2024-05-03T10:01:02Z", "2024-05-03T10:01:02+01:00")]
    {
        assert!(!is_as_fine(time, other), "{time} {other}");
    }
}
