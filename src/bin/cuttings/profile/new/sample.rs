//! The pages that are looked at, of all that there are: so many of each year, chosen without regard to their order.

use std::collections::BTreeMap;

use crate::dedupe::hash;
use crate::profile::years::Year;

/// Of each year the pages whose names have the lowest hashes: any order of the pages gives the same.
#[derive(Debug)]
pub struct Sample<T> {
    most: usize,
    years: BTreeMap<Year, BTreeMap<(u64, String), T>>,
}

impl<T> Sample<T> {
    pub fn new(most: usize) -> Sample<T> {
        Sample { most, years: BTreeMap::new() }
    }

    /// Adds a page, if it is one of those, and drops the one it takes the place of.
    pub fn add(&mut self, year: Year, source: String, page: impl FnOnce() -> T) {
        let own = self.years.entry(year.filter(|y| (1980..2100).contains(y))).or_default();
        let key = (hash(&source), source);
        if own.len() >= self.most {
            match own.last_entry() {
                Some(last) if *last.key() > key => _ = last.remove(),
                _ => return,
            }
        }
        own.insert(key, page());
    }

    /// The pages in the order of their years, then of their names.
    pub fn finish(self) -> Vec<(Year, String, T)> {
        let mut out = Vec::new();
        for (year, pages) in self.years {
            let mut pages: Vec<_> = pages.into_iter().map(|((_, source), page)| (year, source, page)).collect();
            pages.sort_by(|a, b| a.1.cmp(&b.1));
            out.extend(pages);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_of_each_year_whatever_the_order() {
        let of = |pages: &mut dyn Iterator<Item = usize>| {
            let mut sample = Sample::new(5);
            pages.for_each(|n| sample.add(Some(2000 + (n % 3) as i16), format!("p{n}"), || n));
            sample.finish().into_iter().map(|(_, _, n)| n).collect::<Vec<_>>()
        };
        let forwards = of(&mut (0..100));
        assert_eq!(forwards, of(&mut (0..100).rev()));
        assert_eq!(forwards.len(), 15);
        assert!(forwards.iter().filter(|n| *n % 3 == 1).count() == 5);
        assert!(forwards.iter().any(|n| *n > 50), "not the first alone");
    }
}
