//! What a call answers.

use super::{Case, form, json};

const PAGED: [&str; 2] = [
    "[[response]]\nname = `errcode`",
    "[paging]\noffset = `offset`\nsize = `size`\nitems = `list`\nmore = `hasMore`\n\n\
     [[response]]\nname = `errcode`",
];

const TOTAL: &str = "name = `total`\ntype = `Number`\noptional = true";

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
        "[[types.PageVo.fields]]\nname = `next`\ntype = `Number`\noptional = true\ndoc = `Where.`\n\n[types.ThingVo]",
    ];
    const PROMISED: [&str; 2] = [
        "name = `next`\ntype = `Number`\noptional = true",
        "name = `next`\ntype = `Number`\noptional = false",
    ];
    vec![
        form("answer_more").changed(&[MORE]).still_works("response.result.next", READ),
        form("answer_less").changed_back(&[MORE]).no_longer_compiles(
            "response.result.next",
            r#"let next = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true, "next": 1}}"@).next;"#,
        ),
        form("answer_promised")
            .changed(&[MORE, PROMISED, ["`hasMore`: false", "`hasMore`: false, `next`: 1"]])
            .no_longer_compiles("response.result.next", "let made = Response::new(true);"),
        form("answer_promise")
            .changed(&[[TOTAL, "name = `total`\ntype = `Number`\noptional = false"], ["`hasMore`: false", "`hasMore`: false, `total`: 1"]])
            .no_longer_compiles("response.result.total.optional", READ),
        form("answer_retyped")
            .changed(&[[TOTAL, "name = `total`\ntype = `String`\noptional = true"], ["values = [1, 2]\n", ""]])
            .no_longer_compiles("response.result.total.type", READ),
        form("answer_respelled").changed(&[[TOTAL, "name = `total`\ntype = `Long`\noptional = true"]]).changes_documentation("response.result.total.type", READ),
        form("answer_list_respelled").changed(&[["type = `ThingVo[]`", "type = `List<ThingVo>`"]]).changes_documentation("response.result.list.type", READ),
        form("answer_of_id")
            .changed(&[["name = `userId`\ntype = `String`", "name = `userId`\ntype = `String`\nid = `UserId`"]])
            .no_longer_compiles("response.result.list.userId.id", READ),
        form("answer_secret")
            .changed(&[["type = `String`\noptional = true\nexample = `desk`", "type = `String`\nsecret = true\noptional = true"]])
            .no_longer_compiles("response.result.list.title.secret", READ),
        form("answer_other_values").changed(&[["values = [1, 2]", "values = [1, 2, 3]"]]).changes_documentation("response.result.total.values", READ),
        form("answer_other_example").changed(&[["example = `desk`", "example = `chair`"]]).changes_documentation("response.result.list.title.example", READ),
        form("answer_described").changed(&[["doc = `Who has it.`", "doc = `The holder.`"]]).changes_documentation("response.result.list.userId.doc", READ),
        form("answer_object_described").changed(&[["doc = `A thing.`", "doc = `Some thing.`"]]).changes_documentation("response.result.list.type.doc", READ),
        json("order_price_by_fraction")
            .changed(&[["name = `number`\ntype = `Number`", "name = `number`\ntype = `Double`"]])
            .no_longer_compiles("response.receipt.number.type", "fn eq<T: Eq>() {} eq::<Response>();"),
        json("order_tax")
            .changed(&[["[types.ReceiptVo]", "[[response]]\nname = `tax`\ntype = `Double`\noptional = true\ndoc = `The tax.`\n\n[types.ReceiptVo]"]])
            .no_longer_compiles("response.tax", "fn eq<T: Eq>() {} eq::<Response>();"),
    ]
}

/// Fields beside the envelope.
fn top_level() -> Vec<Case> {
    const PRICE: &str = "name = `price`\ntype = `Number`\noptional = true";
    const NAME: &str = "name = `price`\ntype = `String`\noptional = true";
    const USE: &str =
        r#"let price: Option<i64> = answered::<Request>(r#"{"errcode": 0, "price": 1}"@).price;"#;
    const TEXT: &str = r#"let price: Option<String> = answered::<Request>(r#"{"errcode": 0, "price": "1"}"@).price;"#;
    let text = |name| json(name).given(&[[PRICE, NAME]]);
    vec![
        json("order_price_of_id")
            .changed(&[[PRICE, "name = `price`\ntype = `Number`\nid = `RoleId`\noptional = true"]])
            .no_longer_compiles("response.price.id", USE),
        json("order_price_renamed")
            .changed(&[[PRICE, "name = `price`\ntype = `Number`\nrust = `costs`\noptional = true"]])
            .no_longer_compiles("response.price.rust", USE),
        text("order_price_secret")
            .changed(&[[NAME, "name = `price`\ntype = `String`\nsecret = true\noptional = true"]])
            .no_longer_compiles("response.price.secret", TEXT),
        json("order_price_values")
            .changed(&[[
                PRICE,
                "name = `price`\ntype = `Number`\nvalues = [1, 2]\noptional = true",
            ]])
            .changes_documentation("response.price.values", USE),
        json("order_price_example")
            .changed(&[[PRICE, "name = `price`\ntype = `Number`\nexample = `1`\noptional = true"]])
            .changes_documentation("response.price.example", USE),
    ]
}

fn shapes() -> Vec<Case> {
    const FIELDS: &str = "let total = |answer: Response| -> Option<i64> { answer.total };";
    const BESIDE: [&str; 2] = [
        "[types.PageVo]",
        "[[response]]\nname = `extra`\ntype = `String`\noptional = true\ndoc = `More.`\n\n[types.PageVo]",
    ];
    vec![
        unwrapped("answer_unwrapped").still_works("response.result", FIELDS),
        wrapped("answer_wrapped").still_works("response.result", FIELDS),
        form("answer_beside").changed(&[BESIDE]).no_longer_compiles("response.extra", READ),
        form("answer_alone").changed_back(&[BESIDE]).no_longer_compiles(
            "response.extra",
            r#"let page = answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": true}}"@).result;"#,
        ),
        form("answer_type_renamed").changed(&[["[types.ThingVo]", "[types.ThingVo]\nrust = `Thing`"]]).no_longer_compiles("response.result.list.type.rust", READ),
        form("answer_type_respelled")
            .changed_everywhere("ThingVo", "Thing2Vo")
            .no_longer_compiles("response.result.list.type", READ),
        form("answer_type_respelled_only")
            .changed_everywhere("ThingVo", "Thing2Vo")
            .changed(&[["[types.Thing2Vo]", "[types.Thing2Vo]\nrust = `ThingVo`"]])
            .changes_documentation("response.result.list.type", READ),
        form("answer_page_respelled")
            .changed_everywhere("PageVo", "PageDto")
            .changes_documentation("response.result.type", READ),
        form("answer_any_list").changed(&[["type = `ThingVo[]`", "type = `JSONArray`"], ["[types.ThingVo]\ndoc = `A thing.`\n\n[[types.ThingVo.fields]]\nname = `userId`\ntype = `String`\noptional = false\ndoc = `Who has it.`\n\n[[types.ThingVo.fields]]\nname = `title`\ntype = `String`\noptional = true\nexample = `desk`\ndoc = `What it is called.`\n", ""]])
            .no_longer_compiles("response.result.list.type", READ),
    ]
}

/// The fields of `result` move up to the answer.
fn unwrapped(name: &'static str) -> Case {
    form(name).changed_everywhere("[[types.PageVo.fields]]", "[[response]]").changed(&[
        ["[[response]]\nname = `result`\ntype = `PageVo`\ndoc = `A page.`\n", ""],
        ["[types.PageVo]\ndoc = `A page of things.`\n", ""],
        ["`result`: {`hasMore`: false, `list`: [{`userId`: `a`}]}", "`hasMore`: false"],
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
    const OTHERS: [&str; 2] = [
        "[types.ThingVo]",
        "[[types.PageVo.fields]]\nname = `others`\ntype = `String[]`\ndoc = `Others.`\n\n[types.ThingVo]",
    ];
    vec![
        form("walk_pages").changed(&[PAGED]).still_works("paging", READ),
        form("walk_no_more").changed_back(&[PAGED]).no_longer_compiles("paging", WALK),
        form("walk_others").given(&[PAGED, OTHERS]).changed(&[["items = `list`", "items = `others`"]]).no_longer_compiles(
            "paging.items",
            r#"
            use dingtalk::Paged as _;
            let things: Vec<ThingVo> = Request::into_items(answered::<Request>(r#"{"errcode": 0, "result": {"hasMore": false}}"@));
            "#,
        ),
        form("walk_hashed").changed_back(&[PAGED]).no_longer_compiles(
            "ThingVo: Hash",
            r#"let seen = std::collections::HashSet::from([ThingVo::new("a")]);"#,
        ),
    ]
}
