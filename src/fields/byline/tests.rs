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

#[test]
fn a_word_for_the_writer_may_stand_alone_before_names_accounts_and_desks() {
    let of = |name: &str| authors("", &format!("<div>By</div><div>{name}</div><div>May 3, 2011</div>"), "");
    assert_eq!(of("Ann Lee"), ["Ann Lee"]);
    assert_eq!(of("The Harbour Team"), ["The Harbour Team"]);
    assert_eq!(of("pierwatcher"), ["pierwatcher"]);
    assert_eq!(of("Fact Checked"), Vec::<String>::new());
    let several = "<div>By</div><a class=author href=/x>Ann Lee</a><div class=author>The Associated Press</div>";
    assert_eq!(authors("", several, ""), ["Ann Lee", "The Associated Press"]);
    let meta = r#"<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Una Holm">"#;
    assert_eq!(authors(meta, "<div>By</div><div>Ann Lee</div>", ""), ["Ann Lee"]);
}

#[test]
fn a_dated_line_may_say_topic_or_office_and_stand_over_the_headline() {
    assert_eq!(authors("", "<p>May 3, 2011 • Ann Lee in <a href=/tides>Tides</a></p>", ""), ["Ann Lee"]);
    assert_eq!(authors("", "<p>03.05.2011 - Redaktion: Ann Lee (Sprecherin des Hafens)</p>", ""), ["Ann Lee"]);
    let account =
        |href: &str, name: &str| authors("", &format!("<p><a href={href}>{name}</a> 3 May 2011, 13:56</p>"), "");
    assert_eq!(account("/users/?u=17", "PierWatcher"), ["PierWatcher"]);
    assert_eq!(account("/member.php?u=2", "tidewatcher"), ["tidewatcher"]);
    assert_eq!(account("/topics/tides", "Tides"), Vec::<String>::new());
    let line =
        "The old pier will stay shut until the spring, the harbour board said on Monday, after divers found rust.";
    let page = format!(
        "<small>04.02.2022 | 13:10 Uhr | Ann Lee</small><h1>Pier shut</h1>{}",
        format!("<p>{line}</p>").repeat(5)
    );
    assert_eq!(crate::extract(&page).unwrap().authors, ["Ann Lee"]);
}

#[test]
fn the_line_at_the_head_goes_before_marks_at_other_stories() {
    let head = "<span>By <a href=/author/ann-lee>Ann Lee</a></span>";
    let foot = "<ul><li><h2><a href=/b>Regatta put off</a></h2><span class=byline>By Una Holm</span></li></ul>";
    assert_eq!(authors("", head, foot), ["Ann Lee"]);
    // The list of all who write here is marked the same way.
    let all: String = ["Una Holm", "Bo Ek", "Cy Orr", "Di Voss", "Ed Aske"]
        .map(|n| format!("<a rel=author href=/author/x>{n}</a> "))
        .concat();
    let head = "<p><a rel=author href=/author/ann-lee>Ann Lee</a></p>";
    assert_eq!(authors("", head, &format!("<div>{all}</div>")), ["Ann Lee"]);
}

#[test]
fn who_did_something_else_is_no_writer() {
    let head = "<div class=author-info>Written by <span class=author>Ann Lee</span></div>\
        <div class=author-info>Researched by <span class=author>Una Holm</span></div>";
    assert_eq!(authors("", head, ""), ["Ann Lee"]);
}

#[test]
fn a_desk_that_a_link_names_signs_where_nobody_else_does() {
    assert_eq!(authors("", "<a href=/authors/harbour-staff>The Harbour Team</a>", ""), ["The Harbour Team"]);
    let meta = r#"<meta name="og:article:author" content="Ann Lee">"#;
    assert_eq!(authors(meta, "", ""), ["Ann Lee"]);
}

#[test]
fn buttons_and_headings_are_no_writers() {
    for foot in
        ["<a href=/user/login>Login</a>", "<a href=/user/account>My Account</a>", "<p class=author>Author Bio</p>"]
    {
        assert_eq!(authors("", "", foot), Vec::<String>::new(), "{foot}");
    }
    let card = "<div class='post-footer'><span class='post-author vcard'>Eingestellt von <span class=fn>der Fischer</span></span></div>";
    assert_eq!(authors("", "", card), ["der Fischer"]);
}

#[test]
fn an_account_or_an_agency_alone_signs_over_the_story() {
    assert_eq!(authors("", "<p>by tidewatcher on November 5, 2010</p>", ""), ["tidewatcher"]);
    assert_eq!(authors("", "<p>by hand on November 5, 2010</p>", ""), Vec::<String>::new());
    assert_eq!(authors("", "<h3>The Associated Press</h3>", ""), ["The Associated Press"]);
    let house = "<meta property=og:site_name content=Tidewatch>";
    assert_eq!(authors(house, "<p>From Tidewatch, the free encyclopedia</p>", ""), Vec::<String>::new());
}

#[test]
fn who_put_the_text_there_may_stand_far_below() {
    let links: String = (0..7).map(|i| format!("<p><a href=/{i}>Regatta off until the spring {i}</a></p>")).collect();
    let foot = |more: &str| format!("<h3>Related</h3>{links}<p><b>Posted by: Ann Lee in Tides, Piers</b></p>{more}");
    assert_eq!(authors("", "", &foot("")), ["Ann Lee"]);
    assert_eq!(authors("", "", &foot("<p>Posted by: Bo Ek in Tides</p>")), Vec::<String>::new());
}

#[test]
fn a_class_may_end_in_the_word_for_the_writer() {
    for class in ["columnbyline", "newsByLine", "niauthor", "postedBy"] {
        assert_eq!(authors("", &format!("<div class={class}>Ann Lee, Jan 11, Oslo</div>"), ""), ["Ann Lee"], "{class}");
    }
}
