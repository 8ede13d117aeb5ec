//! The client and its calls.

use std::fmt;
use std::sync::Arc;

use dingtalk_protocol::{Error, Host, Reply, Request, preview};

use crate::builder::ClientBuilder;
use crate::pipeline::Pipeline;

/// A client of one host with one source of tokens.
///
/// Clones are cheap; they share connections, tokens and limiter.
#[derive(Clone)]
pub struct Client(Arc<Pipeline>);

impl Client {
    /// The way to make a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(pipeline: Pipeline) -> Self {
        Self(Arc::new(pipeline))
    }

    /// The host that every call goes to.
    pub fn host(&self) -> &Host {
        &self.0.sender.host
    }

    /// Makes a call and waits for its answer.
    ///
    /// What fails is repeated where that is safe and can help, as
    /// [`Error::repetition`] says; [`Reply::attempts`] and [`Error::attempts`] tell how often the
    /// request was sent. All of it has to fit into the [`timeout`](ClientBuilder::timeout): where a
    /// pause would not, the call ends with the error that it has.
    ///
    /// # Errors
    ///
    /// [`validate`](crate::validate)'s if the request breaks a limit, and then nothing is sent; the
    /// token source's, which is asked only for endpoints that need a token;
    /// [`HeldBack`](crate::ErrorKind::HeldBack) of the limiter;
    /// [`Unreachable`](crate::ErrorKind::Unreachable), [`Connection`](crate::ErrorKind::Connection),
    /// [`Timeout`](crate::ErrorKind::Timeout) and [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge)
    /// of the transport; [`decode`](fn@dingtalk_protocol::decode)'s.
    pub fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        self.0.call(request)
    }
}

impl fmt::Debug for Client {
    // A source of tokens holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.0.sender.host).finish_non_exhaustive()
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

    pub(crate) fn client(&self) -> &'c Client {
        self.client
    }

    /// The request as it is now.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// The request, to be kept or changed field by field.
    pub fn into_request(self) -> R {
        self.request
    }

    /// Makes the call and waits for its answer. A call can be made again.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub fn send(&self) -> Result<Reply<R::Response>, Error> {
        self.client.send(&self.request)
    }

    /// Checks the request and answers it as it would be sent, with `***` in the place of the token
    /// and of every secret. Nothing is sent, and no token is fetched.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the request breaks a limit.
    pub fn dry_run(&self) -> Result<http::Request<Vec<u8>>, Error> {
        preview(&self.request, self.client.host())
    }

    // Which calls have something to set depends on the features.
    #[allow(dead_code)]
    pub(crate) fn map(self, change: impl FnOnce(R) -> R) -> Self {
        Self { client: self.client, request: change(self.request) }
    }
}
