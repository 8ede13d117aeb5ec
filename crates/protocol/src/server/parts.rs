//! The parts of a body of `multipart/form-data`.

use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

/// One part of a body of `multipart/form-data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'b> {
    /// Name of the parameter.
    pub name: String,
    /// File name as it was sent, if the part is a file.
    pub file_name: Option<String>,
    /// Content type of the part.
    pub content_type: Option<String>,
    /// Content of the part.
    pub content: &'b [u8],
}

impl Part<'_> {
    /// Returns the part as the value of a parameter: the description of a file, or a text.
    pub(super) fn value(&self) -> Value {
        match &self.file_name {
            Some(name) => json!({
                "name": name,
                "content_type": self.content_type.as_deref().unwrap_or("application/octet-stream"),
                "length": self.content.len(),
            }),
            None => String::from_utf8_lossy(self.content).into(),
        }
    }
}

/// Returns the parts of a request's body; `None` if it is not `multipart/form-data`, or is incomplete.
pub fn parts<B: AsRef<[u8]>>(request: &http::Request<B>) -> Option<Vec<Part<'_>>> {
    let content_type = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|it| it.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    let between = format!("\r\n--{boundary}");
    let mut rest = request.body().as_ref().strip_prefix(&between.as_bytes()[2..])?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let end = position(rest, between.as_bytes())?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + between.len()..];
    }
    Some(parts)
}

fn part(text: &[u8]) -> Option<Part<'_>> {
    let end = position(text, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&text[..end]).ok()?;
    let header = |wanted: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(value.trim())
    };
    let disposition = header("content-disposition")?;
    let parameter = |name: &str| {
        let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    Some(Part {
        name: parameter("name")?,
        file_name: parameter("filename"),
        content_type: header("content-type").map(str::to_owned),
        content: &text[end + 4..],
    })
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
