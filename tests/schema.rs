//! The JSON Schema of an article, held to the types. `tests/schema-check` holds it to what comes out of every case.

use std::fs;

use cuttings::article_schema;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/article.schema.json");

#[test]
fn the_file_is_what_the_types_say() {
    let made = serde_json::to_string_pretty(&article_schema()).unwrap() + "\n";
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        fs::write(FILE, &made).unwrap();
    }
    let file = fs::read_to_string(FILE).unwrap();
    assert!(file == made, "article.schema.json is not what the types say: run this test with CUTTINGS_ACCEPT=1");
}
