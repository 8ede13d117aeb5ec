//! Delaying responses until a test releases them.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::lock;

/// A gate that delays responses until it is opened. Clones share its state.
///
/// With a gate, a test controls when a response is sent, without sleeping.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    open: watch::Sender<bool>,
    arrived: Mutex<usize>,
    arrival: Condvar,
}

impl Gate {
    /// Returns a closed gate.
    pub fn new() -> Self {
        let (open, _) = watch::channel(false);
        Self(Arc::new(Inner { open, arrived: Mutex::new(0), arrival: Condvar::new() }))
    }

    /// Releases all responses, those waiting and future ones.
    pub fn open(&self) {
        self.0.open.send_replace(true);
    }

    /// Returns how many responses have reached the gate so far.
    pub fn arrived(&self) -> usize {
        *lock(&self.0.arrived)
    }

    /// Blocks until `count` responses have reached the gate, at most for `patience`. Returns whether
    /// they have.
    pub fn wait_for(&self, count: usize, patience: Duration) -> bool {
        let arrived = lock(&self.0.arrived);
        let waited =
            self.0.arrival.wait_timeout_while(arrived, patience, |arrived| *arrived < count);
        waited.is_ok_and(|(arrived, _)| *arrived >= count)
    }

    pub(crate) async fn pass(&self) {
        let mut open = self.0.open.subscribe();
        *lock(&self.0.arrived) += 1;
        self.0.arrival.notify_all();
        // This fails only without a sender, which `self` owns.
        let _ = open.wait_for(|open| *open).await;
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = *self.0.open.borrow();
        f.debug_struct("Gate").field("open", &open).field("arrived", &self.arrived()).finish()
    }
}
