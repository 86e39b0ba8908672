//! A first profile, before it is written.

use std::collections::BTreeMap;

use cuttings::{PageOutline, Unclaimed};

use super::body::learn_body;
use super::cluster::{Features, cluster, features};
use super::learn::{Learned, learn};
use super::selector::{Names, Selector, Trait};
use super::sketch::Sketch;
use super::stated::{Stated, learn_stated, stated};
use crate::profile::fields::{FIELDS, Values};
use crate::profile::years::{ByYear, Year};

/// The roles that are learned, in the order in which they are written, with the field by which each is judged; and whether the first
/// selector that finds anything counts.
pub const ROLES: [(&str, Option<&str>, bool); 15] = [
    ("headline", Some("headline"), true),
    ("kicker", Some("kicker"), true),
    ("summary", Some("summary"), true),
    ("byline", Some("authors"), true),
    ("published", Some("published"), true),
    ("modified", Some("modified"), true),
    ("section", Some("section"), true),
    ("figure", None, false),
    ("caption", Some("captions"), false),
    ("credit", Some("credits"), false),
    ("quote", Some("quotes"), false),
    ("attribution", None, false),
    ("aside", Some("fact boxes"), false),
    ("aside_title", None, false),
    ("heading", Some("headings"), false),
];

/// A page that is looked at.
pub struct LookedAt {
    pub sketch: Sketch,
    pub features: Features,
    pub stated: Vec<Stated>,
    /// What was read from it without the profile.
    pub values: Values,
    pub host: Option<String>,
    pub site_name: Option<String>,
    pub language: Option<String>,
    /// The day of its capture, as `YYYY-MM-DD`: an epoch's days are compared with no other.
    pub day: Option<String>,
}

impl LookedAt {
    pub fn new(outline: &PageOutline, captured: Option<String>, names: &mut Names) -> LookedAt {
        let article = &outline.article;
        let sketch = Sketch::new(outline, names);
        let address = article.url.as_deref().or(article.canonical_url.as_deref());
        let host = address.and_then(|a| url::Url::parse(a).ok()).and_then(|u| u.host_str().map(str::to_owned));
        LookedAt {
            features: features(&sketch),
            stated: stated(&outline.elements, names),
            sketch,
            values: Values::of(article),
            host,
            site_name: article.site_name.clone(),
            language: article.language.clone(),
            day: captured.filter(|day| day.len() == 10),
        }
    }
}

/// A first profile.
#[derive(Debug)]
pub struct Draft {
    /// With the number of pages of each, the most frequent first.
    pub hosts: Vec<(String, usize)>,
    /// Those that a profile cannot name, such as numbers in brackets.
    pub unnamed_hosts: Vec<(String, usize)>,
    pub site_name: Option<String>,
    pub language: Option<String>,
    pub epochs: Vec<EpochDraft>,
    /// Pages of a template that too few share.
    pub alone: Vec<usize>,
    /// Those of templates that nothing tells from the others: how many pages, and of when.
    pub untold: Vec<(usize, String)>,
    /// Epochs with which it would be no profile: what they are of, and why.
    pub unsound: Vec<(String, String)>,
    /// When it was tried, the pages that no epoch claims, by why.
    pub unclaimed: BTreeMap<Unclaimed, usize>,
}

#[derive(Debug)]
pub struct EpochDraft {
    pub name: String,
    pub pages: Vec<usize>,
    pub years: ByYear,
    /// The first and the last day on which its pages were captured.
    pub days: Option<(String, String)>,
    /// Whether no other epoch has pages of these days.
    pub has_days_alone: bool,
    pub marks: Vec<Mark>,
    pub roles: Vec<RoleDraft>,
    /// Another way to read the byline, by the names in it: where the whole line does not do.
    pub names: Option<RoleDraft>,
    /// What has no selectors, and why.
    pub left_out: Vec<(String, String)>,
    /// What came of trying it.
    pub trial: Trial,
}

#[derive(Debug, Clone)]
pub struct Mark {
    pub css: String,
    pub own: usize,
    pub elsewhere: usize,
}

#[derive(Debug)]
pub struct RoleDraft {
    pub role: &'static str,
    pub selectors: Vec<SelectorDraft>,
}

#[derive(Debug)]
pub struct SelectorDraft {
    pub css: String,
    /// Whether all that it finds on a page is one value.
    pub joined: bool,
    pub found: usize,
    /// None where there is nothing to compare with.
    pub right: Option<usize>,
}

/// What came of trying a profile on an epoch's pages.
#[derive(Debug, Default)]
pub struct Trial {
    /// The pages that are of the epoch when the profile is asked.
    pub claimed: usize,
    /// Of these, those that were not put into it.
    pub others: usize,
    /// Those that were put into it and are of no epoch, by why.
    pub unclaimed: BTreeMap<Unclaimed, usize>,
    /// For each field that any of them has: its name, on how many pages it is the same, lost, gained and otherwise.
    pub fields: BTreeMap<usize, FieldTrial>,
    /// How alike the bodies are, on average.
    pub body: f64,
    /// On how many pages they are nearly the same.
    pub same_body: usize,
}

#[derive(Debug, Default, Clone, Copy)]
pub struct FieldTrial {
    pub same: usize,
    pub lost: usize,
    pub gained: usize,
    pub other: usize,
    /// Of those that are otherwise, the ones that hold what was read without it, and more.
    pub longer: usize,
}

/// Makes a profile of what the pages share.
pub fn draft(pages: &[(Year, String, LookedAt)], names: &Names) -> Draft {
    let all: Vec<Features> = pages.iter().map(|(_, _, p)| p.features.clone()).collect();
    let (templates, alone) = cluster(&all);
    let mut epochs: Vec<(EpochDraft, Vec<Selector>)> = templates.into_iter().map(|t| epoch(t, pages, names)).collect();
    let of_template: Vec<Vec<usize>> = epochs.iter().map(|(e, _)| e.pages.clone()).collect();
    for (i, (epoch, selectors)) in epochs.iter_mut().enumerate() {
        epoch.marks = marks(i, selectors, &of_template, pages, names);
    }
    let mut epochs: Vec<EpochDraft> = epochs.into_iter().map(|(e, _)| e).collect();
    name_epochs(&mut epochs);
    let spans: Vec<Option<(String, String)>> = epochs.iter().map(|e| e.days.clone()).collect();
    for (i, epoch) in epochs.iter_mut().enumerate() {
        let is_apart = |(from, to): &(String, String)| {
            let others = spans.iter().enumerate().filter(|(j, _)| *j != i);
            others.filter_map(|(_, s)| s.as_ref()).all(|(f, t)| t < from || to < f)
        };
        epoch.has_days_alone = spans.len() > 1 && epoch.pages.len() > 2 && epoch.days.as_ref().is_some_and(is_apart);
    }
    // An epoch without marks and days of its own would claim the pages of all others.
    let is_told = |e: &EpochDraft| !e.marks.is_empty() || e.has_days_alone || spans.len() == 1;
    let (mut epochs, untold): (Vec<EpochDraft>, Vec<EpochDraft>) = epochs.into_iter().partition(is_told);
    let untold = untold.iter().map(|e| (e.pages.len(), e.years.span().unwrap_or_default())).collect();
    // The oldest first, as one reads a history.
    epochs.sort_by_cached_key(|e| (e.years.years().flatten().next(), e.days.clone()));
    let of_site = |value: &dyn Fn(&LookedAt) -> Option<String>| most_frequent(pages.iter().filter_map(|p| value(&p.2)));
    let mostly = |found: Vec<(String, usize)>| {
        let all: usize = found.iter().map(|(_, n)| n).sum();
        found.into_iter().next().filter(|(_, n)| n * 10 >= all * 8).map(|(value, _)| value)
    };
    Draft {
        hosts: of_site(&|p| p.host.clone()),
        unnamed_hosts: Vec::new(),
        site_name: mostly(of_site(&|p| p.site_name.clone())),
        language: mostly(of_site(&|p| p.language.clone())),
        epochs,
        alone,
        untold,
        unsound: Vec::new(),
        unclaimed: BTreeMap::new(),
    }
}

fn most_frequent(values: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    let mut out: Vec<(String, usize)> = counts.into_iter().collect();
    out.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    out
}

/// An epoch for the pages of a template, with its selectors, which may serve as marks.
fn epoch(members: Vec<usize>, pages: &[(Year, String, LookedAt)], names: &Names) -> (EpochDraft, Vec<Selector>) {
    let sketches: Vec<&Sketch> = members.iter().map(|i| &pages[*i].2.sketch).collect();
    let (mut roles, mut left_out, mut telling) = (Vec::new(), Vec::new(), Vec::new());
    for (role, _, first_counts) in ROLES {
        let learned = learn(role, first_counts, &sketches, names);
        let mut selectors: Vec<SelectorDraft> = statement(role, &members, pages, names).into_iter().collect();
        if learned.is_empty() && selectors.is_empty() {
            let on = sketches.iter().filter(|s| s.parts.contains_key(role)).count();
            if on >= super::learn::enough(sketches.len()) {
                left_out
                    .push((role.to_owned(), format!("read from {on} pages, but no selector finds it and little else")));
            }
            continue;
        }
        telling.extend(learned.first().map(|l| l.selector));
        selectors.extend(learned.iter().map(|l| selector(l, true, names)));
        roles.push(RoleDraft { role, selectors });
    }
    match learn_body(&sketches, names) {
        Ok(body) => {
            telling.insert(0, body.containers[0].selector);
            let containers = body.containers.iter().map(|l| selector(l, true, names)).collect();
            roles.push(RoleDraft { role: "body", selectors: containers });
            if !body.removed.is_empty() {
                let removed = body.removed.iter().map(|l| selector(l, false, names)).collect();
                roles.push(RoleDraft { role: "remove", selectors: removed });
            }
        }
        Err(why) => left_out.push(("body".to_owned(), why)),
    }
    let by_names = learn("author", false, &sketches, names);
    let by_names = by_names.into_iter().next().filter(|l| l.right * 10 >= l.found * 9);
    let by_names = by_names.map(|l| RoleDraft {
        role: "byline",
        selectors: vec![SelectorDraft { joined: true, ..selector(&l, true, names) }],
    });
    let mut years = ByYear::default();
    members.iter().for_each(|i| years.add(pages[*i].0));
    let days: Vec<&String> = members.iter().filter_map(|i| pages[*i].2.day.as_ref()).collect();
    let days = days.iter().min().zip(days.iter().max()).map(|(a, b)| ((**a).clone(), (**b).clone()));
    let draft = EpochDraft {
        name: String::new(),
        pages: members,
        years,
        days,
        has_days_alone: false,
        marks: Vec::new(),
        roles,
        names: by_names,
        left_out,
        trial: Trial::default(),
    };
    (draft, telling)
}

/// The statement of the pages that says what a role is, for the roles that are better stated than shown.
fn statement(
    role: &str,
    members: &[usize],
    pages: &[(Year, String, LookedAt)],
    names: &Names,
) -> Option<SelectorDraft> {
    if !matches!(role, "published" | "modified" | "section") {
        return None;
    }
    let field = FIELDS.iter().position(|f| *f == role)?;
    let told = |i: &usize| {
        let page = &pages[*i].2;
        (page.stated.as_slice(), page.values.of_field(field).first().map(String::as_str))
    };
    let (css, found, right) = learn_stated(&members.iter().map(told).collect::<Vec<_>>())?;
    Some(SelectorDraft { css: names.name(css).to_owned(), joined: false, found, right: Some(right) })
}

fn selector(learned: &Learned, is_judged: bool, names: &Names) -> SelectorDraft {
    SelectorDraft {
        css: learned.selector.css(names),
        joined: false,
        found: learned.found,
        right: is_judged.then_some(learned.right),
    }
}

/// What nearly all pages of a template show and few others do; the selectors of its roles before anything else.
fn marks(
    own: usize,
    selectors: &[Selector],
    templates: &[Vec<usize>],
    pages: &[(Year, String, LookedAt)],
    names: &Names,
) -> Vec<Mark> {
    const MAX_MARKS: usize = 4;
    const MAX_CANDIDATES: usize = 60;
    let members = &templates[own];
    let mut counts: BTreeMap<Selector, usize> = BTreeMap::new();
    for simple in members.iter().flat_map(|i| &pages[*i].2.features).filter(|f| f.by != Trait::Bare) {
        *counts.entry(Selector::of(*simple)).or_default() += 1;
    }
    let is_of_page = |s: &Selector| matches!(names.name(s.simple.name), "body" | "html");
    let mut around: Vec<(Selector, usize)> = counts.into_iter().filter(|(_, n)| n * 10 >= members.len() * 9).collect();
    around.sort_by_key(|(s, n)| (is_of_page(s), std::cmp::Reverse(*n)));
    let (named, bare): (Vec<Selector>, Vec<Selector>) = selectors.iter().copied().partition(|s| s.is_named());
    let mut candidates: Vec<Selector> = named;
    candidates.extend(around.into_iter().map(|(s, _)| s));
    candidates.truncate(MAX_CANDIDATES);
    // Elements without names tell a template only if there are others, and none of them has the like.
    let first_bare = candidates.len();
    if templates.len() > 1 {
        candidates.extend(bare);
    }
    let mut shown: Vec<(usize, usize)> = vec![(0, 0); candidates.len()];
    for (template, members) in templates.iter().enumerate() {
        for page in members {
            let index = pages[*page].2.sketch.index();
            for (candidate, (here, elsewhere)) in candidates.iter().zip(&mut shown) {
                if !index.find(*candidate).is_empty() {
                    *(if template == own { &mut *here } else { &mut *elsewhere }) += 1;
                }
            }
        }
    }
    let others = pages.len() - members.len();
    let mut out: Vec<Mark> = Vec::new();
    // First those that no other page shows; then, if there are none, the best of the rest.
    for most_elsewhere in [others / 50, others / 4] {
        let is_exclusive = most_elsewhere <= others / 50;
        let usable = if is_exclusive { candidates.len() } else { first_bare };
        for (candidate, &(here, elsewhere)) in candidates.iter().zip(&shown).take(usable) {
            let css = candidate.css(names);
            let is_mark = here * 20 >= members.len() * 19 && elsewhere <= most_elsewhere;
            if is_mark && out.len() < MAX_MARKS && out.iter().all(|m| m.css != css) {
                out.push(Mark { css, own: here, elsewhere });
            }
        }
        if !out.is_empty() {
            break;
        }
    }
    out
}

/// Names each epoch for its body or its first mark.
fn name_epochs(epochs: &mut [EpochDraft]) {
    let mut taken: Vec<String> = Vec::new();
    for (i, epoch) in epochs.iter_mut().enumerate() {
        let body =
            epoch.roles.iter().find(|r| r.role == "body").and_then(|r| r.selectors.first()).map(|s| s.css.as_str());
        let css = epoch.marks.first().map(|m| m.css.as_str()).or(body).unwrap_or_default();
        let last = css.rsplit(['.', '#']).next().filter(|_| css.contains(['.', '#'])).unwrap_or_default();
        let last: String = last.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        let mut name = if last.is_empty() { format!("template-{}", i + 1) } else { last };
        if taken.contains(&name) {
            name = format!("{name}-{}", i + 1);
        }
        taken.push(name.clone());
        epoch.name = name;
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn role(role: &'static str, css: &str) -> RoleDraft {
        let selector = SelectorDraft { css: css.to_owned(), joined: false, found: 1, right: Some(1) };
        RoleDraft { role, selectors: vec![selector] }
    }

    /// A draft with epochs of one page each, by names and marks.
    pub fn draft_of(epochs: &[(&str, &str)]) -> Draft {
        let epoch = |(page, (name, mark)): (usize, &(&str, &str))| EpochDraft {
            name: (*name).to_owned(),
            pages: vec![page],
            years: ByYear::default(),
            days: None,
            has_days_alone: false,
            marks: vec![Mark { css: (*mark).to_owned(), own: 1, elsewhere: 0 }],
            roles: Vec::new(),
            names: None,
            left_out: Vec::new(),
            trial: Trial::default(),
        };
        Draft {
            hosts: Vec::new(),
            unnamed_hosts: Vec::new(),
            site_name: None,
            language: None,
            epochs: epochs.iter().enumerate().map(epoch).collect(),
            alone: Vec::new(),
            untold: Vec::new(),
            unsound: Vec::new(),
            unclaimed: BTreeMap::new(),
        }
    }
}
