use super::*;
use crate::article::{Article, Block, QuoteKind, WarningCode};
use crate::{Extractor, Page};

/// The article of a plain text.
fn read(text: &str, url: Option<&str>) -> Article {
    let mut page = Page::new(text.as_bytes().to_vec()).with_content_type("text/plain; charset=utf-8");
    if let Some(url) = url {
        page = page.with_url(url).unwrap();
    }
    Extractor::default().extract(&page).unwrap()
}

/// The body, a line a block, with a mark for its kind.
fn body(article: &Article) -> Vec<String> {
    let mark = |b: &Block| match b {
        Block::Paragraph { text, .. } => text.clone(),
        Block::Heading { level, text, .. } => format!("{level}# {text}"),
        Block::List { items, .. } => format!("* {}", items.join("|")),
        Block::Quote { text, .. } => format!("> {text}"),
        _ => String::from("other"),
    };
    article.body.iter().map(mark).collect()
}

const MENU: &str = "Front Page\nWorld\nBusiness\nScience\nWeather\nSearch this site\n";
const FOOT: &str = "SEE ALSO\nFerry firm orders second ship\nMinister opens lido\nWe are not answerable for other sites\n\
    MOST READ\nDog drives tractor\nMoon to turn red\nAfricaAmericasAsiaEuropeMiddle East\n\
    Help | Privacy | About us | Contact\n© The Harbour Times 2009. All rights reserved.\n";

const LEAD: &str = "The lighthouse at Skerry Point was lit again on Friday after eleven years of darkness.";
const SECOND: &str = "Its keeper, Ada Munro, climbed the 214 steps with a box of matches that she did not need.";
const THIRD: &str = "Fishermen had asked for the light since two boats ran on the rocks in the winter of 2003.";
const LAST: &str = "The lamp is electric, and its lens was cleaned by pupils of the village school.";

#[test]
fn a_page_of_one_block_a_line() {
    let story = format!(
        "Lighthouse shines again\nWhite tower above a grey sea\nSkerry Point lost its light in 1998\n{LEAD}\nBy Hector Byng\n\
         Harbour correspondent\n{SECOND}\nNobody should have to steer home by the smell of the kippers\nMoira, Skerry\n{THIRD}\n\
         Who pays?\n{LAST}\n"
    );
    let blanks = story.replace('\n', "\n\n");
    for text in [
        format!("{MENU}{story}{FOOT}"),
        format!("{MENU}\n{blanks}{FOOT}"),
        format!("{MENU}{story}{FOOT}").replace('\n', "\r\n"),
    ] {
        let a = read(&text, Some("http://harbour.example/1"));
        assert_eq!(a.headline.as_deref(), Some("Lighthouse shines again"), "{text}");
        assert_eq!(body(&a), [LEAD, SECOND, THIRD, "2# Who pays?", LAST]);
        let m = &a.media[0];
        assert_eq!((a.media.len(), m.at), (1, 0));
        assert_eq!(m.alt.as_deref(), Some("White tower above a grey sea"));
        assert_eq!(m.caption.as_deref(), Some("Skerry Point lost its light in 1998"));
        let q = &a.quotes[0];
        assert_eq!((q.kind, q.at, q.attribution.as_deref()), (QuoteKind::Reader, 2, Some("Moira, Skerry")));
        assert_eq!(a.authors, ["Hector Byng"]);
        assert_eq!(a.byline.as_deref(), Some("By Hector Byng, Harbour correspondent"));
        assert_eq!(a.language.as_deref(), Some("en"));
        assert_eq!(a.url.as_deref(), Some("http://harbour.example/1"));
        assert_eq!(a.warnings.len(), 1);
        assert_eq!(a.warnings[0].code, WarningCode::TextRendering);
        assert_eq!(a.warnings[0].detail, "guessed: headline, captions, cross-headings, quotes");
    }
}

#[test]
fn a_quote_of_a_named_figure_in_marks() {
    let text =
        format!("Light returns to Skerry\n\n{LEAD}\n\n{SECOND}\n\n“We shall see”\nAda Munro\n\n{THIRD}\n\n{LAST}\n");
    let a = read(&text, None);
    let q = &a.quotes[0];
    assert_eq!(
        (q.kind, &*q.text, q.attribution.as_deref(), q.at),
        (QuoteKind::Pull, "We shall see", Some("Ada Munro"), 2)
    );
    assert_eq!(body(&a), [LEAD, SECOND, THIRD, LAST]);
}

#[test]
fn dates_over_and_under_the_story() {
    let text = format!(
        "{MENU}Last Updated: Friday, 6 March 2009, 10:28 GMT\nLight returns to Skerry\n{LEAD}\n{SECOND}\n{LAST}\n{FOOT}"
    );
    let a = read(&text, None);
    assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"));
    assert!(a.modified.is_some());
    assert_eq!(a.published, a.modified);
    assert!(a.warnings.iter().any(|w| w.code == WarningCode::PublishedFromModified));
    let text = format!("Light returns to Skerry\n6 March 2009\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n");
    let a = read(&text, None);
    assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"));
    assert!(a.published.is_some() && a.modified.is_none());
    assert_eq!(body(&a), [LEAD, SECOND, LAST]);
    assert!(a.warnings[0].detail.contains("published"));
    let text = format!(
        "Light returns to Skerry\nPublished: 6 March 2009 Updated: 7 March 2009\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n"
    );
    let a = read(&text, None);
    let dates = [a.published, a.modified].map(|d| d.map(|d| d.to_string()));
    assert_eq!(dates, [Some("2009-03-06".to_owned()), Some("2009-03-07".to_owned())]);
}

#[test]
fn a_date_among_other_things_is_no_caption() {
    for (line, byline) in [
        ("by Ann Lee  Published Nov. 7, 2012 12:20 pm   Updated Nov. 8, 2012 12:50 pm", Some("by Ann Lee")),
        ("2012-11-07 12:20 来源: 工人日报 有0人参与 手机看新闻", None),
    ] {
        let text = format!("{MENU}Light returns to Skerry\nWhite tower\n{line}\n{LEAD}\n{SECOND}\n{LAST}\n");
        let a = read(&text, None);
        assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"));
        assert_eq!(a.published.map(|d| d.to_string()).as_deref(), Some("2012-11-07T12:20:00"), "{line}");
        assert_eq!((a.byline.as_deref(), a.media.len()), (byline, 0));
        assert_eq!(a.warnings[0].detail.contains("published"), byline.is_none());
    }
    let text = format!("3/4/05 Ferry Poll: Keepers of the Light\nFriday, March 04, 2005\n{LEAD}\n{SECOND}\n{LAST}\n");
    assert_eq!(read(&text, None).headline.as_deref(), Some("3/4/05 Ferry Poll: Keepers of the Light"));
}

#[test]
fn hard_wrapped_prose_is_joined() {
    let unix = "THE LIGHT AT SKERRY\n\nby Ada Munro\n\n   The tower stood on the point before there was a road to it, and those\n\
        who built it came by sea. They brought their own stone, having been told\nthat the rock of the place was rotten, which was not true, and twenty-\n\
        one masons to lay it.\n\n   In the second winter the sea took the crane. It was found in April on a\n\
        beach of the mainland, with a gull's nest in the bucket, and was brought\nback and put to work.\n";
    for text in [unix.to_owned(), unix.replace('\n', "\r\n")] {
        let a = read(&text, None);
        assert_eq!(a.headline.as_deref(), Some("THE LIGHT AT SKERRY"));
        assert_eq!(a.authors, ["Ada Munro"]);
        assert_eq!(
            body(&a),
            [
                "The tower stood on the point before there was a road to it, and those who built it came by sea. They brought \
             their own stone, having been told that the rock of the place was rotten, which was not true, and twenty-one \
             masons to lay it.",
                "In the second winter the sea took the crane. It was found in April on a beach of the mainland, with a gull's \
             nest in the bucket, and was brought back and put to work.",
            ]
        );
    }
}

#[test]
fn light_markup_is_read() {
    let text = format!(
        "[Home](http://harbour.example/)\n\n# Light returns to Skerry\n\n![The tower](http://harbour.example/t.jpg)\n\n{LEAD}\n\n\
         ## The **cost**\n\nThe [council](http://c.example/) paid for three things in all, and for no more:\n\n- a lamp\n- a lens\n- matches\n\n\
         > It was dark, and now it is not.\n\n{LAST}\n"
    );
    let a = read(&text, None);
    assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"));
    assert_eq!(
        body(&a),
        [
            LEAD,
            "2# The cost",
            "The council paid for three things in all, and for no more:",
            "* a lamp|a lens|matches",
            "> It was dark, and now it is not.",
            LAST
        ]
    );
    assert_eq!(a.media[0].alt.as_deref(), Some("The tower"));
    assert_eq!(a.media[0].url.as_deref(), Some("http://harbour.example/t.jpg"));
    assert!(!a.warnings[0].detail.contains("headline"));
}

#[test]
fn letters_become_comments() {
    let mut text = format!(
        "Should the light have stayed dark?\n\n{LEAD}\n\nYou told us what you think of it in your hundreds.\n\n"
    );
    for (name, words) in [
        ("Ewan, Leith", "I sailed by it as a boy and never once knew where I was."),
        ("Ines, Vigo, Spain", "A lamp costs little. A boat costs a great deal more than that."),
        ("Tom, Hull", "The seals on the rocks slept far better without it, I am told."),
        ("Kay, Perth", "My room is lit by it now, every twelve seconds, all night long."),
    ] {
        text.push_str(&format!("{words}\n{name}\n\n"));
    }
    let a = read(&text, None);
    assert_eq!(a.headline.as_deref(), Some("Should the light have stayed dark?"));
    assert_eq!(body(&a), [LEAD, "You told us what you think of it in your hundreds."]);
    assert_eq!(a.comments.len(), 4);
    assert_eq!(a.comments[3].attribution.as_deref(), Some("Kay, Perth"));
    assert!(a.quotes.is_empty());
}

#[test]
fn a_text_in_writing_without_spaces() {
    let text = "トップ\n社会\n経済\n灯台に十一年ぶりの明かり\n岬の灯台が金曜日の夜、十一年ぶりに明かりをともした。\n\
        灯台守の女性は二百十四段の階段を一人で登った。\n漁師たちは長いあいだ灯台の明かりを待っていた。\nサイトマップ\nお問い合わせ\n";
    let a = read(text, None);
    assert_eq!(a.headline.as_deref(), Some("灯台に十一年ぶりの明かり"));
    assert_eq!(a.body.len(), 3);
    assert_eq!(a.language.as_deref(), Some("ja"));
}

#[test]
fn a_menu_is_no_article() {
    let a = read(MENU, None);
    assert!(a.body.is_empty() && a.headline.is_none());
    assert_eq!(a.warnings[1].code, WarningCode::NoArticle);
    assert!(read("", None).body.is_empty());
}

#[test]
fn bylines_are_read_in_all_their_languages() {
    for by in ["Av", "Autor:", "Text:", "Door", "By", "Von", "Par", "Por", "Di"] {
        let byline = format!("{by} Ann Lee");
        for text in [
            format!("Light returns to Skerry\n{byline}\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n"),
            format!("{MENU}Light returns to Skerry\n{byline}\n{LEAD}\n{SECOND}\n{LAST}\n{FOOT}"),
            format!("{MENU}Light returns to Skerry\r\n6 March 2009\r\n{byline}\r\n{LEAD}\r\n{SECOND}\r\n{LAST}\r\n"),
        ] {
            let a = read(&text, None);
            assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"), "{text}");
            assert_eq!(
                (a.authors.join("|").as_str(), a.byline.as_deref()),
                ("Ann Lee", Some(byline.as_str())),
                "{text}"
            );
            assert_eq!(body(&a), [LEAD, SECOND, LAST], "{text}");
        }
    }
}

#[test]
fn a_headline_that_begins_as_a_byline_is_one() {
    let text = format!("From Lighthouse To Village School\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n");
    let a = read(&text, None);
    assert_eq!((a.headline.as_deref(), a.byline), (Some("From Lighthouse To Village School"), None));
}

#[test]
fn kickers_stand_over_headline_or_byline() {
    for head in ["VIEWPOINT\nLight returns to Skerry\nBy Ann Lee", "Light returns to Skerry\nVIEWPOINT\nBy Ann Lee"] {
        let a = read(&format!("{head}\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n"), None);
        assert_eq!(a.headline.as_deref(), Some("Light returns to Skerry"));
        assert_eq!((a.kicker.as_deref(), a.byline.as_deref()), (Some("VIEWPOINT"), Some("By Ann Lee")), "{head}");
        assert_eq!(body(&a), [LEAD, SECOND, LAST]);
    }
}

#[test]
fn labels_say_that_lines_told_the_story() {
    let limits = crate::options::Limits::default();
    let text = format!("{MENU}Light returns to Skerry\n{LEAD}\n{SECOND}\n{LAST}\n");
    let TextReading { segments, .. } = read_text(&text, &limits).unwrap();
    assert_eq!(segments.source, crate::segment::Source::PlainText);
    let metadata = crate::metadata::Metadata::default();
    let evidence = crate::label::Evidence {
        segments: &segments,
        metadata: &metadata,
        profile: None,
        url: None,
        base: None,
        captured: None,
        favor: crate::options::Favor::default(),
        limits: &limits,
    };
    let labels = crate::label::label(&evidence).unwrap();
    let reasons: Vec<&str> = labels.story().map(|i| labels.all()[i].reason()).collect();
    assert_eq!(reasons, ["plain text: within the story"; 3]);
    assert_eq!((labels.confidence(), labels.all()[0].reason()), (None, "plain text: not of the story"));
}

#[test]
fn provenance_is_given_on_request() {
    let text = format!("Light returns to Skerry\nBy Ann Lee\n\n{LEAD}\n\n{SECOND}\n\n{LAST}\n");
    let page = Page::from_text(text.as_str());
    let (article, _) = Extractor::default().explain(&page).unwrap();
    assert_eq!(article.provenance["headline"], "the page's text");
    assert!(read(&text, None).provenance.is_empty());
}

#[test]
fn text_without_a_story_is_no_article() {
    let long = "Front Page\n".repeat(500);
    let columns = "12  14  19\n".repeat(60);
    for text in [MENU, FOOT, &long, &columns, "\u{feff}", "\r\n\r\n\u{c}", "> ", "# ", "![](", "By ", "- \n- \n"] {
        let a = read(text, Some("http://harbour.example/2009/03/06/light"));
        assert!(a.body.is_empty() && a.media.is_empty() && a.quotes.is_empty(), "{text:?}");
        assert!(a.warnings.iter().any(|w| w.code == WarningCode::NoArticle), "{text:?}");
    }
}

#[test]
fn many_lines_and_long_ones_are_read_in_one_go() {
    let short: String = (0..40_000)
        .map(|n| format!("{}\n", ["By Ann Lee", "6 March 2009", "“Why?”", "Moira, Skerry", "x"][n % 5]))
        .collect();
    let prose: String =
        (0..20_000).map(|n| format!("On day {n} they saw the light again.\nMoira {n}, Skerry\n")).collect();
    let line = "the light went round and ".repeat(400_000);
    let [short, prose, line] = [short, prose, line].map(|text| read(&text, None));
    assert_eq!(short.warnings[0].code, WarningCode::TextRendering);
    assert_eq!((prose.body.len(), prose.comments.len()), (0, 20_000));
    assert_eq!(line.body.len(), 1);
}

#[test]
fn html_is_told_from_text() {
    for text in [
        LEAD,
        "Water below 4 < 5 metres and <unknown> winds\nof force 6",
        "Write <p id to start, he said; a <b> is bold.",
        "Mail <ada@skerry.example> or see <http://skerry.example/a=b>.",
        "# Title\n\nText with a < stray",
    ] {
        assert!(looks_like_text(text), "{text}");
    }
    for html in [
        "<!DOCTYPE html><p>x",
        "\u{feff}  <html>",
        "Hello <b>world</b>",
        "<p>One paragraph",
        "one<br>two",
        "one <BR/> two",
        "a link <a href=x>here",
        "text <!-- a comment --> text",
        "<?xml version='1.0'?>",
        "{\"a\": 1}",
        "",
        "  \n",
        "a\0b",
    ] {
        assert!(!looks_like_text(html), "{html}");
    }
}
