//! Whole stories over HTTP.

use crate::archive::{Archive, CaptureUrl, Timestamp};
use crate::article::Article;
use crate::error::Result;
use crate::extractor::Extractor;
use crate::fetch::{BlockingFetcher, Fetcher};
use crate::page::Page;

use super::story::WholeStory;

/// Where the other pages of a story are looked for.
enum Place {
    Live,
    /// In an archive, near the time of the first page's capture.
    Archive(Archive, Timestamp),
}

impl Place {
    /// Where a page is from.
    fn of(article: &Article) -> Place {
        let capture = article.capture.as_ref();
        let address = capture.and_then(|c| c.url.as_deref()).and_then(CaptureUrl::parse);
        let time = capture.and_then(|c| c.timestamp).and_then(|t| Timestamp::try_from(t).ok());
        match (address, time) {
            (Some(address), Some(time)) => Place::Archive(Archive::from_capture(&address), time),
            _ => Place::Live,
        }
    }
}

impl Fetcher {
    /// The whole story that begins on a page: the pages behind it are fetched and joined to it, those of a capture from its archive,
    /// as near as can be to the first one's time. Of a page of frames the frame is read that holds the story.
    ///
    /// A page that does not come is no error: the story has the warning `page_missing` then.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Extractor, FetchOptions, Fetcher};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default().contact("archive@library.example"))?;
    /// let page = fetcher.get("http://web.archive.org/web/20050312/http://news.example/ferry.html").await?;
    /// let article = fetcher.whole_story(&Extractor::default(), &page).await?;
    /// println!("{} pages", article.pages.len().max(1));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Those of [`Extractor::extract`], of the first page alone.
    pub async fn whole_story(&self, extractor: &Extractor, first: &Page) -> Result<Article> {
        let article = extractor.extract(first)?;
        Ok(self.rest_of_story(extractor, article).await)
    }

    /// The same of an article that was read from its first page already.
    ///
    /// ```no_run
    /// # async fn run() -> cuttings::Result<()> {
    /// use cuttings::{Archive, Extractor, FetchOptions, Fetcher, Period};
    ///
    /// let (fetcher, extractor) = (Fetcher::new(FetchOptions::default())?, Extractor::default());
    /// let page = fetcher.nearest(&Archive::wayback(), "http://news.example/1.html", "2005".parse::<Period>()?).await?;
    /// let mut article = extractor.extract(&page)?;
    /// if article.next_page.is_some() {
    ///     article = fetcher.rest_of_story(&extractor, article).await;
    /// }
    /// # let _ = article;
    /// # Ok(()) }
    /// ```
    pub async fn rest_of_story(&self, extractor: &Extractor, first: Article) -> Article {
        let place = Place::of(&first);
        let mut story = WholeStory::new(first);
        while let Some(url) = story.wants().map(str::to_owned) {
            match self.page_in(&place, &url).await.and_then(|page| extractor.extract(&page)) {
                Ok(page) => _ = story.add(page),
                Err(error) => story.miss(error),
            }
        }
        story.finish()
    }

    /// Fetches a page that an article names, from where the article is: near its time out of the archive that holds its capture, else off
    /// the live web.
    ///
    /// ```no_run
    /// # async fn run(article: cuttings::Article) -> cuttings::Result<()> {
    /// use cuttings::{FetchOptions, Fetcher};
    ///
    /// let fetcher = Fetcher::new(FetchOptions::default())?;
    /// if let Some(next) = &article.next_page {
    ///     println!("{} bytes", fetcher.page_beside(&article, next).await?.bytes().len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Those of [`nearest`](Fetcher::nearest) and of [`get`](Fetcher::get).
    pub async fn page_beside(&self, article: &Article, url: &str) -> Result<Page> {
        self.page_in(&Place::of(article), url).await
    }

    async fn page_in(&self, place: &Place, url: &str) -> Result<Page> {
        match place {
            Place::Live => self.get(url).await,
            Place::Archive(archive, time) => self.nearest(archive, url, *time).await,
        }
    }
}

impl BlockingFetcher {
    /// As [`Fetcher::whole_story`].
    ///
    /// # Errors
    /// As [`Fetcher::whole_story`].
    pub fn whole_story(&self, extractor: &Extractor, first: &Page) -> Result<Article> {
        self.wait_for(self.fetcher().whole_story(extractor, first))
    }

    /// As [`Fetcher::rest_of_story`].
    pub fn rest_of_story(&self, extractor: &Extractor, first: Article) -> Article {
        self.wait_for(self.fetcher().rest_of_story(extractor, first))
    }

    /// As [`Fetcher::page_beside`].
    ///
    /// # Errors
    /// As [`Fetcher::page_beside`].
    pub fn page_beside(&self, article: &Article, url: &str) -> Result<Page> {
        self.wait_for(self.fetcher().page_beside(article, url))
    }
}
