//! Cancellation of calls from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Handle that cancels calls, from any thread. Clones cancel the same calls.
///
/// A call that waits for its response, for the limiter, for a token, for its turn to send a file or for its
/// next attempt ends within a tenth of a second, with [`Cancelled`](crate::ErrorKind::Cancelled), and its
/// connection is closed. A call that is connecting ends when the connection is made or fails, which
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

/// Interval at which a waiting call checks whether it was cancelled.
pub(crate) const INTERVAL: Duration = Duration::from_millis(50);

impl Cancellation {
    /// Creates a handle that has not been used yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels every call that has this handle, also those that begin later.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
