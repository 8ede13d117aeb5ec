//! How far a failed call got.

use crate::kind::ErrorKind;

/// How far a failed call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The request was not sent.
    NotSent,
    /// The gateway refused the request before passing it on, so nothing changed.
    Refused,
    /// The request may have arrived, and may have taken effect in part or in whole.
    Unknown,
    /// The request took effect; only its answer is unusable.
    Done,
}

impl ErrorKind {
    /// Returns how far a call got that failed with this kind. [`Error::reach`](crate::Error::reach) is more
    /// precise where a kind has two causes.
    pub fn reach(self) -> Reach {
        match self {
            Self::InvalidRequest
            | Self::InvalidConfiguration
            | Self::TokenUnavailable
            | Self::HeldBack
            | Self::Unreachable => Reach::NotSent,
            Self::IpBanned
            | Self::CredentialsRejected
            | Self::TokenRejected
            | Self::TokenMissing
            | Self::PermissionMissing
            | Self::CallerNotAllowed
            | Self::Throttled
            | Self::QuotaExhausted
            | Self::UnknownPath => Reach::Refused,
            Self::Cancelled
            // The service should notice that it did not receive the whole request.
            | Self::File
            | Self::Connection
            | Self::Timeout
            | Self::BodyTooLarge
            | Self::EmptyBody
            | Self::Redirect
            | Self::Compressed
            | Self::Html
            | Self::Truncated
            | Self::NotUtf8
            | Self::NotJson
            | Self::NoErrcode
            // Of its two codes, 88 suggests that the call was not passed on, but no page promises it.
            | Self::GatewayTimeout
            // No page says that these change nothing, for example if one id of twenty is bad.
            | Self::Busy
            | Self::Documented
            | Self::Undocumented
            // Reading the journal comes before the first call, writing it after a call.
            | Self::Journal => Reach::Unknown,
            Self::UnexpectedShape | Self::NoProgress | Self::TooManyItems | Self::Inconsistent => {
                Reach::Done
            }
        }
    }
}
