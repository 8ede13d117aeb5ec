//! The JSON of the responses, with the fields and the order of the documentation pages.
//!
//! It is written from the pages and not with the types of `dingtalk-protocol`: a double built from the
//! types that it is meant to test would share every mistake in them.

use dingtalk_protocol::{DepartmentId, RoleId, UserId};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::Organisation;

/// Data that an endpoint returns: in `result`, or beside it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Page(Page),
    Other(serde_json::Value),
    /// Fields beside `errcode`, and not in `result`.
    Beside(serde_json::Value),
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
    // The page does not say whether the list is left out when it is empty; the sandbox sends `[]`.
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

/// The response to a request, before it is written as JSON.
#[derive(Debug)]
pub(crate) enum Message {
    /// The endpoint succeeded, with or without data.
    Success(Option<Outcome>),
    /// The page's own example.
    Example(&'static serde_json::Value),
    /// The response of `gettoken`.
    Token { access_token: String, expires_in: u64 },
    /// The endpoint or the gateway refused the request.
    Refused(Refusal),
    /// The caller's address is banned.
    Banned,
}

/// Reason why a request is refused, by who refuses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Refused by the endpoint.
    Plain { code: i64, message: String },
    /// Refused by the gateway in front of the endpoint.
    Wrapped { sub_code: &'static str, sub_message: String },
    /// Refused by the gateway, with a code of its own beside the sub code.
    Upstream { code: i64, sub_code: &'static str, message: String },
}

impl Refusal {
    pub(crate) fn plain(code: i64, message: impl Into<String>) -> Self {
        Self::Plain { code, message: message.into() }
    }

    pub(crate) fn wrapped(sub_code: &'static str, sub_message: impl Into<String>) -> Self {
        Self::Wrapped { sub_code, sub_message: sub_message.into() }
    }

    /// Returns the refusal without the gateway's wrapping, as `gettoken` returns it.
    pub(crate) fn unwrapped(self) -> Self {
        match self {
            Self::Wrapped { sub_code, sub_message } => {
                let code = sub_code.parse().unwrap_or(88);
                Self::Plain { code, message: sub_message }
            }
            other => other,
        }
    }

    pub(crate) fn codes(&self) -> (i64, Option<&'static str>) {
        match self {
            Self::Plain { code, .. } => (*code, None),
            Self::Wrapped { sub_code, .. } => (88, Some(sub_code)),
            Self::Upstream { code, sub_code, .. } => (*code, Some(sub_code)),
        }
    }
}

impl From<(i64, &'static str)> for Refusal {
    fn from((code, message): (i64, &'static str)) -> Self {
        Self::plain(code, message)
    }
}

/// How a response deviates from the documentation pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Ordinary,
    StringCode,
    WithoutCode,
    WithoutMessage,
    NullResult,
    WithoutLists,
}

/// Writes a response. That of `gettoken` has no `request_id`.
pub(crate) fn write(
    message: &Message,
    request_id: Option<&str>,
    shape: Shape,
) -> http::Response<Vec<u8>> {
    let mut envelope = Envelope { errmsg: Some("ok"), request_id, ..Envelope::default() };
    let mut code = 0;
    let text;
    match message {
        Message::Success(Some(Outcome::Beside(fields))) => envelope.beside = Some(fields),
        Message::Success(outcome) => envelope.result = outcome.as_ref().map(Content::Outcome),
        Message::Token { access_token, expires_in } => {
            envelope.access_token = Some(access_token);
            envelope.expires_in = Some(*expires_in);
        }
        Message::Banned => return banned(request_id),
        Message::Example(body) => return example(body, request_id, shape),
        Message::Refused(refusal) => {
            (code, envelope.sub_code) = refusal.codes();
            envelope.errmsg = Some(match refusal {
                Refusal::Plain { message, .. } | Refusal::Upstream { message, .. } => message,
                Refusal::Wrapped { sub_code, sub_message } => {
                    envelope.sub_msg = Some(sub_message);
                    text = format!("ding talk error[subcode={sub_code},submsg={sub_message}]");
                    &text
                }
            });
        }
    }
    envelope.errcode = Some(Code::Number(code));
    match shape {
        Shape::Ordinary => {}
        Shape::StringCode => envelope.errcode = Some(Code::Text(code.to_string())),
        Shape::WithoutCode => envelope.errcode = None,
        Shape::WithoutMessage => envelope.errmsg = None,
        Shape::NullResult => envelope.result = Some(Content::Null),
        Shape::WithoutLists => {
            envelope.result = envelope.result.as_ref().and_then(without_lists).map(Content::Rest);
        }
    }
    json(&envelope)
}

/// Returns the page's example with the request's own `request_id`, where the page lists one.
fn example(
    body: &serde_json::Value,
    request_id: Option<&str>,
    shape: Shape,
) -> http::Response<Vec<u8>> {
    let mut fields = body.as_object().cloned().unwrap_or_default();
    if let Some(id) = request_id {
        fields.insert("request_id".to_owned(), id.into());
    }
    match shape {
        Shape::Ordinary => {}
        Shape::StringCode => drop(fields.insert("errcode".to_owned(), "0".into())),
        Shape::WithoutCode => drop(fields.remove("errcode")),
        Shape::WithoutMessage => drop(fields.remove("errmsg")),
        Shape::NullResult => drop(fields.insert("result".to_owned(), serde_json::Value::Null)),
        Shape::WithoutLists => {
            if let Some(result) = fields.get_mut("result").and_then(|it| it.as_object_mut()) {
                result.retain(|_, value| !value.is_array());
            }
        }
    }
    json(&fields)
}

/// Returns an HTML page, as sent by a server in front of the service.
pub(crate) fn html(status: StatusCode, title: &str) -> http::Response<Vec<u8>> {
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1>\
         </center>\r\n</body>\r\n</html>\r\n"
    );
    let mut response = http::Response::new(page.into_bytes());
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("text/html;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

#[derive(Default, Serialize)]
struct Envelope<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    errcode: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_msg: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errmsg: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Content<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    beside: Option<&'a serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Outcome(&'a Outcome),
    Rest(serde_json::Value),
    Null,
}

/// Returns a result without the lists in it; `None` if it is a list itself.
fn without_lists(result: &Content<'_>) -> Option<serde_json::Value> {
    let mut result = serde_json::to_value(result).expect("a result is JSON");
    if let Some(fields) = result.as_object_mut() {
        fields.retain(|_, value| !value.is_array());
    }
    Some(result).filter(|result| !result.is_array())
}

#[derive(Serialize)]
#[serde(untagged)]
enum Code {
    Number(i64),
    Text(String),
}

/// The body for a banned address. `wait` is in minutes. The numbers are those observed; the `uuid` is
/// derived from the counted `request_id`, so that equal runs give equal responses.
#[derive(Serialize)]
struct Ban<'a> {
    status: u16,
    wait: u16,
    source: &'static str,
    punish: &'static str,
    uuid: &'a str,
}

fn banned(request_id: Option<&str>) -> http::Response<Vec<u8>> {
    let uuid = request_id.unwrap_or("sandbox");
    json(&Ban { status: 1111, wait: 5, source: "x5", punish: "deny", uuid })
}

fn json(body: &impl Serialize) -> http::Response<Vec<u8>> {
    // Strings, numbers and lists of them always serialise; a failure would show as an empty body.
    let mut response = http::Response::new(serde_json::to_vec(body).unwrap_or_default());
    let content_type = HeaderValue::from_static("application/json;charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
