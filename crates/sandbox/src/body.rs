//! Request bodies, read within a limit, and response bodies, sent whole or in part.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Response};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming};
use tokio::time::Sleep;

use crate::answer::Delivery;
use crate::flushes::Flushes;
use crate::settings::MAX_BODY;

/// How many bytes beyond the limit are read and discarded: a caller that is still writing when the
/// connection closes gets a reset instead of the response.
const MAX_IGNORED: usize = 64 * MAX_BODY;

/// Number of pieces of a slow body.
const PIECES: u32 = 4;

/// Reads a body; `None` if it is larger than `limit`.
///
/// # Errors
///
/// If the connection breaks.
pub(crate) async fn read(
    mut incoming: Incoming,
    limit: usize,
) -> Result<Option<Vec<u8>>, hyper::Error> {
    let mut body = Vec::new();
    let mut read = 0_usize;
    while let Some(frame) = incoming.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        read = read.saturating_add(data.len());
        if read <= limit {
            body.extend_from_slice(&data);
        } else if read > limit + MAX_IGNORED {
            break;
        }
    }
    Ok((read <= limit).then_some(body))
}

/// A body that can end too early or be sent slowly.
///
/// It reports no length to hyper, which would insist on a matching `Content-Length`.
pub(crate) struct Outgoing {
    data: Bytes,
    slow: Option<Slow>,
    broken: Option<Flushes>,
    // The number of flushes of the connection when the last byte was passed to hyper.
    flushed: Option<u64>,
}

/// State of a slow body, which pauses before each piece.
struct Slow {
    piece: usize,
    pause: Duration,
    waiting: Pin<Box<Sleep>>,
}

impl Outgoing {
    /// Returns a response that ends early or is sent slowly, if `delivery` says so. `flushes` are those
    /// of its connection.
    pub(crate) fn response(
        response: Response<Vec<u8>>,
        delivery: Delivery,
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
        let mut broken = (declared > length).then_some(flushes.clone());
        let mut slow = None;
        match delivery {
            Delivery::Cut(bytes) => {
                body.truncate(bytes);
                broken = Some(flushes);
            }
            Delivery::SlowBody(over) => slow = Some(Slow::new(length, over)),
            _ => {}
        }
        Response::from_parts(parts, Self { data: body.into(), slow, broken, flushed: None })
    }
}

impl Slow {
    fn new(length: usize, over: Duration) -> Self {
        let pause = over / PIECES;
        let piece = length.div_ceil(PIECES as usize).max(1);
        Self { piece, pause, waiting: Box::pin(tokio::time::sleep(pause)) }
    }

    /// Becomes ready with the length of the next piece when its pause is over.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<usize> {
        let done = self.waiting.as_mut().poll(context);
        done.map(|()| {
            self.waiting = Box::pin(tokio::time::sleep(self.pause));
            self.piece
        })
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
            let length = self.data.len();
            let piece = match &mut self.slow {
                Some(slow) => ready!(slow.poll_piece(context)).min(length),
                None => length,
            };
            return Poll::Ready(Some(Ok(Frame::data(self.data.split_to(piece)))));
        }
        let Some(flushes) = self.broken.clone() else { return Poll::Ready(None) };
        let before = *self.flushed.get_or_insert_with(|| flushes.count());
        flushes.poll_beyond(before, context).map(|()| Some(Err(CutOff)))
    }
}

/// Error that makes hyper close the connection, as requested by a test.
#[derive(Debug)]
pub(crate) struct CutOff;

impl std::error::Error for CutOff {}

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is cut off, as ordered")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_body_comes_in_pieces() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let pieces = |length: usize| {
            runtime.block_on(async {
                let response = Response::new(vec![b'x'; length]);
                let delivery = Delivery::SlowBody(Duration::from_millis(4));
                let mut body = Outgoing::response(response, delivery, Flushes::default());
                let mut pieces = Vec::new();
                while let Some(frame) = body.body_mut().frame().await {
                    pieces.push(frame.unwrap().into_data().unwrap().len());
                }
                pieces
            })
        };
        assert!(pieces(0).is_empty());
        assert_eq!(pieces(2), [1, 1]);
        assert_eq!(pieces(10), [3, 3, 3, 1]);
    }
}
