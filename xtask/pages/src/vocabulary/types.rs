//! Spellings of types on pages, and what a type implies about the value.

use super::spelling::fold;

/// What the type of a field implies about subfields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A text, a number, or a list of them.
    Leaf,
    /// Any object or list, whose fields may or may not be documented.
    Loose,
    /// A type that the page defines: its fields should follow.
    Named,
}

/// Names of plain types, folded.
const LEAVES: &str = "string strings number boolean bool integer int int32 int64 long double \
    float short byte date datetime timestamp bigdecimal decimal char file 字符串 数字 布尔 布尔值 布尔型 整数 \
    整型 长整型 text enum binary localdate localdatetime media";

/// Names for any object or list, folded.
const LOOSE: &str = "object array list map set json jsonobject jsonarray any 对象 数组 列表 \
    jsonstring struct";

/// Returns the nature of a type in the page's spelling.
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

/// Returns whether a type is spelled as a list. `ListUserResponse` is not.
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
