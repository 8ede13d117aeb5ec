//! How pages spell types, and what a type says about the value.

use super::spelling::fold;

/// Types as pages spell them. The longer ones first, so that `Integer` is not read as `Int`.
const KNOWN: &str = "BigDecimal JSONObject JSONArray JsonObject JsonArray JSON Json Timestamp Boolean Integer String Number Double Object Array Float Short \
    Long List DateTime Date Bool Byte File Char Map Set Int boolean integer string number double object \
    array float long list bool byte file json int64 int32 int";

/// The longer ones first, as above.
const CHINESE: &str =
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

/// Plain types, folded.
const LEAVES: &str = "string strings number boolean bool integer int int32 int64 long double \
    float short byte date datetime timestamp bigdecimal decimal char file 字符串 数字 布尔 布尔值 布尔型 整数 \
    整型 长整型 text enum binary localdate localdatetime media";

/// Types of any object or list, folded.
const LOOSE: &str = "object array list map set json jsonobject jsonarray any 对象 数组 列表 \
    jsonstring struct";

/// Returns the nature of a type as spelled on the page.
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
    let is = |names: &str| names.split(' ').any(|name| name == base);
    if is(LEAVES) {
        Nature::Leaf
    } else if base.is_empty() || is(LOOSE) || base.starts_with("map<") {
        Nature::Loose
    } else {
        Nature::Named
    }
}

/// Returns whether a type is a list, as spelled. `ListUserResponse` is not.
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

/// Returns whether a type never has fields. `Text` and `DateTime` can be types of the page's own.
pub(crate) fn is_plain(ty: Option<&str>) -> bool {
    let plain = ["string", "number", "bool", "int", "long", "double", "float", "short"];
    let folded = fold(ty.unwrap_or_default());
    nature(ty) == Nature::Leaf && plain.iter().any(|name| folded.trim().starts_with(name))
}

/// Returns whether a cell can be a type: a known one, or one of the page's own.
pub(crate) fn looks_like_type(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() || cell.len() > 80 {
        return false;
    }
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let spelled = KNOWN.split(' ').filter_map(|name| cell.strip_prefix(name)).any(ends);
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
