//! The endpoints, each with the rules of its page.
//!
//! Limits, codes and texts are copied from the pages and not taken from the generated constants, because
//! the sandbox must reveal mistakes in those.

mod chat;
mod department;
mod department_change;
mod endpoint;
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

use http::Method;

use crate::examples::{Example, examples};

pub(crate) use endpoint::{BUSY, Call, Route, UPLOAD, Work};

/// Returns the endpoint behind a path, if the sandbox knows it.
pub(crate) fn find(method: &Method, path: &str) -> Option<&'static Route> {
    routes().find(|route| route.path == path && route.method == method)
}

/// Returns the endpoint with this path, whatever the method.
pub(crate) fn route(path: &str) -> Option<&'static Route> {
    routes().find(|route| route.path == path)
}

/// Returns every endpoint that the sandbox knows, those with behaviour of their own first.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    // The others are loaded lazily, only when the iterator gets that far.
    with_behaviour().chain(std::iter::once_with(others).flatten())
}

/// Returns the paths of the calls without behaviour of their own in the sandbox, which checks their
/// requests against the documentation and returns the example of the page.
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

/// Returns the parameters of a path that contain secrets, according to the specification.
pub(crate) fn secrets_of(path: &str) -> impl Iterator<Item = &'static str> {
    let endpoint = route(path).and_then(|route| match &route.work {
        Work::Example(endpoint) => Some(endpoint),
        _ => None,
    });
    endpoint.into_iter().flat_map(|endpoint| endpoint.secrets())
}

/// Returns whether a path is that of `gettoken`.
pub(crate) fn is_token_path(path: &str) -> bool {
    route(path).is_some_and(|route| matches!(route.work, Work::Token))
}

/// Returns whether the response on this path has no `request_id`.
pub(crate) fn is_without_request_id(path: &str) -> bool {
    route(path).is_some_and(|route| match &route.work {
        Work::Token | Work::Robot { .. } => true,
        Work::Call { .. } => false,
        Work::Example(endpoint) => !endpoint.request_id,
    })
}

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
