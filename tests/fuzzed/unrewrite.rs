//! What a replay did to a page, undone: of any bytes, it is undone at once; of a page that is rewritten here as archives do, nothing
//! is left of it.

use cuttings::fuzzing;
use url::Url;

use super::choices::Choices;

const CAPTURES: [(&str, &str); 4] = [
    ("http://web.archive.org/web/20071211032145/", "http://sound.example/1"),
    ("https://web.archive.org/web/20071211032145/", "https://sound.example/a?b=c"),
    ("http://pywb.example/coll/20071211032145mp_/", "http://sound.example/1"),
    ("https://arquivo.pt/wayback/20071211032145/", "http://sound.example/1"),
];

const TOOLBAR: &str = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<div id=\"wm-ipp\"><p>Wayback Machine</p></div>\n<!-- END WAYBACK TOOLBAR INSERT -->\n";

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (prefix, original) = choices.of(&CAPTURES);
    let url = Url::parse(&format!("{prefix}{original}")).unwrap();
    if choices.one_in(2) {
        rewritten_page(choices, prefix, &url, original);
        return;
    }
    let given = choices.one_in(2).then_some(&url);
    let html = String::from_utf8_lossy(choices.rest());
    let Some(restored) = fuzzing::restored(&html, given) else { return };
    assert_eq!(fuzzing::restored(&html, given).as_ref(), Some(&restored), "not the same twice");
    if given.is_some() {
        assert_eq!(restored.url.as_ref().map(Url::as_str), Some(original));
    }
}

/// A page of links, as it was and as the archive gives it: both are the same when they were read.
fn rewritten_page(mut choices: Choices<'_>, prefix: &str, url: &Url, original: &str) {
    let (mut plain, mut replayed) = (String::new(), String::new());
    let head = "<html><head><title>Pier</title></head><body>";
    plain += head;
    replayed += head;
    if prefix.contains("web.archive.org") {
        replayed += TOOLBAR;
    }
    // One address that is an address alone, by which a page without a toolbar is known.
    plain += &format!("<a href=\"{original}\">x</a>");
    replayed += &format!("<a href=\"{prefix}{original}\">x</a>");
    while !choices.is_empty() {
        let element = choices.of(&[
            "<a href=\"@\">x</a>",
            "<img src=\"@\" alt=\"y\">",
            "<p>z</p>",
            "<link rel=next href='@'>",
            "<div style=\"background: url(@)\"></div>",
        ]);
        let scheme = choices.of(&["http", "https"]);
        let path: String =
            choices.text().chars().filter(|c| c.is_ascii_alphanumeric() || "/?=.-_~,;:".contains(*c)).collect();
        let address = format!("{scheme}://sound.example/{path}");
        plain += &element.replace('@', &address);
        replayed += &element.replace('@', &format!("{prefix}{address}"));
    }
    let own = Url::parse(original).unwrap();
    let (Some(was), Some(is)) = (fuzzing::restored(&plain, Some(&own)), fuzzing::restored(&replayed, Some(url))) else {
        return;
    };
    assert_eq!(without_places(&is.once), without_places(&was.once), "{replayed}");
    assert_eq!(is.url, Some(own));
    assert_eq!(is.captured.unwrap().to_string(), "2007-12-11T03:21:45Z");
}

/// A tree without the numbers of its nodes, and without the white space that the archive leaves beside its insert.
fn without_places(tree: &str) -> String {
    let lines = tree.lines().map(|line| line.rsplit_once(" ..").map_or(line, |(line, _)| line));
    lines.filter(|line| !line.trim().trim_matches('"').replace("\\n", "").is_empty()).collect::<Vec<_>>().join("\n")
}
