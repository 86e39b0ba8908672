//! Work done side by side, results handed over one by one.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many tasks each worker may be ahead of the oldest one still in work. It bounds what waits to be handed over,
/// and with it the memory.
const MAX_AHEAD_PER_WORKER: usize = 8;

/// In which order results are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// That of the tasks.
    AsTasks,
    /// That in which they are done.
    AsDone,
}

struct State<R> {
    taken: usize,
    handed: usize,
    exhausted: bool,
    stop: bool,
    done: BTreeMap<usize, R>,
}

struct Shared<I, R> {
    /// Apart from the state: a task may be long in coming, through a pipe perhaps, and results do not wait for it.
    tasks: Mutex<I>,
    state: Mutex<State<R>>,
    changed: Condvar,
    window: usize,
    order: Order,
}

/// Works on the tasks with so many threads and hands each result to `take`, in this order.
///
/// `work` must not panic: a result that never comes would be waited for. Ends early, with its error,
/// when `take` fails.
pub fn work_through<T, R, E>(
    jobs: NonZeroUsize,
    order: Order,
    tasks: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
{
    let state = State { taken: 0, handed: 0, exhausted: false, stop: false, done: BTreeMap::new() };
    let window = jobs.get() * MAX_AHEAD_PER_WORKER;
    let shared = Shared { tasks: Mutex::new(tasks), state: Mutex::new(state), changed: Condvar::new(), window, order };
    let work_on = |(index, task)| {
        let result = work(task);
        lock(&shared.state).done.insert(index, result);
        shared.changed.notify_all();
    };
    std::thread::scope(|scope| {
        let worker = || while shared.next_task().map(work_on).is_some() {};
        // Of a system that has no more threads to give, those that came are enough; where none came, it is done here.
        let came = (0..jobs.get()).filter(|_| std::thread::Builder::new().spawn_scoped(scope, worker).is_ok()).count();
        while came == 0 && shared.next_task().map(work_on).is_some() {
            if let Some(result) = shared.next_result() {
                take(result)?;
            }
        }
        while let Some(result) = shared.next_result() {
            if let Err(error) = take(result) {
                lock(&shared.state).stop = true;
                shared.changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind the locks is whole after every statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T, R, I: Iterator<Item = T>> Shared<I, R> {
    fn next_task(&self) -> Option<(usize, T)> {
        let mut tasks = lock(&self.tasks);
        let is_ahead = |s: &mut State<R>| !s.stop && !s.exhausted && s.taken >= s.handed + self.window;
        let state = self.changed.wait_while(lock(&self.state), is_ahead).unwrap_or_else(PoisonError::into_inner);
        if state.stop || state.exhausted {
            return None;
        }
        drop(state);
        let task = tasks.next();
        let mut state = lock(&self.state);
        match task {
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
        let is_ready = |s: &State<R>| match self.order {
            Order::AsTasks => s.done.contains_key(&s.handed),
            Order::AsDone => !s.done.is_empty(),
        };
        let is_pending = |s: &mut State<R>| !(is_ready(s) || s.exhausted && s.handed == s.taken);
        let mut state = self.changed.wait_while(lock(&self.state), is_pending).unwrap_or_else(PoisonError::into_inner);
        let (_, result) = match self.order {
            Order::AsTasks => {
                let index = state.handed;
                state.done.remove_entry(&index)?
            }
            Order::AsDone => state.done.pop_first()?,
        };
        state.handed += 1;
        self.changed.notify_all();
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        for n in [1, 2, 7] {
            let mut seen = Vec::new();
            // Some tasks take longer than those after them.
            let work = |t: u64| (0..t * 7919 % 500).fold(t, |t, _| std::hint::black_box(t));
            let take = |r| {
                seen.push(r);
                Ok::<(), Infallible>(())
            };
            work_through(jobs(n), Order::AsTasks, 0..300, work, take).unwrap();
            assert!(seen.iter().copied().eq(0..300), "{n} jobs: {seen:?}");
        }
        work_through(jobs(3), Order::AsTasks, std::iter::empty::<u8>(), |t| t, |_| Err("nothing should come")).unwrap();
    }

    #[test]
    fn results_may_come_as_they_are_done() {
        let (mut seen, is_first_done) = (Vec::new(), AtomicBool::new(false));
        let work = |t: usize| {
            // The first task is done last.
            while t == 0 && !is_first_done.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            t
        };
        let take = |r| {
            seen.push(r);
            is_first_done.store(seen.len() == 5, Ordering::SeqCst);
            Ok::<(), Infallible>(())
        };
        work_through(jobs(2), Order::AsDone, 0..6, work, take).unwrap();
        assert_eq!(seen.last(), Some(&0));
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..6));
    }

    #[test]
    fn workers_do_not_run_far_ahead_of_a_slow_one() {
        let most = 2 * MAX_AHEAD_PER_WORKER;
        let (started, first_is_done, begun) = (AtomicUsize::new(0), AtomicBool::new(false), AtomicUsize::new(0));
        let work = |t: usize| {
            let count = started.fetch_add(1, Ordering::SeqCst) + 1;
            if t == 0 {
                // All that may be begun are begun before the first is done, and no more.
                while started.load(Ordering::SeqCst) < most {
                    std::thread::yield_now();
                }
                first_is_done.store(true, Ordering::SeqCst);
            } else if !first_is_done.load(Ordering::SeqCst) {
                begun.fetch_max(count, Ordering::SeqCst);
            }
        };
        work_through(jobs(2), Order::AsTasks, 0..1000, work, |()| Ok::<(), Infallible>(())).unwrap();
        assert_eq!(started.into_inner(), 1000);
        assert!(begun.into_inner() <= most);
    }

    #[test]
    fn results_do_not_wait_for_a_task_that_is_long_in_coming() {
        // The second task comes only when the first result has been handed over.
        let (sender, receiver) = mpsc::channel();
        sender.send(1).unwrap();
        let mut sender = Some(sender);
        let mut seen = Vec::new();
        let take = |r| {
            seen.push(r);
            match sender.take() {
                Some(sender) => sender.send(2),
                None => Ok(()),
            }
        };
        work_through(jobs(3), Order::AsTasks, receiver.into_iter(), |t| t, take).unwrap();
        assert_eq!(seen, [1, 2]);
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let worked = AtomicUsize::new(0);
        let work = |t| {
            worked.fetch_add(1, Ordering::SeqCst);
            t
        };
        let taken =
            work_through(jobs(2), Order::AsTasks, 0..100_000, work, |t| if t == 5 { Err("full") } else { Ok(()) });
        assert_eq!(taken, Err("full"));
        assert!(worked.load(Ordering::SeqCst) < 100);
    }
}
