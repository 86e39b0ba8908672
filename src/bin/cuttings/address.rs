//! Arguments that look like addresses and are none that can be read.

use std::path::Path;

use url::Url;

/// Endings of files that are also those of sites.
const FILES: [&str; 10] = ["zip", "md", "py", "rs", "sh", "pl", "ps", "mov", "so", "st"];

/// What is wrong with the name of a file that is not there, where somebody meant an address.
pub fn meant(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    match scheme(text) {
        Some("file") => {
            let path = Url::parse(text).ok().and_then(|url| url.to_file_path().ok());
            let path = path.map_or(String::new(), |path| format!(": {}", path.display()));
            Some(format!("files are named by their paths{path}"))
        }
        Some(scheme @ ("http" | "https")) => Some(format!("an address begins with {scheme}://")),
        Some(scheme) => {
            Some(format!("addresses that begin with {scheme}:// cannot be read, only http:// and https://"))
        }
        None => looks_like_address(text).then(|| format!("no such file; if it is an address, write http://{text}")),
    }
}

/// The scheme of a text that begins as an address does.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let known = ["http", "https", "file"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known));
    match known {
        Some(known) if rest.starts_with('/') => Some(known),
        _ => (is_scheme && rest.starts_with("//")).then_some(scheme),
    }
}

/// Whether a text begins with what may be a host, and is not likelier the name of a file.
fn looks_like_address(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !host.split('.').all(is_label) {
        return false;
    }
    if port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())) {
        return true;
    }
    let Some((name, last)) = host.rsplit_once('.') else { return false };
    let last = last.to_ascii_lowercase();
    let is_top = last.len() > 1 && last.chars().all(char::is_alphabetic);
    let is_registered = || psl::suffix(last.as_bytes()).is_some_and(|suffix| suffix.is_known());
    let is_site = is_registered() && !FILES.contains(&&*last);
    port.is_none() && is_top && (name == "www" || name.starts_with("www.") || !rest.is_empty() || is_site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_without_a_scheme_are_known() {
        for text in
            ["news.example/1.html", "www.news.example", "bbc.co.uk", "a.example?x=1", "localhost:8080/x", "пример.рф/1"]
        {
            let wanted = format!("no such file; if it is an address, write http://{text}");
            assert_eq!(meant(Path::new(text)), Some(wanted), "{text}");
        }
    }

    #[test]
    fn names_of_files_are_none() {
        for text in [
            "page.html",
            "missing",
            "pages/1.html",
            "./news.example/1",
            "/a.example/x",
            "../a.example",
            "crawl.warc.gz",
            "crawl.zip",
            "notes.md",
            "C:\\a.html",
            "a b.com/x",
            "v1.2/page.html",
            "a:b",
            "",
        ] {
            assert_eq!(meant(Path::new(text)), None, "{text}");
        }
    }

    #[test]
    fn schemes_are_told() {
        let told = |text: &str| meant(Path::new(text)).unwrap();
        assert_eq!(told("file:///work/a%20b.html"), "files are named by their paths: /work/a b.html");
        assert_eq!(told("file://elsewhere/x"), "files are named by their paths");
        let ftp = "addresses that begin with ftp:// cannot be read, only http:// and https://";
        assert_eq!(told("ftp://ftp.news.example/1.html"), ftp);
        assert_eq!(told("http:/news.example"), "an address begins with http://");
    }
}
