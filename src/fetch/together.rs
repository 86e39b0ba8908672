//! Several pieces of work at the same time.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// What comes of each of these, in their order, when all are done. They are all polled by whoever waits, so that nothing goes on
/// when that is dropped.
pub(super) async fn all_of<F: Future>(work: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut pieces: Vec<Pin<Box<F>>> = work.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pieces.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (piece, output) in pieces.iter_mut().zip(&mut done).filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(ready) = piece.as_mut().poll(context) {
                *output = Some(ready);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
