//! The columns: the same for every table, whatever its rows hold.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};

/// The columns of a table of articles, as [`TableBuilder`](crate::TableBuilder) fills them and the program's Parquet holds them: the same
/// whatever the rows hold. Only `id` and `source` are never null; a field that a page does not have, is.
pub fn table_schema() -> Schema {
    let required = ["id", "source"].map(|name| Field::new(name, DataType::Utf8, false));
    let mut fields: Vec<Field> = required.into();
    fields.extend(texts(["url", "canonical_url", "capture_archive"]));
    fields.extend([instant("capture_timestamp"), text("capture_url"), int("status")]);
    fields.extend([text("headline"), text("kicker"), list("summary", DataType::Utf8), text("description")]);
    for name in ["published", "modified"] {
        fields.extend([instant(name), text(&format!("{name}_precision")), text(&format!("{name}_text"))]);
    }
    fields.extend([list("authors", DataType::Utf8), text("byline"), text("site_name"), text("section")]);
    fields.extend([list("tags", DataType::Utf8), text("language")]);
    fields.push(group("image", vec![text("url"), long("width"), long("height")]));
    fields.extend([groups("body", block()), text("text")]);
    let media = ["kind", "url", "alt", "caption", "credit"].map(text).into_iter().chain([long("at")]);
    fields.push(groups("media", media.collect()));
    fields.push(groups("quotes", vec![text("kind"), text("text"), text("attribution"), long("at")]));
    fields.push(groups("asides", vec![text("title"), groups("body", block()), long("at")]));
    fields.push(groups("notes", vec![text("kind"), text("text")]));
    fields.push(groups("comments", vec![text("text"), text("attribution")]));
    fields.extend([text("profile"), Field::new("confidence", DataType::Float64, true)]);
    fields.extend([text("next_page"), list("pages", DataType::Utf8)]);
    fields.push(groups("warnings", vec![text("code"), text("detail")]));
    fields.push(map("provenance"));
    fields.extend(texts(["error_kind", "error_message", "duplicate_of", "duplicate"]));
    fields.extend(texts(["stamp_version", "stamp_model", "stamp_options"]));
    fields.extend([text("place_file"), long("place_offset"), text("place_record_id"), text("place_digest")]);
    Schema::new(fields)
}

/// A piece of a body: the fields of all its types.
fn block() -> Vec<Field> {
    let row = DataType::List(Arc::new(Field::new("element", DataType::Utf8, true)));
    vec![
        text("type"),
        int("level"),
        text("text"),
        Field::new("ordered", DataType::Boolean, true),
        list("items", DataType::Utf8),
        list("depths", DataType::Int32),
        text("attribution"),
        text("time"),
        text("caption"),
        long("header"),
        list("rows", row),
        groups("links", vec![text("text"), text("url"), long("start"), long("end")]),
        groups("emphasis", vec![long("start"), long("end"), text("kind")]),
    ]
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn texts<const N: usize>(names: [&str; N]) -> [Field; N] {
    names.map(text)
}

fn int(name: &str) -> Field {
    Field::new(name, DataType::Int32, true)
}

fn long(name: &str) -> Field {
    Field::new(name, DataType::Int64, true)
}

/// The offset stands for UTC, whose name arrow knows only with a list of all time zones. Parquet has one kind of instant.
fn instant(name: &str) -> Field {
    Field::new(name, DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into())), true)
}

/// Its items are named as the Parquet format has it.
fn list(name: &str, of: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("element", of, true))), true)
}

fn group(name: &str, fields: Vec<Field>) -> Field {
    Field::new(name, DataType::Struct(fields.into()), true)
}

fn groups(name: &str, fields: Vec<Field>) -> Field {
    list(name, DataType::Struct(fields.into()))
}

fn map(name: &str) -> Field {
    let pair = Fields::from(vec![Field::new("key", DataType::Utf8, false), text("value")]);
    let pairs = Field::new("key_value", DataType::Struct(pair), false);
    Field::new(name, DataType::Map(Arc::new(pairs), false), true)
}
