//! The program `cuttings`: articles out of saved pages, one or many.

mod address;
mod args;
mod batch;
mod captures;
mod dedupe;
mod extract;
mod fetch;
mod file_id;
mod filters;
mod formats;
mod guarded;
mod history;
mod input;
mod inspect;
mod interrupt;
mod kept;
mod manifest;
mod manual;
mod ordered;
mod output;
mod overwrite;
mod planted;
mod profile;
mod short;
mod stories;
mod terminal;

use std::process::ExitCode;

use args::{Args, Command, Stop};
use output::{Failure, Outcome, Target};

/// What threads do not wait for each other in.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match Args::read(std::env::args_os().collect()) {
        Ok(args) => args,
        Err(Stop::Clap(error)) => return misunderstood(&error),
        Err(Stop::Failure(failure)) => {
            terminal::say(failure);
            return ExitCode::from(2);
        }
    };
    let outcome = match args.command {
        Command::Extract(args) => extract::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Captures(args) => captures::run(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::History(args) => history::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Profile(args) => profile::run(&args),
        Command::Schema => schema(),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        // As shells have it of a program that a signal ended.
        Ok(Outcome::Interrupted) => ExitCode::from(interrupt::INTERRUPTED),
        // Who reads us has had enough: that is how `head` ends a pipe.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::say(failure);
            ExitCode::from(2)
        }
    }
}

/// Prints help, or what is wrong with the command line.
fn misunderstood(error: &clap::Error) -> ExitCode {
    // It repeats what was given.
    if std::env::args_os().any(|argument| terminal::safe(&argument.to_string_lossy()) != argument.to_string_lossy()) {
        terminal::show(&error.render().to_string());
    } else {
        // In colours, where they are wanted. Nothing is lost where it cannot be shown.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Prints the schema of an article.
fn schema() -> Result<Outcome, Failure> {
    let mut output = Target::new(None).open()?;
    let written = output.write(include_str!("../../../article.schema.json")).map(|()| Outcome::Done);
    output.finish(written)
}
