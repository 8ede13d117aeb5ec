//! Type-erased endpoints, for tools and tests that treat all endpoints alike.

use std::fmt;

use super::{ParameterError, decode_request, encode_response, parts};
use crate::decode::decode;
use crate::encode::{encode, encode_upload};
use crate::endpoint::{Body, Endpoint};
use crate::error::Error;
use crate::host::Host;
use crate::multipart::Multipart;
use crate::request::Request;
use crate::secret::AccessToken;

/// Inserts the content of the file, taken from the received request, into an upload.
fn with_content(
    upload: http::Request<Multipart>,
    file: &str,
    received: &HttpRequest,
) -> HttpRequest {
    let parts = parts(received).unwrap_or_default();
    let content = parts.iter().find(|part| part.name == file).map(|part| part.content);
    upload.map(|body| [&body.head[..], content.unwrap_or_default(), &body.tail].concat())
}

type HttpRequest = http::Request<Vec<u8>>;
type HttpResponse = http::Response<Vec<u8>>;

/// A type-erased endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Codec {
    /// Facts of the specification about the endpoint.
    pub endpoint: &'static Endpoint,
    transcode: fn(&HttpRequest, &Host, &AccessToken) -> Result<HttpRequest, Transcode>,
    describe: fn(HttpResponse) -> Result<String, Error>,
    reencode: fn(HttpResponse) -> Result<HttpResponse, Transcode>,
}

/// Why a message could not be read and written again.
#[derive(Debug)]
pub enum Transcode {
    /// The request could not be read.
    Parameter(ParameterError),
    /// The request could not be written, or the answer could not be read.
    Call(Error),
    /// The answer could not be written, because it contains a secret.
    Write(serde_json::Error),
}

impl std::error::Error for Transcode {}

impl fmt::Display for Transcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(error) => error.fmt(f),
            Self::Call(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl Codec {
    /// Returns the codec of `R`'s endpoint.
    pub const fn of<R: Request>() -> Self {
        Self {
            endpoint: R::ENDPOINT,
            transcode: |received, host, token| {
                let request: R = decode_request(received).map_err(Transcode::Parameter)?;
                // The kind of the body is a constant, so only one branch is compiled.
                let encoded = if const { matches!(R::ENDPOINT.body, Body::Multipart) } {
                    let file = request.file().map_or("", |(name, _)| name);
                    encode_upload(&request, host, token, "boundary")
                        .map(|upload| with_content(upload, file, received))
                } else {
                    encode(&request, host, token)
                };
                encoded.map_err(Transcode::Call)
            },
            describe: |response| Ok(format!("{:#?}", decode::<R, _>(response)?.into_inner())),
            reencode: |response| {
                let reply = decode::<R, _>(response).map_err(Transcode::Call)?;
                let request_id = reply.request_id().unwrap_or_default();
                encode_response::<R>(&reply, request_id).map_err(Transcode::Write)
            },
        }
    }

    /// Reads a request and writes it again.
    ///
    /// # Errors
    ///
    /// Those of [`decode_request`] and [`encode`].
    pub fn transcode(
        &self,
        request: &HttpRequest,
        host: &Host,
        token: &AccessToken,
    ) -> Result<HttpRequest, Transcode> {
        (self.transcode)(request, host, token)
    }

    /// Reads an answer and returns the `Debug` text of the typed response.
    ///
    /// # Errors
    ///
    /// Those of [`decode`].
    pub fn describe(&self, response: HttpResponse) -> Result<String, Error> {
        (self.describe)(response)
    }

    /// Reads an answer and writes it again.
    ///
    /// # Errors
    ///
    /// Those of [`decode`] and [`encode_response`].
    pub fn reencode(&self, response: HttpResponse) -> Result<HttpResponse, Transcode> {
        (self.reencode)(response)
    }
}
