//! Names of values: enums, and what has one as its type.

use super::{Case, form, json};

const PLAIN: &str = "limits = { max_chars = 4 }\nvalues = [`asc`, `desc`]";
const DESCENDING: &str = "Descending = { value = `desc` }";
const ORDER: &str = "[enums.Order.values]\nAscending = { value = `asc`, doc = `Up.` }\n\
                     Descending = { value = `desc` }\n\n[errors.33011]";
const MATCH: &str = r#"match Order::from("any") {
    Order::Ascending => panic!(),
    Order::Descending => panic!(),
    other => assert_eq!(other.as_str(), "any"),
}"#;

pub(super) fn cases() -> Vec<Case> {
    vec![
        form("sort_named")
            .changed(&[[PLAIN, "enum = `Order`"], ["[errors.33011]", ORDER]])
            .no_longer_compiles(
                "parameters.sort.enum",
                r#"let sort: Option<String> = Request::new("a", [1], ["b"]).sort;"#,
            ),
        sorted("sort_more").changed(&[[DESCENDING, "Descending = { value = `desc` }\nAny = { value = `any` }"]])
            .still_works("enums.Order.values.Any", MATCH),
        sorted("sort_fewer")
            .changed(&[["Descending = { value = `desc` }\n", ""]])
            .no_longer_compiles("enums.Order.values.Descending", "let order = Order::Descending;"),
        sorted("sort_renamed")
            .changed(&[[DESCENDING, "Down = { value = `desc` }"]])
            .no_longer_compiles("enums.Order.values.Descending", "let order = Order::Descending;"),
        sorted("sort_by_other_value")
            .changed(&[[DESCENDING, "Descending = { value = `down` }"]])
            .no_longer_works(
                "enums.Order.values.Descending.value",
                r#"assert_eq!(Order::Descending.as_str(), "desc");"#,
            ),
        sorted("sort_described")
            .changed(&[["doc = `Up.`", "doc = `Upwards.`"]])
            .changes_documentation("enums.Order.values.Ascending.doc"),
        sorted("sort_of_other_name")
            .changed(&[["enum = `Order`", "enum = `Sorting`"], ["[enums.Order.values]", "[enums.Sorting.values]"]])
            .no_longer_compiles("parameters.sort.enum", MATCH),
        json("order_price_named")
            .changed(&[["[response.price]\ntype = `Number`", "[response.price]\ntype = `Number`\nenum = `Price`"], PRICE])
            .no_longer_compiles("response.price.enum", r#"let price: Option<i64> = answered::<Request>(r#"{"errcode": 0, "price": 1}"@).price;"#),
        json("order_number_named")
            .changed(&[["[types.ReceiptVo.fields.number]\ntype = `Number`", "[types.ReceiptVo.fields.number]\ntype = `Number`\nenum = `Price`"], PRICE])
            .no_longer_compiles("response.receipt.number.enum", "let number: Option<i64> = ReceiptVo::new().number;"),
    ]
}

const PRICE: [&str; 2] = ["[examples]", "[enums.Price.values]\nLow = { value = 1 }\n\n[examples]"];

/// Returns a call with an order that has names.
fn sorted(name: &'static str) -> Case {
    form(name).given(&[[PLAIN, "enum = `Order`"], ["[errors.33011]", ORDER]])
}
