//! Keeps tokens and secrets out of ureq's logs, and finds out whether a request has left this machine.
//!
//! The service takes tokens and secrets in the query of the URL, and ureq logs URLs and sent bytes at
//! the level `trace`. So ureq gets a URL with asterisks in place of the query, and the last layer before
//! the socket overwrites these asterisks with the query, which has the same length, in the buffer to be
//! sent. Values of the query that the head of a response repeats are replaced by asterisks before ureq
//! can log them.
//!
//! The same layer checks whether a call that waits for its response was cancelled.

use std::cell::RefCell;
use std::time::Instant;
use std::{fmt, io};

use form_urlencoded::{byte_serialize, parse};
use http::Request;
use http::uri::{PathAndQuery, Uri};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

use crate::cancel::{Cancellation, INTERVAL};

thread_local! {
    /// The request that this thread is sending. A logger may make a call of its own while ureq logs, so
    /// each call restores the previous value.
    static SENDING: RefCell<Option<Sending>> = const { RefCell::new(None) };
}

/// A request in flight.
struct Sending {
    /// The original URL, if it has a query.
    clear: Option<Uri>,
    /// Values to hide in the head of the response; empty if nothing is logged.
    secrets: Vec<String>,
    /// Whether the head of the request was given to the socket.
    left: bool,
    /// Number of nested connection attempts: a connection to a proxy is made within another.
    connecting: usize,
    /// Handle that cancels the call.
    cancellation: Option<Cancellation>,
}

/// Result of a request.
pub(super) struct Sent<T> {
    pub(super) result: T,
    /// Whether any of the request can have left this machine.
    pub(super) left: bool,
}

/// Runs `send` with the request's query masked. Only the socket sees the query itself.
pub(super) fn run<B, T>(request: Request<B>, send: impl FnOnce(Request<B>) -> T) -> Sent<T> {
    /// Restores the outer call's request, also while unwinding.
    struct Outer(Option<Sending>);

    impl Drop for Outer {
        fn drop(&mut self) {
            SENDING.set(self.0.take());
        }
    }

    let (request, clear) = masked(request);
    let is_logged = log::max_level() >= log::LevelFilter::Debug;
    let query = clear.as_ref().and_then(Uri::query).filter(|_| is_logged);
    let secrets = query.map(secrets).unwrap_or_default();
    let cancellation = request.extensions().get().cloned();
    let sending = Sending { clear, secrets, left: false, connecting: 0, cancellation };
    let _outer = Outer(SENDING.replace(Some(sending)));
    let result = send(request);
    let left = SENDING.with_borrow(|sending| sending.as_ref().is_none_or(|it| it.left));
    Sent { result, left }
}

/// Returns the request with asterisks for its query, and the original URL if it had one.
fn masked<B>(mut request: Request<B>) -> (Request<B>, Option<Uri>) {
    let uri = request.uri();
    let Some(query) = uri.query().filter(|query| !query.is_empty()) else {
        return (request, None);
    };
    let target = [uri.path(), "?", &"*".repeat(query.len())].concat();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(target).ok();
    let masked = Uri::from_parts(parts).expect("asterisks can stand in a query");
    let clear = std::mem::replace(request.uri_mut(), masked);
    (request, Some(clear))
}

/// Length in bytes from which a value of a query is hidden. Shorter ones are too likely to occur in any
/// response.
pub(crate) const SHORTEST_SECRET: usize = 8;

/// Returns the values of a query, each unencoded, encoded once, and encoded twice as in a URL within a
/// URL.
fn secrets(query: &str) -> Vec<String> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let mut secrets = Vec::new();
    for (_, value) in parse(query.as_bytes()) {
        if value.len() < SHORTEST_SECRET {
            continue;
        }
        let once = encoded(&value);
        secrets.extend([encoded(&once), once, value.into_owned()]);
    }
    secrets.dedup();
    secrets
}

/// Connector that wraps each of ureq's own connections in a `MaskedTransport`.
#[derive(Debug, Default)]
pub(super) struct MaskedConnector(DefaultConnector);

impl Connector for MaskedConnector {
    type Out = MaskedTransport;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let to_proxy = with_sending(|sending| {
            sending.connecting += 1;
            Ok(sending.connecting > 1)
        })?;
        let transport = self.0.connect(details, chained);
        with_sending(|sending| {
            sending.connecting -= 1;
            Ok(())
        })?;
        Ok(transport?.map(|inner| MaskedTransport { inner, to_proxy, in_head: false }))
    }
}

/// A connection that restores the query in requests and hides its values in responses.
pub(super) struct MaskedTransport {
    inner: Box<dyn Transport>,
    /// Whether this is a tunnel through a proxy, and another connection over it reads the response.
    to_proxy: bool,
    /// Whether the next input belongs to the head of a response.
    in_head: bool,
}

/// The text of the error for a cancelled call.
pub(crate) const CANCELLED: &str = "the call was cancelled";

impl MaskedTransport {
    /// Waits for input, and checks for a cancellation at intervals.
    fn await_unless_cancelled(
        &mut self,
        timeout: NextTimeout,
        cancellation: &Cancellation,
    ) -> Result<bool, ureq::Error> {
        let began = Instant::now();
        loop {
            if cancellation.is_cancelled() {
                return Err(io::Error::other(CANCELLED).into());
            }
            let left = timeout.after.saturating_sub(began.elapsed());
            let slice = left.min(INTERVAL);
            match self.inner.await_input(NextTimeout { after: slice.into(), ..timeout }) {
                Err(ureq::Error::Timeout(_)) if slice < left => {}
                result => return result,
            }
        }
    }
}

impl Transport for MaskedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let output = &mut self.inner.buffers().output()[..amount];
        with_sending(|sending| {
            // Once the connection is made, the head of the request is the first output.
            if sending.connecting == 0 && !sending.left {
                unmask(output, sending.clear.as_ref())?;
                sending.left = true;
            }
            Ok(())
        })?;
        self.in_head = true;
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let cancellation = SENDING.with_borrow(|sending| sending.as_ref()?.cancellation.clone());
        let result = match cancellation {
            Some(cancellation) => self.await_unless_cancelled(timeout, &cancellation),
            None => self.inner.await_input(timeout),
        };
        // Also after an error: ureq still reads the input from before the other side hung up.
        if self.in_head && !self.to_proxy {
            self.in_head = hide(self.inner.buffers())?;
        }
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

/// Runs `work` on the request that this thread is sending.
///
/// # Errors
///
/// If there is none: without its query, nothing may be sent.
fn with_sending<T>(work: impl FnOnce(&mut Sending) -> io::Result<T>) -> io::Result<T> {
    SENDING.with_borrow_mut(|sending| match sending {
        Some(sending) => work(sending),
        None => Err(io::Error::other("no request of this thread is being sent")),
    })
}

/// Writes the query into the request line.
///
/// # Errors
///
/// If the line has no asterisks to overwrite: sent as they are, they would look like a rejected token.
fn unmask(output: &mut [u8], clear: Option<&Uri>) -> io::Result<()> {
    let Some(query) = clear.and_then(Uri::query) else { return Ok(()) };
    let end = output.iter().position(|&byte| byte == b'\n').unwrap_or(output.len());
    let line = &mut output[..end];
    // The first question mark of a request target is the one before its query.
    let mark = line.iter().position(|&byte| byte == b'?');
    let place = mark.and_then(|mark| line.get_mut(mark + 1..mark + 1 + query.len()));
    match place.filter(|place| place.iter().all(|&byte| byte == b'*')) {
        Some(place) => {
            place.copy_from_slice(query.as_bytes());
            Ok(())
        }
        None => Err(io::Error::other("the request line has no place for the query")),
    }
}

/// Hides the query's values in the head of a response. Returns whether the head is still incomplete.
///
/// ureq keeps an incomplete head in the input, and logs it once it is complete.
fn hide(buffers: &mut dyn Buffers) -> io::Result<bool> {
    let (input, hidden, more) = SENDING.with_borrow(|sending| match sending {
        Some(sending) if !sending.secrets.is_empty() => {
            let mut input = buffers.input().to_vec();
            let (hidden, more) = hide_in_heads(&mut input, &sending.secrets);
            (input, hidden, more)
        }
        _ => (Vec::new(), false, false),
    });
    if hidden {
        // The input cannot be changed in place, so it is consumed and appended again.
        buffers.input_consume(input.len());
        let Some(space) = buffers.input_append_buf().get_mut(..input.len()) else {
            return Err(io::Error::other("the input buffer has no room for its own content"));
        };
        space.copy_from_slice(&input);
        buffers.input_appended(input.len());
    }
    Ok(more)
}

/// Hides `secrets` in the heads of responses. Returns whether it hid any, and whether the last head is
/// incomplete.
fn hide_in_heads(input: &mut [u8], secrets: &[String]) -> (bool, bool) {
    let mut hidden = false;
    let mut from = 0;
    loop {
        let head = &input[from..];
        // An interim response (1xx), which another head follows.
        let is_preliminary = head.get(9) == Some(&b'1');
        let end = head.windows(3).position(|end| end == b"\n\r\n" || end.starts_with(b"\n\n"));
        let to = end.map_or(input.len(), |end| from + end + 3);
        // Header names and the status cannot contain a secret, and must stay as they are.
        for line in input[from..to].split_mut(|&byte| byte == b'\n').skip(1) {
            let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
            for secret in secrets {
                hidden |= hide_in(&mut line[colon + 1..], secret.as_bytes());
            }
        }
        match end {
            None => return (hidden, true),
            Some(_) if is_preliminary => from = to,
            Some(_) => return (hidden, false),
        }
    }
}

/// Writes asterisks over every occurrence of `secret`, with the escapes of URLs in upper or lower case. Returns
/// whether there was one.
fn hide_in(text: &mut [u8], secret: &[u8]) -> bool {
    let mut hidden = false;
    let mut from = 0;
    while let Some(at) =
        text[from..].windows(secret.len()).position(|window| window.eq_ignore_ascii_case(secret))
    {
        let start = from + at;
        from = start + secret.len();
        text[start..from].fill(b'*');
        hidden = true;
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, query: &str) -> (String, bool) {
        let mut input = text.as_bytes().to_vec();
        let (_, more) = hide_in_heads(&mut input, &secrets(query));
        (String::from_utf8(input).unwrap(), more)
    }

    #[test]
    fn what_a_head_repeats_of_the_query_is_hidden_however_it_is_encoded() {
        let query = "access_token=5ecret%2Ft0ken%2B1&short=200";
        let head = "HTTP/1.1 200 OK\r\nx-short: 200\r\nx-token: 5ecret/t0ken+1\r\n\
                    location: https://a/?u=5ecret%2ft0ken%2B1&v=5ecret%252Ft0ken%252b1\r\n\r\n";
        let (text, more) = hidden(head, query);
        let stars = |count: usize| "*".repeat(count);
        let expected = format!(
            "HTTP/1.1 200 OK\r\nx-short: 200\r\nx-token: {}\r\nlocation: https://a/?u={}&v={}\r\n\r\n",
            stars(14),
            stars(18),
            stars(22)
        );
        assert_eq!((text, more), (expected, false));
    }

    #[test]
    fn the_body_and_the_names_of_headers_stay_as_they_are() {
        let query = "k=password";
        let head =
            "HTTP/1.1 100 password\r\npassword: a password\r\n\r\nHTTP/1.1 200 OK\r\nx: password";
        let (text, more) = hidden(head, query);
        let expected =
            "HTTP/1.1 100 password\r\npassword: a ********\r\n\r\nHTTP/1.1 200 OK\r\nx: ********";
        assert_eq!((&text[..], more), (expected, true));
        let whole = "HTTP/1.1 200 OK\n\nx: password";
        assert_eq!(hidden(whole, query), (whole.to_owned(), false));
    }

    #[test]
    fn a_connection_outside_a_call_sends_nothing() {
        assert!(with_sending(|_| Ok(())).is_err());
    }

    #[test]
    fn a_call_within_a_call_leaves_the_outer_one_as_it_was() {
        let request = |query: &str| Request::get(format!("http://host.test/?{query}")).body(());
        let line = |sent: &[u8; 12]| {
            let mut sent = *sent;
            with_sending(|sending| unmask(&mut sent, sending.clear.as_ref()))?;
            Ok::<_, io::Error>(String::from_utf8(sent.to_vec()).unwrap())
        };
        let outer = run(request("a=b").unwrap(), |_| {
            let inner = run(request("c=d").unwrap(), |_| line(b"GET /?*** HT").unwrap());
            assert!(!inner.left);
            let inner = (inner.result, line(b"GET /?*** HT").unwrap());
            // A request line without room for the query is not sent at all.
            line(b"GET /?**! HT").unwrap_err();
            inner
        });
        assert_eq!(outer.result, ("GET /?c=d HT".to_owned(), "GET /?a=b HT".to_owned()));
    }
}
