//! The error for a setting that cannot work.

use std::borrow::Cow;

use dingtalk_protocol::{Error, ErrorKind};

/// Returns the error for a setting that cannot work; `what` says which one and why.
pub(super) fn invalid(what: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidConfiguration).with_detail(what)
}
