use super::value::{nearest_key, offset, slips};
use super::*;

fn error(text: &str) -> String {
    parse_site("gazette", "gazette.toml", text).unwrap_err().to_string()
}

#[test]
fn errors_name_the_line_the_key_and_the_fault() {
    let epoch = |rest: &str| format!("hosts = 'a.example'\n\n[[epoch]]\nname = 'old'\n{rest}");
    let cases = [
        ("hosts = [", "line 1, hosts: unclosed array, expected `]`"),
        ("hosts = 'a'\n???", "line 2, syntax: "),
        ("hosts = 'a'\nhosts = 'b'", "line 2, hosts: duplicate key"),
        ("", "line 1, hosts: missing"),
        ("hosts = []", "line 1, hosts: names no host"),
        ("\nhosts = 3", "line 2, hosts: expected a host, found a number"),
        (
            "hosts = ['http://a.example/']",
            "line 1, hosts: \"http://a.example/\" is no host: expected news.example or *.news.example",
        ),
        ("hosts = 'a'\nsitename = 'A'", "line 2, sitename: unknown key; did you mean `site_name`?"),
        (
            "hosts = 'a'\nflavour = 'A'",
            "line 2, flavour: unknown key; there are hosts, signs, site_name, language, brand, epoch",
        ),
        ("hosts = 'a'\nepoch = 'old'", "line 2, epoch: expected a table, found a string"),
        ("hosts = 'a'\n[[epoch]]\nfrom = 2000-01-01", "epoch.name: missing"),
        (
            "hosts = 'a'\n[[brand]]\nname = 'b'\npath = 'sport/'",
            "line 4, brand.b.path: \"sport/\" is no path: it must start with a slash",
        ),
        (&epoch("form = 2000-01-01"), "line 5, epoch.old.form: unknown key; did you mean `from`?"),
        (&epoch("from = '2000-02-30'"), "line 5, epoch.old.from: \"2000-02-30\" is no date: expected YYYY-MM-DD"),
        (&epoch("from = 'May 2000'"), "line 5, epoch.old.from: \"May 2000\" is no date: expected YYYY-MM-DD"),
        (
            &epoch("from = 2000-01-01T00:00:00"),
            "line 5, epoch.old.from: 2000-01-01T00:00:00 is no date: expected YYYY-MM-DD",
        ),
        (&epoch("from = true"), "line 5, epoch.old.from: expected a date, found true or false"),
        (&epoch("from = 2000-01-02\nto = 2000-01-01"), "line 6, epoch.old.to: 2000-01-01 is before from, 2000-01-02"),
        (&epoch("[[epoch]]\nname = 'old'"), "line 6, epoch.old.name: another epoch has this name"),
        (
            &epoch("shows = ['b', 'comment \"a\" .. \"b\"']"),
            "line 5, epoch.old.shows: \"comment \\\"a\\\" .. \\\"b\\\"\" is a stretch; here one comment is wanted: comment \"…\"",
        ),
        (&epoch("roles = 'h1'"), "line 5, epoch.old.roles: expected a table, found a string"),
        (
            &epoch("[epoch.roles]\nhedline = 'h1'"),
            "line 6, epoch.old.roles.hedline: unknown role; did you mean `headline`?",
        ),
        (
            &epoch("[epoch.roles]\nzzz = 'h1'"),
            "line 6, epoch.old.roles.zzz: unknown role; there are remove, headline, kicker,",
        ),
        (&epoch("[epoch.roles]\nbody = [\n  'p',\n  'p >',\n]"), "line 8, epoch.old.roles.body: selector \"p >\": "),
        (
            &epoch("[epoch.roles]\nbody = [1]"),
            "line 6, epoch.old.roles.body: expected a selector or a table, found a number",
        ),
        (
            &epoch("[epoch.roles]\nbody = ['comment \"a\"']"),
            "line 6, epoch.old.roles.body: \"comment \\\"a\\\"\" is one comment; here a stretch is wanted: ",
        ),
        (
            &epoch("[epoch.roles]\nbody = ['comment a .. b']"),
            "line 6, epoch.old.roles.body: \"comment a .. b\": expected comment \"…\" or comment \"…\" .. \"…\"",
        ),
        (
            &epoch("[epoch.roles]\nbody = { css = 'p' }"),
            "line 6, epoch.old.roles.body.css: unknown key; there are select, ",
        ),
        (&epoch("[epoch.roles]\nbody = { join = ' ' }"), "line 6, epoch.old.roles.body.select: missing"),
        (
            &epoch("[epoch.roles]\ntag = { select = 'p', split = '|' }"),
            "line 6, epoch.old.roles.tag.split: needs `part`, the part to take",
        ),
        (
            &epoch("[epoch.roles]\ntag = { select = 'p', part = 1 }"),
            "line 6, epoch.old.roles.tag.part: needs `split`, what to cut at",
        ),
        (
            &epoch("[epoch.roles]\ntag = { select = 'p', least = 1 }"),
            "line 6, epoch.old.roles.tag.least: needs `split` and `part`",
        ),
        (
            &epoch("[epoch.roles]\ntag = { select = 'p', split = '', part = 1 }"),
            "line 6, epoch.old.roles.tag.split: must not be empty",
        ),
        (
            &epoch("[epoch.roles]\ntag = { select = 'p', split = '|', part = 0 }"),
            "line 6, epoch.old.roles.tag.part: parts are counted from 1",
        ),
        (
            &epoch("[epoch.roles]\npublished = { select = 'p', zone = 'CET' }"),
            "line 6, epoch.old.roles.published.zone: \"CET\" is no offset: expected UTC or +hh:mm",
        ),
        (
            &epoch("[epoch.roles]\npublished = { select = 'p', unix = 1 }"),
            "line 6, epoch.old.roles.published.unix: expected true or false, found a number",
        ),
    ];
    for (text, expected) in cases {
        let found = error(text);
        let whole = found.strip_prefix("profile gazette.toml, ").unwrap_or(&found);
        let fits = match expected.starts_with("line") {
            true => whole.starts_with(expected),
            false => whole.ends_with(expected),
        };
        assert!(fits, "{text}\ngave      {whole}\nexpected  {expected}");
    }
}

#[test]
fn one_may_stand_for_a_list_of_one() {
    let one = parse_site("g", "g", "hosts = 'a'\n[[epoch]]\nname = 'e'\nfrom = '2001-02-03'\nroles = { body = 'p' }")
        .unwrap();
    let list =
        parse_site("g", "g", "hosts = ['a']\n[[epoch]]\nname = 'e'\nfrom = 2001-02-03\n[epoch.roles]\nbody = ['p']")
            .unwrap();
    assert_eq!(one.hosts, list.hosts);
    assert_eq!((one.epochs[0].from, one.epochs[0].name.as_str()), (list.epochs[0].from, "g/e"));
    assert_eq!(one.epochs[0].rules.len(), list.epochs[0].rules.len());
}

#[test]
fn a_host_may_have_an_underscore() {
    let site = parse_site("g", "g", "hosts = ['my_blog.example', '*.a_b.example']").unwrap();
    assert_eq!(site.hosts.iter().map(|h| h.matches("x.a_b.example")).collect::<Vec<_>>(), [false, true]);
    assert!(site.hosts[0].matches("my_blog.example"));
    assert!(error("hosts = '[2001:db8::1]'").contains("is no host"));
}

#[test]
fn offsets_are_minutes() {
    let cases = [("UTC", 0), ("Z", 0), ("+05:30", 330), ("-03:30", -210), ("+14:00", 840)];
    for (text, minutes) in cases {
        assert_eq!(offset(text), Some(minutes), "{text}");
    }
    for text in ["", "5:30", "+5:30", "+05:60", "+15:00", "+05:3x", "+0530", "é"] {
        assert_eq!(offset(text), None, "{text}");
    }
}

#[test]
fn slips_are_counted_both_ways() {
    assert_eq!([slips("from", "form"), slips("host", "hosts"), slips("", "ab"), slips("abc", "abc")], [2, 1, 2, 0]);
    assert_eq!(nearest_key("zz", &["to", "as"]), None);
}
