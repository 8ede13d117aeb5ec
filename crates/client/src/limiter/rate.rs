//! So many calls a second.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::Endpoint;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::Clock;

/// A limiter for each endpoint.
pub(super) struct Rate {
    quota: Quota,
    endpoints: Mutex<BTreeMap<&'static str, Arc<One>>>,
}

type One = RateLimiter<NotKeyed, InMemoryState, Elapsed, NoOpMiddleware<Duration>>;

impl Rate {
    pub(super) fn new(calls: NonZeroU32) -> Self {
        // With a burst, a second could see twice as many.
        let quota = Quota::per_second(calls).allow_burst(NonZeroU32::MIN);
        Self { quota, endpoints: Mutex::default() }
    }

    /// Takes a place, or says after which time to ask again.
    pub(super) fn wait(&self, endpoint: &'static Endpoint, clock: &Arc<dyn Clock>) -> Duration {
        let limiter = {
            let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || {
                let clock = Elapsed(Arc::clone(clock));
                Arc::new(RateLimiter::direct_with_clock(self.quota, clock))
            };
            Arc::clone(endpoints.entry(endpoint.name).or_insert_with(new))
        };
        match limiter.check() {
            Ok(()) => Duration::ZERO,
            // Never nothing, or the caller would take it for a place.
            Err(until) => until.wait_time_from(clock.elapsed()).max(Duration::from_nanos(1)),
        }
    }
}

/// The client's clock as governor's.
#[derive(Clone)]
struct Elapsed(Arc<dyn Clock>);

impl governor::clock::Clock for Elapsed {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
