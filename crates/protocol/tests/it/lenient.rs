//! What is read although it is not what the page says, and what is refused: one table for each type.

use dingtalk_protocol::{DecodeOptions, Endpoint, Error, ErrorKind, Reply, UserId, decode_as};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

static ENDPOINT: Endpoint = Endpoint::get("test::read", "/read").in_result();

/// One field of any type.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Answer<T> {
    value: T,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    id: Option<UserId>,
    #[serde(rename = "subItems")]
    items: Option<Vec<Item>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Colour {
    Red,
}

#[derive(Debug, Serialize, Deserialize)]
struct Nothing {}

fn read<T: DeserializeOwned>(result: &str) -> Result<T, Error> {
    let body = format!(r#"{{"errcode":0,"result":{result}}}"#);
    decode_as::<T, _>(&ENDPOINT, http::Response::new(body), DecodeOptions::new())
        .map(Reply::into_inner)
}

/// Reads the value as a field, within a list and as an optional field.
#[track_caller]
fn assert_read<T: DeserializeOwned + std::fmt::Debug + PartialEq>(json: &str, expected: &T) {
    let field: Answer<T> = read(&format!(r#"{{"value":{json}}}"#)).unwrap();
    assert_eq!(field.value, *expected, "{json}");
    let list: Answer<Vec<T>> = read(&format!(r#"{{"value":[{json}]}}"#)).unwrap();
    assert_eq!(list.value, std::slice::from_ref(&field.value), "{json}");
    let optional: Answer<Option<T>> = read(&format!(r#"{{"value":{json}}}"#)).unwrap();
    assert_eq!(optional.value.as_ref(), Some(expected), "{json}");
}

#[track_caller]
fn assert_refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, what: &str) {
    for (result, place) in [
        (format!(r#"{{"value":{json}}}"#), "result.value"),
        (format!(r#"{{"value":{{"value":{json}}}}}"#), "result.value.value"),
    ] {
        let error = match place {
            "result.value" => read::<Answer<T>>(&result).map(drop).unwrap_err(),
            _ => read::<Answer<Answer<T>>>(&result).map(drop).unwrap_err(),
        };
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{json}");
        assert!(error.to_string().contains(&format!("{what} at {place}")), "{json}: {error}");
    }
}

#[test]
fn integers() {
    for (json, expected) in [
        ("7", 7),
        ("\"7\"", 7),
        ("\"-7\"", -7),
        ("7.0", 7),
        ("-7.0", -7),
        ("1e3", 1000),
        ("\"7.0\"", 7),
        ("9223372036854775807", i64::MAX),
        ("\"-9223372036854775808\"", i64::MIN),
    ] {
        assert_read::<i64>(json, &expected);
    }
    assert_read::<i32>("\"7\"", &7);
    assert_read::<u64>("\"18446744073709551615\"", &u64::MAX);
    for json in [
        "1.5",
        "\"1.5\"",
        "\"\"",
        "\"37xxxx95\"",
        "\" 7\"",
        "\"nan\"",
        "\"inf\"",
        "true",
        "[]",
        "[7]",
        "{}",
        "1e300",
        "9007199254740993.0",
        "99999999999999999999999",
    ] {
        assert_refused::<i64>(json, "expected an integer");
    }
}

#[test]
fn numbers_with_a_fraction() {
    for (json, expected) in
        [("1.5", 1.5), ("\"1.5\"", 1.5), ("2", 2.0), ("\"-2\"", -2.0), ("\"1e3\"", 1000.0)]
    {
        assert_read::<f64>(json, &expected);
    }
    for json in ["\"\"", "\"abc\"", "\"nan\"", "\"inf\"", "true", "[1.5]", "{}"] {
        assert_refused::<f64>(json, "expected a number");
    }
}

#[test]
fn booleans() {
    for (json, expected) in [
        ("true", true),
        ("false", false),
        ("\"true\"", true),
        ("\"false\"", false),
        ("1", true),
        ("0", false),
        ("\"1\"", true),
        ("\"0\"", false),
    ] {
        assert_read::<bool>(json, &expected);
    }
    for json in ["2", "-1", "1.0", "\"yes\"", "\"True\"", "\"\"", "[]", "{}"] {
        assert_refused::<bool>(json, "expected a boolean");
    }
}

#[test]
fn texts() {
    for (json, expected) in [
        ("\"a\"", "a"),
        ("\"\"", ""),
        ("1697791500000", "1697791500000"),
        ("-7", "-7"),
        ("18446744073709551615", "18446744073709551615"),
        ("1.5", "1.5"),
        ("true", "true"),
    ] {
        assert_read::<String>(json, &expected.to_owned());
        assert_read::<UserId>(json, &expected.into());
    }
    // The digits of the last one would be others.
    for json in ["[]", "[\"a\"]", "{}", "123456789012345678901234567890"] {
        assert_refused::<String>(json, "expected a string");
    }
}

#[test]
fn lists() {
    assert_read::<Vec<i64>>("[]", &Vec::new());
    assert_read::<Vec<i64>>("[1,\"2\"]", &vec![1, 2]);
    assert_read::<Vec<i64>>(r#""[1, \"2\", 3.0]""#, &vec![1, 2, 3]);
    assert_read::<Vec<UserId>>(r#""[\"a\", 7]""#, &vec!["a".into(), "7".into()]);
    assert_read::<Vec<serde_json::Value>>(
        r#""[1, 1.5, true]""#,
        &vec![1.into(), 1.5.into(), true.into()],
    );
    assert_read::<Vec<String>>("\"[]\"", &Vec::new());
    assert_read::<Vec<bool>>(r#""[true, 0, \"1\"]""#, &vec![true, false, true]);
    assert_read::<Vec<Option<i64>>>("\"[1]\"", &vec![Some(1)]);
    assert_read::<(i64, i64)>("\"[1,2]\"", &(1, 2));
    assert_read::<Vec<Colour>>(r#""[\"Red\"]""#, &vec![Colour::Red]);
    let one = Item { id: Some("u".into()), items: None };
    assert_read::<Vec<Item>>(r#"{"id":"u"}"#, &vec![one]);
    for json in ["\"\"", "\"1,2\"", "\"[1\"", "\"{}\"", "\"null\"", "7", "true"] {
        assert_refused::<Vec<i64>>(json, "expected a list");
        assert_refused::<Option<Vec<i64>>>(json, "expected a list");
    }
    for json in [r#""[{}]""#, r#""[[1]]""#, r#""[null]""#] {
        assert_refused::<Vec<i64>>(json, "expected an integer");
        assert_refused::<Vec<Item>>(json, "expected an object");
    }
    assert!(read::<Answer<(i64, i64)>>(r#"{"value":"[1,2,3]"}"#).is_err());
    // The digits of the last one would be others.
    let long = "\"[123456789012345678901234567890]\"";
    assert_refused::<Vec<i64>>(long, "expected an integer");
    assert_refused::<Vec<UserId>>(long, "expected a string");
    let deep = format!("\"{}\"", "[".repeat(100_000));
    assert_refused::<Vec<i64>>(&deep, "expected a list");
}

#[test]
fn objects() {
    assert_read::<Item>("{}", &Item { id: None, items: None });
    assert_read::<Item>(r#"{"id":null,"new":1}"#, &Item { id: None, items: None });
    let deep = Item { id: None, items: Some(Vec::new()) };
    assert_read::<Item>(
        r#"{"subItems":[{"subItems":[]}]}"#,
        &Item { id: None, items: Some(vec![deep]) },
    );
    for json in ["[]", "[\"u\"]", "\"\"", "\"{}\"", "7", "true"] {
        assert_refused::<Item>(json, "expected an object");
        assert_refused::<Option<Item>>(json, "expected an object");
    }
}

#[test]
fn null_is_absent_and_what_must_be_there_must_not_be_absent() {
    for result in ["{\"value\":null}", "{\"other\":1,\"value\":null}"] {
        assert_eq!(read::<Answer<Option<i64>>>(result).unwrap().value, None);
        assert_eq!(read::<Answer<Option<Vec<i64>>>>(result).unwrap().value, None);
        assert!(read::<Answer<i64>>(result).is_err());
        assert!(read::<Answer<bool>>(result).is_err());
        assert!(read::<Answer<String>>(result).is_err());
        assert!(read::<Answer<Vec<i64>>>(result).is_err());
        assert!(read::<Answer<Item>>(result).is_err());
    }
    for error in [
        read::<Answer<i64>>("{\"other\":1}").map(drop).unwrap_err(),
        read::<Answer<Vec<i64>>>("{\"other\":1}").map(drop).unwrap_err(),
    ] {
        assert!(error.to_string().contains("missing field `value` at result"), "{error}");
    }
    let twice = read::<Answer<i64>>("{\"value\":1,\"v\\u0061lue\":1}").unwrap_err();
    assert!(twice.to_string().contains("duplicate field `value` at result"), "{twice}");
}

/// A value full of nothing would look like an answer.
#[test]
fn an_object_with_none_of_its_documented_fields_is_refused() {
    for result in ["{}", r#"{"userid":"u"}"#, r#"{"ID":"u","sub_items":[]}"#] {
        let error = read::<Item>(result).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedShape, "{result}");
        let text = error.to_string();
        assert!(text.contains("none of the documented fields is there at result"), "{text}");
    }
    let nested = r#"{"id":"u","subItems":[{"id":"v"},{"userid":"w"}]}"#;
    let text = read::<Item>(nested).unwrap_err().to_string();
    assert!(
        text.contains("none of the documented fields is there at result.subItems[1]"),
        "{text}"
    );
    // One documented name is enough, and what has no documented names can lack none.
    assert!(read::<Item>(r#"{"new":1,"id":null}"#).is_ok());
    assert!(read::<serde_json::Value>("{}").is_ok());
    assert!(read::<Nothing>(r#"{"new":1}"#).is_ok());
}

/// Only the service's own JSON is read that way.
#[test]
fn the_types_themselves_are_strict() {
    assert!(serde_json::from_str::<Answer<i64>>(r#"{"value":"7"}"#).is_err());
    assert!(serde_json::from_str::<Answer<bool>>(r#"{"value":1}"#).is_err());
    assert!(serde_json::from_str::<Answer<String>>(r#"{"value":7}"#).is_err());
}

#[test]
fn values_of_any_shape_stay_as_they_are() {
    let json = serde_json::json!({"value": [1, "1", 1.0, true, "true", null, {"a": {}}]});
    let read: Answer<serde_json::Value> = read(&json.to_string()).unwrap();
    assert_eq!(read.value, json["value"]);
}
