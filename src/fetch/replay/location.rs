//! Where a redirect leads, without ever leaving the archive.

use url::Url;

use crate::archive::{Archive, CaptureUrl, Modifier, Timestamp};

use crate::fetch::address::{redact_credentials, without_credentials};

/// The address of the capture of a page as captured; `None` where the archive replays nothing.
pub(super) fn raw_capture(archive: &Archive, time: Option<Timestamp>, original: &str) -> Option<CaptureUrl> {
    let original = redact_credentials(original);
    match time {
        // By way of the plain form: archive.today has no raw one.
        Some(time) => archive.capture(time, &original, Modifier::Plain).map(CaptureUrl::raw),
        None => archive.parse_capture(&format!("{}{original}", archive.replay_prefix()?)).map(CaptureUrl::raw),
    }
}

/// Where a redirect leads: the next capture to request, or, as the error, the address outside that it names.
///
/// `Location` comes in three shapes from archives that rewrite it (absolute, without the scheme, a path), and as it was
/// captured from those that do not (pywb's `id_`). An archived redirect (one with a time) of the latter kind is
/// followed to the capture of its target at its own time; any other that leads outside is not followed.
pub(super) fn resolve_redirect(
    archive: &Archive,
    at: &CaptureUrl,
    asked: &Url,
    location: &str,
    archived: Option<Timestamp>,
) -> Result<CaptureUrl, String> {
    let outside =
        || asked.join(location).map_or_else(|_| redact_credentials(location), |url| without_credentials(&url).into());
    let time = |capture: &CaptureUrl| capture.timestamp().or(archived).or(at.timestamp());
    if let Some(found) = capture_within(archive, asked, location, archived.is_some()) {
        return raw_capture(archive, time(&found), found.original()).ok_or_else(outside);
    }
    let Some(archived) = archived else { return Err(outside()) };
    let target = Url::parse(at.original()).and_then(|base| base.join(location)).ok();
    let target = target.filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(outside)?;
    raw_capture(archive, Some(archived), target.as_str()).ok_or_else(outside)
}

/// The capture that a `Location` names, if it names one of this archive.
fn capture_within(archive: &Archive, asked: &Url, location: &str, is_archived: bool) -> Option<CaptureUrl> {
    let joined = asked.join(location).ok()?;
    let found = archive.parse_capture(joined.as_str())?;
    let is_whole = location.contains("://") || location.starts_with("//");
    // A path can be the captured site's own: `/news/2019/1.html` in a collection `news`. And one without a slash in
    // front, joined to the address in the archive, can climb out of the page's address.
    (is_whole || !is_archived || location.starts_with('/') && has_timestamp(location)).then_some(found)
}

/// Whether a path holds a complete timestamp before a complete address.
fn has_timestamp(path: &str) -> bool {
    path.split_once("http").is_some_and(|(before, _)| {
        let before = before.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        before.len() >= 14 && before.bytes().take(14).all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(archive: &Archive, at: &str, location: &str, archived: Option<&str>) -> Result<String, String> {
        let at = archive.parse_capture(at).unwrap();
        let asked = at.to_url().unwrap();
        resolve_redirect(archive, &at, &asked, location, archived.map(|t| t.parse().unwrap())).map(|c| c.to_string())
    }

    #[test]
    fn rewritten_locations_are_read_in_three_shapes() {
        let wayback = Archive::wayback();
        let at = "https://web.archive.org/web/20071211000000id_/http://news.example/1.html";
        let to = "https://web.archive.org/web/20071212000000id_/http://news.example/2.html";
        for shape in [
            to,
            "http://web.archive.org/web/20071212000000id_/http://news.example/2.html",
            "//web.archive.org/web/20071212000000id_/http://news.example/2.html",
            "/web/20071212000000id_/http://news.example/2.html",
            "/web/20071212000000/http://news.example/2.html",
        ] {
            for archived in [None, Some("20071211000000")] {
                assert_eq!(lead(&wayback, at, shape, archived).as_deref(), Ok(to), "{shape}");
            }
        }
    }

    #[test]
    fn locations_as_captured_are_mapped_into_the_archive() {
        let pywb = Archive::pywb("http://127.0.0.1:8091/news").unwrap();
        let at = "http://127.0.0.1:8091/news/20190305112233id_/http://news.example/2019/story.html";
        let inside = |original: &str| Ok(format!("http://127.0.0.1:8091/news/20190305112233id_/{original}"));
        for (location, original) in [
            ("http://news.example/other.html", "http://news.example/other.html"),
            ("//cdn.example/x", "http://cdn.example/x"),
            ("/news/2019/1.html", "http://news.example/news/2019/1.html"),
            ("other.html", "http://news.example/2019/other.html"),
            ("../../../../x", "http://news.example/x"),
            ("?page=2", "http://news.example/2019/story.html?page=2"),
            ("http://polly:secret@news.example/x", "http://news.example/x"),
            // Captured as leading there: asked of the archive, not of the network.
            ("http://10.0.0.1/admin", "http://10.0.0.1/admin"),
        ] {
            assert_eq!(lead(&pywb, at, location, Some("20190305112233")), inside(original), "{location}");
        }
    }

    #[test]
    fn what_was_not_captured_is_followed_nowhere_else() {
        let pywb = Archive::pywb("http://127.0.0.1:8091/news").unwrap();
        let at = "http://127.0.0.1:8091/news/20190305112233id_/http://news.example/2019/story.html";
        for (location, to) in [
            ("http://news.example/x", "http://news.example/x"),
            ("http://polly:secret@10.0.0.1/x", "http://10.0.0.1/x"),
            ("/login", "http://127.0.0.1:8091/login"),
            ("file:///etc/hosts", "file:///etc/hosts"),
            (
                "http://127.0.0.1:9000/news/20190305112233id_/http://a.example/",
                "http://127.0.0.1:9000/news/20190305112233id_/http://a.example/",
            ),
        ] {
            assert_eq!(lead(&pywb, at, location, None), Err(to.to_owned()), "{location}");
        }
        assert_eq!(lead(&pywb, at, "javascript:alert(1)", Some("20190305112233")), Err("javascript:alert(1)".into()));
    }
}
