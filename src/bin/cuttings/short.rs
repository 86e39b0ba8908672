//! Texts that are shown in part.

/// The beginning of a text.
pub fn cut(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The beginning of a text, on one line.
pub fn excerpt(text: &str, letters: usize) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_letters() {
        assert_eq!((cut("Ünï  b", 4), cut("Ünï", 3)), ("Ünï …".to_owned(), "Ünï".to_owned()));
        assert_eq!((excerpt("Ünï \n b", 5), excerpt("Ünï \n b", 4)), ("Ünï b".to_owned(), "Ünï …".to_owned()));
    }
}
