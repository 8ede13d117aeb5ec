//! Names on the wire: what can be one, and what common ones say.

use super::pattern::Pattern;

/// Returns whether a list of names, with blanks between them, holds this one.
pub(crate) fn is_one_of(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Returns whether a text can be a name on the wire.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '$'));
    text.len() <= 120
        && (first || text.starts_with(|c: char| c.is_ascii_digit()))
        && chars.all(|c| c.is_ascii_alphanumeric() || "_-.[]$:/{}#".contains(c))
}

/// Returns a setter's name or a table's, so that `setDeptId` and `dept_id` compare equal.
pub(crate) fn comparable(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A word within a name: a capital and what follows, or a part between marks.
static WORD: Pattern = Pattern::new("[A-Z]*[a-z0-9]+|[A-Z]+");

/// Cuts a name into words: `deptOrder_list` as `dept`, `order`, `list`, without the s of plurals.
pub(crate) fn words(name: &str) -> Vec<String> {
    let words = WORD.find_iter(name).map(|word| word.as_str().to_ascii_lowercase());
    let singular = |word: String| match word.strip_suffix('s') {
        Some(one) if one.len() > 2 => one.to_owned(),
        _ => word,
    };
    words.map(singular).collect()
}

/// The fields that every answer of the first API has around its result.
pub(crate) const ENVELOPE: &str = "errcode errmsg request_id requestId sub_code sub_msg";

/// Names that objects within each other often share.
pub(crate) const USUAL: &str = "name id userid userId user_id type title status key value code remark order \
    dept_id corp_id corpId url text content desc description create_time gmt_create label";

pub(crate) const PAGING: &str = "has_more hasMore next_cursor nextCursor next_token nextToken total total_count \
    totalCount cursor totalPage pageSize";

/// Words of types that say nothing about the fields.
pub(crate) const EMPTY_WORDS: &str =
    "vo do dto response result request info list open top oapi rq rs model data of";

/// Words that are everywhere.
pub(crate) const COMMON: &str = "列表 返回 信息 是否 用户 员工 企业 如果 可以 参数 this that whether list indicate return value \
    returned user with from specifie";
