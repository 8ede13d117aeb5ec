//! What the spec knows to differ is no difference until the page changes there.

use std::fmt::Write;

use xtask_drift::compare::Change;
use xtask_drift::drift;
use xtask_spec::spec::Spec;

use crate::drift::forms::Edit::{self, Code, Row, Text};
use crate::drift::forms::{FORMS, Form};
use crate::drift::{changes, fixture, told};
use crate::workspace::small_spec;

/// In every form that has the page.
fn assert_told(stem: &str, edits: &[Edit], expected: &[&str]) {
    for form in FORMS {
        if let Some(page) = form.page(stem) {
            assert_eq!(told(&changes(&form.edited(&page, edits))), expected, "{form:?}");
        }
    }
}

#[test]
fn a_sample_that_no_longer_sends_the_token() {
    let edit = Code("-d 'access_token=d1812xxxxc53245' \\\n", "");
    assert_told(
        "list_users",
        &[edit],
        &["examples.request.access_token: d1812xxxxc53245 → -: documentation"],
    );
}

#[test]
fn an_example_with_a_further_field_of_the_envelope() {
    let edit = Code("  \"errcode\": 0,\n", "  \"errcode\": 0,\n  \"errmsg\": \"ok\",\n");
    assert_told("list_users", &[edit], &["examples.response.errmsg: - → ok: documentation"]);
}

#[test]
fn an_example_with_a_number_for_a_text() {
    let right = Code("\"errcode\":\"0\"", "\"errcode\":0");
    assert_told("delete", &[right], &["examples.response.errcode: \"0\" → 0: documentation"]);
}

#[test]
fn a_limit_that_the_page_did_not_state() {
    let stated = |limit| Text("and the maximum value is 100", limit);
    let right = stated("and the value range is 1 to 100");
    assert_told("list_users", &[right], &["parameters.size.min: absent → 1: obsolete"]);
    let third = stated("and the value range is 5 to 100");
    let expected =
        ["parameters.size.min: 1 → 5: breaks", "parameters.size.min: absent → 5: obsolete"];
    assert_told("list_users", &[third], &expected);
}

#[test]
fn an_example_in_other_quotes_is_the_same() {
    let of =
        |edit: Edit| told(&changes(&Form::Text.edited(&fixture("text/list_ids.txt"), &[edit])));
    assert_eq!(of(Text("[“zxxxx”,“lixxxi”]", "[\"zxxxx\",\"lixxxi\"]")), [""; 0]);
    let expected =
        "response.result.userid_list.example: [\"zxxxx\",\"lixxxi\"] → [“a”]: documentation";
    assert_eq!(of(Text("[“zxxxx”,“lixxxi”]", "[“a”]")), [expected]);
}

/// The text form lost these cells: that another form has them says nothing of the page.
#[test]
fn cells_that_a_form_lost() {
    let department =
        |required| ["dept_id", "Number", required, "100", "部门的ID。 说明 根部门传1。"];
    let page = fixture("markdown/list_ids.md");
    assert_eq!(changes(&page), []);
    let row = |required| format!("| {} |", department(required).join(" | ").replace('_', "\\_"));
    let optional = page.replace(&row("是"), &row("否"));
    assert_eq!(told(&changes(&optional)), ["parameters.dept_id.required: true → false: breaks"]);
}

/// `list_users` as the committed file says, but for some texts, and with departures of its own.
fn spec(edits: &[(&str, &str)], departures: &[(&str, &str, &str)]) -> Spec {
    let mut sources = small_spec();
    let file = sources.files.iter_mut().find(|file| file.path.ends_with("list_users.toml"));
    let file = file.unwrap();
    let mut text = String::from_utf8(file.bytes.clone()).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    for (subject, page, spec) in departures {
        let row = format!("{{ page = {page:?}, spec = {spec:?}, reason = \"Why.\" }}");
        let _ = writeln!(text, "{subject:?} = {row}");
    }
    file.bytes = text.into_bytes();
    let (spec, problems) = xtask_spec::read::read(&sources);
    assert!(problems.is_empty());
    spec
}

fn changes_from(spec: &Spec, text: &str) -> Vec<Change> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let mut report = drift::diff(&[file.path().to_owned()], spec, "0.1.0").unwrap();
    report.pages.remove(0).changes
}

/// A departure: edits of the spec, subject, sides, edits of the page, what is reported then.
type Case = (
    &'static [(&'static str, &'static str)],
    (&'static str, &'static str, &'static str),
    &'static [Edit],
    &'static [&'static str],
);

const ROLE: &[&str] = &["role_id", "Number", "Yes", "1203141", "The id of the role."];
const OFFSET: &[&str] = &["40068", "Invalid offset", "Adjust the offset."];
const USER: &[&str] = &["userid", "String", "manager4220", "The id of the employee."];

const NAME: &[&str] = &["name", "String", "John", "The name of the employee."];
const NAME_IN_FILE: &str =
    "name = { type = \"String\", example = \"John\", doc = \"Name of the employee.\" }\n";

const CASES: &[Case] = &[
    (
        &[(NAME_IN_FILE, "")],
        ("types.OpenEmpSimple.name.name", "name", "absent"),
        &[Row(NAME, &["title", "String", "John", "The name of the employee."])],
        &[
            "response.result.list.title: - → String: compatible",
            "types.OpenEmpSimple.name.name: name → -: obsolete",
        ],
    ),
    (
        &[("[parameters.role_id]", "[parameters.roleId]")],
        ("parameters.roleId.name", "role_id", "roleId"),
        &[Row(ROLE, &["roleId", "Number", "Yes", "1203141", "The id of the role."])],
        &["parameters.roleId.name: role_id → roleId: obsolete"],
    ),
    (
        &[("userid = {", "userId = {")],
        ("types.OpenEmpSimple.userId.name", "userid", "userId"),
        &[Row(USER, &["userId", "String", "manager4220", "The id of the employee."])],
        &["types.OpenEmpSimple.userId.name: userid → userId: obsolete"],
    ),
    (
        &[("40068 = {", "40070 = {")],
        ("errors.40070.code", "40068", "40070"),
        &[Row(OFFSET, &["40070", "Invalid offset", "Adjust the offset."])],
        &["errors.40070.code: 40068 → 40070: obsolete"],
    ),
    (
        &[("message = \"Invalid offset\"", "message = \"Bad offset\"")],
        ("errors.40068.message", "Invalid offset", "Bad offset"),
        &[Row(OFFSET, &["40068", "Wrong offset", "Adjust the offset."])],
        &[
            "errors.40068.message: Bad offset → Wrong offset: documentation",
            "errors.40068.message: Invalid offset → Wrong offset: obsolete",
        ],
    ),
    (
        &[(
            "app_types",
            "content_type = \"application/x-www-form-urlencoded;charset=gbk\"\napp_types",
        )],
        (
            "content_type",
            "application/x-www-form-urlencoded;charset=utf-8",
            "application/x-www-form-urlencoded;charset=gbk",
        ),
        &[Code("utf-8", "gbk")],
        &[
            "content_type: application/x-www-form-urlencoded;charset=utf-8 → application/x-www-form-urlencoded;charset=gbk: obsolete",
        ],
    ),
    (
        &[("/topapi/role/simplelist", "/topapi/role/simple")],
        ("path", "/topapi/role/simplelist", "/topapi/role/simple"),
        &[Edit::All("/topapi/role/simplelist", "/topapi/role/simple")],
        &["path: /topapi/role/simplelist → /topapi/role/simple: obsolete"],
    ),
    (
        &[("qyapi_get_department_member", "qyapi_get_member")],
        ("permissions", "qyapi_get_department_member", "qyapi_get_member"),
        &[Text("qyapi_get_department_member", "qyapi_get_member")],
        &["permissions: qyapi_get_department_member → qyapi_get_member: obsolete"],
    ),
    (
        &[("app_types = [\"internal\", \"third-party\"]", "app_types = [\"internal\"]")],
        ("app_types", "internal,third-party", "internal"),
        &[Text("appType-Third-party enterprise app", "")],
        &["app_types: internal,third-party → internal: obsolete"],
    ),
];

#[test]
fn every_subject_is_covered_while_the_page_says_the_same_and_obsolete_after() {
    let page = fixture("markdown/list_users.md");
    for (edits, departure, changed, expected) in CASES {
        let spec = spec(edits, &[*departure]);
        assert_eq!(told(&changes_from(&spec, &page)), [""; 0], "{departure:?}");
        let changed = Form::Markdown.edited(&page, changed);
        assert_eq!(told(&changes_from(&spec, &changed)), *expected, "{departure:?}");
    }
}

#[test]
fn a_code_from_elsewhere_that_the_page_lists_now() {
    let code = "33012 = { meaning = \"Unknown\", advice = \"Ask.\", source = \"probe\" }\n";
    let spec = spec(&[("\n[examples]", &format!("{code}\n[examples]"))], &[]);
    assert_eq!(changes_from(&spec, &fixture("text/list_users.txt")), []);
    let page = fixture("text/list_users.txt") + "33012Unknown userCheck the user.\n";
    let expected = "errors.33012: - → Unknown user: documentation";
    assert_eq!(told(&changes_from(&spec, &page)), [expected]);
}

/// The page takes the name that the spec has, and states still nothing of what it did not state.
#[test]
fn one_of_two_departures_of_a_parameter() {
    let departures = [
        ("parameters.roleId.name", "role_id", "roleId"),
        ("parameters.roleId.example", "1203141", "1203142"),
    ];
    let spec = spec(
        &[
            ("[parameters.role_id]", "[parameters.roleId]"),
            ("example = \"1203141\"", "example = \"1203142\""),
        ],
        &departures,
    );
    let page = fixture("text/list_users.txt");
    assert_eq!(changes_from(&spec, &page), []);
    let page = page.replace("role_idNumber", "roleIdNumber");
    let expected = "parameters.roleId.name: role_id → roleId: obsolete";
    assert_eq!(told(&changes_from(&spec, &page)), [expected]);
}

/// Returns what the page of an address says of itself; the examples and messages are those of the other page.
fn at_second_page(spec: &Spec, text: &str) -> Vec<String> {
    let url =
        "https://open.dingtalk.com/document/development/obtain-the-list-of-employees-of-a-role";
    told(&changes_from(spec, &format!("---\nsource_url: \"{url}\"\n---\n{text}")))
}

#[test]
fn a_page_speaks_of_itself_alone() {
    let page = fixture("markdown/list_users.md");
    let mut changed = page.replace("manager4220", "manager1");
    for (english, chinese) in [
        ("Invalid roleId", "无效的roleId"),
        ("Invalid size", "无效的size"),
        ("Invalid offset", "无效的偏移量"),
        ("System error", "系统错误"),
    ] {
        changed = changed.replace(english, chinese);
    }
    let spec = spec(&[("[parameters.size]", "[parameters.size]\npages = [\"en\"]")], &[]);
    assert_eq!(told(&changes_from(&spec, &page)), [""; 0]);
    let expected = ["parameters.size: - → Number in the body, optional: breaks"];
    assert_eq!(at_second_page(&spec, &changed), expected);
}

#[test]
fn an_object_needs_no_name_on_the_page() {
    let page = fixture("markdown/list_users.md");
    let nameless = page.replace("OpenEmpSimple\\[\\]", "Object\\[\\]");
    assert_ne!(page, nameless);
    assert_eq!(told(&changes(&nameless)), [""; 0]);
}

/// How many sentences state them says nothing of what they state.
#[test]
fn conditions_differ_only_where_the_file_holds_none() {
    let page = fixture("markdown/list_users.md");
    let stated = page.replace("Lists who holds a role.", "Lists who holds a role. It must exist.");
    let held = [("paging = {", "preconditions = [\"The role exists.\"]\npaging = {")];
    assert_eq!(told(&changes_from(&spec(&held, &[]), &page)), [""; 0]);
    assert_eq!(told(&changes_from(&spec(&held, &[]), &stated)), [""; 0]);
    let expected = ["preconditions: 0 → 1: documentation"];
    assert_eq!(told(&changes_from(&spec(&[], &[]), &stated)), expected);
}
