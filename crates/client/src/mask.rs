//! Keeps tokens and secrets out of ureq's logs.
//!
//! The service takes them in the URL, and at the level `trace` ureq logs URLs and sent bytes. So ureq
//! gets a URL with asterisks in the place of the query, and the last layer before the socket puts the
//! query back: over the asterisks, as many bytes as there were, in the buffer that is sent.

use std::cell::{Cell, RefCell};
use std::{fmt, io};

use http::{Request, Uri};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

thread_local! {
    /// The query of the request that this thread is sending.
    static SENDING: RefCell<Option<Query>> = const { RefCell::new(None) };
    /// How many connections this thread is making: that to a proxy is made within another.
    static CONNECTING: Cell<usize> = const { Cell::new(0) };
}

/// Runs `send` with the request's query masked; the socket sees the query itself. Tells as well
/// whether any of the request can have left this machine.
pub(crate) fn run<B, T>(request: Request<B>, send: impl FnOnce(Request<B>) -> T) -> (T, bool) {
    /// Forgets the query, even if `send` panics.
    struct Forget;

    impl Drop for Forget {
        fn drop(&mut self) {
            SENDING.take();
            CONNECTING.set(0);
        }
    }

    let (request, query) = masked(request);
    let _forget = Forget;
    SENDING.set(query);
    let result = send(request);
    let left = SENDING.with_borrow(|query| query.as_ref().is_none_or(|query| query.left));
    (result, left)
}

struct Query {
    /// The question mark and asterisks.
    mask: Vec<u8>,
    /// The question mark and the query, as long as the mask.
    clear: Vec<u8>,
    /// Whether a request line with the query was given to the socket.
    left: bool,
}

/// The request with asterisks for its query, and the query.
fn masked<B>(mut request: Request<B>) -> (Request<B>, Option<Query>) {
    let Some(query) = request.uri().query().filter(|query| !query.is_empty()) else {
        return (request, None);
    };
    let clear = format!("?{query}");
    let mask = format!("?{}", "*".repeat(query.len()));
    let uri = request.uri().to_string();
    let Ok(masked) = uri.replace(&clear, &mask).parse::<Uri>() else {
        return (request, None);
    };
    *request.uri_mut() = masked;
    (request, Some(Query { mask: mask.into_bytes(), clear: clear.into_bytes(), left: false }))
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
        CONNECTING.set(CONNECTING.get() + 1);
        let transport = self.0.connect(details, chained);
        CONNECTING.set(CONNECTING.get() - 1);
        Ok(transport?.map(MaskedTransport))
    }
}

pub(crate) struct MaskedTransport(Box<dyn Transport>);

impl Transport for MaskedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let output = &mut self.0.buffers().output()[..amount];
        SENDING.with_borrow_mut(|query| match query {
            Some(query) if unmask(output, query) => {
                query.left = true;
                Ok(())
            }
            // The head of a request comes before anything else, once the connection stands. Sending
            // asterisks would only look like a token that is rejected.
            Some(query) if !query.left && CONNECTING.get() == 0 => {
                Err(io::Error::other("the request line has no place for the query"))
            }
            _ => Ok(()),
        })?;
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

impl fmt::Debug for MaskedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MaskedTransport").field(&self.0).finish()
    }
}

/// Puts the query into the request line; `false` if the line has no place for it.
fn unmask(output: &mut [u8], query: &Query) -> bool {
    let line = output.iter().position(|&byte| byte == b'\n').unwrap_or(output.len());
    let Some(at) = output[..line].windows(query.mask.len()).position(|window| window == query.mask)
    else {
        return false;
    };
    output[at..at + query.clear.len()].copy_from_slice(&query.clear);
    true
}
