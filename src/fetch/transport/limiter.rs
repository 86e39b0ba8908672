//! When a host may be asked next, agreed on by all who ask it.
//!
//! The state of a host is a line of numbers: in memory, or, where there is a cache directory, in a small file under
//! an operating system's lock, so that all processes with that directory keep one limit together. Requests are
//! spread evenly: each reserves the next free time.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, ErrorKind, Result};
use crate::fetch::wait::{Observer, WaitReason};

use super::blocking::run_blocking;
use super::message::Pool;
use super::rates::LimitedHost;

/// The longest pause, whatever an archive asks for; also how far ahead a stored time is believed. A clock that was
/// set back must not stop a host for years.
pub(super) const MAX_PAUSE: Duration = Duration::from_secs(3600);

/// How far ahead the stored end of a breaker is believed.
const MAX_BREAK: Duration = Duration::from_secs(24 * 3600);

/// Waits for a turn that are shorter are the usual time between two requests, with as many waiting as may. Milliseconds.
const LONG_TURN: u64 = 15_000;

/// Two pauses that end closer to each other than this are one to whoever looks on. Milliseconds.
const SAME_PAUSE: u64 = 5_000;

/// Above this many hosts those are forgotten that hold nothing to remember.
const MAX_REMEMBERED_HOSTS: usize = 4096;

/// What is known of a host. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct HostState {
    /// For each pool when the next request may be sent.
    next: [u64; 3],
    paused_until: u64,
    down_until: u64,
}

/// What to do about a request.
enum Turn {
    /// Send it in this many milliseconds.
    In(u64),
    /// The host is paused for this many milliseconds, longer than may be waited.
    Paused(u64),
    /// The host's breaker is open.
    Down,
}

/// For each host and pool, the requests that may still be started.
type InFlight = HashMap<(String, Pool), Arc<Semaphore>>;

/// The limits of all hosts. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    store: Store,
    clock: Clock,
    custom_rates: Arc<BTreeMap<String, u32>>,
    /// In milliseconds.
    max_wait: u64,
    max_connections: usize,
    in_flight: Arc<Mutex<InFlight>>,
    observer: Observer,
    /// For each host the end of the last pause that was told.
    told: Arc<Mutex<HashMap<String, u64>>>,
}

#[derive(Debug, Clone)]
enum Store {
    Memory(Arc<Mutex<HashMap<String, HostState>>>),
    Files(Arc<PathBuf>),
}

/// Allows one request, while it is held.
#[derive(Debug)]
pub(super) struct Permit(#[allow(dead_code, reason = "given back when dropped")] Option<OwnedSemaphorePermit>);

/// The time: the machine's own, or one that a test can stop.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clock {
    Wall,
    #[cfg(test)]
    Tokio(tokio::time::Instant),
}

impl Clock {
    fn now(self) -> u64 {
        match self {
            Clock::Wall => millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()),
            #[cfg(test)]
            Clock::Tokio(start) => 1_000_000 + millis(start.elapsed()),
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Limiter {
    /// `dir` is where the states of hosts are kept for other processes.
    pub(super) fn new(
        dir: Option<&Path>,
        custom_rates: BTreeMap<String, u32>,
        max_wait: Duration,
        max_connections: usize,
    ) -> Result<Self> {
        let store = match dir {
            None => Store::Memory(Arc::default()),
            Some(dir) => {
                let dir = dir.join("limits");
                std::fs::create_dir_all(&dir).map_err(|e| Error::io(&dir, e))?;
                Store::Files(Arc::new(dir))
            }
        };
        Ok(Limiter {
            store,
            clock: Clock::Wall,
            custom_rates: Arc::new(custom_rates),
            max_wait: millis(max_wait),
            max_connections,
            in_flight: Arc::default(),
            observer: Observer::default(),
            told: Arc::default(),
        })
    }

    #[cfg(test)]
    pub(super) fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Whom to tell of pauses and long waits.
    pub(super) fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = observer;
        self
    }

    /// The least time between two requests by the host's limit.
    pub(super) fn interval(&self, host: &LimitedHost, pool: Pool) -> Duration {
        Duration::from_millis(host.interval(pool, &self.custom_rates))
    }

    /// Waits until a request may be sent. `min_interval` is how long the host wishes to be left alone between two
    /// requests; it counts where it is longer than the host's limit, and up to the longest wait allowed.
    ///
    /// # Errors
    /// [`ErrorKind::ArchiveDown`] while the host's breaker is open, [`ErrorKind::RateLimited`] while it is
    /// paused for longer than may be waited, [`ErrorKind::Io`] when its state cannot be kept.
    pub(super) async fn acquire(&self, host: &LimitedHost, pool: Pool, min_interval: Duration) -> Result<Permit> {
        let permit = match self.semaphore(host, pool) {
            // It is never closed, so there is always a permit to come.
            Some(semaphore) => semaphore.acquire_owned().await.ok(),
            None => None,
        };
        let max_wait = self.max_wait;
        // All that wait at once must not reserve times farther ahead than times are believed.
        let max_interval = millis(MAX_PAUSE) / (self.max_connections as u64 + 1);
        let interval =
            host.interval(pool, &self.custom_rates).max(millis(min_interval).min(max_wait).min(max_interval));
        loop {
            let turn = self.update(host, move |state, now| state.reserve(pool, interval, max_wait, now)).await?;
            match turn {
                Turn::In(0) => return Ok(Permit(permit)),
                Turn::In(wait) => {
                    self.tell_wait(host, wait).await?;
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                }
                Turn::Paused(left) => {
                    let retry_after = Duration::from_millis(left);
                    return Err(ErrorKind::RateLimited { host: host.key.clone(), retry_after }.into());
                }
                Turn::Down => return Err(archive_down(host, None)),
            }
            // A pause that began meanwhile holds for this request too.
            if self.update(host, |state, now| state.paused_until <= now && state.down_until <= now).await? {
                return Ok(Permit(permit));
            }
        }
    }

    /// Lets nobody ask the host for a time, because of a response with this status.
    pub(super) async fn pause(&self, host: &LimitedHost, time: Duration, status: u16) -> Result<()> {
        let time = millis(time.min(MAX_PAUSE));
        let pause = move |state: &mut HostState, now: u64| {
            state.paused_until = state.paused_until.max(now.saturating_add(time));
            state.paused_until
        };
        let end = self.update(host, pause).await?;
        // One that is not waited out is told by the error.
        if time <= self.max_wait && self.is_news(host, end) {
            self.observer.tell(&host.key, Duration::from_millis(time), WaitReason::Pause { status: Some(status) });
        }
        Ok(())
    }

    /// Tells of a wait if it is for a pause that was not told, or long.
    async fn tell_wait(&self, host: &LimitedHost, wait: u64) -> Result<()> {
        let (left, end) =
            self.update(host, |state, now| (state.paused_until.saturating_sub(now), state.paused_until)).await?;
        if left > 0 {
            if self.is_news(host, end) {
                self.observer.tell(&host.key, Duration::from_millis(left), WaitReason::Pause { status: None });
            }
        } else if wait >= LONG_TURN {
            self.observer.tell(&host.key, Duration::from_millis(wait), WaitReason::Turn);
        }
        Ok(())
    }

    /// Whether nobody was told of a pause of the host that ends then; it counts as told from here on.
    fn is_news(&self, host: &LimitedHost, end: u64) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() > MAX_REMEMBERED_HOSTS {
            told.clear();
        }
        let before = told.entry(host.key.clone()).or_default();
        let is_news = end > before.saturating_add(SAME_PAUSE);
        *before = end.max(*before);
        is_news
    }

    /// Opens the host's breaker: all requests fail at once for a time.
    pub(super) async fn open_breaker(&self, host: &LimitedHost, time: Duration) -> Result<()> {
        let time = millis(time.min(MAX_BREAK));
        self.update(host, move |state, now| state.down_until = state.down_until.max(now.saturating_add(time))).await
    }

    /// What bounds the requests to a host that are under way: one to an index, a few to everything else. `None` where
    /// there is no bound.
    fn semaphore(&self, host: &LimitedHost, pool: Pool) -> Option<Arc<Semaphore>> {
        if host.is_loopback() {
            return None;
        }
        let mut in_flight = self.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        if in_flight.len() > MAX_REMEMBERED_HOSTS {
            in_flight.retain(|_, semaphore| Arc::strong_count(semaphore) > 1);
        }
        let permits = if pool == Pool::Index { 1 } else { self.max_connections };
        Some(in_flight.entry((host.key.clone(), pool)).or_insert_with(|| Arc::new(Semaphore::new(permits))).clone())
    }

    /// Reads and changes the state of a host; `change` also gets the time.
    async fn update<T: Send + 'static>(
        &self,
        host: &LimitedHost,
        change: impl FnOnce(&mut HostState, u64) -> T + Send + 'static,
    ) -> Result<T> {
        let clock = self.clock;
        match &self.store {
            Store::Memory(states) => {
                let mut states = states.lock().unwrap_or_else(PoisonError::into_inner);
                let now = clock.now();
                if states.len() > MAX_REMEMBERED_HOSTS {
                    states.retain(|_, state| state.holds_anything(now));
                }
                Ok(change(states.entry(host.key.clone()).or_default(), now))
            }
            Store::Files(dir) => {
                let path = dir.join(file_name(&host.key));
                let file = path.clone();
                let job = move || update_file(&file, clock, change).map_err(|e| Error::io(&file, e));
                run_blocking(&path, job).await
            }
        }
    }
}

/// The error for a host that refuses connections, with that of the request, or that refused them before.
pub(super) fn archive_down(host: &LimitedHost, source: Option<Error>) -> Error {
    ErrorKind::ArchiveDown { host: host.key.clone(), source }.into()
}

impl HostState {
    /// Reserves the next free time for a request.
    fn reserve(&mut self, pool: Pool, interval: u64, max_wait: u64, now: u64) -> Turn {
        let [index, replay, live] = &mut self.next;
        let next = match pool {
            Pool::Index => index,
            Pool::Replay => replay,
            Pool::Live => live,
        };
        if self.down_until > now {
            return Turn::Down;
        }
        if self.paused_until > now && self.paused_until - now > max_wait {
            return Turn::Paused(self.paused_until - now);
        }
        let start = now.max(*next).max(self.paused_until);
        *next = start.saturating_add(interval);
        Turn::In(start - now)
    }

    fn holds_anything(&self, now: u64) -> bool {
        self.down_until > now || self.paused_until > now || self.next.iter().any(|&n| n > now)
    }

    /// The state without times that are too far ahead: a clock that was wrong wrote them.
    fn without_implausible_times(mut self, now: u64) -> Self {
        let (max_pause, max_break) = (millis(MAX_PAUSE), millis(MAX_BREAK));
        for time in self.next.iter_mut().chain([&mut self.paused_until]) {
            *time = if *time > now.saturating_add(max_pause) { 0 } else { *time };
        }
        self.down_until = if self.down_until > now.saturating_add(max_break) { 0 } else { self.down_until };
        self
    }

    fn from_line(text: &str) -> HostState {
        let mut numbers = text.split_ascii_whitespace().map(|n| n.parse().unwrap_or_default());
        let mut number = || numbers.next().unwrap_or_default();
        HostState { next: [number(), number(), number()], paused_until: number(), down_until: number() }
    }

    /// Always of [`STATE_LINE_BYTES`], so that a state overwrites the one before as a whole.
    fn to_line(self) -> String {
        let [index, replay, live] = self.next;
        format!("{index:020} {replay:020} {live:020} {:020} {:020}\n", self.paused_until, self.down_until)
    }
}

/// The length of a stored state.
const STATE_LINE_BYTES: u64 = 105;

/// Reads, changes and writes the state in a file under its lock.
fn update_file<T>(path: &Path, clock: Clock, change: impl FnOnce(&mut HostState, u64) -> T) -> io::Result<T> {
    let mut file: File = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    file.lock()?;
    let mut text = Vec::new();
    Read::by_ref(&mut file).take(STATE_LINE_BYTES).read_to_end(&mut text)?;
    let now = clock.now();
    let before = HostState::from_line(&String::from_utf8_lossy(&text)).without_implausible_times(now);
    let mut state = before;
    let out = change(&mut state, now);
    if state != before {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(state.to_line().as_bytes())?;
    }
    file.unlock()?;
    Ok(out)
}

/// A host's name in a form that every file system takes.
fn file_name(key: &str) -> String {
    key.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).collect()
}
