//! Signs the attempts of a call.

use std::borrow::Cow;
use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    AccessToken, DecodeOptions, Endpoint, Error, Host, Reply, Request, Secret, Signed,
    decode_repeated_with, decode_with, encode, validate,
};

use crate::clock::Clock;

/// Secret and function that sign the attempts of a call.
#[derive(Clone)]
pub(crate) struct Signer<R> {
    secret: Secret,
    sign: fn(&R, &Secret, i64) -> R,
}

impl<R: Signed> Signer<R> {
    pub(crate) fn new(secret: Secret) -> Self {
        let sign = |request: &R, secret: &Secret, timestamp| {
            let mut request = request.clone();
            request.sign(secret, timestamp);
            request
        };
        Self { secret, sign }
    }
}

impl<R: Request> Signer<R> {
    /// Returns the request, signed for the time `now`.
    pub(crate) fn signed(&self, request: &R, now: SystemTime) -> R {
        (self.sign)(request, &self.secret, milliseconds(now))
    }
}

/// Returns a time as the service counts it: milliseconds since 1970.
fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A request that is signed again for each attempt.
pub(crate) struct SignedExchange<'r, R> {
    request: &'r R,
    signer: &'r Signer<R>,
    clock: &'r dyn Clock,
    options: DecodeOptions,
    /// The request of the attempt in flight.
    signed: RefCell<R>,
}

impl<'r, R: Request> SignedExchange<'r, R> {
    /// Checks the request and returns its exchange.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](dingtalk_protocol::ErrorKind::InvalidRequest) if it breaks a limit.
    pub(crate) fn new(
        request: &'r R,
        signer: &'r Signer<R>,
        clock: &'r dyn Clock,
        options: DecodeOptions,
    ) -> Result<Self, Error> {
        let first = signer.signed(request, clock.now());
        validate(&first)?;
        Ok(Self { request, signer, clock, options, signed: RefCell::new(first) })
    }
}

impl<R: Request> Exchange for SignedExchange<'_, R> {
    type Response = R::Response;

    fn endpoint(&self) -> Cow<'static, Endpoint> {
        Cow::Borrowed(R::ENDPOINT)
    }

    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
    ) -> Result<http::Request<Vec<u8>>, Error> {
        self.signed.replace(self.signer.signed(self.request, self.clock.now()));
        encode(&*self.signed.borrow(), host, token)
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

    fn secrets(&self) -> Vec<Secret> {
        let signed = self.signed.borrow();
        let secrets = signed.secrets().into_iter().map(|(_, secret)| secret);
        secrets.chain([&self.signer.secret]).cloned().collect()
    }
}
