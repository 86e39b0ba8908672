//! Everything that is known of a page once it is cut into blocks. Built once, never changed.

use url::Url;

use crate::article::DateTime;
use crate::metadata::Metadata;
use crate::options::{Favor, Limits};
use crate::profile::{ProfileMatch, Role, Value};
use crate::segment::{Block, Segments};

/// What the labels and the fields are read from.
pub(crate) struct Evidence<'a> {
    pub(crate) segments: &'a Segments,
    pub(crate) metadata: &'a Metadata,
    /// What the site's profile finds on this page.
    pub(crate) profile: Option<&'a ProfileMatch>,
    /// The page's own address.
    pub(crate) url: Option<&'a Url>,
    /// What relative addresses are relative to.
    pub(crate) base: Option<Url>,
    /// When an archive captured the page.
    pub(crate) captured: Option<DateTime>,
    /// Which mistake the caller would rather have.
    pub(crate) favor: Favor,
    /// What the page is held to.
    pub(crate) limits: &'a Limits,
}

impl<'a> Evidence<'a> {
    /// The blocks of the page, in its order.
    pub(crate) fn blocks(&self) -> &'a [Block] {
        &self.segments.blocks
    }

    /// The first text that a profile reads for a role.
    pub(crate) fn profile_value(&self, role: Role) -> Option<&'a Value> {
        self.profile.and_then(|p| p.values(role).first())
    }

    /// The publication's name as a profile or the metadata state it, and who does.
    pub(crate) fn stated_site_name(&self) -> Option<(&'a str, &'a str)> {
        let by_profile = self.profile.and_then(|p| p.site_name.as_deref()).map(|name| (name, "profile"));
        by_profile.or_else(|| self.metadata.site_names.first().map(|s| (s.value.as_str(), s.origin.as_str())))
    }

    /// An absolute address that a browser would ask a server for; none for what leads nowhere, or would do anything else.
    pub(crate) fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(href).ok()?,
            None => match Url::parse(href) {
                Ok(url) => url,
                Err(url::ParseError::RelativeUrlWithoutBase) => match names_host(href) {
                    // Left as it is, it would lead to another machine's files where it is followed from a file.
                    true => Url::parse(UNKNOWN_SITE).ok()?.join(href).ok()?,
                    // Without a base a relative address is still better than none. Line breaks in one mean nothing, and others
                    // might hide a scheme from whoever looks for one.
                    false => {
                        return Some(href.replace(['\t', '\n', '\r'], ""))
                            .filter(|href| !href.contains(char::is_control));
                    }
                },
                Err(_) => return None,
            },
        };
        matches!(url.scheme(), "http" | "https").then(|| url.to_string())
    }
}

/// Where addresses without a scheme are taken to be: who writes such means that both answer.
const UNKNOWN_SITE: &str = "https://unknown.invalid/";

/// Whether a relative address names its host (`//cdn.example/a.jpg`): it lacks only the scheme.
fn names_host(href: &str) -> bool {
    // Browsers pass over these wherever they stand, and take one slash for the other.
    let mut signs = href.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let mut is_slash = || signs.next().is_some_and(|c| matches!(c, '/' | '\\'));
    is_slash() && is_slash()
}

#[cfg(test)]
mod tests {
    use crate::label::tests::TestPage;

    #[test]
    fn addresses_are_of_the_web_or_relative() {
        let page = TestPage::new("<p>The pier is shut.</p>");
        let evidence = page.evidence();
        let resolved = |href: &str| evidence.resolve(href);
        for (href, url) in [
            ("http://a.example/x", "http://a.example/x"),
            ("HTTPS:a.example", "https://a.example/"),
            ("/story", "/story"),
            ("story?a=1", "story?a=1"),
            ("sto\nry", "story"),
            ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
            ("\\\\cdn.example\\a.jpg", "https://cdn.example/a.jpg"),
            ("/\t\\cdn.example", "https://cdn.example/"),
        ] {
            assert_eq!(resolved(href).as_deref(), Some(url), "{href:?}");
        }
        for href in [
            "",
            "#top",
            "javascript:x",
            " JAVA\tscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
            "mailto:a@b.example",
            "ftp://a.example/",
            "rtsp://a.example/",
            "urn:x",
            "blob:http://a.example/",
            "view-source:http://a.example/",
            "java\0script:x",
            "//",
            "http://",
        ] {
            assert_eq!(resolved(href), None, "{href:?}");
        }
    }
}
