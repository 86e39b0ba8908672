//! Where pages come from.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use cuttings::{
    Archive, ArchiveFailure, Article, BlockingCaptures, BlockingFetcher, CaptureUrl, CdxRecord, Error, ErrorKind,
    FetchOptions, Limits, OutcomeCode, Page, Pages, Period, Query, RecordIndex, SavedPage, Skipped, Warning,
};

use crate::address;
use crate::args::{Accept, Net, Origin};
use crate::file_id::FileId;
use crate::terminal;

/// A page to be read, and what is known of it from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// As the user named it, but for a password.
    pub source: String,
    pub place: Place,
    pub url: Option<String>,
    pub content_type: Option<String>,
    pub captured: Option<String>,
    /// The status with which it was served, and what a reader should know of how it came, as a manifest tells.
    pub status: Option<u16>,
    pub warnings: Vec<Warning>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    File(PathBuf),
    Stdin,
    Web(String),
    /// The capture of an address that is nearest to a time.
    Near(String, Period),
    /// A capture that an index lists.
    Listed(Box<CdxRecord>),
    /// A page that stands in a list itself.
    Inline(Box<str>),
}

impl Input {
    /// What an argument means: `-`, an address, or a file.
    pub fn from_argument(argument: &OsStr) -> Self {
        let text = argument.to_str();
        let starts =
            |scheme: &str| text.and_then(|t| t.get(..scheme.len())).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
        let place = match text {
            Some("-") => Place::Stdin,
            Some(url) if starts("http://") || starts("https://") => Place::Web(url.to_owned()),
            _ => Place::File(argument.into()),
        };
        let source = match &place {
            Place::Web(url) => without_user(url),
            // A name that is no text is shown as nearly as can be.
            _ => shown_name(&argument.to_string_lossy()),
        };
        Input::new(source, place)
    }

    /// An input of which nothing else is known.
    pub fn new(source: String, place: Place) -> Self {
        Input { source, place, url: None, content_type: None, captured: None, status: None, warnings: Vec::new() }
    }

    /// The input, with where it is from as the user says.
    pub fn of_origin(self, origin: &Origin) -> Self {
        let Origin { url, captured, content_type } = origin.clone();
        Input { url, captured, content_type, ..self }
    }

    /// Looks what form of file the input is.
    pub fn open(self, files: &ManyFiles) -> Result<Opened, Error> {
        let mut pages = match &self.place {
            Place::Web(_) | Place::Near(..) | Place::Listed(_) | Place::Inline(_) => return Ok(Opened::Later(self)),
            Place::File(path) => open_file(path)?,
            Place::Stdin => Pages::from_reader(std::io::stdin(), self.source.as_str())?,
        };
        pages = pages.with_index(&files.index).any_status(files.any_status).with_limits(files.limits);
        match (pages.format().holds_many(), &self.place) {
            (true, _) => Ok(Opened::Many(Box::new(FilePages { pages, files: files.clone() }))),
            (false, Place::File(path)) if path.is_file() => Ok(Opened::Later(self)),
            // What comes through a pipe comes once.
            _ => Ok(Opened::Now(Box::new(self.known(first(&mut pages)?)?))),
        }
    }

    /// Reads the one page that the input is. One that is known to be of an error is refused, unless any status is taken.
    pub fn read(&self, web: &Web) -> Result<Page, Error> {
        if let Some(status) = self.status.filter(|status| !web.any_status && !(200..300).contains(status)) {
            return Err(Error::error_page(status));
        }
        let page = match &self.place {
            Place::File(path) => first(&mut open_file(path)?.with_limits(web.limits))?,
            Place::Stdin => {
                let pages = Pages::from_reader(std::io::stdin(), self.source.as_str())?;
                first(&mut pages.with_limits(web.limits))?
            }
            Place::Web(url) => web.get(url)?,
            Place::Near(url, at) => web.nearest(url, *at)?,
            Place::Listed(row) => web.listed(row)?,
            Place::Inline(html) => Page::from_text(html.as_ref()),
        };
        self.known(page)
    }

    /// The file that would be read.
    pub fn file_id(&self) -> Option<FileId> {
        match &self.place {
            Place::File(path) => FileId::from_path(path),
            Place::Stdin => FileId::from_stdin(),
            Place::Web(_) | Place::Near(..) | Place::Listed(_) | Place::Inline(_) => None,
        }
    }

    /// Whether something is known of the page from outside.
    pub fn is_known(&self) -> bool {
        self.url.is_some() || self.content_type.is_some() || self.captured.is_some()
    }

    /// The page with what is known of it.
    fn known(&self, mut page: Page) -> Result<Page, Error> {
        if let Some(url) = &self.url {
            page = page.with_url(url)?;
        }
        if let Some(value) = &self.content_type {
            page = page.with_content_type(value);
        }
        if let Some(timestamp) = &self.captured {
            page = page.with_capture_time(timestamp)?;
        }
        if let Some(status) = self.status {
            page = page.with_status(status);
        }
        Ok(self.warnings.iter().cloned().fold(page, Page::with_warning))
    }
}

/// How files of many pages are read in one command.
#[derive(Clone)]
pub struct ManyFiles {
    /// The records in all files that the arguments name.
    index: RecordIndex,
    any_status: bool,
    limits: Limits,
    /// What was passed over in all of them.
    skipped: Arc<Mutex<Skipped>>,
}

impl ManyFiles {
    pub fn new(any_status: bool, limits: Limits) -> ManyFiles {
        ManyFiles { index: RecordIndex::default(), any_status, limits, skipped: Arc::default() }
    }

    /// Names a file whose records others may refer to.
    pub fn add_file(&self, path: PathBuf) {
        self.index.add_file(path);
    }

    /// What was passed over in the files that were read to their end.
    pub fn skipped(&self) -> MutexGuard<'_, Skipped> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pages of a file of many, which tell at their end what was passed over.
pub struct FilePages {
    pages: Pages,
    files: ManyFiles,
}

impl Iterator for FilePages {
    type Item = Result<SavedPage, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.pages.next();
        if item.is_none() {
            self.files.skipped().add(self.pages.skipped());
        }
        item
    }
}

/// What an input turns out to be.
pub enum Opened {
    /// One page, to be read by whoever works on it.
    Later(Input),
    /// One page, read.
    Now(Box<Page>),
    /// A file of many pages.
    Many(Box<FilePages>),
}

/// Opens a file, or says what may have been meant that is none.
fn open_file(path: &Path) -> Result<Pages, Error> {
    Pages::open(path).map_err(|error| match address::meant(path).filter(|_| !path.exists()) {
        Some(meant) => Error::io(
            Path::new(&shown_name(&path.to_string_lossy())),
            std::io::Error::new(std::io::ErrorKind::NotFound, meant),
        ),
        None => error,
    })
}

/// The page of a file of one page.
fn first(pages: &mut Pages) -> Result<Page, Error> {
    if pages.format().holds_many() {
        return Err(Error::not_a_page("a file of many pages, where one page is asked for"));
    }
    pages.next().unwrap_or_else(|| Err(Error::not_a_page("nothing in it"))).map(SavedPage::into_page)
}

/// An error with the name of its input, unless it names that itself.
pub fn message(source: &str, error: &Error) -> String {
    let named = error.place().or(error.url());
    let told = match error.is_io() || named.is_some_and(|name| name.starts_with(source)) {
        true => error.to_string(),
        false => format!("{source}: {error}"),
    };
    match error.kind() {
        ErrorKind::Url { text, .. } if !text.contains("://") => {
            format!("{told}; an address begins with http:// or https://")
        }
        _ => told,
    }
}

/// An archive that failed where others did not, with the page that it was asked for.
pub fn failed_archive(url: &str, failure: &ArchiveFailure) -> String {
    format!("{}: {}", failure.archive, message(&without_user(url), &failure.error))
}

/// The name of a file; an address of another scheme is taken for one that is not there.
fn shown_name(name: &str) -> String {
    if name.contains("://") { without_user(name) } else { name.to_owned() }
}

/// An address without user and password, which have no place in records and messages.
pub fn without_user(url: &str) -> String {
    let start = url.find("//").map_or(0, |at| at + 2);
    let end = url[start..].find(['/', '\\', '?', '#']).map_or(url.len(), |n| start + n);
    match url[start..end].rfind('@') {
        Some(at) => format!("{}{}", &url[..start], &url[start + at + 1..]),
        None => url.to_owned(),
    }
}

/// The way to the web, opened when first needed.
pub struct Web {
    options: FetchOptions,
    /// Which captures are read in place of live pages.
    captures: Option<Period>,
    /// Where captures are looked for.
    archives: Vec<Archive>,
    /// Whether pages that were served with an error are taken.
    any_status: bool,
    /// What saved pages are held to.
    limits: Limits,
    opened: OnceLock<BlockingFetcher>,
}

impl Web {
    pub fn new(net: &Net) -> Web {
        let archives = vec![Archive::wayback()];
        let (options, limits) = (net.options(), Limits::default());
        Web { options, captures: None, archives, any_status: false, limits, opened: OnceLock::new() }
    }

    /// Where captures are looked for. With a time it is those near it that are read in place of live pages.
    pub fn archives(self, archives: Vec<Archive>, at: Option<Period>) -> Web {
        Web { archives, captures: at, ..self }
    }

    /// What saved pages are held to.
    pub fn limits(self, limits: Limits) -> Web {
        Web { limits, ..self }
    }

    /// What is taken where it is not quite the page that was asked for.
    pub fn accept(self, accept: Accept) -> Web {
        Web { options: accept.apply(self.options), any_status: accept.any_status, ..self }
    }

    /// Whether nothing is told of what is waited for.
    pub fn quiet(self, yes: bool) -> Web {
        let options = if yes { self.options.on_wait(|_| {}) } else { self.options };
        Web { options, ..self }
    }

    fn open(&self) -> Result<&BlockingFetcher, Error> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let fetcher = BlockingFetcher::new(self.options.clone())?;
        // Where two threads come here at once, the first one's is used.
        Ok(self.opened.get_or_init(|| fetcher))
    }

    /// A page that an article names, from where the article is.
    pub fn beside(&self, article: &Article, url: &str) -> Result<Page, Error> {
        self.open()?.page_beside(article, url)
    }

    /// The page as it was captured nearest to a time. An archive that does not answer beside others that do is told.
    fn nearest(&self, url: &str, at: Period) -> Result<Page, Error> {
        let fetcher = self.open()?;
        if let [archive] = &self.archives[..] {
            return fetcher.nearest(archive, url, at);
        }
        let nearest = fetcher.nearest_captured_of_all(&self.archives, url, at)?;
        tell_failed(url, &nearest.failures);
        let page = Some(nearest.captured.page).filter(|page| !page.bytes().is_empty());
        page.ok_or_else(|| Error::not_a_page("nothing in it"))
    }

    fn listed(&self, row: &CdxRecord) -> Result<Page, Error> {
        let archive = row.archive_among(&self.archives).or_else(|| self.archives.first().cloned());
        let archive = archive.unwrap_or_else(Archive::wayback);
        Ok(self.open()?.fetch_record(&archive, row)?.into_captured(&row.original)?.page)
    }

    /// The captures that the archives list for an address.
    pub fn list_captures(&self, address: &str, query: &Query) -> Result<BlockingCaptures, Error> {
        Ok(self.open()?.captures_of_all(&self.archives, address, query))
    }

    fn get(&self, url: &str) -> Result<Page, Error> {
        let own = self.archives.iter().filter(|_| self.captures.is_some());
        let capture = own.into_iter().find_map(|archive| archive.parse_capture(url)).or_else(|| CaptureUrl::parse(url));
        match (capture, self.captures) {
            (Some(capture), _) => Ok(self.open()?.fetch_capture(&capture)?.into_captured(url)?.page),
            (None, Some(at)) => self.nearest(url, at),
            (None, None) => self.open()?.get(url),
        }
    }
}

/// Tells which archives did not answer for a page that came from another; that one has no capture of it is no news then.
pub fn tell_failed(url: &str, failures: &[ArchiveFailure]) {
    for failure in failures.iter().filter(|failure| failure.error.code() != OutcomeCode::NeverArchived) {
        terminal::say(failed_archive(&without_user(url), failure));
    }
}

/// What fetching runs on.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_its_input_once() {
        let named = Page::new("<p>").with_url("a.example/x").unwrap_err();
        let hint = "; an address begins with http:// or https://";
        assert_eq!(message("a.example/x", &named), format!("{named}{hint}"));
        assert_eq!(message("pages.jsonl", &named), format!("pages.jsonl: {named}{hint}"));
        // The name within the words of a message is not the error's.
        let chance = Error::not_a_page("a PNG image");
        assert_eq!(message("image", &chance), "image: not a page: a PNG image");
        let file = Page::open("no/such/file.html").unwrap_err();
        assert!(message("no/such/file.html", &file).starts_with("no/such/file.html: "), "{file}");
    }

    #[test]
    fn arguments_name_files_addresses_or_standard_input() {
        assert_eq!(Input::from_argument("-".as_ref()).place, Place::Stdin);
        let web = Input::from_argument("HTTPS://polly:se@cret@a.example/x@y".as_ref());
        assert_eq!(web.place, Place::Web("HTTPS://polly:se@cret@a.example/x@y".into()));
        assert_eq!(web.source, "HTTPS://a.example/x@y");
        for file in ["page.html", "http", "http:page", "C:\\a.html", "ünï"] {
            assert_eq!(Input::from_argument(file.as_ref()).place, Place::File(file.into()));
        }
    }
}
