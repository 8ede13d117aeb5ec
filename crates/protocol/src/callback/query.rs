//! The query of a request to a callback address, and its signature.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::error::Error;
use crate::secret::Secret;

/// The signature of a request to a callback address, and the signed values besides the body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Query {
    /// The signature, 40 hexadecimal digits.
    pub signature: String,
    /// Time of the signature, as the service wrote it.
    pub timestamp: String,
    /// A text that differs in each request.
    pub nonce: String,
}

impl Query {
    /// Creates a query from the values of the parameters.
    pub fn new(
        signature: impl Into<String>,
        timestamp: impl Into<String>,
        nonce: impl Into<String>,
    ) -> Self {
        let (signature, timestamp) = (signature.into(), timestamp.into());
        Self { signature, timestamp, nonce: nonce.into() }
    }

    /// Reads the query of a request's address.
    ///
    /// The pages name the signature `signature`, but a sample of the vendor reads it from `msg_signature`:
    /// both are accepted, and the latter takes precedence. Other parameters are ignored.
    ///
    /// # Errors
    ///
    /// [`Error::MissingParameter`].
    pub fn parse(query: &str) -> Result<Self, Error> {
        let value = |wanted: &'static str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            let pair = pairs.find(|(name, value)| name == wanted && !value.is_empty());
            pair.map(|(_, value)| value.into_owned()).ok_or(Error::MissingParameter(wanted))
        };
        Ok(Self {
            signature: value("msg_signature").or_else(|_| value("signature"))?,
            timestamp: value("timestamp")?,
            nonce: value("nonce")?,
        })
    }

    /// Returns whether the signature is that of `encrypt`. The comparison takes constant time.
    pub(super) fn is_signed(&self, token: &Secret, encrypt: &str) -> bool {
        let wanted = sign(token, &self.timestamp, &self.nonce, encrypt);
        wanted.as_bytes().ct_eq(self.signature.as_bytes()).into()
    }
}

/// Returns SHA-1 over the four texts, sorted and joined, in hexadecimal digits.
pub(super) fn sign(token: &Secret, timestamp: &str, nonce: &str, encrypt: &str) -> String {
    let mut texts = [token.expose(), timestamp, nonce, encrypt];
    texts.sort_unstable();
    let mut hash = Sha1::new();
    for text in texts {
        hash.update(text);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes any text");
        hex
    })
}
