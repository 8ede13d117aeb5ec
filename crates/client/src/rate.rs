//! Limit of calls per second, kept by reserving places.
//!
//! Finding the next free place takes one line of arithmetic. Rate limiters of other crates have no
//! reservations: they would have to be polled, with a clock other than the client's.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::{Error, ErrorKind};

/// Reservation of places that several processes share.
pub(crate) trait SharedPlaces: Send + Sync {
    /// Takes the next free place, like [`Rate::reserve`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreachable`] if the other processes cannot be reached.
    fn reserve(
        &self,
        path: &str,
        interval: Duration,
        patience: Duration,
    ) -> Result<Result<Duration, Duration>, Error>;
}

/// Number of paths from which those are dropped that have nothing reserved. Paths of raw calls may have ids in them.
const MOST_PATHS: usize = 1000;

/// Evenly spaced places for calls, separate for each path.
pub(crate) struct Rate {
    interval: Duration,
    shared: Option<Arc<dyn SharedPlaces>>,
    /// Time of the next free place of each path.
    next: Mutex<BTreeMap<String, Duration>>,
}

impl Rate {
    /// Returns the rate of `calls` calls a second.
    pub(crate) fn new(calls: NonZeroU32) -> Self {
        let interval = Duration::from_secs(1) / calls.get();
        Self { interval, shared: None, next: Mutex::default() }
    }

    /// Returns the share of the rate that one of `processes` equal processes has.
    pub(crate) fn split_among(&self, processes: NonZeroU32) -> Self {
        let interval = self.interval.saturating_mul(processes.get());
        Self { interval, shared: self.shared.clone(), next: Mutex::default() }
    }

    /// Returns the same rate, with places shared with other processes.
    #[cfg(feature = "redis")]
    pub(crate) fn shared(&self, places: impl SharedPlaces + 'static) -> Self {
        let shared: Arc<dyn SharedPlaces> = Arc::new(places);
        Self { interval: self.interval, shared: Some(shared), next: Mutex::default() }
    }

    /// Takes the next free place among all processes and returns how long to wait for it. While the
    /// others cannot be reached, takes the next place of this process.
    ///
    /// # Errors
    ///
    /// The outer error is what prevents the processes from sharing, the inner one that of
    /// [`reserve`](Self::reserve).
    pub(crate) fn reserve_shared(
        &self,
        path: &str,
        now: Duration,
        patience: Duration,
    ) -> Result<Result<Duration, Duration>, Error> {
        let shared = self.shared.as_ref();
        match shared.map(|shared| shared.reserve(path, self.interval, patience)) {
            Some(Err(error)) if error.kind() != ErrorKind::Unreachable => Err(error),
            Some(Ok(place)) => Ok(place),
            Some(Err(_)) | None => Ok(self.reserve(path, now, patience)),
        }
    }

    /// Takes the next free place and returns how long to wait for it. Places are taken in the order
    /// in which callers ask, so no caller waits for long while others overtake.
    ///
    /// # Errors
    ///
    /// How long the wait would be, if it is not below `patience`. Then no place is taken.
    fn reserve(&self, path: &str, now: Duration, patience: Duration) -> Result<Duration, Duration> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let place = next.get(path).map_or(now, |next| now.max(*next));
        let wait = place.saturating_sub(now);
        if !wait.is_zero() && wait >= patience {
            return Err(wait);
        }
        let after = place.saturating_add(self.interval);
        if let Some(next) = next.get_mut(path) {
            *next = after;
        } else {
            if next.len() >= MOST_PATHS {
                next.retain(|_, place| *place > now);
            }
            next.insert(path.to_owned(), after);
        }
        Ok(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_given_in_the_order_of_asking_and_none_is_lost_to_an_impatient_caller() {
        let rate = Rate::new(NonZeroU32::new(20).unwrap());
        let (now, long) = (Duration::from_secs(100), Duration::from_secs(30));
        let ask = |now, patience| rate.reserve("hall::open", now, patience);
        let milliseconds = Duration::from_millis;
        assert_eq!(ask(now, long), Ok(Duration::ZERO));
        assert_eq!(ask(now, long), Ok(milliseconds(50)));
        assert_eq!(ask(now, long), Ok(milliseconds(100)));
        assert_eq!(ask(now, milliseconds(150)), Err(milliseconds(150)));
        assert_eq!(ask(now, long), Ok(milliseconds(150)));
        // Places that are taken stay so while time goes by.
        assert_eq!(ask(now + milliseconds(120), long), Ok(milliseconds(80)));
        assert_eq!(ask(now + milliseconds(1000), long), Ok(Duration::ZERO));
    }

    #[test]
    fn paths_that_are_called_once_are_not_kept() {
        let rate = Rate::new(NonZeroU32::new(20).unwrap());
        for second in 0..3 * MOST_PATHS as u64 {
            let path = format!("/topapi/{second}");
            rate.reserve(&path, Duration::from_secs(second), Duration::ZERO).unwrap();
        }
        assert!(rate.next.lock().unwrap().len() <= MOST_PATHS);
    }
}
