//! A service that stops and starts again while it is called, and answers with faults in between.

use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use dingtalk_client::{AppCredentials, Client, Limiter, Retry, RoleId, UserId};
use dingtalk_sandbox::{Organisation, Sandbox, seeded};

use crate::soak::faults;

/// How often the service stops and starts again.
const RESTARTS: u64 = 16;

/// How many lists are read between two restarts.
const LISTS: usize = 40;

const READERS: usize = 4;

/// How many employees get the role meanwhile.
const USERS: usize = 400;

const ROLE: RoleId = seeded::EMPTY_ROLE;

/// What became of a list.
enum Read {
    Whole,
    Failed,
}

#[test]
fn through_restarts_and_faults_lists_are_whole_or_an_error_and_a_bulk_loses_nothing() {
    let mut organisation = Organisation::with_crowd(250);
    let users: Vec<UserId> = (0..USERS).map(|number| format!("restart{number}").into()).collect();
    for user in &users {
        organisation.add_user(user.clone(), "员工", [seeded::ROOT]).unwrap();
    }
    let holders: Vec<UserId> = organisation.holders(seeded::CROWD_ROLE).cloned().collect();
    let mut sandbox = Some(start(0, 0, organisation));
    let port = sandbox.as_ref().unwrap().address().port();
    let client = client(sandbox.as_ref().unwrap());

    let (whole, failed) = thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        for _ in 0..READERS {
            let (client, holders, tell) = (client.clone(), &holders, tell.clone());
            scope.spawn(move || read(&client, holders, &tell));
        }
        drop(tell);
        let bulk = scope.spawn(|| give(&client, &users));
        let mut counts = (0, 0);
        let mut count = |read| match read {
            Read::Whole => counts.0 += 1,
            Read::Failed => counts.1 += 1,
        };
        for number in 1..=RESTARTS {
            told.iter().take(LISTS).for_each(&mut count);
            let organisation = stop(sandbox.take().unwrap());
            sandbox = Some(start(port, number, organisation));
        }
        // Without faults, what is left is done.
        sandbox.as_ref().unwrap().clear_faults();
        bulk.join().unwrap();
        // The readers end when nobody listens.
        told.iter().take(LISTS).for_each(&mut count);
        drop(told);
        counts
    });

    assert!(whole > 0 && failed > 0, "{whole} whole, {failed} failed");
    sandbox.unwrap().with_organisation(|organisation| {
        let held: Vec<_> = organisation.holders(ROLE).cloned().collect();
        assert_eq!(held.len(), USERS);
        assert!(users.iter().all(|user| organisation.holds(ROLE, user.as_str())));
    });
}

fn start(port: u16, seed: u64, organisation: Organisation) -> Sandbox {
    let sandbox = Sandbox::builder().port(port).organisation(organisation).app("key", "5ecret");
    sandbox.faults(faults::plan(seed, 0.2)).start().unwrap()
}

/// Stops the service. Returns what it knows.
fn stop(sandbox: Sandbox) -> Organisation {
    // A call that comes between here and the end finds an organisation that knows none of it, and is
    // refused: nothing is done that would be lost.
    let organisation = sandbox
        .with_organisation(|organisation| std::mem::replace(organisation, Organisation::seeded()));
    drop(sandbox);
    organisation
}

/// Returns a client that pauses as little as it may.
fn client(sandbox: &Sandbox) -> Client {
    let retry = Retry::new().attempts(4).longest_pause(Duration::from_millis(5));
    Client::builder()
        .host(sandbox.host())
        .token(AppCredentials::new("key", "5ecret").with_distance(Duration::from_millis(1)))
        .limiter(Limiter::off())
        .retry(retry)
        .random_seed(1)
        .timeout(Duration::from_millis(500))
        .build()
        .unwrap()
}

/// Reads a list that nobody changes, until nobody listens.
fn read(client: &Client, holders: &[UserId], tell: &Sender<Read>) {
    loop {
        let read = match client.role().list_users(seeded::CROWD_ROLE).collect_complete() {
            Ok(users) => {
                assert!(users.iter().map(|user| &user.user_id).eq(holders), "half a list");
                Read::Whole
            }
            Err(_) => Read::Failed,
        };
        if tell.send(read).is_err() {
            return;
        }
    }
}

/// Assigns the role to all users, chunk by chunk, until it is done.
fn give(client: &Client, users: &[UserId]) {
    let mut outcome = client.role().add_to_users_bulk([ROLE], users).threads(2).run().unwrap();
    while !outcome.is_complete() {
        outcome = outcome.into_bulk(client).threads(2).run().unwrap();
    }
}
