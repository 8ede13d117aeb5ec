//! Kinds of errors, distinguished by what a caller does about them.

use std::fmt;

/// Kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    // Before anything was sent.
    /// The request breaks limits of its page; see [`Error::violations`](crate::Error::violations).
    InvalidRequest,
    /// A setting cannot be used; the error's text says which one and why.
    InvalidConfiguration,
    /// No access token is available: its source failed.
    TokenUnavailable,
    /// The caller's own side would have delayed the call beyond its deadline: by the rate limit, by a pause
    /// that the service asked for, or by a fetch of the access token.
    HeldBack,

    /// The caller cancelled the call.
    Cancelled,
    /// The file of the call cannot be read, or differs in length from what was declared.
    File,

    // Between the caller and the service.
    /// No connection could be made. Nothing was sent.
    Unreachable,
    /// The connection broke. It is not known whether the request arrived.
    Connection,
    /// The answer did not arrive in time. It is not known whether the request arrived.
    Timeout,
    /// The answer is larger than the caller allows.
    BodyTooLarge,

    // An answer that does not come from the service.
    /// The body is empty.
    EmptyBody,
    /// The body is empty and the status is that of a redirect, which is not followed.
    Redirect,
    /// The body is compressed, which was not asked for.
    Compressed,
    /// The body is HTML: a gateway or a proxy answered.
    Html,
    /// The body is JSON that ends too early.
    Truncated,
    /// The body is not UTF-8.
    NotUtf8,
    /// The body is neither JSON nor HTML.
    NotJson,
    /// The body is JSON without a usable `errcode`, so nothing shows that the call succeeded.
    NoErrcode,
    /// The gateway has banned this IP address for calling too often.
    IpBanned,

    // The service's answer.
    /// The answer reports success, but does not fit the documented types.
    UnexpectedShape,
    /// The key and the secret of the app are refused: no access token is issued for them.
    CredentialsRejected,
    /// The access token is wrong or has expired: a new one may help.
    TokenRejected,
    /// No access token was sent: a new one does not help.
    TokenMissing,
    /// The app lacks a permission.
    PermissionMissing,
    /// The caller's IP address is not on the app's allow list.
    CallerNotAllowed,
    /// Too many calls in a short time.
    Throttled,
    /// The monthly quota is used up.
    QuotaExhausted,
    /// The gateway got no answer in time from the service behind it.
    GatewayTimeout,
    /// The path does not exist.
    UnknownPath,
    /// The service is busy: the documentation of the code says to try again later.
    Busy,
    /// Another code that the page documents; see [`Error::code`](crate::Error::code).
    Documented,
    /// A code that is neither on the page nor in the list of global codes; or no error code at all: `errcode` is
    /// zero, but `success` is false.
    Undocumented,

    // Beyond a single call.
    /// A list cannot be read to its end: a page repeats an earlier one, an empty page says that another follows, a cursor
    /// comes again, or fewer items came than the service reports as the total.
    NoProgress,
    /// A list has more items than the walk through it allows.
    TooManyItems,
    /// Answers of several calls contradict each other, even after repeated attempts.
    Inconsistent,
    /// The journal of a bulk cannot be read or written, or another run is using it.
    Journal,
}

impl ErrorKind {
    /// All kinds, in the order of their declaration.
    pub const ALL: &'static [Self] = &[
        Self::InvalidRequest,
        Self::InvalidConfiguration,
        Self::TokenUnavailable,
        Self::HeldBack,
        Self::Cancelled,
        Self::File,
        Self::Unreachable,
        Self::Connection,
        Self::Timeout,
        Self::BodyTooLarge,
        Self::EmptyBody,
        Self::Redirect,
        Self::Compressed,
        Self::Html,
        Self::Truncated,
        Self::NotUtf8,
        Self::NotJson,
        Self::NoErrcode,
        Self::IpBanned,
        Self::UnexpectedShape,
        Self::CredentialsRejected,
        Self::TokenRejected,
        Self::TokenMissing,
        Self::PermissionMissing,
        Self::CallerNotAllowed,
        Self::Throttled,
        Self::QuotaExhausted,
        Self::GatewayTimeout,
        Self::UnknownPath,
        Self::Busy,
        Self::Documented,
        Self::Undocumented,
        Self::NoProgress,
        Self::TooManyItems,
        Self::Inconsistent,
        Self::Journal,
    ];

    /// Returns the kind's name in lower case with underscores, for metrics and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidConfiguration => "invalid_configuration",
            Self::TokenUnavailable => "token_unavailable",
            Self::HeldBack => "held_back",
            Self::Unreachable => "unreachable",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::BodyTooLarge => "body_too_large",
            Self::Cancelled => "cancelled",
            Self::File => "file",
            Self::EmptyBody => "empty_body",
            Self::Redirect => "redirect",
            Self::Compressed => "compressed",
            Self::Html => "html",
            Self::Truncated => "truncated",
            Self::NotUtf8 => "not_utf8",
            Self::NotJson => "not_json",
            Self::NoErrcode => "no_errcode",
            Self::IpBanned => "ip_banned",
            Self::UnexpectedShape => "unexpected_shape",
            Self::CredentialsRejected => "credentials_rejected",
            Self::TokenRejected => "token_rejected",
            Self::TokenMissing => "token_missing",
            Self::PermissionMissing => "permission_missing",
            Self::CallerNotAllowed => "caller_not_allowed",
            Self::Throttled => "throttled",
            Self::QuotaExhausted => "quota_exhausted",
            Self::GatewayTimeout => "gateway_timeout",
            Self::UnknownPath => "unknown_path",
            Self::Busy => "busy",
            Self::Documented => "documented",
            Self::Undocumented => "undocumented",
            Self::NoProgress => "no_progress",
            Self::TooManyItems => "too_many_items",
            Self::Inconsistent => "inconsistent",
            Self::Journal => "journal",
        }
    }

    /// Returns whether the body does not come from the service at all.
    pub fn is_not_an_answer(self) -> bool {
        matches!(
            self,
            Self::EmptyBody
                | Self::Redirect
                | Self::Compressed
                | Self::Html
                | Self::Truncated
                | Self::NotUtf8
                | Self::NotJson
                | Self::NoErrcode
                | Self::IpBanned
        )
    }

    /// Returns a description of what happened; `None` where the code provides it.
    pub(crate) fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidRequest => "the request was not sent",
            Self::InvalidConfiguration => "this setting cannot be used",
            Self::TokenUnavailable => "no access token available",
            Self::HeldBack => "the call was held back beyond its deadline",
            Self::Unreachable => "no connection could be made",
            Self::Connection => "the connection broke",
            Self::Timeout => "no answer came in time",
            Self::BodyTooLarge => "the answer is larger than allowed",
            Self::Cancelled => "the call was cancelled",
            Self::File => "the file could not be sent",
            Self::EmptyBody => "the answer does not come from the service: its body is empty",
            Self::Redirect => "the answer does not come from the service: it is a redirect",
            Self::Compressed => "the answer is compressed",
            Self::Html => "the answer does not come from the service: its body is HTML",
            Self::Truncated => "the answer is not complete: its JSON ends too early",
            Self::NotUtf8 => "the answer does not come from the service: its body is not UTF-8",
            Self::NotJson => "the answer does not come from the service: its body is not JSON",
            Self::NoErrcode => {
                "the answer does not come from the service: its JSON has no errcode that can be read"
            }
            Self::IpBanned => "the gateway has banned this IP address",
            Self::UnexpectedShape => {
                "the answer reports success but does not fit the documented types"
            }
            Self::NoProgress => "the list cannot be read to its end",
            Self::TooManyItems => "the list is longer than the walk allows",
            Self::Inconsistent => "the answers of several calls contradict each other",
            Self::Journal => "the journal cannot be used",
            _ => return None,
        })
    }

    /// Returns advice for errors whose code has none of its own.
    pub(crate) fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidRequest => "Change what is named here.",
            Self::TokenMissing => "Supply an access token that is not blank.",
            Self::TokenUnavailable => "Find out why the source of tokens fails. Nothing was sent.",
            Self::HeldBack => "Call less often, or allow the call more time. Nothing was sent.",
            Self::Unreachable => "Check the network, the host and the proxy. Nothing was sent.",
            Self::Connection => {
                "Whether the request arrived is not known. Repeat it if that is safe."
            }
            Self::Timeout => {
                "Whether the request arrived is not known. Repeat it if that is safe, or allow more time."
            }
            Self::BodyTooLarge => "Ask for less at once, or raise the limit.",
            Self::File => "Check the file that is named here, or the reader and its length.",
            Self::Cancelled => "Error::reach says whether the request may have arrived.",
            Self::EmptyBody | Self::Truncated => "Repeat the call if that is safe.",
            Self::Redirect => {
                "Check the host and the proxy: something in between sends calls elsewhere, as the login page of a network does."
            }
            Self::Compressed => {
                "Send the header Accept-Encoding: identity, or decompress the body before it is decoded."
            }
            Self::Html | Self::NotUtf8 | Self::NotJson | Self::NoErrcode => {
                "Check the host and the proxy. If both are right, a gateway failed or has banned this IP address: \
                 wait five minutes before the next call."
            }
            Self::IpBanned => {
                "Stop calling for five minutes: one address may make 10,000 calls within 20 seconds."
            }
            Self::UnexpectedShape => {
                "Report it to the maintainers of this crate: the documentation page may have changed."
            }
            Self::NoProgress => {
                "Ask again from the position named here; the items read so far are not the whole list."
            }
            Self::TooManyItems => {
                "If the list can be that long, allow the walk more items; if not, the service never ends the list."
            }
            Self::Inconsistent => {
                "Try again when fewer changes are made, or correct what is named here; what was read is not complete."
            }
            Self::Journal => {
                "Change what is named here. With another file, everything is sent again."
            }
            Self::Undocumented => "Look the code up in the vendor's list of global error codes.",
            _ => return None,
        })
    }

    /// Returns advice for a call that was not sent, because the answer of the call for its access token was
    /// lost; `None` if [`advice`](Self::advice) does not speak of repeating that call.
    pub(crate) fn advice_of_token_call(self) -> Option<&'static str> {
        match self {
            Self::Connection | Self::EmptyBody | Self::Truncated => {
                Some("The call itself was not sent. Repeat it.")
            }
            Self::Timeout => Some("The call itself was not sent. Repeat it, or allow more time."),
            _ => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
