//! What a parameter becomes.

use insta::assert_snapshot;

use crate::fixture::Fixture;

const REQUEST: &str = "pub struct Request";
const NEW: &str = "impl Request";
const CHECKS: &str = "impl crate::request::Request";

#[test]
fn scalars() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            count = { type = "Number", required = true, doc = "Number." }
            weight = { type = "Double", required = true, doc = "Float." }
            open = { type = "Boolean", required = true, doc = "Boolean." }
            label = { type = "String", required = true, doc = "Text." }
            "#,
        )
        .request("count=1&weight=0.5&open=true&label=a");
    assert_snapshot!(fixture.items(&[REQUEST, NEW, CHECKS]));
}

#[test]
fn optional_scalars_have_setters() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        count = { type = "Number", doc = "Number." }
        label = { type = "String", doc = "Text." }
        "#,
    );
    assert_snapshot!(fixture.items(&[REQUEST, NEW]));
}

#[test]
fn wire_names_are_kept() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        lockerCount = { type = "Number", doc = "In snake_case." }
        type = { type = "Number", rust = "kind", doc = "A keyword." }
        "#,
    );
    assert_snapshot!(fixture.items(&[REQUEST]));
}

#[test]
fn ids() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            locker_id = { type = "Number", id = "LockerId", required = true, doc = "Locker." }
            owner_id = { type = "String", id = "OwnerId", doc = "Owner." }
            "#,
        )
        .request("locker_id=7");
    assert_snapshot!(fixture.items(&["use crate::generated", REQUEST, NEW]));
}

#[test]
fn joined_lists() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            owners = { type = "String", separator = ",", id = "OwnerId", required = true, doc = "Texts." }
            levels = { type = "String", separator = ",", items = "Number", doc = "Numbers." }
            "#,
        )
        .request("owners=a,b");
    assert_snapshot!(fixture.items(&[REQUEST, NEW, CHECKS]));
}

#[test]
fn json_text_in_a_form() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            names = { type = "String[]", encoding = "json", required = true, doc = "Names." }
            "#,
        )
        .request(r#"names=["a"]"#);
    assert_snapshot!(fixture.items(&[REQUEST]));
}

#[test]
fn json_text_in_a_json_body() {
    let fixture = Fixture::new()
        .keys("content_type = \"application/json\"")
        .tables(
            r#"
            [parameters]
            names = { type = "String[]", encoding = "json", required = true, doc = "Names." }
            extra = { type = "Object", encoding = "json", doc = "Anything." }
            "#,
        )
        .request(r#"{ "names": "[\"a\"]" }"#);
    assert_snapshot!(fixture.items(&[REQUEST]));
}

#[test]
fn lists_of_lists() {
    let fixture = Fixture::new()
        .keys("content_type = \"application/json\"")
        .tables(
            r#"
            [parameters]
            grid = { type = "Double[][]", required = true, doc = "Rows of columns." }
            "#,
        )
        .request(r#"{ "grid": [[0.5]] }"#);
    assert_snapshot!(fixture.items(&[REQUEST, NEW, CHECKS]));
}

#[test]
fn limits_of_each_kind() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        count = { type = "Number", limits = { min = -1, max = 9 }, doc = "Number." }
        label = { type = "String", limits = { min_chars = 2, max_chars = 8 }, doc = "Text." }
        levels = { type = "String", separator = ",", items = "Number", limits = { min_items = 2, max_items = 3 }, doc = "List." }
        note = { type = "String", limits = { max_bytes = 16 }, doc = "Text in bytes." }
        extra = { type = "JSONObject", encoding = "json", limits = { max_bytes = 2048 }, doc = "JSON in bytes." }
        "#,
    );
    assert_snapshot!("limits_of_each_kind", fixture.items(&["pub const", REQUEST, CHECKS]));
    assert_snapshot!("limits_of_each_kind_as_a_table", fixture.module_doc());
}

#[test]
fn defaults() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        count = { type = "Number", default = -3, doc = "Number." }
        weight = { type = "Double", default = 2, doc = "Float." }
        open = { type = "Boolean", default = true, doc = "Boolean." }
        label = { type = "String", default = "all", doc = "Text." }
        "#,
    );
    assert_snapshot!(fixture.items(&["pub const", REQUEST]));
}

#[test]
fn listed_values() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        order = { type = "String", values = ["up", "down"], example = "up", doc = "Order." }
        sides = { type = "Number", values = [1, -2], doc = "Sides." }
        "#,
    );
    assert_snapshot!(fixture.items(&["pub const", REQUEST]));
}

#[test]
fn named_numbers() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            state = { type = "Number", enum = "State", required = true, doc = "State." }
            other = { type = "Number", enum = "State", default = -1, doc = "Another one." }

            [enums.State.values]
            Closed = { value = -1 }
            Open = { value = 1, doc = "To whoever comes." }
            "#,
        )
        .request("state=1");
    assert_snapshot!(fixture.items(&[
        "pub const",
        REQUEST,
        NEW,
        "pub enum",
        "impl State",
        "impl From"
    ]));
}

#[test]
fn named_texts() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            order = { type = "String", enum = "Order", required = true, doc = "Order." }

            [enums.Order.values]
            Ascending = { value = "up" }
            Descending = { value = "down", doc = "From the last one on." }
            "#,
        )
        .request("order=up");
    assert_snapshot!(fixture.items(&[CHECKS, "pub enum", "impl Order", "impl From"]));
}

#[test]
fn lists_of_named_values() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            states = { type = "String", separator = ",", items = "Number", enum = "State", required = true, doc = "States." }

            [enums.State.values]
            Closed = { value = -1 }
            Open = { value = 1 }
            "#,
        )
        .request("states=1,-1");
    assert_snapshot!(fixture.items(&[REQUEST, NEW, CHECKS, "impl std::str", "impl crate::joined"]));
}

#[test]
fn named_values_that_endpoints_share() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            states = { type = "String", separator = ",", items = "Number", enum = "State", doc = "States." }
            "#,
        )
        .shared(
            r#"
            [enums.State]
            doc = "State of a locker."
            [enums.State.values]
            Closed = { value = -1 }
            Open = { value = 1, doc = "For a minute." }
            "#,
        );
    assert_snapshot!(fixture.shared_items(&["pub enum", "impl std::str"]));
    let module = fixture.file("crates/protocol/src/generated/locker/open.rs");
    assert!(module.contains("\npub use super::enums::State;\n") && !module.contains("pub enum"));
    let service = fixture.file("crates/protocol/src/generated/locker/mod.rs");
    assert!(service.contains("pub mod close;\npub mod enums;\npub mod open;"), "{service}");
}

#[test]
fn secrets() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            password = { type = "String", secret = true, required = true, example = "x", doc = "Password." }
            second = { type = "String", secret = true, doc = "Another one." }
            "#,
        )
        .request("password=x");
    assert_snapshot!(fixture.items(&["use crate::secret", REQUEST, CHECKS]));
}

#[test]
fn a_group_has_one_setter() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        from = { type = "Number", doc = "First." }
        label = { type = "String", doc = "Text." }
        to = { type = "Number", doc = "Last." }
        [together.range]
        type = "Range"
        members = ["from", "to"]
        doc = "A part."
        "#,
    );
    assert_snapshot!(fixture.items(&[REQUEST, NEW, "pub struct Range", CHECKS]));
}

#[test]
fn one_of_several_is_needed() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            owners = { type = "String", separator = ",", id = "OwnerId", doc = "Texts." }
            label = { type = "String", doc = "Text." }
            everything = { type = "Boolean", doc = "Boolean." }
            count = { type = "Number", doc = "Number." }
            [either.target]
            members = ["owners", "label", "everything"]
            need = "at-least-one"
            [either.measure]
            members = ["label", "count"]
            need = "exactly-one"
            "#,
        )
        .request("label=a");
    assert_snapshot!(fixture.items(&[REQUEST, CHECKS]));
}

#[test]
fn dates_that_lie_close_enough() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            since = { type = "Date", required = true, doc = "First day." }
            until = { type = "Date", doc = "Last day." }
            from = { type = "Number", doc = "Earliest change." }
            to = { type = "Number", doc = "Latest change." }
            [span.period]
            from = "since"
            to = "until"
            max_days = 7
            [span.change]
            from = "from"
            to = "to"
            max_days = 180
            "#,
        )
        .request("since=2026-01-31");
    assert_snapshot!("dates_that_lie_close_enough", fixture.items(&["pub const", REQUEST, CHECKS]));
    assert_snapshot!("dates_that_lie_close_enough_as_a_table", fixture.module_doc());
}

#[test]
fn fields_of_an_object_can_need_each_other() {
    let fixture = Fixture::new()
        .keys("content_type = \"application/json\"")
        .tables(
            r#"
            [parameters]
            query = { type = "QueryVo", required = true, doc = "Query." }
            [either.target]
            object = "QueryVo"
            members = ["label", "count"]
            need = "at-least-one"
            [span.period]
            object = "QueryVo"
            from = "since"
            to = "until"
            max_days = 7
            [types.QueryVo]
            doc = "A query."
            [types.QueryVo.fields]
            label = { type = "String", doc = "Text." }
            count = { type = "Number", doc = "Number." }
            since = { type = "String", doc = "First day." }
            until = { type = "String", doc = "Last day." }
            "#,
        )
        .request(r#"{ "query": { "label": "a" } }"#);
    assert_snapshot!(fixture.items(&["pub const", "pub struct QueryVo", "impl QueryVo", CHECKS]));
}

/// Sent alone, a member of a group would break the request's own rule.
#[test]
fn the_example_leaves_out_half_a_group() {
    let fixture = Fixture::new()
        .tables(
            r#"
            [parameters]
            from = { type = "Number", doc = "First." }
            to = { type = "Number", doc = "Last." }
            [together.range]
            type = "Range"
            members = ["from", "to"]
            doc = "A part."
            "#,
        )
        .request("from=1");
    let module = fixture.file("crates/protocol/src/generated/locker/open.rs");
    assert!(module.contains("let request = Request::new();"), "{module}");
}

#[test]
fn a_name_that_the_checks_use() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        limits = { type = "Number", limits = { min = 1 }, doc = "A name in use." }
        "#,
    );
    assert_snapshot!(fixture.items(&[CHECKS]));
}

#[test]
fn prose_is_escaped() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters]
        label = { type = "String", example = "a`b", doc = "Vec<T> [x], `code` and https://example.com/a_b." }
        "#,
    );
    assert_snapshot!(fixture.items(&[REQUEST]));
}
