//! The one place that knows the order of the stages.

use url::Url;

use crate::article::{Article, Warning};
use crate::assemble::{assemble, is_body_of_page};
use crate::client_rendered;
use crate::decode::{self, Decoded};
use crate::dom::{Document, NodeId, Tag};
use crate::error::Result;
use crate::label::{self, Evidence, Labels};
use crate::metadata::{self, Metadata};
use crate::options::{Options, SiteProfiles};
use crate::page::Page;
use crate::plaintext::{self, TextReading};
use crate::profile::{Profile, ProfileSet};
use crate::segment;
use crate::strip::{self, Removed};
use crate::text::weigh;
use crate::unrewrite;

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
/// assert_eq!(article.warnings[0].code, "no_article");
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
    /// [`ErrorKind::Limit`](crate::ErrorKind::Limit) when the page goes beyond a limit.
    pub fn extract(&self, page: &Page) -> Result<Article> {
        self.run(page, None)
    }

    /// Extracts the article and says what was cut from the page and why.
    ///
    /// The article has its [`provenance`](Article::provenance), whatever the options say.
    ///
    /// # Errors
    /// As [`Extractor::extract`].
    ///
    /// ```
    /// use cuttings::{Extractor, Page};
    ///
    /// let page = Page::new("<nav>Home</nav><p>The ferry sailed at nine with all on board, and came back at ten \
    ///     with all but the mate, who had missed it at the other side, as mates will.</p>");
    /// let (_, explanation) = Extractor::default().explain(&page)?;
    /// assert_eq!(explanation.cut[0].text, "Home");
    /// assert_eq!(explanation.cut[0].why, "navigation or control");
    /// # Ok::<(), cuttings::Error>(())
    /// ```
    pub fn explain(&self, page: &Page) -> Result<(Article, Explanation)> {
        let mut explanation = Explanation::default();
        let article = self.run(page, Some(&mut explanation))?;
        Ok((article, explanation))
    }

    fn run(&self, page: &Page, mut explanation: Option<&mut Explanation>) -> Result<Article> {
        let decoded = decode::decode(page);
        if let Some(e) = &mut explanation {
            e.encoding = decoded.encoding.to_owned();
            e.encoding_evidence = decoded.evidence.name().to_owned();
        }
        let is_text = page.header().is_some_and(|h| h.trim_start().starts_with("text/plain"))
            && !decoded.text.trim_start().starts_with('<');
        let mut article = if is_text || plaintext::looks_like_text(&decoded.text) {
            self.rendering(page, &decoded, explanation.is_some())?
        } else {
            self.html_or_dormant(page, &decoded, explanation)?
        };
        if decoded.replaced {
            article.warn("undecodable_bytes", format!("bytes that are not {} became U+FFFD", decoded.encoding));
        }
        if decoded.doubled {
            article.warn("double_encoded", "the text had been encoded twice; it is given as it was before");
        }
        Ok(article)
    }

    /// A page that survives as plain text. `explained` says that its provenance is asked for, whatever the options say.
    fn rendering(&self, page: &Page, decoded: &Decoded<'_>, explained: bool) -> Result<Article> {
        self.options.page_limits().check_bytes(decoded.text.len())?;
        let origin = unrewrite::origin(page.address(), page.capture_time());
        let TextReading { segments, mut guesses } = plaintext::read_text(&decoded.text);
        let metadata = Metadata::default();
        let evidence = Evidence {
            segments: &segments,
            metadata: &metadata,
            profile: None,
            url: origin.original.as_ref(),
            base: origin.original.clone(),
            captured: origin.captured,
        };
        let labels = label::label(&evidence);
        let mut article = assemble(&evidence, &labels, self.options.wants_links());
        article.capture = origin.capture();
        // An address that holds the day is no guess.
        guesses
            .retain(|field| *field != "published" || article.provenance.get("published").is_some_and(|o| o != "url"));
        article.warnings.insert(0, text_rendering(&guesses));
        if !explained && !self.options.wants_provenance() {
            article.provenance.clear();
        }
        Ok(article)
    }

    /// A page's blocks with their features, for the fitting program.
    #[cfg(feature = "fitting")]
    #[doc(hidden)]
    pub fn describe_blocks(&self, page: &Page) -> Result<serde_json::Value> {
        let decoded = decode::decode(page);
        let mut doc = Document::parse(&decoded.text, self.options.page_limits())?;
        let origin = unrewrite::unrewrite(&mut doc, page.address(), page.capture_time());
        let metadata = metadata::read(&doc);
        let reading = self.profiles.read(&doc, origin.original.as_ref(), origin.captured);
        let base = base(&doc, origin.original.as_ref());
        let (measures, _) = strip::strip(&mut doc, reading.as_ref());
        let segments = segment::segment(&doc, &measures, reading.as_ref());
        let evidence = Evidence {
            segments: &segments,
            metadata: &metadata,
            profile: reading.as_ref(),
            url: origin.original.as_ref(),
            base,
            captured: origin.captured,
        };
        Ok(label::describe_blocks(&evidence))
    }

    /// What the page shows, or else what its scripts would.
    fn html_or_dormant(
        &self,
        page: &Page,
        decoded: &Decoded<'_>,
        mut explanation: Option<&mut Explanation>,
    ) -> Result<Article> {
        let article = self.html(page, &decoded.text, explanation.as_deref_mut())?;
        let shown = length(&article);
        if shown >= client_rendered::LEAST || article.profile.is_some() {
            return Ok(article);
        }
        let title = article.headline.as_deref().unwrap_or_default();
        let Some(text) = client_rendered::awaken(&decoded.text, title) else { return Ok(article) };
        let mut second = Explanation::default();
        let run = self.html(page, &text, explanation.is_some().then_some(&mut second));
        // A page that grows beyond a limit thereby is taken as it stands.
        let Ok(mut awoken) = run else { return Ok(article) };
        if length(&awoken) < client_rendered::LEAST.max(2 * shown) {
            return Ok(article);
        }
        if let Some(e) = explanation {
            e.cut = second.cut;
        }
        awoken.confidence = None;
        awoken.warn("body_from_script", "the page leaves it to scripts to show its text");
        Ok(awoken)
    }

    fn html(&self, page: &Page, text: &str, explanation: Option<&mut Explanation>) -> Result<Article> {
        let mut doc = Document::parse(text, self.options.page_limits())?;
        let origin = unrewrite::unrewrite(&mut doc, page.address(), page.capture_time());
        let metadata = metadata::read(&doc);
        let reading = self.profiles.read(&doc, origin.original.as_ref(), origin.captured);
        let base = base(&doc, origin.original.as_ref());
        let (measures, removed) = strip::strip(&mut doc, reading.as_ref());
        let segments = segment::segment(&doc, &measures, reading.as_ref());
        let evidence = Evidence {
            segments: &segments,
            metadata: &metadata,
            profile: reading.as_ref(),
            url: origin.original.as_ref(),
            base,
            captured: origin.captured,
        };
        let labels = label::label(&evidence);
        let mut article = assemble(&evidence, &labels, self.options.wants_links());
        article.capture = origin.capture();
        article.confidence = labels.confidence().filter(|_| is_body_of_page(&article)).map(rounded);
        if let Some(e) = explanation {
            e.cut = cuts(&doc, &evidence, &labels, &removed, &article);
        } else if !self.options.wants_provenance() {
            article.provenance.clear();
        }
        Ok(article)
    }
}

/// How an article came out of its page.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Explanation {
    /// The encoding the page was read in, by its WHATWG name.
    pub encoding: String,
    /// What chose the encoding.
    pub encoding_evidence: String,
    /// What is not in the article, in the order of the page.
    pub cut: Vec<Cut>,
}

/// A part of a page that is not in the article.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cut {
    /// The element: its name, id and classes, as a selector writes them.
    pub what: String,
    /// The reason.
    pub why: String,
    /// The text of it, on one line, cut to some hundred characters.
    pub text: String,
}

/// What is not in the article: what was stripped, and the blocks that nothing was made of.
fn cuts(doc: &Document, evidence: &Evidence<'_>, labels: &Labels, removed: &[Removed], article: &Article) -> Vec<Cut> {
    let mut out: Vec<(usize, Cut)> = Vec::new();
    for r in removed {
        let text = excerpt(&doc.text(r.node));
        if !text.is_empty() {
            out.push((r.node.index(), Cut { what: doc.describe(r.node), why: r.why.to_owned(), text }));
        }
    }
    let used = serde_json::to_string(article).unwrap_or_default();
    for (i, block) in evidence.blocks().iter().enumerate() {
        let quoted = serde_json::to_string(&block.text).unwrap_or_default();
        if !labels.is_story(i) && !used.contains(quoted.trim_matches('"')) {
            let node = NodeId::at(block.node);
            let what = doc.describe(doc.parent(node));
            out.push((block.node, Cut { what, why: "not of the story".to_owned(), text: excerpt(&block.text) }));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, cut)| cut).collect()
}

/// The warning that an article is that of a plain text, with the fields that rest on shapes and places of lines alone.
fn text_rendering(guesses: &[&str]) -> Warning {
    let detail = if guesses.is_empty() { String::new() } else { format!("guessed: {}", guesses.join(", ")) };
    Warning { code: "text_rendering".to_owned(), detail }
}

/// Weighed characters of the body.
fn length(article: &Article) -> u32 {
    article.body.iter().map(|b| weigh(&b.text())).sum()
}

/// To three places: a confidence is no more exact than that.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

fn excerpt(text: &str) -> String {
    /// Characters: enough to recognise a passage by.
    const LENGTH: usize = 120;
    let cut: String = text.chars().take(LENGTH).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

/// What relative addresses of the page are relative to.
fn base(doc: &Document, url: Option<&Url>) -> Option<Url> {
    let href = doc.by_tag(NodeId::ROOT, Tag::Base).find_map(|n| doc.attr(n, "href"));
    match (href, url) {
        (Some(href), Some(url)) => url.join(href).ok().or_else(|| Some(url.clone())),
        (Some(href), None) => Url::parse(href).ok(),
        (None, url) => url.cloned(),
    }
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
