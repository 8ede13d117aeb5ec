//! Tokens of an app, fetched with its key and secret.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::{AccessToken, Endpoint, Error, Host, Secret};

use super::renewal::{Issued, Issuer, Renewal};
use super::store::{TokenKey, TokenStore};
use super::{TokenCall, TokenSource, check_credential};

/// Fetches the tokens of an app with its key and secret, on first use, and renews them.
///
/// - Threads that need a token at the same time cause one fetch: the others wait for it, or continue
///   with the token that is still alive.
/// - A token is renewed 10 minutes before its end, or when a tenth of its life is left if that is
///   shorter. If that fails or takes longer than 2 s, the old one stays in use, and a later call tries
///   again.
/// - A token that the service rejects is dropped, unless another thread has replaced it meanwhile.
/// - Two fetches are at least [a distance](Self::with_distance) apart. Calls within that time after a
///   failed fetch share the failure; a call that has failed once waits and fetches again, but no call
///   causes more than two fetches.
///
/// Tokens are cached per host, so clients of both sites can share one source: give each an `Arc` of it.
/// Blanks, line ends and byte order marks around key or secret are an error of
/// [`ClientBuilder::build`](crate::ClientBuilder::build): they are easily read from a file by mistake.
pub struct AppCredentials {
    app: App,
    renewal: Renewal,
}

struct App {
    key: String,
    secret: Secret,
}

impl AppCredentials {
    /// Returns the source for the key and the secret of an app, as the developer console shows them.
    pub fn new(app_key: impl Into<String>, app_secret: impl Into<Secret>) -> Self {
        let app = App { key: app_key.into(), secret: app_secret.into() };
        Self { app, renewal: Renewal::default() }
    }

    /// Keeps the tokens in a store as well, which other processes can share.
    #[must_use]
    pub fn with_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.renewal.store = Some(Arc::new(store));
        self
    }

    /// Sets the least time between two fetches for one host; 1 s by default.
    #[must_use]
    pub fn with_distance(mut self, distance: Duration) -> Self {
        self.renewal.distance = distance;
        self
    }
}

impl Issuer for App {
    fn endpoint(&self) -> &'static Endpoint {
        &get_token::ENDPOINT
    }

    fn store_key(&self, host: &Host) -> TokenKey {
        TokenKey::new(host.clone(), self.key.clone())
    }

    fn fetch(&self, call: &TokenCall<'_>, time: Duration) -> Result<Issued, Error> {
        let reply = call.fetch_within(time, &get_token::Request::new(&self.key, &self.secret))?;
        let reply = reply.into_inner();
        Ok(Issued { token: reply.access_token.into(), expires_in: reply.expires_in })
    }
}

impl TokenSource for AppCredentials {
    fn check(&self) -> Result<(), Error> {
        check_credential("app key", &self.app.key)?;
        check_credential("app secret", self.app.secret.expose())
    }

    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        self.renewal.token(&self.app, call)
    }

    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        self.renewal.rejected(token, call)
    }
}

impl fmt::Debug for AppCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppCredentials")
            .field("key", &self.app.key)
            .field("distance", &self.renewal.distance)
            .finish_non_exhaustive()
    }
}
