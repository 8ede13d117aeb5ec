//! Sources of access tokens.

mod app;
mod bounded;
#[cfg(feature = "file-store")]
mod file_store;
#[cfg(feature = "redis")]
mod redis_store;
mod renewal;
mod shared;
mod slot;
mod store;
#[cfg(feature = "third-party")]
mod suite;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    AccessToken, Endpoint, Error, ErrorKind, Host, Reply, Request, Retry, validate,
};
#[cfg(feature = "third-party")]
use dingtalk_protocol::{DecodeOptions, Secret, Signed};

use crate::attempt::Sender;
use crate::clock::{Clock, Deadline};
use crate::drive::NoTokens;
use crate::settings::CallSettings;
#[cfg(feature = "third-party")]
use crate::signer::{SignedExchange, Signer};

pub use app::AppCredentials;
#[cfg(feature = "file-store")]
pub use file_store::FileTokenStore;
#[cfg(feature = "redis")]
pub use redis_store::RedisTokenStore;
pub use store::{FetchLock, TokenKey, TokenStore};
#[cfg(feature = "third-party")]
pub use suite::{OrganizationTokens, SuiteCredentials, SuiteTicket, SuiteTickets, SuiteTokens};

/// Supplies the access token of every call.
///
/// | source | supplies |
/// |---|---|
/// | [`AccessToken`] | itself, always |
/// | [`AppCredentials`] | tokens that it fetches and renews |
/// | [`SuiteCredentials`](crate::SuiteCredentials) | the same, for third-party apps and custom apps |
/// | your own | any token |
///
/// The trait may grow methods that have a default.
pub trait TokenSource: Send + Sync {
    /// Returns a token for the call.
    ///
    /// It is called for every attempt that needs a token, by any number of threads at once.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TokenUnavailable`], or the error of the call that it made, if the source can supply
    /// none. The attempt then fails with this error.
    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error>;

    /// Records that the service has rejected `token`. Returns whether [`token`](Self::token) can return
    /// another one; the call is then repeated once.
    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        let _ = (token, call);
        false
    }

    /// Checks what can be checked before the first call.
    ///
    /// # Errors
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) fails with the error.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Checks a credential for characters that are easily read from a file or a variable by mistake, and
/// would be sent.
fn check_credential(name: &str, text: &str) -> Result<(), Error> {
    let refuse = |what: &str| {
        Err(Error::new(ErrorKind::InvalidConfiguration).with_detail(format!("the {name} {what}")))
    };
    let ends = || text.chars().next().into_iter().chain(text.chars().next_back());
    if text.trim().is_empty() {
        refuse("is blank")
    } else if ends().any(|end| end == '\u{feff}') {
        refuse("begins or ends with a byte order mark: take it off")
    } else if ends().any(|end| matches!(end, '\n' | '\r')) {
        refuse("begins or ends with a line end: take it off")
    } else if ends().any(|end| end.is_whitespace() || end.is_control()) {
        refuse("begins or ends with a blank: take it off")
    } else {
        Ok(())
    }
}

/// A source that several clients share.
impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        (**self).token(call)
    }

    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        (**self).rejected(token, call)
    }

    fn check(&self) -> Result<(), Error> {
        (**self).check()
    }
}

impl TokenSource for AccessToken {
    fn token(&self, _: &TokenCall<'_>) -> Result<AccessToken, Error> {
        Ok(self.clone())
    }

    fn check(&self) -> Result<(), Error> {
        check_credential("access token", self.expose())
    }
}

/// The parts of a call that a source of tokens may use.
pub struct TokenCall<'c> {
    sender: &'c Sender,
    deadline: Deadline<'c>,
    fetches: Cell<u32>,
    failed: Cell<bool>,
}

/// How often a source may fetch for one call.
const MOST_FETCHES: u32 = 2;

impl<'c> TokenCall<'c> {
    pub(crate) fn new(sender: &'c Sender, deadline: Deadline<'c>) -> Self {
        Self { sender, deadline, fetches: Cell::new(0), failed: Cell::new(false) }
    }

    /// Returns the host that the token is for.
    pub fn host(&self) -> &Host {
        &self.sender.host
    }

    /// Returns the clock of the client.
    pub fn clock(&self) -> &dyn Clock {
        &*self.sender.clock
    }

    /// Returns how much time the call has left.
    pub fn remaining(&self) -> Duration {
        self.deadline.remaining()
    }

    /// Sends a request that needs no token, once, under the client's limiter. A source can do so
    /// twice for one call.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::Client::send), without retries; [`ErrorKind::TokenUnavailable`]
    /// for a third request, and [`ErrorKind::TokenMissing`] for one that needs a token.
    pub fn fetch<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        self.fetch_within(Duration::MAX, request)
    }

    /// Like [`fetch`](Self::fetch), but gives up after `time` at the latest.
    fn fetch_within<R: Request>(
        &self,
        time: Duration,
        request: &R,
    ) -> Result<Reply<R::Response>, Error> {
        self.fetch_once(time, validate(request)?)
    }

    /// Like [`fetch_within`](Self::fetch_within), for a request that is signed.
    #[cfg(feature = "third-party")]
    fn fetch_signed<R: Signed>(
        &self,
        time: Duration,
        request: &R,
        secret: &Secret,
    ) -> Result<Reply<R::Response>, Error> {
        let signer = Signer::new(secret.clone());
        let options = DecodeOptions::new();
        self.fetch_once(time, SignedExchange::new(request, &signer, self.clock(), options)?)
    }

    fn fetch_once<E: Exchange>(
        &self,
        time: Duration,
        exchange: E,
    ) -> Result<Reply<E::Response>, Error> {
        self.check_fetches(exchange.endpoint())?;
        self.fetches.set(self.fetches.get() + 1);
        let (settings, deadline) = (CallSettings::default(), self.deadline.within(time));
        self.sender.drive(exchange, Retry::off(), &settings, deadline, &NoTokens, None)
    }

    /// Returns whether the call was cancelled.
    fn is_cancelled(&self) -> bool {
        self.deadline.is_cancelled()
    }

    /// Returns how much of `time` to wait before checking whether the call was cancelled.
    fn slice(&self, time: Duration) -> Duration {
        self.deadline.slice(time)
    }

    /// Sleeps if the call has the time for it. Returns whether it slept.
    fn sleep(&self, duration: Duration) -> bool {
        self.deadline.sleep(duration)
    }

    /// Checks that a source can still fetch for this call.
    fn check_fetches(&self, endpoint: impl Into<Cow<'static, Endpoint>>) -> Result<(), Error> {
        if self.can_fetch() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::TokenUnavailable)
            .of(endpoint)
            .with_detail("two requests for one call have brought no token that works"))
    }

    /// Returns whether a source can still fetch for this call.
    pub(crate) fn can_fetch(&self) -> bool {
        self.fetches.get() < MOST_FETCHES
    }

    /// Returns whether the source has failed this call before.
    fn has_failed(&self) -> bool {
        self.failed.get()
    }

    pub(crate) fn set_failed(&self) {
        self.failed.set(true);
    }
}

impl fmt::Debug for TokenCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCall")
            .field("host", self.host())
            .field("fetches", &self.fetches)
            .finish_non_exhaustive()
    }
}
