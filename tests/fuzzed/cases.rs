//! Our own clean HTML of every case, extracted again.

use std::fs;

use cuttings::{Article, Block, Extractor, OutputOptions, Page};

/// What differs between an article and the same once it was written as HTML and read, a line a field.
fn differences(first: &Article, options: OutputOptions) -> Vec<String> {
    let html = first.to_html_with(options);
    let second = Extractor::default().extract(&Page::from_text(html)).unwrap();
    let mut out = Vec::new();
    let mut compare = |name: &str, was: String, is: String| {
        if was != is {
            out.push(format!("{name}: {was} is {is}"));
        }
    };
    compare("headline", format!("{:?}", first.headline), format!("{:?}", second.headline));
    compare("published", format!("{:?}", first.published), format!("{:?}", second.published));
    compare("modified", format!("{:?}", first.modified), format!("{:?}", second.modified));
    compare("authors", format!("{:?}", first.authors), format!("{:?}", second.authors));
    let blocks =
        |article: &Article| article.body.iter().map(Block::text).map(|t| format!("{t:.60}")).collect::<Vec<_>>();
    let times = |article: &Article| {
        let time = |block: &Block| if let Block::Heading { time, .. } = block { time.clone() } else { None };
        format!("{:?}", article.body.iter().filter_map(time).collect::<Vec<_>>())
    };
    compare("times of entries", times(first), times(&second));
    compare("kicker", format!("{:?}", first.kicker), format!("{:?}", second.kicker));
    compare("summary", format!("{:?}", first.summary), format!("{:?}", second.summary));
    compare("asides", format!("{:?}", first.asides), format!("{:?}", second.asides));
    compare("body", format!("{:#?}", blocks(first)), format!("{:#?}", blocks(&second)));
    out
}

#[test]
fn what_is_clean_comes_back_from_every_case() {
    let mut faults = Vec::new();
    let mut folders: Vec<_> = fs::read_dir("fixtures/cases").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let page = ["page.html", "page.txt"].iter().find_map(|name| Page::open(folder.join(name)).ok()).unwrap();
        let article = Extractor::default().extract(&page).unwrap();
        for (name, options) in
            [("fragment", OutputOptions::default()), ("document", OutputOptions::default().head(true).citation(true))]
        {
            let name = format!("{} as {name}", folder.file_name().unwrap().display());
            faults.extend(differences(&article, options).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
