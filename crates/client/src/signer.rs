//! Signs the attempts of a call.

use std::time::{SystemTime, UNIX_EPOCH};

use dingtalk_protocol::{Error, Request, Secret, Signed};

/// What signs the attempts of a call, each with the time at which it is made.
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
    /// Returns the request with its signature.
    pub(crate) fn signed(&self, request: &R, now: SystemTime) -> R {
        (self.sign)(request, &self.secret, milliseconds(now))
    }

    /// Removes the secrets of the request as it was signed at `now`, and the one that signed it.
    pub(crate) fn redact(&self, error: Error, request: &R, now: SystemTime) -> Error {
        error.without_secrets_of(&self.signed(request, now)).without(self.secret.expose())
    }
}

/// Returns a time as the service counts it: milliseconds since 1970.
fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
