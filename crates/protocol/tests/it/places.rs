//! Where the fields of a request go, and how they are written there, whatever their types.

use dingtalk_protocol::{
    AccessToken, Endpoint, Error, ErrorKind, Host, Request, Secret, encode, encode_fields, preview,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Everything {
    text: String,
    number: i64,
    fraction: f64,
    flag: bool,
    absent: Option<String>,
    #[serde(rename = "useridList")]
    ids: Option<Vec<String>>,
    #[serde(default, with = "dingtalk_protocol::joined::option")]
    joined: Option<Vec<i64>>,
    item: Item,
    secret: Secret,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Item {
    title: String,
    note: Option<String>,
    next: Option<Box<Item>>,
}

fn everything() -> Everything {
    let item = |title: &str, next| Item { title: title.to_owned(), note: None, next };
    Everything {
        text: "x&y=z 密+~".to_owned(),
        number: i64::MIN,
        fraction: 0.5,
        flag: true,
        absent: None,
        ids: Some(vec!["a".to_owned(), "b\"".to_owned()]),
        joined: Some(vec![1, -2]),
        item: item("Desk", Some(Box::new(item("Table", None)))),
        secret: Secret::new("s3cr3t"),
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct InQuery(Everything);

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct InForm(Everything);

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct InJson(Everything);

static GET: Endpoint = Endpoint::get("test::get", "/get").without_token();
static FORM: Endpoint =
    Endpoint::post("test::form", "/form").form().query(&["number"]).header(&["text"]);
static JSON: Endpoint = Endpoint::post("test::json", "/json").json().query(&["item", "absent"]);

impl Request for InQuery {
    type Response = Item;
    const ENDPOINT: &'static Endpoint = &GET;

    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        vec![("secret", &self.0.secret)]
    }
}

impl Request for InForm {
    type Response = Item;
    const ENDPOINT: &'static Endpoint = &FORM;

    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        vec![("secret", &self.0.secret)]
    }
}

impl Request for InJson {
    type Response = Item;
    const ENDPOINT: &'static Endpoint = &JSON;

    fn secrets(&self) -> Vec<(&'static str, &Secret)> {
        vec![("secret", &self.0.secret)]
    }
}

fn host() -> Host {
    Host::custom("http://h").unwrap()
}

fn body(http: &http::Request<Vec<u8>>) -> &str {
    std::str::from_utf8(http.body()).unwrap()
}

const ITEM: &str =
    "item=%7B%22title%22%3A%22Desk%22%2C%22next%22%3A%7B%22title%22%3A%22Table%22%7D%7D";
const IDS: &str = "useridList=%5B%22a%22%2C%22b%5C%22%22%5D";

#[test]
fn a_query_holds_scalars_as_texts_and_the_rest_as_json() {
    let http = encode(&InQuery(everything()), &host(), None).unwrap();
    assert_eq!(
        http.uri().to_string(),
        format!(
            "http://h/get?text=x%26y%3Dz+%E5%AF%86%2B%7E&number=-9223372036854775808&fraction=0.5\
             &flag=true&{IDS}&joined=1%2C-2&{ITEM}&secret=s3cr3t"
        )
    );
    assert!(http.body().is_empty() && http.headers().is_empty());
}

#[test]
fn a_form_leaves_out_what_goes_elsewhere() {
    let mut request = everything();
    request.text = "plain".to_owned();
    let http = encode(&InForm(request), &host(), &AccessToken::new("t")).unwrap();
    assert_eq!(http.uri(), "http://h/form?access_token=t&number=-9223372036854775808");
    assert_eq!(http.headers()["text"], "plain");
    assert_eq!(
        body(&http),
        format!("fraction=0.5&flag=true&{IDS}&joined=1%2C-2&{ITEM}&secret=s3cr3t")
    );
}

#[test]
fn a_json_body_keeps_the_order_of_the_fields_and_leaves_out_what_is_absent() {
    let http = encode(&InJson(everything()), &host(), &AccessToken::new("t")).unwrap();
    assert_eq!(http.uri().to_string(), format!("http://h/json?access_token=t&{ITEM}"));
    assert_eq!(http.headers()["content-type"], "application/json");
    assert_eq!(
        body(&http),
        r#"{"text":"x&y=z 密+~","number":-9223372036854775808,"fraction":0.5,"flag":true,"useridList":["a","b\""],"joined":"1,-2","secret":"s3cr3t"}"#
    );
}

#[test]
fn what_is_absent_is_left_out_and_what_is_empty_is_not() {
    let mut request = everything();
    request.ids = Some(Vec::new());
    request.joined = None;
    request.absent = Some(String::new());
    let http = encode(&InQuery(request), &host(), None).unwrap();
    let query = http.uri().query().unwrap();
    assert!(query.contains("absent=&useridList=%5B%5D&item="), "{query}");
}

#[test]
fn a_preview_shows_no_secret_in_any_place() {
    for http in [
        preview(&InQuery(everything()), &host()).unwrap(),
        preview(&InJson(everything()), &host()).unwrap(),
    ] {
        let text = format!("{} {}", http.uri(), body(&http));
        assert!(text.contains("***") && !text.contains("s3cr3t"), "{text}");
    }
}

#[test]
fn a_header_that_no_header_can_hold_is_refused() {
    let mut request = everything();
    request.text = "line\nbreak".to_owned();
    let error = encode(&InForm(request), &host(), &AccessToken::new("t")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!error.to_string().contains("break"), "{error}");
}

#[test]
fn calls_without_a_type_send_maps_and_values() {
    let token = AccessToken::new("t");
    let fields = json!({"a": "x", "b": [1, {"c": null}], "d": 7, "e": null});
    let send = |endpoint| -> Result<_, Error> { encode_fields(endpoint, &fields, &host(), &token) };
    assert_eq!(body(&send(&JSON).unwrap()), r#"{"a":"x","b":[1,{}],"d":7}"#);
    let form = send(&FORM).unwrap();
    assert!(body(&form).starts_with("a=x&b=%5B1%2C%7B%7D%5D&d=7"), "{}", body(&form));
    let error = encode_fields(&JSON, &["no object"], &host(), &token).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let error = encode_fields(&JSON, &fields, &host(), None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenMissing);
}

/// The service's side reads what was sent through the same derives.
#[cfg(feature = "server")]
#[test]
fn what_was_sent_is_read_back() {
    use dingtalk_protocol::server::{ParameterError, decode_request};

    let sent = everything();
    let expected = format!("{sent:?}");
    let http = encode(&InQuery(sent.clone()), &host(), None).unwrap();
    assert_eq!(format!("{:?}", decode_request::<InQuery>(&http).unwrap().0), expected);
    let http = encode(&InJson(sent), &host(), &AccessToken::new("t")).unwrap();
    assert_eq!(format!("{:?}", decode_request::<InJson>(&http).unwrap().0), expected);

    let uri = http.uri().to_string().replace("%22title%22", "%22name%22");
    let broken = http::Request::builder().uri(uri).body(http.into_body()).unwrap();
    let error = decode_request::<InJson>(&broken).unwrap_err();
    assert_eq!(error, ParameterError { name: "item".to_owned(), missing: false });
}

/// A value of any shape, in a JSON body.
#[derive(Debug, Serialize, Deserialize)]
struct Anything {
    value: serde_json::Value,
}

impl Request for Anything {
    type Response = ();
    const ENDPOINT: &'static Endpoint = &JSON;
}

#[test]
fn null_is_left_out_of_a_form_and_a_query_too() {
    let fields = json!({"a": null, "b": "", "c": [null]});
    let form = encode_fields(&FORM, &fields, &host(), &AccessToken::new("t")).unwrap();
    assert_eq!(body(&form), "b=&c=%5Bnull%5D");
    let query = encode_fields(&GET, &fields, &host(), None).unwrap();
    assert_eq!(query.uri().query(), Some("b=&c=%5Bnull%5D"));
}

#[test]
fn json_that_is_passed_on_as_it_is_stays_json_without_its_null_members() {
    for (json, expected) in [
        (r#"{"a":null , "b":1}"#, r#"{ "b":1}"#),
        ("{\"b\":1,\n \"a\":null}", "{\"b\":1}"),
        ("{\"b\":1 , \"a\":null }", "{\"b\":1  }"),
    ] {
        let raw = serde_json::value::RawValue::from_string(json.to_owned()).unwrap();
        let fields = std::collections::BTreeMap::from([("raw", raw)]);
        let http = encode_fields(&JSON, &fields, &host(), &AccessToken::new("t")).unwrap();
        assert_eq!(body(&http), format!(r#"{{"raw":{expected}}}"#));
        serde_json::from_str::<serde_json::Value>(body(&http)).unwrap();
    }
}

/// Otherwise the end of the host's name would be the caller's choice, and the token would go there.
#[test]
fn a_path_that_is_none_is_refused() {
    for path in ["@evil.example/x", ".evil.example/x", "topapi/x", "/x?y=1", "/x#y", "/x y", ""] {
        let endpoint: &'static Endpoint = Box::leak(Box::new(FORM.clone().at(path)));
        let sent = encode_fields(endpoint, &json!({}), &host(), &AccessToken::new("t"));
        let error = sent.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}");
        assert!(error.to_string().contains("the path must begin with /"), "{error}");
    }
}

#[test]
fn null_members_are_left_out_at_every_depth_and_nothing_else_changes() {
    for (json, expected) in [
        (r#"{"b":1,"a":2}"#, r#"{"a":2,"b":1}"#),
        (r#"{"a":null}"#, "{}"),
        (r#"{"a":null,"b":null,"c":1}"#, r#"{"c":1}"#),
        (r#"{"c":1,"x":null,"y":null}"#, r#"{"c":1}"#),
        (r#"[null,{"a":null,"b":[{"c":null,"d":"x"},null]}]"#, r#"[null,{"b":[{"d":"x"},null]}]"#),
        (r#"{"a":"\":null","b\"":null,"c":"\\"}"#, r#"{"a":"\":null","c":"\\"}"#),
        (r#"{"名":null,"a":"名"}"#, r#"{"a":"名"}"#),
    ] {
        let request = Anything { value: serde_json::from_str(json).unwrap() };
        let http = encode(&request, &Host::MAINLAND, &AccessToken::new("t")).unwrap();
        let body = String::from_utf8(http.into_body()).unwrap();
        assert_eq!(body, format!(r#"{{"value":{expected}}}"#));
    }
}
