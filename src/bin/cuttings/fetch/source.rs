//! Which pages are to be fetched, one after the other.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use cuttings::{Archive, CaptureUrl, CdxRecord, Error, Fetcher, Period, Query, Timestamp};

use crate::args::{FetchArgs, Matching};
use crate::filters::Addresses;
use crate::input::without_user;
use crate::output::Failure;
use crate::terminal;

use super::listing::{Asked, Complete, Listings, Rows, Told};
use super::store::now;
use super::unique::Firsts;

/// How often progress is told.
pub const PACE: Duration = Duration::from_secs(5);

/// A page to be fetched.
pub struct Piece {
    /// What it is called in the journal: the same in every run.
    pub id: String,
    pub url: String,
    pub from: Way,
}

pub enum Way {
    Live,
    Capture(CaptureUrl),
    Nearest(Archive, Period),
    /// A capture that an index lists, and whether one of an error is refused.
    Row(Archive, Box<CdxRecord>, bool),
}

impl Piece {
    /// The time of the capture that is meant; none where the nearest is.
    pub fn captured(&self) -> Option<Timestamp> {
        match &self.from {
            Way::Capture(capture) => capture.timestamp(),
            Way::Row(_, row, _) => Some(row.timestamp),
            Way::Live | Way::Nearest(..) => None,
        }
    }
}

/// Why the captures of an address cannot be told, or that there are none but of errors.
pub enum Trouble {
    Index(Error),
    OnlyErrors(Vec<u16>),
}

/// That there are captures, but of these errors alone.
pub fn only_errors(statuses: &[u16]) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    format!("archived, but only with status {}", statuses.join(", "))
}

impl Trouble {
    /// The same for people.
    pub fn line(&self, url: &str) -> String {
        match self {
            Trouble::Index(error) => crate::input::message(url, error),
            Trouble::OnlyErrors(statuses) => format!("{url}: {}", only_errors(statuses)),
        }
    }
}

/// The next page, or why those of an address cannot be told.
pub type Next = Result<Piece, (String, Trouble)>;

/// The pages to be fetched, one after the other.
pub struct Source<'a> {
    fetcher: &'a Fetcher,
    archive: Archive,
    at: Option<Period>,
    /// Which captures are wanted, where all are, and whether they are of every address.
    wanted: Wanted,
    all: bool,
    /// Whether only pages that were there are wanted of all captures.
    pages_only: bool,
    addresses: &'a Addresses,
    urls: VecDeque<String>,
    listings: Listings,
    under_way: Option<Listing>,
    firsts: Option<Firsts>,
    /// How many captures were left out since an older one has the same bytes, and how many for their address.
    pub same: usize,
    pub unwanted: usize,
    /// How many listings were taken from an earlier run, and when the oldest of them was made.
    before: usize,
    oldest: Option<String>,
    /// How many captures were listed in this run, and when that was told.
    listed: usize,
    told: Instant,
    quiet: bool,
}

/// What an index is asked, and the same in words.
struct Wanted {
    query: Query,
    words: String,
}

/// The listing of an address, out of the journal.
struct Listing {
    url: String,
    rows: Rows,
    told: Told,
    /// Why the index did not tell all.
    broke_off: Option<Error>,
    had_any: bool,
}

impl<'a> Source<'a> {
    pub fn new(args: &'a FetchArgs, fetcher: &'a Fetcher, urls: VecDeque<String>, listings: Listings) -> Source<'a> {
        let pages_only = args.which.statuses.is_empty() && !args.accept.any_status;
        Source {
            fetcher,
            archive: args.archive.clone(),
            at: args.at,
            wanted: Wanted::new(args, pages_only),
            all: args.lists_all(),
            pages_only,
            addresses: &args.addresses,
            urls,
            listings,
            under_way: None,
            firsts: None,
            same: 0,
            unwanted: 0,
            before: 0,
            oldest: None,
            listed: 0,
            told: Instant::now(),
            quiet: args.quiet,
        }
    }

    pub async fn next(&mut self) -> Result<Option<Next>, Failure> {
        loop {
            if self.under_way.is_some() {
                if let Some(next) = self.next_of_listing()? {
                    return Ok(Some(next));
                }
                continue;
            }
            let Some(url) = self.urls.pop_front() else { return Ok(None) };
            let capture = self.archive.parse_capture(&url).or_else(|| CaptureUrl::parse(&url));
            let original = capture.as_ref().map_or_else(|| without_user(&url), |c| c.original().to_owned());
            if capture.is_none() && self.at.is_none() && (self.all || is_pattern(&url)) {
                self.begin(&url).await?;
                continue;
            }
            if !self.addresses.take(Some(&original)) {
                self.unwanted += 1;
                continue;
            }
            let (id, from) = match (capture, self.at) {
                (Some(capture), _) => (capture.clone().raw().to_string(), Way::Capture(capture)),
                (None, Some(at)) => {
                    (format!("near {} {}", at.middle(), without_user(&url)), { Way::Nearest(self.archive.clone(), at) })
                }
                (None, None) => (without_user(&url), Way::Live),
            };
            return Ok(Some(Ok(Piece { id, url, from })));
        }
    }

    /// Begins with the captures of an address. What the journal does not have is listed first, to its end: a run that is killed
    /// while it fetches them has not to ask again.
    async fn begin(&mut self, url: &str) -> Result<(), Failure> {
        let index = self.archive.index().or(self.archive.replay_prefix()).unwrap_or(self.archive.name());
        let asked = Asked { url: without_user(url), archive: index.to_owned(), query: self.wanted.words.clone() };
        let (listing, broke_off) = match self.listings.find(&asked) {
            Some(listing) => (listing.clone(), None),
            None => self.list(url, &asked).await?,
        };
        if let Some(time) = &listing.before {
            self.before += 1;
            self.oldest = self.oldest.take().into_iter().chain([time.clone()]).min();
        }
        let rows = self.listings.rows(&listing)?;
        self.under_way = Some(Listing { url: asked.url, rows, told: listing.told, broke_off, had_any: false });
        Ok(())
    }

    /// Asks the index for the captures of an address. Where it fails, what it told before that is given as well.
    async fn list(&mut self, url: &str, asked: &Asked) -> Result<(Complete, Option<Error>), Failure> {
        let mut captures = self.fetcher.captures(&self.archive, url, &self.wanted.query);
        let time = now().and_then(|time| Timestamp::try_from(time).ok()).map(|time| time.to_string());
        self.listings.begin(asked, time.unwrap_or_default())?;
        let mut broke_off = None;
        while let Some(row) = captures.next().await {
            match row {
                Ok(row) => self.listings.keep(&row)?,
                Err(error) => broke_off = Some(error),
            }
            self.listed += 1;
            if !self.quiet && self.told.elapsed() > PACE {
                self.told = Instant::now();
                terminal::say(format_args!("{} captures listed", self.listed));
            }
        }
        let told = Told { skipped: captures.skipped(), passed_over: captures.passed_over().clone() };
        let listing = self.listings.end(told, broke_off.is_none())?;
        Ok((listing, broke_off))
    }

    /// What comes next of the listing under way; none where that is over.
    fn next_of_listing(&mut self) -> Result<Option<Next>, Failure> {
        while let Some(listing) = &mut self.under_way {
            let Some(row) = listing.rows.next()? else { return Ok(self.end_listing()) };
            listing.had_any = true;
            let url = listing.url.clone();
            if self.takes(&row) {
                let id = format!("{} {}", row.timestamp, row.original);
                let from = Way::Row(self.archive.clone(), Box::new(row), self.pages_only);
                return Ok(Some(Ok(Piece { id, url, from })));
            }
        }
        Ok(None)
    }

    /// After the last row of a listing.
    fn end_listing(&mut self) -> Option<Next> {
        let Listing { url, told, broke_off, had_any, .. } = self.under_way.take()?;
        if let Some(error) = broke_off {
            return Some(Err((url, Trouble::Index(error))));
        }
        if told.skipped > 0 {
            let rows = told.skipped;
            terminal::say(format_args!("{url}: {rows} rows of the index left out that could not be read"));
        }
        let statuses: Vec<u16> = told.passed_over.into_iter().filter(|status| *status >= 400).collect();
        let only_errors = self.pages_only && !had_any && !statuses.is_empty();
        only_errors.then_some(Err((url, Trouble::OnlyErrors(statuses))))
    }

    /// Whether a capture is wanted.
    fn takes(&mut self, row: &CdxRecord) -> bool {
        if !self.addresses.take(Some(&row.original)) {
            self.unwanted += 1;
            return false;
        }
        let is_first = self.firsts.as_ref().is_none_or(|firsts| firsts.has(row));
        self.same += usize::from(!is_first);
        is_first
    }

    /// Lists all there is, to know the first capture of each digest. Gives the addresses of which the index does not tell, which are
    /// not asked for again.
    pub async fn find_firsts(&mut self) -> Result<Vec<(String, Trouble)>, Failure> {
        let (urls, mut firsts, mut failed) = (self.urls.clone(), Firsts::default(), Vec::new());
        while let Some(next) = self.next().await? {
            match next {
                Ok(Piece { from: Way::Row(_, row, _), .. }) => firsts.see(&row),
                Err((url, trouble @ Trouble::Index(_))) => failed.push((url, trouble)),
                Ok(_) | Err(_) => {}
            }
        }
        let without: HashSet<&String> = failed.iter().map(|(url, _)| url).collect();
        self.urls = urls.into_iter().filter(|url| !without.contains(&without_user(url))).collect();
        self.firsts = Some(firsts);
        (self.unwanted, self.before, self.oldest) = (0, 0, None);
        Ok(failed)
    }

    /// What was left out, for the end of a summary.
    pub fn left_out(&self) -> String {
        let same = self.firsts.as_ref().map(|_| format!(", {} left out as the same", self.same));
        let unwanted = (self.unwanted > 0).then(|| format!(", {} left out for their address", self.unwanted));
        same.into_iter().chain(unwanted).collect()
    }

    /// Which listings are not of this run, if there are any: captures may have been made since.
    pub fn tell_age(&self) {
        if let Some(time) = &self.oldest {
            let (n, day) = (self.before, time.get(..8).unwrap_or_default());
            terminal::say(format_args!("{n} listings of an earlier run, the oldest of {day}; --refresh asks anew"));
        }
    }
}

impl Wanted {
    fn new(args: &FetchArgs, pages_only: bool) -> Wanted {
        let which = &args.which;
        let page_types = which.mimes.is_empty() && !args.any_type;
        let mut query = which.query().match_type(args.matching.into());
        if pages_only {
            query = query.pages();
        }
        if page_types {
            query = query.page_types();
        }
        let period = |name: &str, period: Option<Period>| period.map(|period| format!("{name}={period}"));
        let list =
            |name: &'static str, all: &[String]| all.iter().map(move |x| format!("{name}={x}")).collect::<Vec<_>>();
        let statuses: Vec<String> = which.statuses.iter().map(u16::to_string).collect();
        let matching = (args.matching != Matching::Exact).then(|| format!("match={:?}", args.matching));
        let words = [
            period("from", which.from),
            period("to", which.to),
            matching,
            which.collapse.map(|by| format!("collapse={by:?}")),
            which.limit.map(|n| format!("limit={n}")),
            pages_only.then(|| "pages".to_owned()),
            page_types.then(|| "page-types".to_owned()),
        ];
        let words = words.into_iter().flatten().chain(list("status", &statuses)).chain(list("mime", &which.mimes));
        Wanted { query, words: words.collect::<Vec<_>>().join(" ") }
    }
}

/// Whether an address stands for many: one that begins with `*.` or ends with `*`.
fn is_pattern(url: &str) -> bool {
    url.starts_with("*.") || url.ends_with('*')
}
