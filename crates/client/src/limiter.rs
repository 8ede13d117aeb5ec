//! Client-side rate limiting of calls, before the service refuses them.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dingtalk_protocol::{Endpoint, Error, ErrorKind, Repetition, Wait};

use crate::clock::{Clock, Deadline};
use crate::rate::Rate;

/// Rate limiter for calls: limits the calls per second to each endpoint, and delays calls while the
/// service asks for a pause. Clones share their state.
///
/// Each client has one, which its clones share; give two clients of the same app the same limiter.
///
/// | after | calls wait | until |
/// |---|---|---|
/// | 90018, 90002 ([`ErrorKind::Throttled`]) | of this endpoint | the time in the message, at most an hour; else 1 s, then 2 s, 4 s, … up to 64 s |
/// | [`ErrorKind::IpBanned`] | of every endpoint | 5 minutes later |
///
/// The ban of an IP address can also come as an HTML page, which looks like that of a failed gateway: no
/// pause follows, and the call is repeated like any other whose response was lost.
///
/// The time in a message is on the service's clock: it is compared with the `Date` of the response, or
/// with the other times in the message. A longer `Retry-After` is honoured, up to an hour.
///
/// A call that would have to wait beyond its deadline fails at once, with
/// [`ErrorKind::HeldBack`].
#[derive(Clone)]
pub struct Limiter(Arc<Inner>);

struct Inner {
    rate: Option<Rate>,
    pauses: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Pauses of single endpoints, by path.
    endpoints: BTreeMap<String, Pause>,
    all: Pause,
}

/// A pause that the service has asked for.
#[derive(Default, Clone, Copy)]
struct Pause {
    until: Duration,
    /// Number of consecutive pauses.
    count: u32,
    code: Option<i64>,
}

impl Default for Limiter {
    /// Returns [`per_second`](Self::per_second) with 20, the vendor's limit for one app and one endpoint on
    /// the standard plan.
    fn default() -> Self {
        const STANDARD_PLAN: NonZeroU32 = NonZeroU32::new(20).unwrap();
        Self::per_second(STANDARD_PLAN)
    }
}

impl Limiter {
    /// Returns a limiter that allows `calls` calls a second to each endpoint, evenly spaced: 20 calls a
    /// second are one call every 50 ms. It also honours pauses that the service asks for.
    pub fn per_second(calls: NonZeroU32) -> Self {
        Self::new(Some(Rate::new(calls)), true)
    }

    /// Returns a new limiter with this process's share of the calls per second, where `processes` equal
    /// processes run with the same app: 5 of 20 calls a second among 4 processes.
    #[must_use]
    pub fn split_among(&self, processes: NonZeroU32) -> Self {
        self.with_rate(|rate| rate.split_among(processes))
    }

    /// Returns a new limiter that counts the calls of all processes that share `rate`. Pauses that the
    /// service asks for are not shared.
    #[cfg(feature = "redis")]
    #[must_use]
    pub fn shared(&self, rate: crate::redis_rate::RedisRate) -> Self {
        self.with_rate(|of_process| of_process.shared(rate))
    }

    fn with_rate(&self, change: impl FnOnce(&Rate) -> Rate) -> Self {
        Self::new(self.0.rate.as_ref().map(change), self.0.pauses)
    }

    /// Returns a limiter that only honours the pauses that the service asks for.
    pub fn pauses_only() -> Self {
        Self::new(None, true)
    }

    /// Returns a limiter that never delays a call.
    pub fn off() -> Self {
        Self::new(None, false)
    }

    fn new(rate: Option<Rate>, pauses: bool) -> Self {
        Self(Arc::new(Inner { rate, pauses, state: Mutex::default() }))
    }

    /// Waits until the endpoint may be called.
    pub(crate) fn admit(
        &self,
        endpoint: &Endpoint,
        clock: &dyn Clock,
        deadline: &Deadline<'_>,
    ) -> Result<(), Error> {
        loop {
            let pause = self.pause(endpoint);
            let wait = pause.until.saturating_sub(clock.elapsed());
            if wait.is_zero() {
                self.take_place(endpoint, clock, deadline)?;
                // If a pause has begun meanwhile, the place is lost.
                if self.pause(endpoint).until <= clock.elapsed() {
                    return Ok(());
                }
            } else if !deadline.sleep(wait) {
                return Err(held_back(wait, Some(pause)));
            }
        }
    }

    /// Waits until the rate of calls has room for one more.
    fn take_place(
        &self,
        endpoint: &Endpoint,
        clock: &dyn Clock,
        deadline: &Deadline<'_>,
    ) -> Result<(), Error> {
        if let Some(rate) = &self.0.rate {
            let place =
                rate.reserve_shared(&endpoint.path, clock.elapsed(), deadline.remaining())?;
            let wait = place.map_err(|wait| held_back(wait, None))?;
            deadline.pause(wait);
        }
        Ok(())
    }

    /// Records the result of an attempt that began at `began`.
    pub(crate) fn learn(
        &self,
        endpoint: &Endpoint,
        error: Option<&Error>,
        began: Duration,
        clock: &dyn Clock,
    ) {
        if !self.0.pauses {
            return;
        }
        let mut state = self.state();
        let pause = match error.map(Error::kind) {
            Some(ErrorKind::IpBanned) => &mut state.all,
            Some(ErrorKind::Throttled) => {
                state.endpoints.entry(endpoint.path.to_string()).or_default()
            }
            _ => {
                // Any other response of the service resets the count, unless its attempt began before
                // the pause ended: then other calls have been refused meanwhile.
                let answered = error.is_none_or(|error| error.code().is_some());
                if let Some(pause) = state.endpoints.get_mut(&*endpoint.path)
                    && answered
                    && began >= pause.until
                {
                    pause.count = 0;
                }
                return;
            }
        };
        let Some(error) = error else { return };
        let Repetition::After(wait) = error.repetition() else { return };
        let now = clock.elapsed();
        let count = pause.count.saturating_add(1);
        let length = wait.length(count, error.service_time(clock.now())).unwrap_or_default();
        let asked = error.retry_after(clock.now());
        let until = now.saturating_add(length.max(asked));
        // No call begins during a pause, so this one was in flight before. It can only extend the pause,
        // to an end that the service names.
        if began < pause.until {
            if matches!(wait, Wait::Until(_)) || !asked.is_zero() {
                pause.until = until.max(pause.until);
            }
            return;
        }
        *pause = Pause { until, count, code: error.code().map(i64::from) };
    }

    fn pause(&self, endpoint: &Endpoint) -> Pause {
        let state = self.state();
        let own = state.endpoints.get(&*endpoint.path).copied().unwrap_or_default();
        if own.until > state.all.until { own } else { state.all }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("pauses", &self.0.pauses).finish_non_exhaustive()
    }
}

/// Returns the error of a call that would have to wait for `wait`, because of a pause or of the rate
/// limit.
fn held_back(wait: Duration, pause: Option<Pause>) -> Error {
    let digits = if wait < Duration::from_secs(1) { 3 } else { 1 };
    let seconds = wait.as_secs_f64();
    let detail = match pause.map(|pause| pause.code) {
        Some(Some(code)) => format!(
            "the service asked for a pause with code {code}, of which {seconds:.digits$} s are left"
        ),
        Some(None) => {
            format!("the gateway has banned this IP address for another {seconds:.digits$} s")
        }
        None => {
            format!("the limit of calls per second would delay the call by {seconds:.digits$} s")
        }
    };
    Error::new(ErrorKind::HeldBack).with_detail(detail)
}
