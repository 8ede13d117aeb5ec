//! Tokens of an app, fetched with its key and secret.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Secret, StoredToken};

use super::{TokenCall, TokenKey, TokenSource, TokenStore};
use crate::trace;

/// Fetches the tokens of an app with its key and secret, on first use, and renews them.
///
/// - Any number of threads cause one fetch: the others wait for it, or go on with the token that is
///   still alive.
/// - A token is renewed 10 minutes before its end, or when a tenth of its life is left if that is
///   shorter. If that fails or takes longer than 2 s, the old one serves on, and a later call tries
///   again.
/// - A token that the service rejects is dropped, unless another thread has replaced it meanwhile.
/// - Between two fetches lies at least [a distance](Self::with_distance). Calls that come within
///   that time after a failed fetch share the failure; a call that has failed once waits and fetches
///   again, but no call causes more than two fetches.
///
/// Tokens are kept apart by host, so clients of both sites can share one source: give each an
/// `Arc` of it.
pub struct AppCredentials {
    key: String,
    secret: Secret,
    distance: Duration,
    store: Option<Box<dyn TokenStore>>,
    slots: Mutex<HashMap<Host, Arc<Slot>>>,
}

impl AppCredentials {
    /// The key and the secret of an app, as the developer console shows them.
    pub fn new(app_key: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        Self {
            key: app_key.into(),
            secret: app_secret.into(),
            distance: Duration::from_secs(1),
            store: None,
            slots: Mutex::default(),
        }
    }

    /// Keeps the tokens in a store as well, which other processes may share.
    #[must_use]
    pub fn with_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// The least time between two fetches for one host; 1 s unless it is set.
    #[must_use]
    pub fn with_distance(mut self, distance: Duration) -> Self {
        self.distance = distance;
        self
    }

    fn slot(&self, host: &Host) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(host.clone()).or_default())
    }

    /// Makes the one fetch that all wait for.
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
                // What a store holds serves on as well as what is kept here.
                let known = state.token.take().or(stored);
                let known = known.filter(|token| {
                    fetch.is_good(token, now) && state.rejected.as_ref() != Some(&token.token)
                });
                let alive = known.as_ref().map(|token| token.token.clone());
                state.token = known;
                // That a call had no time or no fetch left says nothing to the others.
                let in_time = error.kind() != ErrorKind::HeldBack && !call.remaining().is_zero();
                state.failure = (could_fetch && in_time).then(|| error.clone());
                alive.ok_or(error)
            }
        }
    }

    fn stored_or_fetched(
        &self,
        fetch: &Fetch<'_>,
        call: &TokenCall<'_>,
        stored: &mut Option<StoredToken>,
    ) -> Result<StoredToken, Error> {
        let key = TokenKey::new(call.host().clone(), self.key.clone());
        if let Some(store) = &self.store {
            *stored = store.load(&key)?;
        }
        let now = call.clock().now();
        let fresh = |token: &&StoredToken| fetch.is_good(token, now) && !token.is_due(now);
        if let Some(token) = stored.as_ref().filter(fresh) {
            return Ok(token.clone());
        }
        let fetched = self.fetched(fetch, call)?;
        let Some(store) = &self.store else { return Ok(fetched) };
        match store.save(&key, stored.as_ref(), &fetched) {
            Ok(kept) if fetch.is_good(&kept, now) => Ok(kept),
            Ok(_) => Ok(fetched),
            Err(error) => {
                trace::token_not_stored(&error);
                Ok(fetched)
            }
        }
    }

    fn fetched(&self, fetch: &Fetch<'_>, call: &TokenCall<'_>) -> Result<StoredToken, Error> {
        // Before the wait, which would be in vain.
        call.check_fetches(&get_token::ENDPOINT)?;
        let since = fetch.last.map(|last| call.clock().elapsed().saturating_sub(last));
        let wait = since.map_or(Duration::ZERO, |since| self.distance.saturating_sub(since));
        if (fetch.ahead && !wait.is_zero()) || !call.sleep(wait) {
            let detail = if wait.is_zero() {
                "the time for the call was over before an access token could be fetched"
            } else {
                "the last access token was fetched only just now"
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

/// The lifetime of a token, in seconds, where the answer does not say it.
const SHORT_LIFE: f64 = 60.0;

impl TokenSource for AppCredentials {
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
            state = slot.wait(state, call.remaining());
            if state.count == before {
                return Err(Error::new(ErrorKind::HeldBack)
                    .of(&get_token::ENDPOINT)
                    .with_detail("another call was still fetching the access token"));
            }
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            // What was waited for, however short it lives.
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

/// The token for one host.
#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    fetched: Condvar,
}

#[derive(Default)]
struct State {
    token: Option<StoredToken>,
    /// What the service rejected last: a store may still hold it.
    rejected: Option<AccessToken>,
    /// Whether a thread is fetching.
    fetching: bool,
    /// How many fetches have ended.
    count: u64,
    /// When the last fetch ended.
    last: Option<Duration>,
    /// When the last try to renew the token ended, with or without a fetch.
    tried: Option<Duration>,
    /// How the last fetch failed.
    failure: Option<Error>,
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a fetch has ended, at most for `patience`.
    fn wait<'s>(
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

/// A fetch under way: it ends when this is dropped, and be it by a panic.
struct Fetch<'s> {
    slot: &'s Slot,
    rejected: Option<AccessToken>,
    last: Option<Duration>,
    /// Whether the token that is to be replaced is still alive.
    ahead: bool,
}

/// How long a call may wait for a renewal while the old token would do: the next one tries again.
const AHEAD_TIME: Duration = Duration::from_secs(2);

impl<'s> Fetch<'s> {
    fn begin(slot: &'s Slot, state: &mut State, now: SystemTime) -> Self {
        state.fetching = true;
        // Whoever waits for this fetch gets its own failure, even if it ends in a panic.
        state.failure = None;
        let ahead = state.token.as_ref().is_some_and(|token| token.is_alive(now));
        Self { slot, rejected: state.rejected.clone(), last: state.last, ahead }
    }

    fn is_good(&self, token: &StoredToken, now: SystemTime) -> bool {
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
