//! Dates as instants, which columns of time hold.

use cuttings::DateTime;

/// How much of a date is known.
pub fn precision(date: DateTime) -> &'static str {
    match (date.time(), date.offset_minutes()) {
        (None, _) => "day",
        (_, None) => "time",
        _ => "offset",
    }
}

/// Milliseconds since the start of 1970 in UTC, with a missing time taken as midnight and a missing offset as UTC.
pub fn unix_millis(date: DateTime) -> i64 {
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    // Years begin in March here, so that the leap day is their last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = days + (153 * month + 2) / 5 + day - 1 - DAYS_TO_1970;
    let (hour, minute, second) = date.time().unwrap_or_default();
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let ahead = i64::from(date.offset_minutes().unwrap_or(0)) * 60;
    (days * 86_400 + seconds - ahead) * 1000
}

/// From the first of March of the year 0 to the first day of 1970.
const DAYS_TO_1970: i64 = 719_468;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_instants_with_a_precision() {
        for (text, millis, known) in [
            ("1970-01-01", 0, "day"),
            ("2000-02-29T12:00:00", 951_825_600_000, "time"),
            ("2007-12-10T23:28:01-05:00", 1_197_347_281_000, "offset"),
            ("1969-12-31T23:59:59Z", -1000, "offset"),
            ("0000-01-01", -62_167_219_200_000, "day"),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000, "offset"),
        ] {
            let date: DateTime = text.parse().unwrap();
            assert_eq!((unix_millis(date), precision(date)), (millis, known), "{text}");
        }
    }
}
