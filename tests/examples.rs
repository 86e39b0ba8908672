//! Every example runs on the pages it comes with and prints what they hold.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The examples as built with the features and the profile of this test.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut features = Vec::new();
        features.extend(cfg!(feature = "fetch").then_some("fetch"));
        features.extend(cfg!(feature = "cli").then_some("cli"));
        features.extend(cfg!(feature = "program").then_some("program"));
        features.extend(cfg!(feature = "tables").then_some("tables"));
        features.extend(cfg!(feature = "saved").then_some("saved"));
        features.extend(cfg!(feature = "schema").then_some("schema"));
        // With the features of this test the library is there already.
        features.extend(cfg!(feature = "fitting").then_some("fitting"));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
            "build",
            "--examples",
            "--offline",
            "--no-default-features",
        ]);
        command.args(["--features", &features.join(",")]);
        command.args(["--profile", if cfg!(debug_assertions) { "test" } else { "release" }]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // This test is target/PROFILE/deps/integration-HASH.
        let test = std::env::current_exe().unwrap();
        test.parent().unwrap().parent().unwrap().join("examples")
    })
}

fn run(example: &str, arguments: &[&str]) -> String {
    let output = Command::new(built().join(example)).args(arguments).output().unwrap();
    assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases").join(name)
}

fn expected(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(case(name).join("expected.json")).unwrap()).unwrap()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn extract() {
    let of = |arguments: &[&str]| serde_json::from_str::<Value>(&run("extract", arguments)).unwrap();
    assert_eq!(of(&[]), expected("bbc-2007-two-captions"));
    let page = case("wordpress-2009").join("page.html");
    let url = expected("wordpress-2009")["url"].as_str().unwrap().to_owned();
    assert_eq!(of(&["--url", &url, page.to_str().unwrap()])["url"], url);
    assert_eq!(of(&[page.to_str().unwrap()])["headline"], expected("wordpress-2009")["headline"]);
}

#[test]
fn archive_replay() {
    let out = run("archive_replay", &[]);
    assert_eq!(
        lines(&out),
        [
            "headline   Port mourns its last Channel ferry",
            "address    http://news.bbc.co.uk/1/hi/world/europe/7136482.stm",
            "archive    web.archive.org",
            "captured   2007-12-11T03:21:45Z",
            "published  2007-12-10T16:12:47Z",
            "picture    http://newsimg.bbc.co.uk/media/images/44290000/jpg/_44290417_ferry_203b.jpg",
            "picture    http://newsimg.bbc.co.uk/media/images/44290000/jpg/_44290421_quay_203b.jpg",
        ]
    );
}

#[test]
fn captions() {
    let out = run("captions", &[]);
    assert_eq!(
        lines(&out),
        [
            "The Reine Maud made her final crossing on Sunday night",
            "    shows: A white ferry with its bow doors open at an empty quay",
            "    before: The last passenger ferry between the Eng…",
            "Traders on the quay fear that summer visitors will not return",
            "    shows: Fishermen mending nets beside closed shutters",
            "    before: Caulderby, on the other shore, has taken…",
        ]
    );
}

#[test]
fn reader_quotes() {
    let out = run("reader_quotes", &[]);
    let lines = lines(&out);
    assert_eq!(
        lines[0],
        "Denise, Caulderby: “My parents met on that boat in 1961 and I always meant to take my own children on it. I left it too late”"
    );
    let comments = expected("bbc-2006-have-your-say")["comments"].as_array().unwrap().clone();
    assert_eq!(lines.len(), 1 + comments.len());
    for (line, comment) in lines[1..].iter().zip(&comments) {
        let (who, text) = (comment["attribution"].as_str().unwrap(), comment["text"].as_str().unwrap());
        assert_eq!(*line, format!("{who}: “{}”", text.replace('\n', " ")));
    }
}

#[test]
fn custom_profile() {
    let out = run("custom_profile", &[]);
    let article = expected("german-2012");
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut wanted = vec![
        "profile   elbtaler-rundschau/artikel".to_owned(),
        format!("kicker    {}", text(&article["kicker"])),
        format!("headline  {}", text(&article["headline"])),
        format!("summary   {}", text(&article["summary"][0])),
        format!("byline    {}", text(&article["byline"])),
    ];
    let media = article["media"].as_array().unwrap();
    wanted.extend(media.iter().map(|m| format!("picture   {} [{}]", text(&m["caption"]), text(&m["credit"]))));
    let asides = article["asides"].as_array().unwrap();
    wanted.extend(asides.iter().map(|a| format!("fact box  {}", text(&a["title"]))));
    assert_eq!(lines(&out), wanted);
}

#[test]
fn markdown() {
    let out = run("markdown", &[]);
    let lines = lines(&out);
    let article = expected("german-2012");
    assert!(lines.contains(&"# Wem gehört der Mühlgraben?"), "{out}");
    assert!(lines.contains(&"## Zwei Urkunden, ein Siegel"), "{out}");
    let image = article["media"][0]["url"].as_str().unwrap();
    assert!(lines.contains(&&*format!("![Der Mühlgraben in Brennhausen mit dem Wehr]({image})\\")), "{out}");
    assert!(lines.iter().any(|line| line.starts_with("*Neunhundert Meter lang") && line.ends_with(")*")), "{out}");
    assert!(lines.contains(&"> **Der Mühlgraben**"), "{out}");
}

#[test]
fn directory() {
    let out = run("directory", &[]);
    let found: Vec<Value> = lines(&out).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut names: Vec<PathBuf> = fs::read_dir(case("")).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|folder| folder.join("page.html").exists());
    names.sort();
    assert_eq!(found.len(), names.len());
    let at = names.iter().position(|n| n.ends_with("bbc-2007-two-captions")).unwrap();
    assert_eq!(found[at]["headline"], "Port mourns its last Channel ferry");
    assert!(found.iter().all(|article| article["body"].is_array()), "{out}");
}

#[test]
fn benchmark() {
    let directory = std::env::temp_dir().join(format!("cuttings-benchmark-{}", std::process::id()));
    fs::create_dir_all(directory.join("html")).unwrap();
    let mut truth = serde_json::Map::new();
    for name in ["frameset-1998", "german-2012", "not-found-2004"] {
        fs::copy(case(name).join("page.html"), directory.join("html").join(format!("{name}.html"))).unwrap();
        let article: cuttings::Article = serde_json::from_value(expected(name)).unwrap();
        let body: Vec<String> = article.body.iter().map(|b| b.text().into_owned()).collect();
        truth.insert(name.to_owned(), serde_json::json!({ "articleBody": body.join("\n\n") }));
    }
    // Of this page nothing comes out: its precision is left out, its recall is none.
    truth["not-found-2004"]["articleBody"] = "four words of gold".into();
    fs::write(directory.join("ground-truth.json"), Value::from(truth).to_string()).unwrap();
    let output = run("benchmark", &[directory.to_str().unwrap()]);
    fs::remove_dir_all(&directory).unwrap();
    assert_eq!(output, "pages 3  precision 1.0000  recall 0.6667  f1 0.8000  exact 0.6667\n");
}

#[test]
#[cfg(feature = "saved")]
fn warc() {
    let out = run("warc", &[]);
    let german = expected("german-2012");
    let headline = german["headline"].as_str().unwrap();
    assert_eq!(
        lines(&out),
        [
            "2007-12-11T03:21:45Z  Port mourns its last Channel ferry  http://news.bbc.co.uk/1/hi/world/europe/7136482.stm".to_owned(),
            format!("2012-09-16T08:00:00Z  {headline}  http://www.elbtaler-rundschau.example/brennhausen/muehlgraben-1.4711"),
        ]
    );
}

/// What is read out of archives, here out of one on loopback.
#[cfg(feature = "fetch")]
mod of_an_archive {
    use super::*;
    use crate::fake_archive::{FakeArchive, Held, Holdings, Reply};

    const FRONT: &str = "http://news.example/";

    fn page(headline: &str) -> String {
        format!(
            "<!doctype html><title>{headline} | The Sound</title><article><h1>{headline}</h1>\
             <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
             <p>Its skipper said that neither the sheep nor the new engine had made any trouble at all.</p></article>"
        )
    }

    fn holdings() -> Holdings {
        Holdings::new([
            Held::new("20181231120000", FRONT, page("Ferry in dry dock")),
            Held::new("20190304101500", FRONT, page("Ferry sails")),
            Held::new("20190304181500", FRONT, page("Ferry sails twice a day")),
            Held::new("20190305101500", FRONT, page("Ferry sails")),
            Held::new("20190306090000", FRONT, "<h1>Gone</h1>").status(404),
            Held::new("20190307090000", FRONT, page("Sheep arrive")),
            Held::new("20190308090000", FRONT, page("Ferry sails")),
        ])
    }

    fn collection(server: &FakeArchive) -> String {
        format!("{}/web", server.origin())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nearest() {
        let server = holdings().serve().await;
        let out = run("nearest", &[FRONT, "2019-03-06", &collection(&server)]);
        let article: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&article["headline"], &article["url"]), (&"Sheep arrive".into(), &FRONT.into()));
        assert_eq!(article["capture"]["timestamp"], "2019-03-07T09:00:00Z");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn headlines() {
        let server = FakeArchive::serve(|request| match request.target.contains("20190307") {
            true => Reply::excluded(),
            false => holdings().answer(request),
        })
        .await;
        let out = run("headlines", &[FRONT, "2019", &collection(&server)]);
        // One a day, and the same again is not told.
        assert_eq!(lines(&out), ["20190304101500  Ferry sails"]);
        let server = holdings().serve().await;
        let cache = tempfile::tempdir().unwrap();
        let arguments = [FRONT, "2019", &collection(&server), cache.path().to_str().unwrap()];
        let out = run("headlines", &arguments);
        let asked = server.targets().len();
        assert_eq!((run("headlines", &arguments), server.targets().len()), (out.clone(), asked));
        let told = ["20190304101500  Ferry sails", "20190307090000  Sheep arrive", "20190308090000  Ferry sails"];
        assert_eq!(lines(&out), told);
    }
}
