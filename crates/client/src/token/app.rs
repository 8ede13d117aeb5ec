//! Tokens of an app, fetched with its key and secret.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Secret, StoredToken};

use super::bounded::{BoundedStore, NoAnswer};
use super::slot::{Fetch, Slot};
use super::store::{TokenKey, TokenStore};
use super::{TokenCall, TokenSource, check_credential};
use crate::trace;

/// Fetches the tokens of an app with its key and secret, on first use, and renews them.
///
/// - Any number of threads cause one fetch: the others wait for it, or continue with the token that
///   is still alive.
/// - A token is renewed 10 minutes before its end, or when a tenth of its life is left if that is
///   shorter. If that fails or takes longer than 2 s, the old one is used on, and a later call tries
///   again.
/// - A token that the service rejects is dropped, unless another thread has replaced it meanwhile.
/// - Two fetches are at least [a distance](Self::with_distance) apart. Calls within that time after a
///   failed fetch share the failure; a call that has failed once waits and fetches again, but no call
///   causes more than two fetches.
///
/// Tokens are kept apart by host, so clients of both sites can share one source: give each an
/// `Arc` of it. Blanks, line ends and byte order marks around key or secret are an error of
/// [`ClientBuilder::build`](crate::ClientBuilder::build): they are easily read along from a file.
pub struct AppCredentials {
    key: String,
    secret: Secret,
    distance: Duration,
    store: Option<Arc<dyn TokenStore>>,
    slots: Mutex<HashMap<Host, Arc<Slot>>>,
}

impl AppCredentials {
    /// Returns the source for the key and the secret of an app, as the developer console shows them.
    pub fn new(app_key: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        Self {
            key: app_key.into(),
            secret: app_secret.into(),
            distance: Duration::from_secs(1),
            store: None,
            slots: Mutex::default(),
        }
    }

    /// Keeps the tokens in a store as well, which other processes can share.
    #[must_use]
    pub fn with_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Sets the least time between two fetches for one host; 1 s by default.
    #[must_use]
    pub fn with_distance(mut self, distance: Duration) -> Self {
        self.distance = distance;
        self
    }

    fn slot(&self, host: &Host) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(host.clone()).or_default())
    }

    /// Makes the one fetch that all threads wait for.
    fn renew(&self, fetch: &Fetch<'_>, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        let could_fetch = call.can_fetch();
        let mut stored = None;
        let renewed = self.stored_or_fetched(fetch, call, &mut stored);
        let mut state = fetch.slot.lock();
        state.tried = Some(call.clock().elapsed());
        match renewed {
            Ok(token) => {
                state.failure = None;
                Ok(state.token.insert(token).token.clone())
            }
            Err(error) => {
                let now = call.clock().now();
                // A token of the store is as good as one that is kept here.
                let known = state.token.take().or(stored);
                let known = known.filter(|token| {
                    fetch.is_good(token, now) && state.rejected.as_ref() != Some(&token.token)
                });
                let alive = known.as_ref().map(|token| token.token.clone());
                state.token = known;
                // That a call had no time or no fetch left means nothing to the others.
                let in_time = error.kind() != ErrorKind::HeldBack && !call.remaining().is_zero();
                state.failure = (could_fetch && in_time).then(|| error.clone());
                alive.ok_or(error)
            }
        }
    }

    /// Returns the token of the store, or a new one.
    fn stored_or_fetched(
        &self,
        fetch: &Fetch<'_>,
        call: &TokenCall<'_>,
        stored: &mut Option<StoredToken>,
    ) -> Result<StoredToken, Error> {
        let store = self.store.as_ref().map(|store| {
            let key = TokenKey::new(call.host().clone(), self.key.clone());
            BoundedStore::new(Arc::clone(store), key, Arc::clone(&fetch.slot.store_is_busy))
        });
        if let Some(store) = &store {
            match store.load(call.remaining()) {
                Ok(loaded) => *stored = loaded?,
                // As if it were empty: the call needs a token.
                Err(NoAnswer) => trace::token_store_silent(),
            }
        }
        let now = call.clock().now();
        let fresh = |token: &&StoredToken| fetch.is_good(token, now) && !token.is_due(now);
        if let Some(token) = stored.as_ref().filter(fresh) {
            return Ok(token.clone());
        }
        let fetched = self.fetched(fetch, call)?;
        // Before it is saved, which is other people's code.
        fetch.keep(&fetched);
        let Some(store) = &store else { return Ok(fetched) };
        match store.save(stored.as_ref(), &fetched, call.remaining()) {
            Ok(Ok(kept)) if fetch.is_good(&kept, now) => return Ok(kept),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => trace::token_not_stored(&error),
            Err(NoAnswer) => trace::token_store_silent(),
        }
        Ok(fetched)
    }

    /// Fetches a token.
    fn fetched(&self, fetch: &Fetch<'_>, call: &TokenCall<'_>) -> Result<StoredToken, Error> {
        // Before the wait, which would be in vain.
        call.check_fetches(&get_token::ENDPOINT)?;
        let since = fetch.last.map(|last| call.clock().elapsed().saturating_sub(last));
        let wait = since.map_or(Duration::ZERO, |since| self.distance.saturating_sub(since));
        if (fetch.ahead && !wait.is_zero()) || !call.sleep(wait) {
            let detail = if wait.is_zero() {
                "the call's timeout elapsed before an access token could be fetched"
            } else {
                "the last access token was fetched a moment ago"
            };
            let error = Error::new(ErrorKind::HeldBack).of(&get_token::ENDPOINT);
            return Err(error.with_detail(detail));
        }
        // Before the request: the life may begin at any time from here.
        let now = call.clock().now();
        let time = if fetch.ahead { AHEAD_TIME } else { Duration::MAX };
        let reply = call.fetch_within(time, &get_token::Request::new(&self.key, &self.secret));
        fetch.slot.lock().last = Some(call.clock().elapsed());
        let reply = reply?.into_inner();
        if reply.access_token.expose().trim().is_empty() {
            return Err(Error::new(ErrorKind::TokenUnavailable)
                .of(&get_token::ENDPOINT)
                .with_detail("the access token in the answer is blank"));
        }
        // Without a lifetime in the answer it is short; one of more than a century is cut.
        let seconds = reply.expires_in.unwrap_or(SHORT_LIFE).clamp(0.0, f64::from(u32::MAX));
        let life = Duration::from_secs_f64(seconds);
        trace::token_fetched(life);
        Ok(StoredToken { token: reply.access_token.into(), expires_at: now + life, life })
    }
}

/// How long a call may wait for a renewal while the old token would do: the next one tries again.
const AHEAD_TIME: Duration = Duration::from_secs(2);
/// The lifetime of a token, in seconds, where the answer does not say it.
const SHORT_LIFE: f64 = 60.0;

impl TokenSource for AppCredentials {
    fn check(&self) -> Result<(), Error> {
        check_credential("app key", &self.key)?;
        check_credential("app secret", self.secret.expose())
    }

    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        let slot = self.slot(call.host());
        let mut state = slot.lock();
        loop {
            let now = call.clock().now();
            let lately = state
                .tried
                .is_some_and(|last| call.clock().elapsed().saturating_sub(last) < self.distance);
            let failure = state.failure.as_ref().filter(|_| lately);
            if let Some(token) = state.token.as_ref().filter(|token| token.is_alive(now)) {
                if !token.is_due(now) || state.fetching || lately {
                    return Ok(token.token.clone());
                }
            } else if let Some(failure) = failure
                && !call.has_failed()
            {
                return Err(failure.clone());
            }
            if !state.fetching {
                let fetch = Fetch::begin(&slot, &mut state, now);
                drop(state);
                return self.renew(&fetch, call);
            }
            let before = state.count;
            let (began, patience) = (Instant::now(), call.remaining());
            while state.count == before && began.elapsed() < patience && !call.is_cancelled() {
                let left = patience.saturating_sub(began.elapsed());
                state = slot.wait(state, call.slice(left));
            }
            if state.count == before {
                return Err(Error::new(ErrorKind::HeldBack)
                    .of(&get_token::ENDPOINT)
                    .with_detail("another call was still fetching the access token"));
            }
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            // The token that was waited for, however short it lives.
            if let Some(token) = &state.token {
                return Ok(token.token.clone());
            }
        }
    }

    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        let slot = self.slot(call.host());
        let mut state = slot.lock();
        if state.token.as_ref().is_some_and(|cached| cached.token == *token) {
            state.token = None;
            state.rejected = Some(token.clone());
        }
        call.can_fetch() || state.fetching || state.token.is_some()
    }
}

impl fmt::Debug for AppCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppCredentials")
            .field("key", &self.key)
            .field("distance", &self.distance)
            .finish_non_exhaustive()
    }
}
