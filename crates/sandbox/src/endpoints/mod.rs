//! The endpoints, each by the rules of its page.
//!
//! Limits, codes and texts are written down here from the pages once more and are not taken from
//! the generated constants: the double must notice when those are wrong.

mod media;
mod robot;
mod role;
mod user;
mod work_notification;

use std::time::SystemTime;

use dingtalk_protocol::server::Received;
use http::Method;

use crate::Organisation;
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
}

/// The endpoint behind a path, if the sandbox knows it.
pub(crate) fn find(method: &Method, path: &str) -> Option<&'static Route> {
    route(path).filter(|route| route.method == method)
}

/// The endpoint with this path, whatever the method.
pub(crate) fn route(path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path)
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
    ROUTES.iter().map(|route| route.path)
}

/// The vendor's usual one, where a page has none of its own.
const NO_BUSY: (i64, &str) = (-1, "系统繁忙");

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
