//! A request and how its response is read: what the layers below a call need to know of it.

use std::borrow::Cow;
use std::time::SystemTime;

use dingtalk_protocol::{
    AccessToken, DecodeOptions, Endpoint, Error, Host, Multipart, Reply, Request, Valid,
    decode_repeated_with, decode_with, encode, validate,
};

use crate::signer::Signer;
use crate::upload::Upload;

/// The body of a request.
pub(crate) enum Content<'e> {
    Bytes(Vec<u8>),
    File(Multipart, &'e Upload),
}

/// A checked request together with the reading of its response.
pub(crate) trait Exchange {
    /// What a successful response holds.
    type Response;

    /// Returns the endpoint that is called.
    fn endpoint(&self) -> Cow<'static, Endpoint>;

    /// Writes the HTTP request; `now` is the time that a signature names.
    ///
    /// # Errors
    ///
    /// [`TokenMissing`](dingtalk_protocol::ErrorKind::TokenMissing) if the endpoint needs a token
    /// and there is none.
    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
        now: SystemTime,
    ) -> Result<http::Request<Content<'_>>, Error>;

    /// Returns whether another attempt can carry the same content.
    fn can_be_repeated(&self) -> bool {
        true
    }

    /// Reads the response. `repeated` is set after an attempt whose response was lost: an error that
    /// says that the work is done is then a success.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](fn@dingtalk_protocol::decode).
    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<Self::Response>, Error>;

    /// Removes the secrets of the request that was written at `now` from the texts of an error.
    fn redact(&self, error: Error, now: SystemTime) -> Error;
}

/// A checked request of an endpoint with types of its own.
pub(crate) struct Typed<'r, R> {
    request: Valid<'r, R>,
    options: DecodeOptions,
    signer: Option<&'r Signer<R>>,
    upload: Option<&'r Upload>,
}

impl<'r, R: Request> Typed<'r, R> {
    /// Checks the request.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](dingtalk_protocol::ErrorKind::InvalidRequest) if it breaks a limit.
    pub(crate) fn new(request: &'r R, options: DecodeOptions) -> Result<Self, Error> {
        Ok(Self { request: validate(request)?, options, signer: None, upload: None })
    }

    /// Sends a file along.
    pub(crate) fn with_upload(self, upload: Option<&'r Upload>) -> Self {
        Self { upload, ..self }
    }

    /// Signs every attempt anew.
    pub(crate) fn signed_by(self, signer: Option<&'r Signer<R>>) -> Self {
        Self { signer, ..self }
    }
}

impl<R: Request> Exchange for Typed<'_, R> {
    type Response = R::Response;

    fn endpoint(&self) -> Cow<'static, Endpoint> {
        Cow::Borrowed(R::ENDPOINT)
    }

    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
        now: SystemTime,
    ) -> Result<http::Request<Content<'_>>, Error> {
        if let Some(upload) = self.upload {
            upload.check()?;
            let http = self.request.encode_upload(host, token, &boundary())?;
            return Ok(http.map(|body| Content::File(body, upload)));
        }
        let http = match self.signer {
            Some(signer) => encode(&signer.signed(self.request.request(), now), host, token),
            None => self.request.encode(host, token),
        };
        Ok(http?.map(Content::Bytes))
    }

    fn can_be_repeated(&self) -> bool {
        self.upload.is_none_or(|upload| upload.check().is_ok())
    }

    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<R::Response>, Error> {
        if repeated {
            decode_repeated_with::<R, _>(response, self.options)
        } else {
            decode_with::<R, _>(response, self.options)
        }
    }

    fn redact(&self, error: Error, now: SystemTime) -> Error {
        let request = self.request.request();
        match self.signer {
            Some(signer) => signer.redact(error, request, now),
            None => error.without_secrets_of(request),
        }
    }
}

/// Returns a boundary that no content can foresee.
fn boundary() -> String {
    format!("{:032x}", fastrand::u128(..))
}
