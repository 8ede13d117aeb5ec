//! Names on the wire: which texts can be one, and the meaning of common ones.

use super::pattern::Pattern;

/// Returns whether a list of names, separated by blanks, contains this name.
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

/// Returns a form in which names of setters and of tables compare equal: `setDeptId` and `dept_id`.
pub(crate) fn comparable(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A word within a name: a capital and the letters after it, or a part between marks.
static WORD: Pattern = Pattern::new("[A-Z]*[a-z0-9]+|[A-Z]+");

/// Splits a name into words: `deptOrder_list` as `dept`, `order`, `list`, without the s of plurals.
pub(crate) fn words(name: &str) -> Vec<String> {
    let words = WORD.find_iter(name).map(|word| word.as_str().to_ascii_lowercase());
    let singular = |word: String| match word.strip_suffix('s') {
        Some(one) if one.len() > 2 => one.to_owned(),
        _ => word,
    };
    words.map(singular).collect()
}

/// Fields that every answer of the first API has beside its result.
pub(crate) const ENVELOPE: &str = "errcode errmsg request_id requestId sub_code sub_msg";

/// Names that objects often share with objects within them.
pub(crate) const USUAL: &str = "name id userid userId user_id type title status key value code remark order \
    dept_id corp_id corpId url text content desc description create_time gmt_create label";

pub(crate) const PAGING: &str = "has_more hasMore next_cursor nextCursor next_token nextToken total total_count \
    totalCount cursor totalPage pageSize";

/// Words of types that are no clue to the fields.
pub(crate) const EMPTY_WORDS: &str =
    "vo do dto response result request info list open top oapi rq rs model data of";

/// Words that are too common to be clues.
pub(crate) const COMMON: &str = "列表 返回 信息 是否 用户 员工 企业 如果 可以 参数 this that whether list indicate return value \
    returned user with from specifie";
