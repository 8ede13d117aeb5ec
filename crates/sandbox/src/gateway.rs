//! What stands in front of the endpoints: it knows paths, tokens, callers and permissions.
//!
//! The forms of its answers are known from the live gateway; the order of its checks and the
//! English texts are the sandbox's own choice.

use std::net::IpAddr;

use dingtalk_protocol::server::Received;
use http::Request;

use crate::endpoints::{Route, find};
use crate::settings::Settings;
use crate::wire::Refusal;

/// Lets a request through to its endpoint, or refuses it.
pub(crate) fn admit(
    request: &Request<Vec<u8>>,
    received: &Received,
    caller: IpAddr,
    settings: &Settings,
) -> Result<&'static Route, Refusal> {
    // An unknown path is answered plainly with 22, not with HTTP 404. What the service does on a
    // known path with another method is not known; the sandbox takes method and path together for
    // the name of a call and answers as if the path did not exist.
    let route = find(request.method(), request.uri().path())
        .ok_or_else(|| Refusal::plain(22, "Invalid path: no such call"))?;
    check_token(received, settings)?;
    if !settings.caller_allowed {
        let message = format!("the caller's IP address {caller} is not on the app's allow list");
        return Err(Refusal::Wrapped { sub_code: "60020", sub_message: message });
    }
    if settings.without_permission.contains(route.path) {
        let scope = route.scope;
        let message = format!("the app lacks a permission, requiredScopes=[{scope}]");
        return Err(Refusal::Wrapped { sub_code: "60011", sub_message: message });
    }
    Ok(route)
}

fn check_token(received: &Received, settings: &Settings) -> Result<(), Refusal> {
    let refuse = |sub_code, message: &str| {
        Err(Refusal::Wrapped { sub_code, sub_message: message.to_owned() })
    };
    match received.access_token() {
        // That 41001 means "none was sent" is known, whether it comes wrapped is not. Rejections of
        // these paths by the gateway are wrapped as a rule, so the sandbox wraps this one too.
        None => refuse("41001", "access_token is missing"),
        Some(token) if token.expose().trim().is_empty() => refuse("40000", "access_token is blank"),
        Some(token) if !settings.tokens.contains(&token) => {
            refuse("40014", "access_token is not valid")
        }
        Some(_) => Ok(()),
    }
}
