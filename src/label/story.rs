//! The flow of the story: what rules and model choose among the blocks.

use super::evidence::Evidence;
use super::labels::{Label, LabelKind, Labels};
use super::model::{self, Chosen, PageSays, Weighed};
use super::rules::{ByRules, Class, Teller, classify_by_rules, without_end_notes};
use super::sight::Sight;
use crate::segment::{BlockKind, Segments};

/// Labels what is of the flow by the kind of its markup, and all else as foreign.
pub(super) fn label_flow(evidence: &Evidence<'_>, watch: &mut dyn FnMut(Sight<'_>)) -> Labels {
    let named_foreign = evidence.segments.blocks.iter().map(|b| evidence.segments.is_named_foreign(b.container()));
    choose_flow(evidence, watch).with_named_foreign(named_foreign.collect())
}

fn choose_flow(evidence: &Evidence<'_>, watch: &mut dyn FnMut(Sight<'_>)) -> Labels {
    let segments = evidence.segments;
    let rules = classify_by_rules(segments);
    let teller = rules.teller;
    match model::model() {
        // What somebody tells is not guessed at.
        Some(trees) if teller.is_none() => {
            let mut watch_choice = |step, classes: &[Class]| watch(Sight::Choice(step, classes));
            let Chosen { classes, probabilities, confidence } =
                model::choose(trees, segments, &page_says(evidence), &rules, evidence.favor, &mut watch_choice);
            let reason = |class| if class == Class::Body { "model" } else { "model: not of the story" };
            let labels = labels_of(segments, &classes, reason);
            let labels = labels.into_iter().zip(probabilities).map(|(l, p)| l.with_probability(Some(p)));
            Labels::new(labels.collect(), segments.boxes.len(), confidence)
        }
        _ => {
            let ByRules { classes, .. } = rules;
            let classes = without_end_notes(&segments.blocks, classes, |_| true);
            let reason = move |class| match (class, teller) {
                (Class::Body, Some(Teller::Profile)) => "profile",
                (Class::Body, Some(Teller::PlainText)) => "plain text: within the story",
                (Class::Body, None) => "rules",
                (_, Some(Teller::Profile)) => "profile: not of the story",
                (_, Some(Teller::PlainText)) => "plain text: not of the story",
                (_, None) => "rules: not of the story",
            };
            Labels::new(labels_of(segments, &classes, reason), segments.boxes.len(), None)
        }
    }
}

/// What the model made of each block, and by which features; none where it was not asked.
pub(super) fn weigh(evidence: &Evidence<'_>) -> Vec<Option<Weighed>> {
    let rules = classify_by_rules(evidence.segments);
    match model::model() {
        Some(trees) if rules.teller.is_none() => {
            model::weigh(trees, evidence.segments, &page_says(evidence), &rules, evidence.favor)
        }
        _ => vec![None; evidence.segments.blocks.len()],
    }
}

/// A page's blocks with their features, as the fitting program reads them.
#[cfg(feature = "fitting")]
pub(crate) fn describe_blocks(evidence: &Evidence<'_>) -> serde_json::Value {
    model::describe(evidence.segments, &page_says(evidence), &classify_by_rules(evidence.segments))
}

fn labels_of(segments: &Segments, classes: &[Class], reason: impl Fn(Class) -> &'static str) -> Vec<Label> {
    let label = |(block, class): (&crate::segment::Block, &Class)| match class {
        Class::Body => Label::new(flow_kind(&block.kind), reason(*class)),
        Class::Boxed => Label::new(LabelKind::Foreign, "in a box").in_box(),
        Class::Other => Label::new(LabelKind::Foreign, reason(*class)),
    };
    segments.blocks.iter().zip(classes).map(label).collect()
}

/// The label of a block of the flow by its markup.
pub(super) fn flow_kind(kind: &BlockKind) -> LabelKind {
    match kind {
        BlockKind::Paragraph => LabelKind::Paragraph,
        BlockKind::Heading(_) => LabelKind::Heading,
        BlockKind::Item { .. } => LabelKind::ListItem,
        BlockKind::Quote { .. } => LabelKind::Quotation,
        BlockKind::Table(_) => LabelKind::Table,
        BlockKind::Preformatted => LabelKind::Code,
    }
}

/// What the page says of itself that helps to find the story among its blocks.
fn page_says<'a>(evidence: &Evidence<'a>) -> PageSays<'a> {
    let metadata = evidence.metadata;
    let stated = metadata.headlines.iter().map(|h| h.value.as_str()).take(1);
    PageSays {
        titles: stated.chain(metadata.title.as_deref()).collect(),
        description: metadata.descriptions.first().map(|d| d.value.as_str()),
        article_body: metadata.article_body.as_deref(),
    }
}
