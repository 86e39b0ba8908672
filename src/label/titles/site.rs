//! The publication's name in a title.

use url::Url;

use crate::text::compare::{alphanumeric_key, likeness, normalize_for_comparison};

/// A title without the name of the site or section that templates put before or behind it.
pub(in crate::label) fn without_site(title: &str, site: Option<&str>, url: Option<&Url>) -> String {
    const PARTERS: &[&str] = &[
        " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " / ", " ~ ", "｜", " : ", ": ", " -- ", " > ",
    ];
    let is_site = |part: &str| is_site(&normalize_for_comparison(part), site, url);
    let mut text = without_dense_tail(title.trim()).to_owned();
    let mut found = false;
    for parter in PARTERS {
        let parts: Vec<&str> = text.split(parter).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.len() < 2 {
            continue;
        }
        if *parter == ": " || *parter == " : " || *parter == " / " {
            // A colon belongs to headlines; only a site's own name is taken off before or behind it.
            let n = parts.len();
            if is_site(parts[0]) {
                text = parts[1..].join(parter);
            } else if is_site(parts[n - 1]) {
                text = parts[..n - 1].join(parter);
            }
            continue;
        }
        let left: Vec<&str> = parts.iter().copied().filter(|p| !is_site(p)).collect();
        // With a bar between them all that is left but one are sections; a dash may be the headline's own.
        let dash = parter.contains(['-', '–', '—']);
        let words = |p: &str| p.split_whitespace().count();
        // Words of the longest section behind a dash, by how sure it is that the site's name is gone.
        let longest = if found {
            2
        } else if site.is_some() {
            3
        } else {
            4
        };
        let whole = left.len() == parts.len();
        found |= !whole;
        text = match left.len() {
            0 => parts[0].to_owned(),
            _ if dash && (!whole || words(left[left.len() - 1]) > longest) => left.join(parter),
            _ => left
                .iter()
                .copied()
                .fold("", |a, p| if p.chars().count() > a.chars().count() { p } else { a })
                .to_owned(),
        };
    }
    text
}

/// A title in a script without spaces before the names of sections and site that are joined to it: `…码头关闭_地方_港湾网`.
fn without_dense_tail(title: &str) -> &str {
    /// Characters of the shortest headline.
    const MIN_HEADLINE: usize = 8;
    let is_dense = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}');
    let Some((head, tail)) = title.split_once('_') else { return title };
    let joined = tail.starts_with(is_dense) && head.chars().filter(|c| is_dense(*c)).count() >= MIN_HEADLINE;
    if joined { head } else { title }
}

/// Whether a text that [`normalize_for_comparison`] made is the publication's name, as the page or its address has it.
pub(in crate::label) fn is_site(part: &str, site: Option<&str>, url: Option<&Url>) -> bool {
    let host = url.and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www."));
    let squeezed = part.replace(' ', "");
    site.is_some_and(|s| {
        likeness(part, &normalize_for_comparison(s)) >= 0.75 || normalize_for_comparison(s).replace(' ', "") == squeezed
    }) || host.is_some_and(|h| {
        let name = h.replace(['-', '.'], "");
        squeezed.len() > 2 && (name.starts_with(&squeezed) || squeezed == name) || is_of_host(&squeezed, h)
    })
}

/// Whether a squeezed text is mostly the words of the host's name: `stjohnsbandtruro` of `band-truro.example`. One word may be
/// what the page is about.
fn is_of_host(squeezed: &str, host: &str) -> bool {
    /// Bytes of the shortest words that are no articles and prefixes.
    const SHORTEST: usize = 3;
    let name = host.rsplit_once('.').map_or(host, |(name, _)| name);
    let name = name.rsplit('.').next().unwrap_or_default();
    let words: Vec<&str> = name.split('-').collect();
    let length: usize = words.iter().map(|w| w.len()).sum();
    words.len() > 1 && words.iter().all(|w| w.len() >= SHORTEST && squeezed.contains(w)) && length * 2 > squeezed.len()
}

/// Whether a title begins with the host's name, and so is the site's own.
pub(in crate::label) fn begins_with_host(title: &str, url: Option<&Url>) -> bool {
    /// Bytes: shorter names are words.
    const MIN_BYTES: usize = 7;
    let host = url.and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www."));
    let name = host.and_then(|h| h.split('.').next()).unwrap_or_default().replace('-', "");
    name.len() >= MIN_BYTES && alphanumeric_key(title).starts_with(&name)
}

/// Whether the last part of an address is made of a line's words: `/news/2012/timber-pier-closed`.
pub(in crate::label) fn names_line(url: Option<&Url>, line: &str) -> bool {
    /// Words of the address; one alone is a section's.
    const MIN_WORDS: usize = 2;
    let path = url.map_or("", Url::path).trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    let is_word = |w: &&str| !w.is_empty() && !w.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<String> = name.split(['-', '_']).filter(is_word).map(str::to_lowercase).collect();
    words.len() >= MIN_WORDS && alphanumeric_key(line) == alphanumeric_key(&words.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Option<Url> {
        Url::parse(&format!("http://www.harbourcourier.example/{path}")).ok()
    }

    #[test]
    fn a_title_may_begin_with_its_host() {
        assert!(begins_with_host("Harbour Courier for the Sound and its Islands", url("").as_ref()));
        assert!(!begins_with_host("Harbour wall gives way", url("").as_ref()));
        assert!(!begins_with_host("Harbour Courier", None));
        assert!(!begins_with_host("Quay wall gives way", Url::parse("http://quay.example/").ok().as_ref()));
    }

    #[test]
    fn an_address_is_made_of_the_headlines_words() {
        let names = |path: &str, line: &str| names_line(url(path).as_ref(), line);
        assert!(names("news/fair-nets/", "Fair nets"));
        assert!(names("2012/05/fair_nets-1234.html?page=2", "Fair nets!"));
        assert!(!names("news/fair-nets-for-all/", "Fair nets"));
        assert!(!names("fishing/", "Fishing"));
        assert!(!names_line(None, "Fair nets"));
    }

    #[test]
    fn names_joined_to_a_title_without_spaces_are_cut() {
        let cut = |title: &str| without_site(title, None, None);
        assert_eq!(cut("港口木码头因安全检查关闭到春天_地方_港湾网"), "港口木码头因安全检查关闭到春天");
        assert_eq!(cut("木码头_港湾百科"), "木码头_港湾百科");
        assert_eq!(cut("harbour_wall gives way"), "harbour_wall gives way");
    }
}
