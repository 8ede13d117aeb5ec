//! A request and how its response is read: what a call's driver needs to know of it.

use std::borrow::Cow;

use crate::decode::{decode_repeated_with, decode_with};
use crate::encode::Valid;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::host::Host;
use crate::reply::Reply;
use crate::request::Request;
use crate::secret::AccessToken;

/// A checked request together with the reading of its response: what a
/// [`Driver`](crate::driver::Driver) makes a call of.
///
/// [`validate`](crate::validate) returns one. A request without a type of its own can implement it by
/// hand.
pub trait Exchange {
    /// What a successful response holds.
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

    /// Returns whether another attempt can send the same: not where a file can only be read once.
    fn can_be_repeated(&self) -> bool {
        true
    }

    /// Reads the response. `repeated` is set after an attempt whose response was lost: an error that
    /// says that the work is done is then a success.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](fn@crate::decode).
    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<Self::Response>, Error>;

    /// Removes the request's own secrets from the texts of an error.
    fn redact(&self, error: Error) -> Error;
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

    fn redact(&self, error: Error) -> Error {
        error.without_secrets_of(self.request())
    }
}
