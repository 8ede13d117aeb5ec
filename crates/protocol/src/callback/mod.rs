//! Events that the service pushes to an app's callback address by HTTP.
//!
//! The service posts `{"encrypt": "…"}` to the address, with `signature`, `timestamp` and `nonce` in the
//! query. [`Callback::open`] checks the signature and decrypts the body, [`Delivery::event`] reads the event,
//! and [`Callback::answer`] creates the required answer, the word `success`, encrypted and signed; without it
//! the service pushes again. Nothing here does I/O, reads a clock or generates random numbers.
//!
//! The pages ask for the answer within 1.5 seconds: store the event, answer, and do the work afterwards. The
//! service pushes an event again if it did not get the answer, so one event can come twice: [`Event::id`]
//! identifies it. [`Delivery::require_recent`] refuses a request that somebody else replays.
//!
//! # Example
//!
//! The vendor's own sample of such a request:
//!
//! ```
//! use dingtalk_protocol::callback::{Callback, Change, Query};
//!
//! let callback = Callback::new(
//!     "123456",
//!     "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij",
//!     "suite4xxxxxxxxxxxxxxx",
//! )?;
//! let query = Query::parse(
//!     "signature=5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0&timestamp=1445827045067&nonce=nEXhMP4r",
//! )?;
//! let body = br#"{"encrypt":"1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ=="}"#;
//!
//! let delivery = callback.open(&query, body)?;
//! let event = delivery.event()?;
//! assert!(
//!     matches!(event.change, Change::CheckCreateSuiteUrl { random, .. } if random == "LPIdSnlF")
//! );
//!
//! // From a generator of random numbers that cannot be guessed.
//! let random = *b"0123456789abcdef";
//! let answer = callback.answer(&delivery, random).to_json();
//! assert!(answer.contains(r#""nonce":"nEXhMP4r""#));
//! # Ok::<(), dingtalk_protocol::callback::Error>(())
//! ```

mod cipher;
mod delivery;
mod error;
mod event;
mod query;
mod wire;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::secret::Secret;

use cipher::Key;
pub use delivery::Delivery;
pub use error::Error;
pub use event::{Change, Event, SyncItem};
pub use query::Query;

/// Settings that an app and the service share for its callback address. `Debug` shows neither token nor key.
#[derive(Clone)]
pub struct Callback {
    token: Secret,
    key: Key,
    owner: String,
}

impl Callback {
    /// Creates the protocol of one callback address from the values in the developer console: the token for
    /// signatures, and the key for data (`EncodingAESKey`).
    ///
    /// The owner is the app key of an internal app, or the suite key of a third-party app. For events that
    /// were subscribed to by the older call for a whole organization, it is the organization's corp ID. The
    /// service writes the owner into each message.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidToken`], [`Error::InvalidKey`] or [`Error::InvalidOwner`] if a value is malformed.
    pub fn new(
        token: impl Into<Secret>,
        encoding_aes_key: impl Into<Secret>,
        owner: impl Into<String>,
    ) -> Result<Self, Error> {
        let (token, owner) = (token.into(), owner.into());
        let text = token.expose();
        if !(3..=32).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(Error::InvalidToken);
        }
        if owner.is_empty() {
            return Err(Error::InvalidOwner);
        }
        Ok(Self { token, key: Key::parse(&encoding_aes_key.into())?, owner })
    }

    /// Checks the signature of a request and decrypts its body.
    ///
    /// Nothing is decrypted unless the signature is right, so that an attacker learns nothing from errors of
    /// decryption.
    ///
    /// # Errors
    ///
    /// A separate error for each reason why the request is not from the service to this app.
    pub fn open(&self, query: &Query, body: &[u8]) -> Result<Delivery, Error> {
        #[derive(Deserialize)]
        struct Body {
            encrypt: String,
        }
        let Body { encrypt } = serde_json::from_slice(body).map_err(|_| Error::NoEncrypt)?;
        if !query.is_signed(&self.token, &encrypt) {
            return Err(Error::SignatureMismatch);
        }
        let (text, owner) = self.key.decrypt(&encrypt)?;
        if owner != self.owner {
            return Err(Error::foreign_owner(&owner));
        }
        Ok(Delivery::new(text, query.clone()))
    }

    /// Returns the answer to a delivery that has been accepted. Without it the service pushes again.
    ///
    /// `random` must be unpredictable, and different for each answer.
    pub fn answer(&self, delivery: &Delivery, random: [u8; 16]) -> Sealed {
        let query = delivery.query();
        self.seal("success", &query.timestamp, &query.nonce, random)
    }

    /// Encrypts and signs a text as the service does with an event, for tests and gateways.
    ///
    /// # Panics
    ///
    /// If the text is longer than 4 GiB.
    pub fn seal(&self, text: &str, timestamp: &str, nonce: &str, random: [u8; 16]) -> Sealed {
        let encrypt = self.key.encrypt(text, &self.owner, random);
        Sealed {
            msg_signature: query::sign(&self.token, timestamp, nonce, &encrypt),
            timestamp: timestamp.to_owned(),
            nonce: nonce.to_owned(),
            encrypt,
        }
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback").field("owner", &self.owner).finish_non_exhaustive()
    }
}

/// An encrypted and signed text: the JSON body of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sealed {
    /// The signature, 40 hexadecimal digits.
    pub msg_signature: String,
    /// The signed time.
    #[serde(rename = "timeStamp")]
    pub timestamp: String,
    /// The signed nonce.
    pub nonce: String,
    /// The encrypted text, as base64.
    pub encrypt: String,
}

impl Sealed {
    /// Returns the body of the answer, for a response of type `application/json`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts are JSON")
    }
}
