//! Defaults of options, out of a file of the user's own.
//!
//! No option is named here: what a command takes is asked of its definition. A key at the top is for all commands that
//! have such an option, one in a table for the command the table is named for, as its man page is: `[profile-new]` for `cuttings profile
//! new`. Values become defaults of the definition,
//! so that the command line goes before them, and all that comes after sees them as if they had been given.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::output::Failure;

/// Names a file in place of the user's own; empty, it names none.
const VARIABLE: &str = "CUTTINGS_CONFIG";

/// Options that say where defaults come from, or what there is.
const OWN: [&str; 4] = ["config", "no-config", "help", "version"];

/// The file to take defaults from: the one that the command line names, or the variable, or the user's own if it is there.
pub fn file(command: &Command, arguments: &[OsString]) -> Option<PathBuf> {
    // Whatever else is wrong with the command line is told when it is read in earnest.
    let matches = command.clone().ignore_errors(true).try_get_matches_from(arguments).ok()?;
    if matches.get_flag("no_config") {
        return None;
    }
    if let Some(file) = matches.get_one::<PathBuf>("config") {
        return Some(file.clone());
    }
    if let Some(file) = std::env::var_os(VARIABLE) {
        return Some(PathBuf::from(file)).filter(|file| !file.as_os_str().is_empty());
    }
    let directory = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = if cfg!(windows) { directory("APPDATA") } else { directory("HOME").map(|home| home.join(".config")) };
    let file = directory("XDG_CONFIG_HOME").or(home)?.join("cuttings").join("config.toml");
    file.exists().then_some(file)
}

/// The command line's definition with the defaults of a file.
pub fn with_defaults(command: Command, file: &Path) -> Result<Command, Failure> {
    let text =
        std::fs::read_to_string(file).map_err(|source| Failure::Write { to: file.display().to_string(), source })?;
    apply(command, &text, file).map_err(|wrong| {
        let line = 1 + text.as_bytes().iter().take(wrong.at).filter(|&&b| b == b'\n').count();
        let key = wrong.key.map_or(String::new(), |key| format!(", {key}"));
        Failure::Usage(format!("{}, line {line}{key}: {}", file.display(), wrong.message))
    })
}

/// What is wrong in a file.
struct Wrong {
    /// The byte at which it stands.
    at: usize,
    key: Option<String>,
    message: String,
}

fn apply(mut command: Command, text: &str, file: &Path) -> Result<Command, Wrong> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Wrong { at, key: None, message: error.message().to_owned() }
    })?;
    // What a command's own table says goes before what is said for all, wherever the two stand.
    let (of_one, of_all): (Vec<_>, Vec<_>) = table.get_ref().iter().partition(|(_, value)| value.get_ref().is_table());
    for (key, value) in of_all {
        command = for_all(command, key, value, file)?;
    }
    for (name, table) in of_one {
        let wrong =
            |key: String, message: &str| Wrong { at: name.span().start, key: Some(key), message: message.to_owned() };
        let Some(names) = commands(&command).into_iter().find(|names| names.join("-") == **name.get_ref()) else {
            return Err(wrong(name.get_ref().to_string(), "no such command"));
        };
        for (key, value) in table.get_ref().as_table().into_iter().flatten() {
            let setting = Setting { names: &names, key, value, file };
            if !setting.is_known(&command) {
                let message = format!("`cuttings {}` has no such option", names.join(" "));
                return Err(setting.wrong(&message));
            }
            command = setting.apply(command)?;
        }
    }
    Ok(command)
}

/// The commands that do something, each by the names that lead to it: `profile`, `new`.
fn commands(command: &Command) -> Vec<Vec<String>> {
    let below = command.get_subcommands().flat_map(|sub| {
        let below = if sub.has_subcommands() { commands(sub) } else { vec![Vec::new()] };
        below.into_iter().map(|names| [vec![sub.get_name().to_owned()], names].concat())
    });
    below.collect()
}

/// The command that names lead to.
fn command_of<'c>(command: &'c Command, names: &[String]) -> Option<&'c Command> {
    names.iter().try_fold(command, |command, name| command.find_subcommand(name))
}

/// Sets an option in all commands that have it.
fn for_all(
    mut command: Command,
    key: &Spanned<toml::de::DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    file: &Path,
) -> Result<Command, Wrong> {
    let mut is_known = false;
    for names in commands(&command) {
        let setting = Setting { names: &names, key, value, file };
        if setting.is_known(&command) {
            is_known = true;
            command = setting.apply(command).map_err(|wrong| {
                let (words, table) = (names.join(" "), names.join("-"));
                let message =
                    format!("{} (`cuttings {words}`; an option of one command goes under [{table}])", wrong.message);
                Wrong { message, ..wrong }
            })?;
        }
    }
    let setting = Setting { names: &[], key, value, file };
    if is_known { Ok(command) } else { Err(setting.wrong("no command has such an option")) }
}

/// A value for an option of a command.
struct Setting<'a> {
    /// The names that lead to the command.
    names: &'a [String],
    key: &'a Spanned<toml::de::DeString<'a>>,
    value: &'a Spanned<DeValue<'a>>,
    /// The file that says so.
    file: &'a Path,
}

impl Setting<'_> {
    /// The option of a command itself.
    fn option<'c>(&self, command: &'c Command) -> Option<&'c Arg> {
        // As people write keys in TOML.
        let long = self.key.get_ref().replace('_', "-");
        command.get_arguments().find(|arg| arg.get_long() == Some(&long) && !OWN.contains(&&*long))
    }

    fn is_known(&self, command: &Command) -> bool {
        command_of(command, self.names).is_some_and(|command| self.option(command).is_some())
    }

    fn wrong(&self, message: &str) -> Wrong {
        let key = self.key.get_ref();
        Wrong { at: self.key.span().start, key: Some(key.to_string()), message: message.to_owned() }
    }

    fn apply(&self, command: Command) -> Result<Command, Wrong> {
        self.set(command, self.names)
    }

    /// Sets the option of the command to which names lead from this one.
    fn set(&self, command: Command, names: &[String]) -> Result<Command, Wrong> {
        if let Some((name, names)) = names.split_first() {
            let Some(sub) = command.find_subcommand(name).cloned() else { return Ok(command) };
            let sub = self.set(sub, names)?;
            return Ok(command.mut_subcommand(name, |_| sub));
        }
        let Some(option) = self.option(&command) else { return Ok(command) };
        let (id, values) = (option.get_id().clone(), self.checked(&command, option)?);
        Ok(command.mut_arg(id, |option| option.required(false).default_values(values)))
    }

    /// The value as words of a command line, which the option takes.
    fn checked(&self, command: &Command, option: &Arg) -> Result<Vec<OsString>, Wrong> {
        if !command.get_arg_conflicts_with(option).is_empty() {
            return Err(self.wrong("it excludes other options, so it is given on the command line alone"));
        }
        let values = self.values(option).map_err(|message| self.wrong(&message))?;
        for value in &values {
            check(option, value).map_err(|message| self.wrong(&message))?;
        }
        Ok(values)
    }

    /// The value as words of a command line.
    fn values(&self, option: &Arg) -> Result<Vec<OsString>, String> {
        let value = self.value.get_ref();
        match (option.get_action(), value) {
            (ArgAction::SetTrue, DeValue::Boolean(yes)) => Ok(vec![yes.to_string().into()]),
            (ArgAction::SetTrue, _) => Err("expected true or false".to_owned()),
            (ArgAction::Append, DeValue::Array(all)) => all.iter().map(|v| self.word(v.get_ref(), option)).collect(),
            (_, value) => Ok(vec![self.word(value, option)?]),
        }
    }

    fn word(&self, value: &DeValue<'_>, option: &Arg) -> Result<OsString, String> {
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Datetime(time) => time.to_string(),
            DeValue::Integer(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
                return Err(format!("expected a string or a number, not {}", value.type_str()));
            }
        };
        let is_path = option.get_value_parser().type_id() == TypeId::of::<PathBuf>();
        Ok(if is_path { self.path(&text).into() } else { text.into() })
    }

    /// A path: of the user's own directory where it begins so, or else seen from where the file is.
    fn path(&self, text: &str) -> PathBuf {
        let home = text.strip_prefix("~/").zip(std::env::home_dir());
        match home {
            Some((rest, home)) => home.join(rest),
            None => self.file.parent().unwrap_or(Path::new("")).join(text),
        }
    }
}

/// Whether an option takes a value.
fn check(option: &Arg, value: &OsString) -> Result<(), String> {
    if matches!(option.get_action(), ArgAction::SetTrue) {
        return Ok(());
    }
    let mut word = OsString::from("--it=");
    word.push(value);
    let probe = Arg::new("it").long("it").value_parser(option.get_value_parser().clone());
    let error = match Command::new("it").no_binary_name(true).arg(probe).try_get_matches_from([word]) {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    // `error: invalid value 'x' for '--it <it>': why`, and in a line below what there is to choose from.
    let told = error.render().to_string();
    let mut lines = told.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first).replace(" for '--it <it>'", "");
    let choice = lines.next().filter(|line| line.starts_with('[')).map_or(String::new(), |line| format!(" {line}"));
    Err(format!("{first}{choice}"))
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::args::{self, Args, ExtractArgs, Format};

    fn told(text: &str) -> String {
        let wrong = apply(Args::command(), text, Path::new("/etc/c.toml")).map(|_| ()).unwrap_err();
        let line = 1 + text[..wrong.at].matches('\n').count();
        format!("{line} {}: {}", wrong.key.unwrap_or_default(), wrong.message)
    }

    fn extract(text: &str, arguments: &[&str]) -> ExtractArgs {
        let command = apply(Args::command(), text, Path::new("/etc/c.toml")).map_err(|w| w.message).unwrap();
        let all = [&["cuttings", "extract", "p.html"], arguments].concat();
        let args = Args::from_arg_matches(&command.try_get_matches_from(all).unwrap()).unwrap();
        match args.command {
            args::Command::Extract(args) => *args,
            _ => unreachable!(),
        }
    }

    #[test]
    fn the_command_line_goes_before_its_table_and_that_before_all() {
        let text = "contact = \"me@a.example\"\nfavor = \"recall\"\nlinks = true\ntimeout = 7\nprofile = [\"a.toml\", \"/b.toml\"]\n\
            [extract]\nformat = \"md\"\nfavor = \"precision\"\nemphasis = false\n[batch]\njobs = 2\nformat = \"csv\"\n";
        let args = extract(text, &[]);
        assert_eq!((args.net.contact.as_deref(), args.net.timeout), (Some("me@a.example"), Some(7)));
        assert_eq!(args.how.to_string(), "--profile /etc/a.toml --profile /b.toml --links --favor precision");
        assert_eq!(args.format, Some(Format::Markdown));
        let args = extract(text, &["--favor", "balanced", "--format", "text", "--profile", "c.toml"]);
        assert_eq!(args.how.to_string(), "--profile c.toml --links");
        assert_eq!(args.format, Some(Format::Text));
    }

    #[test]
    fn a_command_below_another_has_a_table_of_its_whole_name() {
        // The option `profile`, of other commands, stands beside them.
        let text = "contact = \"me@a.example\"\nprofile = [\"sound.toml\"]\njobs = 3\n[profile-new]\njobs = 2\n";
        let command = apply(Args::command(), text, Path::new("/etc/c.toml")).map_err(|w| w.message).unwrap();
        for (below, jobs) in [(["check", "a.toml"], 3), (["new", "b.html"], 2)] {
            let all = [&["cuttings", "profile"], &below[..], &["p.html"]].concat();
            let args = Args::from_arg_matches(&command.clone().try_get_matches_from(all).unwrap()).unwrap();
            let args::Command::Profile(args) = args.command else { unreachable!() };
            let pages = args.command.pages();
            assert_eq!((pages.jobs.map(usize::from), pages.net.contact.as_deref()), (Some(jobs), Some("me@a.example")));
        }
        assert_eq!(told("[profile-check]\nlinks = true"), "2 links: `cuttings profile check` has no such option");
        assert_eq!(told("[profile]\njobs = 2"), "1 profile: no such command");
        let sample = told("sample = 0");
        assert!(
            sample.contains("(`cuttings profile new`; an option of one command goes under [profile-new])"),
            "{sample}"
        );
        assert_eq!(extract(text, &[]).how.to_string(), "--profile /etc/sound.toml");
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_key() {
        assert_eq!(told("a = 1"), "1 a: no command has such an option");
        assert_eq!(told("links = true\n\n[extract]\njobs = 2"), "4 jobs: `cuttings extract` has no such option");
        assert_eq!(told("[extrakt]\nlinks = true"), "1 extrakt: no such command");
        assert_eq!(told("[extract]\nlinks = 1"), "2 links: expected true or false");
        assert!(told("\nformat = \"markdown\"").starts_with("2 format: invalid value 'markdown' [possible values: "));
        assert!(told("\nformat = \"markdown\"").contains("an option of one command goes under [captures]"));
        assert!(told("jobs = 0").starts_with("1 jobs: invalid value '0': "), "{}", told("jobs = 0"));
        assert!(told("contact = [\"a\"]").contains("expected a string or a number, not array"));
        assert!(told("[batch]\nmanifest = \"m.jsonl\"").contains("it excludes other options"));
        for own in OWN {
            assert!(told(&format!("{own} = true")).ends_with(": no command has such an option"), "{own}");
        }
        assert!(told("links = true\nlinks =").starts_with("2 : "), "{}", told("links = true\nlinks ="));
    }

    #[test]
    fn every_option_of_every_command_can_be_looked_up() {
        // The definition with a default for each option that may have one is still sound.
        let mut text = String::new();
        let command = Args::command();
        for names in commands(&command) {
            let sub = command_of(&command, &names).unwrap();
            text += &format!("[{}]\n", names.join("-"));
            for option in sub.get_arguments().filter(|a| matches!(a.get_action(), ArgAction::SetTrue)) {
                let is_free = sub.get_arg_conflicts_with(option).is_empty();
                text += &option.get_long().filter(|_| is_free).map_or(String::new(), |l| format!("{l} = true\n"));
            }
        }
        let command = apply(command, &text, Path::new("c.toml")).map_err(|w| w.message).unwrap();
        command.debug_assert();
        assert!(text.contains("quiet = true") && text.contains("links = true"), "{text}");
    }
}
