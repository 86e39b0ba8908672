//! Everything that is known of a page once it is cut into blocks. Built once, never changed.

use url::Url;

use crate::article::DateTime;
use crate::metadata::Metadata;
use crate::options::Favor;
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

    /// An absolute address; none for what leads nowhere.
    pub(crate) fn resolve(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(href).ok()?,
            None => match Url::parse(href) {
                Ok(url) => url,
                // Without a base a relative address is still better than none. Browsers leave controls out of it.
                Err(url::ParseError::RelativeUrlWithoutBase) => {
                    return Some(href.replace(char::is_control, "")).filter(|href| !href.is_empty());
                }
                Err(_) => return None,
            },
        };
        matches!(url.scheme(), "http" | "https" | "ftp" | "mailto" | "rtsp").then(|| url.to_string())
    }
}
