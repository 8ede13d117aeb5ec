//! Thousands of calls at once against a service that misbehaves: afterwards the organisation is as the
//! answers said, and no text of anything shows a secret.

mod clock;
mod faults;
mod figures;
mod leaks;
mod lists;
mod model;
pub(crate) mod records;
mod restarts;
mod run;
mod secrets;
mod table;
mod worker;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_client::ErrorKind;
use dingtalk_sandbox::RecordedRequest;

use crate::process;

use self::faults::{BROKEN, TOKEN_REJECTIONS};
use self::figures::{DONE, count, sum};
use self::leaks::Leaks;
use self::records::Records;
use self::run::{Outcome, Size, TOKEN_LIFE, Watch};

/// One soak takes the whole machine, and records are those of the whole process.
static ALONE: Mutex<()> = Mutex::new(());

/// Between two fetches of a token lies at least this, on the clock.
const DISTANCE: Duration = Duration::from_secs(1);

#[test]
fn after_6_000_calls_from_8_threads_the_organisation_is_as_the_answers_said() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let size = Size { threads: 8, operations: 750, seed: 20_261_120 };
    let outcome = run::run(&size, "an app secret", None);
    table::print(&outcome);

    assert!(outcome.world.figures.counts().calls >= 6_000, "not enough calls");
    assert_organisation(&outcome);
    assert_counts_add_up(&outcome);
    assert_fetches_are_bounded(&outcome);
}

#[test]
fn no_text_of_a_soak_shows_a_token_or_the_app_secret() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let _level = process::LOG_LEVEL.lock().unwrap_or_else(PoisonError::into_inner);
    let leaks = Arc::new(Leaks::of(&[secrets::TOKEN, secrets::APP_SECRET, secrets::ISSUED]));
    let records = Records::take(&leaks);
    let watch = Watch { leaks: Arc::clone(&leaks), token: secrets::TOKEN };
    let size = Size { threads: 8, operations: 200, seed: 3 };
    let outcome = run::run(&size, secrets::APP_SECRET, Some(&watch));
    assert_organisation(&outcome);

    let world = &outcome.world;
    secrets::bulk(world, &leaks);
    secrets::echo(&world.sandbox, &leaks);
    secrets::panics(&world.sandbox);
    for request in world.sandbox.requests() {
        leaks.search_debug(&request);
        leaks.search_display(&request);
    }
    leaks.search_debug(&world.sandbox);
    drop(records);
    table::print_searched(&leaks);

    let searched = leaks.searched();
    for origin in ["debug", "display", "error", "event", "journal", "log", "panic", "span"] {
        assert!(searched.contains_key(origin), "no text of this kind: {origin}");
    }
    let found = leaks.found();
    assert!(found.is_empty(), "{found:#?}");
}

/// Everything that was not to change is compared as well.
fn assert_organisation(outcome: &Outcome) {
    let mut expected = outcome.world.before.clone();
    outcome.models.iter().for_each(|model| model.apply(&mut expected));
    outcome.world.sandbox.with_organisation(|organisation| {
        let wrong: Vec<_> =
            outcome.models.iter().flat_map(|model| model.differences(organisation)).collect();
        assert!(wrong.is_empty(), "not as the answers said: {wrong:?}");
        assert!(*organisation == expected, "something changed that no call was to change");
    });
    assert!(outcome.models.iter().any(|model| model.opened > 0), "every call was definite");
}

fn assert_counts_add_up(outcome: &Outcome) {
    let counts = outcome.world.figures.counts();
    let invalid = count(&counts.outcomes, ErrorKind::InvalidRequest);
    assert_eq!(sum(&counts.outcomes), counts.begun + invalid, "one outcome for every call");
    assert_eq!(sum(&counts.attempts), counts.told, "replies and errors tell of every attempt");
    assert_eq!(counts.attempts[DONE], counts.outcomes[DONE], "a success ends its call");
    assert!(counts.done_before > 0, "no deletion was lost");

    // An attempt that ran out of time may not have arrived, or may still be on its way.
    let timeouts =
        count(&counts.attempts, ErrorKind::Timeout) + count(&counts.fetches, ErrorKind::Timeout);
    let unreachable = count(&counts.attempts, ErrorKind::Unreachable)
        + count(&counts.fetches, ErrorKind::Unreachable);
    let sent = sum(&counts.attempts) + sum(&counts.fetches);
    let arrived = outcome.world.sandbox.requests().len() as u64;
    assert!((sent - unreachable - timeouts..=sent - unreachable).contains(&arrived));

    let given = outcome.world.sandbox.faults_given();
    let faults: u64 = given.values().sum();
    // A fifth of them, but how the threads share the requests moves the figure.
    assert!(faults * 100 >= arrived * 17, "{faults} faults in {arrived} requests");
    let ordered: u64 = BROKEN.iter().filter_map(|name| given.get(name)).sum();
    let broken = count(&counts.attempts, ErrorKind::Connection)
        + count(&counts.fetches, ErrorKind::Connection);
    assert!((ordered.saturating_sub(timeouts)..=ordered).contains(&broken), "{broken}");
}

fn assert_fetches_are_bounded(outcome: &Outcome) {
    let counts = outcome.world.figures.counts();
    let given = outcome.world.sandbox.faults_given();
    let rejections: u64 = TOKEN_REJECTIONS.iter().filter_map(|name| given.get(name)).sum();
    // A token is renewed when a tenth of its life is left.
    let lives = outcome.world.clock.time().as_nanos() / (TOKEN_LIFE * 9 / 10).as_nanos();
    let failed = sum(&counts.fetches) - counts.fetches[DONE];
    let bound = u128::from(rejections + outcome.revocations + failed) + lives + 1;
    let fetches = outcome.world.sandbox.token_requests();
    assert!(u128::from(fetches) <= bound, "{fetches} fetches, but at most {bound}");

    let requests = outcome.world.sandbox.requests();
    let times: Vec<_> = requests
        .iter()
        .filter(|request| request.path() == "/gettoken")
        .map(RecordedRequest::received_at)
        .collect();
    let is_close = |pair: &&[std::time::SystemTime]| {
        pair[1].duration_since(pair[0]).is_ok_and(|distance| distance < DISTANCE)
    };
    // One that ran out of time can arrive after it was given up.
    let late = count(&counts.fetches, ErrorKind::Timeout);
    assert!(times.windows(2).filter(is_close).count() as u64 <= late, "{times:?}");
}
