//! Stories that go over several pages or stand in frames, in the templates of their time (`fixtures/stories`).
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cuttings::{Article, Extractor, Page, WarningCode, WholeStory};
use serde_json::Value;

use crate::cli::{lines, place, run};

/// The templates, with the pages of each story and how many blocks it has.
const STORIES: [(&str, usize, usize); 4] =
    [("magazine-2000", 3, 8), ("german-2005", 2, 5), ("daily-2010", 3, 8), ("frames-1998", 3, 5)];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stories").join(name)
}

/// The pages of a template by their addresses, and the address of the first.
fn pages(name: &str) -> (String, BTreeMap<String, Page>) {
    let list = fs::read_to_string(folder(name).join("pages.jsonl")).unwrap();
    let mut first = None;
    let mut pages = BTreeMap::new();
    for line in list.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let url = line["url"].as_str().unwrap().to_owned();
        let page = Page::open(folder(name).join(line["file"].as_str().unwrap())).unwrap().with_url(&url).unwrap();
        first.get_or_insert(url.clone());
        pages.insert(url, page);
    }
    (first.unwrap(), pages)
}

#[test]
fn each_template_gives_its_story_whole() {
    let extractor = Extractor::default();
    for (name, number, blocks) in STORIES {
        let (first, pages) = pages(name);
        let mut story = WholeStory::new(extractor.extract(&pages[&first]).unwrap());
        while let Some(url) = story.wants().map(str::to_owned) {
            story.add(extractor.extract(&pages[&url]).unwrap());
        }
        let whole = story.finish();
        assert_eq!((whole.pages.len(), whole.body.len(), &whole.next_page), (number, blocks, &None), "{name}");
        assert!(whole.warnings.is_empty() && whole.headline.is_some() && whole.byline.is_some(), "{name}: {whole:?}");
        // Nothing of what every page repeats is in it twice, and every sentence is whole.
        let texts: Vec<String> = whole.body.iter().map(|block| block.text().into_owned()).collect();
        for (at, text) in texts.iter().enumerate() {
            assert!(text.ends_with(['.', '"', '”']) && !texts[..at].contains(text), "{name}: {text}");
            assert!(text.starts_with(|c: char| c.is_uppercase() || c == '"'), "{name}: {text}");
        }
    }
}

#[test]
fn a_page_names_the_one_behind_it_and_never_the_next_story() {
    let extractor = Extractor::default();
    for (name, ..) in STORIES {
        for (url, page) in pages(name).1 {
            let next = extractor.extract(&page).unwrap().next_page;
            let is_other = |next: &String| next.contains("harbour") || next.contains("comment") || *next == url;
            assert!(!next.as_ref().is_some_and(is_other), "{url}: {next:?}");
        }
    }
    let last = &pages("daily-2010").1["http://www.pentland.example/news/local/libraries-to-close-1.882104?pageNum=3"];
    assert_eq!(extractor.extract(last).unwrap().next_page, None);
}

#[test]
fn a_page_of_frames_names_them_or_gives_the_story_it_holds_for_others() {
    let (first, pages) = pages("frames-1998");
    let article = Extractor::default().extract(&pages[&first]).unwrap();
    let codes: Vec<WarningCode> = article.warnings.iter().map(|w| w.code).collect();
    assert_eq!(codes, [WarningCode::NoArticle, WarningCode::Frames]);
    let addresses = ["980311.html", "menu.html", "top.html"].map(|file| format!("http://sound.example/ferry/{file}"));
    assert_eq!(article.warnings[1].detail, addresses.join(" "));

    let story = fs::read_to_string(folder("frames-1998").join("980311.html")).unwrap();
    let inner = &story[story.find("<BODY").unwrap()..story.find("</HTML>").unwrap()];
    let page = format!(
        "<HTML><HEAD><TITLE>Ferry strikes the pier</TITLE></HEAD><FRAMESET ROWS='70,*'><FRAME SRC=top.html><FRAME SRC=main.html>\
         <NOFRAMES>{}</NOFRAMES></FRAMESET></HTML>",
        inner.replacen("<P>", "<P>Your browser does not support frames, so here is the story without them.<P>", 1)
    );
    let article =
        Extractor::default().extract(&Page::new(page).with_url("http://sound.example/ferry/").unwrap()).unwrap();
    assert_eq!((article.headline.as_deref(), article.body.len()), (Some("Ferry strikes the pier"), 3));
    assert!(article.warnings.is_empty() && article.body[0].text().starts_with("The morning ferry"), "{article:?}");
    assert_eq!(article.next_page.as_deref(), Some("http://sound.example/ferry/980311b.html"));
}

#[test]
fn a_batch_has_one_record_for_each_story() {
    let dir = place("stories-batch");
    for (name, number, blocks) in STORIES {
        let from = folder(name);
        let (list, base) = (from.join("pages.jsonl"), from.display().to_string());
        let list = list.display().to_string();
        let arguments = ["batch", "--manifest", &list, "--base", &base, "--whole", "-o", "out.jsonl"];
        let (code, _, told) = run(&dir, &arguments);
        assert!(code == 0 && told.contains(&format!("1 stories joined of {number} pages")), "{told}");
        let records = lines(&fs::read_to_string(dir.join("out.jsonl")).unwrap());
        let article: Article = serde_json::from_value(records[0].clone()).unwrap();
        assert_eq!((article.pages.len(), article.body.len()), (number, blocks), "{name}");
        // The empty edges of a page of frames are pages of their own.
        assert_eq!(records.len(), if name.starts_with("frames") { 3 } else { 1 });
        // A table has them too, and a run that is resumed.
        let table = [&arguments[..7], &["out.csv", "--resume"]].concat();
        assert_eq!(run(&dir, &table).0, 0);
        let rows = fs::read_to_string(dir.join("out.csv")).unwrap();
        assert!(rows.lines().next().unwrap().contains("pages") && rows.contains(&article.pages[1]), "{rows}");
    }
    let (code, _, told) = run(&dir, &["batch", "--whole", "x.html"]);
    assert!(code == 2 && told.contains("--whole: needs an --output that is a file"), "{told}");
}

#[test]
fn files_beside_each_other_are_one_story_and_what_is_missing_is_told() {
    let dir = place("stories-files");
    for file in ["lamp.htm", "lampa.htm", "lampb.htm"] {
        fs::copy(folder("magazine-2000").join(file), dir.join(file)).unwrap();
    }
    let (code, out, _) = run(&dir, &["extract", "--whole", "-f", "jsonl", "lampb.htm", "lamp.htm", "lampa.htm"]);
    let whole = lines(&out);
    assert_eq!((code, whole.len(), whole[0]["body"].as_array().unwrap().len()), (0, 1, 8));
    let (code, out, _) = run(&dir, &["extract", "--whole", "-f", "jsonl", "lamp.htm"]);
    let part = &lines(&out)[0];
    assert_eq!((code, &part["next_page"]), (0, &"lampa.htm".into()));
    assert_eq!(part["warnings"][0]["code"], "page_missing");
    assert_eq!(part["warnings"][0]["detail"], "lampa.htm: not among the pages that were given");
    // Without it, pages stay as they are.
    let (_, out, _) = run(&dir, &["extract", "-f", "jsonl", "lamp.htm", "lampa.htm"]);
    assert_eq!(lines(&out).len(), 2);
}

#[test]
fn further_pages_that_name_the_first_as_canonical_are_no_duplicates_and_short_ones_pass_filters() {
    let dir = place("stories-canonical");
    for file in ["1.html", "2.html", "3.html"] {
        let text = fs::read_to_string(folder("daily-2010").join(file)).unwrap();
        let canonical = "<link rel=canonical href='/news/local/libraries-to-close-1.882104'></head>";
        fs::write(dir.join(file), text.replace("</head>", canonical)).unwrap();
    }
    fs::copy(folder("daily-2010").join("pages.jsonl"), dir.join("pages.jsonl")).unwrap();
    let arguments =
        ["batch", "--manifest", "pages.jsonl", "--base", ".", "--whole", "-o", "out.jsonl", "--dedupe", "canonical"];
    let (code, _, told) = run(&dir, &[&arguments[..], &["--min-length", "900", "--all-fields"]].concat());
    assert!(code == 0 && told.contains("1 stories joined of 3 pages, 0 with a page missing"), "{told}");
    let records = lines(&fs::read_to_string(dir.join("out.jsonl")).unwrap());
    assert_eq!((records.len(), records[0]["body"].as_array().unwrap().len()), (1, 8));
    assert!(records[0]["provenance"].is_null() && records[0].get("kicker").is_some());
}
