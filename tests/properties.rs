//! What holds for any input, tried with many. Seeds are fixed: a failure here fails everywhere.

use std::fmt::{self, Debug};

use dingtalk_protocol::limits::Rule;
use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::server::{CODECS, Serve, decode_request, encode_error, encode_response};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{
    AccessToken, DepartmentId, Host, Request, UserId, decode, encode, validate,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0xd1_4674),
        ..ProptestConfig::default()
    }
}

// Requests and responses.

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn requests_survive_the_wire(
        roles in vec(any::<i64>(), 1..=20),
        users in vec(user_id(), 1..=20),
        more_users in vec(user_id(), 1..=100),
        id in any::<i64>(),
        page in proptest::option::of((0..=i64::MAX, 1..=100_i64)),
        token in text(),
    ) {
        survives(&add_to_users::Request::new(roles.clone(), users), &token)?;
        survives(&remove_from_users::Request::new(roles, more_users), &token)?;
        survives(&delete::Request::new(id), &token)?;
        survives(&list_ids::Request::new(id), &token)?;
        let mut list = list_users::Request::new(id);
        if let Some((offset, size)) = page {
            list = list.with_page(list_users::Page { offset, size });
        }
        survives(&list, &token)?;
    }

    #[test]
    fn responses_survive_the_wire(
        has_more in any::<bool>(),
        users in vec(user(), 0..10),
        ids in vec(text(), 0..30),
        request_id in text(),
    ) {
        let mut page = list_users::Response::new(has_more);
        page.users = users;
        returns::<list_users::Request>(&page, &request_id)?;
        let mut list = list_ids::Response::new();
        list.user_ids = ids.into_iter().map(UserId::from).collect();
        returns::<list_ids::Request>(&list, &request_id)?;
        returns::<add_to_users::Request>(&add_to_users::Response::new(), &request_id)?;
        returns::<remove_from_users::Request>(&remove_from_users::Response::new(), &request_id)?;
        returns::<delete::Request>(&delete::Response::new(), &request_id)?;
    }

    #[test]
    fn errors_survive_the_wire(
        code in any::<i64>().prop_filter("zero is no error", |code| *code != 0),
        message in text(),
        request_id in text(),
    ) {
        for codec in CODECS {
            let error = codec.describe(encode_error(code, &message, &request_id)).unwrap_err();
            prop_assert_eq!(error.code(), Some(code));
            prop_assert_eq!(error.message(), Some(&message[..]).filter(|text| !text.is_empty()));
            prop_assert_eq!(error.request_id(), Some(&request_id[..]));
            prop_assert!(!error.to_string().contains(char::is_control), "{error}");
            prop_assert!(!error.to_string().contains("://"), "{error}");
        }
    }
}

fn survives<R: Serve + PartialEq + Debug>(request: &R, token: &str) -> Result<(), TestCaseError> {
    let http = encode(request, &Host::INTERNATIONAL, &AccessToken::new(token)).unwrap();
    let received = dingtalk_protocol::server::Received::new(&http).unwrap();
    prop_assert_eq!(received.text("access_token"), Some(token));
    prop_assert_eq!(&decode_request::<R>(&http).unwrap(), request);
    prop_assert!(http.body().is_ascii());
    Ok(())
}

fn returns<R: Serve<Response: PartialEq + Debug>>(
    response: &R::Response,
    request_id: &str,
) -> Result<(), TestCaseError> {
    let reply = decode::<R, _>(encode_response::<R>(response, request_id)).unwrap();
    prop_assert_eq!(reply.request_id(), Some(request_id));
    prop_assert_eq!(&reply.into_inner(), response);
    Ok(())
}

// Validation.

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn limits_of_lists_agree_with_a_naive_model(
        roles in prop_oneof![0..=3_usize, 18..=23_usize],
        users in prop_oneof![0..=3_usize, 18..=23_usize, 97..=103_usize],
        bad in vec((any::<Index>(), select(vec!["", ",", "a,b", "张,三", "，", "a"])), 0..4),
    ) {
        let roles: Vec<i64> = (1..).take(roles).collect();
        let mut users: Vec<String> = (0..users).map(|n| format!("用户😀{n}")).collect();
        for (index, id) in bad {
            if !users.is_empty() {
                let at = index.index(users.len());
                users[at] = id.to_owned();
            }
        }
        agrees(&add_to_users::Request::new(roles.clone(), users.clone()),
            &model(&roles, &users, 20, 20))?;
        agrees(&remove_from_users::Request::new(roles.clone(), users.clone()),
            &model(&roles, &users, 20, 100))?;
    }

    #[test]
    fn limits_of_pages_agree_with_a_naive_model(
        offset in prop_oneof![-3..=3_i64, any::<i64>()],
        size in prop_oneof![-3..=3_i64, 97..=103_i64, any::<i64>()],
    ) {
        let mut expected = Vec::new();
        if size < 1 {
            expected.push(("size", Rule::Min { min: 1, actual: size }));
        }
        if size > 100 {
            expected.push(("size", Rule::Max { max: 100, actual: size }));
        }
        if offset < 0 {
            expected.push(("offset", Rule::Min { min: 0, actual: offset }));
        }
        agrees(&list_users::Request::new(1).with_page(list_users::Page { offset, size }), &expected)?;
    }
}

type Broken = Vec<(&'static str, Rule)>;

fn model(roles: &[i64], users: &[String], max_roles: usize, max_users: usize) -> Broken {
    let mut broken = Vec::new();
    let lists = [("roleIds", roles.len(), max_roles), ("userIds", users.len(), max_users)];
    for (field, actual, max) in lists {
        if actual == 0 {
            broken.push((field, Rule::Required));
        }
        if actual > max {
            broken.push((field, Rule::MaxItems { max, actual }));
        }
    }
    for (index, id) in users.iter().enumerate() {
        if id.is_empty() {
            broken.push(("userIds", Rule::EmptyItem { index }));
        }
        if id.contains(',') {
            broken.push(("userIds", Rule::CommaInItem { index }));
        }
    }
    broken
}

fn agrees<R: Request>(request: &R, expected: &[(&'static str, Rule)]) -> Result<(), TestCaseError> {
    let found: Broken = match validate(request) {
        Ok(()) => Vec::new(),
        Err(error) => error.violations().iter().map(|it| (it.field, it.rule.clone())).collect(),
    };
    prop_assert_eq!(&found[..], expected);
    let token = AccessToken::new("t");
    prop_assert_eq!(encode(request, &Host::MAINLAND, &token).is_ok(), expected.is_empty());
    Ok(())
}

// Answers of any kind.

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn arbitrary_bytes_are_read_without_panic(body in vec(any::<u8>(), 0..300)) {
        is_honest(&body)?;
    }

    #[test]
    fn arbitrary_json_is_read_without_panic(body in any_json()) {
        is_honest(body.to_string().as_bytes())?;
    }

    #[test]
    fn answers_with_an_arbitrary_part_are_read_without_panic(
        errcode in prop_oneof![Just(json!(0)), Just(json!("0")), any_json()],
        result in any_json(),
        rest in any_json(),
    ) {
        let body = json!({"errcode": errcode, "result": result, "errmsg": rest,
            "request_id": rest, "sub_code": rest, "sub_msg": rest});
        is_honest(body.to_string().as_bytes())?;
    }

    #[test]
    fn mutated_page_examples_are_read_without_panic(
        example in select(EXAMPLES),
        mutations in vec(mutation(), 1..4),
    ) {
        let mut body = example.as_bytes().to_vec();
        for mutation in &mutations {
            mutation.apply(&mut body);
        }
        is_honest(&body)?;
    }
}

/// Whatever `body` is: no panic, no success without an `errcode` of zero, and texts fit to be shown.
fn is_honest(body: &[u8]) -> Result<(), TestCaseError> {
    for codec in CODECS {
        let answer = || http::Response::new(body.to_vec());
        match codec.describe(answer()) {
            Ok(described) => {
                prop_assert!(succeeds(body), "a success: {}", String::from_utf8_lossy(body));
                let again = codec.reencode(answer()).unwrap();
                prop_assert_eq!(codec.describe(again).unwrap(), described);
            }
            Err(error) => {
                prop_assert_ne!(error.errcode(), Some(0));
                prop_assert_eq!(error.endpoint(), Some(codec.endpoint));
                let text = error.to_string();
                prop_assert!(text.chars().count() < 1_500, "{text}");
                prop_assert!(!text.contains(char::is_control), "{text:?}");
                prop_assert!(!text.contains("://"), "{text}");
            }
        }
    }
    Ok(())
}

/// Whether `body` is a JSON object whose every `errcode` is zero, and which has one.
fn succeeds(body: &[u8]) -> bool {
    struct Codes(Vec<Value>);

    impl<'de> serde::Deserialize<'de> for Codes {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(CodesVisitor)
        }
    }

    struct CodesVisitor;

    impl<'de> serde::de::Visitor<'de> for CodesVisitor {
        type Value = Codes;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Codes, A::Error> {
            let mut codes = Vec::new();
            while let Some(key) = map.next_key::<String>()? {
                if key == "errcode" {
                    codes.push(map.next_value()?);
                } else {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
            }
            Ok(Codes(codes))
        }
    }

    let Ok(Codes(mut codes)) = serde_json::from_slice(body) else {
        return false;
    };
    codes.retain(|code| !code.is_null());
    let zero = |code: &Value| match code {
        Value::String(text) => text.parse() == Ok(0_i64),
        code => code.as_i64() == Some(0),
    };
    !codes.is_empty() && codes.iter().all(zero)
}

// What the cases are made of.

/// Any text, with what tends to break encodings in it more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        4 => proptest::char::range(' ', '~'),
        2 => proptest::char::range('一', '龥'),
        2 => proptest::char::range('😀', '🙏'),
        1 => any::<char>(),
    ];
    vec(char, 0..20).prop_map(String::from_iter)
}

/// Any id that can be sent: not empty, no comma.
fn user_id() -> impl Strategy<Value = String> {
    let id = text().prop_map(|text| text.replace(',', ""));
    prop_oneof![
        9 => id.prop_filter("an empty id cannot be sent", |id| !id.is_empty()),
        1 => Just(" !\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~".to_owned()),
    ]
}

fn user() -> impl Strategy<Value = list_users::User> {
    let scope = (any::<i64>(), proptest::option::of(text())).prop_map(|(id, name)| {
        let mut scope = list_users::Department::new(DepartmentId::new(id));
        scope.name = name;
        scope
    });
    let parts = (text(), proptest::option::of(text()), vec(scope, 0..4));
    parts.prop_map(|(id, name, scopes)| {
        let mut user = list_users::User::new(id);
        user.name = name;
        user.manage_scopes = scopes;
        user
    })
}

/// Any JSON, with names and values in it that mean something to the service.
fn any_json() -> impl Strategy<Value = Value> {
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
];

/// The answers that the pages print, an error of theirs, and a rejection of the gateway.
const EXAMPLES: &[&str] = &[
    r#"{"errcode": 0, "request_id": "emhw6ma4xmeg"}"#,
    r#"{"errcode":"0", "request_id":"zw9fhpj3m32u"}"#,
    r#"{"errcode": 0, "result": {"hasMore": false, "list": [{"name": "John", "userid": "manager4220", "manageScopes":[{"dept_id":11, "name":"Discipline Inspection Department"}]}]}, "request_id": "f6249uw1kuus"}"#,
    r#"{"errcode": 0, "errmsg":"ok", "result": {"userid_list": ["usxxx", "manager4xxx", "10203029011xxxx", "usexxx"]}, "request_id": "3naksldjh0dk"}"#,
    r#"{"errcode":33011,"errmsg":"Invalid roleId","request_id":"f6249uw1kuus"}"#,
    r#"{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token","errmsg":"ding talk error[subcode=40014]","request_id":"15r8z"}"#,
];

#[derive(Debug, Clone)]
enum Mutation {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Cut(Index),
    Remove(Index, usize),
    Repeat(Index, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
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
    fn apply(&self, body: &mut Vec<u8>) {
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
