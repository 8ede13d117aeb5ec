//! Keeps tokens, secrets and what answers hold out of ureq's logs.
//!
//! The service takes tokens and secrets in the URL, and at the level `trace` ureq logs URLs and sent
//! bytes. So ureq gets a URL with asterisks in the place of the query, and the last layer before the
//! socket puts the query back: over the asterisks, as many bytes as there were, in the buffer that is
//! sent.
//!
//! At that level ureq logs received bytes as well, among them new tokens and people's names. So this
//! layer gives it asterisks in the place of the body, keeps the body itself, and hands it out when the
//! answer is complete. That costs a copy, so it is done only if those bytes would be logged.

mod answer;

use std::cell::{Cell, RefCell};
use std::{fmt, io};

use http::Request;
use http::uri::{PathAndQuery, Uri};
use log::Level;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

use self::answer::Answer;

/// Where received bytes are logged.
const BYTES: &str = "ureq_proto::util";

thread_local! {
    /// The query of the request that this thread is sending.
    static SENDING: RefCell<Option<Query>> = const { RefCell::new(None) };
    /// The answer to it, if its body is to be hidden.
    static RECEIVING: RefCell<Option<Answer>> = const { RefCell::new(None) };
    /// How many connections this thread is making: that to a proxy is made within another.
    static CONNECTING: Cell<usize> = const { Cell::new(0) };
}

/// What came of a request.
pub(crate) struct Sent<T> {
    pub(crate) result: T,
    /// Whether any of the request can have left this machine.
    pub(crate) left: bool,
    /// What has come of the body, if asterisks stand for it in the answer.
    pub(crate) body: Option<Vec<u8>>,
}

/// Runs `send` with the request's query masked, and the body of the answer if it would be logged. The
/// socket sees the query itself.
pub(crate) fn run<B, T>(request: Request<B>, send: impl FnOnce(Request<B>) -> T) -> Sent<T> {
    /// Forgets query and answer, even if `send` panics.
    struct Forget;

    impl Drop for Forget {
        fn drop(&mut self) {
            SENDING.take();
            RECEIVING.take();
            CONNECTING.set(0);
        }
    }

    // Decided once: an answer of which only a part is hidden could not be put together again.
    let logged = log::log_enabled!(target: BYTES, Level::Trace);
    let answer = logged.then(|| Answer::new(request.method()));
    let (request, query) = masked(request);
    let _forget = Forget;
    SENDING.set(query);
    RECEIVING.set(answer);
    let result = send(request);
    let left = SENDING.with_borrow(|query| query.as_ref().is_none_or(|query| query.left));
    Sent { result, left, body: RECEIVING.take().map(Answer::into_body) }
}

struct Query {
    /// The URL with the query in clear.
    uri: Uri,
    /// Whether a request line with the query was given to the socket.
    left: bool,
}

impl Query {
    fn clear(&self) -> &[u8] {
        self.uri.query().unwrap_or_default().as_bytes()
    }
}

/// The request with asterisks for its query, and the query.
fn masked<B>(mut request: Request<B>) -> (Request<B>, Option<Query>) {
    let uri = request.uri();
    let Some(query) = uri.query().filter(|query| !query.is_empty()) else {
        return (request, None);
    };
    let target = [uri.path(), "?", &"*".repeat(query.len())].concat();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(target).ok();
    let Ok(masked) = Uri::from_parts(parts) else { return (request, None) };
    let uri = std::mem::replace(request.uri_mut(), masked);
    (request, Some(Query { uri, left: false }))
}

/// ureq's own connections with the mask taken off.
#[derive(Debug, Default)]
pub(crate) struct MaskedConnector(DefaultConnector);

impl Connector for MaskedConnector {
    type Out = MaskedTransport;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let to_proxy = CONNECTING.get() > 0;
        CONNECTING.set(CONNECTING.get() + 1);
        let transport = self.0.connect(details, chained);
        CONNECTING.set(CONNECTING.get() - 1);
        Ok(transport?.map(|inner| MaskedTransport { inner, to_proxy }))
    }
}

pub(crate) struct MaskedTransport {
    inner: Box<dyn Transport>,
    /// Whether another one reads the answer through this one, which sees a tunnel.
    to_proxy: bool,
}

impl Transport for MaskedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let output = &mut self.inner.buffers().output()[..amount];
        SENDING.with_borrow_mut(|query| match query {
            Some(query) if query.left => Ok(()),
            Some(query) if unmask(output, query) => {
                query.left = true;
                Ok(())
            }
            // The head of a request comes before anything else, once the connection stands. Sending
            // asterisks would only look like a token that is rejected.
            Some(_) if CONNECTING.get() == 0 => {
                Err(io::Error::other("the request line has no place for the query"))
            }
            _ => Ok(()),
        })?;
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        if self.to_proxy || RECEIVING.with_borrow(Option::is_none) {
            return self.inner.await_input(timeout);
        }
        let known = self.inner.buffers().input().len();
        let result = self.inner.await_input(timeout);
        // After an error as well: ureq goes on to read what came before the other side hung up.
        hide(self.inner.buffers(), known)?;
        result
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl fmt::Debug for MaskedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MaskedTransport").field(&self.inner).finish()
    }
}

/// Puts the query into the request line; `false` if the line has no place for it.
fn unmask(output: &mut [u8], query: &Query) -> bool {
    let clear = query.clear();
    let line = output.iter().position(|&byte| byte == b'\n').unwrap_or(output.len());
    // The only question mark of a target is the one before its query.
    let Some(mark) = output[..line].iter().position(|&byte| byte == b'?') else { return false };
    let Some(place) = output[..line].get_mut(mark + 1..mark + 1 + clear.len()) else {
        return false;
    };
    let masked = place.iter().all(|&byte| byte == b'*');
    if masked {
        place.copy_from_slice(clear);
    }
    masked
}

/// Hides what of the body came after the `known` bytes of the input, and the query in all of it.
fn hide(buffers: &mut dyn Buffers, known: usize) -> io::Result<()> {
    if buffers.input().len() == known {
        return Ok(());
    }
    let mut input = buffers.input().to_vec();
    RECEIVING.with_borrow_mut(|answer| {
        if let Some(answer) = answer {
            answer.hide(&mut input[known..]);
        }
    });
    SENDING.with_borrow(|query| {
        if let Some(query) = query {
            hide_echo(&mut input, query);
        }
    });
    // The input cannot be changed where it is: it is taken out and put back.
    buffers.input_consume(input.len());
    let Some(space) = buffers.input_append_buf().get_mut(..input.len()) else {
        return Err(io::Error::other("the input has no place for itself"));
    };
    space.copy_from_slice(&input);
    buffers.input_appended(input.len());
    Ok(())
}

/// Hides the query where the head of the answer repeats it: in the target of a redirect, say. ureq
/// logs a head when it is complete, so by then all of the query has passed here.
fn hide_echo(input: &mut [u8], query: &Query) {
    let clear = query.clear();
    let mut from = 0;
    while let Some(at) = input[from..].windows(clear.len()).position(|window| window == clear) {
        from += at + clear.len();
        input[from - clear.len()..from].fill(b'*');
    }
}
