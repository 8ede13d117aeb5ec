//! Tokens of third-party apps: the calls of the pages, and what is signed.

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_client::{
    Client, Error, ErrorKind, FileTokenStore, Limiter, Retry, Secret, SuiteCredentials,
    SuiteTicket, SuiteTickets, TokenSource, Transport,
};
use dingtalk_tests::{Outcome, Script, TestClock};

/// A transport that keeps what is sent, and answers from a script.
#[derive(Debug, Clone)]
struct Recorder {
    script: Script,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let target = request.uri().path_and_query().unwrap();
        let content_type = request.headers().get("content-type").unwrap();
        assert_eq!(content_type, "application/x-www-form-urlencoded;charset=utf-8");
        let body = String::from_utf8(request.body().clone()).unwrap();
        self.sent.lock().unwrap().push(format!("{} {target} {body}", request.method()));
        self.script.send(request, time)
    }
}

impl Recorder {
    fn new(bodies: &[&str]) -> (Self, TestClock) {
        let clock = TestClock::new();
        let script = Script::new(&clock, bodies.iter().map(|body| Outcome::from(*body)));
        (Self { script, sent: Arc::default() }, clock)
    }

    /// Returns what was sent, once the whole script has been played.
    #[track_caller]
    fn sent(&self) -> Vec<String> {
        assert_eq!(self.script.left(), 0, "not the whole script was played");
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    fn client(&self, clock: &TestClock, tokens: impl TokenSource + 'static) -> Client {
        Client::builder()
            .token(tokens)
            .transport(self.clone())
            .clock(clock.clone())
            .limiter(Limiter::off())
            .retry(Retry::off())
            .build()
            .unwrap()
    }
}

/// The answers of the pages.
const SUITE_TOKEN: &str = r#"{
    "errcode":0,
    "errmsg":"ok",
    "suite_access_token":"67477fed82e63563a320xxxx",
    "expires_in":7200
}"#;
const CORP_TOKEN: &str =
    r#"{"access_token":"1cc1bb3xxxx","errcode":0,"errmsg":"ok","expires_in":7200}"#;
const OTHER_TOKEN: &str =
    r#"{"access_token":"2dd2cc4xxxx","errcode":0,"errmsg":"ok","expires_in":7200}"#;
const OK: &str = r#"{"errcode": 0}"#;
const REJECTED: &str = r#"{"errcode": 88, "sub_code": "40014", "sub_msg": "bad"}"#;

/// A fetch for `ding1` with the ticket `tick3t` at the beginning of the test. The signature was made
/// by another implementation of HMAC.
const FETCH: &str = "POST /service/get_corp_token?accessKey=suitexxxx&timestamp=1767225600000\
    &suiteTicket=tick3t&signature=fuSQspB9OtPZ6GiJdCyEnxFmjuBTR00BpBNnrNc3yMU%3D auth_corpid=ding1";

fn delete_with(token: &str) -> String {
    format!("POST /topapi/role/deleterole?access_token={token} role_id=11")
}

fn suite(ticket: impl SuiteTicket + 'static) -> SuiteCredentials {
    SuiteCredentials::new("suitexxxx", "s3cret", ticket)
}

fn delete(client: &Client) -> Result<(), Error> {
    client.role().delete(11).send().map(drop)
}

#[test]
fn a_call_for_an_organization_carries_a_token_that_was_fetched_with_a_signature() {
    let (recorder, clock) = Recorder::new(&[CORP_TOKEN, OK, OK]);
    let client = recorder.client(&clock, suite(Secret::new("tick3t")).organization("ding1"));
    delete(&client).unwrap();
    delete(&client).unwrap();
    let call = delete_with("1cc1bb3xxxx");
    assert_eq!(recorder.sent(), [FETCH, &call, &call]);
}

#[test]
fn a_suite_token_is_fetched_with_secret_and_ticket() {
    let (recorder, clock) = Recorder::new(&[SUITE_TOKEN]);
    let client = recorder.client(&clock, suite(Secret::new("tick3t")).suite());
    for _ in 0..2 {
        assert_eq!(client.access_token().unwrap().expose(), "67477fed82e63563a320xxxx");
    }
    let fetch = "POST /service/get_suite_token \
        suite_key=suitexxxx&suite_secret=s3cret&suite_ticket=tick3t";
    assert_eq!(recorder.sent(), [fetch]);
}

#[test]
fn a_suite_token_serves_a_call_about_the_app() {
    let nobody = r#"{"errcode": 0, "errmsg": "ok", "corp_list": []}"#;
    let (recorder, clock) = Recorder::new(&[SUITE_TOKEN, nobody]);
    let client = recorder.client(&clock, suite(Secret::new("tick3t")).suite());
    let token = client.access_token().unwrap();
    let call = client.app_authorization().list_inactive_organizations(token.expose());
    assert!(call.with_app_id(123).send().unwrap().corp_ids.is_empty());
    let sent = "POST /service/get_unactive_corp?suite_access_token=67477fed82e63563a320xxxx \
        app_id=123";
    assert_eq!(recorder.sent()[1], sent);
}

#[test]
fn each_fetch_has_the_newest_ticket() {
    let tickets = SuiteTickets::new();
    let (recorder, clock) = Recorder::new(&[CORP_TOKEN, OK, REJECTED, OTHER_TOKEN, OK]);
    let client = recorder.client(&clock, suite(tickets.clone()).organization("ding1"));
    let error = delete(&client).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
    assert!(error.to_string().contains("no suite ticket was received yet"), "{error}");
    clock.advance(Duration::from_secs(1));
    tickets.set("first");
    delete(&client).unwrap();
    clock.advance(Duration::from_secs(1));
    tickets.set("second");
    delete(&client).unwrap();
    let sent = recorder.sent();
    assert!(sent[0].contains("&suiteTicket=first&"), "{}", sent[0]);
    assert!(sent[3].contains("&suiteTicket=second&"), "{}", sent[3]);
    assert_eq!(sent[4], delete_with("2dd2cc4xxxx"));
}

#[test]
fn the_tokens_of_organizations_are_kept_apart_also_in_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::new(folder.path());
    let suite = suite(Secret::new("tick3t")).with_store(store);
    let (recorder, clock) = Recorder::new(&[CORP_TOKEN, OK, OTHER_TOKEN, OK, SUITE_TOKEN, OK, OK]);
    for organization in ["ding1", "ding2"] {
        delete(&recorder.client(&clock, suite.organization(organization))).unwrap();
    }
    recorder.client(&clock, suite.suite()).access_token().unwrap();
    // Another process finds both.
    for organization in ["ding1", "ding2"] {
        delete(&recorder.client(&clock, suite.organization(organization))).unwrap();
    }
    let sent = recorder.sent();
    let [first, second] = ["1cc1bb3xxxx", "2dd2cc4xxxx"].map(delete_with);
    assert_eq!([&sent[1], &sent[3], &sent[5], &sent[6]], [&first, &second, &first, &second]);
    assert!(sent[2].ends_with(" auth_corpid=ding2"), "{}", sent[2]);
}

#[test]
fn no_secret_of_the_app_is_in_any_text() {
    let ticket = SuiteTickets::new();
    ticket.set("tick3t");
    let suite = suite(ticket.clone());
    let signature = "fuSQspB9OtPZ6GiJdCyEnxFmjuBTR00BpBNnrNc3yMU=";
    let echo = |secrets: &str| format!(r#"{{"errcode": 33001, "errmsg": "no: {secrets}"}}"#);
    let [signed, plain] = [format!("s3cret tick3t {signature}"), "s3cret tick3t".to_owned()];
    let (recorder, clock) = Recorder::new(&[&echo(&signed), &echo(&plain)]);
    let organization = suite.organization("ding1");
    let mut shown = format!("{suite:?} {ticket:?} {organization:?} {:?}", suite.suite());
    for error in [
        delete(&recorder.client(&clock, organization)).unwrap_err(),
        recorder.client(&clock, suite.suite()).access_token().unwrap_err(),
    ] {
        assert!(error.to_string().contains("33001 (no: "), "{error}");
        write!(shown, " {error} {error:?}").unwrap();
    }
    for secret in ["s3cret", "tick3t", signature] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn credentials_with_something_around_them_are_refused_by_name() {
    let suite = |key: &str, secret: &str| SuiteCredentials::new(key, secret, Secret::new("t"));
    for (name, source) in [
        ("suite key", suite("", "s3cret").organization("ding1")),
        ("suite secret", suite("suitexxxx", "s3cret\n").organization("ding1")),
        ("id of the organization", suite("suitexxxx", "s3cret").organization(" ding1")),
    ] {
        let error = Client::builder().token(source).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        assert!(error.to_string().contains(name), "{error}");
    }
}
