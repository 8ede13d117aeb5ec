//! What the tables of fields make of objects, whichever the specification holds.

use serde_json::{Value, from_reader, from_str, from_value, json, to_string};

use crate::UserId;

#[derive(Debug, PartialEq)]
struct Answered {
    number: i64,
    user_id: Option<UserId>,
    grid: Vec<Vec<i64>>,
    extra: Option<Value>,
    next: Option<Box<Answered>>,
}

crate::macros::answered! {
    Answered { number: "no", user_id: "userid", grid: "grid", extra: "extra", next: "next" }
}

fn answered(number: i64) -> Answered {
    Answered { number, user_id: None, grid: Vec::new(), extra: None, next: None }
}

#[derive(Debug, PartialEq)]
struct Sent {
    name: String,
    items: Vec<i64>,
    note: Option<String>,
    tags: Vec<String>,
    next: Option<Box<Sent>>,
}

crate::macros::sent! {
    Sent {
        name: "name",
        items: "itemIds",
        note: "note" if present,
        tags: "tags" if present,
        next: "next" if present,
    }
}

fn sent(name: &str) -> Sent {
    let name = name.to_owned();
    Sent { name, items: Vec::new(), note: None, tags: Vec::new(), next: None }
}

#[test]
fn an_object_is_the_same_from_a_text_a_reader_and_a_value() {
    let text = r#"{"\u006eo":"7","userid":"u","new":[{}],"extra":{"a":1},"next":{"no":-1}}"#;
    let (user_id, extra) = (Some("u".into()), Some(json!({"a": 1})));
    let next = Some(Box::new(answered(-1)));
    let expected = Answered { user_id, extra, next, ..answered(7) };
    assert_eq!(from_str::<Answered>(text).unwrap(), expected);
    assert_eq!(from_reader::<_, Answered>(text.as_bytes()).unwrap(), expected);
    assert_eq!(from_value::<Answered>(from_str(text).unwrap()).unwrap(), expected);
}

#[test]
fn null_is_as_if_the_field_were_missing() {
    let text = r#"{"no":1,"userid":null,"grid":null,"extra":null,"next":null}"#;
    assert_eq!(from_str::<Answered>(text).unwrap(), answered(1));
}

#[test]
fn a_list_within_a_list_is_read_like_any_other() {
    let read: Answered = from_str(r#"{"no":1,"grid":[["1",-2],null,[]]}"#).unwrap();
    assert_eq!(read.grid, [vec![1, -2], vec![], vec![]]);
}

#[test]
fn what_does_not_fit_is_an_error_at_every_depth() {
    for (object, what) in [
        ("{}", "missing field `no`"),
        (r#"{"no":null}"#, "expected an integer, or a string holding one"),
        (r#"{"no":1,"no":1}"#, "duplicate field `no`"),
        (r#"{"no":1,"extra":null,"ext\u0072a":null}"#, "duplicate field `extra`"),
        (r#"{"no":1,"grid":[1]}"#, "expected a list or null"),
        (r#"{"no":1,"userid":7}"#, "expected a string"),
        ("[1]", "expected an object"),
        ("null", "expected an object"),
    ] {
        let error = from_str::<Answered>(object).unwrap_err().to_string();
        assert!(error.contains(what), "{object}: {error}");
        // An object that may be missing may be null as well.
        if object != "null" {
            let within = format!(r#"{{"no":1,"next":{object}}}"#);
            let error = from_str::<Answered>(&within).unwrap_err().to_string();
            assert!(error.contains(what), "{within}: {error}");
        }
    }
}

#[test]
fn what_is_not_required_is_sent_only_if_it_is_there() {
    assert_eq!(to_string(&sent("a")).unwrap(), r#"{"name":"a","itemIds":[]}"#);
    let (note, tags, next) = (Some(String::new()), vec!["t".into()], Some(Box::new(sent("b"))));
    let all = Sent { items: vec![1], note, tags, next, ..sent("a") };
    assert_eq!(
        to_string(&all).unwrap(),
        r#"{"name":"a","itemIds":[1],"note":"","tags":["t"],"next":{"name":"b","itemIds":[]}}"#
    );
}

/// Of a list as well, though an answer may lack one.
#[cfg(feature = "server")]
#[test]
fn a_request_without_what_it_must_have_cannot_be_read() {
    for (object, name) in [(r#"{"itemIds":[]}"#, "name"), (r#"{"name":"a","tags":[]}"#, "itemIds")]
    {
        let error = from_str::<Sent>(object).unwrap_err().to_string();
        assert!(error.starts_with(&format!("missing field `{name}`")), "{error}");
    }
}

#[cfg(feature = "server")]
#[test]
fn the_service_reads_what_was_sent_and_writes_what_is_read() {
    assert_eq!(from_str::<Sent>(r#"{"name":"a","itemIds":[]}"#).unwrap(), sent("a"));
    assert_eq!(
        to_string(&answered(1)).unwrap(),
        r#"{"no":1,"userid":null,"grid":[],"extra":null,"next":null}"#
    );
}
