//! The answers' JSON, in the fields and the order of the pages.
//!
//! Written from the pages and not with the types of `dingtalk-protocol`: a double made of the
//! types that it is to test would agree with every mistake in them.

use dingtalk_protocol::{DepartmentId, RoleId, UserId};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::Organisation;

/// What stands in `result`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Page(Page),
    UserIds { userid_list: Vec<String> },
}

/// `PageVo` of the page of `simplelist`.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    #[serde(rename = "hasMore")]
    pub(crate) has_more: bool,
    pub(crate) list: Vec<Holder>,
}

/// `OpenEmpSimple` of the page of `simplelist`, in the order of its example.
#[derive(Debug, Serialize)]
pub(crate) struct Holder {
    name: String,
    userid: String,
    // The page does not say whether it is left out when there is none; the sandbox sends `[]`.
    #[serde(rename = "manageScopes")]
    manage_scopes: Vec<Scope>,
}

#[derive(Debug, Serialize)]
struct Scope {
    dept_id: i64,
    name: String,
}

impl Holder {
    pub(crate) fn new(organisation: &Organisation, role: RoleId, user: &UserId) -> Self {
        let department_name =
            |id: DepartmentId| organisation.department(id).map(|found| found.name.clone());
        let scope = |id: DepartmentId| Scope {
            dept_id: id.get(),
            name: department_name(id).unwrap_or_default(),
        };
        Self {
            name: organisation.user(user).map(|user| user.name.clone()).unwrap_or_default(),
            userid: user.as_str().to_owned(),
            manage_scopes: organisation.scopes(role, user).map(scope).collect(),
        }
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// By the endpoint.
    Plain { code: i64, message: String },
    /// By the gateway in front of it.
    Wrapped { sub_code: &'static str, sub_message: String },
}

impl Refusal {
    pub(crate) fn plain(code: i64, message: impl Into<String>) -> Self {
        Self::Plain { code, message: message.into() }
    }
}

pub(crate) fn success(outcome: Option<&Outcome>, request_id: &str) -> http::Response<Vec<u8>> {
    json(&Envelope {
        errcode: 0,
        sub_code: None,
        sub_msg: None,
        errmsg: "ok",
        result: outcome,
        request_id,
    })
}

pub(crate) fn refusal(refusal: &Refusal, request_id: &str) -> http::Response<Vec<u8>> {
    match refusal {
        Refusal::Plain { code, message } => json(&Envelope {
            errcode: *code,
            sub_code: None,
            sub_msg: None,
            errmsg: message,
            result: None,
            request_id,
        }),
        Refusal::Wrapped { sub_code, sub_message } => json(&Envelope {
            errcode: 88,
            sub_code: Some(sub_code),
            sub_msg: Some(sub_message),
            errmsg: &format!("ding talk error[subcode={sub_code},submsg={sub_message}]"),
            result: None,
            request_id,
        }),
    }
}

#[derive(Serialize)]
struct Envelope<'a> {
    errcode: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_msg: Option<&'a str>,
    errmsg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a Outcome>,
    request_id: &'a str,
}

fn json(envelope: &Envelope<'_>) -> http::Response<Vec<u8>> {
    // Strings, numbers and lists of them always serialise; an empty body would say otherwise.
    let mut response = http::Response::new(serde_json::to_vec(envelope).unwrap_or_default());
    let content_type = HeaderValue::from_static("application/json;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
