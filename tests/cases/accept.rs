//! Taking the present output over as the expected one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cuttings::Extractor;

use crate::case::{Settings, page_file};

/// What a new case starts with.
const SETTINGS: &str = "about = \"\"\nappear = [\n]\nabsent = [\n]\n";

pub fn run(folders: &[PathBuf], filter: Option<&str>) -> ExitCode {
    // A server that accepts what it finds would test nothing.
    if std::env::var_os("CI").is_some() {
        eprintln!("CUTTINGS_ACCEPT is set and so is CI: expectations are never written on a server");
        return ExitCode::from(2);
    }
    let name = |folder: &Path| folder.file_name().unwrap().to_string_lossy().into_owned();
    let chosen: Vec<&PathBuf> = folders.iter().filter(|f| Some(name(f).as_str()) == filter).collect();
    let [folder] = chosen[..] else {
        eprintln!("CUTTINGS_ACCEPT=1 cargo test --test cases NAME: a folder of fixtures/cases, its name in full");
        return ExitCode::from(2);
    };
    match accept(folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn accept(folder: &Path) -> Result<(), String> {
    let page = page_file(folder)?;
    let settings = folder.join("case.toml");
    if !settings.exists() {
        fs::write(&settings, SETTINGS).map_err(|e| e.to_string())?;
        eprintln!("made {}: fill it in", settings.display());
    }
    let page = Settings::open(folder)?.page(fs::read(page).map_err(|e| e.to_string())?)?;
    let mut article = Extractor::default().extract(&page).map_err(|e| e.to_string())?;
    // The tests compare codes alone; details may be reworded without touching every case.
    article.warnings.iter_mut().for_each(|w| w.detail.clear());
    article.confidence = None;
    let expected = folder.join("expected.json");
    fs::write(&expected, article.to_json_pretty() + "\n").map_err(|e| e.to_string())?;
    eprintln!("wrote {}: read it before you commit it", expected.display());
    Ok(())
}
