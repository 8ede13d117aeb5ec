//! Calls of a token store that cannot hold up the call that needs the token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dingtalk_protocol::{Error, StoredToken};

use super::store::{TokenKey, TokenStore};

/// How long a store is waited for, unless half of the call's remaining time is shorter.
const LONGEST: Duration = Duration::from_secs(2);

/// The store did not answer in time, panicked, or is still at work for an earlier call.
#[derive(Debug)]
pub(super) struct NoAnswer;

/// A store whose calls run in a thread of their own.
pub(super) struct BoundedStore {
    store: Arc<dyn TokenStore>,
    key: TokenKey,
    /// Set while a call of the store runs, so that a store that hangs holds one thread and not one
    /// for each call.
    is_busy: Arc<AtomicBool>,
}

impl BoundedStore {
    pub(super) fn new(store: Arc<dyn TokenStore>, key: TokenKey, is_busy: Arc<AtomicBool>) -> Self {
        Self { store, key, is_busy }
    }

    /// Loads the token. `remaining` is what the call has left of its time.
    pub(super) fn load(
        &self,
        remaining: Duration,
    ) -> Result<Result<Option<StoredToken>, Error>, NoAnswer> {
        self.run(remaining, |store, key| store.load(key))
    }

    /// Saves the token. `remaining` is what the call has left of its time.
    pub(super) fn save(
        &self,
        old: Option<&StoredToken>,
        new: &StoredToken,
        remaining: Duration,
    ) -> Result<Result<StoredToken, Error>, NoAnswer> {
        let (old, new) = (old.cloned(), new.clone());
        self.run(remaining, move |store, key| store.save(key, old.as_ref(), &new))
    }

    fn run<T: Send + 'static>(
        &self,
        remaining: Duration,
        work: impl FnOnce(&dyn TokenStore, &TokenKey) -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        /// Marks the store as free again, also while unwinding.
        struct Free(Arc<AtomicBool>);

        impl Drop for Free {
            fn drop(&mut self) {
                self.0.store(false, Ordering::Release);
            }
        }

        if self.is_busy.swap(true, Ordering::Acquire) {
            return Err(NoAnswer);
        }
        let free = Free(Arc::clone(&self.is_busy));
        let (store, key) = (Arc::clone(&self.store), self.key.clone());
        let (sender, receiver) = mpsc::sync_channel(1);
        let run = move || {
            let result = work(&*store, &key);
            drop(free);
            let _ = sender.send(result);
        };
        let thread = thread::Builder::new().name("dingtalk-token-store".into());
        thread.spawn(run).map_err(|_| NoAnswer)?;
        receiver.recv_timeout(LONGEST.min(remaining / 2)).map_err(|_| NoAnswer)
    }
}
