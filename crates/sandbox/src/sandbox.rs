//! The running sandbox, and the methods that control it.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dingtalk_protocol::{AccessToken, Host};

use crate::server::Server;
use crate::service::Service;
use crate::tokens::App;
use crate::{
    Answer, Builder, FaultPlan, IpBan, Organisation, RecordedRequest, SentChatMessage, SentNotice,
    lock,
};

/// A running double of the service. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) server: Server,
    pub(crate) service: Arc<Service>,
    pub(crate) url: String,
    pub(crate) host: Host,
    pub(crate) token: AccessToken,
    pub(crate) app: App,
}

impl Sandbox {
    /// Starts a sandbox with the seeded organisation on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// If the system has no free port or thread.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Returns a builder to configure a sandbox with.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Returns the URL: `http://127.0.0.1:` and the port.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the sandbox as a host to send requests to.
    pub fn host(&self) -> Host {
        self.host.clone()
    }

    /// Returns the address that the sandbox listens at.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns the token that the sandbox accepts; the first one if it was given several.
    pub fn token(&self) -> AccessToken {
        self.token.clone()
    }

    /// Returns the `appkey` that `gettoken` accepts; the first one if it was given several.
    pub fn app_key(&self) -> &str {
        &self.app.key
    }

    /// Returns the `appsecret` that belongs to [`app_key`](Self::app_key).
    pub fn app_secret(&self) -> &str {
        &self.app.secret
    }

    /// Reads or changes the organisation. Requests wait until `work` is done, so `work` must not wait
    /// for a response.
    pub fn with_organisation<T>(&self, work: impl FnOnce(&mut Organisation) -> T) -> T {
        work(&mut lock(&self.service.organisation))
    }
}

/// Messages that were sent.
impl Sandbox {
    /// Returns the work notifications by their tasks, in the order in which they were received.
    pub fn notifications(&self) -> BTreeMap<i64, SentNotice> {
        lock(&self.service.history).notifications.clone()
    }

    /// Returns the messages to group chats, in the order in which they were received.
    pub fn chat_messages(&self) -> Vec<SentChatMessage> {
        lock(&self.service.history).of_chats.clone()
    }

    /// Returns what robots sent: `msgtype`, its content, and whom it mentions.
    pub fn robot_messages(&self) -> Vec<serde_json::Value> {
        lock(&self.service.history).of_robots.clone()
    }
}

/// Responses to send in place of the ordinary ones.
impl Sandbox {
    /// Sets the answer to the next request to `path`. Further answers for the same path are queued.
    pub fn answer_next(&self, path: &str, answer: Answer) {
        self.answer_next_n(path, 1, answer);
    }

    /// Sets the answer to the next `count` requests to `path`.
    #[expect(clippy::needless_pass_by_value, reason = "reads like `answer_next`")]
    pub fn answer_next_n(&self, path: &str, count: usize, answer: Answer) {
        lock(&self.service.script).push(path, count, &answer);
    }

    /// Removes the answers that have been set but not used yet.
    pub fn clear_answers(&self) {
        lock(&self.service.script).clear();
    }
}

/// Faults by plan. Answers that were set take precedence.
impl Sandbox {
    /// Replaces the plan. From now on, the requests of each path are counted from 1, including those
    /// that get an answer that was set.
    pub fn set_faults(&self, plan: FaultPlan) {
        lock(&self.service.faults).set(plan);
    }

    /// Removes the plan, so that no more faults happen by plan.
    pub fn clear_faults(&self) {
        self.set_faults(FaultPlan::default());
    }

    /// Returns how often each fault has happened since the start, by name, under all plans and set
    /// answers. Faults that have not happened are left out.
    pub fn faults_given(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.service.faults).given()
    }
}

/// Tokens.
impl Sandbox {
    /// Accepts one more token, which never expires.
    pub fn accept_token(&self, token: impl Into<AccessToken>) {
        lock(&self.service.tokens).fixed.push(token.into());
    }

    /// Rejects a token from now on, as if it were revoked: 88 with 40014. If the token was issued by
    /// `gettoken`, the app's next request for a token gets another one.
    pub fn reject_token(&self, token: &AccessToken) {
        lock(&self.service.tokens).reject(token);
    }

    /// Makes every token that `gettoken` has issued expire: 88 with 42001.
    pub fn expire_tokens(&self) {
        lock(&self.service.tokens).expire();
    }

    /// Changes the life of tokens that `gettoken` issues or extends from now on; `None` is forever.
    pub fn set_token_life(&self, life: impl Into<Option<Duration>>) {
        lock(&self.service.tokens).life = life.into();
    }

    /// Returns how many tokens `gettoken` has issued; one that was extended counts once.
    pub fn tokens_issued(&self) -> u64 {
        lock(&self.service.tokens).issued()
    }

    /// Returns how many requests to the path of `gettoken` have been received, whatever the responses.
    pub fn token_requests(&self) -> u64 {
        self.service.token_requests.load(Ordering::Relaxed)
    }
}

/// Limits. `None` switches a limit off.
impl Sandbox {
    /// Changes [`Builder::rate_limit`].
    pub fn set_rate_limit(&self, calls_per_second: Option<u32>) {
        lock(&self.service.limits).settings.per_app = calls_per_second;
    }

    /// Changes [`Builder::rate_limit_for_all`].
    pub fn set_rate_limit_for_all(&self, calls_per_second: Option<u32>) {
        lock(&self.service.limits).settings.all_callers = calls_per_second;
    }

    /// Changes [`Builder::ip_ban`] and lifts all current bans.
    pub fn set_ip_ban(&self, ban: Option<IpBan>) {
        lock(&self.service.limits).set_ban(ban);
    }
}

/// Permissions and other rules.
impl Sandbox {
    /// Revokes the app's permission for the call of this path.
    pub fn revoke_permission(&self, path: &str) {
        lock(&self.service.settings).without_permission.insert(path.to_owned());
    }

    /// Grants the permission again.
    pub fn grant_permission(&self, path: &str) {
        lock(&self.service.settings).without_permission.remove(path);
    }

    /// Sets whether the caller's IP address is on the app's allow list. Initially, it is.
    pub fn allow_caller(&self, allowed: bool) {
        lock(&self.service.settings).caller_allowed = allowed;
    }

    /// Sets the code and message for refusing to delete a role that somebody still holds. The default
    /// code is [`ROLE_IN_USE`](crate::ROLE_IN_USE), the sandbox's own.
    pub fn refuse_role_in_use_with(&self, code: i64, message: impl Into<String>) {
        lock(&self.service.settings).role_in_use = (code, message.into());
    }
}

/// Requests that were received.
impl Sandbox {
    /// Returns the requests so far, oldest first. A request is in the log before its response is sent.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.service.log).entries()
    }

    /// Empties the log.
    pub fn clear_requests(&self) {
        lock(&self.service.log).clear();
    }
}
