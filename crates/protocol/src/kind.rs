//! What can go wrong with a call, sorted by what a caller does about it.

/// Declares the kinds together with the list of them, so that none can be missing there.
macro_rules! kinds {
    ($(#[$enum_doc:meta])* pub enum ErrorKind { $($(#[$doc:meta])* $kind:ident,)* }) => {
        $(#[$enum_doc])*
        pub enum ErrorKind { $($(#[$doc])* $kind,)* }

        impl ErrorKind {
            /// Every kind once, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];
        }
    };
}

kinds! {
    /// What kind of thing went wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum ErrorKind {
        // Before anything was sent.
        /// The request breaks limits of its page; see [`Error::violations`](crate::Error::violations).
        InvalidRequest,
        /// A setting cannot be used; the text says which and why.
        InvalidConfiguration,
        /// The source of access tokens could supply none.
        TokenUnavailable,
        /// The caller's own side would have had to hold the call back beyond its deadline: to keep the
        /// limit of calls, a pause that the service asked for, or a fetch of the access token.
        HeldBack,

        /// The caller gave the call up.
        Cancelled,

        // Between the caller and the service.
        /// No connection could be made. Nothing was sent.
        Unreachable,
        /// The connection broke. Whether the request arrived is not known.
        Connection,
        /// The answer did not come in time. Whether the request arrived is not known.
        Timeout,
        /// The answer is larger than the caller allows.
        BodyTooLarge,

        // An answer that is none of the service's.
        /// The body is empty.
        EmptyBody,
        /// The body is HTML: a gateway or a proxy answered.
        Html,
        /// The body is JSON that ends too early.
        Truncated,
        /// The body is not UTF-8.
        NotUtf8,
        /// The body is neither JSON nor HTML.
        NotJson,
        /// The body is JSON without a usable `errcode`, so nothing says that the call succeeded.
        NoErrcode,
        /// The gateway has banned this IP address for calling too often.
        IpBanned,

        // The service's answer.
        /// The answer reports success, but does not fit the documented types.
        UnexpectedShape,
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
        /// The page says of this code: try again later.
        Busy,
        /// Another code that the page documents; see [`Error::code_of`](crate::Error::code_of).
        Documented,
        /// A code that neither the page nor the list of global codes knows.
        Undocumented,

        // Beyond a single call.
        /// A list does not come to its end: a page repeats the one before it, or an empty page says
        /// that another follows.
        NoProgress,
        /// The journal of a bulk cannot be read or written.
        Journal,
    }
}

impl ErrorKind {
    /// Whether the body was not an answer of the service at all.
    pub fn is_not_an_answer(self) -> bool {
        matches!(
            self,
            Self::EmptyBody
                | Self::Html
                | Self::Truncated
                | Self::NotUtf8
                | Self::NotJson
                | Self::NoErrcode
                | Self::IpBanned
        )
    }

    /// What happened, in words; `None` where the code says it.
    pub(crate) fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidRequest => "the request was not sent",
            Self::InvalidConfiguration => "this setting cannot be used",
            Self::TokenUnavailable => "no access token could be had",
            Self::HeldBack => "the call was held back beyond its deadline",
            Self::Cancelled => "the call was given up",
            Self::Unreachable => "no connection could be made",
            Self::Connection => "the connection broke",
            Self::Timeout => "the answer did not come in time",
            Self::BodyTooLarge => "the answer is larger than allowed",
            Self::EmptyBody => "the answer does not come from the service: its body is empty",
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
            Self::NoProgress => "the list does not come to its end",
            Self::Journal => "the journal cannot be used",
            _ => return None,
        })
    }

    /// What to do where no code brings its own advice.
    pub(crate) fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidRequest => {
                "Change what is named here; a list that is too long can be split into several calls."
            }
            Self::TokenMissing => "Supply an access token that is not blank.",
            Self::TokenUnavailable => "Find out why the source of tokens fails. Nothing was sent.",
            Self::HeldBack => "Call less often, or allow the call more time. Nothing was sent.",
            Self::Cancelled => "Its reach says whether the request may have arrived.",
            Self::Unreachable => "Check the network, the host and the proxy. Nothing was sent.",
            Self::Connection => {
                "Whether the request arrived is not known. Repeat it if that is safe."
            }
            Self::Timeout => {
                "Whether the request arrived is not known. Repeat it if that is safe, or allow more time."
            }
            Self::BodyTooLarge => "Ask for less at once, or raise the limit.",
            Self::EmptyBody | Self::Truncated => "Repeat the call if that is safe.",
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
                "Ask again from the offset that is named here; do not take the list for complete."
            }
            Self::Journal => "Change what is named here, or use another file.",
            Self::Undocumented => "Look the code up in the vendor's list of global error codes.",
            _ => return None,
        })
    }
}
