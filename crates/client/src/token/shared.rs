//! The token that several processes share, and which of them fetches it.

use std::sync::Arc;
use std::time::Duration;

use dingtalk_protocol::{Endpoint, Error, ErrorKind, StoredToken};

use super::TokenCall;
use super::bounded::{BoundedStore, HeldLock, NoAnswer};
use super::slot::Fetch;
use super::store::{TokenKey, TokenStore};
use crate::trace;

/// Interval at which a call that waits for another process's fetch looks for the token in the store.
const POLL: Duration = Duration::from_millis(50);

/// One token of a store, for one fetch.
pub(super) struct SharedToken<'f> {
    store: BoundedStore,
    fetch: &'f Fetch<'f>,
    call: &'f TokenCall<'f>,
    /// The token loaded last, usable or not.
    loaded: Option<StoredToken>,
}

/// How a process gets the token that it needs.
pub(super) enum Turn {
    /// Uses this token.
    Use(StoredToken),
    /// Fetches a token. Other processes wait until the lock is dropped.
    Fetch(HeldLock),
}

impl<'f> SharedToken<'f> {
    pub(super) fn new(
        store: Arc<dyn TokenStore>,
        key: TokenKey,
        fetch: &'f Fetch<'f>,
        call: &'f TokenCall<'f>,
    ) -> Self {
        let store = BoundedStore::new(store, key, Arc::clone(&fetch.slot.store_is_busy));
        Self { store, fetch, call, loaded: None }
    }

    /// Returns the token loaded last, usable or not.
    pub(super) fn into_loaded(self) -> Option<StoredToken> {
        self.loaded
    }

    /// Waits until there is a usable token, or until this process may fetch one.
    ///
    /// # Errors
    ///
    /// Those of the store; [`ErrorKind::HeldBack`] if another process is renewing a token that is
    /// still alive.
    pub(super) fn turn(&mut self, endpoint: &'static Endpoint) -> Result<Turn, Error> {
        let began = self.call.clock().elapsed();
        let patience = self.call.remaining() / 2;
        if let Some(token) = self.load()? {
            return Ok(Turn::Use(token));
        }
        loop {
            match answered(self.store.try_lock(self.call.remaining()))? {
                Some(Some(lock)) => {
                    // Another process may have fetched a token since the store was read.
                    let token = if lock.is_exclusive() { self.load()? } else { None };
                    return Ok(token.map_or_else(|| Turn::Fetch(lock), Turn::Use));
                }
                Some(None) => {}
                None => return Ok(Turn::Fetch(HeldLock::none())),
            }
            if self.fetch.ahead {
                return Err(Error::new(ErrorKind::HeldBack)
                    .of(endpoint)
                    .with_detail("another process is fetching the access token"));
            }
            let waited = self.call.clock().elapsed().saturating_sub(began);
            if waited >= patience || !self.call.sleep(POLL) {
                return Ok(Turn::Fetch(HeldLock::none()));
            }
            if let Some(token) = self.load()? {
                return Ok(Turn::Use(token));
            }
        }
    }

    /// Stores a token that was fetched. Returns the one to use, which may be another process's.
    pub(super) fn save(&self, fetched: StoredToken) -> StoredToken {
        let now = self.call.clock().now();
        match self.store.save(self.loaded.as_ref(), &fetched, self.call.remaining()) {
            Ok(Ok(kept)) if self.fetch.is_good(&kept, now) => return kept,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => trace::token_not_stored(&error),
            Err(NoAnswer) => trace::token_store_silent(),
        }
        fetched
    }

    /// Loads the token. Returns it if it is usable and not due for renewal.
    fn load(&mut self) -> Result<Option<StoredToken>, Error> {
        let loaded = self.store.load(self.call.remaining());
        self.loaded = answered(loaded)?.flatten();
        let now = self.call.clock().now();
        let fresh = |token: &&StoredToken| self.fetch.is_good(token, now) && !token.is_due(now);
        Ok(self.loaded.as_ref().filter(fresh).cloned())
    }
}

/// Returns `None` if the store cannot be reached: the call needs a token all the same.
fn answered<T>(answer: Result<Result<T, Error>, NoAnswer>) -> Result<Option<T>, Error> {
    match answer {
        Ok(Ok(answer)) => return Ok(Some(answer)),
        Ok(Err(error)) if error.kind() != ErrorKind::Unreachable => return Err(error),
        Ok(Err(_)) | Err(NoAnswer) => {}
    }
    trace::token_store_silent();
    Ok(None)
}
