//! What one epoch's rules find in a page.

use std::collections::BTreeMap;

use super::epoch::Epoch;
use super::reading::{ProfileMatch, Value};
use super::role::Role;
use super::rule::{Found, Rule, Split};
use super::stretch::{lines_of, tops};
use super::view::View;
use crate::dom::{Document, NodeId, Tag};
use crate::text::fold;

/// Reads a page by an epoch's rules; nothing if none of them finds anything.
pub(super) fn apply_epoch(epoch: &Epoch, view: &View) -> Option<ProfileMatch> {
    let mut reading = ProfileMatch { name: epoch.name.clone(), ..ProfileMatch::default() };
    let mut texts = Vec::new();
    for (role, rules) in &epoch.rules {
        for (place, rule) in rules.iter().enumerate() {
            let found = rule.find_in(view);
            if found.is_empty() {
                continue;
            }
            mark_roles(&mut reading, view.doc, *role, &found);
            if role.has_values() {
                texts.push((*role, place, rule, found));
            } else if *role == Role::Body {
                break;
            }
        }
    }
    // The texts come after all roles are known, since each leaves out what another role claims.
    let mut values: BTreeMap<Role, Vec<Value>> = BTreeMap::new();
    let mut winners = BTreeMap::new();
    for (role, place, rule, found) in texts {
        if values.contains_key(&role) {
            continue;
        }
        let read = read_values(&reading, view.doc, role, rule, &found);
        if !read.is_empty() {
            values.insert(role, read);
            winners.insert(role, place);
        }
    }
    reading.values = values;
    reading.winners = winners;
    let found = !reading.roles.is_empty() || !reading.ranges.is_empty() || !reading.values.is_empty();
    found.then_some(reading)
}

/// Notes the role of what a rule found.
fn mark_roles(reading: &mut ProfileMatch, doc: &Document, role: Role, found: &Found) {
    let mut put = |id: NodeId| {
        // What is never shown has values at most.
        if matches!(doc.tag(id), Tag::Meta | Tag::Link | Tag::Title | Tag::Script) && role != Role::Remove {
            return;
        }
        let first = reading.roles.entry(id).or_insert(role);
        *first = role.min(*first);
    };
    match found {
        Found::Elements(elements) => elements.iter().copied().for_each(put),
        Found::Stretches(stretches) => {
            if role != Role::Body {
                tops(doc, stretches).into_iter().for_each(|(_, id)| put(id));
            }
            reading.ranges.extend(stretches.iter().map(|&(from, to)| (from, to, role)));
        }
    }
}

/// The texts that a rule gives.
fn read_values(reading: &ProfileMatch, doc: &Document, role: Role, rule: &Rule, found: &Found) -> Vec<Value> {
    let is_other = |id| reading.role(id).is_some_and(|r| r != role);
    let raw: Vec<String> = match (found, &rule.attribute) {
        (Found::Elements(elements), Some(name)) => {
            elements.iter().filter_map(|&id| doc.attr_named(id, name)).map(fold).collect()
        }
        (Found::Elements(elements), None) => {
            let mut until = NodeId::ROOT;
            let mut raw = Vec::new();
            for &id in elements {
                // What stands in one found before is part of its text.
                if id >= until && !is_other(id) {
                    until = doc.end(id);
                    raw.push(doc.text_without(id, is_other));
                }
            }
            raw
        }
        (Found::Stretches(stretches), _) => {
            let between = rule.join.as_deref().unwrap_or(" ");
            lines_of(doc, stretches, is_other).iter().map(|lines| lines.join(between)).collect()
        }
    };
    let mut texts: Vec<String> = raw.iter().filter_map(|t| refine(rule, t)).collect();
    if let (Some(join), false) = (&rule.join, texts.is_empty()) {
        texts = vec![texts.join(join)];
    }
    let origin = format!("profile {} {}", reading.name, rule.source);
    texts.into_iter().map(|text| Value { text, zone: rule.zone, origin: origin.clone() }).collect()
}

/// A text as a rule wants it: prefixes off, the part it names, seconds as a date.
fn refine(rule: &Rule, text: &str) -> Option<String> {
    let folded = fold(text);
    let mut text = folded.as_str();
    for prefix in &rule.strip {
        text = text.strip_prefix(prefix.as_str()).unwrap_or(text).trim_start();
    }
    let text = match &rule.split {
        Some(split) => part_of(text, split)?,
        None => text,
    };
    let text = text.trim();
    match rule.unix {
        true => {
            let time = jiff::Timestamp::from_second(text.parse().ok()?).ok()?;
            Some(time.to_string())
        }
        false => (!text.is_empty()).then(|| text.to_owned()),
    }
}

fn part_of<'t>(text: &'t str, split: &Split) -> Option<&'t str> {
    let parts: Vec<&str> = text.split(split.at.as_str()).collect();
    if parts.len() < split.least {
        return None;
    }
    let at = match usize::try_from(split.part) {
        Ok(front) => front.checked_sub(1)?,
        Err(_) => parts.len().checked_sub(usize::try_from(split.part.unsigned_abs()).ok()?)?,
    };
    parts.get(at).copied()
}
