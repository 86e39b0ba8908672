//! Captures that are versions, and those that are not, by comparison alone.

use super::super::builder::HistoryBuilder;
use super::super::sift::Doubt;
use super::*;
use crate::article::{Warning, WarningCode};

const SAILS: &str =
    "With two weeks to go the yard has found its plates, and a first trip to the north is planned for Friday.";
const MARROW: &str =
    "A marrow that took all summer to grow has won Tom Pettle his third cup at the show in Nether Wick.";
const SCALES: &str = "Its weight was taken on the scales of the coal merchant, since those in the tent had given up.";
const WIRELESS: &str = "Asked for the secret he named rain water, patience and a wireless set that plays brass bands.";

/// A history of captures one after the other, a day each.
fn history_of(captures: &[(Article, Option<Doubt>)]) -> History {
    let mut builder = HistoryBuilder::new("http://news.example/1.html", &[Archive::wayback()]);
    for (n, (article, doubt)) in captures.iter().enumerate() {
        let stamp = format!("201903{:02}000000", n + 1);
        builder.add_article(&row(&stamp, &format!("digest {n}")), article.clone(), doubt.clone());
    }
    builder.finish()
}

/// The days that are no versions, and their codes.
fn left_out(captures: &[&Article]) -> Vec<(u32, OutcomeCode)> {
    failures(&history_of(&captures.iter().map(|&article| (article.clone(), None)).collect::<Vec<_>>()))
}

fn failures(history: &History) -> Vec<(u32, OutcomeCode)> {
    let day = |failure: &CaptureFailure| failure.timestamp.to_string()[6..8].parse().unwrap();
    history.failures.iter().map(|failure| (day(failure), failure.code)).collect()
}

fn story() -> Article {
    article("Ferry stays in dock until Easter", &[BOARD, COST, SHEEP])
}

fn other() -> Article {
    article("Marrow of the year outweighs its grower", &[MARROW, SCALES, WIRELESS])
}

#[test]
fn what_stands_between_captures_of_one_story_is_none_of_it() {
    let (a, x) = (story(), other());
    let rewritten = article("Ferry stays in dock until May", &[BOARD_LATER, COST, SAILS]);
    assert_eq!(left_out(&[&a, &x, &a]), [(2, OutcomeCode::NotTheStory)]);
    assert_eq!(left_out(&[&a, &x, &rewritten]), [(2, OutcomeCode::NotTheStory)]);
    let y = article("Fête", &[WIRELESS]);
    assert_eq!(left_out(&[&a, &a, &x, &y, &rewritten, &a]).len(), 2);
    // Nor is it where it comes once more, at the end.
    assert_eq!(left_out(&[&a, &x, &a, &a, &x]).len(), 2);
}

#[test]
fn a_story_that_becomes_another_is_told() {
    let (a, x) = (story(), other());
    for sequence in [&[&a, &x][..], &[&a, &x, &x], &[&a, &a, &x], &[&x, &a, &a], &[&a, &x, &x, &x, &a], &[&a]] {
        assert_eq!(left_out(sequence), [], "{}", sequence.len());
    }
    // What came once before its time is what the page says in the end.
    assert_eq!(left_out(&[&a, &x, &a, &x, &x, &x]).len(), 1);
}

#[test]
fn beginnings_rewritings_and_notices_are_versions() {
    let a = story();
    let first = article("Ferry stays in dock", &["The island ferry will not sail. More follows."]);
    let moved = article("Islanders get their ferry back", &[SAILS, COST, SHEEP]);
    let gone = article("Ferry stays in dock until Easter", &["This story has been removed."]);
    assert_eq!(left_out(&[&first, &a, &moved, &a, &gone, &a]), []);
    assert_eq!(left_out(&[&a, &a, &gone]), []);
    let retraction = article("Retraction", &["We have withdrawn this story, since its source could not be confirmed."]);
    assert_eq!(left_out(&[&a, &a, &retraction]), []);
}

#[test]
fn an_end_that_shares_nothing_has_to_look_like_no_story_too() {
    let named = |mut article: Article, site: &str, language: &str| {
        (article.site_name, article.language) = (Some(site.to_owned()), Some(language.to_owned()));
        article
    };
    let a = named(story(), "The Sound", "en");
    let none = named(article("Az oldal eltűnt", &["Nincs itt semmi."]), "The Sound", "hu");
    assert_eq!(left_out(&[&a, &a, &none]), [(3, OutcomeCode::NotTheStory)]);
    assert_eq!(left_out(&[&none, &a, &a]), [(1, OutcomeCode::NotTheStory)]);
    // With the story alone on one side there is nothing to tell which of the two it is.
    assert_eq!(left_out(&[&a, &none]), []);
    let long = named(article("Ganz anders", &[MARROW, SCALES, WIRELESS, MARROW]), "The Sound", "de");
    assert_eq!(left_out(&[&a, &a, &long]), []);
}

#[test]
fn scripts_without_spaces_are_compared_too() {
    let a =
        article("渡し船は復活祭まで休航", &["港湾局は月曜日、船体に亀裂が見つかったため渡し船を休航すると発表した。"]);
    let later = article(
        "渡し船は五月まで休航",
        &["港湾局は金曜日、船体に亀裂が見つかったため渡し船を五月まで休航すると発表した。"],
    );
    let x = article("今年の大南瓜", &["夏を費やして育てた野菜が品評会で三度目の優勝を果たした。"]);
    assert_eq!(left_out(&[&a, &x, &later]), [(2, OutcomeCode::NotTheStory)]);
}

#[test]
fn what_a_redirect_led_to_is_a_version_if_it_is_the_story() {
    let elsewhere = |article: Article| (article, Some(Doubt::Elsewhere(OutcomeCode::Redirected, "led away".into())));
    let plain = |article: Article| (article, None);
    let history = history_of(&[plain(story()), elsewhere(other()), elsewhere(story())]);
    assert_eq!(failures(&history), [(2, OutcomeCode::Redirected)]);
    assert_eq!(history.versions[0].captures, 2);
    assert_eq!(history.failures[0].reason, "led away");
    let history = history_of(&[elsewhere(other())]);
    assert_eq!((history.versions.len(), history.failures.len()), (0, 1));
}

#[test]
fn what_says_that_it_is_the_front_page_is_a_version_if_it_is_the_story() {
    let front = |article: Article| (article, Some(Doubt::FrontPage("its address is /".into())));
    let history = history_of(&[(story(), None), (story(), None), front(other()), front(story())]);
    assert_eq!(failures(&history), [(3, OutcomeCode::NotTheStory)]);
    // Where all pages say so it says nothing.
    assert_eq!(history_of(&[front(story()), front(story())]).versions.len(), 1);
}

#[test]
fn a_headline_alone_is_a_version_if_it_is_that_of_another() {
    let bare = |headline: &str| (article(headline, &[]), Some(Doubt::HeadlineAlone("no prose".into())));
    let plain = |article: Article| (article, None);
    let history = history_of(&[bare("Ferry stays in dock"), plain(story()), bare("The Sound")]);
    assert_eq!(failures(&history), [(3, OutcomeCode::NoArticle)]);
    assert_eq!(history.versions.len(), 2);
    // The text did not come.
    let history = history_of(&[plain(story()), bare("Ferry stays in dock"), plain(story())]);
    assert_eq!((history.versions.len(), failures(&history)), (1, vec![(2, OutcomeCode::NoArticle)]));
}

#[test]
fn what_came_in_part_is_a_capture_of_the_whole() {
    let mut part = article("Ferry stays in dock until Easter", &[BOARD, &COST[..20]]);
    part.warnings.push(Warning::new(WarningCode::DamagedBody, "the body breaks off"));
    let rewritten = article("Ferry stays in dock until May", &[BOARD_LATER, COST]);
    for sequence in [[story(), part.clone(), rewritten.clone()], [part.clone(), story(), rewritten.clone()]] {
        let history = history_of(&sequence.map(|article| (article, None)));
        let captures: Vec<usize> = history.versions.iter().map(|version| version.captures).collect();
        assert_eq!(captures, [2, 1], "{}", history.to_text());
        assert_eq!(history.versions[0].article.body.len(), 3);
    }
    // What is in no other version is one, with its warning.
    let history = history_of(&[(rewritten, None), (part, None)]);
    assert_eq!(history.versions[1].article.warnings[0].code, WarningCode::DamagedBody);
}

#[test]
fn a_capture_of_status_304_is_as_the_one_before() {
    let mut builder = HistoryBuilder::new("http://news.example/1.html", &[Archive::wayback()]);
    assert!(!builder.add_unchanged(&row("20190301000000", "A")), "there is none before");
    builder.add_article(&row("20190302000000", "B"), story(), None);
    builder.add_failure(&row("20190303000000", "C"), OutcomeCode::PlaybackFailure, "x".into());
    assert!(builder.add_unchanged(&row("20190304000000", "A")));
    let history = builder.finish();
    assert_eq!((history.versions[0].captures, history.failures.len(), history.captures), (2, 1, 3));
}
