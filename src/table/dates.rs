//! Dates as instants, which columns of time hold.

use jiff::civil;

use crate::article::DateTime;

/// How much of a date is known.
pub(super) fn precision(date: DateTime) -> &'static str {
    match (date.day(), date.time(), date.offset_minutes()) {
        (None, _, _) => "month",
        (_, None, _) => "day",
        (_, _, None) => "time",
        _ => "offset",
    }
}

/// Milliseconds since the start of 1970 in UTC, with a missing day taken as the first, a missing time as midnight and a missing
/// offset as UTC.
pub(super) fn unix_millis(date: DateTime) -> i64 {
    const UNIX_EPOCH: civil::DateTime = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let local = date.to_civil_date_time().unwrap_or_else(|| date.to_civil_date().to_datetime(civil::Time::midnight()));
    let ahead = i64::from(date.offset_minutes().unwrap_or(0)) * 60;
    (UNIX_EPOCH.duration_until(local).as_secs() - ahead) * 1000
}

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
            ("1970-02", 2_678_400_000, "month"),
            ("0000-01-01", -62_167_219_200_000, "day"),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000, "offset"),
        ] {
            let date: DateTime = text.parse().unwrap();
            assert_eq!((unix_millis(date), precision(date)), (millis, known), "{text}");
        }
    }
}
