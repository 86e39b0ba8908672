//! Every block of the page in its order, with what was taken out between; and the same as data for the page's script.

use std::fmt::Write;

use crate::extractor::{Inspection, ModelAnswer, Removal, Weight};
use crate::label::LabelKind;
use serde_json::{Value, json};

use super::words;
use crate::html_page::escaped;

/// All labels, in the order of the legend.
pub const LABELS: [LabelKind; 20] = [
    LabelKind::Headline,
    LabelKind::Kicker,
    LabelKind::Standfirst,
    LabelKind::Byline,
    LabelKind::DateLine,
    LabelKind::Paragraph,
    LabelKind::Heading,
    LabelKind::ListItem,
    LabelKind::Quotation,
    LabelKind::Table,
    LabelKind::Code,
    LabelKind::Caption,
    LabelKind::Credit,
    LabelKind::PullQuote,
    LabelKind::ReaderQuote,
    LabelKind::Speaker,
    LabelKind::FactBox,
    LabelKind::Comment,
    LabelKind::ClosingNote,
    LabelKind::Foreign,
];

/// What was taken out before there were blocks, where a block would have its label.
pub const REMOVED: &str = "removed";

/// Blocks that are told of: no browser shows more in a time that somebody waits.
pub const MAX_BLOCKS: usize = 10_000;

/// The list of all blocks.
pub fn list(inspection: &Inspection) -> String {
    let explanation = &inspection.explanation;
    let mut out = String::from("<ol class=\"blocks\">\n");
    let mut removed = explanation.removed.iter().enumerate().peekable();
    for (i, block) in explanation.blocks.iter().enumerate().take(MAX_BLOCKS) {
        while let Some((r, part)) = removed.next_if(|(_, part)| part.before <= i) {
            removal(&mut out, r, part);
        }
        let probability = block.probability.map(|p| format!("{p:.2}")).unwrap_or_default();
        _ = writeln!(
            out,
            "<li data-blocks=\"{i}\" data-label=\"{0}\" tabindex=\"0\" role=\"button\"><span class=\"kind\">{i} {0}</span> <span class=\"mono soft\">{probability}</span> <span dir=\"auto\">{1}</span>",
            escaped(block.label.as_str()),
            escaped(&block.text)
        );
    }
    removed.take(MAX_BLOCKS).for_each(|(r, part)| removal(&mut out, r, part));
    out.push_str("</ol>\n");
    if explanation.blocks.len() > MAX_BLOCKS {
        _ = writeln!(
            out,
            "<p class=\"warn\">The page has {} blocks; these are the first {MAX_BLOCKS}.</p>",
            explanation.blocks.len()
        );
    }
    out
}

fn removal(out: &mut String, index: usize, part: &Removal) {
    _ = writeln!(
        out,
        "<li data-part=\"{index}\" data-label=\"{REMOVED}\" tabindex=\"0\" role=\"button\"><span class=\"kind\">{REMOVED}: {}</span> <span dir=\"auto\">{}</span>",
        escaped(&part.reason),
        escaped(&part.text)
    );
}

/// What the script tells of a block when it is asked for.
pub fn data(inspection: &Inspection) -> Value {
    let explanation = &inspection.explanation;
    let blocks = explanation.blocks.iter().zip(&inspection.traces).take(MAX_BLOCKS).map(|(block, trace)| {
        let steps: Vec<Value> = trace.steps.iter().map(|s| json!([s.label.as_str(), words::reason(&s.reason)])).collect();
        json!({
            "label": block.label.as_str(), "why": words::reason(&block.reason), "p": block.probability, "element": block.element,
            "text": block.text, "steps": steps, "model": trace.model.as_ref().map(model),
        })
    });
    let removed = explanation.removed.iter().map(|part| {
        json!({"label": REMOVED, "why": words::removal(&part.reason), "element": part.element, "text": part.text})
    });
    let told = |blocks: &[usize]| blocks.iter().copied().filter(|b| *b < MAX_BLOCKS).collect::<Vec<usize>>();
    let fields = explanation.fields.iter().map(|f| json!({"name": f.field, "blocks": told(&f.blocks)}));
    json!({
        "blocks": blocks.collect::<Vec<_>>(),
        "removed": removed.collect::<Vec<_>>(),
        "fields": fields.collect::<Vec<_>>(),
        "media": inspection.media,
    })
}

fn model(answer: &ModelAnswer) -> Value {
    let weights = |of: &[Weight]| of.iter().map(weight).collect::<Vec<Value>>();
    json!({
        "alone": answer.alone, "among": answer.among,
        "weightsAlone": weights(&answer.weights_alone), "weightsAmong": weights(&answer.weights_among),
    })
}

fn weight(weight: &Weight) -> Value {
    let (name, form) = words::feature(&weight.feature);
    json!([name, form.shown(weight.value), form.shown(weight.other), weight.effect, weight.feature])
}
