//! Tracks when the bytes of a response have been sent.
//!
//! As soon as a body fails, hyper drops what it has not sent yet. A body that is cut off after a number
//! of bytes therefore waits until these have been passed to the system. The same state tells a
//! connection to end with a reset.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::lock;

/// Counter of the completed flushes of a connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flushes(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    count: u64,
    waiting: Option<Waker>,
    reset: bool,
}

impl Flushes {
    pub(crate) fn count(&self) -> u64 {
        lock(&self.0).count
    }

    /// Becomes ready when there have been more flushes than `count`.
    pub(crate) fn poll_beyond(&self, count: u64, context: &Context<'_>) -> Poll<()> {
        let mut state = lock(&self.0);
        if state.count > count {
            return Poll::Ready(());
        }
        state.waiting = Some(context.waker().clone());
        Poll::Pending
    }

    /// Makes the connection end with a reset instead of a regular end.
    pub(crate) fn reset_at_end(&self) {
        lock(&self.0).reset = true;
    }

    fn add(&self) {
        let mut state = lock(&self.0);
        state.count += 1;
        if let Some(waker) = state.waiting.take() {
            waker.wake();
        }
    }
}

/// A connection that counts its flushes.
pub(crate) struct Counted {
    stream: TokioIo<TcpStream>,
    flushes: Flushes,
}

impl Counted {
    pub(crate) fn new(stream: TcpStream, flushes: Flushes) -> Self {
        Self { stream: TokioIo::new(stream), flushes }
    }

    fn stream(self: Pin<&mut Self>) -> Pin<&mut TokioIo<TcpStream>> {
        Pin::new(&mut self.get_mut().stream)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if lock(&self.flushes.0).reset {
            // If this fails, the connection is closed regularly.
            let _ = self.stream.inner().set_zero_linger();
        }
    }
}

impl Read for Counted {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream().poll_read(context, buffer)
    }
}

impl Write for Counted {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream().poll_write(context, bytes)
    }

    // Hyper calls this when its own buffer is empty.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushes = self.flushes.clone();
        let done = self.stream().poll_flush(context);
        if done.is_ready() {
            flushes.add();
        }
        done
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream().poll_write_vectored(context, slices)
    }
}
