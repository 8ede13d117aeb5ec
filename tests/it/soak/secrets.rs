//! What is tried to bring a secret into a text, beyond a soak.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dingtalk_client::{
    AccessToken, Client, ClientBuilder, Limiter, Retry, RoleId, TokenCall, TokenSource,
};
use dingtalk_sandbox::{Answer, Sandbox};

use crate::soak::faults;
use crate::soak::leaks::{Leaks, encoded};
use crate::soak::records::ON_PURPOSE;
use crate::soak::run::{APP_KEY, ROLES, World};

/// Percent-encoding changes both, and none of their parts stands anywhere else.
pub(crate) const TOKEN: &str = "t0k/Qz+7w&Vx=9 Jr%Kp~ü3";
pub(crate) const APP_SECRET: &str = "5ec/Rt+4y&Bn=6 Hd%Mf~é8\"\\";

/// What every token begins with that the sandbox issues.
pub(crate) const ISSUED: &str = "sandbox-token-";

/// Answers that repeat a secret wherever an answer has text.
fn echoes(secret: &str) -> Vec<Answer> {
    let encoded = encoded(secret);
    let quoted = serde_json::to_string(secret).expect("text is JSON");
    let inner = quoted.trim_matches('"');
    let bodies = [
        format!(r#"{{"errcode": 33011, "errmsg": "bad {inner}", "request_id": "{inner}"}}"#),
        format!(r#"{{"errcode": 990, "errmsg": "bad {encoded}", "request_id": "{encoded}"}}"#),
        format!(r#"{{"errcode": 88, "sub_code": "{inner}", "sub_msg": "?access_token={inner}"}}"#),
        format!(
            r#"{{"errcode": 88, "sub_code": "60011", "sub_msg": "https://x.example/{encoded}"}}"#
        ),
        format!(r#"{{"errcode": 0, "result": {{"hasMore": {quoted}}}, "request_id": {quoted}}}"#),
        format!(r#"{{"errcode": 0, "result": {{"list": {quoted}}}, "expires_in": {quoted}}}"#),
        format!(r#"{{"errcode": {quoted}}}"#),
        format!(r#"{{"errcode": 0, "access_token": [{quoted}], "result": [{quoted}]}}"#),
        format!("<html>{secret}</html>"),
        secret.to_owned(),
        format!("{{{quoted}"),
    ];
    let answer = |body: String| Answer::http(http::Response::new(body));
    bodies.into_iter().map(answer).collect()
}

/// Returns a client of `sandbox` that makes every call once.
fn single(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder().host(sandbox.host()).retry(Retry::off()).limiter(Limiter::off())
}

/// The service repeats what it was sent.
pub(crate) fn echo(sandbox: &Sandbox, leaks: &Leaks) {
    sandbox.clear_faults();
    let client = single(sandbox).token(AccessToken::new(TOKEN)).build().unwrap();
    for answer in echoes(TOKEN) {
        leaks.search_debug(&answer);
        for path in ["/topapi/role/simplelist", "/topapi/role/deleterole", "/topapi/user/listid"] {
            sandbox.answer_next(path, answer.clone());
        }
        let error = client.role().list_users(7).items().next().unwrap().unwrap_err();
        leaks.search_error(&error);
        leaks.search_debug(&client.role().delete(7).send());
        leaks.search_debug(&client.user().list_ids(7).send());
    }
    for answer in echoes(APP_SECRET) {
        for _ in 0..2 {
            sandbox.answer_next("/gettoken", answer.clone());
        }
        let client = single(sandbox).app(APP_KEY, APP_SECRET).build().unwrap();
        leaks.search_error(&client.role().delete(7).send().unwrap_err());
        let call = client.auth().get_token(APP_KEY, APP_SECRET);
        leaks.search_debug(&(&call, call.dry_run()));
        leaks.search_error(&call.send().unwrap_err());
    }
    // Of an app, so the token comes from an answer.
    let client = single(sandbox).app(APP_KEY, APP_SECRET).build().unwrap();
    leaks.search_debug(&client.auth().get_token(APP_KEY, APP_SECRET).send().unwrap());
    client.role().list_users(ROLES[0]).send().unwrap();
    for answer in echoes(&format!("{ISSUED}{}", sandbox.tokens_issued())) {
        sandbox.answer_next("/topapi/role/simplelist", answer);
        leaks.search_error(&client.role().list_users(7).send().unwrap_err());
    }
}

/// A bulk with a journal, while things go wrong.
pub(crate) fn bulk(world: &World, leaks: &Leaks) {
    world.sandbox.set_faults(faults::plan(5, 0.4));
    let journal = tempfile::NamedTempFile::new().unwrap();
    let users: Vec<_> = world.before.users().map(|(id, _)| id.clone()).collect();
    let mut bulk = world.patient.role().add_to_users_bulk(ROLES.map(RoleId::new), &users);
    let mut runs = 0..20;
    loop {
        leaks.search_debug(&bulk);
        let outcome = bulk
            .journal(journal.path())
            .on_progress(|progress| leaks.search_debug(progress))
            .run()
            .unwrap();
        leaks.search_debug(&outcome);
        outcome.failed().for_each(|(_, error)| leaks.search_error(error));
        if outcome.is_complete() || runs.next().is_none() {
            assert!(outcome.is_complete(), "{outcome:?}");
            break;
        }
        bulk = outcome.into_bulk(&world.patient);
    }
    leaks.search("journal", &std::fs::read_to_string(journal.path()).unwrap());
    world.sandbox.clear_faults();
}

/// What callers bring along panics while a token is at hand.
pub(crate) fn panics(sandbox: &Sandbox) {
    struct Source;

    impl TokenSource for Source {
        fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, dingtalk_client::Error> {
            panic!("{ON_PURPOSE}: {call:?}")
        }
    }

    let panics = |work: &mut dyn FnMut()| assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
    let observed = || {
        single(sandbox)
            .on_attempt(|attempt| panic!("{ON_PURPOSE}: {attempt:?} {:?}", attempt.error))
    };
    let echo = |path: &str, secret: &str| sandbox.answer_next(path, echoes(secret).swap_remove(0));

    let client = observed().token(AccessToken::new(TOKEN)).build().unwrap();
    echo("/topapi/role/deleterole", TOKEN);
    panics(&mut || drop(client.role().delete(7).send()));
    // In the middle of a fetch, twice: the first must not leave the second waiting.
    let client = observed().app(APP_KEY, APP_SECRET).build().unwrap();
    for _ in 0..2 {
        echo("/gettoken", APP_SECRET);
        panics(&mut || drop(client.role().delete(7).send()));
    }
    let client = single(sandbox).token(Source).build().unwrap();
    panics(&mut || drop(client.role().delete(7).send()));

    let client = single(sandbox).token(AccessToken::new(TOKEN)).build().unwrap();
    echo("/topapi/role/deleterole", TOKEN);
    let unwrap = |client: &Client| client.role().delete(7).send().expect(ON_PURPOSE);
    panics(&mut || drop(unwrap(&client)));
    let bulk = client.role().add_to_users_bulk(ROLES, ["soak0-0"]);
    let outcome = bulk.on_progress(|progress| panic!("{ON_PURPOSE}: {progress:?}")).run().unwrap();
    assert!(outcome.panicked(), "{outcome:?}");
}
