//! The words by which pages name their parts, in English and Chinese.

mod headings;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use self::headings::HEADINGS;
use crate::clean::{fold, heading_key};

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Before the first known heading.
    Intro,
    /// Conditions and remarks on the call.
    Notes,
    Permissions,
    /// The request as a whole: a table here does not say where its parameters go.
    Request,
    Header,
    Path,
    Query,
    Body,
    RequestExample,
    /// The answer as a whole, or its body.
    Response,
    ResponseHeader,
    ResponseExample,
    /// An example that may be of either.
    Example,
    Errors,
    Other,
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Example,
    Default,
    MaxLength,
    Place,
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

/// Column names as pages write them, folded and without blanks.
pub(crate) const COLUMNS: &[(&str, Column)] = &[
    ("name", Column::Name),
    ("parameter", Column::Name),
    ("parametername", Column::Name),
    ("param", Column::Name),
    ("field", Column::Name),
    ("fieldname", Column::Name),
    ("property", Column::Name),
    ("名称", Column::Name),
    ("参数", Column::Name),
    ("参数名", Column::Name),
    ("参数名称", Column::Name),
    ("字段", Column::Name),
    ("字段名", Column::Name),
    ("字段名称", Column::Name),
    ("属性", Column::Name),
    ("属性名", Column::Name),
    ("type", Column::Type),
    ("datatype", Column::Type),
    ("parametertype", Column::Type),
    ("fieldtype", Column::Type),
    ("类型", Column::Type),
    ("参数类型", Column::Type),
    ("数据类型", Column::Type),
    ("字段类型", Column::Type),
    ("required", Column::Required),
    ("required?", Column::Required),
    ("isrequired", Column::Required),
    ("mandatory", Column::Required),
    ("是否必填", Column::Required),
    ("是否必须", Column::Required),
    ("是否必选", Column::Required),
    ("是否必需", Column::Required),
    ("是否必传", Column::Required),
    ("必填", Column::Required),
    ("必选", Column::Required),
    ("必须", Column::Required),
    ("必需", Column::Required),
    ("必传", Column::Required),
    ("example", Column::Example),
    ("examplevalue", Column::Example),
    ("sample", Column::Example),
    ("samplevalue", Column::Example),
    ("示例值", Column::Example),
    ("示例", Column::Example),
    ("样例", Column::Example),
    ("参数示例", Column::Example),
    ("示例数据", Column::Example),
    ("取值示例", Column::Example),
    ("examples", Column::Example),
    ("samplevalues", Column::Example),
    ("举例", Column::Example),
    ("default", Column::Default),
    ("defaultvalue", Column::Default),
    ("默认值", Column::Default),
    ("默认", Column::Default),
    ("maxlength", Column::MaxLength),
    ("maximumlength", Column::MaxLength),
    ("最大长度", Column::MaxLength),
    ("in", Column::Place),
    ("location", Column::Place),
    ("position", Column::Place),
    ("位置", Column::Place),
    ("参数位置", Column::Place),
    ("description", Column::Description),
    ("remarks", Column::Description),
    ("remark", Column::Description),
    ("meaning", Column::Description),
    ("note", Column::Description),
    ("notes", Column::Description),
    ("描述", Column::Description),
    ("说明", Column::Description),
    ("备注", Column::Description),
    ("含义", Column::Description),
    ("参数说明", Column::Description),
    ("参数描述", Column::Description),
    ("字段说明", Column::Description),
    ("字段描述", Column::Description),
    ("parameterdescription", Column::Description),
    ("fielddescription", Column::Description),
    ("explanation", Column::Description),
    ("解释", Column::Description),
    ("详细说明", Column::Description),
    ("errorcode", Column::Code),
    ("code", Column::Code),
    ("errcode", Column::Code),
    ("returncode", Column::Code),
    ("错误码", Column::Code),
    ("错误代码", Column::Code),
    ("返回码", Column::Code),
    ("主错误码", Column::Code),
    ("sub_code", Column::SubCode),
    ("subcode", Column::SubCode),
    ("suberrorcode", Column::SubCode),
    ("子错误码", Column::SubCode),
    ("httpcode", Column::Status),
    ("httpstatus", Column::Status),
    ("httpstatuscode", Column::Status),
    ("statuscode", Column::Status),
    ("http状态码", Column::Status),
    ("状态码", Column::Status),
    ("errormessage", Column::Message),
    ("errorcodedescription", Column::Message),
    ("errordescription", Column::Message),
    ("message", Column::Message),
    ("errmsg", Column::Message),
    ("sub_msg", Column::Message),
    ("错误码描述", Column::Message),
    ("错误原因", Column::Message),
    ("报错信息", Column::Message),
    ("错误提示", Column::Message),
    ("errorcause", Column::Message),
    ("cause", Column::Message),
    ("reason", Column::Message),
    ("错误信息", Column::Message),
    ("错误描述", Column::Message),
    ("错误消息", Column::Message),
    ("错误码信息", Column::Message),
    ("错误码说明", Column::Message),
    ("错误说明", Column::Message),
    ("子错误码描述", Column::Message),
    ("solution", Column::Solution),
    ("howtofix", Column::Solution),
    ("recommendedaction", Column::Solution),
    ("措施", Column::Solution),
    ("solutions", Column::Solution),
    ("suggestion", Column::Solution),
    ("troubleshooting", Column::Solution),
    ("解决方案", Column::Solution),
    ("解决方法", Column::Solution),
    ("解决办法", Column::Solution),
    ("处理方案", Column::Solution),
    ("处理方法", Column::Solution),
    ("处理建议", Column::Solution),
    ("排查方法", Column::Solution),
    ("排查建议", Column::Solution),
    ("应用类型", Column::AppType),
    ("apptype", Column::AppType),
    ("applicationtype", Column::AppType),
    ("是否支持调用", Column::Supported),
    ("是否支持", Column::Supported),
    ("supported", Column::Supported),
    ("权限", Column::Permission),
    ("权限点", Column::Permission),
    ("接口权限", Column::Permission),
    ("permission", Column::Permission),
    ("permissions", Column::Permission),
];

static KNOWN: LazyLock<BTreeMap<&str, Section>> =
    LazyLock::new(|| HEADINGS.iter().copied().collect());

/// The keys of the table of basic information, folded and without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Url,
    Method,
    AppTypes,
    Permissions,
    ContentType,
}

pub(crate) const KEYS: &[(&str, Key)] = &[
    ("httpurl", Key::Url),
    ("requesturl", Key::Url),
    ("url", Key::Url),
    ("请求地址", Key::Url),
    ("请求url", Key::Url),
    ("接口地址", Key::Url),
    ("请求url地址", Key::Url),
    ("httpsurl", Key::Url),
    ("apiurl", Key::Url),
    ("请求路径", Key::Url),
    ("请求链接", Key::Url),
    ("httpmethod", Key::Method),
    ("requestmethod", Key::Method),
    ("method", Key::Method),
    ("请求方式", Key::Method),
    ("请求方法", Key::Method),
    ("http方法", Key::Method),
    ("http请求方式", Key::Method),
    ("httpsmethod", Key::Method),
    ("接口方法", Key::Method),
    ("supportedapptypes", Key::AppTypes),
    ("supportedapptype", Key::AppTypes),
    ("supportedapplicationtypes", Key::AppTypes),
    ("apptypes", Key::AppTypes),
    ("支持的应用类型", Key::AppTypes),
    ("支持应用类型", Key::AppTypes),
    ("应用类型", Key::AppTypes),
    ("requiredpermissions", Key::Permissions),
    ("requiredpermission", Key::Permissions),
    ("permissionsrequired", Key::Permissions),
    ("permissionrequired", Key::Permissions),
    ("permissionrequirements", Key::Permissions),
    ("permissionrequirement", Key::Permissions),
    ("permissions", Key::Permissions),
    ("permission", Key::Permissions),
    ("权限要求", Key::Permissions),
    ("权限", Key::Permissions),
    ("所需权限", Key::Permissions),
    ("接口权限", Key::Permissions),
    ("content-type", Key::ContentType),
    ("contenttype", Key::ContentType),
    ("数据格式", Key::ContentType),
];

/// A line that is a known heading and nothing else.
pub(crate) fn exact_heading(line: &str) -> Option<Section> {
    // Quotes and brackets belong to code.
    if line.len() > 80 || line.contains(['"', '{', '}', '[', ']', '=', ';', '<', '\'']) {
        return None;
    }
    // The shortest is four bytes long; most lines are no headings.
    (line.len() >= 4).then(|| KNOWN.get(heading_key(line).as_str()).copied()).flatten()
}

/// A sentence and the heading that shares its line, with no blank between them.
pub(crate) fn split_heading(line: &str) -> Option<(&str, &str)> {
    let (at, end) = line.char_indices().rev().take(40).find(|(_, c)| ".。!！".contains(*c))?;
    let (sentence, heading) = line.split_at(at + end.len_utf8());
    let glued = heading.chars().next().is_some_and(|c| !c.is_whitespace() && !c.is_lowercase());
    (glued && exact_heading(heading).is_some()).then_some((sentence, heading))
}

/// What a marked heading is about, also when it says more than the known words.
pub(crate) fn heading(text: &str) -> Section {
    if let Some(section) = exact_heading(text) {
        return section;
    }
    let key = heading_key(text);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let response = has(&["响应", "返回", "response", "return"]);
    if has(&["示例", "样例", "example", "sample"]) {
        match (response, has(&["请求", "request", "curl"])) {
            (true, false) => Section::ResponseExample,
            (false, true) => Section::RequestExample,
            _ => Section::Example,
        }
    } else if has(&["错误码", "错误代码", "errorcode", "返回码"]) {
        Section::Errors
    } else if has(&["说明", "限制", "须知", "前提", "注意", "prerequisite", "limits"])
        && !has(&["参数"])
    {
        Section::Notes
    } else if has(&["header", "请求头", "响应头"]) {
        if response { Section::ResponseHeader } else { Section::Header }
    } else if response && !has(&["请求", "request"]) {
        Section::Response
    } else if has(&["path参数", "路径参数", "pathparam"]) {
        Section::Path
    } else if has(&["query", "查询参数", "url参数"]) {
        Section::Query
    } else if has(&["body", "请求体", "请求包", "包体"]) {
        Section::Body
    } else if has(&["请求", "request", "基本信息", "basicinformation", "入参"]) {
        Section::Request
    } else if has(&["权限", "permission"]) {
        Section::Permissions
    } else {
        Section::Other
    }
}

/// What a header cell announces. What stands in brackets behind the name does not count.
pub(crate) fn column(cell: &str) -> Option<Column> {
    if cell.len() > 80 {
        return None;
    }
    let folded: String = fold(cell).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    let name = folded.split('(').next().unwrap_or_default().trim_end_matches(':');
    lookup(COLUMNS, name)
}

/// What a cell or the start of a line says about the basic information.
pub(crate) fn key(cell: &str) -> Option<Key> {
    if cell.len() > 80 {
        return None;
    }
    let folded: String = fold(cell).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    lookup(KEYS, folded.trim_end_matches(':'))
}

/// Yes or no, as cells of "required" say it.
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

fn lookup<T: Copy>(words: &[(&str, T)], key: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == key).map(|(_, found)| *found)
}
