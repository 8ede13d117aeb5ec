//! Tokens of third-party apps and custom apps, which organizations authorize.

mod ticket;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dingtalk_protocol::auth::{get_organization_token, get_suite_token};
use dingtalk_protocol::{AccessToken, Endpoint, Error, Host, Secret};

pub use self::ticket::{SuiteTicket, SuiteTickets};
use super::renewal::{Issued, Issuer, Renewal};
use super::store::{TokenKey, TokenStore};
use super::{TokenCall, TokenSource, check_credential};

/// Key and secret of a third-party app (a suite) or a custom app. Needs the feature `third-party`.
///
/// How such an app gets its tokens:
///
/// 1. About every five hours, DingTalk pushes a new suite ticket to the app's callback address. The
///    application decrypts it and passes it to [`SuiteTickets::set`], or implements [`SuiteTicket`] to read
///    the ticket from where the receiver has stored it. A custom app needs no ticket: pass any text, as a
///    [`Secret`], instead.
/// 2. When an organization authorizes the app, DingTalk pushes the organization's id.
/// 3. [`organization`](Self::organization) is the source of the tokens for calls about that
///    organization. Each is fetched from `/service/get_corp_token` with the newest ticket, and a
///    signature by the secret, which is not sent itself. The call takes no permanent code.
/// 4. [`suite`](Self::suite) is the source of the tokens for calls about the app itself, which carry
///    them as `suite_access_token`. [`Client::access_token`](crate::Client::access_token) returns them.
///
/// Tokens are cached and renewed as those of [`AppCredentials`](crate::AppCredentials) are. A repeated
/// fetch for an organization brings a new token, so processes should share a
/// [store](Self::with_store).
///
/// The pages of these two calls name only [`Host::MAINLAND`](crate::Host::MAINLAND).
///
/// # Example
///
/// ```no_run
/// use dingtalk_client::{Client, SuiteCredentials, SuiteTickets};
///
/// let tickets = SuiteTickets::new();
/// let suite = SuiteCredentials::new("suitexxxx", "suite secret", tickets.clone());
/// let client = Client::builder().token(suite.organization("ding123456")).build()?;
///
/// // In the receiver of pushed events:
/// tickets.set("the ticket");
///
/// let users = client.user().list_ids(1).send()?;
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Clone)]
pub struct SuiteCredentials {
    suite: Suite,
    distance: Duration,
    store: Option<Arc<dyn TokenStore>>,
}

#[derive(Clone)]
struct Suite {
    key: String,
    secret: Secret,
    ticket: Arc<dyn SuiteTicket>,
}

impl SuiteCredentials {
    /// Returns the credentials of an app: suite key and suite secret of a third-party app, or custom
    /// key and custom secret of a custom app.
    pub fn new(
        key: impl Into<String>,
        secret: impl Into<Secret>,
        ticket: impl SuiteTicket + 'static,
    ) -> Self {
        let suite = Suite { key: key.into(), secret: secret.into(), ticket: Arc::new(ticket) };
        Self { suite, distance: Duration::from_secs(1), store: None }
    }

    /// Keeps the tokens in a store as well, which other processes can share.
    #[must_use]
    pub fn with_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Sets the least time between two fetches of the same token; 1 s by default.
    #[must_use]
    pub fn with_distance(mut self, distance: Duration) -> Self {
        self.distance = distance;
        self
    }

    /// Returns the source of tokens for an organization that authorized the app. Each source fetches
    /// for itself: keep one for each organization.
    pub fn organization(&self, corp_id: impl Into<String>) -> OrganizationTokens {
        OrganizationTokens(Tokens {
            issuer: Organization { suite: self.suite.clone(), corp_id: corp_id.into() },
            renewal: self.renewal(),
        })
    }

    /// Returns the source of suite tokens, for calls about the app itself.
    pub fn suite(&self) -> SuiteTokens {
        SuiteTokens(Tokens { issuer: self.suite.clone(), renewal: self.renewal() })
    }

    fn renewal(&self) -> Renewal {
        let mut renewal = Renewal::default();
        renewal.distance = self.distance;
        renewal.store.clone_from(&self.store);
        renewal
    }
}

/// Supplies the tokens for calls about one organization; made by [`SuiteCredentials::organization`].
#[derive(Debug)]
pub struct OrganizationTokens(Tokens<Organization>);

/// Supplies suite tokens; made by [`SuiteCredentials::suite`].
#[derive(Debug)]
pub struct SuiteTokens(Tokens<Suite>);

struct Tokens<I> {
    issuer: I,
    renewal: Renewal,
}

/// An organization that authorized the app.
struct Organization {
    suite: Suite,
    corp_id: String,
}

impl Suite {
    fn check(&self) -> Result<(), Error> {
        check_credential("suite key", &self.key)?;
        check_credential("suite secret", self.secret.expose())
    }
}

impl Issuer for Suite {
    fn endpoint(&self) -> &'static Endpoint {
        &get_suite_token::ENDPOINT
    }

    fn store_key(&self, host: &Host) -> TokenKey {
        TokenKey::new(host.clone(), self.key.clone())
    }

    fn fetch(&self, call: &TokenCall<'_>, time: Duration) -> Result<Issued, Error> {
        let ticket = self.ticket.ticket()?;
        let request = get_suite_token::Request::new(&*self.key, &self.secret, ticket);
        let reply = call.fetch_within(time, &request)?.into_inner();
        Ok(Issued { token: reply.suite_access_token.into(), expires_in: reply.expires_in })
    }
}

impl Issuer for Organization {
    fn endpoint(&self) -> &'static Endpoint {
        &get_organization_token::ENDPOINT
    }

    fn store_key(&self, host: &Host) -> TokenKey {
        self.suite.store_key(host).for_organization(self.corp_id.clone())
    }

    fn fetch(&self, call: &TokenCall<'_>, time: Duration) -> Result<Issued, Error> {
        let Suite { key, secret, ticket } = &self.suite;
        let request =
            get_organization_token::Request::new(&**key, ticket.ticket()?, &*self.corp_id);
        let reply = call.fetch_signed(time, &request, secret)?.into_inner();
        Ok(Issued { token: reply.access_token.into(), expires_in: reply.expires_in })
    }
}

impl TokenSource for SuiteTokens {
    fn check(&self) -> Result<(), Error> {
        self.0.issuer.check()
    }

    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        self.0.renewal.token(&self.0.issuer, call)
    }

    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        self.0.renewal.rejected(token, call)
    }
}

impl TokenSource for OrganizationTokens {
    fn check(&self) -> Result<(), Error> {
        self.0.issuer.suite.check()?;
        check_credential("id of the organization", &self.0.issuer.corp_id)
    }

    fn token(&self, call: &TokenCall<'_>) -> Result<AccessToken, Error> {
        self.0.renewal.token(&self.0.issuer, call)
    }

    fn rejected(&self, token: &AccessToken, call: &TokenCall<'_>) -> bool {
        self.0.renewal.rejected(token, call)
    }
}

impl fmt::Debug for SuiteCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuiteCredentials").field("suite", &self.suite).finish_non_exhaustive()
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suite").field("key", &self.key).finish_non_exhaustive()
    }
}

impl fmt::Debug for Organization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Organization")
            .field("suite", &self.suite)
            .field("corp_id", &self.corp_id)
            .finish()
    }
}

impl<I: fmt::Debug> fmt::Debug for Tokens<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
