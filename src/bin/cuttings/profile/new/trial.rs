//! Tries a draft on the pages that it was made from, and takes out of it what does not do.

use cuttings::{Article, Page};

use super::draft::{Draft, EpochDraft, FieldTrial, LookedAt, ROLES, RoleDraft, Trial};
use super::sound::keep_sound;
use super::write::parsed;
use crate::args::ProfilePages;
use crate::batch;
use crate::guarded::guarded;
use crate::ordered::{Order, work_through};
use crate::output::Failure;
use crate::profile::fields::{BODY, FIELDS, Values, likeness};
use crate::profile::pages::extractor_with;
use crate::profile::years::Year;

/// In how many of a hundred pages a field must be the same as without the profile, where both have it.
const MIN_SAME: usize = 75;

/// On how many it may be the same with more to it: what was taken off, such as the site's name, was taken off with reason. Where it
/// is another line altogether, the many pages are more often right than the one.
const MAX_LONGER: usize = 10;

/// How alike the bodies of a page must be to be the same, and on how many of a hundred pages they must be so. What is read without
/// it is nearly right on most pages, and a container is all that it holds: it must be better than nearly right.
const SAME_BODY: f64 = 0.995;
const MIN_SAME_BODY: usize = 95;

/// Fields, the role of each, and the roles that may take its line.
const TAKERS: [(&str, &str, &[&str]); 3] = [
    ("authors", "byline", &["published", "modified", "kicker", "summary"]),
    ("captions", "caption", &["figure", "credit"]),
    ("credits", "credit", &["figure", "caption"]),
];

/// Tries the draft; takes out the roles whose fields come out otherwise too often, and tries again.
pub fn improve(
    draft: &mut Draft,
    args: &ProfilePages,
    pages: &[Page],
    looked: &[(Year, String, LookedAt)],
) -> Result<(), Failure> {
    /// The byline may be read otherwise after the first; what that does is seen after the second.
    const ATTEMPTS: usize = 4;
    for _ in 0..ATTEMPTS {
        let unclaimed = attempt(draft, args, pages, looked)?;
        let mut is_changed = false;
        draft.epochs.iter_mut().for_each(|epoch| is_changed |= take_out(epoch));
        if !is_changed {
            return ask_why(draft, args, pages, &unclaimed);
        }
    }
    let unclaimed = attempt(draft, args, pages, looked)?;
    ask_why(draft, args, pages, &unclaimed)
}

/// Takes out the roles that do not do; whether there were any.
fn take_out(epoch: &mut EpochDraft) -> bool {
    let mut fit = Vec::with_capacity(epoch.roles.len());
    let mut is_changed = false;
    for role in std::mem::take(&mut epoch.roles) {
        let Some(why) = unfit(role.role, &epoch.trial) else {
            fit.push(role);
            continue;
        };
        is_changed = true;
        match epoch.names.take_if(|_| role.role == "byline") {
            Some(names) => fit.push(names),
            None => epoch.left_out.push((role.role.to_owned(), format!("{why} (it was {})", role.selectors[0].css))),
        }
    }
    // A field that is lost without a role of its own is lost to one that takes its line.
    for (field, own, takers) in TAKERS {
        let position = FIELDS.iter().position(|f| *f == field);
        let is_lost = position
            .and_then(|f| epoch.trial.fields.get(&f))
            .is_some_and(|t| t.lost > 0 && t.same * 100 < (t.same + t.other + t.lost) * MIN_SAME);
        if is_lost && fit.iter().all(|r: &RoleDraft| r.role != own) {
            for role in fit.extract_if(.., |r| takers.contains(&r.role)) {
                is_changed = true;
                epoch.left_out.push((
                    role.role.to_owned(),
                    format!("with it {field} is lost (it was {})", role.selectors[0].css),
                ));
            }
        }
    }
    // Without a body nothing has to go from it, and boxes of pictures serve their captions.
    let has = |role: &str| fit.iter().any(|r| r.role == role);
    let (has_body, has_caption) = (has("body"), has("caption") || has("credit"));
    fit.retain(|r| match r.role {
        "remove" => has_body,
        "figure" => has_caption,
        _ => true,
    });
    epoch.roles = fit;
    is_changed
}

/// Why a role does not do.
fn unfit(role: &str, trial: &Trial) -> Option<String> {
    if role == "body" {
        let is_unfit = trial.same_body * 100 < trial.claimed * MIN_SAME_BODY;
        let same = trial.same_body;
        return is_unfit
            .then(|| format!("with it the body is nearly the same on {same} of {} pages only", trial.claimed));
    }
    if role == "byline" {
        let of = |name: &str| FIELDS.iter().position(|f| *f == name).and_then(|f| trial.fields.get(&f)).copied();
        let (line, authors) = (of("byline").unwrap_or_default(), of("authors").unwrap_or_default());
        let both = line.same + line.other + line.lost;
        // The line may be another where that tells authors who were not found.
        if line.same * 100 < both * MIN_SAME && authors.gained == 0 {
            return Some(format!(
                "with it the byline is otherwise on {} of {both} pages, and no author is gained",
                line.other + line.lost
            ));
        }
    }
    let (_, field, _) = ROLES.iter().find(|(name, ..)| *name == role)?;
    let field = FIELDS.iter().position(|f| Some(*f) == *field)?;
    let t = trial.fields.get(&field)?;
    let both = t.same + t.other + t.lost;
    if t.longer * 100 > both * MAX_LONGER {
        return Some(format!("with it {} has more to it on {} of {both} pages", FIELDS[field], t.longer));
    }
    (t.same * 100 < both * MIN_SAME).then(|| {
        format!("with it {} is otherwise on {} and lost on {} of {both} pages", FIELDS[field], t.other, t.lost)
    })
}

/// Whether the one text there was is a part of the one there is.
fn is_longer(old: &[String], new: &[String]) -> bool {
    matches!((old, new), ([old], [new]) if new.len() > old.len() && new.contains(old.as_str()))
}

/// Reads all pages with the draft and notes what became of each field. Gives the pages that none of its epochs claims.
fn attempt(
    draft: &mut Draft,
    args: &ProfilePages,
    pages: &[Page],
    looked: &[(Year, String, LookedAt)],
) -> Result<Vec<usize>, Failure> {
    keep_sound(draft);
    let profile = parsed(draft)?;
    let extractor = extractor_with(args, &profile);
    let mut articles: Vec<Option<(String, Values)>> = Vec::with_capacity(pages.len());
    let read = |at: usize| {
        let values = |article: Article| (article.profile.clone().unwrap_or_default(), Values::of(&article));
        guarded(|| extractor.extract(&pages[at]).ok().map(values)).flatten()
    };
    work_through(batch::jobs(args.jobs)?, Order::AsTasks, 0..pages.len(), read, |article| {
        articles.push(article);
        Ok::<(), Failure>(())
    })?;
    let mut is_claimed = vec![false; pages.len()];
    for epoch in &mut draft.epochs {
        // Pages that were put elsewhere, and are claimed all the same, count as well.
        let name = format!("{}/{}", profile.name(), epoch.name);
        let mut trial = Trial::default();
        for (page, article) in articles.iter().enumerate() {
            let Some((_, with)) = article.as_ref().filter(|(claimed, _)| *claimed == name) else { continue };
            is_claimed[page] = true;
            trial.claimed += 1;
            trial.others += usize::from(!epoch.pages.contains(&page));
            trial.add(&looked[page].2.values, with);
        }
        trial.body /= trial.claimed.max(1) as f64;
        epoch.trial = trial;
    }
    Ok((0..pages.len()).filter(|page| !is_claimed[*page]).collect())
}

/// Notes why pages are of none of the draft's epochs.
fn ask_why(draft: &mut Draft, args: &ProfilePages, pages: &[Page], unclaimed: &[usize]) -> Result<(), Failure> {
    let profile = parsed(draft)?;
    let extractor = extractor_with(args, &profile);
    let ask = |page: usize| {
        let reading = guarded(|| extractor.check_profile(&pages[page], &profile).ok()).flatten();
        reading.and_then(|r| r.epoch.err()).map(|why| (page, why))
    };
    work_through(batch::jobs(args.jobs)?, Order::AsTasks, unclaimed.iter().copied(), ask, |told| {
        if let Some((page, why)) = told {
            *draft.unclaimed.entry(why).or_default() += 1;
            for epoch in draft.epochs.iter_mut().filter(|e| e.pages.contains(&page)) {
                *epoch.trial.unclaimed.entry(why).or_default() += 1;
            }
        }
        Ok(())
    })
}

impl Trial {
    fn add(&mut self, without: &Values, with: &Values) {
        let alike = likeness(without.of_field(BODY), with.of_field(BODY));
        self.body += alike;
        self.same_body += usize::from(alike >= SAME_BODY);
        for field in 0..FIELDS.len() {
            let (old, new) = (without.of_field(field), with.of_field(field));
            if old.is_empty() && new.is_empty() {
                continue;
            }
            let trial: &mut FieldTrial = self.fields.entry(field).or_default();
            match (old.is_empty(), new.is_empty()) {
                _ if old == new => trial.same += 1,
                (true, _) => trial.gained += 1,
                (_, true) => trial.lost += 1,
                _ => {
                    trial.other += 1;
                    trial.longer += usize::from(is_longer(old, new));
                }
            }
        }
    }
}
