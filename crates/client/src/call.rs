//! A request bound to a client, with its own settings.

use std::fmt;
use std::time::Duration;

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    DecodeOptions, Error, Host, Reply, Request, Retry, Secret, Signed, preview, validate,
};
use http::header::{HeaderName, HeaderValue};

use crate::cancel::Cancellation;
use crate::client::Client;
use crate::settings::CallSettings;
use crate::signer::{SignedExchange, Signer};
use crate::upload::{Upload, UploadExchange};

/// A request bound to a client: set the optional parameters, then [`send`](Self::send) it.
///
/// A call owns a clone of its client, so it can be moved to another thread:
///
/// ```no_run
/// # use dingtalk_client::{AccessToken, Client};
/// # let client = Client::builder().token(AccessToken::new("token")).build()?;
/// let call = client.user().list_ids(1);
/// let reply = std::thread::spawn(move || call.send()).join().unwrap()?;
/// # Ok::<(), dingtalk_client::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    client: Client,
    request: R,
    settings: CallSettings,
    signer: Option<Signer<R>>,
    upload: Option<Upload>,
}

impl<R> Call<R> {
    pub(crate) fn of(client: &Client, request: R) -> Self {
        let settings = CallSettings::default();
        Self { client: client.clone(), request, settings, signer: None, upload: None }
    }

    pub(crate) fn into_parts(self) -> (Client, R, CallSettings) {
        (self.client, self.request, self.settings)
    }

    pub(crate) fn map_any(self, change: impl FnOnce(R) -> R) -> Self {
        Self { request: change(self.request), ..self }
    }

    pub(crate) fn host(&self) -> &Host {
        self.client.host()
    }

    pub(crate) fn options(&self) -> DecodeOptions {
        self.client.pipeline().decode_options(&self.settings)
    }

    pub(crate) fn exchange<E: Exchange>(&self, exchange: E) -> Result<Reply<E::Response>, Error> {
        self.client.pipeline().call(exchange, &self.settings)
    }

    /// Adds the headers of the call and of the client, and the client's path prefix, to an encoded
    /// request.
    pub(crate) fn complete(
        &self,
        mut http: http::Request<Vec<u8>>,
    ) -> Result<http::Request<Vec<u8>>, Error> {
        self.client.pipeline().sender.complete(&mut http, &self.settings.headers)?;
        Ok(http)
    }

    /// Returns the request as it is now.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Sets how long the call may take, with all its attempts and pauses, in place of the client's
    /// [`timeout`](crate::ClientBuilder::timeout). A timeout of zero fails the call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets how often and after which pauses the call is repeated, in place of the client's
    /// [`retry`](crate::ClientBuilder::retry). [`Retry::off`] makes one attempt.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Adds a header to every attempt, for example `traceparent`. A header that the request has by
    /// itself, such as `content-type`, stays as it is.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.settings.headers.insert(name, value);
        self
    }

    /// Treats the list that the call is about as empty if the response lacks it. Use this only for an
    /// endpoint that is known to leave out empty lists: otherwise a lost list looks like an empty one.
    pub fn missing_list_is_empty(mut self) -> Self {
        self.settings.options = Some(DecodeOptions::new().missing_list_is_empty(true));
        self
    }

    /// Allows another thread to cancel the call.
    pub fn cancelled_by(mut self, cancellation: &Cancellation) -> Self {
        self.settings.cancellation = Some(cancellation.clone());
        self
    }
}

impl<R: Request> Call<R> {
    /// Returns a call of `client` with `request`.
    pub fn new(client: &Client, request: R) -> Self {
        Self::of(client, request)
    }

    /// Returns the request, to be kept or changed field by field.
    pub fn into_request(self) -> R {
        self.request
    }

    /// Attaches the content of the request's file. The calls of this crate do so by themselves; this
    /// method is for requests of endpoints that you define yourself.
    pub fn with_upload(self, upload: Upload) -> Self {
        Self { upload: Some(upload), ..self }
    }

    /// Changes the request, for parameters that have no method of their own.
    pub fn map(self, change: impl FnOnce(R) -> R) -> Self {
        self.map_any(change)
    }

    /// Makes the call and waits for its response. A call can be made again.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub fn send(&self) -> Result<Reply<R::Response>, Error> {
        // Checked before a token is asked for, which may be a call of its own.
        if let Some(signer) = &self.signer {
            let clock = &*self.client.pipeline().sender.clock;
            let request = &self.request;
            return self.exchange(SignedExchange::new(request, signer, clock, self.options())?);
        }
        let valid = validate(&self.request)?.with_options(self.options());
        match &self.upload {
            Some(upload) => self.exchange(UploadExchange::new(valid, upload)),
            None => self.exchange(valid),
        }
    }

    /// Checks the request and returns it as it would be sent, with `***` in place of the token and of
    /// every secret. Nothing is sent, and no token is fetched.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) if the request breaks a limit.
    pub fn dry_run(&self) -> Result<http::Request<Vec<u8>>, Error> {
        let now = || self.client.pipeline().sender.clock.now();
        let signed = self.signer.as_ref().map(|signer| signer.signed(&self.request, now()));
        self.complete(preview(signed.as_ref().unwrap_or(&self.request), self.host())?)
    }
}

impl<R: Signed> Call<R> {
    /// Signs every attempt with a secret, which is not sent itself: the `SEC…` of a robot whose security
    /// setting is signing, or the secret of a third-party app. Each attempt gets a new timestamp and
    /// signature, which replace those of the request. Needs the feature `signature`.
    pub fn signed_by(mut self, secret: impl Into<Secret>) -> Self {
        self.signer = Some(Signer::new(secret.into()));
        self
    }
}

impl<R: fmt::Debug> fmt::Debug for Call<R> {
    // A header may contain a secret, and the signer does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .field("request", &self.request)
            .field("timeout", &self.settings.timeout)
            .field("retry", &self.settings.retry)
            .finish_non_exhaustive()
    }
}
