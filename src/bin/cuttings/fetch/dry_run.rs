//! What would be fetched, and how much that is.

use std::collections::HashSet;

use cuttings::{CdxRecord, Fetcher};

use crate::args::FetchArgs;
use crate::batch::progress::duration;
use crate::input::without_user;
use crate::output::{Failure, Outcome, Output, Target};
use crate::terminal;

use super::source::{Piece, Source, Way};
use super::store;

/// Lists what would be fetched. Only indexes are asked, and their listings kept.
pub async fn run(args: &FetchArgs, fetcher: &Fetcher, mut source: Source<'_>) -> Result<Outcome, Failure> {
    let mut output = Target::new(None).open()?;
    let listed = list(args, &mut source, &mut output).await;
    let told = listed.map(|(failed, amount)| {
        if !args.quiet {
            source.tell_age();
            terminal::say(format_args!("{}{}", amount.line(), source.left_out()));
            for line in [amount.size(), amount.time(fetcher, args)].into_iter().flatten() {
                terminal::say(line);
            }
        }
        Outcome::of(failed)
    });
    output.finish(told)
}

async fn list(args: &FetchArgs, source: &mut Source<'_>, output: &mut Output) -> Result<(usize, Amount), Failure> {
    let (mut seen, mut amount, mut failed) = (store::ids(args)?, Amount::default(), 0);
    if args.unique {
        for (url, trouble) in source.find_firsts().await? {
            failed += 1;
            terminal::say(trouble.line(&url));
        }
    }
    while let Some(next) = source.next().await? {
        match next {
            Ok(piece) if !seen.insert(piece.id.clone()) => amount.there += 1,
            Ok(piece) => {
                amount.count(&piece);
                output.write(&line(&piece))?;
            }
            Err((url, trouble)) => {
                failed += 1;
                terminal::say(trouble.line(&url));
            }
        }
    }
    Ok((failed, amount))
}

/// Time, status, type, length and address, parted by tabs; a dash for what is not known before it is fetched.
fn line(piece: &Piece) -> String {
    let row = row(piece);
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let fields = [
        or_dash(piece.captured().map(|time| time.to_string())),
        or_dash(row.and_then(|row| row.status).map(|status| status.to_string())),
        or_dash(row.and_then(|row| row.mime.clone())),
        or_dash(row.and_then(|row| row.length).map(|length| length.to_string())),
        address(piece),
    ];
    // No index is trusted to keep to one line a row, nor to leave the terminal alone.
    fields.map(|field| field.replace(char::is_control, " ")).join("\t") + "\n"
}

fn row(piece: &Piece) -> Option<&CdxRecord> {
    match &piece.from {
        Way::Row(_, row, _) => Some(row),
        _ => None,
    }
}

/// The page's own address.
fn address(piece: &Piece) -> String {
    match &piece.from {
        Way::Row(_, row, _) => row.original.clone(),
        Way::Capture(capture) => capture.original().to_owned(),
        Way::Live | Way::Nearest(..) => without_user(&piece.url),
    }
}

/// How much would be fetched.
#[derive(Default)]
struct Amount {
    there: usize,
    captures: usize,
    live: usize,
    addresses: HashSet<String>,
    /// The sum of the lengths that are told, and of how many captures.
    bytes: u64,
    with_length: usize,
}

impl Amount {
    fn count(&mut self, piece: &Piece) {
        match piece.from {
            Way::Live => self.live += 1,
            _ => self.captures += 1,
        }
        self.addresses.insert(address(piece));
        if let Some(length) = row(piece).and_then(|row| row.length) {
            self.bytes = self.bytes.saturating_add(length);
            self.with_length += 1;
        }
    }

    fn line(&self) -> String {
        let live = if self.live > 0 { format!(" and {} live pages", self.live) } else { String::new() };
        let (captures, addresses, there) = (self.captures, self.addresses.len(), self.there);
        format!("{captures} captures{live} of {addresses} addresses would be fetched, {there} there before")
    }

    /// How many bytes these are about.
    fn size(&self) -> Option<String> {
        let (all, known) = (self.captures + self.live, self.with_length);
        if all == 0 {
            return None;
        }
        if known == 0 {
            return Some("the index tells no sizes".to_owned());
        }
        let guessed = all - known;
        let mean = self.bytes as f64 / known as f64;
        let megabytes = (self.bytes as f64 + mean * guessed as f64) / 1e6;
        let how = match guessed {
            0 => String::new(),
            n => format!("; {n} tell no size, for which the mean of the others is taken"),
        };
        Some(format!("about {megabytes:.1} MB, as packed in the archive{how}"))
    }

    /// How long the archive's limit makes it take. Captures by their addresses are taken for ones of the same archive.
    fn time(&self, fetcher: &Fetcher, args: &FetchArgs) -> Option<String> {
        let (n, name) = (self.captures, args.archive.name());
        if n == 0 {
            return None;
        }
        Some(match fetcher.capture_interval(&args.archive) {
            Some(interval) => {
                let (least, each) = (duration(interval.as_secs_f64() * n as f64), interval.as_secs_f64());
                format!("at least {least}: {name} is asked for a capture every {each} s")
            }
            None => format!("as fast as {name} answers: no limit is set for it"),
        })
    }
}
