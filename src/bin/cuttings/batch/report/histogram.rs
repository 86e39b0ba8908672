//! How many values are how large, in ranges that grow.

use cuttings::html_page::charts::Column;

/// Where ranges of microseconds begin: from a millisecond to a minute.
pub const TIMES: &[u64] = &[
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000,
    10_000_000, 20_000_000, 50_000_000,
];

/// Where ranges of bytes begin: from a kilobyte to 50 megabytes.
pub const SIZES: &[u64] = &[
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000,
    10_000_000, 20_000_000, 50_000_000,
];

/// Counts of values by range.
#[derive(Debug, Clone)]
pub struct Histogram {
    /// Where each range but the first begins.
    edges: &'static [u64],
    counts: Vec<u64>,
    sum: u64,
    largest: u64,
}

impl Histogram {
    pub fn new(edges: &'static [u64]) -> Histogram {
        Histogram { edges, counts: vec![0; edges.len() + 1], sum: 0, largest: 0 }
    }

    pub fn add(&mut self, value: u64) {
        self.counts[self.edges.partition_point(|edge| *edge <= value)] += 1;
        self.sum = self.sum.saturating_add(value);
        self.largest = self.largest.max(value);
    }

    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub fn sum(&self) -> u64 {
        self.sum
    }

    pub fn largest(&self) -> u64 {
        self.largest
    }

    /// About the value that so large a share of all are below, as if each range were filled evenly.
    pub fn quantile(&self, share: f64) -> u64 {
        let wanted = share * self.count() as f64;
        let mut below = 0.0;
        for (i, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = *count as f64;
            if below + count >= wanted {
                let from = if i == 0 { 0 } else { self.edges[i - 1] };
                let to = self.edges.get(i).map_or(self.largest, |edge| (*edge).min(self.largest)).max(from);
                return from + ((to - from) as f64 * (wanted - below) / count) as u64;
            }
            below += count;
        }
        self.largest
    }

    /// The ranges from the first with any value to the last, one more on either side.
    pub fn columns(&self, name: impl Fn(u64) -> String) -> Vec<Column> {
        let first = self.counts.iter().position(|count| *count > 0).unwrap_or(0).saturating_sub(1);
        let last = self.counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        let range = |i: usize| match (i.checked_sub(1).map(|i| self.edges[i]), self.edges.get(i)) {
            (None, Some(to)) => format!("below {}", name(*to)),
            (Some(from), Some(to)) => format!("{} to {}", name(from), name(*to)),
            (from, None) => format!("{} and more", name(from.unwrap_or(0))),
        };
        // Short, for there is little room below a column.
        let short = |edge: u64| name(edge).replace(' ', "").trim_end_matches('B').to_owned();
        let from = |i: usize| i.checked_sub(1).map_or_else(|| "0".to_owned(), |i| short(self.edges[i]));
        let columns = self.counts.iter().enumerate().take(last + 1).skip(first);
        columns.map(|(i, count)| Column { from: from(i), range: range(i), count: *count }).collect()
    }
}

/// Microseconds as people say them.
pub fn time(micros: u64) -> String {
    match micros {
        0..10_000 => decimal(micros as f64 / 1e3, "ms"),
        10_000..1_000_000 => format!("{} ms", (micros as f64 / 1e3).round()),
        1_000_000..10_000_000 => decimal(micros as f64 / 1e6, "s"),
        _ => format!("{} s", (micros as f64 / 1e6).round()),
    }
}

/// Bytes as people say them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..10_000 => decimal(bytes as f64 / 1e3, "kB"),
        10_000..1_000_000 => format!("{} kB", (bytes as f64 / 1e3).round()),
        1_000_000..10_000_000 => decimal(bytes as f64 / 1e6, "MB"),
        1_000_000_000.. => decimal(bytes as f64 / 1e9, "GB"),
        _ => format!("{} MB", (bytes as f64 / 1e6).round()),
    }
}

/// A number with one decimal, without it where that is nought.
fn decimal(number: f64, unit: &str) -> String {
    format!("{} {unit}", (number * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_by_their_range() {
        let mut times = Histogram::new(TIMES);
        assert_eq!((times.count(), times.quantile(0.5), times.columns(time).len()), (0, 0, 1));
        for value in [5_000, 5_500, 9_999, 10_000, 3_600_000_000] {
            times.add(value);
        }
        let told: Vec<String> = times.columns(time).iter().map(|c| format!("{}={}", c.range, c.count)).collect();
        assert_eq!(told[..4], ["2 ms to 5 ms=0", "5 ms to 10 ms=3", "10 ms to 20 ms=1", "20 ms to 50 ms=0"]);
        assert_eq!(told.last().unwrap(), "50 s and more=1");
        assert_eq!((times.count(), times.largest(), times.sum()), (5, 3_600_000_000, 3_600_030_499));
        assert!((5_000..10_000).contains(&times.quantile(0.5)), "{}", times.quantile(0.5));
        assert_eq!(times.quantile(1.0), 3_600_000_000);
        let mut one = Histogram::new(SIZES);
        one.add(10);
        assert_eq!((one.quantile(1.0), one.columns(size)[0].range.as_str()), (10, "below 1 kB"));
    }

    #[test]
    fn times_and_sizes_are_said_shortly() {
        assert_eq!(
            [0, 1_000, 1_540, 20_000, 999_499, 2_000_000, 63_000_000].map(time),
            ["0 ms", "1 ms", "1.5 ms", "20 ms", "999 ms", "2 s", "63 s"]
        );
        assert_eq!(
            [10, 1_000, 52_300, 5_200_000, 52_000_000, 1_500_000_000].map(size),
            ["10 B", "1 kB", "52 kB", "5.2 MB", "52 MB", "1.5 GB"]
        );
    }
}
