//! `/robot/send`

use http::Method;
use serde_json::Value;

use super::{Call, Handled, Route, Work};
use crate::wire::Refusal;

pub(super) static ROUTES: [Route; 1] =
    [Route { method: Method::POST, path: "/robot/send", work: Work::Robot { handle: send } }];

/// What robots can send.
const TYPES: [&str; 5] = ["text", "link", "markdown", "actionCard", "feedCard"];

/// `robot/send`: known by its own token, with the content that `msgtype` names.
fn send(call: &mut Call<'_>) -> Handled {
    let received = call.received;
    let token = received.text("access_token").unwrap_or_default();
    if !call.history.robots.iter().any(|known| known.expose() == token) {
        return Err(Refusal::plain(400_101, "access_token不存在"));
    }
    let Some(name) = received.member("msgtype").and_then(Value::as_str) else {
        return Err(Refusal::plain(40035, "缺少参数 json"));
    };
    if !TYPES.contains(&name) {
        return Err(Refusal::plain(400_105, "不支持的消息类型"));
    }
    let Some(content) = received.member(name).filter(|content| content.is_object()) else {
        return Err(Refusal::plain(40035, "缺少参数 json"));
    };
    let mut message = serde_json::Map::from_iter([("msgtype".to_owned(), name.into())]);
    message.insert(name.to_owned(), content.clone());
    message.extend(received.member("at").map(|at| ("at".to_owned(), at.clone())));
    call.history.of_robots.push(message.into());
    Ok(None)
}
