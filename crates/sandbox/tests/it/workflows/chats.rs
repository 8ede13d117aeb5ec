//! Group chats. The calls that create, change and send are kept for old apps, so the client has no
//! types for them.

use dingtalk_client::chat::get::Mute;
use dingtalk_client::{Client, Error};
use dingtalk_sandbox::seeded;
use serde_json::{Value, json};

use super::{code, start};
use crate::raw::form;

fn call(client: &Client, path: &str, body: &Value) -> Result<Value, Error> {
    Ok(client.raw(path).json(body).send::<Value>()?.into_inner())
}

fn refusal(client: &Client, path: &str, body: Value, change: Value) -> i64 {
    let (mut body, Value::Object(change)) = (body, change) else { unreachable!() };
    for (name, value) in change {
        body[name] = value;
    }
    code(call(client, path, &body))
}

fn team() -> Value {
    json!({ "name": "全员群", "owner": "manager4220", "useridlist": ["manager4220", "user1"] })
}

#[test]
fn a_chat_is_created_read_and_changed() {
    let (_sandbox, client) = start();
    let created = call(&client, "/chat/create", &team()).unwrap();
    assert_eq!(created["conversationTag"], 2);
    let id = created["chatid"].as_str().unwrap();

    let read = client.chat().get(id).send().unwrap();
    let read = read.chat_info.as_ref().unwrap();
    assert_eq!((read.name.as_deref(), read.mute), (Some("全员群"), Some(Mute::Off)));
    assert_eq!(read.user_ids.as_ref().unwrap(), &["manager4220", "user1"]);

    let change = json!({
        "chatid": id, "name": "New", "owner": "user2", "add_useridlist": ["user2"],
        "del_useridlist": ["manager4220"], "chatBannedType": 1, "icon": "@icon",
    });
    call(&client, "/chat/update", &change).unwrap();
    let read = client.chat().get(id).send().unwrap();
    let read = read.chat_info.as_ref().unwrap();
    assert_eq!((read.name.as_deref(), read.mute), (Some("New"), Some(Mute::Everyone)));
    assert_eq!(read.owner_user_id.as_ref().unwrap(), seeded::USER_2);
    assert_eq!(read.user_ids.as_ref().unwrap(), &["user1", "user2"]);
    assert_eq!(read.icon_media_id.as_ref().unwrap(), "@icon");
}

#[test]
fn messages_to_a_chat_are_kept() {
    let (sandbox, client) = start();
    let id = call(&client, "/chat/create", &team()).unwrap()["chatid"].clone();
    let message = json!({ "msgtype": "text", "text": { "content": "请提交日报。" } });
    let sent = call(&client, "/chat/send", &json!({ "chatid": id, "msg": message })).unwrap();
    let kept = sandbox.chat_messages();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].chat_id.as_str(), &kept[0].message), (id.as_str().unwrap(), &message));
    assert_eq!(sent["messageId"], kept[0].message_id);

    let refusal =
        |change| refusal(&client, "/chat/send", json!({ "chatid": id, "msg": message }), change);
    assert_eq!(refusal(json!({ "chatid": "chat5" })), 34001);
    assert_eq!(refusal(json!({ "msg": null })), 34014);
    assert_eq!(refusal(json!({ "msg": { "msgtype": "text" } })), 34014);
    assert_eq!(refusal(json!({ "msg": { "msgtype": "dance", "dance": {} } })), 34004);
    let long = "n".repeat(2048);
    let long = json!({ "msg": { "msgtype": "text", "text": { "content": long } } });
    assert_eq!(refusal(long), 34016);
    assert_eq!(sandbox.chat_messages().len(), 1);
}

#[test]
fn chats_are_refused_with_the_codes_of_their_pages() {
    let (sandbox, client) = start();
    let id = call(&client, "/chat/create", &team()).unwrap()["chatid"].clone();
    let before = sandbox.with_organisation(|org| org.clone());
    let create = |change| refusal(&client, "/chat/create", team(), change);
    assert_eq!(create(json!({ "name": "" })), 40035);
    assert_eq!(create(json!({ "name": "n".repeat(21) })), 400_002);
    assert_eq!(create(json!({ "owner": null })), 49013);
    assert_eq!(create(json!({ "owner": "user2" })), 49006);
    assert_eq!(create(json!({ "useridlist": [] })), 49010);
    assert_eq!(create(json!({ "useridlist": ["manager4220", "nobody"] })), 40031);
    let many: Vec<_> = (1..=41).map(|number| format!("staff{number:02}")).collect();
    assert_eq!(create(json!({ "useridlist": many })), 49011);
    assert_eq!(create(json!({ "searchable": 2 })), 40035);

    let update = |change| refusal(&client, "/chat/update", json!({ "chatid": id }), change);
    assert_eq!(update(json!({ "chatid": null })), 49000);
    assert_eq!(update(json!({ "chatid": "chat5" })), 40016);
    assert_eq!(update(json!({ "name": "n".repeat(21) })), 49015);
    assert_eq!(update(json!({ "add_useridlist": ["nobody"] })), 40031);
    assert_eq!(update(json!({ "add_useridlist": many })), 49011);
    let both = json!({ "add_useridlist": ["user2"], "del_useridlist": ["user2"] });
    assert_eq!(update(both), 49004);
    assert_eq!(update(json!({ "add_extidlist": ["somebody"] })), 49009);
    assert_eq!(update(json!({ "del_useridlist": ["manager4220"] })), 49006);

    assert_eq!(code(client.chat().get("chat5").send()), 40016);
    let path = "/chat/create";
    assert_eq!(form(&sandbox, path, "name=New&owner=user1&useridlist=user1").code(), 43009);
    assert_eq!(sandbox.with_organisation(|org| org.clone()), before);
}
