//! `/topapi/message/corpconversation/…`

use std::collections::BTreeSet;

use dingtalk_protocol::UserId;
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, beside};
use super::parameters::{integer, items};
use crate::history::SentNotice;
use crate::wire::Refusal;

pub(super) static ROUTES: [Route; 4] = [
    Route::post("/topapi/message/corpconversation/asyncsend_v2", "qyapi_base", BUSY, send),
    Route::post("/topapi/message/corpconversation/getsendprogress", "qyapi_base", BUSY, progress),
    Route::post("/topapi/message/corpconversation/getsendresult", "qyapi_base", BUSY, result),
    Route::post("/topapi/message/corpconversation/recall", "qyapi_base", BUSY, recall),
];

/// `asyncsend_v2`: at most 100 users and 20 departments, and 2048 bytes of message.
///
/// The page has no codes; the sandbox uses that of `getsendprogress` for parameters.
fn send(call: &mut Call<'_>) -> Handled {
    let invalid = |what: &str| Refusal::plain(40035, format!("不合法的参数: {what}"));
    let received = call.received;
    let agent_id = integer(received, "agent_id").ok_or_else(|| invalid("agent_id"))?;
    let text = received.text("msg").ok_or_else(|| invalid("msg"))?;
    let message: Value = serde_json::from_str(text).map_err(|_| invalid("msg"))?;
    let has_content = message["msgtype"].as_str().is_some_and(|name| message[name].is_object());
    if !has_content || text.len() > 2048 {
        return Err(invalid("msg"));
    }
    let list = |name, most| match received.text(name).filter(|text| !text.is_empty()) {
        Some(_) => items(received, name, most).ok_or_else(|| invalid(name)),
        None => Ok(Vec::new()),
    };
    let (users, departments) = (list("userid_list", 100)?, list("dept_id_list", 20)?);
    let to_everyone = received.text("to_all_user") == Some("true");
    if !to_everyone && users.is_empty() && departments.is_empty() {
        return Err(invalid("userid_list, dept_id_list"));
    }

    let organisation = &*call.organisation;
    let is_user = |id: &UserId| organisation.user(id).is_some();
    let (mut user_ids, invalid_user_ids): (BTreeSet<UserId>, _) =
        users.into_iter().map(UserId::from).partition(is_user);
    let mut invalid_department_ids = BTreeSet::new();
    for id in departments {
        let id: i64 = id.parse().map_err(|_| invalid("dept_id_list"))?;
        if organisation.department(id).is_none() {
            invalid_department_ids.insert(id);
        }
        user_ids.extend(organisation.members_below(id.into()).into_iter().cloned());
    }
    if to_everyone {
        user_ids.extend(organisation.users().map(|(id, _)| id.clone()));
    }
    let task_id = call.history.add(SentNotice {
        agent_id,
        message,
        user_ids,
        repeated_user_ids: BTreeSet::new(),
        invalid_user_ids,
        invalid_department_ids,
        is_recalled: false,
        sent_at: call.now,
        was_asked_for: false,
    });
    beside(json!({ "task_id": task_id }))
}

/// `getsendprogress`. A task is done at the second request for it, so that callers have something to
/// wait for.
fn progress(call: &mut Call<'_>) -> Handled {
    let notice = task(call, "task_id", (40035, "不合法的参数"))?;
    let is_done = std::mem::replace(&mut notice.was_asked_for, true);
    let (percent, status) = if is_done { (100, 2) } else { (50, 1) };
    let progress = json!({ "progress_in_percent": percent, "status": status });
    beside(json!({ "progress": progress }))
}

/// `getsendresult`. In the sandbox, all messages stay unread.
fn result(call: &mut Call<'_>) -> Handled {
    // The page has no code for an unknown task.
    let notice = task(call, "task_id", (40035, "不合法的参数"))?;
    let forbidden = notice.repeated_user_ids.iter();
    let forbidden = forbidden.map(|id| json!({ "code": "143106", "count": 1, "userid": id }));
    let forbidden_list: Value = forbidden.collect();
    beside(json!({ "send_result": {
        "failed_user_id_list": [],
        "forbidden_list": forbidden_list,
        "forbidden_user_id_list": notice.repeated_user_ids,
        "invalid_dept_id_list": notice.invalid_department_ids,
        "invalid_user_id_list": notice.invalid_user_ids,
        "read_user_id_list": [],
        "unread_user_id_list": notice.user_ids,
    } }))
}

/// `recall`. Recalling a message again succeeds.
fn recall(call: &mut Call<'_>) -> Handled {
    task(call, "msg_task_id", (400_002, "agentId不合法或taskId不合法"))?.is_recalled = true;
    Ok(None)
}

/// Returns the task of the app, or the page's own code for an unknown one.
fn task<'a>(
    call: &'a mut Call<'_>,
    name: &str,
    (code, text): (i64, &str),
) -> Result<&'a mut SentNotice, Refusal> {
    let agent_id = integer(call.received, "agent_id");
    let task = integer(call.received, name).and_then(|id| call.history.notifications.get_mut(&id));
    task.filter(|notice| Some(notice.agent_id) == agent_id)
        .ok_or_else(|| Refusal::plain(code, text))
}
