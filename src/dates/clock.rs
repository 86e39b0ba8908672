//! Times of day, with their zones.

use super::token::Tokens;
use super::words::{HALF_DAYS, WordRoles};
use super::zones::Zone;

/// A time of day as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClockReading {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub zone: Option<Zone>,
    /// A second clock beside it gave the same instant in UTC, and that is how to state it.
    pub in_utc: bool,
    /// The token after it.
    pub next: usize,
}

/// What stands around a time and decides what is one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClockContext {
    /// A date stands before it, rather than after it: then less makes a time.
    pub after_date: bool,
    /// A word like "klo" announces a time.
    pub announced: bool,
    /// The T of ISO 8601 stands before it.
    pub iso: bool,
    /// "am" is a German preposition here, not the morning.
    pub am_is_word: bool,
}

/// What a time needs beside its digits to be one.
#[derive(Clone, Copy, PartialEq)]
enum ClockNeeds {
    Nothing,
    /// A zone, a half of the day or a word like "Uhr": `10.28`.
    AnyWord,
    /// A half of the day or a word like "Uhr": `3 pm`, `14 Uhr`.
    HalfOrWhole,
    /// A zone or a word like "hours": `1041 GMT`.
    ZoneOrHours,
}

/// The hands, before what is written after them.
struct ClockFace {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    needs: ClockNeeds,
    next: usize,
}

/// Reads the time that begins at a token, and a second clock for the same instant: `10:48 GMT 11:48 UK`, `1041 GMT (1841 HKT)`.
///
/// The date belongs to the first of the two.
pub(super) fn read_clock(tokens: Tokens<'_>, at: usize, context: ClockContext) -> Option<ClockReading> {
    let first = read_one_clock(tokens, at, context)?;
    let Some(zone) = first.zone else { return Some(first) };
    let skip = usize::from(tokens.is_mark(first.next, "(/,|"));
    let second = read_one_clock(
        tokens,
        first.next + skip,
        ClockContext { after_date: false, announced: false, iso: false, ..context },
    );
    // Zones differ by quarters of an hour: clocks that do not are of two events.
    let same = |clock: &ClockReading| clock.zone.is_some() && clock.minute.abs_diff(first.minute) % 15 == 0;
    let Some(second) = second.filter(same) else { return Some(first) };
    let in_utc = zone != Zone::Utc && second.zone == Some(Zone::Utc);
    let next = second.next + usize::from(tokens.is_mark(second.next, ")"));
    Some(ClockReading { in_utc, next, ..first })
}

fn read_one_clock(tokens: Tokens<'_>, at: usize, context: ClockContext) -> Option<ClockReading> {
    let before = half_day_before(tokens, at);
    let start = if before.is_some() { at + 2 } else { at };
    let face = clock_face(tokens, start, context)?;
    let after = half_day_after(tokens, face.next, context, face.hour);
    let mut next = after.map_or(face.next, |(_, next)| next);
    let hours = end_of_hours_word(tokens, next);
    let whole = hours.is_some()
        && (context.announced || !tokens.has(next, WordRoles::AFTER) || tokens.has(next, WordRoles::WHOLE));
    next = hours.unwrap_or(next);
    let after_half = after.is_some();
    let zone = zone_at(tokens, next, context.iso, face.second.is_some(), after_half);
    let half = before.or(after.map(|(afternoon, _)| afternoon));
    let met = match face.needs {
        ClockNeeds::Nothing => true,
        ClockNeeds::AnyWord => zone.is_some() || half.is_some() || hours.is_some(),
        ClockNeeds::HalfOrWhole => half.is_some() || (context.after_date && whole),
        ClockNeeds::ZoneOrHours => zone.is_some() || hours.is_some(),
    };
    if !met {
        return None;
    }
    let hour = match half {
        Some(true) if face.hour < 12 => face.hour + 12,
        Some(false) if face.hour == 12 => 0,
        _ => face.hour,
    };
    let next = zone.map_or(next, |(_, next)| next);
    let zone = zone.map(|(zone, _)| zone);
    Some(ClockReading { hour, minute: face.minute, second: face.second.unwrap_or(0), zone, in_utc: false, next })
}

fn clock_face(tokens: Tokens<'_>, at: usize, context: ClockContext) -> Option<ClockFace> {
    let (value, digits) = tokens.number(at)?;
    let whole = ClockFace { hour: 0, minute: 0, second: None, needs: ClockNeeds::Nothing, next: at + 1 };
    if digits == 4 {
        let (hour, minute) = (u8::try_from(value / 100).ok()?, u8::try_from(value % 100).ok()?);
        return (hour < 24 && minute < 60).then_some(ClockFace {
            hour,
            minute,
            needs: ClockNeeds::ZoneOrHours,
            ..whole
        });
    }
    let hour = tokens.small(at).filter(|hour| *hour < 24)?;
    let after = at + 1;
    if tokens.is_mark(after, ":") && tokens.glued(after) {
        return minutes_after_colon(tokens, after, ClockFace { hour, ..whole });
    }
    if tokens.is_mark(after, ".")
        && tokens.glued(after)
        && tokens.glued(after + 1)
        && tokens.number(after + 1).is_some()
    {
        let minute = tokens.glued_pair(after + 1).filter(|minute| *minute < 60 && context.after_date)?;
        if tokens.goes_on(after + 2, ".,") {
            return None;
        }
        let needs = if context.announced { ClockNeeds::Nothing } else { ClockNeeds::AnyWord };
        return Some(ClockFace { hour, minute, needs, next: after + 2, ..whole });
    }
    if tokens.has(after, WordRoles::HOUR) {
        let minute =
            tokens.small(after + 1).filter(|_| tokens.number(after + 1).is_some_and(|(_, digits)| digits == 2));
        let next = if minute.is_some() { after + 2 } else { after + 1 };
        let minute = minute.or((context.after_date && context.announced).then_some(0)).filter(|minute| *minute < 60)?;
        return Some(ClockFace { hour, minute, next, ..whole });
    }
    if tokens.is_han(after, "時时点點시") {
        return Some(han_minutes(tokens, after + 1, ClockFace { hour, ..whole }));
    }
    Some(ClockFace { hour, needs: ClockNeeds::HalfOrWhole, ..whole })
}

/// `:28`, `:28:00`, `:28:00.123`
fn minutes_after_colon(tokens: Tokens<'_>, colon: usize, face: ClockFace) -> Option<ClockFace> {
    let minute = tokens.glued_pair(colon + 1).filter(|minute| *minute < 60)?;
    let mut next = colon + 2;
    let mut second = None;
    if tokens.goes_on(next, ":") {
        // A leap second has no place in the calendar: the second before it stands for it.
        second = Some(tokens.glued_pair(next + 1).filter(|second| *second <= 60)?.min(59));
        next += 2;
        if tokens.goes_on(next, ".,") {
            next += 2;
        }
    }
    Some(ClockFace { minute, second, next, ..face })
}

/// `3分`, `3分12秒`, `半`, or nothing, after the hour.
fn han_minutes(tokens: Tokens<'_>, at: usize, face: ClockFace) -> ClockFace {
    if tokens.is_han(at, "半") {
        return ClockFace { minute: 30, next: at + 1, ..face };
    }
    let Some(minute) = tokens.small(at).filter(|minute| *minute < 60 && tokens.is_han(at + 1, "分분")) else {
        return ClockFace { next: at, ..face };
    };
    match tokens.small(at + 2).filter(|second| *second < 60 && tokens.is_han(at + 3, "秒초")) {
        Some(second) => ClockFace { minute, second: Some(second), next: at + 4, ..face },
        None => ClockFace { minute, next: at + 2, ..face },
    }
}

/// 午後 and its like: is it the afternoon?
pub(super) fn half_day_before(tokens: Tokens<'_>, at: usize) -> Option<bool> {
    let pair = [tokens.han(at)?, tokens.han(at + 1)?];
    HALF_DAYS.iter().find(|(chars, _)| *chars == pair).map(|(_, afternoon)| *afternoon)
}

/// `am`, `p.m.`, `μ.μ.`: is it the afternoon, and the token after it.
fn half_day_after(tokens: Tokens<'_>, at: usize, context: ClockContext, hour: u8) -> Option<(bool, usize)> {
    if tokens.has(at, WordRoles::PM) {
        return Some((true, at + 1));
    }
    if tokens.has(at, WordRoles::AM) {
        return (hour <= 12 && !context.am_is_word).then_some((false, at + 1));
    }
    let afternoon = tokens.has(at, WordRoles::LETTER_P);
    let letters = afternoon || tokens.has(at, WordRoles::LETTER_A);
    if !letters || !tokens.is_mark(at + 1, ".") || !tokens.has(at + 2, WordRoles::LETTER_M) {
        return None;
    }
    let next = at + 3 + usize::from(tokens.is_mark(at + 3, ".") && tokens.glued(at + 3));
    Some((afternoon, next))
}

/// "Uhr", "hrs", "o'clock": the token after it.
fn end_of_hours_word(tokens: Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.has(at, WordRoles::AFTER) {
        return Some(at + 1);
    }
    let o_clock =
        tokens.has(at, WordRoles::CLOCK_O) && tokens.is_mark(at + 1, "'") && tokens.has(at + 2, WordRoles::CLOCK_WORD);
    o_clock.then_some(at + 3)
}

/// A zone by name, by number, or by both, bare or in brackets, and the token after it.
fn zone_at(tokens: Tokens<'_>, at: usize, iso: bool, to_the_second: bool, after_half: bool) -> Option<(Zone, usize)> {
    let open = usize::from(tokens.is_mark(at, "("));
    let start = at + open;
    let (zone, next) = match tokens.word(start) {
        Some(word) => {
            let zone = word.entry.zone.filter(|_| word.upper || word.entry.small_zone || after_half)?;
            // The Z of ISO 8601 belongs to the digits; alone it is a letter.
            if tokens.length(start) == 1 && !tokens.glued(start) && !to_the_second {
                return None;
            }
            let hours = if zone == Zone::Utc { signed_offset(tokens, start + 1, true) } else { None };
            hours.unwrap_or((zone, start + 1))
        }
        None => {
            // After `10:28` alone a hyphen is the middle of `10:28-11:30`.
            let range = tokens.is_mark(start, "-") && tokens.glued(start) && !iso && !to_the_second && open == 0;
            if range {
                return None;
            }
            signed_offset(tokens, start, iso)?
        }
    };
    Some((zone, next + usize::from(open == 1 && tokens.is_mark(next, ")"))))
}

/// `+0100`, `-05:00`, and `+1` where hours alone will do.
fn signed_offset(tokens: Tokens<'_>, at: usize, hours_will_do: bool) -> Option<(Zone, usize)> {
    let sign = match tokens.mark(at)? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (value, digits) = tokens.number(at + 1).filter(|_| tokens.glued(at + 1))?;
    let value = i16::try_from(value).ok()?;
    let (hours, minutes, next) = if digits == 4 {
        (value / 100, value % 100, at + 2)
    } else if digits <= 2 && tokens.goes_on(at + 2, ":") {
        (value, i16::from(tokens.glued_pair(at + 3)?), at + 4)
    } else if digits <= 2 && hours_will_do {
        (value, 0, at + 2)
    } else {
        return None;
    };
    // All offsets in use lie within 14 hours and on a quarter: what does not is another number.
    let real = hours <= 14 && matches!(minutes, 0 | 15 | 30 | 45);
    let minutes = sign * (hours * 60 + minutes);
    real.then_some((if minutes == 0 { Zone::Utc } else { Zone::Ahead(minutes) }, next))
}
