//! One look-up for every word that can stand in a date, and the folding of spellings it rests on.

use std::sync::LazyLock;

use super::months::{CONTESTED, MONTH_PAIRS, MONTHS, PROSE_MONTHS, SOLAR_MONTHS};
use super::words::{ROLES, WEEKDAYS, WordRoles};
use super::zones::{SMALL_TOO, ZONES, Zone};
use crate::text::word_table::{WordShapes, WordTable};

/// Everything a word may be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct WordEntry {
    /// 1 to 12, 13 to 24 for those of the solar year, or 0.
    pub month: u8,
    /// The months this word makes with "first" and with "second" after it.
    pub pair: Option<(u8, u8)>,
    /// An everyday word too: see [`PROSE_MONTHS`].
    pub prose: bool,
    /// 1 (Monday) to 7, or 0.
    pub weekday: u8,
    pub roles: WordRoles,
    pub zone: Option<Zone>,
    /// The zone may be written in small letters.
    pub small_zone: bool,
    /// The month depends on the language.
    contested: bool,
}

/// The longest word looked up, folded, in bytes: beyond any in the tables.
pub(super) const MAX_WORD_BYTES: usize = 40;

static LEXICON: LazyLock<WordTable<String, WordEntry>> = LazyLock::new(build_lexicon);
static CONTESTED_BY_LANGUAGE: LazyLock<WordTable<String, Vec<(&'static str, u8)>>> = LazyLock::new(build_contested);

/// What a word (in its folded spelling) is in the tables, in that language (its primary subtag) if it is known.
pub(super) fn look_up_word(folded: &str, language: Option<&str>) -> Option<WordEntry> {
    let mut entry = *LEXICON.get(folded)?;
    if entry.contested
        && let Some(month) = language.and_then(|language| contested_month(folded, language))
    {
        entry.month = month;
    }
    Some(entry)
}

/// Whether a word of ASCII has the shape of one in the tables.
pub(super) fn may_be_known(word: &[u8]) -> bool {
    static SHAPES: LazyLock<WordShapes> = LazyLock::new(|| WordShapes::of(LEXICON.keys().map(String::as_str)));
    SHAPES.may_have(word)
}

/// The month that a contested word is in that language.
fn contested_month(folded: &str, language: &str) -> Option<u8> {
    let tagged = CONTESTED_BY_LANGUAGE.get(folded)?;
    tagged.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language)).map(|(_, month)| *month)
}

/// The contested words, each with the tags of the languages that have it and its month there.
fn build_contested() -> WordTable<String, Vec<(&'static str, u8)>> {
    let mut words: WordTable<String, Vec<_>> =
        CONTESTED.iter().map(|(name, _)| (fold_word(name), Vec::new())).collect();
    for row in MONTHS {
        for (month, names) in (1..).zip(&row.names) {
            for name in names.split_whitespace() {
                if let Some(tagged) = words.get_mut(&fold_word(name)) {
                    tagged.extend(row.tags.split(' ').map(|tag| (tag, month)));
                }
            }
        }
    }
    words
}

fn build_lexicon() -> WordTable<String, WordEntry> {
    /// More than there are.
    const CAPACITY: usize = 3_500;
    let mut words: WordTable<String, WordEntry> = WordTable::with_capacity_and_hasher(CAPACITY, Default::default());
    for language in MONTHS {
        for (month, names) in (1..).zip(&language.names) {
            for name in names.split_whitespace() {
                words.entry(fold_word(name)).or_default().month = month;
            }
        }
    }
    for (month, name) in (13..).zip(SOLAR_MONTHS) {
        words.entry(fold_word(name)).or_default().month = month;
    }
    for (name, first, second) in MONTH_PAIRS {
        words.entry(fold_word(name)).or_default().pair = Some((*first, *second));
    }
    for (name, otherwise) in CONTESTED {
        let entry = words.entry(fold_word(name)).or_default();
        (entry.contested, entry.month) = (true, *otherwise);
    }
    for name in PROSE_MONTHS {
        words.entry(fold_word(name)).or_default().prose = true;
    }
    for week in WEEKDAYS {
        for (weekday, names) in (1..).zip(week) {
            for name in names.split_whitespace() {
                words.entry(fold_word(name)).or_default().weekday = weekday;
            }
        }
    }
    for (role, names) in ROLES {
        for name in names.split_whitespace() {
            let roles = &mut words.entry(fold_word(name)).or_default().roles;
            *roles = roles.or(*role);
        }
    }
    for (name, zone) in ZONES {
        let entry = words.entry(fold_word(name)).or_default();
        (entry.zone, entry.small_zone) = (Some(*zone), SMALL_TOO.contains(name));
    }
    words
}

fn fold_word(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        fold_letter(c, &mut folded);
    }
    folded
}

/// Appends a character in lower case and without diacritics, as all words are compared.
pub(super) fn fold_letter(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        if !is_combining_mark(lower) {
            folded.push(without_accent(lower));
        }
    }
}

/// Marks that stand on or between letters and do not part words: combining accents, Arabic vowel signs, the tatweel, the non-joiner.
pub(super) fn is_combining_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200C}'
        // The marks by which the scripts of India and Thailand silence a letter, and the dot below Hindi's borrowed letters.
        | '\u{93C}' | '\u{94D}' | '\u{9BC}' | '\u{9CD}' | '\u{BCD}' | '\u{C4D}' | '\u{E47}'..='\u{E4E}')
}

/// The letter under the diacritic, for the letters of the tables' languages.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        // Turkish writes both i's, and lower-casing its I gives the wrong one.
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' | 'ō' => 'o',
        'ř' | 'ŕ' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        // The micro sign.
        'µ' => 'μ',
        'й' => 'и',
        'ё' => 'е',
        'ї' => 'і',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, parse};
    use super::*;
    use crate::article::DateTime;

    /// A name that is two months must be among those that wait for the language.
    #[test]
    fn month_names_do_not_contradict_each_other() {
        let mut seen = std::collections::HashMap::new();
        for row in MONTHS {
            for (month, names) in (1..).zip(&row.names) {
                for name in names.split_whitespace() {
                    let other = *seen.entry(fold_word(name)).or_insert(month);
                    let contested = CONTESTED.iter().any(|(word, _)| fold_word(word) == fold_word(name));
                    assert!(other == month || contested, "{name} in {}", row.tags);
                    assert!(fold_word(name).len() <= MAX_WORD_BYTES);
                    let ctx = Context { language: row.tags.split(' ').next(), ..Context::default() };
                    let date = parse(&format!("10 {name} 2007"), &ctx);
                    assert_eq!(date, DateTime::from_ymd(2007, month, 10), "{name} in {}", row.tags);
                }
            }
        }
    }
}
