//! What the project's own pages say, and which pages are refused.

use insta::assert_snapshot;
use serde_json::json;
use xtask_pages::facts::{Code, Page};
use xtask_pages::{read, read_bytes};

use crate::outline::outline;
use crate::{facts, fixture, names};

macro_rules! snapshots {
    ($($test:ident: $page:literal,)*) => {
        $(
            #[test]
            fn $test() {
                assert_snapshot!(stringify!($test), outline(&facts($page)));
            }
        )*
    };
}

snapshots! {
    add_to_users: "markdown/add_to_users.md",
    delete: "markdown/delete.md",
    list_ids: "markdown/list_ids.md",
    list_users: "markdown/list_users.md",
    remove_from_users: "markdown/remove_from_users.md",
    gaps_in_example: "odd/gaps_in_example.zh.md",
    glued_old_layout: "odd/glued_old_layout.zh.txt",
    glued_without_examples: "odd/glued_without_examples.en.txt",
    old_layout: "odd/old_layout.zh.html",
    rest_new_layout: "odd/rest_new_layout.en.md",
    rest_path_and_header: "odd/rest_path_and_header.zh.md",
    rest_glued: "odd/rest_glued.zh.txt",
    untidy: "odd/untidy.en.md",
}

#[test]
fn the_json_has_the_documented_shape() {
    let page = serde_json::to_value(facts("text/list_users.txt")).unwrap();
    assert_eq!(page["file"], "text/list_users.txt");
    assert_eq!(
        page["parameters"][2],
        json!({
            "name": "size", "in": "body", "type": "Number", "required": false, "example": "20",
            "default": 20, "limits": {"max": 100}, "with": "offset",
        })
    );
    assert_eq!(
        page["response"][3]["fields"][0],
        json!({"name": "hasMore", "type": "Boolean", "example": "true"})
    );
    assert_eq!(
        page["errors"][0],
        json!({"code": 33011, "message": "Invalid roleId", "retry": false})
    );
    assert_eq!(
        page["examples"]["request"],
        "access_token=d1812xxxxc53245&offset=0&role_id=1203141&size=20"
    );
    assert_eq!(page["examples"]["response"]["result"]["list"][0]["userid"], "manager4220");
    assert_eq!(page["preconditions"], 0);
}

#[test]
fn what_a_page_does_not_state_is_null() {
    let page = serde_json::to_value(facts("text/list_ids.txt")).unwrap();
    assert_eq!(page["parameters"][0]["required"], json!(null));
}

#[test]
fn the_json_can_be_read_back() {
    for name in names() {
        let page = facts(&name);
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(serde_json::from_str::<Page>(&text).unwrap(), page, "{name}");
    }
}

#[test]
fn reading_twice_gives_the_same_bytes() {
    for name in names() {
        let once = serde_json::to_string(&facts(&name)).unwrap();
        assert_eq!(serde_json::to_string(&facts(&name)).unwrap(), once, "{name}");
    }
}

#[test]
fn what_is_no_endpoint_page_is_refused_with_the_reason() {
    for name in ["refused/overview.md", "refused/prose.txt"] {
        let refusal = read(name, &fixture(name)).unwrap_err();
        assert_eq!(refusal.file, name);
        assert_eq!(refusal.reason, "not an endpoint page: it names no HTTP URL");
    }
    let guide = "# Guide\n## Request example\n```\ncurl https://oapi.dingtalk.io/topapi/a\n```\n";
    let refusal = read("guide", guide).unwrap_err();
    assert!(refusal.reason.contains("lists neither its parameters"), "{}", refusal.reason);
    let refusal = read_bytes("picture", b"\x89PNG\0\xff").unwrap_err();
    assert_eq!(refusal.reason, "not a page: it is no text");
}

#[test]
fn bytes_that_are_no_text_are_remarked_on() {
    let mut bytes = fixture("text/delete.txt").into_bytes();
    bytes.extend(b"\n\xff");
    let page = read_bytes("page", &bytes).unwrap();
    let remark = page.remarks.last().unwrap();
    assert!(remark.text.contains("not UTF-8"), "{remark:?}");
    assert_eq!(page.errors.last().unwrap().code, Code::Number(1002));
}

/// Lines are what a person goes to, so each has to be the right one.
#[test]
fn remarks_name_the_line_of_the_doubt() {
    let text = fixture("odd/untidy.en.md");
    let lines: Vec<&str> = text.lines().collect();
    let page = facts("odd/untidy.en.md");
    let line = |part: &str| {
        let remark = page.remarks.iter().find(|remark| remark.text.contains(part)).unwrap();
        lines[remark.line - 1]
    };
    assert!(line("`access_token` lacks").starts_with("| access_token"));
    assert!(line("`lost`").starts_with("| lost"));
    assert!(line("not quite JSON").contains("“errcode”"));
    assert!(line("1001/1002").starts_with("| 1001/1002"));
}
