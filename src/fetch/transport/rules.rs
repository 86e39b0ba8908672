//! The rules of a `robots.txt` for one robot, as RFC 9309 has them.

use std::time::Duration;

use memchr::memmem;
use url::{Position, Url};

/// How many bytes are compared for one address: rules with a star times the length of what is asked for. It takes a fraction
/// of a second, and honest sites are a thousand times below it.
const MAX_COMPARED: usize = 1 << 28;

/// The names of fields, and what people write in their place. A longer name stands before its own beginning.
const FIELDS: &[(&str, Field)] = &[
    ("user-agent", Field::Agent),
    ("user agent", Field::Agent),
    ("useragent", Field::Agent),
    ("disallow", Field::Rule { allows: false }),
    ("dissallow", Field::Rule { allows: false }),
    ("dissalow", Field::Rule { allows: false }),
    ("disalow", Field::Rule { allows: false }),
    ("diasllow", Field::Rule { allows: false }),
    ("disallaw", Field::Rule { allows: false }),
    ("allow", Field::Rule { allows: true }),
    ("crawl-delay", Field::Delay),
    ("crawl delay", Field::Delay),
    ("crawldelay", Field::Delay),
];

#[derive(Debug, Clone, Copy)]
enum Field {
    Agent,
    Rule { allows: bool },
    Delay,
}

/// What one robot may ask a site for.
#[derive(Debug)]
pub(super) struct Rules {
    /// The longest first, and of two that are as long the one that allows: the first that fits counts.
    rules: Vec<Rule>,
    /// How many have a star.
    starred: usize,
    /// The pause between requests that the site asks for (`Crawl-delay`; not part of the RFC, but widely used).
    pub(super) delay: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// In which any number of bytes may stand for a star.
    pattern: Box<[u8]>,
    /// Whether nothing may follow.
    is_whole: bool,
}

impl Rules {
    /// Reads what a file says to a robot of this name, or, where it does not name it, to all.
    pub(super) fn parse(text: &[u8], agent: &str) -> Rules {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = Reader { agent, ..Reader::default() };
        for line in text.split(|byte| matches!(byte, b'\n' | b'\r' | 0)) {
            let line = line.split(|&byte| byte == b'#').next().unwrap_or_default();
            if let Some((field, value)) = field(line.trim_ascii()) {
                reader.read(field, value);
            }
        }
        reader.finish()
    }

    /// Whether an address may be asked for; `None` where it would take too long to tell.
    pub(super) fn allows(&self, url: &Url) -> Option<bool> {
        let path = normalized(url[Position::BeforePath..Position::AfterQuery].as_bytes(), false);
        if self.starred.saturating_mul(path.len()) > MAX_COMPARED {
            return None;
        }
        let rule = self.rules.iter().find(|rule| rule.fits(&path));
        Some(path == b"/robots.txt" || rule.is_none_or(|rule| rule.allows))
    }

    /// How many bytes they take, about.
    pub(super) fn size(&self) -> usize {
        self.rules.iter().map(|rule| size_of::<Rule>() + rule.pattern.len()).sum()
    }
}

impl Rule {
    fn new(allows: bool, value: &[u8]) -> Rule {
        let (text, is_whole) = value.strip_suffix(b"$").map_or((value, false), |text| (text, true));
        Rule { allows, pattern: normalized(text, true).into(), is_whole }
    }

    /// How many bytes it says of an address: the more, the more it counts.
    fn weight(&self) -> usize {
        self.pattern.len() + usize::from(self.is_whole)
    }

    /// Whether a path begins as the rule has it. What stands between two stars is looked for where it comes first, which leaves
    /// the most for what follows: no place is tried twice.
    fn fits(&self, path: &[u8]) -> bool {
        let mut parts = self.pattern.split(|&byte| byte == b'*').peekable();
        let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        if parts.peek().is_none() {
            return !self.is_whole || rest.is_empty();
        }
        while let Some(part) = parts.next() {
            if self.is_whole && parts.peek().is_none() {
                return rest.ends_with(part);
            }
            let Some(at) = memmem::find(rest, part) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        true
    }
}

/// Of the groups of a file the two that may be for us: the one with our name, and the one for all. Groups for the same are one.
#[derive(Default)]
struct Reader<'a> {
    agent: &'a str,
    ours: Group,
    all: Group,
    /// A delay that stands before all groups.
    first_delay: Option<Duration>,
    /// Whether a rule, or a delay, has come since the last line that names a robot.
    after_rule: bool,
    after_delay: bool,
}

#[derive(Default)]
struct Group {
    is_there: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
    /// Whether the rules, and the delays, that come next are for it.
    takes_rules: bool,
    takes_delay: bool,
}

impl Reader<'_> {
    fn read(&mut self, field: Field, value: &[u8]) {
        match field {
            Field::Agent => self.name(value),
            Field::Rule { allows } => {
                self.after_rule = true;
                // An empty rule is about nothing.
                for group in [&mut self.ours, &mut self.all].into_iter().filter(|g| g.takes_rules && !value.is_empty())
                {
                    group.rules.push(Rule::new(allows, value));
                }
            }
            Field::Delay => {
                let Some(delay) = seconds(value) else { return };
                self.after_delay = true;
                for group in [&mut self.ours, &mut self.all].into_iter().filter(|group| group.takes_delay) {
                    group.delay.get_or_insert(delay);
                }
                if !self.ours.is_there && !self.all.is_there {
                    self.first_delay.get_or_insert(delay);
                }
            }
        }
    }

    /// Takes a line that names a robot. By the RFC what it does not know, such as a delay, does not part two groups; a delay
    /// itself is for those alone that are named over it.
    fn name(&mut self, value: &[u8]) {
        for group in [&mut self.ours, &mut self.all] {
            group.takes_rules &= !self.after_rule;
            group.takes_delay &= !self.after_rule && !self.after_delay;
        }
        (self.after_rule, self.after_delay) = (false, false);
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let name = value.split(|byte| !is_of_name(byte)).next().unwrap_or_default();
        let group = match value {
            [b'*', ..] => &mut self.all,
            _ if name.eq_ignore_ascii_case(self.agent.as_bytes()) => &mut self.ours,
            _ => return,
        };
        (group.is_there, group.takes_rules, group.takes_delay) = (true, true, true);
    }

    fn finish(self) -> Rules {
        let Group { mut rules, delay, .. } = if self.ours.is_there { self.ours } else { self.all };
        let key = |rule: &Rule| (std::cmp::Reverse(rule.weight()), !rule.allows);
        rules.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.pattern.cmp(&b.pattern)));
        rules.dedup();
        let starred = rules.iter().filter(|rule| rule.pattern.contains(&b'*')).count();
        Rules { rules, starred, delay: delay.or(self.first_delay).unwrap_or_default() }
    }
}

/// The field of a line, and what stands behind its colon; some write a space for it.
fn field(line: &[u8]) -> Option<(Field, &[u8])> {
    FIELDS.iter().find_map(|(name, field)| {
        let (start, rest) = line.split_at_checked(name.len())?;
        if !start.eq_ignore_ascii_case(name.as_bytes()) {
            return None;
        }
        let value = rest.trim_ascii_start();
        let value = value.strip_prefix(b":").or((value.len() < rest.len()).then_some(value))?;
        Some((*field, value.trim_ascii()))
    })
}

/// A time in seconds; none if it is not one.
fn seconds(value: &[u8]) -> Option<Duration> {
    let number: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    Duration::try_from_secs_f64(number).ok()
}

/// A path with its query in the one form in which two are compared: what need not be percent-encoded is not, all else is, in
/// capitals. A star of a rule stays; one of an address is encoded, as in a rule that means the sign itself.
fn normalized(text: &[u8], is_rule: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut rest, mut in_query) = (text, false);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        in_query |= byte == b'?';
        let decoded = after.split_at_checked(2).filter(|_| byte == b'%').and_then(|(digits, after)| {
            let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        let (byte, is_plain) = match decoded {
            Some((byte, after)) => {
                rest = after;
                // Signs that part a path mean the same in either form behind it.
                (byte, is_unreserved(byte) || in_query && matches!(byte, b':' | b'/' | b'?' | b'@'))
            }
            None => (byte, is_unreserved(byte) || b"%:/?[]@!&()+,;=".contains(&byte) || is_rule && byte == b'*'),
        };
        match is_plain {
            true => out.push(byte),
            false => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
        }
    }
    out
}

/// Whether a byte means the same percent-encoded. The apostrophe does not by the letter, but addresses have it in both forms.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(text: &str, path: &str) -> bool {
        let url = Url::parse("http://a.example").unwrap().join(path).unwrap();
        Rules::parse(text.as_bytes(), "cuttings").allows(&url).unwrap()
    }

    /// Whether a rule fits an address.
    fn fits(rule: &str, path: &str) -> bool {
        !allows(&format!("User-agent: *\nDisallow: {rule}\n"), path)
    }

    #[test]
    fn the_simple_example_of_the_rfc() {
        let text = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n\
                    User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n\
                    User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n\
                    User-Agent: quxbot\n\nEOF\n";
        let may = |agent: &str, path: &str| {
            let url = Url::parse(&format!("http://a.example{path}")).unwrap();
            Rules::parse(text.as_bytes(), agent).allows(&url).unwrap()
        };
        for (agent, path, expected) in [
            ("cuttings", "/a.gif", false),
            ("cuttings", "/a.gif?x", true),
            ("cuttings", "/example/x", false),
            ("cuttings", "/publications/", true),
            ("cuttings", "/publications/a.gif", true),
            ("FooBot", "/x", false),
            ("FooBot", "/example/page.html", true),
            ("FooBot", "/example/allowed.gif", true),
            ("FooBot", "/example/disallowed.gif", false),
            ("barbot", "/example/page.html", false),
            ("bazbot", "/example/page.html", false),
            ("bazbot", "/a.gif", true),
            // Named without a rule: nothing is kept from it.
            ("quxbot", "/example/page.html", true),
        ] {
            assert_eq!(may(agent, path), expected, "{agent} {path}");
        }
    }

    #[test]
    fn the_longest_rule_counts_and_of_two_the_one_that_allows() {
        let text = "User-agent: foo\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
        let ours = text.replace("foo", "cuttings");
        assert!(allows(&ours, "/example/page/") && !allows(&ours, "/example/page/disallowed.gif"));
        assert!(allows(text, "/example/page/disallowed.gif"));
        for text in ["User-agent: *\nDisallow: /page\nAllow: /page\n", "User-agent: *\nAllow: /page\nDisallow: /page\n"]
        {
            assert!(allows(text, "/page"));
        }
        let text = "User-agent: *\nAllow: /p\nDisallow: /\nAllow: /$\nDisallow: /folder\n";
        assert!(allows(text, "/page") && allows(text, "/") && !allows(text, "/a") && !allows(text, "/folder/p"));
    }

    #[test]
    fn groups_for_the_same_robot_are_one_and_others_do_not_part_it() {
        let text = "Disallow: /nobody\nUser-agent: cuttings/2.1\nSitemap: http://a.example/s.xml\nNonsense: 1\nUser-agent: b\n\
                    Disallow: /one # why\n\nuser-agent : *\nDisallow: /\n\nUSERAGENT: Cuttings\nDisalow: /two\n";
        assert!(!allows(text, "/one") && !allows(text, "/two"));
        assert!(allows(text, "/three") && allows(text, "/nobody") && allows(text, "/robots.txt"));
        // Another's name that begins as ours does.
        assert!(allows("User-agent: cuttings2\nUser-agent: cuttings-news\nDisallow: /\n", "/x"));
        for text in ["", "User-agent: *\nDisallow:\n", "<html>\n<p>Disallow: /", "\u{feff}"] {
            assert!(allows(text, "/x"), "{text}");
        }
        assert!(
            !allows("\u{feff}User-agent: *\rDisallow /\r", "/x") && allows("User-agent: *\nDisallow: /", "/robots.txt")
        );
    }

    #[test]
    fn encoded_and_plain_are_the_same() {
        for (rule, path) in [
            ("/foo/bar?baz=quz", "/foo/bar?baz=quz"),
            ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar"),
            ("/foo/bar?baz=http%3a%2f%2Ffoo.bar", "/foo/bar?baz=http://foo.bar"),
            ("/foo/bar/\u{30c4}", "/foo/bar/%E3%83%84"),
            ("/foo/bar/%E3%83%84", "/foo/bar/\u{30c4}"),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
            ("/foo/bar/baz", "/foo/bar/%62%61%7a"),
            ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html"),
            ("/path/foo-%24", "/path/foo-$"),
            ("/a b", "/a%20b"),
            ("/50%", "/50%"),
        ] {
            assert!(fits(rule, path), "{rule} {path}");
        }
        // A slash that is part of a name parts nothing.
        assert!(!fits("/a/b", "/a%2Fb") && fits("/a%2fb", "/a%2Fb") && !fits("/foo", "/Foo"));
    }

    #[test]
    fn stars_and_ends() {
        for (rule, yes, no) in [
            ("/fish", "/fishheads/yummy.html", "/Fish.asp"),
            ("/fish*", "/fish.html", "/catfish"),
            ("/fish/", "/fish/salmon.htm", "/fish"),
            ("/*.php", "/folder/any.php.file.html", "/windows.PHP"),
            ("/*.php$", "/a.php/b.php", "/file.php?x"),
            ("/fish*.php", "/fishheads/catfish.php?p", "/Fish.PHP"),
            ("/a*b*c$", "/abbcc", "/acb"),
            ("/a$b", "/a$bc", "/a"),
            ("/a*$", "/abc", "/b"),
            ("/a***b", "/a-b", "/a-"),
            ("*", "/x", "/robots.txt"),
            ("/ab*ab$", "/ab-ab", "/ab"),
        ] {
            assert!(fits(rule, yes) && !fits(rule, no), "{rule}");
        }
    }

    #[test]
    fn a_delay_is_for_those_named_over_it() {
        let delay = |text: &str| Rules::parse(text.as_bytes(), "cuttings").delay.as_secs_f64();
        assert!(
            (delay("User-agent: *\nCrawl-delay: 3\n\nUser-agent: cuttings\nCrawl-delay: 0.5\n") - 0.5).abs() < 1e-9
        );
        assert!((delay("User-agent: cuttings\nCrawl-delay: 2\nUser-agent: b\nCrawl-delay: 9\n") - 2.0).abs() < 1e-9);
        assert!((delay("Crawl-delay: 4\nUser-agent: *\nDisallow: /x\n") - 4.0).abs() < 1e-9);
        for not in ["-5", "soon", "", "NaN", "inf", "1e99"] {
            assert!(delay(&format!("User-agent: *\nCrawl-delay: {not}\n")) < 1e-9, "{not}");
        }
    }

    #[test]
    fn a_hostile_file_takes_time_by_its_size_alone() {
        // A pattern that a search which goes back would try in more ways than there is time for.
        let star = format!("User-agent: *\nDisallow: /{}c$\n", "a*".repeat(20_000));
        let start = std::time::Instant::now();
        assert!(allows(&star, &format!("/{}b", "a".repeat(60_000))));
        let many: String = (0..40_000).map(|n| format!("Disallow:*{n}x\n")).collect();
        let rules = Rules::parse(format!("User-agent: *\n{many}").as_bytes(), "cuttings");
        let long = |length| Url::parse(&format!("http://a.example/{}", "1".repeat(length))).unwrap();
        assert_eq!((rules.allows(&long(100_000)), rules.allows(&long(1_000))), (None, Some(true)));
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}
