//! Tokens that several processes share.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use dingtalk_client::{
    AppCredentials, Client, Clock, Error, ErrorKind, StoredToken, TokenKey, TokenStore,
};

use crate::policy::support::{
    Bench, FETCH, code, delete, delete_with, issued, millis, ok, seconds, wrapped,
};

/// Blocks threads until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn pass(&self) {
        drop(self.0.1.wait_while(self.0.0.lock().unwrap(), |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

/// A store in memory that records what it is asked.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<State>>);

/// How a call of the store ends.
#[derive(Clone, Copy, Default, PartialEq)]
enum Way {
    #[default]
    Works,
    Fails,
    Panics,
}

#[derive(Default)]
struct State {
    stored: Option<StoredToken>,
    log: Vec<String>,
    /// What another process stores between load and save.
    meanwhile: Option<StoredToken>,
    load: Way,
    save: Way,
    /// Calls wait here while it is closed.
    gate: Option<Gate>,
}

fn name(token: Option<&StoredToken>) -> String {
    token.map_or("nothing", |token| token.token.expose()).to_owned()
}

impl TokenStore for Memory {
    fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, Error> {
        let mut state = self.0.lock().unwrap();
        let text = format!("load {key}: {}", name(state.stored.as_ref()));
        state.log.push(text);
        let stored = state.stored.clone();
        let load = state.load;
        let gate = state.gate.clone();
        drop(state);
        assert!(load != Way::Panics, "the store is broken");
        gate.inspect(Gate::pass);
        if load == Way::Fails {
            return Err(Error::new(ErrorKind::TokenUnavailable).with_detail("the disk is gone"));
        }
        Ok(stored)
    }

    fn save(
        &self,
        _: &TokenKey,
        old: Option<&StoredToken>,
        new: &StoredToken,
    ) -> Result<StoredToken, Error> {
        let mut state = self.0.lock().unwrap();
        state.log.push(format!("save {} for {}", name(Some(new)), name(old)));
        let save = state.save;
        drop(state);
        assert!(save != Way::Panics, "the store is broken");
        let mut state = self.0.lock().unwrap();
        if save == Way::Fails {
            return Err(Error::new(ErrorKind::TokenUnavailable).with_detail("the disk is full"));
        }
        if let Some(theirs) = state.meanwhile.take() {
            state.stored = Some(theirs);
        }
        if state.stored.as_ref() == old {
            state.stored = Some(new.clone());
        }
        Ok(state.stored.clone().unwrap())
    }
}

impl Memory {
    fn with(change: impl FnOnce(&mut State)) -> Self {
        let store = Self::default();
        change(&mut store.0.lock().unwrap());
        store
    }

    fn holding(token: StoredToken) -> Self {
        Self::with(|state| state.stored = Some(token))
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().log)
    }

    fn client(&self, bench: &Bench) -> Client {
        let source = AppCredentials::new("key", "5ecret").with_store(self.clone());
        bench.builder().token(source).build().unwrap()
    }
}

/// Returns a token that was issued with the usual life and has so much of it left.
fn left(clock: &impl Clock, token: &str, left: u64) -> StoredToken {
    let expires_at: SystemTime = clock.now() + Duration::from_secs(left);
    StoredToken { token: token.into(), expires_at, life: seconds(7200) }
}

const LOAD: &str = "load https://oapi.dingtalk.com key: ";

#[test]
fn a_stored_token_that_is_due_serves_on_while_none_can_be_fetched() {
    let bench = Bench::new([ErrorKind::Unreachable.into(), ok(), ok(), issued("t2"), ok()]);
    let store = Memory::holding(left(&bench.clock, "stored", 300));
    let client = store.client(&bench);
    delete(&client).unwrap();
    // Within the distance to the next try, the store is left alone.
    delete(&client).unwrap();
    assert_eq!(store.log(), [format!("{LOAD}stored")]);
    bench.clock.advance(seconds(1));
    delete(&client).unwrap();
    let stored = delete_with("stored");
    assert_eq!(bench.events(), [FETCH, &stored, &stored, FETCH, &delete_with("t2")]);
}

#[test]
fn a_store_that_fails_does_not_keep_every_call_that_has_a_token() {
    let bench = Bench::new([ok(), ok(), ok()]);
    let store = Memory::holding(left(&bench.clock, "stored", 601));
    let client = store.client(&bench);
    delete(&client).unwrap();
    store.0.lock().unwrap().load = Way::Fails;
    bench.clock.advance(seconds(60));
    delete(&client).unwrap();
    delete(&client).unwrap();
    let tries = [format!("{LOAD}stored"), format!("{LOAD}stored")];
    assert_eq!(store.log(), tries);
    assert_eq!(bench.sent(), 3);
}

#[test]
fn a_stored_token_is_used_and_none_is_fetched() {
    let bench = Bench::new([ok(), ok()]);
    let store = Memory::holding(left(&bench.clock, "stored", 601));
    let client = store.client(&bench);
    delete(&client).unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [delete_with("stored"), delete_with("stored")]);
    // The second call finds it in memory.
    assert_eq!(store.log(), [format!("{LOAD}stored")]);
}

#[test]
fn an_empty_store_gets_the_token_that_is_fetched() {
    let bench = Bench::new([issued("t1"), ok(), ok()]);
    let store = Memory::default();
    delete(&store.client(&bench)).unwrap();
    assert_eq!(store.log(), [&format!("{LOAD}nothing"), "save t1 for nothing"]);
    // Another process finds it there.
    delete(&store.client(&bench)).unwrap();
    assert_eq!(store.log(), [format!("{LOAD}t1")]);
    assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
}

#[test]
fn a_stored_token_that_has_expired_or_is_due_is_replaced() {
    for time in [0, 1, 600] {
        let bench = Bench::new([issued("t1"), ok()]);
        let store = Memory::holding(left(&bench.clock, "stored", time));
        delete(&store.client(&bench)).unwrap();
        assert_eq!(bench.events(), [FETCH, &delete_with("t1")], "{time} s are left");
        assert_eq!(store.log(), [&format!("{LOAD}stored"), "save t1 for stored"]);
    }
}

#[test]
fn a_stored_token_that_was_rejected_is_replaced() {
    let bench = Bench::new([wrapped("40014", "bad"), issued("t1"), ok()]);
    let store = Memory::holding(left(&bench.clock, "stored", 7200));
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [&delete_with("stored"), FETCH, &delete_with("t1")]);
    assert_eq!(
        store.log(),
        [&format!("{LOAD}stored"), &format!("{LOAD}stored"), "save t1 for stored"]
    );
}

#[test]
fn a_token_that_another_process_has_renewed_is_taken_over() {
    let bench = Bench::new([issued("t1"), ok(), code(40014), ok()]);
    let store = Memory::default();
    let client = store.client(&bench);
    delete(&client).unwrap();
    store.0.lock().unwrap().stored = Some(left(&bench.clock, "theirs", 7200));
    delete(&client).unwrap();
    let t1 = delete_with("t1");
    assert_eq!(bench.events(), [FETCH, &t1, &t1, &delete_with("theirs")]);
}

#[test]
fn a_token_that_another_process_stores_during_the_fetch_wins() {
    let bench = Bench::new([issued("t1"), ok()]);
    let theirs = left(&bench.clock, "theirs", 7200);
    let store = Memory::with(|state| state.meanwhile = Some(theirs.clone()));
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("theirs")]);
    assert_eq!(store.0.lock().unwrap().stored.as_ref(), Some(&theirs));

    // Unless it is no good.
    let bench = Bench::new([issued("t1"), ok()]);
    let theirs = left(&bench.clock, "theirs", 0);
    let store = Memory::with(|state| state.meanwhile = Some(theirs));
    delete(&store.client(&bench)).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t1")]);
}

#[test]
fn a_store_that_cannot_load_fails_the_call() {
    let bench = Bench::silent();
    let store = Memory::with(|state| state.load = Way::Fails);
    let error = delete(&store.client(&bench)).unwrap_err();
    assert!(bench.events().is_empty());
    assert_eq!(
        error.to_string(),
        "role::delete: no access token available: the disk is gone. Find out why the source of \
         tokens fails. Nothing was sent."
    );
}

#[test]
fn a_store_that_cannot_load_is_asked_again_after_a_second() {
    let bench = Bench::new([ok()]);
    let store = Memory::with(|state| state.load = Way::Fails);
    let client = store.client(&bench);
    delete(&client).unwrap_err();
    store.0.lock().unwrap().load = Way::Works;
    store.0.lock().unwrap().stored = Some(left(&bench.clock, "stored", 7200));
    // Until then, calls share the failure.
    delete(&client).unwrap_err();
    bench.clock.advance(seconds(1));
    delete(&client).unwrap();
    assert_eq!(bench.events(), [delete_with("stored")]);
}

#[test]
fn a_store_that_cannot_save_fails_nothing() {
    let bench = Bench::new([issued("t1"), ok(), ok()]);
    let store = Memory::with(|state| state.save = Way::Fails);
    let client = store.client(&bench);
    delete(&client).unwrap();
    delete(&client).unwrap();
    assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
}

#[test]
fn a_store_that_panics_costs_neither_the_call_nor_the_token() {
    let changes: [fn(&mut State); 2] =
        [|state| state.load = Way::Panics, |state| state.save = Way::Panics];
    for change in changes {
        let bench = Bench::new([issued("t1"), ok(), ok()]);
        let client = Memory::with(change).client(&bench);
        delete(&client).unwrap();
        delete(&client).unwrap();
        assert_eq!(bench.events(), [FETCH, &delete_with("t1"), &delete_with("t1")]);
    }
}

#[test]
fn a_store_that_hangs_costs_neither_the_call_nor_the_token() {
    let bench = Bench::new([issued("t1"), ok(), wrapped("40014", "bad"), issued("t2"), ok()]);
    let gate = Gate::default();
    let store = Memory::with(|state| state.gate = Some(gate.clone()));
    let source = AppCredentials::new("key", "5ecret").with_store(store.clone());
    // Half of what a call has left is waited for.
    let client = bench.builder().token(source).timeout(millis(100)).build().unwrap();
    delete(&client).unwrap();
    bench.clock.advance(seconds(60));
    delete(&client).unwrap();
    let (t1, t2) = (delete_with("t1"), delete_with("t2"));
    assert_eq!(bench.events(), [FETCH, &t1, &t1, FETCH, &t2]);
    // While the first call of it hangs, no other is made.
    assert_eq!(store.log(), [format!("{LOAD}nothing")]);
    gate.open();
}

#[test]
fn a_stored_token_shows_its_times_and_not_itself() {
    let bench = Bench::silent();
    let text = format!("{:?}", left(&bench.clock, "5tored", 60));
    assert!(text.contains("7200s") && !text.contains("5tored"), "{text}");
}
