//! What came of a run: counts, and where a site's template broke.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use cuttings::Article;
use serde::Deserialize;

/// Hosts that are told apart; those that come later are counted together.
const MAX_HOSTS: usize = 5_000;

/// Lines of a table that are shown, those of the most pages.
const MAX_LINES: usize = 12;
const MAX_YEARS: usize = 40;

/// What counts of a record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Facts {
    url: Option<String>,
    canonical_url: Option<String>,
    source: String,
    headline: Option<String>,
    published: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    body: Vec<serde::de::IgnoredAny>,
    comments: Vec<serde::de::IgnoredAny>,
    warnings: Vec<Code>,
    error: Option<Kind>,
    duplicate: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

#[derive(Debug, Deserialize)]
struct Kind {
    kind: String,
}

impl Facts {
    /// Those of an article.
    pub fn of(article: &Article, source: &str) -> Facts {
        Facts {
            url: article.url.clone(),
            canonical_url: article.canonical_url.clone(),
            source: source.to_owned(),
            headline: article.headline.clone(),
            published: article.published.map(|date| date.to_string()),
            authors: article.authors.iter().take(1).cloned().collect(),
            language: article.language.clone(),
            body: article.body.iter().take(1).map(|_| serde::de::IgnoredAny).collect(),
            comments: article.comments.iter().take(1).map(|_| serde::de::IgnoredAny).collect(),
            warnings: article.warnings.iter().map(|w| Code { code: w.code.to_string() }).collect(),
            ..Facts::default()
        }
    }

    /// Those of a page that failed.
    pub fn of_error(kind: &str) -> Facts {
        Facts { error: Some(Kind { kind: kind.to_owned() }), ..Facts::default() }
    }

    /// Those of a duplicate.
    pub fn of_duplicate(by: &str) -> Facts {
        Facts { duplicate: Some(by.to_owned()), ..Facts::default() }
    }

    pub fn is_error(&self) -> bool {
        self.error.is_some()
    }

    fn host(&self) -> String {
        let url = self.url.as_deref().or(self.canonical_url.as_deref()).unwrap_or(&self.source);
        let host = url::Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned));
        host.unwrap_or_else(|| "unknown".to_owned())
    }
}

/// How many pages have what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shares {
    pages: usize,
    body: usize,
    title: usize,
    date: usize,
    author: usize,
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Summary {
    pub records: usize,
    pub failed: usize,
    pub left_out: usize,
    outcomes: BTreeMap<String, usize>,
    warnings: BTreeMap<String, usize>,
    languages: BTreeMap<String, usize>,
    years: BTreeMap<String, Shares>,
    hosts: BTreeMap<String, Shares>,
}

impl Summary {
    pub fn add(&mut self, facts: &Facts) {
        self.records += 1;
        let outcome = match (&facts.error, &facts.duplicate) {
            (Some(Kind { kind }), _) => kind.clone(),
            (None, Some(by)) => format!("duplicate ({by})"),
            (None, None) => "article".to_owned(),
        };
        self.failed += usize::from(facts.error.is_some());
        for warning in &facts.warnings {
            *self.warnings.entry(warning.code.clone()).or_default() += 1;
        }
        let is_page = outcome == "article";
        let is_article = is_page && facts.warnings.iter().all(|w| w.code != "no_article");
        *self.outcomes.entry(if is_page && !is_article { "no_article".to_owned() } else { outcome }).or_default() += 1;
        if !is_page {
            return;
        }
        if let Some(language) = facts.language.as_ref().filter(|_| is_article) {
            *self.languages.entry(language.clone()).or_default() += 1;
        }
        let year = facts.published.as_deref().and_then(|date| date.get(..4)).unwrap_or("unknown").to_owned();
        count(self.years.entry(year).or_default(), facts);
        let host = facts.host();
        let is_room = self.hosts.len() < MAX_HOSTS || self.hosts.contains_key(&host);
        count(self.hosts.entry(if is_room { host } else { "others".to_owned() }).or_default(), facts);
    }
}

fn count(shares: &mut Shares, facts: &Facts) {
    shares.pages += 1;
    shares.body += usize::from(!facts.body.is_empty() || !facts.comments.is_empty());
    shares.title += usize::from(facts.headline.is_some());
    shares.date += usize::from(facts.published.is_some());
    shares.author += usize::from(!facts.authors.is_empty());
}

impl fmt::Display for Summary {
    /// Lines of counts, each behind two spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, counts) in
            [("outcomes", &self.outcomes), ("warnings", &self.warnings), ("languages", &self.languages)]
        {
            if !counts.is_empty() {
                writeln!(f, "  {name}: {}", counts_line(counts))?;
            }
        }
        for (name, shares, most) in [("year", &self.years, MAX_YEARS), ("host", &self.hosts, MAX_LINES)] {
            f.write_str(&table(name, shares, most))?;
        }
        Ok(())
    }
}

/// The counts, the highest first.
fn counts_line(counts: &BTreeMap<String, usize>) -> String {
    let mut sorted: Vec<(&String, &usize)> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let shown: Vec<String> = sorted.iter().take(MAX_LINES).map(|(name, count)| format!("{name} {count}")).collect();
    let rest: usize = sorted.iter().skip(MAX_LINES).map(|(_, count)| **count).sum();
    let rest = if rest > 0 { format!(", others {rest}") } else { String::new() };
    shown.join(", ") + &rest
}

/// The shares of pages that have what, in per cent, for those with the most pages.
fn table(name: &str, shares: &BTreeMap<String, Shares>, most: usize) -> String {
    let mut kept: Vec<(&String, &Shares)> = shares.iter().collect();
    kept.sort_by_key(|(_, s)| std::cmp::Reverse(s.pages));
    let hidden = kept.len().saturating_sub(most);
    kept.truncate(most);
    kept.sort();
    let widest = kept.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0).max(name.len());
    if kept.is_empty() {
        return String::new();
    }
    let mut out = format!("  {name:widest$}  {:>7}  body  title  date  author\n", "pages");
    for (label, s) in kept {
        let share = |n: usize| n * 100 / s.pages.max(1);
        let (body, title, date, author) = (share(s.body), share(s.title), share(s.date), share(s.author));
        _ = writeln!(out, "  {label:widest$}  {:7}  {body:3}%   {title:3}%  {date:3}%    {author:3}%", s.pages);
    }
    if hidden > 0 {
        _ = writeln!(out, "  and {hidden} more");
    }
    out
}

impl Ord for Shares {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.pages.cmp(&other.pages)
    }
}

impl PartialOrd for Shares {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_by_outcome_year_and_host() {
        let mut summary = Summary::default();
        let records = [
            r#"{"source": "a.html", "url": "http://a.example/1", "headline": "A", "published": "2007-12-10", "language": "en", "body": [{}], "warnings": []}"#,
            r#"{"source": "b.html", "url": "http://a.example/2", "headline": "B", "published": "2007", "language": "en", "authors": ["X"], "body": [{}]}"#,
            r#"{"source": "http://b.example/", "body": [], "warnings": [{"code": "no_article", "detail": ""}]}"#,
            r#"{"source": "c.html", "error": {"kind": "io", "message": ""}}"#,
            r#"{"source": "d.html", "duplicate_of": "a", "duplicate": "near"}"#,
        ];
        for record in records {
            summary.add(&serde_json::from_str(record).unwrap());
        }
        assert_eq!((summary.records, summary.failed), (5, 1));
        let text = summary.to_string();
        assert!(text.contains("outcomes: article 2, duplicate (near) 1, io 1, no_article 1\n"), "{text}");
        assert!(text.contains("warnings: no_article 1\n  languages: en 2\n"), "{text}");
        assert!(text.contains("2007           2  100%   100%  100%     50%\n"), "{text}");
        assert!(text.contains("b.example        1    0%     0%    0%      0%\n"), "{text}");
    }

    #[test]
    fn an_article_counts_as_its_record_does() {
        let article: Article =
            serde_json::from_str(r#"{"headline": "A", "body": [{"type": "paragraph", "text": "x"}]}"#).unwrap();
        let (mut live, mut read) = (Summary::default(), Summary::default());
        live.add(&Facts::of(&article, "http://a.example/"));
        read.add(
            &serde_json::from_str(&article.to_json().replacen('{', r#"{"source": "http://a.example/","#, 1)).unwrap(),
        );
        assert_eq!(live.to_string(), read.to_string());
    }
}
