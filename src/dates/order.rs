//! Whether a page writes the day or the month first, told by those of its dates that can mean one thing only.

/// Which comes first in dates such as `10/12/2007` on a page of such texts: the day (true) or the month; none where nothing
/// tells, or they are written both ways.
pub fn day_first<'t>(texts: impl Iterator<Item = &'t str>) -> Option<bool> {
    let (mut day, mut month) = (false, false);
    for text in texts {
        for piece in numbers(text) {
            match day_and_month_numbers(piece.trim_end_matches(['.', '-'])) {
                Some((13..=31, 1..=12)) => day = true,
                Some((1..=12, 13..=31)) => month = true,
                _ => {}
            }
        }
    }
    (day != month).then_some(day)
}

/// The stretches of digits and marks in a text that have a digit.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |b: &&u8| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-');
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let digit = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
        let start = digit - bytes[at..digit].iter().rev().take_while(is_part).count();
        at = digit + bytes[digit..].iter().take_while(is_part).count();
        text.get(start..at)
    })
}

/// The first two of three numbers that a mark parts, the last a year.
fn day_and_month_numbers(piece: &str) -> Option<(u8, u8)> {
    let mark = piece.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = piece.split(mark);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) || year.len() == 2;
    let is_date = is_year && parts.next().is_none() && first.len() <= 2 && second.len() <= 2;
    is_date.then_some(())?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_can_mean_one_thing_tell() {
        let of = |texts: &[&str]| day_first(texts.iter().copied());
        assert_eq!(of(&["on 10/12/2007", "27/12/2007."]), Some(true));
        assert_eq!(of(&["10/12/2007 12/27/07"]), Some(false));
        assert_eq!(of(&["27/12/2007", "12/27/2007"]), None);
        assert_eq!(of(&["10/12/2007", "27/12", "2007-12-27", "192.168.13.1", "1.20.300", ""]), None);
    }
}
