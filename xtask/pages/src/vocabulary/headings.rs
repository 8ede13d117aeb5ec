//! The headings of the parts of a page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::spelling::heading_key;

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

static KNOWN: LazyLock<BTreeMap<&str, Section>> =
    LazyLock::new(|| HEADINGS.iter().copied().collect());

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

/// Headings as they stand alone on a line, folded and without blanks.
const HEADINGS: &[(&str, Section)] = &[
    ("request", Section::Request),
    ("requestparameters", Section::Request),
    ("requestparameter", Section::Request),
    ("requestmethod", Section::Request),
    ("basicinformation", Section::Request),
    ("请求", Section::Request),
    ("请求参数", Section::Request),
    ("请求方法", Section::Request),
    ("请求方式", Section::Request),
    ("请求说明", Section::Request),
    ("请求参数说明", Section::Request),
    ("基本信息", Section::Request),
    ("入参", Section::Request),
    ("headers", Section::Header),
    ("header", Section::Header),
    ("requestheader", Section::Header),
    ("requestheaders", Section::Header),
    ("headerparameters", Section::Header),
    ("headerparameter", Section::Header),
    ("请求头", Section::Header),
    ("请求头参数", Section::Header),
    ("请求header参数", Section::Header),
    ("requestheaderparameters", Section::Header),
    ("header参数", Section::Header),
    ("headers参数", Section::Header),
    ("pathparameters", Section::Path),
    ("pathparameter", Section::Path),
    ("路径参数", Section::Path),
    ("path参数", Section::Path),
    ("请求路径参数", Section::Path),
    ("请求path参数", Section::Path),
    ("requestpathparameters", Section::Path),
    ("pathparams", Section::Path),
    ("queryparameters", Section::Query),
    ("queryparameter", Section::Query),
    ("query", Section::Query),
    ("查询参数", Section::Query),
    ("query参数", Section::Query),
    ("url参数", Section::Query),
    ("请求查询参数", Section::Query),
    ("请求query参数", Section::Query),
    ("queryparams", Section::Query),
    ("requestqueryparameters", Section::Query),
    ("requestbody", Section::Body),
    ("body", Section::Body),
    ("bodyparameters", Section::Body),
    ("bodyparameter", Section::Body),
    ("requestbodyparameters", Section::Body),
    ("请求体", Section::Body),
    ("请求体参数", Section::Body),
    ("请求包体", Section::Body),
    ("请求body参数", Section::Body),
    ("请求正文", Section::Body),
    ("bodyparams", Section::Body),
    ("请求包结构体", Section::Body),
    ("body参数", Section::Body),
    ("requestexample", Section::RequestExample),
    ("requestexamples", Section::RequestExample),
    ("requestbodyexample", Section::RequestExample),
    ("samplerequest", Section::RequestExample),
    ("samplerequests", Section::RequestExample),
    ("请求示例", Section::RequestExample),
    ("请求体示例", Section::RequestExample),
    ("请求样例", Section::RequestExample),
    ("请求示例(http)", Section::RequestExample),
    ("response", Section::Response),
    ("responsebody", Section::Response),
    ("responseparameters", Section::Response),
    ("responseparameter", Section::Response),
    ("responsebodyparameters", Section::Response),
    ("responsefields", Section::Response),
    ("returnparameters", Section::Response),
    ("响应", Section::Response),
    ("响应体", Section::Response),
    ("响应参数", Section::Response),
    ("返回参数", Section::Response),
    ("返回体", Section::Response),
    ("返回结果", Section::Response),
    ("返回字段", Section::Response),
    ("返回数据", Section::Response),
    ("返回说明", Section::Response),
    ("返回参数说明", Section::Response),
    ("返回值", Section::Response),
    ("响应数据", Section::Response),
    ("returnvalues", Section::Response),
    ("returnedresult", Section::Response),
    ("outputparameters", Section::Response),
    ("出参", Section::Response),
    ("响应头", Section::ResponseHeader),
    ("responseheaders", Section::ResponseHeader),
    ("responseheader", Section::ResponseHeader),
    ("responseexample", Section::ResponseExample),
    ("responseexamples", Section::ResponseExample),
    ("responsebodyexample", Section::ResponseExample),
    ("sampleresponse", Section::ResponseExample),
    ("sampleresponses", Section::ResponseExample),
    ("响应示例", Section::ResponseExample),
    ("响应体示例", Section::ResponseExample),
    ("返回示例", Section::ResponseExample),
    ("返回结果示例", Section::ResponseExample),
    ("返回体示例", Section::ResponseExample),
    ("响应样例", Section::ResponseExample),
    ("正常返回示例", Section::ResponseExample),
    ("示例", Section::Example),
    ("example", Section::Example),
    ("examples", Section::Example),
    ("errorcodes", Section::Errors),
    ("errorcode", Section::Errors),
    ("错误码", Section::Errors),
    ("错误码说明", Section::Errors),
    ("错误码列表", Section::Errors),
    ("错误代码", Section::Errors),
    ("业务错误码", Section::Errors),
    ("errorcodelist", Section::Errors),
    ("returncodes", Section::Errors),
    ("返回码", Section::Errors),
    ("返回码说明", Section::Errors),
    ("apicalldescription", Section::Notes),
    ("callingdescription", Section::Notes),
    ("usagenotes", Section::Notes),
    ("prerequisites", Section::Notes),
    ("precautions", Section::Notes),
    ("limits", Section::Notes),
    ("notes", Section::Notes),
    ("接口调用说明", Section::Notes),
    ("调用说明", Section::Notes),
    ("接口说明", Section::Notes),
    ("使用说明", Section::Notes),
    ("使用限制", Section::Notes),
    ("前提条件", Section::Notes),
    ("注意事项", Section::Notes),
    ("调用限制", Section::Notes),
    ("权限", Section::Permissions),
    ("权限要求", Section::Permissions),
    ("permissions", Section::Permissions),
    ("requiredpermissions", Section::Permissions),
];
