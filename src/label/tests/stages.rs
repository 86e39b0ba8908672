//! The pages of `fixtures/stages`, stage by stage: what is stripped, the blocks, and their labels, each beside the page as
//! a snapshot to be read. CONTRIBUTING.md says how a changed one is accepted.
//!
//! How likely the model thinks each block is left out, since it changes with every fitting: `model/tests.rs` has that.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::page::TestPage;
use crate::label::{LabelKind, Labels, label};
use crate::segment::{Block, BlockKind, Segments};

/// What shows a stage.
type Show = fn(&TestPage) -> String;

/// The stages that are shown, by the snapshot's name.
const STAGES: [(&str, Show); 2] = [("blocks", show_blocks), ("labels", show_labels)];

#[test]
fn stages_come_out_as_their_snapshots() {
    let folder = folder();
    let files: BTreeSet<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    let pages: Vec<&PathBuf> = files.iter().filter(|f| f.extension().is_some_and(|e| e == "html")).collect();
    assert!(!pages.is_empty(), "no page in {}", folder.display());
    let mut expected: BTreeSet<PathBuf> = pages.iter().map(|p| p.to_path_buf()).collect();
    let mut failed = Vec::new();
    for file in pages {
        let name = file.file_stem().unwrap().to_string_lossy();
        let page = TestPage::new(&std::fs::read_to_string(file).unwrap());
        for (stage, show) in STAGES {
            let snapshot = format!("{name}.{stage}");
            expected.insert(folder.join(format!("{snapshot}.snap")));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(&folder);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let shown = show(&page);
            let check = || settings.bind(|| insta::assert_snapshot!(snapshot.as_str(), shown));
            if catch_unwind(AssertUnwindSafe(check)).is_err() {
                failed.push(snapshot);
            }
        }
    }
    let failed = failed.join(", ");
    assert!(failed.is_empty(), "not as their snapshots: {failed}");
    let is_new = |f: &&PathBuf| f.to_string_lossy().ends_with(".snap.new");
    let stray: Vec<&PathBuf> = files.difference(&expected).filter(|f| !is_new(f)).collect();
    assert!(stray.is_empty(), "snapshots of no page: {stray:?}");
}

#[test]
fn every_kind_of_label_has_a_stage_fixture() {
    use LabelKind::*;
    let mut found = HashSet::new();
    for file in std::fs::read_dir(folder()).unwrap().map(|f| f.unwrap().path()) {
        if file.extension().is_some_and(|e| e == "html") {
            let page = TestPage::new(&std::fs::read_to_string(&file).unwrap());
            found.extend(label(&page.evidence()).unwrap().all().iter().map(|l| l.kind()));
        }
    }
    let all = [
        Headline,
        Kicker,
        Standfirst,
        Byline,
        DateLine,
        Paragraph,
        Heading,
        ListItem,
        Quotation,
        Table,
        Code,
        Caption,
        Credit,
        PullQuote,
        ReaderQuote,
        Speaker,
        FactBox,
        Comment,
        ClosingNote,
        Foreign,
    ];
    let without: Vec<_> = all.iter().filter(|kind| !found.contains(kind)).collect();
    assert!(without.is_empty(), "no stage fixture has {without:?}");
}

/// Where the pages are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stages")
}

/// What was stripped, the blocks, the boxes and the media.
fn show_blocks(page: &TestPage) -> String {
    let segments = &page.segments;
    let mut out = String::new();
    for (why, text) in &page.stripped {
        writeln!(out, "stripped, {why}: {}", excerpt(text, 80)).unwrap();
    }
    let mut groups = Groups::default();
    for (i, b) in segments.blocks.iter().enumerate() {
        writeln!(out, "{i}: {} | {}", described(b, &mut groups), excerpt(&b.text, 100)).unwrap();
    }
    for (i, b) in segments.boxes.iter().enumerate() {
        let within = b.within.map(|w| format!(", within box {w}")).unwrap_or_default();
        writeln!(out, "box {i}: {:?} before block {}{within}", b.kind, b.at).unwrap();
    }
    for m in &segments.media {
        let boxed = m.boxed.map(|b| format!(", in box {b}")).unwrap_or_default();
        writeln!(out, "{:?} before block {}{boxed}: {}", m.kind, m.at, m.url.as_deref().unwrap_or("-")).unwrap();
    }
    out
}

/// The numbers of lists and block quotations in the order of the page.
#[derive(Default)]
struct Groups(BTreeMap<usize, usize>);

impl Groups {
    fn number(&mut self, node: usize) -> usize {
        let next = self.0.len();
        *self.0.entry(node).or_insert(next)
    }
}

/// Kind, tag, print, box and hints of a block.
fn described(b: &Block, groups: &mut Groups) -> String {
    let mut out = match &b.kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Item { list, ordered, .. } => {
            format!("item of {} list {}", if *ordered { "ordered" } else { "bullet" }, groups.number(*list))
        }
        BlockKind::Quote { quote } => format!("quotation {}", groups.number(*quote)),
        BlockKind::Table(data) => format!("table of {} rows", data.rows.len()),
        kind => format!("{kind:?}").to_lowercase(),
    };
    write!(out, " <{}>", format!("{:?}", b.tag).to_lowercase()).unwrap();
    if b.all_bold() {
        out += ", bold";
    } else if !b.bold().is_empty() {
        out += ", partly bold";
    }
    if b.chars > 0 && b.italic == b.chars {
        out += ", italic";
    }
    if !b.links().is_empty() {
        write!(out, ", links {:.0}%", b.link_share() * 100.0).unwrap();
    }
    if let Some(boxed) = b.boxed() {
        write!(out, ", box {boxed}").unwrap();
    }
    for (name, hints) in [("named", b.hints), ("around", b.around)] {
        if !hints.is_empty() {
            write!(out, ", {name} {}", hints.names().join("+")).unwrap();
        }
    }
    out
}

/// The label of each block, and what was found with the labels.
fn show_labels(page: &TestPage) -> String {
    let labels = label(&page.evidence()).unwrap();
    let mut out = String::new();
    for (i, (label, b)) in labels.all().iter().zip(&page.segments.blocks).enumerate() {
        let boxed = if labels.is_in_box(i) { ", in box" } else { "" };
        writeln!(out, "{i}: {:?} ({}{boxed}) | {}", label.kind(), label.reason(), excerpt(&b.text, 60)).unwrap();
    }
    let headline = labels.headline();
    let place = |block: Option<usize>| block.map_or("no block".to_owned(), |b| format!("block {b}"));
    if let Some((text, origin)) = &headline.text {
        writeln!(out, "headline, {origin}, {}: {text}", place(headline.block)).unwrap();
    }
    if let Some(kicker) = &headline.kicker {
        writeln!(out, "kicker, {}, {}: {}", kicker.origin, place(kicker.block), kicker.text).unwrap();
    }
    for passage in labels.passages() {
        writeln!(out, "quote of blocks {:?}, speaker: {}", passage.blocks, place(passage.speaker)).unwrap();
    }
    out + &show_story_boxes(&page.segments, &labels)
}

fn show_story_boxes(segments: &Segments, labels: &Labels) -> String {
    let boxes = segments.boxes.iter().enumerate();
    boxes
        .filter(|(i, _)| labels.is_story_box(*i))
        .map(|(i, b)| format!("of the story: box {i}, {:?}\n", b.kind))
        .collect()
}

/// The beginning of a text, on one line.
fn excerpt(text: &str, length: usize) -> String {
    let line = text.replace('\n', " / ");
    let cut: String = line.chars().take(length).collect();
    if cut.len() < line.len() { cut + "…" } else { cut }
}
