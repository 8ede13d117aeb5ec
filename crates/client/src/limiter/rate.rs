//! So many calls a second.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::Endpoint;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

/// A limiter for each endpoint.
pub(super) struct Rate {
    quota: Quota,
    endpoints: Mutex<BTreeMap<&'static str, Places>>,
}

impl Rate {
    pub(super) fn new(calls: NonZeroU32) -> Self {
        // With a burst, a second could see twice as many.
        let quota = Quota::per_second(calls).allow_burst(NonZeroU32::MIN);
        Self { quota, endpoints: Mutex::default() }
    }

    /// Takes the next place that is free and says how long to wait for it. Places are taken in the
    /// order in which callers ask, so nobody waits for long while others overtake.
    ///
    /// # Errors
    ///
    /// How long the wait would be, if it is not below `patience`. Then no place is taken.
    pub(super) fn reserve(
        &self,
        endpoint: &'static Endpoint,
        now: Duration,
        patience: Duration,
    ) -> Result<Duration, Duration> {
        let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        let places = endpoints.entry(endpoint.name).or_insert_with(|| Places::new(self.quota, now));
        places.reserve(now, patience)
    }
}

/// The places of one endpoint.
struct Places {
    limiter: RateLimiter<NotKeyed, InMemoryState, Asked, NoOpMiddleware<Duration>>,
    asked: Asked,
}

impl Places {
    fn new(quota: Quota, now: Duration) -> Self {
        let asked = Asked(Arc::new(Mutex::new(now)));
        Self { limiter: RateLimiter::direct_with_clock(quota, asked.clone()), asked }
    }

    fn reserve(&self, now: Duration, patience: Duration) -> Result<Duration, Duration> {
        let mut at = now;
        loop {
            // The limiter knows no places to come; asked at that time, it gives them away.
            self.asked.set(at);
            let Err(until) = self.limiter.check() else { return Ok(at.saturating_sub(now)) };
            at = until.earliest_possible().max(at + Duration::from_nanos(1));
            let wait = at.saturating_sub(now);
            if wait >= patience {
                return Err(wait);
            }
        }
    }
}

/// The time that the limiter is asked about.
#[derive(Clone)]
struct Asked(Arc<Mutex<Duration>>);

impl Asked {
    fn set(&self, time: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

impl Clock for Asked {
    type Instant = Duration;

    fn now(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static ENDPOINT: Endpoint = Endpoint::post("hall::open", "/topapi/hall/open").form();

    #[test]
    fn places_are_given_in_the_order_of_asking_and_none_is_lost_to_an_impatient_caller() {
        let rate = Rate::new(NonZeroU32::new(20).unwrap());
        let (now, long) = (Duration::from_secs(100), Duration::from_secs(30));
        let ask = |now, patience| rate.reserve(&ENDPOINT, now, patience);
        let milliseconds = Duration::from_millis;
        assert_eq!(ask(now, long), Ok(Duration::ZERO));
        assert_eq!(ask(now, long), Ok(milliseconds(50)));
        assert_eq!(ask(now, long), Ok(milliseconds(100)));
        assert_eq!(ask(now, milliseconds(150)), Err(milliseconds(150)));
        assert_eq!(ask(now, long), Ok(milliseconds(150)));
        // Time goes by, and the places that are given away stay so.
        assert_eq!(ask(now + milliseconds(120), long), Ok(milliseconds(80)));
        assert_eq!(ask(now + milliseconds(1000), long), Ok(Duration::ZERO));
    }
}
