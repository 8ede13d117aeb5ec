//! Configuring a sandbox.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dingtalk_protocol::{AccessToken, Host, Secret};

use crate::fault::Faults;
use crate::history::{History, Robot};
use crate::limits::{LimitSettings, Limits};
use crate::log::Log;
use crate::server::Server;
use crate::service::Service;
use crate::settings::Settings;
use crate::tokens::{App, TOKEN_LIFE, Tokens};
use crate::{Clock, FaultPlan, IpBan, Organisation, Plan, Sandbox, SystemClock};

/// The token that a sandbox accepts by default. It is valid nowhere else.
pub const DEFAULT_TOKEN: &str = "sandbox-token-8f577d76f2a3a2";

/// The `appkey` that `gettoken` accepts by default.
pub const DEFAULT_APP_KEY: &str = "dingsandbox";

/// The `appsecret` that belongs to [`DEFAULT_APP_KEY`]. It is valid nowhere else.
pub const DEFAULT_APP_SECRET: &str = "sandbox-secret";

/// The token of the robot that every sandbox has. It is valid nowhere else.
pub const DEFAULT_ROBOT: &str = "sandbox-robot-5c1d0f";

/// Configures a sandbox; made by [`Sandbox::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    port: u16,
    tokens: Vec<AccessToken>,
    apps: Vec<App>,
    token_life: Option<Duration>,
    organisation: Organisation,
    clock: Arc<dyn Clock>,
    limits: LimitSettings,
    faults: FaultPlan,
    log_limit: usize,
    robots: Vec<Robot>,
    robots_are_limited: bool,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            tokens: Vec::new(),
            apps: Vec::new(),
            token_life: Some(TOKEN_LIFE),
            organisation: Organisation::seeded(),
            clock: Arc::new(SystemClock),
            limits: LimitSettings::default(),
            faults: FaultPlan::default(),
            log_limit: 100_000,
            robots: vec![Robot::new(Secret::new(DEFAULT_ROBOT), None)],
            robots_are_limited: false,
        }
    }

    /// Listens at this port; 0, the default, picks a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts this token instead of [`DEFAULT_TOKEN`]; each further call adds one more. It never
    /// expires and belongs to the first app.
    pub fn token(mut self, token: impl Into<AccessToken>) -> Self {
        self.tokens.push(token.into());
        self
    }

    /// Issues tokens to this app instead of the one of [`DEFAULT_APP_KEY`]; each further call adds one
    /// more app. Each app has tokens of its own.
    pub fn app(mut self, key: impl Into<String>, secret: impl Into<String>) -> Self {
        self.apps.push(App { key: key.into(), secret: secret.into() });
        self
    }

    /// Sets how long a token of `gettoken` is valid after it was issued or requested again; `None` is
    /// forever. The default is two hours, as the vendor documents.
    pub fn token_life(mut self, life: impl Into<Option<Duration>>) -> Self {
        self.token_life = life.into();
        self
    }

    /// Serves this organisation instead of [`Organisation::seeded`].
    pub fn organisation(mut self, organisation: Organisation) -> Self {
        self.organisation = organisation;
        self
    }

    /// Uses this clock instead of the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Limits the calls per second of one app to one path; further calls get 88 with 90018. Off by
    /// default.
    pub fn rate_limit(mut self, calls_per_second: u32) -> Self {
        self.limits.per_app = Some(calls_per_second);
        self
    }

    /// Limits the calls per second of all apps together to one path; further calls get 88 with 90002.
    /// Off by default.
    pub fn rate_limit_for_all(mut self, calls_per_second: u32) -> Self {
        self.limits.all_callers = Some(calls_per_second);
        self
    }

    /// Includes the end of the throttling in the message of 90018 and 90002, as `YYYY-MM-DD HH:MM:SS` in
    /// Beijing time. No page shows the form: it is the sandbox's own choice. Off by default.
    pub fn rate_limit_end_time(mut self, shown: bool) -> Self {
        self.limits.end_time = shown;
        self
    }

    /// Bans addresses that call too often. Off by default.
    pub fn ip_ban(mut self, ban: IpBan) -> Self {
        self.limits.ban = Some(ban);
        self
    }

    /// Sets the plan of faults.
    pub fn faults(mut self, plan: FaultPlan) -> Self {
        self.faults = plan;
        self
    }

    /// Applies a plan file: its faults replace the previous plan, and its settings of tokens, limits and
    /// bans replace earlier ones.
    pub fn plan(mut self, plan: Plan) -> Self {
        if plan.tokens_live_forever || plan.token_life.is_some() {
            self.token_life = plan.token_life;
        }
        let limits = &mut self.limits;
        limits.per_app = plan.rate_limit.or(limits.per_app);
        limits.all_callers = plan.rate_limit_for_all.or(limits.all_callers);
        limits.end_time = plan.end_time.unwrap_or(limits.end_time);
        limits.ban = plan.ban.or(limits.ban);
        self.faults = plan.faults;
        self
    }

    /// Adds a robot with this token, beside the one of [`DEFAULT_ROBOT`].
    pub fn robot(mut self, token: impl Into<Secret>) -> Self {
        self.robots.push(Robot::new(token.into(), None));
        self
    }

    /// Adds a robot with this token whose messages have to be signed with this secret, with a timestamp
    /// at most an hour from now.
    pub fn signing_robot(mut self, token: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        self.robots.push(Robot::new(token.into(), Some(secret.into())));
        self
    }

    /// Limits each robot to 20 messages within a minute; after one more, it is refused with 410100 for
    /// ten minutes. Off by default.
    pub fn limit_robots(mut self) -> Self {
        self.robots_are_limited = true;
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
    /// If the port is taken, or the system has no free port or thread.
    pub fn start(self) -> io::Result<Sandbox> {
        let Self { port, mut tokens, mut apps, organisation, clock, .. } = self;
        if tokens.is_empty() {
            tokens.push(DEFAULT_TOKEN.into());
        }
        if apps.is_empty() {
            apps.push(App { key: DEFAULT_APP_KEY.into(), secret: DEFAULT_APP_SECRET.into() });
        }
        let (token, app) = (tokens[0].clone(), apps[0].clone());
        let service = Arc::new(Service {
            organisation: Mutex::new(organisation),
            history: Mutex::new(History {
                robots: self.robots,
                robots_are_limited: self.robots_are_limited,
                ..History::default()
            }),
            settings: Mutex::new(Settings::default()),
            tokens: Mutex::new(Tokens::new(tokens, apps, self.token_life)),
            limits: Mutex::new(Limits::new(self.limits)),
            faults: Mutex::new(Faults::new(self.faults)),
            script: Mutex::default(),
            log: Mutex::new(Log::new(self.log_limit)),
            clock,
            token_requests: AtomicU64::new(0),
            requests: AtomicU64::new(0),
        });
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::start(address, Arc::clone(&service))?;
        let url = format!("http://{}", server.address());
        let host = Host::custom(&url).map_err(io::Error::other)?;
        Ok(Sandbox { server, service, url, host, token, app })
    }
}
