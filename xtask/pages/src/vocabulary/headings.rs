//! The headings of the parts of a page.

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

/// What a word of a heading is about.
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
    /// Says nothing by itself: "parameters", "list".
    Filler,
}

/// The words of headings, folded. Of two that fit the longer one counts.
const WORDS: &[(&str, Topic)] = &[
    ("request", Topic::Request),
    ("input", Topic::Request),
    ("basicinformation", Topic::Request),
    ("curl", Topic::Filler),
    ("请求", Topic::Request),
    ("入参", Topic::Request),
    ("基本信息", Topic::Request),
    ("response", Topic::Response),
    ("returned", Topic::Response),
    ("return", Topic::Response),
    ("output", Topic::Response),
    ("响应", Topic::Response),
    ("返回", Topic::Response),
    ("回传", Topic::Response),
    ("出参", Topic::Response),
    ("example", Topic::Example),
    ("sample", Topic::Example),
    ("示例", Topic::Example),
    ("范例", Topic::Example),
    ("样例", Topic::Example),
    ("header", Topic::Header),
    ("头", Topic::Header),
    ("标头", Topic::Header),
    ("path", Topic::Path),
    ("路径", Topic::Path),
    ("query", Topic::Query),
    ("url参数", Topic::Query),
    ("urlparameter", Topic::Query),
    ("查询", Topic::Query),
    ("body", Topic::Body),
    ("体", Topic::Body),
    ("包体", Topic::Body),
    ("包结构体", Topic::Body),
    ("正文", Topic::Body),
    ("errorcode", Topic::Errors),
    ("returncode", Topic::Errors),
    ("错误码", Topic::Errors),
    ("错误代码", Topic::Errors),
    ("返回码", Topic::Errors),
    ("permission", Topic::Permissions),
    ("权限", Topic::Permissions),
    ("parameter", Topic::Filler),
    ("param", Topic::Filler),
    ("field", Topic::Filler),
    ("value", Topic::Filler),
    ("result", Topic::Filler),
    ("data", Topic::Filler),
    ("list", Topic::Filler),
    ("method", Topic::Filler),
    ("required", Topic::Filler),
    ("description", Topic::Filler),
    ("https", Topic::Filler),
    ("http", Topic::Filler),
    ("sdk", Topic::Filler),
    ("json", Topic::Filler),
    ("s", Topic::Filler),
    ("参数", Topic::Filler),
    ("字段", Topic::Filler),
    ("数据", Topic::Filler),
    ("结果", Topic::Filler),
    ("值", Topic::Filler),
    ("说明", Topic::Filler),
    ("列表", Topic::Filler),
    ("方法", Topic::Filler),
    ("方式", Topic::Filler),
    ("要求", Topic::Filler),
    ("业务", Topic::Filler),
    ("正常", Topic::Filler),
];

/// Headings of notes that may stand on a line without any mark.
const NOTES: [&str; 14] = [
    "apicalldescription",
    "callingdescription",
    "usagenotes",
    "prerequisites",
    "precautions",
    "limits",
    "notes",
    "接口调用说明",
    "调用说明",
    "接口说明",
    "使用说明",
    "使用限制",
    "前提条件",
    "注意事项",
];

const LONGEST: usize = 80;

/// Returns the part that a line begins, if the line is a known heading and nothing else.
pub(crate) fn exact_heading(line: &str) -> Option<Section> {
    // Quotes and brackets belong to code.
    let code = ['"', '{', '}', '[', ']', '=', ';', '<', '\''];
    // The shortest is four bytes long; most lines are no headings.
    if !(4..=LONGEST).contains(&line.len()) || line.contains(code) {
        return None;
    }
    let key = heading_key(line);
    if NOTES.contains(&key.as_str()) {
        return Some(Section::Notes);
    }
    // `请求示例(http)`: the bracket only says which one.
    let bracket = key.split_once('(').filter(|(_, rest)| rest.find(')') == Some(rest.len() - 1));
    about(&topics(bracket.map_or(key.as_str(), |(key, _)| key))?)
}

/// Returns a sentence and the heading that shares its line, with no blank between them.
pub(crate) fn split_heading(line: &str) -> Option<(&str, &str)> {
    let (at, end) = line.char_indices().rev().take(40).find(|(_, c)| ".。!！".contains(*c))?;
    let (sentence, heading) = line.split_at(at + end.len_utf8());
    let glued = heading.chars().next().is_some_and(|c| !c.is_whitespace() && !c.is_lowercase());
    (glued && exact_heading(heading).is_some()).then_some((sentence, heading))
}

/// Returns the part that a marked heading begins. Examples and notes may say what they are about
/// in words of their own: nothing in them becomes a parameter.
pub(crate) fn heading(text: &str) -> Option<Section> {
    if let Some(section) = exact_heading(text) {
        return Some(section);
    }
    let key = heading_key(text);
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    if ends(&["示例", "样例", "example", "examples", "sample", "samples"]) {
        let response = has(&["响应", "返回", "response", "return"]);
        Some(match (response, has(&["请求", "request", "curl"])) {
            (true, false) => Section::ResponseExample,
            (false, true) => Section::RequestExample,
            _ => Section::Example,
        })
    } else if has(&["说明", "限制", "须知", "前提", "注意", "prerequisite", "limits", "notes"])
        && !has(&["参数", "字段", "parameter", "field"])
    {
        Some(Section::Notes)
    } else {
        None
    }
}

/// Returns the topics of all words of a heading, or nothing if it has other words as well.
fn topics(key: &str) -> Option<Vec<Topic>> {
    let mut topics = Vec::new();
    let mut rest = key;
    while !rest.is_empty() {
        let fits = WORDS.iter().filter(|(word, _)| rest.starts_with(word));
        let (word, topic) = fits.max_by_key(|(word, _)| word.len())?;
        topics.push(*topic);
        rest = &rest[word.len()..];
    }
    Some(topics)
}

/// Returns the part that the words of a heading name together.
fn about(topics: &[Topic]) -> Option<Section> {
    let has = |topic| topics.contains(&topic);
    let response = has(Topic::Response);
    Some(if has(Topic::Example) {
        match (response, has(Topic::Request)) {
            (true, false) => Section::ResponseExample,
            (false, true) => Section::RequestExample,
            _ => Section::Example,
        }
    } else if has(Topic::Errors) {
        Section::Errors
    } else if has(Topic::Header) {
        if response { Section::ResponseHeader } else { Section::Header }
    } else if response {
        Section::Response
    } else if has(Topic::Path) {
        Section::Path
    } else if has(Topic::Query) {
        Section::Query
    } else if has(Topic::Body) {
        Section::Body
    } else if has(Topic::Request) {
        Section::Request
    } else if has(Topic::Permissions) {
        Section::Permissions
    } else {
        return None;
    })
}
