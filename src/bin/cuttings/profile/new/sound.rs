//! Takes out of a draft what no profile can hold: a part that does not parse must not cost the others.

use cuttings::{ErrorKind, Profile};

use super::draft::{Draft, EpochDraft, RoleDraft};
use super::write;

/// Leaves out the hosts, roles and epochs that do not parse, and notes why.
pub fn keep_sound(draft: &mut Draft) {
    if write::parsed(draft).is_ok() {
        return;
    }
    let is_unsound = |(host, _): &mut (String, usize)| fault(&write::hosts(&[(host.clone(), 0)])).is_some();
    draft.unnamed_hosts.extend(draft.hosts.extract_if(.., is_unsound));
    for mut epoch in std::mem::take(&mut draft.epochs) {
        let pages = epoch.pages.len();
        for role in epoch.roles.extract_if(.., |role| role_fault(role, pages).is_some()) {
            let why = role_fault(&role, pages).unwrap_or_default();
            epoch.left_out.push((role.role.to_owned(), format!("no profile can say it: {why}")));
        }
        draft.epochs.push(epoch);
        // Whatever it is that is wrong with it, or with it beside those before it.
        if let Some(why) = fault(&write::toml(draft, 0, 0))
            && let Some(EpochDraft { name, years, pages, .. }) = draft.epochs.pop()
        {
            let span = years.span().map(|s| format!(", {s}")).unwrap_or_default();
            draft.unsound.push((format!("{name}, {} pages{span}", pages.len()), why));
        }
    }
}

fn role_fault(role: &RoleDraft, pages: usize) -> Option<String> {
    fault(&format!("{}[[epoch]]\nname = \"e\"\n[epoch.roles]\n{}", write::hosts(&[]), write::role(role, pages)))
}

/// What is wrong with the text of a profile.
fn fault(toml: &str) -> Option<String> {
    let error = Profile::parse("new", toml).err()?;
    Some(match error.kind() {
        ErrorKind::Profile { message, .. } => message.clone(),
        _ => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::draft::tests::{draft_of, role};
    use super::*;

    #[test]
    fn what_does_not_parse_costs_itself_alone() {
        let mut draft = draft_of(&[("a", "div.a"), ("b", "o:p.b"), ("c", "div.c"), ("c", "div.d")]);
        draft.hosts = vec![("my_blog.example".to_owned(), 3), ("[2001:db8::1]".to_owned(), 2)];
        draft.epochs[0].roles = vec![role("headline", "h1"), role("body", "st1:place\u{1}.x"), role("byline", "b.by")];
        keep_sound(&mut draft);
        let profile = write::parsed(&draft).unwrap();
        let outline = profile.outline();
        let names: Vec<&str> = outline.epochs.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["new/a", "new/c"]);
        assert_eq!(outline.epochs[0].roles.iter().map(|r| r.role).collect::<Vec<_>>(), ["headline", "byline"]);
        let toml = write::toml(&draft, 0, 0);
        for told in
            ["# body: no profile can say it: selector", "[2001:db8::1] (2 pages)", "# b, 1 pages", "# c, 1 pages"]
        {
            assert!(toml.contains(told), "{told}:\n{toml}");
        }
        assert!(toml.contains("another epoch has this name") && !toml.contains('\u{1}'), "{toml}");
    }
}
