//! How each block came to its label, for people who ask why. Nothing of it is computed on the ordinary way.

use super::labels::LabelKind;
use super::model::Weighed;
use super::rules::Class;
use super::sight::Sight;
use super::story::flow_kind;
use crate::segment::Block;

/// What a block was taken for at some point, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) kind: LabelKind,
    pub(crate) reason: &'static str,
}

/// How the blocks of a page came to their labels.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// For each block what it was taken for, from the first choice to the last word.
    pub(crate) steps: Vec<Vec<Step>>,
    /// What the model made of each block; none where it was not asked.
    pub(crate) weighed: Vec<Option<Weighed>>,
}

impl Trace {
    pub(super) fn new(blocks: usize) -> Trace {
        Trace { steps: vec![Vec::new(); blocks], weighed: Vec::new() }
    }

    /// Keeps what is seen of these blocks.
    pub(super) fn watch(&mut self, blocks: &[Block], sight: &Sight<'_>) {
        match sight {
            Sight::Choice(reason, classes) => {
                for ((steps, class), block) in self.steps.iter_mut().zip(*classes).zip(blocks) {
                    note(steps, Step { kind: kind_of(*class, block), reason });
                }
            }
            Sight::Labels(labels) => {
                for (steps, label) in self.steps.iter_mut().zip(labels.all()) {
                    note(steps, Step { kind: label.kind(), reason: label.reason() });
                }
            }
        }
    }
}

/// Adds a step that makes something else of a block.
fn note(steps: &mut Vec<Step>, step: Step) {
    if steps.last().is_none_or(|last| last.kind != step.kind) {
        steps.push(step);
    }
}

fn kind_of(class: Class, block: &Block) -> LabelKind {
    match class {
        Class::Body => flow_kind(&block.kind),
        Class::Boxed | Class::Other => LabelKind::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use crate::label::tests::TestPage;
    use crate::label::{label, trace};

    const SENTENCE: &str = "The harbour master of the town said on Monday that the pier, which was built in 1887, would stay shut until the spring, since nobody had come to mend it.";

    fn page(tail: &str) -> TestPage {
        let story: String = (1..6).map(|n| format!("<p>On day {n} of it: {SENTENCE}</p>")).collect();
        TestPage::new(&format!("<title>Pier shut</title><h1>Pier shut</h1><div>{story}</div>{tail}"))
    }

    #[test]
    fn the_last_step_is_the_label() {
        let page =
            page("<ul><li><a href=/a>Boats for sale</a><li><a href=/b>Tides</a></ul><p>(Editing by Ann Lee)</p>");
        let evidence = page.evidence();
        let (labels, trace) = (label(&evidence).unwrap(), trace(&evidence));
        assert_eq!(trace.steps.len(), labels.all().len());
        for (steps, label) in trace.steps.iter().zip(labels.all()) {
            assert_eq!(steps.last().map(|s| s.kind), Some(label.kind()), "{steps:?}");
        }
        // The headline was none of the flow before it was the headline.
        assert!(trace.steps[0].len() > 1, "{:?}", trace.steps[0]);
    }

    #[test]
    fn what_is_known_of_the_block_before_is_what_the_trees_say() {
        // Paragraphs alone, whose answers nothing changes afterwards.
        let lines: String = (0..1500).map(|n| ["<p>a", "<p>Boats sail.", "<p>b"][n / 7 % 3]).collect();
        let page = page(&lines);
        let evidence = page.evidence();
        let weighed = trace(&evidence).weighed;
        let labels = label(&evidence).unwrap();
        let asked = weighed.iter().zip(labels.all()).filter_map(|(w, label)| Some((w.as_ref()?.among, label)));
        let mut answers: Vec<f32> = Vec::new();
        for (among, label) in asked {
            assert_eq!(label.probability(), Some(among));
            answers.push(among);
        }
        answers.dedup();
        assert!(answers.len() > 20, "{answers:?}");
    }

    #[test]
    fn what_weighed_is_what_the_model_answers_by() {
        let page = page(
            "<ul><li><a href=/a>Boats for sale</a> and more of it all the way<li><a href=/b>Tides</a> of today</ul>",
        );
        let evidence = page.evidence();
        let weighed = trace(&evidence).weighed;
        let labels = label(&evidence).unwrap();
        let story = weighed[2].as_ref().unwrap();
        assert_eq!(labels.all()[2].probability(), Some(story.among));
        assert!(story.among > 0.5 && story.alone.is_some());
        assert!(story.weights_alone.is_sorted_by(|a, b| a.effect.abs() >= b.effect.abs()));
        assert!(story.weights_alone.iter().chain(&story.weights_among).all(|w| w.value != w.other), "{story:?}");
        assert!(story.weights_among.first().is_some_and(|w| w.effect > 0.0), "{story:?}");
    }
}
