//! What holds for any input, tried with many. Seeds are fixed: a failure here fails everywhere.

use std::fmt;

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::limits::Rule;
use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::server::{CODECS, Transcode, decode_request, encode_error, encode_response};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::{
    AccessToken, ErrorKind, Host, Paged, Pairs, Position, Request, RoleId, UserId, decode, encode,
    preview, validate,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use self::cases::{EXAMPLES, any_json, mutation, text, token, user, user_id};

mod cases;

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
        roles in vec(any::<i64>(), 1..=add_to_users::MAX_ROLE_IDS.min(remove_from_users::MAX_ROLE_IDS)),
        users in vec(user_id(), 1..=add_to_users::MAX_USER_IDS),
        more_users in vec(user_id(), 1..=remove_from_users::MAX_USER_IDS),
        id in any::<i64>(),
        page in proptest::option::of((list_users::MIN_OFFSET..=i64::MAX, list_users::MIN_SIZE..=list_users::MAX_SIZE)),
        token in token(),
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
    fn secrets_survive_the_wire_and_are_shown_nowhere(key in text(), secret in token()) {
        let key = key + "k";
        // Longer than any text around it, so that finding it means that it was shown.
        let secret = format!("geheim-{secret}");
        let request = get_token::Request::new(&key[..], &secret[..]);
        let http = encode(&request, &Host::INTERNATIONAL, None).unwrap();
        prop_assert_eq!(&decode_request::<get_token::Request>(&http).unwrap(), &request);
        prop_assert!(http.uri().query().unwrap().contains("appsecret=geheim-"));

        let shown = [
            format!("{request:?}"),
            preview(&request, &Host::INTERNATIONAL).unwrap().uri().to_string(),
        ];
        let answer = get_token::Response::new(&secret[..]);
        let refused = encode_response::<get_token::Request>(&answer, "r").unwrap_err().to_string();
        let body = json!({"errcode": 0, "access_token": secret, "expires_in": 7200});
        let reply = decode::<get_token::Request, _>(http::Response::new(body.to_string())).unwrap();
        prop_assert_eq!(reply.access_token.expose(), &secret[..]);
        let echo = decode::<get_token::Request, _>(encode_error(40096, &format!("no {secret}"), "r"));
        let echo = echo.unwrap_err().without_secrets_of(&request);
        let later = [format!("{reply:?}"), format!("{echo} {echo:?}"), refused];
        for text in shown.iter().chain(&later) {
            prop_assert!(!text.contains("geheim"), "{text}");
        }
    }

    #[test]
    fn a_page_of_a_list_is_the_same_request_elsewhere(id in any::<i64>(), offset in any::<i64>(), size in any::<i64>()) {
        let position = Position::Offset(offset);
        let plain = list_users::Request::new(id);
        prop_assert_eq!((plain.position(), plain.page_size()), (None, None));
        let paged = plain.clone().at(&position).unwrap().sized(size);
        prop_assert_eq!((paged.position(), paged.page_size()), (Some(position), Some(size)));
        prop_assert_eq!(paged, plain.with_page(list_users::Page { offset, size }));
    }

    #[test]
    fn a_part_of_a_split_is_the_same_request_with_other_lists(
        roles in vec(any::<i64>(), 0..50),
        users in vec(text(), 0..50),
    ) {
        let whole = add_to_users::Request::new([1], ["a"]);
        let ids: Vec<_> = roles.iter().copied().map(RoleId::new).collect();
        let names: Vec<_> = users.iter().map(UserId::from).collect();
        let part = whole.with_lists(ids.clone(), names.clone());
        prop_assert_eq!((part.first(), part.second()), (&ids[..], &names[..]));
        prop_assert_eq!(part, add_to_users::Request::new(roles, users));
    }

    #[test]
    fn responses_survive_the_wire(
        has_more in any::<bool>(),
        users in vec(user(), 0..10),
        ids in vec(text(), 0..30),
        request_id in text(),
    ) {
        let page = list_users::Response::new(has_more, users);
        returns::<list_users::Request>(&page, &request_id)?;
        let list = list_ids::Response::new(ids);
        returns::<list_ids::Request>(&list, &request_id)?;
        returns::<add_to_users::Request>(&add_to_users::Response::new(), &request_id)?;
        returns::<remove_from_users::Request>(&remove_from_users::Response::new(), &request_id)?;
        returns::<delete::Request>(&delete::Response::new(), &request_id)?;
    }
}

proptest! {
    // Every case is tried on all endpoints.
    #![proptest_config(config(20))]

    #[test]
    fn errors_survive_the_wire(
        code in any::<i64>().prop_filter("zero is no error", |code| *code != 0),
        message in text(),
        request_id in text(),
    ) {
        for codec in CODECS {
            let error = codec.describe(encode_error(code, &message, &request_id)).unwrap_err();
            prop_assert_eq!(error.code().map(i64::from), Some(code));
            prop_assert_eq!(error.message(), Some(&message[..]).filter(|text| !text.is_empty()));
            prop_assert_eq!(error.request_id(), Some(&request_id[..]));
            prop_assert!(!error.to_string().contains(char::is_control), "{error}");
            prop_assert!(!error.to_string().contains("://"), "{error}");
        }
    }
}

fn survives<R: Request + PartialEq>(request: &R, token: &str) -> Result<(), TestCaseError> {
    let http = encode(request, &Host::INTERNATIONAL, &AccessToken::new(token)).unwrap();
    let received = dingtalk_protocol::server::Received::new(&http);
    prop_assert_eq!(received.text("access_token"), Some(token));
    prop_assert_eq!(&decode_request::<R>(&http).unwrap(), request);
    prop_assert!(http.body().is_ascii());
    Ok(())
}

fn returns<R: Request<Response: PartialEq>>(
    response: &R::Response,
    request_id: &str,
) -> Result<(), TestCaseError> {
    let reply = decode::<R, _>(encode_response::<R>(response, request_id).unwrap()).unwrap();
    prop_assert_eq!(reply.request_id(), Some(request_id));
    prop_assert_eq!(&reply.into_inner(), response);
    Ok(())
}

// Validation. The limits themselves are held against the pages elsewhere; here it is how they are
// applied.

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn limits_of_lists_agree_with_a_naive_model(
        roles in prop_oneof![0..=3_usize, around(add_to_users::MAX_ROLE_IDS)],
        users in prop_oneof![
            0..=3_usize,
            around(add_to_users::MAX_USER_IDS),
            around(remove_from_users::MAX_USER_IDS),
        ],
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
            &model(&roles, &users, add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS))?;
        agrees(&remove_from_users::Request::new(roles.clone(), users.clone()),
            &model(&roles, &users, remove_from_users::MAX_ROLE_IDS, remove_from_users::MAX_USER_IDS))?;
    }

    #[test]
    fn limits_of_pages_agree_with_a_naive_model(
        offset in prop_oneof![-3..=3_i64, any::<i64>()],
        size in prop_oneof![
            -3..=3_i64,
            list_users::MAX_SIZE - 3..=list_users::MAX_SIZE + 3,
            any::<i64>(),
        ],
    ) {
        let (min, max) = (list_users::MIN_SIZE, list_users::MAX_SIZE);
        let mut expected = Vec::new();
        if size < min {
            expected.push(("size", Rule::Min { min, actual: size }));
        }
        if size > max {
            expected.push(("size", Rule::Max { max, actual: size }));
        }
        if offset < list_users::MIN_OFFSET {
            let min = list_users::MIN_OFFSET;
            expected.push(("offset", Rule::Min { min, actual: offset }));
        }
        agrees(&list_users::Request::new(1).with_page(list_users::Page { offset, size }), &expected)?;
    }
}

fn around(limit: usize) -> std::ops::RangeInclusive<usize> {
    limit.saturating_sub(3)..=limit + 3
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
        Ok(_) => Vec::new(),
        Err(error) => error.violations().iter().map(|it| (it.field, it.rule.clone())).collect(),
    };
    prop_assert_eq!(&found[..], expected);
    let token = AccessToken::new("t");
    prop_assert_eq!(encode(request, &Host::MAINLAND, &token).is_ok(), expected.is_empty());
    Ok(())
}

// Answers of any kind.

proptest! {
    // Every case is tried on all endpoints.
    #![proptest_config(config(50))]

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
                match codec.reencode(answer()) {
                    Ok(again) => match codec.describe(again) {
                        Ok(again) => prop_assert_eq!(again, described),
                        // Where every documented field is null, none of them is written.
                        Err(error) => prop_assert_eq!(error.kind(), ErrorKind::UnexpectedShape),
                    },
                    // A secret is not written, also where it is not the service's.
                    Err(refused) => prop_assert!(matches!(refused, Transcode::Write(_))),
                }
            }
            Err(error) => {
                prop_assert_ne!(error.errcode().map(i64::from), Some(0));
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

/// Returns whether `body` is a JSON object whose every `errcode` is zero, and which has one.
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
