//! No name takes text out: every word of the vocabulary, and ordinary ones, as the class of every paragraph and of every
//! second one, on pages of many templates.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::Article;
use crate::vocabulary::{hints, known_words};
use crate::{Extractor, Options, Page, SiteProfiles};

/// Words that are in no list.
const ORDINARY: &str = "acorn alder amber anchor apple apron arch ash aspen autumn badger bakery balcony bamboo barley basil basin basket \
    beacon beaver beech beetle birch bishop bison blanket blossom boat bobbin bolt bonfire boulder bramble brass bread breeze brick bridge \
    brook broom bucket butter button cabbage cable camel candle canoe canvas carpet carrot castle cedar cellar chalk cherry chestnut chimney \
    cinder clay cliff clover cobalt cobble comet copper coral cotton cradle crane crater cricket crow crystal cuckoo curlew cypress daisy dawn \
    delta dew dock dolphin donkey dragonfly drum dune eagle east elm ember emerald falcon feather fern ferry fiddle field finch fjord flame flax \
    flint forest fox frost garden garnet geyser ginger glacier glen goose granite grape gravel grove gull hammer harbour harvest hawk hazel \
    heath hedge heron hickory hill honey hornet ice indigo iris iron island ivory ivy jade jasmine juniper kettle kiln kite ladder lagoon lake \
    lantern larch lark lavender ledge lemon lichen lilac lily lime linen lobster loom lotus magnet magpie maple marble marsh meadow mill mint \
    mist moss moth mulberry nectar nest north nutmeg oak oat ocean olive onyx orchard osprey otter owl oyster paddle pebble pepper pine plum \
    pond poplar poppy prairie quail quarry quartz raven reed ridge river robin";

const SENTENCES: [&str; 9] = [
    "The harbour master of Caulderby said on Monday that the pier, which was built in 1887, would stay closed until the spring.",
    "Ferries will leave from the fish quay until then, he said, and the post office has been told to bring its sacks there at noon.",
    "Divers who looked at the piles in March found that worms had eaten through eleven of them, and that four more stand in mud alone.",
    "The council has set aside two hundred thousand crowns for the work, which is less than half of what the builders ask for it.",
    "\"We have waited for nine years, and we can wait for another winter,\" said Ada Lund, who sells tickets at the head of the pier.",
    "Nobody was hurt when a part of the railing fell into the water on Easter Sunday, but a pram and two umbrellas were lost in it.",
    "The anglers of the town, who have met at the pier since before the war, were told to fish from the breakwater until it opens.",
    "A fund for the lamp at the end of the pier has brought in nine thousand crowns so far, most of it from people who moved away.",
    "The first piles are to come by sea from the north in April, if the ice lets the barge through, and the last of them in June.",
];

/// A page of one of twenty templates: what stands around the paragraphs, what they are, and how many.
fn template(n: usize, class: impl Fn(usize) -> String) -> String {
    let title = "Pier stays closed until the spring";
    let (open, close) = [
        ("<div class=story>", "</div>"),
        ("<article>", "</article>"),
        ("<main><section>", "</section></main>"),
        ("<table width=600><tr><td width=120><a href=/>Home</a><br><a href=/uk>UK</a><td>", "</table>"),
        ("<div id=x1><div class=css-1ab>", "</div></div>"),
    ][n % 5];
    let tag = ["p", "div", "p", "p"][n % 4];
    let count = 5 + n % 5;
    let paragraphs: String = (0..count).map(|i| format!("<{tag}{}>{}</{tag}>\n", class(i), SENTENCES[i])).collect();
    let beside = "<div class=side><h3>Most read</h3><ul><li><a href=/1>Gulls steal chips from a mayor</a><li><a href=/2>Bridge opens late</a></ul></div>";
    let foot = "<div id=foot><a href=/about>About us</a> <a href=/help>Help</a></div>";
    format!(
        "<title>{title}</title><body><div><a href=/>Home</a> <a href=/news>News</a></div>{open}<h1>{title}</h1>{paragraphs}{close}{beside}{foot}"
    )
}

const TEMPLATES: usize = 20;

fn read(html: impl Into<Vec<u8>>) -> Article {
    Extractor::new(Options::default().profiles(SiteProfiles::Off)).extract(&Page::new(html.into())).unwrap()
}

/// The paragraphs that are lost with a class on every paragraph, or on every second one.
fn lost(n: usize, word: &str) -> Vec<String> {
    let mut lost = Vec::new();
    for every in [1, 2] {
        let html = template(n, |i| if i % every == 0 { format!(" class={word}") } else { String::new() });
        let article = read(html);
        let text: BTreeSet<String> = article.body.iter().map(|b| b.text().into()).collect();
        let missing = (0..5 + n % 5).filter(|&i| !text.contains(SENTENCES[i])).count();
        if missing > 0 {
            lost.push(format!("{word} on every {every} of template {n}: {missing} paragraphs"));
        }
    }
    lost
}

#[test]
fn every_template_is_read_whole_without_names() {
    for n in 0..TEMPLATES {
        assert_eq!(read(template(n, |_| String::new())).body.len(), 5 + n % 5, "template {n}");
    }
}

#[test]
fn no_word_takes_text_out() {
    let ordinary: Vec<&str> = ORDINARY.split_whitespace().collect();
    assert!(ordinary.len() >= 200 && ordinary.iter().all(|w| hints(w).is_empty()));
    let words: Vec<&str> = known_words().chain(ordinary).collect();
    let mut found: Vec<String> = words.iter().enumerate().flat_map(|(i, word)| lost(i % TEMPLATES, word)).collect();
    // Words that say the same are one word to all that follows: one of each is tried everywhere.
    let of_each: BTreeMap<String, &str> = words.iter().map(|w| (format!("{:?}", hints(w)), *w)).collect();
    found.extend(of_each.values().flat_map(|word| (0..TEMPLATES).flat_map(move |n| lost(n, word))));
    assert_eq!(found, [""; 0]);
}

/// The page with a class on its paragraphs that have none.
fn with_class(page: &[u8], word: &str, every: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(page.len() * 2);
    let (mut rest, mut n) = (page, 0);
    while let Some(at) = rest.windows(3).position(|w| w.eq_ignore_ascii_case(b"<p>")) {
        out.extend_from_slice(&rest[..at + 2]);
        if n % every == 0 {
            out.extend_from_slice(format!(" class={word}").as_bytes());
        }
        n += 1;
        rest = &rest[at + 2..];
    }
    out.extend_from_slice(rest);
    out
}

#[test]
fn no_word_takes_text_out_of_the_cases() {
    let of_each: BTreeMap<String, &str> = known_words().map(|w| (format!("{:?}", hints(w)), w)).collect();
    let mut found = Vec::new();
    for folder in std::fs::read_dir("fixtures/cases").unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(page) = std::fs::read(folder.join("page.html")) else { continue };
        let texts = |article: &Article| article.body.iter().map(|b| b.text().into()).collect::<BTreeSet<String>>();
        let whole = texts(&read(page.clone()));
        for word in of_each.values() {
            for every in [1, 2] {
                let article = read(with_class(&page, word, every));
                let kept = texts(&article);
                let missing: Vec<_> = whole.difference(&kept).collect();
                if !missing.is_empty() {
                    found.push(format!("{} with {word} on every {every}: {missing:?}", folder.display()));
                }
            }
        }
    }
    assert_eq!(found, [""; 0]);
}
