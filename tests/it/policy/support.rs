//! A client on a script and a clock that stands still.

use std::time::Duration;

use crate::process::listen;
use dingtalk_client::{AccessToken, Client, ClientBuilder, Error, Limiter};
use dingtalk_tests::{Outcome, Script, TestClock};

/// A success without anything in it.
pub(crate) const OK: &str = r#"{"errcode": 0}"#;

/// What a deletion with the token `t` sends.
pub(crate) const DELETE: &str = "POST /topapi/role/deleterole?access_token=t";

/// What a fetch of the app `key` sends.
pub(crate) const FETCH: &str = "GET /gettoken?appkey=key&appsecret=5ecret";

/// A script and its clock.
pub(crate) struct Bench {
    pub(crate) clock: TestClock,
    pub(crate) script: Script,
}

impl Bench {
    pub(crate) fn new(outcomes: impl IntoIterator<Item: Into<Outcome>>) -> Self {
        listen();
        let clock = TestClock::new();
        Self { script: Script::new(&clock, outcomes), clock }
    }

    /// Returns a bench where nothing is sent, or whose script is written later.
    pub(crate) fn silent() -> Self {
        Self::new([] as [Outcome; 0])
    }

    /// Returns a client with the token `t` that holds nothing back.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .token(AccessToken::new("t"))
            .transport(self.script.clone())
            .clock(self.clock.clone())
            .limiter(Limiter::off())
            .random_seed(1)
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns a client of the app `key`.
    pub(crate) fn app(&self) -> Client {
        self.builder().app("key", "5ecret").build().unwrap()
    }

    /// Returns what has happened, once the whole script has been played.
    #[track_caller]
    pub(crate) fn events(&self) -> Vec<String> {
        assert_eq!(self.script.left(), 0, "not the whole script was played");
        self.clock.events()
    }

    /// Returns how many requests were sent, once the whole script has been played.
    #[track_caller]
    pub(crate) fn sent(&self) -> usize {
        self.events().iter().filter(|event| !event.starts_with("pause")).count()
    }
}

/// Deletes a role.
pub(crate) fn delete(client: &Client) -> Result<(), Error> {
    client.role().delete(11).send().map(drop)
}

/// Returns what a deletion with this token sends.
pub(crate) fn delete_with(token: &str) -> String {
    format!("POST /topapi/role/deleterole?access_token={token}")
}

/// Returns a plain error.
pub(crate) fn code(errcode: impl Into<i64>) -> Outcome {
    let errcode = errcode.into();
    format!(r#"{{"errcode": {errcode}, "errmsg": "no", "request_id": "r{errcode}"}}"#).into()
}

/// Returns an error as the gateway wraps it.
pub(crate) fn wrapped(sub_code: &str, sub_msg: &str) -> Outcome {
    format!(r#"{{"errcode": 88, "sub_code": "{sub_code}", "sub_msg": "{sub_msg}"}}"#).into()
}

pub(crate) fn throttled() -> Outcome {
    wrapped("90018", "too often")
}

/// Returns what the gateway answers to a banned address.
pub(crate) fn banned() -> Outcome {
    r#"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"}"#.into()
}

/// Returns a token with the usual life.
pub(crate) fn issued(token: &str) -> Outcome {
    issued_for(token, 7200)
}

pub(crate) fn issued_for(token: &str, seconds: i64) -> Outcome {
    format!(
        r#"{{"errcode": 0, "errmsg": "ok", "access_token": "{token}", "expires_in": {seconds}}}"#
    )
    .into()
}

pub(crate) fn ok() -> Outcome {
    OK.into()
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
