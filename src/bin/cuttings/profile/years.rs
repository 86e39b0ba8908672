//! Counts by year.

use std::collections::BTreeMap;

/// A year, or none where it is not known.
pub type Year = Option<i16>;

/// A year as it is counted: those far from any web page are as little known as none. So years are few, whatever pages say.
pub fn counted(year: Year) -> Year {
    year.filter(|y| (1980..2100).contains(y))
}

/// How many of each year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByYear(BTreeMap<Year, usize>);

impl ByYear {
    pub fn add(&mut self, year: Year) {
        *self.0.entry(counted(year)).or_default() += 1;
    }

    pub fn of(&self, year: Year) -> usize {
        self.0.get(&year).copied().unwrap_or_default()
    }

    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// The years that have any, in their order, the unknown one first.
    pub fn years(&self) -> impl DoubleEndedIterator<Item = Year> + '_ {
        self.0.keys().copied()
    }

    /// The years that have any and are known: `2003`, `2003–2009`.
    pub fn span(&self) -> Option<String> {
        let mut known = self.years().flatten();
        let first = known.next()?;
        Some(match known.next_back() {
            Some(last) => format!("{first}–{last}"),
            None => first.to_string(),
        })
    }

    /// What the years say of something that was found on these of so many pages, if that is not everywhere alike.
    pub fn remark(&self, pages: &ByYear) -> Option<String> {
        /// So many would have been found before or after, were the thing as frequent as in its years.
        const MISSED: f64 = 2.5;
        if self.total() == 0 {
            return Some("never found".to_owned());
        }
        let found: Vec<i16> = self.years().flatten().collect();
        let (first, last) = (found.first().copied()?, found.last().copied()?);
        let without = |is_there: &dyn Fn(i16) -> bool| -> usize {
            pages.years().flatten().filter(|y| is_there(*y)).map(|y| pages.of(Some(y))).sum()
        };
        // What has no year is in neither number.
        let dated = self.total() - self.of(None);
        let rate = dated as f64 / without(&|y| (first..=last).contains(&y)).max(1) as f64;
        let is_missed = |pages: usize| pages as f64 * rate >= MISSED;
        match (is_missed(without(&|y| y < first)), is_missed(without(&|y| y > last))) {
            (true, true) if first == last => Some(format!("found in {first} alone")),
            (true, true) => Some(format!("found from {first} to {last} alone")),
            (false, true) => Some(format!("not found since {last}")),
            (true, false) => Some(format!("not found before {first}")),
            (false, false) => None,
        }
    }
}

/// A year in words.
pub fn name(year: Year) -> String {
    year.map_or_else(|| "no date".to_owned(), |y| y.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(years: &[(i16, usize)]) -> ByYear {
        ByYear(years.iter().map(|(y, n)| (Some(*y), *n)).collect())
    }

    #[test]
    fn what_died_is_told_with_its_year() {
        let pages = of(&[(2007, 10), (2008, 12), (2009, 9), (2010, 2)]);
        assert_eq!(of(&[(2007, 9), (2008, 1)]).remark(&pages).unwrap(), "not found since 2008");
        assert_eq!(of(&[(2007, 1), (2008, 1)]).remark(&pages), None, "what is seldom is missed by chance");
        assert_eq!(of(&[(2009, 9), (2010, 2)]).remark(&pages).unwrap(), "not found before 2009");
        assert_eq!(of(&[(2008, 12)]).remark(&pages).unwrap(), "found in 2008 alone");
        assert_eq!(of(&[]).remark(&pages).unwrap(), "never found");
        assert_eq!(of(&[(2007, 1), (2009, 9)]).remark(&pages), None, "two pages of 2010 are too few");
    }

    #[test]
    fn pages_without_a_date_say_nothing_of_a_year() {
        let (mut found, mut pages) = (of(&[(2007, 1)]), of(&[(2007, 10), (2008, 12)]));
        for years in [&mut found, &mut pages] {
            (0..30).for_each(|_| years.add(None));
        }
        assert_eq!(found.remark(&pages), None, "it is as seldom in 2007");
    }

    #[test]
    fn years_that_cannot_be_are_unknown() {
        let mut years = ByYear::default();
        [Some(2004), Some(33), None, Some(2007), Some(9999)].into_iter().for_each(|y| years.add(y));
        assert_eq!((years.of(None), years.total()), (3, 5));
        assert_eq!(years.span().as_deref(), Some("2004–2007"));
    }
}
