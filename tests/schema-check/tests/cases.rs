//! The JSON Schema of an article, held to what comes out of every case.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use cuttings::{Extractor, Options, Page, article_schema};

#[test]
fn every_case_is_valid() {
    let schema = article_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let options = Options::default().links(true).emphasis(true).text(true).provenance(true);
    let extractor = Extractor::new(options);
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    let mut marked = 0;
    for case in fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()) {
        let page = ["page.html", "page.txt"].map(|name| case.join(name)).into_iter().find(|page| page.exists());
        let Some(page) = page else { continue };
        let article = extractor.extract(&Page::open(&page).unwrap()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&article.to_json()).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", case.display());
        check_marks(&article, &mut marked);
    }
    assert!(marked > 50, "only {marked} marks in all cases");
    let wrong = serde_json::json!({"body": [{"type": "heading", "text": "No level"}], "published": "soon"});
    assert_eq!(validator.iter_errors(&wrong).count(), 2);
}

/// Links stand where they say, and emphasis within its text.
fn check_marks(article: &cuttings::Article, marked: &mut usize) {
    for block in &article.body {
        let text: Vec<char> = block.text().chars().collect();
        for link in block.links() {
            assert_eq!(text[link.start..link.end].iter().collect::<String>(), link.text);
            *marked += 1;
        }
        let json = serde_json::to_value(block).unwrap();
        for span in json["emphasis"].as_array().into_iter().flatten() {
            let (start, end) = (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap());
            assert!(start < end && end <= text.len() as u64, "{span} in {block:?}");
            *marked += 1;
        }
    }
}
