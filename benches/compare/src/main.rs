//! Times this crate beside other extractors, all on the same pages, round by round: see README.md.

mod pages;
mod table;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use pages::Set;
use table::Results;

const USAGE: &str = "usage: run [--rounds N] [--only NAME,NAME] [--json] DIR...";

/// For the tools that go down a page's tree by recursion.
const STACK_BYTES: usize = 256 << 20;

/// What the command line asks for.
struct Arguments {
    rounds: usize,
    only: Vec<String>,
    json: bool,
    dirs: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let Some(arguments) = read_arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    // A panic is counted; what it says would fill the screen.
    std::panic::set_hook(Box::new(|_| {}));
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(&arguments));
    match thread.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(e))) => fail(&e.to_string()),
        Ok(Err(panic)) => fail(panic.downcast_ref::<String>().map_or("it broke down", String::as_str)),
        Err(e) => fail(&e.to_string()),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

fn read_arguments() -> Option<Arguments> {
    let mut arguments = Arguments { rounds: 5, only: Vec::new(), json: false, dirs: Vec::new() };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--rounds" => arguments.rounds = given.next()?.parse().ok().filter(|&n| n > 0)?,
            "--only" => arguments.only = given.next()?.split(',').map(str::to_owned).collect(),
            "--json" => arguments.json = true,
            option if option.starts_with('-') => return None,
            dir => arguments.dirs.push(PathBuf::from(dir)),
        }
    }
    (!arguments.dirs.is_empty()).then_some(arguments)
}

fn run(arguments: &Arguments) -> std::io::Result<()> {
    let sets = arguments.dirs.iter().map(|dir| Set::load(dir)).collect::<Result<Vec<_>, _>>()?;
    let (mut tools, missing) = tools::all(&sets, &arguments.only);
    for reason in &missing {
        eprintln!("skipped: {reason}");
    }
    if tools.is_empty() {
        return Err(std::io::Error::other("none of these tools is there: their names are those of the table"));
    }
    let mut results = Results::new(tools.iter().map(|t| t.name), sets.len());
    // The first round warms up and does not count.
    for round in 0..=arguments.rounds {
        for set in 0..sets.len() {
            for n in 0..tools.len() {
                // No tool always comes behind the same other.
                let tool = (n + round) % tools.len();
                let taken = tools[tool].time(&sets, set);
                if round > 0 {
                    results.add(tool, set, taken);
                }
            }
        }
        eprintln!("round {round} of {} is done", arguments.rounds);
    }
    if arguments.json {
        println!("{:#}", results.json(&sets));
    } else {
        print!("{}", results.table(&sets));
    }
    Ok(())
}
