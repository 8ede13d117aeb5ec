//! Uploaded files.

use dingtalk_protocol::server::{Received, parts};

use crate::endpoints::UPLOAD;
use crate::{RecordedRequest, Sandbox};

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedFile {
    /// Kind of the file: `image`, `voice`, `video` or `file`.
    pub kind: String,
    /// The name that it was sent under.
    pub name: String,
    /// The content type that was sent for it.
    pub content_type: Option<String>,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Uploaded files.
impl Sandbox {
    /// Returns the file for which `/media/upload` returned this `media_id`, as long as the request is in
    /// the log. No page of this API documents a call that downloads a file by its id, so the sandbox has
    /// none.
    pub fn uploaded_file(&self, media_id: &str) -> Option<UploadedFile> {
        let request_id = media_id.strip_prefix('@')?;
        let is_it = |request: &&RecordedRequest| {
            request.request_id() == request_id
                && request.path() == UPLOAD
                && request.code() == Some(0)
        };
        crate::lock(&self.service.log).iter().find(is_it).and_then(RecordedRequest::uploaded_file)
    }
}

impl RecordedRequest {
    fn uploaded_file(&self) -> Option<UploadedFile> {
        let mut parts = parts(self.request())?;
        let file = parts.iter().position(|part| part.name == "media")?;
        let file = parts.swap_remove(file);
        Some(UploadedFile {
            // The kind is in the query or in a part of its own.
            kind: Received::new(self.request()).text("type")?.to_owned(),
            name: file.file_name?,
            content_type: file.content_type,
            content: file.content.to_vec(),
        })
    }
}
