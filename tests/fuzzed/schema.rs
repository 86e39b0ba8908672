//! Whether a record is as `article.schema.json` says: as much of JSON Schema as that file uses, and nothing unknown passed over.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../article.schema.json")).unwrap());

pub fn assert_valid(record: &Value) {
    if let Err(fault) = check(record, &SCHEMA) {
        panic!("not as the schema says: {fault}\n{record}");
    }
}

fn check(value: &Value, schema: &Value) -> Result<(), String> {
    for (key, rule) in schema.as_object().into_iter().flatten() {
        let holds = match key.as_str() {
            "$ref" => return check(value, SCHEMA.pointer(&rule.as_str().unwrap()[1..]).unwrap()),
            "type" => is_type(value, rule),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().unwrap()),
            // Held to the type itself by reading the record back.
            "pattern" | "format" => true,
            "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
            "oneOf" => rule.as_array().unwrap().iter().filter(|rule| check(value, rule).is_ok()).count() == 1,
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| check(value, rule).is_ok()),
            "items" => value.as_array().into_iter().flatten().try_for_each(|item| check(item, rule)).map(|()| true)?,
            "properties" => {
                value.as_object().map_or(Ok(()), |fields| properties(fields, rule, schema)).map(|()| true)?
            }
            "additionalProperties" | "$defs" | "$schema" | "title" | "description" | "default" | "$id" => true,
            other => panic!("a rule that is not known here: {other}"),
        };
        if !holds {
            return Err(format!("{key} {rule}: {value}"));
        }
    }
    Ok(())
}

fn properties(fields: &Map<String, Value>, rules: &Value, schema: &Value) -> Result<(), String> {
    for (name, value) in fields {
        match rules.get(name).or_else(|| schema.get("additionalProperties")) {
            Some(rule) => check(value, rule).map_err(|fault| format!("{name}: {fault}"))?,
            None => return Err(format!("a field that the schema does not have: {name}")),
        }
    }
    Ok(())
}

fn is_type(value: &Value, rule: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is))
}
