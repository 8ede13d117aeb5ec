//! The gateway in front of the endpoints, which checks paths, tokens, callers, limits and permissions.
//!
//! The forms of its responses are known from the live gateway; the order of its checks and the English
//! texts are the sandbox's own choice.

use std::net::IpAddr;
use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Request;

use crate::endpoints::{Route, Work, find};
use crate::limits::Limits;
use crate::settings::Settings;
use crate::tokens::{AppNumber, Dead, Tokens};
use crate::wire::{Message, Refusal};

/// State that the gateway checks requests against.
pub(crate) struct Gateway<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) tokens: &'a mut Tokens,
    pub(crate) limits: &'a mut Limits,
    pub(crate) now: SystemTime,
}

impl Gateway<'_> {
    /// Checks a request. Returns its endpoint, or the message to send instead.
    pub(crate) fn admit(
        &mut self,
        request: &Request<Vec<u8>>,
        received: &Received,
        caller: IpAddr,
    ) -> Result<&'static Work, Message> {
        if self.limits.is_banned(caller, self.now) {
            return Err(Message::Banned);
        }
        // The response on an unknown path is a plain 22, not HTTP 404. It is not known what the service
        // does on a known path with another method; the sandbox identifies calls by method and path, and
        // responds as if the path did not exist.
        let route = find(request.method(), request.uri().path())
            .ok_or_else(|| Message::Refused(unknown_path()))?;
        let admitted = match route.work {
            Work::Token => self.admit_app(received, route).map_err(Refusal::unwrapped),
            Work::Call { scope, .. } => self.admit_call(received, route, scope, caller),
            Work::Example(endpoint) if endpoint.token => {
                self.admit_call(received, route, &endpoint.scope(), caller)
            }
            // Without the app's token, the app is not known, so only the limit of all callers applies.
            Work::Robot { .. } | Work::Example(_) => self.limits.all_callers(route.path, self.now),
        };
        admitted.map(|()| &route.work).map_err(Message::Refused)
    }

    /// Handles `gettoken`. An empty parameter counts as missing; no page says what the service does.
    pub(crate) fn issue(&mut self, received: &Received) -> Message {
        let given = |name| received.text(name).filter(|text| !text.is_empty());
        let missing = |name| Message::Refused(Refusal::plain(40035, format!("{name} is missing")));
        let (key, secret) = match (given("appkey"), given("appsecret")) {
            (Some(key), Some(secret)) => (key, secret),
            (None, _) => return missing("appkey"),
            (_, None) => return missing("appsecret"),
        };
        let issued = self.tokens.issue(key, secret, self.now);
        let Some((access_token, life)) = issued else {
            let message = "there is no app with this pair of appkey and appsecret";
            return Message::Refused(Refusal::plain(40096, message));
        };
        Message::Token { access_token, expires_in: life.as_secs() }
    }

    /// Checks the limits for `gettoken`. It is known that frequent calls of it are throttled, but not
    /// with which code: the sandbox uses those of the other calls, plain like all responses of
    /// `gettoken`.
    fn admit_app(&mut self, received: &Received, route: &'static Route) -> Result<(), Refusal> {
        self.limits.all_callers(route.path, self.now)?;
        match received.text("appkey").and_then(|key| self.tokens.app(key)) {
            Some(app) => self.limits.app(app, route.path, self.now),
            None => Ok(()),
        }
    }

    fn admit_call(
        &mut self,
        received: &Received,
        route: &'static Route,
        scope: &str,
        caller: IpAddr,
    ) -> Result<(), Refusal> {
        self.limits.all_callers(route.path, self.now)?;
        let app = self.owner(received)?;
        self.limits.app(app, route.path, self.now)?;
        if !self.settings.caller_allowed {
            return Err(caller_not_allowed(caller));
        }
        if self.settings.without_permission.contains(route.path) {
            return Err(permission_missing(scope));
        }
        Ok(())
    }

    fn owner(&self, received: &Received) -> Result<AppNumber, Refusal> {
        let token = match received.access_token() {
            // It is known that 41001 means "none was sent", but not whether it comes wrapped. The
            // gateway usually wraps rejections on these paths, so the sandbox wraps this one too.
            None => return Err(Refusal::wrapped("41001", "access_token is missing")),
            Some(token) if token.expose().trim().is_empty() => return Err(token_blank()),
            Some(token) => token,
        };
        self.tokens.owner(&token, self.now).map_err(|dead| match dead {
            Dead::Unknown => Refusal::wrapped("40014", TOKEN_INVALID),
            Dead::RanOut => Refusal::wrapped("42001", TOKEN_EXPIRED),
        })
    }
}

pub(crate) const TOKEN_INVALID: &str = "access_token is not valid";
pub(crate) const TOKEN_EXPIRED: &str = "access_token has expired";

pub(crate) fn token_blank() -> Refusal {
    Refusal::wrapped("40000", "access_token is blank")
}

pub(crate) fn unknown_path() -> Refusal {
    Refusal::plain(22, "Invalid path: no such call")
}

pub(crate) fn caller_not_allowed(caller: IpAddr) -> Refusal {
    let message = format!("the caller's IP address {caller} is not on the app's allow list");
    Refusal::wrapped("60020", message)
}

pub(crate) fn permission_missing(scope: &str) -> Refusal {
    Refusal::wrapped("60011", format!("the app lacks a permission, requiredScopes=[{scope}]"))
}
