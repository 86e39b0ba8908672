//! Dates in the page's text, read with what its address says of their year.

use crate::article::DateTime;
use crate::dates::{self, Context, Found};

/// Reads the dates of a page's texts.
pub(super) struct Reader<'c> {
    context: Context<'c>,
    /// The last day of the month that the page's address names.
    month: Option<DateTime>,
}

impl<'c> Reader<'c> {
    pub(super) fn new(context: Context<'c>, address: Option<&str>) -> Self {
        Reader { context, month: address.and_then(dates::month_from_url) }
    }

    /// Every date of a text, in order. One without a year that is of the address's month is of its year too.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut found = dates::find(text, &self.context);
        let Some(last) = self.month else { return found };
        let context = Context { latest: Some(last), ..self.context };
        let is_of_month = |f: &Found| f.yearless && (f.value.year(), f.value.month()) == (last.year(), last.month());
        for dated in dates::find(text, &context).into_iter().filter(is_of_month) {
            let at = found.partition_point(|f| f.end <= dated.start);
            match found.get_mut(at) {
                Some(same) if same.start == dated.start && same.yearless => *same = dated,
                Some(other) if other.start < dated.end => {}
                _ => found.insert(at, dated),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_gives_the_year_of_a_date_in_its_month() {
        let days = |text: &str, url: &str, latest: Option<&str>| {
            let latest = latest.and_then(dates::parse_machine);
            let reader = Reader::new(Context { latest, ..Context::default() }, Some(url));
            reader.find(text).iter().map(|f| f.value.to_string()).collect::<Vec<_>>()
        };
        let url = "http://courier.example/2012/05/pier-closed/";
        assert_eq!(days("May 14", url, None), ["2012-05-14"]);
        assert_eq!(days("May 14", url, Some("2019-03-01")), ["2012-05-14"]);
        assert_eq!(days("May 14 | 3 June 2011", url, None), ["2012-05-14", "2011-06-03"]);
        // Another month is of a year that nobody names, and a weekday may belie the address.
        assert_eq!(days("June 14", url, None), [""; 0]);
        assert_eq!(days("Friday, May 14", url, None), [""; 0]);
        assert_eq!(days("May 14, 2010", url, None), ["2010-05-14"]);
        assert_eq!(days("May 14", "http://courier.example/pier-closed/", None), [""; 0]);
    }
}
