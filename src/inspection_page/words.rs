//! Names of features and reasons in words.

/// How a feature's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Number,
    /// Shares and probabilities, 0 to 1.
    Share,
    /// 1 is yes, 0 is no.
    Flag,
    /// A number that stands for a name.
    Name,
}

impl Form {
    /// A value as it is shown; -1 stands for nothing to go by.
    pub fn shown(self, value: f64) -> String {
        match self {
            Form::Number if value == -1.0 => "—".to_owned(),
            Form::Share | Form::Flag | Form::Name if value < 0.0 => "—".to_owned(),
            Form::Share => format!("{:.0}%", value * 100.0),
            Form::Flag => (if value > 0.5 { "yes" } else { "no" }).to_owned(),
            Form::Name => format!("no. {value}"),
            Form::Number if value.abs() >= 100.0 => format!("{value:.0}"),
            Form::Number => format!("{}", (value * 100.0).round() / 100.0),
        }
    }
}

/// The features by the names that the model has for them: of blocks by themselves, then of blocks among others.
#[rustfmt::skip]
const FEATURES: &[(&str, Form, &str)] = &[
    ("chars", Form::Number, "letters"), ("link_share", Form::Share, "share of the letters that are links"), ("links", Form::Number, "links"),
    ("ends_sentence", Form::Flag, "ends as a sentence does"), ("colon", Form::Flag, "ends with a colon"), ("words", Form::Number, "words"),
    ("word_length", Form::Number, "letters a word"), ("stops", Form::Number, "full stops"), ("commas", Form::Number, "commas"),
    ("digits", Form::Share, "share of the letters that are digits"), ("capitals", Form::Share, "share of the words with capitals"),
    ("upper", Form::Share, "share of the letters that are capitals"), ("lines", Form::Number, "lines"), ("quoted", Form::Flag, "begins with a quotation mark"),
    ("lower_start", Form::Flag, "begins with a small letter"), ("bracketed", Form::Flag, "begins with a bracket or star"),
    ("copyright", Form::Flag, "has a ©"), ("address", Form::Flag, "has an @"), ("heading", Form::Number, "level as a heading"),
    ("item", Form::Flag, "item of a list"), ("quote", Form::Flag, "block quotation"), ("table", Form::Flag, "table"), ("tag", Form::Name, "kind of element"),
    ("bold", Form::Flag, "bold throughout"), ("some_bold", Form::Flag, "some of it bold"), ("italic", Form::Share, "share of it in italics"),
    ("notice", Form::Flag, "worded as a notice"), ("not_story", Form::Flag, "begins as no story does"), ("by", Form::Flag, "begins with “by”"),
    ("credit", Form::Flag, "begins as a credit"), ("dated", Form::Flag, "begins with a word for a date"), ("worth", Form::Number, "worth by the rules"),
    ("by_hand", Form::Flag, "taken by the rules"), ("inside", Form::Flag, "stands where the rules see the story"),
    ("named_foreign", Form::Flag, "stands in what names call none of the story"), ("text_before", Form::Share, "share of the page's text before it"),
    ("prose_before_share", Form::Share, "share of the page's prose before it"), ("prose_before_chars", Form::Number, "letters of prose before it"),
    ("prose_after_chars", Form::Number, "letters of prose behind it"), ("index", Form::Number, "blocks before it"),
    ("page_blocks", Form::Number, "blocks on the page"), ("page_prose", Form::Number, "letters of prose on the page"),
    ("page_link_share", Form::Share, "share of the page's text that is links"), ("from_headline", Form::Number, "blocks behind the headline"),
    ("like_title", Form::Share, "likeness to the page's title"), ("depth", Form::Number, "elements around it"),
    ("prose_share", Form::Share, "share of the page's prose in"), ("blocks", Form::Number, "blocks in"), ("sentences", Form::Share, "share of blocks that are sentences in"),
    ("up_to_half", Form::Number, "elements up to one with half of the prose"), ("half_link_share", Form::Share, "share of links in the element with half of the prose"),
    ("alike", Form::Number, "blocks set alike"), ("alike_prose", Form::Number, "letters of prose set alike"),
    ("alike_prose_share", Form::Share, "share of the page's prose set alike"), ("alike_link_share", Form::Share, "share of links in blocks set alike"),
    ("alike_chars", Form::Number, "letters a block set alike"), ("alike_sentences", Form::Share, "share of blocks set alike that are sentences"),
    ("same_text", Form::Number, "times the same text stands on the page"), ("list_items", Form::Number, "items in its list"),
    ("list_links", Form::Share, "share of links in its list"), ("list_chars", Form::Number, "letters an item of its list"),
    ("list_sentences", Form::Share, "share of its list's items that are sentences"), ("together", Form::Flag, "in the same element as the block"),
    ("prose_before", Form::Number, "blocks since prose"), ("prose_after", Form::Number, "blocks until prose"),
    ("in_description", Form::Share, "share of its words in the page's description"), ("in_article_body", Form::Share, "share of its words in the text that metadata hold"),
    ("article_body_words", Form::Number, "words of text in metadata"),
    ("first", Form::Share, "how likely by itself"), ("near_before", Form::Share, "how likely the 3 blocks before are"), ("near_after", Form::Share, "how likely the 3 blocks behind are"),
    ("wide_before", Form::Share, "how likely the 10 blocks before are"), ("wide_after", Form::Share, "how likely the 10 blocks behind are"),
    ("alike_first", Form::Share, "how likely others set alike are"), ("alike_share", Form::Share, "share of the story set alike"), ("alike_blocks", Form::Number, "blocks set alike"),
    ("make_first", Form::Share, "how likely others of its make are"), ("make_share", Form::Share, "share of the story of its make"), ("make_blocks", Form::Number, "blocks of its make"),
    ("story", Form::Number, "letters of likely story"), ("story_share", Form::Share, "share of the page that is likely story"), ("story_before", Form::Share, "share of the story before it"),
    ("story_before_chars", Form::Number, "letters of story before it"), ("story_after_chars", Form::Number, "letters of story behind it"),
    ("likely_before", Form::Number, "blocks since a likely one"), ("likely_after", Form::Number, "blocks until a likely one"),
    ("headings_since", Form::Number, "headings since the story began"), ("linked_headings_since", Form::Number, "linked headings since the story began"),
    ("run", Form::Number, "letters of the run it is in or behind"), ("run_share", Form::Share, "share of the story in the run it is in or behind"),
    ("index_share", Form::Share, "share of the page's blocks before it"), ("frame_depth", Form::Number, "elements below the story's frame"),
    ("part_first", Form::Share, "how likely its part of the frame is"), ("part_share", Form::Share, "share of the story in its part of the frame"),
    ("part_blocks", Form::Number, "blocks in its part of the frame"), ("part_headings", Form::Number, "headings in its part of the frame"),
    ("share", Form::Share, "share of the story in"), ("title_first", Form::Share, "how likely the title is that leads away over it"),
    ("title_distance", Form::Number, "blocks behind a title that leads away"), ("title_heading", Form::Number, "level of the title that leads away over it"),
    ("titles_alike", Form::Number, "titles as the one over it"), ("element_in_main", Form::Flag, "its element is one of the longest run's"),
    ("run_of_main", Form::Share, "share of the longest run that its run is"),
];

/// What a name of an element can say, behind `own_` and `around_`.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("body", "the story's body"), ("foreign", "none of the story"), ("apart", "a part of its own"), ("headline", "a headline"), ("summary", "a summary"),
    ("crosshead", "a cross-heading"), ("caption", "a caption or figure"), ("comments", "comments"), ("related", "related stories"), ("side", "what stands beside"),
    ("bio", "a biography"), ("signup", "an offer or advertisement"), ("footer", "a footer"), ("tools", "tools or navigation"), ("meta", "a byline or date"),
    ("embed", "something embedded"), ("facts", "facts"),
];

/// A feature in words, and how its values are written.
pub fn feature(name: &str) -> (String, Form) {
    if let Some((_, form, words)) = FEATURES.iter().find(|(n, ..)| *n == name) {
        return ((*words).to_owned(), *form);
    }
    let named = |prefix: &str| {
        let rest = name.strip_prefix(prefix)?;
        NAMES.iter().find(|(n, _)| *n == rest).map(|(_, words)| *words)
    };
    if let Some(words) = named("own_") {
        return (format!("its element is named as {words}"), Form::Flag);
    }
    if let Some(words) = named("around_") {
        return (format!("elements around it are named as {words}"), Form::Flag);
    }
    if let Some(at) = name.rfind(['+', '-']) {
        let (base, by) = name.split_at(at);
        let (words, form) = feature(base);
        let form = if base == "alike" { Form::Flag } else { form };
        let words = if base == "alike" { "set alike".to_owned() } else { words };
        let (count, side) = (&by[1..], if by.starts_with('+') { "behind" } else { "before" });
        let which = if count == "1" { format!("the block {side}") } else { format!("the block {count} {side}") };
        return (format!("{words} ({which})"), form);
    }
    if let Some((base, level)) = name.rsplit_once('_') {
        let around = match level {
            "0" => "its element",
            "1" => "the element around",
            "2" => "the second element around",
            "3" => "the third element around",
            _ => return (name.to_owned(), Form::Number),
        };
        let (words, form) = feature(base);
        let words = words.strip_suffix(" in").unwrap_or(&words);
        return (format!("{words}, in {around}"), form);
    }
    (name.to_owned(), Form::Number)
}

/// A reason for a label, in more words where the label's own are few.
pub fn reason(reason: &str) -> &str {
    match reason {
        "model" => "the model takes it for the story",
        "model: not of the story" => "the model does not take it for the story",
        "rules" => "the rules take it for the story",
        "profile" => "the site's profile says it is in the body",
        "profile: not of the story" => "the site's profile does not say it is in the body",
        other => other,
    }
}

/// Why a part was taken out, in more words where its own are few.
pub fn removal(reason: &str) -> &str {
    match reason {
        "hidden" => "hidden: no reader was shown it",
        "noscript" => "shown only where no scripts run",
        "card" => "a card that comes up when a reader points at a name",
        "reading" => "how a word is read, which stands over the word",
        "profile" => "the site's profile has it taken out",
        "form" => "a form",
        "footer" => "a footer",
        "dialog" => "a dialog that lies over the page",
        "comments" => "readers' comments",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_of_the_model_has_words() {
        let model = include_str!("../label/model/model.txt");
        let names: Vec<&str> =
            model.lines().filter_map(|l| l.strip_prefix("features ")).flat_map(|l| l.split(' ')).collect();
        assert!(names.len() > 200);
        let bare: Vec<&&str> = names
            .iter()
            .filter(|n| feature(n).0 == **n && !["words", "links", "commas", "lines", "table"].contains(n))
            .collect();
        assert!(bare.is_empty(), "{bare:?}");
        assert_eq!(
            feature("link_share-2"),
            ("share of the letters that are links (the block 2 before)".to_owned(), Form::Share)
        );
        assert_eq!(feature("prose_share_0").0, "share of the page's prose, in its element");
        assert_eq!(feature("own_bio").0, "its element is named as a biography");
    }

    #[test]
    fn values_are_written_as_what_they_are() {
        assert_eq!(Form::Share.shown(0.256), "26%");
        assert_eq!(Form::Flag.shown(1.0), "yes");
        assert_eq!(Form::Number.shown(-1.0), "—");
        assert_eq!(Form::Number.shown(-7.5), "-7.5");
        assert_eq!(Form::Number.shown(1234.5), "1234");
    }
}
