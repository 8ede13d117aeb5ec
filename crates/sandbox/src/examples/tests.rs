//! Tests of features that no committed example endpoint has, with made-up endpoints.

use http::Request;

use super::data::Endpoint;
use super::sent::Sent;
use super::values::check;

/// Returns what is wrong with a request, if anything.
fn problem(endpoint: &str, request: &Request<Vec<u8>>) -> Option<String> {
    let endpoint: Endpoint = serde_json::from_str(endpoint).unwrap();
    check(&endpoint, &Sent::new(request)).err().map(|problem| problem.to_string())
}

#[test]
fn a_parameter_can_stand_in_a_header() {
    let endpoint =
        r#"{"parameters":[{"name":"X-Album","in":"header","type":"Number","required":true}]}"#;
    let request =
        |value: &str| Request::builder().header("x-album", value).body(Vec::new()).unwrap();
    assert_eq!(problem(endpoint, &request("7")), None);
    assert_eq!(problem(endpoint, &request("a")).unwrap(), "X-Album is no Number, but a text");
    assert_eq!(problem(endpoint, &Request::default()).unwrap(), "X-Album is missing");
}

#[test]
fn one_of_several_can_be_one_too_many() {
    let endpoint = r#"{
        "parameters": [{"name":"a","in":"form","type":"String"}, {"name":"b","in":"form","type":"Boolean"}],
        "either": [{"members":["a","b"],"need":"exactly-one"}]
    }"#;
    let problem = |body: &str| problem(endpoint, &Request::new(body.as_bytes().to_vec()));
    assert_eq!(problem("a=x&b=false"), None);
    assert_eq!(problem("b=true"), None);
    assert_eq!(problem("b=false").unwrap(), "a is missing: one of a, b is required");
    assert_eq!(
        problem("a=x&b=true").unwrap(),
        "a cannot be sent with another of a, b: 2 are set, one is allowed"
    );
}

#[test]
fn limits_have_a_lower_and_an_upper_end() {
    let endpoint = r#"{"parameters":[
        {"name":"number","in":"body","type":"Number","limits":{"min":1,"max":3}},
        {"name":"text","in":"body","type":"String","limits":{"min_chars":2,"max_bytes":6}},
        {"name":"list","in":"body","type":"String","lists":1,"limits":{"min_items":1,"max_items":2}},
        {"name":"inner","in":"body","type":"Object","json":true,"limits":{"max_bytes":4}}
    ]}"#;
    let problem = |body: &str| problem(endpoint, &Request::new(body.as_bytes().to_vec()));
    assert_eq!(problem(r#"{"number":1,"text":"两字","list":["a"],"inner":"[ 1]"}"#), None);
    assert_eq!(problem(r#"{"number":3,"text":"ab","list":["a","b"],"inner":null}"#), None);
    assert_eq!(problem(r#"{"number":0}"#).unwrap(), "number is 0, less than 1");
    assert_eq!(problem(r#"{"number":4}"#).unwrap(), "number is 4, more than 3");
    assert_eq!(problem(r#"{"text":"两"}"#).unwrap(), "text is 1 characters, less than 2");
    assert_eq!(problem(r#"{"text":"两个字"}"#).unwrap(), "text is 9 bytes, more than 6");
    assert_eq!(problem(r#"{"list":[]}"#).unwrap(), "list is 0 items, less than 1");
    assert_eq!(problem(r#"{"list":[[],[],[]]}"#).unwrap(), "list is no String, but a list");
    assert_eq!(problem(r#"{"inner":"[1,2]"}"#).unwrap(), "inner is 5 bytes, more than 4");
    assert_eq!(problem(r#"{"inner":[]}"#).unwrap(), "inner is no text that holds JSON, but a list");
}

#[test]
fn a_file_can_be_too_large_for_its_kind() {
    let endpoint = r#"{
        "parameters": [
            {"name":"kind","in":"multipart","type":"String","required":true},
            {"name":"file","in":"multipart","type":"File","required":true}
        ],
        "upload": {"kind":"kind","kinds":{"photo":{"max_bytes":3}}}
    }"#;
    let problem = |kind: &str, file: &str, content: &str| {
        let part = |head: &str, content: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{head}\r\n\r\n{content}\r\n")
        };
        let body = part("kind\"", kind) + &part(file, content) + "--x--\r\n";
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
        problem(endpoint, &request.body(body.into_bytes()).unwrap())
    };
    let file = "file\"; filename=\"a.png\"";
    assert_eq!(problem("photo", file, "abc"), None);
    assert_eq!(problem("sketch", file, "abcd"), None);
    assert_eq!(problem("photo", file, "abcd").unwrap(), "file is 4 bytes, more than 3");
    assert_eq!(problem("photo", "file\"", "abc").unwrap(), "file is no file");
}
