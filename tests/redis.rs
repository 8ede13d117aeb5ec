//! What processes share on a Redis server. Every test starts a server of its own, which needs the
//! program `redis-server`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU32;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, SystemTime};

use dingtalk_client::{
    AccessToken, AppCredentials, Client, Clock, Error, ErrorKind, Host, Limiter, RedisRate,
    RedisTokenStore, Retry, StoredToken, TokenKey, TokenStore,
};
use dingtalk_sandbox::Sandbox;
use dingtalk_tests::{Outcome, Script, Shared, TestClock};
use redis::Commands;
use tempfile::TempDir;

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts a server at the first port that is free. None of them is given to connections, so that
    /// no other test takes it meanwhile.
    fn start_with(settings: &[&str]) -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let first = 20_000 + u16::try_from(std::process::id() % 1_000).unwrap() * 10;
        for _ in 0..100 {
            let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
            if let Some(server) = Self::start_at(port, settings) {
                return server;
            }
        }
        panic!("no server can be started")
    }

    fn start_at(port: u16, settings: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        command.arg("--dir").arg(folder.path()).args(settings).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program redis-server is needed");
        let output = child.stdout.take().unwrap();
        let server = Self { child, port, _folder: folder };
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        lines.any(|line| line.contains("Ready to accept connections")).then_some(server)
    }

    fn url(&self) -> String {
        self.url_as("")
    }

    fn url_as(&self, user: &str) -> String {
        format!("redis://{user}127.0.0.1:{}", self.port)
    }

    fn store(&self) -> RedisTokenStore {
        RedisTokenStore::new(&self.url()).unwrap()
    }

    fn connection(&self) -> redis::Connection {
        redis::Client::open(self.url()).unwrap().get_connection().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The URL of a server that is not there.
const NOWHERE: &str = "redis://127.0.0.1:1";

fn key() -> TokenKey {
    TokenKey::new(Host::INTERNATIONAL, "dingxxxx")
}

fn token(text: &str) -> StoredToken {
    let life = Duration::from_secs(7200);
    StoredToken { token: text.into(), expires_at: SystemTime::now() + life, life }
}

#[test]
fn ten_processes_fetch_one_token() {
    let server = Server::start();
    let program = env!("CARGO_BIN_EXE_one-call");
    let shared = Shared { program, store: &["redis", &server.url(), "3600"] };
    shared.check_ten_processes().unwrap();
}

#[test]
fn a_process_that_is_killed_while_it_fetches_holds_nobody_up_for_longer_than_its_lease() {
    let server = Server::start();
    let program = env!("CARGO_BIN_EXE_one-call");
    let shared = Shared { program, store: &["redis", &server.url(), "3"] };
    shared.check_killed_process().unwrap();
}

#[test]
fn a_token_is_found_by_its_key_alone_and_ends_with_its_life() {
    let server = Server::start();
    let store = server.store();
    assert_eq!(store.load(&key()).unwrap(), None);
    let keys = [
        key(),
        TokenKey::new(Host::MAINLAND, "dingxxxx"),
        key().for_organization("ding1"),
        key().for_organization("ding2"),
    ];
    let tokens: Vec<_> = (0..keys.len()).map(|number| token(&format!("t{number}"))).collect();
    for (key, token) in keys.iter().zip(&tokens) {
        assert_eq!(&store.save(key, None, token).unwrap(), token);
    }
    for (key, token) in keys.iter().zip(&tokens) {
        assert_eq!(store.load(key).unwrap().as_ref(), Some(token));
        let life: i64 = server.connection().pttl(store.name(key)).unwrap();
        assert!((7_000_000..=7_200_000).contains(&life), "{life}");
    }
    let elsewhere = server.store().with_prefix("other:");
    assert_eq!(elsewhere.load(&key()).unwrap(), None);
    assert_eq!(store.name(&key()), "dingtalk:{https://oapi.dingtalk.io dingxxxx}:token");
}

#[test]
fn a_token_that_was_stored_meanwhile_stays() {
    let server = Server::start();
    let store = server.store();
    let [first, second, third] = ["t1", "t2", "t3"].map(token);
    store.save(&key(), None, &first).unwrap();
    assert_eq!(store.save(&key(), None, &second).unwrap(), first);
    assert_eq!(store.save(&key(), Some(&third), &second).unwrap(), first);
    assert_eq!(store.save(&key(), Some(&first), &second).unwrap(), second);
    assert_eq!(store.load(&key()).unwrap(), Some(second));
}

#[test]
fn a_value_that_is_no_token_is_replaced() {
    let server = Server::start();
    let store = server.store();
    let good = token("good");
    let half = &good.expose_json().into_bytes()[..40];
    for value in [b"" as &[u8], b"null", &[0xff; 8], half] {
        let () = server.connection().set(store.name(&key()), value).unwrap();
        assert_eq!(store.load(&key()).unwrap(), None);
        assert_eq!(store.save(&key(), None, &good).unwrap(), good);
        assert_eq!(store.load(&key()).unwrap().as_ref(), Some(&good));
    }
    // As well as the old token, written in another form.
    let spaced = good.expose_json().replace(':', ": ");
    let () = server.connection().set(store.name(&key()), spaced).unwrap();
    let newer = token("newer");
    assert_eq!(store.save(&key(), Some(&good), &newer).unwrap(), newer);
    assert_eq!(store.load(&key()).unwrap(), Some(newer));
}

#[test]
fn one_at_a_time_has_the_right_to_fetch_until_it_is_given_back_or_runs_out() {
    let server = Server::start();
    let lease = Duration::from_secs(3600);
    let [mine, theirs] = [server.store(), server.store()].map(|store| store.with_lease(lease));
    let lock = mine.try_lock(&key()).unwrap();
    assert!(lock.is_some() && theirs.try_lock(&key()).unwrap().is_none());
    assert!(theirs.try_lock(&key().for_organization("ding1")).unwrap().is_some());
    let name = "dingtalk:{https://oapi.dingtalk.io dingxxxx}:fetch";
    let life: i64 = server.connection().pttl(name).unwrap();
    assert!((3_000_000..=3_600_000).contains(&life), "{life}");
    drop(lock);
    let again = theirs.try_lock(&key()).unwrap();
    assert!(again.is_some());

    // One that has run out does not end the one that came after it.
    let () = server.connection().del(name).unwrap();
    let after = mine.try_lock(&key()).unwrap();
    drop(again);
    assert!(after.is_some() && theirs.try_lock(&key()).unwrap().is_none());
}

/// What a token is fetched with, and the call after it.
const FETCHED: [&str; 2] =
    [r#"{"errcode": 0, "access_token": "t1", "expires_in": 7200}"#, r#"{"errcode": 0}"#];

fn call(script: &Script, clock: &TestClock, store: RedisTokenStore) -> Result<(), Error> {
    let client = Client::builder()
        .token(AppCredentials::new("dingxxxx", "5ecret").with_store(store))
        .transport(script.clone())
        .clock(clock.clone())
        .limiter(Limiter::off())
        .retry(Retry::off())
        .build()?;
    client.role().delete(11).send().map(drop)
}

fn script<const N: usize>(bodies: [&str; N]) -> (TestClock, Script) {
    let clock = TestClock::new();
    (clock.clone(), Script::new(&clock, bodies.map(Outcome::from)))
}

#[test]
fn without_the_server_each_process_fetches_for_itself() {
    let store = RedisTokenStore::new(NOWHERE).unwrap();
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    let (clock, script) = script(FETCHED);
    call(&script, &clock, store).unwrap();
    assert_eq!(script.left(), 0);
}

#[test]
fn a_server_that_accepts_and_is_silent_does_not_hold_a_call_up() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("redis://{}", silent.local_addr().unwrap());
    let timeout = Duration::from_millis(50);
    let store = RedisTokenStore::new(&url).unwrap().with_timeout(timeout);
    assert_eq!(store.load(&key()).unwrap_err().kind(), ErrorKind::Unreachable);
    let (clock, script) = script(FETCHED);
    call(&script, &clock, store).unwrap();
}

#[test]
fn a_server_that_was_restarted_is_used_again() {
    let server = Server::start();
    let store = server.store();
    store.save(&key(), None, &token("t1")).unwrap();
    let port = server.port;
    drop(server);
    let _server = Server::start_at(port, &[]).unwrap();
    assert_eq!(store.load(&key()).unwrap(), None);
}

#[test]
fn a_wrong_password_is_an_error_that_shows_no_password() {
    let server = Server::start_with(&["--requirepass", "right"]);
    for user in ["", ":wr0ng@", "name:wr0ng@"] {
        let store = RedisTokenStore::new(&server.url_as(user)).unwrap();
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        let (clock, script) = script([]);
        let error = call(&script, &clock, store.clone()).unwrap_err();
        let shown = format!("{error} {error:?} {store:?}");
        assert!(shown.contains("refuses") || shown.contains("cannot be used"), "{shown}");
        assert!(!shown.contains("wr0ng"), "{shown}");
    }
    let right = RedisTokenStore::new(&server.url_as(":right@")).unwrap();
    assert_eq!(right.load(&key()).unwrap(), None);
}

#[test]
fn a_server_that_does_not_know_a_command_shows_no_token() {
    let server = Server::start_with(&["--rename-command", "EVAL", ""]);
    let error = server.store().save(&key(), None, &token("5tored")).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("unknown command"), "{shown}");
    assert!(!shown.contains("5tored") && !shown.contains("redis.call"), "{shown}");
}

#[test]
fn tls_checks_the_certificate_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let [certificate, key] = ["certificate", "key"].map(|name| folder.path().join(name));
    fs::write(&certificate, own.cert.pem()).unwrap();
    fs::write(&key, own.signing_key.serialize_pem()).unwrap();
    let [certificate, key] = [certificate, key].map(|path| path.to_str().unwrap().to_owned());
    let port = Server::start().port;
    let _server = Server::start_with(&[
        "--tls-port",
        &port.to_string(),
        "--tls-cert-file",
        &certificate,
        "--tls-key-file",
        &key,
        "--tls-auth-clients",
        "no",
        "--tls-ca-cert-file",
        &certificate,
    ]);
    let url = format!("rediss://localhost:{port}");

    let sandbox = Sandbox::builder().app("key", "5ecret").start().unwrap();
    let make_call = |trusted: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_one-call"));
        command.args([sandbox.url(), "redis", &url, "3600"]).env("SSL_CERT_FILE", trusted);
        let output = command.output().unwrap();
        let [printed, failure] =
            [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap());
        assert_eq!(printed, "ready\ndone\n", "{failure}");
        sandbox.token_requests()
    };
    assert_eq!([make_call(&certificate), make_call(&certificate)], [1, 1]);
    // A server that is not trusted gets no token and gives none.
    assert_eq!(make_call("/dev/null"), 2);
}

#[test]
fn a_url_that_cannot_be_used_is_an_error_that_does_not_repeat_it() {
    for url in
        ["", "cache.example", "http://:wr0ng@cache.example", "rediss://:wr0ng@cache.example:x"]
    {
        for error in [
            RedisTokenStore::new(url).map(drop).unwrap_err(),
            RedisRate::new(url, "dingxxxx").map(drop).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
            let shown = format!("{error} {error:?}");
            assert!(shown.contains("redis://") && !shown.contains("wr0ng"), "{shown}");
        }
    }
}

/// Returns a client of a process with a clock of its own, whose pauses cost no time.
fn limited(limiter: Limiter) -> (TestClock, Client) {
    let (clock, script) = script([FETCHED[1]; 20]);
    let client = Client::builder()
        .token(AccessToken::new("t"))
        .transport(script)
        .clock(clock.clone())
        .limiter(limiter)
        .retry(Retry::off())
        .timeout(Duration::from_secs(3600))
        .build()
        .unwrap();
    (clock, client)
}

/// Returns a limiter of one call in 100 s, so that a slow machine makes no difference.
fn shared(server: &Server) -> Limiter {
    let [one, hundred] = [1, 100].map(|number| NonZeroU32::new(number).unwrap());
    let rate = RedisRate::new(&server.url(), "dingxxxx").unwrap();
    Limiter::per_second(one).split_among(hundred).shared(rate)
}

fn delete(client: &Client) -> Result<(), Error> {
    client.role().delete(11).send().map(drop)
}

#[test]
fn the_calls_of_all_processes_are_counted_together() {
    let server = Server::start();
    let (first_clock, first) = limited(shared(&server));
    let (second_clock, second) = limited(shared(&server));
    for client in [&first, &second, &first, &second] {
        delete(client).unwrap();
    }
    // The server's clock goes on while the test runs, so that waits are a little shorter.
    let waits = [first_clock.elapsed(), second_clock.elapsed()].map(|wait| wait.as_secs());
    assert!((150..=200).contains(&waits[0]) && (350..=400).contains(&waits[1]), "{waits:?}");
    // Each endpoint has its own calls.
    second.user().list_ids(1).send().unwrap_err();
    assert_eq!(second_clock.elapsed().as_secs(), waits[1]);
}

#[test]
fn a_place_that_is_too_far_away_is_not_taken() {
    let server = Server::start();
    let (clock, client) = limited(shared(&server));
    delete(&client).unwrap();
    delete(&client).unwrap();
    let call = client.role().delete(11);
    let error = call.timeout(Duration::from_secs(120)).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HeldBack, "{error}");
    let before = clock.elapsed();
    delete(&client).unwrap();
    let wait = clock.elapsed().saturating_sub(before).as_secs();
    assert!((150..=200).contains(&wait), "{wait}");
}

#[test]
fn without_the_server_each_process_keeps_to_the_limit_by_itself() {
    let calls = NonZeroU32::new(20).unwrap();
    let limiter = Limiter::per_second(calls).shared(RedisRate::new(NOWHERE, "dingxxxx").unwrap());
    let (clock, client) = limited(limiter);
    for _ in 0..3 {
        delete(&client).unwrap();
    }
    assert_eq!(clock.elapsed(), Duration::from_millis(100));
}

#[test]
fn a_server_that_refuses_fails_the_calls() {
    let server = Server::start_with(&["--requirepass", "right"]);
    let (_, client) = limited(shared(&server));
    assert_eq!(delete(&client).unwrap_err().kind(), ErrorKind::InvalidConfiguration);
}

#[test]
fn a_clock_that_was_set_back_holds_no_call_up_for_hours() {
    let server = Server::start();
    let name = "dingtalk:{dingxxxx}:rate:/topapi/role/deleterole";
    let far: u64 = 9_000_000_000_000_000;
    for value in [far.to_string(), "nonsense".to_owned()] {
        let () = server.connection().set(name, value).unwrap();
        let (clock, client) = limited(shared(&server));
        delete(&client).unwrap();
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }
}
