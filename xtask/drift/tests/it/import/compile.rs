//! What is generated from imported files compiles.

use xtask_drift::import::Options;

use serde_json::{Value, json};
use xtask_pages::facts::Page;

use crate::import::{all_pages, importer, options};
use crate::workspace::small_spec;
use crate::workspace::{STRICT, Workspace};

/// All pages in one crate, beside the endpoints that its code by hand refers to.
#[test]
fn the_code_of_all_imported_pages_compiles_without_a_warning() {
    let mut spec = importer(small_spec());
    let mut count = 0;
    for (at, (_, mut page)) in all_pages().into_iter().enumerate() {
        // Several pages, and the spec, are about one path.
        page.path = format!("/topapi/saved/page{at}");
        let options = Options { name: Some(format!("saved/call_page{at}")), ..options() };
        count += usize::from(spec.import(&page, &options).is_ok());
    }
    assert!(count >= 14, "only {count} pages were imported");
    spec.import(&awkward(), &options()).unwrap();
    let workspace = Workspace::of("imported", spec.sources(), []);
    let check = ["rustc", "--profile", "check", "--package", "dingtalk-protocol"];
    workspace.cargo(&[&check[..], &STRICT].concat());
}

/// Names that are none in Rust, or taken there.
fn awkward() -> Page {
    let sent = |name: &str, ty: &str, fields: Value| json!({"name": name, "in": "body", "type": ty, "required": true, "example": null, "fields": fields});
    let answered =
        |name: &str, ty: &str, fields: Value| json!({"name": name, "type": ty, "fields": fields});
    let page = json!({
        "file": "", "method": "POST", "path": "/topapi/awkward/list",
        "hosts": ["https://oapi.dingtalk.io"], "content_type": "application/json",
        "app_types": ["third-party-personal"], "permissions": [],
        "parameters": [
            sent("type", "String", json!([])), sent("Type", "Number", json!([])),
            sent("self", "Boolean", json!([])), sent("名字", "Double", json!([])),
            sent("2d", "Long[][]", json!([])), sent("a.b", "Object", json!([])),
            sent("gen", "Request", json!([sent("fn", "Vec", json!([sent("as", "String", json!([]))]))])),
            sent("client_secret", "String", json!([])),
        ],
        "response": [
            answered("Self", "Self[]", json!([answered("loop", "String", json!([]))])),
            answered("result", "Request", json!([answered("async", "Response", json!([answered("x", "Error", json!([]))]))])),
        ],
        "errors": [
            {"code": 5, "message": "Other", "retry": false}, {"code": 6, "message": "self", "retry": false},
            {"code": -7, "message": "404", "retry": true}, {"code": 8, "message": null, "retry": false},
        ],
        "examples": {"request": null, "response": null}, "preconditions": 0, "remarks": [],
    });
    serde_json::from_value(page).unwrap()
}
