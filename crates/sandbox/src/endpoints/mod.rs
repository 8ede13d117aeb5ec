//! The endpoints, each by the rules of its page.
//!
//! Limits, codes and texts are written down here from the pages once more and are not taken from
//! the generated constants: the double must notice when those are wrong.

mod media;
mod robot;
mod role;
mod user;
mod work_notification;

use std::sync::OnceLock;
use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Method;

use crate::Organisation;
use crate::examples::{Endpoint, Example, examples};
use crate::history::History;
use crate::settings::Settings;
use crate::wire::{Outcome, Refusal};

/// What an endpoint answers beside the envelope, if anything.
pub(crate) type Handled = Result<Option<Outcome>, Refusal>;

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

/// What is behind a path.
pub(crate) enum Work {
    /// `gettoken`, which needs no token.
    Token,
    /// A call that has a token of its own.
    Robot { handle: fn(&mut Call<'_>) -> Handled },
    Call {
        /// The permission that the page requires.
        scope: &'static str,
        /// The page's own code and text for "busy, try again later".
        busy: (i64, &'static str),
        handle: fn(&mut Call<'_>) -> Handled,
    },
    /// A call without behaviour of its own here, answered with the page's example.
    Example(&'static Endpoint),
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
    static OTHERS: OnceLock<Vec<Route>> = OnceLock::new();
    let others = || {
        let example = |(method, path, endpoint): &Example| Route {
            method: method.clone(),
            path,
            work: Work::Example(endpoint),
        };
        OTHERS.get_or_init(|| examples().iter().map(example).collect())
    };
    // Read only if none of the first is wanted.
    ROUTES.iter().chain(std::iter::once_with(others).flatten())
}

/// Returns the paths of the calls without behaviour of their own in the sandbox: it checks their requests against the
/// documentation and answers the example of the page.
pub fn example_paths() -> impl Iterator<Item = &'static str> {
    let has_behaviour = |(method, path, _): &&Example| {
        ROUTES.iter().any(|route| route.path == *path && route.method == *method)
    };
    examples().iter().filter(move |it| !has_behaviour(it)).map(|(_, path, _)| *path)
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

/// The vendor's usual one, where a page has none of its own.
pub(crate) const NO_BUSY: (i64, &str) = (-1, "系统繁忙");

static ROUTES: [Route; 13] = [
    Route { method: Method::GET, path: "/gettoken", work: Work::Token },
    Route {
        method: Method::POST,
        path: UPLOAD,
        work: Work::Call { scope: "qyapi_base", busy: NO_BUSY, handle: media::upload },
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/addrolesforemps",
        work: Work::Call {
            scope: "qyapi_manage_addresslist",
            busy: (1002, "System busy"),
            handle: role::add_to_users,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/deleterole",
        work: Work::Call {
            scope: "qyapi_manage_addresslist",
            busy: (1002, "System busy"),
            handle: role::delete,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/removerolesforemps",
        work: Work::Call {
            scope: "qyapi_manage_addresslist",
            busy: (-1, "System busy"),
            handle: role::remove_from_users,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/simplelist",
        work: Work::Call {
            scope: "qyapi_get_department_member",
            busy: (400_001, "System error"),
            handle: role::list_users,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/user/listid",
        work: Work::Call {
            scope: "qyapi_get_member",
            busy: (-1, "系统繁忙"),
            handle: user::list_ids,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/v2/user/getuserinfo",
        work: Work::Call { scope: "qyapi_base", busy: NO_BUSY, handle: user::get_by_auth_code },
    },
    Route { method: Method::POST, path: "/robot/send", work: Work::Robot { handle: robot::send } },
    Route {
        method: Method::POST,
        path: "/topapi/message/corpconversation/asyncsend_v2",
        work: Work::Call { scope: "qyapi_base", busy: NO_BUSY, handle: work_notification::send },
    },
    Route {
        method: Method::POST,
        path: "/topapi/message/corpconversation/getsendprogress",
        work: Work::Call {
            scope: "qyapi_base",
            busy: NO_BUSY,
            handle: work_notification::progress,
        },
    },
    Route {
        method: Method::POST,
        path: "/topapi/message/corpconversation/getsendresult",
        work: Work::Call { scope: "qyapi_base", busy: NO_BUSY, handle: work_notification::result },
    },
    Route {
        method: Method::POST,
        path: "/topapi/message/corpconversation/recall",
        work: Work::Call { scope: "qyapi_base", busy: NO_BUSY, handle: work_notification::recall },
    },
];

/// An integer parameter; `None` if it is missing or none.
fn integer(received: &Received, name: &str) -> Option<i64> {
    received.text(name)?.parse().ok()
}

/// The items of a comma-separated list; `None` unless there are 1 to `most`. No page says what the
/// service does with an empty item, so it is kept: no id is empty, so the id check refuses it.
fn items<'a>(received: &'a Received, name: &str, most: usize) -> Option<Vec<&'a str>> {
    let items: Vec<_> = received.text(name)?.split(',').collect();
    (items.len() <= most).then_some(items)
}
