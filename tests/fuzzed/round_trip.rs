//! Our own clean HTML, extracted again: the same paragraphs, headline, dates and authors.

use cuttings::{Article, OutputOptions, Page};
use serde_json::{Value, json};

use super::article;
use super::choices::Choices;

/// Words that say nothing of what a line is, and characters that HTML has to escape.
const WORDS: [&str; 40] = [
    "harbour",
    "pier",
    "ferry",
    "winter",
    "the",
    "a",
    "of",
    "and",
    "with",
    "sailed",
    "was",
    "mended",
    "Kerrera",
    "Oban",
    "sheep",
    "skipper",
    "on",
    "board",
    "in",
    "spring",
    "1887",
    "&",
    "<b>",
    "&amp;",
    "\u{201c}quay\u{201d}",
    "caf\u{e9}",
    "\u{6e21}\u{8239}",
    "\"rope\"",
    "lamp",
    "stone",
    "council",
    "town",
    "people",
    "waited",
    "for",
    "nine",
    "years",
    "it",
    "that",
    "mud",
];

const NAMES: [&str; 8] = [
    "Ann Lee",
    "Bo Ek",
    "ADA LUND",
    "J. R. Hartley",
    "Siobh\u{e1}n O\u{2019}Neill",
    "Reuters",
    "\u{674e}\u{660e}",
    "Jean-Luc Picard",
];

const DATES: [&str; 8] = [
    "2007-12-10",
    "2007-12-10T10:28:00Z",
    "2007-12-10T23:28:00-05:00",
    "2012-08-16T00:00:00",
    "1999-01-01",
    "2024-02-29T12:00:00+05:30",
    "2007-12-11T03:21:45Z",
    "2001-03",
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let is_document = choices.one_in(2);
    let first = written(&mut choices);
    let options = OutputOptions::default().head(is_document).citation(is_document);
    let html = first.to_html_with(options);
    let second = article::checked(&Page::from_text(html.clone())).unwrap_or_else(|| panic!("refused: {html}"));
    assert_comes_back(&first, &second, &html);
    // Once cleaned it is clean.
    let html = second.to_html_with(options);
    let third = article::checked(&Page::from_text(html.clone())).unwrap();
    assert_comes_back(&second, &third, &html);
}

/// What the first article has, the second has. What it lacks may be found: a writer in a signature, say.
fn assert_comes_back(first: &Article, second: &Article, html: &str) {
    let texts = |article: &Article| article.body.iter().map(|block| block.text().into_owned()).collect::<Vec<_>>();
    assert_eq!(texts(second), texts(first), "the body is another: {html}");
    let is_same = |was: &Option<_>, is: &Option<_>| was.is_none() || was == is;
    assert!(is_same(&first.headline, &second.headline), "{:?} is {:?}: {html}", first.headline, second.headline);
    for (was, is) in [(first.published, second.published), (first.modified, second.modified)] {
        assert!(was.is_none() || was == is, "{was:?} is {is:?}: {html}");
    }
    let same_authors = first.authors.is_empty() || first.authors == second.authors;
    assert!(same_authors, "{:?} is {:?}: {html}", first.authors, second.authors);
}

/// An article by choices.
fn written(choices: &mut Choices<'_>) -> Article {
    let mut article = json!({ "body": [] });
    if !choices.one_in(4) {
        article["headline"] = words(choices, 3, 8).into();
    }
    let published = choices.of(&DATES);
    if !choices.one_in(4) {
        article["published"] = published.into();
        // A month is given only where no day is known.
        match choices.below(3) {
            _ if published.len() == "2001-03".len() => {}
            0 => article["modified"] = published.into(),
            1 => article["modified"] = choices.of(&DATES[..DATES.len() - 1]).into(),
            _ => {}
        }
    }
    let mut authors: Vec<&str> = (0..choices.below(3)).map(|_| choices.of(&NAMES)).collect();
    authors.dedup();
    if choices.one_in(2) && !authors.is_empty() {
        article["byline"] = format!("By {}, in Oban", authors.join(" and ")).into();
    }
    article["authors"] = authors.into();
    let mut body = vec![paragraph(choices)];
    while !choices.is_empty() && body.len() < 12 {
        let block = match choices.below(6) {
            0 => json!({ "type": "heading", "level": 2 + choices.below(5), "text": words(choices, 2, 5) }),
            1 => {
                json!({ "type": "list", "ordered": choices.one_in(2), "items": [sentence(choices), sentence(choices)] })
            }
            _ => paragraph(choices),
        };
        // A story does not say one thing twice. Block quotations are left out: of so few words one is lifted out of the text, as it seems.
        let said = |block: &Value| -> Vec<String> {
            let items = block["items"].as_array().into_iter().flatten().chain(block.get("text"));
            items.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut new = said(&block);
        new.sort();
        let is_new = new.windows(2).all(|pair| pair[0] != pair[1]);
        if is_new && !body.iter().flat_map(said).any(|known| new.contains(&known)) {
            body.push(block);
        }
    }
    body.push(json!({ "type": "paragraph", "text": "That was all there was to be said of the pier and of those who waited for it." }));
    article["body"] = body.into();
    serde_json::from_value(article).unwrap()
}

fn paragraph(choices: &mut Choices<'_>) -> Value {
    let mut text = sentence(choices);
    for _ in 0..choices.below(3) {
        text += choices.of(&[" ", "\n"]);
        text += &sentence(choices);
    }
    json!({ "type": "paragraph", "text": text })
}

fn sentence(choices: &mut Choices<'_>) -> String {
    format!("It is said that {}.", words(choices, 8, 16))
}

fn words(choices: &mut Choices<'_>, least: usize, most: usize) -> String {
    let count = least + choices.below(most - least);
    (0..count).map(|_| choices.of(&WORDS)).collect::<Vec<_>>().join(" ")
}
