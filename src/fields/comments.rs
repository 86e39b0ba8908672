//! Readers' comments of pages that are made of them.

use crate::article::Comment;
use crate::label::{Evidence, LabelKind, Labels, split_signature};

/// The comments, each with the paragraphs up to the name that ends it.
pub(crate) fn comments(evidence: &Evidence<'_>, labels: &Labels) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for i in labels.of_kind(LabelKind::Comment) {
        let (text, name) = split_signature(&evidence.blocks()[i]);
        said.extend(text);
        if let Some(name) = name.filter(|_| !said.is_empty()) {
            comments.push(Comment { text: said.join("\n\n"), attribution: Some(name.to_owned()) });
            said.clear();
        }
    }
    comments
}
