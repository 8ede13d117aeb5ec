//! Which field belongs to which, where the example shows another place than the order of rows.

use xtask_pages::facts::{Field, Page};
use xtask_pages::read;

use crate::call;

fn page(response: &str, example: &str) -> Page {
    read("page", &call("| id | String | Yes | 1 | The id. |\n", response, example)).unwrap()
}

/// Returns the paths of all fields of the answer, each with its type.
fn paths(page: &Page) -> Vec<String> {
    fn walk(fields: &[Field], above: &str, paths: &mut Vec<String>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            walk(&field.fields, &format!("{path}."), paths);
            paths.push(path);
        }
    }
    let mut paths = Vec::new();
    walk(&page.response, "", &mut paths);
    paths.sort();
    paths
}

#[test]
fn dotted_names_stand_where_the_example_shows_them() {
    let read = page(
        "| errcode | Number | 0 | The code. |\n\
         | result | LeaveVo[] | | The kinds of leave. |\n\
         | leave_code | String | a1 | The code. |\n\
         | proof.unit | String | day | The unit. |\n\
         | proof.duration | Number | 2 | How long. |\n\
         | unseen | String | | Not in the example. |\n\
         | leave_name | String | ill | The name. |\n",
        r#"{"errcode": 0, "result": [
            {"leave_code": "a1", "proof": {"unit": "day", "duration": 2}, "leave_name": "ill"}]}"#,
    );
    let expected = [
        "errcode",
        "result",
        "result.leave_code",
        "result.leave_name",
        "result.proof",
        "result.proof.duration",
        "result.proof.unit",
        "result.unseen",
    ];
    assert_eq!(paths(&read), expected);
}

#[test]
fn dotted_names_without_an_example_are_paths_from_the_top() {
    let read = page(
        "| result | Object | | The answer. |\n| result.list | Object[] | | The items. |\n\
         | result.list[].id | String | a | The id. |\n| success | Boolean | true | Whether. |\n",
        "{}",
    );
    assert_eq!(paths(&read), ["result", "result.list", "result.list.id", "success"]);
}

#[test]
fn a_whole_example_moves_what_the_rows_put_one_level_too_deep() {
    let rows = "| result | GroupVo | | The group. |\n\
        | selected | ClassVo[] | | The classes. |\n| class_id | Number | 1 | The id. |\n\
        | enable_choice | Boolean | true | Whether one may choose. |\n";
    let whole = r#"{"result": {"selected": [{"class_id": 1}], "enable_choice": true}}"#;
    let read = page(rows, whole);
    let expected =
        ["result", "result.enable_choice", "result.selected", "result.selected.class_id"];
    assert_eq!(paths(&read), expected);
}

#[test]
fn a_field_moves_below_the_top_as_well() {
    let rows = "| result | ResultVo | | The answer. |\n| position | String | a | Where. |\n\
        | errcode | Number | 0 | The code. |\n| success | Boolean | true | Whether. |\n";
    let read = page(rows, r#"{"errcode": 0, "result": {"position": "a", "success": true}}"#);
    assert_eq!(paths(&read), ["errcode", "result", "result.position", "result.success"]);
    let remarks: Vec<&str> = read.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert!(remarks.contains(&"the example shows `success` in result: read so"), "{remarks:?}");
}

/// What is in what is not sure where a bracket is missing.
#[test]
fn an_example_that_is_not_whole_decides_nothing() {
    let rows = "| result | ResultVo | | The answer. |\n| position | String | a | Where. |\n\
        | errcode | Number | 0 | The code. |\n| success | Boolean | true | Whether. |\n";
    let read = page(rows, r#"{"errcode": 0, "result": {"position": "a", "success": true]}"#);
    assert_eq!(paths(&read), ["errcode", "result", "result.position", "success"]);
}

#[test]
fn a_name_that_stands_twice_in_the_example_moves_nowhere() {
    let rows = "| result | ResultVo | | The answer. |\n| owner | OwnerVo | | The owner. |\n\
        | id | String | a | The id. |\n";
    let read = page(rows, r#"{"result": {"owner": {"id": "a"}, "other": {"id": "b"}}}"#);
    assert_eq!(paths(&read), ["result", "result.owner", "result.owner.id"]);
}

#[test]
fn the_keys_of_a_map_are_no_fields() {
    let rows = "| members | Map<String, Member> | | By user. |\n| nick | String | a | The name. |\n\
        | joined | Long | 1 | When. |\n| total | Number | 2 | How many. |\n";
    let example = r#"{"members": {"u1": {"nick": "a", "joined": 1}, "u2": {"nick": "b", "joined": 2}},
        "total": 2}"#;
    let read = page(rows, example);
    assert_eq!(paths(&read), ["members", "members.joined", "members.nick", "total"]);
}

/// A type that the reader does not know looks like the name of an object.
#[test]
fn a_plain_value_of_an_unknown_type_has_no_fields() {
    let rows = "| role | RoleVo | | The role. |\n| groupId | Numeric | 15 | The group. |\n\
        | errcode | Number | 0 | The code. |\n| request_id | String | a1 | The call. |\n";
    let shown = ["errcode", "request_id", "role", "role.groupId"];
    let read = page(rows, r#"{"errcode": 0, "role": {"groupId": 15}, "request_id": "a1"}"#);
    assert_eq!(paths(&read), shown);
    let untold = rows.replace("| 15 |", "| |");
    let read = page(&untold, r#"{"errcode": 0, "role": {"groupId": 15}, "request_id": "a1"}"#);
    assert_eq!(paths(&read), shown);
}

/// The cell may repeat the name of an object instead of a value.
#[test]
fn without_an_example_the_cells_show_which_values_are_plain() {
    let rows = "| result | ResultVo | module | The answer. |\n| done | Bool-ean | true | Whether. |\n\
        | size | Numeric | 15 | How many. |\n| unit | Sting | 米 | The unit. |\n\
        | rest | RestVo | {\"id\": 1} | The rest. |\n| id | Number | 1 | The id. |\n";
    let expected =
        ["result", "result.done", "result.rest", "result.rest.id", "result.size", "result.unit"];
    assert_eq!(paths(&page(rows, "{}")), expected);
}

/// Deeper than any stack.
#[test]
fn a_type_that_nests_without_end_is_left_out() {
    let deep = format!("Number{}", "[]".repeat(20_000));
    let rows = format!("| a | {deep} | | A list. |\n| b | Number | 1 | A number. |\n");
    let read = page(&rows, r#"{"a": [], "b": 1}"#);
    assert_eq!(paths(&read), ["a", "b"]);
    assert_eq!(read.response[0].ty, None);
    assert!(read.remarks.iter().any(|remark| remark.text == "a type is too long: it is left out"));
}
