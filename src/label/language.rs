//! The language of a story: as declared, unless a good deal of its text says otherwise.

use super::evidence::Evidence;
use super::labels::Labels;
use crate::segment::Source;
use crate::vocabulary::language;

/// Bytes from which on the text's own word is taken against the declaration's.
const SURE_BYTES: usize = 400;

/// Bytes of text that are looked at.
const MAX_BYTES: usize = 4 * SURE_BYTES;

/// The language, as a two-letter code, of a story with these texts in its flow.
pub(crate) fn detect_language<T: AsRef<str>>(
    evidence: &Evidence<'_>,
    texts: impl Iterator<Item = T>,
) -> Option<String> {
    let told = evidence.profile.and_then(|p| p.language.clone());
    let declared = told.or_else(|| evidence.metadata.language.clone());
    let declared =
        declared.map(|l| l.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()).filter(|l| l.len() == 2);
    let mut sample = String::new();
    for text in texts {
        if sample.len() > MAX_BYTES {
            break;
        }
        sample.push_str(text.as_ref());
        sample.push(' ');
    }
    // A plain text declares nothing, so what its words say is all there is, however few.
    let is_enough = sample.len() > SURE_BYTES || evidence.segments.source == Source::PlainText;
    let is_as_declared = || declared.as_deref().is_some_and(|declared| language::speaks(&sample, declared));
    let spoken = if is_enough && !is_as_declared() { language::detect(&sample) } else { None };
    match (declared, spoken) {
        (Some(d), Some(s)) if d != s && !language::are_close(&d, s) => Some(s.to_owned()),
        (Some(d), _) => Some(d),
        (None, s) => s.map(str::to_owned),
    }
}

/// The language of the flow as it is labelled.
pub(super) fn language_of_flow(evidence: &Evidence<'_>, labels: &Labels) -> Option<String> {
    detect_language(evidence, labels.story().map(|i| evidence.blocks()[i].text.as_str()))
}
