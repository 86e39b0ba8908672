//! Whether redirects lead to another site.

use url::{Host, Url};

use crate::archive::Timestamp;
use crate::article::{Warning, WarningCode};
use crate::page::Page;

/// A redirect on the way to a page.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The page's own address that redirected.
    pub(super) url: String,
    pub(super) status: u16,
    /// When the redirect was captured, if it was.
    pub(super) time: Option<Timestamp>,
}

/// Whether two addresses are of one site: of one registered domain, whatever the scheme, the port and the subdomains.
pub(super) fn is_same_site(a: &str, b: &str) -> bool {
    match (site(a), site(b)) {
        (Some(a), Some(b)) => a == b,
        // What is no address leads nowhere.
        _ => true,
    }
}

/// The registered domain of an address; the host itself where it has none.
fn site(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    Some(match url.host()? {
        Host::Domain(_) => psl::domain_str(&host).map_or_else(|| host.clone(), str::to_owned),
        Host::Ipv4(_) | Host::Ipv6(_) => host,
    })
}

/// The way from the page that was asked for to the one at `last`, if that is of another site.
pub(super) fn way_to_other_site(steps: &[Step], last: &str, time: Option<Timestamp>) -> Option<String> {
    steps.first().filter(|first| !is_same_site(&first.url, last))?;
    // An archive's own redirects lead from one capture of a page to another, and say nothing beside archived ones.
    let is_archived = steps.iter().any(|step| step.time.is_some());
    let mut way = String::new();
    for step in steps.iter().filter(|step| !is_archived || step.time.is_some()) {
        let at = step.time.map_or(String::new(), |time| format!(", {time}"));
        way += &format!("{} ({}{at}) -> ", step.url, step.status);
    }
    let at = time.map_or(String::new(), |time| format!(" ({time})"));
    Some(format!("{way}{last}{at}"))
}

/// The page with the warning that its address was not the one that was asked for.
pub(super) fn with_redirect_warning(page: Page, way: Option<String>) -> Page {
    match way {
        Some(way) => page.with_warning(Warning::new(WarningCode::Redirected, way)),
        None => page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_registered_domain() {
        for (a, b, same) in [
            ("http://news.example/1", "https://www.news.example:8443/2", true),
            ("http://news.bbc.co.uk/1", "http://www.bbc.co.uk/2", true),
            ("http://NEWS.example./1", "http://m.news.example/1", true),
            ("http://bbc.co.uk/", "http://itv.co.uk/", false),
            ("http://gone.example/", "http://parked.example/", false),
            ("http://ann.github.io/", "http://bob.github.io/", false),
            ("http://localhost/", "http://localhost:8080/", true),
            ("http://10.0.0.1/", "http://11.0.0.1/", false),
            ("http://[::1]/", "http://[::1]/a", true),
            ("http://news.example/", "mailto:x", true),
        ] {
            assert_eq!(is_same_site(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn a_way_has_its_times_and_statuses() {
        let step = |url: &str, status, time: Option<&str>| Step {
            url: url.to_owned(),
            status,
            time: time.map(|time| time.parse().unwrap()),
        };
        let last = "http://parked.example/";
        let time = "20220101000001".parse().ok();
        let asked = "http://gone.example/a";
        let steps = [step(asked, 302, None), step(asked, 302, Some("20220101000000")), step(last, 302, None)];
        assert_eq!(
            way_to_other_site(&steps, last, time).as_deref(),
            Some("http://gone.example/a (302, 20220101000000) -> http://parked.example/ (20220101000001)")
        );
        let live = [step("http://gone.example/a", 301, None), step("http://mid.example/", 302, None)];
        assert_eq!(
            way_to_other_site(&live, last, None).as_deref(),
            Some("http://gone.example/a (301) -> http://mid.example/ (302) -> http://parked.example/")
        );
        assert_eq!(way_to_other_site(&live, "https://www.gone.example/b", None), None);
        assert_eq!(way_to_other_site(&[], last, None), None);
    }
}
