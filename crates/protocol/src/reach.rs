//! How far a failed call got.

use crate::kind::ErrorKind;

/// How far a failed call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Nothing left the caller.
    NotSent,
    /// The gateway refused it before it was handed on, so nothing changed.
    Refused,
    /// It may have arrived, and may have taken effect in part or in whole.
    Unknown,
    /// It took effect; only its answer is of no use.
    Done,
}

impl ErrorKind {
    /// Returns how far a call got that failed like this. [`Error::reach`](crate::Error::reach) knows
    /// better where a kind has two causes.
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
            // The service should know that what it got is not the whole request.
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
            // Of its two codes, 88 hints that the call was not handed on. Nothing promises it.
            | Self::GatewayTimeout
            // No page says that these change nothing, such as when one id of twenty is bad.
            | Self::Busy
            | Self::Documented
            | Self::Undocumented
            // Reading it comes before the first call, writing it after one.
            | Self::Journal => Reach::Unknown,
            Self::UnexpectedShape | Self::NoProgress | Self::TooManyItems | Self::Inconsistent => {
                Reach::Done
            }
        }
    }
}
