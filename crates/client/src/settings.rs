//! The settings of one call.

use std::time::Duration;

use dingtalk_protocol::{DecodeOptions, Retry};
use http::HeaderMap;

use crate::cancel::Cancellation;

/// The settings of one call; those of the client where none is given.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallSettings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) headers: HeaderMap,
    pub(crate) cancellation: Option<Cancellation>,
    pub(crate) options: Option<DecodeOptions>,
}
