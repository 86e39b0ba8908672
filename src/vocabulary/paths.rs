//! What addresses say of the pages they lead to.

/// Whether a folder is one of writers' pages.
fn is_of_writers(folder: &str) -> bool {
    matches!(
        folder,
        "author"
            | "authors"
            | "autor"
            | "autoren"
            | "autores"
            | "auteur"
            | "auteurs"
            | "autore"
            | "autori"
            | "contributor"
            | "contributors"
            | "columnist"
            | "columnists"
            | "journalist"
            | "journalists"
            | "journalistes"
            | "journalista"
            | "reporter"
            | "reporters"
            | "writer"
            | "writers"
            | "byline"
            | "firmas"
    )
}

/// Whether a folder is one of all whom the site knows: members, experts, its staff.
fn is_of_members(folder: &str) -> bool {
    matches!(
        folder,
        "by" | "staff"
            | "profile"
            | "profiles"
            | "profil"
            | "user"
            | "users"
            | "redaktion"
            | "redaccion"
            | "team"
            | "expert"
            | "experts"
            | "experten"
            | "bio"
            | "bios"
            | "member"
            | "members"
            | "mitarbeiter"
            | "person"
    )
}

/// Whether a link of these words leads to a writer's page: by the folder, or a folder of members' pages and a page there of the
/// same name.
pub(crate) fn leads_to_writer<T: AsRef<str>>(href: &str, words: impl Fn() -> T) -> bool {
    /// Each folder of an address may be compared with the link's words.
    const MAX_FOLDERS: usize = 40;
    const MAX_LINK_BYTES: usize = 400;
    let mut folders = folders_of(href).filter(|f| !f.is_empty()).take(MAX_FOLDERS).peekable();
    // Few addresses have such a folder, so few links are asked for their words.
    let mut said: Option<T> = None;
    let mut known = false;
    while let Some(folder) = folders.next() {
        let Some(page) = folders.peek() else {
            return known || folder.starts_with("author-") || folder.starts_with("autor-");
        };
        if is_of_writers(folder) {
            return true;
        }
        if is_of_members(folder) {
            let said: &T = said.get_or_insert_with(&words);
            let text: &str = said.as_ref();
            known |= is_of_name(page, &text[..text.floor_char_boundary(MAX_LINK_BYTES)]);
        }
    }
    known
}

/// What stands between the marks that part an address.
fn folders_of(href: &str) -> impl Iterator<Item = &str> {
    let is_mark = |b: &u8| matches!(b, b'/' | b'?' | b'#' | b'=');
    let mut rest = Some(href);
    std::iter::from_fn(move || {
        let own = rest?;
        let end = own.as_bytes().iter().position(is_mark);
        rest = end.and_then(|end| own.get(end + 1..));
        Some(end.map_or(own, |end| &own[..end]))
    })
}

/// Whether a page's own address holds a word of a name.
fn is_of_name(page: &str, text: &str) -> bool {
    /// Shorter words stand in any address.
    const MIN_WORD_BYTES: usize = 4;
    let page = page.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() >= MIN_WORD_BYTES);
    words.any(|w| page.contains(&w.to_lowercase()))
}

/// Whether a word of an address stands before the number of a page.
pub(crate) fn is_page_word(word: &str) -> bool {
    matches!(
        word,
        "page"
            | "p"
            | "pg"
            | "pag"
            | "pagina"
            | "pagenum"
            | "pageno"
            | "pagenumber"
            | "pagewanted"
            | "thispage"
            | "startpage"
            | "part"
            | "pt"
            | "seite"
            | "s"
            | "teil"
            | "parte"
            | "sida"
            | "side"
            | "sivu"
            | "strona"
            | "strana"
            | "slide"
            | "index"
            | "default"
            | "str"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tell_writers_pages() {
        assert!(leads_to_writer("https://paper.example/author/ann-lee/", || "Ann Lee"));
        assert!(leads_to_writer("/author-ann-lee-17.html", || "Ann Lee"));
        assert!(leads_to_writer("/staff/ellen-marsden", || "Ellen Marsden"));
        assert!(!leads_to_writer("/staff/rules", || "Ellen Marsden"));
        assert!(!leads_to_writer("/authors", || "All authors"));
        assert!(!leads_to_writer("/news/pier-closed", || "Pier closed"));
    }
}
