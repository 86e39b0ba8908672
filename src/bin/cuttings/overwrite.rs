//! Refuses an output that is read in the same run: it would be lost before anybody read it, or after.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::file_id::FileId;
use crate::input::Input;
use crate::manifest::{self, Task};
use crate::output::{Failure, Target};

/// Refuses an output that is an input or a profile.
pub fn refuse_inputs(target: &Target, inputs: &[OsString], profiles: &[PathBuf]) -> Result<(), Failure> {
    for argument in inputs {
        refuse_input(target, &Input::from_argument(argument))?;
    }
    for path in profiles {
        target.refuse("a site profile", &path.display().to_string(), FileId::from_path(path).as_ref())?;
    }
    Ok(())
}

/// Refuses an output that is the manifest, or a file that the manifest names. One that comes through a pipe can be read
/// once only: its tasks are to be looked at as they come, with [`refuse_task`].
pub fn refuse_manifest(target: &Target, path: &Path, base: Option<&Path>) -> Result<(), Failure> {
    if !target.replaces_a_file() {
        return Ok(());
    }
    let file = if manifest::is_stdin(path) { FileId::from_stdin() } else { FileId::from_path(path) };
    target.refuse("the manifest", &path.display().to_string(), file.as_ref())?;
    if path.is_file() {
        for task in manifest::open(path, base)? {
            refuse_task(target, &task)?;
        }
    }
    Ok(())
}

/// Refuses an output that is the file of this task.
pub fn refuse_task(target: &Target, task: &Task) -> Result<(), Failure> {
    match &task.input {
        Ok(input) => refuse_input(target, input),
        Err(_) => Ok(()),
    }
}

fn refuse_input(target: &Target, input: &Input) -> Result<(), Failure> {
    // Looking for a file costs; most outputs are new.
    let file = if target.replaces_a_file() { input.file_id() } else { None };
    target.refuse("an input", &input.source, file.as_ref())
}
