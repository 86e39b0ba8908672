//! The program among others: what it writes to be kept, what terminals are shown, how it is told its defaults.

use std::fs;

use serde_json::Value;

use crate::cli::{PAGE, cuttings, place, run, run_with};

/// A page in which every part holds controls, as such, as references and in its records.
fn page_of_controls() -> String {
    let noise = "\u{1b}[31m&#27;[1m&#x7f;\u{9b}&#129;";
    let words = format!(
        "{noise}The ferry of the island sailed on Monday with eleven sheep{noise} on board, as its skipper said"
    );
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Ferry{noise} sails again | The Sound</title>\
         <meta property=og:site_name content='The{noise} Sound'><meta name=description content='A{noise} ferry'>\
         <meta name=author content='Ann{noise} Lee'><meta name=keywords content='sea{noise}, quay'>\
         <meta property=og:image content='http://a.example/{noise}x.jpg'>\
         <script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Ferry\\u001b[31m sails again\",\
         \"author\": \"Ann\\u007f Lee\", \"articleSection\": \"Lo\\u009bcal\"}}</script></head><body><article>\
         <h1>Ferry{noise} sails again</h1><p class=byline>By Ann{noise} Lee</p>\
         <figure><img src='/{noise}a.jpg' alt='A{noise} ship'><figcaption>The{noise} Maud</figcaption></figure>\
         <p>{words} <a href='/{noise}l'>of{noise} late</a>, and <b>so{noise}</b>.</p><h2>What{noise} next?</h2><p>{words}.</p>\
         <ul><li>{words}.<li>{words}.</ul><blockquote><p>{words}.</p></blockquote><pre>a  {noise}b\n  c   d</pre>\
         <table><tr><th>Port{noise}<th>Ships<tr><td>Oban{noise}<td>3<tr><td>Mallaig<td>2</table><p>{words}.</p>\
         </article></body></html>"
    )
}

fn is_obeyed(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

#[test]
fn no_output_holds_what_a_terminal_obeys() {
    let dir = place("controls");
    let page = page_of_controls();
    fs::write(dir.join("p.html"), &page).unwrap();
    fs::write(
        dir.join("p.txt"),
        page.replace("<p>", "\n\n").split('<').map(|s| s.split('>').next_back().unwrap()).collect::<String>(),
    )
    .unwrap();
    for input in ["p.html", "p.txt"] {
        for format in ["json", "jsonl", "text", "markdown", "html"] {
            let arguments =
                ["extract", input, "--format", format, "--links", "--emphasis", "--provenance", "--explain"];
            let (code, out, err) = run(&dir, &arguments);
            assert_eq!(code, 0, "{err}");
            assert!(out.contains("eleven sheep on board"), "{out}");
            for text in [&out, &err] {
                assert!(
                    !text.contains(is_obeyed) && !text.contains("[31m") && !text.contains("[1m"),
                    "{format} {text:?}"
                );
            }
            if format == "json" {
                // As JSON has some of them escaped.
                let article: Value = serde_json::from_str(&out).unwrap();
                let mut open = vec![&article];
                while let Some(value) = open.pop() {
                    match value {
                        Value::String(text) => assert!(!text.contains(is_obeyed), "{text:?}"),
                        Value::Array(all) => open.extend(all),
                        Value::Object(all) => open.extend(all.values()),
                        _ => {}
                    }
                }
            }
        }
    }
}

#[test]
fn marks_stand_where_they_stood_beside_controls() {
    let dir = place("controls-marks");
    let page =
        PAGE.replace("the <a href=/engine>new engine</a>", "\u{1b}[1mthe&#7; <a href=/engine>n\u{7f}ew engine</a>");
    let (_, out, _) = run_with(&dir, &["extract", "-", "--links"], page.as_bytes());
    let article: Value = serde_json::from_str(&out).unwrap();
    let block = &article["body"][1];
    let link = &block["links"][0];
    let (start, end) = (link["start"].as_u64().unwrap() as usize, link["end"].as_u64().unwrap() as usize);
    let text: Vec<char> = block["text"].as_str().unwrap().chars().collect();
    assert_eq!(text[start..end].iter().collect::<String>(), "new engine");
}

#[cfg(unix)]
#[test]
fn names_in_messages_are_shown_and_not_obeyed() {
    use std::os::unix::ffi::OsStrExt;
    let dir = place("controls-names");
    let name = "evil\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}lmth\nx.html";
    fs::write(dir.join(name), "").unwrap();
    let latin = std::ffi::OsStr::from_bytes(b"caf\xe9\x1b[2J.html");
    for arguments in [&["extract", name][..], &["batch", name], &["batch", "."], &["extract", "--format", name, "x"]] {
        let output = cuttings(&dir).args(arguments).arg(latin).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        let is_usage = arguments.contains(&"--format");
        assert!(is_usage || err.contains(r"evil\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}lmth"), "{arguments:?}: {err:?}");
        assert!(!err.contains(is_obeyed) && !err.contains('\u{202e}'), "{arguments:?}: {err:?}");
        assert!(is_usage || !err.contains("lmth\nx"), "{err:?}");
    }
}

/// The article of a capture of which all is known.
const CAPTURE: [&str; 4] = ["--url", "http://news.example/1_(a).html", "--captured", "20071211032145"];

#[test]
fn kept_markdown_has_its_data_in_front_and_a_citation() {
    let dir = place("kept");
    let dated = PAGE.replace("</head>", "<meta property=article:published_time content='2007-03-12'></head>");
    fs::write(dir.join("p.html"), dated).unwrap();
    let run = |arguments: &[&str]| run(&dir, &[&["extract", "p.html", "-f", "md"], &CAPTURE[..], arguments].concat());
    let (code, out, err) = run(&[]);
    assert_eq!((code, err.as_str()), (0, ""));
    let front = "---\ntitle: \"Ferry sails again\"\ndate: \"2007-03-12\"\nsite: \"The Sound\"\n\
        url: \"http://news.example/1_(a).html\"\n";
    assert!(out.starts_with(front) && out.contains("\ncaptured: \"2007-12-11T03:21:45Z\"\n"), "{out}");
    assert!(out.contains("\n---\n\n# Ferry sails again\n"), "{out}");
    let cited = "*The Sound*, 12 March 2007. <http://news.example/1_(a).html>, captured 11 December 2007 at 03:21 UTC";
    assert!(out.trim_end().lines().last().unwrap().starts_with(cited), "{out}");
    // The same bytes wherever they go.
    assert_eq!(run(&["-o", "p.md"]).0, 0);
    assert_eq!(fs::read_to_string(dir.join("p.md")).unwrap(), out);
    let (_, bare, _) = run(&["--no-front-matter", "--no-citation"]);
    assert!(bare.starts_with("# Ferry") && !bare.contains("captured"), "{bare}");
    assert!(out.contains(&bare), "{out}");
}

#[test]
fn a_directory_of_markdown_is_kept_alike() {
    let dir = place("kept-batch");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let read = |name: &str| fs::read_to_string(dir.join(name).join("p.html.md")).unwrap();
    assert_eq!(run(&dir, &["batch", "p.html", "-q", "-f", "md", "-o", "one"]).0, 0);
    assert!(read("one").starts_with("---\ntitle: \"Ferry sails again\"\n"), "{}", read("one"));
    assert!(read("one").ends_with("\n\n*The Sound*.\n"), "{}", read("one"));
    let bare = ["batch", "p.html", "-q", "-o", "two/", "--no-front-matter", "--no-citation"];
    assert_eq!(run(&dir, &bare).0, 0);
    assert!(read("two").starts_with("# Ferry") && read("two").ends_with("in during the winter.\n"), "{}", read("two"));
}

#[test]
fn html_is_a_document_however_many_articles_it_has() {
    let dir = place("document");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let (_, out, _) = run(&dir, &["extract", "p.html", "p.html", "-f", "html"]);
    assert!(out.starts_with("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"), "{out}");
    for (part, times) in
        [("<title>Ferry sails again</title>", 1), ("name=\"viewport\"", 1), ("<style>", 1), ("<article ", 2)]
    {
        assert_eq!(out.matches(part).count(), times, "{part}: {out}");
    }
    assert_eq!(out.matches("<cite>The Sound</cite>").count(), 2, "{out}");
}

#[test]
fn the_body_alone_is_text() {
    let dir = place("body");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let (code, out, _) = run(&dir, &["extract", "p.html", "--body-only"]);
    assert!(code == 0 && out.starts_with("The Kerrera ferry") && out.ends_with("the winter.\n"), "{out}");
    assert_eq!(run(&dir, &["extract", "p.html", "--body-only", "-f", "text"]).1, out);
    let (code, none, err) = run(&dir, &["extract", "p.html", "--body-only", "-f", "html"]);
    assert_eq!((code, none.as_str()), (2, ""));
    assert!(err.starts_with("cuttings: --body-only: "), "{err}");
}

#[test]
fn every_command_takes_short_formats() {
    let dir = place("short");
    for (command, format) in [("captures", "jsonl"), ("history", "md"), ("extract", "md"), ("batch", "md")] {
        let (_, _, err) = run(&dir, &[command, "-f", format, "--frobnicate"]);
        assert!(err.contains("--frobnicate"), "{command}: {err}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_standard_output_is_an_error() {
    let dir = place("closed");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    let shell = |script: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.current_dir(&dir).env("CUTTINGS_CONFIG", "").args(["-c", script, env!("CARGO_BIN_EXE_cuttings")]);
        let output = shell.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for command in ["extract p.html", "batch -q p.html", "schema", "completions bash", "man"] {
        let (code, err) = shell(&format!("\"$0\" {command} >&-"));
        assert_eq!((code, err.as_str()), (2, "cuttings: standard output: it is closed\n"), "{command}");
        // What is thrown away on purpose is not closed, however it was opened.
        for null in ["> /dev/null", "1<> /dev/null", "1<> /dev/null 0<&1 2>&1"] {
            assert_eq!(shell(&format!("\"$0\" {command} {null}")).0, 0, "{command} {null}");
        }
        assert_eq!(shell(&format!("\"$0\" {command} | head -c 1")).0, 0, "{command}");
    }
    assert_eq!(shell("\"$0\" extract p.html -o out.json >&-").0, 0);
}

#[test]
fn what_is_no_address_is_told_so() {
    let dir = place("addresses");
    fs::create_dir(dir.join("here.example")).unwrap();
    fs::write(dir.join("here.example/1.html"), PAGE).unwrap();
    let cases = [
        (
            "news.example/1.html",
            "news.example/1.html: no such file; if it is an address, write http://news.example/1.html",
        ),
        ("file:///work/p.html", "file:///work/p.html: files are named by their paths: /work/p.html"),
        (
            "ftp://polly:secret@a.example/1",
            "ftp://a.example/1: addresses that begin with ftp:// cannot be read, only http:// and https://",
        ),
    ];
    for (argument, message) in cases {
        let (code, _, err) = run(&dir, &["extract", argument]);
        assert_eq!((code, err), (1, format!("cuttings: {message}\n")));
        let (code, out, _) = run(&dir, &["batch", "-q", argument]);
        let record: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, &record["error"]["message"]), (1, &message.into()));
        assert!(!out.contains("secret"), "{out}");
    }
    // A file of that name is a file.
    assert_eq!(run(&dir, &["extract", "here.example/1.html"]).0, 0);
    let (_, _, err) = run(&dir, &["extract", "missing.html"]);
    assert!(err.starts_with("cuttings: missing.html: No such file"), "{err}");
}

#[test]
fn defaults_come_from_a_file() {
    let dir = place("config");
    fs::create_dir_all(dir.join("home/.config/cuttings")).unwrap();
    fs::create_dir_all(dir.join("xdg/cuttings")).unwrap();
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("home/.config/cuttings/config.toml"), "[extract]\nformat = \"text\"\n").unwrap();
    fs::write(dir.join("xdg/cuttings/config.toml"), "[extract]\nformat = \"jsonl\"\n").unwrap();
    fs::write(dir.join("own.toml"), "no-citation = true\n[extract]\nformat = \"md\"\nno_front_matter = true\n")
        .unwrap();
    let with = |home: &str, xdg: &str, variable: Option<&str>, arguments: &[&str]| {
        let mut command = cuttings(&dir);
        command.args(["extract", "p.html"]).args(arguments).env_remove("CUTTINGS_CONFIG");
        command.env("HOME", dir.join(home)).env("APPDATA", dir.join(home).join(".config"));
        command.env("XDG_CONFIG_HOME", if xdg.is_empty() { "".into() } else { dir.join(xdg) });
        if let Some(file) = variable {
            command.env("CUTTINGS_CONFIG", file);
        }
        let output = command.output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), out.lines().next().unwrap_or_default().to_owned())
    };
    let json = (0, "{".to_owned());
    assert_eq!(with("none", "", None, &[]), json);
    assert_eq!(with("home", "", None, &[]), (0, "Ferry sails again".to_owned()));
    assert!(with("home", "xdg", None, &[]).1.starts_with("{\"headline\""));
    assert_eq!(with("home", "xdg", Some("own.toml"), &[]), (0, "# Ferry sails again".to_owned()));
    assert_eq!(with("home", "xdg", Some(""), &[]), json);
    assert_eq!(with("home", "xdg", None, &["--config", "own.toml"]), (0, "# Ferry sails again".to_owned()));
    assert_eq!(with("home", "xdg", None, &["--no-config"]), json);
    assert_eq!(with("home", "xdg", None, &["--config", "own.toml", "-f", "json"]), json);
    let missing = with("home", "xdg", None, &["--config", "none.toml"]);
    assert!(missing.0 == 2 && missing.1.starts_with("cuttings: none.toml: "), "{missing:?}");
    fs::write(dir.join("bad.toml"), "links = true\n\nfrobnicate = 1\n").unwrap();
    let bad = (2, "cuttings: bad.toml, line 3, frobnicate: no command has such an option".to_owned());
    assert_eq!(with("home", "xdg", Some("bad.toml"), &[]), bad);
}

#[test]
fn a_batch_takes_defaults_as_if_they_were_given() {
    let dir = place("config-resume");
    fs::write(dir.join("p.html"), PAGE).unwrap();
    fs::write(dir.join("links.toml"), "links = true\noffline = true\n[batch]\nstamp = true\ncache = \"cache\"\n")
        .unwrap();
    let run = |config: &str| run(&dir, &["batch", "-q", "p.html", "-o", "a.jsonl", "--resume", "--config", config]);
    let (code, _, err) = run("links.toml");
    assert_eq!((code, err.as_str()), (0, ""));
    let record: Value = serde_json::from_str(&fs::read_to_string(dir.join("a.jsonl")).unwrap()).unwrap();
    assert_eq!(record["stamp"]["options"], "--links");
    assert_eq!(record["body"][1]["links"][0]["text"], "new engine");
}

#[test]
fn help_teaches_and_is_plain_where_nobody_looks() {
    let dir = place("help");
    let commands = ["extract", "batch", "captures", "fetch", "history", "inspect", "profile", "completions", "man"];
    for command in commands.into_iter().chain(["profile check", "profile new"]) {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let (code, out, _) = run(&dir, &words);
        assert!(code == 0 && out.contains(&format!("Examples:\n  cuttings {command} ")), "{out}");
        assert!(!out.contains('\u{1b}'), "{out:?}");
    }
    let colours = |variables: &[(&str, &str)]| {
        let output = cuttings(&dir).arg("--help").envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(colours(&[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&[("NO_COLOR", "1")]) && !colours(&[]));
    let (_, version, _) = run(&dir, &["--version"]);
    let lines: Vec<&str> = version.lines().collect();
    assert_eq!(lines[0], concat!("cuttings ", env!("CARGO_PKG_VERSION")));
    assert!(lines[1].starts_with("features: fetch saved"), "{version}");
    assert_eq!(lines[2], format!("model: {}", cuttings::model_digest()));
}

#[test]
fn completions_and_man_pages_have_every_option() {
    let dir = place("man");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = run(&dir, &["completions", shell]);
        assert!(code == 0 && out.contains("body-only") && out.contains("history"), "{shell}");
    }
    let (code, page, _) = run(&dir, &["man"]);
    assert!(code == 0 && page.contains(".TH cuttings 1") && page.contains("cuttings\\-extract(1)"), "{page}");
    assert_eq!(run(&dir, &["man", "pages"]), (0, String::new(), String::new()));
    let extract = fs::read_to_string(dir.join("pages/cuttings-extract.1")).unwrap();
    assert!(extract.contains("body\\-only") && extract.contains("Examples:"), "{extract}");
    let (_, help, _) = run(&dir, &["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What is wrapped stands further in.
    let commands = listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let names = commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 8 && names.contains(&"inspect"), "{help}");
    for name in names.into_iter().chain(["profile-check", "profile-new"]) {
        assert!(dir.join(format!("pages/cuttings-{name}.1")).exists(), "{name}");
    }
}
