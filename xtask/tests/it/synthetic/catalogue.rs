//! What synthetic endpoints are put together from.

pub(super) const IDS: &str = r#"
[ids.ItemId]
type = "Number"
doc = "Identifies an item. `1` is the <first> one of [all]."

[ids.OwnerId]
type = "String"
doc = "Identifies an owner."
"#;

/// Texts that are markup unless they are escaped.
pub(super) const DOCS: [&str; 8] = [
    "Brackets [x], generics Vec<T>, a_b*c*, pipes a|b, `code with a | and <T>`, \\ and &lt;.",
    "# No heading.",
    "1. No list.",
    "- No list either.",
    "An odd ` backtick, then <b> and [y].",
    "See https://example.com/a_b?c=d&e=f, or <https://example.com>.",
    "~~~ no fence ~~struck~~ ==.",
    "Two lines\n    of which the second is indented.",
];

/// A parameter: wire name, keys, default as TOML if it can have one, values as they travel.
pub(super) struct Parameter(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) [&'static str; 2],
);

#[rustfmt::skip]
pub(super) const PARAMETERS: [Parameter; 26] = [
    Parameter("count", "type = 'Number'", "-1", ["-5", "0"]),
    Parameter("size", "type = 'Number'\nlimits = { min = 1, max = 100 }", "20", ["100", "1"]),
    Parameter("offset", "type = 'Number'\nlimits = { min = 0 }", "0", ["7", "9223372036854775807"]),
    Parameter("depth", "type = 'Number'\nlimits = { min = -9223372036854775808, max = -1 }", "-3", ["-2", "-1"]),
    Parameter("label", "type = 'String'", "'`all`'", ["blue & \"green\" 蓝 `x` 100% +1", "\\back\\"]),
    Parameter("nickName", "type = 'String'\nlimits = { max_chars = 8 }", "'四个汉字'", ["八个字符", "#a"]),
    Parameter("withDeleted", "type = 'Boolean'", "true", ["false", "true"]),
    Parameter("type", "type = 'Boolean'\nrust = 'kind'", "false", ["true", "false"]),
    Parameter("active", "type = 'Boolean'", "false", ["true", "false"]),
    Parameter("Deep", "type = 'Boolean'", "false", ["true", "false"]),
    Parameter("self", "type = 'String'\nrust = 'own_name'", "'x'", ["a", "b|c"]),
    Parameter("itemId", "type = 'Number'\nid = 'ItemId'", "1", ["-7", "8589934592"]),
    Parameter("owner_id", "type = 'String'\nid = 'OwnerId'", "'nobody'", ["manager4220", "管理员"]),
    Parameter("itemIds", "type = 'String'\nseparator = ','\nid = 'ItemId'\nlimits = { max_items = 20 }", "'1,2'", ["11,12", "13"]),
    Parameter("ownerIDs", "type = 'String'\nseparator = ','\nid = 'OwnerId'\nlimits = { max_items = 100 }", "'a'", ["a1", "b2,c3,d4"]),
    Parameter("tags", "type = 'String'\nseparator = ','\nlimits = { max_items = 3 }", "'a,b'", ["a b,c", "蓝"]),
    Parameter("levels", "type = 'String'\nseparator = ','\nitems = 'Number'\nlimits = { max_items = 9 }", "'1'", ["1,-2", "3"]),
    Parameter("flags", "type = 'String'\nseparator = ','\nitems = 'Boolean'", "'true'", ["true,false", "true"]),
    Parameter("appSecret", "type = 'String'\nsecret = true", "", ["s3&cr=t", "geheim"]),
    Parameter("pass_word", "type = 'String'\nsecret = true\nrust = 'password'\nlimits = { max_chars = 8 }", "", ["八个字符", "%41"]),
    // Names that generated functions have for something else.
    Parameter("limits", "type = 'Number'\nlimits = { max = 9 }", "1", ["2", "3"]),
    Parameter("parameters", "type = 'String'\nlimits = { max_chars = 9 }", "'y'", ["z", "p"]),
    Parameter("received", "type = 'String'\nseparator = ','\nitems = 'String'", "'z'", ["r", "s,t"]),
    Parameter("request", "type = 'String'\nid = 'OwnerId'", "'r'", ["r", "s"]),
    Parameter("error", "type = 'String'\nsecret = true", "", ["e", "f"]),
    Parameter("client", "type = 'Number'\nlimits = { min = 1 }", "2", ["3", "4"]),
];

pub(super) const SCALARS: &str = "Number count|Number size optional|String name|String color optional|Boolean active|\
     Boolean type optional kind|Boolean visible|Boolean open|String[] tags|Number[] levels|Boolean[] flags|\
     Number:ItemId item_id|Number:ItemId parentId optional|String:OwnerId ownerId|\
     String:OwnerId deputy optional|String token secret|String oldToken optional secret|Number:ItemId[] item_ids|String:OwnerId[] OwnerIDs optional";
pub(super) const SCALARS_EXAMPLE: &str = r##""count": 1, "size": null, "name": "", "color": "#fff\"#", "active": true, "type": false,
  "visible": true, "open": false, "tags": ["a", "```"], "levels": [1, -2], "flags": [true], "item_id": -1,
  "ownerId": "蓝", "token": "t", "oldToken": null, "item_ids": [7], "OwnerIDs": null"##;
