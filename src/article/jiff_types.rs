//! A date as the types of `jiff`, for arithmetic.

use jiff::civil;
use jiff::tz::Offset;

use super::date::DateTime;

impl DateTime {
    /// The day as `jiff` has it; of a month whose day is not known, the first.
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let date: DateTime = "2007-12-10T10:28:00".parse()?;
    /// assert_eq!(date.to_civil_date().to_string(), "2007-12-10");
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn to_civil_date(&self) -> civil::Date {
        self.civil_date()
    }

    /// The day and time on the page's own clock, as `jiff` has them; none while the time is not known.
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let date: DateTime = "2007-12-10T10:28:00+01:00".parse()?;
    /// assert_eq!(date.to_civil_date_time().map(|t| t.hour()), Some(10));
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn to_civil_date_time(&self) -> Option<civil::DateTime> {
        self.civil_date_time()
    }

    /// The instant as `jiff` has it; none while the time or its offset from UTC is not known.
    ///
    /// ```
    /// use cuttings::DateTime;
    ///
    /// let date: DateTime = "2007-12-10T10:28:00+01:00".parse()?;
    /// assert_eq!(date.to_timestamp().map(|t| t.to_string()).as_deref(), Some("2007-12-10T09:28:00Z"));
    /// assert_eq!("2007-12-10T10:28:00".parse::<DateTime>()?.to_timestamp(), None);
    /// # Ok::<(), cuttings::ParseDateTimeError>(())
    /// ```
    pub fn to_timestamp(&self) -> Option<jiff::Timestamp> {
        let offset = Offset::from_seconds(self.offset_minutes()? * 60).ok()?;
        offset.to_timestamp(self.civil_date_time()?).ok()
    }
}

/// The instant in UTC, to the second. Fails before the year 0.
///
/// ```
/// use cuttings::DateTime;
///
/// let instant: jiff::Timestamp = "2007-12-10T09:28:00.5Z".parse()?;
/// assert_eq!(DateTime::try_from(instant).map(|date| date.to_string()), Ok("2007-12-10T09:28:00Z".to_owned()));
/// # Ok::<(), jiff::Error>(())
/// ```
impl TryFrom<jiff::Timestamp> for DateTime {
    type Error = BeforeYearZero;

    fn try_from(instant: jiff::Timestamp) -> Result<DateTime, BeforeYearZero> {
        DateTime::from_unix_seconds(instant.as_second()).ok_or(BeforeYearZero)
    }
}

/// A time before the year 0, which a [`DateTime`] does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time is before the year 0")]
pub struct BeforeYearZero;
