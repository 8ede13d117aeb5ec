//! Calls of any path, with the policies and errors of every other call.

use dingtalk_client::{Client, ErrorKind, Limiter, Reach};
use dingtalk_sandbox::{Answer, Sandbox, seeded};
use dingtalk_tests::single_attempts;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::policy::support::{Bench, FETCH, issued, ok, wrapped};

fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = single_attempts().host(sandbox.host());
    let client = client.app(sandbox.app_key(), sandbox.app_secret()).build().unwrap();
    (sandbox, client)
}

#[test]
fn any_path_can_be_called_and_read_as_json_or_as_a_type_of_ones_own() {
    #[derive(Deserialize)]
    struct Page {
        #[serde(rename = "hasMore")]
        has_more: bool,
        list: Vec<User>,
    }

    #[derive(Deserialize)]
    struct User {
        userid: String,
    }

    let (_sandbox, client) = start();
    let call = client.raw("/topapi/role/simplelist");
    let call = call.form("role_id", seeded::LARGE_ROLE).form("size", 2).form("offset", 0);
    let whole = call.send::<Value>().unwrap();
    assert_eq!(whole["result"]["list"][0]["userid"], "staff01");
    assert_eq!(whole.attempts(), 1);
    assert!(whole.request_id().is_some());
    let page = call.in_result().send::<Page>().unwrap();
    assert!(page.has_more);
    assert_eq!(
        page.list.iter().map(|user| &user.userid).collect::<Vec<_>>(),
        ["staff01", "staff02"]
    );
}

#[test]
fn parameters_go_where_they_are_put() {
    let client = Bench::silent().client();
    let shown = |http: dingtalk_client::http::Request<Vec<u8>>| {
        let content_type = http.headers().get("content-type").map(|it| it.to_str().unwrap());
        let body = str::from_utf8(http.body()).unwrap();
        format!(
            "{} {} {content_type:?} {body}",
            http.method(),
            http.uri().path_and_query().unwrap()
        )
    };
    let call = client.raw("/topapi/a").query("lang", "zh CN").form("a&b", "1=2").form("c", true);
    assert_eq!(
        shown(call.dry_run().unwrap()),
        "POST /topapi/a?access_token=***&lang=zh+CN \
         Some(\"application/x-www-form-urlencoded;charset=utf-8\") a%26b=1%3D2&c=true"
    );
    let call = client.raw("/topapi/b").json(&json!({"list": [1, 2]}));
    assert_eq!(
        shown(call.dry_run().unwrap()),
        "POST /topapi/b?access_token=*** Some(\"application/json\") {\"list\":[1,2]}"
    );
    let call = client.raw("/c").get().without_token().query("d", 1);
    assert_eq!(shown(call.dry_run().unwrap()), "GET /c?d=1 None ");
    assert_eq!(shown(client.raw("/c").without_token().dry_run().unwrap()), "POST /c None ");
}

#[test]
fn a_request_that_cannot_be_sent_says_why() {
    let client = Bench::silent().client();
    for (call, says) in [
        (client.raw("topapi/a"), "path"),
        (client.raw("/topapi/a?b=c"), "path"),
        (client.raw("/topapi/a b"), "path"),
        (client.raw(""), "path"),
        (client.raw("/a").form("b", 1).json(&1), "one body"),
        (client.raw("/a").json(&1).form("b", 1), "one body"),
        (client.raw("/a").get().form("b", 1), "GET"),
        (client.raw("/a").json(&std::collections::BTreeMap::from([((), 1)])), "JSON"),
    ] {
        for error in [call.dry_run().unwrap_err(), call.send::<Value>().unwrap_err()] {
            assert_eq!((error.kind(), error.reach()), (ErrorKind::InvalidRequest, Reach::NotSent));
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}

#[test]
fn its_errors_are_those_of_every_other_call_and_name_the_path() {
    let (sandbox, client) = start();
    let error = client.raw("/topapi/no/such/path").send::<Value>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownPath);
    assert!(error.to_string().starts_with("/topapi/no/such/path: "), "{error}");
    assert_eq!(error.endpoint().unwrap().path, "/topapi/no/such/path");

    let path = "/topapi/user/listid";
    sandbox.revoke_permission(path);
    let error = client.raw(path).form("dept_id", 1).send::<Value>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionMissing);
    assert!(error.request_id().is_some());
    sandbox.grant_permission(path);

    sandbox.answer_next(path, Answer::http(http::Response::new(r#"{"result": {}}"#)));
    let error = client.raw(path).form("dept_id", 1).send::<Value>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoErrcode);
}

#[test]
fn a_rejected_token_is_renewed_for_it_and_it_is_repeated_only_where_that_is_said() {
    let path = "/topapi/a";
    let sent = |token: &str| format!("POST {path}?access_token={token}");
    let bench = Bench::new([issued("t1"), wrapped("40014", "bad"), issued("t2"), ok()]);
    bench.app().raw(path).send::<Value>().unwrap();
    assert_eq!(bench.events(), [FETCH, &sent("t1"), "pause 1000 ms", FETCH, &sent("t2")]);

    let bench = Bench::new([ErrorKind::Connection]);
    let error = bench.client().raw(path).send::<Value>().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1));
    let bench = Bench::new([ErrorKind::Connection.into(), ok()]);
    let reply = bench.client().raw(path).repeat_safe().send::<Value>().unwrap();
    assert_eq!(reply.attempts(), 2);
}

#[test]
fn it_has_its_place_among_the_other_calls_of_its_path() {
    let bench = Bench::new([ok(), ok()]);
    let client = bench.builder().limiter(Limiter::default()).build().unwrap();
    client.role().delete(11).send().unwrap();
    client.raw("/topapi/role/deleterole").form("role_id", 11).send::<Value>().unwrap();
    let delete = "POST /topapi/role/deleterole?access_token=t";
    assert_eq!(bench.events(), [delete, "pause 50 ms", delete]);
}

#[test]
fn no_text_shows_its_parameters_or_its_token() {
    let secret = "5ecret-of-a-robot";
    let echo = format!(r#"{{"errcode": 1, "errmsg": "no {secret}", "request_id": "{secret}"}}"#);
    let bench = Bench::new([&*echo, &*echo, &*echo]);
    let raw = || bench.client().raw("/robot/send");
    for call in [
        raw().query("secret", secret),
        raw().form("secret", secret),
        raw().json(&json!({"a": [{"secret": secret}]})),
    ] {
        let error = call.send::<Value>().unwrap_err();
        for text in [format!("{call:?} {call:#?}"), format!("{error} {error:?}")] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
