//! Files that calls upload.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    AccessToken, Endpoint, Error, ErrorKind, FilePart, Host, Multipart, Reach, Reply, Request,
    Secret, Valid,
};

use crate::cancel::Cancellation;
use crate::transport::Transport;

/// A file that a call uploads: its description, and the source of its content.
///
/// The content is streamed: it is read while it is sent. If it is shorter or longer than its declared
/// length, the connection is closed, so that the service cannot take a part for the whole file, and the
/// call fails with [`ErrorKind::File`].
///
/// | made by | content | a call can be repeated |
/// |---|---|---|
/// | [`open`](Self::open) | a file of this machine | yes |
/// | [`from_bytes`](Self::from_bytes) | bytes in memory | yes |
/// | [`from_seekable`](Self::from_seekable) | a reader that can be rewound | yes |
/// | [`from_reader`](Self::from_reader) | any reader, and its length | no, once some of it was read |
///
/// Clones share the content, so two calls that upload it take turns.
#[derive(Clone)]
pub struct Upload {
    part: FilePart,
    source: Arc<Mutex<Source>>,
}

enum Source {
    Again(Box<dyn ReadAndSeek>),
    Once { reader: Box<dyn Read + Send>, is_used: bool },
}

trait ReadAndSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadAndSeek for T {}

impl Upload {
    /// Opens a file, which is sent under its own name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if `path` cannot be opened, or is not a file but for example a folder.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let refuse = |what: &dyn fmt::Display| failed(format!("{}: {what}", path.display()));
        let file = fs::File::open(path).map_err(|error| refuse(&error))?;
        let facts = file.metadata().map_err(|error| refuse(&error))?;
        match path.file_name() {
            Some(name) if facts.is_file() => {
                let part = FilePart::new(name.to_string_lossy(), facts.len());
                Ok(Self::of(part, Source::Again(Box::new(file))))
            }
            _ => Err(refuse(&"it is no file")),
        }
    }

    /// Takes the content from memory.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        let part = FilePart::new(name, content.len() as u64);
        Self::of(part, Source::Again(Box::new(Cursor::new(content))))
    }

    /// Takes the whole content of a seekable reader, from its beginning to its end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if seeking fails.
    pub fn from_seekable(
        name: impl Into<String>,
        mut content: impl Read + Seek + Send + 'static,
    ) -> Result<Self, Error> {
        let length = content.seek(SeekFrom::End(0)).map_err(|error| failed(error.to_string()))?;
        Ok(Self::of(FilePart::new(name, length), Source::Again(Box::new(content))))
    }

    /// Takes the content from a reader that supplies `length` bytes and then ends.
    pub fn from_reader(
        name: impl Into<String>,
        length: u64,
        content: impl Read + Send + 'static,
    ) -> Self {
        let reader = Box::new(content);
        Self::of(FilePart::new(name, length), Source::Once { reader, is_used: false })
    }

    /// Sets the content type of the file, in place of `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.part = self.part.with_content_type(content_type);
        self
    }

    /// Returns the description of the file.
    pub fn part(&self) -> &FilePart {
        &self.part
    }

    fn of(part: FilePart, source: Source) -> Self {
        Self { part, source: Arc::new(Mutex::new(source)) }
    }

    /// Checks that the content can be read from its beginning.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if it was read before and cannot be rewound.
    fn check(&self) -> Result<(), Error> {
        match &*self.source.lock().unwrap_or_else(PoisonError::into_inner) {
            Source::Once { is_used: true, .. } => Err(read_before()),
            _ => Ok(()),
        }
    }

    /// Passes the body to `send` as a reader. An error of the content takes precedence over that of
    /// `send`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] of the content, or else those of `send`.
    fn send<T>(
        &self,
        body: &Multipart,
        cancellation: Option<&Cancellation>,
        send: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let file: &mut dyn Read = match &mut *source {
            Source::Again(reader) => {
                reader.rewind().map_err(|error| failed(error.to_string()))?;
                reader
            }
            Source::Once { is_used: true, .. } => {
                return Err(read_before());
            }
            Source::Once { reader, is_used } => {
                *is_used = true;
                reader
            }
        };
        let mut reader = Body { parts: body, file, sent: 0, cancellation, fault: None };
        let result = send(&mut reader);
        match reader.fault {
            Some(fault) => {
                let reach = result.err().map_or(Reach::Unknown, |error| error.reach());
                Err(failed(fault).with_reach(reach))
            }
            None => result,
        }
    }
}

/// A checked request together with the content of its file.
pub(crate) struct UploadExchange<'r, R> {
    request: Valid<'r, R>,
    upload: &'r Upload,
}

impl<'r, R: Request> UploadExchange<'r, R> {
    pub(crate) fn new(request: Valid<'r, R>, upload: &'r Upload) -> Self {
        Self { request, upload }
    }
}

impl<R: Request> Exchange for UploadExchange<'_, R> {
    type Response = R::Response;

    fn endpoint(&self) -> Cow<'static, Endpoint> {
        Cow::Borrowed(R::ENDPOINT)
    }

    fn encode(
        &self,
        host: &Host,
        token: Option<&AccessToken>,
    ) -> Result<http::Request<Vec<u8>>, Error> {
        self.upload.check()?;
        // Random, so that no content can contain the boundary on purpose.
        let boundary = format!("{:032x}", fastrand::u128(..));
        let (mut parts, body) = self.request.encode_upload(host, token, &boundary)?.into_parts();
        parts.extensions.insert(Attached { body, upload: self.upload.clone() });
        Ok(http::Request::from_parts(parts, Vec::new()))
    }

    fn can_be_repeated(&self) -> bool {
        self.upload.check().is_ok()
    }

    fn decode(
        &self,
        response: http::Response<Vec<u8>>,
        repeated: bool,
    ) -> Result<Reply<R::Response>, Error> {
        self.request.decode(response, repeated)
    }

    fn secrets(&self) -> Vec<Secret> {
        self.request.secrets()
    }
}

/// Body of a request that uploads a file. It is stored in the extensions of the request, and the
/// [`Sender`](crate::attempt::Sender) removes it before a transport sees the request.
#[derive(Clone)]
pub(crate) struct Attached {
    body: Multipart,
    upload: Upload,
}

impl Attached {
    /// Sends the request with this body.
    pub(crate) fn send(
        &self,
        transport: &dyn Transport,
        http: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let cancellation = http.extensions().get::<Cancellation>().cloned();
        self.upload.send(&self.body, cancellation.as_ref(), |reader| {
            transport.upload(http.map(|_| reader), time)
        })
    }
}

/// Returns the error for a file of which nothing has been sent.
fn failed(detail: String) -> Error {
    Error::new(ErrorKind::File).with_detail(detail).with_reach(Reach::NotSent)
}

fn read_before() -> Error {
    failed("an earlier attempt has read the reader".to_owned())
}

/// Reader of a whole body, which yields exactly the declared length or an error.
struct Body<'b> {
    parts: &'b Multipart,
    file: &'b mut dyn Read,
    sent: u64,
    cancellation: Option<&'b Cancellation>,
    /// Error of the content, if reading it failed.
    fault: Option<String>,
}

impl Body<'_> {
    fn fail(&mut self, fault: String) -> io::Error {
        self.fault = Some(fault);
        io::Error::other("the file could not be read")
    }

    fn read_file(&mut self, buffer: &mut [u8], read: u64) -> io::Result<usize> {
        let length = self.parts.file_length;
        loop {
            let room = usize::try_from(length - read).unwrap_or(usize::MAX).min(buffer.len());
            return match self.file.read(&mut buffer[..room]) {
                Ok(0) => {
                    Err(self.fail(format!("it ends after {read} bytes, {length} were announced")))
                }
                Ok(amount) => Ok(amount),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(self.fail(format!("it cannot be read: {error}"))),
            };
        }
    }

    /// Checks that nothing follows the content.
    fn check_end(&mut self) -> io::Result<()> {
        loop {
            return match self.file.read(&mut [0]) {
                Ok(0) => Ok(()),
                Ok(_) => {
                    let length = self.parts.file_length;
                    Err(self.fail(format!("it goes on beyond the {length} bytes announced")))
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(self.fail(format!("it cannot be read: {error}"))),
            };
        }
    }
}

impl Read for Body<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.cancellation.is_some_and(Cancellation::is_cancelled) {
            return Err(io::Error::other(crate::transport::CANCELLED));
        }
        let (head, length) = (self.parts.head.len() as u64, self.parts.file_length);
        let amount = if self.sent < head {
            copy(&self.parts.head, self.sent, buffer)
        } else if self.sent < head + length {
            self.read_file(buffer, self.sent - head)?
        } else {
            if self.sent == head + length {
                self.check_end()?;
            }
            copy(&self.parts.tail, self.sent - head - length, buffer)
        };
        self.sent += amount as u64;
        Ok(amount)
    }
}

/// Copies the bytes from index `from` on, and returns their number.
fn copy(bytes: &[u8], from: u64, buffer: &mut [u8]) -> usize {
    let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
    let amount = rest.len().min(buffer.len());
    buffer[..amount].copy_from_slice(&rest[..amount]);
    amount
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("part", &self.part).finish_non_exhaustive()
    }
}
