//! The sandbox as its users see it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use dingtalk_protocol::{AccessToken, Host};

use crate::log::Log;
use crate::server::Server;
use crate::service::Service;
use crate::settings::Settings;
use crate::{Answer, Clock, Organisation, RecordedRequest, SystemClock, lock};

/// The token that a sandbox accepts unless it is given others. It opens nothing else.
pub const DEFAULT_TOKEN: &str = "sandbox-token-8f577d76f2a3a2";

/// A running double of the service. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    server: Server,
    service: Arc<Service>,
    url: String,
    host: Host,
    token: AccessToken,
}

impl Sandbox {
    /// Starts a sandbox with the seeded organisation on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// The system has no free port or thread.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// A sandbox to be configured first.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            tokens: Vec::new(),
            organisation: Organisation::seeded(),
            clock: Arc::new(SystemClock),
            log_limit: 100_000,
        }
    }

    /// `http://127.0.0.1:` and the port.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The sandbox as a host to send requests to.
    pub fn host(&self) -> Host {
        self.host.clone()
    }

    /// The address that the sandbox listens at.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The token that the sandbox accepts; the first one if it was given several.
    pub fn token(&self) -> AccessToken {
        self.token.clone()
    }

    /// Reads or changes the organisation. Requests wait until `work` is done, so `work` must not
    /// wait for an answer.
    pub fn with_organisation<T>(&self, work: impl FnOnce(&mut Organisation) -> T) -> T {
        work(&mut lock(&self.service.organisation))
    }
}

/// Answers in place of the ordinary ones.
impl Sandbox {
    /// Answers the next request to `path` so. Answers that are ordered while others still wait for
    /// their requests follow them.
    pub fn answer_next(&self, path: &str, answer: Answer) {
        self.answer_next_n(path, 1, answer);
    }

    /// Answers the next `count` requests to `path` so.
    #[expect(clippy::needless_pass_by_value, reason = "reads like `answer_next`")]
    pub fn answer_next_n(&self, path: &str, count: usize, answer: Answer) {
        lock(&self.service.script).push(path, count, &answer);
    }

    /// Forgets the answers that have been ordered and not been given yet.
    pub fn clear_answers(&self) {
        lock(&self.service.script).clear();
    }
}

/// What the gateway lets through, and other rules.
impl Sandbox {
    /// Accepts one more token.
    pub fn accept_token(&self, token: impl Into<AccessToken>) {
        lock(&self.service.settings).tokens.push(token.into());
    }

    /// Rejects a token from now on, as if it had expired or been revoked.
    pub fn reject_token(&self, token: &AccessToken) {
        lock(&self.service.settings).tokens.retain(|known| known != token);
    }

    /// Takes from the app the permission that the call of this path requires.
    pub fn revoke_permission(&self, path: &str) {
        lock(&self.service.settings).without_permission.insert(path.to_owned());
    }

    /// Gives that permission back.
    pub fn grant_permission(&self, path: &str) {
        lock(&self.service.settings).without_permission.remove(path);
    }

    /// Says whether the caller's IP address is on the app's allow list. It is at first.
    pub fn allow_caller(&self, allowed: bool) {
        lock(&self.service.settings).caller_allowed = allowed;
    }

    /// Changes how deleting a role is refused that somebody still holds. At first it is
    /// [`ROLE_IN_USE`](crate::ROLE_IN_USE), the sandbox's own code.
    pub fn refuse_role_in_use_with(&self, code: i64, message: impl Into<String>) {
        lock(&self.service.settings).role_in_use = (code, message.into());
    }
}

/// What has been received.
impl Sandbox {
    /// The requests so far, oldest first. A request is in the log before its answer leaves.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.service.log).entries()
    }

    /// Empties the log.
    pub fn clear_requests(&self) {
        lock(&self.service.log).clear();
    }
}

/// Configures a sandbox; made by [`Sandbox::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    port: u16,
    tokens: Vec<AccessToken>,
    organisation: Organisation,
    clock: Arc<dyn Clock>,
    log_limit: usize,
}

impl Builder {
    /// Listens at this port; 0, the default, picks a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts this token instead of [`DEFAULT_TOKEN`]; called again, accepts one more.
    pub fn token(mut self, token: impl Into<AccessToken>) -> Self {
        self.tokens.push(token.into());
        self
    }

    /// Serves this organisation instead of [`Organisation::seeded`].
    pub fn organisation(mut self, organisation: Organisation) -> Self {
        self.organisation = organisation;
        self
    }

    /// Takes the time from this clock instead of the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Keeps at most this many requests in the log, the last ones; the default is 100,000.
    pub fn log_limit(mut self, limit: usize) -> Self {
        self.log_limit = limit;
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// The port is taken, or the system has no free port or thread.
    pub fn start(self) -> io::Result<Sandbox> {
        let Self { port, mut tokens, organisation, clock, log_limit } = self;
        if tokens.is_empty() {
            tokens.push(DEFAULT_TOKEN.into());
        }
        let token = tokens[0].clone();
        let settings = Settings::new(tokens);
        let service = Arc::new(Service::new(organisation, settings, Log::new(log_limit), clock));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::start(address, Arc::clone(&service))?;
        let url = format!("http://{}", server.address());
        let host = Host::custom(&url).map_err(io::Error::other)?;
        Ok(Sandbox { server, service, url, host, token })
    }
}
