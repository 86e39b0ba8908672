//! Agencies, by the names that papers print for them.

/// What a paper prints an agency's name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It signs stories.
    Stories,
    /// It is credited with pictures.
    Pictures,
    /// It does both.
    Both,
}

/// Agencies in lower case, and what their names are printed for. An abbreviation that is a common word, or a house whose
/// name would be taken for a person's or a place's, has no more uses than were seen.
const AGENCIES: &[(&str, Use)] = &[
    ("aap", Use::Stories),
    ("adobe stock", Use::Pictures),
    ("afp", Use::Both),
    ("afp photo", Use::Pictures),
    ("agence france presse", Use::Stories),
    ("agence france-presse", Use::Stories),
    ("alamy", Use::Pictures),
    ("ani", Use::Stories),
    ("anp", Use::Both),
    ("ansa", Use::Both),
    ("ap", Use::Both),
    ("ap photo", Use::Pictures),
    ("apa", Use::Both),
    ("associated press", Use::Both),
    ("ats", Use::Stories),
    ("belga", Use::Both),
    ("bloomberg", Use::Both),
    ("dpa", Use::Both),
    ("efe", Use::Both),
    ("epa", Use::Pictures),
    ("epd", Use::Stories),
    ("europa press", Use::Stories),
    ("getty", Use::Pictures),
    ("getty images", Use::Pictures),
    ("imago", Use::Pictures),
    ("imago images", Use::Pictures),
    ("istock", Use::Pictures),
    ("istockphoto", Use::Pictures),
    ("kathpress", Use::Stories),
    ("keystone", Use::Pictures),
    ("kna", Use::Stories),
    ("kyodo", Use::Both),
    ("lehtikuva", Use::Pictures),
    ("lusa", Use::Both),
    ("mti", Use::Both),
    ("ntb", Use::Both),
    ("pa", Use::Both),
    ("pa media", Use::Stories),
    ("pap", Use::Both),
    ("picture alliance", Use::Pictures),
    ("press association", Use::Stories),
    ("pti", Use::Stories),
    ("reuters", Use::Both),
    ("rex", Use::Pictures),
    ("ritzau", Use::Both),
    ("scanpix", Use::Pictures),
    ("sda", Use::Stories),
    ("shutterstock", Use::Pictures),
    ("sid", Use::Stories),
    ("tass", Use::Stories),
    ("the associated press", Use::Stories),
    ("tt", Use::Both),
    ("unsplash", Use::Pictures),
    ("upi", Use::Both),
    ("xinhua", Use::Both),
    ("yonhap", Use::Pictures),
    ("čtk", Use::Both),
    ("риа новости", Use::Pictures),
    ("тасс", Use::Pictures),
];

fn use_of_agency(low: &str) -> Option<Use> {
    AGENCIES.iter().find(|(name, _)| *name == low).map(|(_, used)| *used)
}

/// Whether a text, in lower case, is an agency's name as papers sign stories with it: neither its case nor a second word
/// shows that it is a name.
pub(crate) fn signs_stories(low: &str) -> bool {
    matches!(use_of_agency(low), Some(Use::Stories | Use::Both))
}

/// Whether a text, in lower case, is an agency's name as papers credit pictures to it.
pub(crate) fn credits_pictures(low: &str) -> bool {
    matches!(use_of_agency(low), Some(Use::Pictures | Use::Both))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_has_one_entry_in_lower_case() {
        for pair in AGENCIES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
        }
        for (name, _) in AGENCIES {
            assert_eq!(name.to_lowercase(), *name);
        }
    }

    #[test]
    fn uses_are_told_apart() {
        let names = || AGENCIES.iter().map(|(name, _)| *name);
        assert_eq!(names().filter(|n| signs_stories(n)).count(), 38);
        assert_eq!(names().filter(|n| credits_pictures(n)).count(), 43);
        assert_eq!(names().filter(|n| signs_stories(n) && credits_pictures(n)).count(), 22);
        assert!(signs_stories("sid") && !credits_pictures("sid"));
        assert!(credits_pictures("getty") && !signs_stories("getty"));
        assert!(!signs_stories("harbour") && !credits_pictures("harbour"));
    }
}
