//! Keeps the token out of ureq's logs.
//!
//! The service takes the token in the URL, and at the level `trace` ureq logs URLs and sent bytes.
//! So ureq gets a URL with asterisks in the token's place, and the last layer before the socket puts
//! the token back: over the asterisks, as many bytes as there were, in the buffer that is sent.

use std::cell::{Cell, RefCell};
use std::{fmt, io};

use http::{Request, Uri};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

const PARAMETER: &str = "access_token=";

thread_local! {
    /// The token of the request that this thread is sending.
    static SENDING: RefCell<Option<Token>> = const { RefCell::new(None) };
    /// How many connections this thread is making: that to a proxy is made within another.
    static CONNECTING: Cell<usize> = const { Cell::new(0) };
}

/// Runs `send` with the request's token masked; the socket sees the token itself. Tells as well
/// whether any of the request can have left this machine.
pub(crate) fn run<B, T>(request: Request<B>, send: impl FnOnce(Request<B>) -> T) -> (T, bool) {
    /// Forgets the token, even if `send` panics.
    struct Forget;

    impl Drop for Forget {
        fn drop(&mut self) {
            SENDING.take();
            CONNECTING.set(0);
        }
    }

    let (request, token) = masked(request);
    let _forget = Forget;
    SENDING.set(token);
    let result = send(request);
    let left = SENDING.with_borrow(|token| token.as_ref().is_none_or(|token| token.left));
    (result, left)
}

struct Token {
    /// `access_token=` and the asterisks.
    mask: Vec<u8>,
    /// `access_token=` and the token, as long as the mask.
    clear: Vec<u8>,
    /// Whether a request line with the token was given to the socket.
    left: bool,
}

/// The request with asterisks for its token, and the token.
fn masked<B>(mut request: Request<B>) -> (Request<B>, Option<Token>) {
    let uri = request.uri().to_string();
    let Some(start) = uri.find(&format!("?{PARAMETER}")).map(|at| at + 1) else {
        return (request, None);
    };
    let end = uri[start..].find('&').map_or(uri.len(), |length| start + length);
    let mask = format!("{PARAMETER}{}", "*".repeat(end - start - PARAMETER.len()));
    let Ok(masked) = format!("{}{mask}{}", &uri[..start], &uri[end..]).parse::<Uri>() else {
        return (request, None);
    };
    let clear = uri[start..end].to_owned().into_bytes();
    *request.uri_mut() = masked;
    (request, Some(Token { mask: mask.into_bytes(), clear, left: false }))
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
        SENDING.with_borrow_mut(|token| match token {
            Some(token) if unmask(output, token) => {
                token.left = true;
                Ok(())
            }
            // The head of a request comes before anything else, once the connection stands. Sending
            // asterisks would only look like a token that is rejected.
            Some(token) if !token.left && CONNECTING.get() == 0 => {
                Err(io::Error::other("the request line has no place for the token"))
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

/// Puts the token into the request line; `false` if the line has no place for it.
fn unmask(output: &mut [u8], token: &Token) -> bool {
    let line = output.iter().position(|&byte| byte == b'\n').unwrap_or(output.len());
    let Some(at) = output[..line].windows(token.mask.len()).position(|window| window == token.mask)
    else {
        return false;
    };
    output[at..at + token.clear.len()].copy_from_slice(&token.clear);
    true
}
