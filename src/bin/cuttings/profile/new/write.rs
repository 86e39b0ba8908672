//! A first profile as TOML, with what was seen of each selector in comments.

use std::fmt::Write;

use cuttings::Profile;

use super::draft::{Draft, EpochDraft};
use crate::profile::fields::{BODY, FIELDS};
use crate::profile::show::excerpt;

/// The profile; `looked` pages of `pages` were looked at.
pub fn toml(draft: &Draft, looked: usize, pages: usize) -> String {
    let mut out = String::new();
    _ = writeln!(out, "# A first profile, made by `cuttings profile new`. It looked at {looked} of {pages} pages.");
    out.push_str("# \"on 38 of 40, right on 36\": the selector finds something on 38 pages of the epoch that were looked at, and on 36\n");
    out.push_str("# just what is read from them without a profile. See how it does with `cuttings profile check`.\n");
    hosts(&mut out, draft);
    for (key, value) in [("site_name", &draft.site_name), ("language", &draft.language)] {
        match value {
            Some(value) => _ = writeln!(out, "{key} = {}", string(value)),
            None => _ = writeln!(out, "# {key}: the pages say different things, or nothing"),
        }
    }
    if !draft.alone.is_empty() {
        _ = writeln!(
            out,
            "# {} pages are of a template that hardly another shares, and of no epoch here.",
            draft.alone.len()
        );
    }
    for (pages, span) in &draft.untold {
        _ = writeln!(
            out,
            "# {pages} pages, {span}, are of a template that nothing tells from the others, and of no epoch here."
        );
    }
    for epoch in &draft.epochs {
        self::epoch(&mut out, epoch);
    }
    out
}

/// The profile as it is written, to be tried.
pub fn parsed(draft: &Draft) -> cuttings::Result<Profile> {
    Profile::parse("new", &toml(draft, 0, 0))
}

fn hosts(out: &mut String, draft: &Draft) {
    if draft.hosts.is_empty() {
        out.push_str("# None of the pages has an address: put the site's hosts here.\nhosts = [\"site.example\"]\n");
        return;
    }
    out.push_str("hosts = [\n");
    for (host, pages) in &draft.hosts {
        _ = writeln!(out, "    {}, # {pages} pages", string(host));
    }
    out.push_str("]\n");
}

fn epoch(out: &mut String, epoch: &EpochDraft) {
    let pages = epoch.pages.len();
    let span = epoch.years.span().map(|s| format!(", {s}")).unwrap_or_default();
    _ = writeln!(out, "\n# {pages} pages{span}");
    trial(out, epoch);
    _ = writeln!(out, "[[epoch]]\nname = {}", string(&epoch.name));
    if let Some((from, to)) = &epoch.days {
        let mark = if epoch.has_days_alone { "" } else { "# " };
        _ = writeln!(out, "{mark}from = {from}\n{mark}to = {to}");
    }
    if epoch.marks.is_empty() {
        out.push_str("# No mark was found that most of these pages show and others do not.\n");
    } else {
        out.push_str("shows = [\n");
        for mark in &epoch.marks {
            let elsewhere =
                if mark.elsewhere > 0 { format!(", and on {} others", mark.elsewhere) } else { String::new() };
            _ = writeln!(out, "    {}, # on {} of {pages}{elsewhere}", string(&mark.css), mark.own);
        }
        out.push_str("]\n");
    }
    for (role, why) in &epoch.left_out {
        _ = writeln!(out, "# {role}: {}", excerpt(why, 200));
    }
    if epoch.roles.is_empty() {
        return;
    }
    out.push_str("\n[epoch.roles]\n");
    for role in &epoch.roles {
        _ = writeln!(out, "{} = [", role.role);
        for selector in &role.selectors {
            let right = match selector.right {
                Some(right) if right < selector.found => format!(", right on {right}"),
                _ => String::new(),
            };
            let css = string(&selector.css);
            let css = if selector.joined { format!("{{ select = {css}, join = \", \" }}") } else { css };
            _ = writeln!(out, "    {css}, # on {} of {pages}{right}", selector.found);
        }
        out.push_str("]\n");
    }
}

/// What came of trying it on its pages.
fn trial(out: &mut String, epoch: &EpochDraft) {
    let trial = &epoch.trial;
    if trial.claimed == 0 {
        return;
    }
    _ = writeln!(out, "# Tried on all pages, it claims {}. Compared with what is read without it:", claimed(epoch));
    let (same, changed) = told_fields(epoch);
    if !same.is_empty() {
        _ = writeln!(out, "#   always the same: {}", same.join(", "));
    }
    for (field, told) in changed {
        _ = writeln!(out, "#   {field}: {told}");
    }
}

/// How many pages it claims, in words.
pub fn claimed(epoch: &EpochDraft) -> String {
    let (own, others) = (epoch.trial.claimed - epoch.trial.others, epoch.trial.others);
    let others = if others > 0 { format!(" and {others} others") } else { String::new() };
    format!("{own} of them{others}")
}

/// The fields that are the same on all pages, and what became of the others, in words.
pub fn told_fields(epoch: &EpochDraft) -> (Vec<&'static str>, Vec<(&'static str, String)>) {
    let trial = &epoch.trial;
    let (mut same, mut changed) = (Vec::new(), Vec::new());
    for (&field, t) in &trial.fields {
        let others = [(t.other, "otherwise on"), (t.lost, "lost on"), (t.gained, "gained on")];
        if others.iter().all(|(n, _)| *n == 0) {
            same.push(FIELDS[field]);
            continue;
        }
        let mut parts = vec![format!("the same on {}", t.same)];
        parts.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what} {n}")));
        if field == BODY {
            parts.push(format!("nearly the same on {}, alike to {:.1} %", trial.same_body, trial.body * 100.0));
        }
        changed.push((FIELDS[field], parts.join(", ")));
    }
    (same, changed)
}

/// A string of TOML. What JSON escapes is escaped alike there.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_those_of_toml() {
        for text in ["a \"b\" \\ c", "line\nbreak\t\u{7f}\u{1}", "Ünï – 日本", "span[itemprop='author']"] {
            let toml = format!("hosts = [\"a.example\"]\nsite_name = {}", string(text));
            let profile = cuttings::Profile::parse("p", &toml);
            assert!(profile.is_ok(), "{toml}: {profile:?}");
        }
    }
}
