//! The exported OpenAPI document.

use std::collections::BTreeSet;
use std::path::Path;

use insta::assert_snapshot;
use serde_json::{Value, json};
use xtask::codegen::checked;
use xtask::openapi::{document, operation_id};
use xtask_spec::load::load;
use xtask_spec::read::read;
use xtask_spec::spec::{Endpoint, Place, Spec};

use crate::fixture::Fixture;

#[test]
fn an_operation_says_what_a_caller_has_to_know() {
    let fixture = Fixture::new()
        .keys(
            r#"
            method = "GET"
            permissions = ["open_lockers"]
            preconditions = ["The locker exists."]
            notes = ["A locker stays open for a minute."]
            "#,
        )
        .tables(
            r#"
            [parameters]
            locker_id = { type = "Number", id = "LockerId", required = true, doc = "Locker." }
            token = { type = "String", secret = true, required = true, doc = "Its own." }
            [errors]
            7 = { message = "柜门卡住", meaning = "Door is stuck", advice = "Send someone.", class = "throttled" }
            "#,
        )
        .request("locker_id=1&token=x");
    assert_snapshot!(exported(&fixture, "/paths/~1locker~1open/get"));
}

#[test]
fn a_form_holds_joined_lists_and_json() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            owners = { type = "String", separator = ",", id = "OwnerId", required = true, limits = { max_items = 9 }, doc = "Owners." }
            sizes = { type = "Number[]", encoding = "json", example = "[1,2]", doc = "Sizes." }
            "#,
        )
        .request("owners=a");
    assert_snapshot!(exported(&fixture, "/paths/~1locker~1open/post/requestBody"));
}

#[test]
fn values_have_limits_defaults_and_known_values() {
    let fixture = Fixture::new().keys("content_type = \"application/json\"").request("{}").tables(
        r#"
        [parameters]
        count = { type = "Number", default = 2, limits = { min = 1, max = 9 }, example = "3", doc = "How many." }
        label = { type = "String", limits = { min_chars = 2, max_chars = 8 }, example = "left", doc = "" }
        sides = { type = "String[]", values = ["left", "right"], doc = "Sides." }
        "#,
    );
    assert_snapshot!(exported(&fixture, "/paths/~1locker~1open/post/requestBody"));
}

#[test]
fn named_values_are_a_schema_of_their_own() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        state = { type = "Number", enum = "State", doc = "State." }
        [enums.State.values]
        Closed = { value = 0 }
        Open = { value = 1, doc = "For a minute." }
        "#,
    );
    let state = "/content/application~1x-www-form-urlencoded/schema/properties/state";
    let body = "/paths/~1locker~1open/post/requestBody";
    let field = exported(&fixture, &format!("{body}{state}"));
    assert!(field.contains("#/components/schemas/locker_open.State"), "{field}");
    assert_snapshot!(exported(&fixture, "/components/schemas/locker_open.State"));
}

#[test]
fn named_values_that_endpoints_share_are_a_schema_of_each() {
    let tables = "[parameters]\nstate = { type = \"Number\", enum = \"State\", doc = \"State.\" }";
    let shared = "[enums.State.values]\nClosed = { value = 0 }\nOpen = { value = 1 }";
    let fixture = Fixture::new().tables(tables).shared(shared);
    for endpoint in ["open", "close"] {
        let schema = exported(&fixture, &format!("/components/schemas/locker_{endpoint}.State"));
        assert!(schema.contains("\"Closed\"") && schema.contains("\"Open\""), "{schema}");
    }
}

#[test]
fn pages_are_found_by_pointers_into_the_answer() {
    let fixture = Fixture::new()
        .keys("paging = { offset = \"offset\", size = \"size\", items = \"lockers\", more = \"more\" }")
        .tables(
            r#"
            [parameters]
            offset = { type = "Number", doc = "Skipped." }
            size = { type = "Number", limits = { max = 50 }, doc = "Returned." }
            [together.part]
            type = "Part"
            members = ["offset", "size"]
            doc = "A part."
            [response]
            result = { type = "PageVo", required = true, doc = "A page." }
            [types.PageVo]
            doc = "A page."
            [types.PageVo.fields]
            more = { type = "Boolean", required = true, doc = "More." }
            lockers = { type = "Number[]", id = "LockerId", required = true, doc = "Lockers." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "result": { "more": false, "lockers": [] } }"#);
    let operation = document_of(&fixture)["paths"]["/locker/open"]["post"].clone();
    assert_eq!(
        operation["x-paging"],
        json!({ "offset": "offset", "size": "size", "items": "/result/lockers", "more": "/result/more" })
    );
    assert_eq!(operation["x-together"], json!([["offset", "size"]]));
    let answer = &operation["responses"]["200"]["content"]["application/json"]["example"];
    assert!(answer.pointer("/result/lockers").is_some(), "{answer}");
}

#[test]
fn an_answer_is_a_success_or_an_error() {
    let fixture = Fixture::new()
        .keys("list = \"lockers\"")
        .tables(
            r#"
            [response]
            lockers = { type = "LockerVo[]", doc = "Lockers." }
            [types.LockerVo]
            rust = "Locker"
            doc = "A locker."
            [types.LockerVo.fields]
            id = { type = "Number", id = "LockerId", required = true, doc = "Id." }
            tags = { type = "String[]", absent = "empty", source = "peer", doc = "Tags." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "lockers": [] }"#);
    assert_snapshot!("schema_of_an_answer", exported(&fixture, "/components/schemas"));
    assert_snapshot!("answer", exported(&fixture, "/paths/~1locker~1open/post/responses"));
}

#[test]
fn every_endpoint_has_one_operation_with_every_parameter() {
    let spec = committed();
    let document = document(&spec);
    let operations = document["paths"].as_object().unwrap().values();
    let operations: Vec<&Value> =
        operations.flat_map(|path| path.as_object().unwrap().values()).collect();
    assert_eq!(operations.len(), spec.endpoints.len());
    let ids: BTreeSet<&str> =
        operations.iter().map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), spec.endpoints.len());
    for endpoint in &spec.endpoints {
        let method = endpoint.method().into_str().to_lowercase();
        let operation = &document["paths"][endpoint.path.as_str()][method];
        assert_eq!(operation["operationId"], operation_id(endpoint));
        assert_eq!(sent(operation), parameters(endpoint), "{}", endpoint.path.value);
    }
}

#[test]
fn every_reference_leads_to_a_schema() {
    let document = document(&committed());
    let mut open = vec![&document];
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get("$ref") {
                    references += 1;
                    let found = target.strip_prefix('#').and_then(|it| document.pointer(it));
                    assert!(found.is_some(), "{target}");
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(references > 1000, "{references}");
}

/// Returns place and name of what an operation sends, and whether it is required and secret.
fn sent(operation: &Value) -> BTreeSet<(String, String, bool, bool)> {
    let empty = Vec::new();
    let is_secret = |schema: &Value| schema["format"] == "password";
    let parameters = operation["parameters"].as_array().unwrap_or(&empty).iter().map(|it| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        (text("in"), text("name"), it["required"] == true, is_secret(&it["schema"]))
    });
    let content = operation["requestBody"]["content"].as_object().into_iter().flatten();
    let body = content.flat_map(|(kind, media)| {
        let place = match kind.as_str() {
            "application/json" => "body",
            "multipart/form-data" => "multipart",
            _ => "form",
        };
        let schema = &media["schema"];
        let fields = schema["properties"].as_object().unwrap();
        fields.iter().map(move |(name, field)| {
            let required = schema["required"].as_array();
            let required = required.is_some_and(|it| it.iter().any(|it| it == name.as_str()));
            (place.to_owned(), name.clone(), required, is_secret(field))
        })
    });
    parameters.chain(body).collect()
}

/// Returns the same as the specification says it.
fn parameters(endpoint: &Endpoint) -> BTreeSet<(String, String, bool, bool)> {
    let place = |place: Option<Place>| place.unwrap().into_str().to_owned();
    let parameters = endpoint.parameters.iter().map(|it| {
        let place = place(it.place.as_ref().map(|it| it.value));
        (place, it.name.value.clone(), it.is_required(), it.is_secret())
    });
    parameters.collect()
}

fn committed() -> Spec {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (spec, problems) = read(&load(&root.join("spec")).unwrap());
    assert!(problems.is_empty());
    spec
}

fn document_of(fixture: &Fixture) -> Value {
    document(&checked(&fixture.sources()).unwrap())
}

/// Returns a part of the document as text.
fn exported(fixture: &Fixture, pointer: &str) -> String {
    let document = document_of(fixture);
    format!("{:#}", document.pointer(pointer).unwrap())
}
