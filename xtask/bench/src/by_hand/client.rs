//! A client on ureq, with the settings of a program that is left running.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ureq::Agent;

use super::{
    Error, Page, UserIds, add_to_users, decode, decode_nothing, delete, form, list_ids, list_users,
    remove_from_users, request,
};

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

    pub fn remove_from_users(&self, role_ids: &[i64], user_ids: &[String]) -> Result<(), Error> {
        let body = self.send(remove_from_users(&self.host, &self.token, role_ids, user_ids)?)?;
        decode_nothing(&body)
    }

    pub fn delete(&self, role_id: i64) -> Result<(), Error> {
        decode_nothing(&self.send(delete(&self.host, &self.token, role_id)?)?)
    }

    pub fn list_users(&self, role_id: i64, offset: i64, size: i64) -> Result<Page, Error> {
        decode(&self.send(list_users(&self.host, &self.token, role_id, offset, size)?)?)
    }

    pub fn list_ids(&self, dept_id: i64) -> Result<UserIds, Error> {
        decode(&self.send(list_ids(&self.host, &self.token, dept_id)?)?)
    }

    /// Gives a role to any number of users, by some threads, and returns how many calls failed.
    pub fn add_to_all(&self, role_id: i64, user_ids: &[String], threads: usize) -> usize {
        let chunks: Vec<_> = user_ids.chunks(20).collect();
        let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || {
            while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
                if self.add_to_users(&[role_id], chunk).is_err() {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
        failed.into_inner()
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
