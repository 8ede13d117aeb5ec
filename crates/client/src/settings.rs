//! The settings of one call.

use std::time::Duration;

use dingtalk_protocol::{DecodeOptions, Retry};
use http::HeaderMap;

use crate::cancel::Cancellation;

/// Settings of one call. Those that are not given are the client's.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallSettings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) headers: HeaderMap,
    pub(crate) cancellation: Option<Cancellation>,
    pub(crate) options: Option<DecodeOptions>,
}
