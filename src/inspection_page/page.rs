//! The page to look at: the original beside the article.

use std::fmt::Write;

use crate::extractor::Inspection;

use super::article::article;
use super::blocks::{self, LABELS, REMOVED};
use crate::html_page::{HtmlPage, escaped};

const STYLE: &str = include_str!("inspect.css");
const SCRIPT: &str = include_str!("inspect.js");

/// The colours of the labels, for the page and for the frame in it.
const COLOURS: &str = include_str!("labels.css");

/// The style of the original in its frame.
const FRAME_STYLE: &str = include_str!("frame.css");

/// What the frame may do: show its own style.
const FRAME_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page for what was found out of an input.
pub(super) fn inspected(source: &str, inspection: &Inspection) -> HtmlPage {
    let title = inspection.article.headline.as_deref().unwrap_or("no headline");
    let body = format!("{}<main>\n{}{}</main>\n", head(source, inspection), original(inspection), side(inspection));
    HtmlPage::new(&format!("{title} – cuttings inspect"), body)
        .style(COLOURS)
        .style(&switches())
        .style(STYLE)
        .data(&blocks::data(inspection))
        .script(SCRIPT)
}

/// The names of the labels in the order of the legend, with what was taken out.
fn labels() -> impl Iterator<Item = &'static str> {
    LABELS.iter().map(|l| l.as_str()).chain([REMOVED])
}

/// What goes when an entry of the legend is switched off, in the page and in the frame.
fn switches() -> String {
    let mut out = String::new();
    for (i, label) in labels().enumerate() {
        let label = label.replace('\'', "\\'");
        let chosen = if label == REMOVED { "[data-removed]".to_owned() } else { format!("[data-label='{label}']") };
        _ = writeln!(out, ".off-{i} .blocks [data-label='{label}'] {{ display: none; }}");
        _ = writeln!(out, "html.off-{i} body {chosen}:not(.hit, .chosen) {{ --tint: 0%; --bar: transparent; }}");
    }
    out
}

fn head(source: &str, inspection: &Inspection) -> String {
    let (article, explanation) = (&inspection.article, &inspection.explanation);
    let mut out = String::from("<header>\n");
    _ = write!(
        out,
        "<h1 dir=\"auto\">{}</h1>\n<p class=\"facts\">",
        escaped(article.headline.as_deref().unwrap_or("No headline found"))
    );
    _ = write!(out, "<span class=\"mono\">{}</span>", escaped(source));
    _ = write!(
        out,
        " <span>read as {} ({})</span>",
        escaped(&explanation.encoding),
        escaped(&explanation.encoding_evidence)
    );
    match (article.confidence, &article.profile) {
        (Some(confidence), _) => _ = write!(out, " <span>confidence <b>{confidence:.2}</b></span>"),
        (None, Some(profile)) => _ = write!(out, " <span>by the profile <b>{}</b></span>", escaped(profile)),
        (None, None) => {}
    }
    for warning in &article.warnings {
        _ = write!(out, " <b class=\"warn\">{}</b>", escaped(&warning.code.to_string()));
    }
    out.push_str("</p>\n");
    legend(&mut out, inspection);
    out.push_str("</header>\n");
    out
}

fn legend(out: &mut String, inspection: &Inspection) {
    let explanation = &inspection.explanation;
    out.push_str("<div class=\"legend\" role=\"group\" aria-label=\"Labels that are shown\">\n");
    for (i, label) in labels().enumerate() {
        let count = match label {
            REMOVED => explanation.removed.len(),
            label => explanation.blocks.iter().filter(|b| b.label.as_str() == label).count(),
        };
        if count > 0 {
            _ = writeln!(
                out,
                "<button type=\"button\" data-switch=\"{i}\" data-label=\"{0}\" aria-pressed=\"true\">{0} <b>{count}</b></button>",
                escaped(label)
            );
        }
    }
    out.push_str("<button type=\"button\" id=\"cut\" aria-pressed=\"false\">only what was cut</button>\n</div>\n");
}

/// The original in a frame that runs nothing, loads nothing and leads nowhere: its markup is of our making, its policy forbids all
/// but its style, and the sandbox all but being looked into by this page.
fn original(inspection: &Inspection) -> String {
    let frame = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{FRAME_POLICY}\">\
         <title>original</title><style>{COLOURS}{}{FRAME_STYLE}</style></head><body{}>{}</body></html>",
        switches(),
        direction(inspection),
        inspection.original
    );
    format!(
        "<section class=\"original\" aria-label=\"The page\">\n<p id=\"status\" class=\"soft\">Point at a block; click to see why it is what it is.</p>\n\
         <iframe id=\"original\" title=\"The page, with its blocks coloured\" sandbox=\"allow-same-origin\" referrerpolicy=\"no-referrer\" srcdoc=\"{}\"></iframe>\n</section>\n",
        escaped(&frame)
    )
}

/// The direction of a page that may leave it to its style sheets. `dir=auto` would have browsers look through the whole page again for
/// each of its parts.
fn direction(inspection: &Inspection) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];
    let language = inspection.article.language.as_deref().unwrap_or_default();
    let is_right_to_left = language.split('-').next().is_some_and(|l| RIGHT_TO_LEFT.contains(&l));
    if is_right_to_left { " dir=\"rtl\"" } else { "" }
}

fn side(inspection: &Inspection) -> String {
    format!(
        "<section class=\"side\" aria-label=\"The article\">\n\
         <div id=\"why\" class=\"panel\" aria-live=\"polite\"><p class=\"soft\">Why is a block what it is? Choose one, in the page or below.</p></div>\n\
         <div class=\"views\"><button type=\"button\" data-view=\"article\" aria-pressed=\"true\">Article</button> \
         <button type=\"button\" data-view=\"blocks\" aria-pressed=\"false\">All blocks</button></div>\n\
         <div id=\"article\" class=\"read\">\n{}</div>\n<div id=\"blocks\" class=\"read\" hidden>\n{}</div>\n</section>\n",
        article(inspection),
        blocks::list(inspection)
    )
}

#[cfg(test)]
mod tests {
    use crate::extractor::Extractor;
    use crate::page::Page;

    use super::*;

    fn page(html: &str) -> String {
        inspected("p.html", &Extractor::default().inspect(&Page::from_text(html)).unwrap()).finish()
    }

    const STORY: &str = "<h1>Pier shut</h1><p>The harbour master of the town said on Monday that the pier, which was built in 1887, would stay \
        closed until the spring.</p><p>Ferries will leave from the fish quay, he said.</p>";

    #[test]
    fn the_original_stands_in_a_frame_that_does_nothing() {
        let page = page(&format!("<script>alert(1)</script>{STORY}</iframe><p>\"quoted\" & so"));
        assert_eq!(page.matches("<iframe ").count(), 1);
        assert!(page.contains("sandbox=\"allow-same-origin\"") && !page.contains("allow-scripts"));
        let frame = page.split_once("srcdoc=\"").unwrap().1.split_once('"').unwrap().0;
        assert!(frame.starts_with("&lt;!doctype html&gt;") && frame.contains("default-src &#39;none&#39;"));
        assert!(frame.ends_with("&lt;/body&gt;&lt;/html&gt;") && !frame.contains('<'));
        assert!(!page.contains("alert(1)"));
    }

    #[test]
    fn every_label_has_a_colour() {
        for label in labels() {
            assert!(COLOURS.contains(&format!("[data-label=\"{label}\"]")), "{label}");
        }
    }

    #[test]
    fn fields_and_pieces_name_their_blocks() {
        let page = page(STORY);
        assert!(page.contains("data-field=\"headline\" data-blocks=\"0\""), "{page}");
        assert!(page.contains("<div class=\"piece\" data-label=\"paragraph\" data-blocks=\"1\""), "{page}");
        assert!(page.contains("<tr class=\"none\" data-field=\"authors\">"), "{page}");
        assert!(page.contains("aria-pressed=\"true\">paragraph <b>2</b>"), "{page}");
    }
}
