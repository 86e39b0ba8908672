//! The pages that are looked at, of all that there are: so many of each year, chosen without regard to their order.

use std::collections::BTreeMap;

use crate::dedupe::hash;
use crate::profile::years::{Year, counted};

/// Of each year the pages whose names have the lowest hashes: any order of the pages gives the same.
#[derive(Debug)]
pub struct Sample<T> {
    most: usize,
    /// By their hashes and names. Pages of one name, as a manifest may have, are told apart by their numbers.
    years: BTreeMap<Year, BTreeMap<(u64, String, usize), T>>,
    added: usize,
}

impl<T> Sample<T> {
    pub fn new(most: usize) -> Sample<T> {
        Sample { most, years: BTreeMap::new(), added: 0 }
    }

    /// Adds a page, if it is one of those, and drops the one it takes the place of.
    pub fn add(&mut self, year: Year, source: String, page: impl FnOnce() -> T) {
        let own = self.years.entry(counted(year)).or_default();
        let key = (hash(&source), source, self.added);
        self.added += 1;
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
            let mut pages: Vec<_> = pages.into_iter().map(|((_, source, _), page)| (year, source, page)).collect();
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

    #[test]
    fn pages_of_one_name_are_as_many_as_they_are() {
        let mut sample = Sample::new(5);
        (0..3).for_each(|n| sample.add(None, "p".to_owned(), || n));
        assert_eq!(sample.finish().into_iter().map(|(_, _, n)| n).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
