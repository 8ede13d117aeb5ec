//! `/robot/send`

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use dingtalk_protocol::Secret;
use dingtalk_protocol::server::Received;
use http::Method;
use serde_json::Value;

use super::endpoint::{Call, Handled, Route, Work};
use super::parameters::text;
use crate::IpBan;
use crate::limits::Watched;
use crate::signature::is_right;
use crate::wire::Refusal;

pub(super) static ROUTES: [Route; 1] =
    [Route { method: Method::POST, path: "/robot/send", work: Work::Robot { handle: send } }];

/// Message types that robots can send.
const TYPES: [&str; 5] = ["text", "link", "markdown", "actionCard", "feedCard"];

/// Largest difference between the time of a signature and now.
const MOST_APART: Duration = Duration::from_secs(3600);

/// The number of messages that a robot may send within a minute, and how long it is refused after more
/// of them.
const LIMIT: IpBan =
    IpBan { calls: 20, within: Duration::from_secs(60), lasts: Duration::from_secs(600) };

/// `robot/send`: the robot is identified by its own token, and `msgtype` names the content. A message is
/// sent once for each `msgUuid`.
fn send(call: &mut Call<'_>) -> Handled {
    let received = call.received;
    let token = received.text("access_token").unwrap_or_default();
    let Some(robot) = call.history.robots.iter_mut().find(|robot| robot.token.expose() == token)
    else {
        return Err(Refusal::plain(400_101, "access_token不存在"));
    };
    if let Some(secret) = &robot.secret {
        check_signature(received, secret, call.now)?;
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
    if call.history.robots_are_limited {
        let sent = robot.sent.get_or_insert_with(|| Watched::since(call.now));
        if sent.is_banned(LIMIT, call.now) {
            return Err(Refusal::plain(410_100, "发送速度太快而限流"));
        }
    }
    let mut message = serde_json::Map::from_iter([("msgtype".to_owned(), name.into())]);
    message.insert(name.to_owned(), content.clone());
    message.extend(received.member("at").map(|at| ("at".to_owned(), at.clone())));
    let uuid = text(received, "msgUuid");
    if uuid.is_none_or(|uuid| call.history.robot_uuids.insert((token.to_owned(), uuid.to_owned())))
    {
        call.history.of_robots.push(message.into());
    }
    Ok(None)
}

/// Checks `timestamp` and `sign` in the query. A missing value is refused like a wrong one.
fn check_signature(received: &Received, secret: &Secret, now: SystemTime) -> Result<(), Refusal> {
    let timestamp = text(received, "timestamp").unwrap_or_default();
    let millis = timestamp.parse().ok().map(Duration::from_millis);
    let signed_at = millis.and_then(|since| UNIX_EPOCH.checked_add(since));
    let is_near = |time: SystemTime| {
        let apart = now.duration_since(time).unwrap_or_else(|error| error.duration());
        apart <= MOST_APART
    };
    if !signed_at.is_some_and(is_near) {
        return Err(Refusal::plain(310_000, "invalid timestamp"));
    }
    let signed = format!("{timestamp}\n{}", secret.expose());
    if is_right(text(received, "sign").unwrap_or_default(), &signed, secret.expose()) {
        return Ok(());
    }
    Err(Refusal::plain(310_000, "sign not match"))
}
