//! What would be fetched, and how much that is.

use std::collections::{BTreeMap, HashSet};

use cuttings::{Archive, CdxRecord, Fetcher};

use crate::args::FetchArgs;
use crate::batch::progress::duration;
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
    for (url, trouble) in source.choose(args.unique).await? {
        failed += 1;
        terminal::say(trouble.line(&url));
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
        piece.address(),
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
    /// How many are of which archive, where that is known.
    of_archives: BTreeMap<String, usize>,
}

impl Amount {
    fn count(&mut self, piece: &Piece) {
        match piece.from {
            Way::Live => self.live += 1,
            _ => self.captures += 1,
        }
        if let Way::Row(archive, ..) = &piece.from {
            *self.of_archives.entry(archive.name().to_owned()).or_default() += 1;
        }
        self.addresses.insert(piece.address());
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

    /// How long the archives' limits make it take, where they are asked at the same time. Captures by their addresses are taken for ones of
    /// the first archive.
    fn time(&self, fetcher: &Fetcher, args: &FetchArgs) -> Option<String> {
        let archives = args.archives.all();
        let seconds = |archive: &Archive| {
            let is_first = archives.first() == Some(archive);
            let own = self.of_archives.get(archive.name()).copied().unwrap_or(0);
            let named = self.of_archives.values().sum::<usize>();
            let all = own + if is_first { self.captures.saturating_sub(named) } else { 0 };
            Some((fetcher.capture_interval(archive)?.as_secs_f64(), all, archive.name().to_owned()))
        };
        if self.captures == 0 {
            return None;
        }
        let slowest =
            archives.iter().filter_map(seconds).max_by(|a, b| (a.0 * a.1 as f64).total_cmp(&(b.0 * b.1 as f64)));
        Some(match slowest {
            Some((each, n, name)) => {
                let least = duration(each * n as f64);
                format!("at least {least}: {name} is asked for a capture every {each} s")
            }
            None => format!("as fast as {} answers: no limit is set for it", args.archives),
        })
    }
}
