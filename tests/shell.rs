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
