mod sifting;

use super::builder::HistoryBuilder;
use super::*;
use crate::archive::Archive;
use crate::article::Article;
use crate::error::OutcomeCode;
use crate::fetch::CdxRecord;

const BOARD: &str = "The island ferry will not sail before Easter, the harbour board said on Monday.";
const BOARD_LATER: &str = "The island ferry will not sail before late in May, the harbour board said on Monday.";
const COST: &str = "Repairs will cost forty thousand pounds, of which the council bears the half.";
const SHEEP: &str = "Until then sheep and post go by fishing boat, weather permitting.";

fn article(headline: &str, paragraphs: &[&str]) -> Article {
    let body: Vec<_> = paragraphs.iter().map(|p| serde_json::json!({"type": "paragraph", "text": p})).collect();
    serde_json::from_value(serde_json::json!({"headline": headline, "body": body})).unwrap()
}

fn changes_of(old: &[&str], new: &[&str]) -> Vec<Change> {
    changes(&article("A", old), &article("A", new))
}

fn added(at: usize, text: &str) -> Change {
    Change::ParagraphAdded { at, text: text.into() }
}

fn removed(was: usize, text: &str) -> Change {
    Change::ParagraphRemoved { was, text: text.into() }
}

#[test]
fn what_did_not_change_is_not_told() {
    assert_eq!(changes_of(&[BOARD, COST], &[BOARD, COST]), []);
    assert_eq!(changes_of(&[], &[]), []);
    assert_eq!(changes_of(&["Same.", "Same.", "Other."], &["Same.", "Same.", "Other."]), []);
}

#[test]
fn headline_and_dates_are_told() {
    let read = |json| serde_json::from_str::<Article>(json).unwrap();
    let old = read(r#"{"headline": "One", "published": "2007-12-10"}"#);
    let new = read(r#"{"headline": "Two", "published": "2007-12-11", "modified": "2007-12-12"}"#);
    let date = |text: &str| Some(text.parse().unwrap());
    assert_eq!(
        changes(&old, &new),
        [
            Change::Headline { old: Some("One".into()), new: Some("Two".into()) },
            Change::Published { old: date("2007-12-10"), new: date("2007-12-11") },
            Change::Modified { old: None, new: date("2007-12-12") },
        ]
    );
    let none = Article::default();
    assert_eq!(changes(&old, &none)[0], Change::Headline { old: Some("One".into()), new: None });
}

#[test]
fn paragraphs_are_added_and_removed() {
    assert_eq!(changes_of(&[BOARD, SHEEP], &[BOARD, COST, SHEEP]), [added(1, COST)]);
    assert_eq!(changes_of(&[BOARD, COST, SHEEP], &[BOARD, SHEEP]), [removed(1, COST)]);
    assert_eq!(changes_of(&[BOARD], &[COST]), [added(0, COST), removed(0, BOARD)]);
    assert_eq!(changes_of(&["Same.", "Same."], &["Same."]), [removed(1, "Same.")]);
    assert_eq!(changes_of(&[], &[BOARD]), [added(0, BOARD)]);
    assert_eq!(changes_of(&[BOARD], &[]), [removed(0, BOARD)]);
}

#[test]
fn a_reworded_paragraph_is_told_word_by_word() {
    let words = vec![
        WordChange::Same("The island ferry will not sail before".into()),
        WordChange::Removed("Easter,".into()),
        WordChange::Added("late in May,".into()),
        WordChange::Same("the harbour board said on Monday.".into()),
    ];
    let reworded = Change::ParagraphReworded { was: 0, at: 1, old: BOARD.into(), new: BOARD_LATER.into(), words };
    assert_eq!(changes_of(&[BOARD, SHEEP], &[COST, BOARD_LATER, SHEEP]), [added(0, COST), reworded]);
}

#[test]
fn of_two_candidates_the_nearer_in_words_is_taken() {
    let (a, b) = ("one two three four five six", "one two three four nine ten");
    let found = changes_of(&[a, b], &["one two three four nine eleven"]);
    assert!(matches!(&found[0], Change::ParagraphReworded { was: 1, at: 0, .. }), "{found:?}");
    assert_eq!(found[1..], [removed(0, a)]);
}

#[test]
fn a_moved_paragraph_is_neither_new_nor_gone() {
    assert_eq!(
        changes_of(&[SHEEP, BOARD, COST], &[BOARD, COST, SHEEP]),
        [Change::ParagraphMoved { was: 0, at: 2, text: SHEEP.into() }]
    );
}

#[test]
fn scripts_without_spaces_are_compared_by_letters() {
    let found = changes_of(&["渡し船は月曜日に再び出航した。"], &["渡し船は火曜日に再び出航した。"]);
    assert!(matches!(&found[..], [Change::ParagraphReworded { .. }]), "{found:?}");
}

/// Everything differs a little, and nothing is equal: the worst there is.
#[test]
fn long_stories_take_no_long_time() {
    let texts = |word: &str| -> Vec<String> {
        (0..8_000).map(|n| format!("Paragraph {n} of {word} with so many words {}", n * 7)).collect()
    };
    let (old, new) = (texts("old"), texts("new"));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let start = std::time::Instant::now();
    assert_eq!(changes_of(&old, &new).len(), 8_000);
    let long = ["word "; 200_000].concat();
    let other = ["else "; 200_000].concat();
    assert_eq!(changes_of(&[&long], &[&format!("{long}{other}")]).len(), 1);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn order_and_places_hold_for_any_two_versions() {
    // Applying what is told to the old gives the new: nothing is lost and nothing told twice.
    let mut seed = 11_u32;
    let mut random = |n: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % n
    };
    for _ in 0..300 {
        let mut text = |_| format!("w{} w{} w{} w{}", random(3), random(3), random(3), random(3));
        let old: Vec<String> = (0..7).map(&mut text).collect();
        let new: Vec<String> = (0..6).map(&mut text).collect();
        let (o, n): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let (mut rest, mut left) = (old.clone(), new.clone());
        for change in changes_of(&o, &n) {
            let mut gone = |was: usize, text: &str| {
                assert_eq!(old[was], text);
                rest.remove(rest.iter().position(|t| t == text).unwrap());
            };
            let mut come = |at: usize, text: &str| {
                assert_eq!(new[at], text);
                left.remove(left.iter().position(|t| t == text).unwrap());
            };
            match change {
                Change::ParagraphAdded { at, text } => come(at, &text),
                Change::ParagraphRemoved { was, text } => gone(was, &text),
                Change::ParagraphMoved { was, at, text } => {
                    gone(was, &text);
                    come(at, &text);
                }
                Change::ParagraphReworded { was, at, old, new, .. } => {
                    gone(was, &old);
                    come(at, &new);
                }
                other => panic!("{other:?}"),
            }
        }
        rest.sort();
        left.sort();
        assert_eq!(rest, left, "{old:?} {new:?}");
    }
}

fn row(stamp: &str, digest: &str) -> CdxRecord {
    let url = format!("http://web.archive.org/web/{stamp}id_/http://news.example/1.html");
    CdxRecord {
        archive: None,
        timestamp: stamp.parse().unwrap(),
        original: "http://news.example/1.html".into(),
        capture: crate::CaptureUrl::parse(&url),
        status: Some(200),
        mime: Some("text/html".into()),
        digest: Some(digest.into()),
        length: None,
        record: None,
        revisit: false,
        key: None,
    }
}

/// As it would come of captures with the digests A, A, B (the same story as A), C, A, and one that fails.
fn sample() -> History {
    let mut builder = HistoryBuilder::new("http://polly:secret@news.example/1.html", &[Archive::wayback()]);
    let (first, second) = (article("Ferry *stays*", &[BOARD, SHEEP]), article("Ferry sails", &[BOARD_LATER, SHEEP]));
    assert!(!builder.add_known(&row("20190301000000", "A")));
    builder.add_article(&row("20190301000000", "A"), first.clone(), None);
    assert!(builder.add_known(&row("20190302000000", "A")));
    builder.add_article(&row("20190303000000", "B"), first, None);
    builder.add_article(&row("20190304000000", "C"), second, None);
    assert!(builder.add_known(&row("20190305000000", "A")));
    builder.add_failure(
        &row("20190306000000", "D"),
        OutcomeCode::PlaybackFailure,
        "the archive cannot show it: x".into(),
    );
    assert!(!builder.add_known(&row("20190307000000", "D")));
    builder.add_failure(
        &row("20190307000000", "D"),
        OutcomeCode::PlaybackFailure,
        "the archive cannot show it: x".into(),
    );
    assert!(builder.add_known(&row("20190308000000", "D")), "asked for a third time");
    builder.finish()
}

#[test]
fn captures_become_versions() {
    let history = sample();
    let told: Vec<_> = history.versions.iter().map(|v| (v.first.to_string(), v.last.to_string(), v.captures)).collect();
    let wanted = |a: &str, b: &str, n| (format!("201903{a}000000"), format!("201903{b}000000"), n);
    assert_eq!(told, [wanted("01", "03", 3), wanted("04", "04", 1), wanted("05", "05", 1)]);
    assert_eq!(history.versions[0].changes, []);
    assert_eq!(history.versions[1].changes.len(), 2);
    assert_eq!(history.versions[2].article, history.versions[0].article);
    assert_eq!((history.captures, history.failures.len()), (8, 3));
    assert!(!history.to_json().contains("secret"));
    assert_eq!(serde_json::from_str::<History>(&history.to_json()).unwrap(), history);
}

#[test]
fn a_history_is_written_as_json() {
    let json: serde_json::Value = serde_json::from_str(&sample().to_json_pretty()).unwrap();
    assert_eq!(json["url"], "http://news.example/1.html");
    assert_eq!(json["versions"][1]["first"], "20190304000000");
    assert_eq!(json["versions"][1]["changes"][0]["type"], "headline");
    let reworded = &json["versions"][1]["changes"][1];
    assert_eq!((&reworded["type"], &reworded["was"]), (&"paragraph_reworded".into(), &0.into()));
    assert_eq!(reworded["words"][1], serde_json::json!({"is": "removed", "text": "Easter,"}));
    assert_eq!(json["failures"][0]["code"], "playback_failure");
    assert_eq!(json["versions"][0]["article"]["headline"], "Ferry *stays*");
}

#[test]
fn a_history_is_written_as_text() {
    let mut history = sample();
    history.versions.truncate(2);
    history.captures = 7;
    history.failures.pop();
    assert_eq!(
        history.to_text(),
        "\
http://news.example/1.html
2 versions in 7 captures (wayback)

2019-03-01 00:00:00Z to 2019-03-03 00:00:00Z, 3 captures
http://web.archive.org/web/20190301000000id_/http://news.example/1.html
  Ferry *stays*

2019-03-04 00:00:00Z
http://web.archive.org/web/20190304000000id_/http://news.example/1.html
  headline
    - Ferry *stays*
    + Ferry sails
  reworded
    The island ferry will not sail before [-Easter,-] {+late in May,+} the harbour board said on Monday.

Not read:
  2019-03-06 00:00:00Z playback_failure: the archive cannot show it: x
  2019-03-07 00:00:00Z playback_failure: the archive cannot show it: x
"
    );
}

#[test]
fn a_history_is_written_as_markdown() {
    let mut history = sample();
    history.versions.truncate(2);
    history.failures.clear();
    history.complete = false;
    assert_eq!(
        history.to_markdown(),
        r"# http://news.example/1.html

2 versions in 8 captures (wayback), not all of them read

## 2019-03-01 00:00:00Z to 2019-03-03 00:00:00Z, 3 captures

- Ferry \*stays\*
- [capture](<http://web.archive.org/web/20190301000000id_/http://news.example/1.html>)

## 2019-03-04 00:00:00Z

- headline: ~~Ferry \*stays\*~~ **Ferry sails**
- reworded: The island ferry will not sail before ~~Easter,~~ **late in May,** the harbour board said on Monday.
- [capture](<http://web.archive.org/web/20190304000000id_/http://news.example/1.html>)
"
    );
}
