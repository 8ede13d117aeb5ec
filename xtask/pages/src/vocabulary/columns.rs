//! Names of columns, and keys of rows, in tables.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::spelling::fold;

/// Meaning of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Example,
    Description,
    Code,
    SubCode,
    Status,
    Message,
    Solution,
    AppType,
    Supported,
    Permission,
}

/// Names of columns on pages, folded and without blanks, several per text.
const COLUMNS: &[(Column, &str)] = &[
    (
        Column::Name,
        "name parameter parametername param field fieldname property 名称 参数 参数名 参数名称 字段 字段名 字段名称 \
         属性 属性名",
    ),
    (Column::Type, "type datatype parametertype fieldtype 类型 参数类型 数据类型 字段类型"),
    (
        Column::Required,
        "required required? isrequired mandatory 是否必填 是否必须 是否必选 是否必需 是否必传 必填 必选 必须 必需 必传",
    ),
    (
        Column::Example,
        "example examplevalue sample samplevalue 示例值 示例 样例 参数示例 示例数据 取值示例 examples samplevalues \
         举例",
    ),
    (
        Column::Description,
        "description remarks remark meaning note notes 描述 说明 备注 含义 参数说明 参数描述 字段说明 字段描述 \
         parameterdescription fielddescription explanation 解释 详细说明",
    ),
    (Column::Code, "errorcode code errcode returncode 错误码 错误代码 返回码 主错误码"),
    (Column::SubCode, "sub_code subcode suberrorcode 子错误码"),
    (Column::Status, "httpcode httpstatus httpstatuscode statuscode http状态码 状态码"),
    (
        Column::Message,
        "errormessage errorcodedescription errordescription message errmsg sub_msg 错误码描述 错误原因 \
         报错信息 错误提示 errorcause cause reason 错误信息 错误描述 错误消息 错误码信息 错误码说明 错误说明 子错误码描述",
    ),
    (
        Column::Solution,
        "solution howtofix recommendedaction 措施 solutions suggestion troubleshooting 解决方案 解决方法 \
         解决办法 处理方案 处理方法 处理建议 排查方法 排查建议",
    ),
    (Column::AppType, "应用类型 apptype applicationtype"),
    (Column::Supported, "是否支持调用 是否支持 supported"),
    (Column::Permission, "权限 权限点 接口权限 permission permissions"),
];

/// Keys of the table of basic information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Url,
    Method,
    AppTypes,
    Permissions,
    ContentType,
}

/// Spellings of the keys on pages, folded and without blanks, several per text.
const KEYS: &[(Key, &str)] = &[
    (
        Key::Url,
        "httpurl requesturl url 请求地址 请求url 接口地址 请求url地址 httpsurl apiurl 请求路径 请求链接",
    ),
    (
        Key::Method,
        "httpmethod requestmethod method 请求方式 请求方法 http方法 http请求方式 httpsmethod 接口方法",
    ),
    (
        Key::AppTypes,
        "supportedapptypes supportedapptype supportedapplicationtypes apptypes 支持的应用类型 支持应用类型 \
         应用类型",
    ),
    (
        Key::Permissions,
        "requiredpermissions requiredpermission permissionsrequired permissionrequired \
         permissionrequirements permissionrequirement permissions permission 权限要求 权限 所需权限 接口权限",
    ),
    (Key::ContentType, "content-type contenttype 数据格式"),
];

/// Longest name.
const LONGEST: usize = 80;

static COLUMN_OF: LazyLock<BTreeMap<&str, Column>> = LazyLock::new(|| words(COLUMNS).collect());
static KEY_OF: LazyLock<BTreeMap<&str, Key>> = LazyLock::new(|| words(KEYS).collect());

fn words<T: Copy>(table: &'static [(T, &str)]) -> impl Iterator<Item = (&'static str, T)> {
    table.iter().flat_map(|(found, words)| words.split(' ').map(|word| (word, *found)))
}

/// Returns all names of columns.
pub(crate) fn column_names() -> impl Iterator<Item = (&'static str, Column)> {
    COLUMN_OF.iter().map(|(name, column)| (*name, *column))
}

/// Returns all keys of the basic information.
pub(crate) fn key_names() -> impl Iterator<Item = (&'static str, Key)> {
    KEY_OF.iter().map(|(name, key)| (*name, *key))
}

/// Returns a pattern for a name, with an optional blank between any two of its letters.
pub(crate) fn spaced(name: &str) -> String {
    let letters = name.chars().map(|c| regex::escape(&c.to_string()));
    letters.collect::<Vec<_>>().join(" ?")
}

/// Returns the column of a header cell. Brackets after the name are ignored.
pub(crate) fn column(cell: &str) -> Option<Column> {
    let name = folded(cell);
    COLUMN_OF.get(name.split('(').next()?.trim_end_matches(':')).copied()
}

/// Returns the key of basic information in a cell or at the start of a line.
pub(crate) fn key(cell: &str) -> Option<Key> {
    KEY_OF.get(folded(cell).trim_end_matches(':')).copied()
}

/// Returns a name in the spelling of these tables. A long cell is not a name.
fn folded(cell: &str) -> String {
    let name = fold(if cell.len() > LONGEST { "" } else { cell });
    name.chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
}

/// Reads a cell of "required" as yes or no.
pub(crate) fn flag(cell: &str) -> Option<bool> {
    let folded = fold(cell);
    let word = folded.trim().trim_end_matches(['.', '。']);
    match word {
        "yes" | "y" | "true" | "required" | "mandatory" | "是" | "必填" | "必须" | "必选"
        | "必需" | "必传" | "√" | "✓" | "✔" => Some(true),
        "no" | "n" | "false" | "optional" | "否" | "可选" | "选填" | "非必填" | "非必须"
        | "非必选" | "非必需" | "不必须" | "不必填" | "×" | "✗" => Some(false),
        _ => None,
    }
}
