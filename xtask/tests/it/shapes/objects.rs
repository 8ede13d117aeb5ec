//! What an object that a call sends becomes.

use insta::assert_snapshot;

use crate::fixture::Fixture;

fn order(fields: &'static str) -> Fixture {
    Fixture::new().keys("content_type = \"application/json\"").tables(fields)
}

#[test]
fn an_object_is_a_struct_with_constructor_and_setters() {
    let fixture = order(
        r#"
        [parameters.parts]
        type = "PartVo[]"
        required = true
        doc = "The parts."
        [types.PartVo]
        rust = "Part"
        doc = "A part."
        [types.PartVo.fields]
        title = { type = "String", required = true, doc = "Title." }
        price = { type = "Double", doc = "Price." }
        tags = { type = "String[]", doc = "Tags." }
        "#,
    )
    .request(r#"{ "parts": [{ "title": "a" }] }"#);
    assert_snapshot!(fixture.items(&["pub struct Request", "pub struct Part", "impl Part"]));
}

#[test]
fn limits_within_objects_are_checked_from_the_request() {
    let fixture = order(
        r#"
        [parameters]
        box = { type = "BoxVo", required = true, rust = "outer", doc = "Box." }
        [types.BoxVo]
        rust = "Outer"
        doc = "A box."
        [types.BoxVo.fields]
        inner = { type = "InnerVo[]", doc = "Inner boxes." }
        [types.InnerVo]
        rust = "Inner"
        doc = "An inner box."
        [types.InnerVo.fields]
        label = { type = "String", limits = { max_chars = 8 }, doc = "Label." }
        "#,
    )
    .request(r#"{ "box": {} }"#);
    assert_snapshot!(fixture.items(&[
        "pub const",
        "impl Outer",
        "impl Inner",
        "impl crate::request"
    ]));
}

#[test]
fn an_object_of_its_own_type_stands_in_a_box() {
    let fixture = order(
        r#"
        [parameters]
        order = { type = "OrderVo", required = true, doc = "Order." }
        [types.OrderVo]
        rust = "Order"
        doc = "An order."
        [types.OrderVo.fields]
        instead = { type = "OrderVo", doc = "What else." }
        parts = { type = "OrderVo[]", doc = "Parts." }
        "#,
    )
    .request(r#"{ "order": {} }"#);
    assert_snapshot!(fixture.items(&["pub struct Order", "impl Order"]));
}

#[test]
fn json_of_any_shape() {
    let fixture = order(
        r#"
        [parameters]
        extra = { type = "Object", required = true, doc = "Anything." }
        more = { type = "JSONArray", doc = "A list of anything." }
        "#,
    )
    .request(r#"{ "extra": { "a": 1 } }"#);
    assert_snapshot!(fixture.items(&["pub struct Request", "impl Request"]));
}
