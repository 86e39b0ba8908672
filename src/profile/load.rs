//! Reading profile files. Every error names the file, the line and the key.

mod value;

use toml::de::{DeTable, DeValue};

use super::epoch::{Brand, Epoch, SiteRules};
use super::role::Role;
use super::rule::{Rule, Split};
use crate::error::Result;
use value::{Source, TomlTable, TomlValue};

const TOP_KEYS: [&str; 6] = ["hosts", "signs", "site_name", "language", "brand", "epoch"];
const BRAND_KEYS: [&str; 3] = ["name", "path", "shows"];
const EPOCH_KEYS: [&str; 8] = ["name", "site_name", "language", "shows", "path", "from", "to", "roles"];
const RULE_KEYS: [&str; 8] = ["select", "strip", "split", "part", "least", "join", "zone", "unix"];

/// Reads a profile's text; `name` is the profile's, `file` names the text in errors.
pub(super) fn parse_site(name: &str, file: &str, text: &str) -> Result<SiteRules> {
    let source = Source { file, text };
    let root = DeTable::parse(text).map_err(|e| source.syntax_error(e.message(), e.span()))?;
    let top = TomlTable::root(source, root.get_ref());
    top.check_keys(&TOP_KEYS)?;
    let hosts = top.required("hosts")?;
    let mut site = SiteRules {
        hosts: hosts.items(TomlValue::host)?,
        signs: top.list("signs", TomlValue::mark)?,
        site_name: top.get("site_name").map(|v| v.string()).transpose()?,
        language: top.get("language").map(|v| v.string()).transpose()?,
        brands: top.tables("brand")?.iter().map(parse_brand).collect::<Result<_>>()?,
        epochs: Vec::new(),
    };
    if site.hosts.is_empty() {
        return hosts.fail("names no host");
    }
    for table in top.tables("epoch")? {
        let epoch = parse_epoch(name, &table)?;
        if site.epochs.iter().any(|e| e.name == epoch.name) {
            return table.required("name")?.fail("another epoch has this name");
        }
        site.epochs.push(epoch);
    }
    Ok(site)
}

fn parse_brand(table: &TomlTable) -> Result<Brand> {
    table.check_keys(&BRAND_KEYS)?;
    Ok(Brand {
        name: table.required("name")?.string()?,
        path: table.list("path", TomlValue::path)?,
        shows: table.list("shows", TomlValue::mark)?,
    })
}

fn parse_epoch(file: &str, table: &TomlTable) -> Result<Epoch> {
    table.check_keys(&EPOCH_KEYS)?;
    let name = table.required("name")?.string()?;
    let from = table.get("from").map(|v| v.day()).transpose()?;
    let to = table.get("to");
    let last = to.as_ref().map(TomlValue::day).transpose()?;
    if let (Some(from), Some(last), Some(to)) = (from, last, &to)
        && from > last
    {
        return to.fail(&format!("{last} is before from, {from}"));
    }
    Ok(Epoch {
        name: format!("{file}/{name}"),
        site_name: table.get("site_name").map(|v| v.string()).transpose()?,
        language: table.get("language").map(|v| v.string()).transpose()?,
        shows: table.list("shows", TomlValue::mark)?,
        path: table.list("path", TomlValue::path)?,
        from,
        to: last,
        rules: table.get("roles").map(|v| parse_roles(&v)).transpose()?.unwrap_or_default(),
    })
}

fn parse_roles(value: &TomlValue) -> Result<Vec<(Role, Vec<Rule>)>> {
    let table = value.table()?;
    table.check_keys(&Role::NAMES.map(|(name, _)| name))?;
    let mut roles = Vec::new();
    for (name, role) in Role::NAMES {
        if table.get(name).is_some() {
            roles.push((role, table.list(name, parse_rule)?));
        }
    }
    Ok(roles)
}

fn parse_rule(value: &TomlValue) -> Result<Rule> {
    if !matches!(value.get(), DeValue::Table(_)) {
        return value.parsed("a selector or a table", Rule::parse);
    }
    let table = value.table()?;
    table.check_keys(&RULE_KEYS)?;
    let mut rule = table.required("select")?.parsed("a string", Rule::parse)?;
    rule.strip = table.list("strip", TomlValue::string)?;
    rule.join = table.get("join").map(|v| v.string()).transpose()?;
    rule.zone = table.get("zone").map(|v| v.zone()).transpose()?;
    rule.unix = table.get("unix").map(|v| v.boolean()).transpose()?.unwrap_or_default();
    let (at, part, least) = (table.get("split"), table.get("part"), table.get("least"));
    match (at, part) {
        (Some(at), Some(part)) => {
            let (at, value) = (at.parsed("a string", non_empty)?, part.integer()?);
            if value == 0 {
                return part.fail("parts are counted from 1, or from -1 at the end");
            }
            let least = least.map(|v| v.count()).transpose()?.unwrap_or(1);
            rule.split = Some(Split { at, part: value, least });
        }
        (Some(alone), None) => return alone.fail("needs `part`, the part to take"),
        (None, Some(alone)) => return alone.fail("needs `split`, what to cut at"),
        (None, None) => {
            if let Some(least) = least {
                return least.fail("needs `split` and `part`");
            }
        }
    }
    Ok(rule)
}

fn non_empty(text: &str) -> std::result::Result<String, String> {
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests;
