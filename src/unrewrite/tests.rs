use super::*;
use crate::dom::{Attr, NodeId, Tag};
use crate::options::Limits;

const TS: &str = "20171124151315";

fn doc(html: &str) -> Document {
    Document::parse(html, &Limits::default()).unwrap()
}

fn undo(html: &str, url: Option<&str>) -> (Document, CaptureOrigin) {
    let mut d = doc(html);
    let url = url.map(|u| Url::parse(u).unwrap());
    let p = unrewrite(&mut d, url.as_ref(), None);
    (d, p)
}

/// All attributes and texts of a page, in order.
fn dump(d: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for n in d.all() {
        out.extend(d.text_of(n).or(d.comment(n)).map(str::to_owned));
        let mut attrs: Vec<_> = d.attrs(n).map(|(k, v)| format!("{} {k}={v}", d.name(n))).collect();
        attrs.sort();
        out.extend(attrs);
    }
    out
}

fn attr(d: &Document, tag: Tag, name: &str) -> String {
    d.by_tag(NodeId::ROOT, tag).find_map(|n| d.attr_named(n, name)).unwrap_or_default().to_owned()
}

const INSERT: &str = r#"<script src="//archive.org/includes/analytics.js?v=1" type="text/javascript"></script>
<script>window.addEventListener('DOMContentLoaded',function(){var v=archive_analytics.values;v.service='wb';});</script>
<script src="/_static/js/playback.bundle.js"></script><script src="/_static/js/wombat.js"></script>
<script>__wm.init("http://web.archive.org/web");
 __wm.wombat("http://gull.example/a?x=1\u0026y=2","20171124151315","http://web.archive.org/","web","/_static/","1511536395");</script>
<link rel="stylesheet" href="/_static/css/banner-styles.css"><!-- End Wayback Rewrite JS Include -->"#;

#[test]
fn a_wayback_page_of_2020() {
    let html = format!(
        r#"<html><head>{INSERT}<script>var own = 1;</script>
        <script src="/web/20171124151315js_/http://gull.example/_static/js/own.js"></script></head>
        <body><!-- BEGIN WAYBACK TOOLBAR INSERT --><style>#wm-ipp{{}}</style><div id="wm-ipp-base"><div id="wm-ipp"><p>A group of
        friends collects pages.</p></div></div><!-- END WAYBACK TOOLBAR INSERT -->
        <p>The gull is back.</p></body></html>
        <!-- FILE ARCHIVED ON 15:13:15 Nov 24, 2017 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 23:19:23 Sep 29, 2020. -->
        <!-- playback timings (ms): 7 -->"#
    );
    let (d, p) = undo(&html, None);
    assert_eq!(d.text(NodeId::ROOT), "The gull is back.");
    let scripts: Vec<_> = d.by_tag(NodeId::ROOT, Tag::Script).collect();
    assert_eq!(scripts.len(), 2);
    assert_eq!(d.attr(scripts[1], Attr::Src), Some("http://gull.example/_static/js/own.js"));
    assert!(d.all().all(|n| d.comment(n).is_none() && d.tag(n) != Tag::Link));
    assert_eq!(p.original.unwrap().as_str(), "http://gull.example/a?x=1&y=2");
    assert_eq!(p.archive.as_deref(), Some("web.archive.org"));
    assert_eq!(p.captured, DateTime::from_timestamp14(TS));
    assert_eq!(
        p.capture_url.as_deref(),
        Some("http://web.archive.org/web/20171124151315/http://gull.example/a?x=1&y=2")
    );
}

#[test]
fn a_wayback_page_of_2023_with_a_part_of_the_inserts() {
    let html = r#"<head><script type="text/javascript" src="https://web-static.archive.org/_static/js/bundle-playback.js?v=7" charset="utf-8"></script>
        <script>window.RufflePlayer=window.RufflePlayer||{};window.RufflePlayer.config={"autoplay":"on"};</script>
        <script src="https://web-static.archive.org/_static/js/ruffle/ruffle.js"></script>
        <script>window.RufflePlayer.config = {"own": 1};</script></head><p>Text.<a href="/web/20171124151315/mailto:a@b.example">m</a>"#;
    let (d, p) = undo(html, None);
    assert_eq!(d.by_tag(NodeId::ROOT, Tag::Script).count(), 1, "the page's own player stays");
    assert_eq!(attr(&d, Tag::A, "href"), "mailto:a@b.example");
    assert_eq!((p.captured, p.original), (DateTime::from_timestamp14(TS), None));
}

#[test]
fn a_toolbar_that_lost_a_comment_or_swallowed_the_page() {
    let (d, _) = undo(r#"<body><div id="wm-ipp-base">Bar</div><div id="donato">Give</div><p>Story.</p>"#, None);
    assert_eq!(d.text(NodeId::ROOT), "Story.");
    let (d, p) = undo(
        r#"<body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><p>Bar</p>
        <form><input id=wmtbURL name=url value="http://gull.example/"><input type=hidden name=date value=20171124151315></form>
        <!-- END WAYBACK TOOLBAR INSERT --><p>Story.</p>"#,
        None,
    );
    assert_eq!(d.text(NodeId::ROOT), "Story.");
    assert_eq!(p.original.unwrap().as_str(), "http://gull.example/");
    assert_eq!(p.captured, DateTime::from_timestamp14(TS));
}

#[test]
fn the_archive_is_named_as_it_was_asked() {
    let wombat = INSERT.replace("http://web.archive.org", "https://web.archive.org");
    let (_, p) = undo(&wombat, None);
    assert!(p.capture_url.unwrap().starts_with("https://web.archive.org/web/20171124151315/http://gull"));
    let bar = r#"<script>__wm.bt(625,27,25,2,"web","http://gull.example/b","20171124151315",1996,"/_static/",[], false);</script>"#;
    let (_, p) = undo(bar, None);
    assert_eq!(p.capture_url.as_deref(), Some("http://web.archive.org/web/20171124151315/http://gull.example/b"));
}

#[test]
fn the_older_script_at_the_end() {
    let html = r#"<body><p>Story.</p><script language="Javascript"><!--
        // FILE ARCHIVED ON 20060901102030 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 20070101000000.
        // JAVASCRIPT APPENDED BY WAYBACK MACHINE, COPYRIGHT INTERNET ARCHIVE.
        var sWayBackCGI = "http://web.archive.org/web/20060901102030/";
        //--></script>"#;
    let (d, p) = undo(html, None);
    assert_eq!(d.by_tag(NodeId::ROOT, Tag::Script).count(), 0);
    assert_eq!(p.captured, DateTime::from_timestamp14("20060901102030"));
}

#[test]
fn the_comment_at_the_end_tells_the_time() {
    for (told, expected) in [
        ("15:13:15 Nov 24, 2017", "20171124151315"),
        ("9:03:05 Feb 9, 2008", "20080209090305"),
        ("15:13:15 November 24, 2017", "20171124151315"),
        ("23:59:60 Dec 31, 2016", "20161231235959"),
        ("20171124151315", "20171124151315"),
    ] {
        let html = format!(
            "<p>Story.<!-- FILE ARCHIVED ON {told} AND RETRIEVED FROM THE INTERNET ARCHIVE ON 10:20:30 Jan 1, 2024. -->"
        );
        assert_eq!(undo(&html, None).1.captured, DateTime::from_timestamp14(expected), "{told}");
    }
    let (_, p) = undo("<!-- FILE ARCHIVED ON 15:13:15 Feb 30, 2017 AND RETRIEVED FROM THE INTERNET ARCHIVE -->", None);
    assert_eq!(p.captured, None);
}

#[test]
fn every_attribute_and_shape_is_restored() {
    let html = format!(
        r#"{INSERT}<base href="http://web.archive.org/web/{TS}/http://gull.example/d/">
        <meta property="og:image" content="https://web.archive.org/web/{TS}im_/http://gull.example/i.jpg">
        <meta http-equiv="refresh" content="5; URL=/web/{TS}/http://gull.example/next">
        <meta name="description" content="Found at http://web.archive.org/web/2001/http://b.example/ again">
        <img src="/web/{TS}im_/http://gull.example/a.jpg" data-big="//web.archive.org/web/{TS}/http://gull.example/b.jpg"
         srcset="/web/{TS}im_/http://gull.example/1.jpg 1x, https://web.archive.org/web/{TS}im_/https://gull.example/2.jpg 2x"
         alt="/web/{TS}/http://gull.example/ as it was" style="background:url('/web/{TS}im_/http:/gull.example/bg.png')">
        <svg><use xlink:href="/web/{TS}/http://gull.example/s.svg#x"></use></svg>
        <embed flashvars="file=/web/{TS}/http://gull.example/v.flv">"#
    );
    let (d, _) = undo(&html, None);
    let all = dump(&d).join("\n");
    for expected in [
        "base href=http://gull.example/d/",
        "meta content=http://gull.example/i.jpg",
        "meta content=5; URL=http://gull.example/next",
        "meta content=Found at http://web.archive.org/web/2001/http://b.example/ again",
        "img src=http://gull.example/a.jpg",
        "img data-big=http://gull.example/b.jpg",
        "img srcset=http://gull.example/1.jpg 1x, https://gull.example/2.jpg 2x",
        "img alt=/web/20171124151315/http://gull.example/ as it was",
        "img style=background:url('http://gull.example/bg.png')",
        "use href=http://gull.example/s.svg#x",
        "embed flashvars=file=http://gull.example/v.flv",
    ] {
        assert!(all.lines().any(|l| l == expected), "{expected} in\n{all}");
    }
}

#[test]
fn one_layer_is_peeled_and_queries_are_left() {
    let html = format!(
        r#"{INSERT}<a href="/web/{TS}/http://web.archive.org/web/2001/http://b.example/">x</a>
        <img src="/web/{TS}im_/http://s.example/?u=http://web.archive.org/web/20010101000000/http://b.example/">"#
    );
    let (d, _) = undo(&html, None);
    assert_eq!(attr(&d, Tag::A, "href"), "http://web.archive.org/web/2001/http://b.example/");
    assert_eq!(
        attr(&d, Tag::Img, "src"),
        "http://s.example/?u=http://web.archive.org/web/20010101000000/http://b.example/"
    );
}

#[test]
fn json_is_restored_with_escaped_slashes() {
    let html = format!(
        r#"{INSERT}<script type="application/ld+json">{{"@context": "https:\/\/web.archive.org\/web\/{TS}\/http:\/\/schema.org\/",
        "image": ["https://web.archive.org/web/{TS}im_/http://gull.example/i.jpg"], "url":"\/web\/{TS}\/http:\/\/gull.example\/"}}</script>
        <script>var u = "/web/{TS}/http://gull.example/";</script>"#
    );
    let (d, _) = undo(&html, None);
    let texts: Vec<_> = d.by_tag(NodeId::ROOT, Tag::Script).map(|n| d.raw_text(n)).collect();
    let json: serde_json::Value = serde_json::from_str(&texts[0]).unwrap();
    assert_eq!(json["@context"], "http://schema.org/");
    assert_eq!(json["image"][0], "http://gull.example/i.jpg");
    assert_eq!(json["url"], "http://gull.example/");
}

#[test]
fn a_page_that_links_to_the_archive_is_left_alone() {
    let html = r#"<html><head><link rel="canonical" href="http://news.example/archive-story">
        <meta property="og:image" content="https://web.archive.org/web/20010101000000im_/http://old.example/shot.png">
        <script type="application/ld+json">{"citation": "https://web.archive.org/web/20010101000000/http://old.example/"}</script></head>
        <body><p>See <a href="https://web.archive.org/web/20010101000000/http://old.example/">the page</a> of 2001, as
        the FILE ARCHIVED ON that day shows.</p><img src="//web.archive.org/web/20010101000000im_/http://old.example/i.gif">
        <!-- an archive story --><div id="donato">Give</div></body></html>"#;
    let before = dump(&doc(html));
    let own = "http://news.example/archive-story";
    let (d, p) = undo(html, Some(own));
    assert_eq!(dump(&d), before);
    assert_eq!(p, CaptureOrigin { original: Url::parse(own).ok(), ..CaptureOrigin::default() });
    // The page's own bytes out of the archive carry no rewriting either.
    let (d, p) = undo(html, Some("http://web.archive.org/web/20010101000000id_/http://news.example/archive-story"));
    assert_eq!(dump(&d), before);
    assert_eq!(p.original.unwrap().as_str(), own);
}

#[test]
fn an_address_in_the_archive_is_enough_where_links_bear_its_time() {
    let at = format!("https://web.archive.org/web/{TS}/http://gull.example/x");
    let html = format!(
        r#"<link rel="canonical" href="http://web.archive.org/web/{TS}/http://gull.example/canon">
        <a href="http://web.archive.org/web/{TS}/http://gull.example/y">y</a>"#
    );
    let (d, p) = undo(&html, Some(&at));
    assert_eq!(attr(&d, Tag::A, "href"), "http://gull.example/y");
    assert_eq!(p.original.unwrap().as_str(), "http://gull.example/x");
    assert_eq!(p.capture_url.as_deref(), Some(&*at));
    let (_, p) = undo(&html, None);
    assert_eq!(p.original.unwrap().as_str(), "http://gull.example/canon");
    let other = r#"<a href="http://arquivo.example/coll/20171124151315/http://gull.example/y">y</a>"#;
    let (d, p) = undo(other, Some("http://arquivo.example/coll/20171124151315/http://gull.example/x"));
    assert_eq!(attr(&d, Tag::A, "href"), "http://gull.example/y");
    assert_eq!(p.archive.as_deref(), Some("arquivo.example"));
}

#[test]
fn a_pywb_page() {
    let html = r#"<html><head><!-- WB Insert --><script>wbinfo = {}; wbinfo.top_url = "http://localhost:8091/news/20171124151315/http://gull.example/a";
        wbinfo.url = "http://gull.example/a"; wbinfo.timestamp = "20171124151315";
        wbinfo.prefix = decodeURI("http://localhost:8091/news/");</script><script src="/static/wombat.js"></script><!-- End WB Insert -->
        <script>var _____WB$wombat$assign$function_____ = 1; { own(); }</script>
        <base href="http://localhost:8091/news/20171124151315mp_/http://gull.example/"></head>
        <body><div id="_wb_plain_banner">This is an archived page.</div>
        <img src="//localhost:8091/news/20171124151315im_///cdn.example/p.jpg"><a href="rel.html">r</a></body>"#;
    let (d, p) = undo(html, None);
    assert_eq!(d.by_tag(NodeId::ROOT, Tag::Script).count(), 1);
    assert_eq!(d.text(NodeId::ROOT), "r");
    assert_eq!(attr(&d, Tag::Base, "href"), "http://gull.example/");
    assert_eq!(attr(&d, Tag::Img, "src"), "//cdn.example/p.jpg");
    assert_eq!(attr(&d, Tag::A, "href"), "rel.html");
    assert_eq!(p.archive.as_deref(), Some("localhost"));
    assert_eq!(p.original.unwrap().as_str(), "http://gull.example/a");
    assert_eq!(p.capture_url.as_deref(), Some("http://localhost:8091/news/20171124151315/http://gull.example/a"));
}

#[test]
fn a_page_saved_from_archive_today() {
    let html = r#"<link rel="canonical" href="https://archive.ph/2014.05.01-123456/http://gull.example/a"><body>
        <div id="HEADER">Saved from</div><div id="CONTENT"><p>Story. <a href="https://archive.ph/o/AbCdE/http://b.example/">b</a></div>"#;
    let (d, p) = undo(html, None);
    assert_eq!(d.text(NodeId::ROOT), "Story. b");
    assert_eq!(attr(&d, Tag::A, "href"), "http://b.example/");
    assert_eq!(attr(&d, Tag::Link, "href"), "http://gull.example/a");
    assert_eq!(p.captured, DateTime::from_timestamp14("20140501123456"));
}

#[test]
fn a_time_alone_is_a_time_alone() {
    let mut d = doc("<p>Text.");
    let captured = DateTime::from_timestamp14(TS);
    assert_eq!(unrewrite(&mut d, None, captured), CaptureOrigin { captured, ..CaptureOrigin::default() });
}

/// As wombat wraps the scripts of a page.
fn wrapped(script: &str) -> String {
    let name = "_____WB$wombat$assign$function_____";
    format!(
        "var {name} = function(name) {{return (self._wb_wombat && self._wb_wombat.local_init(name)) || self[name]; }};\n\
         if (!self.__WB_pmw) {{ self.__WB_pmw = function(obj) {{ this.__WB_source = obj; return this; }} }}\n\
         {{\n  let window = {name}(\"window\");\n  let self = {name}(\"self\");\n  let opener = {name}(\"opener\");\n\n{script}\n\n}}"
    )
}

#[test]
fn scripts_come_out_of_their_wrappers_and_data_survives() {
    let data = format!(
        r#"{{"@context": "https:\/\/web.archive.org\/web\/{TS}\/http:\/\/schema.org", "headline": "Gull {{back}}"}}"#
    );
    let html = format!(
        r#"{INSERT}<script type="application/ld+json">{}</script><script>{}</script><script>{}</script>"#,
        wrapped(&data),
        wrapped("window.page = {\"headline\": \"Gull\"};"),
        "var _____WB$wombat$assign$function_____ = 1; own();"
    );
    let (d, _) = undo(&html, None);
    let texts: Vec<_> = d.by_tag(NodeId::ROOT, Tag::Script).map(|n| d.raw_text(n)).collect();
    let json: serde_json::Value = serde_json::from_str(&texts[0]).unwrap();
    assert_eq!((&json["@context"], &json["headline"]), (&"http://schema.org".into(), &"Gull {back}".into()));
    assert_eq!(texts[1], "window.page = {\"headline\": \"Gull\"};");
    assert_eq!(texts[2], "var _____WB$wombat$assign$function_____ = 1; own();");
}

#[test]
fn a_wayback_page_of_2023_with_all_inserts() {
    let html = format!(
        r#"<html><head><script type="text/javascript" src="https://web-static.archive.org/_static/js/athena.js"></script>
        <script src="//archive.org/includes/athena.js" type="text/javascript"></script>
        <script type="text/javascript" src="https://web-static.archive.org/_static/js/bundle-playback.js?v=1" charset="utf-8"></script>
        <script src="https://web-static.archive.org/_static/js/wombat.js?v=1"></script>
        <script>window.RufflePlayer=window.RufflePlayer||{{}};</script><script src="https://web-static.archive.org/_static/js/ruffle/ruffle.js"></script>
        <script>__wm.init("https://web.archive.org/web"); __wm.wombat("http://gull.example/","{TS}","https://web.archive.org/","web","https://web-static.archive.org/_static/","1511536395");</script>
        <link rel="stylesheet" href="https://web-static.archive.org/_static/css/banner-styles.css?v=1">
        <link rel="stylesheet" href="https://web-static.archive.org/_static/css/iconochive.css?v=1"><!-- End Wayback Rewrite JS Include -->
        <title>Gull</title></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><script>__wm.rw(0);</script>
        <div id="wm-ipp-base"><div id="wm-ipp"><p>The collection is kept by many friends of the web, who gather it by night.</p>
        <p>They say that it is theirs.</p></div></div><div id="donato"></div><!-- END WAYBACK TOOLBAR INSERT --><p>The gull.</p></body></html>
        <!-- FILE ARCHIVED ON 15:13:15 Nov 24, 2017 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 23:19:23 Sep 29, 2024.
        JAVASCRIPT APPENDED BY WAYBACK MACHINE, COPYRIGHT INTERNET ARCHIVE. --><!--
        playback timings (ms): captures_list: 0.5 -->"#
    );
    let (d, p) = undo(&html, None);
    assert_eq!(d.text(NodeId::ROOT).replace("Gull", "").trim(), "The gull.");
    let left = d.by_tag(NodeId::ROOT, Tag::Script).count() + d.by_tag(NodeId::ROOT, Tag::Link).count();
    assert_eq!((left, d.all().filter(|&n| d.comment(n).is_some()).count()), (0, 0));
    assert_eq!(p.captured, DateTime::from_timestamp14(TS));
}

#[test]
fn pywb_rewrites_canonical_styles_and_sources() {
    let at = |modifier: &str, rest: &str| format!("http://localhost:8091/news/{TS}{modifier}/{rest}");
    let html = format!(
        r#"<head><!-- WB Insert --><script>wbinfo = {{}}; wbinfo.url = "http://gull.example/a"; wbinfo.timestamp = "{TS}";
        wbinfo.prefix = decodeURI("http://localhost:8091/news/");</script><!-- End WB Insert -->
        <link rel="canonical" href="{}"><style>p {{ background: url({}) }}</style>
        <script type="application/ld+json">{{"@context": "http://schema.org", "url": "http://gull.example/a"}}</script></head>
        <img src="{}" data-src="http://gull.example/lazy.jpg" srcset="{} 1x, {} 2x"><p style="background:url({})">x</p>
        <meta http-equiv="refresh" content="3;url={}"><form action="{}"></form>"#,
        at("oe_", "http://gull.example/a"),
        at("oe_", "http://gull.example/s.png"),
        at("im_", "http://gull.example/i.jpg"),
        at("mp_", "http://gull.example/1,2.jpg"),
        at("mp_", "https://gull.example/2.jpg"),
        at("oe_", "http://gull.example/p.png"),
        at("mp_", "http://gull.example/next"),
        at("mp_", at("", "http://gull.example/twice").as_str()),
    );
    let (d, _) = undo(&html, None);
    let all = dump(&d).join("\n");
    assert_eq!(all.matches("localhost").count(), 1, "one layer, once, in\n{all}");
    for expected in [
        "link href=http://gull.example/a",
        "p { background: url(http://gull.example/s.png) }",
        "img src=http://gull.example/i.jpg",
        "img data-src=http://gull.example/lazy.jpg",
        "img srcset=http://gull.example/1,2.jpg 1x, https://gull.example/2.jpg 2x",
        "p style=background:url(http://gull.example/p.png)",
        "meta content=3;url=http://gull.example/next",
        "form action=http://localhost:8091/news/20171124151315/http://gull.example/twice",
    ] {
        assert!(all.lines().any(|l| l == expected), "{expected} in\n{all}");
    }
}
