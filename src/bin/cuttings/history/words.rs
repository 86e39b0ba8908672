//! Times and changes in words.

use cuttings::{Change, DateTime, Timestamp, Version};

/// A time as people read it.
pub fn shown(time: Timestamp) -> String {
    shown_date(time.to_datetime())
}

pub fn shown_date(time: DateTime) -> String {
    time.to_string().replace('T', " ")
}

/// When a version was captured, and how often.
pub fn captured(version: &Version) -> String {
    match version.captures {
        1 => shown(version.first),
        captures => format!("{} to {}, {captures} captures", shown(version.first), shown(version.last)),
    }
}

/// How many changes of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    pub headline: u64,
    pub published: u64,
    pub modified: u64,
    pub added: u64,
    pub removed: u64,
    pub reworded: u64,
    pub moved: u64,
    pub other: u64,
}

impl Kinds {
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Kinds {
        let mut out = Kinds::default();
        for change in changes {
            *match change {
                Change::Headline { .. } => &mut out.headline,
                Change::Published { .. } => &mut out.published,
                Change::Modified { .. } => &mut out.modified,
                Change::ParagraphAdded { .. } => &mut out.added,
                Change::ParagraphRemoved { .. } => &mut out.removed,
                Change::ParagraphReworded { .. } => &mut out.reworded,
                Change::ParagraphMoved { .. } => &mut out.moved,
                _ => &mut out.other,
            } += 1;
        }
        out
    }

    /// The kinds that there are, named, with their numbers.
    pub fn named(&self) -> Vec<(&'static str, u64)> {
        let all = [
            ("headline", self.headline),
            ("date of publication", self.published),
            ("date of the last change", self.modified),
            ("paragraphs added", self.added),
            ("paragraphs removed", self.removed),
            ("paragraphs reworded", self.reworded),
            ("paragraphs moved", self.moved),
            ("other", self.other),
        ];
        all.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

/// What changed with a version: `headline, 2 added, 1 reworded`.
pub fn changes_in_words(version: &Version) -> String {
    let kinds = Kinds::of(&version.changes);
    let mut out: Vec<String> = Vec::new();
    out.extend((kinds.headline > 0).then(|| "headline".to_owned()));
    out.extend((kinds.published + kinds.modified > 0).then(|| "dates".to_owned()));
    for (name, count) in
        [("added", kinds.added), ("removed", kinds.removed), ("reworded", kinds.reworded), ("moved", kinds.moved)]
    {
        out.extend((count > 0).then(|| format!("{count} {name}")));
    }
    out.join(", ")
}

/// How long it was from one time to another: `3 days`.
pub fn between(from: Timestamp, to: Timestamp) -> String {
    let seconds = (to.unix_seconds() - from.unix_seconds()).max(0);
    let (amount, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        172_800..5_184_000 => (seconds / 86_400, "day"),
        5_184_000..63_072_000 => (seconds / 2_629_800, "month"),
        _ => (seconds / 31_557_600, "year"),
    };
    format!("{amount} {unit}{}", if amount == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_the_unit_that_fits() {
        let told = |to: &str| between("20190301000000".parse().unwrap(), to.parse().unwrap());
        for (to, wanted) in [
            ("20190301000001", "1 second"),
            ("20190301000300", "3 minutes"),
            ("20190301050000", "5 hours"),
            ("20190304000000", "3 days"),
            ("20190701000000", "4 months"),
            ("20240701000000", "5 years"),
            ("20180101000000", "0 seconds"),
        ] {
            assert_eq!(told(to), wanted);
        }
    }
}
