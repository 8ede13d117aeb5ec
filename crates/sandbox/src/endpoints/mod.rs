//! The endpoints, each by the rules of its page.
//!
//! Limits, codes and texts are written down here from the pages once more and are not taken from
//! the generated constants: the double must notice when those are wrong.

mod role;
mod user;

use dingtalk_protocol::server::Received;
use http::Method;

use crate::Organisation;
use crate::settings::Settings;
use crate::wire::{Outcome, Refusal};

/// What an endpoint answers: something for `result`, or nothing.
pub(crate) type Handled = Result<Option<Outcome>, Refusal>;

/// What an endpoint has to work with.
pub(crate) struct Call<'a> {
    pub(crate) received: &'a Received,
    pub(crate) organisation: &'a mut Organisation,
    pub(crate) settings: &'a Settings,
}

/// An endpoint that the sandbox knows.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// The permission that the page requires.
    pub(crate) scope: &'static str,
    pub(crate) handle: fn(&mut Call<'_>) -> Handled,
}

/// The endpoint behind a path, if the sandbox knows it.
pub(crate) fn find(method: &Method, path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path && route.method == method)
}

static ROUTES: [Route; 5] = [
    Route {
        method: Method::POST,
        path: "/topapi/role/addrolesforemps",
        scope: "qyapi_manage_addresslist",
        handle: role::add_to_users,
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/deleterole",
        scope: "qyapi_manage_addresslist",
        handle: role::delete,
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/removerolesforemps",
        scope: "qyapi_manage_addresslist",
        handle: role::remove_from_users,
    },
    Route {
        method: Method::POST,
        path: "/topapi/role/simplelist",
        scope: "qyapi_get_department_member",
        handle: role::list_users,
    },
    Route {
        method: Method::POST,
        path: "/topapi/user/listid",
        scope: "qyapi_get_member",
        handle: user::list_ids,
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
