//! Errors of a callback: refused requests and invalid settings.

use std::fmt;

use crate::redact;

/// Reason why a request to a callback address or its settings is refused.
///
/// No variant shows a token, a key or a decrypted text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The token does not have 3 to 32 letters and digits.
    InvalidToken,
    /// The key does not have 43 characters of base64.
    InvalidKey,
    /// The owner is empty.
    InvalidOwner,
    /// A parameter of the query is missing or empty.
    MissingParameter(&'static str),
    /// The body is not JSON with a text `encrypt`.
    NoEncrypt,
    /// The signature was not made with the token: the token is wrong, or the request is not the service's.
    SignatureMismatch,
    /// The encrypted text is not base64.
    NotBase64,
    /// The encrypted text is empty or not a multiple of the cipher's block.
    Length,
    /// The padding is wrong, most likely because the key is.
    Padding,
    /// The decrypted message is shorter than its length field.
    Frame,
    /// The decrypted message is not UTF-8.
    NotUtf8,
    /// The message is for another app or organization.
    #[non_exhaustive]
    ForeignOwner {
        /// The app or organization, redacted for display.
        owner: String,
    },
    /// The timestamp of the query is not a number of seconds or milliseconds.
    InvalidTimestamp,
    /// The request was signed too long ago, or too far in the future.
    NotRecent,
    /// The message is not a JSON object with a text `EventType`.
    NoEventType,
    /// The message has a known event type but lacks its fields.
    #[non_exhaustive]
    UnexpectedShape {
        /// Type of the event, redacted for display.
        event_type: String,
        /// What does not fit.
        detail: String,
    },
}

impl Error {
    pub(super) fn foreign_owner(owner: &str) -> Self {
        Self::ForeignOwner { owner: redact::text(owner) }
    }

    pub(super) fn unexpected_shape(event_type: &str, detail: impl fmt::Display) -> Self {
        let event_type = redact::text(event_type);
        Self::UnexpectedShape { event_type, detail: redact::text(&detail.to_string()) }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidToken => "the callback token does not have 3 to 32 letters and digits",
            Self::InvalidKey => "the callback key does not have 43 characters of base64",
            Self::InvalidOwner => "the owner of the callback, an app key or corp ID, is empty",
            Self::MissingParameter(name) => {
                return write!(f, "the query of the callback has no {name}");
            }
            Self::NoEncrypt => "the body of the callback is not JSON with a text `encrypt`",
            Self::SignatureMismatch => {
                "the signature of the callback does not match: \
                 the token is wrong, or the request is not the service's"
            }
            Self::NotBase64 => "the encrypted text of the callback is not base64",
            Self::Length => "the encrypted text of the callback has a wrong length",
            Self::Padding => {
                "the padding of the callback's message is wrong: check the key for data"
            }
            Self::Frame => "the callback's message is shorter than it says",
            Self::NotUtf8 => "the callback's message is not UTF-8",
            Self::ForeignOwner { owner } => {
                return write!(
                    f,
                    "the callback's message is for {owner}: \
                     the owner is the app key, the suite key, or for old subscriptions the corp ID"
                );
            }
            Self::InvalidTimestamp => "the timestamp of the callback is not a time",
            Self::NotRecent => {
                "the callback was signed too long ago or too far in the future: \
                 a replayed request, or a wrong clock"
            }
            Self::NoEventType => "the callback's message is not JSON with a text `EventType`",
            Self::UnexpectedShape { event_type, detail } => {
                return write!(f, "the event {event_type} does not fit its page: {detail}");
            }
        })
    }
}
