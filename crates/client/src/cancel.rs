//! Giving calls up from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A handle that gives calls up, from any thread. Clones are the same handle.
///
/// A call that waits for its response, for the limiter, for a token or for its next attempt ends
/// within a tenth of a second, with [`Cancelled`](crate::ErrorKind::Cancelled), and its connection is
/// closed. One that is making a connection ends when the connection stands or fails, which
/// [`connect_timeout`](crate::ClientBuilder::connect_timeout) bounds.
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{AccessToken, Cancellation, Client};
///
/// let client = Client::builder().token(AccessToken::new("token")).build()?;
/// let cancellation = Cancellation::new();
/// let call = client.user().list_ids(1).cancelled_by(&cancellation);
/// let thread = std::thread::spawn(move || call.send());
/// cancellation.cancel();
/// let error = thread.join().unwrap().unwrap_err();
/// println!("{:?}: {:?}", error.kind(), error.reach());
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancellation(Arc<AtomicBool>);

/// How often a call that waits looks whether it was given up.
pub(crate) const INTERVAL: Duration = Duration::from_millis(50);

impl Cancellation {
    /// Creates a handle that has not been used yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives up every call that has this handle, also those that begin later.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
