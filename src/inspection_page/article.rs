//! The article's side of the page: its fields with their origins and blocks, and its body.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::article::{Aside, Block, Comment, DateTime, Media, MediaKind, NoteKind, QuoteKind};
use crate::assemble::FieldSource;
use crate::extractor::Inspection;

use super::blocks::MAX_BLOCKS;
use crate::html_page::escaped;

/// The fields as rows and the body as pieces, each with the blocks that it was read from.
pub fn article(inspection: &Inspection) -> String {
    let mut out = String::new();
    fields(&mut out, inspection);
    warnings(&mut out, inspection);
    body(&mut out, inspection);
    out
}

/// The blocks as the script reads them.
fn blocks_attribute(blocks: &[usize]) -> String {
    match blocks {
        [] => String::new(),
        blocks => format!(" data-blocks=\"{}\" tabindex=\"0\" role=\"button\"", joined(blocks)),
    }
}

fn joined(blocks: &[usize]) -> String {
    blocks.iter().filter(|b| **b < MAX_BLOCKS).map(usize::to_string).collect::<Vec<_>>().join(" ")
}

fn source<'a>(inspection: &'a Inspection, field: &str) -> Option<&'a FieldSource> {
    inspection.explanation.fields.iter().find(|s| s.field == field)
}

/// The blocks of one part of a field that is a list.
fn part<'a>(inspection: &'a Inspection, field: &str, part: usize) -> &'a [usize] {
    source(inspection, field).and_then(|s| s.parts.get(part)).map_or(&[], Vec::as_slice)
}

fn fields(out: &mut String, inspection: &Inspection) {
    let a = &inspection.article;
    let date = |date: &Option<DateTime>| date.as_ref().map(ToString::to_string);
    let capture = a.capture.as_ref().map(|c| {
        let parts = [c.archive.clone(), c.timestamp.as_ref().map(ToString::to_string)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let one = |value: &Option<String>| value.clone();
    let rows = [
        ("headline", one(&a.headline)),
        ("kicker", one(&a.kicker)),
        ("summary", many(&a.summary, "\n")),
        ("description", one(&a.description)),
        ("published", date(&a.published)),
        ("modified", date(&a.modified)),
        ("authors", many(&a.authors, "; ")),
        ("byline", one(&a.byline)),
        ("site_name", one(&a.site_name)),
        ("section", one(&a.section)),
        ("tags", many(&a.tags, "; ")),
        ("language", one(&a.language)),
        ("image", a.image.as_ref().map(|i| i.url.clone())),
        ("url", one(&a.url)),
        ("canonical_url", one(&a.canonical_url)),
        ("capture", capture),
        ("profile", one(&a.profile)),
    ];
    out.push_str("<h2>Fields</h2>\n<table class=\"fields\">\n<thead class=\"sr\"><tr><th>field<th>value<th>from</thead>\n<tbody>\n");
    for (field, value) in rows {
        let source = source(inspection, field);
        let blocks = source.map_or(&[][..], |s| &s.blocks);
        let class = if value.is_none() { " class=\"none\"" } else { "" };
        _ = write!(
            out,
            "<tr{class} data-field=\"{field}\"{}><th scope=\"row\">{field}<td dir=\"auto\">",
            blocks_attribute(blocks)
        );
        match value {
            Some(value) => _ = write!(out, "{}", escaped(&value)),
            None => out.push_str("none found"),
        }
        let origin = source.and_then(|s| s.origin.as_deref()).unwrap_or_default();
        _ = writeln!(out, "<td class=\"from\">{}{}", escaped(origin), block_numbers(blocks));
    }
    out.push_str("</tbody></table>\n");
}

fn many(values: &[String], between: &str) -> Option<String> {
    (!values.is_empty()).then(|| values.join(between))
}

/// The numbers of the blocks, for the eye.
fn block_numbers(blocks: &[usize]) -> String {
    /// More are counted.
    const SHOWN: usize = 6;
    match blocks {
        [] => String::new(),
        [..] if blocks.len() <= SHOWN => format!(" <span class=\"mono soft\">[{}]</span>", joined(blocks)),
        [..] => format!(" <span class=\"mono soft\">[{} … {} blocks]</span>", joined(&blocks[..SHOWN]), blocks.len()),
    }
}

fn warnings(out: &mut String, inspection: &Inspection) {
    if inspection.article.warnings.is_empty() {
        return;
    }
    out.push_str("<h2>Warnings</h2>\n<ul class=\"warnings\">\n");
    for warning in &inspection.article.warnings {
        let code = warning.code.to_string();
        _ = writeln!(out, "<li><b class=\"warn\">{}</b> {}", escaped(&code), escaped(&warning.detail));
    }
    out.push_str("</ul>\n");
}

fn body(out: &mut String, inspection: &Inspection) {
    let a = &inspection.article;
    let from = source(inspection, "body").and_then(|s| s.origin.as_deref()).unwrap_or("nowhere");
    let lang = a.language.as_deref().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
    let pieces = a.body.len();
    let plural = if pieces == 1 { "" } else { "s" };
    _ = write!(
        out,
        "<h2>Body</h2>\n<p class=\"soft\">{pieces} piece{plural}, from {}</p>\n<div class=\"body\"{lang}>\n",
        escaped(from)
    );
    let by_place = |places: &mut dyn Iterator<Item = usize>| {
        let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        places.enumerate().for_each(|(i, place)| out.entry(place).or_default().push(i));
        out
    };
    let media_at = by_place(&mut a.media.iter().map(|m| m.at));
    let quotes_at = by_place(&mut a.quotes.iter().map(|q| q.at));
    let asides_at = by_place(&mut a.asides.iter().map(|s| s.at));
    let of_page = of_page(inspection);
    for place in 0..=a.body.len().min(MAX_BLOCKS) {
        for &i in media_at.get(&place).into_iter().flatten() {
            media(out, &a.media[i], part(inspection, "media", i), &of_page[i]);
        }
        for &i in quotes_at.get(&place).into_iter().flatten() {
            let quote = &a.quotes[i];
            let kind = if quote.kind == QuoteKind::Reader { "reader's quote" } else { "pull quote" };
            let by = quote.attribution.as_deref().map(|by| format!(" — {by}")).unwrap_or_default();
            piece(out, kind, part(inspection, "quotes", i), &format!("{}{by}", quote.text));
        }
        for &i in asides_at.get(&place).into_iter().flatten() {
            piece(out, "fact box", part(inspection, "asides", i), &aside_text(&a.asides[i]));
        }
        if let Some(block) = a.body.get(place) {
            piece(out, kind_of(block), part(inspection, "body", place), &block.text());
        }
    }
    out.push_str("</div>\n");
    let texts: Vec<(&str, String)> = a.notes.iter().map(|n| (note(n.kind), n.text.clone())).collect();
    rest(out, inspection, "notes", "Notes", &texts);
    let said = |c: &Comment| c.attribution.as_deref().map(|by| format!(" — {by}")).unwrap_or_default();
    let texts: Vec<(&str, String)> = a.comments.iter().map(|c| ("comment", format!("{}{}", c.text, said(c)))).collect();
    rest(out, inspection, "comments", "Comments", &texts);
}

/// What stands behind the body, all of one field.
fn rest(out: &mut String, inspection: &Inspection, field: &str, title: &str, texts: &[(&str, String)]) {
    if texts.is_empty() {
        return;
    }
    let blocks = source(inspection, field).map_or(&[][..], |s| &s.blocks);
    _ = writeln!(out, "<h2>{title}</h2>");
    for (kind, text) in texts {
        piece(out, kind, blocks, text);
    }
}

/// A piece of the article; the label gives it the colour of its blocks.
fn piece(out: &mut String, kind: &str, blocks: &[usize], text: &str) {
    let label = if kind == "note" { "closing note" } else { kind };
    let kind = escaped(kind);
    _ = writeln!(
        out,
        "<div class=\"piece\" data-label=\"{}\"{}><span class=\"kind\">{kind}</span><div dir=\"auto\">{}</div></div>",
        escaped(label),
        blocks_attribute(blocks),
        escaped(text)
    );
}

/// For each of the article's media those of the page that it came of.
fn of_page(inspection: &Inspection) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); inspection.article.media.len()];
    for (medium, index) in inspection.media.iter().enumerate() {
        if let Some(of) = index.and_then(|i| out.get_mut(i)) {
            of.push(medium);
        }
    }
    out
}

fn media(out: &mut String, medium: &Media, blocks: &[usize], of_page: &[usize]) {
    let kind = match medium.kind {
        MediaKind::Video => "video",
        MediaKind::Audio => "sound",
        _ => "picture",
    };
    let focus = if blocks.is_empty() && !of_page.is_empty() { " tabindex=\"0\" role=\"button\"" } else { "" };
    _ = write!(
        out,
        "<div class=\"piece medium\" data-label=\"caption\" data-media=\"{}\"{}{focus}><span class=\"kind\">{kind}</span><div dir=\"auto\">",
        joined(of_page),
        blocks_attribute(blocks)
    );
    for (name, text) in
        [("caption", &medium.caption), ("credit", &medium.credit), ("alt", &medium.alt), ("url", &medium.url)]
    {
        if let Some(text) = text {
            _ = write!(out, "<div><span class=\"soft\">{name}:</span> <bdi>{}</bdi></div>", escaped(text));
        }
    }
    out.push_str("</div></div>\n");
}

fn aside_text(aside: &Aside) -> String {
    let title = aside.title.clone();
    title.into_iter().chain(aside.body.iter().map(|b| b.text().into_owned())).collect::<Vec<_>>().join("\n")
}

/// The kind of a piece, by the name of the label that such have.
fn kind_of(block: &Block) -> &'static str {
    match block {
        Block::Heading { .. } => "heading",
        Block::List { .. } => "list item",
        Block::Quote { .. } => "quotation",
        Block::Table { .. } => "table",
        Block::Preformatted { .. } => "code",
        _ => "paragraph",
    }
}

fn note(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Correction => "correction",
        NoteKind::Contributor => "contributor",
        NoteKind::Source => "source",
        _ => "note",
    }
}
