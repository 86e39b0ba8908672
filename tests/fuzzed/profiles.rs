//! Site profiles, and what they make of a page. An input is a profile, a line of `===`, and a page.

use cuttings::{Extractor, Page, Profile};

use super::article;

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (profile, page) =
        text.split_once("\n===\n").unwrap_or((&text, "<title>Ferry sails</title><h1>Ferry sails</h1><p>At nine."));
    let profile = match Profile::parse("fuzz", profile) {
        Ok(profile) => profile,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    profile.outline();
    let page = Page::from_text(page).with_url("http://gazette.example/2012/08/16/1.html").unwrap();
    let extractor = Extractor::new(article::options()).with_profile(profile.clone());
    article::checked_by(&extractor, &page);
    _ = extractor.check_profile(&page, &profile);
}
