//! The client and its calls.

use std::fmt;
use std::sync::Arc;

use dingtalk_protocol::{AccessToken, Error, Host, Reply, Request, decode, encode, validate};

use crate::transport::Transport;
use crate::{ClientBuilder, TokenSource};

/// A client of one host with one source of tokens.
///
/// Clones are cheap and share connections.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    host: Host,
    token: Box<dyn TokenSource>,
    transport: Transport,
}

impl Client {
    /// The way to make a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(host: Host, token: Box<dyn TokenSource>, transport: Transport) -> Self {
        Self(Arc::new(Inner { host, token, transport }))
    }

    /// The host that every call goes to.
    pub fn host(&self) -> &Host {
        &self.0.host
    }

    /// Sends any request and waits for its answer.
    ///
    /// # Errors
    ///
    /// [`validate`]'s if the request breaks a limit, and then nothing is sent; the token source's,
    /// which is asked only for endpoints that need a token;
    /// [`Unreachable`](crate::ErrorKind::Unreachable), [`Connection`](crate::ErrorKind::Connection),
    /// [`Timeout`](crate::ErrorKind::Timeout) and [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge)
    /// of the transport; [`decode`]'s.
    pub fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        // Before a token is asked for, which may be a call of its own.
        validate(request)?;
        let Inner { host, token, transport } = &*self.0;
        let in_call = |error: Error| error.of(R::ENDPOINT);
        let token = R::ENDPOINT.authenticated.then(|| token.token(host).map_err(in_call));
        let token = token.transpose()?;
        let request = encode(request, host, token.as_ref())?;
        let secret = token.as_ref().map_or("", AccessToken::expose);
        let answer = transport.send(request).map_err(in_call)?;
        decode::<R, _>(answer).map_err(|error| error.without(secret))
    }
}

impl fmt::Debug for Client {
    // A source of tokens holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.0.host).finish_non_exhaustive()
    }
}

/// A request on its way: set what is optional, then [`send`](Self::send) it.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, R> {
    client: &'c Client,
    request: R,
}

impl<'c, R: Request> Call<'c, R> {
    /// A call of `client` with `request`.
    pub fn new(client: &'c Client, request: R) -> Self {
        Self { client, request }
    }

    /// The request as it is now.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// The request, to be kept or changed field by field.
    pub fn into_request(self) -> R {
        self.request
    }

    /// Sends the request and waits for its answer. A call can be sent again.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub fn send(&self) -> Result<Reply<R::Response>, Error> {
        self.client.send(&self.request)
    }

    pub(crate) fn map(self, change: impl FnOnce(R) -> R) -> Self {
        Self { client: self.client, request: change(self.request) }
    }
}
