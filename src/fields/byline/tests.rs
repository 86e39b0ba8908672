//! Bylines on small pages of our own.

use super::authors::is_better;

#[test]
fn the_line_under_the_headline_outweighs_other_names() {
    let better = |shown: &[&str], stated: &[&str], worded, leads| {
        let own = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        is_better(&own(shown), &own(stated), worded, leads, false, &|_| false)
    };
    assert!(better(&["Ann Lee"], &["Courier Media"], true, true));
    assert!(!better(&["Ann Lee"], &["Courier Media"], true, false));
    assert!(!better(&["Ann LeePublished"], &["Ann Lee"], true, true));
    assert!(better(&["Ann Lee"], &["Ann"], false, false));
    assert!(!better(&["Hull Ann"], &["Ann"], false, false));
}

/// The authors of a page with a story of three paragraphs, `head` over it and `foot` under it.
fn authors(meta: &str, head: &str, foot: &str) -> Vec<String> {
    let lines = [
        "The old pier will stay shut until the spring, the harbour board said on Monday, after divers found rust in nine of its piles.",
        "Traders had hoped to open their stalls in time for the regatta, which draws some four thousand visitors to the town each May.",
        "A new deck is to be laid before that, and the board has asked three yards along the coast to say what the work would cost.",
    ];
    let story: String = lines.iter().map(|l| format!("<p>{l}</p>")).collect();
    let page = format!(
        "<html><head><title>Pier stays shut</title>{meta}</head><body><h1>Pier stays shut</h1>{head}<div class=story-body>{story}</div>{foot}</body></html>"
    );
    crate::extract(&page).unwrap().authors
}

#[test]
fn links_and_classes_name_the_writer_where_no_line_does() {
    let link = "<div class=tags><a href=/author/ann-lee/>Ann Lee</a></div>";
    assert_eq!(authors("", link, ""), ["Ann Lee"]);
    let office = "<div class=postmetadata><span class=author>Ann Lee</span> <span>Harbour editor</span></div>";
    assert_eq!(authors("", office, ""), ["Ann Lee"]);
    assert_eq!(authors("", "<div class=related><a href=/author/ann-lee/>Ann Lee</a></div>", ""), Vec::<String>::new());
}

#[test]
fn a_date_may_stand_before_the_writer() {
    assert_eq!(authors("", "<p>Posted on May 3, 2011 by Ann Lee</p>", ""), ["Ann Lee"]);
}

#[test]
fn a_box_behind_the_story_names_the_writer() {
    let foot = "<div class=author-bio>This post was written by Ann Lee, who keeps the tide tables.</div>";
    assert_eq!(authors("", "", foot), ["Ann Lee"]);
    let foot = "<div class=author-bio>Ann Lee is a diver and keeps the tide tables of the harbour.</div>";
    assert_eq!(authors("", "", foot), ["Ann Lee"]);
    let foot = "<ul class=comments><li class=comment-author>Ann Lee</li></ul>";
    assert_eq!(authors("", "", foot), Vec::<String>::new());
}

#[test]
fn a_name_set_apart_signs_the_story() {
    assert_eq!(authors("", "", "<p><i>Ann Lee</i></p>"), ["Ann Lee"]);
    assert_eq!(authors("", "", "<p>Happy Sailing</p>"), Vec::<String>::new());
    let house = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier stays shut","author":{"name":"Harbour Desk"}}</script>"#;
    assert_eq!(authors(house, "", "<p><i>Ann Lee</i></p>"), ["Harbour Desk"]);
}

#[test]
fn of_marked_names_those_in_the_line_are_the_writers() {
    let line = "<p>by <a property=dc:creator>Ann Lee</a> and <a property=dc:creator>Bo Ek</a>October 9, 2010</p>";
    let photo = "<p><span property=dc:creator>Una Holm</span></p>";
    assert_eq!(authors("", &format!("{photo}{line}"), ""), ["Ann Lee", "Bo Ek"]);
}

#[test]
fn library_entries_are_turned() {
    let meta = r#"<meta name="citation_author" content="Lee, Ann M."><meta name="citation_author" content="Ek, Bo">"#;
    assert_eq!(authors(meta, "", ""), ["Ann M. Lee", "Bo Ek"]);
}
