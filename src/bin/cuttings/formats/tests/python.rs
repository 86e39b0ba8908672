//! The files in the hands of those who get them: pyarrow, duckdb, polars, pandas, and Python's own readers.
//!
//! `CUTTINGS_PYTHON` names an interpreter that has them (`.ci/python-env` makes one; default: `python3`). Without one the
//! test says that it was skipped; with `CUTTINGS_REQUIRE_PYTHON` set that is a failure.

use std::io::Write;
use std::process::Command;

use super::*;

fn python() -> Option<String> {
    let python = std::env::var("CUTTINGS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import duckdb, pandas, polars, pyarrow, yaml"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let what = format!(
        "skipped: {python} has no pyarrow, duckdb, polars or pandas (CUTTINGS_PYTHON names another interpreter)"
    );
    assert!(std::env::var_os("CUTTINGS_REQUIRE_PYTHON").is_none(), "{what}");
    // Not by the macros, whose words are shown of tests alone that fail.
    std::io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
    None
}

#[test]
fn others_read_what_is_written() {
    let Some(python) = python() else { return };
    let dir = tempfile::tempdir().unwrap();
    for format in RecordFormat::value_variants() {
        let to = dir.path().join(format!("records.{}", format.name()));
        write_records(&mut sample().as_bytes(), *format, Kept::default(), &to).unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/check.py");
    let output = Command::new(python).arg(script).arg(dir.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "5 records, as all read them\n");
}
