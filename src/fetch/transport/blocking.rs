//! Work that blocks its thread, such as reading files, on a thread where it holds nobody up.

use std::path::Path;

use crate::error::{Error, Result};

/// Runs a job on the file or directory at a path, which the error names if the job cannot be run at all.
pub(super) async fn run_blocking<T: Send + 'static>(
    path: &Path,
    job: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(job).await {
        Ok(done) => done,
        Err(e) => Err(Error::io(path, e.into())),
    }
}
