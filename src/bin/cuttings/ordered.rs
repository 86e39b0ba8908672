//! Work done side by side, results handed over in order.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far the workers may run ahead of the oldest piece still in work, in pieces a worker. It bounds
/// what waits to be handed over, and with it the memory.
const AHEAD: usize = 8;

struct State<I, R> {
    tasks: I,
    taken: usize,
    handed: usize,
    exhausted: bool,
    stop: bool,
    done: BTreeMap<usize, R>,
}

struct Shared<I, R> {
    state: Mutex<State<I, R>>,
    changed: Condvar,
    window: usize,
}

/// Works on the tasks with so many threads and hands each result to `take`, in the order of the tasks.
///
/// `work` must not panic: a result that never comes would be waited for. Ends early, with its error,
/// when `take` fails.
pub fn in_order<T, R, E>(
    jobs: NonZeroUsize,
    tasks: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
{
    let state = State { tasks, taken: 0, handed: 0, exhausted: false, stop: false, done: BTreeMap::new() };
    let shared = Shared { state: Mutex::new(state), changed: Condvar::new(), window: jobs.get() * AHEAD };
    std::thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(|| {
                while let Some((index, task)) = shared.next_task() {
                    let result = work(task);
                    shared.lock().done.insert(index, result);
                    shared.changed.notify_all();
                }
            });
        }
        while let Some(result) = shared.next_result() {
            if let Err(error) = take(result) {
                shared.lock().stop = true;
                shared.changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    })
}

impl<T, R, I: Iterator<Item = T>> Shared<I, R> {
    fn lock(&self) -> MutexGuard<'_, State<I, R>> {
        // What is behind the lock is whole after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_task(&self) -> Option<(usize, T)> {
        let ahead = |s: &mut State<I, R>| !s.stop && !s.exhausted && s.taken >= s.handed + self.window;
        let mut state = self.changed.wait_while(self.lock(), ahead).unwrap_or_else(PoisonError::into_inner);
        if state.stop || state.exhausted {
            return None;
        }
        match state.tasks.next() {
            Some(task) => {
                state.taken += 1;
                Some((state.taken - 1, task))
            }
            None => {
                state.exhausted = true;
                self.changed.notify_all();
                None
            }
        }
    }

    fn next_result(&self) -> Option<R> {
        let pending = |s: &mut State<I, R>| !(s.done.contains_key(&s.handed) || s.exhausted && s.handed == s.taken);
        let mut state = self.changed.wait_while(self.lock(), pending).unwrap_or_else(PoisonError::into_inner);
        let index = state.handed;
        let result = state.done.remove(&index)?;
        state.handed += 1;
        self.changed.notify_all();
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        for n in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |t: u64| {
                std::thread::sleep(Duration::from_micros(t * 7919 % 500));
                t
            };
            let take = |r| {
                seen.push(r);
                Ok::<(), Infallible>(())
            };
            in_order(jobs(n), 0..300, work, take).unwrap();
            assert!(seen.iter().copied().eq(0..300), "{n} jobs: {seen:?}");
        }
        in_order(jobs(3), std::iter::empty::<u8>(), |t| t, |_| Err("nothing should come")).unwrap();
    }

    #[test]
    fn workers_do_not_run_far_ahead_of_a_slow_one() {
        let started = AtomicUsize::new(0);
        let work = |t: usize| {
            let before = started.fetch_add(1, Ordering::SeqCst);
            if t == 0 {
                while started.load(Ordering::SeqCst) < 2 * AHEAD {
                    std::thread::yield_now();
                }
                // Time to run too far, for those who would.
                std::thread::sleep(Duration::from_millis(100));
                return started.load(Ordering::SeqCst);
            }
            before
        };
        let mut first = None;
        in_order(jobs(2), 0..1000, work, |r| Ok::<(), Infallible>(_ = first.get_or_insert(r))).unwrap();
        assert_eq!(first, Some(2 * AHEAD));
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let worked = AtomicUsize::new(0);
        let work = |t| {
            worked.fetch_add(1, Ordering::SeqCst);
            t
        };
        let taken = in_order(jobs(2), 0..100_000, work, |t| if t == 5 { Err("full") } else { Ok(()) });
        assert_eq!(taken, Err("full"));
        assert!(worked.load(Ordering::SeqCst) < 100);
    }
}
