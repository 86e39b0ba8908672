//! The abbreviations of time zones, as data, and the offset each had on a day.

use jiff::civil;
use jiff::tz::TimeZone;

/// What an abbreviation says of the offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Zone {
    /// UTC itself, under whichever name.
    Utc,
    /// So many minutes ahead of UTC, all year.
    Ahead(i16),
    /// By the date: the latest era first.
    ByDate(&'static [ZoneEra]),
}

/// From this day on, a rule as POSIX writes it in `TZ` (where the sign is that of UTC seen from the zone: `EST5` is five hours behind).
#[derive(Debug, PartialEq)]
pub(super) struct ZoneEra {
    from: (i16, i8, i8),
    posix: &'static str,
}

const fn zone_era(from: (i16, i8, i8), posix: &'static str) -> ZoneEra {
    ZoneEra { from, posix }
}

// The Energy Policy Act of 2005 moved the change to the second Sunday of March and the first of November, from 2007;
// before, from 1987, it was the first Sunday of April and the last of October. Earlier pages do not exist.
const EASTERN: &[ZoneEra] =
    &[zone_era((2007, 1, 1), "EST5EDT,M3.2.0,M11.1.0"), zone_era((1987, 1, 1), "EST5EDT,M4.1.0,M10.5.0")];
const CENTRAL: &[ZoneEra] =
    &[zone_era((2007, 1, 1), "CST6CDT,M3.2.0,M11.1.0"), zone_era((1987, 1, 1), "CST6CDT,M4.1.0,M10.5.0")];
const MOUNTAIN: &[ZoneEra] =
    &[zone_era((2007, 1, 1), "MST7MDT,M3.2.0,M11.1.0"), zone_era((1987, 1, 1), "MST7MDT,M4.1.0,M10.5.0")];
const PACIFIC: &[ZoneEra] =
    &[zone_era((2007, 1, 1), "PST8PDT,M3.2.0,M11.1.0"), zone_era((1987, 1, 1), "PST8PDT,M4.1.0,M10.5.0")];
// The dates common to the European Union, which Britain has kept since 1996.
const UNITED_KINGDOM: &[ZoneEra] = &[zone_era((1996, 1, 1), "GMT0BST,M3.5.0/1,M10.5.0")];
// Moscow stood an hour further ahead, all year, between two acts of its government; its summer time until then was called MSD.
const MOSCOW: &[ZoneEra] =
    &[zone_era((2014, 10, 26), "MSK-3"), zone_era((2011, 3, 27), "MSK-4"), zone_era((1992, 1, 19), "MSK-3")];

/// Abbreviations in lower case. Where several zones share one, the reading is that of the pages which print it.
#[rustfmt::skip]
pub(super) const ZONES: &[(&str, Zone)] = &[
    ("gmt", Zone::Utc), ("utc", Zone::Utc), ("z", Zone::Utc),
    // British Summer Time; Bangladesh's pages write the offset.
    ("bst", Zone::Ahead(60)), ("uk", Zone::ByDate(UNITED_KINGDOM)),
    // Indian, not Irish or Israeli.
    ("ist", Zone::Ahead(330)),
    ("wet", Zone::Ahead(0)), ("west", Zone::Ahead(60)), ("cet", Zone::Ahead(60)), ("cest", Zone::Ahead(120)),
    ("mez", Zone::Ahead(60)), ("mesz", Zone::Ahead(120)), ("eet", Zone::Ahead(120)), ("eest", Zone::Ahead(180)),
    ("msk", Zone::ByDate(MOSCOW)), ("мск", Zone::ByDate(MOSCOW)), ("msd", Zone::Ahead(240)),
    // North American, not Australian (AEST) or Chinese.
    ("est", Zone::Ahead(-300)), ("edt", Zone::Ahead(-240)), ("et", Zone::ByDate(EASTERN)),
    ("cst", Zone::Ahead(-360)), ("cdt", Zone::Ahead(-300)), ("ct", Zone::ByDate(CENTRAL)),
    ("mst", Zone::Ahead(-420)), ("mdt", Zone::Ahead(-360)), ("mt", Zone::ByDate(MOUNTAIN)),
    ("pst", Zone::Ahead(-480)), ("pdt", Zone::Ahead(-420)), ("pt", Zone::ByDate(PACIFIC)),
    ("akst", Zone::Ahead(-540)), ("akdt", Zone::Ahead(-480)), ("hst", Zone::Ahead(-600)), ("brt", Zone::Ahead(-180)),
    ("sast", Zone::Ahead(120)), ("eat", Zone::Ahead(180)), ("pkt", Zone::Ahead(300)),
    ("wib", Zone::Ahead(420)), ("wita", Zone::Ahead(480)), ("ict", Zone::Ahead(420)),
    ("sgt", Zone::Ahead(480)), ("hkt", Zone::Ahead(480)), ("jst", Zone::Ahead(540)), ("kst", Zone::Ahead(540)),
    ("awst", Zone::Ahead(480)), ("acst", Zone::Ahead(570)), ("acdt", Zone::Ahead(630)), ("aest", Zone::Ahead(600)), ("aedt", Zone::Ahead(660)),
    ("nzst", Zone::Ahead(720)), ("nzdt", Zone::Ahead(780)),
];

/// The names that pages also write in small letters. Of the others that would be words: French "est" is "is".
pub(super) const SMALL_TOO: &[&str] = &["gmt", "utc", "мск"];

impl Zone {
    /// Minutes ahead of UTC at that clock time; `None` before the first era known.
    ///
    /// Of an hour that a clock passes twice the first is meant, as jiff has it.
    pub(super) fn offset_minutes_at(self, local: civil::DateTime) -> Option<i32> {
        match self {
            Zone::Utc => Some(0),
            Zone::Ahead(minutes) => Some(i32::from(minutes)),
            Zone::ByDate(eras) => {
                let date = (local.year(), local.month(), local.day());
                let era = eras.iter().find(|era| era.from <= date)?;
                let zone = TimeZone::posix(era.posix).ok()?;
                let instant = zone.to_ambiguous_timestamp(local).compatible().ok()?;
                Some(zone.to_offset(instant).seconds() / 60)
            }
        }
    }
}
