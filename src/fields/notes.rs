//! The story's closing notes.

use crate::article::{Note, NoteKind};
use crate::label::{Evidence, LabelKind, Labels};
use crate::lines::notice::{ClosingNote, closing_note};

/// The notes, each with its kind.
pub(crate) fn notes(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Note> {
    let note = |i: usize| {
        let text = evidence.blocks()[i].text.clone();
        let kind = match closing_note(&text) {
            Some(ClosingNote::Correction) => NoteKind::Correction,
            Some(ClosingNote::Contributor) => NoteKind::Contributor,
            Some(ClosingNote::Source) => NoteKind::Source,
            Some(ClosingNote::Notice) | None => NoteKind::Notice,
        };
        Note { kind, text }
    };
    labels.of_kind(LabelKind::ClosingNote).map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::tests::TestPage;

    #[test]
    fn a_note_has_its_kind() {
        let page = TestPage::new(
            "<p>It rained.</p><p>Correction: it snowed.</p><p>Additional reporting by Ann Lee</p>\
             <p>First published in The Lode, 1907</p><p>The views expressed are the author's own.</p>",
        );
        let mut kinds = [LabelKind::ClosingNote; 5];
        kinds[0] = LabelKind::Paragraph;
        let found = notes(&page.evidence(), &page.labels(&kinds));
        let kinds: Vec<NoteKind> = found.iter().map(|n| n.kind).collect();
        assert_eq!(kinds, [NoteKind::Correction, NoteKind::Contributor, NoteKind::Source, NoteKind::Notice]);
        assert_eq!(found[0].text, "Correction: it snowed.");
    }
}
