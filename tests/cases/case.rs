//! A case as its folder holds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cuttings::{Article, Extractor, Options, Page};
use serde::Deserialize;
use serde_json::Value;

pub struct Case {
    pub bytes: Vec<u8>,
    pub expected: Value,
    pub settings: Settings,
}

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What template it is and what is difficult about it.
    pub about: String,
    pub url: Option<String>,
    pub content_type: Option<String>,
    pub captured: Option<String>,
    /// What stands somewhere in the article.
    pub appear: Vec<String>,
    /// What stands in the page and nowhere in the article.
    pub absent: Vec<String>,
    /// The fields that are not as expected when the site profiles are off, each with the reason; and what is less with
    /// the profile than without where the profile is right, as [`Loss`](crate::losses::Loss) names it.
    #[serde(default)]
    pub without_profiles: BTreeMap<String, String>,
}

/// The folders of all cases, by name.
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut out: Vec<PathBuf> = match fs::read_dir(&root) {
        Ok(entries) => entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect(),
        Err(_) => Vec::new(),
    };
    out.sort();
    out
}

/// The page's file within a case.
pub fn page_file(folder: &Path) -> Result<PathBuf, String> {
    let found = ["page.html", "page.txt"].map(|name| folder.join(name)).into_iter().find(|p| p.exists());
    found.ok_or_else(|| format!("{}: neither page.html nor page.txt", folder.display()))
}

impl Settings {
    pub fn open(folder: &Path) -> Result<Self, String> {
        let path = folder.join("case.toml");
        let text = fs::read_to_string(&path).map_err(|e| missing(&path, &e))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// The fields of `without_profiles`.
    pub fn differing_fields(&self) -> impl Iterator<Item = &str> {
        self.without_profiles.keys().map(String::as_str).filter(|name| !name.contains('.'))
    }

    /// What may be less with a profile, of `without_profiles`.
    pub fn losses(&self) -> impl Iterator<Item = &str> {
        self.without_profiles.keys().map(String::as_str).filter(|name| name.contains('.'))
    }

    pub fn page(&self, bytes: Vec<u8>) -> Result<Page, String> {
        let mut page = Page::new(bytes);
        if let Some(url) = &self.url {
            page = page.with_url(url).map_err(|e| e.to_string())?;
        }
        if let Some(value) = &self.content_type {
            page = page.with_content_type(value);
        }
        if let Some(timestamp) = &self.captured {
            page = page.with_capture_time(timestamp).map_err(|e| e.to_string())?;
        }
        Ok(page)
    }
}

impl Case {
    pub fn open(folder: &Path) -> Result<Self, String> {
        let bytes = fs::read(page_file(folder)?).map_err(|e| e.to_string())?;
        let path = folder.join("expected.json");
        let text = fs::read_to_string(&path).map_err(|e| missing(&path, &e))?;
        let expected = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Case { bytes, expected, settings: Settings::open(folder)? })
    }

    pub fn page(&self) -> Result<Page, String> {
        self.settings.page(self.bytes.clone())
    }

    /// The page's bytes as text, in the encoding that the extractor found.
    pub fn source(&self) -> Result<String, String> {
        let (_, explanation) = Extractor::default().explain(&self.page()?).map_err(|e| e.to_string())?;
        let encoding = encoding_rs::Encoding::for_label(explanation.encoding.as_bytes());
        let encoding = encoding.ok_or_else(|| format!("explained encoding {:?} is none", explanation.encoding))?;
        Ok(encoding.decode(&self.bytes).0.into_owned())
    }

    pub fn extract(&self, options: Options) -> Result<Article, String> {
        Extractor::new(options).extract(&self.page()?).map_err(|e| e.to_string())
    }
}

fn missing(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}\nmake it with: CUTTINGS_ACCEPT=1 cargo test --test cases NAME", path.display())
}
