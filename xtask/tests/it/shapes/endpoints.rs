//! What the facts of an endpoint become.

use insta::assert_snapshot;

use crate::fixture::Fixture;

const FACTS: &str = "pub static ENDPOINT";
const CODES: &str = "crate::error_codes!";

#[test]
fn a_call_without_parameters() {
    assert_snapshot!(Fixture::new().items(&["use serde", FACTS, "pub struct", "impl"]));
}

#[test]
fn a_get_sends_its_parameters_in_the_query() {
    let fixture = Fixture::new()
        .keys("method = \"GET\"")
        .tables("[parameters]\nlabel = { type = \"String\", doc = \"Text.\" }")
        .request("access_token=x&label=a");
    assert_snapshot!("get", fixture.items(&[FACTS]));
    assert_snapshot!("get_example", example(&fixture));
}

#[test]
fn a_post_names_what_it_sends_in_the_query() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        time = { in = "query", type = "Number", doc = "Time." }
        label = { type = "String", doc = "Text." }
        "#,
    );
    assert_snapshot!(fixture.items(&[FACTS]));
}

#[test]
fn a_json_body() {
    let fixture = Fixture::new()
        .keys("content_type = \"application/json\"")
        .tables("[parameters]\nnames = { type = \"String[]\", required = true, doc = \"Names.\" }")
        .request(r#"{ "names": ["a"] }"#);
    assert_snapshot!("json_body", fixture.items(&[FACTS]));
    assert_snapshot!("json_body_example", example(&fixture));
}

#[test]
fn an_unusual_content_type_is_kept() {
    let fixture =
        Fixture::new().keys("content_type = \"application/json;charset=utf-8\"").request("{}");
    assert_snapshot!(fixture.items(&[FACTS]));
}

#[test]
fn a_call_without_a_token() {
    let fixture = Fixture::new().keys("credential = false").request("");
    assert_snapshot!("without_token", fixture.items(&[FACTS]));
    assert_snapshot!("without_token_example", example(&fixture));
}

#[test]
fn permissions() {
    let fixture = Fixture::new().keys("permissions = [\"open_lockers\", \"see_lockers\"]");
    assert_snapshot!(fixture.items(&[FACTS]));
}

#[test]
fn the_module_says_what_a_caller_wants_to_know() {
    let fixture = Fixture::new()
        .keys(
            "app_types = [\"internal\", \"third-party\", \"third-party-personal\"]\npermissions = [\"open_lockers\"]\n\
             preconditions = [\"The locker is shut.\"]\nnotes = [\"It opens at once.\", \"It does not shut itself.\"]",
        )
        .repeat("safe = false, reason = \"A second call opens another one.\"");
    assert_snapshot!(fixture.module_doc());
}

#[test]
fn a_page_in_chinese() {
    let pages = "[[pages]]\nurl = \"https://example.com/zh\"\nlanguage = \"zh\"\nread = 2026-01-31";
    assert_snapshot!(Fixture::new().pages(pages).module_doc());
}

#[test]
fn a_page_that_nobody_has_read() {
    let pages = "[[pages]]\nurl = \"https://example.com/zh\"\nlanguage = \"zh\"\nsource = \"peer\"";
    assert_snapshot!(Fixture::new().pages(pages).module_doc());
}

#[test]
fn the_page_that_was_read_last_counts() {
    let pages = "[[pages]]\nurl = \"https://example.com/zh\"\nlanguage = \"zh\"\nread = 2026-01-31\n\
                 [[pages]]\nlanguage = \"en\"\nread = 2026-02-01";
    assert_snapshot!(Fixture::new().pages(pages).module_doc());
}

#[test]
fn paging_by_a_group() {
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
            more = { type = "Boolean", required = true, doc = "More." }
            lockers = { type = "LockerVo[]", required = true, doc = "Lockers." }
            [types.LockerVo]
            rust = "Locker"
            doc = "A locker."
            [types.LockerVo.fields]
            id = { type = "Number", id = "LockerId", required = true, doc = "Id." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "more": false, "lockers": [] }"#);
    assert_snapshot!("paging_by_a_group", fixture.items(&["impl Paged", "use std"]));
    assert_snapshot!("paging_in_words", fixture.module_doc());
}

#[test]
fn paging_by_required_parameters_and_of_plain_items() {
    let fixture = Fixture::new()
        .keys("paging = { offset = \"offset\", size = \"size\", items = \"lockers\", more = \"more\" }")
        .tables(
            r#"
            [parameters]
            offset = { type = "Number", required = true, doc = "Skipped." }
            size = { type = "Number", required = true, limits = { max = 50 }, doc = "Returned." }
            [response]
            more = { type = "Boolean", required = true, doc = "More." }
            lockers = { type = "Number[]", id = "LockerId", required = true, doc = "Lockers." }
            "#,
        )
        .request("offset=0&size=50")
        .answer(r#"{ "errcode": 0, "more": false, "lockers": [] }"#);
    assert_snapshot!(fixture.items(&["impl Paged"]));
}

#[test]
fn paging_by_a_cursor_within_objects() {
    let fixture = Fixture::new()
        .keys("paging = { cursor = \"query.cursor\", first = 0, size = \"query.size\", items = \"result.lockers\", more = \"result.more\", next = \"result.next\", total = \"facts.total\" }")
        .tables(
            r#"
            [parameters]
            query = { type = "QueryVo", encoding = "json", required = true, doc = "Query." }
            [response]
            facts = { type = "FactsVo", doc = "Facts." }
            result = { type = "PageVo", required = true, doc = "Page." }
            [types.QueryVo]
            rust = "Query"
            doc = "A query."
            [types.QueryVo.fields]
            cursor = { type = "Number", required = true, doc = "Where." }
            size = { type = "Number", required = true, limits = { max = 50 }, doc = "Returned." }
            [types.FactsVo]
            rust = "Facts"
            doc = "Facts."
            [types.FactsVo.fields]
            total = { type = "Number", doc = "Total." }
            [types.PageVo]
            rust = "LockerPage"
            doc = "A page."
            [types.PageVo.fields]
            more = { type = "Boolean", required = true, doc = "More." }
            next = { type = "Number", doc = "Next." }
            lockers = { type = "Float[]", required = true, doc = "Lockers." }
            "#,
        )
        .request("query={\"cursor\":0,\"size\":50}")
        .answer(r#"{ "errcode": 0, "result": { "more": false, "lockers": [] } }"#);
    assert_snapshot!("paging_by_a_cursor", fixture.items(&["impl Page", "use"]));
    assert_snapshot!("paging_by_a_cursor_in_words", fixture.module_doc());
}

#[test]
fn paging_by_the_last_item() {
    let fixture = Fixture::new()
        .keys("paging = { cursor = \"after\", items = \"owners\", more = \"more\" }")
        .tables(
            r#"
            [parameters]
            after = { type = "String", doc = "Where." }
            [response]
            more = { type = "Boolean", required = true, doc = "More." }
            owners = { type = "String[]", id = "OwnerId", required = true, doc = "Owners." }
            "#,
        )
        .request("after=ann")
        .answer(r#"{ "errcode": 0, "more": false, "owners": [] }"#);
    assert_snapshot!("paging_by_the_last_item", fixture.items(&["impl Page", "use"]));
}

#[test]
fn paging_by_number_without_a_field_that_says_whether_more_follows() {
    let fixture = Fixture::new()
        .keys("paging = { page = \"number\", first = 1, size = \"size\", items = \"lockers\" }")
        .tables(
            r#"
            [parameters]
            number = { type = "Number", required = true, doc = "Number." }
            size = { type = "Number", doc = "Returned." }
            [response]
            lockers = { type = "Number[]", id = "LockerId", required = true, doc = "Lockers." }
            "#,
        )
        .request("number=1&size=50")
        .answer(r#"{ "errcode": 0, "lockers": [] }"#);
    assert_snapshot!("paging_by_number", fixture.items(&["impl Page", "use"]));
    assert_snapshot!("paging_by_number_in_words", fixture.module_doc());
}

#[test]
fn items_can_have_a_key_that_is_no_id() {
    let fixture = Fixture::new()
        .keys("paging = { offset = \"offset\", size = \"size\", items = \"lockers\", more = \"more\", key = \"number\" }")
        .tables(
            r#"
            [parameters]
            offset = { type = "Number", doc = "Skipped." }
            size = { type = "Number", limits = { max = 50 }, doc = "Returned." }
            [response]
            more = { type = "Boolean", required = true, doc = "More." }
            lockers = { type = "LockerVo[]", required = true, doc = "Lockers." }
            [types.LockerVo]
            rust = "Locker"
            doc = "A locker."
            [types.LockerVo.fields]
            number = { type = "String", required = true, doc = "Number." }
            "#,
        )
        .answer(r#"{ "errcode": 0, "more": false, "lockers": [] }"#);
    assert!(fixture.items(&["impl Paged"]).contains("&item.number"));
}

#[test]
fn a_bulk_call_splits_two_lists_and_keeps_the_rest() {
    let fixture = bulk();
    assert_snapshot!("bulk", fixture.items(&["impl Pairs"]));
    assert_snapshot!(
        "bulk_of_the_client",
        fixture.client_items(&["use crate::bulk", "impl LockerService"])
    );
}

#[test]
fn done_code() {
    let fixture = Fixture::new()
        .repeat("safe = true, reason = \"It stays open.\", done_code = 7")
        .tables("[errors]\n7 = { message = \"Already open\", advice = \"Nothing to do.\" }");
    assert_snapshot!(
        "done_code",
        fixture.items(&["use crate::error_code", FACTS, "impl crate::request"])
    );
    assert_snapshot!("done_code_in_words", fixture.module_doc());
}

#[test]
fn error_codes() {
    let fixture = Fixture::new().tables(
        r#"
        [errors]
        7 = { message = "Already open", advice = "Nothing to do." }
        -1 = { message = "系统繁忙", meaning = "System busy", advice = "Wait a moment.", retry = true }
        40 = { rust = "OWN_NAME", message = "Not \"yours\"", advice = "Ask the owner.", class = "permission-missing" }
        "#,
    );
    assert_snapshot!(fixture.items(&[CODES]));
}

#[test]
fn error_codes_that_the_page_does_not_list() {
    let fixture = Fixture::new().tables(
        r#"
        [errors]
        7 = { meaning = "Already open", advice = "Nothing to do.", source = "probe" }
        "#,
    );
    assert_snapshot!(fixture.items(&[CODES]));
}

#[test]
fn a_call_without_error_codes_has_no_table() {
    let module = Fixture::new().file("crates/protocol/src/generated/locker/open.rs");
    assert!(!module.contains("error"), "{module}");
}

#[test]
fn a_parameter_called_request_is_passed_on() {
    let fixture = Fixture::new()
        .tables("[parameters]\nrequest = { type = \"Number\", doc = \"A name in use.\" }");
    let setters = fixture.client_items(&["impl Call"]);
    assert!(setters.contains("self.map(|it| it.with_request(request))"), "{setters}");
}

#[test]
fn the_client_offers_every_setter() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        from = { type = "Number", doc = "First." }
        to = { type = "Number", doc = "Last." }
        owner = { type = "String", id = "OwnerId", doc = "Owner." }
        [together.range]
        type = "Range"
        members = ["from", "to"]
        doc = "A part."
        "#,
    );
    assert_snapshot!(fixture.client_items(&["impl Call"]));
}

#[test]
fn a_call_that_can_be_signed() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        time = { in = "query", type = "Number", doc = "Time." }
        sign = { in = "query", type = "String", secret = true, doc = "Signature." }
        [signature]
        timestamp = "time"
        value = "sign"
        over = "secret"
        "#,
    );
    assert_snapshot!("signature", fixture.items(&["pub struct Request", "impl crate::signature"]));
}

#[test]
fn a_call_that_has_to_be_signed() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            time = { in = "query", type = "String", required = true, example = "7", doc = "Time." }
            ticket = { in = "query", type = "String", secret = true, required = true, example = "t", doc = "Ticket." }
            sign = { in = "query", type = "String", secret = true, required = true, example = "x", doc = "Signature." }
            [signature]
            timestamp = "time"
            value = "sign"
            over = "ticket"
            "#,
        );
    let items = ["impl Request", "impl crate::request", "impl crate::signature"];
    assert_snapshot!("signature_required", fixture.items(&items));
    assert_snapshot!("signature_required_example", example(&fixture));
    assert_snapshot!("signature_of_the_client", fixture.client_items(&["impl LockerService"]));
}

#[test]
fn a_call_that_carries_a_file() {
    let fixture = Fixture::new()
        .keys("content_type = \"multipart/form-data\"")
        .tables(
            r#"
            [parameters]
            kind = { type = "String", required = true, doc = "Kind." }
            media = { type = "FileItem", required = true, example = "C:/a.png", doc = "File." }
            [upload]
            kind = "kind"
            kinds = { image = { max_bytes = 9 }, voice = { max_bytes = 2 } }
            "#,
        )
        .request("kind=image&media=C:/a.png");
    let items = [FACTS, "pub const", "pub struct Request", "impl"];
    assert_snapshot!("upload", fixture.items(&items));
    assert_snapshot!("upload_example", example(&fixture));
    assert_snapshot!("upload_limits", fixture.module_doc());
    let items = ["use dingtalk", "use crate", "impl LockerService"];
    assert_snapshot!("upload_of_the_client", fixture.client_items(&items));
}

#[test]
fn a_parameter_in_a_header() {
    let fixture = Fixture::new().tables(
        r#"
            [parameters]
            x-trace = { in = "header", type = "String", rust = "trace", doc = "Trace." }
            label = { type = "String", doc = "Text." }
            "#,
    );
    assert_snapshot!(fixture.items(&[FACTS, "pub struct Request"]));
}

fn bulk() -> Fixture {
    Fixture::new()
        .tables(
            r#"
            [parameters]
            lockers = { type = "String", separator = ",", id = "LockerId", required = true, limits = { max_items = 20 }, doc = "Lockers." }
            owners = { type = "String", separator = ",", id = "OwnerId", required = true, limits = { max_items = 50 }, doc = "Owners." }
            level = { type = "Number", doc = "Level." }
            label = { type = "String", doc = "Text." }
            [bulk]
            split = ["lockers", "owners"]
            "#,
        )
        .request("lockers=1&owners=a")
}

/// Returns the example of the module's documentation.
fn example(fixture: &Fixture) -> String {
    let module = fixture.file("crates/protocol/src/generated/locker/open.rs");
    let lines = module.lines().filter_map(|line| line.strip_prefix("//!"));
    lines.skip_while(|line| *line != " # Example").collect::<Vec<_>>().join("\n")
}
