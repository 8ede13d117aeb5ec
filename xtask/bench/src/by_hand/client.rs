//! A client on ureq, with the settings of a long-running program.

use std::time::Duration;

use ureq::Agent;

use super::{Error, Page, add_to_users, decode, decode_nothing, form, list_users, request};

/// A connection to the service, with a token that never changes.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    host: String,
    token: String,
}

impl Client {
    pub fn new(host: &str, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent("by-hand/0.1.0")
            .accept_encoding("identity")
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        Self { agent: config.into(), host: host.to_owned(), token: token.to_owned() }
    }

    pub fn add_to_users(&self, role_ids: &[i64], user_ids: &[String]) -> Result<(), Error> {
        let body = self.send(add_to_users(&self.host, &self.token, role_ids, user_ids)?)?;
        decode_nothing(&body)
    }

    pub fn list_users(&self, role_id: i64, offset: i64, size: i64) -> Result<Page, Error> {
        decode(&self.send(list_users(&self.host, &self.token, role_id, offset, size)?)?)
    }

    /// Makes a call whose parameters are numbers, and reads its result.
    pub(super) fn call<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        parameters: &[(&str, i64)],
    ) -> Result<T, Error> {
        decode(&self.send(request(&self.host, path, &self.token, form(parameters))?)?)
    }

    fn send(&self, request: http::Request<Vec<u8>>) -> Result<Vec<u8>, Error> {
        let mut response = self.agent.run(request).map_err(Error::Transport)?;
        response.body_mut().read_to_vec().map_err(Error::Transport)
    }
}
