//! Dates in text, in attributes and in addresses.

use cuttings::{DateTime, fuzzing};

use super::choices::Choices;

const LANGUAGES: [Option<&str>; 16] = [
    None,
    Some("en"),
    Some("en-US"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("pt"),
    Some("ru"),
    Some("pl"),
    Some("tr"),
    Some("ja"),
    Some("zh"),
    Some("fa"),
    Some("th"),
    Some("ar"),
    Some("fi"),
];

pub fn check(data: &[u8]) {
    let mut choices = Choices::new(data);
    let language = choices.of(&LANGUAGES);
    let latest = choices.one_in(2).then(|| DateTime::from_ymd(2012, 8, 16).unwrap());
    let text = String::from_utf8_lossy(choices.rest());
    let found = fuzzing::dates_in(&text, language, latest);
    assert!(found.is_sorted_by(|(a, _), (b, _)| a.end <= b.start), "they overlap: {found:?}");
    for (place, date) in &found {
        assert!(place.start < place.end && text.get(place.clone()).is_some(), "{place:?} of {text:?}");
        assert_prints(*date);
        let day = DateTime::from_ymd(2012, 8, 17).unwrap();
        assert!(
            latest.is_none() || date.to_utc().unwrap_or(*date) <= day.with_time(23, 59, 59).unwrap(),
            "{date} is to come"
        );
    }
    let (day, month) = fuzzing::dates_of_address(&text);
    let others = [fuzzing::date_of(&text, language), fuzzing::date_of_attribute(&text), day, month, text.parse().ok()];
    others.into_iter().flatten().for_each(assert_prints);
}

/// A date that was printed and parsed is the same.
fn assert_prints(date: DateTime) {
    let printed = date.to_string();
    assert_eq!(printed.parse(), Ok(date));
    // Other years are none that a page gives.
    if (1970..=2100).contains(&date.year()) {
        assert_eq!(fuzzing::date_of_attribute(&printed), Some(date), "as an attribute: {printed}");
    }
    assert_eq!(serde_json::from_str::<DateTime>(&format!("{printed:?}")).unwrap(), date);
    if let Some(utc) = date.to_utc() {
        assert_eq!(utc.cmp(&date).is_eq(), utc == date);
        assert_eq!(utc.offset_minutes(), Some(0));
        assert_eq!(utc.to_utc(), Some(utc));
    }
}
