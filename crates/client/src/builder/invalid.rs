//! The error of a setting that cannot work.

use std::borrow::Cow;

use dingtalk_protocol::{Error, ErrorKind};

/// Returns the error that says which setting it is and why.
pub(super) fn invalid(what: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidConfiguration).with_detail(what)
}
