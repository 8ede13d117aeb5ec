//! The right to fetch, which one process has at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dingtalk_client::{
    AppCredentials, Cancellation, Client, Clock, Error, ErrorKind, FetchLock, StoredToken,
    TokenKey, TokenStore,
};

use crate::policy::support::{Bench, FETCH, code, delete, delete_with, issued, ok, seconds};

/// What a store does when it is asked for the right to fetch.
#[derive(Clone, Copy)]
enum Lock {
    /// Grants it.
    Free,
    /// Refuses it, because another process has it.
    Taken,
    Fails(ErrorKind),
}

/// A store that grants locks as a test orders. When there is nothing more to do, it gives one.
#[derive(Clone, Default)]
struct Locking(Arc<State>);

#[derive(Default)]
struct State {
    stored: Mutex<Option<StoredToken>>,
    load_fails: Mutex<Option<ErrorKind>>,
    locks: Mutex<Vec<Lock>>,
    /// What another process stores before the last of the locks is given.
    meanwhile: Mutex<Option<StoredToken>>,
    /// What is given up when a lock is asked for.
    cancels: Mutex<Option<Cancellation>>,
    held: Arc<AtomicUsize>,
    given: AtomicUsize,
}

struct Guard(Arc<AtomicUsize>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl TokenStore for Locking {
    fn load(&self, _: &TokenKey) -> Result<Option<StoredToken>, Error> {
        match *self.0.load_fails.lock().unwrap() {
            Some(kind) => Err(Error::new(kind)),
            None => Ok(self.0.stored.lock().unwrap().clone()),
        }
    }

    fn save(
        &self,
        _: &TokenKey,
        _: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error> {
        assert_eq!(self.held(), self.0.given.load(Ordering::SeqCst).min(1));
        *self.0.stored.lock().unwrap() = Some(new.clone());
        Ok(new.clone())
    }

    fn try_lock(&self, _: &TokenKey) -> Result<Option<FetchLock>, Error> {
        self.0.cancels.lock().unwrap().iter().for_each(Cancellation::cancel);
        let mut locks = self.0.locks.lock().unwrap();
        let lock = locks.pop().unwrap_or(Lock::Free);
        if locks.is_empty()
            && let Some(theirs) = self.0.meanwhile.lock().unwrap().take()
        {
            *self.0.stored.lock().unwrap() = Some(theirs);
        }
        match lock {
            Lock::Free => {
                self.0.given.fetch_add(1, Ordering::SeqCst);
                self.0.held.fetch_add(1, Ordering::SeqCst);
                Ok(Some(FetchLock::new(Guard(Arc::clone(&self.0.held)))))
            }
            Lock::Taken => Ok(None),
            Lock::Fails(kind) => Err(Error::new(kind).with_detail("the lock is broken")),
        }
    }
}

impl Locking {
    fn with(locks: impl IntoIterator<Item = Lock>) -> Self {
        let store = Self::default();
        store.0.locks.lock().unwrap().extend(locks);
        store
    }

    fn held(&self) -> usize {
        self.0.held.load(Ordering::SeqCst)
    }

    fn client(&self, bench: &Bench) -> Client {
        let source = AppCredentials::new("key", "5ecret").with_store(self.clone());
        bench.builder().token(source).timeout(seconds(1)).build().unwrap()
    }
}

fn left(bench: &Bench, token: &str, left: u64) -> StoredToken {
    let expires_at = bench.clock.now() + seconds(left);
    StoredToken { token: token.into(), expires_at, life: seconds(7200) }
}

const PAUSE: &str = "pause 50 ms";

#[test]
fn a_process_holds_the_lock_while_it_fetches_and_stores() {
    let bench = Bench::new([issued("t1"), ok()]);
    let store = Locking::default();
    // The store itself checks that the lock is held when the token is saved.
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t1")]);
    assert_eq!((store.0.given.load(Ordering::SeqCst), store.held()), (1, 0));
}

#[test]
fn a_fetch_that_fails_leaves_no_lock_behind() {
    let bench = Bench::new([code(40096)]);
    let store = Locking::default();
    delete(&store.client(&bench)).unwrap_err();
    assert_eq!(bench.events(), [FETCH]);
    assert_eq!((store.0.given.load(Ordering::SeqCst), store.held()), (1, 0));
}

#[test]
fn a_process_waits_for_the_token_that_another_fetches() {
    let bench = Bench::new([ok()]);
    let store = Locking::with([Lock::Taken; 3]);
    *store.0.meanwhile.lock().unwrap() = Some(left(&bench, "theirs", 7200));
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [PAUSE, PAUSE, PAUSE, &delete_with("theirs")]);
    assert_eq!(store.0.given.load(Ordering::SeqCst), 0);
}

#[test]
fn a_token_that_was_stored_before_the_lock_was_given_is_used() {
    let bench = Bench::new([ok()]);
    let store = Locking::with([Lock::Free]);
    *store.0.meanwhile.lock().unwrap() = Some(left(&bench, "theirs", 7200));
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [delete_with("theirs")]);
    assert_eq!((store.0.given.load(Ordering::SeqCst), store.held()), (1, 0));
}

#[test]
fn a_process_that_waited_in_vain_fetches_with_the_lock_of_the_one_that_died() {
    let bench = Bench::new([issued("t1"), ok()]);
    let store = Locking::with([Lock::Free, Lock::Taken, Lock::Taken]);
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [PAUSE, PAUSE, FETCH, &delete_with("t1")]);
}

#[test]
fn a_process_that_hangs_holds_others_up_for_half_of_their_time() {
    let bench = Bench::new([issued("t1"), ok()]);
    let store = Locking::with([Lock::Taken; 100]);
    delete(&store.client(&bench)).unwrap();
    let mut expected = vec![PAUSE.to_owned(); 10];
    expected.extend([FETCH.to_owned(), delete_with("t1")]);
    assert_eq!(bench.events(), expected);
}

#[test]
fn while_another_process_renews_a_token_that_is_alive_it_is_used_on() {
    let bench = Bench::new([ok(), ok(), ok()]);
    let store = Locking::with([Lock::Taken; 100]);
    *store.0.stored.lock().unwrap() = Some(left(&bench, "due", 601));
    let client = store.client(&bench);
    delete(&client).unwrap();
    bench.clock.advance(seconds(2));
    delete(&client).unwrap();
    // The other process has done so.
    *store.0.stored.lock().unwrap() = Some(left(&bench, "theirs", 7200));
    bench.clock.advance(seconds(2));
    delete(&client).unwrap();
    assert_eq!(bench.events(), ["due", "due", "theirs"].map(delete_with));
}

#[test]
fn a_store_that_is_out_of_reach_counts_as_empty() {
    let bench = Bench::new([issued("t1"), ok()]);
    let store = Locking::with([Lock::Fails(ErrorKind::Unreachable)]);
    *store.0.load_fails.lock().unwrap() = Some(ErrorKind::Unreachable);
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t1")]);
}

#[test]
fn a_store_whose_locks_cannot_be_used_fails_the_call() {
    let bench = Bench::silent();
    let store = Locking::with([Lock::Fails(ErrorKind::TokenUnavailable)]);
    let error = delete(&store.client(&bench)).unwrap_err();
    assert!(bench.events().is_empty());
    assert!(error.to_string().contains("the lock is broken"), "{error}");
}

#[test]
fn a_call_that_is_given_up_waits_for_no_other_process() {
    let bench = Bench::silent();
    let store = Locking::with([Lock::Taken; 100]);
    let cancellation = Cancellation::new();
    *store.0.cancels.lock().unwrap() = Some(cancellation.clone());
    let call = store.client(&bench).role().delete(11).cancelled_by(&cancellation);
    assert_eq!(call.send().unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(bench.events().is_empty());
}
