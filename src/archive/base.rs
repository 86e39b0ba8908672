//! Addresses that archives are described by, without passwords.

use ::url::Url;

use crate::error::{Error, ErrorKind};

/// An address below which others lie: with a slash at its end, without credentials, query and fragment.
pub(super) fn base_address(text: &str) -> Result<String, Error> {
    let mut url = web_address(text)?;
    url.set_query(None);
    let text = url.to_string();
    Ok(if text.ends_with('/') { text } else { text + "/" })
}

/// The address of an index, without credentials and fragment. What it asks for by itself stays.
pub(super) fn index_address(text: &str) -> Result<String, Error> {
    web_address(text).map(String::from)
}

/// An address of HTTP or HTTPS, without credentials and fragment.
fn web_address(text: &str) -> Result<Url, Error> {
    let mut url =
        Url::parse(text.trim()).map_err(|source| ErrorKind::Url { text: without_credentials(text), source })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ErrorKind::Archive { text: without_credentials(text) }.into());
    }
    // Fails only for addresses that can hold neither.
    let _ = (url.set_username(""), url.set_password(None));
    url.set_fragment(None);
    Ok(url)
}

/// A text without what may be a password.
pub(super) fn without_credentials(text: &str) -> String {
    match text.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, tail) = rest.split_at(end);
            format!("{scheme}://{}{tail}", authority.rsplit('@').next().unwrap_or_default())
        }
        None => text.to_owned(),
    }
}

/// Host and path.
pub(super) fn host_and_path(base: &str) -> String {
    let shown = without_credentials(base);
    let bare = shown.split_once("://").map_or(&*shown, |(_, rest)| rest);
    bare.split('?').next().unwrap_or(bare).trim_end_matches('/').to_owned()
}
