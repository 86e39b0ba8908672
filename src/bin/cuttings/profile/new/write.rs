//! A first profile as TOML, with what was seen of each selector in comments.

use std::fmt::Write;

use std::collections::BTreeMap;

use cuttings::{Profile, Unclaimed};

use super::draft::{Draft, EpochDraft, RoleDraft};
use crate::profile::fields::{BODY, FIELDS};
use crate::short::excerpt;
use crate::terminal;

/// The profile; `looked` pages of `pages` were looked at.
pub fn toml(draft: &Draft, looked: usize, pages: usize) -> String {
    let mut out = String::new();
    _ = writeln!(out, "# A first profile, made by `cuttings profile new`. It looked at {looked} of {pages} pages.");
    out.push_str("# \"on 38 of 40, right on 36\": the selector finds something on 38 pages of the epoch that were looked at, and on 36\n");
    out.push_str(
        "# just what is read from them without this profile. See how it does with `cuttings profile check`.\n",
    );
    if let Some(why) = in_vain(draft) {
        _ = writeln!(out, "# AS IT STANDS IT DOES NOTHING: {why}.");
    }
    for (host, pages) in &draft.unnamed_hosts {
        _ = writeln!(out, "# A profile cannot name the host {} ({pages} pages).", comment(host));
    }
    out.push_str(&hosts(&draft.hosts));
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
    for (epoch, why) in &draft.unsound {
        _ = writeln!(out, "# {epoch}: left out, for no profile can say it: {}", comment(why));
    }
    for epoch in &draft.epochs {
        self::epoch(&mut out, epoch);
    }
    out
}

/// Why the profile does nothing as it stands, where it claims none of the pages that it was made from.
pub fn in_vain(draft: &Draft) -> Option<String> {
    if draft.epochs.iter().any(|e| e.trial.claimed > 0) {
        return None;
    }
    Some(match draft.epochs.is_empty() {
        true => "it has no epoch, for nothing tells the templates of the pages apart".to_owned(),
        false => format!("it claims none of the pages that it was made from: {}", unclaimed(&draft.unclaimed)),
    })
}

/// Why pages are of no epoch, in words.
pub fn unclaimed(counts: &BTreeMap<Unclaimed, usize>) -> String {
    match counts.is_empty() {
        true => "they cannot be read with it".to_owned(),
        false => counts.iter().map(|(why, n)| format!("{why} ({n})")).collect::<Vec<_>>().join("; "),
    }
}

/// Words that may stand in a comment.
fn comment(text: &str) -> String {
    terminal::line(&excerpt(text, 200))
}

/// The profile as it is written, to be tried.
pub fn parsed(draft: &Draft) -> cuttings::Result<Profile> {
    Profile::parse("new", &toml(draft, 0, 0))
}

/// The hosts with the pages of each.
pub fn hosts(hosts: &[(String, usize)]) -> String {
    if hosts.is_empty() {
        return "# None of the pages has an address that can stand here: put the site's hosts here.\nhosts = [\"site.example\"]\n"
            .to_owned();
    }
    let each: String = hosts.iter().map(|(host, pages)| format!("    {}, # {pages} pages\n", string(host))).collect();
    format!("hosts = [\n{each}]\n")
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
        _ = writeln!(out, "# {role}: {}", comment(why));
    }
    if epoch.roles.is_empty() {
        return;
    }
    out.push_str("\n[epoch.roles]\n");
    epoch.roles.iter().for_each(|role| out.push_str(&self::role(role, pages)));
}

/// The selectors of a role in an epoch of so many pages.
pub fn role(role: &RoleDraft, pages: usize) -> String {
    let mut out = format!("{} = [\n", role.role);
    for selector in &role.selectors {
        let right = match selector.right {
            Some(right) if right < selector.found => format!(", right on {right}"),
            _ => String::new(),
        };
        let css = string(&selector.css);
        let css = if selector.joined { format!("{{ select = {css}, join = \", \" }}") } else { css };
        _ = writeln!(out, "    {css}, # on {} of {pages}{right}", selector.found);
    }
    out + "]\n"
}

/// What came of trying it on its pages.
fn trial(out: &mut String, epoch: &EpochDraft) {
    _ = writeln!(out, "# Tried on all pages, it claims {}.", claimed(epoch));
    if epoch.trial.claimed == 0 {
        return;
    }
    out.push_str("# Compared with what is read without it:\n");
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
    // Those that another epoch claims are told there.
    let none = match epoch.trial.unclaimed.values().sum::<usize>() {
        0 => String::new(),
        n => format!("; {n} are of no epoch: {}", unclaimed(&epoch.trial.unclaimed)),
    };
    let own = if own == 0 { "none".to_owned() } else { own.to_string() };
    format!("{own} of them{others}{none}")
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

/// A string of TOML. What JSON escapes is escaped alike there; so is here what a terminal would obey.
fn string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let each = |c: char| if terminal::is_obeyed(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(each).collect()
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
        assert_eq!(string("a\u{202e}\u{9b}b\u{7f}"), "\"a\\u202e\\u009bb\\u007f\"");
    }
}
