//! What a call sends.

use super::{Case, json, request_only};

/// A parameter that nothing refers to.
const EXTRA: [&str; 2] = [
    "[response.result]",
    "[parameters.extra]\ntype = `String`\ndoc = `More.`\n\n\
     [response.result]",
];

const GROUP: [&str; 2] = [
    "[response.result]",
    "[together.part]\ntype = `Part`\nmembers = [`offset`, `size`]\ndoc = `Which part.`\n\n\
     [response.result]",
];

const GROUP_OF_THREE: [&str; 2] =
    ["members = [`offset`, `size`]", "members = [`offset`, `size`, `sort`]"];

const SIMPLE: &str = r#"assert!(sent(&Request::new("a", [1], ["b"])).is_ok());"#;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = limits();
    cases.extend(presence());
    cases.extend(either());
    cases.extend(spans());
    cases.extend(types());
    cases.extend(inner_limits());
    cases.extend(objects());
    cases
}

fn limits() -> Vec<Case> {
    vec![
        request_only("find_fewer")
            .changed(&[[
                "items = `Number`\nrequired = true\nlimits = { max_items = 20 }",
                "items = `Number`\nrequired = true\nlimits = { max_items = 10 }",
            ]])
            .no_longer_works(
                "parameters.ids.max_items",
                r#"assert!(sent(&Request::new("a", 0..15, ["b"])).is_ok());"#,
            ),
        request_only("find_more")
            .changed(&[[
                "items = `Number`\nrequired = true\nlimits = { max_items = 20 }",
                "items = `Number`\nrequired = true\nlimits = { max_items = 50 }",
            ]])
            .still_works(
                "parameters.ids.max_items",
                r#"assert!(sent(&Request::new("a", 0..20, ["b"])).is_ok());"#,
            ),
        request_only("find_at_least")
            .changed(&[["limits = { min = 0 }", "limits = { min = 5 }"]])
            .no_longer_works(
                "parameters.offset.min",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_offset(1)).is_ok());"#,
            ),
        request_only("find_any_offset")
            .changed(&[["limits = { min = 0 }\n", ""]])
            .no_longer_compiles("parameters.offset.min", "assert_eq!(MIN_OFFSET, 0);"),
        request_only("find_at_most")
            .changed_back(&[["limits = { min = 1, max = 100 }", "limits = { min = 1 }"]])
            .no_longer_works(
                "parameters.size.max",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_size(200)).is_ok());"#,
            ),
        request_only("find_longer_sort")
            .changed(&[["limits = { max_chars = 4 }", "limits = { max_chars = 8 }"]])
            .still_works(
                "parameters.sort.max_chars",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_sort("desc")).is_ok());"#,
            ),
        request_only("find_shorter_sort")
            .changed(&[
                ["limits = { max_chars = 4 }", "limits = { max_chars = 3 }"],
                ["values = [`asc`, `desc`]", "values = [`asc`, `dsc`]"],
            ])
            .no_longer_works(
                "parameters.sort.max_chars",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_sort("desc")).is_ok());"#,
            ),
        request_only("find_some_letters")
            .changed(&[["{ max_chars = 4 }", "{ min_chars = 3, max_chars = 4 }"]])
            .no_longer_works(
                "parameters.sort.min_chars",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_sort("up")).is_ok());"#,
            ),
        request_only("find_some_names")
            .changed(&[["separator = `,`\nrequired = true\nlimits = { max_items = 20 }\ndoc = `How", "separator = `,`\nrequired = true\nlimits = { min_items = 2, max_items = 20 }\ndoc = `How"], ["names=c", "names=c,d"]])
            .no_longer_works("parameters.names.min_items", SIMPLE),
        request_only("find_few_bytes")
            .changed(&[["{ max_chars = 4 }", "{ max_chars = 4, max_bytes = 5 }"]])
            .no_longer_works(
                "parameters.sort.max_bytes",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_sort("升序")).is_ok());"#,
            ),
        request_only("find_by_default")
            .changed_back(&[["default = 20\n", ""]])
            .still_works("parameters.size.default", SIMPLE),
        request_only("find_by_other_default")
            .changed(&[["default = 20", "default = 10"]])
            .still_works("parameters.size.default", "let size: i64 = DEFAULT_SIZE;"),
        request_only("find_without_default")
            .changed(&[["default = 20\n", ""]])
            .no_longer_compiles("parameters.size.default", "let size: i64 = DEFAULT_SIZE;"),
        request_only("find_more_values")
            .changed(&[["`asc`, `desc`", "`asc`, `desc`, `any`"]])
            .still_works("parameters.sort.values", r#"assert!(SORT_VALUES.contains(&"asc"));"#),
        request_only("find_without_values")
            .changed(&[["values = [`asc`, `desc`]\n", ""]])
            .no_longer_compiles(
                "parameters.sort.values",
                r#"assert!(SORT_VALUES.contains(&"asc"));"#,
            ),
        request_only("find_with_values").changed_back(&[["values = [`asc`, `desc`]\n", ""]]).still_works(
            "parameters.sort.values",
            r#"assert!(sent(&Request::new("a", [1], ["b"]).with_sort("any")).is_ok());"#,
        ),
        request_only("find_by_example")
            .changed(&[["example = `asc`", "example = `desc`"]])
            .changes_documentation("parameters.sort.example"),
    ]
}

fn presence() -> Vec<Case> {
    const SIZE: [&str; 2] = ["type = `Number`\ndefault = 20", "type = `Number`\nrequired = true"];
    vec![
        request_only("find_extra").changed(&[EXTRA]).still_works("parameters.extra", SIMPLE),
        request_only("find_without_extra").changed_back(&[EXTRA]).no_longer_compiles(
            "parameters.extra",
            r#"assert!(sent(&Request::new("a", [1], ["b"]).with_extra("c")).is_ok());"#,
        ),
        request_only("find_required")
            .changed(&[EXTRA, ["type = `String`\ndoc = `More.`", "type = `String`\nrequired = true\ndoc = `More.`"], ["names=c", "names=c&extra=d"]])
            .no_longer_compiles("parameters.extra", SIMPLE),
        request_only("find_now_required")
            .changed(&[SIZE, ["names=c", "names=c&size=1"]])
            .no_longer_compiles("parameters.size.required", SIMPLE),
        request_only("find_now_optional")
            .changed(&[["type = `String`\nrequired = true\ndoc = `Whose", "type = `String`\ndoc = `Whose"]])
            .no_longer_compiles("parameters.owner.required", SIMPLE),
        request_only("find_optional_list")
            .changed(&[["separator = `,`\nrequired = true", "separator = `,`"]])
            .no_longer_compiles("parameters.names.required", SIMPLE),
        request_only("find_in_order")
            .changed(&[
                ["[parameters.ids]\ntype = `String`\nseparator = `,`\nitems = `Number`\n", "[parameters.names]\ntype = `String`\nseparator = `,`\n"],
                ["[parameters.names]\ntype = `String`\nseparator = `,`\nrequired = true\nlimits = { max_items = 20 }\ndoc = `How", "[parameters.ids]\ntype = `String`\nseparator = `,`\nitems = `Number`\nrequired = true\nlimits = { max_items = 20 }\ndoc = `How"],
            ])
            .no_longer_compiles("Request::new", SIMPLE),
        request_only("find_together").changed(&[GROUP]).no_longer_compiles(
            "together.part",
            r#"assert!(sent(&Request::new("a", [1], ["b"]).with_size(7)).is_ok());"#,
        ),
        request_only("find_apart").changed_back(&[GROUP]).no_longer_compiles(
            "together.part",
            r#"assert!(sent(&Request::new("a", [1], ["b"]).with_part(Part { offset: 0, size: 7 })).is_ok());"#,
        ),
        request_only("find_three_together").given(&[GROUP]).changed(&[GROUP_OF_THREE]).no_longer_compiles(
            "together.part.members",
            "let part = Part { offset: 0, size: 7 };",
        ),
        request_only("find_part")
            .given(&[GROUP])
            .changed(&[["[together.part]", "[together.window]"]])
            .no_longer_compiles(
                "together.part",
                r#"let request = Request::new("a", [1], ["b"]).with_part(Part { offset: 0, size: 7 });"#,
            ),
        request_only("find_window")
            .given(&[GROUP])
            .changed(&[["type = `Part`", "type = `Window`"]])
            .no_longer_compiles("together.part.type", "let part = Part { offset: 0, size: 7 };"),
        request_only("find_new_pair")
            .changed(&[
                EXTRA,
                [
                    "[response.result]",
                    "[parameters.more]\ntype = `String`\ndoc = `Yet more.`\n\n\
                     [together.pair]\ntype = `Pair`\nmembers = [`extra`, `more`]\ndoc = `Both.`\n\n\
                     [response.result]",
                ],
            ])
            .still_works("parameters.extra", SIMPLE),
        request_only("find_members_in_order")
            .given(&[GROUP])
            .changed(&[["`offset`, `size`", "`size`, `offset`"]])
            .still_works("together.part.members", "let part = Part { offset: 0, size: 7 };"),
    ]
}

/// Parameters of which some have to be sent.
fn either() -> Vec<Case> {
    const EITHER: [&str; 2] = [
        "[response.result]",
        "[either.part]\nmembers = [`offset`, `size`]\nneed = `at-least-one`\n\n[response.result]",
    ];
    const SHOWN: [&str; 2] = ["names=c", "names=c&size=7"];
    const BOTH: &str =
        r#"assert!(sent(&Request::new("a", [1], ["b"]).with_size(7).with_offset(1)).is_ok());"#;
    const OFFSET: &str = r#"assert!(sent(&Request::new("a", [1], ["b"]).with_offset(1)).is_ok());"#;
    vec![
        request_only("find_either").given(&[SHOWN]).changed(&[EITHER]).no_longer_works("either.part", SIMPLE),
        request_only("find_neither").given(&[SHOWN]).changed_back(&[EITHER]).still_works("either.part", BOTH),
        request_only("find_one_alone")
            .given(&[SHOWN, EITHER])
            .changed(&[["need = `at-least-one`", "need = `exactly-one`"]])
            .no_longer_works("either.part.need", BOTH),
        request_only("find_one_or_both")
            .given(&[SHOWN, EITHER])
            .changed_back(&[["need = `at-least-one`", "need = `exactly-one`"]])
            .still_works("either.part.need", OFFSET),
        request_only("find_either_of_others")
            .given(&[SHOWN, EITHER])
            .changed(&[["[`offset`, `size`]", "[`sort`, `size`]"]])
            .no_longer_works("either.part.members", OFFSET),
        request_only("find_either_of_more")
            .given(&[SHOWN, EITHER])
            .changed(&[["[`offset`, `size`]", "[`offset`, `size`, `sort`]"]])
            .still_works("either.part.members", OFFSET),
        json("order_either")
            .given(&[[
                "[response.price]",
                "[either.one]\nmembers = [`weight`, `colours`]\nneed = `at-least-one`\n\n[response.price]",
            ], ["'{`order`: {`title`: `desk`, `amount`: 1}}'", "'{`order`: {`title`: `desk`, `amount`: 1}, `weight`: 1}'"], ["[types.OrderVo.fields.note]", "[types.OrderVo.fields.weight]\ntype = `Number`\ndoc = `How heavy it is.`\n\n[types.OrderVo.fields.colours]\ntype = `String[]`\ndoc = `Which colours it has.`\n\n[types.OrderVo.fields.note]"]])
            .changed(&[["members = [`weight`, `colours`]", "object = `OrderVo`\nmembers = [`weight`, `colours`]"]])
            .no_longer_works(
                "either.one.object",
                r#"assert!(sent(&Request::new(Order::new("desk", 1)).with_weight(1)).is_ok());"#,
            ),
    ]
}

/// Dates that may lie only so far apart.
fn spans() -> Vec<Case> {
    const DATES: [&str; 2] = [
        "[response.result]",
        "[parameters.since]\ntype = `Date`\ndoc = `First day.`\n\n\
         [parameters.until]\ntype = `Date`\ndoc = `Last day.`\n\n\
         [parameters.end]\ntype = `Date`\ndoc = `Another day.`\n\n\
         [response.result]",
    ];
    const SPAN: [&str; 2] = [
        "[response.result]",
        "[span.period]\nfrom = `since`\nto = `until`\nmax_days = 7\n\n[response.result]",
    ];
    const WEEK: &str = r#"assert!(sent(&Request::new("a", [1], ["b"]).with_since("2026-01-01").with_until("2026-01-08")).is_ok());"#;
    const YEAR: &str = r#"assert!(sent(&Request::new("a", [1], ["b"]).with_since("2026-01-01").with_end("2026-12-31")).is_ok());"#;
    const IN_ORDER: &str = "[types.OrderVo.fields.since]\ntype = `Date`\ndoc = `First day.`\n\n\
         [types.OrderVo.fields.until]\ntype = `Date`\ndoc = `Last day.`\n\n\
         [types.OrderVo.fields.note]";
    vec![
        request_only("find_in_a_span")
            .given(&[DATES])
            .changed(&[SPAN])
            .no_longer_works(
                "span.period",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_since("2026-01-01").with_until("2026-01-09")).is_ok());"#,
            ),
        request_only("find_at_any_time")
            .given(&[DATES])
            .changed_back(&[SPAN])
            .no_longer_compiles("span.period", "let days: i64 = MAX_PERIOD_DAYS;"),
        request_only("find_in_a_shorter_span")
            .given(&[DATES, SPAN])
            .changed(&[["max_days = 7", "max_days = 6"]])
            .no_longer_works("span.period.max_days", WEEK),
        request_only("find_in_a_longer_span")
            .given(&[DATES, SPAN])
            .changed(&[["max_days = 7", "max_days = 8"]])
            .still_works("span.period.max_days", WEEK),
        request_only("find_to_another_day")
            .given(&[DATES, SPAN])
            .changed(&[["to = `until`", "to = `end`"]])
            .no_longer_works("span.period.to", YEAR),
        request_only("find_from_another_day")
            .given(&[DATES, SPAN])
            .changed(&[["from = `since`", "from = `end`"]])
            .no_longer_works(
                "span.period.from",
                r#"assert!(sent(&Request::new("a", [1], ["b"]).with_end("2026-01-01").with_until("2026-12-31")).is_ok());"#,
            ),
        json("order_in_a_span")
            .given(&[
                ["[types.OrderVo.fields.note]", IN_ORDER],
                [
                    "[response.price]",
                    "[parameters.since]\ntype = `Date`\ndoc = `First day.`\n\n\
                     [parameters.until]\ntype = `Date`\ndoc = `Last day.`\n\n\
                     [span.period]\nfrom = `since`\nto = `until`\nmax_days = 7\n\n[response.price]",
                ],
            ])
            .changed(&[["from = `since`\nto", "object = `OrderVo`\nfrom = `since`\nto"]])
            .no_longer_works(
                "span.period.object",
                r#"let order = Order::new("desk", 1).with_since("2026-01-01").with_until("2026-12-31"); assert!(sent(&Request::new(order)).is_ok());"#,
            ),
    ]
}

fn types() -> Vec<Case> {
    vec![
        request_only("find_by_text")
            .changed(&[["type = `Number`\nlimits = { min = 0 }", "type = `String`"]])
            .no_longer_compiles(
                "parameters.offset.type",
                r#"let request = Request::new("a", [1], ["b"]).with_offset(1);"#,
            ),
        request_only("find_by_long")
            .changed(&[["type = `Number`\nlimits = { min = 0 }", "type = `Long`\nlimits = { min = 0 }"]])
            .changes_documentation("parameters.offset.type"),
        request_only("find_by_id")
            .changed(&[["type = `String`\nrequired = true\ndoc = `Whose", "type = `String`\nid = `UserId`\nrequired = true\ndoc = `Whose"]])
            .no_longer_compiles(
                "parameters.owner.id",
                r#"let owner: String = Request::new("a", [1], ["b"]).owner;"#,
            ),
        request_only("find_by_other_id")
            .given(&[["items = `Number`", "id = `RoleId`"]])
            .changed(&[["id = `RoleId`", "id = `DepartmentId`"]])
            .no_longer_compiles(
                "parameters.ids.id",
                r#"let request = Request::new("a", [dingtalk::RoleId::from(1)], ["b"]);"#,
            ),
        request_only("find_by_items")
            .changed(&[["items = `Number`", "items = `String`"], ["ids=1,2", "ids=a"]])
            .no_longer_compiles("parameters.ids.items", SIMPLE),
        request_only("find_not_joined")
            .changed(&[["type = `String`\nseparator = `,`\nrequired = true\nlimits = { max_items = 20 }\ndoc = `How", "type = `String`\nrequired = true\ndoc = `How"]])
            .no_longer_compiles("parameters.names.separator", SIMPLE),
        request_only("find_secret")
            .changed(&[["type = `String`\nrequired = true\ndoc = `Whose", "type = `String`\nsecret = true\nrequired = true\ndoc = `Whose"]])
            .no_longer_compiles(
                "parameters.owner.secret",
                r#"let owner: String = Request::new("a", [1], ["b"]).owner;"#,
            ),
        request_only("find_in_query")
            .changed(&[["type = `String`\nrequired = true\ndoc = `Whose", "in = `query`\ntype = `String`\nrequired = true\ndoc = `Whose"]])
            .still_works("parameters.owner.in", SIMPLE),
        request_only("find_described").changed(&[["doc = `Whose things.`", "doc = `The owner.`"]]).changes_documentation("parameters.owner.doc"),
    ]
}

/// Limits and defaults within objects.
fn inner_limits() -> Vec<Case> {
    const AMOUNT: &str = "[types.OrderVo.fields.amount]\ntype = `Number`\nrequired = true";
    const NOTE: &str = "[types.OrderVo.fields.note]\ntype = `String`";
    const ORDER: &str = r#"assert!(sent(&Request::new(Order::new("desk", 5))).is_ok());"#;
    vec![
        json("order_at_least")
            .changed(&[[AMOUNT, "[types.OrderVo.fields.amount]\ntype = `Number`\nrequired = true\nlimits = { min = 6 }"], ["`amount`: 1", "`amount`: 6"]])
            .no_longer_works("parameters.order.amount.min", ORDER),
        json("order_at_most")
            .changed(&[[AMOUNT, "[types.OrderVo.fields.amount]\ntype = `Number`\nrequired = true\nlimits = { max = 4 }"]])
            .no_longer_works("parameters.order.amount.max", ORDER),
        json("order_few_notes")
            .given(&[[NOTE, "[types.OrderVo.fields.note]\ntype = `String[]`\nlimits = { max_items = 3 }"]])
            .changed(&[["limits = { max_items = 3 }\ndoc = `What", "limits = { max_items = 1 }\ndoc = `What"]])
            .no_longer_works(
                "parameters.order.note.max_items",
                r#"assert!(sent(&Request::new(Order::new("desk", 5).with_note(["a", "b"]))).is_ok());"#,
            ),
        json("order_noted_by_default")
            .changed(&[[NOTE, "[types.OrderVo.fields.note]\ntype = `String`\ndefault = `none`"]])
            .still_works("parameters.order.note.default", ORDER),
        json("order_default_retyped")
            .given(&[["[parameters.weight]\ntype = `Number`", "[parameters.weight]\ntype = `Number`\ndefault = 5"]])
            .changed(&[["type = `Number`\ndefault = 5", "type = `String`\ndefault = `5`"]])
            .no_longer_compiles("parameters.weight.default", "let weight: i64 = DEFAULT_WEIGHT;"),
    ]
}

fn objects() -> Vec<Case> {
    const ORDER: &str = r#"assert!(sent(&Request::new(Order::new("desk", 1))).is_ok());"#;
    const NOTE: &str = "[types.OrderVo.fields.note]\ntype = `String`";
    vec![
        json("order_by_another_name").changed(&[["rust = `Order`", "rust = `Wish`"]]).no_longer_compiles("parameters.order.type.rust", ORDER),
        json("order_respelled")
            .changed_everywhere("OrderVo", "OrderDto")
            .still_works("parameters.order.type", ORDER),
        json("order_shorter").changed(&[["limits = { max_chars = 20 }", "limits = { max_chars = 3 }"], ["`title`: `desk`", "`title`: `bed`"]]).no_longer_works("parameters.order.title.max_chars", ORDER),
        json("order_any_length").changed(&[["limits = { max_chars = 20 }\n", ""]]).no_longer_compiles("parameters.order.title.max_chars", "let most = MAX_ORDER_TITLE_CHARS;"),
        json("order_with_note").changed(&[[NOTE, "[types.OrderVo.fields.note]\ntype = `String`\nrequired = true"], ["`amount`: 1", "`amount`: 1, `note`: `x`"]]).no_longer_compiles("parameters.order.note.required", ORDER),
        json("order_more").changed(&[["doc = `What else to know.`", "doc = `What else to know.`\n\n[types.OrderVo.fields.colour]\ntype = `String`\ndoc = `Which colour.`"]]).still_works("parameters.order.colour", ORDER),
        json("order_by_fraction").changed(&[["[parameters.weight]\ntype = `Number`", "[parameters.weight]\ntype = `Double`"]]).no_longer_compiles("parameters.weight.type", r#"let request = Request::new(Order::new("desk", 1)).with_weight(5);"#),
        json("order_part_by_fraction").changed(&[["doc = `What else to know.`", "doc = `What else to know.`\n\n[types.OrderVo.fields.price]\ntype = `Double`\ndoc = `How much.`"]])
            .still_works("parameters.order.price", ORDER),
        json("order_in_order")
            .changed(&[
                ["[types.OrderVo.fields.title]\ntype = `String`\nrequired = true\nlimits = { max_chars = 20 }\n", "[types.OrderVo.fields.count]\ntype = `Number`\nrequired = true\n"],
                ["[types.OrderVo.fields.amount]\ntype = `Number`\nrequired = true\n", "[types.OrderVo.fields.title]\ntype = `String`\nrequired = true\nlimits = { max_chars = 20 }\n"],
                ["[types.OrderVo.fields.count]", "[types.OrderVo.fields.amount]"],
            ])
            .no_longer_compiles("Order::new", ORDER),
        json("order_as_text").changed(&[["type = `OrderVo`\nrequired", "type = `OrderVo`\nencoding = `json`\nrequired"], ["'{`order`: {`title`: `desk`, `amount`: 1}}'", "'{`order`: `{\\`title\\`:\\`desk\\`,\\`amount\\`:1}`}'"]]).still_works("parameters.order.encoding", ORDER),
        json("order_list_of_long").changed(&[["type = `String[]`", "type = `List<String>`"]]).changes_documentation("parameters.colours.type"),
        json("order_one_colour").changed(&[["type = `String[]`\nlimits = { max_items = 3 }", "type = `String`"]]).no_longer_compiles("parameters.colours.type", r#"let request = Request::new(Order::new("desk", 1)).with_colours(["red"]);"#),
        json("order_joined").changed(&[["type = `String[]`", "type = `String`\nseparator = `,`"]]).still_works("parameters.colours.type", r#"let request = Request::new(Order::new("desk", 1)).with_colours(["red"]); assert!(sent(&request).is_ok());"#),
        json("order_anything").changed(&[["[parameters.weight]\ntype = `Number`", "[parameters.weight]\ntype = `JSONObject`"]]).no_longer_compiles("parameters.weight.type", r#"let weight: Option<i64> = Request::new(Order::new("desk", 1)).weight;"#),
    ]
}
