//! Every limit of every page at its edges. That the numbers are those of the pages is tested with the
//! sandbox, where they are typed in.

use dingtalk_protocol::auth::get_token;
use dingtalk_protocol::limits::{Rule, Violation};
use dingtalk_protocol::role::{add_to_users, delete, list_users, remove_from_users};
use dingtalk_protocol::user::list_ids;
use dingtalk_protocol::work_notification::send;
use dingtalk_protocol::{AccessToken, Error, ErrorKind, Host, Request, encode, validate};

fn violations<T>(result: Result<T, Error>) -> Vec<(&'static str, Rule)> {
    let Err(error) = result else {
        return Vec::new();
    };
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let violations = error.violations().iter();
    violations.map(|Violation { field, rule, .. }| (*field, rule.clone())).collect()
}

fn users(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("user{n}")).collect()
}

fn roles(count: usize) -> Vec<i64> {
    (1..).take(count).collect()
}

fn add(role_ids: usize, user_ids: usize) -> Vec<(&'static str, Rule)> {
    violations(validate(&add_to_users::Request::new(roles(role_ids), users(user_ids))))
}

fn remove(role_ids: usize, user_ids: usize) -> Vec<(&'static str, Rule)> {
    violations(validate(&remove_from_users::Request::new(roles(role_ids), users(user_ids))))
}

fn page(offset: i64, size: i64) -> Vec<(&'static str, Rule)> {
    let page = list_users::Page { offset, size };
    violations(validate(&list_users::Request::new(1).with_page(page)))
}

fn too_many(max: usize, actual: usize) -> Rule {
    Rule::MaxItems { max, actual }
}

/// It would be left out of the request.
#[test]
fn required_json_is_not_null() {
    let request = send::Request::new(1, serde_json::Value::Null).with_user_ids(["u"]);
    assert_eq!(violations(validate(&request)), [("msg", Rule::Required)]);
    let request = send::Request::new(1, serde_json::json!({})).with_user_ids(["u"]);
    assert_eq!(violations(validate(&request)), []);
}

#[test]
fn add_to_users_takes_lists_from_one_item_to_the_most() {
    let (most_roles, most_users) = (add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS);
    for allowed in [1, 2, most_roles - 1, most_roles] {
        assert_eq!(add(allowed, 1), []);
        assert_eq!(add(allowed, most_users), []);
    }
    for allowed in [1, 2, most_users - 1, most_users] {
        assert_eq!(add(1, allowed), []);
        assert_eq!(add(most_roles, allowed), []);
    }
    assert_eq!(add(0, 1), [("roleIds", Rule::Required)]);
    assert_eq!(add(1, 0), [("userIds", Rule::Required)]);
    assert_eq!(add(most_roles + 1, 1), [("roleIds", too_many(most_roles, most_roles + 1))]);
    assert_eq!(add(1, most_users + 1), [("userIds", too_many(most_users, most_users + 1))]);
}

#[test]
fn remove_from_users_takes_lists_from_one_item_to_the_most() {
    let most_roles = remove_from_users::MAX_ROLE_IDS;
    let most_users = remove_from_users::MAX_USER_IDS;
    for allowed in [1, most_roles - 1, most_roles] {
        assert_eq!(remove(allowed, 1), []);
    }
    for allowed in [1, most_users - 1, most_users] {
        assert_eq!(remove(1, allowed), []);
    }
    assert_eq!(remove(most_roles, most_users), []);
    assert_eq!(remove(0, 1), [("roleIds", Rule::Required)]);
    assert_eq!(remove(1, 0), [("userIds", Rule::Required)]);
    assert_eq!(remove(most_roles + 1, 1), [("roleIds", too_many(most_roles, most_roles + 1))]);
    assert_eq!(remove(1, most_users + 1), [("userIds", too_many(most_users, most_users + 1))]);
}

#[test]
fn list_users_takes_pages_of_one_item_to_the_most_from_0_on() {
    let most = list_users::MAX_SIZE;
    for size in [1, 2, most - 1, most] {
        for offset in [0, 1, i64::MAX] {
            assert_eq!(page(offset, size), []);
        }
    }
    let below = |field, min, actual| [(field, Rule::Min { min, actual })];
    assert_eq!(page(0, 0), below("size", 1, 0));
    assert_eq!(page(0, -1), below("size", 1, -1));
    assert_eq!(page(0, i64::MIN), below("size", 1, i64::MIN));
    assert_eq!(page(-1, 1), below("offset", 0, -1));
    assert_eq!(page(i64::MIN, 1), below("offset", 0, i64::MIN));
    for actual in [most + 1, 2 * most, i64::MAX] {
        assert_eq!(page(0, actual), [("size", Rule::Max { max: most, actual })]);
    }
    assert_eq!(violations(validate(&list_users::Request::new(1))), []);
}

/// The page says that one of them alone has no effect.
#[test]
fn size_and_offset_are_sent_together_or_not_at_all() {
    for (size, offset, field, missing) in
        [(Some(20), None, "size", "offset"), (None, Some(0), "offset", "size")]
    {
        let mut request = list_users::Request::new(1);
        (request.size, request.offset) = (size, offset);
        let error = validate(&request).unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("{field} only takes effect together with {missing}"))
        );
        assert_eq!(violations(Err::<(), _>(error)), [(field, Rule::Together { missing })]);
    }
}

/// The service's ids are negative at times, and nobody documents a smallest one.
#[test]
fn ids_have_no_limits() {
    for id in [i64::MIN, -7, -1, 0, 1, 2_147_483_648, i64::MAX] {
        assert_eq!(violations(validate(&delete::Request::new(id))), []);
        assert_eq!(violations(validate(&list_users::Request::new(id))), []);
        assert_eq!(violations(validate(&list_ids::Request::new(id))), []);
        assert_eq!(violations(validate(&add_to_users::Request::new([id], ["u"]))), []);
    }
}

#[test]
fn all_violations_are_reported_at_once() {
    assert_eq!(add(0, 0), [("roleIds", Rule::Required), ("userIds", Rule::Required)]);
    let (most_roles, most_users) =
        (remove_from_users::MAX_ROLE_IDS, remove_from_users::MAX_USER_IDS);
    assert_eq!(
        remove(most_roles + 1, most_users + 1),
        [
            ("roleIds", too_many(most_roles, most_roles + 1)),
            ("userIds", too_many(most_users, most_users + 1))
        ]
    );
    let most = list_users::MAX_SIZE;
    let mut both = page(-1, most + 1);
    both.sort_by_key(|(field, _)| *field);
    assert_eq!(
        both,
        [
            ("offset", Rule::Min { min: 0, actual: -1 }),
            ("size", Rule::Max { max: most, actual: most + 1 })
        ]
    );
    let (most_roles, most_users) = (add_to_users::MAX_ROLE_IDS, add_to_users::MAX_USER_IDS);
    let mut ids = users(most_users + 1);
    ids[0] = String::new();
    ids[7] = ",".to_owned();
    ids[most_users] = "a,b".to_owned();
    assert_eq!(
        violations(validate(&add_to_users::Request::new(roles(most_roles + 1), ids))),
        [
            ("roleIds", too_many(most_roles, most_roles + 1)),
            ("userIds", too_many(most_users, most_users + 1)),
            ("userIds", Rule::EmptyItem { index: 0 }),
            ("userIds", Rule::CommaInItem { index: 7 }),
            ("userIds", Rule::CommaInItem { index: most_users }),
        ]
    );
}

#[test]
fn user_ids_that_a_comma_would_split_are_refused() {
    for id in [",", "a,b", ",a", "a,", "张三,李四", "a\u{2c}"] {
        let request = remove_from_users::Request::new([1], ["ok", id]);
        assert_eq!(
            violations(validate(&request)),
            [("userIds", Rule::CommaInItem { index: 1 })],
            "{id:?}"
        );
    }
    let request = remove_from_users::Request::new([1], ["", "ok", ""]);
    assert_eq!(
        violations(validate(&request)),
        [("userIds", Rule::EmptyItem { index: 0 }), ("userIds", Rule::EmptyItem { index: 2 })]
    );
}

#[test]
fn user_ids_are_opaque() {
    for id in [
        "张三",
        "😀",
        "👩‍👩‍👧",
        " ",
        "a b",
        "a;b",
        "a，b",
        "0",
        "-1",
        "%2C",
        "&=+#%",
        "\u{0}",
        "x".repeat(10_000).as_str(),
    ] {
        assert_eq!(violations(validate(&add_to_users::Request::new([1], [id]))), [], "{id:?}");
    }
}

#[test]
fn limits_count_ids_and_not_bytes() {
    let ids: Vec<_> = (0..add_to_users::MAX_USER_IDS).map(|n| format!("张三😀{n}")).collect();
    assert_eq!(violations(validate(&add_to_users::Request::new([1], ids))), []);
}

#[test]
fn nothing_that_breaks_a_limit_is_encoded() {
    let host = Host::INTERNATIONAL;
    let token = AccessToken::new("t");
    let many = add_to_users::Request::new([1], users(add_to_users::MAX_USER_IDS + 1));
    let error = encode(&many, &host, &token).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.violations().len(), 1);
    assert_eq!(error.endpoint().map(|endpoint| &*endpoint.name), Some("role::add_to_users"));
    assert!(!error.retry_advised());
    assert_eq!((error.code().map(i64::from), error.request_id()), (None, None));
    assert_eq!(error.code_of::<add_to_users::Request>(), None);
}

#[test]
fn a_huge_list_is_refused_with_a_short_text() {
    let request = add_to_users::Request::new(roles(100_000), vec!["a,b"; 100_000]);
    let error = validate(&request).unwrap_err();
    let text = error.to_string();
    assert!(text.len() < 1_500, "{} bytes", text.len());
    assert!(text.contains("roleIds holds 100000 items"), "{text}");
    assert!(text.contains("userIds holds 100000 items"), "{text}");
    // The two lists are too long, and each of the user ids holds a comma; ten are shown.
    assert_eq!(error.violations().len(), 100_002);
    assert!(text.contains("and 99992 more"), "{text}");
}

#[test]
fn ten_violations_are_all_shown() {
    let shown = |count: usize| {
        validate(&remove_from_users::Request::new([1], vec![""; count])).unwrap_err().to_string()
    };
    let ten = shown(10);
    assert!(ten.contains("userIds[9]") && !ten.contains("more"), "{ten}");
    let eleven = shown(11);
    assert!(!eleven.contains("userIds[10]") && eleven.contains("and 1 more"), "{eleven}");
}

#[test]
fn each_endpoint_names_itself() {
    let name = |endpoint: &dingtalk_protocol::Endpoint| endpoint.name.clone();
    assert_eq!(name(add_to_users::Request::ENDPOINT), "role::add_to_users");
    assert_eq!(name(remove_from_users::Request::ENDPOINT), "role::remove_from_users");
    assert_eq!(name(list_users::Request::ENDPOINT), "role::list_users");
    assert_eq!(name(delete::Request::ENDPOINT), "role::delete");
    assert_eq!(name(list_ids::Request::ENDPOINT), "user::list_ids");
}

#[test]
fn get_token_needs_a_key_and_a_secret() {
    let get = |key, secret| violations(validate(&get_token::Request::new(key, secret)));
    assert_eq!(get("k", "s"), []);
    assert_eq!(get("", "s"), [("appkey", Rule::Required)]);
    assert_eq!(get("k", ""), [("appsecret", Rule::Required)]);
}

#[test]
fn a_work_notification_needs_a_receiver_and_takes_2048_bytes() {
    let text = |content: String| {
        let message = serde_json::json!({ "msgtype": "text", "text": { "content": content } });
        send::Request::new(1, message)
    };
    let broken = |request: send::Request| violations(validate(&request));
    let message = || text("x".to_owned());
    let of: &[_] = &["userid_list", "dept_id_list", "to_all_user"];
    let none = [("userid_list", Rule::AtLeastOne { of })];
    assert_eq!(broken(message()), none);
    assert_eq!(broken(message().with_to_everyone(false)), none);
    assert_eq!(broken(message().with_to_everyone(true)), []);
    assert_eq!(broken(message().with_user_ids(["user123"])), []);
    assert_eq!(broken(message().with_department_ids([123])), []);

    // `{"msgtype":"text","text":{"content":""}}` takes 40 bytes, and each of the signs 3.
    let long = |signs, letters| "日".repeat(signs) + &"x".repeat(letters);
    assert_eq!(broken(text(long(669, 1)).with_to_everyone(true)), []);
    let rule = Rule::MaxBytes { max: 2048, actual: 2049 };
    assert_eq!(broken(text(long(669, 2)).with_to_everyone(true)), [("msg", rule)]);
}
