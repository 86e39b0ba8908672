//! Which captures may be of pages, by their media type, and where that tells nothing by their address.

/// The types that an index is asked for, as a regular expression: those below, and those that tell nothing.
pub(super) const WANTED_TYPES: &str = r".*html.*|text/plain.*|unk|unknown|.*/unknown|no-type|\*/\*|-|warc/revisit";

/// The types by which indexes say that they know none.
const UNKNOWN_TYPES: &[&str] = &["", "-", "*/*", "no-type", "unk", "unknown", "warc/revisit"];

/// How addresses end of what is no page: pictures, films, sounds, parts of pages, documents, archives, programs.
const OTHER_ENDINGS: &[&str] = &[
    "7z", "ai", "aif", "aiff", "apk", "asf", "asx", "avi", "avif", "bin", "bmp", "bz2", "class", "css", "cur", "dat",
    "deb", "dll", "dmg", "doc", "docx", "eot", "eps", "epub", "exe", "flac", "flv", "gif", "gz", "ico", "iso", "jar",
    "jfif", "jpe", "jpeg", "jpg", "js", "json", "m3u", "m4a", "m4v", "mid", "midi", "mjs", "mkv", "mov", "mp2", "mp3",
    "mp4", "mpeg", "mpg", "msi", "ogg", "ogv", "otf", "pdf", "pls", "png", "pps", "ppt", "pptx", "ps", "psd", "qt",
    "ra", "ram", "rar", "rm", "rpm", "rtf", "smil", "svg", "swf", "tar", "tgz", "tif", "tiff", "ttf", "wav", "webm",
    "webp", "wma", "wmv", "woff", "woff2", "xls", "xlsx", "zip",
];

/// Whether a capture of this type and address may be of a page: HTML, XHTML, plain text, or something of which only the address
/// could tell and does not say otherwise.
pub(super) fn may_be_page(mime: Option<&str>, address: &str) -> bool {
    let mime = mime.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if mime.contains("html") || mime.starts_with("text/plain") {
        return true;
    }
    let tells_nothing = UNKNOWN_TYPES.contains(&mime.as_str()) || mime.ends_with("/unknown");
    tells_nothing && !ends_otherwise(address)
}

/// Whether the path of an address ends as that of something else than a page.
fn ends_otherwise(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let Some((_, file)) = path.rsplit_once('/') else { return false };
    let name = file.split(';').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| OTHER_ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_tells_and_else_the_address() {
        for mime in ["text/html", "Text/HTML; charset=x", "application/xhtml+xml", "text/plain", "html"] {
            assert!(may_be_page(Some(mime), "http://a.example/1.gif"), "{mime}");
        }
        for mime in ["image/gif", "application/x-shockwave-flash", "text/css", "application/pdf", "text/xml"] {
            assert!(!may_be_page(Some(mime), "http://a.example/1.html"), "{mime}");
        }
        for mime in [None, Some("unk"), Some("-"), Some("warc/revisit"), Some("application/unknown"), Some("*/*")] {
            for page in ["a.example", "a.ps", "http://a.ps/", "http://a.ps", "a.example/1.html", "a.example/x?y=1.gif"]
            {
                assert!(may_be_page(mime, page), "{mime:?} {page}");
            }
            for other in ["http://a.example/1.GIF", "http://a.example/x.swf?y=1.html", "a.example/a.js;session=1#x"] {
                assert!(!may_be_page(mime, other), "{mime:?} {other}");
            }
        }
    }

    #[test]
    fn an_index_is_asked_for_all_that_may_be_pages() {
        let asked: Vec<String> = WANTED_TYPES.split('|').map(|pattern| pattern.replace('\\', "")).collect();
        for unknown in UNKNOWN_TYPES.iter().filter(|unknown| !unknown.is_empty()) {
            assert!(asked.iter().any(|pattern| pattern == unknown), "{unknown}");
        }
        assert!(OTHER_ENDINGS.is_sorted());
    }
}
