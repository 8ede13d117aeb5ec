//! One fact of a page at a time: exactly that difference is reported, with its verdict.

use crate::drift::forms::Edit::{self, All, Below, Code, Gone, Row, Text};
use crate::drift::forms::{FORMS, Form};
use crate::drift::{changes, told};

/// A change of a page that changes one fact, or those that cannot change alone.
#[derive(Debug)]
pub(crate) struct Mutation {
    pub(crate) edits: &'static [Edit],
    /// As [`told`].
    pub(crate) expected: &'static [&'static str],
    /// Whether the edit shows in plain text, which has lost its cells.
    pub(crate) in_text: bool,
}

const fn one(edits: &'static [Edit], expected: &'static [&'static str]) -> Mutation {
    Mutation { edits, expected, in_text: true }
}

/// Of what plain text cannot show.
const fn of_cells(edits: &'static [Edit], expected: &'static [&'static str]) -> Mutation {
    Mutation { edits, expected, in_text: false }
}

const TOKEN: &[&str] = &[
    "access_token",
    "String",
    "Yes",
    "bE74xxxx",
    "The token of the calling app. - For an internal app, see its own page. - For another app, see the other page.",
];
pub(crate) const ROLE: &[&str] = &["role_id", "Number", "Yes", "1203141", "The id of the role."];
pub(crate) const OFFSET: &[&str] = &[
    "offset",
    "Number",
    "No",
    "0",
    "How many rows to skip. Note This parameter takes effect only when set together with the size parameter. The offset starts from 0.",
];
const MESSAGE: &[&str] = &["errmsg", "String", "ok", "The text for the result code."];
const MORE: &[&str] = &["hasMore", "Boolean", "true", "Whether another page follows."];
const LIST: &[&str] = &["list", "OpenEmpSimple[]", "", "The employees."];
const USER: &[&str] = &["userid", "String", "manager4220", "The id of the employee."];
const SCOPES: &[&str] =
    &["manageScopes", "OrgDeptVo[]", "", "The scope that the employee manages."];
const INVALID_SIZE: &[&str] = &["40069", "Invalid size", "Adjust the size."];
const BUSY: &[&str] = &["400001", "System error", "Try again later."];

/// Of `list_users`.
pub(crate) const PARAMETERS: &[Mutation] = &[
    one(
        &[Below(OFFSET, &["cursor", "Number", "No", "5", "Where to go on."])],
        &["parameters.cursor: - → Number in the body, optional: compatible"],
    ),
    one(
        &[Below(OFFSET, &["cursor", "Number", "Yes", "5", "Where to go on."])],
        &["parameters.cursor: - → Number in the body, required: breaks"],
    ),
    of_cells(
        &[Below(OFFSET, &["cursor", "Number", "", "5", "Where to go on."])],
        &["parameters.cursor: - → Number in the body, not stated whether required: compatible"],
    ),
    one(&[Gone(ROLE)], &["parameters.role_id: Number in the body, required → -: breaks"]),
    one(
        &[
            Row(ROLE, &["roleId", "Number", "Yes", "1203141", "The id of the role."]),
            Code("-d 'role_id=", "-d 'roleId="),
        ],
        &[
            "examples.request.roleId: - → 1203141: documentation",
            "examples.request.role_id: 1203141 → -: documentation",
            "parameters.roleId: - → Number in the body, required: breaks",
            "parameters.role_id: Number in the body, required → -: breaks",
        ],
    ),
    one(
        &[Row(ROLE, &["role_id", "String", "Yes", "1203141", "The id of the role."])],
        &["parameters.role_id.type: Number → String: breaks"],
    ),
    one(
        &[Row(ROLE, &["role_id", "Long", "Yes", "1203141", "The id of the role."])],
        &["parameters.role_id.type: Number → Long: documentation"],
    ),
    one(&[Gone(ROLE), Below(TOKEN, ROLE)], &["parameters.role_id.in: body → query: compatible"]),
    one(
        &[Row(ROLE, &["role_id", "Number", "No", "1203141", "The id of the role."])],
        &["parameters.role_id.required: true → false: breaks"],
    ),
    of_cells(
        &[Row(ROLE, &["role_id", "Number", "", "1203141", "The id of the role."])],
        &["parameters.role_id.required: true → -: documentation"],
    ),
    one(
        &[Row(ROLE, &["role_id", "Number", "Yes", "7", "The id of the role."])],
        &["parameters.role_id.example: 1203141 → 7: documentation"],
    ),
    one(
        &[Text("maximum value is 100", "maximum value is 50")],
        &["parameters.size.max: 100 → 50: breaks"],
    ),
    one(
        &[Text("maximum value is 100", "maximum value is 200")],
        &["parameters.size.max: 100 → 200: compatible"],
    ),
    one(&[Text(" and the maximum value is 100.", ".")], &["parameters.size.max: 100 → -: breaks"]),
    one(
        &[Row(
            ROLE,
            &[
                "role_id",
                "Number",
                "Yes",
                "1203141",
                "The id of the role. The maximum value is 2000000.",
            ],
        )],
        &["parameters.role_id.max: - → 2000000: breaks"],
    ),
    one(
        &[Text("The offset starts from 0.", "The offset starts from 1.")],
        &["parameters.offset.min: 0 → 1: breaks"],
    ),
    one(&[Text(" The offset starts from 0.", "")], &["parameters.offset.min: 0 → -: breaks"]),
    one(
        &[Text("default value is 20", "default value is 30")],
        &["parameters.size.default: 20 → 30: compatible"],
    ),
    one(
        &[Text("The default value is 20 and the", "The")],
        &["parameters.size.default: 20 → -: breaks"],
    ),
    one(
        &[Text(
            " Note This parameter takes effect only when set together with the offset parameter.",
            "",
        )],
        &["parameters.size.with: offset → -: breaks"],
    ),
    one(
        &[Row(
            ROLE,
            &["role_id", "Number", "Yes", "1203141", "The id of the role. Valid values: 1, 2."],
        )],
        &["parameters.role_id.values: - → 1, 2: compatible"],
    ),
];

/// Of `list_users`.
pub(crate) const ANSWERS: &[Mutation] = &[
    one(
        &[Below(USER, &["title", "String", "Clerk", "The title of the employee."])],
        &["response.result.list.title: - → String: compatible"],
    ),
    one(
        &[Gone(USER), Code("        \"userid\": \"manager4220\",\n", "")],
        &[
            "examples.response.result.list.0.userid: manager4220 → -: documentation",
            "response.result.list.userid: String → -: breaks",
        ],
    ),
    one(
        &[Row(MORE, &["hasMore", "String", "true", "Whether another page follows."])],
        &["response.result.hasMore.type: Boolean → String: breaks"],
    ),
    one(
        &[Row(MORE, &["hasMore", "Boolean", "false", "Whether another page follows."])],
        &["response.result.hasMore.example: true → false: documentation"],
    ),
    one(
        &[Row(LIST, &["list", "EmpVo[]", "", "The employees."])],
        &["response.result.list.type: OpenEmpSimple[] → EmpVo[]: documentation"],
    ),
    one(
        &[Row(SCOPES, &["manageScopes", "OrgDeptVo", "", "The scope that the employee manages."])],
        &["response.result.list.manageScopes.type: OrgDeptVo[] → OrgDeptVo: breaks"],
    ),
    // The field is no longer within `result`, which is no longer alone.
    one(
        &[
            Gone(MORE),
            Below(MESSAGE, MORE),
            Code("    \"hasMore\": false,\n", ""),
            Code("  \"errcode\": 0,\n", "  \"errcode\": 0,\n  \"hasMore\": false,\n"),
        ],
        &[
            "examples.response.hasMore: - → false: documentation",
            "examples.response.result.hasMore: false → -: documentation",
            "response.hasMore: - → Boolean: breaks",
            "response.result.hasMore: Boolean → -: breaks",
        ],
    ),
    one(&[Gone(MESSAGE)], &["response.errmsg: String → -: documentation"]),
    one(
        &[Below(BUSY, &["33012", "Invalid userId", "Check the user."])],
        &["errors.33012: - → Invalid userId: compatible"],
    ),
    one(&[Gone(INVALID_SIZE)], &["errors.40069: Invalid size → -: breaks"]),
    one(
        &[Row(INVALID_SIZE, &["40069", "Size out of range", "Adjust the size."])],
        &["errors.40069.message: Invalid size → Size out of range: documentation"],
    ),
    one(
        &[Row(BUSY, &["400001", "System error", "Ask the support."])],
        &["errors.400001.retry: true → false: compatible"],
    ),
];

/// Of `list_users`.
pub(crate) const CALLS: &[Mutation] = &[
    one(
        &[Text("qyapi_get_department_member", "qyapi_get_member")],
        &[
            "permissions: - → qyapi_get_member: compatible",
            "permissions: qyapi_get_department_member → -: compatible",
        ],
    ),
    one(
        &[Text("appType-Third-party enterprise app", "")],
        &["app_types: third-party → -: documentation"],
    ),
    one(
        &[
            Row(&["HTTP Method", "POST"], &["HTTP Method", "PUT"]),
            Code("curl -X POST", "curl -X PUT"),
        ],
        &["method: POST → PUT: breaks"],
    ),
    one(
        &[All("oapi.dingtalk.io", "oapi.example.com")],
        &["hosts: - → https://oapi.example.com: documentation"],
    ),
    // The spec has both sites, a page prints one.
    one(&[All("oapi.dingtalk.io", "oapi.dingtalk.com")], &[]),
    one(
        &[Code("charset=utf-8", "charset=gbk")],
        &[
            "content_type: application/x-www-form-urlencoded;charset=utf-8 → application/x-www-form-urlencoded;charset=gbk: compatible",
        ],
    ),
    one(&[Code("size=20", "size=30")], &["examples.request.size: 20 → 30: documentation"]),
    one(
        &[Code("\"John\"", "\"Jane\"")],
        &["examples.response.result.list.0.name: John → Jane: documentation"],
    ),
    one(
        &[Text("Lists who holds a role.", "Lists who holds a role. The role must exist.")],
        &["preconditions: 0 → 1: documentation"],
    ),
];

const ROLES: &[&str] = &[
    "roleIds",
    "String",
    "Yes",
    "1507113584",
    "Ids of the roles, joined by commas (,). Up to 20 values are allowed.",
];

/// Of `add_to_users`.
const LISTS: &[Mutation] = &[
    one(
        &[Row(
            ROLES,
            &[
                "roleIds",
                "String",
                "Yes",
                "1507113584",
                "Ids of the roles, joined by commas (,). Up to 10 values are allowed.",
            ],
        )],
        &["parameters.roleIds.max_items: 20 → 10: breaks"],
    ),
    one(
        &[Row(
            ROLES,
            &[
                "roleIds",
                "String",
                "Yes",
                "1507113584",
                "Ids of the roles, joined by commas (,). Up to 100 values are allowed.",
            ],
        )],
        &["parameters.roleIds.max_items: 20 → 100: compatible"],
    ),
    one(
        &[Row(
            ROLES,
            &["roleIds", "String", "Yes", "1507113584", "Ids of the roles, joined by commas (,)."],
        )],
        &["parameters.roleIds.max_items: 20 → -: breaks"],
    ),
];

fn assert_all(stem: &str, mutations: &[Mutation]) {
    let mut wrong = Vec::new();
    for mutation in mutations {
        let mut expected: Vec<_> = mutation.expected.iter().map(ToString::to_string).collect();
        expected.sort();
        for form in FORMS.into_iter().filter(|form| mutation.in_text || *form != Form::Text) {
            let Some(page) = form.page(stem) else { continue };
            let told = told(&changes(&form.edited(&page, mutation.edits)));
            if told != expected {
                wrong.push(format!("{form:?} {expected:#?} but {told:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn facts_of_parameters() {
    assert_all("list_users", PARAMETERS);
}

#[test]
fn lengths_of_lists() {
    assert_all("add_to_users", LISTS);
}

#[test]
fn facts_of_answers() {
    assert_all("list_users", ANSWERS);
}

#[test]
fn facts_of_the_call() {
    assert_all("list_users", CALLS);
}
