//! Which captures are versions of the story, and which hold something else in its place.
//!
//! What a page says of itself has been judged by the extractor (`no_article`). Here captures are compared with their
//! neighbours. A story may be rewritten, but then what follows follows the new text: captures that share nothing with
//! the story before nor with the same story after them are no versions, if they are not the greater part. At either
//! end, where there is only one side to compare with, a capture is left out only if it also looks like no story. What
//! was reached by a redirect to another page, says that it is the front page, or has a headline alone, is a version only
//! if it is like one of the others.

use crate::article::Article;
use crate::error::OutcomeCode;

use super::changes::is_same_story;
use super::likeness::StoryMark;

/// How many captures in a row may stand in place of the story.
const MAX_INTERLUDE: usize = 50;

/// Letters of a text that is no story by its length.
const SHORT_LETTERS: usize = 300;

/// A capture that gave an article.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The place of its article.
    pub(super) article: usize,
    /// Why it is no version, unless its text is that of one.
    pub(super) doubt: Option<Doubt>,
}

/// Why a capture is no version by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It has a headline and no text; the reason is the extractor's.
    HeadlineAlone(String),
    /// It says itself that it is the front page; sites that say so of every page are no rarity.
    FrontPage(String),
    /// It is of another page, to which a redirect led; how, for people.
    Elsewhere(OutcomeCode, String),
}

/// Why each capture is no version; `None` for those that are.
pub(super) fn sift(readings: &[Reading], articles: &[Article]) -> Vec<Option<(OutcomeCode, String)>> {
    let marks: Vec<StoryMark> = articles.iter().map(StoryMark::of).collect();
    let sifter = Sifter { readings, articles, marks };
    let plain: Vec<usize> = (0..readings.len()).filter(|&at| sifter.doubt(at).is_none()).collect();
    let intruders = sifter.intruders(&plain);
    let versions: Vec<usize> = plain.iter().zip(&intruders).filter(|(_, is)| !**is).map(|(at, _)| *at).collect();
    let mut out: Vec<Option<(OutcomeCode, String)>> = vec![None; readings.len()];
    for (&at, _) in plain.iter().zip(&intruders).filter(|(_, is)| **is) {
        set(&mut out, at, OutcomeCode::NotTheStory, "it shares nothing with the story before and after it".to_owned());
    }
    for at in 0..readings.len() {
        match sifter.doubt(at) {
            Some(Doubt::HeadlineAlone(why)) if !sifter.has_headline_of(at, &versions) => {
                set(&mut out, at, OutcomeCode::NoArticle, why.clone());
            }
            Some(Doubt::FrontPage(why)) if !versions.is_empty() && !sifter.is_like_any(at, &versions) => {
                set(&mut out, at, OutcomeCode::NotTheStory, why.clone());
            }
            Some(Doubt::Elsewhere(code, how)) if !sifter.is_like_any(at, &versions) => {
                set(&mut out, at, *code, how.clone());
            }
            _ => {}
        }
    }
    out
}

fn set(out: &mut [Option<(OutcomeCode, String)>], at: usize, code: OutcomeCode, reason: String) {
    if let Some(place) = out.get_mut(at) {
        *place = Some((code, reason));
    }
}

struct Sifter<'a> {
    readings: &'a [Reading],
    articles: &'a [Article],
    /// For each article.
    marks: Vec<StoryMark>,
}

impl Sifter<'_> {
    fn doubt(&self, at: usize) -> Option<&Doubt> {
        self.readings.get(at)?.doubt.as_ref()
    }

    fn mark(&self, at: usize) -> Option<&StoryMark> {
        self.marks.get(self.readings.get(at)?.article)
    }

    fn article(&self, at: usize) -> Option<&Article> {
        self.articles.get(self.readings.get(at)?.article)
    }

    fn is_same(&self, a: usize, b: usize) -> bool {
        let same_article = self.readings.get(a).map(|r| r.article) == self.readings.get(b).map(|r| r.article);
        same_article || self.mark(a).zip(self.mark(b)).is_some_and(|(a, b)| a.is_same_story(b))
    }

    fn is_unlike(&self, a: usize, b: usize) -> bool {
        self.mark(a).zip(self.mark(b)).is_some_and(|(a, b)| a.is_unlike(b))
    }

    fn is_like_any(&self, at: usize, versions: &[usize]) -> bool {
        versions.iter().any(|&version| self.is_same(at, version))
    }

    /// Whether a page without a text has the headline of a version, and does not stand between two captures of one text:
    /// then it is that text which did not come. Where no page has a text, as those of pictures, one that shows something
    /// is a version.
    fn has_headline_of(&self, at: usize, versions: &[usize]) -> bool {
        let before = versions.iter().rev().find(|&&version| version < at);
        let after = versions.iter().find(|&&version| version > at);
        let articles = before.zip(after).map(|(&before, &after)| (self.article(before), self.article(after)));
        if let Some((Some(before), Some(after))) = articles
            && is_same_story(before, after)
        {
            return false;
        }
        let same =
            |version: &usize| self.mark(at).zip(self.mark(*version)).is_some_and(|(a, b)| a.has_same_headline(b));
        versions.iter().any(same)
            || versions.is_empty() && self.article(at).is_some_and(|article| !article.media.is_empty())
    }

    /// Which of the captures hold something else than the story.
    fn intruders(&self, captures: &[usize]) -> Vec<bool> {
        let mut out = vec![false; captures.len()];
        let mut at = 0;
        while at < captures.len() {
            let next = self.end_of_interlude(captures, at).unwrap_or(at + 1);
            for intruder in out.get_mut(at + 1..next).unwrap_or_default() {
                *intruder = true;
            }
            at = next;
        }
        self.mark_ends(captures, &mut out);
        self.mark_again(captures, &mut out);
        out
    }

    /// Where the story that a capture holds goes on after something else.
    fn end_of_interlude(&self, captures: &[usize], start: usize) -> Option<usize> {
        let story = *captures.get(start)?;
        let rest = captures.get(start + 1..)?;
        let length = rest.iter().take(MAX_INTERLUDE + 1).take_while(|&&other| self.is_unlike(story, other)).count();
        let (between, after) = rest.split_at_checked(length)?;
        let again = *after.first()?;
        let is_interlude = !between.is_empty()
            && self.is_same(story, again)
            && between.iter().all(|&other| self.is_unlike(other, again));
        // What stands there for longer than the story did is no accident.
        let of_story = captures.iter().filter(|&&other| self.is_same(story, other) || self.is_same(again, other));
        (is_interlude && between.len() <= of_story.count()).then_some(start + 1 + length)
    }

    /// Marks a first and a last capture that share nothing with the story beside them and look like none.
    fn mark_ends(&self, captures: &[usize], out: &mut [bool]) {
        let kept: Vec<usize> = (0..captures.len()).filter(|&n| out.get(n) == Some(&false)).collect();
        let ends = [
            (kept.first(), kept.get(1), kept.get(2)),
            (kept.last(), kept.iter().rev().nth(1), kept.iter().rev().nth(2)),
        ];
        for (end, near, far) in ends {
            let (Some(&end), Some(&near), Some(&far)) = (end, near, far) else { continue };
            let at = |n: usize| captures.get(n).copied().unwrap_or_default();
            let is_alone = self.is_same(at(near), at(far)) && self.is_unlike(at(end), at(near));
            if is_alone && self.looks_like_none(at(end), at(near)) {
                set_true(out, end);
            }
        }
    }

    /// Whether a capture is short, undated, and of another site or language than its neighbour.
    fn looks_like_none(&self, at: usize, neighbour: usize) -> bool {
        let (Some(this), Some(other)) = (self.article(at), self.article(neighbour)) else { return false };
        let letters: usize = this.body.iter().map(|piece| piece.text().chars().count()).sum();
        let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        letters < SHORT_LETTERS
            && this.published.is_none()
            && (differs(&this.site_name, &other.site_name) || differs(&this.language, &other.language))
    }

    /// Marks what was left out at one place wherever it comes.
    fn mark_again(&self, captures: &[usize], out: &mut [bool]) {
        let (mut intruders, mut kept): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
        for (n, (&at, &is_intruder)) in captures.iter().zip(out.iter()).enumerate() {
            if is_intruder { intruders.push(at) } else { kept.push((n, at)) }
        }
        let again: Vec<usize> = kept
            .iter()
            .filter(|(_, at)| intruders.iter().take(MAX_INTERLUDE).any(|&intruder| self.is_same(*at, intruder)))
            .map(|(n, _)| *n)
            .collect();
        // What comes more often than the story is what the page says.
        if again.len() * 2 < kept.len() {
            again.into_iter().for_each(|n| set_true(out, n));
        }
    }
}

fn set_true(out: &mut [bool], at: usize) {
    if let Some(place) = out.get_mut(at) {
        *place = true;
    }
}
