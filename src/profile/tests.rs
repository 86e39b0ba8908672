use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use url::Url;

use super::built_in::{BUILT_IN, BuiltIn};
use super::rule::{Found, Rule};
use super::view::View;
use super::*;
use crate::article::DateTime;
use crate::dom::{Attr, Document, NodeId};
use crate::options::Limits;

fn doc(html: &str) -> Document {
    Document::parse(html, &Limits::default()).unwrap()
}

fn profile(text: &str) -> Profile {
    Profile::parse("gazette", text).unwrap_or_else(|e| panic!("{e}"))
}

fn read(text: &str, html: &str) -> Option<ProfileMatch> {
    let url = Url::parse("http://gazette.example/a/1.html").unwrap();
    ProfileSet::new(vec![profile(text)], false).read(&doc(html), Some(&url), None)
}

/// A reading by one epoch with these roles.
fn by_roles(roles: &str, html: &str) -> ProfileMatch {
    let text = format!("hosts = 'gazette.example'\n[[epoch]]\nname = 'only'\n[epoch.roles]\n{roles}");
    read(&text, html).unwrap()
}

fn texts(reading: &ProfileMatch, role: Role) -> Vec<&str> {
    reading.values(role).iter().map(|v| v.text.as_str()).collect()
}

#[test]
fn hosts_are_exact_or_below() {
    let p = profile("hosts = ['Gazette.example', '*.courier.example']");
    let speaks = |h: &str| p.speaks_for(h);
    assert!(speaks("gazette.example") && speaks("www.courier.example") && speaks("a.b.courier.example"));
    assert!(!speaks("www.gazette.example") && !speaks("courier.example") && !speaks("xcourier.example"));
    assert!(!speaks(".courier.example"));
}

#[test]
fn a_stretch_runs_from_after_its_first_comment_to_its_last() {
    let stretches = |html: &str| {
        let d = doc(html);
        let rule = Rule::parse("comment \"S BO\" .. \"E BO\"").unwrap();
        let Found::Stretches(found) = rule.find_in(&View::new(&d)) else { panic!("a stretch finds stretches") };
        let text = |&(from, to): &(NodeId, NodeId)| {
            let inside = d.all().filter(|&n| from <= n && n < to).filter_map(|n| d.text_of(n));
            inside.map(str::trim).collect::<String>()
        };
        found.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(stretches("<p>a</p><!-- S BO --><p>b</p>c<!-- E BO -->d"), ["bc"]);
    assert_eq!(stretches("<!--\n S   BO--><p>b</p><!--E BO\n-->d"), ["b"], "white space is folded");
    assert_eq!(stretches("<p>a<!-- S BO --> b<p>c<!-- E BO -->d"), ["bc"], "it may end in another element");
    assert_eq!(stretches("a<div><!-- S BO -->b</div>c"), ["b"], "unclosed, to the end of the element");
    assert_eq!(stretches("<!-- E BO -->a<!-- S BO -->b<!-- E BO -->c<!-- E BO -->"), ["b"]);
    assert_eq!(stretches("<!-- S BO -->a<!-- S BO -->b<!-- E BO -->c<!-- E BO -->d"), ["abc"], "brackets");
    assert_eq!(stretches("<div><!-- S BO -->a<!-- S BO -->b<!-- E BO -->c</div>d"), ["abc"], "the outer one unclosed");
    assert_eq!(stretches("<!-- S BO -->a<!-- E BO -->b<!-- S BO -->c<!-- E BO -->"), ["a", "c"]);
    assert_eq!(stretches("<!-- S BO --> <b></b><!-- E BO -->a"), [""; 0], "nothing in it");
    assert_eq!(stretches("<!-- S BOX -->a<!-- E BO -->"), [""; 0]);
}

#[test]
fn what_stands_in_a_stretch_has_its_role() {
    let roles = "byline = ['comment \"by\" .. \"/by\"']\nkicker = ['b.k']\nbody = ['comment \"t*\" .. \"/t\"']";
    let html =
        "<!--by--><div><b class=k>VIEW</b> <i>By A</i></div> B<script>1</script><!--/by--><!--t 7--><p>c<!--/t-->";
    let reading = by_roles(roles, html);
    let d = doc(html);
    let names: Vec<_> = reading.roles.iter().map(|(n, r)| (d.name(*n), *r)).collect();
    let expected = [("div", Role::Byline), ("b", Role::Kicker), ("", Role::Byline)];
    assert_eq!(names, expected, "the topmost element and the bare text; the body is a range only");
    assert_eq!(texts(&reading, Role::Byline), ["By A B"], "what another role claims is left out");
    assert_eq!(texts(&reading, Role::Kicker), ["VIEW"]);
    let ranges: Vec<_> = reading.ranges.iter().map(|r| r.2).collect();
    assert_eq!(ranges, [Role::Byline, Role::Body]);
}

#[test]
fn an_element_of_two_roles_has_the_first() {
    let reading = by_roles(
        "body = ['div']\nquote = ['.q']\nremove = ['.x']",
        "<div>a</div><div class=q>b</div><div class='q x'>",
    );
    assert_eq!(reading.roles.values().copied().collect::<Vec<_>>(), [Role::Body, Role::Quote, Role::Remove]);
}

#[test]
fn the_first_body_that_is_there_counts_and_all_that_goes() {
    let roles = "body = ['comment \"S\" .. \"E\"', '#new', '#old']\nremove = ['i', 'u']";
    let d = "<div id=old><i>a</i></div><div id=new><u>b</u></div>";
    let reading = by_roles(roles, d);
    assert_eq!(
        reading.of(Role::Body).map(|n| doc(d).attr(n, Attr::Id).unwrap().to_owned()).collect::<Vec<_>>(),
        ["new"]
    );
    assert_eq!(reading.of(Role::Remove).count(), 2);
    assert!(by_roles(roles, &format!("{d}<!--S-->c<!--E-->")).of(Role::Body).next().is_none());
}

#[test]
fn texts_are_read_as_the_rule_says() {
    let cases = [
        ("headline = ['h3', 'h2', 'h1']", "<h1>c</h1><h2>  a\n<i>b</i></h2>", Role::Headline, vec!["a b"]),
        ("headline = ['h2', 'h1']", "<h2> </h2><h1>c</h1>", Role::Headline, vec!["c"]),
        ("headline = ['meta[name=H] @content']", "<meta name=H content=' A  b'>", Role::Headline, vec!["A b"]),
        (
            "modified = [{ select = 'p', strip = ['Last', 'Updated:'] }]",
            "<p>Last Updated: 3 May",
            Role::Modified,
            vec!["3 May"],
        ),
        ("tag = 'li'", "<ul><li>a<li><li>b</ul>", Role::Tag, vec!["a", "b"]),
        ("tag = 'li'", "<ul><li>a<ul><li>b</ul></ul>", Role::Tag, vec!["a b"]),
        (
            "byline = { select = 'i, b', join = ', ' }",
            "<b>By A</b> <i></i><i>Rome</i>",
            Role::Byline,
            vec!["By A, Rome"],
        ),
        (
            "section = { select = 'title', split = '|', part = -2, least = 3 }",
            "<title>G | UK | H</title>",
            Role::Section,
            vec!["UK"],
        ),
        (
            "section = { select = 'title', split = '|', part = -2, least = 3 }",
            "<title>G | H</title>",
            Role::Section,
            vec![],
        ),
        ("section = { select = 'title', split = '|', part = 1 }", "<title>G | H</title>", Role::Section, vec!["G"]),
        ("section = { select = 'title', split = '|', part = 3 }", "<title>G | H</title>", Role::Section, vec![]),
        (
            "published = { select = '[data-s] @data-s', unix = true }",
            "<p data-s=x>a<p data-s=1000000000>b",
            Role::Published,
            vec!["2001-09-09T01:46:40Z"],
        ),
    ];
    for (roles, html, role, expected) in cases {
        let text = format!("hosts = 'gazette.example'\n[[epoch]]\nname = 'only'\n[epoch.roles]\n{roles}\nremove = 'u'");
        let reading = read(&text, &format!("{html}<u></u>")).unwrap();
        assert_eq!(texts(&reading, role), expected, "{roles} in {html}");
    }
}

#[test]
fn the_lines_of_a_stretch_are_parted() {
    let html = "<!--by--><div>By A<br>Gazette,\n <b>Oslo</b></div>B<!--/by--><!--by--><p>C<!--/by-->";
    let rule = "select = 'comment \"by\" .. \"/by\"'";
    let joined = by_roles(&format!("byline = {{ {rule}, join = ', ' }}"), html);
    assert_eq!(texts(&joined, Role::Byline), ["By A, Gazette, Oslo, B, C"]);
    let apart = by_roles(&format!("byline = {{ {rule} }}"), html);
    assert_eq!(texts(&apart, Role::Byline), ["By A Gazette, Oslo B", "C"]);
}

#[test]
fn what_another_role_claims_has_no_text() {
    let roles = "byline = { select = 'i, u', join = ', ' }\nremove = 'u'";
    let reading = by_roles(roles, "<i>By A <u>Follow</u></i><u>Share</u><i>B</i>");
    assert_eq!(texts(&reading, Role::Byline), ["By A, B"]);
}

#[test]
fn a_value_knows_its_zone_and_origin() {
    let reading = by_roles("published = { select = 'i', zone = '-03:30' }", "<i>3 May 2004, 10:00</i>");
    let value = &reading.values(Role::Published)[0];
    assert_eq!((value.zone, value.origin.as_str()), (Some(-210), "profile gazette/only i"));
}

#[test]
fn a_profile_that_finds_nothing_says_nothing() {
    let text = "hosts = 'gazette.example'\nsite_name = 'G'\n[[epoch]]\nname = 'only'\nroles = { headline = 'h1' }";
    assert!(read(text, "<h2>a</h2>").is_none());
    assert_eq!(read(text, "<h1>a</h1>").unwrap().site_name.as_deref(), Some("G"));
}

const EPOCHS: &str = r#"
    hosts = ["gazette.example"]
    signs = ['a[href*="gazette"]']
    site_name = "The Gazette"
    language = "en"
    [[brand]]
    name = "Gazette Sport"
    path = ["/sport/"]
    shows = ["b.sport"]
    [[epoch]]
    name = "old"
    shows = ["td.story", 'comment "story"']
    from = 1998-01-01
    to = 2003-12-31
    roles = { headline = "h1" }
    [[epoch]]
    name = "plain"
    path = ["/plain/"]
    shows = ["pre.story"]
    site_name = "Plain Gazette"
    language = "cy"
    roles = { headline = "h1" }
    [[epoch]]
    name = "new"
    shows = ["div.story", "h1.story", "p.story"]
    from = "2004-01-01"
    roles = { headline = "h1" }
"#;

/// The name of the epoch chosen.
fn chosen(path: Option<&str>, captured: Option<&str>, html: &str) -> Option<String> {
    let url = path.map(|p| Url::parse(&format!("http://gazette.example{p}")).unwrap());
    let captured = captured.map(|t| DateTime::from_timestamp14(t).unwrap());
    let set = ProfileSet::new(vec![profile(EPOCHS)], false);
    let reading = set.read(&doc(&format!("<h1>a</h1>{html}")), url.as_ref(), captured);
    reading.map(|r| r.name.strip_prefix("gazette/").unwrap().to_owned())
}

#[test]
fn the_page_itself_is_the_strongest_evidence() {
    let (old, new) = ("<!-- story -->", "<div class=story></div>");
    assert_eq!(chosen(Some("/a"), Some("20100101000000"), old).as_deref(), Some("old"));
    assert_eq!(chosen(Some("/a"), Some("19990101000000"), new).as_deref(), Some("new"));
    let more = format!("{old}{new}<p class=story>");
    assert_eq!(chosen(Some("/a"), Some("19990101000000"), &more).as_deref(), Some("new"), "two marks against one");
    assert_eq!(chosen(Some("/plain/a"), None, "").as_deref(), Some("plain"), "a path is a mark");
    assert_eq!(chosen(Some("/plain/a"), None, &more).as_deref(), Some("new"));
}

#[test]
fn where_marks_are_equal_the_date_decides() {
    let both = "<!-- story --><div class=story></div>";
    assert_eq!(chosen(Some("/a"), Some("20031231235959"), both).as_deref(), Some("old"), "to the end of its last day");
    assert_eq!(chosen(Some("/a"), Some("20040101000000"), both).as_deref(), Some("new"));
    assert_eq!(chosen(Some("/a"), None, both).as_deref(), Some("old"), "the first in the file");
    assert_eq!(chosen(Some("/a"), Some("20020601000000"), "").as_deref(), Some("old"));
    assert_eq!(chosen(Some("/a"), Some("20200601000000"), "").as_deref(), Some("new"));
    assert_eq!(chosen(Some("/a"), Some("19950601000000"), ""), None, "no mark, and older than all");
    assert_eq!(chosen(Some("/a"), None, ""), None);
}

#[test]
fn without_an_address_two_marks_and_a_sign_are_wanted() {
    let sign = "<a href=http://www.gazette.example/>Home</a>";
    let one = format!("{sign}<div class=story></div>");
    assert_eq!(chosen(None, Some("20100101000000"), &one), None);
    assert_eq!(chosen(None, None, &format!("{one}<p class=story>")).as_deref(), Some("new"));
    assert_eq!(chosen(None, None, "<div class=story><p class=story>"), None, "any site can have such classes");
}

#[test]
fn another_host_is_not_spoken_for() {
    let html = doc("<h1 class=story>a</h1><div class=story><p class=story><a href=http://gazette.example/>");
    let set = ProfileSet::new(vec![profile(EPOCHS)], true);
    let url = Url::parse("http://courier.example/a").unwrap();
    assert!(set.read(&html, Some(&url), None).is_none());
    assert!(set.read(&html, None, None).is_some());
}

#[test]
fn names_and_language_are_the_nearest_ones() {
    let set = ProfileSet::new(vec![profile(EPOCHS)], false);
    let names = |path: &str, html: &str| {
        let url = Url::parse(&format!("http://gazette.example{path}")).unwrap();
        let reading = set.read(&doc(&format!("<h1 class=story>a</h1>{html}")), Some(&url), None).unwrap();
        (reading.site_name.unwrap(), reading.language.unwrap())
    };
    assert_eq!(names("/a", ""), ("The Gazette".to_owned(), "en".to_owned()));
    assert_eq!(names("/plain/a", "<pre class=story></pre>"), ("Plain Gazette".to_owned(), "cy".to_owned()));
    assert_eq!(names("/sport/a", "").0, "Gazette Sport");
    assert_eq!(names("/a", "<b class=sport>").0, "Gazette Sport");
}

#[test]
fn the_callers_own_profile_comes_first() {
    let own =
        profile("hosts = ['news.bbc.co.uk']\n[[epoch]]\nname = 'mine'\nshows = 'h6'\nroles = { headline = 'h6' }");
    let url = Url::parse("http://news.bbc.co.uk/1/hi/uk/1.stm").unwrap();
    let set = ProfileSet::new(vec![own], true);
    let name = |html: &str| set.read(&doc(html), Some(&url), None).map(|r| r.name);
    let story = "<table class=storycontent><td class=storybody><p>a</table>";
    assert_eq!(name(&format!("<h6>a</h6>{story}")).as_deref(), Some("gazette/mine"));
    assert_eq!(name(story).as_deref(), Some("news.bbc.co.uk/storybody"));
}

#[test]
fn a_page_that_would_take_too_long_is_read_without() {
    let deep = format!("{}<h1>a</h1>{}", "<div>".repeat(1_000), "<i></i>".repeat(6_000));
    let text = "hosts = 'gazette.example'\n[[epoch]]\nname = 'only'\nroles = { headline = 'h1' }";
    assert!(read(text, &deep).is_none());
    assert!(read(text, &deep.replace("<div>", "")).is_some());
}

#[test]
fn every_file_of_the_folder_is_built_in_and_loads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/profile/sites");
    let files: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    let listed: BTreeSet<String> = BUILT_IN.iter().map(|b| format!("{}.toml", b.name)).collect();
    assert_eq!(files, listed);
    for BuiltIn { name, text, .. } in &BUILT_IN {
        let profile = Profile::parse(name, text).unwrap_or_else(|e| panic!("{e}"));
        assert!(profile.rules.epochs.iter().all(|e| !e.rules.is_empty()), "{name}: an epoch without roles");
    }
}

/// The folders of the whole-page cases that name a profile, each with the name.
fn cases_with_profile() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut cases = Vec::new();
    for case in std::fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let Ok(expected) = std::fs::read_to_string(case.join("expected.json")) else { continue };
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        if let Some(profile) = expected["profile"].as_str()
            && case.join("page.html").exists()
        {
            cases.push((case, profile.to_owned()));
        }
    }
    cases.sort();
    cases
}

#[test]
fn every_epoch_has_a_page_and_every_page_an_epoch() {
    let covered: BTreeSet<String> = cases_with_profile().into_iter().map(|(_, profile)| profile).collect();
    let names = |b: &BuiltIn| Profile::parse(b.name, b.text).unwrap().rules.epochs.into_iter().map(|e| e.name);
    let shipped: BTreeSet<String> = BUILT_IN.iter().flat_map(names).collect();
    assert_eq!(covered, shipped);
}

/// Without address and date, as when nothing but the file was kept.
#[test]
fn the_cases_show_their_epoch_by_themselves() {
    let set = ProfileSet::new(Vec::new(), true);
    for (case, expected) in cases_with_profile() {
        let bytes = std::fs::read(case.join("page.html")).unwrap();
        let html = String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().iter().map(|&b| char::from(b)).collect());
        let name = set.read(&doc(&html), None, None).map(|r| r.name);
        assert_eq!(name.as_deref(), Some(expected.as_str()), "{}", case.display());
    }
}

#[test]
fn a_profile_tells_the_flow_by_its_body_alone() {
    let html = "<!--by--><b>By A</b><!--/by--><div class=t>c</div><div class=n>d</div>";
    let tells = |roles: &str| by_roles(roles, html).tells_flow();
    assert!(
        tells("body = ['div.t']") && tells("comments = ['div.n']") && tells("body = ['comment \"/by\" .. \"none\"']")
    );
    assert!(!tells("byline = ['comment \"by\" .. \"/by\"']") && !tells("remove = ['div.n']"));
}
