//! The one place that knows the order of the stages.

mod explanation;
mod inspection;
mod read_page;
#[cfg(feature = "fitting")]
mod stages;
#[cfg(test)]
mod sweep;
mod workshop;

use std::borrow::Cow;

use url::Url;

use crate::article::{Article, Warning, WarningCode};
use crate::assemble::{assemble, is_body_of_page};
use crate::client_rendered;
use crate::decode::{self, Decoded};
use crate::dom::Document;
use crate::error::Result;
use crate::fields::WantedMarks;
use crate::label::{self, Evidence};
use crate::metadata::{self, Metadata};
use crate::options::{Limits, Options, SiteProfiles};
use crate::page::{Page, is_page_status};
use crate::plaintext::{self, TextReading};
use crate::profile::{Profile, ProfileReading, ProfileSet, Unclaimed};
use crate::segment;
use crate::strip;
use crate::text::letter_count;
use crate::unrewrite;
use explanation::rounded;
pub use explanation::{Explanation, LabelledBlock, Removal, TableReading};
pub use inspection::{BlockTrace, Inspection, ModelAnswer, TraceStep, Weight};
use inspection::{Sight, Told};
use read_page::{ReadPage, base, is_plain_text};
#[cfg(feature = "fitting")]
pub use stages::Stages;
pub use workshop::{ElementText, PageElement, PageOutline};

/// Turns pages into articles.
///
/// Made once, it serves any number of pages and threads.
///
/// ```
/// use cuttings::{Extractor, Options, Page};
///
/// let extractor = Extractor::new(Options::default());
/// let article = extractor.extract(&Page::new("<title>Nothing here</title>"))?;
/// assert!(article.body.is_empty());
/// assert_eq!(article.warnings[0].code, cuttings::WarningCode::NoArticle);
/// # Ok::<(), cuttings::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Extractor {
    options: Options,
    profiles: ProfileSet,
    own: Vec<Profile>,
}

impl Default for Extractor {
    fn default() -> Self {
        Extractor::new(Options::default())
    }
}

impl Extractor {
    /// An extractor with these options.
    pub fn new(options: Options) -> Self {
        let built_in = options.site_profiles() == SiteProfiles::BuiltIn;
        Extractor { options, profiles: ProfileSet::new(Vec::new(), built_in), own: Vec::new() }
    }

    /// Adds a site profile; one added is asked before those that come with the crate.
    ///
    /// It takes no part when the options say [`SiteProfiles::Off`].
    pub fn with_profile(mut self, profile: Profile) -> Self {
        let sites = self.options.site_profiles();
        self.own.push(profile);
        if sites != SiteProfiles::Off {
            self.profiles = ProfileSet::new(self.own.clone(), sites == SiteProfiles::BuiltIn);
        }
        self
    }

    /// Extracts the article of a page.
    ///
    /// A page without an article gives one with an empty body and the warning `no_article`.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page goes beyond a limit,
    /// [`ErrorKind::NotAPage`](crate::ErrorKind::NotAPage) when its bytes are those of a picture, a document, a program.
    pub fn extract(&self, page: &Page) -> Result<Article> {
        self.run(page, None)
    }

    /// Extracts the article and says what was taken out of the page, what each block is, and where each field came from.
    ///
    /// The article has its [`provenance`](Article::provenance), whatever the options say.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    ///
    /// ```
    /// use cuttings::{Extractor, Page};
    ///
    /// use cuttings::LabelKind;
    ///
    /// let page = Page::new("<nav>Home</nav><p>The ferry sailed at nine with all on board, and came back at ten \
    ///     with all but the mate, who had missed it at the other side, as mates will.</p>");
    /// let (_, explanation) = Extractor::default().explain(&page)?;
    /// assert_eq!(explanation.removed[0].text, "Home");
    /// assert_eq!(explanation.removed[0].reason, "navigation or control");
    /// assert_eq!(explanation.blocks[0].label, LabelKind::Paragraph);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn explain(&self, page: &Page) -> Result<(Article, Explanation)> {
        let mut told = Told::default();
        let article = self.run(page, Some(&mut told))?;
        Ok((article, told.explanation))
    }

    /// Extracts the article, explains it, and gives the page itself to be shown beside it: harmless, with its blocks marked.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    ///
    /// ```
    /// use cuttings::{Extractor, Page};
    ///
    /// let page = Page::new("<script>alert(1)</script><h1 onclick=alert(2)>Ferry sails</h1>\
    ///     <p>The ferry sailed at nine with all on board, and came back at ten.</p>");
    /// let inspection = Extractor::default().inspect(&page)?;
    /// assert!(inspection.original.contains("<h1 data-block=\"0\" data-label=\"headline\">Ferry sails</h1>"));
    /// assert!(!inspection.original.contains("alert"));
    /// assert_eq!(inspection.traces.len(), inspection.explanation.blocks.len());
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn inspect(&self, page: &Page) -> Result<Inspection> {
        let mut told = Told { sight: Some(Sight::default()), ..Told::default() };
        let article = self.run(page, Some(&mut told))?;
        let Told { explanation, sight, .. } = told;
        let Sight { traces, original, media } = sight.unwrap_or_default();
        Ok(Inspection { article, explanation, traces, original, media })
    }

    /// Looks what each mark and each selector of a profile finds in a page, whether the profile is one of the extractor's or not.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    ///
    /// ```
    /// use cuttings::{Extractor, Page, Profile, Unclaimed};
    ///
    /// let profile = Profile::parse("gazette.example", "hosts = ['gazette.example']\n\
    ///     [[epoch]]\nname = 'tables'\nshows = ['td.gzstory']\nroles = { headline = ['b.gzhead', 'h1'], body = ['td.gzstory'] }")?;
    /// let page = Page::new("<table><tr><td class=gzstory><h1>Ferry sails</h1><p>At nine.").with_url("http://gazette.example/1")?;
    /// let reading = Extractor::default().check_profile(&page, &profile)?;
    /// assert_eq!(reading.epoch, Ok(0));
    /// assert_eq!((reading.roles[0][0].found, reading.roles[0][1].found), (0, 1));
    ///
    /// let other = Extractor::default().check_profile(&page.with_url("http://other.example/1")?, &profile)?;
    /// assert_eq!(other.epoch, Err(Unclaimed::OtherHost));
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn check_profile(&self, page: &Page, profile: &Profile) -> Result<ProfileReading> {
        page.check_not_binary()?;
        let decoded = decode::decode(page);
        if is_plain_text(page, &decoded) {
            let origin = unrewrite::origin(page.url(), page.capture_time());
            return Ok(ProfileReading::unread(Unclaimed::PlainText, origin.original.as_ref(), origin.captured));
        }
        let mut doc = Document::parse(&decoded.text, &self.options.page_limits().begun())?;
        let origin = unrewrite::unrewrite(&mut doc, page.url(), page.capture_time());
        let url: Option<&Url> = origin.original.as_ref();
        Ok(profile.check(&doc, url, origin.captured))
    }

    /// Extracts the article and gives the page's elements with what was read from each: what a new profile is made from.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    ///
    /// ```
    /// use cuttings::{Extractor, LabelKind, Page};
    ///
    /// let page = Page::new("<h1 class=head>Ferry sails</h1><p>The ferry sailed at nine with all on board, and came back at ten \
    ///     with all but the mate, who had missed it at the other side.</p>");
    /// let outline = Extractor::default().outline(&page)?;
    /// let head = outline.elements.iter().find(|e| e.attribute("class") == Some("head")).unwrap();
    /// let block = head.texts[0].block.unwrap();
    /// assert_eq!(outline.explanation.blocks[block].label, LabelKind::Headline);
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn outline(&self, page: &Page) -> Result<PageOutline> {
        let mut told = Told { elements: Some(Vec::new()), ..Told::default() };
        let article = self.run(page, Some(&mut told))?;
        let Told { explanation, elements, .. } = told;
        Ok(PageOutline { article, explanation, elements: elements.unwrap_or_default() })
    }

    fn run(&self, page: &Page, mut told: Option<&mut Told>) -> Result<Article> {
        let limits = &self.options.page_limits().begun();
        page.check_not_binary()?;
        let decoded = decode::decode(page);
        if let Some(told) = &mut told {
            told.explanation.encoding = decoded.encoding.to_owned();
            told.explanation.encoding_evidence = decoded.evidence.name().to_owned();
        }
        let with_provenance = told.is_some() || self.options.wants_provenance();
        let mut article = if is_plain_text(page, &decoded) {
            self.plain_text(page, &decoded, limits, told)?
        } else {
            self.html_or_script_content(page, &decoded, limits, told)?
        };
        article.status = page.status();
        article.warnings.extend_from_slice(page.warnings());
        if let Some(url) = page.url().filter(|url| !matches!(url.scheme(), "http" | "https")) {
            article.warn(WarningCode::OtherAddress, format!("no address of a site: {}", shortened(url.as_str())));
        }
        if let Some(status) = page.status().filter(|&status| !is_page_status(status)) {
            article.warn(WarningCode::ErrorStatus, format!("the page was served with status {status}"));
        }
        if decoded.replaced {
            article
                .warn(WarningCode::UndecodableBytes, format!("bytes that are not {} became U+FFFD", decoded.encoding));
        }
        if decoded.doubled {
            article.warn(WarningCode::DoubleEncoded, "the text had been encoded twice; it is given as it was before");
        }
        if !with_provenance {
            article.provenance.clear();
        }
        Ok(article)
    }

    /// A page that survives as plain text.
    fn plain_text(
        &self,
        page: &Page,
        decoded: &Decoded<'_>,
        limits: &Limits,
        told: Option<&mut Told>,
    ) -> Result<Article> {
        limits.check_bytes(decoded.text.len())?;
        let origin = unrewrite::origin(page.url(), page.capture_time());
        let TextReading { segments, mut guesses } = plaintext::read_text(&decoded.text, limits)?;
        let evidence = Evidence {
            segments: &segments,
            metadata: &Metadata::default(),
            profile: None,
            url: origin.original.as_ref(),
            base: origin.original.clone(),
            captured: origin.captured,
            favor: self.options.favored(),
            limits,
        };
        let read = ReadPage { text: &decoded.text, doc: None, removed: &[], origin: &origin };
        let mut article = self.article(&evidence, &read, told)?;
        // A day that the address holds is no guess.
        let origin_of_day = article.provenance.get("published");
        guesses.retain(|field| *field != "published" || origin_of_day.is_some_and(|origin| origin != "url"));
        article.warnings.insert(0, text_rendering(&guesses));
        Ok(article)
    }

    /// A page's blocks with their features, for the fitting program.
    #[cfg(feature = "fitting")]
    #[doc(hidden)]
    pub fn describe_blocks(&self, page: &Page) -> Result<serde_json::Value> {
        let decoded = decode::decode(page);
        let limits = self.options.page_limits();
        self.with_evidence(page, decoded.text.as_ref().into(), limits, false, |evidence, _| {
            Ok(label::describe_blocks(evidence))
        })
    }

    /// A page before its first stage, for the benches.
    #[cfg(feature = "fitting")]
    #[doc(hidden)]
    pub fn stages<'a>(&'a self, page: &'a Page) -> Stages<'a> {
        Stages::new(page, &self.options, &self.profiles)
    }

    /// What the page shows, or else what its scripts would.
    fn html_or_script_content(
        &self,
        page: &Page,
        decoded: &Decoded<'_>,
        limits: &Limits,
        mut told: Option<&mut Told>,
    ) -> Result<Article> {
        let article = self.html(page, decoded.text.as_ref().into(), limits, told.as_deref_mut())?;
        let shown = length(&article);
        if article.warnings.iter().any(|w| w.code == WarningCode::Frames) {
            return Ok(self.without_frames(page, decoded, limits, told).unwrap_or(article));
        }
        // A profile that does not tell the body knows no better than the page what its scripts would show.
        let is_told = article.provenance.get("body").is_some_and(|origin| origin == "profile");
        if shown >= client_rendered::MIN_STORY_LETTERS || is_told {
            return Ok(article);
        }
        let title = article.headline.as_deref().unwrap_or_default();
        let Some(text) = client_rendered::with_script_content(&decoded.text, title) else { return Ok(article) };
        let mut second = told.as_deref().map(Told::anew);
        let run = self.html(page, text.into(), limits, second.as_mut());
        // A page that grows beyond a limit thereby is taken as it stands.
        let Ok(mut second_article) = run else { return Ok(article) };
        if length(&second_article) < client_rendered::MIN_STORY_LETTERS.max(2 * shown) {
            return Ok(article);
        }
        if let (Some(told), Some(second)) = (told, second) {
            told.take_page(second);
        }
        second_article.confidence = None;
        second_article.warn(WarningCode::BodyFromScript, "the page leaves it to scripts to show its text");
        Ok(second_article)
    }

    /// The story that a page of frames holds for browsers without, if it does.
    fn without_frames(
        &self,
        page: &Page,
        decoded: &Decoded<'_>,
        limits: &Limits,
        told: Option<&mut Told>,
    ) -> Option<Article> {
        let text = client_rendered::without_frames(&decoded.text)?;
        let mut second = told.as_deref().map(Told::anew);
        let article = self.html(page, text.into(), limits, second.as_mut()).ok()?;
        if length(&article) < client_rendered::MIN_FRAMELESS_LETTERS {
            return None;
        }
        if let (Some(told), Some(second)) = (told, second) {
            told.take_page(second);
        }
        Some(article)
    }

    fn html(&self, page: &Page, text: Cow<'_, str>, limits: &Limits, told: Option<&mut Told>) -> Result<Article> {
        let is_told = told.is_some();
        self.with_evidence(page, text, limits, is_told, |evidence, read| self.article(evidence, read, told))
    }

    /// The article of what is known of a page.
    fn article(&self, evidence: &Evidence<'_>, read: &ReadPage<'_>, told: Option<&mut Told>) -> Result<Article> {
        let labels = label::label(evidence)?;
        let wanted = WantedMarks { links: self.options.wants_links(), emphasis: self.options.wants_emphasis() };
        let (mut article, fields) = assemble(evidence, &labels, wanted, told.is_some());
        article.capture = read.origin.capture();
        let is_text_wanted = self.options.wants_text() && !article.body.is_empty();
        article.text = is_text_wanted.then(|| article.body_text());
        article.confidence = labels.confidence().filter(|_| is_body_of_page(&article)).map(rounded);
        if let Some(told) = told {
            told.tell(read, evidence, &labels, fields, &article);
        }
        evidence.limits.check_time()?;
        Ok(article)
    }

    /// Takes a page's text through the stages up to its blocks, and hands on what is known of it then: the text and the tree
    /// themselves only where somebody is told of them, since they are as large as all that comes behind.
    fn with_evidence<T>(
        &self,
        page: &Page,
        text: Cow<'_, str>,
        limits: &Limits,
        is_told: bool,
        then: impl FnOnce(&Evidence<'_>, &ReadPage<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut doc = Document::parse(&text, limits)?;
        let text = if is_told { text } else { Cow::default() };
        let origin = unrewrite::unrewrite(&mut doc, page.url(), page.capture_time());
        let metadata = metadata::read(&doc);
        limits.check_time()?;
        let reading = self.profiles.read(&doc, origin.original.as_ref(), origin.captured);
        let base = base(&doc, &origin, &metadata);
        let (measures, removed) = strip::strip(&mut doc, reading.as_ref());
        limits.check_time()?;
        let segments = segment::segment(&doc, &measures, reading.as_ref())?;
        drop(measures);
        let doc = Some(doc).filter(|_| is_told);
        let evidence = Evidence {
            segments: &segments,
            metadata: &metadata,
            profile: reading.as_ref(),
            url: origin.original.as_ref(),
            base,
            captured: origin.captured,
            favor: self.options.favored(),
            limits,
        };
        then(&evidence, &ReadPage { text: &text, doc: doc.as_ref(), removed: &removed, origin: &origin })
    }
}

/// The warning that an article is that of a plain text, with the fields that rest on shapes and places of lines alone.
fn text_rendering(guesses: &[&str]) -> Warning {
    let detail = if guesses.is_empty() { String::new() } else { format!("guessed: {}", guesses.join(", ")) };
    Warning::new(WarningCode::TextRendering, detail)
}

/// The beginning of an address: those that hold a whole file (`data:`) are long.
fn shortened(address: &str) -> String {
    const MAX_CHARS: usize = 200;
    match address.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// Letters of the body.
fn length(article: &Article) -> u32 {
    article.body.iter().map(|b| letter_count(&b.text())).sum()
}

/// Extracts the article of an HTML text with the default options.
///
/// # Errors
/// [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page goes beyond a limit.
///
/// ```
/// let article = cuttings::extract("<h1>Short</h1>")?;
/// assert!(article.body.is_empty());
/// # Ok::<(), cuttings::Error>(())
/// ```
pub fn extract(html: &str) -> Result<Article> {
    Extractor::default().extract(&Page::from_text(html))
}
