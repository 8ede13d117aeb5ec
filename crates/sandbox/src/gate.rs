//! Holding an answer back until a test lets it go.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::lock;

/// A gate that answers wait at until it is opened. Clones are the same gate.
///
/// With a gate, a test decides when an answer leaves: no sleeping, no guessing.
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

    /// Lets every answer through, those that wait and those to come.
    pub fn open(&self) {
        self.0.open.send_replace(true);
    }

    /// Returns how many answers have reached the gate so far.
    pub fn arrived(&self) -> usize {
        *lock(&self.0.arrived)
    }

    /// Blocks until `count` answers have reached the gate, at most for `patience`. Returns whether
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
        // Only fails without a sender, and `self` holds it.
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
