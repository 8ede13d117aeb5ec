//! What each kind of difference between two states of an endpoint does to callers.

use std::slice::from_ref;

use serde_json::{Value, json};
use xtask_drift::compare::{Verdict, canonical, compare_facts, digest, next_version};
use xtask_pages::facts::Page;

use crate::drift::{SPEC, told};

/// Returns a page with these parameters, fields of the answer and errors.
fn page(parameters: &Value, response: &Value, errors: &Value) -> Page {
    serde_json::from_value(json!({
        "file": "", "method": "POST", "path": "/a", "hosts": [], "content_type": null,
        "app_types": [], "permissions": [], "parameters": parameters, "response": response,
        "errors": errors, "examples": {"request": null, "response": null}, "preconditions": 0,
        "remarks": [],
    }))
    .unwrap()
}

fn compared(old: &Page, new: &Page) -> Vec<String> {
    let told = told(&compare_facts(old, new, &SPEC.api));
    // The digest is the same.
    assert_eq!(told.is_empty(), digest(old) == digest(new));
    assert_eq!(told.is_empty(), canonical(old) == canonical(new));
    told
}

/// `x` with more to say of it.
fn parameter(more: &Value) -> Value {
    with(
        &json!({"name": "x", "in": "body", "type": "String", "required": false, "example": null}),
        more,
    )
}

fn field(name: &str, ty: &str, fields: &[Value]) -> Value {
    json!({"name": name, "type": ty, "fields": fields})
}

fn with(base: &Value, more: &Value) -> Value {
    let (mut base, more) = (base.as_object().unwrap().clone(), more.as_object().unwrap().clone());
    base.extend(more);
    Value::Object(base)
}

fn parameters(old: &[Value], new: &[Value]) -> Vec<String> {
    let page = |parameters| page(&Value::from(parameters), &json!([]), &json!([]));
    compared(&page(old.to_vec()), &page(new.to_vec()))
}

fn response(old: &[Value], new: &[Value]) -> Vec<String> {
    let page = |fields| page(&json!([]), &Value::from(fields), &json!([]));
    compared(&page(old.to_vec()), &page(new.to_vec()))
}

#[test]
fn one_key_of_a_parameter() {
    for (old, new, expected) in [
        (json!({"required": true}), json!({"required": false}), "required: true → false: breaks"),
        (json!({"required": false}), json!({"required": true}), "required: false → true: breaks"),
        (json!({"required": true}), json!({"required": null}), "required: true → -: documentation"),
        (json!({"required": null}), json!({"required": true}), "required: - → true: breaks"),
        (
            json!({"required": null}),
            json!({"required": false}),
            "required: - → false: documentation",
        ),
        (json!({}), json!({"in": "query"}), "in: body → query: compatible"),
        (json!({}), json!({"in": "header"}), "in: body → header: compatible"),
        (json!({}), json!({"example": "a"}), "example: - → a: documentation"),
        (json!({}), json!({"type": "DateTime"}), "type: String → DateTime: documentation"),
        (json!({}), json!({"type": "String[]"}), "type: String → String[]: breaks"),
        (json!({}), json!({"type": null}), "type: String → -: documentation"),
        (json!({}), json!({"default": "a"}), "default: - → a: compatible"),
        (json!({"default": "a"}), json!({"default": "b"}), "default: a → b: compatible"),
        (json!({"default": "1"}), json!({"default": 1}), "default: \"1\" → 1: breaks"),
        (json!({"default": "a"}), json!({}), "default: a → -: breaks"),
        (json!({}), json!({"with": "y"}), "with: - → y: breaks"),
        (json!({"with": "y"}), json!({"with": "z"}), "with: y → z: breaks"),
        (json!({}), json!({"enum": ["a"]}), "values: - → a: compatible"),
        (json!({"enum": ["a"]}), json!({"enum": ["a", "b"]}), "values: a → a, b: compatible"),
        (json!({"enum": ["a"]}), json!({}), "values: a → -: breaks"),
    ] {
        let told = parameters(&[parameter(&old)], &[parameter(&new)]);
        assert_eq!(told, [format!("parameters.x.{expected}")]);
    }
}

#[test]
fn limits() {
    for (key, narrow, wide) in
        [("min", 2, 1), ("max", 1, 2), ("max_items", 1, 2), ("max_chars", 1, 2)]
    {
        let limits = |limit: i64| [parameter(&json!({"limits": {key: limit}}))];
        let none = || [parameter(&json!({}))];
        let at = |rest: &str| [format!("parameters.x.{key}: {rest}")];
        let told = |old: &[Value], new: &[Value]| parameters(old, new);
        assert_eq!(told(&limits(wide), &limits(narrow)), at(&format!("{wide} → {narrow}: breaks")));
        assert_eq!(
            told(&limits(narrow), &limits(wide)),
            at(&format!("{narrow} → {wide}: compatible"))
        );
        assert_eq!(told(&none(), &limits(wide)), at(&format!("- → {wide}: breaks")));
        assert_eq!(told(&limits(wide), &none()), at(&format!("{wide} → -: breaks")));
    }
}

#[test]
fn a_number_with_a_fraction_takes_no_trait_from_what_holds_it() {
    let float = with(&parameter(&json!({"type": "Double"})), &json!({"name": "y"}));
    let x = parameter(&json!({}));
    let told = parameters(from_ref(&x), &[x.clone(), float]);
    assert_eq!(told, ["parameters.y: - → Double in the body, optional: compatible"]);
}

#[test]
fn a_parameter_that_joins_one_that_was_there() {
    let pair =
        |name: &str, other: &str| with(&parameter(&json!({"name": name})), &json!({"with": other}));
    let told = parameters(&[parameter(&json!({}))], &[parameter(&json!({})), pair("y", "x")]);
    assert_eq!(told, ["parameters.y: - → String in the body, optional: breaks"]);
    let told = parameters(&[], &[pair("y", "z"), pair("z", "y")]);
    assert_eq!(
        told,
        [
            "parameters.y: - → String in the body, optional: compatible",
            "parameters.z: - → String in the body, optional: compatible",
        ]
    );
}

#[test]
fn objects_in_parameters() {
    let object = |fields: &[Value]| [parameter(&json!({"type": "Item", "fields": fields}))];
    let (a, b) =
        (parameter(&json!({"name": "a"})), parameter(&json!({"name": "b", "required": true})));
    let told = parameters(&object(from_ref(&a)), &object(&[a.clone(), b]));
    assert_eq!(told, ["parameters.x.b: - → String in the body, required: breaks"]);
    // What was any JSON is a struct now.
    let told = parameters(
        &[parameter(&json!({"type": "Object"}))],
        &[parameter(&json!({"type": "Object", "fields": [a]}))],
    );
    assert_eq!(told, ["parameters.x.a: - → String in the body, optional: breaks"]);
}

/// Its place and type stand in `api.toml`, and it is no field of a request.
#[test]
fn the_credential() {
    let token =
        |more: &Value| with(&parameter(&json!({"name": "access_token", "required": true})), more);
    let told = parameters(&[token(&json!({}))], &[token(&json!({"required": false}))]);
    assert_eq!(told, ["parameters.access_token.required: true → false: documentation"]);
    let told = parameters(&[token(&json!({}))], &[]);
    assert_eq!(told, ["parameters.access_token: String in the body, required → -: compatible"]);
    let told = parameters(&[], &[token(&json!({}))]);
    assert_eq!(told, ["parameters.access_token: - → String in the body, required: compatible"]);
}

#[test]
fn fields_of_the_answer() {
    let inner = field("a", "String", &[]);
    let of = |fields: &[Value]| [field("result", "Vo", fields)];
    let more = [inner.clone(), field("b", "Number", &[])];
    assert_eq!(
        response(&of(from_ref(&inner)), &of(&more)),
        ["response.result.b: - → Number: compatible"]
    );
    assert_eq!(
        response(&of(&more), &of(from_ref(&inner))),
        ["response.result.b: Number → -: breaks"]
    );
    let told = response(&of(from_ref(&inner)), &of(&[field("a", "Double", &[])]));
    assert_eq!(told, ["response.result.a.type: String → Double: breaks"]);
    let told = response(&of(from_ref(&inner)), &of(&[inner, field("b", "Double", &[])]));
    assert_eq!(told, ["response.result.b: - → Double: compatible"]);
}

/// As long as `result` is alone, its fields are those of `Response`.
#[test]
fn a_field_beside_the_result() {
    let result = field("result", "Vo", &[field("a", "String", &[])]);
    let (total, code) = (field("total", "Number", &[]), field("errcode", "Number", &[]));
    let told = response(from_ref(&result), &[result.clone(), total.clone()]);
    assert_eq!(told, ["response.total: - → Number: breaks"]);
    let told = response(from_ref(&result), &[result.clone(), code]);
    assert_eq!(told, ["response.errcode: - → Number: documentation"]);
    let list = field("result", "Vo[]", &[field("a", "String", &[])]);
    let told = response(from_ref(&list), &[list.clone(), total]);
    assert_eq!(told, ["response.total: - → Number: compatible"]);
}

#[test]
fn a_renamed_object_keeps_its_rust_name_where_all_of_it_is_renamed() {
    let of = |first: &str, second: &str| {
        let inner = [field("i", "String", &[])];
        [field("a", first, &inner), field("b", second, &inner)]
    };
    let told = response(&of("Dept", "Dept[]"), &of("DeptVo", "DeptVo[]"));
    assert_eq!(
        told,
        [
            "response.a.type: Dept → DeptVo: documentation",
            "response.b.type: Dept[] → DeptVo[]: documentation",
        ]
    );
    let told = response(&of("Dept", "Dept[]"), &of("Dept", "DeptVo[]"));
    assert_eq!(told, ["response.b.type: Dept[] → DeptVo[]: breaks"]);
}

#[test]
fn error_codes() {
    let errors = |errors: &Value| page(&json!([]), &json!([]), errors);
    let code = |code: Value, message: &str, retry: bool| json!({"code": code, "message": message, "retry": retry});
    let one = code(json!(1), "A", false);
    for (new, expected) in [
        (json!([one, code(json!(2), "B", false)]), "errors.2: - → B: compatible"),
        (json!([one, code(json!("a"), "B", false)]), "errors.a: - → B: documentation"),
        (json!([]), "errors.1: A → -: breaks"),
        (json!([code(json!(1), "B", false)]), "errors.1.message: A → B: documentation"),
        (json!([code(json!(1), "A", true)]), "errors.1.retry: false → true: compatible"),
    ] {
        assert_eq!(compared(&errors(&json!([one])), &errors(&new)), [expected]);
    }
}

#[test]
fn the_call_itself() {
    let base = page(&json!([]), &json!([]), &json!([]));
    for (more, expected) in [
        (json!({"method": "GET"}), "method: POST → GET: compatible"),
        (json!({"method": "PUT"}), "method: POST → PUT: breaks"),
        (json!({"path": "/b"}), "path: /a → /b: breaks"),
        (json!({"path": "/b/{id}"}), "path: /a → /b/{id}: breaks"),
        (json!({"content_type": "a/b"}), "content_type: - → a/b: compatible"),
        (json!({"hosts": ["https://a"]}), "hosts: - → https://a: documentation"),
        (json!({"app_types": ["internal"]}), "app_types: - → internal: documentation"),
        (json!({"permissions": ["a"]}), "permissions: - → a: compatible"),
        (json!({"preconditions": 1}), "preconditions: 0 → 1: documentation"),
    ] {
        let new = with(&serde_json::to_value(&base).unwrap(), &more);
        let new: Page = serde_json::from_value(new).unwrap();
        assert_eq!(compared(&base, &new), [expected]);
    }
}

#[test]
fn examples() {
    let page = |request: Value, response: Value| {
        let mut page = page(&json!([]), &json!([]), &json!([]));
        page.examples.request = Some(request);
        page.examples.response = Some(response);
        page
    };
    let old = page(json!("a=1&b=2&b=3"), json!({"list": [1, 2]}));
    assert_eq!(compared(&old, &page(json!("b=2&a=1&b=3"), json!({"list": [1, 2]}))), [""; 0]);
    let told = compared(&old, &page(json!("a=2&b=2"), json!({"list": [1, "2", 3]})));
    assert_eq!(
        told,
        [
            "examples.request.a: 1 → 2: documentation",
            "examples.request.b: [\"2\",\"3\"] → \"2\": documentation",
            "examples.response.list.1: 2 → \"2\": documentation",
            "examples.response.list.2: - → 3: documentation",
        ]
    );
    // Many at once are one.
    let told = compared(&old, &page(json!("a=1&b=2&b=3"), json!({"list": [7, 7, 7, 7, 7, 7]})));
    assert_eq!(
        told,
        ["examples.response: {\"list\":[1,2]} → {\"list\":[7,7,7,7,7,7]}: documentation"]
    );
}

#[test]
fn versions() {
    for (current, worst, expected) in [
        ("0.1.0", Verdict::BreaksCallers, "0.2.0"),
        ("0.1.3", Verdict::Compatible, "0.1.4"),
        ("0.1.3", Verdict::DocumentationOnly, "0.1.4"),
        ("1.2.3", Verdict::BreaksCallers, "2.0.0"),
        ("1.2.3", Verdict::Compatible, "1.3.0"),
        ("1.2.3", Verdict::DocumentationOnly, "1.2.4"),
    ] {
        assert_eq!(next_version(current, worst).unwrap().to_string(), expected, "{current}");
    }
    assert!(next_version("1", Verdict::Compatible).is_err());
}
