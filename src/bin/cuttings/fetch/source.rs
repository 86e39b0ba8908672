//! Which pages are to be fetched, one after the other.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use cuttings::{Archive, ArchiveFailure, CaptureUrl, CdxRecord, Error, Fetcher, Period, Query, Timestamp};

use crate::args::{FetchArgs, Matching};
use crate::filters::Addresses;
use crate::input::{failed_archive, without_user};
use crate::output::Failure;
use crate::terminal;

use super::chosen::Chosen;
use super::listing::{Asked, Complete, Listings, Rows, Told};
use super::store::now;

/// How often progress is told.
pub const PACE: Duration = Duration::from_secs(5);

/// What a page is behind.
#[derive(Debug, Clone)]
pub struct Behind {
    /// What the first page of its story is called in the journal.
    pub id: String,
    /// The first page's address.
    pub first: String,
}

/// A page to be fetched.
pub struct Piece {
    /// What it is called in the journal: the same in every run.
    pub id: String,
    pub url: String,
    pub from: Way,
    /// The story that it is a further page of, where it was not named itself.
    pub behind: Option<Behind>,
}

pub enum Way {
    Live,
    Capture(CaptureUrl),
    /// In any of these archives.
    Nearest(Vec<Archive>, Period),
    /// A capture that an index lists, and whether one of an error is refused.
    Row(Archive, Box<CdxRecord>, bool),
}

impl Piece {
    /// The page's own address.
    pub fn address(&self) -> String {
        match &self.from {
            Way::Row(_, row, _) => row.original.clone(),
            Way::Capture(capture) => capture.original().to_owned(),
            Way::Live | Way::Nearest(..) => without_user(&self.url),
        }
    }

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
    /// One of several archives does not tell.
    Archive(ArchiveFailure),
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
            Trouble::Archive(failure) => failed_archive(url, failure),
            Trouble::OnlyErrors(statuses) => format!("{url}: {}", only_errors(statuses)),
        }
    }
}

/// The next page, or why those of an address cannot be told.
pub type Next = Result<Piece, (String, Trouble)>;

/// The pages to be fetched, one after the other.
pub struct Source<'a> {
    fetcher: &'a Fetcher,
    archives: Vec<Archive>,
    at: Option<Period>,
    /// How many days a capture may be from that.
    window: Option<u32>,
    /// Which captures are wanted, where all are, and whether they are of every address.
    wanted: Wanted,
    all: bool,
    /// Whether each address stands for many.
    is_matching: bool,
    /// Whether only pages that were there are wanted of all captures.
    pages_only: bool,
    addresses: &'a Addresses,
    urls: VecDeque<String>,
    listings: Listings,
    /// The listings of this run that were not told to their end: they are not asked for once more in it.
    partial: HashMap<Asked, Complete>,
    under_way: Option<Listing>,
    chosen: Option<Chosen>,
    /// How many captures were left out since another one was chosen, and how many for their address.
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
    /// Why not all was told.
    troubles: VecDeque<Trouble>,
    had_any: bool,
}

impl<'a> Source<'a> {
    pub fn new(args: &'a FetchArgs, fetcher: &'a Fetcher, urls: VecDeque<String>, listings: Listings) -> Source<'a> {
        let pages_only = args.which.statuses.is_empty() && !args.accept.any_status;
        Source {
            fetcher,
            archives: args.archives.all(),
            at: args.at,
            window: args.accept.window,
            wanted: Wanted::new(args, pages_only),
            all: args.lists_all(),
            is_matching: args.matching != Matching::Exact,
            pages_only,
            addresses: &args.addresses,
            urls,
            listings,
            partial: HashMap::new(),
            under_way: None,
            chosen: None,
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
            let own = self.archives.iter().find_map(|archive| archive.parse_capture(&url));
            let capture = own.or_else(|| CaptureUrl::parse(&url));
            let original = capture.as_ref().map_or_else(|| without_user(&url), |c| c.original().to_owned());
            if capture.is_none() && (self.at.is_none() && self.all || self.is_of_many(&url)) {
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
                    (format!("near {} {}", at.middle(), without_user(&url)), Way::Nearest(self.archives.clone(), at))
                }
                (None, None) => (without_user(&url), Way::Live),
            };
            return Ok(Some(Ok(Piece { id, url, from, behind: None })));
        }
    }

    /// Whether an address stands for many.
    fn is_of_many(&self, url: &str) -> bool {
        self.is_matching || is_pattern(url)
    }

    /// Begins with the captures of an address. What the journal does not have is listed first, to its end: a run that is killed
    /// while it fetches them has not to ask again.
    async fn begin(&mut self, url: &str) -> Result<(), Failure> {
        let index =
            |archive: &Archive| archive.index().or(archive.replay_prefix()).unwrap_or(archive.name()).to_owned();
        let archive = self.archives.iter().map(index).collect::<Vec<_>>().join(" ");
        let asked = Asked { url: without_user(url), archive, query: self.wanted.words.clone() };
        let (listing, troubles) = match self.listings.find(&asked).or_else(|| self.partial.get(&asked)) {
            Some(listing) => (listing.clone(), VecDeque::new()),
            None => self.list(url, &asked).await?,
        };
        if let Some(time) = &listing.before {
            self.before += 1;
            self.oldest = self.oldest.take().into_iter().chain([time.clone()]).min();
        }
        let rows = self.listings.rows(&listing)?;
        self.under_way = Some(Listing { url: asked.url, rows, told: listing.told, troubles, had_any: false });
        Ok(())
    }

    /// Asks the index for the captures of an address. Where it fails, what it told before that is given as well.
    async fn list(&mut self, url: &str, asked: &Asked) -> Result<(Complete, VecDeque<Trouble>), Failure> {
        let mut captures = self.fetcher.captures_of_all(&self.archives, url, &self.wanted.query);
        let time = now().and_then(|time| Timestamp::try_from(time).ok()).map(|time| time.to_string());
        self.listings.begin(asked, time.unwrap_or_default())?;
        let mut troubles = VecDeque::new();
        while let Some(row) = captures.next().await {
            match row {
                Ok(row) => self.listings.keep(&row)?,
                Err(error) => troubles.push_back(Trouble::Index(error)),
            }
            self.listed += 1;
            if !self.quiet && self.told.elapsed() > PACE {
                self.told = Instant::now();
                terminal::say(format_args!("{} captures listed", self.listed));
            }
        }
        let told = Told { skipped: captures.skipped(), passed_over: captures.passed_over().clone() };
        // Where all have failed, the error has told so.
        if troubles.is_empty() {
            troubles.extend(captures.failures().iter().cloned().map(Trouble::Archive));
        }
        let listing = self.listings.end(told, troubles.is_empty())?;
        if !troubles.is_empty() {
            self.partial.insert(asked.clone(), listing.clone());
        }
        Ok((listing, troubles))
    }

    /// What comes next of the listing under way; none where that is over.
    fn next_of_listing(&mut self) -> Result<Option<Next>, Failure> {
        while let Some(listing) = &mut self.under_way {
            let Some(row) = listing.rows.next()? else { return Ok(self.end_listing()) };
            listing.had_any = true;
            let url = listing.url.clone();
            let archive = row.archive_among(&self.archives).or_else(|| self.archives.first().cloned());
            if let Some(archive) = archive.filter(|_| self.takes(&row)) {
                let id = format!("{} {}", row.timestamp, row.original);
                let from = Way::Row(archive, Box::new(row), self.pages_only);
                return Ok(Some(Ok(Piece { id, url, from, behind: None })));
            }
        }
        Ok(None)
    }

    /// After the last row of a listing.
    fn end_listing(&mut self) -> Option<Next> {
        let listing = self.under_way.as_mut()?;
        if let Some(trouble) = listing.troubles.pop_front() {
            return Some(Err((listing.url.clone(), trouble)));
        }
        let Listing { url, told, had_any, .. } = self.under_way.take()?;
        if told.skipped > 0 && self.chosen.is_none() {
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
        let is_chosen = self.chosen.as_ref().is_none_or(|chosen| chosen.has(row));
        self.same += usize::from(!is_chosen);
        is_chosen
    }

    /// Lists all there is, where some of the captures are to be chosen: the first of each digest, or of each page the nearest to a time.
    /// Gives the addresses of which an index does not tell.
    pub async fn choose(&mut self, is_unique: bool) -> Result<Vec<(String, Trouble)>, Failure> {
        let is_of_many = self.urls.iter().any(|url| self.is_of_many(url));
        let mut chosen = match (self.at.filter(|_| is_of_many), is_unique) {
            (Some(at), _) => Chosen::nearest(at.middle(), self.window),
            (None, true) => Chosen::firsts(),
            (None, false) => return Ok(Vec::new()),
        };
        let (urls, mut failed) = (self.urls.clone(), Vec::new());
        while let Some(next) = self.next().await? {
            match next {
                Ok(Piece { from: Way::Row(_, row, _), .. }) => chosen.see(&row),
                Err((url, trouble @ (Trouble::Index(_) | Trouble::Archive(_)))) => failed.push((url, trouble)),
                Ok(_) | Err(_) => {}
            }
        }
        self.urls = urls;
        self.chosen = Some(chosen);
        (self.unwanted, self.before, self.oldest) = (0, 0, None);
        Ok(failed)
    }

    /// What was left out, for the end of a summary.
    pub fn left_out(&self) -> String {
        let same = self.chosen.as_ref().map(|chosen| format!(", {} left out{}", self.same, chosen.reason()));
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
