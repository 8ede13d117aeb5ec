//! Bodies: reading them within bounds, sending them whole or not.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Response};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming};

use crate::flushes::Flushes;
use crate::settings::MAX_BODY;

/// How much more than [`MAX_BODY`] is read and thrown away. A caller that is still writing when the
/// connection closes gets a reset instead of the answer.
const MAX_IGNORED: usize = 64 * MAX_BODY;

/// Reads a body; `None` if it is larger than [`MAX_BODY`].
///
/// # Errors
///
/// The connection breaks down.
pub(crate) async fn read(mut incoming: Incoming) -> Result<Option<Vec<u8>>, hyper::Error> {
    let mut body = Vec::new();
    let mut read = 0_usize;
    while let Some(frame) = incoming.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        read = read.saturating_add(data.len());
        if read <= MAX_BODY {
            body.extend_from_slice(&data);
        } else if read > MAX_BODY + MAX_IGNORED {
            break;
        }
    }
    Ok((read <= MAX_BODY).then_some(body))
}

/// A body that can end too early.
///
/// It does not tell its length, because hyper would insist on a matching `Content-Length`.
pub(crate) struct Outgoing {
    data: Bytes,
    broken: Option<Flushes>,
    // How often the connection had been flushed when the last byte was handed over.
    flushed: Option<u64>,
}

impl Outgoing {
    /// An answer that ends after `cut` bytes of its body, if that is given. `flushes` are those of
    /// its connection.
    pub(crate) fn response(
        response: Response<Vec<u8>>,
        cut: Option<usize>,
        flushes: Flushes,
    ) -> Response<Self> {
        let (mut parts, mut body) = response.into_parts();
        let length = body.len();
        if !parts.headers.contains_key(CONTENT_LENGTH)
            && !parts.headers.contains_key(TRANSFER_ENCODING)
        {
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let declared = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let declared: usize = declared.and_then(|text| text.parse().ok()).unwrap_or(length);
        body.truncate(cut.unwrap_or(length));
        let broken = (cut.is_some() || declared > length).then_some(flushes);
        Response::from_parts(parts, Self { data: body.into(), broken, flushed: None })
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        if !self.data.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.data)))));
        }
        let Some(flushes) = self.broken.clone() else { return Poll::Ready(None) };
        let before = *self.flushed.get_or_insert_with(|| flushes.count());
        flushes.poll_beyond(before, context).map(|()| Some(Err(CutOff)))
    }
}

/// Tells hyper to close the connection, as a test has ordered.
#[derive(Debug)]
pub(crate) struct CutOff;

impl std::error::Error for CutOff {}

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is cut off, as ordered")
    }
}
