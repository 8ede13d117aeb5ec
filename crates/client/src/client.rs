//! The client.

use std::fmt;
use std::sync::Arc;

use dingtalk_protocol::{AccessToken, Error, Host, Reply, Request, validate};

use crate::attempt::Record;
use crate::pipeline::Pipeline;
use crate::settings::CallSettings;

/// A client of one host with one source of tokens.
///
/// Clones are cheap; they share connections, tokens and limiter.
///
/// If a process forks after this client has made calls, the child must build a client of its own: connections cannot be
/// shared, and a call of this client in the child ends with
/// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration).
#[derive(Clone)]
pub struct Client(Arc<Pipeline>);

impl Client {
    pub(crate) fn new(pipeline: Pipeline) -> Self {
        Self(Arc::new(pipeline))
    }

    /// Returns the host that every call goes to.
    pub fn host(&self) -> &Host {
        &self.0.sender.host
    }

    /// Makes a call and waits for its response.
    ///
    /// A failure is repeated where that is safe and can help, as [`Error::repetition`] says;
    /// [`Reply::attempts`] and [`Error::attempts`] say how often the request was sent. All attempts and
    /// pauses have to fit into the [`timeout`](crate::ClientBuilder::timeout): if the next pause does
    /// not, the call ends with the error of its last attempt.
    ///
    /// # Errors
    ///
    /// Those of [`validate`](crate::validate) if the request breaks a limit, and nothing is sent then;
    /// those of the token source, for endpoints that need a token;
    /// [`HeldBack`](crate::ErrorKind::HeldBack) from the limiter;
    /// [`Unreachable`](crate::ErrorKind::Unreachable), [`Connection`](crate::ErrorKind::Connection),
    /// [`Timeout`](crate::ErrorKind::Timeout) and [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge) from
    /// the transport; and those of [`decode`](fn@dingtalk_protocol::decode).
    pub fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>, Error> {
        self.send_with(request, &CallSettings::default())
    }

    /// Returns the access token that a call would carry now, and fetches it if there is none. It is
    /// meant for requests that this client does not send.
    ///
    /// The client does not learn that the service rejected a token elsewhere, and returns that token
    /// again until a call of this client carries it or it expires.
    ///
    /// # Errors
    ///
    /// Those of the source of tokens.
    pub fn access_token(&self) -> Result<AccessToken, Error> {
        self.0.access_token()
    }

    /// Like [`send`](Self::send), with the call's own settings.
    pub(crate) fn send_with<R: Request>(
        &self,
        request: &R,
        settings: &CallSettings,
    ) -> Result<Reply<R::Response>, Error> {
        self.send_recorded(request, settings, None)
    }

    /// Like [`send_with`](Self::send_with), with a record of the attempts.
    pub(crate) fn send_recorded<R: Request>(
        &self,
        request: &R,
        settings: &CallSettings,
        record: Option<&dyn Record>,
    ) -> Result<Reply<R::Response>, Error> {
        // Checked before a token is asked for, which may be a call of its own.
        let request = validate(request)?.with_options(self.0.decode_options(settings));
        self.0.recorded_call(request, settings, record)
    }

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.0
    }
}

impl fmt::Debug for Client {
    // A source of tokens holds secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.0.sender.host).finish_non_exhaustive()
    }
}
