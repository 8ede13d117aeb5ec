//! A number of calls a second.
//!
//! The next free place is one line of arithmetic. Rate limiters of other crates know no reservation:
//! they would have to be asked in a loop with a clock that is not the time.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Evenly spread places, apart for each endpoint.
pub(crate) struct Rate {
    interval: Duration,
    /// When the next place of each path is free.
    next: Mutex<BTreeMap<String, Duration>>,
}

impl Rate {
    /// Returns the rate of so many calls a second.
    pub(crate) fn new(calls: NonZeroU32) -> Self {
        Self { interval: Duration::from_secs(1) / calls.get(), next: Mutex::default() }
    }

    /// Takes the next free place and returns how long to wait for it. Places are taken in the order
    /// in which callers ask, so no caller waits for long while others overtake.
    ///
    /// # Errors
    ///
    /// How long the wait would be, if it is not below `patience`. Then no place is taken.
    pub(crate) fn reserve(
        &self,
        path: &str,
        now: Duration,
        patience: Duration,
    ) -> Result<Duration, Duration> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let place = next.get(path).map_or(now, |next| now.max(*next));
        let wait = place.saturating_sub(now);
        if !wait.is_zero() && wait >= patience {
            return Err(wait);
        }
        let after = place.saturating_add(self.interval);
        match next.get_mut(path) {
            Some(next) => *next = after,
            None => drop(next.insert(path.to_owned(), after)),
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
}
