use std::fmt::{self, Display};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use ureq::Agent;

/// A connection to the service.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    host: String,
    token: String,
}

/// What can go wrong.
#[derive(Debug)]
pub enum Error {
    Transport(ureq::Error),
    Form(serde_urlencoded::ser::Error),
    Json(serde_json::Error),
    Service { code: i64, message: Option<String>, request_id: Option<String> },
    NoResult,
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Form(error) => error.fmt(f),
            Self::Json(error) => error.fmt(f),
            Self::Service { code, message, .. } => {
                write!(f, "the service answered {code}: {}", message.as_deref().unwrap_or("?"))
            }
            Self::NoResult => f.write_str("the answer has no result"),
        }
    }
}

impl std::error::Error for Error {}

impl Client {
    pub fn new(host: &str, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        Self { agent: config.into(), host: host.to_owned(), token: token.to_owned() }
    }

    fn post(&self, path: &str, form: &impl Serialize) -> Result<Vec<u8>, Error> {
        let form = serde_urlencoded::to_string(form).map_err(Error::Form)?;
        let mut response = self
            .agent
            .post(format!("{}{path}?access_token={}", self.host, self.token))
            .content_type("application/x-www-form-urlencoded;charset=utf-8")
            .send(form)
            .map_err(Error::Transport)?;
        response.body_mut().read_to_vec().map_err(Error::Transport)
    }

    fn get(&self, path: &str, query: &impl Serialize) -> Result<Vec<u8>, Error> {
        let query = serde_urlencoded::to_string(query).map_err(Error::Form)?;
        let mut response = self
            .agent
            .get(format!("{}{path}?{query}", self.host))
            .call()
            .map_err(Error::Transport)?;
        response.body_mut().read_to_vec().map_err(Error::Transport)
    }
}

/// What every answer holds.
#[derive(Debug, Deserialize)]
struct Answer<T> {
    errcode: i64,
    errmsg: Option<String>,
    sub_code: Option<String>,
    sub_msg: Option<String>,
    request_id: Option<String>,
    result: Option<T>,
}

#[derive(Debug, Deserialize)]
struct Nothing {}

fn result<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    read(body)?.result.ok_or(Error::NoResult)
}

fn beside<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    nothing(body)?;
    serde_json::from_slice(body).map_err(Error::Json)
}

fn nothing(body: &[u8]) -> Result<(), Error> {
    read::<Nothing>(body).map(drop)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Answer<T>, Error> {
    let answer: Answer<T> = serde_json::from_slice(body).map_err(Error::Json)?;
    if answer.errcode == 0 {
        return Ok(answer);
    }
    let wrapped = answer.sub_code.and_then(|code| code.parse().ok());
    Err(Error::Service {
        code: wrapped.unwrap_or(answer.errcode),
        message: if wrapped.is_some() { answer.sub_msg } else { answer.errmsg },
        request_id: answer.request_id,
    })
}

fn joined<T: Display, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    serializer.serialize_str(&items.join(","))
}
