//! Character references that were encoded twice: a template escaped text that was HTML already, and readers saw
//! `&#8220;` for `“`.

/// So many references at least must stand in words as their characters would: pages about HTML name some by themselves.
const MIN_IN_WORDS: usize = 3;

/// How long a reference may be, its `&` and `;` left out.
const MAX_NAME_BYTES: usize = 10;

/// Elements whose text is shown as it was typed, or not at all.
const VERBATIM: [&str; 9] = ["script", "style", "textarea", "title", "pre", "code", "samp", "kbd", "xmp"];

/// The page with its text's references encoded once; nothing where they were encoded once before.
pub(super) fn undo_double_references(html: &str) -> Option<String> {
    // Addresses are full of `&amp;`, but not followed by a name and a semicolon.
    let is_reference = |at: &usize| reference_name(html.get(at + 5..).unwrap_or_default()).is_some();
    if memchr::memmem::find_iter(html.as_bytes(), b"&amp;").filter(is_reference).take(MIN_IN_WORDS).count()
        < MIN_IN_WORDS
    {
        return None;
    }
    let (mut at_ampersands, mut all, mut in_words) = (Vec::new(), 0, 0);
    for (start, text) in text_pieces(html) {
        for at in memchr::memmem::find_iter(text.as_bytes(), b"&amp;") {
            let Some(name) = reference_name(text.get(at + 5..).unwrap_or_default()) else { continue };
            at_ampersands.push(start + at);
            // `&amp;amp;` is what a page says that shows `&amp;`.
            if !matches!(name, "amp" | "lt" | "gt") {
                all += 1;
                in_words += usize::from(is_in_word(text, at, at + 5 + name.len() + 1));
            }
        }
    }
    if in_words < MIN_IN_WORDS || in_words * 2 < all {
        return None;
    }
    let mut out = String::with_capacity(html.len());
    let mut written = 0;
    for at in at_ampersands {
        out += html.get(written..=at)?;
        written = at + 5;
    }
    out += html.get(written..)?;
    Some(out)
}

/// The name in a reference, after its `&`.
fn reference_name(text: &str) -> Option<&str> {
    let end = text.bytes().take(MAX_NAME_BYTES + 1).position(|b| b == b';')?;
    let name = text.get(..end)?;
    let is_named = |n: &str| {
        n.len() > 1 && n.starts_with(|c: char| c.is_ascii_alphabetic()) && n.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let is_number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()),
        },
        None => false,
    };
    (is_number || is_named(name)).then_some(name)
}

/// Whether a letter stands right beside this stretch of a text.
fn is_in_word(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    let after = text.get(end..).and_then(|t| t.chars().next());
    [before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// The pieces of a page's text, between its tags, and where each begins; without what is verbatim.
fn text_pieces(html: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    // An end that was looked for in vain is not looked for again.
    let mut endless = [false; VERBATIM.len()];
    std::iter::from_fn(move || {
        loop {
            let rest = html.get(at..).filter(|rest| !rest.is_empty())?;
            let start = at;
            let end = memchr::memchr(b'<', rest.as_bytes()).map_or(html.len(), |n| at + n);
            at = after_tag(html, end, &mut endless);
            if end > start {
                return Some((start, html.get(start..end)?));
            }
        }
    })
}

/// Where the text goes on after the tag that begins here; after all of an element that is verbatim.
fn after_tag(html: &str, tag: usize, endless: &mut [bool; VERBATIM.len()]) -> usize {
    let rest = html.get(tag..).unwrap_or_default();
    let name = rest.get(1..).unwrap_or_default();
    let end = memchr::memchr(b'>', rest.as_bytes()).map_or(html.len(), |n| tag + n + 1);
    let verbatim = VERBATIM.iter().zip(endless).find(|(v, _)| {
        let (head, next) = (name.get(..v.len()), name.as_bytes().get(v.len()));
        head.is_some_and(|n| n.eq_ignore_ascii_case(v)) && next.is_none_or(|b| !b.is_ascii_alphanumeric())
    });
    let Some((verbatim, is_endless)) = verbatim.filter(|(_, is_endless)| !**is_endless) else { return end };
    let inner = html.get(end..).unwrap_or_default();
    let is_end = |at: &usize| {
        let name = inner.get(at + 2..at + 2 + verbatim.len());
        name.is_some_and(|n| n.eq_ignore_ascii_case(verbatim))
    };
    let found = memchr::memmem::find_iter(inner.as_bytes(), b"</").find(is_end);
    *is_endless = found.is_none();
    found.map_or(end, |n| end + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_encoded_twice_are_read_once() {
        let html = "<title>Here&amp;rsquo;s</title><p title='a&amp;quot;b'>&amp;#8220;We&amp;#x2019;re in,&amp;#8221; she said &amp;ndash; the \
            manager&amp;rsquo;s word, R&amp;amp;D.<pre>a&amp;quot;b</pre>";
        let once = "<title>Here&amp;rsquo;s</title><p title='a&amp;quot;b'>&#8220;We&#x2019;re in,&#8221; she said &ndash; the \
            manager&rsquo;s word, R&amp;D.<pre>a&amp;quot;b</pre>";
        assert_eq!(undo_double_references(html).as_deref(), Some(once));
    }

    #[test]
    fn elements_without_an_end_end_nothing() {
        let html = format!("{}don&amp;rsquo;t won&amp;rsquo;t can&amp;rsquo;t</b>", "<code>".repeat(50));
        assert_eq!(undo_double_references(&html), Some(html.replace("&amp;", "&")));
    }

    #[test]
    fn pages_about_references_stay() {
        for html in [
            "<p>Write &amp;nbsp; for a space, &amp;copy; for a sign, &amp;rsquo; and &amp;ldquo; for quotes.",
            "<p>AT&amp;T; and R&amp;D; and B&amp;B;",
            "<p>Fish &amp; chips, bread &amp; butter, salt &amp; vinegar; tea",
            "<code>don&amp;rsquo;t won&amp;rsquo;t can&amp;rsquo;t</code>",
            "<script>x = 'don&amp;rsquo;t won&amp;rsquo;t can&amp;rsquo;t'</script>",
            "<p>don&amp;rsquo;t",
        ] {
            assert_eq!(undo_double_references(html), None, "{html}");
        }
    }
}
