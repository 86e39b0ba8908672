//! WACZ and zip: any bytes, and sound archives of any files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::choices::Choices;
use super::saved;

const NAMES: [&str; 9] = [
    "archive/data.warc",
    "datapackage.json",
    "pages/pages.jsonl",
    "indexes/index.cdx",
    "story.html",
    "a/b/c.HTM",
    "notes.txt",
    "page.mhtml",
    "../x.html",
];

const STARTS: [&str; 6] = [
    "",
    "<!DOCTYPE html><p>",
    "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://news.example/1\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<p>",
    "{\"profile\": \"data-package\", \"wacz_version\": \"1.1.1\", \"resources\": []}",
    "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n",
    "PK\u{3}\u{4}",
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    if choices.one_in(4) {
        saved::checked(choices.rest());
        return;
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    while !choices.is_empty() {
        let name = choices.of(&NAMES);
        let method = choices.of(&[CompressionMethod::Stored, CompressionMethod::Deflated]);
        let start = choices.of(&STARTS);
        let length = choices.below(200);
        // A second file of one name is refused.
        if zip.start_file(name, SimpleFileOptions::default().compression_method(method)).is_err() {
            continue;
        }
        zip.write_all(start.as_bytes()).unwrap();
        zip.write_all(choices.bytes(length)).unwrap();
        if choices.one_in(8) {
            break;
        }
    }
    let mut file = zip.finish().unwrap().into_inner();
    // Damage: what is left of the input changes single bytes.
    while !choices.is_empty() {
        let at = usize::from(choices.byte()) * 256 + usize::from(choices.byte());
        let length = file.len();
        file[at % length] ^= choices.byte();
    }
    saved::checked(&file);
}
