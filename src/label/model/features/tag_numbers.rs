//! Tags as the numbers that the model was fitted with.

use crate::dom::Tag;

/// The number of every element that had no tag of its own when the model was fitted.
const OTHER: u8 = 116;

/// Each tag with its number. The model knows a tag by it alone, so a number is never changed or used again but with a new
/// model; a tag that is new to the crate is left out until then.
#[rustfmt::skip]
const FITTED: &[(Tag, u8)] = &[
    (Tag::A, 0), (Tag::Abbr, 1), (Tag::Acronym, 2), (Tag::Address, 3), (Tag::AmpAd, 4), (Tag::AmpCarousel, 5),
    (Tag::AmpImg, 6), (Tag::AmpSidebar, 7), (Tag::AmpVideo, 8), (Tag::Article, 9), (Tag::Aside, 10),
    (Tag::Audio, 11), (Tag::B, 12), (Tag::Base, 13), (Tag::Big, 14), (Tag::Blockquote, 15), (Tag::Body, 16),
    (Tag::Br, 17), (Tag::Button, 18), (Tag::Canvas, 19), (Tag::Caption, 20), (Tag::Center, 21), (Tag::Cite, 22),
    (Tag::Code, 23), (Tag::Datalist, 24), (Tag::Dd, 25), (Tag::Del, 26), (Tag::Details, 27), (Tag::Dialog, 28),
    (Tag::Dir, 29), (Tag::Div, 30), (Tag::Dl, 31), (Tag::Dt, 32), (Tag::Em, 33), (Tag::Embed, 34),
    (Tag::Fieldset, 35), (Tag::Figcaption, 36), (Tag::Figure, 37), (Tag::Font, 38), (Tag::Footer, 39),
    (Tag::Form, 40), (Tag::Frame, 41), (Tag::Frameset, 42), (Tag::H1, 43), (Tag::H2, 44), (Tag::H3, 45),
    (Tag::H4, 46), (Tag::H5, 47), (Tag::H6, 48), (Tag::Head, 49), (Tag::Header, 50), (Tag::Hgroup, 51),
    (Tag::Hr, 52), (Tag::Html, 53), (Tag::I, 54), (Tag::Iframe, 55), (Tag::Img, 56), (Tag::Input, 57),
    (Tag::Ins, 58), (Tag::Label, 59), (Tag::Legend, 60), (Tag::Li, 61), (Tag::Link, 62), (Tag::Main, 63),
    (Tag::Map, 64), (Tag::Mark, 65), (Tag::Menu, 66), (Tag::Meta, 67), (Tag::Nav, 68), (Tag::Nobr, 69),
    (Tag::Noframes, 70), (Tag::Noscript, 71), (Tag::Object, 72), (Tag::Ol, 73), (Tag::Optgroup, 74),
    (Tag::Option, 75), (Tag::P, 76), (Tag::Picture, 77), (Tag::Pre, 78), (Tag::Q, 79), (Tag::Rp, 80),
    (Tag::Rt, 81), (Tag::Ruby, 82), (Tag::S, 83), (Tag::Samp, 84), (Tag::Script, 85), (Tag::Search, 86),
    (Tag::Section, 87), (Tag::Select, 88), (Tag::Small, 89), (Tag::Source, 90), (Tag::Span, 91), (Tag::Strike, 92),
    (Tag::Strong, 93), (Tag::Style, 94), (Tag::Sub, 95), (Tag::Summary, 96), (Tag::Sup, 97), (Tag::Svg, 98),
    (Tag::Table, 99), (Tag::Tbody, 100), (Tag::Td, 101), (Tag::Template, 102), (Tag::Textarea, 103),
    (Tag::Tfoot, 104), (Tag::Th, 105), (Tag::Thead, 106), (Tag::Time, 107), (Tag::Title, 108), (Tag::Tr, 109),
    (Tag::Tt, 110), (Tag::U, 111), (Tag::Ul, 112), (Tag::Var, 113), (Tag::Video, 114), (Tag::Wbr, 115),
    (Tag::Other, 116), (Tag::None, 117),
];

/// The numbers by the place of the tag in its enum.
const NUMBERS: [u8; 256] = numbers();

const fn numbers() -> [u8; 256] {
    let mut numbers = [OTHER; 256];
    let mut n = 0;
    while n < FITTED.len() {
        let (tag, number) = FITTED[n];
        numbers[tag as usize] = number;
        n += 1;
    }
    numbers
}

/// The number that the model knows a tag by.
pub(super) fn tag_number(tag: Tag) -> f32 {
    f32::from(NUMBERS[tag as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn the_numbers_are_those_that_the_model_was_fitted_with() {
        let names = [
            "a", "abbr", "acronym", "address", "amp-ad", "amp-carousel", "amp-img", "amp-sidebar", "amp-video",
            "article", "aside", "audio", "b", "base", "big", "blockquote", "body", "br", "button", "canvas",
            "caption", "center", "cite", "code", "datalist", "dd", "del", "details", "dialog", "dir", "div", "dl",
            "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset",
            "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img",
            "input", "ins", "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "nav", "nobr",
            "noframes", "noscript", "object", "ol", "optgroup", "option", "p", "picture", "pre", "q", "rp", "rt",
            "ruby", "s", "samp", "script", "search", "section", "select", "small", "source", "span", "strike",
            "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
            "tfoot", "th", "thead", "time", "title", "tr", "tt", "u", "ul", "var", "video", "wbr",
        ];
        for (number, name) in names.iter().enumerate() {
            assert_ne!(Tag::from_name(name), Tag::Other, "{name}");
            assert_eq!(tag_number(Tag::from_name(name)), number as f32, "{name}");
        }
        assert_eq!((tag_number(Tag::Other), tag_number(Tag::None)), (116.0, 117.0));
        assert_eq!(FITTED.len(), names.len() + 2);
    }

    #[test]
    fn a_tag_that_the_model_does_not_know_is_any_other_element_to_it() {
        assert_eq!(tag_number(Tag::from_name("marquee")), f32::from(OTHER));
        // The place of a tag that is added later.
        let unused = NUMBERS.iter().enumerate().filter(|(at, _)| FITTED.iter().all(|(tag, _)| *tag as usize != *at));
        assert!(unused.clone().count() > 100 && unused.into_iter().all(|(_, number)| *number == OTHER));
    }
}
