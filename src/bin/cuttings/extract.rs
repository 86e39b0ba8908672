//! `cuttings extract`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ffi::OsStr;
use std::fmt::Write;

use cuttings::{Article, Explanation, Extractor, OutputOptions, Page, TableReading};

use crate::args::{ExtractArgs, Format};
use crate::input::{Input, ManyFiles, Opened, Place, Web, message};
use crate::output::{Failure, Outcome, Output, Target};
use crate::overwrite::refuse_inputs;
use crate::stories::{Elsewhere, Given, Links};
use crate::terminal;

/// Characters of a block that are shown.
const SHOWN: usize = 70;

pub fn run(args: &ExtractArgs) -> Result<Outcome, Failure> {
    if args.origin.url.is_some() && args.inputs.len() > 1 {
        return Err(Failure::Usage(format!("--url names one page, but there are {} inputs", args.inputs.len())));
    }
    let writing = Writing::asked_for(args)?;
    let extractor = args.how.extractor(args.explain)?;
    let target = Target::new(args.output.as_deref());
    refuse_inputs(&target, &args.inputs, &args.how.profiles)?;
    let mut output = target.open()?;
    match extract_all(args, &extractor, writing, &mut output) {
        // Nothing came: what an earlier run wrote is not replaced by nothing.
        Ok(Count { written: 0, failed }) if failed > 0 => {
            output.discard();
            Ok(Outcome::SomeFailed)
        }
        result => output.finish(result).map(|count| Outcome::of(count.failed)),
    }
}

/// How many pages came out, and how many did not.
#[derive(Debug, Default)]
struct Count {
    written: usize,
    failed: usize,
}

fn extract_all(
    args: &ExtractArgs,
    extractor: &Extractor,
    writing: Writing,
    output: &mut Output,
) -> Result<Count, Failure> {
    let web = Web::new(&args.net).archives(args.archives.all(), args.at).accept(args.accept).limits(args.how.limits());
    let files = ManyFiles::new(args.accept.any_status, args.how.limits());
    for argument in &args.inputs {
        if let Place::File(path) = Input::from_argument(argument).place {
            files.add_file(path);
        }
    }
    let mut taken = Taken { writing, explain: args.explain, output, count: Count::default() };
    let mut together = Vec::new();
    for argument in &args.inputs {
        for (source, page) in pages(args, argument, &web, &files)? {
            match page.and_then(|page| extract(extractor, &page, args.explain)) {
                Ok((article, explanation)) if args.whole => together.push(Extracted { source, article, explanation }),
                Ok((article, explanation)) => taken.write(&Extracted { source, article, explanation })?,
                Err(error) => {
                    taken.count.failed += 1;
                    terminal::say(message(&source, &error));
                }
            }
        }
    }
    for extracted in whole_stories(together, extractor, &web) {
        taken.write(&extracted)?;
    }
    let (count, skipped) = (taken.count, files.skipped());
    if count.written == 0 && skipped.total() > 0 {
        terminal::say(format_args!("no page that is wanted; passed over: {skipped}"));
    }
    Ok(count)
}

/// What came of a page.
#[derive(Debug, Clone)]
struct Extracted {
    source: String,
    article: Article,
    explanation: Explanation,
}

/// What was taken out of pages, on its way out.
struct Taken<'a> {
    writing: Writing,
    explain: bool,
    output: &'a mut Output,
    count: Count,
}

impl Taken<'_> {
    fn write(&mut self, extracted: &Extracted) -> Result<(), Failure> {
        let Extracted { source, article, explanation } = extracted;
        self.output.write(&self.writing.written_out(article, self.count.written == 0))?;
        self.count.written += 1;
        if self.explain {
            terminal::show(&explained(source, article, explanation));
        }
        Ok(())
    }
}

/// The stories, each of all its pages; those are looked for among what was extracted, then where the first one is from: in its archive,
/// or on the web.
fn whole_stories(all: Vec<Extracted>, extractor: &Extractor, web: &Web) -> Vec<Extracted> {
    let mut given = Given::new();
    let links: Vec<Links> = all.iter().map(|one| Links::of(&one.article, &one.source)).collect();
    let beginnings = links.iter().cloned().enumerate();
    let beginnings: Vec<(usize, Links)> = beginnings.filter(|(_, links)| given.note_wanted(links)).collect();
    links.iter().enumerate().for_each(|(at, links)| given.add(links, at));
    let fetch = |article: &Article, url: &str| web.beside(article, url).and_then(|page| extractor.extract(&page));
    let mut made = BTreeMap::new();
    let Ok::<_, Infallible>(taken) = given.make_stories(&beginnings, |at| {
        let Extracted { source, article, explanation } = all[at].clone();
        let is_of_web = source.contains("://") || article.capture.as_ref().is_some_and(|capture| capture.url.is_some());
        let elsewhere: Option<&Elsewhere<'_>> = is_of_web.then_some(&fetch);
        let read = |page: usize| Ok::<_, Infallible>(all[page].article.clone());
        let (article, used) = given.whole(article, &source, read, elsewhere)?;
        made.insert(at, Extracted { source, article, explanation });
        Ok(used)
    });
    let all = all.into_iter().enumerate().filter(|(at, _)| !taken.contains(at));
    all.map(|(at, one)| made.remove(&at).unwrap_or(one)).collect()
}

/// The pages of an input, each under its name. They are read as they are asked for: a file may hold more than memory does.
type Named<'a> = Box<dyn Iterator<Item = (String, cuttings::Result<Page>)> + 'a>;

fn pages<'a>(args: &ExtractArgs, argument: &OsStr, web: &'a Web, files: &ManyFiles) -> Result<Named<'a>, Failure> {
    let input = Input::from_argument(argument).of_origin(&args.origin);
    let source = input.source.clone();
    let is_known = input.is_known();
    let one = |name: &str, page| -> Named<'a> { Box::new(std::iter::once((name.to_owned(), page))) };
    Ok(match input.open(files) {
        Ok(Opened::Many(_)) if is_known => {
            let what = "--url, --captured and --content-type are of one page";
            return Err(Failure::Usage(format!("{what}, but {source} is a file of many")));
        }
        Ok(Opened::Many(pages)) => Box::new(pages.map(move |item| match item {
            Ok(saved) => (saved.source().to_owned(), Ok(saved.into_page())),
            Err(error) => (error.place().unwrap_or(&source).to_owned(), Err(error)),
        })),
        Ok(Opened::Later(input)) => one(&input.source, input.read(web)),
        Ok(Opened::Now(page)) => one(&source, Ok(*page)),
        Err(error) => one(&source, Err(error)),
    })
}

fn extract(extractor: &Extractor, page: &Page, explain: bool) -> cuttings::Result<(Article, Explanation)> {
    match explain {
        true => extractor.explain(page),
        false => Ok((extractor.extract(page)?, Explanation::default())),
    }
}

/// How articles are written.
#[derive(Debug, Clone, Copy)]
struct Writing {
    format: Format,
    body_only: bool,
    kept: OutputOptions,
}

impl Writing {
    fn asked_for(args: &ExtractArgs) -> Result<Writing, Failure> {
        let kept = args.kept.options();
        match (args.body_only, args.format) {
            (true, None | Some(Format::Text)) => Ok(Writing { format: Format::Text, body_only: true, kept }),
            (true, Some(_)) => {
                let what = "--body-only: the words alone are plain text; leave out --format, or ask for text";
                Err(Failure::Usage(what.to_owned()))
            }
            (false, format) => Ok(Writing { format: format.unwrap_or_default(), body_only: false, kept }),
        }
    }

    /// One article, after others or as the first.
    fn written_out(self, article: &Article, first: bool) -> String {
        let parted = |with: &str, text: String| if first { text } else { format!("{with}{text}") };
        match self.format {
            Format::Json => article.to_json_pretty() + "\n",
            Format::Jsonl => article.to_json() + "\n",
            // A form feed parts the articles: it stands in none of them.
            Format::Text if self.body_only => {
                let body = article.body_text();
                parted("\x0c\n", if body.is_empty() { body } else { body + "\n" })
            }
            Format::Text => parted("\x0c\n", article.to_text()),
            Format::Markdown => {
                let text = article.to_markdown_with(self.kept);
                // Data in front begin with a rule of their own.
                parted(if text.starts_with("---\n") { "\n" } else { "\n---\n\n" }, text)
            }
            Format::Html => article.to_html_with(self.kept.head(first)),
        }
    }
}

fn explained(source: &str, article: &Article, explanation: &Explanation) -> String {
    let mut out = format!("{source}\n");
    let mut line = |head: &str, text: &str| _ = writeln!(out, "  {head:14} {text}");
    line("encoding", &format!("{} ({})", explanation.encoding, explanation.encoding_evidence));
    if let Some(profile) = &article.profile {
        line("profile", profile);
    }
    for source in &explanation.fields {
        let blocks = match &source.blocks[..] {
            [] => String::new(),
            blocks => format!("[{}]", blocks.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")),
        };
        let origin = source.origin.as_deref().unwrap_or_default();
        line(source.field, [origin, &blocks].join(" ").trim());
    }
    for warning in &article.warnings {
        line("warning", format!("{} {}", warning.code, warning.detail).trim_end());
    }
    let mut removed = explanation.removed.iter().peekable();
    let mut tables = explanation.tables.iter().peekable();
    let as_what = |table: &TableReading| match &table.layout {
        Some(why) => format!("layout: {why}"),
        None => "data".to_owned(),
    };
    for (i, block) in explanation.blocks.iter().enumerate() {
        while let Some(part) = removed.next_if(|r| r.before <= i) {
            line("removed", &on_one_line(&part.element, &part.reason, &part.text));
        }
        while let Some(table) = tables.next_if(|t| t.before <= i) {
            line("table", &on_one_line(&table.element, &as_what(table), &table.text));
        }
        let probability = block.probability.map_or(String::new(), |p| format!(" {p:.3}"));
        let what = format!("[{i}] {}", block.element);
        line(block.label.as_str(), &on_one_line(&what, &format!("{}{probability}", block.reason), &block.text));
    }
    for part in removed {
        line("removed", &on_one_line(&part.element, &part.reason, &part.text));
    }
    out
}

fn on_one_line(what: &str, why: &str, text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = folded.chars().take(SHOWN).collect();
    let more = if shown.len() < folded.len() { "…" } else { "" };
    format!("{what} ({why}) {shown}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(json: &str) -> Article {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn articles_after_another_are_told_apart() {
        let a = article(r#"{"headline": "One", "body": [{"type": "paragraph", "text": "Two."}]}"#);
        let kept = OutputOptions::default();
        let writing = |format| Writing { format, body_only: false, kept };
        assert_eq!(writing(Format::Text).written_out(&a, false), "\u{c}\nOne\n\nTwo.\n");
        assert_eq!(writing(Format::Markdown).written_out(&a, false), "\n---\n\n# One\n\nTwo.\n");
        let with_data = Writing { kept: kept.head(true), ..writing(Format::Markdown) };
        let data = "---\ntitle: \"One\"\n---\n\n# One\n\nTwo.\n";
        assert_eq!([true, false].map(|first| with_data.written_out(&a, first)), [data.to_owned(), format!("\n{data}")]);
        assert_eq!(writing(Format::Jsonl).written_out(&a, false), a.to_json() + "\n");
        assert!(writing(Format::Html).written_out(&a, true).starts_with("<!doctype html>\n<html>\n<head>\n"));
        assert!(writing(Format::Html).written_out(&a, false).starts_with("<article "));
        let bare = Writing { body_only: true, ..writing(Format::Text) };
        assert_eq!([true, false].map(|first| bare.written_out(&a, first)), ["Two.\n", "\u{c}\nTwo.\n"]);
        assert_eq!(bare.written_out(&article("{}"), true), "");
    }

    #[test]
    fn an_explanation_tells_of_every_field_and_block() {
        let page = Page::from_text(
            "<title>Ferry sails again</title><nav>Home</nav><h1>Ferry sails again</h1>\
             <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
             <p>Its skipper said that neither the sheep nor the engine had made any trouble at all on the way over.</p>",
        );
        let (article, explanation) = Extractor::default().explain(&page).unwrap();
        let told = explained("p.html", &article, &explanation);
        let lines: Vec<String> = told.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines[0], "p.html");
        assert!(lines.contains(&"headline the page's text [0]".to_owned()), "{told}");
        assert!(lines.contains(&"body the page's text [1 2]".to_owned()), "{told}");
        assert!(lines.contains(&"removed nav (navigation or control) Home".to_owned()), "{told}");
        let labels: Vec<&str> =
            lines.iter().filter(|l| l.contains(" [")).filter_map(|l| l.split(" [").next()).collect();
        assert!(labels.ends_with(&["headline", "paragraph", "paragraph"]), "{told}");
    }

    #[test]
    fn what_was_cut_is_shown_on_one_line() {
        let text = format!("a\n b {}", "ü".repeat(80));
        assert_eq!(on_one_line("div.nav", "links", &text), format!("div.nav (links) a b {}…", "ü".repeat(66)));
        assert_eq!(on_one_line("div.nav", "links", " a "), "div.nav (links) a");
    }
}
