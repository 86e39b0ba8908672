//! What there was of pages to make a profile from.

/// Bytes: a larger page is not learned from.
pub const MAX_PAGE: usize = 4 << 20;

/// What there was of pages.
#[derive(Debug, Default)]
pub struct Told {
    /// Those that could be read.
    pub pages: usize,
    pub failed: usize,
    pub without_story: usize,
    pub plain_text: usize,
    pub too_large: usize,
    pub looked: usize,
    /// What files of many pages hold besides pages, in words.
    pub passed_over: String,
}

impl Told {
    /// The pages that nothing can be learned from, by why, in words.
    pub fn of_no_use(&self) -> String {
        let counts = [
            (self.without_story, "without a story".to_owned()),
            (self.plain_text, "of plain text".to_owned()),
            (self.too_large, format!("over {} MB", MAX_PAGE >> 20)),
            (self.failed, "that could not be read".to_owned()),
        ];
        let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        let mut out = counts.collect::<Vec<_>>().join(", ");
        if !self.passed_over.is_empty() {
            out += if out.is_empty() { "" } else { "; " };
            out += &format!("passed over: {}", self.passed_over);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_of_no_use_is_told_by_why() {
        assert_eq!(Told { pages: 3, looked: 3, ..Told::default() }.of_no_use(), "");
        let told = Told {
            without_story: 2,
            too_large: 1,
            failed: 4,
            passed_over: "image/gif 7".to_owned(),
            ..Told::default()
        };
        assert_eq!(
            told.of_no_use(),
            "2 without a story, 1 over 4 MB, 4 that could not be read; passed over: image/gif 7"
        );
    }
}
