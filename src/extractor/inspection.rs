//! An article beside its page: what each block of the page came to, why, and the page itself to look at.

use super::explanation::{Explanation, kept_removals, rounded};
use super::read_page::ReadPage;
use super::workshop::{PageElement, page_elements};
use crate::article::{Article, Media};
use crate::assemble::FieldSource;
use crate::label::{self, Evidence, FeatureWeight, LabelKind, Labels, Weighed};
use crate::original::{Original, marked_markup, marked_text};
use crate::text::hashed::HashMap;

/// An article beside its page, for people who ask why it came out so.
///
/// It takes some times as long to make as the article, and as much memory again as the page.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Inspection {
    /// The article, with its [`provenance`](Article::provenance).
    pub article: Article,
    /// How it came out of its page.
    pub explanation: Explanation,
    /// How each block came to its label: one for each of [`Explanation::blocks`].
    pub traces: Vec<BlockTrace>,
    /// The page as HTML to be shown within another, harmless and marked.
    ///
    /// It consists of elements and attributes of a list of ours, none of which holds an address, a script or a style sheet, and of
    /// escaped text. Elements have the attributes `data-block` and `data-label` if they are, or are of, the block with that index
    /// in [`Explanation::blocks`], `data-removed` if they were taken out, with the index in [`Explanation::removed`] where that tells of
    /// it, and `data-medium` where they stand for a picture or a player, with its index in [`Inspection::media`].
    /// Behind some megabytes it is broken off, and says so.
    pub original: String,
    /// For each picture and player of the page the index in [`Article::media`] of what came of it.
    pub media: Vec<Option<usize>>,
}

/// How a block came to its label.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct BlockTrace {
    /// What it was taken for, one step after another, each with its reason; the last is its label.
    pub steps: Vec<TraceStep>,
    /// What the model made of it; none where it was not asked, as of boxes and of links away from the story.
    pub model: Option<ModelAnswer>,
}

/// What a block was taken for at some point.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceStep {
    /// What it was taken for.
    pub label: LabelKind,
    /// Why.
    pub reason: String,
}

/// What the model made of a block.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ModelAnswer {
    /// How likely it is of the story's flow by itself, 0 to 1: what the first stage says.
    pub alone: Option<f64>,
    /// How likely it is so among the other blocks. [`LabelledBlock::probability`](crate::LabelledBlock::probability) is another where a
    /// list is taken or left as a whole.
    pub among: f64,
    /// The features that weighed most in the first, the heaviest first.
    pub weights_alone: Vec<Weight>,
    /// The same of the second.
    pub weights_among: Vec<Weight>,
}

/// A feature of a block, and what it did to the model's answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Weight {
    /// The name by which the model knows the feature.
    pub feature: String,
    /// Its value for this block; yes is 1, no is 0, and -1 is nothing to go by.
    pub value: f64,
    /// What it is in the middle of those blocks of the page for which the model said the opposite.
    pub other: f64,
    /// By how much the log odds of the block are higher than they would be if this feature alone were so.
    pub effect: f64,
}

/// What is told of a page while it is read.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) explanation: Explanation,
    /// None where nobody asked.
    pub(super) sight: Option<Sight>,
    /// None where nobody asked.
    pub(super) elements: Option<Vec<PageElement>>,
}

/// What an inspection has beside article and explanation.
#[derive(Debug, Default)]
pub(super) struct Sight {
    pub(super) traces: Vec<BlockTrace>,
    pub(super) original: String,
    pub(super) media: Vec<Option<usize>>,
}

impl Told {
    /// The same of another reading of the page.
    pub(super) fn anew(&self) -> Told {
        Told {
            explanation: Explanation::default(),
            sight: self.sight.is_some().then(Sight::default),
            elements: self.elements.is_some().then(Vec::new),
        }
    }

    /// Takes over what another reading told, but for the page's encoding.
    pub(super) fn take_page(&mut self, other: Told) {
        self.explanation.take_page(other.explanation);
        self.sight = other.sight;
        self.elements = other.elements;
    }

    /// Takes in what was done with a page.
    pub(super) fn tell(
        &mut self,
        read: &ReadPage<'_>,
        evidence: &Evidence<'_>,
        labels: &Labels,
        fields: Vec<FieldSource>,
        article: &Article,
    ) {
        self.explanation.take_page(Explanation::of_page(read.doc, read.removed, evidence, labels, fields));
        if let Some(sight) = &mut self.sight {
            *sight = Sight::of_page(read, evidence, labels, article);
        }
        if let (Some(elements), Some(doc)) = (&mut self.elements, read.doc) {
            *elements = page_elements(doc, read.removed, evidence, &media_of(evidence, &article.media));
        }
    }
}

impl Sight {
    fn of_page(read: &ReadPage<'_>, evidence: &Evidence<'_>, labels: &Labels, article: &Article) -> Sight {
        let label = |block| labels.kind(block);
        let segments = evidence.segments;
        let original = match read.doc {
            Some(doc) => {
                let removed = kept_removals(doc, read.removed).collect();
                marked_markup(&Original { doc, segments, removed }, label)
            }
            None => marked_text(read.text, segments, label),
        };
        let trace = label::trace(evidence);
        let traces = trace.steps.into_iter().zip(trace.weighed).map(|(steps, weighed)| BlockTrace {
            steps: steps.iter().map(|s| TraceStep { label: s.kind, reason: s.reason.to_owned() }).collect(),
            model: weighed.map(ModelAnswer::from),
        });
        Sight { traces: traces.collect(), original, media: media_of(evidence, &article.media) }
    }
}

/// For each medium of the page the index of what came of it. Those of one address are taken in their order.
fn media_of(evidence: &Evidence<'_>, found: &[Media]) -> Vec<Option<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::default();
    for (i, url) in found.iter().enumerate().rev().filter_map(|(i, m)| Some((i, m.url.as_deref()?))) {
        places.entry(url).or_default().push(i);
    }
    let mut of = |url: &str| places.get_mut(evidence.resolve(url)?.as_str())?.pop();
    evidence.segments.media.iter().map(|m| m.url.as_deref().and_then(&mut of)).collect()
}

impl From<Weighed> for ModelAnswer {
    fn from(weighed: Weighed) -> ModelAnswer {
        let weights = |of: Vec<FeatureWeight>| of.into_iter().map(Weight::from).collect();
        ModelAnswer {
            alone: weighed.alone.map(rounded),
            among: rounded(weighed.among),
            weights_alone: weights(weighed.weights_alone),
            weights_among: weights(weighed.weights_among),
        }
    }
}

impl From<FeatureWeight> for Weight {
    fn from(weight: FeatureWeight) -> Weight {
        Weight {
            feature: weight.name,
            value: rounded(weight.value),
            other: rounded(weight.other),
            effect: rounded(weight.effect),
        }
    }
}

#[cfg(test)]
mod tests;
