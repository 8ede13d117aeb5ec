//! The token of one host, and the one fetch that all threads wait for.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use dingtalk_protocol::{AccessToken, Error, StoredToken};

/// The token of one host.
#[derive(Default)]
pub(super) struct Slot {
    state: Mutex<State>,
    fetched: Condvar,
    /// Whether the store is still busy with an earlier call.
    pub(super) store_is_busy: Arc<AtomicBool>,
}

/// State of the token of one host.
#[derive(Default)]
pub(super) struct State {
    pub(super) token: Option<StoredToken>,
    /// The token that the service rejected last: a store may still contain it.
    pub(super) rejected: Option<AccessToken>,
    /// Whether a thread is fetching.
    pub(super) fetching: bool,
    /// Number of times that a fetch has brought a token or ended.
    pub(super) count: u64,
    /// When the last fetch ended.
    pub(super) last: Option<Duration>,
    /// When the last attempt to renew the token ended, with or without a fetch.
    pub(super) tried: Option<Duration>,
    /// Error of the last fetch, if it failed.
    pub(super) failure: Option<Error>,
}

impl Slot {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a fetch has brought a token or ended, at most for `patience`.
    pub(super) fn wait<'s>(
        &'s self,
        state: MutexGuard<'s, State>,
        patience: Duration,
    ) -> MutexGuard<'s, State> {
        let before = state.count;
        let waiting = |state: &mut State| state.count == before;
        let waited = self.fetched.wait_timeout_while(state, patience, waiting);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Guard for a fetch in flight. Dropping it, also while unwinding, wakes the waiting threads.
pub(super) struct Fetch<'s> {
    pub(super) slot: &'s Slot,
    rejected: Option<AccessToken>,
    pub(super) last: Option<Duration>,
    /// Whether the token that is to be replaced is still alive.
    pub(super) ahead: bool,
}

impl<'s> Fetch<'s> {
    /// Marks the fetch as in flight.
    pub(super) fn begin(slot: &'s Slot, state: &mut State, now: SystemTime) -> Self {
        state.fetching = true;
        // Threads that wait for this fetch get its own failure, even if it ends in a panic.
        state.failure = None;
        let ahead = state.token.as_ref().is_some_and(|token| token.is_alive(now));
        Self { slot, rejected: state.rejected.clone(), last: state.last, ahead }
    }

    /// Keeps a token, and gives it to the waiting threads before the fetch ends.
    pub(super) fn keep(&self, token: &StoredToken) {
        let mut state = self.slot.lock();
        state.token = Some(token.clone());
        state.failure = None;
        state.count += 1;
        self.slot.fetched.notify_all();
    }

    /// Returns whether the token is alive, not blank, and not the one that was rejected.
    pub(super) fn is_good(&self, token: &StoredToken, now: SystemTime) -> bool {
        token.is_alive(now)
            && !token.token.expose().trim().is_empty()
            && self.rejected.as_ref() != Some(&token.token)
    }
}

impl Drop for Fetch<'_> {
    fn drop(&mut self) {
        let mut state = self.slot.lock();
        state.fetching = false;
        state.count += 1;
        self.slot.fetched.notify_all();
    }
}
