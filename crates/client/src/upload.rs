//! Files that calls upload.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use dingtalk_protocol::driver::Exchange;
use dingtalk_protocol::{
    AccessToken, Endpoint, Error, ErrorKind, FilePart, Host, Multipart, Reach, Reply, Request,
    Secret, Valid,
};

use crate::cancel::{Cancellation, INTERVAL};
use crate::clock::Deadline;
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
/// Clones share the content, so two calls that upload it take turns. A call that waits for its turn keeps its
/// [timeout](crate::Call::timeout), in which the wait counts, and its [cancellation](crate::Call::cancelled_by).
#[derive(Clone)]
pub struct Upload {
    part: FilePart,
    source: Arc<Source>,
}

/// Source of the content, which clones share.
struct Source {
    /// Locked by a call from before its transfer until the end of it.
    content: Mutex<Content>,
    /// Whether some of a reader that cannot be rewound was read. It stands outside the lock, so that it can be
    /// asked for during a transfer.
    is_used: AtomicBool,
}

enum Content {
    Again(Box<dyn ReadAndSeek>),
    Once(Box<dyn Read + Send>),
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
                Ok(Self::of(part, Content::Again(Box::new(file))))
            }
            _ => Err(refuse(&"it is no file")),
        }
    }

    /// Takes the content from memory.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        let part = FilePart::new(name, content.len() as u64);
        Self::of(part, Content::Again(Box::new(Cursor::new(content))))
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
        Ok(Self::of(FilePart::new(name, length), Content::Again(Box::new(content))))
    }

    /// Takes the content from a reader that supplies `length` bytes and then ends.
    pub fn from_reader(
        name: impl Into<String>,
        length: u64,
        content: impl Read + Send + 'static,
    ) -> Self {
        Self::of(FilePart::new(name, length), Content::Once(Box::new(content)))
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

    fn of(part: FilePart, content: Content) -> Self {
        let source = Source { content: Mutex::new(content), is_used: AtomicBool::new(false) };
        Self { part, source: Arc::new(source) }
    }
}

impl Source {
    /// Checks that the content can be read from its beginning.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if it was read before and cannot be rewound.
    fn check(&self) -> Result<(), Error> {
        if self.is_used.load(Ordering::Relaxed) {
            return Err(failed("an earlier attempt has read the reader".to_owned()));
        }
        Ok(())
    }

    /// Locks the content. Waits while another call sends it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeldBack`] if the other call takes beyond the deadline, and those of
    /// [`check`](Self::check).
    fn lock(&self, deadline: &Deadline<'_>) -> Result<MutexGuard<'_, Content>, Error> {
        loop {
            let content = match self.content.try_lock() {
                Ok(content) => Some(content),
                // The next transfer rewinds the content or refuses it, whatever a panic has left.
                Err(TryLockError::Poisoned(content)) => Some(content.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            self.check()?;
            if let Some(content) = content {
                return Ok(content);
            }
            let left = deadline.remaining();
            if left.is_zero() {
                return Err(Error::new(ErrorKind::HeldBack)
                    .with_detail("another call was still sending the same file"));
            }
            deadline.pause(left.min(INTERVAL));
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
        self.upload.source.check()?;
        // Random, so that no content can contain the boundary on purpose.
        let boundary = format!("{:032x}", fastrand::u128(..));
        let (mut parts, body) = self.request.encode_upload(host, token, &boundary)?.into_parts();
        parts.extensions.insert(Attached { body, upload: self.upload.clone() });
        Ok(http::Request::from_parts(parts, Vec::new()))
    }

    fn can_be_repeated(&self) -> bool {
        self.upload.source.check().is_ok()
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
    /// Takes the content for one transfer. Waits while another call sends it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::HeldBack`] if the other call takes beyond the deadline. [`ErrorKind::File`] if the content
    /// was read before and cannot be rewound.
    pub(crate) fn take(&self, deadline: &Deadline<'_>) -> Result<Transfer<'_>, Error> {
        let Self { body, upload } = self;
        let content = upload.source.lock(deadline)?;
        Ok(Transfer { body, is_used: &upload.source.is_used, content })
    }
}

/// A body whose content no other call can send meanwhile.
pub(crate) struct Transfer<'a> {
    body: &'a Multipart,
    is_used: &'a AtomicBool,
    content: MutexGuard<'a, Content>,
}

impl Transfer<'_> {
    /// Sends the request with this body. An error of the content takes precedence over that of the transport.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] of the content, or else those of the transport.
    pub(crate) fn send(
        mut self,
        transport: &dyn Transport,
        http: http::Request<Vec<u8>>,
        time: Duration,
    ) -> Result<http::Response<Vec<u8>>, Error> {
        let cancellation = http.extensions().get::<Cancellation>().cloned();
        let file: &mut dyn Read = match &mut *self.content {
            Content::Again(reader) => {
                reader.rewind().map_err(|error| failed(error.to_string()))?;
                reader
            }
            Content::Once(reader) => {
                self.is_used.store(true, Ordering::Relaxed);
                reader
            }
        };
        let cancellation = cancellation.as_ref();
        let mut reader = Body { parts: self.body, file, sent: 0, cancellation, fault: None };
        let result = transport.upload(http.map(|_| &mut reader as &mut dyn Read), time);
        match reader.fault {
            Some(fault) => {
                let reach = result.err().map_or(Reach::Unknown, |error| error.reach());
                Err(failed(fault).with_reach(reach))
            }
            None => result,
        }
    }
}

/// Returns the error for a file of which nothing has been sent.
fn failed(detail: String) -> Error {
    Error::new(ErrorKind::File).with_detail(detail).with_reach(Reach::NotSent)
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
