//! Faults that are answers: each with its body.

use std::time::Duration;

use dingtalk_sandbox::{Answer, Fault, ManualClock, Sandbox};
use insta::assert_snapshot;

use crate::raw::{ADD, DELETE, LIST, LIST_IDS, REMOVE, Raw, form, get_token};

fn sandbox() -> Sandbox {
    Sandbox::builder().clock(ManualClock::new()).start().unwrap()
}

/// Returns the answers to one request with each of these faults.
fn answers<const N: usize>(path: &str, fields: &str, faults: [Fault; N]) -> [Raw; N] {
    let sandbox = sandbox();
    faults.map(|fault| {
        let before = sandbox.with_organisation(|organisation| organisation.clone());
        let applied = fault.is_applied();
        let name = fault.name();
        sandbox.answer_next(path, Answer::fault(fault));
        let answer = form(&sandbox, path, fields);
        let changed = sandbox.with_organisation(|organisation| *organisation != before);
        assert_eq!(changed, applied, "{name}");
        sandbox.with_organisation(|organisation| *organisation = before);
        answer
    })
}

fn bodies<const N: usize>(faults: [Fault; N]) -> String {
    let answers = answers(ADD, "roleIds=11&userIds=user1", faults);
    assert!(answers.iter().all(|answer| answer.status == 200));
    answers.map(|answer| answer.body).join("\n")
}

#[test]
fn tokens_are_rejected_wrapped_and_plain() {
    assert_snapshot!(bodies([
        Fault::TokenRejected,
        Fault::PlainToken40014,
        Fault::PlainToken42001,
        Fault::PlainToken40001,
        Fault::TokenBlank,
    ]));
}

#[test]
fn permission_and_caller() {
    assert_snapshot!(bodies([
        Fault::PermissionMissing { link: false },
        Fault::PermissionMissing { link: true },
        Fault::CallerNotAllowed,
    ]));
}

#[test]
fn throttles_with_and_without_an_end_and_the_quota() {
    let end_in = Some(Duration::from_secs(90));
    assert_snapshot!(bodies([
        Fault::AppThrottled { end_in: None },
        Fault::AppThrottled { end_in },
        Fault::CallersThrottled { end_in: None },
        Fault::CallersThrottled { end_in },
        Fault::QuotaExhausted,
    ]));
}

#[test]
fn timeouts_behind_the_gateway_come_with_and_without_effect() {
    assert_snapshot!(bodies([
        Fault::GatewayTimeout { applied: false },
        Fault::GatewayTimeout { applied: true },
        Fault::AuthorisationTimeout,
        Fault::UnknownPath,
    ]));
}

#[test]
fn each_path_is_busy_with_its_own_code() {
    let sandbox = sandbox();
    let bodies = [ADD, DELETE, REMOVE, LIST, LIST_IDS].map(|path| {
        sandbox.answer_next(path, Answer::fault(Fault::Busy { applied: false }));
        form(&sandbox, path, "").body
    });
    assert_snapshot!(bodies.join("\n"));
    let busy = [true, false].map(|applied| Fault::Busy { applied });
    answers(ADD, "roleIds=11&userIds=user1", busy);
}

#[test]
fn answers_that_lack_something() {
    assert_snapshot!(bodies([
        Fault::StringErrcode,
        Fault::MissingErrmsg,
        Fault::MissingErrcode,
        Fault::NullResult,
    ]));
}

#[test]
fn a_null_result_takes_the_place_of_the_result() {
    let sandbox = sandbox();
    sandbox.answer_next(LIST_IDS, Answer::fault(Fault::NullResult));
    let answer = form(&sandbox, LIST_IDS, "dept_id=1").json();
    assert_eq!((&answer["errcode"], answer.get("result")), (&0.into(), Some(&().into())));
}

#[test]
fn a_result_can_lose_its_list_and_keep_the_rest() {
    let sandbox = sandbox();
    for (path, body, rest) in [
        (LIST_IDS, "dept_id=1", serde_json::json!({})),
        (LIST, "role_id=1507113600&size=1&offset=0", serde_json::json!({"hasMore": true})),
    ] {
        let whole = form(&sandbox, path, body).json();
        sandbox.answer_next(path, Answer::fault(Fault::MissingList));
        let answer = form(&sandbox, path, body).json();
        assert_eq!(answer["errcode"], 0, "{whole}");
        assert_eq!(answer["result"], rest, "{whole}");
    }
}

#[test]
fn a_refused_request_stays_refused_under_a_fault() {
    let sandbox = sandbox();
    sandbox.answer_next(LIST_IDS, Answer::fault(Fault::StringErrcode));
    assert_eq!(form(&sandbox, LIST_IDS, "dept_id=5").json()["errcode"], "60003");
}

#[test]
fn bans_come_as_json_and_as_a_page() {
    let [json, page] = answers(ADD, "roleIds=11&userIds=user1", [Fault::IpBan, Fault::IpBanHtml]);
    assert_eq!(page.header("content-type"), Some("text/html;charset=utf-8"));
    assert_eq!((json.status, page.status), (200, 200));
    assert_snapshot!(format!("{}\n{}", json.body, page.body.replace("\r\n", "\n")));
}

#[test]
fn gettoken_goes_wrong_plainly() {
    let sandbox = sandbox();
    let faults = [
        Fault::AppThrottled { end_in: None },
        Fault::CallerNotAllowed,
        Fault::GatewayTimeout { applied: false },
        Fault::GatewayTimeout { applied: true },
        Fault::StringErrcode,
    ];
    let bodies = faults.map(|fault| {
        sandbox.answer_next("/gettoken", Answer::fault(fault));
        get_token(&sandbox).body
    });
    assert_snapshot!(bodies.join("\n"));
    assert_eq!((sandbox.token_requests(), sandbox.tokens_issued()), (5, 1));
}

#[test]
fn every_fault_is_counted_by_its_name() {
    let sandbox = sandbox();
    sandbox.answer_next_n(LIST, 2, Answer::fault(Fault::Busy { applied: false }));
    sandbox.answer_next(LIST, Answer::fault(Fault::UnknownPath));
    for _ in 0..4 {
        form(&sandbox, LIST, "role_id=11");
    }
    let given: Vec<_> = sandbox.faults_given().into_iter().collect();
    assert_eq!(given, [("busy", 2), ("unknown-path", 1)]);
}
