//! What the cases of the properties are made of.

use dingtalk_protocol::DepartmentId;
use dingtalk_protocol::role::list_users;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Any text, with what tends to break encodings in it more often than chance would have it.
pub(crate) fn text() -> impl Strategy<Value = String> {
    vec(text_char(), 0..20).prop_map(String::from_iter)
}

fn text_char() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => proptest::char::range(' ', '~'),
        2 => proptest::char::range('一', '龥'),
        2 => proptest::char::range('😀', '🙏'),
        1 => any::<char>(),
    ]
}

/// Any token that can be sent: not empty.
pub(crate) fn token() -> impl Strategy<Value = String> {
    text().prop_map(|text| text + "t")
}

/// Any id that can be sent: not empty, no comma.
pub(crate) fn user_id() -> impl Strategy<Value = String> {
    let id = (text(), text_char()).prop_map(|(text, last)| {
        let mut id = text.replace(',', "");
        id.push(if last == ',' { '，' } else { last });
        id
    });
    prop_oneof![
        9 => id,
        1 => Just(" !\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~".to_owned()),
    ]
}

pub(crate) fn user() -> impl Strategy<Value = list_users::User> {
    let scope = (any::<i64>(), proptest::option::of(text())).prop_map(|(id, name)| {
        let mut scope = list_users::Department::new(DepartmentId::new(id));
        scope.name = name;
        scope
    });
    let scopes = proptest::option::of(vec(scope, 0..4));
    let parts = (text(), proptest::option::of(text()), scopes);
    parts.prop_map(|(id, name, scopes)| {
        let mut user = list_users::User::new(id);
        user.name = name;
        user.manage_scopes = scopes;
        user
    })
}

/// Any JSON, with names and values in it that mean something to the service.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        9 => select(NAMES).prop_map(str::to_owned),
        1 => text(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
        select(vec![json!(0), json!("0"), json!(88), json!(-1), json!(33011), json!("40014")]),
        select(vec![json!(""), json!("http://a/b?c"), json!("\u{1b}[31m")]),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..6).prop_map(Value::from),
            3 => vec((name.clone(), inner), 0..6).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

const NAMES: &[&str] = &[
    "errcode",
    "errmsg",
    "request_id",
    "sub_code",
    "sub_msg",
    "punish",
    "result",
    "hasMore",
    "list",
    "userid",
    "name",
    "manageScopes",
    "dept_id",
    "userid_list",
    "access_token",
    "expires_in",
];

/// The answers that the pages print, an error of theirs, and a rejection of the gateway.
pub(crate) const EXAMPLES: &[&str] = &[
    r#"{"errcode": 0, "request_id": "emhw6ma4xmeg"}"#,
    r#"{"errcode":"0", "request_id":"zw9fhpj3m32u"}"#,
    r#"{"errcode": 0, "result": {"hasMore": false, "list": [{"name": "John", "userid": "manager4220", "manageScopes":[{"dept_id":11, "name":"Discipline Inspection Department"}]}]}, "request_id": "f6249uw1kuus"}"#,
    r#"{"errcode": 0, "errmsg":"ok", "result": {"userid_list": ["usxxx", "manager4xxx", "10203029011xxxx", "usexxx"]}, "request_id": "3naksldjh0dk"}"#,
    r#"{"errcode": 0, "errmsg": "ok", "access_token": "xxxx", "expires_in": 7200}"#,
    r#"{"errcode":33011,"errmsg":"Invalid roleId","request_id":"f6249uw1kuus"}"#,
    r#"{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token","errmsg":"ding talk error[subcode=40014]","request_id":"15r8z"}"#,
];

#[derive(Debug, Clone)]
pub(crate) enum Mutation {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Cut(Index),
    Remove(Index, usize),
    Repeat(Index, usize),
}

pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    let meaningful = select(b"{}[]\",:0123456789-.eE\\ntf \n<".as_slice());
    let at = any::<Index>;
    prop_oneof![
        (at(), meaningful).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        (at(), vec(any::<u8>(), 1..5)).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        at().prop_map(Mutation::Cut),
        (at(), 1..20_usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), 1..60_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
    ]
}

impl Mutation {
    pub(crate) fn apply(&self, body: &mut Vec<u8>) {
        if body.is_empty() {
            return;
        }
        let length = body.len();
        let range = |at: &Index, count: usize| {
            let start = at.index(length);
            start..(start + count).min(length)
        };
        match self {
            Self::Set(at, byte) => body[at.index(length)] = *byte,
            Self::Flip(at, bit) => body[at.index(length)] ^= 1 << bit,
            Self::Insert(at, bytes) => {
                let at = at.index(length);
                body.splice(at..at, bytes.iter().copied());
            }
            Self::Cut(at) => body.truncate(at.index(length)),
            Self::Remove(at, count) => drop(body.drain(range(at, *count))),
            Self::Repeat(at, count) => {
                let range = range(at, *count);
                let (end, copy) = (range.end, body[range].to_vec());
                body.splice(end..end, copy);
            }
        }
    }
}
