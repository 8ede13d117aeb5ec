//! What JSON adds: objects, lists and values of any shape, in requests and answers.

use std::fmt::Write as _;

use serde_json::Value;

use crate::synthetic::catalogue::PARAMETERS;

/// Fields of an answer beside the plain ones.
pub(super) const ANSWER: &str = "Double ratio|BigDecimal price optional|Float[] parts optional|Object extra optional|\
     Map<String,Object> settings|JSONArray anything optional|List<String> names optional|Number[][] grid optional|RichVo[][] levels optional|\
     RichVo parent optional|RichVo[] children optional|Wide wide optional|LONG $id optional id_of_it";

pub(super) const ANSWER_EXAMPLE: &str = r#"{ "ratio": 0.5, "price": 3, "parts": [1, 2.5], "extra": {"a": [null]},
  "settings": {"b": 1}, "anything": [1, "x", {}], "names": ["a"], "grid": [[1], [2, 3]], "levels": [[]],
  "parent": {"ratio": 1, "settings": 7}, "children": [], "$id": 12 }"#;

/// Returns a table of as many fields as the longest pages have.
pub(super) fn wide() -> String {
    let field = |at| format!("String field_{at} optional|Number[] list_{at} optional");
    (0..60).map(field).collect::<Vec<_>>().join("|")
}

/// Wire name, keys beside name, place and doc, values as JSON.
type Rich = (&'static str, &'static str, [&'static str; 2]);

#[rustfmt::skip]
const RICH: [Rich; 16] = [
    ("portion", "type = 'PartVo'", [PART, r#"{"name": "b", "itemIds": [], "boxes": []}"#]),
    ("parts", "type = 'PartVo[]'\nlimits = { max_items = 2 }", ["[]", r#"[{"name": "c", "itemIds": [1, -2], "boxes": [{}]}]"#]),
    ("plain", "type = 'plain-part'", ["{}", r#"{"note": "n", "ratios": [0.5, 1]}"#]),
    ("plains", "type = 'List<plain-part>'\nrust = 'plain_ones'", ["[{}, {}]", "[]"]),
    ("names", "type = 'String[]'\nlimits = { max_items = 3 }", [r#"["a,b", "蓝 \"q\""]"#, r#"["\u0007"]"#]),
    ("longs", "type = 'Array of Long'", ["[1, -2]", "[\"3\"]"]),
    ("ratios", "type = 'Double[]'", ["[0.5, -1]", "[1e300]"]),
    ("switches", "type = 'Boolean[]'", ["[true]", "[false, true]"]),
    ("bitGrid", "type = 'Number[][]'", ["[[1], [-2, 3]]", "[[]]"]),
    ("partGrid", "type = 'PartVo[][]'", [r#"[[{"name": "d", "itemIds": [5], "boxes": []}]]"#, "[[]]"]),
    ("ownerGrid", "type = 'String[][]'\nid = 'OwnerId'", [r#"[["a"], []]"#, "[]"]),
    ("targets", "type = 'Number[]'\nid = 'ItemId'", ["[7, -8]", "[1]"]),
    ("extra", "type = 'Object'", [r#"{"a": [1, null, "x"]}"#, r#"{"b": {"c": true}}"#]),
    ("anything", "type = 'JSONArray'", [r#"[1, "x", null, [2]]"#, r#"[{"a": 1.5}]"#]),
    ("settings", "type = 'Map<String, Object>'", [r#"{"z": 1, "y": 2}"#, "{}"]),
    ("rest", "type = 'List'", ["[true]", "[]"]),
];

/// Numbers with a fraction and listed values, which need no JSON.
const PLAIN: [Rich; 8] = [
    ("price", "type = 'BigDecimal'\ndefault = 2", ["1.25", "3"]),
    ("weight", "type = 'float'", ["-0.5", "10"]),
    (
        "sort",
        "type = 'String'\nvalues = ['asc', 'desc', 'by `name` <x>']",
        ["\"asc\"", "\"other\""],
    ),
    ("sides", "type = 'Integer'\nvalues = [1, -2]\ndefault = -2", ["1", "5"]),
    ("marks", "type = 'String'\nseparator = ','\nvalues = ['a', 'b']", ["\"a,b\"", "\"c\""]),
    ("state", "type = 'Number'\nenum = 'State'\ndefault = 2", ["-1", "7"]),
    ("order", "type = 'String'\nenum = 'Order'", ["\"up\"", "\"sideways\""]),
    (
        "states",
        "type = 'String'\nseparator = ','\nitems = 'Number'\nenum = 'State'",
        ["\"-1,2\"", "\"3\""],
    ),
];

const PART: &str = r#"{"name": "a", "weight": 0.25, "count": "3", "tags": ["x", "y"], "ownerId": "o", "itemIds": [1],
  "kind": "new", "level": 9, "extra": "free", "more": [1, {"k": []}], "grid": [[1, 2], []], "boxes": [{"note": null}],
  "next": {"name": "n", "itemIds": [], "boxes": []}, "children": [{"name": "c", "itemIds": [2], "boxes": []}], "self": true, "$ref": "r"}"#;

const TYPES: &str = r#"
[types.PartVo]
doc = "A part | of [something]."
[types.PartVo.fields]
  name = { type = "String", required = true, limits = { max_chars = 8 }, doc = "Name." }
  weight = { type = "Double", required = false, doc = "Weight." }
  count = { type = "Long", required = false, default = 3, limits = { min = 1, max = 9 }, doc = "Count." }
  tags = { type = "Array of String", required = false, limits = { max_items = 2 }, doc = "Tags." }
  ownerId = { type = "String", id = "OwnerId", required = false, doc = "Owner." }
  itemIds = { type = "Number[]", id = "ItemId", required = true, doc = "Items." }
  kind = { type = "String", required = false, values = ["new", "old"], doc = "Kind." }
  level = { type = "Integer", required = false, enum = "State", doc = "Level." }
  orders = { type = "String[]", required = false, enum = "Order", doc = "Orders." }
  extra = { type = "Object", required = false, doc = "Extra." }
  more = { type = "List", required = false, doc = "More." }
  grid = { type = "Number[][]", required = false, doc = "Grid." }
  boxes = { type = "plain-part[]", required = true, doc = "Boxes." }
  next = { type = "PartVo", required = false, doc = "Next." }
  children = { type = "PartVo[]", required = false, doc = "Children." }
  limits = { type = "String", required = false, limits = { max_chars = 3 }, doc = "A name in use." }
  item = { type = "Double[]", required = false, doc = "Another one." }
  self = { type = "Boolean", required = false, rust = "itself", doc = "Self." }
  "$ref" = { type = "String", required = false, rust = "reference", doc = "Reference." }

[types.plain-part]
doc = "Nothing that has to be there."
[types.plain-part.fields]
  note = { type = "String", required = false, doc = "Note." }
  ratios = { type = "Double[]", required = false, doc = "Ratios." }
  loop = { type = "PlainLoop", required = false, rust = "round", doc = "Loop." }

[types.PlainLoop]
doc = "One half of a loop."
fields.part = { type = "plain-part", required = true, doc = "The other half." }

[enums.State.values]
Closed = { value = -1, doc = "Not | open." }
Open = { value = 2 }

[enums.Order.values]
Up = { value = "up" }
Down = { value = "down" }
"#;

/// Describes parameters of all shapes, and returns the page's sample of them.
pub(super) fn parameters(text: &mut String, index: usize, place: &str) -> Vec<(String, String)> {
    text.push_str(TYPES);
    let mut sample = Vec::new();
    let rich = RICH.iter().map(|it| (it, true));
    for (at, ((name, keys, values), structured)) in
        rich.chain(PLAIN.iter().map(|it| (it, false))).enumerate()
    {
        // In turn: required, optional, and optional without a value.
        let turn = (index / 4 + at) % 3;
        let default = keys.contains("default");
        let required = turn == 0 && !default;
        let mut value = values[index / 12 % 2];
        if required && matches!(value, "[]" | "[[]]") {
            value = values[(index / 12 + 1) % 2];
        }
        let encoding = match place {
            "body" if !structured || !(index + at).is_multiple_of(5) => "",
            _ if structured => "\nencoding = 'json'",
            _ => "",
        };
        let _ = writeln!(
            text,
            "[parameters.{name}]\nin = \"{place}\"\n{keys}{encoding}\nrequired = {required}\ndoc = \"Rich.\""
        );
        if turn != 2 {
            let value = match (structured, place) {
                (true, "body") if !encoding.is_empty() => Value::from(value).to_string(),
                (true, _) => value.to_owned(),
                (false, _) => value.trim_matches('"').to_owned(),
            };
            sample.push(((*name).to_owned(), value));
        }
    }
    sample
}

/// Returns the sample as a JSON body. What is a text there, and what is not, the names tell.
pub(super) fn body(sample: &[(String, String)]) -> String {
    let members = sample.iter().map(|(name, value)| {
        let plain = name.split('_').next().unwrap_or_default();
        let known = PARAMETERS.iter().find(|it| it.0 == name || it.0 == plain);
        let numeric = known.is_some_and(|it| !it.1.contains("'String'"));
        let raw = numeric || name.starts_with("page") || value.starts_with(['{', '[', '"']);
        let raw = raw || PLAIN.iter().any(|it| it.0 == name && !it.1.contains("'String'"));
        let value = if raw { value.clone() } else { Value::from(value.as_str()).to_string() };
        format!("{}: {value}", Value::from(name.as_str()))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}
