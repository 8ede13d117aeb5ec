//! Examples, and cells that are easily taken for something else.

use serde_json::{Value, json};
use xtask_pages::facts::Page;
use xtask_pages::read;

use crate::call;

fn page(body: &str, response: &str, example: &str) -> Page {
    read("page", &call(body, response, example)).unwrap()
}

const ID: &str = "| id | String | Yes | 1 | The id. |\n";

#[test]
fn a_field_whose_example_could_head_a_column_is_kept() {
    let rows = "| code | String | 类型 | The code. |\n| name | String | 类型 | The name. |\n\
        | Name | Type | Example | Description |\n| value | String | a | The value. |\n";
    let names: Vec<String> =
        page(ID, rows, "{}").response.into_iter().map(|field| field.name).collect();
    assert_eq!(names, ["code", "name", "value"]);
}

#[test]
fn json_object_with_a_blank_is_one_type() {
    let rows = "| kind | Array of String | No | | x |\n\
        | msg | JSON Object | Yes | {\"msgtype\":\"text\"} | Message. - text: a text - image: an image |\n";
    let parameters = page(rows, "| a | String | | x |\n", "{}").parameters;
    let types: Vec<_> = parameters.iter().map(|parameter| parameter.ty.as_deref()).collect();
    assert_eq!(types, [Some("Array of String"), Some("JSONObject")]);
    // What it can hold is no value of it.
    assert!(parameters[1].values.is_empty(), "{:?}", parameters[1].values);
}

#[test]
fn keys_of_json_in_a_text_are_no_values() {
    let rows = "| extra | String | No | \"{\\\"a\\\":\\\"1\\\"}\" | More. - a: one - b: another |\n\
        | kind | String | No | a | Kind. - a: one - b: another |\n";
    let parameters = page(rows, "| a | String | | x |\n", "{}").parameters;
    assert!(parameters[0].values.is_empty(), "{:?}", parameters[0].values);
    assert_eq!(parameters[1].values, ["a", "b"]);
}

/// A comma too many makes the tolerant reader read what the strict one reads otherwise.
#[test]
fn escapes_mean_the_same_in_json_that_is_not_quite_json() {
    for (text, value) in [
        (r#""J\ud83d\ude00""#, json!("J\u{1f600}")),
        (r#""\u00e9\b\f\n\t\r\/\\""#, json!("\u{e9}\u{8}\u{c}\n\t\r/\\")),
        (r#""a\u0041""#, json!("aA")),
    ] {
        let strict: Value = serde_json::from_str(text).unwrap();
        assert_eq!(strict, value, "{text}");
        let read = page(ID, "| a | String | | x |\n", &format!("{{\"a\": {text},}}"));
        assert_eq!(read.examples.response, Some(json!({ "a": value })), "{text}");
    }
    // Half of a character is one that is lost, and nothing else is.
    for text in [r#""a\ud83db""#, r#""a\ud83d\u0041""#, r#""a\ude00b""#, r#""a\u+123b""#] {
        let read = page(ID, "| a | String | | x |\n", &format!("{{\"a\": {text},}}"));
        let response = read.examples.response.unwrap();
        let shown = response["a"].as_str().unwrap();
        assert!(shown.starts_with("a\u{fffd}") && shown.len() > 4, "{text}: {shown}");
    }
}

#[test]
fn the_credential_of_a_call_stays_a_parameter() {
    let rows = "| access_token | String | Yes | abc | The token of the robot's own address. |\n";
    let parameters = page(rows, "| a | String | | x |\n", "{}").parameters;
    assert_eq!(parameters[0].name, "access_token");
}
