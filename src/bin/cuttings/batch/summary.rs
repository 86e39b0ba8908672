//! What came of a run: counts, and where a site's template broke.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::facts::Facts;

/// Hosts, languages and the like that are told apart; those that come later are counted together.
const MAX_NAMES: usize = 5_000;

/// Lines of a table that are shown, those of the most pages.
const MAX_LINES: usize = 12;
const MAX_YEARS: usize = 40;

/// How many pages have what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    pub pages: usize,
    pub body: usize,
    pub title: usize,
    pub date: usize,
    pub author: usize,
    pub caption: usize,
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Summary {
    pub records: usize,
    pub failed: usize,
    pub left_out: usize,
    pub duplicates: usize,
    pub articles: usize,
    pub outcomes: BTreeMap<String, usize>,
    pub warnings: BTreeMap<String, usize>,
    pub languages: BTreeMap<String, usize>,
    pub years: BTreeMap<String, Shares>,
    pub hosts: BTreeMap<String, Shares>,
}

impl Summary {
    pub fn add(&mut self, facts: &Facts) {
        self.records += 1;
        self.failed += usize::from(facts.error().is_some());
        self.duplicates += usize::from(facts.duplicate().is_some());
        self.articles += usize::from(facts.is_article());
        let outcome = match (facts.error(), facts.duplicate()) {
            (Some(error), _) => error.kind.clone(),
            (None, Some(by)) => format!("duplicate ({by})"),
            (None, None) if facts.is_article() => "article".to_owned(),
            (None, None) => "no_article".to_owned(),
        };
        *of_name(&mut self.outcomes, outcome) += 1;
        for warning in facts.warnings() {
            *of_name(&mut self.warnings, warning.to_owned()) += 1;
        }
        if !facts.is_read() {
            return;
        }
        if let Some(language) = facts.language().filter(|_| facts.is_article()) {
            *of_name(&mut self.languages, language.to_owned()) += 1;
        }
        count(of_name(&mut self.years, facts.year().unwrap_or("unknown").to_owned()), facts);
        count(of_name(&mut self.hosts, facts.host()), facts);
    }
}

/// What is counted under a name.
fn of_name<T: Default>(counts: &mut BTreeMap<String, T>, name: String) -> &mut T {
    let is_room = counts.len() < MAX_NAMES || counts.contains_key(&name);
    counts.entry(if is_room { name } else { "others".to_owned() }).or_default()
}

fn count(shares: &mut Shares, facts: &Facts) {
    shares.pages += 1;
    shares.body += usize::from(facts.has_text());
    shares.title += usize::from(facts.headline.is_some());
    shares.date += usize::from(facts.has_date());
    shares.author += usize::from(facts.has_author());
    shares.caption += usize::from(facts.has_caption());
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
    use cuttings::Article;

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
    fn names_without_end_are_counted_together() {
        let mut summary = Summary::default();
        for n in 0..MAX_NAMES + 10 {
            let record = format!(r#"{{"source": "http://{n}.example/", "language": "x{n}"}}"#);
            summary.add(&serde_json::from_str(&record).unwrap());
        }
        assert_eq!((summary.hosts.len(), summary.hosts["others"].pages), (MAX_NAMES + 1, 10));
        assert_eq!((summary.languages.len(), summary.languages["others"]), (MAX_NAMES + 1, 10));
    }

    #[test]
    fn an_article_counts_as_its_record_does() {
        let article: Article = serde_json::from_str(
            r#"{"headline": "A", "body": [{"type": "paragraph", "text": "x"}], "media": [{"kind": "image", "caption": "C", "at": 0}], "confidence": 0.5}"#,
        )
        .unwrap();
        let (mut live, mut read) = (Summary::default(), Summary::default());
        live.add(&Facts::of(&article, "http://a.example/"));
        read.add(
            &serde_json::from_str(&article.to_json().replacen('{', r#"{"source": "http://a.example/","#, 1)).unwrap(),
        );
        assert_eq!(live.to_string(), read.to_string());
        assert_eq!(live.hosts, read.hosts);
        assert_eq!((live.articles, live.hosts["a.example"].caption), (1, 1));
    }
}
