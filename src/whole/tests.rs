use super::WholeStory;
use crate::article::{Article, Block, Link, WarningCode};

fn page(url: &str, json: &str) -> Article {
    let mut article: Article = serde_json::from_str(json).unwrap();
    article.url = Some(url.to_owned());
    article
}

fn article(url: &str, headline: &str, texts: &[&str], next: Option<&str>) -> Article {
    let body = texts.iter().map(|text| Block::paragraph(*text)).collect();
    let headline = (!headline.is_empty()).then(|| headline.to_owned());
    Article { url: Some(url.to_owned()), headline, body, next_page: next.map(str::to_owned), ..Article::default() }
}

fn texts(article: &Article) -> Vec<String> {
    article.body.iter().map(|block| block.text().into_owned()).collect()
}

const FIRST: &str = "http://sound.example/ferry.html";
const SECOND: &str = "http://sound.example/ferry_2.html";
const THIRD: &str = "http://sound.example/ferry_3.html";

#[test]
fn pages_are_joined_without_what_each_repeats() {
    let one = [
        "Moira Blane reports from the quay.",
        "The ferry sailed at nine.",
        "She had eleven sheep on board and",
        "Mail the writer.",
    ];
    let two = [
        "Ferry sails again",
        "Moira Blane reports from the quay.",
        "two goats, the skipper said.",
        "Nobody was hurt.",
        "Mail the writer.",
    ];
    let mut story = WholeStory::new(article(FIRST, "Ferry sails again", &one, Some(SECOND)));
    assert_eq!(story.wants(), Some(SECOND));
    assert!(story.add(article(SECOND, "Ferry sails again - page 2", &two, Some(THIRD))));
    assert_eq!(story.wants(), Some(THIRD));
    let three = ["It rained on the way back, all the same.", "Mail the writer."];
    assert!(story.add(article(THIRD, "", &three, None)));
    assert_eq!(story.wants(), None);
    let whole = story.finish();
    assert_eq!(
        texts(&whole),
        [
            "Moira Blane reports from the quay.",
            "The ferry sailed at nine.",
            "She had eleven sheep on board and two goats, the skipper said.",
            "Nobody was hurt.",
            "It rained on the way back, all the same.",
            "Mail the writer.",
        ]
    );
    assert_eq!(whole.pages, [FIRST, SECOND, THIRD]);
    assert_eq!((whole.next_page, whole.warnings.len()), (None, 0));
}

#[test]
fn what_stands_beside_the_text_keeps_its_place() {
    let first = r#"{"body": [{"type": "paragraph", "text": "One ends here."}, {"type": "paragraph", "text": "It goes on and"}],
        "media": [{"kind": "image", "url": "http://sound.example/logo.jpg", "at": 0}], "next_page": "http://sound.example/ferry_2.html",
        "notes": [{"kind": "notice", "text": "These are her views."}], "text": "One ends here.\n\nIt goes on and"}"#;
    let second = r#"{"body": [{"type": "paragraph", "text": "One ends here."},
        {"type": "paragraph", "text": "on with it.", "links": [{"text": "it", "url": "http://a.example/", "start": 8, "end": 10}]},
        {"type": "paragraph", "text": "Then it ends."}],
        "media": [{"kind": "image", "url": "http://sound.example/logo.jpg", "at": 1}, {"kind": "image", "caption": "Sheep", "at": 2}],
        "quotes": [{"kind": "pull", "text": "It ends.", "at": 3}], "asides": [{"title": "Sheep", "body": [], "at": 1}],
        "notes": [{"kind": "notice", "text": "These are her views."}], "authors": ["Moira Blane"]}"#;
    let mut story = WholeStory::new(page(FIRST, first));
    assert!(story.add(page(SECOND, second)));
    let whole = story.finish();
    assert_eq!(texts(&whole), ["One ends here.", "It goes on and on with it.", "Then it ends."]);
    assert_eq!(
        whole.body[1].links(),
        [Link { text: "it".into(), url: "http://a.example/".into(), start: 23, end: 25 }]
    );
    let media: Vec<_> = whole.media.iter().map(|m| (m.caption.as_deref(), m.at)).collect();
    assert_eq!(media, [(None, 0), (Some("Sheep"), 2)]);
    assert_eq!((whole.quotes[0].at, whole.asides[0].at, whole.notes.len()), (3, 2, 1));
    assert_eq!((whole.authors.len(), whole.text.unwrap().contains("on and on")), (1, true));
}

#[test]
fn another_story_and_the_same_page_again_end_it() {
    let first = || article(FIRST, "Ferry sails again", &["The ferry sailed at nine with all on board."], Some(SECOND));
    let mut story = WholeStory::new(first());
    assert!(!story.add(article(
        SECOND,
        "Ferry sails again",
        &["The ferry sailed at nine with all on board."],
        Some(THIRD)
    )));
    assert_eq!(story.wants(), None);
    let alone = story.finish();
    assert!(alone.pages.is_empty() && alone.next_page.as_deref() == Some(SECOND));

    // By the words of the link alone: another story's headline is enough.
    let mut by_words = first();
    by_words.next_page = Some("http://sound.example/harbour.html".into());
    let other =
        |url| article(url, "Harbour board meets on Monday", &["The board meets on Monday, its clerk said."], None);
    let mut story = WholeStory::new(by_words);
    assert!(!story.add(other("http://sound.example/harbour.html")));
    // By its number: a page may have a headline of its own, but not a writer and a day of its own.
    let mut story = WholeStory::new(Article { authors: vec!["Moira Blane".into()], ..first() });
    assert!(!story.add(Article { authors: vec!["Ann Lee".into()], ..other(SECOND) }));
    let mut story = WholeStory::new(first());
    assert!(story.add(other(SECOND)));
}

#[test]
fn nothing_is_lost_of_what_a_page_shows_over_its_text_and_nothing_is_there_twice() {
    let mut story = WholeStory::new(article(
        FIRST,
        "Ferry sails again",
        &["The ferry sailed at nine with all on board."],
        Some(SECOND),
    ));
    let mut second = article(SECOND, "The way home", &["They all came home at last."], None);
    second.summary = vec!["On the fourth day the wind turned.".into()];
    assert!(story.add(second));
    let whole = story.finish();
    assert_eq!(
        texts(&whole)[1..],
        ["The way home", "On the fourth day the wind turned.", "They all came home at last."].map(str::to_owned)
    );
    assert!(matches!(whole.body[1], Block::Heading { level: 2, .. }));

    // A long note at the end of every page, and a last page that is short.
    let note = "Moira Blane has sailed on every ferry of the sound, and writes of them and of those who miss them, each week. ".repeat(3);
    let mut story = WholeStory::new(article(FIRST, "", &["The ferry sailed at nine.", &note], Some(SECOND)));
    assert!(story.add(article(SECOND, "", &["And so they came home.", &note], None)));
    assert_eq!(texts(&story.finish()).len(), 3);

    // A page that begins with much of the one before.
    let long: Vec<String> =
        (0..10).map(|n| format!("Paragraph {n} tells at some length of the ferry and of its skipper.")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    for from in [0, 9] {
        let mut story = WholeStory::new(article(FIRST, "", &long, Some(SECOND)));
        let second: Vec<&str> =
            long[from..].iter().copied().chain(["It rained on the way back, all the same."]).collect();
        let added = story.add(article(SECOND, "", &second, None));
        assert_eq!((added, texts(&story.finish()).len()), (true, 11), "{from}");
    }

    // A redirect to the front page.
    let mut story = WholeStory::new(article(FIRST, "Ferry sails again", &["The ferry sailed."], Some(SECOND)));
    assert!(!story.add(article(
        "http://sound.example/",
        "Harbour board talks of herring",
        &["It talked of herring."],
        None
    )));

    for (last, first, whole) in [
        ("It was an inter-", "national matter.", "It was an inter-national matter."),
        ("渡し船は九時に", "出港した。", "渡し船は九時に出港した。"),
    ] {
        let mut story = WholeStory::new(article(FIRST, "", &[last], Some(SECOND)));
        assert!(story.add(article(SECOND, "", &[first], None)));
        assert_eq!(texts(&story.finish()), [whole]);
    }
}

#[test]
fn a_page_that_is_missing_is_told() {
    let mut story = WholeStory::new(article(FIRST, "", &["The ferry sailed."], Some(SECOND)));
    story.miss("never archived");
    assert_eq!(story.wants(), None);
    let whole = story.finish();
    assert_eq!(whole.next_page.as_deref(), Some(SECOND));
    assert_eq!(whole.warnings[0].code, WarningCode::PageMissing);
    assert_eq!(whole.warnings[0].detail, format!("{SECOND}: never archived"));

    let mut story = WholeStory::new(article(FIRST, "", &["The ferry sailed."], Some(SECOND)));
    let mut empty = article(SECOND, "", &[], None);
    empty.warn(WarningCode::NoArticle, "an error page");
    assert!(!story.add(empty));
    assert_eq!(story.finish().warnings[0].detail, format!("{SECOND}: an error page"));
}

#[test]
fn circles_and_endless_stories_are_cut() {
    let text = |n: usize| format!("Page {n} tells of the ferry, of its skipper, and of sheep {n}.");
    let mut story = WholeStory::new(article(FIRST, "", &[&text(1)], Some(SECOND)));
    assert!(story.add(article(SECOND, "", &[&text(2)], Some("https://www.sound.example/ferry.html#top"))));
    assert_eq!(story.wants(), None);
    assert_eq!(story.finish().next_page, None);

    let mut story = WholeStory::new(article(FIRST, "", &[&text(1)], Some(SECOND)));
    let mut n = 1;
    while let Some(url) = story.wants().map(str::to_owned) {
        n += 1;
        let next = format!("http://sound.example/ferry_{}.html", n + 1);
        assert!(story.add(article(&url, "", &[&text(n)], Some(&next))));
    }
    let whole = story.finish();
    assert_eq!((n, whole.pages.len(), whole.body.len()), (100, 100, 100));
    assert!(whole.warnings[0].detail.contains("more than 100 pages"));
}

#[test]
fn the_frame_that_holds_the_story_is_found() {
    let frames = |url: &str, detail: &str| {
        let mut article = article(url, "", &[], None);
        article.warn(WarningCode::NoArticle, "no run of prose was found");
        article.warn(WarningCode::Frames, detail);
        article
    };
    let mut story = WholeStory::new(frames(FIRST, "http://sound.example/inner.html http://sound.example/menu.html"));
    assert_eq!(story.wants(), Some("http://sound.example/inner.html"));
    // A frame of frames: its own come first.
    assert!(!story.add(frames(
        "http://sound.example/inner.html",
        "http://sound.example/gone.html http://sound.example/story.html"
    )));
    assert_eq!(story.wants(), Some("http://sound.example/gone.html"));
    story.miss("never archived");
    assert_eq!(story.wants(), Some("http://sound.example/story.html"));
    let next = Some("http://sound.example/story2.html");
    assert!(story.add(article("http://sound.example/story.html", "Ferry sails", &["The ferry sailed."], next)));
    assert_eq!(story.wants(), next);
    story.miss("never archived");
    let whole = story.finish();
    assert_eq!((whole.url.as_deref(), whole.headline.as_deref()), (Some(FIRST), Some("Ferry sails")));
    assert_eq!(whole.pages, [FIRST, "http://sound.example/story.html"]);

    // Frames within frames without end.
    let mut story = WholeStory::new(frames(FIRST, "http://sound.example/0.html"));
    let mut n = 0;
    while let Some(url) = story.wants().map(str::to_owned) {
        n += 1;
        assert!(!story.add(frames(&url, &format!("http://sound.example/{n}.html"))));
    }
    assert_eq!(n, 12);
}
