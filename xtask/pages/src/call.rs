//! Address, method, kinds of apps and permissions of a call.

use std::cmp::Reverse;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::BlockKind;
use crate::facts::{AppType, Remark};
use crate::http_sample::{self, METHODS, Sample};
use crate::sections::Placed;
use crate::table;
use crate::vocabulary::columns::{Column, Key, flag, key, key_names, spaced};
use crate::vocabulary::headings::Section;
use crate::vocabulary::names::is_one_of;
use crate::vocabulary::pattern::{Pattern, pattern};
use crate::vocabulary::spelling::{fold, simplified};

/// After its host an address ends at a blank, a Chinese character, or punctuation.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("(?P<scheme>https?)://(?P<host>[^/{ENDS}]+?)(?P<path>/[^{ENDS}]*)"))
});
const ENDS: &str = r#"\s\x{3400}-\x{9fff}"'“”‘’`,，;；()（）<>。、"#;

static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    let mut names: Vec<&str> = key_names().map(|(name, _)| name).collect();
    names.sort_by_key(|name| Reverse(name.len()));
    pattern(&format!("(?i)^(?:{})", names.into_iter().map(spaced).collect::<Vec<_>>().join("|")))
});

static MARKED_CODE: Pattern = Pattern::new("permission-([A-Za-z0-9_.:/]+)");
static BARE_CODE: Pattern = Pattern::new("([A-Za-z][A-Za-z0-9:/]*(?:[_.][A-Za-z0-9_.:/]*)+)");

/// Facts of the table of basic information, or of what replaces it.
#[derive(Debug, Default)]
pub(crate) struct Basic {
    /// Whether the page itself states the address, not only in an example.
    pub(crate) stated: bool,
    /// Whether the page also has addresses of other calls.
    pub(crate) several: bool,
    pub(crate) method: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) app_types: Vec<AppType>,
    pub(crate) permissions: Vec<String>,
}

/// Reads tables and lines with known keys, then anything else that identifies the call.
pub(crate) fn read(
    placed: &[Placed],
    sample: Option<&(usize, Sample)>,
    remarks: &mut Vec<Remark>,
) -> Basic {
    let mut reader = Reader { basic: Basic::default(), remarks };
    for part in placed {
        reader.part(part);
    }
    reader.basic.stated = reader.basic.path.is_some();
    for part in placed {
        reader.http_lines(part);
    }
    if let Some((line, sample)) = sample {
        reader.sample(*line, sample);
    }
    reader.basic
}

struct Reader<'a> {
    basic: Basic,
    remarks: &'a mut Vec<Remark>,
}

impl Reader<'_> {
    fn part(&mut self, part: &Placed) {
        use Section::{Intro, Notes, Other, Permissions, Request};
        if ![Intro, Notes, Permissions, Request, Other].contains(&part.section) {
            return;
        }
        match &part.block.kind {
            BlockKind::Table(rows) => {
                if let Some(columns) = rows.first().and_then(table::header) {
                    if columns.contains(&Some(Column::AppType)) {
                        for row in &rows[1..] {
                            self.support(row.line, &row.cells, &columns);
                        }
                        return;
                    }
                    if table::is_of_fields(&columns) {
                        return;
                    }
                }
                for row in rows {
                    if let [name, value, ..] = row.cells.as_slice()
                        && let Some(key) = key(name)
                    {
                        self.fact(row.line, key, value);
                    }
                }
            }
            BlockKind::Line(text) => {
                if let Some((key, value)) = keyed(text) {
                    self.fact(part.block.line, key, value);
                }
            }
            _ => {}
        }
    }

    fn fact(&mut self, line: usize, key: Key, value: &str) {
        match key {
            Key::Url => self.url(line, value),
            Key::Method => self.method(line, value),
            Key::AppTypes => self.app_types(line, value),
            Key::Permissions => self.permissions(line, value),
            Key::ContentType => {
                self.basic.content_type.get_or_insert_with(|| value.trim().to_owned());
            }
        }
    }

    fn url(&mut self, line: usize, value: &str) {
        for (host, path) in addresses(value) {
            match &self.basic.path {
                None => self.basic.path = Some(path),
                Some(known) if *known == path => {}
                Some(known) => {
                    self.basic.several = true;
                    let text = format!("a second address, {path}: only {known} is read");
                    self.remark(line, text);
                    continue;
                }
            }
            if !self.basic.hosts.contains(&host) {
                self.basic.hosts.push(host);
            }
        }
    }

    fn method(&mut self, line: usize, value: &str) {
        let words = value.split(|c: char| !c.is_ascii_alphabetic());
        let methods: Vec<String> = words
            .map(str::to_ascii_uppercase)
            .filter(|word| METHODS.contains(&word.as_str()))
            .collect();
        match (methods.first(), &self.basic.method) {
            (Some(method), None) => {
                self.basic.method = Some(method.clone());
                if methods.iter().any(|other| other != method) {
                    let text = format!("several methods: only {method} is read");
                    self.remark(line, text);
                }
            }
            (Some(method), Some(known)) if method != known => {
                let text = format!("the method is {known} above and {method} here");
                self.remark(line, text);
            }
            _ => {}
        }
    }

    fn app_types(&mut self, line: usize, value: &str) {
        let found = app_types(value);
        if found.is_empty() && !value.trim().is_empty() {
            self.remark(line, "no known kind of app is named".to_owned());
        }
        for app_type in found {
            if !self.basic.app_types.contains(&app_type) {
                self.basic.app_types.push(app_type);
            }
        }
        self.basic.app_types.sort_by_key(|app_type| *app_type as u8);
    }

    fn permissions(&mut self, line: usize, value: &str) {
        let found = permissions(value);
        if found.is_empty() && !is_none(value) {
            self.remark(line, "the permission has no code that can be read".to_owned());
        }
        for permission in found {
            if !self.basic.permissions.contains(&permission) {
                self.basic.permissions.push(permission);
            }
        }
    }

    /// Reads a row of the table with the kinds of app that may call.
    fn support(&mut self, line: usize, cells: &[String], columns: &table::Columns) {
        let cell = |wanted: Column| table::cell(cells, columns, wanted);
        let supported = cell(Column::Supported);
        let no = supported.contains('不') || fold(supported).contains("not");
        if no || flag(supported) == Some(false) {
            return;
        }
        self.app_types(line, cell(Column::AppType));
        if columns.contains(&Some(Column::Permission)) {
            self.permissions(line, cell(Column::Permission));
        }
    }

    /// Reads `POST /v1.0/… HTTP/1.1`, which older pages have in place of a table.
    fn http_lines(&mut self, part: &Placed) {
        if self.basic.path.is_some() || !matches!(part.section, Section::Request | Section::Intro) {
            return;
        }
        let (BlockKind::Code(text) | BlockKind::Line(text)) = &part.block.kind else { return };
        if text.trim_start().starts_with("curl") {
            return;
        }
        if let Some((offset, sample)) = http_sample::find(text) {
            self.sample(part.block.line + offset, &sample);
        }
    }

    /// Takes from a request the facts that the page does not give elsewhere, and compares the others.
    fn sample(&mut self, line: usize, sample: &Sample) {
        let url = sample.url.as_deref().unwrap_or_default();
        if let Some((host, path)) = addresses(url).into_iter().next() {
            let known = self.basic.path.get_or_insert_with(|| path.clone()).clone();
            if !same_path(&known, &path) {
                self.remark(line, format!("the path is {known}, the example calls {path}"));
            } else if !self.basic.hosts.contains(&host) {
                if !self.basic.hosts.is_empty() {
                    self.remark(line, format!("the example calls another host, {host}"));
                }
                self.basic.hosts.push(host);
            }
        }
        match (&self.basic.method, &sample.method) {
            (None, method) => self.basic.method.clone_from(method),
            (Some(known), Some(method)) if known != method => {
                self.remark(line, format!("the method is {known}, the example uses {method}"));
            }
            _ => {}
        }
        if self.basic.content_type.is_none() {
            self.basic.content_type = sample.header("content-type").map(str::to_owned);
        }
    }

    fn remark(&mut self, line: usize, text: String) {
        self.remarks.push(Remark { line, text });
    }
}

/// Returns a line that begins with a known key: `HTTP MethodPOST`, `请求方式：POST（HTTPS）`.
fn keyed(line: &str) -> Option<(Key, &str)> {
    let plain: String = line.chars().map(simplified).collect();
    let end = KEYS.find(&plain)?.end();
    let key = key(&plain[..end])?;
    let rest = line[end..].trim_start();
    let colon = rest.starts_with([':', '：']);
    let value = rest.trim_start_matches([':', '：', ' ']).trim();
    let glued = !line[end..].starts_with(' ');
    let fits = match key {
        Key::Url => value.starts_with("http") || value.starts_with('/'),
        Key::Method => {
            let words = value.split(|c: char| !c.is_ascii_alphabetic());
            // `HTTPS POST`
            words.take(2).any(|word| METHODS.contains(&word.to_ascii_uppercase().as_str()))
        }
        Key::AppTypes => colon || value.starts_with("appType-") || !app_types(value).is_empty(),
        Key::Permissions => {
            value.starts_with("permission-") || ((colon || glued) && !permissions(value).is_empty())
        }
        Key::ContentType => colon && value.contains('/'),
    };
    fits.then_some((key, value))
}

/// Returns every address in a text: its host, and its path without the query.
fn addresses(text: &str) -> Vec<(String, String)> {
    // Two addresses may have no blank between them.
    let apart = text.replace("http://", " http://").replace("https://", " https://");
    let whole = ADDRESS.captures_iter(&apart).map(|found| {
        let host = found["host"].to_ascii_lowercase();
        (format!("{}://{host}", &found["scheme"]), without_query(&found["path"]))
    });
    whole.filter(|(_, path)| path.len() > 1).collect()
}

fn without_query(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches(['.', '\\']).to_owned()
}

/// Returns whether one path equals the other with its placeholders filled in.
fn same_path(pattern: &str, path: &str) -> bool {
    let is_placeholder = |part: &str| part.contains(['{', '[', '$', '<', ':']);
    let (mut left, mut right) = (pattern.split('/'), path.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || is_placeholder(a) || is_placeholder(b) => {}
            _ => return false,
        }
    }
}

fn app_types(text: &str) -> Vec<AppType> {
    const NAMES: [(AppType, &str); 3] = [
        (AppType::Internal, "企业内部 internal 自建应用"),
        (
            AppType::ThirdParty,
            "第三方企业 third-partyenterprise 第三方应用 third-partyapp thirdpartyenterprise",
        ),
        (AppType::ThirdPartyPersonal, "第三方个人 third-partypersonal third-partyindividual"),
    ];
    let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &str| words.split(' ').any(|word| folded.contains(word));
    NAMES.into_iter().filter(|(_, words)| has(words)).map(|(app_type, _)| app_type).collect()
}

/// Words in cells for "no permission needed".
const NONE: &str = "无 - none no n/a null 不需要 无需权限 无需 notrequired 暂无";

/// Returns whether a cell says that no permission is needed.
fn is_none(text: &str) -> bool {
    let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = folded.trim_start_matches("permission-").trim_end_matches(['.', '。']);
    bare.is_empty() || is_one_of(NONE, bare)
}

/// Returns the codes in a cell: after each `permission-`, or every word that looks like one.
fn permissions(text: &str) -> Vec<String> {
    let pattern = if text.contains("permission-") { &*MARKED_CODE } else { &*BARE_CODE };
    let codes = pattern.captures_iter(text).map(|found| found[1].trim_end_matches('.').to_owned());
    codes.filter(|code| !is_none(code) && !code.contains("://") && !code.contains("www")).collect()
}
