//! When a host may be asked next, agreed on by all who ask it.
//!
//! The state of a host is a line of numbers: in memory, or, where there is a cache directory, in a small file under
//! an operating system's lock, so that all processes with that directory keep one limit together. Requests are
//! spread evenly: each takes the next free time and leaves the one after it to the next.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, ErrorKind, Result};

use super::Pool;
use super::rates::Limited;

/// How long a pause may be, whatever an archive asks for; also how far ahead a time is believed. A clock that was
/// set back must not stop a host for years.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// How far ahead the end of a breaker is believed.
const LONGEST_BREAK: Duration = Duration::from_secs(24 * 3600);

/// What is known of a host. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct State {
    /// For each pool when the next request may be sent.
    next: [u64; 3],
    paused: u64,
    down: u64,
}

/// What to do about a request.
enum Verdict {
    /// Send it in this many milliseconds.
    Go(u64),
    Paused(u64),
    Down,
}

/// The requests that may be under way, for each host and pool.
type Open = HashMap<(String, Pool), Arc<Semaphore>>;

/// The limits of all hosts. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    store: Store,
    clock: Clock,
    own: Arc<BTreeMap<String, u32>>,
    max_wait: u64,
    connections: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Clone)]
enum Store {
    Memory(Arc<Mutex<HashMap<String, State>>>),
    Files(Arc<PathBuf>),
}

/// Leave to send one request, while it is held.
#[derive(Debug)]
pub(super) struct Leave(#[allow(dead_code, reason = "given back when dropped")] Option<OwnedSemaphorePermit>);

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
        own: BTreeMap<String, u32>,
        max_wait: Duration,
        connections: usize,
    ) -> Result<Self> {
        let store = match dir {
            None => Store::Memory(Arc::default()),
            Some(dir) => {
                let dir = dir.join("limits");
                std::fs::create_dir_all(&dir).map_err(|e| Error::io(&dir, e))?;
                Store::Files(Arc::new(dir))
            }
        };
        let max_wait = millis(max_wait);
        Ok(Limiter { store, clock: Clock::Wall, own: Arc::new(own), max_wait, connections, open: Arc::default() })
    }

    #[cfg(test)]
    pub(super) fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Waits until a request may be sent. `delay` is how long its host wishes to be left alone after it, if that is longer
    /// than its limit makes it; no longer than may be waited for a host at all.
    ///
    /// # Errors
    /// [`ErrorKind::ArchiveDown`] while the host's breaker is open, [`ErrorKind::RateLimited`] while it is
    /// paused for longer than may be waited, [`ErrorKind::Io`] when its state cannot be kept.
    pub(super) async fn leave(&self, host: &Limited, pool: Pool, delay: Duration) -> Result<Leave> {
        let permit = match self.semaphore(host, pool) {
            // It is never closed, so there is always a permit to come.
            Some(semaphore) => semaphore.acquire_owned().await.ok(),
            None => None,
        };
        let max_wait = self.max_wait;
        // Those that wait at once must not reach farther ahead than times are believed.
        let longest = millis(LONGEST_PAUSE) / (self.connections as u64 + 1);
        let interval = host.interval(pool, &self.own).max(millis(delay).min(max_wait).min(longest));
        loop {
            let verdict = self.with(host, move |state, now| state.take(pool, interval, max_wait, now)).await?;
            match verdict {
                Verdict::Go(0) => return Ok(Leave(permit)),
                Verdict::Go(wait) => tokio::time::sleep(Duration::from_millis(wait)).await,
                Verdict::Paused(left) => {
                    let retry_after = Duration::from_millis(left);
                    return Err(ErrorKind::RateLimited { host: host.key.clone(), retry_after }.into());
                }
                Verdict::Down => return Err(down(host, "connections were refused a short while ago")),
            }
            // A pause that began meanwhile holds for this request too.
            if self.with(host, |state, now| state.paused <= now && state.down <= now).await? {
                return Ok(Leave(permit));
            }
        }
    }

    /// Lets nobody ask the host for a time.
    pub(super) async fn pause(&self, host: &Limited, time: Duration) -> Result<()> {
        let time = millis(time.min(LONGEST_PAUSE));
        self.with(host, move |state, now| state.paused = state.paused.max(now.saturating_add(time))).await
    }

    /// Opens the host's breaker.
    pub(super) async fn trip(&self, host: &Limited, time: Duration) -> Result<()> {
        let time = millis(time.min(LONGEST_BREAK));
        self.with(host, move |state, now| state.down = state.down.max(now.saturating_add(time))).await
    }

    /// How many requests to a host may be under way at once: one to an index, few to the rest. None where
    /// there is no limit.
    fn semaphore(&self, host: &Limited, pool: Pool) -> Option<Arc<Semaphore>> {
        if host.is_loopback() {
            return None;
        }
        /// Above this many hosts those are forgotten that nobody asks just now.
        const MANY: usize = 4096;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() > MANY {
            open.retain(|_, semaphore| Arc::strong_count(semaphore) > 1);
        }
        let most = if pool == Pool::Index { 1 } else { self.connections };
        Some(open.entry((host.key.clone(), pool)).or_insert_with(|| Arc::new(Semaphore::new(most))).clone())
    }

    async fn with<T: Send + 'static>(
        &self,
        host: &Limited,
        change: impl FnOnce(&mut State, u64) -> T + Send + 'static,
    ) -> Result<T> {
        let clock = self.clock;
        match &self.store {
            Store::Memory(states) => {
                /// Above this many hosts those are forgotten of which nothing is to be remembered.
                const MANY: usize = 4096;
                let mut states = states.lock().unwrap_or_else(PoisonError::into_inner);
                let now = clock.now();
                if states.len() > MANY {
                    states.retain(|_, state| state.is_of_use(now));
                }
                Ok(change(states.entry(host.key.clone()).or_default(), now))
            }
            Store::Files(dir) => {
                let path = dir.join(file_name(&host.key));
                let job = move || in_file(&path, clock, change).map_err(|e| Error::io(&path, e));
                super::blocking(job).await
            }
        }
    }
}

pub(super) fn down(host: &Limited, reason: &str) -> Error {
    ErrorKind::ArchiveDown { host: host.key.clone(), reason: reason.to_owned() }.into()
}

impl State {
    fn take(&mut self, pool: Pool, interval: u64, max_wait: u64, now: u64) -> Verdict {
        let [index, replay, live] = &mut self.next;
        let next = match pool {
            Pool::Index => index,
            Pool::Replay => replay,
            Pool::Live => live,
        };
        if self.down > now {
            return Verdict::Down;
        }
        if self.paused > now && self.paused - now > max_wait {
            return Verdict::Paused(self.paused - now);
        }
        let start = now.max(*next).max(self.paused);
        *next = start.saturating_add(interval);
        Verdict::Go(start - now)
    }

    fn is_of_use(&self, now: u64) -> bool {
        self.down > now || self.paused > now || self.next.iter().any(|&n| n > now)
    }

    /// Times too far ahead were written by a clock that was wrong.
    fn believe(mut self, now: u64) -> Self {
        let (pause, break_) = (millis(LONGEST_PAUSE), millis(LONGEST_BREAK));
        for time in self.next.iter_mut().chain([&mut self.paused]) {
            *time = if *time > now.saturating_add(pause) { 0 } else { *time };
        }
        self.down = if self.down > now.saturating_add(break_) { 0 } else { self.down };
        self
    }

    fn read(text: &str) -> State {
        let mut numbers = text.split_ascii_whitespace().map(|n| n.parse().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        State { next: [next(), next(), next()], paused: next(), down: next() }
    }

    /// Always of the same length, so that one state is written over another whole.
    fn write(&self) -> String {
        let [index, replay, live] = self.next;
        format!("{index:020} {replay:020} {live:020} {:020} {:020}\n", self.paused, self.down)
    }
}

/// Reads, changes and writes the state in a file, alone with it.
fn in_file<T>(path: &Path, clock: Clock, change: impl FnOnce(&mut State, u64) -> T) -> io::Result<T> {
    /// Of a state as it is written.
    const LENGTH: u64 = 105;
    let mut file: File = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    file.lock()?;
    let mut text = Vec::new();
    Read::by_ref(&mut file).take(LENGTH).read_to_end(&mut text)?;
    let now = clock.now();
    let before = State::read(&String::from_utf8_lossy(&text)).believe(now);
    let mut state = before;
    let out = change(&mut state, now);
    if state != before {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(state.write().as_bytes())?;
    }
    file.unlock()?;
    Ok(out)
}

/// A host's name in a form that every file system takes.
fn file_name(key: &str) -> String {
    key.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).collect()
}
