//! Endpoints, and the data that they work with.

use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Method;
use serde_json::Value;

use crate::Organisation;
use crate::examples::Endpoint;
use crate::history::History;
use crate::settings::Settings;
use crate::wire::{Outcome, Refusal};

/// The vendor's usual code for "busy", also for pages without a code of their own.
pub(crate) const BUSY: (i64, &str) = (-1, "系统繁忙");

/// The code for "busy" on some other pages, such as several `get` and `list` calls.
pub(super) const SYSTEM_ERROR: (i64, &str) = (400_001, "系统错误");

/// The data that an endpoint returns in addition to the envelope, if any.
pub(crate) type Handled = Result<Option<Outcome>, Refusal>;

/// Returns this value in `result`.
#[expect(clippy::unnecessary_wraps, reason = "what endpoints return")]
pub(super) fn result(value: Value) -> Handled {
    Ok(Some(Outcome::Other(value)))
}

/// Returns these fields beside `errcode`.
#[expect(clippy::unnecessary_wraps, reason = "what endpoints return")]
pub(super) fn beside(fields: Value) -> Handled {
    Ok(Some(Outcome::Beside(fields)))
}

/// The data that an endpoint works with.
pub(crate) struct Call<'a> {
    pub(crate) received: &'a Received,
    pub(crate) organisation: &'a mut Organisation,
    pub(crate) settings: &'a Settings,
    pub(crate) history: &'a mut History,
    pub(crate) now: SystemTime,
    pub(crate) request_id: &'a str,
}

/// The path of the call that uploads files, whose bodies are larger than those of others.
pub(crate) const UPLOAD: &str = "/media/upload";

/// An endpoint that the sandbox knows.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) work: Work,
}

/// Function that handles the requests of an endpoint.
pub(super) type Handle = fn(&mut Call<'_>) -> Handled;

/// Behaviour of an endpoint.
pub(crate) enum Work {
    /// `gettoken`, which needs no token.
    Token,
    /// A call that carries a robot's token instead of the app's.
    Robot { handle: Handle },
    Call {
        /// The permission that the page requires.
        scope: &'static str,
        /// The page's own code and text for "busy, try again later".
        busy: (i64, &'static str),
        handle: Handle,
    },
    /// A call without behaviour of its own here, answered with the page's example.
    Example(&'static Endpoint),
}

impl Route {
    pub(super) const fn get(
        path: &'static str,
        scope: &'static str,
        busy: (i64, &'static str),
        handle: Handle,
    ) -> Self {
        Self { method: Method::GET, path, work: Work::Call { scope, busy, handle } }
    }

    pub(super) const fn post(
        path: &'static str,
        scope: &'static str,
        busy: (i64, &'static str),
        handle: Handle,
    ) -> Self {
        Self { method: Method::POST, path, work: Work::Call { scope, busy, handle } }
    }
}
