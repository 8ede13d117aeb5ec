//! What the sandbox knows of an endpoint.

use insta::assert_snapshot;

use crate::fixture::Fixture;

/// Returns the line of the endpoint, with each member in a line of its own.
fn line(fixture: &Fixture) -> String {
    let text = fixture.file("crates/sandbox/src/generated/endpoints.json");
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(text.lines().nth(1), Some(&*file["endpoints"][0].to_string()));
    let members = file["endpoints"][0].as_object().unwrap();
    let members = members.iter().map(|(name, member)| format!("{name}: {member}"));
    members.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_least_is_the_call_its_token_and_the_example() {
    assert_snapshot!(line(&Fixture::new()), @r#"
    call: "POST /locker/open"
    response: {"errcode":0}
    token: true
    "#);
}

#[test]
fn parameters_stand_in_the_order_of_the_page() {
    let fixture = Fixture::new().tables(
        r#"
        [parameters.lockers]
        type = "String"
        separator = ","
        id = "LockerId"
        required = true
        limits = { max_items = 20 }
        doc = "The lockers."

        [parameters.code]
        type = "String"
        in = "query"
        secret = true
        doc = "The code."

        [parameters.boxes]
        type = "Parcel[]"
        encoding = "json"
        doc = "What goes in."

        [types.Parcel]
        doc = "A parcel."
        [types.Parcel.fields]
        name = { type = "String", limits = { max_chars = 5 }, doc = "Its name." }
        owner = { type = "String", id = "OwnerId", doc = "Whose it is." }

        [either.content]
        object = "Parcel"
        members = ["name", "owner"]
        need = "exactly-one"

        [errors]
        7 = { message = "柜子不存在", meaning = "Invalid locker", advice = "Look.", retry = true }
        "#,
    );
    let fixture =
        fixture.request("access_token=x&lockers=1,2").keys("permissions = [\"open_lockers\"]");
    assert_snapshot!(line(&fixture), @r#"
    call: "POST /locker/open"
    either: [{"members":["name","owner"],"need":"exactly-one","object":"Parcel"}]
    errors: [{"code":7,"meaning":"Invalid locker","message":"柜子不存在","retry":true}]
    objects: {"Parcel":[{"limits":{"max_chars":5},"name":"name","type":"String"},{"id":"OwnerId","name":"owner","type":"String"}]}
    parameters: [{"id":"LockerId","in":"form","joined":true,"limits":{"max_items":20},"name":"lockers","required":true,"type":"Number"},{"in":"query","name":"code","secret":true,"type":"String"},{"in":"form","json":true,"lists":1,"name":"boxes","type":"Parcel"}]
    permissions: ["open_lockers"]
    response: {"errcode":0}
    token: true
    "#);
}
