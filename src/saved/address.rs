//! Addresses as they may be told.

use url::Url;

/// An address without user and password.
pub(super) fn without_credentials(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    if parsed.username().is_empty() && parsed.password().is_none() {
        return url.to_owned();
    }
    // Fails only for addresses that can hold neither.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    parsed.into()
}
