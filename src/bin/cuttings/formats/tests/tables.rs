//! Parquet, CSV and SQLite, read with the crates that write them.

use std::collections::BTreeSet;
use std::fs::File;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::*;
use crate::formats::tables::parquet::write_groups;

/// The rows of a Parquet file as JSON, and how many row groups it has.
fn rows(file: &Path) -> (Vec<Value>, usize) {
    // The name of UTC is not known here without a list of all time zones.
    let options = ArrowReaderOptions::new().with_schema(Arc::new(cuttings::table_schema()));
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(File::open(file).unwrap(), options).unwrap();
    let groups = builder.metadata().num_row_groups();
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
    let mut writer = arrow_json::LineDelimitedWriter::new(Vec::new());
    writer.write_batches(&batches.iter().collect::<Vec<_>>()).unwrap();
    writer.finish().unwrap();
    let lines = String::from_utf8(writer.into_inner()).unwrap();
    (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), groups)
}

#[test]
fn parquet_holds_every_field() {
    let (_dir, file) = written(&sample(), RecordFormat::Parquet, "a.parquet");
    let (rows, groups) = rows(&file);
    assert_eq!((rows.len(), groups), (5, 1));
    let record: Value = serde_json::from_str(sample().lines().next().unwrap()).unwrap();
    let mut row = rows[0].clone();
    // What is told otherwise there.
    let columns = row.as_object_mut().unwrap();
    let mut take = |name: &str| columns.remove(name).unwrap_or_default();
    assert_eq!(take("published"), "2007-12-11T04:28:00Z");
    assert_eq!([take("published_precision"), take("published_text")], ["offset", "2007-12-10T23:28:00-05:00"]);
    assert_eq!(take("modified"), "2007-12-12T00:00:00Z");
    assert_eq!([take("modified_precision"), take("modified_text")], ["day", "2007-12-12"]);
    assert_eq!(take("capture_timestamp"), "2007-12-11T03:21:45Z");
    assert_eq!(
        [take("capture_archive"), take("capture_url")],
        ["web.archive.org", record["capture"]["url"].as_str().unwrap()]
    );
    assert_eq!(
        [take("stamp_version"), take("stamp_model"), take("stamp_options")],
        ["0.1.0", "m1", r#"{"links":true}"#]
    );
    assert_eq!(
        [take("place_file"), take("place_record_id"), take("place_digest")],
        ["a.warc.gz", "urn:uuid:1", "sha1:AB"]
    );
    assert_eq!(take("place_offset"), 5_000_000_000_i64);
    assert_eq!(take("text"), record["text"]);
    let mut expected = record;
    for name in ["published", "modified", "capture", "stamp", "place", "text"] {
        expected.as_object_mut().unwrap().remove(name);
    }
    let body = expected["body"].as_array_mut().unwrap();
    body[2]["text"] = "one\ntwo".into();
    body[4]["text"] = "Port\tShips\nOban\t12".into();
    expected["asides"][0]["body"][0]["text"] = "a".into();
    assert_eq!(row, expected);
}

#[test]
fn what_a_record_lacks_is_null() {
    let (_dir, file) = written(&sample(), RecordFormat::Parquet, "a.parquet");
    let (rows, _) = rows(&file);
    assert_eq!(
        rows[2],
        json!({"id": "c", "source": "c.html", "error_kind": "not_a_page", "error_message": "not a page: a PNG image"})
    );
    assert_eq!(rows[3], json!({"id": "d", "source": "d.html", "duplicate_of": "7", "duplicate": "near"}));
    // An article without authors has an empty list of them.
    assert_eq!(
        (&rows[4]["authors"], &rows[4]["text"], &rows[4]["modified_precision"]),
        (&json!([]), &json!(""), &json!("time"))
    );
    assert_eq!(rows[4]["modified"], "1969-07-20T20:17:40Z");
}

/// Every path of names in a schema, without those of lists.
fn paths(field: &Field, above: &str, found: &mut BTreeSet<String>) {
    let path = format!("{above}{}", field.name());
    let below = format!("{path}.");
    match field.data_type() {
        DataType::Struct(fields) => fields.iter().for_each(|field| paths(field, &below, found)),
        DataType::List(item) => {
            if let DataType::Struct(fields) = item.data_type() {
                fields.iter().for_each(|field| paths(field, &below, found));
            }
        }
        _ => {}
    }
    found.insert(path);
}

/// Every path of names that an object of the JSON Schema may have.
fn properties(schema: &Value, root: &Value, above: &str, found: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        return properties(root.pointer(reference.trim_start_matches('#')).unwrap(), root, above, found);
    }
    for either in ["anyOf", "oneOf"] {
        schema[either].as_array().into_iter().flatten().for_each(|s| properties(s, root, above, found));
    }
    if schema["items"].is_object() {
        properties(&schema["items"], root, above, found);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{above}{name}");
        properties(property, root, &format!("{path}."), found);
        found.insert(path);
    }
}

#[test]
fn a_field_of_the_article_has_its_column() {
    let schema: Value = serde_json::from_str(include_str!("../../../../../article.schema.json")).unwrap();
    let mut wanted = BTreeSet::new();
    properties(&schema, &schema, "", &mut wanted);
    assert!(wanted.contains("asides.body.links.url"), "{wanted:?}");
    let (_dir, file) = written("", RecordFormat::Parquet, "a.parquet");
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
    let mut columns = BTreeSet::new();
    builder.schema().fields().iter().for_each(|field| paths(field, "", &mut columns));
    let missing: Vec<_> =
        wanted.iter().map(|name| name.replace("capture.", "capture_")).filter(|name| !columns.contains(name)).collect();
    // Its parts are columns.
    assert_eq!(missing, ["capture"]);
    // And the sample has a value in each, so that the other tests hold them all.
    let (_dir, file) = written(&sample(), RecordFormat::Parquet, "a.parquet");
    let (rows, _) = rows(&file);
    let shown = rows.iter().map(Value::to_string).collect::<String>();
    for path in columns {
        let name = path.rsplit('.').next().unwrap();
        assert!(shown.contains(&format!("\"{name}\":")), "no {name} in the sample");
    }
}

#[test]
fn row_groups_are_written_as_they_fill() {
    let text = "word ".repeat(2_000);
    let lines: String = (0..3_000)
        .map(|n| {
            format!("{{\"id\":{n},\"source\":\"a\",\"body\":[{{\"type\":\"paragraph\",\"text\":\"{n} {text}\"}}]}}\n")
        })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.parquet");
    write_groups(&mut lines.as_bytes(), &file, 100_000).unwrap();
    let (rows, groups) = rows(&file);
    assert!(groups > 2, "{groups}");
    assert!(
        rows.iter().enumerate().all(|(n, row)| row["id"].as_str().and_then(|id| id.parse().ok()) == Some(n))
            && rows.len() == 3_000
    );
}

#[test]
fn csv_holds_the_flat_fields() {
    let (_dir, file) = written(&sample(), RecordFormat::Csv, "a.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell =
        |row: usize, name: &str| rows[row].get(names.iter().position(|n| n == name).unwrap()).unwrap().to_owned();
    assert_eq!(rows.len(), 5);
    assert_eq!(cell(0, "published"), "2007-12-10T23:28:00-05:00");
    assert_eq!(cell(0, "summary"), "She sails.\nAgain.");
    assert_eq!(
        [cell(0, "status"), cell(0, "confidence"), cell(0, "warnings")],
        ["200", "0.93", "redirected; truncated"]
    );
    // A spreadsheet would take it for a formula.
    assert_eq!(cell(1, "headline"), "'=SUM(A1:A9), \"quoted\"");
    assert_eq!([cell(1, "authors"), cell(1, "words")], ["Ann Lee; Bo Ray", "6"]);
    assert_eq!(cell(1, "text"), "Line one\nline two, and Müller.");
    assert_eq!([cell(2, "error_kind"), cell(2, "text"), cell(2, "words")], ["not_a_page", "", ""]);
    assert_eq!([cell(3, "duplicate_of"), cell(3, "duplicate")], ["7", "near"]);
}

#[test]
fn sqlite_is_searched_at_once() {
    let (_dir, file) = written(&sample(), RecordFormat::Sqlite, "a.db");
    let db = Connection::open(&file).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        rows.map(|text| text.unwrap().unwrap_or_default()).collect()
    };
    let found = |words: &str| {
        texts(&format!(
            "SELECT a.id FROM search JOIN articles a ON a.rowid = search.rowid WHERE search MATCH '{words}'"
        ))
    };
    assert_eq!(found("ferry"), ["news/full:1.html"]);
    assert_eq!(found("muller"), ["7"]);
    assert_eq!(found("authors: bo"), ["7"]);
    assert_eq!(found("text: ray"), [""; 0]);
    assert_eq!(
        texts("SELECT snippet(search, 2, '[', ']', '…', 3) FROM search WHERE search MATCH 'müller'"),
        ["…two, and [Müller]."]
    );
    let by = "SELECT a.source FROM authors JOIN articles a ON a.rowid = authors.article WHERE authors.name = 'Bo Ray'";
    assert_eq!(texts(by), ["b.html"]);
    assert_eq!(texts("SELECT name FROM authors ORDER BY article, position"), ["Cy Dee", "Ann Lee", "Bo Ray"]);
    assert_eq!(texts("SELECT name FROM tags ORDER BY article, position"), ["ferries", "Argyll; Bute", "sea"]);
    assert_eq!(texts("SELECT json FROM articles ORDER BY rowid"), sample().lines().collect::<Vec<_>>());
    assert_eq!(texts("SELECT value FROM meta ORDER BY key"), [env!("CARGO_PKG_VERSION"), "1"]);
    assert_eq!(
        texts("SELECT typeof(confidence) || typeof(status) || typeof(words) FROM articles"),
        ["realintegerinteger", "nullnullinteger", "nullnullnull", "nullnullnull", "nullnullinteger"]
    );
    assert_eq!(texts("PRAGMA integrity_check"), ["ok"]);
    db.execute_batch("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)").unwrap();
}

#[test]
fn records_beyond_one_transaction_are_all_there() {
    let (_dir, file) = written(&sample().repeat(2_100), RecordFormat::Sqlite, "a.db");
    let db = Connection::open(&file).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM articles"), 10_500);
    assert_eq!(count("SELECT max(rowid) FROM articles"), 10_500);
    assert_eq!(count("SELECT count(*) FROM search WHERE search MATCH 'ferry'"), 2_100);
}
