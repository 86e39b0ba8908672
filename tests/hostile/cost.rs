//! Whether work grows as its input does, told without a clock on the wall.
//!
//! What takes a second takes ten on a busy machine. So each piece of work is done at two sizes, one after the other, and
//! what counts is how much more the larger costs: of what is linear about eight times as much, up to three times that
//! where the smaller still fits a cache, of what is quadratic sixty-four times. The cost is the time of the thread on its
//! processor, where the system tells it.

use std::time::{Duration, Instant};

/// How much larger the larger input is.
const GROWTH: usize = 8;

/// More than this is no linear growth.
const MAX_GROWTH_OF_COST: f64 = 32.0;

/// So often both sizes are done before it is believed: neighbours on the machine may well slow one run down, hardly
/// each of these.
const MAX_TRIES: usize = 5;

/// What costs no more at the larger size is told from noise too badly.
const TOO_LITTLE: Duration = Duration::from_millis(40);

/// What came of some work, and what each part of it cost.
pub struct Work<T> {
    pub outcome: T,
    pub costs: Vec<(&'static str, Duration)>,
}

/// Does the work at an eighth of the size and at the size, and gives what came of the latter.
///
/// # Panics
///
/// Panics if the cost of a part grows faster than the size.
pub fn linear<T>(what: &str, size: usize, work: impl Fn(usize) -> Work<T>) -> T {
    let mut tries = 0;
    loop {
        let small = work(size / GROWTH).costs;
        let large = work(size);
        tries += 1;
        match too_steep(&small, &large.costs) {
            None => return large.outcome,
            Some(found) => assert!(tries < MAX_TRIES, "{what}: {found}"),
        }
    }
}

fn too_steep(small: &[(&str, Duration)], large: &[(&str, Duration)]) -> Option<String> {
    small.iter().zip(large).find_map(|((part, small), (_, large))| {
        let growth = large.as_secs_f64() / small.as_secs_f64().max(f64::MIN_POSITIVE);
        let is_steep = *large > TOO_LITTLE && growth > MAX_GROWTH_OF_COST;
        is_steep
            .then(|| format!("{GROWTH} times as large, {part} costs {growth:.1} times as much ({small:?}, {large:?})"))
    })
}

/// Does some work and says what it cost.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (processor, wall) = (processor_time(), Instant::now());
    let outcome = work();
    let cost = match (processor, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => wall.elapsed(),
    };
    (outcome, cost)
}

/// How long this thread was on a processor; nothing where the system does not tell.
fn processor_time() -> Option<Duration> {
    // The figure is brought up to date when the scheduler runs.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::hint::black_box;

    use super::*;

    fn costing(millis: usize) -> Work<usize> {
        Work { outcome: millis, costs: vec![("all", Duration::from_millis(millis as u64))] }
    }

    #[test]
    fn what_is_linear_passes_and_gives_the_outcome_of_the_whole() {
        assert_eq!(linear("linear", 1_000, costing), 1_000);
        assert_eq!(linear("little", 30, |n| costing(if n == 30 { n } else { 0 })), 30);
    }

    #[test]
    #[should_panic(expected = "quadratic: 8 times as large, all costs 64.0 times as much")]
    fn what_is_quadratic_does_not() {
        linear("quadratic", 80, |n| costing(n * n));
    }

    #[test]
    #[should_panic(expected = "parts: 8 times as large, writing costs 64.0 times as much")]
    fn each_part_counts() {
        linear("parts", 1_000, |n| {
            let costs = [("reading", 100 * n), ("writing", n * n)];
            Work { outcome: (), costs: costs.map(|(part, cost)| (part, Duration::from_millis(cost as u64))).into() }
        });
    }

    #[test]
    fn one_slow_run_is_noise() {
        let runs = Cell::new(0);
        linear("noisy", 1_000, |n| {
            runs.set(runs.get() + 1);
            costing(if runs.get() == 2 { 40 * n } else { n })
        });
        assert_eq!(runs.get(), 4);
    }

    #[test]
    #[should_panic(expected = "pairs: 8 times as large, all costs")]
    fn work_that_is_done_is_measured() {
        let pairs = |n: usize| (0..n).for_each(|a| (0..n).for_each(|b| _ = black_box(a ^ b)));
        linear("pairs", 16_000, |n| Work { outcome: (), costs: vec![("all", measured(|| pairs(n)).1)] });
    }
}
