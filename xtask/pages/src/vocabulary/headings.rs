//! Headings of the sections of a page.

use super::spelling::heading_key;

/// A section of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Everything above the first known heading.
    Intro,
    /// Conditions and remarks on the call.
    Notes,
    Permissions,
    /// The request as a whole: a table here does not say where its parameters are sent.
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
    /// An example of the request or of the response.
    Example,
    Errors,
    Other,
}

/// Topic of a word in a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Request,
    Response,
    Example,
    Header,
    Path,
    Query,
    Body,
    Errors,
    Permissions,
    /// A call by the vendor's SDK, whose parameters differ from those on the wire.
    Sdk,
    /// Words without a topic: "parameters", "list".
    Filler,
}

/// Words of headings, folded, several per text.
const WORDS: &[(Topic, &str)] = &[
    (Topic::Request, "request input basicinformation 请求 入参 基本信息"),
    (
        Topic::Filler,
        "curl parameter param field value result data list method required description https \
         http json s 参数 字段 数据 结果 值 说明 列表 方法 方式 要求 业务 正常",
    ),
    (Topic::Response, "response returned return output 响应 返回 回传 出参"),
    (Topic::Example, "example sample 示例 范例 样例"),
    (Topic::Header, "header 头 标头"),
    (Topic::Path, "path 路径"),
    (Topic::Query, "query url参数 urlparameter 查询"),
    (Topic::Body, "body 体 包体 包结构体 正文"),
    (Topic::Errors, "errorcode returncode 错误码 错误代码 返回码"),
    (Topic::Permissions, "permission 权限"),
    (Topic::Sdk, "sdk"),
];

/// Headings of notes that may be a line without any mark.
const NOTES: &str = "apicalldescription callingdescription usagenotes prerequisites precautions limits notes \
    接口调用说明 调用说明 接口说明 使用说明 使用限制 前提条件 注意事项";

const LONGEST: usize = 80;

/// Returns the section that a line begins, if the line is exactly a known heading.
pub(crate) fn exact_heading(line: &str) -> Option<Section> {
    // Quotes and brackets belong to code.
    let code = ['"', '{', '}', '[', ']', '=', ';', '<', '\''];
    // The shortest heading has four bytes; most lines are not headings.
    if !(4..=LONGEST).contains(&line.len()) || line.contains(code) {
        return None;
    }
    let key = heading_key(line);
    if NOTES.split(' ').any(|notes| notes == key) {
        return Some(Section::Notes);
    }
    // In `请求示例(http)` the bracket only qualifies the heading.
    let bracket = key.split_once('(').filter(|(_, rest)| rest.find(')') == Some(rest.len() - 1));
    let Some((key, note)) = bracket else { return about(&topics(&key)?) };
    let mut topics = topics(key)?;
    topics.extend(in_bracket(note.trim_end_matches(')'))?);
    about(&topics)
}

/// Returns a sentence and the heading that follows it on the same line without a blank.
pub(crate) fn split_heading(line: &str) -> Option<(&str, &str)> {
    let (at, end) = line.char_indices().rev().take(40).find(|(_, c)| ".。!！".contains(*c))?;
    let (sentence, heading) = line.split_at(at + end.len_utf8());
    let glued = heading.chars().next().is_some_and(|c| !c.is_whitespace() && !c.is_lowercase());
    (glued && exact_heading(heading).is_some()).then_some((sentence, heading))
}

/// Returns the section that a marked heading begins. For examples and notes any other words are allowed,
/// because nothing in them becomes a parameter.
pub(crate) fn heading(text: &str) -> Option<Section> {
    if let Some(section) = exact_heading(text) {
        return Some(section);
    }
    let key = heading_key(text);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    if ends(&["示例", "样例", "example", "examples", "sample", "samples"]) {
        let response = has(&["响应", "返回", "response", "return"]);
        Some(example(response, has(&["请求", "request", "curl"])))
    } else if has(&["说明", "限制", "须知", "前提", "注意", "prerequisite", "limits", "notes"])
        && !has(&["参数", "字段", "parameter", "field"])
    {
        Some(Section::Notes)
    } else {
        None
    }
}

/// Returns the section for an example of the request, the response, or both.
fn example(response: bool, request: bool) -> Section {
    match (response, request) {
        (true, false) => Section::ResponseExample,
        (false, true) => Section::RequestExample,
        _ => Section::Example,
    }
}

/// Returns the topics of all words of a heading; `None` if it has other words as well.
fn topics(key: &str) -> Option<Vec<Topic>> {
    let mut topics = Vec::new();
    let mut rest = key;
    while !rest.is_empty() {
        let words =
            WORDS.iter().flat_map(|(topic, words)| words.split(' ').map(move |w| (w, topic)));
        let fits = words.filter(|(word, _)| rest.starts_with(word));
        // If two words fit, the longer one counts.
        let (word, topic) = fits.max_by_key(|(word, _)| word.len())?;
        topics.push(*topic);
        rest = &rest[word.len()..];
    }
    Some(topics)
}

/// Returns the topics of a bracket after a heading: the form of a call in an example, or the field of codes.
fn in_bracket(note: &str) -> Option<Vec<Topic>> {
    const LANGUAGES: [&str; 9] =
        ["java", "javasdk", "python", "php", "go", "node.js", ".net", "c#", "errcode"];
    if LANGUAGES.contains(&note) { Some(Vec::new()) } else { topics(note) }
}

/// Returns the section for a combination of topics.
fn about(topics: &[Topic]) -> Option<Section> {
    let has = |topic| topics.contains(&topic);
    if has(Topic::Sdk) && !has(Topic::Example) {
        return None;
    }
    let response = has(Topic::Response);
    Some(if has(Topic::Example) {
        example(response, has(Topic::Request))
    } else if has(Topic::Header) && response && !has(Topic::Errors) {
        Section::ResponseHeader
    } else {
        const PARTS: [(Topic, Section); 8] = [
            (Topic::Errors, Section::Errors),
            (Topic::Header, Section::Header),
            (Topic::Response, Section::Response),
            (Topic::Path, Section::Path),
            (Topic::Query, Section::Query),
            (Topic::Body, Section::Body),
            (Topic::Request, Section::Request),
            (Topic::Permissions, Section::Permissions),
        ];
        PARTS.into_iter().find(|(topic, _)| has(*topic))?.1
    })
}
