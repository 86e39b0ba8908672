//! Work that blocks its thread, such as reading files, on a thread where it holds nobody up.

use crate::error::Result;
use crate::fetch::failure::fetch_error;

pub(super) async fn run_blocking<T: Send + 'static>(job: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(job).await {
        Ok(done) => done,
        Err(e) => Err(fetch_error("(cache)", e.to_string())),
    }
}
