//! The same work without the crates: ureq, serde, `String` and `Vec`.

mod client;
mod directory;

use std::fmt;
use std::fmt::Write;

use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use client::Client;
pub use directory::Directory;

/// The envelope of every answer.
#[derive(Debug, Deserialize)]
pub struct Answer<T> {
    pub errcode: i64,
    pub errmsg: Option<String>,
    pub sub_code: Option<String>,
    pub sub_msg: Option<String>,
    pub request_id: Option<String>,
    pub result: Option<T>,
}

/// A page of the users who have a role.
#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(rename = "hasMore")]
    pub has_more: bool,
    #[serde(default)]
    pub list: Vec<User>,
}

/// A user who has the role.
#[derive(Debug, Deserialize)]
pub struct User {
    pub userid: String,
    pub name: Option<String>,
    #[serde(default, rename = "manageScopes")]
    pub manage_scopes: Vec<Department>,
}

/// A department within a management scope.
#[derive(Debug, Deserialize)]
pub struct Department {
    pub dept_id: i64,
    pub name: Option<String>,
}

/// Answer of a call without a result.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The roles and users of a call.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RolesAndUsers<'a> {
    role_ids: &'a str,
    user_ids: &'a str,
}

/// The error of a call.
#[derive(Debug)]
pub enum Error {
    Transport(ureq::Error),
    Json(serde_json::Error),
    Http(http::Error),
    Service { code: i64, message: Option<String>, request_id: Option<String> },
    NoResult,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Json(error) => error.fmt(f),
            Self::Http(error) => error.fmt(f),
            Self::Service { code, message, .. } => {
                write!(f, "the service answered {code}: {}", message.as_deref().unwrap_or("?"))
            }
            Self::NoResult => f.write_str("the answer has no result"),
        }
    }
}

impl std::error::Error for Error {}

/// Encodes a request that gives roles to users.
pub fn add_to_users(
    host: &str,
    token: &str,
    role_ids: &[i64],
    user_ids: &[String],
) -> Result<http::Request<Vec<u8>>, Error> {
    request(host, "/topapi/role/addrolesforemps", token, roles_and_users(role_ids, user_ids))
}

/// Encodes a request that lists the users who have a role.
pub fn list_users(
    host: &str,
    token: &str,
    role_id: i64,
    offset: i64,
    size: i64,
) -> Result<http::Request<Vec<u8>>, Error> {
    let body = form(&[("role_id", role_id), ("size", size), ("offset", offset)]);
    request(host, "/topapi/role/simplelist", token, body)
}

/// Returns the request with a body.
fn request(
    host: &str,
    path: &str,
    token: &str,
    body: Vec<u8>,
) -> Result<http::Request<Vec<u8>>, Error> {
    http::Request::post(format!("{host}{path}?access_token={token}"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8")
        .body(body)
        .map_err(Error::Http)
}

/// Reads the `result` of an answer.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    read(body)?.result.ok_or(Error::NoResult)
}

/// Reads an answer without a result.
pub fn decode_nothing(body: &[u8]) -> Result<(), Error> {
    read::<Nothing>(body).map(drop)
}

/// Encodes a body with roles and users.
fn roles_and_users(role_ids: &[i64], user_ids: &[String]) -> Vec<u8> {
    let mut roles = String::with_capacity(role_ids.len() * 12);
    for (index, id) in role_ids.iter().enumerate() {
        if index > 0 {
            roles.push(',');
        }
        let _ = write!(roles, "{id}");
    }
    form(&RolesAndUsers { role_ids: &roles, user_ids: &user_ids.join(",") })
}

fn form(parameters: &(impl Serialize + ?Sized)) -> Vec<u8> {
    serde_urlencoded::to_string(parameters).expect("texts and numbers encode").into_bytes()
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Answer<T>, Error> {
    let answer: Answer<T> = serde_json::from_slice(body).map_err(Error::Json)?;
    if answer.errcode == 0 {
        return Ok(answer);
    }
    // The gateway wraps the codes of its own answers.
    let wrapped = answer.sub_code.and_then(|code| code.parse().ok());
    Err(Error::Service {
        code: wrapped.unwrap_or(answer.errcode),
        message: if wrapped.is_some() { answer.sub_msg } else { answer.errmsg },
        request_id: answer.request_id,
    })
}
