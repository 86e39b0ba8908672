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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::LabelKind;
    use crate::label::tests::TestPage;

    #[test]
    fn a_comment_ends_with_its_name() {
        let page = TestPage::new(
            "<p>What do you think?</p><p>Leave it.</p><p>It is old. <b>Ann Lee, Oban</b></p><p>Paint it.</p>\
             <p><b>Bob Roe, Lode</b></p><p><b>Nobody, Nowhere</b></p><p>Without a name.</p>",
        );
        let mut kinds = [LabelKind::Comment; 7];
        kinds[0] = LabelKind::Paragraph;
        let comment = |text: &str, name: &str| Comment { text: text.to_owned(), attribution: Some(name.to_owned()) };
        assert_eq!(
            comments(&page.evidence(), &page.labels(&kinds)),
            [comment("Leave it.\n\nIt is old.", "Ann Lee, Oban"), comment("Paint it.", "Bob Roe, Lode")]
        );
    }
}
