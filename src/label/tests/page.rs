//! Small pages for tests, and labels given by hand.

use url::Url;

use crate::dom::Document;
use crate::label::Evidence;
use crate::label::labels::{Headline, Kicker, Label, LabelKind, Labels, Passage, Proposals};
use crate::metadata::{self, Metadata};
use crate::options::Limits;
use crate::profile::{Profile, ProfileMatch, ProfileSet};
use crate::segment::{Segments, segment};
use crate::strip::strip;

/// The address of a page that has none of its own.
const ADDRESS: &str = "http://sound.example/";

/// What is known of a page.
pub(crate) struct TestPage {
    pub(crate) segments: Segments,
    pub(crate) metadata: Metadata,
    reading: Option<ProfileMatch>,
    limits: Limits,
    /// Why each stripped part went, and its text.
    pub(crate) stripped: Vec<(&'static str, String)>,
}

/// What a test says of a page's blocks.
#[derive(Default)]
pub(crate) struct ByHand<'a> {
    /// A label for each block and the reason for it. Those of blocks that stand in a box are of the box.
    pub(crate) labels: &'a [(LabelKind, &'static str)],
    /// The words of the headline, who states it, and its block.
    pub(crate) headline: Option<(&'a str, &'a str, Option<usize>)>,
    /// As that of the headline.
    pub(crate) kicker: Option<(&'a str, &'a str, Option<usize>)>,
    /// The blocks of each quote, and the one behind them that names the speaker.
    pub(crate) passages: &'a [(&'a [usize], Option<usize>)],
    /// The boxes that are the story's.
    pub(crate) story_boxes: &'a [usize],
}

impl TestPage {
    pub(crate) fn new(html: &str) -> Self {
        Self::read(html, ADDRESS, &ProfileSet::new(Vec::new(), false))
    }

    /// A page of this address, read with the profiles of the crate.
    pub(crate) fn with_built_in_profiles(html: &str, address: &str) -> Self {
        Self::read(html, address, &ProfileSet::new(Vec::new(), true))
    }

    /// A page that a profile with these roles reads: lines such as `byline = 'p.by'`.
    pub(crate) fn with_roles(html: &str, roles: &str) -> Self {
        let profile =
            format!("hosts = 'sound.example'\n[[epoch]]\nname = 'only'\nshows = 'body'\n[epoch.roles]\n{roles}");
        let profiles = ProfileSet::new(vec![Profile::parse("sound", &profile).unwrap()], false);
        let page = Self::read(html, ADDRESS, &profiles);
        assert!(page.reading.is_some(), "the profile does not read the page");
        page
    }

    fn read(html: &str, address: &str, profiles: &ProfileSet) -> Self {
        let mut doc = Document::parse(html, &Limits::default()).unwrap();
        let metadata = metadata::read(&doc);
        let reading = profiles.read(&doc, Some(&Url::parse(address).unwrap()), None);
        let (measures, removed) = strip(&mut doc, reading.as_ref());
        let segments = segment(&doc, &measures, reading.as_ref()).unwrap();
        let stripped = removed.into_iter().map(|r| (r.why, doc.text(r.node))).collect();
        TestPage { segments, metadata, reading, limits: Limits::default(), stripped }
    }

    pub(crate) fn evidence(&self) -> Evidence<'_> {
        let (segments, metadata, profile) = (&self.segments, &self.metadata, self.reading.as_ref());
        Evidence {
            segments,
            metadata,
            profile,
            url: None,
            base: None,
            captured: None,
            favor: crate::options::Favor::default(),
            limits: &self.limits,
        }
    }

    /// Labels of these kinds, one for each block.
    pub(crate) fn labels(&self, kinds: &[LabelKind]) -> Labels {
        let labels: Vec<_> = kinds.iter().map(|&kind| (kind, "by hand")).collect();
        self.labels_by_hand(&ByHand { labels: &labels, ..ByHand::default() })
    }

    /// The labels that a test gives.
    pub(crate) fn labels_by_hand(&self, by_hand: &ByHand<'_>) -> Labels {
        let texts = || self.segments.blocks.iter().map(|b| &b.text).collect::<Vec<_>>();
        assert_eq!(by_hand.labels.len(), self.segments.blocks.len(), "a label a block: {:?}", texts());
        let label = |(&(kind, reason), b): (&(LabelKind, &'static str), &crate::segment::Block)| match b.boxed() {
            Some(_) => Label::new(kind, reason).in_box(),
            None => Label::new(kind, reason),
        };
        let all = by_hand.labels.iter().zip(&self.segments.blocks).map(label).collect();
        let mut labels = Labels::new(all, self.segments.boxes.len(), None);
        let (text, block) =
            by_hand.headline.map(|(text, origin, block)| ((text.to_owned(), origin.to_owned()), block)).unzip();
        let kicker = by_hand.kicker.map(|(text, origin, block)| Kicker {
            text: text.to_owned(),
            origin: origin.to_owned(),
            block,
        });
        labels.set_headline(Headline { block: block.flatten(), text, kicker });
        let passage =
            |(blocks, speaker): &(&[usize], Option<usize>)| Passage { blocks: blocks.to_vec(), speaker: *speaker };
        let passages = by_hand.passages.iter().map(passage).collect();
        labels.apply(Proposals { passages, boxes: by_hand.story_boxes.to_vec(), ..Proposals::default() });
        labels
    }
}
