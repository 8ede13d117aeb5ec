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

use std::sync::OnceLock;
use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Method;
use serde_json::Value;

use crate::Organisation;
use crate::examples::{Endpoint, Example, examples};
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
    /// A call without behaviour of its own here, answered with the page's example.
    Example(&'static Endpoint),
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
    routes().find(|route| route.path == path && route.method == method)
}

/// The endpoint with this path, whatever the method.
pub(crate) fn route(path: &str) -> Option<&'static Route> {
    routes().find(|route| route.path == path)
}

/// Every endpoint that the sandbox knows, those with behaviour of their own first.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    // The others are read only if none of the first is wanted.
    with_behaviour().chain(std::iter::once_with(others).flatten())
}

/// Returns the paths of the calls without behaviour of their own in the sandbox: it checks their requests against the
/// documentation and answers the example of the page.
pub fn example_paths() -> impl Iterator<Item = &'static str> {
    others().iter().map(|route| route.path)
}

fn with_behaviour() -> impl Iterator<Item = &'static Route> {
    ROUTES.into_iter().flatten()
}

fn others() -> &'static [Route] {
    static OTHERS: OnceLock<Vec<Route>> = OnceLock::new();
    let route = |(method, path, endpoint): &Example| {
        let is_it = |route: &Route| route.path == *path && route.method == *method;
        let route = Route { method: method.clone(), path, work: Work::Example(endpoint) };
        (!with_behaviour().any(is_it)).then_some(route)
    };
    OTHERS.get_or_init(|| examples().iter().filter_map(route).collect())
}

/// The parameters of a path that nothing may show, as the specification has them.
pub(crate) fn secrets_of(path: &str) -> impl Iterator<Item = &'static str> {
    let endpoint = route(path).and_then(|route| match &route.work {
        Work::Example(endpoint) => Some(endpoint),
        _ => None,
    });
    endpoint.into_iter().flat_map(|endpoint| endpoint.secrets())
}

/// Whether a path is that of `gettoken`.
pub(crate) fn is_token_path(path: &str) -> bool {
    route(path).is_some_and(|route| matches!(route.work, Work::Token))
}

/// Whether the answer has no `request_id`.
pub(crate) fn is_without_request_id(path: &str) -> bool {
    route(path).is_some_and(|route| match &route.work {
        Work::Token | Work::Robot { .. } => true,
        Work::Call { .. } => false,
        Work::Example(endpoint) => !endpoint.request_id,
    })
}

/// The vendor's usual one, also where a page has none of its own.
pub(crate) const BUSY: (i64, &str) = (-1, "系统繁忙");

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
