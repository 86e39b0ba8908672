//! Completions and man pages, made of the command line's definition.

use std::path::Path;

use clap::{Command, CommandFactory};

use crate::args::{Args, CompletionsArgs, ManArgs};
use crate::output::{Failure, Outcome, Target};

pub fn completions(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "cuttings", &mut script);
    print(&script)
}

pub fn man(args: &ManArgs) -> Result<Outcome, Failure> {
    let mut command = Args::command().disable_help_subcommand(true);
    // Gives each command its whole name.
    command.build();
    let Some(dir) = &args.dir else { return print(&page(&command)?) };
    let failure = |path: &Path| {
        let to = path.display().to_string();
        move |source| Failure::Write { to, source }
    };
    std::fs::create_dir_all(dir).map_err(failure(dir))?;
    let mut commands = vec![&command];
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands());
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = dir.join(format!("{name}.1"));
        std::fs::write(&path, page(command)?).map_err(failure(&path))?;
    }
    Ok(Outcome::Done)
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(command.clone()).render(&mut page);
    written.map_err(|source| Failure::Write { to: "man page".to_owned(), source })?;
    Ok(page)
}

fn print(text: &[u8]) -> Result<Outcome, Failure> {
    let mut output = Target::new(None).open()?;
    let written = output.write(&String::from_utf8_lossy(text)).map(|()| Outcome::Done);
    output.finish(written)
}
