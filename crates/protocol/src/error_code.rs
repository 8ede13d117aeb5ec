//! Error codes of the service, and what the documentation says about each.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kind::ErrorKind;

/// An error code of the service: an `errcode`, or the number in `sub_code` where the gateway wraps it.
///
/// Codes that any endpoint can return are constants of this type; those that a page documents are constants
/// in the module `error` of its endpoint. A code without a constant is a value like any other.
///
/// # Example
///
/// ```
/// use dingtalk_protocol::{ErrorCode, decode, role::list_users};
///
/// let body = br#"{"errcode": 88, "sub_code": "60011", "sub_msg": "no permission"}"#;
/// let error = decode::<list_users::Request, _>(http::Response::new(body)).unwrap_err();
/// match error.code() {
///     Some(ErrorCode::PERMISSION_MISSING) => println!("grant {:?}", error.required_scopes()),
///     Some(list_users::error::INVALID_ROLE_ID) => println!("no such role"),
///     _ => panic!("{error}"),
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorCode(i64);

impl ErrorCode {
    /// Wraps the service's number.
    pub const fn new(code: i64) -> Self {
        Self(code)
    }

    /// Returns the service's number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for ErrorCode {
    fn from(code: i64) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for i64 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

/// Documentation of an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentedError {
    /// Name of the code's constant: `INVALID_ROLE_ID`.
    pub name: &'static str,
    /// The code.
    pub code: ErrorCode,
    /// The `sub_code` required beside `code`, if only the pair has the meaning.
    pub sub_code: Option<&'static str>,
    /// Kind of the error.
    pub kind: ErrorKind,
    /// Meaning of the code, in English.
    pub meaning: &'static str,
    /// Advice on what to do about the error.
    pub advice: &'static str,
    /// Whether the documentation says to try again.
    pub retry: bool,
}

impl DocumentedError {
    /// Describes a code that does not lead to a retry.
    pub const fn new(
        name: &'static str,
        code: ErrorCode,
        meaning: &'static str,
        advice: &'static str,
    ) -> Self {
        let kind = ErrorKind::Documented;
        Self { name, code, sub_code: None, kind, meaning, advice, retry: false }
    }

    /// Declares that a retry can help. The kind becomes [`ErrorKind::Busy`] unless another one is set.
    #[must_use]
    pub const fn retry(mut self) -> Self {
        self.retry = true;
        if matches!(self.kind, ErrorKind::Documented) {
            self.kind = ErrorKind::Busy;
        }
        self
    }

    /// Sets the kind of error.
    #[must_use]
    pub const fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the `sub_code` required beside the code.
    #[must_use]
    pub const fn with_sub_code(mut self, sub_code: &'static str) -> Self {
        self.sub_code = Some(sub_code);
        self
    }
}

/// Declares error codes, one per row: name, code, optionally its `sub_code`, optionally its [`ErrorKind`],
/// meaning, advice, and `retry` if a retry can help.
///
/// It expands to one constant for each row and to `DOCUMENTED`, the list of all rows: in a module of
/// that name (`pub mod error;`), or as constants of [`ErrorCode`] itself (`impl ErrorCode;`).
macro_rules! error_codes {
    (
        $(#[$meta:meta])*
        pub mod $module:ident;
        $($name:ident = $code:literal $(as $kind:ident)?, $meaning:literal, $advice:literal $(, $retry:ident)?;)*
    ) => {
        $(#[$meta])*
        // Meaning and advice are plain text, even if they look like Markdown.
        #[allow(rustdoc::bare_urls, rustdoc::broken_intra_doc_links, rustdoc::invalid_html_tags)]
        pub mod $module {
            use $crate::error_code::{DocumentedError, ErrorCode};
            $(
                #[doc = concat!("`", $code, "`: `", $meaning, "`. ", $advice)]
                pub const $name: ErrorCode = ErrorCode::new($code);
            )*
            /// Documentation of each code.
            pub static DOCUMENTED: &[DocumentedError] = &[$(
                DocumentedError::new(stringify!($name), $name, $meaning, $advice)
                    $(.with_kind($crate::kind::ErrorKind::$kind))?
                    $(.$retry())?
            ),*];
        }
    };
    (
        $(#[$meta:meta])*
        impl ErrorCode;
        $(
            $name:ident = $code:literal $(with $sub_code:literal)? as $kind:ident,
            $meaning:literal, $advice:literal $(, $retry:ident)?;
        )*
    ) => {
        #[allow(rustdoc::bare_urls, rustdoc::broken_intra_doc_links, rustdoc::invalid_html_tags)]
        impl $crate::error_code::ErrorCode {
            $(
                #[doc = concat!("`", $code, "`: `", $meaning, "`. ", $advice)]
                pub const $name: Self = Self::new($code);
            )*
            $(#[$meta])*
            pub const DOCUMENTED: &'static [$crate::error_code::DocumentedError] = &[$(
                $crate::error_code::DocumentedError::new(
                    stringify!($name),
                    Self::$name,
                    $meaning,
                    $advice,
                )
                .with_kind($crate::kind::ErrorKind::$kind)
                $(.with_sub_code($sub_code))?
                $(.$retry())?
            ),*];
        }
    };
}

pub(crate) use error_codes;
