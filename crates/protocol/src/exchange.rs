//! A request together with how its response is read: all that a call's driver needs.

use std::borrow::Cow;

use crate::decode::{decode_repeated_with, decode_with};
use crate::encode::Valid;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::host::Host;
use crate::reply::Reply;
use crate::request::Request;
use crate::secret::{AccessToken, Secret};

/// A validated request together with how its response is read, from which a [`Driver`](crate::driver::Driver)
/// makes a call.
///
/// [`validate`](crate::validate) returns one. For a request without a type of its own, and for one with a file,
/// implement this trait by hand.
///
/// # Example
///
/// An upload whose content is in memory:
///
/// ```
/// # #[cfg(feature = "media")] {
/// use std::borrow::Cow;
///
/// use dingtalk_protocol::driver::Exchange;
/// use dingtalk_protocol::media::upload::{Request, Response};
/// use dingtalk_protocol::{
///     AccessToken, Endpoint, Error, FilePart, Host, Reply, Secret, Valid, validate,
/// };
///
/// struct Upload<'a> {
///     request: Valid<'a, Request>,
///     content: &'a [u8],
///     /// Random, and another one for every upload.
///     boundary: String,
/// }
///
/// impl Exchange for Upload<'_> {
///     type Response = Response;
///
///     fn endpoint(&self) -> Cow<'static, Endpoint> {
///         self.request.endpoint()
///     }
///
///     fn encode(
///         &self,
///         host: &Host,
///         token: Option<&AccessToken>,
///     ) -> Result<http::Request<Vec<u8>>, Error> {
///         let http = self.request.encode_upload(host, token, &self.boundary)?;
///         Ok(http.map(|body| [&body.head[..], self.content, &body.tail].concat()))
///     }
///
///     fn decode(
///         &self,
///         response: http::Response<Vec<u8>>,
///         repeated: bool,
///     ) -> Result<Reply<Response>, Error> {
///         self.request.decode(response, repeated)
///     }
///
///     fn secrets(&self) -> Vec<Secret> {
///         self.request.secrets()
///     }
/// }
///
/// let content = b"%PDF-1.7 \xe2\xe3";
/// let request = Request::new("file", FilePart::new("report.pdf", content.len() as u64));
/// let boundary = "4f1c9a0e".to_owned();
/// let upload = Upload { request: validate(&request)?, content, boundary };
/// let http = upload.encode(&Host::MAINLAND, Some(&AccessToken::new("token")))?;
/// assert!(http.body().windows(content.len()).any(|sent| sent == content));
/// # }
/// # Ok::<(), dingtalk_protocol::Error>(())
/// ```
pub trait Exchange {
    /// Type of a successful response.
    type Response;

    /// Returns the endpoint that is called.
    fn endpoint(&self) -> Cow<'static, Endpoint>;

    /// Writes the HTTP request.
    ///
    /// # Errors
    ///
    /// [`TokenMissing`](crate::ErrorKind::TokenMissing) if the endpoint needs a token and there is
    /// none, and others of [`encode`](fn@crate::encode).
    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
    ) -> Result<http::Request<Vec<u8>>, Error>;

    /// Returns whether the same request can be sent again: false if it has a file that can only be read once.
    fn can_be_repeated(&self) -> bool {
        true
    }

    /// Reads the response. `repeated` is set after an attempt whose response was lost: an error that says
    /// that the work is already done is then a success.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](fn@crate::decode).
    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<Self::Response>, Error>;

    /// Returns the secrets of the request, other than the token. The driver removes them from errors, and from the
    /// request id of a reply, in case the service echoes them.
    fn secrets(&self) -> Vec<Secret>;
}

impl<R: Request> Exchange for Valid<'_, R> {
    type Response = R::Response;

    fn endpoint(&self) -> Cow<'static, Endpoint> {
        Cow::Borrowed(R::ENDPOINT)
    }

    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
    ) -> Result<http::Request<Vec<u8>>, Error> {
        Valid::encode(self, host, token)
    }

    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<R::Response>, Error> {
        if repeated {
            decode_repeated_with::<R, _>(response, self.options())
        } else {
            decode_with::<R, _>(response, self.options())
        }
    }

    fn secrets(&self) -> Vec<Secret> {
        self.request().secrets().into_iter().map(|(_, secret)| secret.clone()).collect()
    }
}
