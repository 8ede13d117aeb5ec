//! The endpoints, each by the rules of its page.
//!
//! Limits, codes and texts are written down here from the pages once more and are not taken from
//! the generated constants: the double must notice when those are wrong.

mod chat;
mod department;
mod department_change;
mod external_contact;
mod media;
mod parameters;
mod robot;
mod role;
mod role_assignment;
mod user;
mod user_change;
mod user_list;
mod work_notification;

use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Method;
use serde_json::Value;

use crate::Organisation;
use crate::history::History;
use crate::settings::Settings;
use crate::wire::{Outcome, Refusal};

/// What an endpoint answers beside the envelope, if anything.
pub(crate) type Handled = Result<Option<Outcome>, Refusal>;

/// Answers this in `result`.
#[expect(clippy::unnecessary_wraps, reason = "what endpoints return")]
fn result(value: Value) -> Handled {
    Ok(Some(Outcome::Other(value)))
}

/// Answers these fields beside `errcode`.
#[expect(clippy::unnecessary_wraps, reason = "what endpoints return")]
fn beside(fields: Value) -> Handled {
    Ok(Some(Outcome::Beside(fields)))
}

/// What an endpoint has to work with.
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

/// What does the work of an endpoint.
type Handle = fn(&mut Call<'_>) -> Handled;

/// What is behind a path.
pub(crate) enum Work {
    /// `gettoken`, which needs no token.
    Token,
    /// A call that has a token of its own.
    Robot { handle: Handle },
    Call {
        /// The permission that the page requires.
        scope: &'static str,
        /// The page's own code and text for "busy, try again later".
        busy: (i64, &'static str),
        handle: Handle,
    },
}

impl Route {
    const fn get(
        path: &'static str,
        scope: &'static str,
        busy: (i64, &'static str),
        handle: Handle,
    ) -> Self {
        Self { method: Method::GET, path, work: Work::Call { scope, busy, handle } }
    }

    const fn post(
        path: &'static str,
        scope: &'static str,
        busy: (i64, &'static str),
        handle: Handle,
    ) -> Self {
        Self { method: Method::POST, path, work: Work::Call { scope, busy, handle } }
    }
}

/// The endpoint behind a path, if the sandbox knows it.
pub(crate) fn find(method: &Method, path: &str) -> Option<&'static Route> {
    route(path).filter(|route| route.method == method)
}

/// The endpoint with this path, whatever the method.
pub(crate) fn route(path: &str) -> Option<&'static Route> {
    routes().find(|route| route.path == path)
}

/// Whether a path is that of `gettoken`.
pub(crate) fn is_token_path(path: &str) -> bool {
    route(path).is_some_and(|route| matches!(route.work, Work::Token))
}

/// Whether the answer has no `request_id`.
pub(crate) fn is_without_request_id(path: &str) -> bool {
    route(path).is_some_and(|route| matches!(route.work, Work::Token | Work::Robot { .. }))
}

/// Every path that the sandbox knows.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    routes().map(|route| route.path)
}

/// The vendor's usual one, also where a page has none of its own.
const BUSY: (i64, &str) = (-1, "系统繁忙");

/// What `get` and `list` of several kinds have instead.
const SYSTEM_ERROR: (i64, &str) = (400_001, "系统错误");

static GET_TOKEN: [Route; 1] =
    [Route { method: Method::GET, path: "/gettoken", work: Work::Token }];

static ROUTES: [&[Route]; 13] = [
    &GET_TOKEN,
    &chat::ROUTES,
    &department::ROUTES,
    &department_change::ROUTES,
    &external_contact::ROUTES,
    &media::ROUTES,
    &robot::ROUTES,
    &role::ROUTES,
    &role_assignment::ROUTES,
    &user::ROUTES,
    &user_change::ROUTES,
    &user_list::ROUTES,
    &work_notification::ROUTES,
];

fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.into_iter().flatten()
}
