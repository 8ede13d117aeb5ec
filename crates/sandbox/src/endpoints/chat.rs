//! `/chat/…`
//!
//! New apps can only use `get`. The pages of the other calls are kept for apps that already use them,
//! and name no permission: the sandbox requires that of group chats.

use std::collections::BTreeSet;

use dingtalk_protocol::UserId;
use dingtalk_protocol::server::Received;
use serde_json::{Value, json};

use super::endpoint::{BUSY, Call, Handled, Route, beside};
use super::parameters::{Code, json as parsed, present, text, user_ids};
use crate::history::SentChatMessage;
use crate::wire::Refusal;
use crate::{Chat, Organisation, OrganisationError};

const WRITE: &str = "qyapi_chat_manage";

pub(super) static ROUTES: [Route; 4] = [
    Route::post("/chat/create", WRITE, BUSY, create),
    Route::post("/chat/update", WRITE, BUSY, update),
    Route::get("/chat/get", "qyapi_chat_read", BUSY, get),
    Route::post("/chat/send", WRITE, BUSY, send),
];

/// From the list of global codes, for cases in which the pages have no code of their own.
const MALFORMED: Code = (40035, "不合法的参数");
const INVALID_MEMBERS: Code = (40031, "无效的useridlist列表");
const TOO_MANY: Code = (49011, "群成员长度超限");
const OWNER_OUTSIDE: Code = (49006, "群成员列表必须包含群主");

/// The most employees that one call adds, and that a chat has.
const MOST_ADDED: usize = 40;
const MOST_MEMBERS: usize = 1000;

/// The most characters of a name, and bytes of a message.
const MOST_IN_NAME: usize = 20;
const MOST_IN_MESSAGE: usize = 2048;

/// Settings that are 0 or 1, initially 0.
const SETTINGS: [&str; 6] = [
    "chatBannedType",
    "managementType",
    "mentionAllAuthority",
    "searchable",
    "showHistoryType",
    "validationType",
];

/// The message types on the page about messages.
const KINDS: [&str; 8] =
    ["action_card", "file", "image", "link", "markdown", "oa", "text", "voice"];

/// `create`.
fn create(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let name = text(received, "name").ok_or((40035, "群名称不能为空"))?;
    need_json(received, "name")?;
    if name.chars().count() > MOST_IN_NAME {
        return Err(Refusal::plain(400_002, "参数过长"));
    }
    let owner = text(received, "owner").ok_or((49013, "群主不能为空"))?;
    let members = user_list(received, "useridlist")?;
    if members.is_empty() {
        return Err(Refusal::plain(49010, "群成员不能为空"));
    }
    if members.len() > MOST_ADDED {
        return Err(TOO_MANY.into());
    }
    if !members.iter().any(|id| *id == owner) {
        return Err(OWNER_OUTSIDE.into());
    }
    let mut chat = Chat::new(name, owner, members);
    set_settings(&mut chat, received)?;
    let number = history.new_id(|number| organisation.chat(&format!("chat{number}")).is_some());
    let id = format!("chat{number}");
    organisation.put_chat(&id, chat).map_err(|error| refusal(&error))?;
    beside(json!({
        "chatid": id,
        "openConversationId": format!("cid{number}=="),
        "conversationTag": 2,
    }))
}

/// `update`. `isBan` has the same effect as `chatBannedType`; the page does not say how they differ.
fn update(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, .. } = call;
    let (id, mut chat) = chat(received, organisation)?;
    need_json(received, "chatid")?;
    if let Some(name) = text(received, "name") {
        let name = Some(name).filter(|name| name.chars().count() <= MOST_IN_NAME);
        name.ok_or((49015, "无效的群名称"))?.clone_into(&mut chat.name);
    }
    let (added, removed) =
        (user_list(received, "add_useridlist")?, user_list(received, "del_useridlist")?);
    if added.len() > MOST_ADDED {
        return Err(TOO_MANY.into());
    }
    if added.iter().any(|id| removed.contains(id)) {
        return Err(Refusal::plain(49004, "添加和删除的人员有交集"));
    }
    for name in ["add_extidlist", "del_extidlist"] {
        if !user_list(received, name)?.is_empty() {
            return Err(Refusal::plain(49009, "企业群不允许添加和删除外部联系人"));
        }
    }
    chat.members.retain(|id| !removed.contains(id));
    chat.members.extend(added);
    if chat.members.len() > MOST_MEMBERS {
        return Err(Refusal::plain(49005, "群人数超过人数限制"));
    }
    if let Some(owner) = text(received, "owner") {
        chat.owner = owner.into();
    }
    set_settings(&mut chat, received)?;
    if let Some(icon) = text(received, "icon") {
        chat.fields.insert("icon".to_owned(), icon.into());
    }
    if let Some(is_banned) = text(received, "isBan") {
        let is_banned: bool = is_banned.parse().map_err(|_| Refusal::from(MALFORMED))?;
        chat.fields.insert("chatBannedType".to_owned(), i64::from(is_banned).into());
    }
    organisation.put_chat(id, chat).map_err(|error| refusal(&error))?;
    Ok(None)
}

/// `get`.
fn get(call: &mut Call<'_>) -> Handled {
    let (id, chat) = chat(call.received, call.organisation)?;
    let mut info = json!({
        "chatid": id,
        "name": chat.name,
        "owner": chat.owner,
        "useridlist": chat.members,
        "conversationTag": 2,
        "icon": chat.fields.get("icon"),
        "status": 1,
    });
    for name in SETTINGS {
        info[name] = chat.fields.get(name).cloned().unwrap_or_else(|| 0.into());
    }
    beside(json!({ "chat_info": present(info) }))
}

/// `send`: the message is recorded.
fn send(call: &mut Call<'_>) -> Handled {
    let Call { received, organisation, history, .. } = call;
    let id = text(received, "chatid").filter(|id| organisation.chat(id).is_some());
    let id = id.ok_or((34001, "无效的chatid"))?;
    let message = parsed(received, "msg").filter(Value::is_object).ok_or((34014, "无效的消息"))?;
    let kind = message["msgtype"].as_str().filter(|kind| KINDS.contains(kind));
    let kind = kind.ok_or((34004, "无效的消息类型"))?;
    if !message[kind].is_object() {
        return Err(Refusal::plain(34014, "无效的消息"));
    }
    if message.to_string().len() > MOST_IN_MESSAGE {
        return Err(Refusal::plain(34016, "消息内容太长"));
    }
    let message_id = format!("msg{}", history.new_id(|_| false));
    history.of_chats.push(SentChatMessage {
        chat_id: id.to_owned(),
        message_id: message_id.clone(),
        message,
    });
    beside(json!({ "messageId": message_id }))
}

/// Returns the chat that `chatid` names.
fn chat(received: &Received, organisation: &Organisation) -> Result<(String, Chat), Refusal> {
    let id = text(received, "chatid").ok_or((49000, "需要参数chatid"))?;
    let chat = organisation.chat(id).ok_or((40016, "无效的chatid"))?;
    Ok((id.to_owned(), chat.clone()))
}

/// Refuses a form if the page requires JSON.
fn need_json(received: &Received, name: &str) -> Result<(), Refusal> {
    received.member(name).ok_or((43009, "参数需要是json格式"))?;
    Ok(())
}

fn user_list(received: &Received, name: &str) -> Result<BTreeSet<UserId>, Refusal> {
    let list = match received.member(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(list) => user_ids(list).ok_or(INVALID_MEMBERS)?,
    };
    Ok(list.into_iter().collect())
}

fn set_settings(chat: &mut Chat, received: &Received) -> Result<(), Refusal> {
    for name in SETTINGS {
        if let Some(value) = text(received, name) {
            let value = i64::from(match value {
                "0" => false,
                "1" => true,
                _ => return Err(MALFORMED.into()),
            });
            chat.fields.insert(name.to_owned(), value.into());
        }
    }
    Ok(())
}

/// Returns the refusal for an error of the organisation.
fn refusal(error: &OrganisationError) -> Refusal {
    match error {
        OrganisationError::OwnerOutside(_) => OWNER_OUTSIDE,
        _ => INVALID_MEMBERS,
    }
    .into()
}
