//! Calls of a token store, with a time limit so that the API call that needs the token is not blocked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dingtalk_protocol::{Error, StoredToken};

use super::store::{FetchLock, TokenKey, TokenStore};

/// Longest wait for a store, unless half of the call's remaining time is shorter.
const LONGEST: Duration = Duration::from_secs(2);

/// Error of a store that did not return in time, panicked, or is still busy with an earlier call.
#[derive(Debug)]
pub(super) struct NoAnswer;

/// A store whose calls run in a thread of their own.
pub(super) struct BoundedStore {
    store: Arc<dyn TokenStore>,
    key: TokenKey,
    /// Set while a call of the store runs, so that a hanging store blocks one thread and not one for
    /// each call.
    is_busy: Arc<AtomicBool>,
}

impl BoundedStore {
    pub(super) fn new(store: Arc<dyn TokenStore>, key: TokenKey, is_busy: Arc<AtomicBool>) -> Self {
        Self { store, key, is_busy }
    }

    /// Loads the token. `remaining` is the time that the call has left.
    pub(super) fn load(
        &self,
        remaining: Duration,
    ) -> Result<Result<Option<StoredToken>, Error>, NoAnswer> {
        self.run(remaining, |store, key| store.load(key))
    }

    /// Saves the token. `remaining` is the time that the call has left.
    pub(super) fn save(
        &self,
        old: Option<&StoredToken>,
        new: &StoredToken,
        remaining: Duration,
    ) -> Result<Result<StoredToken, Error>, NoAnswer> {
        let (old, new) = (old.cloned(), new.clone());
        self.run(remaining, move |store, key| store.save(key, old.as_ref(), &new))
    }

    /// Takes the right to fetch. `remaining` is the time that the call has left.
    pub(super) fn try_lock(
        &self,
        remaining: Duration,
    ) -> Result<Result<Option<HeldLock>, Error>, NoAnswer> {
        self.run(remaining, |store, key| {
            store.try_lock(key).map(|lock| lock.map(|lock| HeldLock(Some(lock))))
        })
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

/// Longest wait for the release of a lock, so that a process that ends right after its call does not
/// leave the lock behind.
const RELEASE: Duration = Duration::from_millis(250);

/// A lock of a store, whose release cannot block the call for long.
pub(super) struct HeldLock(Option<FetchLock>);

impl HeldLock {
    /// Returns a lock that does not prevent other processes from fetching.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// Returns whether the lock prevents other processes from fetching.
    pub(super) fn is_exclusive(&self) -> bool {
        self.0.as_ref().is_some_and(FetchLock::is_exclusive)
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        let Some(lock) = self.0.take().filter(FetchLock::is_exclusive) else { return };
        let (sender, receiver) = mpsc::sync_channel::<()>(1);
        let release = move || {
            drop(lock);
            drop(sender);
        };
        // If no thread can be started, the closure is dropped here, and the lock with it.
        if thread::Builder::new().name("dingtalk-token-store".into()).spawn(release).is_ok() {
            let _ = receiver.recv_timeout(RELEASE);
        }
    }
}
