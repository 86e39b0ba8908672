use super::super::Metadata;
use super::super::Rank;
use super::super::tests::{names, of, shown};

fn script(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

fn page(json: &str) -> Metadata {
    of(&script(json))
}

/// The headlines of a page whose canonical address is given.
fn headlines(json: &str) -> Vec<String> {
    let found = of(&format!("<link rel=canonical href='http://paper.example/a'>{}", script(json)));
    found.headlines.into_iter().map(|s| s.value).collect()
}

#[test]
fn an_article_with_everything() {
    let found = page(
        r#"{"@context":"http://web.archive.example/web/2015/http://schema.org","@type":"http://schema.org/NewsArticle",
        "headline":" Ferry &amp; sheep\n sail ","alternativeHeadline":"Sheep ahoy","description":"<p>In short</p>",
        "datePublished":"2011-05-01T10:00:00Z","dateModified":["2011-05-02"],"articleSection":["Islands","Farming"],
        "keywords":"ferry, sheep","inLanguage":"en-GB","isAccessibleForFree":"False","articleBody":"One &amp; two.\n\nThree.",
        "publisher":{"@type":"Organization","name":"The Sound"},"author":{"@type":"Person","name":"Ann Vale"}}"#,
    );
    assert_eq!(
        shown(&found.headlines),
        ["Ferry & sheep sail (json-ld headline)", "Sheep ahoy (json-ld alternativeHeadline)"]
    );
    assert_eq!(shown(&found.descriptions), ["In short (json-ld description)"]);
    assert_eq!(shown(&found.published), ["2011-05-01T10:00:00Z (json-ld datePublished)"]);
    assert_eq!(shown(&found.modified), ["2011-05-02 (json-ld dateModified)"]);
    assert_eq!(shown(&found.sections), ["Islands (json-ld articleSection)", "Farming (json-ld articleSection)"]);
    assert_eq!(shown(&found.site_names), ["The Sound (json-ld publisher)"]);
    assert_eq!(names(&found), ["Ann Vale (json-ld author)"]);
    assert_eq!(found.tags, ["ferry", "sheep"]);
    assert_eq!(found.language.as_deref(), Some("en-GB"));
    assert_eq!((found.free, found.types), (Some(false), vec!["NewsArticle".to_owned()]));
    assert_eq!(found.article_body.as_deref(), Some("One &amp; two.\n\nThree."));
    assert!(found.headlines[0].rank == Rank::Record && found.headlines[0].node.is_none());
}

#[test]
fn authors_in_all_their_shapes() {
    for (author, expected) in [
        (r#""Ann Vale""#, "Ann Vale"),
        (r#"["Ann Vale", "Bo Holm", "ann vale"]"#, "Ann Vale + Bo Holm"),
        (r#"[{"name":"Ann Vale"},{"name":["Bo Holm","Cy Orr"]}]"#, "Ann Vale + Bo Holm + Cy Orr"),
        (r#"{"name":{"@value":"Ann Vale"},"url":"http://x.example"}"#, "Ann Vale"),
        (r#"{"givenName":"Ann","familyName":"Vale"}"#, "Ann Vale"),
        (r#"{"@list":[{"@type":"Person","name":"Ann Vale"}]}"#, "Ann Vale"),
        (r#"["https://social.example/ann", "Ann&nbsp;Vale", null, 3, ""]"#, "Ann Vale"),
        (r#""Vale, Ann and Bo Holm""#, "Vale, Ann and Bo Holm"),
    ] {
        let found = page(&format!(r#"{{"@type":"Article","author":{author}}}"#));
        assert_eq!(names(&found), [format!("{expected} (json-ld author)")], "{author}");
    }
    assert!(page(r#"{"@type":"Article","author":{"url":"http://x.example"}}"#).authors.is_empty());
}

#[test]
fn graphs_name_their_objects_by_id() {
    let found = page(
        r##"{"@graph":[{"@type":"WebSite","@id":"#site","name":"The Sound"},
        {"@type":"WebPage","@id":"http://paper.example/a","name":"Ferry sails - The Sound","datePublished":"2011-05-03"},
        {"@type":["Article","NewsArticle"],"headline":"Ferry sails","author":{"@id":"#ann"},"publisher":{"@id":"#org"}},
        {"@type":"Person","@id":"#ann","name":"Ann Vale"},{"@type":"Organization","@id":"#org","name":"Sound Press"}]}"##,
    );
    assert_eq!(
        shown(&found.headlines),
        ["Ferry sails (json-ld headline)", "Ferry sails - The Sound (json-ld WebPage name)"]
    );
    assert_eq!(names(&found), ["Ann Vale (json-ld author)"]);
    assert_eq!(
        shown(&found.site_names),
        [
            "Sound Press (json-ld publisher)",
            "The Sound (json-ld WebSite name)",
            "Sound Press (json-ld Organization name)"
        ]
    );
    assert_eq!(shown(&found.published), ["2011-05-03 (json-ld WebPage datePublished)"]);
    assert_eq!(found.types, ["Article", "NewsArticle", "WebPage"]);
    // Objects may name each other in a circle.
    page(r##"{"@type":"Article","@id":"#a","author":{"@id":"#b"},"x":{"@id":"#b","name":{"@id":"#b"}}}"##);
}

#[test]
fn the_article_is_chosen_by_address_then_type_then_place() {
    let by_address = r#"[{"@type":"NewsArticle","headline":"Other","url":"http://paper.example/b"},
        {"@type":"BlogPosting","headline":"This","mainEntityOfPage":{"@id":"https://www.paper.example/a/"}}]"#;
    assert_eq!(headlines(by_address), ["This"]);
    let by_type = r#"[{"@type":"WebPage","name":"Page","url":"http://paper.example/a"},{"@type":"Review","headline":"Review"},
        {"@type":"VideoObject","name":"Clip"},{"@type":"ReportageNewsArticle","headline":"This"}]"#;
    assert_eq!(headlines(by_type), ["This", "Page"]);
    assert_eq!(
        headlines(r#"{"@type":"Article","headline":"First"} {"@type":"Article","headline":"Second"}"#),
        ["First"]
    );
    let untyped = r#"[{"headline":"Only a headline"},{"headline":"This","author":"Ann Vale"}]"#;
    assert_eq!(headlines(untyped), ["This"]);
    // A front page's address where the article's should be says nothing; an only article may have moved.
    assert_eq!(headlines(r#"{"@type":"Article","headline":"This","url":"http://paper.example/"}"#), ["This"]);
    assert_eq!(headlines(r#"{"@type":"Article","headline":"This","url":"http://paper.example/old"}"#), ["This"]);
}

#[test]
fn articles_within_others() {
    assert_eq!(headlines(r#"{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"This"}}"#), ["This"]);
    assert_eq!(headlines(r#"{"@type":"WebPage","hasPart":{"@type":"NewsArticle","headline":"This"}}"#), ["This"]);
    let parts = r#"{"@type":"CollectionPage","name":"All of them","hasPart":[{"@type":"NewsArticle","headline":"One"},
        {"@type":"NewsArticle","headline":"Two"}]}"#;
    assert_eq!(headlines(parts), ["All of them"]);
    let main = r#"{"@type":"WebPage","mainEntity":[{"@type":"Article","headline":"One"},{"@type":"Article","headline":"Two","url":"/a"}]}"#;
    assert_eq!(headlines(main), ["Two"]);
}

#[test]
fn lists_of_other_articles_do_not_leak() {
    let list = r#"{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"NewsArticle","headline":"Other"}},
        {"@type":"NewsArticle","headline":"Other"}]}"#;
    assert!(headlines(list).is_empty());
    let live = r#"{"@type":"LiveBlogPosting","headline":"This","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Update"}],
        "mentions":{"@type":"Article","headline":"Other"}}"#;
    assert_eq!(headlines(live), ["This"]);
    let others =
        r#"[{"@type":"NewsArticle","headline":"One","url":"/b"},{"@type":"NewsArticle","headline":"Two","url":"/c"}]"#;
    assert!(headlines(others).is_empty());
}

#[test]
fn other_objects_of_the_same_article_only_add() {
    let found = page(
        r#"[{"@type":"NewsArticle","headline":"Ferry sails","articleBody":"Short."},
        {"@type":"BlogPosting","headline":"Ferry  sails","datePublished":"2011-05-01","articleBody":"Rather longer."},
        {"@type":"NewsArticle","headline":"Other","datePublished":"2011-06-01","articleBody":"The longest of them all."}]"#,
    );
    assert_eq!(shown(&found.published), ["2011-05-01 (json-ld datePublished)"]);
    assert_eq!(found.published[0].rank, Rank::Near);
    assert_eq!(found.article_body.as_deref(), Some("Rather longer."));
}

#[test]
fn a_player_in_the_page_is_not_trusted_as_the_page() {
    let clip = r#"{"@type":"VideoObject","name":"Clip","uploadDate":"2011-05-01","url":"http://paper.example/a"}"#;
    let found = page(clip);
    assert_eq!((found.headlines[0].rank, found.published[0].rank), (Rank::Near, Rank::Near));
    assert_eq!(shown(&found.headlines), ["Clip (json-ld VideoObject name)"]);
    // The page's own matter it is when the addresses agree.
    let found = of(&format!("<link rel=canonical href='/a'>{}", script(clip)));
    assert_eq!((found.headlines[0].rank, found.published[0].rank), (Rank::Shared, Rank::Record));
}

#[test]
fn broken_scripts_do_not_hide_sound_ones() {
    let found = of("<script type='Application/LD+JSON; charset=utf-8'>{{{\"a\" b</script><script>{\"@type\":\"Article\",\"headline\":\"Plain script\"}</script>
        <script type='application/ld+json'>\n<!-- {\"@type\": \"NewsArticle\", // x\n \"headline\": \"Ferry \"sails\"\nagain\", \"datePublished\": \"2011-05-01\", --></script>");
    assert_eq!(shown(&found.headlines), ["Ferry \"sails\" again (json-ld headline)"]);
    assert_eq!(shown(&found.published), ["2011-05-01 (json-ld datePublished)"]);
}

#[test]
fn entities_escaped_once_or_twice() {
    let whole =
        page("{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Salt &amp;amp; light&quot;}");
    assert_eq!(shown(&whole.headlines), ["Salt & light (json-ld headline)"]);
    let value = page(r#"{"@type":"Article","headline":"&#8216;Salt&#8217; &quot;light&quot;"}"#);
    assert_eq!(value.headlines[0].value, "\u{2018}Salt\u{2019} \"light\"");
}
