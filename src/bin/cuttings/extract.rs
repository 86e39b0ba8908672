//! `cuttings extract`.

use std::fmt::Write;

use cuttings::{Article, Explanation, Extractor, Page};

use crate::args::{ExtractArgs, Format};
use crate::input::{Input, Opened, Web, message};
use crate::output::{Failure, Outcome, Output, Target};
use crate::overwrite::refuse_inputs;

/// How much of a piece that was cut is shown.
const SHOWN: usize = 70;

pub fn run(args: &ExtractArgs) -> Result<Outcome, Failure> {
    if args.url.is_some() && args.inputs.len() > 1 {
        return Err(Failure::Usage(format!("--url names one page, but there are {} inputs", args.inputs.len())));
    }
    let extractor = args.how.extractor(args.explain)?;
    let target = Target::new(args.output.as_deref());
    refuse_inputs(&target, &args.inputs, &args.how.profiles)?;
    let mut output = target.open()?;
    match extract_all(args, &extractor, &mut output) {
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

fn extract_all(args: &ExtractArgs, extractor: &Extractor, output: &mut Output) -> Result<Count, Failure> {
    let web = Web::new(&args.net, args.at.map(|at| (args.archive.clone(), at)));
    let mut count = Count::default();
    for source in &args.inputs {
        for (source, page) in pages(args, source, &web)? {
            match page.and_then(|page| extract(extractor, &page, args.explain)) {
                Ok((article, explanation)) => {
                    output.write(&written_out(&article, args.format, count.written == 0))?;
                    count.written += 1;
                    if args.explain {
                        eprint!("{}", explained(&source, &article, &explanation));
                    }
                }
                Err(error) => {
                    count.failed += 1;
                    eprintln!("cuttings: {}", message(&source, &error));
                }
            }
        }
    }
    Ok(count)
}

/// The pages of an input, each under its name. They are read as they are asked for: a file may hold more than memory does.
type Named<'a> = Box<dyn Iterator<Item = (String, cuttings::Result<Page>)> + 'a>;

fn pages<'a>(args: &ExtractArgs, source: &'a str, web: &'a Web) -> Result<Named<'a>, Failure> {
    let input = Input {
        url: args.url.clone(),
        captured: args.captured.clone(),
        content_type: args.content_type.clone(),
        ..Input::from_argument(source)
    };
    let is_known = input.is_known();
    let one = |name: &str, page| -> Named<'a> { Box::new(std::iter::once((name.to_owned(), page))) };
    Ok(match input.open() {
        Ok(Opened::Many(_)) if is_known => {
            let what = "--url, --captured and --content-type are of one page";
            return Err(Failure::Usage(format!("{what}, but {source} is a file of many")));
        }
        Ok(Opened::Many(pages)) => Box::new(pages.map(move |item| match item {
            Ok(saved) => (saved.source().to_owned(), Ok(saved.into_page())),
            Err(error) => (error.place().unwrap_or(source).to_owned(), Err(error)),
        })),
        Ok(Opened::Later(input)) => one(&input.source, input.read(web)),
        Ok(Opened::Now(page)) => one(source, Ok(*page)),
        Err(error) => one(source, Err(error)),
    })
}

fn extract(extractor: &Extractor, page: &Page, explain: bool) -> cuttings::Result<(Article, Explanation)> {
    match explain {
        true => extractor.explain(page),
        false => Ok((extractor.extract(page)?, Explanation::default())),
    }
}

/// One article as the format has it, after others or as the first.
fn written_out(article: &Article, format: Format, first: bool) -> String {
    let parted = |with: &str, text: String| if first { text } else { format!("{with}{text}") };
    match format {
        Format::Json => article.to_json_pretty() + "\n",
        Format::Jsonl => article.to_json() + "\n",
        // A form feed parts the articles: it stands in none of them.
        Format::Text => parted("\x0c\n", article.to_text()),
        Format::Markdown => parted("\n---\n\n", article.to_markdown()),
        Format::Html => match first {
            true => format!("<!doctype html>\n<meta charset=\"utf-8\">\n{}", article.to_html()),
            false => article.to_html(),
        },
    }
}

fn explained(source: &str, article: &Article, explanation: &Explanation) -> String {
    let mut out = format!("{source}\n");
    let mut line = |head: &str, text: &str| _ = writeln!(out, "  {head:14} {text}");
    line("encoding", &format!("{} ({})", explanation.encoding, explanation.encoding_evidence));
    if let Some(profile) = &article.profile {
        line("profile", profile);
    }
    for (field, origin) in &article.provenance {
        line(field, origin);
    }
    for warning in &article.warnings {
        line("warning", format!("{} {}", warning.code, warning.detail).trim_end());
    }
    for cut in &explanation.cut {
        line("cut", &cut_line(&cut.what, &cut.why, &cut.text));
    }
    out
}

fn cut_line(what: &str, why: &str, text: &str) -> String {
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
        let a = article(r#"{"headline": "One"}"#);
        assert_eq!(written_out(&a, Format::Text, false), "\u{c}\nOne\n");
        assert_eq!(written_out(&a, Format::Markdown, false), "\n---\n\n# One\n");
        assert_eq!(written_out(&a, Format::Jsonl, false), "{\"headline\":\"One\",\"body\":[]}\n");
        assert!(
            written_out(&a, Format::Html, true).starts_with("<!doctype html>\n<meta charset=\"utf-8\">\n<article>")
        );
        assert!(written_out(&a, Format::Html, false).starts_with("<article>"));
    }

    #[test]
    fn an_explanation_tells_every_origin() {
        let a = article(
            r#"{"body": [], "profile": "a/b", "provenance": {"headline": "meta Headline", "byline": "profile"},
            "warnings": [{"code": "no_article"}, {"code": "x", "detail": "y"}]}"#,
        );
        let mut explanation = Explanation::default();
        explanation.encoding = "windows-1252".into();
        explanation.encoding_evidence = "meta charset".into();
        assert_eq!(
            explained("p.html", &a, &explanation),
            "p.html\n  encoding       windows-1252 (meta charset)\n  profile        a/b\n  byline         profile\n  \
            headline       meta Headline\n  warning        no_article\n  warning        x y\n"
        );
    }

    #[test]
    fn what_was_cut_is_shown_on_one_line() {
        let text = format!("a\n b {}", "ü".repeat(80));
        assert_eq!(cut_line("div.nav", "links", &text), format!("div.nav (links) a b {}…", "ü".repeat(66)));
        assert_eq!(cut_line("div.nav", "links", " a "), "div.nav (links) a");
    }
}
