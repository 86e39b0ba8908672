//! Whether the program was started with its standard output closed (`>&-`).
//!
//! Rust opens /dev/null in the place of a standard stream that is closed, before `main`: what is written then goes
//! nowhere, without a word. Nor can it be told afterwards, since programs that start others give them /dev/null on
//! purpose, opened in the same way. So it is looked at before that.

#[cfg(unix)]
mod before_main {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    /// Nothing of the standard library's is used here that its own start prepares.
    #[ctor::ctor]
    fn look() {
        let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        WAS_CLOSED.store(is_closed, Ordering::Relaxed);
    }
}

#[cfg(unix)]
pub fn stdout_was_closed() -> bool {
    before_main::WAS_CLOSED.load(std::sync::atomic::Ordering::Relaxed)
}

/// Elsewhere writing to it fails by itself.
#[cfg(not(unix))]
pub fn stdout_was_closed() -> bool {
    false
}
