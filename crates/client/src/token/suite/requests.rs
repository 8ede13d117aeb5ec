//! The two calls that issue tokens to third-party apps.

use dingtalk_protocol::limits::Limits;
use dingtalk_protocol::{Endpoint, Request, Secret};
use serde::{Deserialize, Serialize};

static GET_SUITE_TOKEN: Endpoint =
    Endpoint::post("auth::get_suite_token", "/service/get_suite_token")
        .form()
        .without_token()
        .repeat_safe()
        .page("https://open.dingtalk.com/document/development/obtain-application-suite-ticket");

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GetSuiteToken {
    #[serde(rename = "suite_key")]
    pub(super) key: String,
    #[serde(rename = "suite_secret")]
    pub(super) secret: Secret,
    #[serde(rename = "suite_ticket")]
    pub(super) ticket: Secret,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SuiteToken {
    pub(super) suite_access_token: Secret,
    pub(super) expires_in: Option<f64>,
}

impl Request for GetSuiteToken {
    type Response = SuiteToken;
    const ENDPOINT: &'static Endpoint = &GET_SUITE_TOKEN;

    fn check_limits(&self, limits: &mut Limits) {
        limits.not_empty("suite_ticket", self.ticket.expose());
    }

    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        vec![("suite_secret", &self.secret), ("suite_ticket", &self.ticket)]
    }
}

static GET_CORP_TOKEN: Endpoint =
    Endpoint::post("auth::get_organization_token", "/service/get_corp_token")
        .form()
        .query(&["accessKey", "timestamp", "suiteTicket", "signature"])
        .without_token()
        .repeat_safe()
        .page("https://open.dingtalk.com/document/development/obtain-isvapp-token");

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GetCorpToken {
    #[serde(rename = "accessKey")]
    pub(super) access_key: String,
    pub(super) timestamp: u64,
    #[serde(rename = "suiteTicket")]
    pub(super) suite_ticket: Secret,
    pub(super) signature: Secret,
    pub(super) auth_corpid: String,
    /// What signs the request. It is not sent, but hidden if the answer holds it.
    #[serde(skip)]
    pub(super) secret: Option<Secret>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CorpToken {
    pub(super) access_token: Secret,
    pub(super) expires_in: Option<f64>,
}

impl Request for GetCorpToken {
    type Response = CorpToken;
    const ENDPOINT: &'static Endpoint = &GET_CORP_TOKEN;

    fn check_limits(&self, limits: &mut Limits) {
        limits.not_empty("suiteTicket", self.suite_ticket.expose());
    }

    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        let mut secrets = vec![("suiteTicket", &self.suite_ticket), ("signature", &self.signature)];
        secrets.extend(self.secret.as_ref().map(|secret| ("accessSecret", secret)));
        secrets
    }
}
