//! Tokens that are fetched once for all threads and renewed before they expire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dingtalk_protocol::{AccessToken, Endpoint, Error, ErrorKind, Host, StoredToken};

use super::TokenCall;
use super::shared::{SharedToken, Turn};
use super::slot::{Fetch, Slot};
use super::store::{TokenKey, TokenStore};
use crate::trace;

/// How long a call may wait for a renewal while the old token is still valid. If that is not enough, the
/// next call tries again.
const AHEAD_TIME: Duration = Duration::from_secs(2);

/// Fetches tokens.
pub(super) trait Issuer {
    /// Returns the endpoint that issues the tokens.
    fn endpoint(&self) -> &'static Endpoint;

    /// Returns the name of the token in a store.
    fn store_key(&self, host: &Host) -> TokenKey;

    /// Fetches a token, and gives up after `time` at the latest.
    fn fetch(&self, call: &TokenCall<'_>, time: Duration) -> Result<Issued, Error>;
}

/// A token as the service issued it.
pub(super) struct Issued {
    pub(super) token: AccessToken,
    /// Lifetime in seconds, if the response states it.
    pub(super) expires_in: Option<f64>,
}

/// The tokens of one issuer, one for each host.
pub(super) struct Renewal {
    pub(super) distance: Duration,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    slots: Mutex<HashMap<Host, Arc<Slot>>>,
}

impl Default for Renewal {
    fn default() -> Self {
        Self { distance: Duration::from_secs(1), store: None, slots: Mutex::default() }
    }
}

impl Renewal {
    fn slot(&self, host: &Host) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(host.clone()).or_default())
    }

    /// Returns the token for a call, as [`TokenSource::token`](super::TokenSource::token) does.
    pub(super) fn token(
        &self,
        issuer: &impl Issuer,
        call: &TokenCall<'_>,
    ) -> Result<AccessToken, Error> {
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
                return self.renew(issuer, &fetch, call);
            }
            let before = state.count;
            let (began, patience) = (Instant::now(), call.remaining());
            while state.count == before && began.elapsed() < patience && !call.is_cancelled() {
                let left = patience.saturating_sub(began.elapsed());
                state = slot.wait(state, call.slice(left));
            }
            if state.count == before {
                return Err(Error::new(ErrorKind::HeldBack)
                    .of(issuer.endpoint())
                    .with_detail("another call was still fetching the access token"));
            }
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            // The token that the call waited for, however short its lifetime.
            if let Some(token) = &state.token {
                return Ok(token.token.clone());
            }
        }
    }

    /// Records a rejected token, as [`TokenSource::rejected`](super::TokenSource::rejected) does.
    pub(super) fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        let slot = self.slot(call.host());
        let mut state = slot.lock();
        if state.token.as_ref().is_some_and(|cached| cached.token == *token) {
            state.token = None;
            state.rejected = Some(token.clone());
        }
        call.can_fetch() || state.fetching || state.token.is_some()
    }

    /// Makes the one fetch that all threads wait for.
    fn renew(
        &self,
        issuer: &impl Issuer,
        fetch: &Fetch<'_>,
        call: &TokenCall<'_>,
    ) -> Result<AccessToken, Error> {
        let could_fetch = call.can_fetch();
        let mut stored = None;
        let renewed = match &self.store {
            Some(store) => {
                let key = issuer.store_key(call.host());
                let mut shared = SharedToken::new(Arc::clone(store), key, fetch, call);
                let renewed = self.shared_or_fetched(issuer, fetch, call, &mut shared);
                stored = shared.into_loaded();
                renewed
            }
            None => self.fetched(issuer, fetch, call),
        };
        let mut state = fetch.slot.lock();
        state.tried = Some(call.clock().elapsed());
        match renewed {
            Ok(token) => {
                state.failure = None;
                Ok(state.token.insert(token).token.clone())
            }
            Err(error) => {
                let now = call.clock().now();
                // A token from the store serves as well as one cached here.
                let known = state.token.take().or(stored);
                let known = known.filter(|token| {
                    fetch.is_good(token, now) && state.rejected.as_ref() != Some(&token.token)
                });
                let alive = known.as_ref().map(|token| token.token.clone());
                state.token = known;
                // A call without time or fetches left says nothing about the others.
                let in_time = error.kind() != ErrorKind::HeldBack && !call.remaining().is_zero();
                state.failure = (could_fetch && in_time).then(|| error.clone());
                alive.ok_or(error)
            }
        }
    }

    /// Returns the token of the store, or a new one.
    fn shared_or_fetched(
        &self,
        issuer: &impl Issuer,
        fetch: &Fetch<'_>,
        call: &TokenCall<'_>,
        shared: &mut SharedToken<'_>,
    ) -> Result<StoredToken, Error> {
        let _lock = match shared.turn(issuer.endpoint())? {
            Turn::Use(token) => return Ok(token),
            Turn::Fetch(lock) => lock,
        };
        let fetched = self.fetched(issuer, fetch, call)?;
        // Kept before it is saved, because the store may be the caller's code and fail.
        fetch.keep(&fetched);
        Ok(shared.save(fetched))
    }

    /// Fetches a token.
    fn fetched(
        &self,
        issuer: &impl Issuer,
        fetch: &Fetch<'_>,
        call: &TokenCall<'_>,
    ) -> Result<StoredToken, Error> {
        let endpoint = issuer.endpoint();
        // Checked before the wait, which would otherwise be in vain.
        call.check_fetches(endpoint)?;
        let since = fetch.last.map(|last| call.clock().elapsed().saturating_sub(last));
        let wait = since.map_or(Duration::ZERO, |since| self.distance.saturating_sub(since));
        if (fetch.ahead && !wait.is_zero()) || !call.sleep(wait) {
            let detail = if wait.is_zero() {
                "the call's timeout elapsed before an access token could be fetched"
            } else {
                "the last access token was fetched a moment ago"
            };
            return Err(Error::new(ErrorKind::HeldBack).of(endpoint).with_detail(detail));
        }
        // Taken before the request: the token's life may begin at any time from here.
        let now = call.clock().now();
        let time = if fetch.ahead { AHEAD_TIME } else { Duration::MAX };
        let answer = issuer.fetch(call, time);
        fetch.slot.lock().last = Some(call.clock().elapsed());
        let new = answer?;
        if new.token.expose().trim().is_empty() {
            return Err(Error::new(ErrorKind::TokenUnavailable)
                .of(endpoint)
                .with_detail("the access token in the answer is blank"));
        }
        let token = StoredToken::issued(new.token, new.expires_in, now);
        trace::token_fetched(token.life);
        Ok(token)
    }
}
