//! JSON lines and Markdown.

use std::fs;
use std::io::Read;

use super::*;

#[test]
fn lines_are_as_they_were() {
    let (_dir, file) = written(&sample(), RecordFormat::Jsonl(Packing::None), "a.jsonl");
    assert_eq!(fs::read_to_string(file).unwrap(), sample());
    let (_dir, file) = written(&sample(), RecordFormat::Jsonl(Packing::Gzip), "a.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    assert_eq!(text, sample());
}

#[cfg(feature = "tables")]
#[test]
fn lines_as_zstd_are_as_they_were() {
    let (_dir, file) = written(&sample(), RecordFormat::Jsonl(Packing::Zstd), "a.jsonl.zst");
    let packed = fs::read(file).unwrap();
    // Read by a decoder that is not the encoder's.
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(&packed[..]).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, sample());
}

#[test]
fn a_directory_has_a_file_an_article_and_lists_of_the_rest() {
    let (_dir, folder) = written(&sample(), RecordFormat::Markdown, "articles");
    let mut names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["7-2.md", "7.md", "duplicates.jsonl", "errors.jsonl", "news-full-1.html.md"]);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let lines: Vec<String> = sample().split_inclusive('\n').map(str::to_owned).collect();
    assert_eq!([read("errors.jsonl"), read("duplicates.jsonl")], [&*lines[2], &*lines[3]]);
    let expected = "---\ntitle: \"=SUM(A1:A9), \\\"quoted\\\"\"\ndate: \"2007-12-10\"\nauthors: [\"Ann Lee\",\"Bo Ray\"]\n\
        tags: [\"sea\"]\nlanguage: \"en\"\nsource: \"b.html\"\nid: 7\n---\n\n# ";
    assert!(read("7.md").starts_with(expected), "{}", read("7.md"));
    let full = read("news-full-1.html.md");
    for line in [
        "title: \"Ferry sails again: \\u2028 the \\u0085 Kerrera's return\"\n",
        "date: \"2007-12-10T23:28:00-05:00\"\n",
        "archive_url: \"http://web.archive.org/web/20071211032145/http://news.example/1.html\"\n",
        "captured: \"2007-12-11T03:21:45Z\"\n",
        "id: \"news/full:1.html\"\n",
    ] {
        assert!(full.contains(line), "{line}: {full}");
    }
}
