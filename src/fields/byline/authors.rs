//! The names of those who wrote the story.

use super::biography::biography;
use super::marked::{linked_account, marked_above, marked_below};
use super::shown::{Said, Shown};
use super::signature::signature;
use crate::fields::found::{Found, PAGE_TEXT};
use crate::label::{Evidence, Labels};
use crate::lines::names::{house, is_agency, is_site, names};
use crate::metadata::{Rank, Sourced};
use crate::profile::Role;
use crate::text::compare::normalize_for_comparison;
use crate::text::hashed::HashSet;
use crate::vocabulary::phrases;

/// Where names stand that links and classes mark.
const MARK: &str = "a mark on the page";
const BOX: &str = "a box behind the story";

/// The authors: whom a profile tells, or whom metadata states and the byline bears out, or else whom the page names. `shown` is the byline,
/// `site_name` the publication's name.
pub(crate) fn authors(
    evidence: &Evidence<'_>,
    labels: &Labels,
    shown: Option<&Found<Shown>>,
    site_name: Option<&str>,
) -> Option<Found<Vec<String>>> {
    if let Some(told) = evidence.profile.map(|p| p.values(Role::Author)).filter(|told| !told.is_empty()) {
        let names = told.iter().map(|value| value.text.clone()).collect();
        return Some(Found::new(unique(names), told[0].origin.clone()));
    }
    // A page that does not say whose it is still has an address.
    let host = || evidence.url.and_then(|u| u.host_str()).map(site_of_host).unwrap_or_default();
    let site = site_name.map_or_else(host, str::to_owned);
    let (names, origin) = names_and_origin(evidence, labels, shown.map(|s| &s.value), &site)?;
    let from_byline = shown.filter(|_| origin == PAGE_TEXT).map(|s| s.blocks.clone()).unwrap_or_default();
    Some(Found::new(unique(names), origin).with_blocks(from_byline))
}

/// The last two labels of a host's name.
fn site_of_host(host: &str) -> String {
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".")
}

/// The authors and where they stand: persons and agencies first, then whatever the page says stands for the author.
fn names_and_origin(
    evidence: &Evidence<'_>,
    labels: &Labels,
    shown: Option<&Shown>,
    site: &str,
) -> Option<(Vec<String>, String)> {
    let here = || PAGE_TEXT.to_owned();
    let text = shown.map(|s| s.text.as_str()).unwrap_or_default();
    let in_text = names(text, site);
    let worded = shown.is_some_and(Shown::worded);
    // `From` begins a sentence as often as a byline.
    let leads = shown.is_some_and(|s| s.leads) && !text.to_lowercase().starts_with("from ");
    // One word that nothing calls a byline is as likely a button.
    let is_named = worded
        || shown.is_some_and(|s| s.said == Said::Account)
        || in_text.iter().all(|n| n.contains(' ') || is_agency(&n.to_lowercase()));
    let line = Some((in_text.clone(), PAGE_TEXT)).filter(|_| is_named);
    let (line, later) = if leads { (line, None) } else { (None, line) };
    // Who is told for machines to read was meant, be it a house, against the names of all kinds that a page's end holds.
    // The house alone is told by default, and keeps nobody from being found.
    let is_the_house =
        |n: &String| is_site(n, site) || evidence.metadata.site_names.iter().any(|s| is_site(n, &s.value));
    let told = evidence.metadata.authors.iter().any(|s| s.rank <= Rank::Markup && !s.value.iter().all(is_the_house));
    let marks = marked_above(evidence, labels);
    let marks = if told && marks.iter().any(|n| is_site(n, site)) { Vec::new() } else { marks };
    let seen = line.into_iter().chain([(marks.clone(), MARK)]);
    let end = || later.into_iter().chain(found_at_the_end(evidence, labels, site));
    let mut seen: Vec<(Vec<String>, &str)> = seen.collect();
    if !told {
        seen.extend(end());
    }
    if let Some((source, names)) = stated(evidence, site) {
        // Structured data names the publisher's body, whose name the site itself may not bear.
        let is_house = |n: &str| evidence.metadata.site_names.iter().any(|s| is_site(n, &s.value));
        // Names that the line holds too need no other reading of it; marks may be those of photographers besides.
        let line = normalize_for_comparison(text);
        let held: Vec<String> =
            names.iter().filter(|n| n.contains(' ') && line.contains(&normalize_for_comparison(n))).cloned().collect();
        if worded && held.len() < names.len() && held.len() > in_text.len() {
            return Some((held, source.origin.clone()));
        }
        let agree = held.len() == names.len();
        if !agree && is_better(&in_text, &names, worded, leads, source.node.is_some(), &is_house) {
            return Some((in_text, here()));
        }
        // Marks at other stories, or at those who did not write it, are of the same kind.
        let placed = source.node.is_some() && marks.len() < names.len();
        if placed && !marks.is_empty() && marks.iter().all(|m| names.contains(m)) {
            return Some((marks, MARK.to_owned()));
        }
        return Some((names, source.origin.clone()));
    }
    let first = seen.into_iter().find(|(names, _)| !names.is_empty()).map(|(names, from)| (names, from.to_owned()));
    if first.is_some() {
        return first;
    }
    whoever_signs(evidence, labels, shown, told)
}

/// Who stands for the author where nobody is named: a journal may bear its writer's name, and a house or a desk may sign for
/// its writers. Said outright, that is an author.
fn whoever_signs(
    evidence: &Evidence<'_>,
    labels: &Labels,
    shown: Option<&Shown>,
    told: bool,
) -> Option<(Vec<String>, String)> {
    let here = |names: Vec<String>| (names, PAGE_TEXT.to_owned());
    let by_house = || {
        evidence.metadata.authors.iter().find_map(|s| {
            let values = s.value.iter().flat_map(|v| v.split(';'));
            let names: Vec<String> = values.filter_map(house).collect();
            (!names.is_empty()).then(|| (names, s.origin.clone()))
        })
    };
    // `From` a house is where a text was taken from.
    let line = shown.filter(|s| s.worded() && !s.text.to_lowercase().starts_with("from ") || s.said == Said::Account);
    let by_line = line.filter(|s| s.leads || !told).map(|s| names(&s.text, "")).filter(|names| !names.is_empty());
    let linked = || linked_account(evidence, labels).map(|a| (vec![a], MARK.to_owned()));
    // A desk, or the name that somebody writes under on a board: no sentence.
    let account = || {
        let text = line?.text.trim_end_matches([',', ' ']);
        let fits = |t: &String| !t.ends_with(':') && (!t.contains(' ') || is_desk(t));
        house(text).filter(fits).map(|a| here(vec![a]))
    };
    // The house itself, where a box behind the story says so.
    let boxed = || {
        let names = marked_below(evidence, labels);
        (names.len() == 1).then(|| (names, BOX.to_owned()))
    };
    by_line.map(here).or_else(linked).or_else(by_house).or_else(account).or_else(boxed)
}

/// Whether a name is that of a desk: `The Harbour Team`.
fn is_desk(name: &str) -> bool {
    let is_house = |w: &str| phrases::HOUSES.contains(&w.to_lowercase().as_str());
    name.starts_with(char::is_uppercase) && !name.contains(',') && name.split(' ').any(is_house)
}

/// The names in the signature, and in a box about the author, without those that name the house beside its sources.
fn found_at_the_end(evidence: &Evidence<'_>, labels: &Labels, site: &str) -> [(Vec<String>, &'static str); 3] {
    let not_house = |names: Vec<String>| if names.iter().any(|n| is_site(n, site)) { Vec::new() } else { names };
    [
        (not_house(signature(evidence, labels)), "the end of the text"),
        (not_house(marked_below(evidence, labels)), BOX),
        (not_house(biography(evidence, labels, site).into_iter().collect()), "a note behind the story"),
    ]
}

/// The first source of metadata that names persons or agencies.
fn stated<'a>(evidence: &Evidence<'a>, site: &str) -> Option<(&'a Sourced<Vec<String>>, Vec<String>)> {
    evidence.metadata.authors.iter().find_map(|s| {
        // Of marks on the page the first stands at the story: where it names the house, others are of other stories.
        let by_house = s.node.is_some() && s.value.first().is_some_and(|v| is_site(v, site));
        let names: Vec<String> = s.value.iter().flat_map(|v| names(v, site)).collect();
        (!by_house && !names.is_empty()).then_some((s, names))
    })
}

/// Whether the names of a byline are better than those that metadata states: where these are one account or house of one
/// word and those are persons, where these are marks on the page that also stand at other stories' writers, and where the
/// line under the headline says outright that it was somebody else.
pub(super) fn is_better(
    shown: &[String],
    stated: &[String],
    worded: bool,
    leads: bool,
    placed: bool,
    is_house: &dyn Fn(&str) -> bool,
) -> bool {
    /// Writers of one story; marks of more stand at several stories.
    const MAX_WRITERS: usize = 4;
    let is_person = |n: &String| n.contains(' ');
    let is_account = matches!(stated, [only] if is_house(only) || !is_person(only) && !is_agency(&only.to_lowercase()));
    let holds = |n: &String| stated.iter().any(|s| normalize_for_comparison(s) == normalize_for_comparison(n));
    // A first name alone, where the page has the whole.
    let is_part = matches!((stated, shown), ([part], [whole])
        if !is_person(part) && normalize_for_comparison(whole).strip_prefix(&normalize_for_comparison(part)).is_some_and(|rest| rest.starts_with(' ')));
    // Names run into what stands beside them are the same names.
    let is_other =
        |n: &String| !stated.iter().any(|s| normalize_for_comparison(n).contains(&normalize_for_comparison(s)));
    let subset = shown.len() < stated.len() && shown.iter().all(holds);
    !shown.is_empty()
        && (worded && is_account && shown.iter().all(is_person)
            || is_part
            || placed && subset && (worded || stated.len() > MAX_WRITERS)
            || worded && leads && shown.iter().all(is_other))
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut known = HashSet::default();
    names.into_iter().filter(|n| known.insert(normalize_for_comparison(n))).collect()
}
