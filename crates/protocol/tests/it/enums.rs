//! Values with names: what the page lists has one, and whatever else comes is kept.

use dingtalk_protocol::user::list::{self, SortOrder};
use dingtalk_protocol::work_notification::get_send_progress::{Request, TaskStatus};
use dingtalk_protocol::{AccessToken, Host, decode, encode};

fn status(json: &str) -> Option<TaskStatus> {
    let body = format!(r#"{{"errcode":0,"progress":{{"status":{json}}}}}"#);
    let reply = decode::<Request, _>(http::Response::new(body)).unwrap();
    reply.into_inner().progress.unwrap().status
}

fn form<R: dingtalk_protocol::Request>(request: &R) -> String {
    let http = encode(request, &Host::MAINLAND, &AccessToken::new("t")).unwrap();
    String::from_utf8(http.into_body()).unwrap()
}

#[test]
fn a_listed_number_has_its_name() {
    for json in ["2", "\"2\"", "2.0"] {
        assert_eq!(status(json), Some(TaskStatus::Finished), "{json}");
    }
    assert_eq!(status("null"), None);
}

#[test]
fn an_unlisted_number_is_kept() {
    let Some(TaskStatus::Other(other)) = status("77") else { panic!("not kept") };
    assert_eq!((other.get(), other.to_string()), (77, "77".to_owned()));
    assert_eq!(TaskStatus::Other(other).value(), 77);
    assert_eq!(TaskStatus::Other(other).to_string(), "77");
}

#[test]
fn an_unlisted_text_is_kept() {
    let order = SortOrder::from("by_height");
    assert!(matches!(&order, SortOrder::Other(other) if other.as_str() == "by_height"));
    assert_eq!((order.as_str(), order.to_string()), ("by_height", "by_height".to_owned()));
    // Case counts: the page says nothing else.
    assert_eq!(SortOrder::from("Custom").as_str(), "Custom");
    assert_ne!(SortOrder::from("Custom"), SortOrder::Custom);
}

/// Nothing that a caller can build is another variant than the one that an answer would be read as.
#[test]
fn a_value_with_a_name_is_never_other() {
    for value in -3..10 {
        let status = TaskStatus::from(value);
        assert_eq!(status.value(), value);
        assert_eq!(matches!(status, TaskStatus::Other(_)), !(0..=2).contains(&value));
        assert_eq!(TaskStatus::from(i64::from(status)), status);
    }
}

#[test]
fn requests_take_names_and_plain_values() {
    let with = |order: SortOrder| form(&list::Request::new(1, 0, 10).with_order(order));
    assert!(with(SortOrder::EntryAscending).ends_with("&order_field=entry_asc"));
    assert!(with("by_height".into()).ends_with("&order_field=by_height"));
    let plain = list::Request::new(1, 0, 10).with_order("entry_asc");
    assert_eq!(plain.order, Some(SortOrder::EntryAscending));
}

#[cfg(feature = "hrm")]
#[test]
fn lists_of_names_are_joined() {
    use dingtalk_protocol::hrm::list_active_employee_ids::{Request, WorkStatus};

    let named = Request::new([WorkStatus::Active, WorkStatus::NoStatus], 0, 50);
    assert!(form(&named).starts_with("status_list=3%2C-1&"));
    let plain = Request::new([3, 7], 0, 50);
    assert_eq!(plain.statuses, [WorkStatus::Active, WorkStatus::from(7)]);
    let json = serde_json::to_string(&plain).unwrap();
    assert!(json.contains(r#""status_list":"3,7""#), "{json}");
    assert_eq!(serde_json::from_str::<Request>(&json).unwrap(), plain);
}
