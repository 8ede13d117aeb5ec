//! How pages spell types, and what a type says about the value.

use super::spelling::fold;

/// The longer ones first, so that `Integer` is not read as `Int`. The second part says whether
/// the word is so special that small letters may follow it.
pub(crate) const KNOWN: &[(&str, bool)] = &[
    ("BigDecimal", true),
    ("JSONObject", true),
    ("JSONArray", true),
    ("JsonObject", true),
    ("JsonArray", true),
    ("JSON", true),
    ("Json", false),
    ("Timestamp", false),
    ("Boolean", true),
    ("Integer", true),
    ("String", true),
    ("Number", true),
    ("Double", false),
    ("Object", false),
    ("Array", false),
    ("Float", false),
    ("Short", false),
    ("Long", false),
    ("List", false),
    ("DateTime", false),
    ("Date", false),
    ("Bool", false),
    ("Byte", false),
    ("File", false),
    ("Char", false),
    ("Map", false),
    ("Set", false),
    ("Int", false),
    ("boolean", true),
    ("integer", true),
    ("string", true),
    ("number", true),
    ("double", false),
    ("object", false),
    ("array", false),
    ("float", false),
    ("long", false),
    ("list", false),
    ("bool", false),
    ("byte", false),
    ("file", false),
    ("json", false),
    ("int64", false),
    ("int32", false),
    ("int", false),
];

/// The longer ones first, as above.
pub(crate) const CHINESE: &str =
    "字符串数组 对象数组 数字数组 字符串 布尔值 布尔型 布尔 整数 整型 长整型 数字 数组 对象 列表";

/// What the type of a field says about fields of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A text, a number, a list of such.
    Leaf,
    /// Any object or list: may be documented further or not.
    Loose,
    /// A type of the page's own: its fields should follow.
    Named,
}

/// The nature of a type as spelled on the page.
pub(crate) fn nature(ty: Option<&str>) -> Nature {
    let Some(ty) = ty else { return Nature::Loose };
    let folded: String = fold(ty).chars().filter(|c| !c.is_whitespace()).collect();
    let mut base = folded.split(['(', '/', ',']).next().unwrap_or_default();
    if folded.contains('<') {
        base = &folded;
    }
    while let Some(inner) = base.strip_suffix("[]") {
        base = inner;
    }
    for list in ["list<", "set<", "array<", "collection<", "array[", "list["] {
        base = base.strip_prefix(list).map_or(base, |inner| inner.trim_end_matches(['>', ']']));
    }
    base = base.strip_prefix("arrayof").or(base.strip_prefix("listof")).unwrap_or(base);
    base = base
        .strip_suffix("array")
        .filter(|rest| !rest.is_empty() && *rest != "json")
        .unwrap_or(base);
    base = base.strip_suffix("数组").filter(|rest| !rest.is_empty()).unwrap_or(base);
    let leaves = [
        "string",
        "strings",
        "number",
        "boolean",
        "bool",
        "integer",
        "int",
        "int32",
        "int64",
        "long",
        "double",
        "float",
        "short",
        "byte",
        "date",
        "datetime",
        "timestamp",
        "bigdecimal",
        "decimal",
        "char",
        "file",
        "字符串",
        "数字",
        "布尔",
        "布尔值",
        "布尔型",
        "整数",
        "整型",
        "长整型",
        "text",
        "enum",
        "binary",
        "localdate",
        "localdatetime",
        "media",
    ];
    let loose = [
        "object",
        "array",
        "list",
        "map",
        "set",
        "json",
        "jsonobject",
        "jsonarray",
        "any",
        "对象",
        "数组",
        "列表",
        "jsonstring",
        "struct",
        "",
    ];
    if leaves.contains(&base) {
        Nature::Leaf
    } else if loose.contains(&base) || base.starts_with("map<") {
        Nature::Loose
    } else {
        Nature::Named
    }
}

/// Whether a type is a list, as spelled. `ListUserResponse` is none.
pub(crate) fn is_list(ty: Option<&str>) -> bool {
    let folded = fold(ty.unwrap_or_default());
    let folded = folded.trim();
    folded.ends_with("[]")
        || ["list", "array", "set", "collection"].contains(&folded)
        || ["list<", "array<", "array[", "set<", "list of", "array of", "list[", "collection<"]
            .iter()
            .any(|start| folded.starts_with(start))
        || folded.ends_with("array")
        || folded.contains("数组")
        || folded.contains("列表")
}

/// A type that never has fields. `Text` and `DateTime` can be types of the page's own.
pub(crate) fn is_plain(ty: Option<&str>) -> bool {
    let plain = ["string", "number", "bool", "int", "long", "double", "float", "short"];
    let folded = fold(ty.unwrap_or_default());
    nature(ty) == Nature::Leaf && plain.iter().any(|name| folded.trim().starts_with(name))
}

/// Whether a cell can be a type: a known one, or one of the page's own.
pub(crate) fn looks_like_type(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() || cell.len() > 80 {
        return false;
    }
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let spelled = KNOWN.iter().filter_map(|(name, _)| cell.strip_prefix(name)).any(ends);
    if spelled || CHINESE.split(' ').any(|name| cell.starts_with(name)) {
        return true;
    }
    // `OpenEmpSimple[]`, but not `Outcome.` and not `The role`.
    let base = cell.trim_end_matches(['[', ']']);
    let humps = base.chars().filter(char::is_ascii_uppercase).count();
    let word = base.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    word && base.starts_with(|c: char| c.is_ascii_uppercase())
        && !base.ends_with('.')
        && (humps > 1 || base.len() < cell.len())
}
