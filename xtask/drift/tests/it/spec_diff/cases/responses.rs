//! What a call answers.

use super::{Case, form, json};

const PAGED: [&str; 2] = [
    "[response.result]",
    "[paging]\noffset = `offset`\nsize = `size`\nitems = `list`\nmore = `hasMore`\n\n\
     [response.result]",
];

const TOTAL: &str = "[types.PageVo.fields.total]\ntype = `Number`";

/// Reads an answer and uses all of it.
const READ: &str = r#"
    let answer = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true, "list": [{"userId": "a"}], "total": 1}}"@);
    let total: Option<i64> = answer.total;
    let user: String = answer.list[0].user_id.clone();
    let title: Option<String> = answer.list[0].title.clone();
    let things: Vec<ThingVo> = answer.list;
"#;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = fields();
    cases.extend(top_level());
    cases.extend(shapes());
    cases.extend(paging());
    cases
}

fn fields() -> Vec<Case> {
    const MORE: [&str; 2] = [
        "[types.ThingVo]",
        "[types.PageVo.fields.next]\ntype = `Number`\ndoc = `Where.`\n\n[types.ThingVo]",
    ];
    const PROMISED: [&str; 2] = [
        "[types.PageVo.fields.next]\ntype = `Number`",
        "[types.PageVo.fields.next]\ntype = `Number`\nrequired = true",
    ];
    vec![
        form("answer_more").changed(&[MORE]).still_works("response.result.next", READ),
        form("answer_less").changed_back(&[MORE]).no_longer_compiles(
            "response.result.next",
            r#"let next = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true, "list": [], "next": 1}}"@).next;"#,
        ),
        form("answer_promised")
            .changed(&[MORE, PROMISED, ["`hasMore`: false", "`hasMore`: false, `next`: 1"]])
            .no_longer_compiles("response.result.next", "let made = Response::new(true, Vec::<ThingVo>::new());"),
        form("answer_promise")
            .changed(&[[TOTAL, "[types.PageVo.fields.total]\ntype = `Number`\nrequired = true"], ["`hasMore`: false", "`hasMore`: false, `total`: 1"]])
            .no_longer_compiles("response.result.total.required", READ),
        form("answer_retyped")
            .changed(&[[TOTAL, "[types.PageVo.fields.total]\ntype = `String`"], ["values = [1, 2]\n", ""]])
            .no_longer_compiles("response.result.total.type", READ),
        form("answer_respelled").changed(&[[TOTAL, "[types.PageVo.fields.total]\ntype = `Long`"]]).changes_documentation("response.result.total.type"),
        form("answer_list_respelled").changed(&[["type = `ThingVo[]`", "type = `List<ThingVo>`"]]).changes_documentation("response.result.list.type"),
        form("answer_of_id")
            .changed(&[["[types.ThingVo.fields.userId]\ntype = `String`", "[types.ThingVo.fields.userId]\ntype = `String`\nid = `UserId`"]])
            .no_longer_compiles("response.result.list.userId.id", READ),
        form("answer_secret")
            .changed(&[["type = `String`\nexample = `desk`", "type = `String`\nsecret = true"]])
            .no_longer_compiles("response.result.list.title.secret", READ),
        form("answer_other_values").changed(&[["values = [1, 2]", "values = [1, 2, 3]"]]).changes_documentation("response.result.total.values"),
        form("answer_other_example").changed(&[["example = `desk`", "example = `chair`"]]).changes_documentation("response.result.list.title.example"),
        form("answer_described").changed(&[["doc = `Who has it.`", "doc = `The holder.`"]]).changes_documentation("response.result.list.userId.doc"),
        form("answer_object_described").changed(&[["doc = `A thing.`", "doc = `Some thing.`"]]).changes_documentation("response.result.list.type.doc"),
        json("order_price_by_fraction")
            .changed(&[["[types.ReceiptVo.fields.number]\ntype = `Number`", "[types.ReceiptVo.fields.number]\ntype = `Double`"]])
            .no_longer_compiles("response.receipt.number.type", "let number: Option<i64> = ReceiptVo::new().number;"),
        json("order_tax")
            .changed(&[["[types.ReceiptVo]", "[response.tax]\ntype = `Double`\ndoc = `The tax.`\n\n[types.ReceiptVo]"]])
            .still_works("response.tax", "fn equal<T: PartialEq>() {} equal::<Response>();"),
    ]
}

/// Fields beside the envelope.
fn top_level() -> Vec<Case> {
    const PRICE: &str = "[response.price]\ntype = `Number`";
    const NAME: &str = "[response.price]\ntype = `String`";
    const USE: &str =
        r#"let price: Option<i64> = answered::<Request>(r#"{"errcode": 0, "price": 1}"@).price;"#;
    const TEXT: &str = r#"let price: Option<String> = answered::<Request>(r#"{"errcode": 0, "price": "1"}"@).price;"#;
    let text = |name| json(name).given(&[[PRICE, NAME]]);
    vec![
        json("order_price_of_id")
            .changed(&[[PRICE, "[response.price]\ntype = `Number`\nid = `RoleId`"]])
            .no_longer_compiles("response.price.id", USE),
        json("order_price_renamed")
            .changed(&[[PRICE, "[response.price]\ntype = `Number`\nrust = `costs`"]])
            .no_longer_compiles("response.price.rust", USE),
        text("order_price_secret")
            .changed(&[[NAME, "[response.price]\ntype = `String`\nsecret = true"]])
            .no_longer_compiles("response.price.secret", TEXT),
        json("order_price_values")
            .changed(&[[PRICE, "[response.price]\ntype = `Number`\nvalues = [1, 2]"]])
            .changes_documentation("response.price.values"),
        json("order_price_example")
            .changed(&[[PRICE, "[response.price]\ntype = `Number`\nexample = `1`"]])
            .changes_documentation("response.price.example"),
    ]
}

fn shapes() -> Vec<Case> {
    const FIELDS: &str = "let total = |answer: Response| -> Option<i64> { answer.total };";
    const NOTHING_REQUIRED: [[&str; 2]; 2] = [
        ["type = `Boolean`\nrequired = true\n", "type = `Boolean`\n"],
        ["type = `ThingVo[]`\nrequired = true\n", "type = `ThingVo[]`\n"],
    ];
    const OPTIONAL: [&str; 2] = ["type = `PageVo`\nrequired = true\n", "type = `PageVo`\n"];
    const BESIDE: [&str; 2] =
        ["[types.PageVo]", "[response.extra]\ntype = `String`\ndoc = `More.`\n\n[types.PageVo]"];
    vec![
        unwrapped("answer_unwrapped").still_works("response.result", FIELDS),
        wrapped("answer_wrapped").still_works("response.result", FIELDS),
        form("answer_beside").changed(&[BESIDE]).no_longer_compiles("response.extra", READ),
        form("answer_alone").changed_back(&[BESIDE]).no_longer_compiles(
            "response.extra",
            r#"let page = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true, "list": []}}"@).result;"#,
        ),
        form("answer_may_be_missing")
            .given(&NOTHING_REQUIRED)
            .changed(&[OPTIONAL])
            .still_works("response.result.required", FIELDS),
        form("answer_may_no_longer_be_missing")
            .given(&NOTHING_REQUIRED)
            .changed_back(&[OPTIONAL])
            .no_longer_works("response.result.required", r#"answered::<Request>(r#"{"errcode": 0}"@);"#),
        form("answer_with_success")
            .changed(&[["envelope = [`errcode`]", "envelope = [`errcode`, `success`]"]])
            .still_works("envelope", READ),
        form("answer_type_renamed").changed(&[["[types.ThingVo]", "[types.ThingVo]\nrust = `Thing`"]]).no_longer_compiles("response.result.list.type.rust", READ),
        form("answer_type_respelled")
            .changed_everywhere("ThingVo", "Thing2Vo")
            .no_longer_compiles("response.result.list.type", READ),
        form("answer_type_respelled_only")
            .changed_everywhere("ThingVo", "Thing2Vo")
            .changed(&[["[types.Thing2Vo]", "[types.Thing2Vo]\nrust = `ThingVo`"]])
            .changes_documentation("response.result.list.type"),
        form("answer_page_respelled")
            .changed_everywhere("PageVo", "PageDto")
            .changes_documentation("response.result.type"),
        form("answer_any_list").changed(&[["type = `ThingVo[]`", "type = `JSONArray`"], ["[types.ThingVo]\ndoc = `A thing.`\n\n[types.ThingVo.fields.userId]\ntype = `String`\nrequired = true\ndoc = `Who has it.`\n\n[types.ThingVo.fields.title]\ntype = `String`\nexample = `desk`\ndoc = `What it is called.`\n", ""]])
            .no_longer_compiles("response.result.list.type", READ),
    ]
}

/// The fields of `result` move up to the answer.
fn unwrapped(name: &'static str) -> Case {
    form(name).changed_everywhere("[types.PageVo.fields.", "[response.").changed(&[
        ["[response.result]\ntype = `PageVo`\nrequired = true\ndoc = `A page.`\n", ""],
        ["[types.PageVo]\ndoc = `A page of things.`\n", ""],
        ["`result`: {`hasMore`: false, `list`: [{`userId`: `a`}]}", "`hasMore`: false, `list`: []"],
    ])
}

fn wrapped(name: &'static str) -> Case {
    let mut case = unwrapped(name);
    std::mem::swap(&mut case.before, &mut case.after);
    case
}

fn paging() -> Vec<Case> {
    const WALK: &str = r#"
        use dingtalk::Paged as _;
        assert!(Request::new("a", [1], ["b"]).position().is_none());
    "#;
    const LINES: [&str; 2] = [
        "[response.receipt]",
        "[response.lines]\ntype = `String[]`\ndoc = `Lines.`\n\n[response.receipt]",
    ];
    const OTHERS: [&str; 2] = [
        "[types.ThingVo]",
        "[types.PageVo.fields.others]\ntype = `String[]`\ndoc = `Others.`\n\n[types.ThingVo]",
    ];
    vec![
        form("walk_pages").changed(&[PAGED]).still_works("paging", READ),
        form("walk_no_more").changed_back(&[PAGED]).no_longer_compiles("paging", WALK),
        form("walk_others").given(&[PAGED, OTHERS, ["type = `String[]`\n", "type = `String[]`\nrequired = true\n"], ["`userId`: `a`}]}}", "`userId`: `a`}], `others`: []}}"]])
            .changed(&[["items = `list`", "items = `others`"]]).no_longer_compiles(
            "paging.items",
            r#"
            use dingtalk::Paged as _;
            let things: Vec<ThingVo> = Request::into_items(answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": false, "list": [], "others": []}}"@));
            "#,
        ),
        form("walk_by_number").given(&[PAGED]).changed(&[["[paging]\noffset = `offset`", "[paging]\npage = `offset`\nfirst = 1"]]).no_longer_compiles(
            "paging.first",
            r#"
            fn offsets<R: dingtalk::PagedByOffset>(_: R) {}
            offsets(Request::new("a", [1], ["b"]));
            "#,
        ),
        form("walk_by_cursor").given(&[PAGED]).changed(&[["[paging]\noffset = `offset`", "[paging]\ncursor = `offset`\nnext = `total`"]]).no_longer_compiles(
            "paging.first",
            r#"
            fn offsets<R: dingtalk::PagedByOffset>(_: R) {}
            offsets(Request::new("a", [1], ["b"]));
            "#,
        ),
        form("walk_by_total").given(&[PAGED]).changed(&[["more = `hasMore`", "more = `hasMore`\ntotal = `total`"]]).still_works("paging.total", READ),
        form("walk_by_key").given(&[PAGED]).changed(&[["more = `hasMore`", "more = `hasMore`\nkey = `userId`"]]).still_works("paging.key", READ),
        form("answer_list_named")
            .given(&[OTHERS, ["[[pages]]", "list = `list`\n\n[[pages]]"]])
            .changed(&[["list = `list`\n\n", "list = `others`\n\n"]])
            .no_longer_works(
                "list",
                r#"
                let options = dingtalk::DecodeOptions::new().missing_list_is_empty(true);
                let answer = dingtalk::http::Response::new(r#"{"errcode": 0, "result": {"hasMore": true}}"@);
                dingtalk::decode_with::<Request, _>(answer, options).unwrap();
                "#,
            ),
        form("answer_list_left_out")
            .given(&[OTHERS])
            .changed(&[["type = `String[]`\n", "type = `String[]`\nabsent = `empty`\nsource = `peer`\n"]])
            .no_longer_compiles("response.result.others.type", "let others = |answer: Response| -> Option<Vec<String>> { answer.others };"),
        form("answer_list_left_out_proved")
            .given(&[OTHERS, ["type = `String[]`\n", "type = `String[]`\nabsent = `empty`\nsource = `peer`\n"]])
            .changed(&[["source = `peer`", "source = `probe`"]])
            .changes_documentation("response.result.others.source"),
        json("order_lines_left_out")
            .given(&[LINES])
            .changed(&[["type = `String[]`\ndoc = `Lines.`", "type = `String[]`\nabsent = `empty`\nsource = `peer`\ndoc = `Lines.`"]])
            .no_longer_compiles("response.lines.type", "let lines = |answer: Response| -> Option<Vec<String>> { answer.lines };"),
        json("order_lines_left_out_proved")
            .given(&[LINES, ["type = `String[]`\ndoc = `Lines.`", "type = `String[]`\nabsent = `empty`\nsource = `peer`\ndoc = `Lines.`"]])
            .changed(&[["source = `peer`", "source = `probe`"]])
            .changes_documentation("response.lines.source"),
    ]
}
