//! Bodies with a file.

use serde::{Deserialize, Serialize};

/// Description of a file that a request carries. The content is not part of the request: the transport sends
/// it between the head and the tail of a [`Multipart`].
///
/// # Example
///
/// ```
/// use dingtalk_protocol::FilePart;
///
/// let file = FilePart::new("报告.pdf", 52_000).with_content_type("application/pdf");
/// assert_eq!(file.length, 52_000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilePart {
    /// Name of the file, without a path.
    pub name: String,
    /// Content type of the file.
    pub content_type: String,
    /// Length of the content, in bytes.
    pub length: u64,
}

impl FilePart {
    /// Creates the description of a file of a general type, `application/octet-stream`.
    pub fn new(name: impl Into<String>, length: u64) -> Self {
        Self { name: name.into(), content_type: "application/octet-stream".to_owned(), length }
    }

    /// Sets the content type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Returns whether the content type is valid in a header.
    pub(crate) fn has_usable_content_type(&self) -> bool {
        let mut letters = self.content_type.bytes();
        !self.content_type.is_empty() && letters.all(|byte| matches!(byte, b' '..=b'~'))
    }
}

/// A body of `multipart/form-data` without the content of its file, made by
/// [`encode_upload`](crate::encode_upload).
///
/// The transport sends [`head`](Self::head), then exactly [`file_length`](Self::file_length) bytes of the
/// file, then [`tail`](Self::tail). If it has fewer bytes, it must break the connection: otherwise the
/// service would take the shorter file for the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Multipart {
    /// Everything before the content of the file.
    pub head: Vec<u8>,
    /// Length of the content, in bytes.
    pub file_length: u64,
    /// Everything after the content of the file.
    pub tail: Vec<u8>,
}

impl Multipart {
    /// Returns a body without a file.
    pub(crate) fn whole(body: Vec<u8>) -> Self {
        Self { head: body, file_length: 0, tail: Vec::new() }
    }

    /// Returns the length of the whole body: the value of `Content-Length`.
    pub fn content_length(&self) -> u64 {
        let ends = self.head.len() + self.tail.len();
        self.file_length.saturating_add(ends as u64)
    }
}

/// Writes the parts of a body.
pub(crate) struct Parts {
    boundary: String,
    bytes: Vec<u8>,
    /// The file, and the position of its content in `bytes`.
    file: Option<(FilePart, usize)>,
}

impl Parts {
    pub(crate) fn new(boundary: &str) -> Self {
        Self { boundary: boundary.to_owned(), bytes: Vec::new(), file: None }
    }

    /// Adds a part with a text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.begin(&format!("name=\"{}\"", quoted(name)));
        self.bytes.extend(b"\r\n");
        self.bytes.extend(text.as_bytes());
        self.bytes.extend(b"\r\n");
    }

    /// Adds the part of the file, without its content.
    pub(crate) fn file(&mut self, name: &str, file: &FilePart) {
        self.begin(&format!("name=\"{}\"; filename=\"{}\"", quoted(name), quoted(&file.name)));
        self.bytes.extend(format!("Content-Type: {}\r\n\r\n", file.content_type).as_bytes());
        self.file = Some((file.clone(), self.bytes.len()));
        self.bytes.extend(b"\r\n");
    }

    fn begin(&mut self, disposition: &str) {
        let boundary = &self.boundary;
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n");
        self.bytes.extend(head.as_bytes());
    }

    /// Returns the body.
    pub(crate) fn finish(mut self) -> Multipart {
        self.bytes.extend(format!("--{}--\r\n", self.boundary).as_bytes());
        let (file_length, at) = match self.file {
            Some((file, at)) => (file.length, at),
            None => (0, self.bytes.len()),
        };
        let tail = self.bytes.split_off(at);
        Multipart { head: self.bytes, file_length, tail }
    }
}

/// Returns a name for use between the quotes of a header. Quotes, line ends and every other character that
/// could end the header are percent-encoded, as browsers do; letters of every language stay.
fn quoted(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_control() || matches!(letter, '"' | '\\') {
            quoted.extend(format!("%{:02X}", letter as u32).chars());
        } else {
            quoted.push(letter);
        }
    }
    quoted
}

/// Returns whether a text is a valid boundary between the parts of a body.
pub(crate) fn is_boundary(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=70).contains(&text.len()) && text.bytes().all(allowed)
}
