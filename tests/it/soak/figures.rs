//! What is counted, and what must hold for every single call.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dingtalk_client::{Attempt, Clock, Error, ErrorKind, Reply};

use crate::soak::clock::SoakClock;
use crate::soak::leaks::Leaks;

/// Three attempts, and one more with a new token.
const MOST_ATTEMPTS: u32 = 4;

/// How often a token may be fetched for one call.
const MOST_FETCHES: u32 = 2;

/// How long a thread waits after a call that could not even be sent.
const MOMENT: Duration = Duration::from_secs(2);

/// How an attempt or a call ended that is no error.
pub(crate) const DONE: &str = "Done";

thread_local! {
    /// The call that this thread is making.
    static CALL: RefCell<Option<Call>> = const { RefCell::new(None) };
}

/// A call, or several that a walk makes one after the other, as the observer saw it.
struct Call {
    timeout: Duration,
    /// When its time is over; known once it has looked at the clock, and not for later calls of a
    /// walk.
    end: Option<Duration>,
    attempts: u32,
    sent: u32,
    fetches: u32,
    /// How often another attempt followed a rejected token.
    renewals: u32,
    /// Whether the observer was told that no attempt follows.
    is_last: bool,
    /// The pause that the observer was told of last.
    pause: Duration,
    /// How many calls were done, and with how many attempts all together.
    done: u32,
    sent_for_done: u32,
}

impl Call {
    fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            end: None,
            attempts: 0,
            sent: 0,
            fetches: 0,
            renewals: 0,
            is_last: false,
            pause: Duration::ZERO,
            done: 0,
            sent_for_done: 0,
        }
    }
}

/// What happened, by all threads together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Counts {
    /// How the attempts ended that were sent, those of tokens apart.
    pub(crate) attempts: BTreeMap<String, u64>,
    pub(crate) fetches: BTreeMap<String, u64>,
    pub(crate) unsent: u64,
    pub(crate) repeated: u64,
    pub(crate) held_back: Duration,
    pub(crate) calls: u64,
    /// How many calls the observer saw begin.
    pub(crate) begun: u64,
    /// How the calls ended.
    pub(crate) outcomes: BTreeMap<String, u64>,
    /// How many attempts replies and errors speak of.
    pub(crate) told: u64,
    pub(crate) done_before: u64,
}

/// A call begins in this thread, or a walk.
pub(crate) fn begin(timeout: Duration) {
    SoakClock::take_readings();
    CALL.set(Some(Call::new(timeout)));
}

/// Returns the sum of a table.
pub(crate) fn sum(table: &BTreeMap<String, u64>) -> u64 {
    table.values().sum()
}

pub(crate) fn count(table: &BTreeMap<String, u64>, kind: ErrorKind) -> u64 {
    table.get(&format!("{kind:?}")).copied().unwrap_or_default()
}

/// Counts calls and attempts and checks each of them.
pub(crate) struct Figures {
    clock: SoakClock,
    counts: Mutex<Counts>,
    /// What searches every text for secrets, if anything does.
    leaks: Option<Arc<Leaks>>,
}

impl Figures {
    pub(crate) fn new(clock: SoakClock, leaks: Option<Arc<Leaks>>) -> Self {
        Self { clock, counts: Mutex::default(), leaks }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.lock().clone()
    }

    /// The call has ended so.
    pub(crate) fn end<T: Debug>(&self, result: &Result<Reply<T>, Error>) {
        self.search(result);
        let Ok(reply) = result else { return self.end_walk(0, result.as_ref().err()) };
        let call = CALL.take().expect("it was begun");
        assert_eq!((call.done, call.sent), (1, 0), "one reply for one call");
        assert_eq!(call.sent_for_done, reply.attempts(), "{reply:?}");
        self.count_done(&call);
        self.lock().done_before += u64::from(reply.done_before());
    }

    /// The walk has ended after so many pages, with the call that failed or without one.
    pub(crate) fn end_walk(&self, pages: u32, error: Option<&Error>) {
        let call = CALL.take().expect("it was begun");
        assert_eq!(call.done, pages, "one reply for each page, {error:?}");
        self.count_done(&call);
        let Some(error) = error else { return assert_eq!(call.sent, 0) };
        assert_eq!(call.sent, error.attempts(), "{error:?}");
        let over = call.end.is_none_or(|end| self.clock.elapsed() + call.pause >= end);
        let is_last = call.is_last || over || error.kind() == ErrorKind::InvalidRequest;
        assert!(is_last, "another attempt was announced: {error:?}");
        if let Some(leaks) = &self.leaks {
            leaks.search_error(error);
        }
        let mut counts = self.lock();
        counts.calls += 1;
        *counts.outcomes.entry(format!("{:?}", error.kind())).or_default() += 1;
        counts.told += u64::from(error.attempts());
        drop(counts);
        if error.attempts() == 0 && error.kind() != ErrorKind::InvalidRequest {
            // The client has to wait for something, and time goes by in pauses only.
            self.clock.sleep(MOMENT);
        }
    }

    /// Looks at every attempt, in the thread that made it.
    pub(crate) fn observe(&self, attempt: &Attempt<'_>) {
        if let Some(leaks) = &self.leaks {
            leaks.search_debug(attempt);
        }
        let is_fetch = !attempt.endpoint.authenticated;
        CALL.with_borrow_mut(|call| {
            // Threads of a bulk have none.
            if let Some(call) = call {
                call.check(attempt, is_fetch, &SoakClock::take_readings());
            }
        });
        let ended = attempt.error.map_or(DONE.to_owned(), |error| format!("{:?}", error.kind()));
        let mut counts = self.lock();
        counts.held_back += attempt.held_back;
        counts.begun += u64::from(!is_fetch && attempt.number == 1);
        if !attempt.sent {
            counts.unsent += 1;
        } else if is_fetch {
            *counts.fetches.entry(ended).or_default() += 1;
        } else {
            counts.repeated += u64::from(attempt.number > 1);
            *counts.attempts.entry(ended).or_default() += 1;
        }
    }

    /// Searches the `Debug` of something for secrets.
    pub(crate) fn search(&self, value: &impl Debug) {
        if let Some(leaks) = &self.leaks {
            leaks.search_debug(value);
        }
    }

    fn count_done(&self, call: &Call) {
        let mut counts = self.lock();
        counts.calls += u64::from(call.done);
        *counts.outcomes.entry(DONE.to_owned()).or_default() += u64::from(call.done);
        counts.told += u64::from(call.sent_for_done);
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Call {
    fn check(&mut self, attempt: &Attempt<'_>, is_fetch: bool, readings: &[Duration]) {
        // Within a walk, the first reading can still be one of the call before.
        if self.done == 0 && self.end.is_none() {
            self.end = readings.first().map(|begin| *begin + self.timeout);
        }
        assert!(attempt.number <= MOST_ATTEMPTS, "{attempt:?}");
        assert!(!self.is_last, "no attempt was to follow, but {attempt:?}");
        if attempt.sent
            && let Some(end) = self.end
        {
            assert!(was_in_time(attempt, end, readings), "{attempt:?}, {end:?}, {readings:?}");
        }
        if is_fetch {
            self.fetches += u32::from(attempt.sent);
            assert!(self.fetches <= MOST_FETCHES, "{attempt:?}");
            return;
        }
        self.attempts += 1;
        assert_eq!(self.attempts, attempt.number, "{attempt:?}");
        self.sent += u32::from(attempt.sent);
        let is_rejected = attempt.error.is_some_and(|it| it.kind() == ErrorKind::TokenRejected);
        self.renewals += u32::from(is_rejected && attempt.pause.is_some());
        assert!(self.renewals <= 1, "{attempt:?}");
        self.pause = attempt.pause.unwrap_or_default();
        self.is_last = attempt.pause.is_none();
        if attempt.error.is_none() {
            let (done, sent_for_done) = (self.done + 1, self.sent_for_done + self.sent);
            *self = Self { done, sent_for_done, ..Self::new(self.timeout) };
        }
    }
}

/// Returns whether there was time left when the thread last looked at the clock before it sent the request.
/// Other threads may have moved the time since.
fn was_in_time(attempt: &Attempt<'_>, end: Duration, readings: &[Duration]) -> bool {
    (1..readings.len()).any(|at| {
        let began = readings[at];
        let asked = began.checked_sub(attempt.held_back);
        readings[at - 1] < end
            && asked.is_some_and(|asked| readings[..at].contains(&asked))
            && readings[at..].contains(&(began + attempt.duration))
    })
}
