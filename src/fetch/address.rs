//! Addresses of pages, without user names and passwords.

use url::Url;

use crate::error::{Error, ErrorKind, FetchFailure, Result};

/// The address without user name and password.
pub(crate) fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // Fails only for addresses that can hold neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// The same for a text that may not be an address.
pub(super) fn redact_credentials(text: &str) -> String {
    let start = text.find("//").map_or(0, |at| at + 2);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |n| start + n);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}{}", &text[..start], &text[start + at + 1..]),
        None => text.to_owned(),
    }
}

/// An address without what its forms differ in that indexes fold together: scheme, `www.`, case, the usual port, a slash at
/// the end, the fragment.
pub(super) fn folded_page(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let host = authority.strip_suffix(port).unwrap_or(authority).to_lowercase();
    format!("{}{}", host.strip_prefix("www.").unwrap_or(&host), tail.trim_end_matches('/').to_lowercase())
}

/// The address of a page that archives may hold, without credentials and fragment; `http` is assumed where the text
/// names no scheme. `given` is the text as the caller wrote it, for errors.
pub(super) fn parse_page_url(text: &str, given: &str) -> Result<Url> {
    // A colon alone is not enough for a scheme: it may be that of a port, as in `news.example:80/1.html`.
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url =
        Url::parse(&whole).map_err(|source| Error::from(ErrorKind::Url { text: redact_credentials(given), source }))?;
    if !matches!(url.scheme(), "http" | "https") {
        let failure = FetchFailure::Scheme { scheme: url.scheme().to_owned() };
        return Err(ErrorKind::Fetch { url: redact_credentials(given), failure }.into());
    }
    let mut url = without_credentials(&url);
    url.set_fragment(None);
    Ok(url)
}
