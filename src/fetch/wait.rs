//! What a fetcher waits for, told to whoever wants to know.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::archive::Timestamp;

/// Something that a [`Fetcher`](crate::Fetcher) is about to wait for, or to ask once more. Displayed it is one line without
/// an end.
///
/// The usual time between two requests to a host is not told; see [`FetchOptions::on_wait`](crate::FetchOptions::on_wait).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The host, with its port unless that is the scheme's default.
    pub host: String,
    /// How long it takes; nothing where the next request is made at once.
    pub time: Duration,
    /// What for.
    pub reason: WaitReason,
}

/// What a wait is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The host asks to be left alone for a time.
    #[non_exhaustive]
    Pause {
        /// The status of the response that asks for it; `None` where another process was asked.
        status: Option<u16>,
    },
    /// A request that failed is made again.
    #[non_exhaustive]
    Retry {
        /// Which retry it is, counted from 1.
        number: u32,
        /// How many are made at most.
        of: u32,
        /// What went wrong.
        cause: String,
    },
    /// So many requests are waiting for the host already that this one's turn is long after.
    Turn,
    /// The index could not answer for a span of time, and is asked for half of it at a time.
    #[non_exhaustive]
    HalvedWindow {
        /// Where the span begins, if anywhere.
        since: Option<Timestamp>,
        /// Where it ends, if anywhere.
        until: Option<Timestamp>,
    },
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Wait { host, time, reason } = self;
        let time = Seconds(*time);
        match reason {
            WaitReason::Pause { status: Some(status) } => write!(f, "{host} asks for a pause of {time} ({status})"),
            WaitReason::Pause { status: None } => write!(f, "{host} has asked for a pause, of which {time} are left"),
            WaitReason::Retry { number, of, cause } if time.0.is_zero() => {
                write!(f, "{host}: {cause}; retry {number} of {of} at once")
            }
            WaitReason::Retry { number, of, cause } => write!(f, "{host}: {cause}; retry {number} of {of} in {time}"),
            WaitReason::Turn => write!(f, "{host}: {time} until the next request may be made"),
            WaitReason::HalvedWindow { since, until } => {
                let since = since.map_or("the first capture".to_owned(), |time| time.to_string());
                let until = until.map_or("now".to_owned(), |time| time.to_string());
                write!(f, "{host}: the index cannot answer for {since} to {until} at once; asking for half of it")
            }
        }
    }
}

/// A time as people are told it: whole seconds, tenths below ten.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        match seconds < 10.0 && self.0.subsec_millis() >= 50 {
            true => write!(f, "{seconds:.1} s"),
            false => write!(f, "{seconds:.0} s"),
        }
    }
}

type Tell = dyn Fn(&Wait) + Send + Sync;

/// Whom waits are told to, if anybody.
#[derive(Clone, Default)]
pub(super) struct Observer(Option<Arc<Tell>>);

impl Observer {
    pub(super) fn new(tell: impl Fn(&Wait) + Send + Sync + 'static) -> Observer {
        Observer(Some(Arc::new(tell)))
    }

    pub(super) fn tell(&self, host: &str, time: Duration, reason: WaitReason) {
        if let Some(tell) = &self.0 {
            tell(&Wait { host: host.to_owned(), time, reason });
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "None" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_one_plain_line_with_its_length() {
        let time = Duration::from_secs;
        let cause = || "no answer in time".to_owned();
        for (time, reason, line) in [
            (time(60), WaitReason::Pause { status: Some(429) }, "w.example asks for a pause of 60 s (429)"),
            (time(9), WaitReason::Pause { status: None }, "w.example has asked for a pause, of which 9 s are left"),
            (
                time(0),
                WaitReason::Retry { number: 1, of: 3, cause: cause() },
                "w.example: no answer in time; retry 1 of 3 at once",
            ),
            (
                Duration::from_millis(1500),
                WaitReason::Retry { number: 2, of: 3, cause: cause() },
                "w.example: no answer in time; retry 2 of 3 in 1.5 s",
            ),
            (time(20), WaitReason::Turn, "w.example: 20 s until the next request may be made"),
            (
                time(0),
                WaitReason::HalvedWindow { since: "20010101000000".parse().ok(), until: None },
                "w.example: the index cannot answer for 20010101000000 to now at once; asking for half of it",
            ),
        ] {
            assert_eq!(Wait { host: "w.example".into(), time, reason }.to_string(), line);
        }
    }
}
