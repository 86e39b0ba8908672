use super::*;

#[test]
fn the_article_among_others_is_the_one_with_the_text() {
    let teaser = |n| {
        format!(
            "<div itemscope itemtype='http://schema.org/NewsArticle'><h3 itemprop=headline>Teaser {n}</h3>\
             <time itemprop=datePublished datetime=2011-06-0{n}></time><span itemprop=author>Somebody {n}</span></div>"
        )
    };
    let article = "<article itemscope itemtype='https://schema.org/NewsArticle'><h2 itemprop='headline'>Ferry <b>sails</b></h2>
        <span itemprop=author itemscope itemtype=http://schema.org/Person>By <a itemprop=name href=/ann>Ann Vale</a>, <i itemprop=jobTitle>mate</i></span>
        <span itemprop=author>Bo Holm</span><meta itemprop=dateModified content=2011-05-02>
        <div itemprop=publisher itemscope itemtype=http://schema.org/Organization><meta itemprop=name content='The Sound'></div>
        <figure itemscope itemtype=http://schema.org/ImageObject><i itemprop=name>Picture</i><i itemprop=author>Photographer</i><i itemprop=datePublished>1 May 2010</i></figure>
        <div itemprop=articleBody><p>Text.</div></article>";
    let found = of(&format!("{}{article}{}", teaser(1), teaser(2)));
    assert_eq!(shown(&found.headlines), ["Ferry sails (itemprop headline)"]);
    assert_eq!(names(&found), ["Ann Vale + Bo Holm (itemprop author)"]);
    assert_eq!(shown(&found.modified), ["2011-05-02 (itemprop dateModified)"]);
    assert_eq!(shown(&found.site_names), ["The Sound (itemprop publisher)"]);
    assert!(found.published.is_empty(), "{:?}", found.published);
    assert!(found.headlines[0].node.is_some());
}

#[test]
fn the_date_of_an_update_is_a_change() {
    let found = of("<meta itemprop=dateUpdate content='2011-05-02 10:47:36'>");
    assert_eq!(shown(&found.modified), ["2011-05-02T10:47:36 (itemprop dateUpdate)"]);
    assert!(found.published.is_empty());
}

#[test]
fn of_teasers_alone_only_the_dates_are_kept_to_be_judged_by_place() {
    let teaser = "<div itemscope itemtype='http://schema.org/NewsArticle'><h3 itemprop=headline>Teaser</h3>\
         <i itemprop=datePublished>1 May 2011</i></div>";
    let found = of(&teaser.repeat(2));
    assert!(found.headlines.is_empty());
    assert_eq!(found.published.iter().map(|s| s.rank).collect::<Vec<_>>(), [Rank::Near, Rank::Near]);
    assert_ne!(found.published[0].node, found.published[1].node);
    // A single one is the page's.
    assert_eq!(of(teaser).headlines.len(), 1);
}

#[test]
fn marks_without_a_scope_or_of_the_page() {
    let found =
        of("<h1 itemprop=headline>Ferry sails</h1><b itemprop=name>The Sound</b><meta itemprop=name content='Ferry'>");
    assert_eq!(shown(&found.headlines), ["Ferry sails (itemprop headline)", "Ferry (itemprop name)"]);
    let found = of("<html itemscope itemtype=http://schema.org/WebPage><p itemprop=description>All of it</p>");
    assert_eq!(shown(&found.descriptions), ["All of it (itemprop description)"]);
    let found = of(
        "<div itemscope itemtype=http://schema.org/VideoObject><i itemprop=headline>Clip</i><i itemprop=uploadDate>1 May 2011</i></div>",
    );
    assert!(found.headlines.is_empty() && found.published.is_empty());
}

#[test]
fn a_mark_on_half_the_page_is_a_mistake() {
    let found = of(&format!("<div itemprop=headline>{}</div>", "<p>Words</p>".repeat(200)));
    assert!(found.headlines.is_empty());
}

#[test]
fn rdfa_of_known_vocabularies() {
    let found =
        of("<div typeof='sioc:Item foaf:Document'><span property='dc:title' content='Ferry sails'></span><h1>x</h1>
        <span property='dc:date dc:created' content='2011-05-01T12:00:00+01:00'>Sunday</span>
        <span property='foaf:name'>Nobody</span><i property='og:title'>Not this</i></div>
        <div vocab='http://schema.org/' typeof='Person'><i property='headline'>A person's</i></div>
        <p property='http://schema.org/description'>In short</p>");
    assert_eq!(shown(&found.headlines), ["Ferry sails (property dc:title)"]);
    assert_eq!(
        shown(&found.published),
        ["2011-05-01T12:00:00+01:00 (property dc:date)", "2011-05-01T12:00:00+01:00 (property dc:created)"]
    );
    assert_eq!(shown(&found.descriptions), ["In short (property http://schema.org/description)"]);
}

#[test]
fn hatom_and_hnews() {
    let found = of("<div class='hentry story'><h1 class='entry-title'>Ferry sails</h1>
        <span class='byline author vcard'>By <a class='url fn' href=/ann>Ann Vale</a></span>
        <span class='published'>On Sunday <span class='value-title' title='2011-05-01T12:00:00Z'></span></span>
        <abbr class='updated' title='2011-05-02'>Monday</abbr><p class='dateline'>2 May 2011</p>
        <span class='source-org vcard'>The Sound</span>
        <ol><li class='comment-author vcard'><b class=fn>A reader</b></ol></div>
        <div class=hentry><h3 class=entry-title>Other story</h3><i class=published title=2011-06-01>June</i></div>");
    assert_eq!(shown(&found.headlines), ["Ferry sails (class entry-title)"]);
    assert_eq!(names(&found), ["Ann Vale (class fn)"]);
    assert_eq!(shown(&found.published), ["2011-05-01T12:00:00Z (class published)", "2011-05-02 (class dateline)"]);
    assert_eq!(shown(&found.modified), ["2011-05-02 (class updated)"]);
    assert_eq!(shown(&found.site_names), ["The Sound (class source-org)"]);
}

#[test]
fn an_entry_around_the_article_is_the_article() {
    let found = of("<div class=hentry><h1 class=entry-title>Ferry sails</h1>
        <div itemscope itemtype=http://schema.org/Article><p itemprop=articleBody>Text.</p><i itemprop=author>Ann Vale</i></div></div>");
    assert_eq!(shown(&found.headlines), ["Ferry sails (class entry-title)"]);
    assert_eq!(names(&found), ["Ann Vale (itemprop author)"]);
}

#[test]
fn classes_outside_an_entry_are_trusted_less() {
    let found = of(
        "<h1>x</h1><span class=published>1 May 2011</span><i class=fn>Nobody</i><a rel='author' href=/ann>Ann Vale</a>",
    );
    assert_eq!(shown(&found.published), ["2011-05-01 (class published)"]);
    assert_eq!(found.published[0].rank, Rank::Loose);
    assert_eq!(names(&found), ["Ann Vale (rel author)"]);
}
