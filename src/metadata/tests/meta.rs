use super::*;

#[test]
fn headlines_and_descriptions() {
    let found = of(
        r#"<meta name="twitter:title" content="Shared &amp;amp; short"><meta name="TITLE" content="Page title">
        <meta NAME="headline" content="The &lt;i&gt;real&lt;/i&gt; one"><meta name="hdl" content=" "><meta name="DC.Title" content="Library">
        <meta name="og:title" content="Shared"><meta property="og:title" content="Shared">
        <meta name="Description" content="In short"><meta property="og:description" content="Shared words">"#,
    );
    assert_eq!(
        shown(&found.headlines),
        [
            "The real one (meta Headline)",
            "Library (meta dc.title)",
            "Shared (meta og:title)",
            "Shared & short (meta twitter:title)",
            "Page title (meta title)"
        ]
    );
    assert_eq!(shown(&found.descriptions), ["In short (meta description)", "Shared words (meta og:description)"]);
    assert_eq!(found.headlines[0].rank, Rank::Newsroom);
}

#[test]
fn names_are_known_however_they_are_parted() {
    for name in ["publish-date", "publishDate", "PUBLISH_DATE", "publish date"] {
        let found = of(&format!("<meta name='{name}' content='2011-05-01'>"));
        assert_eq!(shown(&found.published), ["2011-05-01 (meta publish_date)"], "{name}");
    }
    let found = of("<meta property='dc:date dcterms:created' content='2011-05-01'>");
    assert_eq!(shown(&found.published), ["2011-05-01 (meta dc.date)", "2011-05-01 (meta dcterms.created)"]);
    assert!(of("<meta name='update' content='2011-05-01'><meta content='2011-05-01'>").published.is_empty());
}

#[test]
fn newsroom_dates() {
    let found = of(
        "<meta name=ptime content=20110501120000><meta name=utime content=20110502130000><meta name=DISPLAYDATE content='1 May 2011'>",
    );
    assert_eq!(shown(&found.published), ["2011-05-01 (meta DISPLAYDATE)", "2011-05-01T12:00:00 (meta ptime)"]);
    assert_eq!(shown(&found.modified), ["2011-05-02T13:00:00 (meta utime)"]);
}

#[test]
fn authors_are_grouped_by_source() {
    let found = of(
        "<meta name=author content='Ann Vale'><meta name=author content='Bo Holm'><meta name=author content='ANN VALE'>
        <meta property='article:author' content='https://social.example/ann'><meta name='twitter:creator' content='@ann'>
        <meta name=byl content='By ANN VALE and BO HOLM'>",
    );
    assert_eq!(names(&found), ["By ANN VALE and BO HOLM (meta byl)", "Ann Vale + Bo Holm (meta author)"]);
}

#[test]
fn sites_sections_and_types() {
    let found = of(
        "<meta property='og:site_name' content='The Sound'><meta name=application-name content='Sound'>
        <meta name=Section content=Islands><meta property='article:section' content='News'><meta property='og:type' content='article'>
        <meta name=publisher content='https://social.example/sound'>",
    );
    assert_eq!(shown(&found.site_names), ["The Sound (meta og:site_name)", "Sound (meta application-name)"]);
    assert_eq!(shown(&found.sections), ["News (meta article:section)", "Islands (meta Section)"]);
    assert_eq!(found.types, ["article"]);
}

#[test]
fn a_value_stands_for_a_content_that_is_not_there() {
    let found = of("<meta name='publish-date' value='2011-05-01'><meta name=headline content='One' value='Two'>");
    assert_eq!(shown(&found.published), ["2011-05-01 (meta publish_date)"]);
    assert_eq!(shown(&found.headlines), ["One (meta Headline)"]);
}
