//! Stored tokens as plain text, for places that are themselves kept secret.
//!
//! [`StoredToken`] implements neither `Serialize` nor `Deserialize`, so that no token is written by accident.
//! Code that stores one must do so explicitly, with [`StoredToken::expose_json`] and
//! [`StoredToken::from_json`], or with this module in an attribute of serde.
//!
//! # Example
//!
//! ```
//! use dingtalk_protocol::StoredToken;
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Session {
//!     tenant: String,
//!     #[serde(with = "dingtalk_protocol::in_clear")]
//!     token: StoredToken,
//! }
//! ```

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::error::Error;
use crate::kind::ErrorKind;
use crate::token::StoredToken;

#[derive(serde::Serialize, serde::Deserialize)]
struct InClear<'t> {
    access_token: Cow<'t, str>,
    expires_at: SystemTime,
    life: Duration,
}

/// Writes the token in clear: everybody who can read the result can use it.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(token: &StoredToken, serializer: S) -> Result<S::Ok, S::Error> {
    let in_clear = InClear {
        access_token: token.token.expose().into(),
        // serde cannot represent times before 1970, and such a token has expired anyway.
        expires_at: token.expires_at.max(SystemTime::UNIX_EPOCH),
        life: token.life,
    };
    in_clear.serialize(serializer)
}

/// Reads a token written by [`serialize`]. Unknown fields are ignored.
///
/// # Errors
///
/// The input is not a stored token. The error repeats nothing of the input, because that may be a token in
/// another form.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StoredToken, D::Error> {
    let in_clear = InClear::deserialize(deserializer)
        .map_err(|_| D::Error::custom("this is not a stored token"))?;
    Ok(StoredToken {
        token: in_clear.access_token.as_ref().into(),
        expires_at: in_clear.expires_at,
        life: in_clear.life,
    })
}

impl StoredToken {
    /// Returns the token and its times as JSON, with the token in clear: store it where nobody else can read
    /// it.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use dingtalk_protocol::StoredToken;
    ///
    /// let life = Duration::from_secs(7200);
    /// let token = StoredToken { token: "6d1bxxxx".into(), expires_at: SystemTime::now() + life, life };
    /// let json = token.expose_json();
    /// assert!(json.contains("6d1bxxxx"));
    /// assert_eq!(StoredToken::from_json(&json)?, token);
    /// # Ok::<(), dingtalk_protocol::Error>(())
    /// ```
    pub fn expose_json(&self) -> String {
        let mut json = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut json);
        serialize(self, &mut serializer).expect("text and numbers are JSON");
        String::from_utf8(json).expect("JSON is UTF-8")
    }

    /// Reads the output of [`expose_json`](Self::expose_json).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TokenUnavailable`] if `json` is something else. The error repeats nothing of it.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let unreadable = || {
            Error::new(ErrorKind::TokenUnavailable).with_detail("the stored token cannot be read")
        };
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let token = deserialize(&mut deserializer).map_err(|_| unreadable())?;
        deserializer.end().map_err(|_| unreadable())?;
        Ok(token)
    }
}
