//! Two articles compared, and the difference told so that it can be read.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// How many fields are told of, and how many entries of a list.
const FIELDS: usize = 8;
const ENTRIES: usize = 3;
/// How much of a text stands on either side of its first difference.
const CONTEXT: usize = 60;

/// The fields that are not equal.
pub fn differing_fields(expected: &Value, found: &Value) -> BTreeSet<String> {
    let (expected, found) = (fields(expected), fields(found));
    let names = expected.keys().chain(found.keys());
    names.filter(|name| expected.get(*name) != found.get(*name)).cloned().collect()
}

/// All well, or the differences.
pub fn report(expected: &Value, found: &Value) -> Result<(), String> {
    let names = differing_fields(expected, found);
    if names.is_empty() {
        return Ok(());
    }
    let (expected, found) = (fields(expected), fields(found));
    let list: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut out = format!("{} fields differ: {}\n", names.len(), list.join(", "));
    for name in names.iter().take(FIELDS) {
        difference(&mut out, name, expected.get(name), found.get(name));
    }
    Err(out)
}

/// The fields of an article; of each warning the code alone, and not the confidence, which moves with every fit of
/// the model and has a test of its own.
fn fields(article: &Value) -> Map<String, Value> {
    let mut fields = article.as_object().cloned().unwrap_or_default();
    fields.remove("confidence");
    if let Some(Value::Array(warnings)) = fields.get_mut("warnings") {
        warnings.iter_mut().for_each(|w| *w = w["code"].take());
    }
    fields
}

fn difference(out: &mut String, path: &str, expected: Option<&Value>, found: Option<&Value>) {
    match (expected, found) {
        (Some(expected), None) => *out += &format!("\n{path}\n  expected {}\n  found    nothing\n", shown(expected)),
        (None, Some(found)) => *out += &format!("\n{path}\n  expected nothing\n  found    {}\n", shown(found)),
        (Some(Value::Array(expected)), Some(Value::Array(found))) => lists(out, path, expected, found),
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            let names: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
            for name in names.into_iter().filter(|n| expected.get(*n) != found.get(*n)) {
                difference(out, &format!("{path}.{name}"), expected.get(name), found.get(name));
            }
        }
        (Some(Value::String(expected)), Some(Value::String(found))) => {
            let same = expected.chars().zip(found.chars()).take_while(|(e, f)| e == f).count();
            let from = |text: &str| {
                let start = same.saturating_sub(CONTEXT);
                let part: String = text.chars().skip(start).take(2 * CONTEXT).collect();
                let before = if start > 0 { "…" } else { "" };
                let after = if text.chars().count() > start + 2 * CONTEXT { "…" } else { "" };
                format!("{before}{}{after}", Value::from(part))
            };
            *out += &format!(
                "\n{path}, from character {same}\n  expected {}\n  found    {}\n",
                from(expected),
                from(found)
            );
        }
        (expected, found) => {
            let show = |v: Option<&Value>| v.map_or_else(String::new, shown);
            *out += &format!("\n{path}\n  expected {}\n  found    {}\n", show(expected), show(found));
        }
    }
}

/// Lists: what only one has and, where both have as many, the first entry that differs.
fn lists(out: &mut String, path: &str, expected: &[Value], found: &[Value]) {
    let first = expected.iter().zip(found).position(|(e, f)| e != f);
    if expected.len() == found.len()
        && let Some(n) = first
    {
        let others = expected.iter().zip(found).filter(|(e, f)| e != f).count() - 1;
        difference(out, &format!("{path}[{n}]"), Some(&expected[n]), Some(&found[n]));
        if others > 0 {
            *out += &format!("  and {others} more of {path}\n");
        }
        return;
    }
    *out += &format!("\n{path}: expected {} entries, found {}\n", expected.len(), found.len());
    for (word, these, those) in [("missing", expected, found), ("unexpected", found, expected)] {
        let only: Vec<(usize, &Value)> = these.iter().enumerate().filter(|(_, v)| !those.contains(v)).collect();
        for (n, value) in only.iter().take(ENTRIES) {
            *out += &format!("  {word} [{n}] {}\n", shown(value));
        }
        if only.len() > ENTRIES {
            *out += &format!("  and {} more {word}\n", only.len() - ENTRIES);
        }
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.chars().count() > 3 * CONTEXT {
        true => text.chars().take(3 * CONTEXT).collect::<String>() + "…",
        false => text,
    }
}

/// The comparison itself, on values made by hand.
pub fn check() {
    use serde_json::json;
    let a = json!({"headline": "One", "body": ["x", "y"], "warnings": [{"code": "c", "detail": "d"}]});
    let same = json!({"body": ["x", "y"], "headline": "One", "warnings": [{"code": "c"}]});
    assert_eq!(report(&a, &same), Ok(()));
    let b = json!({"headline": "One ", "body": ["x", "z", "y"], "kicker": "K"});
    assert_eq!(differing_fields(&a, &b), ["body", "headline", "kicker", "warnings"].map(String::from).into());
    assert_eq!(
        report(&a, &b).unwrap_err(),
        "4 fields differ: body, headline, kicker, warnings\n\
        \nbody: expected 2 entries, found 3\n  unexpected [1] \"z\"\n\
        \nheadline, from character 3\n  expected \"One\"\n  found    \"One \"\n\
        \nkicker\n  expected nothing\n  found    \"K\"\n\
        \nwarnings\n  expected [\"c\"]\n  found    nothing\n"
    );
    let nested = report(&json!({"body": [{"at": 1, "t": "a"}, 2]}), &json!({"body": [{"at": 2, "t": "a"}, 3]}));
    assert_eq!(
        nested.unwrap_err(),
        "1 fields differ: body\n\nbody[0].at\n  expected 1\n  found    2\n  and 1 more of body\n"
    );
    let long = "ü".repeat(200);
    let far = report(&json!({"b": format!("{long}x")}), &json!({"b": format!("{long}y")})).unwrap_err();
    assert!(far.contains("from character 200") && far.contains("…\"") && far.contains("üx\"\n"), "{far}");
}
